import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf, TRUSTED } from "../../../../test/support/builders/context.ts";
import type { KnownRelation } from "../../../core/server.ts";
import check from "../../migrations/check.ts";
import { compareMigrations } from "../../migrations/compare.ts";
import { historiesOf } from "../../migrations/history-table.ts";
import { TOOL_IDS, TOOLS, toolsOf } from "./tools/index.ts";
import type { HistoryRow } from "./tools/tool.ts";
import { mentions, migrationNumber } from "./version.ts";

function toolOf(id: (typeof TOOL_IDS)[number]) {
  const [tool] = toolsOf(id);
  assert.ok(tool);
  return tool;
}

/** The versions that a tool reads from these files. */
function versions(
  id: (typeof TOOL_IDS)[number],
  files: readonly string[],
  index: string | null = null,
): string[] {
  return toolOf(id)
    .migrations(files, index)
    .map(({ version }) => version);
}

function states(id: (typeof TOOL_IDS)[number], rows: readonly HistoryRow[]): string[][] {
  return toolOf(id)
    .entries(rows)
    .map(({ version, state }) => [version, state]);
}

function relation(schema: string, name: string, columns: readonly string[]): KnownRelation {
  return {
    schema,
    name,
    quotedSchema: schema,
    schemaUsable: true,
    filtered: false,
    columns,
    readable: columns,
    control: TRUSTED,
  };
}

describe("the migration tools", () => {
  it("are the ones that the configuration can name", () =>
    assert.deepEqual(TOOLS.map(({ id }) => id).sort(), [...TOOL_IDS].sort()));

  it("read versions from their own files alone", () => {
    const all = [
      "20211001000000_init.sql",
      "20261101090000_a.sql",
      "20261102090000_b/migration.sql",
      "20261103090000_c.rb",
      "000004_d.up.sql",
      "000004_d.down.sql",
      "V5__e.sql",
      "V5_1__f.sql",
      "R__g.sql",
      "U5__e.sql",
      "README.md",
      ".DS_Store",
      "migration_lock.toml",
    ].sort();
    assert.deepEqual(versions("rails", all), ["20261103090000"]);
    assert.deepEqual(versions("prisma", all), ["20261102090000_b"]);
    assert.deepEqual(versions("golang-migrate", all), ["4"]);
    assert.deepEqual(versions("dbmate", all), ["20211001000000", "20261101090000"]);
    assert.deepEqual(versions("flyway", all), ["R__g", "5.1", "5"]);
    assert.deepEqual(versions("drizzle", all), ["20261102090000_b"]);
    assert.deepEqual(versions("supabase", ["20211001000000_init.sql", "20261101090000_a.sql"]), [
      "20261101090000",
    ]);
    assert.deepEqual(versions("supabase", ["20211209000000_init.sql"]), ["20211209000000"]);
    for (const short of ["0001_init.sql", "001_init.sql", "2021_init.sql"]) {
      assert.deepEqual(versions("supabase", [short]), [short.replace("_init.sql", "")]);
    }
    assert.deepEqual(versions("supabase", ["0001_a.sql", "20211001000000_init.sql"]), [
      "0001",
      "20211001000000",
    ]);
    assert.deepEqual(versions("rails", ["2026/20261103090000_c.rb", "001_x.rb"]), ["20261103090000", "1"]);
  });

  it("read Drizzle's journal, and nothing from one that is broken", () => {
    const journal = JSON.stringify({ entries: [{ idx: 0, when: 1795378739932, tag: "0000_a" }] });
    assert.deepEqual(toolOf("drizzle").migrations([], journal), [
      { version: "1795378739932", name: "a", file: "0000_a.sql" },
    ]);
    assert.deepEqual(versions("drizzle", [], "{"), []);
    assert.deepEqual(versions("drizzle", [], '{"entries":[{}]}'), []);
  });

  it("read what a ledger says of each migration", () => {
    assert.deepEqual(
      states("prisma", [
        { version: "a", is_finished: true, is_rolled_back: false },
        { version: "b", is_finished: false, is_rolled_back: true },
        { version: "c", is_finished: false, is_rolled_back: false },
      ]),
      [
        ["a", "applied"],
        ["c", "failed"],
      ],
    );
    assert.deepEqual(states("golang-migrate", [{ version: "7", is_dirty: true }]), [["7", "failed"]]);
    assert.deepEqual(states("golang-migrate", [{ version: "-1", is_dirty: false }]), [], "before the first");
    assert.deepEqual(states("rails", [{ version: "001" }]), [["1", "applied"]]);
    const row = { type: "SQL", script: "V1__x.sql", is_success: true };
    assert.deepEqual(
      states("flyway", [
        {
          version: null,
          type: "SCHEMA",
          script: '"app"',
          is_success: true,
        },
        { ...row, version: "1.0" },
        { ...row, version: "2" },
        { ...row, version: "2", type: "UNDO_SQL" },
        { ...row, version: "3", is_success: false },
        { ...row, version: null, script: "views/R__v.sql" },
      ]),
      [
        ["1", "applied"],
        ["3", "failed"],
        ["R__v", "applied"],
      ],
    );
  });

  it("read of a folder around Rails' folders what is in these alone", () => {
    const rails = toolOf("rails");
    const files = [
      "fixtures/01_admin.rb",
      "migrate/1_a.rb",
      "migrate/2020/2_b.rb",
      "post_migrate/3_c.rb",
      "4_d.rb",
    ];
    const versionsIn = (folder: string, among = files): string[] =>
      rails.migrations(among, null, folder).map(({ version }) => version);
    assert.deepEqual(versionsIn("db"), ["1", "2", "3"]);
    assert.deepEqual(versionsIn("db", ["seeds/01_admin.rb", "4_d.rb"]), ["4"]);
    assert.deepEqual(versionsIn("db/migrate", ["2020/2_b.rb", "5_e.rb"]), ["2", "5"]);
    assert.deepEqual(versionsIn("app/migrations", ["2020/2_b.rb"]), ["2"]);
  });

  it("match Drizzle's folders by their names, and rows without one by their time", () => {
    const drizzle = toolOf("drizzle");
    const files = drizzle.migrations(
      ["20261101090000_a/migration.sql", "20261101090000_b/migration.sql", "20261102090000_c/migration.sql"],
      null,
    );
    const at = (time: string, name: string | null = null) => ({
      version: String(Date.parse(time)),
      name,
    });
    assert.deepEqual(
      drizzle
        .entries(
          [
            at("2026-11-01T09:00:00.123Z", "20261101090000_b"),
            at("2026-11-02T09:00:00.999Z"),
            at("2026-11-01T09:00:00Z"),
            { version: "99999999999999999999" },
          ],
          files,
        )
        .map(({ version }) => version),
      ["20261101090000_b", "20261102090000_c", "20261101090000", "99999999999999999999"],
    );
  });

  it("order versions as numbers or texts", () => {
    assert.ok(toolOf("flyway").compare("1.10", "1.9") > 0);
    assert.equal(toolOf("flyway").compare("1", "1.0"), 0);
    assert.ok(toolOf("golang-migrate").compare("10", "9") > 0);
    assert.ok(toolOf("rails").compare("20261103090000", "9") > 0);
    assert.ok(toolOf("drizzle").compare("1795378739932", "1795378739931") > 0);
  });

  it("recognise their ledgers by the columns", () => {
    const server = (isSupabase: boolean, ...knownRelations: KnownRelation[]) =>
      contextOf(check, { server: { isSupabase, knownRelations } }).server;
    const owners = (isSupabase: boolean, ...relations: KnownRelation[]) =>
      historiesOf(server(isSupabase, ...relations), { tool: "auto" }).map(({ tools }) =>
        tools.map(({ id }) => id),
      );
    const plain = relation("public", "schema_migrations", ["version"]);
    assert.deepEqual(owners(false, plain), [["rails", "dbmate"]]);
    assert.deepEqual(owners(false, plain, relation("public", "ar_internal_metadata", ["key"])), [["rails"]]);
    assert.deepEqual(owners(false, relation("x", "schema_migrations", ["version", "dirty"])), [
      ["golang-migrate"],
    ]);
    assert.deepEqual(owners(false, relation("supabase_migrations", "schema_migrations", ["version"])), [
      ["supabase"],
    ]);
    const more = ["version", "finished_at"];
    assert.deepEqual(
      owners(false, relation("x", "schema_migrations", more)),
      [["rails", "dbmate"]],
      "GitLab's",
    );
    for (const columns of [
      ["version", "inserted_at"],
      ["id", "version", "name"],
      ["filename"],
      ["id", "applied_at"],
      ["dirty"],
    ]) {
      assert.deepEqual(owners(false, relation("x", "schema_migrations", columns)), [], columns.join());
    }
    assert.deepEqual(
      owners(false, relation("hdb_catalog", "schema_migrations", ["version", "dirty"])),
      [],
      "Hasura's",
    );
    const v1 = ["id", "hash", "created_at", "name", "applied_at", "version"];
    assert.deepEqual(owners(false, relation("drizzle", "__drizzle_migrations", v1)), [["drizzle"]]);
    const auth = relation("auth", "schema_migrations", ["version"]);
    assert.deepEqual(owners(true, auth), [], "Supabase's service");
    assert.deepEqual(owners(false, auth), [["rails", "dbmate"]], "elsewhere auth is anybody's");
  });
});

describe("the comparison", () => {
  const file = (version: string, name = "x") => ({ version, name, file: `${version}_${name}.sql` });
  const applied = (version: string) => ({ version, state: "applied" }) as const;
  const names = (list: readonly { version: string }[]) => list.map(({ version }) => version);

  it("lets only what is newer than the last applied one be pending", () => {
    const { late, pending, remoteOnly } = compareMigrations(
      toolOf("supabase"),
      ["1", "2", "3", "4"].map((version) => file(version)),
      [applied("1"), applied("3")],
    );
    assert.deepEqual([names(late), names(pending), names(remoteOnly)], [["2"], ["4"], []]);
  });

  it("counts everything as pending in an empty ledger", () => {
    const { pending, last } = compareMigrations(toolOf("dbmate"), [file("1"), file("2")], []);
    assert.deepEqual([names(pending), last], [["1", "2"], undefined]);
  });

  it("takes what stands before golang-migrate's row and Flyway's baseline for applied", () => {
    const golang = compareMigrations(
      toolOf("golang-migrate"),
      ["1", "2", "3"].map((version) => file(version)),
      toolOf("golang-migrate").entries([{ version: "2", is_dirty: true }]),
    );
    assert.deepEqual([names(golang.applied), names(golang.pending), golang.failed.length], [["1"], ["3"], 1]);
    const flyway = compareMigrations(
      toolOf("flyway"),
      ["1", "2", "3"].map((version) => file(version)),
      toolOf("flyway").entries([
        { version: "2", type: "BASELINE", script: "<< Flyway Baseline >>", is_success: true },
      ]),
    );
    assert.deepEqual([names(flyway.applied), names(flyway.pending)], [["1", "2"], ["3"]]);
    assert.deepEqual(flyway.remoteOnly, []);
  });

  it("does not miss a file of a migration that was Java, nor put repeatable ones into the order", () => {
    const flyway = toolOf("flyway");
    const { remoteOnly, late, pending } = compareMigrations(
      flyway,
      flyway.migrations(["V1__a.sql", "R__v.sql"], null),
      flyway.entries([
        { version: "1", type: "SQL", script: "V1__a.sql", is_success: true },
        { version: "2", type: "JDBC", script: "db.V2__b", is_success: true },
      ]),
    );
    assert.deepEqual([remoteOnly, late, names(pending)], [[], [], ["R__v"]]);
  });

  it("sums up what is older than a hundred applied ones", () => {
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => String(from + index));
    const entries = ["1000", "1001", "1003", "1150", ...many(1002, 1003), ...many(1004, 1110)].map(applied);
    const files = [...many(1002, 1003), ...many(1004, 1110), "999"].map((version) => file(version));
    const { longGone, remoteOnly, squashed } = compareMigrations(toolOf("rails"), files, entries);
    assert.deepEqual(
      [names(longGone), names(remoteOnly), names(squashed)],
      [["1000", "1001", "1003"], ["1150"], []],
    );
    const strict = compareMigrations(toolOf("supabase"), files, entries);
    assert.deepEqual([strict.longGone.length, strict.remoteOnly.length], [0, 4], "the CLI refuses to push");
    const few = compareMigrations(toolOf("rails"), files.slice(0, 90), entries);
    assert.ok(
      few.remoteOnly.some(({ version }) => version === "1003"),
      "86 newer ones are not enough",
    );
  });

  it("tells two files of one version, once", () => {
    const { doubled, applied: found } = compareMigrations(
      toolOf("dbmate"),
      [file("1", "a"), file("1", "b")],
      [applied("1")],
    );
    assert.deepEqual([doubled.length, found.length], [1, 1]);
  });

  it("takes a version that failed and then succeeded for applied", () => {
    const { failed } = compareMigrations(
      toolOf("prisma"),
      [file("a")],
      [{ version: "a", state: "failed" }, applied("a")],
    );
    assert.deepEqual(failed, []);
  });
});

describe("the number of a migration", () => {
  it("is read from its name", () => {
    assert.equal(migrationNumber("20261101090000_2fa.sql"), "20261101090000");
    assert.equal(migrationNumber("20261101090000_a/migration.sql"), "20261101090000");
    assert.equal(migrationNumber("V1_10__a.sql"), "1.10");
    assert.equal(migrationNumber("000004_d.up.sql"), "000004");
    assert.equal(migrationNumber("R__views.sql"), undefined);
  });

  it("is found in a line, but not in another number", () => {
    const long = "20261101090000_a.sql";
    for (const line of [
      "20261101090000",
      "20261101090000_a",
      "2026-11-01: 20261101090000 (a)",
      "`20261101090000_a.sql`",
    ])
      assert.ok(mentions(line, long), line);
    for (const line of ["120261101090000", "202611010900001", "2026-11-01", ""])
      assert.ok(!mentions(line, long), line);
    for (const line of ["4", "0004 – orders", "Migration 4: orders", "#4", "v4", "000004_d"])
      assert.ok(mentions(line, "000004_d.up.sql"), line);
    for (const line of ["40", "4.1", "14 items", "4th", "2026-04-04"])
      assert.ok(!mentions(line, "000004_d.up.sql"), line);
  });
});
