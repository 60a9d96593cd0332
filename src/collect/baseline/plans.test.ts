/** What is read from plans that real servers make: rows, blocks, spills, names, of every kind of node that counts. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { type Declared, measurementOf } from "../../../test/support/builders/baseline.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import type { Measurement } from "../../checks/performance-baseline/measurement.ts";
import { nodesOf, type PlanNode } from "../../checks/performance-baseline/plan/node.ts";

const PARTITIONS = 120;

function nodeOf({ plan }: Measurement, type: string): PlanNode {
  const found = nodesOf(plan).find((node) => node.type === type);
  assert.ok(found, `no ${type} among ${nodesOf(plan).map((node) => node.type)}`);
  return found;
}

for (const version of [13, 15, 18]) {
  describe(`a measurement on PostgreSQL ${version}`, () => {
    let database: Database;
    let login: string;
    beforeAll(async () => {
      database = await (await sharedServer(version)).createDatabase();
      login = await database.login();
      await database.query(`
        create schema app;
        create table app.docs (id int primary key, org int, kind text, body text);
        insert into app.docs select i, i % 100, 'k' || i % 7, repeat('x', 100) from generate_series(1, 20000) as i;
        create index docs_org on app.docs (org);
        create index docs_kind on app.docs (kind) where kind <> 'secret';
        create index docs_number on app.docs ((id + 1));
        create index docs_lower on app.docs (lower(kind));
        create table app."user" (id int primary key, name text);
        insert into app."user" select i, 'n' || i from generate_series(1, 100) as i;
        create table app.parts (at int, v int) partition by range (at);
        do $$ begin
          for i in 0..${PARTITIONS - 1} loop
            execute format('create table app.parts_%s partition of app.parts for values from (%s) to (%s)', i, i * 10, i * 10 + 10);
          end loop;
        end $$;
        create index parts_v on app.parts (v);
        insert into app.parts select i, i from generate_series(0, ${PARTITIONS * 10 - 1}) as i;
        grant usage on schema app to public;
        grant select on all tables in schema app to public`);
      await database.query("vacuum analyze app.docs");
      await database.query('analyze app."user"');
      await database.query("analyze app.parts");
    });

    /** With settings of the login's own, for the planner. */
    async function measure(query: Declared, settings: Record<string, string> = {}): Promise<Measurement> {
      const role = decodeURIComponent(new URL(login).username);
      const set = Object.entries({ jit: "off", ...settings }).map(
        ([name, value]) => `alter role "${role}" set ${name} = '${value}'`,
      );
      await database.server.query(`alter role "${role}" reset all`);
      for (const statement of set) await database.server.query(statement);
      return measurementOf(login, query);
    }

    it("counts the rows that an index-only scan reads in the table, of all loops, until VACUUM", async () => {
      await database.query(`
        create table app.queue (id int, body text);
        create index queue_id on app.queue (id);
        insert into app.queue select i % 100, repeat('x', 100) from generate_series(1, 5000) as i;
        grant select on app.queue to public`);
      await database.query("vacuum analyze app.queue");
      const sql = `select u.name, q.id from app."user" as u
        cross join lateral (select l.id from app.queue as l where l.id = u.id offset 0) as q where u.id < 4`;
      const off = ["bitmapscan", "hashjoin", "mergejoin", "seqscan"].map((kind) => [`enable_${kind}`, "off"]);
      const settings = Object.fromEntries(off);
      const before = await measure({ sql }, settings);
      const fetchesOf = (measured: Measurement) => nodeOf(measured, "Index Only Scan").heapFetches ?? 0;
      await database.query("update app.queue set body = body || ''");
      const after = await measure({ sql }, settings);
      assert.equal(nodeOf(after, "Index Only Scan").loops, 3);
      // 50 rows in each loop, with their old versions: three times as many would be a sum taken for an average.
      assert.ok(fetchesOf(after) <= 350, `${fetchesOf(after)}`);
      assert.ok(
        fetchesOf(after) >= fetchesOf(before) + 150,
        `${fetchesOf(before)}, then ${fetchesOf(after)}`,
      );
      assert.ok(after.blocks > before.blocks + 100, `${before.blocks}, then ${after.blocks} blocks`);
    });

    it("counts rows read, those filtered away among them, and the blocks of one execution", async () => {
      const found = await measure({
        sql: "select id from app.docs where body like $1 and org = $2 order by id",
        params: ["x%", 3],
      });
      assert.equal(found.rows, 200);
      const seq = await measure(
        { sql: "select id from app.docs where org = $1", params: [3] },
        { enable_indexscan: "off", enable_bitmapscan: "off", max_parallel_workers_per_gather: "0" },
      );
      const scan = nodeOf(seq, "Seq Scan");
      assert.deepEqual([scan.rows, scan.removedRows, seq.rows, seq.rowsRead], [200, 19_800, 200, 20_000]);
      assert.equal(seq.tables[0]?.rows, 20_000);
      assert.equal(seq.blocks * 8_192, seq.tables[0]?.bytes, "each block of the table once");
      assert.equal(seq.times.length, 3);
      assert.ok(seq.times.every((time) => time > 0 && time < 1_000));
      assert.ok((scan.ms ?? 0) > 0, "the last run timed its nodes");
      assert.equal(seq.spilledBytes, 0);
    });

    it("adds up the workers of a parallel plan", async () => {
      const found = await measure(
        { sql: "select count(*), sum(length(body)) from app.docs where org <> $1", params: [3] },
        {
          parallel_setup_cost: "0",
          parallel_tuple_cost: "0",
          min_parallel_table_scan_size: "0",
          max_parallel_workers_per_gather: "2",
        },
      );
      const scan = nodeOf(found, "Seq Scan");
      assert.match(scan.strategy ?? "", /Parallel/);
      assert.equal(found.rows, 1);
      // Before PostgreSQL 18 the average of the loops is a whole number.
      assert.ok(Math.abs(found.rowsRead - 20_000) <= 2 * scan.loops, String(found.rowsRead));
      assert.ok((scan.ms ?? 0) <= (found.plan.ms ?? 0) * 1.5, "not the workers' times added up");
      assert.ok(found.blocks * 8_192 >= (found.tables[0]?.bytes ?? 0));
    });

    it("sums partitions to their table, and names those of the plan", async () => {
      const all = await measure({ sql: "select sum(v) from app.parts" });
      assert.deepEqual(
        all.tables.map(({ name, rows }) => [name, rows]),
        [["app.parts", PARTITIONS * 10]],
      );
      assert.equal(all.tables[0]?.partitions.length, PARTITIONS);
      assert.equal(all.rowsRead, PARTITIONS * 10);
      assert.equal(nodesOf(all.plan).filter(({ type }) => type === "Seq Scan").length, PARTITIONS);
      const one = await measure(
        { sql: "select * from app.parts where at = $1 and v = $2", params: [15, 15] },
        { enable_seqscan: "off", enable_bitmapscan: "off" },
      );
      assert.deepEqual(one.tables[0]?.partitions, ["app.parts_1"]);
      assert.equal(one.tables[0]?.rows, PARTITIONS * 10);
      assert.deepEqual(one.indexes, [
        {
          name: "app.parts_1_v_idx",
          root: "app.parts_v",
          table: "app.parts",
          definition: "CREATE INDEX parts_v ON app.parts USING btree (v)",
        },
      ]);
    });

    it("knows the schema of a bitmap's index, and what a lossy bitmap read in vain", async () => {
      const found = await measure(
        { sql: "select count(body) from app.docs where org between $1 and $2", params: [3, 90] },
        { enable_seqscan: "off", enable_indexscan: "off", max_parallel_workers_per_gather: "0" },
      );
      assert.equal(nodeOf(found, "Bitmap Index Scan").index, "app.docs_org");
      assert.equal(nodeOf(found, "Bitmap Index Scan").relation, undefined);
      assert.equal(found.rowsRead, 17_600, "the heap's rows alone");
      const lossy = await measure(
        { sql: "select count(body) from app.docs where org between $1 and $2", params: [3, 90] },
        {
          enable_seqscan: "off",
          enable_indexscan: "off",
          work_mem: "64kB",
          max_parallel_workers_per_gather: "0",
        },
      );
      const heap = nodeOf(lossy, "Bitmap Heap Scan");
      assert.equal(heap.rows + heap.removedRows, lossy.rowsRead);
      assert.ok(lossy.rowsRead >= 17_600);
    });

    it("reads subplans, common table expressions and what was never executed", async () => {
      const found = await measure({
        sql: `with recent as materialized (select * from app.docs where id < 50)
              select r.id, (select name from app."user" u where u.id = r.org % 100 + 1), (select max(id) from app."user")
              from recent r where r.org < $1`,
        params: [10],
      });
      const labels = nodesOf(found.plan).map(({ label }) => label);
      assert.ok(labels.includes("CTE recent"), String(labels));
      assert.ok(
        labels.some((label) => label?.startsWith("SubPlan")),
        String(labels),
      );
      assert.ok(
        labels.some((label) => /^InitPlan \d+/.test(label ?? "")),
        String(labels),
      );
      assert.ok(!labels.some((label) => label?.includes("returns")));
      const user = nodesOf(found.plan).filter(({ relation }) => relation === 'app."user"');
      assert.ok(user.some(({ loops }) => loops === 9));
      assert.ok(found.tables.some(({ name }) => name === 'app."user"'));
      const never = await measure({
        sql: "select * from app.docs d join app.\"user\" u on u.id = d.id where $1::text = 'never'",
        params: ["x"],
      });
      assert.deepEqual([never.rows, never.rowsRead], [0, 0]);
      const late = await measure(
        {
          sql: 'select * from app."user" u where u.id < 0 and exists (select from app.docs d where d.org = u.id)',
        },
        { enable_hashjoin: "off", enable_mergejoin: "off", enable_material: "off" },
      );
      const unexecuted = nodesOf(late.plan).find(({ relation }) => relation === "app.docs");
      assert.deepEqual([unexecuted?.loops, unexecuted?.rows, unexecuted?.blocks], [0, 0, 0]);
    });

    it("knows what each node put on disk", async () => {
      const sorted = await measure(
        { sql: "select body, id from app.docs order by body, id desc" },
        { work_mem: "64kB", max_parallel_workers_per_gather: "0" },
      );
      const sort = nodeOf(sorted, "Sort");
      assert.ok(sort.spilledBytes > 1_000_000, String(sort.spilledBytes));
      assert.equal(sorted.spilledBytes, sort.spilledBytes);
      assert.equal(nodeOf(sorted, "Seq Scan").spilledBytes, 0);

      const hashed = await measure(
        { sql: "select count(*) from app.docs a join app.docs b on a.id = b.id + 0" },
        {
          work_mem: "64kB",
          enable_mergejoin: "off",
          enable_nestloop: "off",
          max_parallel_workers_per_gather: "0",
        },
      );
      const hash = nodeOf(hashed, "Hash");
      assert.ok(hash.spilledBytes > 100_000, String(hash.spilledBytes));
      const all = nodesOf(hashed.plan).reduce((sum, node) => sum + node.spilledBytes, 0);
      assert.equal(hashed.spilledBytes, all);

      const kept = await measure(
        {
          sql: "with c as materialized (select * from app.docs) select count(*) from c x join c y on x.id = y.id + 1",
        },
        { work_mem: "64kB", max_parallel_workers_per_gather: "0" },
      );
      assert.ok(kept.spilledBytes > 1_000_000);
      assert.equal(nodeOf(kept, "Seq Scan").spilledBytes, 0);
    });

    it("reads a sort of what is half sorted, and a cache of inner rows", async () => {
      const incremental = await measure(
        { sql: "select * from app.docs order by id, body limit 20" },
        { enable_seqscan: "off" },
      );
      assert.equal(nodeOf(incremental, "Incremental Sort").rows, 20);
      const joined = await measure(
        { sql: 'select * from app.docs d join app."user" u on u.id = d.org where d.id <= 2000' },
        { enable_hashjoin: "off", enable_mergejoin: "off", enable_material: "off", enable_seqscan: "off" },
      );
      const inner = nodesOf(joined.plan).find(({ relation }) => relation === 'app."user"');
      if (version >= 14) {
        assert.equal(nodeOf(joined, "Memoize").loops, 2000);
        assert.equal(inner?.loops, 100);
      } else {
        assert.equal(inner?.loops, 2000);
      }
      assert.equal(joined.rows, 1980);
    });

    it("shows an index's definition only where it holds no literal", async () => {
      const settings = {
        enable_seqscan: "off",
        enable_bitmapscan: "off",
        max_parallel_workers_per_gather: "0",
      };
      const definitionOf = async (sql: string) => (await measure({ sql }, settings)).indexes[0];
      const partial = await definitionOf("select id from app.docs where kind = 'k1' and kind <> 'secret'");
      assert.deepEqual([partial?.name, partial?.definition], ["app.docs_kind", null]);
      const number = await definitionOf("select id from app.docs where id + 1 = 5");
      assert.deepEqual([number?.name, number?.definition], ["app.docs_number", null]);
      const lower = await definitionOf("select id from app.docs where lower(kind) = 'k2'");
      assert.equal(lower?.definition, "CREATE INDEX docs_lower ON app.docs USING btree (lower(kind))");
    });

    it("does not know the rows of a table without an ANALYZE", async () => {
      await database.query("create table app.fresh (a int); grant select on app.fresh to public");
      const found = await measure({ sql: "select * from app.fresh" });
      assert.deepEqual(found.tables, [{ name: "app.fresh", rows: null, bytes: 0, partitions: [] }]);
    });
  });
}
