/**
 * Failed responses of pg_net, beside the real pg_cron. pg_net itself can't be installed here: its table is made as its script
 * makes it (supabase/pg_net, sql/pg_net.sql: unlogged, in the schema net, readable by everybody), as Supabase owns it, and
 * entered as an extension's by hand.
 */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { preflightLogin, startCron } from "../../../test/support/postgres/cron.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import type { Database, OwnServer } from "../../../test/support/postgres/postgres.ts";
import type { KnownRelation } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import check from "./check.ts";
import { refreshing } from "./refreshing.ts";

const cronOnly = needs("postgresql-15", "pg_cron");

const TABLE = `
  CREATE ROLE supabase_admin SUPERUSER; CREATE ROLE anon;
  CREATE SCHEMA net AUTHORIZATION supabase_admin;
  CREATE UNLOGGED TABLE net._http_response (id bigint, status_code integer, content_type text, headers jsonb, content text,
    timed_out bool, error_msg text, created timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON net._http_response (created);
  ALTER TABLE net._http_response OWNER TO supabase_admin;
  GRANT USAGE ON SCHEMA net TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA net TO PUBLIC;`;

const EXTENSION = `
  CREATE SCHEMA extensions; SET allow_system_table_mods = on;
  INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  VALUES (90001, 'pg_net', 'supabase_admin'::regrole, 'extensions'::regnamespace, false, '0.19.5');
  RESET allow_system_table_mods;
  ALTER EXTENSION pg_net ADD SCHEMA net; ALTER EXTENSION pg_net ADD TABLE net._http_response;`;

describe("failed responses of pg_net", cronOnly, () => {
  let server: OwnServer;
  let database: Database;
  let preflight: string;

  const look = () => examine(check, database, { url: preflight });
  const respond = (status: number | null, responses: number, ago = "1 min", timedOut = false) =>
    database.query(
      `INSERT INTO net._http_response (id, status_code, headers, content, timed_out, error_msg, created)
       SELECT 1, $1::int, '{"x": "hunter2"}', 'hunter2', $4::bool, 'hunter2', now() - $3::interval FROM generate_series(1, $2::int)`,
      [status, responses, ago, timedOut],
    );

  beforeAll(async () => {
    ({ server, database } = await startCron());
    await database.query("SELECT cron.schedule('call', '0 0 1 1 *', 'SELECT 1')");
    preflight = await preflightLogin(database);
    await database.query(TABLE);
  });
  afterAll(() => server.remove());

  it("are not looked for in a table of that name that is not the extension's", async () => {
    await preflightLogin(database);
    const [views] = await database.query("SELECT to_regclass('preflight.http_responses') AS view");
    assert.deepEqual(views, { view: null });
    assert.equal((await look()).skipped?.reason, "not-configured");
    await database.query(EXTENSION);
  });

  it("are unknown until the file has made the view that counts them", async () => {
    const { unknown } = await look();
    assert.equal(unknown?.reason, "permission");
    assert.match(unknown?.detail ?? "", /^Whether the requests of pg_net failed was not read/);
    assert.match(unknown?.fix?.text ?? "", /Run sql\/setup\/monitoring-role\.sql as postgres|as a superuser/);
    await preflightLogin(database);
    assert.equal((await look()).skipped?.reason, "not-configured");

    const monitor = await database.monitor();
    await database.query(
      `GRANT USAGE ON SCHEMA preflight TO ${new URL(monitor).username};
       GRANT SELECT ON preflight.cron_jobs, preflight.cron_runs TO ${new URL(monitor).username}`,
    );
    const other = await examine(check, database, { url: monitor });
    await database.query(other.unknown?.fix?.text ?? "");
    assert.equal((await examine(check, database, { url: monitor })).unknown, undefined);
  });

  it("show the monitoring role counts by status alone, and others nothing", async () => {
    await database.query("REVOKE ALL ON net._http_response FROM PUBLIC");
    const client = await database.connect(preflight);
    try {
      await assert.rejects(client.query("SELECT content FROM net._http_response"), { code: "42501" });
      const { fields } = await client.query("SELECT * FROM preflight.http_responses");
      assert.deepEqual(
        fields.map(({ name }) => name),
        ["status_code", "timed_out", "responses", "oldest"],
      );
    } finally {
      await client.end();
    }
    const [rights] = await database.query(
      "SELECT has_table_privilege('anon', 'preflight.http_responses', 'select') AS anon, has_schema_privilege('public', 'preflight', 'usage') AS all",
    );
    assert.deepEqual(rights, { anon: false, all: false });
  });

  it("are no finding while some of many fail now and then", async () => {
    await respond(200, 30, "5 h");
    await respond(302, 1);
    await respond(500, 2);
    assert.equal((await look()).skipped?.reason, "not-configured");
  });

  it("are one finding with their statuses when they fail again and again, whatever the run of the job says", async () => {
    await respond(401, 10);
    await respond(null, 2, "2 min", true);
    await respond(null, 1, "2 min");
    const outcome = await look();
    assert.equal(outcome.findings?.length, 1);
    const [finding] = outcome.findings ?? [];
    assert.equal(finding?.priority, "medium");
    assert.equal(
      finding?.message,
      "15 of 46 responses that pg_net retained of the last 5 hours failed (401: 10, 500: 2, no response: 1, timed out: 2); pg_net does not record which job or trigger sent them.",
    );
    assert.doesNotMatch(JSON.stringify(outcome), /hunter2/);
    assert.equal((await database.query(finding?.fix?.sql ?? "")).length, 15);
    const result = { check: check.id, title: "", status: "fail", findings: outcome.findings } as never;
    assert.equal(refreshing(result, undefined as never, []).status, "unknown", "no evidence about a job");

    await database.query("DELETE FROM net._http_response");
    assert.equal((await look()).findings, undefined);
    await respond(404, 1);
    assert.match((await look()).findings?.[0]?.message ?? "", /^1 of 1 response that pg_net/);
  });

  it("are not read on a standby, which has no rows of an unlogged table and refuses to read it", () => {
    const relation = (name: string): KnownRelation =>
      ({
        schema: "preflight",
        name,
        quotedSchema: "preflight",
        schemaUsable: true,
        columns: [],
        readable: [],
      }) as never;
    const knownRelations = ["cron_jobs", "cron_runs", "http_responses"].map(relation);
    for (const inRecovery of [false, true]) {
      const extensions = { pg_net: { version: "0.19.5", schema: "extensions", schemaUsable: true } };
      const { server: facts, options } = contextOf(check, {
        server: { knownRelations, inRecovery, extensions },
      });
      const query = check.query.statement(facts, options);
      const statement = "statement" in query ? query.statement : "";
      assert.equal(statement, sql[inRecovery ? "cron-jobs" : "cron-jobs.responses"]);
    }
  });

  it("the view stands in the way of DROP EXTENSION, and goes as the page says", async () => {
    const dependent = () =>
      database.query(
        "SELECT FROM pg_depend WHERE refobjid = 'net._http_response'::regclass AND classid = 'pg_rewrite'::regclass",
      );
    assert.ok((await dependent()).length > 0);
    await database.query("DROP VIEW preflight.http_responses");
    assert.equal((await dependent()).length, 0);
    assert.equal((await look()).unknown?.reason, "permission");
  });
});
