import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { AT, aCheckIssue, DAY, RUN } from "../../../test/support/builders/issue-views.ts";
import { all, read, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass } from "../../../test/support/builders/report.ts";
import { renderCheckIssue } from "./check.ts";
import type { CheckIssueView } from "./model.ts";

const FAIL = aFail([aFinding({ known: true })]);

function pageOf(view: CheckIssueView): string {
  return read(renderCheckIssue(view).content);
}

describe("the issue of a failing check", () => {
  it("says first what is wrong, why it matters, until when and since when", () => {
    assert.match(
      pageOf(aCheckIssue(FAIL, { due: AT + DAY })),
      /^🟠 “Foreign keys are indexed” fails on production: 1 high finding Deleting a parent row reads the whole child table .* More, and how to mend it Due by 2026-11-23 \(within 24 hours\) · since 2026-11-22 What was found/,
    );
    const critical = aFail([aFinding({ priority: "critical" })]);
    assert.match(pageOf(aCheckIssue(critical, { due: null })), /Due at once · since 2026-11-22/);
    const info = aFail([aFinding({ priority: "info" })]);
    assert.match(pageOf(aCheckIssue(info, { due: null })), /For information · since 2026-11-22/);
  });

  it("shows the rows, and nothing of them being in an open issue", () => {
    const tree = throughRemark(renderCheckIssue(aCheckIssue(FAIL)).content);
    const rows = all(tree, "tr").map((row) => (row.children ?? []).map(textOf));
    assert.deepEqual(rows, [
      ["Table", "Columns", "Table size"],
      ["public.orders", "customer_id", "12\u00a0MB"],
    ]);
  });

  it("shows few statements in sight, those that stand alone in blocks of their own, what takes away commented out", () => {
    const alone = [1, 2].map((n) =>
      aFinding({ key: `a${n}`, fix: `REINDEX INDEX CONCURRENTLY i${n};`, fixKind: "alone" }),
    );
    const drop = aFinding({ key: "d", fix: "DROP INDEX i3;", fixKind: "destructive" });
    const tree = throughRemark(renderCheckIssue(aCheckIssue(aFail([...alone, drop]))).content);
    const blocks = all(tree, "pre").map(textOf);
    assert.ok(blocks.includes("REINDEX INDEX CONCURRENTLY i1;\n"));
    assert.ok(blocks.includes("REINDEX INDEX CONCURRENTLY i2;\n"));
    assert.ok(blocks.some((block) => block.includes("-- DROP INDEX i3;")));
    assert.ok(!blocks.some((block) => /^DROP/m.test(block)));
    const open = all(tree, "details").filter(({ properties }) => properties?.open !== undefined);
    assert.equal(open.length, 2);
    const safe = [1, 2, 3, 4].map((n) =>
      aFinding({ key: `k${n}`, fix: `ANALYZE t${n};`, fixKind: "together" }),
    );
    const many = throughRemark(renderCheckIssue(aCheckIssue(aFail(safe))).content);
    assert.deepEqual(
      all(many, "details").filter(({ properties }) => properties?.open !== undefined),
      [],
    );
  });

  it("shows the check's own query with its placeholders explained, or its page where it has none", () => {
    const text = pageOf(aCheckIssue(FAIL));
    assert.match(text, /The query that verifies it It only reads\. \$1 are the schemas that are looked at/);
    const links = all(throughRemark(renderCheckIssue(aCheckIssue(FAIL)).content), "a");
    assert.ok(
      links.some(({ properties }) =>
        String(properties?.href).endsWith("/foreign-key-indexes/README.md#verify"),
      ),
    );
    const bare = pageOf(aCheckIssue({ ...FAIL, check: "blocking-queries" }));
    assert.match(bare, /It only reads\. In short: the check's page/);
    assert.match(
      pageOf(aCheckIssue({ ...FAIL, check: "review" })),
      /How to see it for yourself: the check's page/,
    );
    assert.doesNotMatch(pageOf(aCheckIssue({ ...FAIL, check: "constructor" })), /The query that verifies it/);
  });

  it("shows the lines that ignore a finding", () => {
    assert.match(
      pageOf(aCheckIssue(FAIL)),
      /ignore: - \{ check: foreign-key-indexes, key: "public\.orders\.orders_customer_fkey", reason: "why it may be so", expires: 2027-02-20 \}/,
    );
  });

  it("says what would close it: one run, or two where one does not decide", () => {
    assert.match(pageOf(aCheckIssue(FAIL)), /closes itself when a run sees none of it; a run that could not/);
    for (const parts of [{ momentary: true }, { window: "since 2026-08-01" }]) {
      assert.match(
        pageOf(aCheckIssue({ ...FAIL, ...parts })),
        /closes itself when two runs in a row see none of it/,
      );
    }
  });

  it("says what the next run decides, and links the issue that told of the same before", () => {
    const text = pageOf(aCheckIssue(FAIL, { pending: 2, fading: 1, previous: 7 }));
    assert.match(text, /2 findings seen once, to be told when the next run agrees/);
    assert.match(text, /1 finding not seen any more, gone when the next run agrees/);
    assert.match(text, /It was there before: see #7\./);
    assert.doesNotMatch(pageOf(aCheckIssue(FAIL)), /seen once|not seen any more|before: see/);
  });

  it("says what it could not see beside what it found", () => {
    const unknown = {
      reason: "permission",
      detail: "One table is closed.",
      fix: { language: "sql", text: "GRANT SELECT ON t TO x;" },
    } as const;
    const text = pageOf(aCheckIssue({ ...FAIL, unknown }));
    assert.match(
      text,
      /could not see everything, so nothing counts as gone: One table is closed\. GRANT SELECT/,
    );
  });

  it("counts instead of naming where everybody reads, and says how to see the names", () => {
    const result = aFail([aFinding(), aFinding({ key: "b", priority: "low" })]);
    const view = aCheckIssue(result, { showsNames: false });
    const text = pageOf(view);
    assert.match(text, /1 high and 1 low finding/);
    assert.match(text, /By priority: 1 high and 1 low\./);
    assert.match(text, /report-file.*public-details: true/);
    assert.doesNotMatch(text, /orders|customer_id/);
  });

  it("says when there is nothing left: mended, switched off, or not seen by the last run", () => {
    assert.match(pageOf(aCheckIssue(aPass())), /^✅ production: Foreign keys are indexed Deleting/);
    const off = aPass({ status: "skipped", skipped: { reason: "disabled", detail: "Off." } });
    assert.match(pageOf(aCheckIssue(off)), /^➖ production is no longer looked at here/);
    const fading = pageOf(aCheckIssue(aPass(), { fading: 2 }));
    assert.match(fading, /nothing of it was seen by the last run .* 2 findings not seen any more/);
    for (const text of [pageOf(aCheckIssue(aPass())), fading])
      assert.doesNotMatch(text, /To ignore|What was found/);
  });

  it("has the run in its footer alone, so that the same findings are the same text", () => {
    const first = renderCheckIssue(aCheckIssue({ ...FAIL, window: "since 2026-08-01 (100 days)" }));
    const later = {
      ...RUN,
      at: AT + DAY,
      url: "https://github.com/acme/app/actions/runs/2",
      toolVersion: "1.0.1",
    };
    const known = aFail([aFinding({ known: false })], { window: "since 2026-08-01 (101 days)" });
    const second = renderCheckIssue(aCheckIssue(known, { run: later }));
    assert.equal(first.content, second.content);
    assert.match(
      read(second.footer),
      /^Written by this run · suite health · 2026-11-23 03:00 UTC · pg-preflight 1\.0\.1/,
    );
    assert.match(second.footer, /href="https:\/\/github\.com\/acme\/app\/actions\/runs\/2"/);
    const nowhere = renderCheckIssue(aCheckIssue(FAIL, { run: { ...RUN, url: 'javascript:"' } }));
    assert.doesNotMatch(nowhere.footer, /href/);
  });
});
