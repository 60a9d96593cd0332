import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { EVENT_GROUPS, isPullRequest, rulesSource } from "./events.ts";

const MAIN = { ref: null, baseSha: null, baseRef: null, defaultBranch: "main" };

describe("the table of events", () => {
  const all = EVENT_GROUPS.flatMap(({ events }) => events);

  it("has every event that GitHub's own workflow parser knows, each once", () => {
    const schema = new URL(
      "../../node_modules/@actions/workflow-parser/dist/workflow-v1.0.min.json",
      import.meta.url,
    );
    const { definitions } = JSON.parse(readFileSync(schema, "utf8"));
    const known = Object.keys(definitions["on-mapping-strict"].mapping.properties);
    assert.ok(known.length > 30);
    // A workflow that is called has the event of its caller.
    assert.deepEqual(all.toSorted(), known.filter((event) => event !== "workflow_call").toSorted());
  });

  it("is the one of the threat model", () => {
    const model = readFileSync(new URL("../../docs/threat-model.md", import.meta.url), "utf8");
    const rows = EVENT_GROUPS.map(
      ({ events, rules, why }) =>
        `| ${events.map((event) => `\`${event}\``).join(", ")} | ${rules} | ${why} |`,
    );
    const [, table = ""] = model.split("| Event | Whose configuration counts | Why |\n|---|---|---|\n");
    assert.deepEqual(table.split("\n").slice(0, rows.length + 1), [...rows, ""]);
  });
});

describe("the place whose files count", () => {
  it("is the default branch for an event that is not known, and HEAD where the event does not name it", () => {
    const source = rulesSource({ ...MAIN, eventName: "new_event" });
    assert.deepEqual([source?.of, source?.ref], ["default branch", "refs/heads/main"]);
    assert.equal(rulesSource({ ...MAIN, defaultBranch: null, eventName: "new_event" })?.ref, "HEAD");
  });

  it("is the base commit for whatever is named like a pull request's event", () => {
    const source = rulesSource({ ...MAIN, eventName: "pull_request_new", baseSha: "abc" });
    assert.deepEqual([source?.of, source?.ref], ["base branch", "abc"]);
    assert.ok(isPullRequest("pull_request_new"));
  });

  it("is the base branch for a push of the merge queue, and the checkout for others and outside of GitHub", () => {
    const ref = "refs/heads/gh-readonly-queue/release/1/pr-7-0123abc";
    assert.equal(rulesSource({ ...MAIN, eventName: "push", ref })?.ref, "refs/heads/release/1");
    assert.equal(rulesSource({ ...MAIN, eventName: "push", ref: "refs/heads/main" }), undefined);
    assert.equal(rulesSource({ ...MAIN, eventName: "" }), undefined);
  });
});
