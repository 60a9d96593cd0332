/** Nobody finds a message by words that the program no longer says. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { REPOSITORY } from "../support/postgres/installation.ts";

const PAGE = "docs/troubleshooting.md";

/** A part of a message that is as short as this would be found in any source. */
const SHORTEST = 9;

/** All sentences of the program, those that stand on several lines put together. */
const source = globSync("src/**/*.ts", { cwd: REPOSITORY })
  .map((file) => readFileSync(join(REPOSITORY, file), "utf8"))
  .join("\n")
  .replace(/["`]\s*\+\s*["`]/g, "");

/** The messages of a page: each is a quotation of one line, in bold. */
function quoted(page: string): { line: number; text: string }[] {
  return page.split("\n").flatMap((text, index) => {
    const [, message] = /^> \*\*(.+)\*\*$/.exec(text) ?? [];
    return message === undefined ? [] : [{ line: index + 1, text: message }];
  });
}

/** The parts of a message between what differs that the program does not say. */
function lost(text: string): string[] {
  return text
    .split("…")
    .map((part) => part.trim())
    .filter((part) => part.length >= SHORTEST && !source.includes(part));
}

describe("the messages of docs/troubleshooting.md", () => {
  const messages = quoted(readFileSync(join(REPOSITORY, PAGE), "utf8"));

  it("are what the program says", () => {
    assert.ok(messages.length > 50, String(messages.length));
    assert.deepEqual(
      messages.flatMap(({ line, text }) => lost(text).map((part) => `${PAGE}:${line} ${part}`)),
      [],
    );
  });

  it("have something that the program says", () => {
    for (const { line, text } of messages) {
      assert.ok(
        text.split("…").some((part) => part.trim().length >= SHORTEST),
        `${PAGE}:${line} ${text}`,
      );
    }
  });

  it("would be missed if the program said something else", () => {
    assert.deepEqual(lost("The user or the password is right. A … with characters like @"), [
      "The user or the password is right. A",
    ]);
  });

  it("have every advice on a failed connection among them", () => {
    const advice = readFileSync(join(REPOSITORY, "src/collect/postgres/connection-errors.ts"), "utf8");
    const page = messages.map(({ text }) => text);
    const told = [...advice.matchAll(/^ {4}say: (?:\(.*\) =>\s*)?["`](.{30})/gm)].map(
      ([, text = ""]) => text,
    );
    assert.ok(told.length > 15, String(told.length));
    assert.deepEqual(
      told.filter((beginning) => !page.some((text) => text.startsWith(beginning.slice(0, SHORTEST * 2)))),
      [],
    );
  });
});
