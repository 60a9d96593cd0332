/**
 * Builds a healthy database of a known size: what a run costs when there is nothing to find. Every number in it
 * follows from its size, so two builds are alike.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database, Server } from "../../test/support/postgres/postgres.ts";

export type Size = "small" | "medium" | "large";

/** performance-notes.md; each table has four indexes. */
export const TABLES: Record<Size, number> = { small: 50, medium: 1_000, large: 10_000 };

/** Just below pg_stat_statements.max (5,000), so that the runs' own statements push none out. */
const STATEMENTS = 4_900;
/** Together some 4 MB. */
const STATEMENT_LENGTH = 850;
const STATEMENTS_AT_ONCE = 490;

/** One table in twenty holds rows, of some 50 pages; the others are empty, as most tables of many tenants are. */
const WITH_ROWS = 20;
const ROWS = 2_500;

/** Few enough locks for one transaction. */
const TABLES_AT_ONCE = 100;
const BUILDERS = 2;

const PASSWORD = "bench";

export interface Fixture {
  readonly database: Database;
  /** The URL of the login that sql/setup/monitoring-role.sql makes. */
  readonly url: string;
}

/** Settings of the server that it is built on: nothing works beside the bench. */
export const SERVER_SETTINGS = { autovacuum_naptime: "1h", checkpoint_timeout: "1h", max_wal_size: "4GB" };

/** On a server of its own: the login `preflight` belongs to the whole server. */
export async function buildFixture(server: Server, size: Size): Promise<Fixture> {
  const database = await server.createDatabase({ name: `bench_${size}` });
  await database.query(`
    CREATE SCHEMA extensions;
    CREATE EXTENSION pg_stat_statements SCHEMA extensions;
    REVOKE SELECT ON extensions.pg_stat_statements, extensions.pg_stat_statements_info FROM PUBLIC;
    CREATE TABLE public.tenants (id bigint PRIMARY KEY, name text NOT NULL);
    INSERT INTO public.tenants SELECT n, 'tenant ' || n FROM generate_series(1, 100) AS n;`);
  await buildTables(database, TABLES[size]);
  await database.query(
    readFileSync(join(import.meta.dirname, "../../sql/setup/monitoring-role.sql"), "utf8"),
  );
  // After the role's file, which changes a row of the catalogue for each sequence.
  await database.query("VACUUM ANALYZE");
  await database.query(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);
  return { database, url: server.urlOf(database.name, "preflight", PASSWORD) };
}

async function buildTables(database: Database, count: number): Promise<void> {
  const starts = Array.from(
    { length: Math.ceil(count / TABLES_AT_ONCE) },
    (_, batch) => batch * TABLES_AT_ONCE + 1,
  );
  const build = async (): Promise<void> => {
    for (let from = starts.shift(); from !== undefined; from = starts.shift()) {
      await database.query(tablesFrom(from, Math.min(from + TABLES_AT_ONCE - 1, count)));
    }
  };
  await Promise.all(Array.from({ length: BUILDERS }, build));
}

function tablesFrom(first: number, last: number): string {
  // As a replica the rows' foreign keys are not checked, one by one. Each table refers to the one before it: were it
  // one table for all, its triggers alone would make the building slow.
  return `SET session_replication_role = replica;
    DO $$
    DECLARE
      name text;
      parent text := 'tenants';
    BEGIN
      FOR n IN ${first}..${last} LOOP
        name := 'orders_' || to_char(n, 'FM00000');
        EXECUTE format('CREATE TABLE public.%I (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id bigint NOT NULL REFERENCES public.%I,
          status text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), note text)', name, parent);
        parent := name;
        EXECUTE format('CREATE INDEX ON public.%I (tenant_id)', name);
        EXECUTE format('CREATE INDEX ON public.%I (created_at)', name);
        EXECUTE format('CREATE INDEX ON public.%I (status, tenant_id)', name);
        IF n % ${WITH_ROWS} = 0 THEN
          EXECUTE format('INSERT INTO public.%I (tenant_id, status, note)
            SELECT 1 + i %% 100, ''done'', repeat(''x'', 90) FROM generate_series(1, ${ROWS}) AS i', name);
        END IF;
      END LOOP;
    END $$`;
}

/**
 * Fills pg_stat_statements with shapes that only a server with many different statements has. They count for the
 * whole server, so once is enough for all its fixtures. Throws when it holds other than it should.
 */
export async function fillStatements({ database }: Fixture): Promise<void> {
  await database.query("SELECT extensions.pg_stat_statements_reset()");
  for (let first = 0; first < STATEMENTS; first += STATEMENTS_AT_ONCE) {
    const numbers = Array.from({ length: STATEMENTS_AT_ONCE }, (_, index) => first + index);
    await database.query(numbers.map(statement).join(";\n"));
  }
  await assertStatements({ database });
}

/** Throws when entries were pushed out of pg_stat_statements, or it is not as full as it shall be. */
export async function assertStatements({ database }: Pick<Fixture, "database">): Promise<void> {
  const [found] = await database.query(`
    SELECT (SELECT dealloc::int FROM extensions.pg_stat_statements_info) AS lost, count(*)::int AS entries,
      sum(length(query))::int AS characters FROM extensions.pg_stat_statements`);
  const isRight = found?.lost === 0 && found.entries >= STATEMENTS && found.characters >= STATEMENTS * 800;
  if (!isRight) throw new Error(`pg_stat_statements is not as the bench needs it: ${JSON.stringify(found)}`);
}

/** Constants and names of columns make no difference to pg_stat_statements; the functions called do. */
function statement(number: number): string {
  const BITS = 13;
  const shape = Array.from({ length: BITS }, (_, bit) =>
    (number >> bit) & 1 ? "length(name)" : "ascii(name)",
  );
  const text = `SELECT ${shape.join(", ")} FROM public.tenants WHERE id = 1`;
  const pad = "which application code builds and nobody reads ".repeat(20);
  return `${text} /* ${pad.slice(0, STATEMENT_LENGTH - text.length)} */ AND name <> ''`;
}
