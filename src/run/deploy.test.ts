/** Suite deploy from the settled configuration to the report. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NOW } from "../../test/support/builders/context.ts";
import { readRunContext } from "../action/context.ts";
import type { RunOptions } from "../config/options.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import { type Report, reportSchema } from "../core/report.ts";
import type { RunConfig } from "../core/settings.ts";
import { NO_SOURCES } from "../core/sources.ts";
import { renderSummary } from "../report/summary/summary.ts";
import { evaluate } from "./evaluate.ts";

const inputs: RunOptions = {
  databaseUrl: "postgresql://h/d",
  supabaseToken: undefined,
  githubToken: undefined,
  pgbouncerUrl: undefined,
  baselineUrl: undefined,
  ca: undefined,
  target: "production",
  config: ".github/pg-preflight.yml",
  suite: "deploy",
  checks: [],
  failOn: "high",
  replicaUrls: [],
  writeIssues: "auto",
  dryRun: false,
};

const settled = (text: string | null, over: Partial<RunOptions> = {}, event = "push"): Promise<RunConfig> =>
  resolveConfig(
    { ...inputs, ...over },
    readRunContext({ GITHUB_EVENT_NAME: event, GITHUB_WORKSPACE: "/nowhere" }),
    {
      text,
      notices: [],
    },
  );

const report = (settings: RunConfig, evidence: DatabaseEvidence): Report =>
  reportSchema.parse(
    evaluate(settings, evidence, NO_SOURCES, { toolVersion: "1.0.0", startedAt: NOW, durationMs: 1 }),
  );

const itemsOf = ({ checklist }: Report) => checklist.flatMap(({ items }) => items);

describe("suite deploy", () => {
  it("has the checklist, and no other suite has", async () => {
    assert.equal((await settled(null)).checklist.length, 14);
    assert.equal((await settled(null, { suite: "health" })).checklist.length, 0);
  });

  it("runs the check of an own item, and none that only dropped items need", async () => {
    const ids = (settings: RunConfig) => settings.checks.map(({ check }) => check.id);
    assert.ok(!ids(await settled(null)).includes("duplicate-indexes"));
    const text =
      "checklist: { query-timeout-configured: { dropped: later }, no-doubles: { title: T, check: duplicate-indexes } }";
    const own = ids(await settled(text));
    assert.ok(own.includes("duplicate-indexes"));
    assert.ok(!own.includes("statement-timeout"));
  });

  it("ticks nothing, fails and says it once, when the database can't be reached", async () => {
    const all = report(await settled(null), { reached: false, advice: "Use port 5432." });
    assert.deepEqual([...new Set(itemsOf(all).map(({ status }) => status))], ["unknown"]);
    assert.equal(all.stepFails, true);
    assert.equal(all.conclusion, "fail");
    assert.match(renderSummary(all), /could not be reached/);
  });
});

describe("a fork's pull request in suite deploy", () => {
  const words = [
    "performance-baseline-established",
    "connection-pooling-configured",
    "backup-schedule-verified",
    "index-usage-monitoring-active",
    "table-bloat-monitoring-scheduled",
    "connection-pool-monitoring-enabled",
    "performance-monitoring-active",
    "slow-query-alerts-configured",
  ];
  const attested = words
    .map((id) => `  ${id}: { attested-by: me, attested-on: 2026-11-01, expires: 2026-12-01 }`)
    .join("\n");

  it("passes for want of secrets, with a clear notice, and concludes nothing", async () => {
    const settings = await settled(`checklist:\n${attested}`, { databaseUrl: undefined }, "pull_request");
    const all = report(settings, { reached: false });
    assert.equal(all.stepFails, false, all.gate.join("\n"));
    assert.equal(all.conclusion, "unknown");
    assert.match(
      all.notices.join("\n"),
      /This pull request has no secrets, .* \d+ of \d+ checks were not run/,
    );
    assert.equal(itemsOf(all).find(({ id }) => id === "query-timeout-configured")?.status, "unknown");
    assert.match(renderSummary(all), /❔ <code>production<\/code>: 0 of 14 by evidence, 8 attested/);
  });

  it("is no pass in suite health either", async () => {
    const settings = await settled(null, { databaseUrl: undefined, suite: "health" }, "pull_request");
    const all = report(settings, { reached: false });
    assert.equal(all.stepFails, false, all.gate.join("\n"));
    assert.equal(all.conclusion, "unknown");
  });
});
