import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { DAY, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { sourcesFrom } from "../../../test/support/builders/sources.ts";
import { type FakeRun, type FakeWorkflow, startGitHub } from "../../../test/support/github/github.ts";
import { settingsFor } from "../../../test/support/github/github-settings.ts";
import { collectWorkflows } from "../../collect/workflows/index.ts";
import { resultOf } from "../../core/evaluate/evaluate-check.ts";
import type { CheckOutcome, ItemEvidence } from "../../core/finding.ts";
import type { Source } from "../../core/sources.ts";
import { NO_RUNS, REMEMBERED_RUNS, type RememberedRuns } from "../shared/sources/scheduled-runs.ts";
import type { MonitoringStep, MonitoringWorkflow, WorkflowsEvidence } from "../shared/sources/workflows.ts";
import check from "./check.ts";
import { monitored } from "./monitored.ts";

function evaluate(
  workflows: Source<WorkflowsEvidence>,
  options: Record<string, unknown> = {},
  now = NOW,
  remembered: Readonly<Record<string, Partial<RememberedRuns>>> = {},
): CheckOutcome {
  const context = { options: check.options.parse(options), priority: "medium" as const, now };
  const runs = new Map(Object.entries(remembered).map(([id, each]) => [id, { ...NO_RUNS, ...each }]));
  const sources = sourcesFrom({ workflows }).with(REMEMBERED_RUNS, { value: runs });
  const outcome = check.evaluate([], { ...context, sources });
  assert.ok(outcome);
  return outcome;
}

const PATH = ".github/workflows/nightly.yml";
const TEXT = (on: string, inputs = "{}") => `
on: ${on}
jobs: { check: { steps: [{ name: Look, uses: pg-preflight/pg-preflight@v1, with: ${inputs} }] } }`;
const DAILY = TEXT('{ schedule: [{ cron: "23 3 * * *" }] }');

const ran = (at: number, conclusion = "success"): FakeRun => ({ at, jobs: { check: { Look: conclusion } } });

describe("monitoring-schedule, beside GitHub", () => {
  /** What the check says of a repository whose one workflow is this. */
  async function look(workflow: Partial<FakeWorkflow>, text = DAILY, options = {}): Promise<CheckOutcome> {
    const now = Date.now();
    const github = await startGitHub({
      workflows: [{ path: PATH, ...workflow }],
      files: { main: { [PATH]: text } },
    });
    const evidence = await collectWorkflows(settingsFor(github), now + 20_000);
    assert.deepEqual(github.violations, []);
    return evaluate(evidence, options, now);
  }
  const only = { checks: { "slow-queries": "2d" } };
  const messageOf = ({ findings }: CheckOutcome) => findings?.map(({ message }) => message).join("\n");

  it("is content when last night's run looked, whatever it found", async () => {
    for (const conclusion of ["success", "failure"]) {
      const outcome = await look({ runs: [ran(Date.now() - 9 * HOUR, conclusion)] });
      assert.equal(outcome.findings, undefined);
      assert.equal(outcome.unknown, undefined);
      assert.deepEqual(
        outcome.measurements?.map(({ check: id, state, workflow }) => [id, state, workflow]),
        ["slow-queries", "connection-usage", "unused-indexes", "table-bloat"].map((id) => [
          id,
          "running",
          PATH,
        ]),
      );
    }
  });

  it("tells a schedule that GitHub disabled for want of activity, and mending it is enough", async () => {
    const runs = [ran(Date.now() - 3 * HOUR)];
    const outcome = await look({ state: "disabled_inactivity", runs }, DAILY, only);
    assert.equal(outcome.findings?.[0]?.key, "slow-queries");
    assert.match(messageOf(outcome) ?? "", /disabled it: .* after 60 days without activity/);
    assert.match(
      messageOf(await look({ state: "disabled_manually", runs }, DAILY, only)) ?? "",
      /somebody disabled/,
    );
    assert.match(messageOf(await look({ state: "disabled_fork", runs }, DAILY, only)) ?? "", /in forks/);
    assert.equal((await look({ state: "active", runs }, DAILY, only)).findings, undefined);
  });

  it("tells a step that was skipped or cancelled, and a run long ago", async () => {
    const skipped = await look(
      { runs: [ran(Date.now() - HOUR, "skipped"), ran(Date.now() - 25 * HOUR, "cancelled")] },
      DAILY,
      only,
    );
    assert.match(messageOf(skipped) ?? "", /did not run slow-queries in its last 2 scheduled runs/);
    const late = await look({ runs: [ran(Date.now() - 3 * DAY)] }, DAILY, only);
    assert.match(messageOf(late) ?? "", /last ran slow-queries by schedule 3 days ago; 2 days are allowed/);
    assert.match(messageOf(await look({}, DAILY, only)) ?? "", /GitHub has no scheduled run/);
  });

  it("is pending until the first run of a new workflow is due, and fails when that is overdue", async () => {
    const young = await look({ createdAt: Date.now() }, DAILY, only);
    assert.equal(young.findings, undefined);
    assert.equal(young.measurements?.[0]?.state, "pending");
    assert.match(
      young.unknown?.detail ?? "",
      /will run slow-queries by schedule: its first run is due at .* 03:23 UTC\.$/,
    );
    assert.match(young.unknown?.until ?? "", /T03:23:00Z$/);
    assert.equal(young.itemEvidence?.["slow-queries"]?.status, "pending");
    const late = await look({ createdAt: Date.now() - 47 * HOUR }, DAILY, only);
    assert.match(late.unknown?.detail ?? "", /was due at .* 03:23 UTC, and is overdue at/);
    const overdue = await look({ createdAt: Date.now() - 3 * DAY }, DAILY, only);
    assert.equal(overdue.findings?.length, 1);
    assert.equal(overdue.unknown, undefined);
  });

  it("tells when nothing runs the check, or not by schedule", async () => {
    const runs = [ran(Date.now() - HOUR)];
    const other = await look(
      { runs },
      TEXT('{ schedule: [{ cron: "1 2 * * *" }] }', "{ suite: index-usage }"),
    );
    assert.deepEqual(
      other.findings?.map(({ key }) => key),
      ["slow-queries", "connection-usage", "table-bloat"],
    );
    assert.match(messageOf(other) ?? "", /No workflow on main runs slow-queries: add it to a workflow/);
    assert.match(messageOf(await look({ runs }, TEXT("push"), only)) ?? "", /but not by schedule/);
  });

  it("takes another database's monitoring for none of its own", async () => {
    const runs = [ran(Date.now() - HOUR)];
    const text = TEXT('{ schedule: [{ cron: "1 2 * * *" }] }', "{ target: staging }");
    const outcome = await look({ runs }, text, only);
    assert.match(messageOf(outcome) ?? "", /runs slow-queries for target database, only for staging/);
    assert.equal((await look({ runs }, text.replace("staging", "database"), only)).findings, undefined);
  });

  it("does not guess what an expression decides", async () => {
    const text = TEXT('{ schedule: [{ cron: "1 2 * * *" }] }', '{ checks: "${{ vars.CHECKS }}" }');
    const outcome = await look({ runs: [ran(Date.now() - HOUR)] }, text, only);
    assert.equal(outcome.findings, undefined);
    assert.match(outcome.unknown?.detail ?? "", /nightly\.yml decides by an expression/);
  });
});

describe("monitoring-schedule, at the edges", () => {
  const step = (
    lastRanAt: number | null,
    checks: readonly string[] | null = ["slow-queries"],
  ): MonitoringStep => ({
    job: "check",
    name: "Look",
    target: "database",
    checks,
    lastRanAt,
  });
  const workflow = (
    steps: readonly MonitoringStep[],
    more: Partial<MonitoringWorkflow> = {},
  ): MonitoringWorkflow => ({
    path: PATH,
    state: "active",
    createdAt: NOW - 400 * DAY,
    schedules: [{ cron: "23 3 * * *", timezone: null }],
    steps,
    runs: { looked: 1, since: NOW - DAY, hasOlder: false },
    ...more,
  });
  const evidence = (workflows: readonly MonitoringWorkflow[], unread = 0): Source<WorkflowsEvidence> => ({
    value: { defaultBranch: "main", target: "database", workflows, unread },
  });
  const one = { checks: { "slow-queries": "2d" } };

  it("a run may be as old as its period, to the millisecond", () => {
    assert.equal(evaluate(evidence([workflow([step(NOW - 2 * DAY)])]), one).findings, undefined);
    assert.equal(evaluate(evidence([workflow([step(NOW - 2 * DAY - 1)])]), one).findings?.length, 1);
    assert.equal(
      evaluate(evidence([workflow([step(null)], { createdAt: NOW - 2 * DAY })]), one).findings,
      undefined,
    );
    assert.equal(
      evaluate(evidence([workflow([step(null)], { createdAt: NOW - 2 * DAY - 1 })]), one).findings?.length,
      1,
    );
  });

  it("one good schedule is enough", () => {
    const disabled = workflow([step(NOW)], { state: "disabled_manually" });
    const computed = workflow([step(NOW, null)]);
    const good = workflow([step(NOW - HOUR)], { path: "good.yml" });
    const outcome = evaluate(evidence([disabled, computed, good]), one);
    assert.equal(outcome.unknown, undefined);
    assert.equal(outcome.measurements?.[0]?.workflow, "good.yml");
  });

  it("is unknown where older runs, or more files, could tell", () => {
    const hourly = workflow([step(null)], { runs: { looked: 8, since: NOW - 8 * HOUR, hasOlder: true } });
    assert.match(evaluate(evidence([hourly]), one).unknown?.detail ?? "", /older ones were not looked at/);
    const nightly = workflow([step(null)], { runs: { looked: 8, since: NOW - 8 * DAY, hasOlder: true } });
    assert.equal(evaluate(evidence([nightly]), one).findings?.length, 1);
    assert.match(evaluate(evidence([], 3), one).unknown?.detail ?? "", /3 workflow files/);
  });

  it("passes on what the source says", () => {
    const unknown = {
      reason: "permission",
      detail: "No.",
      fix: { language: "yaml", text: "permissions:" },
    } as const;
    assert.deepEqual(evaluate({ unknown }), { unknown });
    const skipped = { reason: "no-secret", detail: "No token." } as const;
    assert.deepEqual(evaluate({ skipped }), { skipped });
  });

  it("shows the checklist each check on its own", () => {
    const partly = workflow([step(NOW - HOUR, ["slow-queries", "table-bloat"])]);
    const outcome = evaluate(evidence([partly, workflow([step(NOW, null)])]), {
      checks: { "slow-queries": "2d", "table-bloat": "1min", "unused-indexes": "8d" },
    });
    const result = resultOf(check, outcome, { priority: "medium" });
    const shown = (id: string, of = result) => monitored(of, id, undefined);
    assert.equal(shown("slow-queries").status, "pass");
    assert.match(shown("slow-queries").evidence, /ran slow-queries by schedule/);
    assert.equal(shown("table-bloat").status, "unknown", "an expression may run it as well");
    assert.equal(shown("unused-indexes").status, "unknown");
    assert.match(
      shown("connection-usage").evidence,
      /lists only slow-queries, table-bloat, unused-indexes: add `connection-usage: 2d`/,
    );
    const failing = resultOf(check, evaluate(evidence([]), one), { priority: "medium" });
    assert.equal(shown("slow-queries", failing).status, "fail");
    const unknown = { reason: "permission", detail: "No." } as const;
    const blind = resultOf(check, evaluate({ unknown }), { priority: "medium" });
    assert.deepEqual(shown("slow-queries", blind), {
      status: "unknown",
      evidence: "The check `monitoring-schedule` could not look: No.",
    });
  });

  it("takes periods as PostgreSQL writes them, and nothing else", () => {
    assert.ok(!check.options.safeParse({ checks: { "slow-queries": "daily" } }).success);
    assert.ok(!check.options.safeParse({ checks: ["slow-queries"] }).success);
    assert.ok(!check.options.safeParse({ checks: {} }).success, "nothing to monitor is not monitored well");
  });
});

describe("monitoring-schedule, by the runs that the issues remember", () => {
  const one = { checks: { "slow-queries": "2d" } };
  interface Listed {
    readonly lastRanAt?: number | null;
    readonly createdAt?: number;
    readonly state?: string;
  }
  /** What is concluded of one workflow, and of the runs that the issues remember. */
  function concluded(remembered: Partial<RememberedRuns>, listed: Listed = {}) {
    const { lastRanAt = null, createdAt = NOW - 400 * DAY, state = "active" } = listed;
    const workflow: MonitoringWorkflow = {
      path: PATH,
      state,
      createdAt,
      schedules: [{ cron: "23 3 * * *", timezone: null }],
      steps: [{ job: "check", name: "Look", target: "database", checks: ["slow-queries"], lastRanAt }],
      runs: { looked: 1, since: NOW - DAY, hasOlder: false },
    };
    const value = { defaultBranch: "main", target: "database", workflows: [workflow], unread: 0 };
    const outcome = evaluate({ value }, one, NOW, { "slow-queries": remembered });
    const shown = monitored(resultOf(check, outcome, { priority: "medium" }), "slow-queries", undefined);
    return `${shown.status}: ${shown.evidence}`;
  }
  const nightly = { scheduledAt: NOW - 9 * HOUR, checkedAt: NOW - 9 * HOUR };

  it("a scheduled run of this target that carried the check out is the proof, whatever GitHub lists", () => {
    assert.match(concluded(nightly), /^pass: A scheduled run checked slow-queries 9 hours ago/);
    for (const workflows of [
      { unknown: { reason: "permission", detail: "No." } },
      { skipped: { reason: "no-secret", detail: "No token." } },
    ] as const) {
      const outcome = evaluate(workflows, one, NOW, { "slow-queries": nightly });
      assert.deepEqual([outcome.unknown, outcome.findings], [undefined, undefined]);
      assert.equal(outcome.itemEvidence?.["slow-queries"]?.status, "pass");
    }
  });

  it("a disabled schedule fails all the same: no run is to come", () => {
    assert.match(concluded(nightly, { state: "disabled_manually" }), /^fail: .*disabled it/);
  });

  it("an old run is overdue, and GitHub's list is asked next", () => {
    const old = { scheduledAt: NOW - 3 * DAY, checkedAt: NOW - 3 * DAY };
    assert.match(concluded(old), /^fail: /);
    assert.match(concluded(old, { lastRanAt: NOW - HOUR }), /^pass: .*ran slow-queries by schedule/);
  });

  it("a scheduled run that could not carry the check out is no proof", () => {
    const blind = { scheduledAt: NOW - HOUR, checkedAt: null };
    assert.match(concluded(blind, { lastRanAt: NOW - HOUR }), /^unknown: .*could not be carried out/);
    assert.match(concluded(blind, { lastRanAt: NOW }), /^unknown: /);
  });

  it("a run by hand is shown, and completes nothing", () => {
    const byHand = { other: { at: NOW - 5 * 60_000, event: "workflow_dispatch" } };
    assert.match(
      concluded(byHand, { createdAt: NOW - HOUR }),
      /^pending: .*due at 2026-11-23 03:23 UTC\. A run by workflow_dispatch checked slow-queries 5 minutes ago; only scheduled runs count\.$/,
    );
    assert.match(concluded(byHand), /^fail: .*only scheduled runs count\.$/);
  });

  it("about any check, one that runs is enough, and one that is pending comes before one that is unknown", () => {
    const result = (itemEvidence: Record<string, ItemEvidence>) =>
      monitored(resultOf(check, { itemEvidence }, { priority: "medium" }), "any", undefined).status;
    const pending: ItemEvidence = { status: "pending", evidence: "", until: "2026-11-23T03:23:00Z" };
    const unknown: ItemEvidence = { status: "unknown", evidence: "" };
    assert.equal(result({ a: unknown, b: pending, c: { status: "pass", evidence: "" } }), "pass");
    assert.equal(result({ a: unknown, b: pending }), "pending");
    assert.equal(result({ a: unknown }), "unknown");
  });
});
