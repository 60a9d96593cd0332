/** All checks at once on every PostgreSQL that they are made for, by logins with every, few and no rights. */
import assert from "node:assert/strict";
import type pg from "pg";
import { beforeAll, describe, it } from "vitest";
import { checks } from "../../src/checks/index.ts";
import { collectDatabase } from "../../src/collect/postgres/collect.ts";
import { evaluateAnswer, statusOf } from "../../src/core/evaluate/evaluate-check.ts";
import type { DatabaseEvidence } from "../../src/core/evidence.ts";
import type { CheckOutcome } from "../../src/core/finding.ts";
import { NO_SOURCES } from "../../src/core/sources.ts";
import { createEverything } from "../support/postgres/everything.ts";
import { VERSIONS } from "../support/postgres/installation.ts";
import { type Database, type Server, sharedServer, uniqueName } from "../support/postgres/postgres.ts";
import { splitStatements } from "../support/postgres/sql-text.ts";

/**
 * What may be unknown on a server that was started a moment ago. `window`: its counters are too young, which only
 * checks that rest on counters may say.
 */
const RESTS_ON_COUNTERS = new Set(checks.filter(({ window }) => window !== undefined).map(({ id }) => id));

/** pg_stat_statements is read by these; no other check may be unknown for its sake. */
const READ_STATEMENTS = ["query-statistics", "query-text-exposure", "slow-queries", "query-summary"];

type Unknown = NonNullable<CheckOutcome["unknown"]>;
type Evidence = DatabaseEvidence & { readonly reached: true };

/** Options of each check as the configuration would give them; what is not named is not configured. */
type Configured = Readonly<Record<string, Record<string, unknown>>>;

async function look(url: string, configured: Configured = {}): Promise<Evidence> {
  const evidence = await collectDatabase({
    url,
    ca: undefined,
    checks: checks.map((check) => ({ check, options: check.options.parse(configured[check.id] ?? {}) })),
    schemas: undefined,
    timeout: 60_000,
  });
  assert.ok(evidence.reached, "the database was not reached");
  return evidence;
}

function judgements(evidence: Evidence, configured: Configured = {}): Map<string, CheckOutcome> {
  const { server, windows } = evidence;
  return new Map(
    checks.map((check) => {
      const options = check.options.parse(configured[check.id] ?? {});
      const context = {
        options,
        priority: check.priority,
        server,
        windows,
        replicas: undefined,
        sources: NO_SOURCES,
        now: server.now,
      };
      const outcome =
        check.query === undefined
          ? check.evaluate([], context)
          : evaluateAnswer(check, evidence.answers.get(check.id), context);
      return [check.id, outcome];
    }),
  );
}

/** The statements that the server refused, and the rows that are not what the check says they are. */
function refusals(evidence: Evidence): string[] {
  return checks.flatMap((check) => {
    const { query } = check;
    if (query === undefined) return [];
    const answer = evidence.answers.get(check.id);
    if (answer === undefined) return [`${check.id} was not asked`];
    if ("error" in answer) return [`${check.id}: ${answer.error.code} ${answer.error.message}`];
    if ("outcome" in answer) return [];
    return answer.rows.flatMap((row) => {
      const read = query.row.safeParse(row);
      return read.success ? [] : [`${check.id}: ${JSON.stringify(row)}: ${read.error.message}`];
    });
  });
}

/** `check: reason, detail` of each unknown but those that are allowed. */
function unknowns(evidence: Evidence, isAllowed: (id: string, unknown: Unknown) => boolean): string[] {
  return [...judgements(evidence)].flatMap(([id, { unknown }]) =>
    unknown === undefined || isAllowed(id, unknown) ? [] : [`${id}: ${unknown.reason}, ${unknown.detail}`],
  );
}

const youngCounters = (id: string, { reason }: { readonly reason: string }): boolean =>
  reason === "window" && RESTS_ON_COUNTERS.has(id);

/** The small login is not allowed to read these: nothing that it must have to see statistics allows it. */
const NEEDS_A_GRANT = ["sequence-exhaustion"];

const isMendedByGrant = ({ reason, fix }: Unknown): boolean =>
  reason === "permission" && fix?.text.startsWith("GRANT ") === true;

/** The GRANTs that the unknowns name, each once. */
function grantsOf(evidence: Evidence): string[] {
  const fixes = [...judgements(evidence).values()].flatMap(({ unknown }) =>
    unknown !== undefined && isMendedByGrant(unknown) ? [unknown.fix?.text ?? ""] : [],
  );
  return [...new Set(fixes.flatMap(splitStatements))];
}

/** `status: reason` of a judgement. */
function standing(found: ReadonlyMap<string, CheckOutcome>, id: string): string {
  const outcome = found.get(id) ?? {};
  const check = checks.find((candidate) => candidate.id === id) ?? assert.fail(id);
  const reason = outcome.unknown?.reason ?? outcome.skipped?.reason;
  return [statusOf(outcome, check), ...(reason === undefined ? [] : [reason])].join(": ");
}

/** These look at nothing before somebody says what is to be there, or gives them a source beside the database. */
const WANT_CONFIGURATION = [
  "application-pool",
  "backups",
  "connection-pooling",
  "cron-jobs",
  "migrations",
  "monitoring-schedule",
  "performance-baseline",
  "review",
  "schema-changelog",
  "statement-timeout",
];

/** Declared, where there is neither a source nor pg_cron: its scheduler is Debian's alone here. */
const DECLARED: Configured = {
  backups: { pgbackrest: "backups.json" },
  "cron-jobs": { jobs: [{ name: "refresh" }] },
  "materialized-views": { views: [{ name: "public.totals", "refreshed-by": "refresh" }] },
  migrations: { tool: "supabase" },
};
const STANDING_OF_DECLARED = {
  backups: "unknown: error",
  "cron-jobs": "fail",
  // One that was never filled is a finding without being declared.
  "materialized-views": "fail: extension",
  migrations: "unknown: error",
};
/** Whether another database of the server has pg_cron is hidden from who holds nothing. */
const HIDDEN_FROM_STRANGERS = { ...STANDING_OF_DECLARED, "cron-jobs": "unknown: permission" };

const STRANGER = "a login with nothing but CONNECT";

/** Where the grants are tried out: the oldest and the newest. */
const GRANTING = [13, 18];

for (const version of VERSIONS) {
  describe(`on PostgreSQL ${version}`, () => {
    let server: Server;
    let database: Database;
    /** A session with a temporary table, in a transaction that waits. */
    let neighbour: pg.Client;

    beforeAll(async () => {
      server = await sharedServer(version);
      database = await createEverything(server);
      neighbour = await database.connect();
      await neighbour.query("CREATE TEMPORARY TABLE passing (id serial PRIMARY KEY, a int); BEGIN; SELECT 1");
    });

    const logins: Record<string, () => Promise<string> | string> = {
      "the small login": () => database.monitor(),
      "a superuser": () => database.url,
      [STRANGER]: () => database.stranger(),
    };
    for (const [name, url] of Object.entries(logins)) {
      it(`${name}: every statement is answered in the form that its check reads`, async () => {
        const evidence = await look(await url());
        assert.equal(Math.floor(evidence.server.versionNumber / 10_000), version);
        assert.deepEqual(refusals(evidence), []);
      });
    }

    it("the small login sees all but what young counters can't tell", async () => {
      assert.deepEqual(
        unknowns(
          await look(await database.monitor()),
          (id, unknown) =>
            youngCounters(id, unknown) || (NEEDS_A_GRANT.includes(id) && isMendedByGrant(unknown)),
        ),
        [],
      );
    });

    it("a superuser sees all but what young counters can't tell", async () => {
      assert.deepEqual(unknowns(await look(database.url), youngCounters), []);
    });

    it("what a login with nothing but CONNECT can't see is named, with the grant", async () => {
      const evidence = await look(await database.stranger());
      assert.deepEqual(
        unknowns(evidence, (id, unknown) => youngCounters(id, unknown) || isMendedByGrant(unknown)),
        [],
      );
      const blind = [...judgements(evidence).values()].filter(
        ({ unknown }) => unknown?.reason === "permission",
      );
      assert.ok(blind.length > 0, "a login without rights can't have seen everything");
    });

    it("the trouble that lies about is found, and hostile names come through whole", async () => {
      const found = judgements(await look(await database.monitor()));
      const keys = (id: string) => (found.get(id)?.findings ?? []).map(({ key }) => key);
      assert.ok(keys("invalid-indexes").includes("public.orders_failed"), String(keys("invalid-indexes")));
      assert.ok(keys("duplicate-indexes").some((key) => key.includes("line\nbreak ::error::")));
      const all = [...found.values()].flatMap(({ findings = [] }) => findings);
      assert.deepEqual(
        all.filter(({ key }) => /passing|of_extension/.test(key)).map(({ key }) => key),
        [],
        "temporary tables and those of extensions are nobody's to mend",
      );
    });

    it("what nobody configured is skipped, whoever looks", async () => {
      for (const url of Object.values(logins)) {
        const found = judgements(await look(await url()));
        const skipped = [...found.keys()].filter((id) => standing(found, id) === "skipped: not-configured");
        assert.deepEqual(skipped.sort(), WANT_CONFIGURATION);
      }
    });

    it("what is declared and can't be looked at is unknown, and never passes", async () => {
      for (const [name, url] of Object.entries(logins)) {
        const evidence = await look(await url(), DECLARED);
        assert.deepEqual(refusals(evidence), []);
        const found = judgements(evidence, DECLARED);
        assert.deepEqual(
          Object.fromEntries(Object.keys(DECLARED).map((id) => [id, standing(found, id)])),
          name === STRANGER ? HIDDEN_FROM_STRANGERS : STANDING_OF_DECLARED,
          name,
        );
      }
    });

    it("each finding has a key of its own", async () => {
      for (const [id, { findings = [] }] of judgements(await look(await database.monitor()))) {
        const keys = findings.map(({ key }) => key);
        assert.equal(new Set(keys).size, keys.length, `${id}: ${keys}`);
      }
    });

    it("an extension that was never updated is read by its old columns, or is said", async () => {
      const old = await server.createDatabase();
      await old.query("CREATE EXTENSION pg_stat_statements VERSION '1.7'");
      await old.query("SELECT count(*) FROM pg_catalog.pg_class");
      const evidence = await look(await old.monitor());
      assert.deepEqual(refusals(evidence), []);
      assert.deepEqual(
        unknowns(
          evidence,
          (id, unknown) =>
            youngCounters(id, unknown) || (READ_STATEMENTS.includes(id) && unknown.reason === "extension"),
        ),
        [],
      );
      const summary = judgements(evidence).get("query-summary");
      assert.ok((summary?.measurements ?? []).length > 0, JSON.stringify(summary));
    });

    it("a database without pg_stat_statements is told to create it, by nobody else than its readers", async () => {
      const without = await server.createDatabase();
      const evidence = await look(await without.monitor());
      assert.deepEqual(refusals(evidence), []);
      const missing = [...judgements(evidence)].filter(([, { unknown }]) => unknown?.reason === "extension");
      for (const [id] of missing) assert.ok(READ_STATEMENTS.includes(id), id);
      const outcome = judgements(evidence).get("query-statistics") as CheckOutcome;
      const check = checks.find(({ id }) => id === "query-statistics");
      assert.ok(check !== undefined && statusOf(outcome, check) !== "pass", JSON.stringify(outcome));
    });
  });
}

for (const version of GRANTING) {
  describe(`the grants that unknowns name, on PostgreSQL ${version}`, () => {
    it("given exactly, leave no right missing", async () => {
      const server = await sharedServer(version);
      const closed = await createEverything(server);
      await closed.query(`REVOKE USAGE ON SCHEMA "ext ""1""" FROM PUBLIC`);
      const login = await closed.login({ name: uniqueName('needs "grants"') });
      const grants = grantsOf(await look(login));
      assert.notDeepEqual(grants, []);
      for (const grant of grants) await closed.query(grant);
      const evidence = await look(login);
      assert.deepEqual(unknowns(evidence, youngCounters), []);
      assert.deepEqual(grantsOf(evidence), []);
    });
  });
}
