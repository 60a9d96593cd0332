import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "vitest";
import { NASTY } from "../../test/support/builders/hostile.ts";
import { parseFileCommand } from "../../test/support/github/runner.ts";
import { RunnerLog } from "../../test/support/github/runner-log.ts";
import { type CapturedOutput, captureOutput } from "../../test/support/github/toolkit.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { workflowCommands } from "./workflow-commands.ts";

const directory = mkdtempSync(join(tmpdir(), "runner-"));
const RUNNER = {
  GITHUB_ACTIONS: "true",
  GITHUB_STEP_SUMMARY: join(directory, "summary"),
  GITHUB_OUTPUT: join(directory, "outputs"),
};

let captured: CapturedOutput = captureOutput(process.env);
captured.end();
function start(environment: NodeJS.ProcessEnv = RUNNER) {
  captured = captureOutput(environment);
  return { ...workflowCommands(), lines: captured.lines };
}

afterEach(() => {
  captured.end();
  for (const file of ["summary", "outputs"]) rmSync(join(directory, file), { recursive: true, force: true });
});

/** What GitHub's runner makes of the lines. */
function readLog(lines: readonly string[]): RunnerLog {
  const log = new RunnerLog([]);
  const listen = log.listener();
  for (const line of lines) listen(`${line}\n`);
  return log;
}

describe("the runner", () => {
  const texts = NASTY.filter((text) => text !== "" && text.isWellFormed());

  it("reads each text of an annotation as it was", () => {
    for (const text of texts) {
      const runner = start();
      for (const level of ["error", "warning", "notice"] as const) {
        runner.annotate({ level, title: text, message: text, file: text, line: 7 });
      }
      captured.end();
      assert.deepEqual(
        readLog(runner.lines).annotations,
        (["error", "warning", "notice"] as const).map((level) => ({
          level,
          title: text,
          file: text,
          line: "7",
          message: text.slice(0, 4096),
        })),
      );
    }
  });

  it("reads each output as it was", () => {
    const runner = start();
    for (const [index, text] of texts.entries()) runner.output(`output-${index}`, text);
    captured.end();
    assert.deepEqual(runner.lines, []);
    const outputs = parseFileCommand(readFileSync(RUNNER.GITHUB_OUTPUT, "utf8"));
    for (const [index, text] of texts.entries()) {
      assert.equal(outputs[`output-${index}`], text.replace(/\r(?=\n|$)/g, ""));
    }
  });

  it("gets each part of the summary as it is, whether its file was there or not", async () => {
    const runner = start();
    for (const text of texts) await runner.summary(text);
    captured.end();
    assert.equal(readFileSync(RUNNER.GITHUB_STEP_SUMMARY, "utf8"), texts.join(""));
    assert.deepEqual(runner.lines, []);
  });

  it("masks what it is told to, and shows groups", () => {
    const runner = start();
    runner.mask("s3cret\nof two lines");
    runner.mask("");
    runner.group("A group", ["a line", "s3cret"]);
    captured.end();
    assert.deepEqual(runner.lines, [
      "::add-mask::s3cret%0Aof two lines",
      "::group::A group",
      "a line",
      "s3cret",
      "::endgroup::",
    ]);
    assert.match(readLog(runner.lines).text, /a line\n\*\*\*\n/);
  });

  it("gets no command from a line of the log", () => {
    const runner = start();
    runner.line("  ::set-output name=x::y\n##[add-mask]z");
    captured.end();
    assert.deepEqual(runner.lines, ["·   ::set-output name=x::y↵## [add-mask]z"]);
  });

  it("refuses in one sentence where a file cannot be written, and does not write that text later", async () => {
    writeFileSync(join(directory, "file"), "");
    const unwritable = start({ ...RUNNER, GITHUB_OUTPUT: join(directory, "file/outputs") });
    assert.throws(
      () => unwritable.output("a", "b"),
      /^UserError: An output of this step could not be written because its folder is a file \(ENOTDIR\)/,
    );
    captured.end();
    const runner = start({ ...RUNNER, GITHUB_STEP_SUMMARY: join(directory, "file/summary") });
    await assert.rejects(
      runner.summary("lost"),
      /^UserError: The job summary could not be written because its folder is a file \(ENOTDIR\)/,
    );
    captured.end();
    await start().summary("kept");
    captured.end();
    assert.equal(readFileSync(RUNNER.GITHUB_STEP_SUMMARY, "utf8"), "kept");
  });
});

describe("outside a runner", () => {
  it("the lines are for people, and there is no summary", async () => {
    const runner = start({});
    await runner.summary("nowhere");
    runner.output("conclusion", "fail");
    runner.annotate({ level: "error", title: "Inputs", message: "database-url: it is empty", file: "a.yml" });
    runner.group("A group", ["a line"]);
    captured.end();
    assert.deepEqual(runner.lines, [
      "conclusion=fail",
      "error: Inputs: database-url: it is empty (a.yml)",
      "A group",
      "a line",
    ]);
  });
});

describe("secrets", () => {
  const masked = (...secrets: string[]): string[] => {
    const forms: string[] = [];
    maskSecrets(secrets, { mask: (secret) => forms.push(secret) });
    return forms;
  };

  it("are masked in each form they may come back in, once each", () => {
    const forms = masked("postgres://me:p%40ss%2Fword@db.example:5432/app?x=1", "", "  ");
    for (const form of ["p%40ss%2Fword", "p@ss/word", Buffer.from("p@ss/word").toString("base64")]) {
      assert.ok(forms.includes(form), form);
    }
    assert.ok(forms.includes("postgres://me:p@ss/word@db.example:5432/app?x=1"));
    assert.equal(new Set(forms).size, forms.length);
    assert.ok(forms.every((form) => form.trim() !== ""));
  });

  it("are masked when the URL holds what it should have encoded, or is none", () => {
    assert.ok(masked("postgres://me:p@ss/w#rd@db.example/app").includes("p@ss/w#rd"));
    assert.ok(masked("postgres://db.example/app?user=me&password=s3cret%21").includes("s3cret!"));
    assert.ok(masked("100%secret").includes("100%secret"));
  });

  it("are not printed outside a runner, where nothing would hide them", () => {
    const runner = start({});
    maskSecrets(["secret"], runner);
    captured.end();
    assert.deepEqual(runner.lines, []);
  });
});
