/** What is not run because it can do more than read, and what the server refuses: each with its reason, none with a value. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { type Declared, measuredOf, measuredOn } from "../../../test/support/builders/baseline.ts";
import { type Database, sharedServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import type { Unknown } from "../../core/finding.ts";

/** A row, a parameter, a literal, a policy and an index hold it: no result may hold it. */
const MARKER = "s3cr3t-marker";

async function unknownOf(url: string, query: Declared): Promise<Unknown> {
  const measured = await measuredOf(url, query);
  assert.ok("unknown" in measured, `${query.sql} was measured: ${JSON.stringify(measured).slice(0, 200)}`);
  return measured.unknown;
}

for (const version of [13, 18]) {
  describe(`a query that may do more than read, on PostgreSQL ${version}`, () => {
    let database: Database;
    let login: string;
    beforeAll(async () => {
      database = await (await sharedServer(version)).createDatabase();
      login = await database.login();
      await database.query(`
        create schema "Odd ""one""";
        create table docs (id int primary key, org int, body text);
        insert into docs select i, i % 10, 'x' from generate_series(1, 200) as i;
        create sequence ticket;
        create function touch(int) returns int language plpgsql volatile as 'begin perform pg_advisory_lock(4711); return $1; end';
        create function touch(text) returns text language sql immutable as 'select $1';
        create function careless(int) returns int language plpgsql as 'begin return $1; end';
        create function calm(int) returns int language plpgsql stable as 'begin return $1; end';
        create function inlined(int) returns int language sql volatile as 'select touch($1) + 1';
        create function "Odd ""one"""."Do it (now)"(int) returns int language plpgsql as 'begin return touch($1); end';
        create function nobody() returns text language sql stable as 'select ''touch(1)''::text';
        create function step(int, int) returns int language plpgsql as 'begin perform pg_advisory_lock(4711); return $1; end';
        create aggregate total(int) (sfunc = step, stype = int, initcond = '0');
        create function differs(docs, docs) returns boolean language plpgsql as 'begin perform pg_advisory_lock(4711); return true; end';
        create type pair as (x int, y int);
        create table pairs (p pair);
        create function same(pair, pair) returns boolean language plpgsql as 'begin perform pg_advisory_lock(4711); return true; end';
        create operator = (leftarg = pair, rightarg = pair, function = same);
        create operator <<>> (leftarg = docs, rightarg = docs, function = differs);`);
      await database.query(`
        create domain checked as int check (touch(value) > 0);
        create view locked as select * from docs for update;
        create view sampled as select * from docs limit touch(5);
        create view listed as values (touch(1)), (touch(2));
        create view behind as select * from listed;
        create table guarded (id int);
        insert into guarded values (1);
        alter table guarded enable row level security;
        create policy all_of_it on guarded using (touch(id) = id);
        create type mood as enum ('good');
        create function to_mood(int) returns mood language plpgsql as 'begin perform pg_advisory_lock(4711); return ''good''; end';
        create cast (int as mood) with function to_mood(int);
        create type temper as enum ('good');
        create function to_int(temper) returns int language plpgsql as 'begin perform pg_advisory_lock(4711); return 1; end';
        create cast (temper as int) with function to_int(temper) as implicit;
        create table tempers (t temper);
        grant select on all tables in schema public to public;
        grant usage on schema "Odd ""one""" to public`);
    });

    const refused: Readonly<Record<string, string>> = {
      "a function with effects": "select touch(id) from docs",
      "one in FROM": "select * from touch(1)",
      "one in WHERE": "select * from docs where touch(id) = 1",
      "one in LIMIT, which no plan shows": "select * from docs limit touch(1)",
      "one in OFFSET": "select * from docs offset touch(1)",
      "one in VALUES, which no plan shows": "select * from (values (touch(1)), (touch(2))) as v",
      "one in a window's frame":
        "select sum(id) over (order by id rows between touch(1) preceding and current row) from docs",
      "one in a subquery": "select (select touch(max(id)) from docs)",
      "one in ORDER BY": "select id from docs order by touch(id)",
      "one written as a column": "select d.id, touch from docs d, lateral touch(d.id)",
      "one that is volatile by default": "select careless(1)",
      "a quoted name": 'select "Odd ""one"""."Do it (now)"(1)',
      "a comment between a name and its arguments": "select touch/* ' ( */(1)",
      "a function that SQL unfolds": "select inlined(id) from docs",
      "an aggregate made of one": "select total(id) from docs",
      "an operator made of one": "select count(*) from docs a, docs b where a <<>> b",
      "a cast made of one": "select 1::mood",
      "a domain that checks by one": "select id::checked from docs",
      "a row-level policy": "select * from guarded",
      "a view's LIMIT": "select * from sampled",
      "a view behind a view": "select * from behind",
      "a view that locks": "select * from locked",
      "a sequence": "select nextval('ticket')",
      "a sequence's place": "select setval('ticket', 5), currval('ticket'), lastval()",
      "a setting": "select set_config('work_mem', '1GB', false)",
      "a lock": "select pg_advisory_lock(1)",
      sleep: "select pg_sleep(1)",
      "a message": "select pg_notify('a', 'b')",
      "the end of others": "select pg_terminate_backend(pid) from pg_stat_activity",
      "a transaction's number": "select txid_current()",
      "a large object": "select lo_create(0)",
      "a file": "select pg_read_file('postgresql.conf')",
      "the stream of changes": "select * from pg_logical_slot_get_changes('s', null, null)",
      "a text that is run as SQL": "select query_to_xml('select touch(1)', true, true, '')",
      "a whole table's": "select table_to_xml('listed', true, true, '')",
      "a text whose words are counted": "select * from ts_stat('select to_tsvector(touch(1)::text)')",
    };

    it("is not run, wherever it calls the function", async () => {
      const role = decodeURIComponent(new URL(login).username);
      const queries = Object.entries(refused).map(([name, sql]) => ({
        name,
        sql,
        // For a superuser no policy counts, and for others some of these functions are closed.
        ...(name === "a row-level policy" ? { role } : {}),
      }));
      const { queries: results } = await measuredOn(database.url, queries);
      for (const { name } of queries) {
        const measured = results.get(name);
        const detail = measured !== undefined && "unknown" in measured ? measured.unknown.detail : "MEASURED";
        assert.match(detail, /^It calls |^Its plan has a LockRows node/, `${name}: ${detail}`);
      }
    });

    it("is not run either when it picks the parameters", async () => {
      const unknown = await unknownOf(database.url, {
        sql: "select * from docs where id = $1",
        "params-from": "select touch(1)",
      });
      assert.match(unknown.detail, /^params-from: It calls public\.touch, which is volatile/);
    });

    it("is measured when it only seems so", async () => {
      const harmless = [
        "select random(), clock_timestamp(), gen_random_uuid(), now() from docs",
        "select * from docs where body = 'touch(1); pg_sleep(1)'",
        'select id as "touch(1)" from docs',
        "select calm(id), nobody() from docs",
        "select extract(year from now()), coalesce(body, 'x'), cast(id as numeric(10, 2)) from docs",
        "select id, row_number() over (order by id), count(*) filter (where org > 1) over () from docs",
        "select id from docs where id in (select org from docs) and (org, id) is distinct from (1, 2)",
        "with recursive c(n) as (select 1 union all select n + 1 from c where n < 5) select * from c",
        "select pg_total_relation_size('docs')",
        "select now() at time zone 'UTC', current_time at time zone 'UTC', position('x' in body) from docs tablesample bernoulli (50)",
        "table docs",
        "values (1), (2)",
      ];
      const { queries } = await measuredOn(
        login,
        harmless.map((sql) => ({ sql })),
      );
      for (const [sql, measured] of queries) {
        assert.ok("measurement" in measured, `${sql}: ${JSON.stringify(measured)}`);
      }
    });

    it("is found by the search path of whom it runs as", async () => {
      const own = await database.login();
      const role = decodeURIComponent(new URL(own).username);
      await database.query(`
        create schema traps; grant usage on schema traps to public;
        create function traps.random() returns float8 language plpgsql as 'begin perform pg_advisory_lock(4711); return 1; end';
        alter role "${role}" in database "${database.name}" set search_path = traps, pg_catalog`);
      const { detail } = await unknownOf(own, { sql: "select random()" });
      assert.match(detail, /^It calls traps\.random/);
      assert.ok("measurement" in (await measuredOf(own, { sql: "select pg_catalog.random()" })));
      assert.ok("measurement" in (await measuredOf(login, { sql: "select random()" })));
    });

    it("says how a function that only reads is let through", async () => {
      const { detail } = await unknownOf(login, { sql: "select careless(1)" });
      assert.match(detail, /public\.careless, which is volatile.*ALTER FUNCTION … STABLE/);
    });
  });
}

describe("a query that the server refuses", () => {
  let database: Database;
  let login: string;
  let role: string;
  let member: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    login = await database.login({ name: uniqueName("Log in") });
    role = decodeURIComponent(new URL(await database.login({ name: uniqueName("App role") })).username);
    member = await database.login({ memberOf: [role] });
    await database.query(`
      create schema hidden;
      create table hidden.t (a int);
      create table "My table" (a int, b text);
      create table open (a int, b text);
      insert into open select i, '${MARKER}' from generate_series(1, 50) as i;
      create index on open (a) where b <> '${MARKER}';
      create view over_hidden with (security_invoker) as select * from hidden.t;
      grant select on open, over_hidden to public`);
  });

  const name = (url: string): string => `"${decodeURIComponent(new URL(url).username)}"`;

  it("for want of rights says whose and gives the GRANT", async () => {
    const table = await unknownOf(login, { sql: 'select * from "My table" m join open on true' });
    assert.equal(table.reason, "permission");
    assert.match(table.detail, /reads public\."My table", which the login "Log in_.*" may not read\.$/);
    assert.equal(table.fix?.text, `GRANT SELECT ON public."My table" TO ${name(login)};`);
    await database.query(table.fix?.text ?? "");
    assert.ok(
      "measurement" in (await measuredOf(login, { sql: 'select * from "My table" m join open on true' })),
    );

    const schema = await unknownOf(login, { sql: "with open as (select 1) select * from hidden.t, open" });
    assert.equal(
      schema.fix?.text,
      `GRANT USAGE ON SCHEMA hidden TO ${name(login)};\nGRANT SELECT ON hidden.t TO ${name(login)};`,
    );
    const view = await unknownOf(login, { sql: "select * from over_hidden" });
    assert.deepEqual([view.reason, /behind a view/.test(view.detail)], ["permission", true]);

    const asRole = await unknownOf(member, { sql: 'select * from "My table"', role });
    assert.match(asRole.detail, /which the role "App role_/);
    assert.equal(asRole.fix?.text, `GRANT SELECT ON public."My table" TO "${role}";`);
  });

  it("for a role that the login is not a member of gives the GRANT, and names a missing role", async () => {
    const stranger = await unknownOf(login, { sql: "select * from open", role });
    assert.equal(stranger.reason, "permission");
    assert.equal(stranger.fix?.text, `GRANT "${role}" TO ${name(login)};`);
    await database.query(stranger.fix?.text ?? "");
    assert.ok("measurement" in (await measuredOf(login, { sql: "select * from open", role })));
    await database.query(`grant "${role}" to ${name(login)} with set false`);
    const unset = await unknownOf(login, { sql: "select * from open", role });
    assert.equal(unset.fix?.text, `GRANT "${role}" TO ${name(login)} WITH SET TRUE;`);
    const nobody = await unknownOf(login, { sql: "select 1", role: 'no"body' });
    assert.deepEqual(nobody, { reason: "error", detail: 'This server has no role "no""body".' });
  });

  it("says what is wrong without a word of the server's, of a row, a parameter or a literal", async () => {
    const cases: [Declared, RegExp][] = [
      [
        { sql: `select * from nowhere where x = '${MARKER}'` },
        /names a table that this database does not have/,
      ],
      [{ sql: `select nothing from open where b = '${MARKER}'` }, /names a column/],
      [{ sql: `select nowhere(b) from open where b = '${MARKER}'` }, /function or an operator/],
      [{ sql: "select * from open where a = $1", params: [MARKER] }, /is no value of the type/],
      [{ sql: "select * from open where a = $1" }, /number of values/],
      [{ sql: "select * from open where a = $1", params: [1, 2] }, /number of values/],
      [{ sql: "select $1", params: [1] }, /^$/],
      [{ sql: "select b::int from open" }, /is no value of the type/],
      [{ sql: "select 1 / (a - 1) from open" }, /divides by zero/],
      [{ sql: `select * from open where sqrt(-a) > 1 and b = '${MARKER}'` }, /SQLSTATE 2201F/],
      [
        { sql: "select * from open where a = $1", "params-from": "select b from open limit 1" },
        /is no value of the type/,
      ],
      [
        { sql: "select * from open where a = $1", "params-from": "select a from open" },
        /^params-from: It gives more than one row/,
      ],
      [
        { sql: "select * from open where a = $1", "params-from": "select a from open where false" },
        /^params-from: It gives no row/,
      ],
      [
        { sql: "select * from open where a = $1", "params-from": "select a, b from open limit 1 -- x" },
        /number of values/,
      ],
      [{ sql: "select 1", "params-from": "select nothing from open" }, /^params-from: It names a column/],
      [{ sql: "select 1", settings: { "pg_stat_statements.track": MARKER } }, /refused one of its settings/],
    ];
    for (const [query, words] of cases) {
      const measured = await measuredOf(login, query);
      const detail = "unknown" in measured ? measured.unknown.detail : "";
      assert.match(detail, words, JSON.stringify(query));
      assert.ok(!JSON.stringify(measured).includes(MARKER), JSON.stringify(measured));
    }
  });

  it("has no rows, parameters and literals in a measurement", async () => {
    const measured = await measuredOf(login, {
      sql: `select b, '${MARKER}' || a from open where b = $1 and b <> '${MARKER}x' order by b limit 5`,
      "params-from": `select b from open where b = '${MARKER}' limit 1`,
      settings: { "app.claims": MARKER },
    });
    assert.ok("measurement" in measured);
    assert.equal(measured.measurement.rows, 5);
    assert.ok(!JSON.stringify(measured).includes(MARKER));
  });

  it("stops in time: on the server, twice tried", async () => {
    const measured = await measuredOf(login, {
      sql: "select count(*) from generate_series(1, 2000000000) as i",
      timeout: "500ms",
    });
    assert.deepEqual(measured, { stopped: { afterMs: 500, times: 2 } });
  });

  it("does not wait for a lock longer than a second", async () => {
    const client = await database.connect();
    await client.query("begin; lock table open in access exclusive mode");
    const unknown = await unknownOf(login, { sql: "select * from open" });
    await client.query("rollback");
    assert.equal(unknown.reason, "timeout");
    assert.match(unknown.detail, /lock that another session holds/);
  });
});
