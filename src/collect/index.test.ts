import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import { z } from "zod";
import { startGitHub } from "../../test/support/github/github.ts";
import { settingsFor } from "../../test/support/github/github-settings.ts";
import { PGBOUNCER } from "../checks/shared/sources/pgbouncer.ts";
import { directorySource, fileSource } from "../checks/shared/sources/repository.ts";
import { supabaseSource } from "../checks/shared/sources/supabase.ts";
import { WORKFLOWS } from "../checks/shared/sources/workflows.ts";
import { defineCheck } from "../core/check.ts";
import type { RunConfig } from "../core/settings.ts";
import { NO_SOURCES, type Source, type SourceKey } from "../core/sources.ts";
import { collectSources, sourcesOf } from "./index.ts";

const context = {
  quiet: Promise.resolve(),
  deadline: Date.now() + 5_000,
  progress: () => undefined,
  queriesSent: Promise.resolve(),
  fetch,
};

type Selected = RunConfig["checks"][number];

async function settingsOf(
  wanted: readonly (readonly SourceKey<unknown>[] | "disabled")[],
  rest: Partial<RunConfig> = {},
) {
  const github = await startGitHub();
  const checks = wanted.map((keys): Selected => {
    const check = defineCheck({
      id: "a-check",
      title: "All is well",
      why: "",
      category: "monitoring",
      priority: "low",
      options: z.strictObject({}),
      sources: () => (keys === "disabled" ? [WORKFLOWS] : keys),
      evaluate: () => ({}),
    });
    return { check, priority: "low", enabled: keys !== "disabled", options: {} };
  });
  const defaults = {
    workspace: mkdtempSync(join(tmpdir(), "workspace-")),
    supabase: { token: undefined, projectRef: undefined, apiUrl: "http://127.0.0.1:1" },
    pgbouncer: undefined,
    database: undefined,
  };
  return { github, settings: { ...settingsFor(github), ...defaults, ...rest, checks } };
}

describe("the sources beside the database", () => {
  it("are asked only when a check that is enabled needs them", async () => {
    const { github, settings } = await settingsOf([[], "disabled"]);
    assert.deepEqual(await collectSources(settings, context), NO_SOURCES);
    assert.equal(github.requests.length, 0);
  });

  it("are asked for each thing once", async () => {
    const { settings } = await settingsOf([
      [directorySource("a"), supabaseSource("backups"), WORKFLOWS],
      [directorySource("a"), directorySource("b"), fileSource("c"), supabaseSource("pooler")],
    ]);
    assert.deepEqual(sourcesOf(settings), [
      directorySource("a"),
      supabaseSource("backups"),
      WORKFLOWS,
      directorySource("b"),
      fileSource("c"),
      supabaseSource("pooler"),
    ]);
  });

  it("come from their collectors, and none takes the others along", async () => {
    const { github, settings } = await settingsOf([
      [fileSource("here.txt"), fileSource("nowhere.txt"), supabaseSource("backups"), PGBOUNCER, WORKFLOWS],
    ]);
    writeFileSync(join(settings.workspace, "here.txt"), "text");
    github.order({ answer: { status: 500 } });
    const sources = await collectSources(settings, context);
    assert.deepEqual(sources.get(fileSource("here.txt")), { value: "text" });
    assert.deepEqual(sources.get(fileSource("nowhere.txt")), { value: null });
    for (const key of [supabaseSource("backups"), PGBOUNCER]) {
      const source: Source<unknown> = sources.get<unknown>(key);
      assert.ok("skipped" in source && source.skipped.reason === "not-configured");
    }
    const workflows = sources.get(WORKFLOWS);
    assert.ok("unknown" in workflows && workflows.unknown.reason === "unreachable");
  });

  it("never throw: a defect is unknown and quotes nothing", async () => {
    const { settings } = await settingsOf([[WORKFLOWS]]);
    const github = { ...settings.github, apiUrl: "secret, no address" };
    const workflows = (await collectSources({ ...settings, github }, context)).get(WORKFLOWS);
    assert.ok("unknown" in workflows);
    assert.match(workflows.unknown.detail, /defect of pg-preflight \(TypeError\)/);
    assert.doesNotMatch(JSON.stringify(workflows), /secret/);
  });

  it("end in the run's time, all at once", async () => {
    const { github, settings } = await settingsOf([[WORKFLOWS, supabaseSource("backups")]]);
    github.order({ answer: "hang" });
    const supabase = { token: "t", projectRef: "abcdefghijklmnopqrst", apiUrl: github.url };
    const before = performance.now();
    const deadline = Date.now() + 600;
    const sources = await collectSources({ ...settings, supabase }, { ...context, deadline });
    assert.ok(performance.now() - before < 3_000);
    assert.ok("unknown" in sources.get(WORKFLOWS));
  });
});
