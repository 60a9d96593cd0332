/** Relations of a role that nobody trusts, each of which runs that role's code when it is read by its name. */

/** The role that sets the traps: CREATE on the database and on schema public, and nothing else. */
export const MALLORY = "mallory";

/** What the trap's function writes into the server's log, wherever it runs: in a read-only transaction, while planning. */
export const RAN = "THE TRAP RAN";

/** Made by mallory. IMMUTABLE, so that the planner evaluates it too. */
export const TRAP_FUNCTION = `
  CREATE FUNCTION public.trap(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
  BEGIN RAISE LOG '${RAN} as % (%)', current_user, $1; RETURN $1; END $$;`;

/** What the check `migrations` sends for such a table without the gate. */
export const PLAIN_READ = "SELECT m.version::text FROM public.schema_migrations AS m ORDER BY m.version";

export interface Trap {
  readonly name: string;
  /** Run by mallory, after TRAP_FUNCTION. */
  readonly sql: string;
  /** Run by a superuser after that. */
  readonly bySuperuser?: string;
  /** A statement that runs the trap. Absent where PostgreSQL of this version evaluates nothing: then it is a second fence. */
  readonly plainRead?: string;
  /** Of the sentence that says why it was not read. */
  readonly reason: RegExp;
  readonly since?: number;
  readonly until?: number;
}

const TABLE = "CREATE TABLE public.schema_migrations (version text PRIMARY KEY);";

export const TRAPS: readonly Trap[] = [
  {
    name: "a view",
    sql: "CREATE VIEW public.schema_migrations AS SELECT public.trap('1') AS version;",
    plainRead: PLAIN_READ,
    reason: /it is a view, and its owner mallory/,
  },
  {
    name: "a view that is a security barrier",
    sql: "CREATE VIEW public.schema_migrations WITH (security_barrier) AS SELECT public.trap('1') AS version;",
    plainRead: PLAIN_READ,
    reason: /it is a view/,
  },
  {
    name: "a composite type with a cast of its own",
    sql: `CREATE TYPE public.pair AS (v text);
      CREATE FUNCTION public.cast_pair(public.pair) RETURNS text LANGUAGE sql AS $$ SELECT public.trap(($1).v) $$;
      CREATE CAST (public.pair AS text) WITH FUNCTION public.cast_pair(public.pair);
      CREATE TABLE public.schema_migrations (version public.pair);
      INSERT INTO public.schema_migrations VALUES (ROW('1'));`,
    plainRead: PLAIN_READ,
    reason: /a column with a type that is not PostgreSQL's own/,
  },
  {
    name: "an enum with a cast of its own",
    sql: `CREATE TYPE public.version AS ENUM ('1');
      CREATE FUNCTION public.cast_version(public.version) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('enum') $$;
      CREATE CAST (public.version AS text) WITH FUNCTION public.cast_version(public.version);
      CREATE TABLE public.schema_migrations (version public.version);
      INSERT INTO public.schema_migrations VALUES ('1');`,
    plainRead: PLAIN_READ,
    reason: /a column with a type that is not PostgreSQL's own/,
  },
  {
    name: "an array of a composite type with a cast of its own",
    sql: `CREATE TYPE public.pair AS (v text);
      CREATE FUNCTION public.cast_pairs(public.pair[]) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('array') $$;
      CREATE CAST (public.pair[] AS text) WITH FUNCTION public.cast_pairs(public.pair[]);
      CREATE TABLE public.schema_migrations (version public.pair[]);
      INSERT INTO public.schema_migrations VALUES (ARRAY[ROW('1')]::public.pair[]);`,
    plainRead: PLAIN_READ,
    reason: /a column with a type that is not PostgreSQL's own/,
  },
  {
    name: "a row type of PostgreSQL's",
    sql: "CREATE TABLE public.schema_migrations (version pg_catalog.pg_am);",
    reason: /a column with a type that is not a base type/,
  },
  {
    name: "a domain with a CHECK",
    sql: `CREATE DOMAIN public.version AS text CHECK (public.trap(VALUE) IS NOT NULL);
      CREATE TABLE public.schema_migrations (version public.version);
      INSERT INTO public.schema_migrations VALUES ('1');`,
    // Reading it evaluates no CHECK.
    reason: /a column with a type that is not PostgreSQL's own/,
  },
  {
    name: "an index on an expression",
    sql: `${TABLE} CREATE INDEX ON public.schema_migrations ((public.trap('index') || version));`,
    plainRead: PLAIN_READ,
    reason: /it has an index on an expression, and its owner mallory/,
  },
  {
    name: "an index with a predicate",
    sql: `${TABLE} CREATE INDEX ON public.schema_migrations (version) WHERE public.trap('predicate') IS NOT NULL;`,
    plainRead: PLAIN_READ,
    reason: /an index with a predicate/,
  },
  {
    name: "extended statistics on an expression",
    sql: `${TABLE} CREATE STATISTICS public.on_expression ON (public.trap('statistics') || version) FROM public.schema_migrations;`,
    plainRead: PLAIN_READ,
    reason: /extended statistics on an expression/,
    since: 14,
  },
  {
    name: "a CHECK constraint with constraint_exclusion = on",
    sql: `CREATE TABLE public.schema_migrations (version text CHECK (public.trap('check') IS NOT NULL));`,
    bySuperuser: "ALTER ROLE ALL SET constraint_exclusion = on;",
    plainRead: "SELECT m.version::text FROM public.schema_migrations AS m WHERE m.version > ''",
    reason: /a CHECK constraint/,
  },
  {
    name: "a stored generated column",
    sql: `CREATE TABLE public.schema_migrations (version text GENERATED ALWAYS AS (public.trap('generated')) STORED);`,
    reason: /a generated column/,
  },
  {
    name: "a virtual generated column",
    sql: `CREATE TABLE public.schema_migrations (version text GENERATED ALWAYS AS ('a' || 'b') VIRTUAL);`,
    reason: /a generated column/,
    since: 18,
  },
  {
    name: "a rule that makes a table a view",
    sql: `CREATE TABLE public.schema_migrations (version text);
      CREATE RULE "_RETURN" AS ON SELECT TO public.schema_migrations DO INSTEAD SELECT public.trap('rule') AS version;`,
    plainRead: PLAIN_READ,
    reason: /it is a view/,
    until: 15,
  },
  {
    name: "a rule",
    sql: `${TABLE} CREATE RULE on_insert AS ON INSERT TO public.schema_migrations DO ALSO SELECT public.trap('rule');`,
    reason: /a rule/,
  },
  {
    name: "row-level security",
    sql: `${TABLE} ALTER TABLE public.schema_migrations ENABLE ROW LEVEL SECURITY;
      ALTER TABLE public.schema_migrations FORCE ROW LEVEL SECURITY;
      CREATE POLICY all_of_them ON public.schema_migrations USING (public.trap('policy') IS NOT NULL);`,
    // A superuser is above policies.
    reason: /row-level security/,
  },
  {
    name: "an inheritance child",
    sql: `CREATE TABLE public.schema_migrations (version text);
      CREATE TABLE public.child () INHERITS (public.schema_migrations);
      CREATE INDEX ON public.child ((public.trap('child') || version));`,
    plainRead: PLAIN_READ,
    reason: /an inheritance child/,
  },
  {
    name: "a partitioned table",
    sql: `CREATE TABLE public.schema_migrations (version text) PARTITION BY LIST (version);
      CREATE TABLE public.part PARTITION OF public.schema_migrations DEFAULT;
      CREATE INDEX ON public.part ((public.trap('partition') || version));`,
    plainRead: PLAIN_READ,
    reason: /it is a partitioned table/,
  },
  {
    name: "a superuser's table with a partition of another owner",
    sql: `CREATE TABLE public.schema_migrations (version text) PARTITION BY LIST (version);
      CREATE TABLE public.part PARTITION OF public.schema_migrations DEFAULT;
      CREATE INDEX ON public.part ((public.trap('partition') || version));`,
    bySuperuser: "ALTER TABLE public.schema_migrations OWNER TO CURRENT_USER;",
    plainRead: PLAIN_READ,
    reason: /the owner of its partition mallory/,
  },
  {
    name: "an operator class of an extension, with a function of mallory's",
    sql: `CREATE TABLE public.schema_migrations (version text);
      CREATE FUNCTION public.compare(text, text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
        $$ BEGIN PERFORM public.trap('operator class'); RETURN pg_catalog.bttextcmp($1, $2); END $$;`,
    bySuperuser: `CREATE OPERATOR CLASS public.strange FOR TYPE text USING btree AS
        OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 public.compare(text, text);
      CREATE INDEX ON public.schema_migrations (version public.strange);`,
    reason: /an access method or operator class of an extension/,
  },
  {
    name: "a superuser's view in a schema of another owner",
    sql: `CREATE SCHEMA app; CREATE VIEW public.schema_migrations AS SELECT public.trap('1') AS version;`,
    bySuperuser: `ALTER VIEW public.schema_migrations SET SCHEMA app; ALTER VIEW app.schema_migrations OWNER TO CURRENT_USER;
      GRANT USAGE ON SCHEMA app TO PUBLIC; GRANT SELECT ON app.schema_migrations TO PUBLIC;`,
    plainRead: PLAIN_READ.replace("public.", "app."),
    reason: /the owner of its schema mallory/,
  },
  {
    name: "a superuser's view over mallory's table, which gets an index on an expression",
    sql: `CREATE SCHEMA app; CREATE TABLE app.ledger (version text); GRANT USAGE ON SCHEMA app TO PUBLIC;
      CREATE INDEX ON app.ledger ((public.trap('index') || version));`,
    bySuperuser: "CREATE VIEW public.schema_migrations AS SELECT version FROM app.ledger;",
    plainRead: PLAIN_READ,
    reason: /it is a view, and the owner of its underlying (table or view|function) mallory/,
  },
  {
    name: "a superuser's view over mallory's view",
    sql: "CREATE VIEW public.behind AS SELECT '1'::text AS version;",
    bySuperuser: `CREATE VIEW public.schema_migrations AS SELECT version FROM public.behind;
      SET ROLE ${MALLORY}; CREATE OR REPLACE VIEW public.behind AS SELECT public.trap('behind') AS version; RESET ROLE;`,
    plainRead: PLAIN_READ,
    reason: /the owner of its underlying (table or view|function) mallory/,
  },
  {
    name: "a superuser's view over mallory's function",
    sql: "SELECT 1;",
    bySuperuser: "CREATE VIEW public.schema_migrations AS SELECT public.trap('function') AS version;",
    plainRead: PLAIN_READ,
    reason: /the owner of its underlying function mallory/,
  },
  {
    name: "a superuser's table with a type of mallory's, which gets a cast",
    sql: `CREATE TYPE public.version AS ENUM ('1');
      CREATE FUNCTION public.cast_version(public.version) RETURNS text LANGUAGE sql AS $$ SELECT public.trap('enum') $$;
      CREATE CAST (public.version AS text) WITH FUNCTION public.cast_version(public.version);`,
    bySuperuser: `CREATE TABLE public.schema_migrations (version public.version);
      INSERT INTO public.schema_migrations VALUES ('1');`,
    plainRead: PLAIN_READ,
    reason: /the owner of its underlying type mallory/,
  },
  {
    name: "a superuser's table with an index on mallory's function",
    sql: "SELECT 1;",
    bySuperuser: `${TABLE} CREATE INDEX ON public.schema_migrations ((public.trap('index') || version));`,
    plainRead: PLAIN_READ,
    reason: /the owner of its underlying function mallory/,
  },
  {
    name: "a superuser's table with a CHECK that calls mallory's operator",
    sql: `CREATE FUNCTION public.same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT public.trap($1) = $2 $$;
      CREATE OPERATOR public.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = public.same);`,
    bySuperuser: `CREATE TABLE public.schema_migrations (version text CHECK (version OPERATOR(public.===) version));
      ALTER ROLE ALL SET constraint_exclusion = on;`,
    reason: /the owner of its underlying (function|operator) mallory/,
  },
  {
    name: "a view that is a member of an extension of its owner's",
    sql: `CREATE EXTENSION hstore; CREATE VIEW public.schema_migrations AS SELECT public.trap('1') AS version;
      ALTER EXTENSION hstore ADD VIEW public.schema_migrations;`,
    plainRead: PLAIN_READ,
    reason: /it is a view, and (its owner|the owner of its extension) mallory/,
  },
  {
    name: "a superuser's view that is a member of an extension of another owner",
    sql: `CREATE EXTENSION hstore; CREATE VIEW public.schema_migrations AS SELECT public.trap('1') AS version;
      ALTER EXTENSION hstore ADD VIEW public.schema_migrations;`,
    bySuperuser: "ALTER VIEW public.schema_migrations OWNER TO CURRENT_USER;",
    plainRead: PLAIN_READ,
    reason: /the owner of its extension mallory/,
  },
];

export interface Harmless {
  readonly name: string;
  readonly sql: string;
  readonly bySuperuser?: string;
  readonly versions: readonly string[];
}

/** What an untrusted owner may put into a table without any of it running when the table is read. */
export const HARMLESS: readonly Harmless[] = [
  {
    name: "a default, a trigger and a foreign key",
    sql: `CREATE TABLE public.other (version text PRIMARY KEY); INSERT INTO public.other VALUES ('1');
      CREATE TABLE public.schema_migrations (version text DEFAULT public.trap('default') REFERENCES public.other);
      INSERT INTO public.schema_migrations VALUES ('1');
      CREATE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM public.trap('trigger'); RETURN NULL; END $$;
      CREATE TRIGGER fire AFTER INSERT OR UPDATE OR DELETE ON public.schema_migrations EXECUTE FUNCTION public.fire();`,
    versions: ["1"],
  },
  {
    name: "a schema whose name is a part of the statement",
    sql: `CREATE SCHEMA ":columns $& :table"; CREATE TABLE ":columns $& :table".schema_migrations (version text);
      INSERT INTO ":columns $& :table".schema_migrations VALUES ('1');
      GRANT USAGE ON SCHEMA ":columns $& :table" TO PUBLIC;
      GRANT SELECT ON ":columns $& :table".schema_migrations TO PUBLIC;`,
    versions: ["1"],
  },
  {
    name: "a collation of its own",
    sql: `CREATE COLLATION public.strange FROM "C";
      CREATE TABLE public.schema_migrations (version text COLLATE public.strange PRIMARY KEY);
      INSERT INTO public.schema_migrations VALUES ('1');`,
    versions: ["1"],
  },
  {
    name: "values that COPY escapes, and long ones in TOAST",
    sql: `CREATE TABLE public.schema_migrations (version text);
      ALTER TABLE public.schema_migrations ALTER version SET STORAGE EXTERNAL;
      INSERT INTO public.schema_migrations VALUES (E'a\\tb\\nc\\\\N\\\\.\\r'), (repeat('1', 5000)), ('\\N'), ('');`,
    versions: ["a\tb\nc\\N\\.\r", "1".repeat(5000), "\\N", ""],
  },
];
