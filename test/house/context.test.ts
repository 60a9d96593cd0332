/** CONTEXT.md is true: each word has one meaning and one sentence, and each name in the code exists. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(root, "CONTEXT.md"), "utf8");

interface Entry {
  readonly word: string;
  readonly name: string;
  readonly meaning: string;
  readonly avoid: readonly string[];
}

/** What a line says; undefined for a line in another form. */
function entryOf(line: string): Entry | undefined {
  const match = /^- \*\*([^*]+)\*\* \(`([^`]+)`\): (.+\.) \*Avoid\*: (.+)\.$/.exec(line);
  const [, word, name, meaning, avoid] = match ?? [];
  if (word === undefined || name === undefined || meaning === undefined || avoid === undefined)
    return undefined;
  return { word, name, meaning, avoid: avoid.split(", ") };
}

const lines = TEXT.split("\n").filter((line) => line.startsWith("- "));
const entries = lines.flatMap((line) => entryOf(line) ?? []);

/** Names that a file declares, for others or for itself, and names of files. */
const names = new Set(
  globSync("{src,test,scripts}/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] }).flatMap((file) => [
    basename(file),
    ...[
      ...readFileSync(join(root, file), "utf8").matchAll(
        /^(?:(?:export )?(?:async )?(?:interface|type|const|function|class) | {2}(?=evaluate\())(\w+)/gm,
      ),
    ].map(([, name = ""]) => name),
  ]),
);

describe("CONTEXT.md", () => {
  it("holds nothing but entries: a word, its name in the code, one sentence, the words it replaces", () => {
    assert.deepEqual(
      lines.filter((line) => entryOf(line) === undefined),
      [],
    );
    assert.ok(entries.length > 40);
    for (const { word, meaning } of entries)
      assert.doesNotMatch(meaning, /\. [A-Z]/, `${word}: one sentence`);
  });

  it("names what exists", () => {
    assert.deepEqual(
      entries.filter(({ name }) => !names.has(name)).map(({ word, name }) => `${word}: ${name}`),
      [],
    );
  });

  it("explains each word once, and none that it says to avoid in its own section", () => {
    const words = entries.map(({ word }) => word.toLowerCase());
    assert.deepEqual(
      words.filter((word, index) => words.indexOf(word) !== index),
      [],
    );
    assert.deepEqual(
      entries.filter(({ word, avoid }) => avoid.includes(word.toLowerCase())),
      [],
    );
  });

  it("fits two screens", () => assert.ok(TEXT.split("\n").length <= 100));

  it("misses a name that does not exist", () => {
    assert.ok(!names.has("Ledger") && names.has("Finding") && names.has("apply-plan.ts"));
    assert.equal(entryOf("- **Word**: without a name. *Avoid*: x."), undefined);
    assert.equal(entryOf("- **Word** (`Name`): without its words."), undefined);
  });
});
