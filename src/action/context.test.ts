/** The runner's event, which GitHub's toolkit reads as well. */
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import { startGitHub } from "../../test/support/github/github.ts";
import { runAction } from "../../test/support/github/runner.ts";

describe("an event that cannot be read", () => {
  const directory = mkdtempSync(join(tmpdir(), "event-"));
  const broken = join(directory, "broken.json");
  writeFileSync(broken, "{");

  for (const [title, path] of [
    ["missing", join(directory, "missing.json")],
    ["no JSON", broken],
  ] as const) {
    it(`(${title}) keeps nothing from GitHub, and is no line of the log`, async () => {
      const github = await startGitHub();
      const { log } = await runAction({
        inputs: { "database-url": "postgres://me:secret@127.0.0.1:1/app", "write-issues": "always" },
        token: github.token,
        env: { GITHUB_API_URL: github.url, GITHUB_EVENT_PATH: path },
      });
      assert.ok(github.issues.length > 0);
      assert.doesNotMatch(log, /GITHUB_EVENT_PATH|defect/);
    });
  }
});
