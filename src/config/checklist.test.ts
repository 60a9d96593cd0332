import assert from "node:assert/strict";
import { beforeAll, describe, it, vi } from "vitest";
import { UserError } from "../core/errors.ts";
import { selectItems } from "./checklist.ts";
import { parseConfig } from "./parse.ts";

const problems = async (...lines: string[]): Promise<readonly string[]> => {
  try {
    await parseConfig(`checklist:\n${lines.map((line) => `  ${line}`).join("\n")}`, "c.yml");
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.problems;
  }
  return [];
};

const items = async (text: string) => selectItems((await parseConfig(text, "c.yml")).checklist);

describe("the configuration of the checklist", () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 22, 9) });
  });

  it("may be absent: the document's 14 items", async () => {
    assert.equal((await items("")).length, 14);
  });

  it("takes an attestation of 90 days, from today, or from tomorrow where that has begun", async () => {
    for (const dates of [
      "attested-on: 2026-11-22, expires: 2027-02-20",
      "attested-on: 2026-08-01, expires: 2026-08-01",
    ]) {
      assert.deepEqual(await problems(`error-logging-enabled: { attested-by: me, ${dates} }`), []);
    }
    vi.setSystemTime(Date.UTC(2026, 10, 22, 20));
    assert.deepEqual(
      await problems(
        "error-logging-enabled: { attested-by: me, attested-on: 2026-11-23, expires: 2026-12-01 }",
      ),
      [],
    );
    vi.setSystemTime(Date.UTC(2026, 10, 22, 9));
    const [item] = (
      await items(
        'checklist: { error-logging-enabled: { attested-by: "@me", attested-on: 2026-11-01, expires: 2027-01-30, note: Sentry } }',
      )
    ).filter(({ id }) => id === "error-logging-enabled");
    assert.deepEqual(item?.attestation, {
      by: "@me",
      on: "2026-11-01",
      expires: "2027-01-30",
      note: "Sentry",
    });
  });

  it("tells everything that is wrong with an attestation, with its line", async () => {
    const told = await problems(
      "error-logging-enabled: { attested-by: me, attested-on: 2026-11-23, expires: 2026-11-24 }",
      "migrations-applied: { attested-by: me, attested-on: 2026-11-01, expires: 2027-01-31 }",
      "backup-schedule-verified: { attested-on: 2026-11-02, expires: 2026-11-01, nobody: 1 }",
      "query-timeout-configured: { attested-by: ' ', attested-on: 2026-02-30, expires: tomorrow }",
      "connection-pooling-configured: {}",
      "performance-monitoring-active: { note: seen }",
    );
    const text = told.join("\n");
    for (const expected of [
      /^c\.yml:2: checklist\.error-logging-enabled\.attested-on: 2026-11-23 is in the future/m,
      /^c\.yml:3: checklist\.migrations-applied\.expires: 2027-01-31 is 91 days after attested-on: .* 90 days at most/m,
      /^c\.yml:4: checklist\.backup-schedule-verified\.nobody is not known/m,
      /^c\.yml:4: checklist\.backup-schedule-verified\.attested-by: it is missing/m,
      /^c\.yml:4: checklist\.backup-schedule-verified\.expires: 2026-11-01 is before 2026-11-02/m,
      /^c\.yml:5: checklist\.query-timeout-configured\.attested-by/m,
      /^c\.yml:5: checklist\.query-timeout-configured\.attested-on/m,
      /^c\.yml:5: checklist\.query-timeout-configured\.expires/m,
      /^c\.yml:6: checklist\.connection-pooling-configured: write attested-by, .* or dropped/m,
      /^c\.yml:7: checklist\.performance-monitoring-active\.expires: it is missing/m,
    ]) {
      assert.match(text, expected);
    }
  });

  it("drops an item for a reason, never for none", async () => {
    const [item] = (
      await items("checklist: { backup-schedule-verified: { dropped: the platform team's } }")
    ).filter(({ dropped }) => dropped !== undefined);
    assert.equal(item?.dropped, "the platform team's");
    assert.match((await problems("backup-schedule-verified: { dropped: ' ' }"))[0] ?? "", /write why/);
    const both =
      "backup-schedule-verified: { dropped: x, attested-by: m, attested-on: 2026-11-01, expires: 2026-11-02 }";
    assert.match((await problems(both))[0] ?? "", /dropped: it is attested as well/);
  });

  it("takes items of the team's own, each under its heading", async () => {
    const all = await items(
      [
        "checklist:",
        "  changelog-kept: { section: Database, title: The changelog is kept, check: query-logging }",
        "  tenants-isolated: { title: Tenants are isolated, sql: ops/tenants.sql, role: authenticated, settings: { request.jwt.claims: '{}' } }",
        "  runbook-read: { title: The runbook was read, attested-by: me, attested-on: 2026-11-01, expires: 2026-12-01 }",
      ].join("\n"),
    );
    assert.equal(all.length, 17);
    assert.deepEqual(all[6], {
      id: "changelog-kept",
      section: "Database",
      title: "The changelog is kept",
      evidence: [{ check: "query-logging" }],
    });
    assert.deepEqual(all[15]?.sql, {
      path: "ops/tenants.sql",
      role: "authenticated",
      settings: { "request.jwt.claims": "{}" },
    });
    assert.deepEqual(
      all.slice(15).map(({ section, attestation }) => [section, attestation?.by]),
      [
        ["Team", undefined],
        ["Team", "me"],
      ],
    );
  });

  it("refuses an own item that rests on nothing, on two things, or on a glance", async () => {
    const told = (
      await problems(
        "eror-logging-enabled: { attested-by: me, attested-on: 2026-11-01, expires: 2026-12-01 }",
        "nothing: { title: Nothing }",
        "both: { title: Both, check: query-logging, sql: a.sql }",
        "glance: { title: Glance, check: blocking-queries }",
        "dashboard: { title: Dashboard, check: index-sizes }",
        "settings: { title: S, sql: a.sql, settings: { statement_timeout: '0' } }",
        "role: { title: R, check: query-logging, role: app }",
        "Loud: { title: L, check: query-logging }",
      )
    ).join("\n");
    for (const expected of [
      /:2: checklist\.eror-logging-enabled: .* Did you mean error-logging-enabled\?/,
      /:3: checklist\.nothing: it rests on nothing/,
      /:4: checklist\.both\.sql: the item rests on a check already/,
      /:5: checklist\.glance\.check: "blocking-queries" is not known/,
      /:6: checklist\.dashboard\.check: "index-sizes" is not known/,
      /:7: checklist\.settings\.settings/,
      /:8: checklist\.role\.sql: it is missing/,
      /:9: checklist\.Loud: an id has lower-case letters/,
    ]) {
      assert.match(told, expected);
    }
  });
});
