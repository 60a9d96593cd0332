/** The rules of biome.json that are ours: each is shown an offender and a neighbour that keeps it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";

const root = join(import.meta.dirname, "../..");

const lines = (count: number): string =>
  Array.from({ length: count }, (_, line) => `export const line${line} = ${line};\n`).join("");

const functionOf = (count: number): string =>
  `export function long(add: (text: string) => void): void {\n${'  add("line");\n'.repeat(count)}}\n`;

/** Each `if` inside another counts one more than that: depth 5 makes 15. */
const nested = (depth: number): string => {
  const open = Array.from({ length: depth }, (_, level) => `if (a > ${level}) {`).join("\n");
  return `export function deep(a: number, done: () => void): void {\n${open}\ndone();\n${"}\n".repeat(depth)}}\n`;
};

const uses = (specifier: string): string =>
  `import { b } from "${specifier}";\nexport const a = (): unknown => b;\n`;

/** File -> its text and the one rule that must report it. */
const OFFENDERS: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  "src/core/date.ts": ["export const now = Date.now();\n", "noRestrictedGlobals"],
  "src/checks/shared/environment.ts": ["export const env = process.env;\n", "noRestrictedGlobals"],
  "src/issues/plan/network.ts": ['export const a = fetch("https://a");\n', "noRestrictedGlobals"],
  "src/report/timer.ts": ["export const a = setTimeout(() => undefined, 1);\n", "noRestrictedGlobals"],
  "src/lib/default.ts": ["const a = 1;\nexport default a;\n", "noDefaultExport"],
  "src/action/console.ts": ['console.log("::error::forged");\n', "noConsole"],
  "src/action/package.ts": [uses("ajv"), "noUndeclaredDependencies"],
  "src/run/any.ts": ["export const a = (b: any): void => b();\n", "noExplicitAny"],
  "src/run/long-file.ts": [lines(501), "noExcessiveLinesPerFile"],
  "src/run/long-function.ts": [functionOf(61), "noExcessiveLinesPerFunction"],
  "src/run/complex.ts": [nested(6), "noExcessiveCognitiveComplexity"],
  "src/run/cycle.ts": [
    'import type { B } from "./cycle-of-types.ts";\nexport type A = B | string;\n',
    "noImportCycles",
  ],
  "src/run/cycle-of-types.ts": [
    'import type { A } from "./cycle.ts";\nexport type B = A[];\n',
    "noImportCycles",
  ],
};

const INNOCENT: Readonly<Record<string, string>> = {
  "src/lib/time.ts": "export const toIso = (time: number): string => new Date(time).toISOString();\n",
  "src/collect/clock.ts": "export const now = Date.now();\n",
  "src/checks/a/check.ts": "const check = 1;\nexport default check;\n",
  "src/action/package.ts": uses("yaml"),
  "src/run/file.ts": lines(500),
  "src/run/function.ts": functionOf(60),
  "src/run/simple.ts": nested(5),
  "src/run/long.test.ts": lines(501) + functionOf(60),
};

/** The rules that report each of these files, `file: rule`, sorted. */
function reported(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-lint-"));
  try {
    for (const file of ["biome.json", "package.json"]) cpSync(join(root, file), join(folder, file));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const biome = join(root, "node_modules/.bin/biome");
    const options = ["lint", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(biome, options, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { category: string; location: { path: string } }[];
    };
    return [
      ...new Set(
        diagnostics.map(({ category, location }) => `${location.path}: ${category.split("/").at(-1)}`),
      ),
    ].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the rules of biome.json", () => {
  it("report their offenders, each by its own rule", () => {
    const texts = Object.fromEntries(Object.entries(OFFENDERS).map(([file, [text]]) => [file, text]));
    assert.deepEqual(
      reported(texts),
      Object.entries(OFFENDERS)
        .map(([file, [, rule]]) => `${file}: ${rule}`)
        .sort(),
    );
  });

  it("report nothing that keeps them", () => assert.deepEqual(reported(INNOCENT), []));
});
