import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { problemAnnotations } from "./input-errors.ts";

describe("the annotations of bad input", () => {
  const problem = '.github/pg-preflight.yml:12: checks.backups: "26" is no duration.';

  it("stand at the line of the configuration, and elsewhere where there is none", () => {
    assert.deepEqual(problemAnnotations([problem, 'target: "a/b" is no label.'], true), [
      { level: "error", title: "pg-preflight", message: problem, file: ".github/pg-preflight.yml", line: 12 },
      { level: "error", title: "pg-preflight", message: 'target: "a/b" is no label.' },
    ]);
  });

  it("name no line on a pull request: the base branch's file counts, whose lines are others", () => {
    assert.deepEqual(problemAnnotations([problem], false), [
      { level: "error", title: "pg-preflight", message: problem },
    ]);
  });

  it("hold no command of the runner", () => {
    const [annotation] = problemAnnotations(["::set-output name=a::b ##[error]c"], true);
    assert.equal(annotation?.message, "· ::set-output name=a::b ## [error]c");
  });
});
