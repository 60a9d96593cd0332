/** Files of the runner that cannot be written: one sentence, exit 1, and no false outputs. */
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { sharedServer } from "../support/postgres/postgres.ts";

const folder = mkdtempSync(join(tmpdir(), "unwritable-"));

/** Where a file cannot be written, whoever writes: root too. */
const PLACES: Record<string, [path: string, why: RegExp]> = {
  "on a full disk": ["/dev/full", /the disk is full \(ENOSPC\)/],
  "that is a folder": [folder, /a folder has its name \(EISDIR\)/],
  "in a folder that is missing": [join(folder, "missing", "file"), /its folder does not exist \(ENOENT\)/],
};

describe("a file of the runner", () => {
  let login: string;
  beforeAll(async () => {
    login = await (await (await sharedServer()).createDatabase()).monitor();
  });

  const runWith = (env: Record<string, string>): Promise<ActionRun> =>
    runAction({ inputs: { "database-url": login, "fail-on": "never" }, env });

  /** One error for the reader, and none that asks them to report a defect. */
  function assertOneSentence({ exitCode, annotations, rawLog }: ActionRun, sentence: RegExp): void {
    assert.equal(exitCode, 1);
    const errors = annotations.filter(({ level }) => level === "error").map(({ message }) => message);
    const [first, ...others] = errors.filter((message) => /could not be written|defect/.test(message ?? ""));
    assert.match(first ?? "", sentence);
    assert.deepEqual(others, []);
    assert.doesNotMatch(rawLog, /^\s+at /m, "a stack trace");
  }

  for (const [where, [path, why]] of Object.entries(PLACES)) {
    it(`for the summary ${where}: the outputs are those of the verdict`, async () => {
      const run = await runWith({ GITHUB_STEP_SUMMARY: path });
      assertOneSentence(run, new RegExp(`^The job summary could not be written because ${why.source}`));
      assert.match(run.outputs.conclusion ?? "", /^(pass|unknown)$/);
      assert.match(run.outputs["report-file"] ?? "", /json$/);
    });

    it(`for the outputs ${where}: the summary is whole`, async () => {
      const run = await runWith({ GITHUB_OUTPUT: path });
      assertOneSentence(run, new RegExp(`^An output of this step could not be written because ${why.source}`));
      assert.match(run.summary, /checks? passed|pass/);
      assert.deepEqual(run.outputs, {});
    });
  }

  it("for both: the log has both sentences", async () => {
    const { exitCode, log, rawLog } = await runWith({
      GITHUB_STEP_SUMMARY: "/dev/full",
      GITHUB_OUTPUT: "/dev/full",
    });
    assert.equal(exitCode, 1);
    assert.match(log, /The job summary could not be written/);
    assert.match(log, /An output of this step could not be written/);
    assert.doesNotMatch(rawLog, /^\s+at |defect/m);
  });

  it("for the report: the output is empty, and the summary whole", async () => {
    const run = await runWith({ RUNNER_TEMP: "/dev/full" });
    assertOneSentence(run, /^The file database-health\.json could not be written because its folder is a file/);
    assert.equal(run.outputs["report-file"], "");
    assert.match(run.outputs.conclusion ?? "", /^(pass|unknown)$/);
  });

  it("that the action does not write may be full", async () => {
    const { exitCode } = await runWith({ GITHUB_ENV: "/dev/full", GITHUB_STATE: "/dev/full" });
    assert.equal(exitCode, 0);
  });
});
