import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { UserError } from "../core/errors.ts";
import { parseConfig, readConfig } from "./parse.ts";

async function problems(text: string): Promise<readonly string[]> {
  try {
    await parseConfig(text, "c.yml");
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.problems;
  }
  return [];
}

describe("the configuration file", () => {
  it("may be empty, or hold only comments", async () => {
    assert.equal((await parseConfig("", "c.yml")).policy.timeout, 120_000);
    assert.equal((await parseConfig("# nothing yet\n", "c.yml")).policy.unknown, "auto");
  });

  it("reads durations and sizes as PostgreSQL writes them", async () => {
    const config = await parseConfig(
      "policy: { timeout: 90 s }\nchecks: { unused-indexes: { min-size: 5MB, observed-for: 36h } }",
      "c.yml",
    );
    assert.equal(config.policy.timeout, 90_000);
    const options = config.checks["unused-indexes"] as Record<string, unknown>;
    assert.equal(options["min-size"], 5 * 1024 ** 2);
    assert.equal(options["observed-for"], 36 * 3_600_000);
    assert.equal(options.enabled, true);
  });

  it("tells every problem at once, each with its line and the nearest right name", async () => {
    const told = await problems(
      [
        "polcy: {}",
        "policy:",
        "  unknown: warm",
        "  timeout: 2 minutes",
        "checks:",
        "  unused-index: {}",
        "  unused-indexes:",
        "    min-sice: 1MB",
        "    min-size: 100",
        "    priority: urgent",
        "    enabled: maybe",
        "ignore:",
        "  - { check: unused-indexs, key: '*', expires: soon }",
        "schemas: public",
      ].join("\n"),
    );
    const text = told.join("\n");
    for (const expected of [
      /c\.yml:1: polcy is not known\. Did you mean policy\?/,
      /c\.yml:3: policy\.unknown: "warm" is not known\. Did you mean warn\?/,
      /c\.yml:4: policy\.timeout: "2 minutes" is no duration: .* like 15min/,
      /c\.yml:6: checks\.unused-index is not known\. Did you mean unused-indexes\?/,
      /c\.yml:8: checks\.unused-indexes\.min-sice is not known\. Did you mean min-size\?/,
      /c\.yml:9: checks\.unused-indexes\.min-size: write a size with its unit/,
      /c\.yml:10: checks\.unused-indexes\.priority: "urgent" is not known\. Write one of critical, high/,
      /c\.yml:11: checks\.unused-indexes\.enabled: expected boolean/,
      /c\.yml:13: ignore\.0\.check: "unused-indexs" is not known\. Did you mean unused-indexes\?/,
      /c\.yml:13: ignore\.0\.key: a key of \* alone/,
      /c\.yml:13: ignore\.0\.reason: it is missing/,
      /c\.yml:13: ignore\.0\.expires/,
      /c\.yml:14: schemas: expected array/,
    ]) {
      assert.match(text, expected);
    }
    assert.equal(told.length, 13, text);
    const lines = told.map((problem) => Number(/:(\d+):/.exec(problem)?.[1]));
    assert.deepEqual(
      lines,
      lines.toSorted((a, b) => a - b),
      "in the file's order",
    );
  });

  it("says where the YAML itself is broken", async () => {
    assert.match((await problems("checks:\n  a: [1\n"))[0] ?? "", /^c\.yml:\d+: this is no valid YAML/);
    assert.match((await problems("policy: {}\npolicy: {}\n"))[0] ?? "", /^c\.yml:2: .*unique/);
  });

  it("says that a text which begins with * wants quotes", async () => {
    assert.deepEqual(await problems("ignore:\n  - check: unused-indexes\n    key: *_idx\n    reason: r\n"), [
      'c.yml:3: *_idx is an alias in YAML, and nothing has that name. A text that begins with * stands in quotes: "*_idx".',
    ]);
    const twelve = ", *p".repeat(12);
    assert.equal((await parseConfig(`schemas: [&p app${twelve}]`, "c.yml")).schemas?.length, 13);
  });

  it("names a suite's and a run's limits", async () => {
    assert.match((await problems("suites: { My Suite: [indexes] }"))[0] ?? "", /lower-case letters/);
    for (const time of ["0s", "2h", "30d"]) {
      assert.match((await problems(`policy: { timeout: ${time} }`))[0] ?? "", /more than 0s and at most 1h/);
    }
  });

  it("is no list and no text", async () => {
    assert.match((await problems("- 1\n"))[0] ?? "", /the file: expected object/);
    assert.match((await problems("hello\n"))[0] ?? "", /the file: expected object/);
  });

  it("may be absent: everything has its default", async () => {
    const config = await readConfig("c.yml", { text: null, notices: [] });
    assert.equal(config.policy.timeout, 120_000);
  });

  it("tells where it stands when that is not the workspace", async () => {
    const text = { text: "schemas: 1", origin: "It stands elsewhere.", notices: [] };
    await assert.rejects(
      readConfig("c.yml", text),
      /^UserError: c\.yml:1: schemas.*\nIt stands elsewhere\.$/s,
    );
  });
});
