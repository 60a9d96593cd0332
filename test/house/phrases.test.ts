/** Odd phrases go from what users read: the ceiling of each is the count of today, and it only falls. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { literalsOf, PHRASES, placesOf, readCeilings, readTexts } from "../../scripts/phrases.ts";

const texts = readTexts();
const places = placesOf(texts);
const ceilings = readCeilings();

describe("a phrase that is to go", () => {
  it("is searched for in the pages and in the literals of src", () => {
    const files = new Set(texts.map(({ file }) => file));
    for (const file of [
      "README.md",
      "docs/issues.md",
      "src/checks/review/README.md",
      "src/report/redact.ts",
    ]) {
      assert.ok(files.has(file), file);
    }
  });

  for (const [phrase, { instead }] of Object.entries(PHRASES)) {
    it(`"${phrase}" gets no more places`, () => {
      const found = places[phrase] ?? [];
      const ceiling = ceilings[phrase] ?? 0;
      assert.ok(
        found.length <= ceiling,
        `"${phrase}" is there ${found.length} times, the ceiling is ${ceiling}. Write instead: ${instead}.\n${found.join("\n")}`,
      );
    });
  }

  it("has a ceiling no higher than its count", () => {
    const fallen = Object.keys(PHRASES).filter(
      (phrase) => (places[phrase] ?? []).length < (ceilings[phrase] ?? 0),
    );
    assert.deepEqual(fallen, [], "fewer than their ceilings: lower them with `node scripts/phrases.ts`");
    assert.deepEqual(Object.keys(ceilings), Object.keys(PHRASES));
  });
});

describe("the search", () => {
  const found = (text: string): string[] =>
    Object.entries(placesOf([{ file: "a", line: 1, text }])).flatMap(([phrase, { length }]) =>
      Array.from({ length }, () => phrase),
    );

  const samples: Record<string, readonly string[]> = {
    "It could not look at it. Mended, told anew": ["could not look", "look at", "mend", "anew", "told"],
    "They couldn't be looked at and are let be": ["could not look", "look at", "let be"],
    "from 1s on, and from here on": ["from … on", "from … on"],
    "values that stand twice; Nobody tells": ["tells", "nobody", "stands"],
    "the action is no server": ["is no"],
    // Honest uses.
    "It may run in the window, and there is no index": [],
    "recommended, standard, understands, tellurium, is no longer": [],
    "from the table on the left": [],
  };
  for (const [text, phrases] of Object.entries(samples)) {
    it(`finds ${phrases.length} in "${text}"`, () =>
      assert.deepEqual(found(text).sort(), [...phrases].sort()));
  }

  const sources: Record<string, readonly string[]> = {
    'const a = "told"; // told': ["told"],
    "/* told */ const a = 'it\\'s';": ["it\\'s"],
    'const a = `one ${b ? "two" : `three ${c}`} four`;': ["one ", "two", "three ", "", " four"],
    'const a = /["`]/.test(b) ? "c" : 4 / 2 / 1;': ["c"],
    'const a = { b: { c: `${{ d: "e" }.d}f` } };': ["", "e", "f"],
    'f(/\\//); const a = "x";': ["x"],
  };
  for (const [source, literals] of Object.entries(sources)) {
    it(`reads the literals of ${source}`, () =>
      assert.deepEqual(
        literalsOf(source).map(({ text }) => text),
        literals,
      ));
  }

  it("says the line of a literal", () => {
    assert.deepEqual(literalsOf('\n// "\nconst a = "told";'), [{ line: 3, text: "told" }]);
  });
});
