import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { harmless, hostile, NASTY } from "../../../test/support/builders/hostile.ts";
import {
  alive,
  all,
  type Node,
  skeleton,
  squeezed,
  textOf,
  throughCmark,
  throughRemark,
} from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { sqlBlock, yamlBlock } from "../../core/finding.ts";
import type { CheckResult, Report } from "../../core/report.ts";
import { visible, visibleLines } from "../../lib/visible.ts";
import { renderSummary } from "../summary/summary.ts";
import { code, logLine, table, trusted } from "./escape.ts";
import { factsTable } from "./facts-table.ts";
import { renderText } from "./inline-text.ts";

const ENGINES = [
  { name: "remark", parse: throughRemark, options: {}, runs: 600 },
  { name: "cmark-gfm", parse: throughCmark, options: needs("cmark-gfm"), runs: 200 },
] as const;

/** The parser of HTML adds the body that the text leaves out. */
const TABLE = ["table", "tbody", "tr", "th", "th", "th", "tr", "td", "td", "td"];
const THREE = ["A", "B", "C"].map((heading) => ({ heading: trusted(heading) }));

for (const { name, parse, options, runs } of ENGINES) {
  describe(`hostile text, read by ${name}`, options, () => {
    it("stays in its cell of a table, as it is", () => {
      fc.assert(
        fc.property(hostile, (text) => {
          const tree = parse(`${table(THREE, [[trusted("x"), code(text), trusted("z")]])}\n\nafter\n`);
          const cells = all(tree, "td");
          assert.deepEqual(skeleton(tree), [...TABLE, "p"]);
          assert.equal(squeezed(textOf(cells[1] as Node)), squeezed(visible(text, 240)));
          assert.equal(textOf(cells[2] as Node), "z");
          assert.deepEqual(alive(tree), []);
        }),
        { numRuns: runs, examples: NASTY.map((text) => [text]) },
      );
    });

    it("stays in its sentence, and nothing in it is taken up", () => {
      fc.assert(
        fc.property(hostile, (text) => {
          const tree = parse(`<p>${renderText(text)}</p>\n\nafter\n`);
          assert.deepEqual(skeleton(tree), ["p", "p"]);
          assert.deepEqual(alive(tree), []);
          const [sentence] = all(tree, "p");
          const bare = (some: string): string => squeezed(some.replaceAll("`", ""));
          if (!/\d{4}-\d\d-\d\dT/.test(text))
            assert.equal(bare(textOf(sentence as Node)), bare(visible(text, 600)));
        }),
        { numRuns: runs, examples: NASTY.map((text) => [text]) },
      );
    });

    it("changes nothing of a whole summary's shape", () => {
      fc.assert(
        fc.property(fc.array(hostile, { minLength: 20, maxLength: 20 }), (texts) => {
          const tree = parse(renderSummary(reportOf(texts)));
          const tame = parse(renderSummary(reportOf(harmless(texts))));
          assert.deepEqual(skeleton(tree), skeleton(tame));
          assert.deepEqual(alive(tree), []);
          for (const link of all(tree, "a")) assert.match(String(link.properties?.href), OUR_LINKS);
        }),
        { numRuns: runs / 10, examples: chunks(NASTY, 20).map((texts) => [texts]) },
      );
    });
  });
}

const OUR_LINKS =
  /^https:\/\/github\.com\/(?:pg-preflight\/pg-preflight\/blob\/v1\/src\/checks\/[^/]*\/README\.md|acme\/app\/actions\/runs\/1)$/;

function chunks(texts: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, index) =>
    Array.from({ length: size }, (_none, at) => texts[(index * size + at) % texts.length] ?? ""),
  );
}

/** A report with hostile text wherever a report has text. */
function reportOf(texts: readonly string[]): Report {
  const text = (index: number): string => texts[index % texts.length] ?? "";
  const findings = [0, 1].map((index) =>
    aFinding({
      key: text(index),
      message: text(index + 2),
      facts: {
        object: text(index + 4),
        columns: [text(index), "x"],
        size_bytes: text(index + 1),
        seen_at: text(index + 6),
      },
      fix: `ALTER TABLE "${text(index + 8)}" SET LOGGED`,
      fixKind: index === 1 ? "alone" : "together",
    }),
  );
  const results: CheckResult[] = [
    aFail(findings, { check: text(3), title: text(10), why: text(11), window: text(12), stops: true }),
    aFail([aFinding({ priority: "low", fix: `DROP TABLE "${text(5)}"`, fixKind: "destructive" })], {
      title: text(13),
    }),
    aPass({
      status: "unknown",
      unknown: { reason: "permission", detail: text(14), fix: sqlBlock(`GRANT "${text(15)}" TO x;`) },
    }),
    aPass({
      status: "skipped",
      skipped: { reason: "not-configured", detail: text(16), fix: yamlBlock(`checks: ${text(17)}`) },
    }),
    aPass({
      status: "measured",
      measurements: [
        { query: text(18), calls: 1 },
        { query: text(19), calls: null },
      ],
    }),
    aPass({ title: text(0), window: text(1) }),
  ];
  return aReport({
    results,
    target: text(0),
    suite: text(1),
    toolVersion: text(2),
    commit: text(3),
    runUrl: "https://github.com/acme/app/actions/runs/1",
    conclusion: "fail",
    stepFails: true,
    gate: [text(4), text(5)],
    notices: [text(6)],
    server: { version: text(7), database: text(8), windows: { tables: null, statements: null } },
    ignored: [{ check: text(9), key: text(10), reason: text(11), expires: text(12) }],
    checklist: [
      {
        section: text(13),
        items: [{ id: text(14), title: text(15), status: "fail", evidence: text(16), checks: [] }],
      },
    ],
  });
}

describe("hostile text", () => {
  it("is faithful in blocks of SQL, and cannot end them", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const fix = `COMMENT ON TABLE x IS '${text}';`;
        const report = aReport({ results: [aFail([aFinding({ fix, fixKind: "together" })])] });
        const blocks = all(throughRemark(renderSummary(report)), "pre").map((block) => textOf(block));
        assert.ok(
          blocks.some((block) => block === `${visibleLines(fix)}\n`) || visibleLines(fix).length > 20_000,
        );
      }),
      { numRuns: 200, examples: NASTY.map((text) => [text]) },
    );
  });

  it("never copies as a statement that takes something away", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const fix = `DROP TABLE "${text}"`;
        const report = aReport({ results: [aFail([aFinding({ fix, fixKind: "destructive" })])] });
        const tree = throughRemark(renderSummary(report));
        const lines = all(tree, "pre").flatMap((block) =>
          textOf(block)
            .trimEnd()
            .split(/[\n\r]/),
        );
        assert.ok(lines.length > 0);
        for (const line of lines) assert.match(line, /^--|^$/);
        assert.ok(!all(tree, "ol").some((list) => textOf(list).includes("DROP")));
      }),
      { numRuns: 200, examples: NASTY.map((text) => [text]) },
    );
  });

  it("is one line in the log, and no command", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = logLine(text);
        assert.doesNotMatch(line, /^\s*::|##\[|[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 1_000, examples: NASTY.map((text) => [text]) },
    );
  });

  it("as a column's name or a number of a table is neutral too", () => {
    fc.assert(
      fc.property(hostile, (key) => {
        const tree = throughRemark(factsTable([{ [key]: "x" }, { [key]: Number.NaN }]));
        assert.equal(all(tree, "th").length, 1);
        assert.deepEqual(alive(tree), []);
      }),
      { numRuns: 300, examples: NASTY.map((text) => [text]) },
    );
  });
});
