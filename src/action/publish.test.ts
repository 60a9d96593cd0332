import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import {
  aPerformanceFail,
  aQueryRow,
  aRecorded,
  aRecordedQuery,
} from "../../test/support/builders/performance.ts";
import { aFail, aFinding, aPass, aReport } from "../../test/support/builders/report.ts";
import { aPublication } from "../../test/support/builders/run-facts.ts";
import { startGitHub } from "../../test/support/github/github.ts";
import { settingsFor } from "../../test/support/github/github-settings.ts";
import { type CapturedOutput, captureOutput } from "../../test/support/github/toolkit.ts";
import {
  type RecordedBaseline,
  recordedSchema,
  renderRecorded,
} from "../checks/performance-baseline/baseline-file.ts";

import { reportSchema } from "../core/report.ts";
import { EMPTY_SNAPSHOT } from "../issues/issue.ts";
import { EMPTY_OUTPUTS } from "./outputs.ts";
import { publish } from "./publish.ts";
import { type WorkflowCommands, workflowCommands } from "./workflow-commands.ts";

describe("publish", () => {
  // The toolkit writes into one summary as long as the process lives.
  const directory = mkdtempSync(join(tmpdir(), "publish-"));
  let captured: CapturedOutput | undefined;
  beforeEach(() => {
    mkdirSync(directory, { recursive: true });
  });
  afterEach(() => {
    captured?.end();
    rmSync(directory, { recursive: true });
  });

  const report = aReport({
    conclusion: "fail",
    target: "../Prod: EU/1",
    stepFails: true,
    gate: ["1 high finding."],
    results: [
      aFail([aFinding(), aFinding({ known: true }), aFinding({ priority: "low" })]),
      aPass({
        check: "slow-queries",
        status: "unknown",
        unknown: { reason: "timeout", detail: "It took 10s." },
      }),
    ],
  });

  const inRunner = (
    environment: NodeJS.ProcessEnv = {
      GITHUB_ACTIONS: "true",
      GITHUB_STEP_SUMMARY: join(directory, "summary.md"),
      GITHUB_OUTPUT: join(directory, "outputs"),
    },
  ): { lines: string[]; runner: WorkflowCommands } => {
    captured = captureOutput(environment);
    return { lines: captured.lines, runner: workflowCommands() };
  };

  it("writes the report, the summary, every output of the contract, annotations and the log", async () => {
    const { lines, runner } = inRunner();
    const { reportFile } = await publish(aPublication(report), runner, directory);
    assert.equal(reportFile, join(directory, "pg-preflight", "Prod-EU-1-health.json"));
    assert.deepEqual(reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8"))), report);
    assert.match(readFileSync(join(directory, "summary.md"), "utf8"), /^<h2>❌ .*\n$/s);
    const outputs = readFileSync(join(directory, "outputs"), "utf8");
    const values = [...outputs.matchAll(/^(\S+)<<(\S+)\n(.*)\n\2\n/gm)].map((match) => [match[1], match[3]]);
    assert.deepEqual(Object.fromEntries(values), {
      conclusion: "fail",
      "report-file": reportFile,
      "baseline-file": "",
      "failed-checks": '["foreign-key-indexes"]',
      "unknown-checks": '["slow-queries"]',
      "issue-changes": "[]",
      "critical-findings": "0",
      "high-findings": "1",
      "medium-findings": "0",
      "low-findings": "1",
    });
    assert.ok(lines.some((line) => line.startsWith("::error title=Foreign keys are indexed::")));
    assert.ok(lines.includes("✗ Foreign keys are indexed: 2 new findings, 1 known (high)"));
  });

  describe("the recorded baseline", () => {
    /** What must be nowhere but in the file. */
    const NAME = "zq7xsecretname";
    const query = aRecordedQuery({ name: NAME, tables: [{ name: `public.${NAME}`, rows: 5, bytes: 8192 }] });
    const baseline = aRecorded({ queries: [query] });
    const file = () => join(directory, "pg-preflight", "Prod-EU-1.baseline.json");
    const publishWith = async (recorded: RecordedBaseline | null) => {
      const { lines, runner } = inRunner();
      const results = [aPerformanceFail({ measurements: [aQueryRow({ query: NAME })], findings: [] })];
      const whole = aReport({ target: "../Prod: EU/1", results });
      const { facts, ...publication } = aPublication(whole);
      const tracking = { ...publication.tracking, showsNames: false };
      const text = recorded === null ? null : renderRecorded(recorded);
      const files =
        text === null ? [] : [{ output: "baseline-file", name: "baseline.json", text: () => text }];
      await publish({ ...publication, tracking, facts: { ...facts, files } }, runner, directory);
      const outputs = readFileSync(join(directory, "outputs"), "utf8");
      return { output: /^baseline-file<<(\S+)\n(.*)\n\1\n/m.exec(outputs)?.[2], lines, outputs };
    };

    it("is a file of its target, as the output says, and nothing of it is anywhere else", async () => {
      const { output, lines, outputs } = await publishWith(baseline);
      assert.equal(output, file());
      const text = readFileSync(file(), "utf8");
      assert.deepEqual(recordedSchema.parse(JSON.parse(text)), baseline);
      const summary = readFileSync(join(directory, "summary.md"), "utf8");
      for (const shown of [outputs, summary, ...lines]) assert.ok(!shown.includes(NAME), shown);
    });

    it("has its keys in the schema's order, however they came, and ends its last line", async () => {
      const { queries, server, version, ...rest } = baseline;
      const [{ name, ...others } = query] = queries;
      await publishWith({ ...rest, queries: [{ ...others, name }], server, version });
      const text = readFileSync(file(), "utf8");
      assert.equal(text, `${JSON.stringify(baseline, null, 2)}\n`);
      assert.match(text, /^\{\n {2}"version": 1,\n {2}"recordedAt": /);
    });

    it("is not written by a run that may not become one", async () => {
      assert.equal((await publishWith(null)).output, "");
      assert.ok(!existsSync(file()));
    });

    it("never takes the place of a report, whatever the suite is called", async () => {
      const { runner } = inRunner();
      const publication = aPublication(aReport({ target: "prod", suite: "baseline" }));
      const facts = { ...publication.facts, baseline };
      const { reportFile } = await publish({ ...publication, facts }, runner, directory);
      assert.equal(reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8"))).suite, "baseline");
    });
  });

  it("loses nothing but the part that fails, and tells it afterwards", async () => {
    writeFileSync(join(directory, "pg-preflight"), "a file where the directory should be");
    const { lines, runner } = inRunner();
    await assert.rejects(publish(aPublication(report), runner, directory), AggregateError);
    assert.ok(existsSync(join(directory, "summary.md")));
    assert.match(readFileSync(join(directory, "outputs"), "utf8"), /conclusion<<.*\nfail\n/);
    assert.ok(lines.some((line) => line.startsWith("::error")));
  });

  it("writes the summary before it asks GitHub for anything, and keeps it when GitHub fails", async () => {
    const github = await startGitHub();
    const number = github.people.opens({ isPullRequest: true });
    github.order({ answer: { status: 404 } });
    const { lines, runner } = inRunner();
    const askedBefore: number[] = [];
    const watching = {
      ...runner,
      summary: (markdown: string) => {
        askedBefore.push(github.requests.length);
        return runner.summary(markdown);
      },
    };
    const settings = {
      ...settingsFor(github, { github: { pullRequest: number } }),
      isPullRequest: true,
      pullRequestComment: true,
      database: { url: "postgres://x", ca: undefined },
      issues: { write: "auto", dryRun: false, from: "high", assignees: [], labels: [] },
    } as const;
    await publish({ ...aPublication(report), settings }, watching, directory);
    assert.equal(askedBefore[0], 0);
    assert.ok(github.requests.length > 0);
    const summary = readFileSync(join(directory, "summary.md"), "utf8");
    assert.match(
      summary,
      /^<h2>❌ .*### Issues\n\n<p>⚠️ The pull request&#39;s comment could not be written\./s,
    );
    const warnings = lines.filter((line) => line.startsWith("::warning title=Issues::"));
    assert.equal(warnings.length, 1);
    assert.match(readFileSync(join(directory, "outputs"), "utf8"), /issue-changes<<.*\n\[\]\n/);
  });

  it("tells what was done to issues though the comment is lost by a defect, and the other outputs stand", async () => {
    const github = await startGitHub();
    const number = github.people.opens({ isPullRequest: true });
    const { lines, runner } = inRunner();
    const settings = {
      ...settingsFor(github, { github: { pullRequest: number } }),
      target: "production",
      isPullRequest: true,
      pullRequestComment: true,
      issues: { write: "always", dryRun: false, from: "high", assignees: [], labels: [] },
    } as const;
    const tracking = { showsNames: true, writes: true, tracker: { value: EMPTY_SNAPSHOT } } as const;
    // Half a character, which YAML lets through: no comment's mark can be made of it.
    const broken = { ...report, target: "production", suite: "\ud800" };
    await publish({ ...aPublication(broken), tracking, settings }, runner, directory);
    const outputs = readFileSync(join(directory, "outputs"), "utf8");
    const values = Object.fromEntries(
      [...outputs.matchAll(/^(\S+)<<(\S+)\n(.*)\n\2\n/gm)].map((match) => [match[1], match[3]]),
    );
    assert.match(values["issue-changes"] ?? "", /"check":"overview","number":\d+,"action":"open"/);
    assert.equal(values["failed-checks"], '["foreign-key-indexes"]');
    assert.match(
      lines.filter((line) => line.startsWith("::warning title=Issues::")).join(),
      /comment could not be written: a defect of pg-preflight \(URIError\)/,
    );
  });

  it("tells what could not be done to issues though ten checks fail: the runner drops the eleventh warning", async () => {
    const github = await startGitHub();
    github.permissions = new Set(["contents: read", "issues: read"]);
    const { lines, runner } = inRunner();
    const settings = {
      ...settingsFor(github),
      target: "production",
      issues: { write: "always", dryRun: false, from: "high", assignees: [], labels: [] },
    } as const;
    const tracking = { showsNames: true, writes: true, tracker: { value: EMPTY_SNAPSHOT } } as const;
    const many = aReport({
      conclusion: "fail",
      failOn: "never",
      results: Array.from({ length: 15 }, (_, at) => aFail([aFinding()], { title: `Check ${at}` })),
    });
    await publish({ ...aPublication(many), tracking, settings }, runner, directory);
    const warnings = lines.filter((line) => line.startsWith("::warning "));
    assert.ok(warnings.length <= 10, `${warnings.length} warnings`);
    assert.match(warnings.at(-1) ?? "", /^::warning title=Issues::.*issues: write/);
  });

  it("warns that no issue is written because they could not be read, and asks GitHub for nothing", async () => {
    const github = await startGitHub();
    const { lines, runner } = inRunner();
    const settings = settingsFor(github);
    const unknown = {
      reason: "permission",
      detail: "The token may not read issues (403).",
      fix: { language: "yaml", text: "issues: write" },
    } as const;
    const tracking = { showsNames: true, writes: true, tracker: { unknown } } as const;
    await publish({ ...aPublication(report), tracking, settings }, runner, directory);
    assert.match(lines.at(-1) ?? "", /^::warning title=Issues::Our issues could not be read.*issues: write/);
    assert.doesNotMatch(readFileSync(join(directory, "summary.md"), "utf8"), /### Issues/);
    assert.equal(github.requests.length, 0);
  });

  it("has every output before it asks GitHub for anything: a job may be cancelled then", async () => {
    const github = await startGitHub();
    const before: string[] = [];
    const { runner } = inRunner();
    const settings = { ...settingsFor(github), target: "production" };
    const issues = { write: "always", dryRun: false, from: "high", assignees: [], labels: [] } as const;
    const outputs = new Map<string, string>();
    const watching = {
      ...runner,
      output: (name: string, value: string) => {
        if (github.requests.length === 0) before.push(name);
        outputs.set(name, value);
      },
    };
    const tracking = { showsNames: true, writes: true, tracker: { value: EMPTY_SNAPSHOT } } as const;
    await publish(
      { ...aPublication(report), tracking, settings: { ...settings, issues } },
      watching,
      directory,
    );
    assert.deepEqual(before.sort(), Object.keys(EMPTY_OUTPUTS).sort());
    assert.notEqual(outputs.get("issue-changes"), "[]");
  });

  it("prints for people outside a runner, and no commands", async () => {
    const { lines, runner } = inRunner({});
    await publish(aPublication(report), runner, directory);
    assert.ok(lines.includes("conclusion=fail"));
    assert.ok(lines.some((line) => line.startsWith("error: Foreign keys are indexed: ")));
    assert.ok(lines.every((line) => !line.startsWith("::")));
  });
});
