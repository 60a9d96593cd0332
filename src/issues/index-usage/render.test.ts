import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NASTY } from "../../../test/support/builders/hostile.ts";
import {
  aDuplicate,
  aForeignKey,
  anIndex,
  anInvalid,
  anUnused,
  DAY,
  lastOf,
  MB,
  START,
  type Told,
  type Week,
  weeks,
} from "../../../test/support/builders/index-weeks.ts";
import {
  alive,
  all,
  read,
  skeleton,
  textOf,
  throughCmark,
  throughRemark,
} from "../../../test/support/builders/markdown.ts";
import { aFail, aPass } from "../../../test/support/builders/report.ts";
import type { FactParts } from "../../../test/support/builders/run-facts.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { redact } from "../../report/redact.ts";
import type { IssueText } from "../render/model.ts";
import { ISSUE_CHARACTERS } from "../render/parts.ts";
import type { IndexUsageView } from "./evaluate.ts";
import { renderIndexUsage } from "./render.ts";

function viewOf({ facts, usage, suiteState }: Told, parts: Partial<IndexUsageView> = {}): IndexUsageView {
  return {
    run: {
      target: "production",
      suite: "index-usage",
      at: facts.run.at,
      url: "https://github.com/acme/app/actions/runs/1",
      toolVersion: "1.0.0",
    },
    report: facts.report,
    usage,
    runs: suiteState.runs,
    previous: null,
    showsNames: true,
    ...parts,
  };
}

function render(lives: readonly Week[], parts: Partial<IndexUsageView> = {}): IssueText {
  return renderIndexUsage(viewOf(lastOf(weeks(lives)), parts));
}

const page = (lives: readonly Week[], parts: Partial<IndexUsageView> = {}) =>
  read(render(lives, parts).content);

/** One of each kind, growing a little each week. */
function life(number: number): Week {
  return {
    indexes: [
      anIndex("public.large", { bytes: (100 + number * 10) * MB, scans: 9_000 * (number + 1) }),
      anIndex("public.legacy", { bytes: 64 * MB }),
      ...(number < 5 ? [] : [anIndex("public.young", { bytes: 12 * MB })]),
      anIndex("public.twin", { bytes: 20 * MB, scans: 7 }),
      anIndex("public.rare", { bytes: 15 * MB, scans: 3 + number, tableWrites: 88_000 }),
      anIndex("public.broken", { bytes: 31 * MB }),
    ],
    findings: {
      "unused-indexes": [
        anUnused("public.legacy", { size_bytes: 64 * MB }),
        ...(number < 5 ? [] : [anUnused("public.young", { size_bytes: 12 * MB })]),
      ],
      "duplicate-indexes": [aDuplicate("public.twin", "public.kept")],
      "invalid-indexes": [anInvalid("public.broken")],
      "foreign-key-indexes": [aForeignKey("public.lines")],
    },
  };
}

const SEVEN = [0, 1, 2, 3, 4, 5, 6].map(life);

describe("the weekly index-usage issue", () => {
  it("says the verdict, what it would give back and what to do first", () => {
    assert.match(
      page(SEVEN),
      /^🟠 production has 1 invalid index, 1 duplicate index, 2 unused indexes and 1 foreign key without an index 6 indexes take 302 MB\. Dropping what can go would give back 127 MB \(4 indexes\); 115 MB of it \(3 indexes\) may go now\. Scans and writes are counted since 2026-06-09 \(132 days\)\. The last run was on 2026-10-12\. What to do first Mend 1 invalid index, which no query can use\. Drop 2 indexes that may go now: 84 MB\. Index 1 foreign key\. Wait for 1 unused index: the first may go on 2026-11-11\./,
    );
  });

  it("shows of each its size, scans since the last run, since when, what it costs, and whether it may go", () => {
    const rows = all(throughRemark(render(SEVEN).content), "tr").map((row) =>
      (row.children ?? []).map((cell) => textOf(cell).replaceAll("\u00a0", " ")),
    );
    const row = (name: string) => rows.find(([first]) => first?.startsWith(`public.${name}`));
    assert.deepEqual(
      rows.find((cells) => cells.includes("Unused since")),
      ["Index", "Size", "Scans", "Scans since 2026-10-12", "Unused since", "Table writes", "May go"],
    );
    assert.deepEqual(row("legacy"), [
      "public.legacyon public.orders",
      "64 MB",
      "0",
      "0",
      "2026-06-09",
      "50,000",
      "now",
    ]);
    assert.deepEqual(row("young")?.slice(4), ["2026-10-12", "50,000", "watch until 2026-11-11"]);
    assert.match(row("twin")?.[0] ?? "", /identical to public\.kept$/);
    assert.deepEqual(row("twin")?.slice(1), ["20 MB", "7", "0", "50,000", "now"]);
    assert.deepEqual(row("broken")?.slice(1), ["31 MB", "yes", "50,000", "DROP"]);
    assert.deepEqual(row("lines"), ["public.lines", "customer_id", "300 MB", "public.customers", "12"]);
    assert.deepEqual(row("rare")?.slice(1), ["15 MB", "9", "1", "88,000", "9,778"]);
    assert.deepEqual(row("large")?.slice(1), ["160 MB", "100 MB", "2026-09-07", "60 MB (+60 %)"]);
  });

  it("gives each DROP commented out, with the CREATE that undoes it and its day", () => {
    const { content } = render(SEVEN);
    const sql = all(throughRemark(content), "pre")
      .map(textOf)
      .filter((text) => !text.includes("xychart"));
    const lines = sql.join("\n").split("\n");
    assert.deepEqual(
      lines.filter((line) => line !== "" && !line.startsWith("--")),
      ["CREATE INDEX CONCURRENTLY ON public.lines (customer_id);"],
    );
    assert.ok(
      sql.some((text) =>
        text.includes(
          "-- DROP INDEX CONCURRENTLY public.legacy;\n-- undone by\n-- CREATE INDEX CONCURRENTLY legacy ON public.orders USING btree (a);",
        ),
      ),
    );
    assert.ok(
      sql.some((text) =>
        text.includes("-- Not before 2026-11-11:\n-- DROP INDEX CONCURRENTLY public.young;"),
      ),
    );
    assert.match(
      read(content),
      /To drop now, commented out: 3 indexes .* To drop later, commented out: 1 index /,
    );
  });

  it("draws size and number of the indexes over the weeks, and says them in words", () => {
    const { content } = render(SEVEN);
    const charts = content.match(/```mermaid\n[\s\S]*?```/g) ?? [];
    assert.equal(charts.length, 2);
    assert.match(charts[0] ?? "", /"Index size MB" 0 --> 302\n {4}bar \[230, 240, 250, 260, 270, 292, 302\]/);
    assert.match(charts[1] ?? "", /"Number of indexes" 0 --> 6\n {4}bar \[5, 5, 5, 5, 5, 6, 6\]/);
    assert.match(
      read(content),
      /From 2026-09-07 to 2026-10-19: the indexes' size went from 230 MB to 302 MB \(\+31 %\), and their number from 5 to 6\./,
    );
    assert.match(page([life(0)]), /Two days of runs make a picture; this is the first\./);
    assert.doesNotMatch(render([life(0)]).content, /mermaid/);
  });

  it("shows the dashboard of tables behind a click", () => {
    assert.match(
      page(SEVEN),
      /📊 Indexes of each table: the first 1 of 1 row Table Indexes Index size Table size Scans public\.orders 6 302 MB 100 MB/,
    );
  });

  it("says many times the size as such", () => {
    const sized = (bytes: number): Week => ({ indexes: [anIndex("public.large", { bytes, scans: 1e6 })] });
    const text = page([sized(1), sized(9 * MB)]);
    assert.match(text, /9 MB \(9,437,184 times\)/);
    assert.match(text, /from 1 bytes to 9 MB \(9,437,184 times\)/);
    assert.match(page([sized(10 * MB), sized(9 * MB)]), /from 10 MB to 9 MB \(−10 %\)/);
  });

  it("tells a clock that began anew, with its date, and no scans since the last run", () => {
    const crash: Week = {
      indexes: life(1).indexes ?? [],
      findings: { "duplicate-indexes": [aDuplicate("public.twin", "public.kept")] },
      results: [
        aPass({
          check: "unused-indexes",
          title: "Every index is used",
          status: "unknown",
          unknown: {
            reason: "window",
            detail:
              "The counters count for 2 days only (the server recovered from a crash); the check needs 30 days.",
          },
        }),
      ],
      facts: { tablesWindow: { since: START + 5 * DAY, detail: "the server recovered from a crash" } },
    };
    const text = page([life(0), crash]);
    assert.match(
      text,
      /⏱️ The counters of scans began anew on 2026-09-12: the server recovered from a crash\. What they had counted is gone, .* each silence is watched for 30 days from there\. The last run was on 2026-09-07\./,
    );
    assert.doesNotMatch(text, /Scans since 2026/);
    assert.match(text, /❔ Could not look Every index is used: The counters count for 2 days only/);
    assert.match(text, /Hardly used indexes: they are told once the counters/);
  });

  it("says at the first run that there is nothing to compare with, and that a finding was seen once", () => {
    const text = page([life(0)]);
    assert.match(text, /This is the first run, so there are no scans since the last one\./);
    assert.doesNotMatch(text, /Scans since 2026/);
    const old = new Date(START - 101 * DAY).toISOString();
    const scanned: Week = {
      indexes: [anIndex("public.old", { scans: 4 })],
      findings: { "unused-indexes": [anUnused("public.old", { scans: 4, unused_since_at: old })] },
    };
    assert.match(page([scanned]), /when the next run agrees/);
    assert.match(page([scanned]), /Let the next run look again at 1 index, before anything goes\./);
  });

  it("says what could not be looked at, and what mends it", () => {
    const blind = aFail([anUnused("public.idle")], {
      check: "unused-indexes",
      title: "Every index is used",
      unknown: {
        reason: "permission",
        detail: "The login sees no standbys.",
        fix: { language: "sql", text: "GRANT pg_monitor TO preflight;" },
      },
    });
    const text = page([{ indexes: [anIndex("public.idle")], results: [blind] }]);
    assert.match(
      text,
      /❔ Could not look Every index is used, in part: The login sees no standbys\. What mends it: GRANT pg_monitor TO preflight;/,
    );
    assert.match(text, /when all was seen/);
  });

  it("is short where every index earns its keep", () => {
    const fine: Week = { indexes: [anIndex("public.large", { scans: 9_000_000 })] };
    assert.match(
      page([fine, fine]),
      /^✅ production: every index earns its keep 1 index takes 20 MB\. Scans/,
    );
    assert.doesNotMatch(page([fine, fine]), /Statements|What to do first/);
  });

  it("says that the database could not be reached", () => {
    const told = lastOf(weeks([{ facts: { tablesWindow: undefined } as FactParts }]));
    const report = { ...told.facts.report, server: null, unreachable: "No answer." };
    assert.match(
      read(renderIndexUsage(viewOf(told, { report })).content),
      /^❌ production could not be reached/,
    );
  });

  it("names nothing that a public repository keeps back", () => {
    const told = lastOf(weeks(SEVEN));
    const { content, footer } = renderIndexUsage(
      viewOf(told, { report: redact(told.facts.report), showsNames: false }),
    );
    assert.doesNotMatch(content + footer, /public\.|orders|legacy|customer|CREATE INDEX|DROP INDEX/);
    assert.match(read(content), /⛔ Invalid 1 31 MB .*👯 Duplicate 1 20 MB .*💤 Unused 2 76 MB/);
    assert.match(read(content), /Missing for foreign keys 1 —/);
    assert.match(content, /mermaid/);
  });

  it("is the same text for the same facts, the run told in the footer alone", () => {
    const told = lastOf(weeks(SEVEN));
    const one = renderIndexUsage(viewOf(told));
    const url = "https://github.com/acme/app/actions/runs/2";
    const other = renderIndexUsage(viewOf(told, { run: { ...viewOf(told).run, url } }));
    assert.equal(one.content, other.content);
    assert.notEqual(one.footer, other.footer);
    assert.match(one.footer, /actions\/runs\/1/);
    assert.doesNotMatch(one.content, /actions\/runs/);
  });

  it("links the issue that told of the same before", () => {
    assert.match(page([life(0)], { previous: 12 }), /see #12\./);
  });
});

describe("a weekly issue of 40,000 findings", () => {
  const names = Array.from({ length: 40_000 }, (_, n) => `public.index_with_a_rather_long_name_${n}`);
  const huge: Week = {
    indexes: names.slice(0, 500).map((name) => anIndex(name)),
    findings: { "unused-indexes": names.map((name) => anUnused(name)) },
    facts: { smallerIndexes: { count: 39_500, bytes: 39_500 * MB } },
  };

  it("is readable, and says what it leaves out", () => {
    const { content } = render([huge, huge]);
    assert.ok(content.length <= ISSUE_CHARACTERS, `${content.length} characters`);
    const rows = all(throughRemark(content), "tr").filter((row) => textOf(row).includes("index_with"));
    assert.ok(rows.length >= 10, `${rows.length} rows`);
    assert.match(
      read(content),
      new RegExp(`✂️ ${(40_000 - rows.length).toLocaleString("en-US")} rows left out`),
    );
    assert.match(read(content), /production has 40,000 unused indexes/);
    assert.match(read(content), /[\d,]+ statements not shown here/);
  });

  it("keeps its budget with names of any length", () => {
    const long = names.slice(0, 600).map((name) => `public."${name}${"<&\"'>".repeat(40)}"`);
    const { content } = render([
      { ...huge, findings: { "unused-indexes": long.map((name) => anUnused(name)) } },
    ]);
    assert.ok(content.length <= ISSUE_CHARACTERS, `${content.length} characters`);
  });
});

const ENGINES = [
  { engine: "remark", parse: throughRemark, options: {} },
  { engine: "cmark-gfm", parse: throughCmark, options: needs("cmark-gfm") },
] as const;

for (const { engine, parse, options } of ENGINES) {
  describe(`hostile names in the weekly issue, read by ${engine}`, options, () => {
    const withName = (name: string): Week => ({
      indexes: [
        anIndex(`${name}1`, { scans: 1, table: name, tableWrites: 1e6 }),
        anIndex(`${name}2`, { bytes: 90 * MB, scans: 1e6 }),
      ],
      findings: {
        "unused-indexes": [anUnused(name, { table: name, definition: `CREATE INDEX ${name} ON t (a)` })],
        "duplicate-indexes": [aDuplicate(`${name}3`, name)],
        "invalid-indexes": [anInvalid(`${name}4`)],
        "foreign-key-indexes": [aForeignKey(name)],
      },
    });
    const told = (name: string) => {
      const week = withName(name);
      const smaller = { ...week, indexes: (week.indexes ?? []).map((row) => ({ ...row, bytes: 1 })) };
      return parse(render([smaller, week]).content);
    };
    it("change nothing of its shape, and nothing in them is taken up", () => {
      const tame = skeleton(told("public.tame"));
      // Findings whose key is empty do not exist, and statements too long are left out.
      for (const name of NASTY.filter((text) => text.length < 1_000)) {
        const tree = told(`x${name}`);
        assert.deepEqual(skeleton(tree), tame, JSON.stringify(name));
        assert.deepEqual(alive(tree), [], JSON.stringify(name));
      }
    });

    it("end no comment of a statement", () => {
      for (const name of NASTY) {
        const sql = all(told(`x${name}`), "pre").map(textOf);
        for (const line of sql
          .filter((text) => text.includes("-- DROP"))
          .join("\n")
          .split("\n")) {
          assert.ok(line === "" || line.startsWith("--"), JSON.stringify(line));
        }
      }
    });
  });
}
