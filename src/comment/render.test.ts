import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile } from "../../test/support/builders/hostile.ts";
import { alive, all, squeezed, textOf, throughRemark } from "../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../test/support/builders/report.ts";
import type { Report } from "../core/report.ts";
import { redact } from "../report/redact.ts";
import { commentBody, isOutdated, readComment, renderComment } from "./render.ts";

const run = { id: "7", attempt: 1, at: 1_763_262_000_000 };
const render = (report: Report, issues: number[] = []) => renderComment({ report, run, issues });
const read = (report: Report, issues: number[] = []): string =>
  squeezed(textOf(throughRemark(commentBody(render(report, issues)))));

const known = aFinding({ key: "old", message: "public.old has no index.", known: true });
const fresh = aFinding({ key: "new", message: "public.new has no index." });

describe("the pull request's comment", () => {
  it("says the verdict, what is new, what is known with its issues, what could not be looked at, and where all is", () => {
    const report = aReport({
      conclusion: "fail",
      stepFails: true,
      gate: ["1 finding is high or worse: foreign-key-indexes."],
      results: [
        aFail([known, fresh]),
        aPass({
          title: "Queries are fast",
          status: "unknown",
          unknown: { reason: "timeout", detail: "It took 10s." },
        }),
      ],
    });
    const text = read(report, [3, 12]);
    for (const part of [
      "❌ production has 1 new finding (1 high); 1 known, in open issues",
      "This step fails. 1 finding is high or worse: foreign-key-indexes.",
      "New: 1 finding",
      "public.new has no index.",
      "📌 Known: 1 finding, #3 and #12.",
      "❔ Could not look: 1 check",
      "Queries are fast: It took 10s.",
    ]) {
      assert.ok(text.includes(part), `"${part}" is not in ${text}`);
    }
    assert.ok(!text.includes("public.old"), "what is known is counted");
    const links = all(throughRemark(commentBody(render(report, [3, 12]))), "a");
    assert.deepEqual(
      links.map(({ properties }) => properties?.href),
      [
        "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks/foreign-key-indexes/README.md",
        "https://github.com/acme/app/issues/3",
        "https://github.com/acme/app/issues/12",
        "https://github.com/acme/app/actions/runs/1",
      ],
    );
  });

  it("is news when something is new or stops the step; what is known or never seen is none", () => {
    assert.equal(render(aReport()).isNews, false);
    assert.equal(render(aReport({ conclusion: "fail", results: [aFail([known])] })).isNews, false);
    assert.equal(render(aReport({ conclusion: "fail", results: [aFail([known, fresh])] })).isNews, true);
    assert.equal(render(aReport({ stepFails: true, gate: ["1 item of the checklist."] })).isNews, true);
    const unknown = aPass({ status: "unknown", unknown: { reason: "timeout", detail: "It took 10s." } });
    const blind = aReport({ conclusion: "unknown", results: [aPass(), unknown] });
    assert.equal(render(blind).isNews, false);
    assert.equal(render({ ...blind, stepFails: true, gate: ["policy.unknown"] }).isNews, true);
  });

  it("shows ten findings, the most urgent first, and counts the others", () => {
    const findings = Array.from({ length: 14 }, (_, index) =>
      aFinding({ key: `k${index}`, priority: "low", message: `Number ${index} is idle.` }),
    );
    const report = aReport({
      conclusion: "fail",
      results: [aFail([...findings, fresh], { priority: "high" })],
    });
    const rows = all(throughRemark(commentBody(render(report))), "tr").map(textOf);
    assert.equal(rows.length, 11);
    assert.match(rows[1] ?? "", /high.*public\.new has no index/s);
    assert.match(read(report), /and 5 others, in the summary of the run/);
  });

  it("is a row for each check, without names, where everybody may read it", () => {
    const report = redact(aReport({ conclusion: "fail", results: [aFail([known, fresh, fresh])] }));
    const rows = all(throughRemark(commentBody(render(report))), "tr").map(textOf);
    assert.deepEqual(rows.slice(1), ["🟠 highForeign keys are indexed2 findings, names kept back"]);
  });

  it("is the advice where the database was not reached", () => {
    const report = aReport({
      conclusion: "fail",
      stepFails: true,
      server: null,
      unreachable: "Use port 5432.",
      results: [],
    });
    assert.match(read(report), /❌ production could not be reached Use port 5432\. Everything is/);
  });

  it("stays small and keeps hostile text in its place", () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 12, maxLength: 12 }), (texts) => {
        const findings = texts.map((text, index) =>
          aFinding({ key: String(index), message: text.repeat(1 + (index % 3) * 200) }),
        );
        const blind = aPass({ status: "unknown", unknown: { reason: "error", detail: texts[0] ?? "" } });
        const report = aReport({ conclusion: "fail", results: [aFail(findings), blind] });
        const body = commentBody(render(report));
        assert.ok(body.length <= 31_000, `${body.length} characters`);
        assert.deepEqual(alive(throughRemark(body)), []);
        const text = render(report);
        assert.deepEqual(readComment(body, text.mark), { content: text.content.trim(), run });
      }),
      { numRuns: 100 },
    );
  });
});

describe("a comment that is there", () => {
  const text = render(aReport({ conclusion: "fail", results: [aFail([fresh])] }));

  it("is ours when it begins with the mark of this target and suite, whatever ends its lines", () => {
    const body = commentBody(text);
    assert.deepEqual(readComment(body, text.mark), { content: text.content, run });
    assert.deepEqual(readComment(body.replaceAll("\n", "\r\n"), text.mark)?.content, text.content);
    assert.equal(readComment(`Look: ${body}`, text.mark), undefined);
    const other = render(aReport({ suite: "deploy" }));
    assert.equal(readComment(body, other.mark), undefined);
    assert.notEqual(render(aReport({ target: "prod" })).mark, text.mark);
    assert.equal(
      readComment(
        commentBody(render(aReport({ target: "prod 2" }))),
        render(aReport({ target: "prod" })).mark,
      ),
      undefined,
    );
  });

  it("says the same when another run wrote the same", () => {
    const report = aReport({ conclusion: "fail", results: [aFail([fresh])], durationMs: 9 });
    const later = renderComment({
      report: {
        ...report,
        runUrl: "https://github.com/acme/app/actions/runs/99",
        startedAt: "2026-12-01T00:00:00Z",
      },
      run: { id: "99", attempt: 2, at: run.at + 1 },
      issues: [],
    });
    assert.equal(later.content, text.content);
    assert.notEqual(later.footer, text.footer);
  });

  it("is left alone by a run that began before the one that wrote it", () => {
    const written = readComment(commentBody(text), text.mark)?.run ?? null;
    assert.equal(isOutdated({ id: "6", attempt: 1, at: run.at - 1 }, written), true);
    assert.equal(isOutdated(run, written), false);
    assert.equal(isOutdated({ id: "8", attempt: 1, at: run.at + 1 }, written), false);
    assert.equal(readComment(text.mark, text.mark)?.run, null);
  });
});
