/** The layers of src (see CONTRIBUTING.md): a folder imports only from those before it. Cycles are the linter's. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Import, importsOf, LAYERS, layerOf, sourceTexts } from "../../scripts/layers.ts";

/** The one folder that may import each package that reaches out, and what lies in it: `pg` is `pg/lib/x` too. */
const OWNERS: Readonly<Record<string, string>> = {
  pg: "src/collect/postgres/",
  "@actions/core": "src/action/",
  "@actions/github": "src/github/",
  "@actions/http-client": "src/action/",
  "@octokit": "src/github/",
  undici: "src/action/",
};

function ownerOf(target: string): string | undefined {
  return Object.entries(OWNERS).find(([name]) => target === name || target.startsWith(`${name}/`))?.[1];
}
/** Folders without clock, file, environment or network; the globals are kept by biome.json. */
const PURE = /^src\/(lib|core|checks|checklist|config|report|run|issues\/(plan|render|state|index-usage))\//;
/** They compute and reach nothing. */
const PURE_MODULES = ["node:crypto", "node:zlib"];
/** It loads PostgreSQL's parser, a file of WebAssembly that the bundle brings along. */
const LOADS_A_FILE = "src/checks/shared/sql/parser.ts";

function checkOf(path: string): string | undefined {
  return /^src\/checks\/(?!shared\/)([^/]+)\//.exec(path)?.[1];
}

const position = (path: string): number => LAYERS.findIndex((layer) => layer === (layerOf(path) ?? "lib"));

const RULES = {
  "an import goes to an earlier layer, or stays in its own": ({ file, target }: Import) =>
    position(target) <= position(file),
  "a check imports no other check": ({ file, target }: Import) => {
    const isOfChecks = file.startsWith("src/checks/") && file !== "src/checks/index.ts";
    return !isOfChecks || [undefined, checkOf(file)].includes(checkOf(target));
  },
  "a package that reaches out has one folder": ({ file, target }: Import) =>
    file.startsWith(ownerOf(target) ?? ""),
  "a pure folder imports no file, clock or network": ({ file, target }: Import) =>
    !PURE.test(file) || file === LOADS_A_FILE || !target.startsWith("node:") || PURE_MODULES.includes(target),
};

type Rule = keyof typeof RULES;

function brokenRules(file: string, text: string): Record<string, Rule[]> {
  const broken = importsOf(file, text).flatMap((each) => {
    const rules = (Object.keys(RULES) as Rule[]).filter((rule) => !RULES[rule](each));
    return rules.length === 0 ? [] : [[`${each.file} imports ${each.target}`, rules] as const];
  });
  return Object.fromEntries(broken);
}

describe("the imports of src", () => {
  const texts = sourceTexts();

  it("are found, and every folder is a layer", () => {
    assert.ok(texts.flatMap(([file, text]) => importsOf(file, text)).length > 500);
    assert.deepEqual(new Set(texts.flatMap(([file]) => layerOf(file) ?? [])), new Set<string>(LAYERS));
  });

  it("keep the rules", () => {
    const broken = Object.assign({}, ...texts.map(([file, text]) => brokenRules(file, text)));
    assert.deepEqual(broken, {});
  });
});

describe("each rule", () => {
  const [LAYER, CHECK, PACKAGE, PURITY] = Object.keys(RULES) as [Rule, Rule, Rule, Rule];
  const samples: Record<string, readonly [file: string, text: string, broken: readonly Rule[]]> = {
    "lets a later layer import an earlier one": ["src/report/a.ts", 'import { a } from "../core/b.ts";', []],
    "refuses a later layer": ["src/core/a.ts", 'import { a } from "../report/b.ts";', [LAYER]],
    "counts types": ["src/lib/a.ts", 'import type { A } from "../core/b.ts";', [LAYER]],
    "counts what is exported again": ["src/config/a.ts", 'export { a } from "../action/b.ts";', [LAYER]],
    "counts late imports": ["src/issues/plan/a.ts", 'await import(\n"../../comment/b.ts")', [LAYER]],
    "counts imports for their effect": ["src/run/a.ts", 'import "../action/b.ts";', [LAYER]],
    "lets every layer import what is generated": ["src/lib/a.ts", 'import "../generated/sql.ts";', []],
    "lets checks share": ["src/checks/a/check.ts", 'import { b } from "../shared/b.ts";', []],
    "keeps checks apart": ["src/checks/a/check.ts", 'import b from "../b/check.ts";', [CHECK]],
    "keeps what checks share apart from them": ["src/checks/shared/a.ts", 'import "../b/c.ts"', [CHECK]],
    "lets the registry import every check": ["src/checks/index.ts", 'import b from "./b/check.ts";', []],
    "lets a package be imported by its folder": ["src/collect/postgres/a.ts", 'import pg from "pg";', []],
    "refuses it elsewhere": ["src/collect/supabase/a.ts", 'import pg from "pg";', [PACKAGE]],
    "refuses a file of it elsewhere": ["src/issues/sync/a.ts", 'import a from "pg/lib/a";', [PACKAGE]],
    "refuses a package of its scope elsewhere": ["src/run/a.ts", 'import a from "@octokit/core";', [PACKAGE]],
    "refuses a file of a scoped package elsewhere": [
      "src/comment/a.ts",
      'import a from "@actions/github/lib/utils";',
      [PACKAGE],
    ],
    "refuses what sends requests elsewhere": [
      "src/collect/supabase/a.ts",
      'import { fetch } from "undici";',
      [PACKAGE],
    ],
    "lets a package of a similar name be": ["src/lib/a.ts", 'import a from "pg-types";', []],
    "refuses files in a pure folder": ["src/report/a.ts", 'import { x } from "node:fs";', [PURITY]],
    "lets a pure folder compute": ["src/issues/state/a.ts", 'import { x } from "node:zlib";', []],
    "lets the others read files": ["src/issues/sync/a.ts", 'import { x } from "node:fs";', []],
  };
  for (const [name, [file, text, broken]] of Object.entries(samples)) {
    it(name, () => assert.deepEqual(Object.values(brokenRules(file, text)).flat(), broken));
  }
});
