import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  anAttestation,
  aRecordedRow,
  aRefreshingJob,
  goodResults,
  MONITORED,
  monitoredEvidence,
  TODAY,
} from "../../test/support/builders/checklist.ts";
import { aFinding } from "../../test/support/builders/report.ts";
import type { AttesterStanding } from "../checks/shared/sources/people.ts";
import type { Attestation, SelectedItem } from "../core/checklist/item.ts";
import type { CheckAnswer, DatabaseEvidence } from "../core/evidence.ts";
import { yamlBlock } from "../core/finding.ts";
import type { CheckResult } from "../core/report.ts";
import { type ChecklistEvidence, evaluateChecklist, sectionsOf, totalsOf } from "./evaluate.ts";
import { ITEMS } from "./items.ts";

/** The item that no check can tick: it has half of its evidence. */
const BY_WORD = ["error-logging-enabled"];

const items = (
  attested: readonly string[] = BY_WORD,
  attestation: Attestation = anAttestation,
): SelectedItem[] => ITEMS.map((item) => (attested.includes(item.id) ? { ...item, attestation } : item));

const NOT_REACHED: DatabaseEvidence = { reached: false };

function judged(selected: readonly SelectedItem[], over: Partial<ChecklistEvidence> = {}) {
  const all = evaluateChecklist(selected, {
    results: goodResults(),
    ignored: [],
    database: NOT_REACHED,
    today: TODAY,
    ...over,
  });
  return Object.fromEntries(all.map((each) => [each.item.id, each]));
}

/** The good results with one of them changed. */
const but = (check: string, over: Partial<CheckResult>): CheckResult[] =>
  goodResults().map((result) => (result.check === check ? { ...result, ...over } : result));

const finding = (key: string, message = "It is broken.") => aFinding({ key, message, facts: {} });
const failed = (...keys: string[]): Partial<CheckResult> => ({
  status: "fail",
  findings: keys.map((key) => finding(key)),
});

/** Ids of the items without a tick. */
function unticked(results: readonly CheckResult[], selected = items()): string[] {
  return Object.values(judged(selected, { results }))
    .filter(({ item }) => item.status !== "pass" && item.status !== "attested")
    .map(({ item }) => item.id);
}

/** What is unticked when exactly one thing is broken. */
const RULES: readonly [check: string, keys: readonly string[], items: readonly string[]][] = [
  ["migrations", ["0012"], ["migrations-applied"]],
  ["invalid-indexes", ["public.i"], ["migrations-applied"]],
  ["materialized-views", ["public.mv"], ["cron-refresh-configured"]],
  ["query-statistics", ["extension"], ["pg-stat-statements-enabled", "performance-monitoring-active"]],
  ["query-statistics", ["counting"], ["pg-stat-statements-enabled", "performance-monitoring-active"]],
  ["query-statistics", ["version"], []],
  ["connection-pooling", ["mode"], ["connection-pooling-configured"]],
  ["backups", ["age"], ["backup-schedule-verified"]],
  ["performance-baseline", ["Document list"], ["performance-baseline-established"]],
  ["application-pool", ["authenticator"], ["api-pool-settings-updated"]],
  ["statement-timeout", ["authenticated"], ["query-timeout-configured"]],
  ["error-logging", ["log_min_messages"], ["error-logging-enabled"]],
  ["query-logging", ["log_statement"], ["slow-query-alerts-configured"]],
];

describe("the checklist", () => {
  it("has all 14 boxes ticked by good results and one attestation", () => {
    const all = Object.values(judged(items()));
    assert.equal(all.length, 14);
    for (const { item } of all) {
      assert.equal(item.status, BY_WORD.includes(item.id) ? "attested" : "pass", item.id);
      assert.notEqual(item.evidence, "");
    }
  });

  for (const [check, keys, expected] of RULES) {
    it(`unticks exactly ${expected.join(" and ") || "nothing"} by ${check}: ${keys.join(", ")}`, () => {
      assert.deepEqual(unticked(but(check, failed(...keys))), expected);
    });
  }

  for (const monitored of MONITORED) {
    it(`unticks the item of ${monitored} when its schedule failed, and no other`, () => {
      const over = {
        ...failed(monitored),
        itemEvidence: monitoredEvidence(...MONITORED.filter((id) => id !== monitored)),
      };
      const [only, ...others] = unticked(but("monitoring-schedule", over));
      const item = ITEMS.find(({ id }) => id === only);
      assert.equal(item?.evidence[0]?.about, monitored);
      assert.deepEqual(others, []);
    });
  }

  it("unticks all of the monitoring when no schedule runs", () => {
    const over = { ...failed(...MONITORED), itemEvidence: {} };
    assert.deepEqual(unticked(but("monitoring-schedule", over)), [
      "performance-monitoring-active",
      "slow-query-alerts-configured",
      "index-usage-monitoring-active",
      "table-bloat-monitoring-scheduled",
      "connection-pool-monitoring-enabled",
    ]);
  });

  it("ticks no box for a check whose monitoring nobody wants to know of", () => {
    const over = { itemEvidence: monitoredEvidence("slow-queries") };
    const { "table-bloat-monitoring-scheduled": item } = judged(items(), {
      results: but("monitoring-schedule", over),
    });
    assert.equal(item?.item.status, "unknown");
    assert.match(
      item?.item.evidence ?? "",
      /lists only slow-queries: add `table-bloat: 32d` to its `checks`/,
    );
  });

  it("looks at jobs that refresh a view, and at the scheduler, and at no other job", () => {
    const job = (name: string, refreshes: string[]) =>
      aFinding({ key: name, message: `The job ${name} fails.`, facts: { job: name, refreshes } });
    const by = (...findings: ReturnType<typeof aFinding>[]) =>
      unticked(but("cron-jobs", { status: "fail", findings }));
    assert.deepEqual(by(job("cleanup-old-events", [])), []);
    assert.deepEqual(by(aFinding({ key: "cron.job_run_details", facts: { rows: 2_000_000 } })), []);
    assert.deepEqual(by(job("refresh", ["public.mv"])), ["cron-refresh-configured"]);
    assert.deepEqual(by(aFinding({ key: "pg_cron launcher", facts: {} })), ["cron-refresh-configured"]);
    const none = but("cron-jobs", { itemEvidence: {} });
    assert.deepEqual(unticked(none), ["cron-refresh-configured"]);
  });

  it("goes by the jobs that refresh a view, not by what is unknown of others", () => {
    const ofCheck: Partial<CheckResult> = {
      status: "unknown",
      unknown: { reason: "window", detail: "A weekly job has no run yet." },
    };
    const seen = (over: Partial<CheckResult>) =>
      judged(items(), { results: but("cron-jobs", { ...ofCheck, ...over }) })["cron-refresh-configured"]
        ?.item;
    assert.equal(seen(aRefreshingJob())?.status, "pass");
    assert.doesNotMatch(seen(aRefreshingJob())?.evidence ?? "", /weekly/);
    const unclear = seen(aRefreshingJob({ status: "unknown", evidence: "No runs are recorded." }));
    assert.deepEqual([unclear?.status, unclear?.evidence], ["unknown", "No runs are recorded."]);
    const none = seen({ itemEvidence: {} });
    assert.equal(none?.status, "unknown");
    assert.match(none?.evidence ?? "", /could not look: A weekly job has no run yet\./);
  });

  describe("what is pending", () => {
    const until = "2026-11-29T03:00:00Z";
    const pending = { status: "pending", evidence: "Its first run is due.", until } as const;
    const ITEM = "cron-refresh-configured";
    const itemOf = (results: CheckResult[], selected = items()) => judged(selected, { results })[ITEM];
    const withViews = (over: Partial<CheckResult>) =>
      but("cron-jobs", aRefreshingJob(pending)).map((result) =>
        result.check === "materialized-views" ? { ...result, ...over } : result,
      );

    it("is neither complete nor incomplete, and says until when", () => {
      const { status, until: due, evidence } = itemOf(withViews({}))?.item ?? assert.fail();
      assert.deepEqual([status, due, evidence], ["pending", until, "Its first run is due."]);
    });

    it("is due when the last of it is", () => {
      const unknown = { reason: "window", detail: "The view's too.", until: "2026-11-30T00:00:00Z" } as const;
      const item = itemOf(withViews({ status: "unknown", unknown }))?.item;
      assert.deepEqual([item?.status, item?.until], ["pending", "2026-11-30T00:00:00Z"]);
    });

    it("yields to a failure and to what is unknown, and an attestation can stand in for it", () => {
      assert.equal(itemOf(withViews(failed("public.mv")))?.item.status, "fail");
      const unknown = { reason: "permission", detail: "No." } as const;
      assert.equal(itemOf(withViews({ status: "unknown", unknown }))?.item.status, "unknown");
      assert.equal(itemOf(withViews({}), items([...BY_WORD, ITEM]))?.item.status, "attested");
    });

    it("is counted apart from evidence and attestations", () => {
      const all = Object.values(judged(items(), { results: withViews({}) })).map(({ item }) => item);
      assert.deepEqual(totalsOf(all), {
        evidence: 12,
        attested: 1,
        pending: 1,
        pendingUntil: until,
        incomplete: 0,
        dropped: 0,
      });
    });
  });

  it("never takes what could not be looked at, was skipped or did not run for a tick", () => {
    for (const { check } of goodResults()) {
      const expected = ITEMS.filter(({ evidence }) => evidence.some((source) => source.check === check)).map(
        ({ id }) => id,
      );
      const unknown: Partial<CheckResult> = {
        status: "unknown",
        unknown: { reason: "permission", detail: "It may not look." },
        measurements: [],
        itemEvidence: {},
      };
      const skipped: Partial<CheckResult> = {
        status: "skipped",
        skipped: { reason: "not-configured", detail: "Add:", fix: yamlBlock("checks: {}") },
        measurements: [],
        itemEvidence: {},
      };
      const absent = goodResults().filter((result) => result.check !== check);
      for (const results of [but(check, unknown), but(check, skipped), absent]) {
        const all = judged(items([]), { results });
        for (const id of expected) assert.equal(all[id]?.item.status, "unknown", `${id} by ${check}`);
      }
    }
  });

  it("is not ticked by a check that saw only a part", () => {
    const partly = but("backups", {
      unknown: { reason: "permission", detail: "The archive may not be read." },
    });
    const { "backup-schedule-verified": item } = judged(items(), { results: partly });
    assert.equal(item?.item.status, "unknown");
    assert.match(
      item?.item.evidence ?? "",
      /The check `backups` could not look: The archive may not be read\./,
    );
  });

  it("says what the tick rests on", () => {
    const all = judged(items());
    assert.match(
      all["cron-refresh-configured"]?.item.evidence ?? "",
      /^Scheduled jobs succeed on time: job refresh-org-document-stats, schedule `\*\/5 \* \* \* \*`, last success 2026-11-22T11:55:00Z\./,
    );
    assert.match(
      all["index-usage-monitoring-active"]?.item.evidence ?? "",
      /A scheduled run checked unused-indexes 9 hours ago/,
    );
    assert.match(
      all["migrations-applied"]?.item.evidence ?? "",
      /tool Supabase, applied 12, last applied 0012, pending 2\..*Every index is valid/,
    );
    const broken = judged(items(), { results: but("migrations", failed("a", "b", "c")) });
    assert.equal(broken["migrations-applied"]?.item.evidence, "It is broken. And 2 more.");
  });

  it("wants a recorded baseline of every declared query, measured now or not", () => {
    const seen = (over: Partial<CheckResult>) =>
      judged(items(), { results: but("performance-baseline", over) })["performance-baseline-established"]
        ?.item;
    const kept = seen({});
    assert.equal(kept?.status, "pass");
    assert.equal(kept?.evidence, "2 queries have a baseline, recorded on 2026-11-15, kept now.");

    const skipped: Partial<CheckResult> = {
      status: "skipped",
      skipped: {
        reason: "no-secret",
        detail: "No baseline-database-url was given. Add it:",
        fix: yamlBlock("with: {}"),
      },
    };
    assert.equal(
      seen(skipped)?.evidence,
      "2 queries have a baseline, recorded on 2026-11-15, not measured now: No baseline-database-url was given. Add it.",
    );
    assert.equal(seen(skipped)?.status, "pass");

    const missing = {
      ...aRecordedRow("Job queue"),
      baseline: "it is not in the file yet.",
      recorded_at: null,
    };
    const one = [aRecordedRow("Document list"), missing];
    for (const over of [{ measurements: one }, { ...skipped, measurements: one }]) {
      assert.equal(seen(over)?.status, "unknown");
      assert.equal(
        seen(over)?.evidence,
        "`Job queue`: no recorded baseline counts, for it is not in the file yet.",
      );
    }
    const old = { ...missing, query: "Document list", baseline: "it is of 2025-11-15." };
    assert.equal(
      seen({ measurements: [missing, old] })?.evidence,
      "`Job queue`: no recorded baseline counts, for it is not in the file yet. And 1 more.",
      "no reason is given to whom it does not belong",
    );
    assert.equal(
      seen({ status: "measured", measurements: [missing, { ...missing, query: "Document list" }] })?.evidence,
      "No recorded baseline counts, for it is not in the file yet.",
    );
    // Whoever could not look has not seen that it is kept.
    const unknown = { reason: "unreachable", detail: "It was not reached." } as const;
    assert.equal(seen({ status: "unknown", unknown })?.status, "unknown");
    assert.equal(seen({ ...skipped, measurements: [] })?.status, "unknown");
    assert.equal(seen({ measurements: [] })?.status, "unknown");
    assert.equal(seen({ ...failed("Job queue"), measurements: one })?.status, "fail");
  });

  it("says what a person is to attest", () => {
    const all = judged(items([]));
    assert.match(
      all["error-logging-enabled"]?.item.evidence ?? "",
      /^Errors are logged: .* a person attests, and nobody has\.$/,
    );
  });

  it("says what is ignored", () => {
    const ignored = [{ check: "backups", key: "age", reason: "r", expires: null }];
    const { "backup-schedule-verified": item } = judged(items(), { ignored });
    assert.equal(item?.item.status, "pass");
    assert.match(item?.item.evidence ?? "", /Ignored: 1 finding\./);
  });

  it("stands under its headings", () => {
    const sections = sectionsOf(Object.values(judged(items())));
    assert.deepEqual(
      sections.map(({ section, items: all }) => [section, all.length]),
      [
        ["Database", 6],
        ["Application", 4],
        ["Monitoring", 4],
      ],
    );
  });
});

describe("an attestation", () => {
  const results = but("backups", {
    status: "skipped",
    skipped: { reason: "not-configured", detail: "Nothing." },
  });
  const backups = (attestation: Attestation, from: readonly CheckResult[] = results) =>
    judged(items([...BY_WORD, "backup-schedule-verified"], attestation), { results: from })[
      "backup-schedule-verified"
    ]?.item;

  it("stands in for what was skipped or could not be looked at, and says who, when and until when", () => {
    const item = backups(anAttestation);
    assert.equal(item?.status, "attested");
    assert.equal(
      item?.evidence,
      "Attested by @dba on 2026-11-01, until 2027-01-30 (69 days left): Sentry, project api. The check `backups` was skipped: Nothing.",
    );
    const unknown = { reason: "unreachable", detail: "No answer." } as const;
    assert.equal(backups(anAttestation, but("backups", { status: "unknown", unknown }))?.status, "attested");
  });

  it("never stands in for a failure, nor hides better evidence", () => {
    assert.equal(backups(anAttestation, but("backups", failed("age")))?.status, "fail");
    assert.equal(backups(anAttestation, goodResults())?.status, "pass");
    const { "error-logging-enabled": item } = judged(items(), { results: but("error-logging", failed("a")) });
    assert.equal(item?.item.status, "fail");
  });

  it("counts only of somebody with triage rights, where GitHub answers, and says where that is not verified", () => {
    const by = (standing: AttesterStanding) =>
      judged(items(), { standingOf: () => standing })["error-logging-enabled"]?.item;
    assert.equal(by("has-rights")?.status, "attested");
    assert.equal(by("has-rights")?.attestation?.verified, true);
    assert.doesNotMatch(by("has-rights")?.evidence ?? "", /verified/);
    assert.equal(by("not-verified")?.status, "attested");
    assert.match(by("not-verified")?.evidence ?? "", /^Attested by @dba \(not verified\) on 2026-11-01/);
    assert.equal(by("not-verified")?.attestation?.verified, false);
    assert.equal(by("no-rights")?.status, "unknown");
    assert.match(
      by("no-rights")?.evidence ?? "",
      /The attestation by @dba on 2026-11-01 does not count: GitHub reports no triage rights of that login/,
    );
  });

  it("counts until the end of its last day", () => {
    assert.equal(backups({ ...anAttestation, expires: TODAY })?.status, "attested");
    assert.match(backups({ ...anAttestation, expires: TODAY })?.evidence ?? "", /until today/);
    const expired = backups({ ...anAttestation, expires: "2026-11-21" });
    assert.equal(expired?.status, "unknown");
    assert.match(expired?.evidence ?? "", /The attestation by @dba expired on 2026-11-21\.$/);
  });
});

describe("a dropped item", () => {
  it("is shown with its reason, whatever its checks say", () => {
    const dropped = ITEMS.map((item) =>
      item.id === "backup-schedule-verified" ? { ...item, dropped: "the platform team's" } : item,
    );
    const { "backup-schedule-verified": item } = judged(dropped, { results: but("backups", failed("age")) });
    assert.equal(item?.item.status, "dropped");
    assert.equal(item?.item.evidence, "Dropped: the platform team's");
  });
});

describe("a team's own item", () => {
  const own = (over: Partial<SelectedItem>): SelectedItem => ({
    id: "mine",
    section: "Team",
    title: "Mine is well",
    evidence: [],
    ...over,
  });
  const sql = { path: "ops/mine.sql", role: undefined, settings: {} };
  const bySql = (answer: CheckAnswer | undefined, over: Partial<SelectedItem> = {}) => {
    const database = { reached: true, items: new Map(answer === undefined ? [] : [["mine", answer]]) };
    const all = judged([own({ sql, ...over })], { database: database as unknown as DatabaseEvidence });
    return all.mine?.item;
  };

  it("rests on a check", () => {
    const item = own({ evidence: [{ check: "backups" }] });
    assert.equal(judged([item]).mine?.item.status, "pass");
    assert.equal(judged([item], { results: but("backups", failed("age")) }).mine?.item.status, "fail");
  });

  it("rests on a person's word", () => {
    const item = judged([own({ attestation: anAttestation })]).mine?.item;
    assert.equal(item?.status, "attested");
    assert.match(item?.evidence ?? "", /^Attested by @dba .* Sentry, project api\.$/);
  });

  it("rests on one row that says true or false, and why", () => {
    assert.equal(bySql({ rows: [[true, "3 tenants"]] })?.status, "pass");
    assert.equal(bySql({ rows: [[true, "3 tenants"]] })?.evidence, "ops/mine.sql says true: 3 tenants");
    assert.equal(bySql({ rows: [[false, null]] })?.status, "fail");
    assert.equal(bySql({ rows: [[true]] })?.status, "pass");
  });

  it("is unknown when its statement gave no such row", () => {
    for (const answer of [
      undefined,
      { rows: [] },
      { rows: [[true], [true]] },
      { rows: [["true"]] },
      { rows: [[null]] },
      { rows: [[1]] },
      { error: { code: "42501", message: "secret words" } },
      { error: { code: "25006", message: "secret words" } },
      { outcome: { unknown: { reason: "error", detail: "There is no such file." } } },
    ] satisfies (CheckAnswer | undefined)[]) {
      const item = bySql(answer);
      assert.equal(item?.status, "unknown", JSON.stringify(answer));
      assert.doesNotMatch(item?.evidence ?? "", /secret/);
    }
  });

  it("may be attested where its statement could not be asked, not where it says false", () => {
    assert.equal(bySql({ rows: [] }, { attestation: anAttestation })?.status, "attested");
    assert.equal(bySql({ rows: [[false]] }, { attestation: anAttestation })?.status, "fail");
  });
});

describe("a pull request without secrets", () => {
  const noSecret = {
    status: "skipped",
    skipped: { reason: "no-secret", detail: "No database-url." },
  } as const;

  it("leaves the items that lack a secret unticked, and fails those that are seen to be broken", () => {
    const all = judged(items(), { results: but("migrations", noSecret) });
    assert.equal(all["migrations-applied"]?.item.status, "unknown");
    const broken = but("migrations", noSecret).map((result) =>
      result.check === "invalid-indexes" ? { ...result, ...failed("i") } : result,
    );
    assert.equal(judged(items(), { results: broken })["migrations-applied"]?.item.status, "fail");
  });
});
