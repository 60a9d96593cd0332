/** A folder that holds more than a page of files is to be divided. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { describe, it } from "vitest";
import { REPOSITORY } from "../support/postgres/installation.ts";

const MOST = 20;

/** Folders with more, each with its number: it may only fall. */
const CEILINGS: Readonly<Record<string, number>> = {
  scripts: 30,
  "sql/checks": 48,
  "src/action": 21,
  "src/checks/performance-baseline": 21,
  "src/collect/postgres": 27,
  "src/core": 21,
  "test/support/postgres": 26,
};

describe("the files of a folder", () => {
  const files = execFileSync("git", ["ls-files", "src", "test", "scripts", "sql"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  const counts = Map.groupBy(files.split("\n").filter(Boolean), (file) => dirname(file));

  it("are twenty at most, or as many as its ceiling", () => {
    const tooMany = [...counts].flatMap(([folder, { length }]) =>
      length > (CEILINGS[folder] ?? MOST) ? [`${folder}: ${length}`] : [],
    );
    assert.ok(counts.size > 50);
    assert.deepEqual(tooMany, []);
  });

  it("have a ceiling no higher than their number", () => {
    const fallen = Object.keys(CEILINGS).filter(
      (folder) => (counts.get(folder)?.length ?? 0) < (CEILINGS[folder] ?? 0),
    );
    assert.deepEqual(fallen, [], "fewer than their ceilings: lower them here");
  });
});
