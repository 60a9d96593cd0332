import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { startGitHub } from "../../test/support/github/github.ts";
import { settingsFor } from "../../test/support/github/github-settings.ts";
import { defineSourceCheck } from "../core/check.ts";
import type { RunConfig } from "../core/settings.ts";
import { type Needs, NO_SOURCES } from "../core/sources.ts";
import { collectSources, needsOf } from "./index.ts";

const context = {
  quiet: Promise.resolve(),
  deadline: Date.now() + 60_000,
  progress: () => undefined,
  queriesSent: Promise.resolve(),
  fetch,
};

type Selected = RunConfig["checks"][number];

async function settingsOf(needs: readonly (Needs | "disabled")[], rest: Partial<RunConfig> = {}) {
  const github = await startGitHub();
  const checks = needs.map((wanted): Selected => {
    const check = {
      evaluateSources: () => ({}),
      needs: () => (wanted === "disabled" ? { workflows: true as const } : wanted),
    } as unknown as Parameters<typeof defineSourceCheck>[0];
    return { check: defineSourceCheck(check), priority: "low", enabled: wanted !== "disabled", options: {} };
  });
  const defaults = {
    timeout: 5_000,
    workspace: mkdtempSync(join(tmpdir(), "workspace-")),
    supabase: { token: undefined, projectRef: undefined, apiUrl: "http://127.0.0.1:1" },
    pgbouncer: undefined,
    database: undefined,
  };
  return { github, settings: { ...settingsFor(github), ...defaults, ...rest, checks } };
}

describe("the sources beside the database", () => {
  it("are asked only when a check that is enabled needs them", async () => {
    const { github, settings } = await settingsOf([{}, "disabled"]);
    assert.deepEqual(await collectSources(settings, context), NO_SOURCES);
    assert.equal(github.requests.length, 0);
  });

  it("are asked for each thing once", async () => {
    const { settings } = await settingsOf([
      { directories: ["a"], supabase: ["backups"], workflows: true },
      { directories: ["a", "b"], files: ["c"], documents: ["d"], supabase: ["backups", "pooler"] },
    ]);
    assert.deepEqual(needsOf(settings), {
      directories: ["a", "b"],
      files: ["c"],
      documents: ["d"],
      supabase: ["backups", "pooler"],
      workflows: true,
    });
  });

  it("come from their collectors, and none takes the others along", async () => {
    const { github, settings } = await settingsOf([
      { files: ["here.txt", "nowhere.txt"], supabase: ["backups"], pgbouncer: true, workflows: true },
    ]);
    writeFileSync(join(settings.workspace, "here.txt"), "text");
    github.order({ answer: { status: 500 } });
    const sources = await collectSources(settings, context);
    assert.deepEqual(sources.files.get("here.txt"), { value: "text" });
    assert.deepEqual(sources.files.get("nowhere.txt"), { value: null });
    assert.ok("skipped" in sources.supabase && sources.supabase.skipped.reason === "not-configured");
    assert.ok("skipped" in sources.pgbouncer && sources.pgbouncer.skipped.reason === "not-configured");
    assert.ok("unknown" in sources.workflows && sources.workflows.unknown.reason === "unreachable");
  });

  it("never throw: a defect is unknown and quotes nothing", async () => {
    const { settings } = await settingsOf([{ workflows: true }]);
    const github = { ...settings.github, apiUrl: "secret, no address" };
    const { workflows } = await collectSources({ ...settings, github }, context);
    assert.ok("unknown" in workflows);
    assert.match(workflows.unknown.detail, /defect of pg-preflight \(TypeError\)/);
    assert.doesNotMatch(JSON.stringify(workflows), /secret/);
  });

  it("end in the run's time, all at once", async () => {
    const { github, settings } = await settingsOf([{ workflows: true, supabase: ["backups"] }], {
      timeout: 600,
    });
    github.order({ answer: "hang" });
    const supabase = { token: "t", projectRef: "abcdefghijklmnopqrst", apiUrl: github.url };
    const before = performance.now();
    const sources = await collectSources({ ...settings, supabase }, context);
    assert.ok(performance.now() - before < 3_000);
    assert.ok("unknown" in sources.workflows);
  });
});
