import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile } from "../../test/support/builders/hostile.ts";
import { type IssueBody, joinBody, markOf, parseBody } from "./body.ts";

const MARKS = /<!-- pg-preflight/;
const ours: IssueBody = {
  target: "production",
  topic: "unused-indexes",
  before: "",
  after: "",
  shown: "what we show",
  state: "1.abc_-",
};

/** People's words: GitHub's line ends are one, and no mark of ours is among them. */
const words = hostile.filter((text) => !MARKS.test(text)).map((text) => text.replace(/\r+\n/g, "\n"));
const target = fc.oneof(fc.constantFrom("production", "a (b)!~*'", "50 % / --> x", "\ud800", "été"), hostile);
const topic = fc.constantFrom("overview", "checklist", "index-usage", "unused-indexes");
const state = fc.stringMatching(/^[A-Za-z0-9._-]{0,40}$/);
const body: fc.Arbitrary<IssueBody> = fc.record(
  {
    target: target.map((text) => text.toWellFormed()),
    topic,
    before: words.map((text) => (text === "" ? "" : `${text}\n`.replace(/\r+\n/g, "\n"))),
    // Directly behind our last mark, where a person's text may begin at once.
    after: words,
    shown: words.map((text) => text.trim()),
    state,
  },
  { noNullPrototype: true },
);

describe("an issue's body", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(body, (parts) => assert.deepEqual(parseBody(joinBody(parts)), parts)),
      {
        numRuns: 2_000,
      },
    );
  });

  it("is stable: what was read and written again is the same", () => {
    fc.assert(
      fc.property(hostile, body, (text, parts) => {
        const once = joinBody({ ...parts, before: text, shown: text, after: text });
        const again = parseBody(once);
        assert.ok(again);
        assert.equal(parseBody(joinBody(again))?.topic, again.topic);
        assert.equal(joinBody(parseBody(joinBody(again)) ?? parts), joinBody(again));
      }),
    );
  });

  it("keeps people's text whatever they took out of our block", () => {
    fc.assert(
      fc.property(body, fc.subarray(["state", "end"]), (parts, taken) => {
        const lines = joinBody({ ...parts, before: "Above us.\n", after: "\nBelow us." })
          .split("\n")
          .filter((line) => !taken.some((part) => line.startsWith(`<!-- pg-preflight:${part}`)));
        const read = parseBody(lines.join("\n"));
        assert.ok(read);
        const written = joinBody({ ...read, shown: "new", state: "1.new" });
        assert.ok(written.startsWith(`Above us.\n${markOf(parts.target, parts.topic)}`));
        assert.ok(written.endsWith("\nBelow us."));
        const again = parseBody(written);
        assert.deepEqual([again?.shown, again?.state], ["new", "1.new"]);
      }),
    );
  });

  it("does not show the old text twice when only the state's line is gone", () => {
    const text = joinBody({ ...ours, after: "\n\nthanks" }).replace(/^<!-- pg-preflight:state.*\n/m, "");
    assert.deepEqual(parseBody(text), { ...ours, state: "", after: "\n\nthanks" });
  });

  it("has an empty state where somebody edited it into something that is none", () => {
    const text = joinBody({ ...ours, after: "\nthanks" }).replace("1.abc_-", "1.a b<c");
    assert.equal(parseBody(text)?.state, "");
    assert.equal(parseBody(text)?.after, "\nthanks");
  });

  it("is ours when GitHub's editor wrote the line ends, and when people wrote around it", () => {
    const text = joinBody({ ...ours, before: "See the wiki.\n\n", after: "\n\n- [ ] mine" });
    assert.deepEqual(parseBody(text.replaceAll("\n", "\r\n")), parseBody(text));
    assert.equal(parseBody(text)?.before, "See the wiki.\n\n");
  });

  it("is ours when people typed on the lines of our marks, and their words get lines of their own", () => {
    const text = `Mine: ${joinBody(ours)}thanks`;
    const read = parseBody(text);
    assert.equal(read?.before, "Mine: ");
    assert.equal(read?.after, "thanks");
    assert.ok(read);
    assert.ok(joinBody(read).startsWith("Mine: \n<!-- pg-preflight:issue="));
  });

  it("is not ours when it only quotes a mark", () => {
    const mark = markOf("production", "overview");
    for (const text of [`> ${mark}`, `\`${mark}\``, `Look: > ${mark}`, "", null, undefined, "words"]) {
      assert.equal(parseBody(text), undefined, String(text));
    }
  });

  it("is found below a mark that a person shows", () => {
    const before = `\`\`\`\n${markOf("other", "overview")}\n\`\`\`\n`;
    assert.deepEqual(parseBody(joinBody({ ...ours, before })), { ...ours, before });
  });

  it("takes nothing for a mark that stands in what we show", () => {
    const shown = `DROP INDEX "\n${joinBody({ ...ours, topic: "overview", state: "1.forged" })}\n";`;
    const read = parseBody(joinBody({ ...ours, shown, after: "\nlast" }));
    assert.deepEqual([read?.topic, read?.state, read?.after], ["unused-indexes", "1.abc_-", "\nlast"]);
    assert.match(read?.shown ?? "", /DROP INDEX[\s\S]*";$/);
  });

  it("has a mark for every target, half a character too", () => {
    assert.equal(parseBody(joinBody({ ...ours, target: "a\ud800" }))?.target, "a\ufffd");
  });

  it("takes no time for a body that is nothing but beginnings of lines", () => {
    const started = performance.now();
    for (const character of ["\u2028", "\r", "<!-- pg-preflight:issue=", "<", "\n"]) {
      parseBody(character.repeat(Math.floor(65_536 / character.length)));
    }
    parseBody(`${markOf("a", "b")}\n`.repeat(1_500));
    assert.ok(performance.now() - started < 1_000);
  });
});
