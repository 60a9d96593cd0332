import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { all, read as readPage, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { FIX_KINDS, type FixKind } from "../../core/finding.ts";
import type { Report } from "../../core/report.ts";
import { renderProblems } from "../input-errors.ts";
import { renderSummary, SUMMARY_BYTES } from "./summary.ts";

/** The page's text as a reader has it, folds opened. */
function read(report: Report): string {
  return readPage(renderSummary(report));
}

function everyKindOfResult(): Report {
  return aReport({
    suite: "deploy",
    conclusion: "fail",
    failOn: "never",
    results: [
      aFail([aFinding({ known: true })], { momentary: true, window: "Counts since 2026-10-01." }),
      aPass({
        title: "Heaviest statements",
        status: "measured",
        measurements: [{ query: "SELECT 1", mean_ms: 1.25 }],
      }),
      aPass({
        title: "Views are fresh",
        status: "skipped",
        skipped: {
          reason: "not-configured",
          detail: "No view is declared:",
          fix: { language: "yaml", text: "checks:\n  materialized-views: {}" },
        },
      }),
      aPass({ title: "Indexes are valid" }),
    ],
    checklist: [
      {
        section: "Database",
        items: [
          {
            id: "a",
            title: "All migrations applied",
            status: "attested",
            evidence: "Seen by @me.",
            checks: [],
            attestation: { by: "@me", on: "2026-11-01", expires: "2027-01-30" },
          },
        ],
      },
    ],
    ignored: [
      { check: "unused-indexes", key: "public.idx_*", reason: "month-end report", expires: "2027-01-01" },
    ],
  });
}

describe("the summary", () => {
  it("is one line when all is green, the rest folded", () => {
    const report = aReport({
      results: [aPass(), aPass({ check: "invalid-indexes", title: "Indexes are valid" })],
    });
    const top = (throughRemark(renderSummary(report)).children ?? []).filter(
      (node) => node.type === "element",
    );
    assert.deepEqual(
      top.map((node) => node.tagName),
      ["h3", "details"],
    );
    assert.equal(textOf(top[0] as (typeof top)[0]), "✅ production passes all 2 checks");
    assert.match(read(report), /PostgreSQL 18\.4 .* nothing was changed/);
  });

  it("says what could not be looked at, and what should be known, in sight", () => {
    const unknown = aPass({ status: "unknown", unknown: { reason: "timeout", detail: "It took 10s." } });
    const blind = aReport({ conclusion: "unknown", results: [aPass(), unknown] });
    assert.match(read(blind), /❔ production: 1 check passes, 1 check could not look/);
    const expired = aReport({ notices: ["An ignore expired on 2026-10-31."] });
    assert.match(read(expired), /^✅ production passes its one check ℹ️ An ignore expired on 2026-10-31\./);
  });

  it("says the verdict, why the step fails and what to do first, before anything else", () => {
    const low = aFail([aFinding({ priority: "low", message: "An index is idle." })], {
      title: "Indexes are used",
    });
    const report = aReport({
      conclusion: "fail",
      stepFails: true,
      gate: ["Foreign keys are indexed: 1 high finding."],
      results: [low, aFail([aFinding()])],
    });
    const text = read(report);
    assert.match(
      text,
      /^❌ production has 1 high and 1 low finding.*This step fails: Foreign keys are indexed: 1 high finding\. Do first 🟠 within 24 hours: public\.orders has no index that starts with customer_id\. How to mend it ?CREATE INDEX CONCURRENTLY ON public\.orders \(customer_id\); Then 1 more check, below\. Priority/,
    );
    assert.ok(text.indexOf("High: within 24 hours") < text.indexOf("Low: within 1 month"));
  });

  it("shows why a check matters, its rows with their units, and where to read more", () => {
    const tree = throughRemark(
      renderSummary(aReport({ conclusion: "fail", results: [aFail([aFinding()])] })),
    );
    const rows = all(tree, "tr").map((row) => (row.children ?? []).map((cell) => textOf(cell)));
    assert.deepEqual(rows.slice(-2), [
      ["Table", "Columns", "Table size"],
      ["public.orders", "customer_id", "12\u00a0MB"],
    ]);
    const links = all(tree, "a").map((link) => link.properties?.href);
    assert.ok(
      links.includes(
        "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks/foreign-key-indexes/README.md",
      ),
    );
    assert.match(textOf(tree), /Deleting a parent row reads the whole child table/);
  });

  it("says one wording once, however many findings share it", () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      aFinding({
        key: `public.t${index}_fk`,
        message: `public.t${index}_fk has no index and ${index} rows.`,
      }),
    );
    const text = read(aReport({ conclusion: "fail", results: [aFail(findings)] }));
    assert.match(text, /public\.t0_fk has no index and 0 rows\. \(and 29 alike\)/);
    assert.doesNotMatch(text, /public\.t1_fk has no index/);
    assert.match(text, /18 more rows/);
  });

  it("tells what could not be looked at once for each cause, with what mends it", () => {
    const blind = ["Queries are fast", "No query blocks others"].map((title) =>
      aPass({
        title,
        status: "unknown",
        unknown: {
          reason: "permission",
          detail: "The login sees only its own sessions.",
          fix: { language: "sql", text: "GRANT pg_monitor TO me;" },
        },
      }),
    );
    const torn = aFail([aFinding()], { unknown: { reason: "error", detail: "One schema may not be read." } });
    const text = read(aReport({ conclusion: "fail", results: [...blind, torn] }));
    assert.match(text, /Could not look: 2 checks and 1 failing check in part/);
    assert.equal(text.split("GRANT pg_monitor TO me;").length, 2);
    assert.match(text, /Queries are fast · No query blocks others/);
    assert.match(text, /One schema may not be read\./);
  });

  it("gathers fixes once each: together, alone, and commented out those for a window and the destructive", () => {
    const results = [
      aFail([aFinding({ fix: "ALTER ROLE app SET statement_timeout = '30s'", fixKind: "together" })]),
      aFail([aFinding({ fix: "ALTER ROLE app SET statement_timeout = '30s';", fixKind: "together" })]),
      aFail([aFinding({ fix: "VACUUM public.a;" }), aFinding({ fix: "VACUUM public.b;" })]),
      aFail([aFinding({ fix: "DROP INDEX\n  public.c;", fixKind: "destructive" })]),
      aFail([
        aFinding({
          fix: "-- Rewrites the table.\nBEGIN;\nALTER TABLE public.d ALTER COLUMN id TYPE bigint;\nCOMMIT;",
          fixKind: "window",
          fixStatements: 3,
        }),
      ]),
      // The parser did not read it.
      aFail([{ ...aFinding(), fix: "SELECT 1;", fixKind: undefined }]),
      aFail([aFinding({ fix: "-- Restart the server.", fixKind: "alone", fixStatements: 0 })]),
    ];
    const markdown = renderSummary(aReport({ conclusion: "fail", results }));
    const gathered = throughRemark(markdown.slice(markdown.indexOf("### Fixes to copy")));
    assert.deepEqual(
      all(gathered, "pre").map((block) => textOf(block)),
      [
        "-- Foreign keys are indexed\nALTER ROLE app SET statement_timeout = '30s';\n",
        "VACUUM public.a;\n",
        "VACUUM public.b;\n",
        "-- Restart the server.\n",
        "-- Foreign keys are indexed\n-- Rewrites the table.\n-- BEGIN;\n-- ALTER TABLE public.d ALTER COLUMN id TYPE bigint;\n-- COMMIT;\n",
        "-- Foreign keys are indexed\n-- DROP INDEX\n--   public.c;\n-- SELECT 1;\n",
      ],
    );
    const headings = [
      "To run together: 1 statement",
      "To run one at a time, outside a transaction: 2 statements and 1 note",
      "For a maintenance window, commented out: 3 statements",
      "Taking something away, commented out: 2 statements",
    ];
    for (const heading of headings) assert.ok(markdown.includes(`<summary>${heading}</summary>`), heading);
  });

  it("counts a check's statements and puts no two kinds into one block", () => {
    const findings = [
      aFinding({
        fix: "REVOKE ALL ON a FROM PUBLIC;\nGRANT SELECT ON a TO b;",
        fixKind: "together",
        fixStatements: 2,
      }),
      aFinding({ fix: "VACUUM public.a;" }),
      aFinding({ fix: "CLUSTER public.b;", fixKind: "window", fixStatements: 1 }),
      aFinding({ fix: "DROP INDEX public.c;", fixKind: "destructive", fixStatements: 1 }),
    ];
    const markdown = renderSummary(aReport({ conclusion: "fail", results: [aFail(findings)] }));
    assert.match(markdown, /<summary>Fix: 5 statements to review<\/summary>/);
    const ofCheck = throughRemark(
      markdown.slice(markdown.indexOf("Fix: 5 statements"), markdown.indexOf("### Fixes to copy")),
    );
    assert.deepEqual(
      all(ofCheck, "pre").map((block) => textOf(block)),
      [
        "REVOKE ALL ON a FROM PUBLIC;\nGRANT SELECT ON a TO b;\n",
        "VACUUM public.a;\n",
        "-- CLUSTER public.b;\n",
        "-- DROP INDEX public.c;\n",
      ],
    );
  });

  it("repeats a short fix beside its finding only where it may run as it is", () => {
    const stepOf = (fixKind: FixKind | undefined): boolean => {
      const finding = { ...aFinding({ fix: "VACUUM public.a;" }), fixKind };
      const markdown = renderSummary(aReport({ conclusion: "fail", results: [aFail([finding])] }));
      return markdown.slice(0, markdown.indexOf("</ol>")).includes("VACUUM");
    };
    assert.deepEqual(
      [...FIX_KINDS, undefined].map((kind) => [kind, stepOf(kind)]),
      [
        ["together", true],
        ["alone", true],
        ["window", false],
        ["destructive", false],
        [undefined, false],
      ],
    );
  });

  it("shows every kind of result, folded where it can wait", () => {
    const text = read(everyKindOfResult());
    for (const part of [
      "Advisory: with fail-on: never this step passes whatever is found.",
      "no new finding; 1 known, in open issues",
      "on a pull request it stops nothing",
      "Counts since 2026-10-01.",
      "📊 Heaviest statements: 1 row",
      "1.3 ms",
      "Not configured Views are fresh: No view is declared: checks: materialized-views: {}",
      "✅ Indexes are valid",
      "Checklist: 0 of 1 by evidence, 1 attested Database: 1 of 1",
      "📝 attested until 2027-01-30 All migrations applied Seen by @me.",
      "public.idx_* month-end report 2027-01-01",
      "tables counted since 2026-10-01 00:00 UTC · statements counted since: not known",
    ]) {
      assert.ok(text.includes(part), `"${part}" is not in: ${text}`);
    }
  });

  it("says what is new and what is known apart, the new first", () => {
    const known = (number: number) =>
      aFinding({
        key: `old${number}`,
        message: `public.old${number} has no index.`,
        known: true,
        priority: "critical",
      });
    const fresh = aFinding({ key: "new", message: "public.new has no index." });
    const report = aReport({
      conclusion: "fail",
      stepFails: true,
      gate: ["1 finding is high or worse: foreign-key-indexes."],
      results: [aFail([known(1), fresh, known(2)]), aFail([known(3)], { title: "Other things are well" })],
    });
    const text = read(report);
    assert.match(
      text,
      /^❌ production has 1 new finding \(1 high\); 3 known, in open issues This step fails:/,
    );
    assert.match(text, /What an open issue holds already stops nothing here/);
    assert.match(text, /Do first 🟠 within 24 hours: public\.new has no index\./);
    assert.match(
      text,
      /Priority Due Findings New Checks 🔴 critical do immediately 3 0 2 🟠 high within 24 hours 1 1 1/,
    );
    assert.doesNotMatch(text, /🔴 Critical/, "what is known is under no heading that wants somebody now");
    const [news = "", olds = ""] = text.split("📌 Known, in open issues: 3 findings");
    assert.match(
      news,
      /High: within 24 hours Foreign keys are indexed: 1 finding .*public\.new has no index/,
    );
    assert.doesNotMatch(news, /public\.old/);
    assert.match(
      olds,
      /Foreign keys are indexed: 2 findings .*public\.old1 .*public\.old2 .*Other things are well: 1 finding/,
    );
    const same = read({
      ...report,
      results: report.results.map((each) => ({
        ...each,
        findings: each.findings?.map((finding) => ({ ...finding, known: false })) ?? [],
      })),
    });
    assert.doesNotMatch(same, /[Kk]nown, in open issues|New Checks/);
  });

  it("is the advice alone when the database cannot be reached", () => {
    const unknown = { reason: "unreachable", detail: "Not reached." } as const;
    const report = aReport({
      conclusion: "unknown",
      stepFails: true,
      server: null,
      unreachable: "The host db.example has only IPv6: use the session pooler.",
      gate: ["The database could not be reached."],
      results: [aPass({ status: "unknown", unknown }), aPass({ status: "unknown", unknown })],
    });
    const text = read(report);
    assert.match(text, /^❌ production could not be reached What to do: The host db\.example has only IPv6/);
    assert.doesNotMatch(text, /Not reached|Could not look/);
  });

  it("lists every problem of the input", () => {
    const page = renderProblems([
      "checks.unused-index: did you mean unused-indexes?",
      "fail-on: `hihg` is no priority",
    ]);
    const items = all(throughRemark(page), "li").map((item) => textOf(item));
    assert.deepEqual(items, [
      "checks.unused-index: did you mean unused-indexes?",
      "fail-on: hihg is no priority",
    ]);
  });
});

describe("the budget", () => {
  const nasty = "|".repeat(20) + "<&\"'".repeat(20);
  const many = (number: number, check: string): ReturnType<typeof aFail> =>
    aFail(
      Array.from({ length: number }, (_, index) =>
        aFinding({
          key: `${nasty}${index}`,
          message: `${nasty}${index} is not used.`,
          facts: { index: `${nasty}${index}`, table: nasty, size_bytes: index, definition: nasty.repeat(3) },
          fix: `DROP INDEX "${nasty}${index}";`,
          fixKind: FIX_KINDS[index % FIX_KINDS.length],
        }),
      ),
      { check, title: check },
    );

  it("is kept with 40,000 findings, and what is cut is counted", () => {
    const report = aReport({ conclusion: "fail", results: [many(40_000, "Indexes are used")] });
    assert.ok(Buffer.byteLength(renderSummary(report)) <= SUMMARY_BYTES);
    const text = read(report);
    const left = Number(/([\d,]+) rows left out/.exec(text)?.[1]?.replaceAll(",", ""));
    const shown = all(throughRemark(renderSummary(report)), "td").filter((cell) =>
      /\|{20}.*\d$/.test(textOf(cell)),
    ).length;
    assert.equal(left + shown, 40_000);
  });

  it("is kept by showing less of everything, step by step, down to counts and to the verdict", () => {
    const results = Array.from({ length: 33 }, (_, index) => many(200, `check-${index}`));
    const report = aReport({ conclusion: "fail", results });
    let rows = Number.POSITIVE_INFINITY;
    for (const budget of [SUMMARY_BYTES, 200_000, 60_000, 1_000]) {
      const markdown = renderSummary(report, budget);
      assert.ok(Buffer.byteLength(markdown) <= budget, `${Buffer.byteLength(markdown)} of ${budget}`);
      assert.match(markdown, /^<h2>.*6,600 high finding/);
      assert.match(markdown, /report file has all/);
      const now = markdown.split("<tr>").length;
      assert.ok(now <= rows && (now < rows || now === 1), `${now} after ${rows} at ${budget}`);
      rows = now;
    }
  });
});
