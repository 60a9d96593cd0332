import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { NASTY } from "../../test/support/builders/hostile.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { type WorkflowCommands, workflowCommands } from "./workflow-commands.ts";

/** What GitHub's own toolkit writes for the same calls, in a process of its own. */
const TOOLKIT = `
  import * as core from "@actions/core";
  const texts = JSON.parse(process.env.TEXTS);
  for (const text of texts) {
    core.setOutput("name", text);
    core.summary.addRaw(text);
    core.setSecret(text);
    for (const level of ["error", "warning", "notice"]) core[level](text, { title: text, file: text });
    core.startGroup(text);
    core.endGroup();
  }
  await core.summary.write();
`;

interface Written {
  readonly summary: string;
  readonly outputs: string;
  readonly log: string;
}

function files(use: (environment: Record<string, string>) => string): Written {
  const directory = mkdtempSync(join(tmpdir(), "runner-"));
  const environment = {
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: join(directory, "summary"),
    GITHUB_OUTPUT: join(directory, "outputs"),
  };
  writeFileSync(environment.GITHUB_STEP_SUMMARY, "");
  writeFileSync(environment.GITHUB_OUTPUT, "");
  const log = use(environment);
  const outputs = readFileSync(environment.GITHUB_OUTPUT, "utf8");
  const summary = readFileSync(environment.GITHUB_STEP_SUMMARY, "utf8");
  rmSync(directory, { recursive: true });
  return { summary, outputs: outputs.replace(/ghadelimiter_[0-9a-f-]{36}/g, "DELIMITER"), log };
}

function ours(use: (runner: WorkflowCommands) => void, environment: Record<string, string>): string {
  const lines: string[] = [];
  use(workflowCommands(environment, (line) => lines.push(line)));
  return lines.map((line) => `${line}\n`).join("");
}

describe("the runner", () => {
  it("is written to as @actions/core writes to it", () => {
    // A lone surrogate does not survive the way to the toolkit's process. For an empty title the toolkit
    // leaves a blank; ours has always one.
    const texts = NASTY.filter((text) => text !== "" && text.isWellFormed());
    const theirs = files((environment) => {
      const toolkit = spawnSync(process.execPath, ["--input-type=module", "--eval", TOOLKIT], {
        env: { ...environment, TEXTS: JSON.stringify(texts) },
        cwd: import.meta.dirname,
        encoding: "utf8",
      });
      assert.equal(toolkit.status, 0, toolkit.stderr);
      return toolkit.stdout;
    });
    const written = files((environment) =>
      ours((runner) => {
        for (const text of texts) {
          runner.output("name", text);
          runner.summary(text);
          runner.mask(text);
          for (const level of ["error", "warning", "notice"] as const) {
            runner.annotate({ level, title: text, message: text, file: text });
          }
          runner.group(text, []);
        }
      }, environment),
    );
    for (const file of ["summary", "outputs", "log"] as const) {
      const expected = theirs[file].split("\n");
      for (const [index, line] of written[file].split("\n").entries()) assert.equal(line, expected[index]);
      assert.equal(written[file].length, theirs[file].length);
    }
  });

  it("gets no command from a line of the log", () => {
    const log = ours((runner) => runner.line("  ::set-output name=x::y\n##[add-mask]z"), {
      GITHUB_ACTIONS: "true",
    });
    assert.equal(log, "·   ::set-output name=x::y↵## [add-mask]z\n");
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
    const lines: string[] = [];
    maskSecrets(
      ["secret"],
      workflowCommands({}, (line) => lines.push(line)),
    );
    assert.deepEqual(lines, []);
  });
});
