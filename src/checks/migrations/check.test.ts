import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { examine } from "../../../test/support/postgres/examine.ts";
import {
  MIGRATION_HISTORIES,
  restoreHistory,
  type State,
  sourcesFor,
} from "../../../test/support/postgres/migration-histories.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import check from "./check.ts";

interface Tool {
  readonly id: string;
  readonly home: string;
  readonly table: string;
  readonly last: string;
  /** The pending one's file. */
  readonly pending: string;
  /** The failed one's version where the tool leaves a trace of it; else how many are pending after it. */
  readonly failed?: string | number;
}

const TOOLS: readonly Tool[] = [
  {
    id: "supabase",
    home: "supabase/migrations",
    table: "supabase_migrations.schema_migrations",
    last: "20261103090000",
    pending: "20261103090000_orders_customer.sql",
  },
  {
    id: "prisma",
    home: "prisma/migrations",
    table: "public._prisma_migrations",
    last: "20261103090000_orders_customer",
    pending: "20261103090000_orders_customer/migration.sql",
    failed: "20261104090000_fails",
  },
  {
    id: "drizzle",
    home: "drizzle",
    table: "drizzle.__drizzle_migrations",
    last: "1795378743057",
    pending: "0002_orders_customer.sql",
    failed: 4,
  },
  {
    id: "rails",
    home: "db/migrate",
    table: "public.schema_migrations",
    last: "20261103090000",
    pending: "20261103090000_index_orders_customer.rb",
    failed: 1,
  },
  {
    id: "dbmate",
    home: "db/migrations",
    table: "public.schema_migrations",
    last: "20261103090000",
    pending: "20261103090000_orders_customer.sql",
    failed: 1,
  },
  {
    id: "golang-migrate",
    home: "migrations",
    table: "public.schema_migrations",
    last: "3",
    pending: "000003_orders_customer.up.sql",
    failed: "4",
  },
  {
    id: "flyway",
    home: "sql",
    table: "public.flyway_schema_history",
    last: "2",
    pending: "V2__orders_customer.sql",
    failed: 2,
  },
];

describe("migrations on PostgreSQL", () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  function checkOut(tool: string, to: string, folder = "migrations"): void {
    cpSync(join(MIGRATION_HISTORIES, tool, folder), join(workspace, to), { recursive: true });
  }

  function write(file: string, text = "SELECT 1;\n"): void {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), text);
  }

  async function databaseWith(...histories: [tool: string, state: State][]): Promise<Database> {
    const database = await (await sharedServer()).createDatabase();
    for (const [tool, state] of histories) await restoreHistory(database, tool, state);
    return database;
  }

  /** As the superuser, who may read every ledger, unless `url` says otherwise. */
  async function look(
    database: Database,
    options: Record<string, unknown> = {},
    url = database.url,
  ): Promise<CheckOutcome> {
    return examine(check, database, { options, url, sources: await sourcesFor(check, workspace, options) });
  }

  for (const { id, home, table, last, pending, failed } of TOOLS) {
    describe(`with ${id}`, () => {
      it("recognises the ledger and passes when all is applied", async () => {
        checkOut(id, home);
        const database = await databaseWith([id, "all"]);
        const { findings, measurements, unknown, skipped } = await look(database);
        assert.deepEqual(
          { findings, unknown, skipped },
          { findings: [], unknown: undefined, skipped: undefined },
        );
        const [measured] = measurements ?? [];
        assert.equal(measured?.ledger, table);
        assert.equal(measured?.directory, home);
        assert.equal(measured?.last_applied, last);
        assert.deepEqual(measured?.pending_files, []);
        assert.deepEqual((await look(database, { pending: "forbidden" })).findings, []);
      });

      it("lets a newer file through and says so, or not, as declared", async () => {
        checkOut(id, home);
        const database = await databaseWith([id, "pending"]);
        const { findings, measurements } = await look(database);
        assert.deepEqual(findings, []);
        assert.equal(measurements?.[0]?.pending, 1);
        assert.deepEqual(measurements?.[0]?.pending_files, [pending]);
        const forbidden = (await look(database, { pending: "forbidden" })).findings ?? [];
        assert.deepEqual(
          forbidden.map(({ key, file, priority, facts }) => [key, file, priority, facts.state]),
          [[last, `${home}/${pending}`, "critical", "pending"]],
        );
      });

      it("tells of a migration that only the database knows", async () => {
        checkOut(id, home);
        const index = join(workspace, home, "meta/_journal.json");
        if (id === "drizzle") {
          writeFileSync(index, JSON.stringify({ entries: [{ when: 1795378739932, tag: "0000_customers" }] }));
        } else rmSync(join(workspace, home, pending), { recursive: true });
        const database = await databaseWith([id, "all"]);
        const { findings = [] } = await look(database);
        assert.ok(findings.some(({ key, facts }) => key === last && facts.state === "only in the database"));
      });

      if (failed === undefined) return;
      it(typeof failed === "string" ? "tells of a failure" : "has no trace of a failure", async () => {
        checkOut(id, home, "with-failing");
        const { findings = [], measurements } = await look(await databaseWith([id, "failed"]));
        if (typeof failed === "number") {
          assert.deepEqual(findings, []);
          assert.equal(measurements?.[0]?.pending, failed);
          return;
        }
        assert.deepEqual(
          findings.map(({ key, facts }) => [key, facts.state]),
          [[failed, "failed"]],
        );
        assert.match(findings[0]?.file ?? "", /fails/);
      });
    });
  }

  it("tells of a file that is older than the last applied one, and of the twin in the database", async () => {
    checkOut("supabase", "supabase/migrations");
    write("supabase/migrations/20261101100000_orders.sql");
    rmSync(join(workspace, "supabase/migrations/20261102090000_orders.sql"));
    const { findings = [] } = await look(await databaseWith(["supabase", "all"]));
    assert.deepEqual(
      findings.map(({ key, facts }) => [key, facts.state]),
      [
        ["20261101100000", "out of order"],
        ["20261102090000", "only in the database"],
      ],
    );
    assert.match(findings[0]?.message ?? "", /--include-all/);
    assert.match(findings[1]?.message ?? "", /20261101100000_orders\.sql has the same name/);
  });

  it("leaves out files that are no migrations", async () => {
    checkOut("supabase", "supabase/migrations");
    for (const name of [".DS_Store", "draft.sql", "20261104090000_x.sql.bak", "old/20261001000000_x.sql"]) {
      write(`supabase/migrations/${name}`);
    }
    const database = await databaseWith(["supabase", "all"]);
    assert.deepEqual((await look(database, { pending: "forbidden" })).findings, []);
  });

  it("takes entries older than the oldest file for squashed ones where tools allow it", async () => {
    checkOut("rails", "db/migrate");
    rmSync(join(workspace, "db/migrate/20261101090000_create_customers.rb"));
    const { findings, measurements } = await look(await databaseWith(["rails", "all"]));
    assert.deepEqual(findings, []);
    assert.equal(measurements?.[0]?.older_than_the_oldest_file, 1);
  });

  it("is unknown with the exact grants for the small login, and sees with them", async () => {
    for (const { id, home } of TOOLS) {
      checkOut(id, home);
      const database = await databaseWith([id, "pending"]);
      for (const url of [await database.monitor(), await database.stranger()]) {
        const { unknown } = await look(database, {}, url);
        assert.equal(unknown?.reason, "permission", id);
        await database.query(unknown?.fix?.text ?? "");
        const seen = await look(database, {}, url);
        assert.equal(seen.unknown, undefined, id);
        assert.equal(seen.measurements?.[0]?.pending, 1, id);
      }
      rmSync(join(workspace, home), { recursive: true });
    }
  });

  it("does not take rows that row-level security hides for none", async () => {
    checkOut("dbmate", "db/migrations");
    const database = await databaseWith(["dbmate", "all"]);
    await database.query("ALTER TABLE schema_migrations ENABLE ROW LEVEL SECURITY");
    const monitor = await database.monitor();
    const { unknown } = await look(database, {}, monitor);
    assert.match(unknown?.detail ?? "", /row-level security/);
    await database.query(unknown?.fix?.text ?? "");
    const seen = await look(database, {}, monitor);
    assert.deepEqual([seen.findings, seen.measurements?.[0]?.applied], [[], 3]);
    assert.equal((await look(database, { table: "public.schema_migrations" }, monitor)).findings?.length, 0);
  });

  it("is unknown without the folder: the job has no checkout", async () => {
    const database = await databaseWith(["dbmate", "all"]);
    const { unknown, findings } = await look(database);
    assert.equal(findings, undefined);
    assert.match(unknown?.detail ?? "", /db\/migrations/);
    assert.match(unknown?.fix?.text ?? "", /actions\/checkout/);
    assert.equal((await look(database, { directory: "elsewhere" })).unknown?.reason, "error");
    assert.equal((await look(await databaseWith(), { directory: "elsewhere" })).unknown?.reason, "error");
  });

  it("is unknown when the folder holds nothing that the tool knows and the ledger something", async () => {
    write("db/other/notes.txt");
    const database = await databaseWith(["dbmate", "all"]);
    assert.match(
      (await look(database, { directory: "db/other" })).unknown?.detail ?? "",
      /holds no migrations/,
    );
  });

  it("does not pass when there is nothing to compare", async () => {
    write("db/other/notes.txt");
    const database = await databaseWith(["dbmate", "all"]);
    await database.query("DELETE FROM public.schema_migrations");
    const { skipped } = await look(database, { directory: "db/other" });
    assert.deepEqual(skipped, { reason: "not-applicable", detail: "db/other holds no migrations." });
  });

  it("fails when there are files and no table", async () => {
    checkOut("supabase", "supabase/migrations");
    const { findings } = await look(await databaseWith());
    assert.equal(findings?.length, 1);
    assert.match(
      findings?.[0]?.message ?? "",
      /^None of the 3 migrations in supabase\/migrations is applied/,
    );
  });

  it("does not guess whose files they are when there is no table and their names are common", async () => {
    checkOut("dbmate", "db/migrations");
    const database = await databaseWith();
    const { unknown, findings } = await look(database);
    assert.equal(findings, undefined);
    assert.match(unknown?.detail ?? "", /^db\/migrations holds 3 files that dbmate might apply/);
    assert.match(unknown?.fix?.text ?? "", /\{ tool: dbmate, directory: "db\/migrations" \}/);
    assert.match((await look(database, { directory: "db/migrations" })).unknown?.detail ?? "", /might apply/);
    assert.equal((await look(database, { tool: "dbmate" })).findings?.length, 1);
  });

  it("is skipped with the lines to add when there is neither table nor folder, and names what it saw", async () => {
    write("sql/report.sql");
    const database = await databaseWith();
    const { skipped } = await look(database);
    assert.equal(skipped?.reason, "not-configured");
    assert.match(skipped?.fix?.text ?? "", /checks:\n {2}migrations:/);
    await database.query("CREATE TABLE public.knex_migrations (id int)");
    assert.match((await look(database)).skipped?.detail ?? "", /public\.knex_migrations/);
  });

  it("does not take another tool's files for unapplied ones", async () => {
    checkOut("dbmate", "db/migrations");
    const database = await databaseWith();
    await database.query("CREATE TABLE public.goose_db_version (version_id bigint)");
    assert.match((await look(database)).skipped?.detail ?? "", /public\.goose_db_version/);
    const { unknown, findings } = await look(database, { tool: "dbmate" });
    assert.equal(findings, undefined);
    assert.match(unknown?.detail ?? "", /public\.goose_db_version may be its history table/);
  });

  it("asks which of several ledgers counts, and takes the folder's or the named one's", async () => {
    checkOut("drizzle", "drizzle");
    checkOut("dbmate", "db/migrations");
    const database = await databaseWith(["supabase", "all"]);
    await database.query("DROP TABLE IF EXISTS public.customers, public.orders CASCADE");
    await restoreHistory(database, "dbmate", "all");
    const { unknown } = await look(database);
    assert.match(unknown?.detail ?? "", /public\.schema_migrations, supabase_migrations\.schema_migrations/);
    for (const options of [
      { directory: "db/migrations" },
      { tool: "dbmate" },
      { table: "public.schema_migrations" },
    ]) {
      assert.equal(
        (await look(database, options)).measurements?.[0]?.tool,
        "dbmate",
        JSON.stringify(options),
      );
    }
  });

  it("finds the files in a folder of the team's own", async () => {
    checkOut("drizzle", "packages/db/out");
    const database = await databaseWith(["drizzle", "pending"]);
    assert.equal((await look(database)).unknown?.reason, "error");
    for (const directory of ["packages/db/out", "./packages/db/out/"]) {
      const { findings, measurements } = await look(database, { directory });
      assert.deepEqual([findings, measurements?.[0]?.pending_files], [[], ["0002_orders_customer.sql"]]);
    }
  });

  it("finds the ledger in a schema with a hostile name", async () => {
    checkOut("flyway", "sql");
    const database = await databaseWith(["flyway", "pending"]);
    await database.query(`ALTER SCHEMA public RENAME TO "a ""b; ::error"`);
    const monitor = await database.monitor();
    const { unknown } = await look(database, {}, monitor);
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await look(database, {}, monitor)).measurements?.[0]?.pending, 1);
  });
});
