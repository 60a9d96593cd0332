/** `export` is only on what another file imports: the rest of a file is its own business, and free to change. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";
import { REPOSITORY } from "../support/postgres/installation.ts";

type Texts = ReadonlyMap<string, string>;

/** Made by `npm run build`. */
const GENERATED = /^src\/generated\//;
const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) +(\w+)/gm;
const IMPORT = /\b(?:import|export)\s+(?:type\s+)?([^;"']*?)\s*\bfrom\s*"(\.[^"]+)"/g;
const LATE_IMPORT = /\bimport\(\s*"(\.[^"]+)"/g;

/** `path name` of all that a file exports by a declaration. */
function exportsOf(path: string, text: string): string[] {
  return [...text.matchAll(EXPORT)].map(([, name]) => `${path} ${name}`);
}

/** `path name` of all that a file takes from others. */
function importsOf(path: string, text: string): string[] {
  const from = (target: string) => join(dirname(path), target);
  const named = [...text.matchAll(IMPORT)].flatMap(([, names = "", target = ""]) =>
    // Of `* as name`, as of a late import, every word of the file may be a name.
    names.includes("*") ? wordsOf(text, from(target)) : wordsOf(names, from(target)),
  );
  return [
    ...named,
    ...[...text.matchAll(LATE_IMPORT)].flatMap(([, target = ""]) => wordsOf(text, from(target))),
  ];
}

function wordsOf(text: string, path: string): string[] {
  return [...new Set(text.match(/\w+/g))].map((word) => `${path} ${word}`);
}

/** The exports of src that no other file imports. */
function unusedExports(texts: Texts): string[] {
  const used = new Set([...texts].flatMap(([path, text]) => importsOf(path, text)));
  return [...texts]
    .filter(([path]) => path.startsWith("src/") && !GENERATED.test(path))
    .flatMap(([path, text]) => exportsOf(path, text))
    .filter((each) => !used.has(each));
}

describe("the exports of src", () => {
  const paths = globSync(["src/**/*.ts", "test/**/*.ts", "scripts/**/*.ts"], { cwd: REPOSITORY });
  const texts: Texts = new Map(paths.map((path) => [path, readFileSync(join(REPOSITORY, path), "utf8")]));

  it("are found", () => {
    assert.ok([...texts].flatMap(([path, text]) => exportsOf(path, text)).length > 500);
  });

  it("are each imported by another file", () => {
    assert.deepEqual(unusedExports(texts), []);
  });
});

describe("an export", () => {
  const unused = (importing: string, exporting = "export const a = 1;\nexport interface B {}\n") =>
    unusedExports(
      new Map([
        ["src/x/y.ts", exporting],
        ["test/z.test.ts", importing],
      ]),
    );

  it("is missed when no file imports it, whatever it is", () => {
    const all =
      "export async function a() {}\nexport class B {}\nexport type C = 1;\nexport abstract class D {}\n";
    assert.deepEqual(unused("", all), ["src/x/y.ts a", "src/x/y.ts B", "src/x/y.ts C", "src/x/y.ts D"]);
    assert.deepEqual(unused('import { a } from "../src/x/y.ts";'), ["src/x/y.ts B"]);
    assert.deepEqual(unused('import { a, B } from "../src/x/other.ts";').length, 2);
  });

  it("is found in every form of import", () => {
    for (const text of [
      'import { a, type B as Other } from "../src/x/y.ts";',
      'import {\n  a,\n  B,\n} from "../src/x/y.ts";',
      'export { a, B } from "../src/x/y.ts";',
      'import * as y from "../src/x/y.ts";\nconst b: y.B = y.a;',
      'const { a, B } = await import("../src/x/y.ts");',
      'type T = import("../src/x/y.ts").B; const { a } = await import("../src/x/y.ts");',
    ]) {
      assert.deepEqual(unused(text), [], text);
    }
  });
});
