/** The two published schemas: what a real run reports, and what people write into the configuration. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readRunContext } from "../../src/action/context.ts";
import { checks } from "../../src/checks/index.ts";
import { collectDatabase } from "../../src/collect/postgres/collect.ts";
import { resolveConfig } from "../../src/config/resolve.ts";
import { configSchema } from "../../src/config/schema.ts";
import { UNKNOWN_REASONS } from "../../src/core/finding.ts";
import { type Report, reportSchema } from "../../src/core/report.ts";
import { NO_SOURCES } from "../../src/core/sources.ts";
import { evaluate } from "../../src/run/evaluate.ts";
import { aFail, aFinding, aReport } from "../support/builders/report.ts";
import { readInputs } from "../support/github/toolkit.ts";
import { createEverything } from "../support/postgres/everything.ts";
import { sharedServer } from "../support/postgres/postgres.ts";

const root = join(import.meta.dirname, "../..");

/** As an editor and a reader of reports load it: from the committed file. */
function validator(file: string) {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false });
  addFormats.default(ajv);
  const schema = JSON.parse(readFileSync(join(root, "schema", file), "utf8")) as { $schema: string };
  assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
  const validate = ajv.compile(schema);
  return (value: unknown): string => (validate(value) ? "" : ajv.errorsText(validate.errors));
}

describe("schema/report.schema.json", () => {
  const problems = validator("report.schema.json");

  async function reportOf(url: string): Promise<Report> {
    const inputs = readInputs({ "INPUT_DATABASE-URL": url, INPUT_TARGET: "schema test" });
    const runner = readRunContext({ GITHUB_WORKSPACE: tmpdir(), GITHUB_EVENT_NAME: "schedule" });
    const settings = await resolveConfig(inputs, runner, { text: null, notices: [] });
    const evidence = await collectDatabase({
      url,
      ca: undefined,
      checks: settings.checks,
      schemas: settings.schemas,
      timeout: settings.timeout,
    });
    const startedAt = Date.now();
    return evaluate(settings, evidence, NO_SOURCES, { toolVersion: "1.0.0", startedAt, durationMs: 840 });
  }

  function assertValid(report: Report): void {
    // What is written to the file: undefined and the like are gone.
    const written: unknown = JSON.parse(JSON.stringify(report));
    assert.deepEqual(
      reportSchema.parse(written),
      written,
      "nothing is in it that the schema does not tell of",
    );
    assert.equal(problems(written), "");
  }

  it("is met by a real run's report: findings, unknowns, measurements", async () => {
    const database = await createEverything(await sharedServer());
    const report = await reportOf(await database.stranger());
    assertValid(report);
    assert.equal(report.results.length, checks.length);
    const kinds = new Set(report.results.flatMap((result) => Object.keys(result)));
    for (const kind of ["findings", "unknown", "measurements"]) assert.ok(kinds.has(kind), kind);
  });

  it("is met by the report on a database that was not reached", async () => {
    const report = await reportOf("postgres://nobody@127.0.0.1:1/nowhere");
    assertValid(report);
    assert.equal(report.server, null);
    assert.match(report.unreachable ?? "", /\S/);
  });

  it("refuses what is no report, as the zod schema does", () => {
    const good = aReport({ results: [aFail([aFinding()])] });
    const [result] = good.results;
    const bad: Record<string, unknown> = {
      "another version": { ...good, schemaVersion: 2 },
      "no results": { ...good, results: undefined },
      "a status that does not exist": { ...good, results: [{ ...result, status: "green" }] },
      "a finding without a key": {
        ...good,
        results: [{ ...result, findings: [{ ...aFinding(), key: undefined }] }],
      },
      "a fact that is an object": {
        ...good,
        results: [{ ...result, findings: [{ ...aFinding(), facts: { table: {} } }] }],
      },
      "a time that is none": { ...good, startedAt: "yesterday" },
      "an unknown without a reason": { ...good, results: [{ ...result, unknown: { detail: "x" } }] },
      "a reason that does not exist": {
        ...good,
        results: [{ ...result, unknown: { reason: "mood", detail: "x" } }],
      },
    };
    assert.equal(problems(JSON.parse(JSON.stringify(good))), "");
    for (const [what, report] of Object.entries(bad)) {
      const written: unknown = JSON.parse(JSON.stringify(report));
      assert.notEqual(problems(written), "", what);
      assert.equal(reportSchema.safeParse(written).success, false, what);
    }
    for (const reason of UNKNOWN_REASONS) {
      const report = { ...good, results: [{ ...result, unknown: { reason, detail: "x" } }] };
      assert.equal(problems(report), "", reason);
    }
  });
});

describe("schema/pg-preflight.schema.json", () => {
  const problems = validator("pg-preflight.schema.json");
  const accepts = (config: unknown): boolean => configSchema.safeParse(config).success;

  const good = [
    "{}",
    "schemas: [public, app]",
    "policy: { unknown: warn, timeout: 90s }",
    "policy: { timeout: 1.5 min }",
    "policy: { timeout: ' 2  min' }",
    "replicas: none",
    "replicas: [replica-1]",
    "checks: { unused-indexes: { min-size: 100 kB, observed-for: 30d } }",
    "checks: { table-bloat: { max-dead-percent: 20, min-rows: 10000 } }",
    "checks: { slow-queries: { enabled: false, priority: critical } }",
    "checks: { query-logging: { log_min_duration_statement: 1s, log_statement: ddl } }",
    'ignore: [{ check: unused-indexes, key: "public.idx_*", reason: month-end report, expires: 2027-01-01 }]',
    "suites: { capacity-only: [connection-usage, capacity] }",
  ];
  const bad = [
    "[]",
    "chekcs: {}",
    "schemas: public",
    "schemas: []",
    "policy: { unknown: warm }",
    "policy: { timeout: 2 minutes }",
    "policy: { timeout: 120 }",
    "policy: { time-out: 2min }",
    "replicas: some",
    "replicas: []",
    "checks: { unused-index: {} }",
    "checks: { unused-indexes: { min-sice: 1MB } }",
    "checks: { unused-indexes: { min-size: 100 } }",
    "checks: { unused-indexes: { min-size: 100 kb } }",
    "checks: { unused-indexes: { priority: urgent } }",
    "checks: { unused-indexes: { enabled: maybe } }",
    "checks: { unused-indexes: [] }",
    "ignore: { check: unused-indexes }",
    "ignore: [{ check: unused-indexes, key: x }]",
    "ignore: [{ check: unused-indexs, key: x, reason: y }]",
    "ignore: [{ check: unused-indexes, key: '', reason: y }]",
    "ignore: [{ check: unused-indexes, key: x, reason: y, expires: soon }]",
    "ignore: [{ check: unused-indexes, key: x, reason: y, until: 2027-01-01 }]",
    "suites: { Capacity: [indexes] }",
    "suites: { mine: [] }",
    "suites: { mine: indexes }",
  ];

  for (const text of good) {
    it(`takes ${text}, as the action does`, () => {
      assert.equal(problems(parse(text)), "");
      assert.ok(accepts(parse(text)), JSON.stringify(configSchema.safeParse(parse(text)).error));
    });
  }
  for (const text of bad) {
    it(`refuses ${text}, as the action does`, () => {
      assert.notEqual(problems(parse(text)), "");
      assert.equal(accepts(parse(text)), false);
    });
  }

  it("takes the configuration that README shows", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const shown = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
      .map(([, text]) => parse(text ?? "") as Record<string, unknown>)
      .filter((value) => !("on" in value));
    assert.notEqual(shown.length, 0);
    for (const config of shown) {
      assert.equal(problems(config), "");
      assert.ok(accepts(config));
    }
  });

  it("takes every option's own default, and refuses what is none of its kind", () => {
    for (const check of checks) {
      const options = z.toJSONSchema(check.options, { target: "draft-7", io: "input" }).properties ?? {};
      for (const [name, option] of Object.entries(options)) {
        const where = `${check.id}.${name}`;
        const config = (value: unknown) => ({ checks: { [check.id]: { [name]: value } } });
        const { default: value } = option as { default?: unknown };
        if (value !== undefined) {
          assert.equal(problems(config(value)), "", where);
          assert.ok(accepts(config(value)), where);
        }
        const nonsense = [null, [[]]];
        for (const value of nonsense) {
          assert.notEqual(problems(config(value)), "", `${where}: ${JSON.stringify(value)}`);
          assert.equal(accepts(config(value)), false, `${where}: ${JSON.stringify(value)}`);
        }
        assert.notEqual(problems({ checks: { [check.id]: { [`${name}s-typo`]: 1 } } }), "", where);
      }
    }
  });

  it("leaves to the action what only it can tell", () => {
    const config = parse('ignore: [{ check: unused-indexes, key: "*", reason: all }]');
    assert.equal(problems(config), "");
    assert.equal(accepts(config), false);
  });
});
