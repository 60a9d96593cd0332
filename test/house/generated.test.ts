import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, it } from "vitest";
import { z } from "zod";
import { checkIds, generateRegistry } from "../../scripts/generate-registry.ts";
import { staleFiles } from "../../scripts/generated-files.ts";
import { type ActionMetadata, fillReadme } from "../../scripts/readme-tables.ts";
import { checkById, checks } from "../../src/checks/index.ts";
import { CATEGORIES } from "../../src/core/category.ts";
import { type Check, defineCheck } from "../../src/core/check.ts";
import { PRIORITIES } from "../../src/core/priority.ts";

const root = join(import.meta.dirname, "../..");

describe("the list of checks", () => {
  it("holds every folder of src/checks but shared", () => {
    const folders = readdirSync(join(root, "src/checks"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    assert.deepEqual(
      [...checks.map(({ id }) => id), "shared"].sort(),
      folders.map(({ name }) => name).sort(),
    );
  });

  it("is ordered by category, then the most urgent first, then by id", () => {
    const rank = ({ category, priority, id }: Check) =>
      `${CATEGORIES.indexOf(category)} ${PRIORITIES.indexOf(priority)} ${id}`;
    assert.ok(CATEGORIES.length < 10, "a rank is compared as text: one digit each");
    assert.deepEqual(checks.map(rank), checks.map(rank).sort());
  });

  it("needs no list by hand: a folder registers its check, whatever the others are", () => {
    const text = generateRegistry(["a-check", "z-check"]);
    assert.match(text, /^import aCheck from "\.\/a-check\/check\.ts";\nimport zCheck from /m);
    assert.match(text, /\[\n {2}aCheck,\n {2}zCheck,\n\]/);
  });

  it("refuses a folder that holds no check, and says what writes one", () => {
    const folder = mkdtempSync(join(tmpdir(), "pg-preflight-checks-"));
    try {
      for (const name of ["shared", "whole", "begun"]) mkdirSync(join(folder, name));
      writeFileSync(join(folder, "whole/check.ts"), "");
      assert.throws(() => checkIds(folder), /^Error: src\/checks\/begun: no check\.ts\..*npm run new-check/);
      writeFileSync(join(folder, "begun/check.ts"), "");
      assert.deepEqual(checkIds(folder), ["begun", "whole"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("finds a check by its id, and nothing for another word", () => {
    for (const check of checks) assert.equal(checkById(check.id), check);
    assert.equal(checkById("constructor"), undefined);
  });
});

describe("a generated file", () => {
  const text = readFileSync(join(root, "LICENSE"), "utf8");

  it("is stale when it differs from what it should be, or is missing", () => {
    const changed = { path: "LICENSE", text: `${text}x` };
    const missing = { path: "no-such-file", text: "" };
    assert.deepEqual(staleFiles([changed, missing]), ["LICENSE", "no-such-file"]);
  });

  it("is fresh when it is the same", () => {
    assert.deepEqual(staleFiles([{ path: "LICENSE", text }]), []);
  });
});

describe("the JSON Schemas", () => {
  const compile = (file: string) => {
    const ajv = new Ajv({ strict: true, strictTypes: false });
    addFormats.default(ajv);
    return ajv.compile(JSON.parse(readFileSync(join(root, "schema", file), "utf8")));
  };

  it("of the configuration takes the options of a check and what every check takes", () => {
    const valid = compile("pg-preflight.schema.json");
    assert.ok(
      valid({ checks: { "unused-indexes": { priority: "high", enabled: false } } }),
      JSON.stringify(valid.errors),
    );
    assert.ok(valid({}), "an empty file is a configuration");
  });

  it("of the configuration refuses what it does not know", () => {
    const valid = compile("pg-preflight.schema.json");
    assert.equal(valid({ chekcs: {} }), false);
    assert.equal(valid({ checks: { "unused-indices": {} } }), false);
    assert.equal(valid({ checks: { "unused-indexes": { priority: "urgent" } } }), false);
  });

  it("of the report lets later versions add keys, and misses one that is gone", () => {
    const valid = compile("report.schema.json");
    const report = {
      schemaVersion: 1,
      toolVersion: "1.0.0",
      target: "database",
      suite: "health",
      conclusion: "pass",
      failOn: "high",
      stepFails: false,
      gate: [],
      commit: null,
      runUrl: null,
      startedAt: "2026-11-22T00:00:00Z",
      durationMs: 1,
      server: null,
      notices: [],
      results: [],
      checklist: [],
      ignored: [],
      added: "later",
    };
    assert.ok(valid(report), JSON.stringify(valid.errors));
    const { target, ...rest } = report;
    assert.equal(valid(rest), false, target);
  });
});

describe("README's tables", () => {
  const action: ActionMetadata = {
    inputs: {
      url: { description: "Where it is:\n  `a|b`.", required: true },
      suite: { description: "What to run.", default: "health" },
    },
    outputs: { conclusion: { description: "`pass` or `fail`." } },
  };
  const common = {
    why: "",
    category: "queries",
    options: z.strictObject({}),
    query: { row: z.object({}), statement: () => ({}) },
    evaluate: () => ({}),
  } as const;
  const registry = [
    defineCheck({ ...common, id: "a-check", title: "All is well", priority: "low" }),
    defineCheck({ ...common, id: "a-dashboard", title: "Rows", priority: "info", measures: true }),
  ];
  const names = ["inputs", "outputs", "checks"];
  const readme = `# Title\n${names.map((name) => `## ${name}\n<!-- ${name}:start -->\nold\n<!-- ${name}:end -->\n`).join("")}`;
  const filled = fillReadme(readme, action, registry);
  const rows = filled.split("\n").map((line) => line.replace(/ +/g, " "));

  it("are made of action.yml", () => {
    assert.ok(rows.includes("| `url` | Where it is: `a\\|b`. | **required** |"), filled);
    assert.ok(rows.includes("| `suite` | What to run. | `health` |"), filled);
    assert.ok(rows.includes("| `conclusion` | `pass` or `fail`. |"), filled);
  });

  it("are made of the registry", () => {
    assert.ok(
      rows.includes("| [`a-check`](src/checks/a-check/README.md) | All is well | low | queries |"),
      filled,
    );
    assert.ok(
      rows.includes("| [`a-dashboard`](src/checks/a-dashboard/README.md) | Rows | measured | queries |"),
      filled,
    );
  });

  it("leave no old row, keep the rest of the page, and are the same when made again", () => {
    assert.doesNotMatch(filled, /^old$/m);
    assert.match(filled, /^# Title\n## inputs\n<!-- inputs:start -->\n\n\|/);
    assert.equal(fillReadme(filled, action, registry), filled);
  });

  it("are missed when their place is gone", () => {
    assert.throws(() => fillReadme("# Title\n", action, registry), /README\.md: the table of inputs/);
  });
});
