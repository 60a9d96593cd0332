import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { FixKind } from "../../../core/finding.ts";
import { describeFix } from "./fix-kind.ts";

const KINDS: Readonly<Record<FixKind, readonly string[]>> = {
  together: [
    "ALTER ROLE app SET statement_timeout = '30s';",
    "ALTER DATABASE app SET log_statement = 'ddl'; ALTER ROLE ALL SET log_statement = 'ddl'",
    "GRANT pg_monitor TO me; REVOKE ALL ON public.a FROM PUBLIC;",
    "ANALYZE public.a;",
    "CREATE EXTENSION IF NOT EXISTS pg_cron WITH SCHEMA pg_catalog;",
    "ALTER EXTENSION pg_stat_statements UPDATE;",
    "ALTER SEQUENCE public.s AS bigint NO MAXVALUE;",
    "ALTER TABLE public.a RESET (autovacuum_enabled), SET (autovacuum_vacuum_scale_factor = 0.2);",
    "ALTER MATERIALIZED VIEW public.a SET (autovacuum_enabled = on)",
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;",
    "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d NOT VALID;",
    "ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX i;",
    "ALTER TABLE a ADD COLUMN wide_id bigint;",
    "CREATE INDEX ON ONLY public.p (a); ALTER INDEX public.i ATTACH PARTITION public.j;",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY public.v;",
    "SELECT pg_reload_conf();",
    "SELECT runid FROM cron.job_run_details WHERE jobid = 1 ORDER BY runid DESC LIMIT 5;",
    "SELECT cron.schedule('refresh', '*/5 * * * *', 'REFRESH MATERIALIZED VIEW v');",
    "SELECT cron.alter_job(1, command := 'what is no SQL');",
    "SHOW shared_preload_libraries;",
    'ALTER ROLE U&"a\\000ab" SET statement_timeout = 1',
    "-- DROP TABLE a;\nANALYZE a; /* VACUUM FULL a; */",
  ],
  alone: [
    "CREATE INDEX CONCURRENTLY ON public.a (b);",
    "REINDEX INDEX CONCURRENTLY public.i;",
    "VACUUM (ANALYZE) public.a;",
    "VACUUM (FREEZE) a",
    "ALTER SYSTEM SET autovacuum = on;\nSELECT pg_reload_conf();",
    "ALTER TABLE a VALIDATE CONSTRAINT c;",
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID; ALTER TABLE a VALIDATE CONSTRAINT c;",
    "COMMIT PREPARED 'x'",
    "BEGIN; ANALYZE a; COMMIT;",
    "-- Restart the server.",
    "-- Put the columns in place:\n-- CREATE UNIQUE INDEX CONCURRENTLY ON v (…);",
  ],
  window: [
    "ALTER TABLE public.a ALTER COLUMN b TYPE bigint;",
    "BEGIN; ALTER TABLE public.a ALTER COLUMN b TYPE bigint; ALTER SEQUENCE s AS bigint; COMMIT;",
    "ALTER TABLE a SET (fillfactor = 70), ALTER b SET NOT NULL",
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);",
    "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES d;",
    "ALTER TABLE a ADD PRIMARY KEY (b);",
    "ALTER TABLE a ADD COLUMN b int DEFAULT random();",
    "ALTER TABLE p ATTACH PARTITION a FOR VALUES IN (1)",
    "CREATE INDEX ON public.a (b);",
    "CREATE UNIQUE INDEX i ON a (b)",
    "REINDEX INDEX public.i;",
    "REINDEX TABLE a",
    "VACUUM (FULL, ANALYZE) a;",
    "VACUUM FULL a;",
    "CLUSTER a USING i;",
    "REFRESH MATERIALIZED VIEW public.v;",
    "ALTER TABLE a SET UNLOGGED;",
    "VACUUM a; REINDEX TABLE b;",
  ],
  destructive: [
    "DROP INDEX CONCURRENTLY public.i;",
    "DROP INDEX public.i",
    "CREATE INDEX CONCURRENTLY ON a (b); DROP INDEX i;",
    "TRUNCATE a",
    "DELETE FROM a WHERE b < now();",
    "WITH gone AS (DELETE FROM a RETURNING b) SELECT count FROM gone",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = 1;",
    "SELECT pg_catalog.pg_cancel_backend(1)",
    "SELECT pg_drop_replication_slot('s');",
    "SELECT cron.unschedule(1)",
    "SELECT cron.schedule('purge', '30 3 * * *', 'DELETE FROM cron.job_run_details');",
    "SELECT cron.alter_job(1, command := $$SELECT 1; DROP TABLE a$$)",
    "-- If the application decided to commit it, use COMMIT PREPARED.\nROLLBACK PREPARED 'x';",
    "ALTER TABLE a DROP COLUMN b;",
    "ALTER TABLE a DROP CONSTRAINT b;",
    "DROP OWNED BY a",
    "REFRESH MATERIALIZED VIEW v WITH NO DATA",
    // What is not understood.
    "SELECT a_function_that_is_not_known()",
    "ALTER TABLE a RENAME TO b",
    "DO $$ BEGIN NULL; END $$",
    "SELECT 1 INTO a",
    "UPDATE a SET b = 1",
    "this is no SQL",
    `SELECT ${"(".repeat(50_000)}1`,
  ],
};

describe("the kind of a fix", () => {
  for (const [kind, fixes] of Object.entries(KINDS)) {
    it(`is ${kind} by its statements`, async () => {
      const found = await Promise.all(fixes.map(async (fix) => [fix, (await describeFix(fix)).kind]));
      assert.deepEqual(
        found,
        fixes.map((fix) => [fix, kind]),
      );
    });
  }

  it("says what can't run in a transaction, whatever the kind, and counts statements", async () => {
    const facts = async (fix: string) => {
      const { standsAlone, statements } = await describeFix(fix);
      return [standsAlone, statements];
    };
    assert.deepEqual(await facts("DROP INDEX CONCURRENTLY a;"), [true, 1]);
    assert.deepEqual(await facts("DROP INDEX a; -- one; two;"), [false, 1]);
    assert.deepEqual(await facts("VACUUM FULL a; ANALYZE b;"), [true, 2]);
    assert.deepEqual(await facts("ALTER TABLE a VALIDATE CONSTRAINT c"), [false, 1]);
    assert.deepEqual(await facts("ROLLBACK PREPARED ';'"), [true, 1]);
    assert.deepEqual(await facts("-- Restart the server;"), [false, 0]);
  });
});
