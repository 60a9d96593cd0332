import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type PageFacts, pageProblems } from "./page-rules.ts";

const PAGE = `# All is well

**When it fails,** it is bad. **First** look.

## What it looks at

At this.

## Why it matters

It does.

## How to fix it

So.

## False positives

None.

## Verify

\`\`\`sql
SELECT 1;
\`\`\`

## Options

| name | default | meaning |
|---|---|---|
| \`max\` | \`30s\` | The most. |
| \`roles\` | none | The roles. |
`;

const FACTS: PageFacts = {
  title: "All is well",
  hasQuery: true,
  options: [
    { name: "max", written: "30s" },
    { name: "roles", written: undefined },
  ],
};

describe("the rules of a page", () => {
  it("have nothing to say of a good one", () => assert.deepEqual(pageProblems(PAGE, FACTS), []));

  const bad: Record<string, [from: string, to: string, problem: RegExp]> = {
    "another lead": [
      "**When it fails,**",
      "When it fails,",
      /^The lead is not "\*\*When it fails,\*\* … \*\*First/,
    ],
    "a lead without what to do": ["**First** look.", "Look.", /^The lead is not/],
    "another title": ["# All is well", "# All is bad", /^The headings are\n# All is bad/],
    "a missing section": ["## False positives\n\nNone.\n\n", "", /instead of[\s\S]*## False positives/],
    "an empty section": ["At this.", "", /^"## What it looks at" is empty\.$/],
    "no query": ["```sql", "```", /^"## Verify" has no query/],
    "a missing option": ["| `max` | `30s` | The most. |\n", "", /^The option max is not in the table/],
    "another default": ["`30s`", "`40s`", /^The default of max is 30s, not `40s`\.$/],
    "no word for no default": ["| none |", "| - |", /^The option roles: say in a word/],
    "an option too many": [
      "| `roles`",
      "| `old` | 1 | It was. |\n| `roles`",
      /^The option old does not exist\.$/,
    ],
  };
  for (const [name, [from, to, problem]] of Object.entries(bad)) {
    it(`find ${name}`, () => {
      const page = PAGE.replace(from, to);
      assert.notEqual(page, PAGE);
      const problems = pageProblems(page, FACTS);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }

  it("take a command where a check has no query", () => {
    const page = PAGE.replace("```sql", "```sh");
    assert.equal(pageProblems(page, FACTS).length, 1);
    assert.deepEqual(pageProblems(page, { ...FACTS, hasQuery: false }), []);
  });
});
