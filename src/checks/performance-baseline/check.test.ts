import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { DAY, NOW } from "../../../test/support/builders/context.ts";
import {
  aNode,
  DOCUMENTS,
  declare,
  evidence,
  fast,
  INDEX,
  recorded,
  slow,
  sourcesWith,
} from "../../../test/support/builders/measured.ts";
import { sourcesFrom } from "../../../test/support/builders/sources.ts";
import type { Check } from "../../core/check.ts";
import { resultOf } from "../../core/evaluate/evaluate-check.ts";
import { type CheckOutcome, sqlBlock } from "../../core/finding.ts";
import type { Source } from "../../core/sources.ts";
import check from "./check.ts";
import type { BaselineEvidence, Measurement } from "./measurement.ts";

const LIST = "Document list";

function evaluate(
  options: ReturnType<typeof declare>,
  baseline: BaselineEvidence | Source<BaselineEvidence>,
): CheckOutcome {
  const sources = "measured" in baseline ? sourcesWith(baseline) : sourcesFrom({ baseline });
  const outcome = check.evaluate([], { options, priority: "medium", sources, now: NOW });
  return outcome;
}

const oneQuery = (over: Record<string, unknown> = {}, options: Record<string, unknown> = {}) =>
  declare([{ name: LIST, ...over }], options);

const messageOf = ({ findings = [] }: CheckOutcome): string =>
  findings.map(({ message }) => message).join("\n");
const rowOf = ({ measurements = [] }: CheckOutcome) => measurements[0] ?? {};

describe("performance-baseline", () => {
  it("is skipped, with the lines to add and the login it needs, when no query is declared", () => {
    const { skipped } = evaluate(declare([]), {
      skipped: { reason: "not-configured", detail: "No query is declared." },
    });
    assert.equal(skipped?.reason, "not-configured");
    assert.match(skipped?.detail ?? "", /baseline-database-url/);
    assert.match(skipped?.fix?.text ?? "", /^checks:\n {2}performance-baseline:\n/);
  });

  it("passes on what its source says when nothing at all came of it", () => {
    const unknown = { reason: "error", detail: "A defect." } as const;
    assert.deepEqual(evaluate(oneQuery(), { unknown }), { unknown });
  });

  it("is content with a query within its budget and its baseline", () => {
    const options = oneQuery({ "max-time": "50ms", "promised-before": "200ms" });
    const outcome = evaluate(options, evidence({ [LIST]: fast() }, recorded(options)));
    assert.deepEqual(outcome, {
      findings: [],
      measurements: [
        {
          query: LIST,
          verdict: "pass",
          promised_before_ms: 200,
          budget_ms: 50,
          baseline_ms: 0.42,
          now_ms: 0.42,
          change_percent: 0,
          since_promised_percent: -99.8,
          fastest_ms: 0.4,
          slowest_ms: 0.6,
          runs: 7,
          noisy: null,
          stopped_after_ms: null,
          baseline_blocks: 24,
          blocks: 24,
          blocks_change_percent: 0,
          rows: 20,
          tables_rows: 2_000_000,
          baseline: "compared",
          recorded_at: "2026-11-15T12:00:00Z",
          changed: null,
        },
      ],
    });
  });

  it("reports a dropped index in the first run: what changed, the remedy, the plan", () => {
    const options = oneQuery({ "max-time": "50ms" });
    const { findings = [], measurements } = evaluate(
      options,
      evidence({ [LIST]: slow() }, recorded(options)),
    );
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.key, LIST);
    assert.equal(
      finding?.message,
      "`Document list` needs 217 ms, and 212 ms in the fastest of 6 runs, where max-time is 50 ms; it reads 45,455 blocks and read 24 on 2026-11-15 (1,894 times as many). Since then the index public.documents_list_idx is no longer used; public.documents (2,000,000 rows) is now read sequentially. If public.documents_list_idx is gone, create it again.",
    );
    assert.deepEqual(finding?.fix, {
      sql: "CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_list_idx ON public.documents USING btree (org_id, status, created_at DESC);",
    });
    assert.match(finding?.plan ?? "", /Seq Scan on public\.documents: .* ← 98 % of the time, 45,455 blocks$/);
    assert.deepEqual(finding?.facts, measurements?.[0]);
    assert.equal(rowOf({ measurements: measurements ?? [] }).verdict, "fail");
  });

  it("reports it by its blocks alone, whatever its time is", () => {
    const options = oneQuery();
    const lucky = slow({ times: [0.1, 0.1, 0.1], again: [] });
    assert.match(
      messageOf(evaluate(options, evidence({ [LIST]: lucky }, recorded(options)))),
      /45,455 blocks/,
    );
  });

  it("finds what a query without a baseline breaks, and says what is notable in its plan", () => {
    const outcome = evaluate(oneQuery({ "max-time": "50ms" }), evidence({ [LIST]: slow() }));
    assert.match(
      messageOf(outcome),
      /^`Document list` needs 217 ms.* 50 ms\. It reads public\.documents \(2,000,000 rows\) sequentially/,
    );
    assert.equal(outcome.findings?.[0]?.fix, undefined);
    const said = evaluate(oneQuery({ "max-seq-scan-rows": 0 }), evidence({ [LIST]: slow() }));
    assert.equal(messageOf(said).match(/sequentially/g)?.length, 1, "once is enough");
    assert.equal(rowOf(outcome).baseline, "there is no file .github/pg-preflight.baseline.json yet.");
    assert.equal(outcome.unknown, undefined, "a query with a budget needs no baseline");
  });

  it("has no change in per cent of nothing", () => {
    const options = oneQuery();
    const row = rowOf(
      evaluate(options, evidence({ [LIST]: fast() }, recorded(options, {}, fast({ blocks: 0 })))),
    );
    assert.equal(row.baseline_blocks, 0);
    assert.equal(row.blocks_change_percent, null);
  });

  it("shows a noisy run in its row without a finding", () => {
    const noisy = fast({ times: [49, 120, 300, 90, 80, 75, 60] });
    const outcome = evaluate(oneQuery({ "max-time": "50ms" }), evidence({ [LIST]: noisy }));
    assert.deepEqual(outcome.findings, []);
    assert.equal(outcome.unknown, undefined);
    assert.equal(rowOf(outcome).noisy, true);
    assert.equal(rowOf(outcome).verdict, "pass");
  });

  it("does not know of a query that was too slow once and could not be measured again", () => {
    const outcome = evaluate(
      oneQuery({ "max-time": "50ms" }),
      evidence({ [LIST]: fast({ times: [60, 61, 62] }) }),
    );
    assert.deepEqual(outcome.findings, []);
    assert.equal(outcome.unknown?.reason, "timeout");
    assert.equal(rowOf(outcome).verdict, "unknown");
  });

  it("shows a changed plan that costs the same without a finding", () => {
    const options = oneQuery({ "max-blocks": 200 });
    const other = "public.documents_created_idx";
    const changed = fast({
      blocks: 30,
      plan: aNode({ relation: DOCUMENTS, index: other, blocks: 30 }),
      indexes: [{ name: other, root: null, table: DOCUMENTS, definition: null }],
    });
    const outcome = evaluate(options, evidence({ [LIST]: changed }, recorded(options)));
    assert.deepEqual(outcome.findings, []);
    assert.equal(rowOf(outcome).changed, `the index ${INDEX} is no longer used`);
  });

  it("wants rows: fewer than declared is a finding, none at all proves nothing", () => {
    const empty = fast({ rows: 0 });
    const declared = evaluate(oneQuery({ "max-time": "50ms", "min-rows": 1 }), evidence({ [LIST]: empty }));
    assert.equal(messageOf(declared), "`Document list` returns 0 rows where min-rows is 1.");
    assert.equal(declared.findings?.[0]?.fix, undefined);
    const few = evaluate(oneQuery({ "min-rows": 21 }), evidence({ [LIST]: slow() }));
    assert.equal(
      messageOf(few),
      "`Document list` returns 20 rows where min-rows is 21.",
      "no index mends that",
    );
    const undeclared = evaluate(oneQuery({ "max-time": "50ms" }), evidence({ [LIST]: empty }));
    assert.deepEqual(undeclared.findings, []);
    assert.match(
      undeclared.unknown?.detail ?? "",
      /^`Document list`: No row came back, which proves nothing/,
    );
    const wanted = evaluate(oneQuery({ "max-time": "50ms", "min-rows": 0 }), evidence({ [LIST]: empty }));
    assert.equal(wanted.unknown, undefined);
    assert.equal(rowOf(wanted).verdict, "pass");
  });

  it("never passes a query without a budget and a baseline: a first run only measures", () => {
    const { measurements, ...outcome } = evaluate(oneQuery({ "min-rows": 1 }), evidence({ [LIST]: fast() }));
    assert.deepEqual(outcome, { unjudged: true });
    assert.equal(measurements?.[0]?.verdict, "measured");
    assert.equal(resultOf(check as unknown as Check, outcome, { priority: "medium" }).status, "measured");
  });

  it("is unknown for a query without a budget and a baseline beside others that have one", () => {
    const options = declare([{ name: "One", "max-time": "50ms" }, { name: "Two" }]);
    const outcome = evaluate(options, evidence({ One: fast(), Two: fast() }));
    assert.match(
      outcome.unknown?.detail ?? "",
      /^`Two`: Measured, and judged by nothing, for want of a budget/,
    );
    assert.deepEqual(
      outcome.measurements?.map(({ verdict }) => verdict),
      ["pass", "measured"],
    );
    const empty = evaluate(declare([{ name: LIST }]), evidence({ [LIST]: fast({ rows: 0 }) }));
    assert.equal(empty.unjudged, undefined, "without a row there is nothing to read off either");
    assert.equal(rowOf(empty).verdict, "unknown");
  });

  it("says each number, table and index once, whatever breaks at once", () => {
    const options = oneQuery({
      "max-blocks": 40,
      "max-seq-scan-rows": 10_000,
      "uses-index": "documents_list_idx",
    });
    const message = messageOf(evaluate(options, evidence({ [LIST]: slow() }, recorded(options))));
    assert.equal(
      message,
      "`Document list` reads 45,455 blocks where max-blocks is 40, and read 24 on 2026-11-15 (1,894 times as many); it reads public.documents (2,000,000 rows) sequentially, where max-seq-scan-rows is 10,000; it does not use documents_list_idx, which uses-index wants. If public.documents_list_idx is gone, create it again.",
    );
    const byBlocks = oneQuery({ "max-seq-scan-rows": 10_000 });
    assert.match(
      messageOf(evaluate(byBlocks, evidence({ [LIST]: slow() }, recorded(byBlocks)))),
      /Since then the index public\.documents_list_idx is no longer used\. If it is gone, create it again\.$/,
    );
  });

  it("says of which day a change of the plan is where its blocks did not grow", () => {
    const options = oneQuery({ "max-time": "50ms" });
    const few = slow({ blocks: 30 });
    assert.match(
      messageOf(evaluate(options, evidence({ [LIST]: few }, recorded(options)))),
      /where max-time is 50 ms\. Since 2026-11-15 the index/,
    );
  });

  it("says what costs more when the plan is the recorded one", () => {
    const options = oneQuery({ "max-time": "0.1ms", "max-blocks": 40 });
    const reported = (now: Partial<Measurement>) =>
      messageOf(evaluate(options, evidence({ [LIST]: fast(now) }, recorded(options))));
    assert.match(
      reported({ again: [0.4, 0.41, 0.42] }),
      /max-time is 0\.1 ms\. The plan and its blocks are as recorded on 2026-11-15: the server is slower, or the budget too tight\.$/,
    );
    assert.match(
      reported({ times: [0.05], blocks: 90 }),
      /max-blocks is 40\. It is the recorded plan, and reads no more rows than it did: see whether dead rows of public\.documents wait for VACUUM\.$/,
    );
    assert.match(
      reported({ times: [0.05], blocks: 4_000, rowsRead: 3_900 }),
      /where max-growth is 2\. It is the recorded plan, and reads 3,900 rows where it read 20: its parameters find more\.$/,
    );
    const other = aNode({
      type: "Limit",
      children: [aNode({ type: "Bitmap Heap Scan", relation: DOCUMENTS })],
    });
    assert.doesNotMatch(reported({ times: [0.05], blocks: 90, plan: other }), /recorded/);
  });

  it("replaces a backtick in a name", () => {
    const named = declare([{ name: "a `b`", "min-rows": 1 }]);
    const empty = evaluate(named, evidence({ "a `b`": fast({ rows: 0 }) }));
    assert.equal(messageOf(empty), "`a 'b'` returns 0 rows where min-rows is 1.");
  });

  it("is evaluated by a baseline alone", () => {
    const options = oneQuery();
    const outcome = evaluate(options, evidence({ [LIST]: fast() }, recorded(options)));
    assert.equal(outcome.unknown, undefined);
    assert.equal(rowOf(outcome).verdict, "pass");
  });
});

describe("a query that the server stopped", () => {
  const stopped = { stopped: { afterMs: 10_000, times: 2 } };

  it("is over a max-time, and over a baseline of a tenth of the limit", () => {
    const budget = evaluate(oneQuery({ "max-time": "50ms" }), evidence({ [LIST]: stopped }));
    assert.equal(
      messageOf(budget),
      "`Document list` was stopped by the server after 10 s, 2 times, where max-time is 50 ms.",
    );
    assert.equal(budget.unknown, undefined);
    const options = oneQuery();
    const before = evaluate(options, evidence({ [LIST]: stopped }, recorded(options)));
    assert.match(messageOf(before), /after 10 s, 2 times, and needed 0\.42 ms on 2026-11-15\./);
  });

  it("is not known where neither says how long it may take", () => {
    const options = oneQuery({ "max-blocks": 100 });
    const long = recorded(options, {}, fast({ times: [900, 950, 1_000] }));
    for (const baseline of [null, long]) {
      const outcome = evaluate(options, evidence({ [LIST]: stopped }, baseline));
      assert.deepEqual(outcome.findings, []);
      assert.equal(outcome.unknown?.reason, "timeout");
      assert.match(
        outcome.unknown?.detail ?? "",
        /Stopped by the server after 10 s, 2 times: declare a longer/,
      );
      assert.equal(rowOf(outcome).stopped_after_ms, 10_000);
    }
  });
});

describe("several queries", () => {
  const names = ["One", "Two", "Three"];
  const options = declare(names.map((name) => ({ name, "max-time": "50ms" })));
  const refused = {
    unknown: { reason: "permission", detail: "It may not read.", fix: { language: "sql", text: "GRANT x;" } },
  } as const;

  it("are evaluated one by one: an unknown of one does not hide a finding of another", () => {
    const outcome = evaluate(
      options,
      evidence({ One: fast(), Two: slow(), Three: refused }, recorded(options)),
    );
    assert.deepEqual(
      outcome.findings?.map(({ key }) => key),
      ["Two"],
    );
    assert.deepEqual(outcome.unknown, {
      reason: "permission",
      detail: "`Three`: It may not read.",
      fix: { language: "sql", text: "GRANT x;" },
    });
    assert.deepEqual(
      outcome.measurements?.map(({ query, verdict }) => [query, verdict]),
      [
        ["One", "pass"],
        ["Two", "fail"],
        ["Three", "unknown"],
      ],
    );
  });

  it("say a reason that they share once", () => {
    const { unknown } = evaluate(options, evidence({ One: refused, Two: refused }));
    assert.equal(unknown?.detail, "`One`, `Two`: It may not read. `Three`: Not measured.");
    const broken = evaluate(options, evidence({ One: fast(), Two: fast(), Three: fast() }, "{"));
    assert.match(
      broken.unknown?.detail ?? "",
      /^The recorded baseline \S+ is no JSON.* Record it anew: [^:]*$/,
    );
  });

  it("say all reasons and all remedies at once, and count what is too much to read", () => {
    const many = declare(Array.from({ length: 25 }, (_, place) => ({ name: `Query ${place}` })));
    const measured = many.queries.map(({ name }, place) => {
      const detail = `It may not read table ${place}.`;
      return [
        name,
        { unknown: { reason: "permission", detail, fix: sqlBlock(`GRANT ${place % 3};`) } },
      ] as const;
    });
    const { unknown } = evaluate(many, evidence(Object.fromEntries(measured)));
    assert.match(unknown?.detail ?? "", /table 0\. .*table 19\. And 5 other reasons\.$/);
    assert.equal(unknown?.fix?.text, "GRANT 0;\nGRANT 1;\nGRANT 2;");
  });

  it("are compared where their own text is unchanged", () => {
    const old = recorded(options);
    const changed = declare(
      names.map((name) => ({ name, "max-time": "50ms", ...(name === "One" ? { sql: "SELECT 1" } : {}) })),
    );
    const { unknown, measurements = [] } = evaluate(
      changed,
      evidence({ One: fast(), Two: fast(), Three: fast() }, old),
    );
    assert.match(
      unknown?.detail ?? "",
      /^Not compared with the recorded baseline: `One`: the query's SQL, .* have changed since\. Record it anew/,
    );
    assert.deepEqual(
      measurements.map(({ baseline }) => baseline),
      ["the query's SQL, parameters, role or settings have changed since.", "compared", "compared"],
    );
  });
});

describe("baselines that fit no query", () => {
  it("are reported in one sentence, with the remedy once", () => {
    const options = declare(["One", "Two"].map((name) => ({ name, "max-time": "50ms" })));
    const two = {
      One: fast(),
      Two: fast({ tables: [{ name: DOCUMENTS, rows: 1_000, bytes: 1, partitions: [] }] }),
    };
    const [one, other] = recorded(options).queries;
    const text = JSON.stringify({ ...recorded(options), queries: [{ ...one, statement: "other" }, other] });
    assert.equal(
      evaluate(options, evidence(two, text)).unknown?.detail,
      "Not compared with the recorded baseline: `One`: the query's SQL, parameters, role or settings have changed since; `Two`: public.documents has 1,000 rows now and had 2,000,000 rows then. Record it anew: commit the file of the output baseline-file of a run that keeps its budgets.",
    );
    const old = recorded(options, { server: { version: "17.6", database: "app" } });
    assert.equal(
      evaluate(options, evidence({ One: fast(), Two: fast() }, old)).unknown?.detail,
      "Not compared with the recorded baseline: it is of PostgreSQL 17, and the server is 18 now. Record it anew: commit the file of the output baseline-file of a run that keeps its budgets.",
    );
  });
});

describe("a run that may not measure", () => {
  const skipped = { reason: "no-secret", detail: "No baseline-database-url was given." } as const;

  it("is skipped and shows what is recorded all the same", () => {
    const options = oneQuery({ "max-time": "50ms" });
    const outcome = evaluate(options, evidence({ skipped }, recorded(options)));
    assert.deepEqual(outcome.skipped, skipped);
    assert.equal(outcome.findings, undefined);
    assert.equal(outcome.unknown, undefined);
    const row = rowOf(outcome);
    assert.equal(row.recorded_at, "2026-11-15T12:00:00Z");
    assert.equal(row.baseline_ms, 0.42);
    assert.equal(row.verdict, "unknown");
  });

  it("counts no baseline that is too old, or of another query", () => {
    const options = oneQuery();
    for (const baseline of [
      recorded(options, { recordedAt: "2026-01-01T00:00:00Z" }),
      recorded(oneQuery({ params: ["8"] })),
    ]) {
      const row = rowOf(evaluate(options, evidence({ skipped }, baseline)));
      assert.equal(row.recorded_at, null);
      assert.equal(row.baseline_ms, null);
    }
  });

  it("is unknown where measuring went wrong", () => {
    const unknown = { reason: "unreachable", detail: "It was not reached." } as const;
    const options = oneQuery();
    const outcome = evaluate(options, evidence({ unknown }, recorded(options)));
    assert.deepEqual(outcome.unknown, unknown);
    assert.equal(outcome.measurements?.length, 1);
  });
});

describe("a baseline that counts for nothing", () => {
  const options = oneQuery({ "max-time": "50ms" });
  const judged = (baseline: Parameters<typeof evidence>[1], measurement = slow()) =>
    evaluate(options, evidence({ [LIST]: measurement }, baseline));

  it("is said beside what the budgets say", () => {
    const outcome = judged(recorded(options, { server: { version: "17.6", database: "app" } }));
    assert.equal(outcome.findings?.length, 1);
    assert.doesNotMatch(messageOf(outcome), /24/);
    assert.equal(outcome.unknown?.reason, "version");
    assert.match(outcome.unknown?.detail ?? "", /it is of PostgreSQL 17, and the server is 18 now\./);
  });

  it("is compared to the day", () => {
    const aged = (age: number) =>
      rowOf(judged(recorded(options, { recordedAt: iso(NOW - age) }), fast())).baseline;
    assert.equal(aged(90 * DAY), "compared");
    assert.equal(aged(90 * DAY + 1_000), "it is of 2026-08-24, older than max-age (90 days).");
    assert.equal(aged(-DAY), "compared");
    assert.match(String(aged(-DAY - 1_000)), /is in the future/);
  });

  it("is one of another order of data", () => {
    const withRows = (rows: number | null, bytes = 372_000_000) =>
      fast({ tables: [{ name: DOCUMENTS, rows, bytes, partitions: [] }] });
    const against = (then: number | null, now: number | null, bytes?: number) =>
      rowOf(judged(recorded(options, {}, withRows(then)), withRows(now, bytes))).baseline;
    assert.equal(against(200_000, 1_990_000), "compared");
    assert.equal(
      against(200_000, 2_000_000),
      "public.documents has 2,000,000 rows now and had 200,000 rows then.",
    );
    assert.match(String(against(2_000_000, 200_000)), /has 200,000 rows now/);
    assert.equal(against(2_000_000, 201_000), "compared");
    // Small tables may grow as they like.
    assert.equal(against(10, 9_999), "compared");
    assert.match(String(against(10, 10_000)), /has 10,000 rows now and had 10 rows then/);
    // Without an ANALYZE the size decides.
    assert.equal(against(null, 2_000_000), "compared");
    assert.match(String(against(null, null, 37_000_000)), /ten times/);
  });

  it("may be read wrongly in every way", () => {
    const text = JSON.stringify(recorded(options));
    const cases: [text: string, reported: RegExp][] = [
      ["", /is no JSON/],
      ["<<<<<<< HEAD\n{}", /is no JSON, perhaps because of a merge\. Record it anew/],
      ["null", /has not the form of one\./],
      ["[]", /has not the form of one/],
      ["{}", /has not the form of one at version/],
      [text.replace('"version":1', '"version":2'), /written by a newer pg-preflight \(its version is 2\)/],
      [text.replace('"blocks":24', '"blocks":"24"'), /has not the form of one at queries\.0\.blocks/],
      [text.replace('"blocks":24', '"blocks":-1'), /has not the form/],
      [`${text}${" ".repeat(2_000_000)}`, /too large/],
    ];
    for (const [broken, reported] of cases) {
      const outcome = judged(broken, fast());
      assert.match(outcome.unknown?.detail ?? "", reported);
      assert.equal(outcome.unknown?.reason, "error");
      assert.equal(rowOf(outcome).recorded_at, null);
      assert.equal(rowOf(outcome).verdict, "pass", "its budget holds all the same");
    }
    assert.equal(judged(`\uFEFF${text}`, fast()).unknown, undefined);
    const unread = { reason: "permission", detail: "The base branch was not read." } as const;
    assert.equal(judged({ unknown: unread }, fast()).unknown?.reason, "permission");
  });

  it("ignores queries that are no longer declared, and keys of a later version", () => {
    const both = declare([{ name: LIST, "max-time": "50ms" }, { name: "Gone" }]);
    const text = JSON.stringify({ ...recorded(both), later: true });
    assert.equal(judged(text, fast()).unknown, undefined);
  });
});

function iso(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
