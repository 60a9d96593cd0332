import assert from "node:assert/strict";
import { afterEach } from "vitest";
import { type FakeGitHub, startGitHub } from "./github.ts";

/** Starts stand-ins for the tests of one file, and after each test wants no request or answer that GitHub does not describe. */
export function checkedGitHub(): typeof startGitHub {
  const started: FakeGitHub[] = [];
  afterEach(() => {
    for (const { violations } of started.splice(0)) assert.deepEqual(violations, []);
  });
  return async (...parameters) => {
    const github = await startGitHub(...parameters);
    started.push(github);
    return github;
  };
}
