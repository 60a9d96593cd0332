/** A database with a bit of everything that PostgreSQL has, to see that nothing of it makes a check stumble. */
import pg from "pg";
import { type Database, type Server, uniqueName } from "./postgres.ts";

/** Names as nobody should give them, each at most 63 bytes. */
const HOSTILE = [
  'quote"d',
  "line\nbreak ::error::",
  "<img src=x onerror=alert(1)>",
  "$$; drop table x; --",
  "Ünïcödé 🚀 |`#1",
  "%I %s \\",
  "select",
];

/** Everything is in two schemas: public, and one whose name is hostile. */
export async function createEverything(server: Server): Promise<Database> {
  const database = await server.createDatabase();
  await database.query(tables);
  await database.query(partitions);
  await database.query(sequences(server.version));
  await database.query(views);
  await database.query(extensions);
  for (const schema of [pg.escapeIdentifier('we"ird; Schema\n')]) {
    await database.query(`CREATE SCHEMA ${schema}`);
    for (const name of HOSTILE) await database.query(hostileTable(schema, name));
  }
  if (server.version >= 15) {
    await database.query("CREATE UNIQUE INDEX ON public.odd_indexes (b) NULLS NOT DISTINCT");
  }
  if (server.version >= 18) {
    await database.query("CREATE TABLE public.virtual (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL)");
  }
  await settings(database);
  await leaveInvalidIndex(database);
  await database.query("ANALYZE");
  await database.query(
    "UPDATE public.orders SET total = total + 1; DELETE FROM public.orders WHERE id % 3 = 0",
  );
  return database;
}

const tables = `
  CREATE TYPE public.mood AS ENUM ('good', 'bad');
  CREATE DOMAIN public.short_text AS text CHECK (length(value) < 100);
  CREATE TABLE public.customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email public.short_text UNIQUE DEFERRABLE INITIALLY DEFERRED,
    mood public.mood,
    gone int,
    parent bigint REFERENCES public.customers
  );
  ALTER TABLE public.customers DROP COLUMN gone;
  CREATE TABLE public.orders (
    id serial PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES public.customers ON DELETE CASCADE,
    total numeric(10, 2),
    tax numeric GENERATED ALWAYS AS (total * 0.2) STORED,
    document jsonb,
    UNIQUE (id, customer_id)
  );
  CREATE TABLE public.lines (
    order_id int,
    customer_id bigint,
    during tsrange,
    EXCLUDE USING gist (during WITH &&),
    FOREIGN KEY (order_id, customer_id) REFERENCES public.orders (id, customer_id) NOT VALID
  );
  INSERT INTO public.customers (email) SELECT 'c' || n FROM generate_series(1, 2000) AS n;
  INSERT INTO public.orders (customer_id, total, document)
    SELECT 1 + n % 2000, n, jsonb_build_object('n', repeat('x', 20)) FROM generate_series(1, 20000) AS n;
  CREATE INDEX orders_total ON public.orders (total);
  CREATE INDEX orders_total_again ON public.orders (total);
  CREATE INDEX orders_document ON public.orders USING gin (document);
  CREATE INDEX orders_brin ON public.orders USING brin (id);
  CREATE INDEX orders_hash ON public.orders USING hash (customer_id);
  CREATE TABLE public.odd_indexes (a int, b text COLLATE "C", c int[]);
  CREATE INDEX ON public.odd_indexes (lower(b) text_pattern_ops DESC NULLS LAST) INCLUDE (a) WHERE a > 0;
  CREATE INDEX ON public.odd_indexes ((a + 1), b);
  CREATE UNLOGGED TABLE public.unlogged (a int PRIMARY KEY);
  CREATE TABLE public.no_columns ();
  CREATE TABLE public.no_autovacuum (a int) WITH (autovacuum_enabled = false, fillfactor = 70);
  INSERT INTO public.no_autovacuum SELECT generate_series(1, 20000);
  DELETE FROM public.no_autovacuum WHERE a % 2 = 0;
  CREATE TABLE public.parent (a int);
  CREATE TABLE public.child (b int) INHERITS (public.parent);
  CREATE TYPE public.pair AS (x int, y int);
  CREATE TABLE public.typed OF public.pair;
  CREATE TABLE public.guarded (a int);
  ALTER TABLE public.guarded ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`;

const partitions = `
  CREATE TABLE public.events (id bigserial, at timestamptz, customer_id bigint REFERENCES public.customers,
    PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE INDEX events_at ON public.events (at);
  CREATE INDEX events_customer ON public.events (customer_id, at);
  CREATE TABLE public.events_2025 PARTITION OF public.events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
    PARTITION BY HASH (id);
  CREATE TABLE public.events_2025_0 PARTITION OF public.events_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE public.events_2025_1 PARTITION OF public.events_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
  CREATE TABLE public.events_empty (LIKE public.events) PARTITION BY RANGE (at);
  CREATE TABLE public.marks (event_id bigint, event_at timestamptz,
    FOREIGN KEY (event_id, event_at) REFERENCES public.events);
  INSERT INTO public.events (at, customer_id)
    SELECT timestamptz '2025-06-01' + n * interval '1 day', 1 + n % 100 FROM generate_series(1, 5000) AS n;
  CREATE INDEX events_incomplete ON ONLY public.events (customer_id);`;

const sequences = (version: number): string => `
  CREATE TABLE public.small_ids (id smallserial PRIMARY KEY);
  CREATE TABLE public.narrow_ids (id int PRIMARY KEY DEFAULT nextval('public.orders_id_seq'));
  CREATE TABLE public.identities (a int GENERATED BY DEFAULT AS IDENTITY (START 100), b smallint GENERATED ALWAYS AS IDENTITY);
  SELECT setval('public.small_ids_id_seq', 32000);
  CREATE SEQUENCE public.never_called;
  CREATE SEQUENCE public.downwards INCREMENT -1 MINVALUE -100 MAXVALUE -1 START -1;
  SELECT setval('public.downwards', -95);
  CREATE SEQUENCE public.round_and_round AS smallint CYCLE CACHE 10;
  SELECT setval('public.round_and_round', 32767);
  CREATE SEQUENCE public.exhausted MAXVALUE 3;
  SELECT setval('public.exhausted', 3);
  CREATE SEQUENCE public.one_only MINVALUE 7 MAXVALUE 8 START 7;
  CREATE SEQUENCE public.whole_range MINVALUE -9223372036854775808 MAXVALUE 9223372036854775807 START 0 INCREMENT 1000;
  ${version >= 15 ? "CREATE UNLOGGED SEQUENCE public.unlogged_sequence;" : ""}`;

const views = `
  CREATE VIEW public.open_orders AS SELECT * FROM public.orders;
  CREATE MATERIALIZED VIEW public.totals AS SELECT customer_id, sum(total) AS total FROM public.orders GROUP BY 1;
  CREATE UNIQUE INDEX ON public.totals (customer_id);
  CREATE MATERIALIZED VIEW public.never_filled AS SELECT 1 AS one WITH NO DATA;
  CREATE FUNCTION public.broken() RETURNS int LANGUAGE sql AS 'SELECT 1/0';
  CREATE FOREIGN DATA WRAPPER nowhere;
  CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
  CREATE FOREIGN TABLE public.elsewhere (a int) SERVER nowhere;`;

/** hstore has no table; one that is made its own stands for those of extensions that have. */
const extensions = `
  CREATE SCHEMA "ext ""1""";
  CREATE EXTENSION pg_stat_statements SCHEMA "ext ""1""";
  GRANT USAGE ON SCHEMA "ext ""1""" TO PUBLIC;
  CREATE EXTENSION hstore;
  CREATE TABLE public.of_extension (a int PRIMARY KEY, b int REFERENCES public.of_extension);
  ALTER EXTENSION hstore ADD TABLE public.of_extension;
  CREATE TABLE public.with_hstore (h hstore);
  CREATE INDEX ON public.with_hstore USING gist (h);`;

function hostileTable(schema: string, name: string): string {
  const table = `${schema}.${pg.escapeIdentifier(name)}`;
  const column = pg.escapeIdentifier(`c ${name}`);
  return `
    CREATE TABLE ${table} (${column} serial PRIMARY KEY, "other ${name.replaceAll('"', '""')}" int REFERENCES ${table});
    CREATE INDEX ${pg.escapeIdentifier(`i1 ${name}`)} ON ${table} (${column});
    CREATE INDEX ${pg.escapeIdentifier(`i2 ${name}`)} ON ${table} (${column});
    INSERT INTO ${table} (${column}) SELECT generate_series(1, 10000);
    COMMENT ON TABLE ${table} IS ${pg.escapeLiteral(name)};`;
}

/** For this database only: the roles of a shared server are everybody's. */
async function settings(database: Database): Promise<void> {
  const name = pg.escapeIdentifier(database.name);
  const role = uniqueName('ro"le <b>');
  await database.login({ name: role });
  await database.query(`
    ALTER DATABASE ${name} SET log_min_duration_statement = '250ms';
    ALTER DATABASE ${name} SET idle_in_transaction_session_timeout = '1h';
    ALTER ROLE ${pg.escapeIdentifier(role)} IN DATABASE ${name} SET statement_timeout = '8s';
    ALTER ROLE ${pg.escapeIdentifier(role)} IN DATABASE ${name} SET lock_timeout = '1min';`);
}

/** As a failed CREATE INDEX CONCURRENTLY leaves it. */
async function leaveInvalidIndex(database: Database): Promise<void> {
  await database
    .query("CREATE UNIQUE INDEX CONCURRENTLY orders_failed ON public.orders ((id % 10))")
    .catch(() => undefined);
}
