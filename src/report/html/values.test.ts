import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Facts } from "../../core/finding.ts";
import { factsTable } from "./facts-table.ts";
import { renderText } from "./inline-text.ts";
import { formatBytes, formatDuration, formatNumber, formatPercent, formatTime } from "./values.ts";

const plain = (text: string): string => text.replace(/\u00a0/g, " ");

describe("values", () => {
  it("have PostgreSQL's units of size", () => {
    const sizes = [0, 512, 8192, 1_288_490_189, 12_582_912, 5 * 1024 ** 4, 3000 * 1024 ** 5];
    assert.deepEqual(sizes.map(formatBytes).map(plain), [
      "0 bytes",
      "512 bytes",
      "8 kB",
      "1.2 GB",
      "12 MB",
      "5 TB",
      "3,000 PB",
    ]);
  });

  it("have the unit of time that fits", () => {
    const times = [0, 0.024, 0.4, 350, 1_300, 125_000, 3 * 3_600_000, 11_530_000, 4.125 * 86_400_000];
    assert.deepEqual(times.map(formatDuration).map(plain), [
      "0 ms",
      "0.02 ms",
      "0.4 ms",
      "350 ms",
      "1.3 s",
      "2 min 5 s",
      "3 h",
      "3 h 12 min",
      "4 d 3 h",
    ]);
  });

  it("group thousands, round percents and tell UTC times", () => {
    assert.deepEqual([7, 1234, 1_203_455, -1234.567, 1e21].map(formatNumber).map(plain), [
      "7",
      "1,234",
      "1,203,455",
      "-1,234.57",
      "1e+21",
    ]);
    assert.deepEqual([0.44, 12.4].map(formatPercent).map(plain), ["0.4 %", "12 %"]);
    assert.equal(formatTime("2026-11-01T03:00:59Z"), "2026-11-01 03:00 UTC");
    assert.equal(formatTime("2026-11-01T03:00:59+02:00"), undefined);
  });
});

describe("a table of facts", () => {
  const rowsOf = (facts: Facts[]): string[][] =>
    plain(factsTable(facts))
      .split("\n")
      .filter((line) => line.startsWith("<tr>"))
      .map((line) => [...line.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map((match) => match[1] ?? ""));

  it("makes headings of keys and writes each value for people", () => {
    const rows = rowsOf([
      {
        table: "public.a",
        table_bytes: 8192,
        size_bytes: "9223372036854775807",
        mean_ms: 1300,
        idle_s: 90,
        dead_percent: 12,
        last_vacuum_at: "2026-11-01T03:00:00Z",
        autovacuum: false,
        rows: 1_000_000,
        pid: 12345,
        columns: ["a", "b"],
        none: [],
      },
    ]);
    assert.deepEqual(rows, [
      [
        "Table",
        "Table size",
        "Size",
        "Mean",
        "Idle",
        "Dead",
        "Last vacuum",
        "Autovacuum",
        "Rows",
        "PID",
        "Columns",
        "None",
      ],
      [
        "<code>public.a</code>",
        "8 kB",
        "8,192 PB",
        "1.3 s",
        "1 min 30 s",
        "12 %",
        "2026-11-01 03:00 UTC",
        "no",
        "1,000,000",
        "<code>12345</code>",
        "<code>a</code>, <code>b</code>",
        "—",
      ],
    ]);
  });

  it("leaves out columns that say nothing, keeps the first row's order and adds what only others have", () => {
    const rows = rowsOf([
      { b: null, a: 1, empty: null },
      { a: 2, b: "x", c: true, empty: null },
    ]);
    assert.deepEqual(rows, [
      ["B", "A", "C"],
      ["—", "1", "—"],
      ["<code>x</code>", "2", "yes"],
    ]);
  });

  it("keeps headings apart that differ in their unit only", () => {
    assert.deepEqual(rowsOf([{ dead: 1, dead_percent: 2 }])[0], ["Dead", "Dead percent"]);
  });
});

describe("prose", () => {
  it("puts names in code and leaves words alone", () => {
    const cases: [string, string][] = [
      [
        "public.orders has 12 rows (34%), e.g. old ones.",
        "<code>public.orders</code> has 12 rows (34%), e.g. old ones.",
      ],
      ["Set statement_timeout: it isn't set.", "Set <code>statement_timeout</code>: it isn&#39;t set."],
      [
        'The role "My App" of (public.x).',
        "The role <code>&quot;My App&quot;</code> of (<code>public.x</code>).",
      ],
      [
        "Run `VACUUM FULL` by age(x), not now()!",
        "Run <code>VACUUM FULL</code> by <code>age(x)</code>, not <code>now()</code>!",
      ],
      ["Since 2026-11-01T03:00:00Z, PostgreSQL 18.4.", "Since 2026-11-01 03:00 UTC, PostgreSQL 18.4."],
      ["Ask @octocat about #12.", "Ask <code>@octocat</code> about <code>#12</code>."],
    ];
    for (const [text, html] of cases) assert.equal(renderText(text), html);
  });
});
