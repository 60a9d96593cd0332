import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf, DAY, HOUR, MINUTE, NOW } from "../../../test/support/builders/context.ts";
import { type GivenSources, sourcesFrom } from "../../../test/support/builders/sources.ts";
import {
  healthyProject,
  type ManagementApi,
  PROJECT_REF,
  startManagementApi,
  TOKEN,
} from "../../../test/support/github/supabase.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type OwnServer, sharedServer, startServer, until } from "../../../test/support/postgres/postgres.ts";
import { collectSupabase } from "../../collect/supabase/index.ts";
import type { Source, Sources } from "../../core/sources.ts";
import { fileSource } from "../shared/sources/repository.ts";
import { type SupabaseBackups, supabaseSource } from "../shared/sources/supabase.ts";
import check from "./check.ts";

async function supabaseOf(api: ManagementApi): Promise<Sources> {
  const settings = { token: TOKEN, projectRef: PROJECT_REF, apiUrl: api.url };
  const topics = ["backups", "project"] as const;
  return sourcesFrom({ supabase: await collectSupabase(settings, topics, 5_000) });
}

describe("backups of a Supabase project", () => {
  it("are there, are missed, and are there again", async () => {
    const database = await (await sharedServer()).createDatabase();
    const project = healthyProject();
    const api = await startManagementApi(project);
    const look = async () =>
      examine(check, database, { sources: await supabaseOf(api), url: await database.stranger() });

    const fine = await look();
    assert.deepEqual([fine.findings, fine.unknown, fine.skipped], [[], undefined, undefined]);
    assert.deepEqual(
      fine.measurements?.map(({ evidence, kind }) => [evidence, kind]),
      [
        ["Supabase", "daily, logical"],
        ["recovery test", "none"],
      ],
    );

    const { backups, ...rest } = project.backups as { backups: { status: string }[] };
    api.say("backups", {
      ...rest,
      backups: backups.slice(1).map((backup) => ({ ...backup, inserted_at: "2026-01-02 03:04:05+00" })),
    });
    const old = await look();
    assert.deepEqual(
      old.findings?.map(({ key, priority }) => [key, priority]),
      [["Supabase", "high"]],
    );
    api.say("backups", project.backups);
    assert.deepEqual((await look()).findings, []);
  });

  it("are unknown when the token may not read them, with the permission to give", async () => {
    const database = await (await sharedServer()).createDatabase();
    const api = await startManagementApi();
    api.break("backups", { status: 403 });
    const { unknown } = await examine(check, database, { sources: await supabaseOf(api) });
    assert.match(unknown?.detail ?? "", /permission Backups \(Read\)/);
  });
});

describe("the archiver", () => {
  async function archiving(command: string): Promise<OwnServer> {
    return startServer({ settings: { archive_mode: "on", archive_command: command } });
  }
  async function switchWal(server: OwnServer, seen: "archived_count" | "failed_count"): Promise<void> {
    await server.query("SELECT pg_create_restore_point('test'), pg_switch_wal()");
    await until("the archiver has tried", async () => {
      const [row] = await server.query("SELECT archived_count, failed_count FROM pg_stat_archiver");
      return Number(row?.[seen]) > 0;
    });
  }

  it("is trouble when it fails, and never proves a backup", async () => {
    const server = await archiving("false");
    const database = await server.createDatabase();
    const url = await database.stranger();
    const before = await examine(check, database, { url });
    assert.deepEqual(before.findings, []);
    assert.equal(before.skipped?.reason, "not-configured");

    await switchWal(server, "failed_count");
    const failing = await examine(check, database, { url });
    assert.deepEqual(
      failing.findings?.map(({ key, priority }) => [key, priority]),
      [["archiver", "high"]],
    );
    assert.doesNotMatch(JSON.stringify(failing), /"false"/, "the command may hold secrets");

    await server.query("ALTER SYSTEM SET archive_command = 'true'");
    await server.query("SELECT pg_reload_conf()");
    await switchWal(server, "archived_count");
    const mended = await examine(check, database, { url });
    assert.deepEqual(mended.findings, []);
    assert.equal(mended.skipped?.reason, "not-configured", "the log leaves the server, which is no backup");
    assert.equal(mended.measurements?.[0]?.evidence, "archiver");
  });

  it("is not mentioned where nothing is archived", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { findings, measurements, skipped } = await examine(check, database);
    assert.deepEqual([findings, measurements?.length], [[], 1]);
    assert.match(skipped?.fix?.text ?? "", /backups: \{ pgbackrest: backups\.json \}/);
  });
});

/** As `pgbackrest info --output=json` writes it, with what we do not read. */
function stanza(name: string, stops: readonly number[], over: Record<string, unknown> = {}) {
  return {
    archive: [
      {
        database: { id: 1, "repo-key": 1 },
        id: "17-1",
        max: "000000010000000000000009",
        min: "000000010000000000000001",
      },
    ],
    backup: stops.map((stop, index) => ({
      backrest: { format: 5, version: "2.54.2" },
      error: false,
      label: `2026-${index}F`,
      timestamp: { start: (stop - MINUTE) / 1_000, stop: stop / 1_000 },
      type: index === 0 ? "full" : "incr",
    })),
    cipher: "none",
    db: [{ id: 1, "system-id": 7_000_000_000_000_000_000, version: "17" }],
    name,
    status: { code: 0, lock: { backup: { held: false } }, message: "ok" },
    ...over,
  };
}

describe("backups' judge", () => {
  const evaluate = (sources: GivenSources, options: Record<string, unknown> = {}) =>
    check.evaluate([], { ...contextOf(check, { options }), sources: sourcesFrom(sources) });
  const keys = (sources: GivenSources, options: Record<string, unknown> = {}) =>
    evaluate(sources, options).findings?.map(({ key }) => key);
  const supabase = (over: Partial<SupabaseBackups>, createdAt = NOW - 90 * DAY): GivenSources => ({
    supabase: {
      value: {
        project: { value: { status: "ACTIVE_HEALTHY", createdAt } },
        backups: {
          value: {
            pitrEnabled: false,
            walgEnabled: true,
            backups: [],
            latestPhysicalAt: null,
            earliestPhysicalAt: null,
            ...over,
          },
        },
      },
    },
  });
  const backup = (status: string, age: number, isPhysical = false) => ({ status, isPhysical, at: NOW - age });

  it("lets a backup be as old as it may", () => {
    assert.deepEqual(keys(supabase({ backups: [backup("COMPLETED", 26 * HOUR)] })), []);
    assert.deepEqual(keys(supabase({ backups: [backup("COMPLETED", 26 * HOUR + 1)] })), ["Supabase"]);
    assert.deepEqual(keys(supabase({ backups: [backup("COMPLETED", 3 * HOUR)] }), { "max-age": "2h" }), [
      "Supabase",
    ]);
  });

  it("does not go by a backup of the future, which would be young for ever", () => {
    assert.deepEqual(keys(supabase({ backups: [backup("COMPLETED", -HOUR)] })), []);
    const { findings } = evaluate(supabase({ backups: [backup("COMPLETED", -2 * HOUR)] }));
    assert.match(findings?.[0]?.message ?? "", /^The newest backup of Supabase is dated in the future, /);
  });

  it("takes only what is completed for a backup", () => {
    for (const status of ["PENDING", "REMOVED", "CANCELLED", "SOMETHING_NEW"]) {
      assert.deepEqual(keys(supabase({ backups: [backup(status, HOUR)] })), ["Supabase"], status);
    }
  });

  it("finds a failure after the last whole backup, and forgets one before it", () => {
    const whole = backup("COMPLETED", 20 * HOUR);
    assert.deepEqual(keys(supabase({ backups: [backup("FAILED", HOUR), whole] })), ["Supabase: failed"]);
    assert.deepEqual(keys(supabase({ backups: [whole, backup("FAILED", 21 * HOUR)] })), []);
  });

  it("judges physical backups under point-in-time recovery, where no daily ones are taken", () => {
    const pitr = { pitrEnabled: true };
    assert.deepEqual(keys(supabase({ ...pitr, latestPhysicalAt: NOW - HOUR })), []);
    assert.deepEqual(keys(supabase({ ...pitr, latestPhysicalAt: NOW - 3 * DAY })), ["Supabase"]);
    assert.deepEqual(keys(supabase(pitr)), ["Supabase"]);
    const { measurements } = evaluate(supabase({ ...pitr, latestPhysicalAt: NOW - HOUR }));
    assert.equal(measurements?.[0]?.kind, "point-in-time recovery");
  });

  it("gives a new project time for its first backup", () => {
    const young = evaluate(supabase({}, NOW - 2 * HOUR));
    assert.deepEqual([young.findings, young.unknown?.reason], [[], "window"]);
    assert.deepEqual(keys(supabase({}, NOW - 2 * DAY)), ["Supabase"]);
  });

  const file = (content: unknown): GivenSources => ({
    files: new Map([
      [
        "b.json",
        { value: typeof content === "string" || content === null ? content : JSON.stringify(content) },
      ],
    ]),
  });
  const named = { pgbackrest: "b.json" };

  it("reads what pgBackRest writes, each stanza on its own", () => {
    assert.deepEqual(check.sources?.(check.options.parse(named)), [
      supabaseSource("backups"),
      supabaseSource("project"),
      fileSource("b.json"),
    ]);
    const fine = evaluate(file([stanza("main", [NOW - 3 * DAY, NOW - HOUR])]), named);
    assert.deepEqual([fine.findings, fine.unknown, fine.skipped], [[], undefined, undefined]);
    assert.equal(fine.measurements?.[0]?.kind, "full, incr");
    assert.deepEqual(
      keys(file([stanza("main", [NOW - HOUR]), stanza("ol'd::error::", [NOW - 3 * DAY])]), named),
      ["pgBackRest ol'd::error::"],
    );
    assert.deepEqual(keys(file([stanza("main", [])]), named), ["pgBackRest main"]);
    const broken = stanza("main", [NOW - HOUR], { status: { code: 99, message: "other" } });
    assert.deepEqual(keys(file([broken]), named), ["pgBackRest main: status"]);
  });

  it("does not count a backup that pgBackRest marks as faulty", () => {
    const faulty = stanza("main", [NOW - 20 * HOUR, NOW - HOUR]);
    Object.assign(faulty.backup[1] ?? {}, { error: true });
    assert.deepEqual(keys(file([faulty]), named), ["pgBackRest main: failed"]);
  });

  it("is unknown when the file is missing or something else", () => {
    for (const [content, told] of [
      [null, /There is no file b\.json/],
      ["", /is not what pgbackrest/],
      [{}, /is not what pgbackrest/],
      [[], /no stanza/],
    ] as const) {
      const outcome = evaluate(file(content), named);
      assert.deepEqual(outcome.findings, []);
      assert.match(outcome.unknown?.detail ?? "", told);
    }
    const unread: Source<never> = { unknown: { reason: "error", detail: "It lies outside." } };
    assert.equal(
      evaluate({ files: new Map([["b.json", unread]]) }, named).unknown?.detail,
      "It lies outside.",
    );
  });

  it("keeps a person's word for 90 days at most", () => {
    const test = (on: string, expires: string) => ({
      "recovery-tested": { "attested-by": "@ann", "attested-on": on, expires },
    });
    const fine = supabase({ backups: [backup("COMPLETED", HOUR)] });
    assert.deepEqual(keys(fine, test("2026-11-01", "2027-01-30")), []);
    assert.deepEqual(keys(fine, test("2026-09-01", "2026-11-22")), [], "the last day counts");
    assert.deepEqual(keys(fine, test("2026-11-23", "2026-12-24")), [], "it may be tomorrow in the east");
    const { findings } = evaluate(fine, test("2026-09-01", "2026-11-21"));
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["recovery test", "medium"]],
    );
    assert.deepEqual(keys(fine, test("2026-12-24", "2026-12-25")), ["recovery test"]);
    for (const [on, expires] of [
      ["2026-11-01", "2027-01-31"],
      ["2026-11-01", "2026-10-31"],
      ["yesterday", "2026-11-30"],
    ] as const) {
      assert.equal(check.options.safeParse(test(on, expires)).success, false, `${on} ${expires}`);
    }
  });

  it("says without a token how it would know", () => {
    const { skipped } = evaluate({
      supabase: { skipped: { reason: "no-secret", detail: "Give the token." } },
    });
    assert.equal(skipped?.reason, "no-secret");
    assert.equal(skipped?.detail, "Give the token.");
    assert.match(skipped?.fix?.text ?? "", /^# Elsewhere, .*:\nchecks:\n {2}backups: /);
  });
});
