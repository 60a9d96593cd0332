/** Functions that run though no plan and no text shows them, endless responses, and error codes. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import {
  type Declared,
  measuredOf,
  measuredOn,
  settingsOf,
} from "../../../test/support/builders/baseline.ts";
import { aQuery } from "../../../test/support/builders/measured.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import { parseConnectionUrl } from "../postgres/connection-url.ts";
import { readServer } from "../postgres/server.ts";
import { openSession } from "../postgres/session.ts";
import { collectBaseline } from "./collect.ts";
import { runStatement } from "./run-statement.ts";

const ran = (name: string, argument: string, result: string) =>
  `create function ${name}(${argument}) returns ${result} language plpgsql as 'begin raise division_by_zero; end';`;

for (const version of [13, 18]) {
  describe(`a function that shows nowhere, on PostgreSQL ${version}`, () => {
    let database: Database;
    let role: string;
    beforeAll(async () => {
      database = await (await sharedServer(version)).createDatabase();
      role = decodeURIComponent(new URL(await database.login()).username);
      const other = decodeURIComponent(new URL(await database.login()).username);
      await database.query(`
        create table docs (id int primary key, org int);
        insert into docs select i, i % 10 from generate_series(1, 200) as i;
        analyze docs;
        ${ran("ran", "int", "boolean")} ${ran("picked", "int", "int")} ${ran("as_column", "docs", "int")}
        ${ran("near", "int, int", "boolean")}
        create operator <<>> (leftarg = int, rightarg = int, function = near, restrict = eqsel);
        create domain checked as int check (ran(value));
        create domain twice as checked;
        create domain by_operator as int check (value <<>> 1);
        create domain locking as int check (pg_advisory_lock(value) is not null);
        create type pair as (c checked);
        create type span as range (subtype = checked);
        create table pairs (c checked);
        create function takes(checked) returns int language sql immutable as 'select 1';
        create type point3 as (x int); create table points (p point3); insert into points values (row(1)::point3);
        ${ran("at_least", "point3, point3", "boolean")}
        create operator >= (leftarg = point3, rightarg = point3, function = at_least);
        create table limited (id int); insert into limited values (1); alter table limited enable row level security;
        create policy p on limited using (id in (select id from docs limit picked(1)));
        create table listed (id int); insert into listed values (1); alter table listed enable row level security;
        create policy p on listed using (exists (select from (values (picked(1)), (picked(2))) as v));
        create view over_listed as select * from listed;
        create table calm (id int); insert into calm values (1); alter table calm enable row level security;
        create policy p on calm using (true);
        create policy others on calm to "${other}" using (id in (select id from docs limit picked(1)));
        create extension "uuid-ossp"; create extension pgcrypto;
        grant select on all tables in schema public to public;
        alter view over_listed owner to "${other}"`);
    });

    const values = "lateral (values (%), (%)) as v (x)";
    const queries: Readonly<Record<string, Declared>> = {
      "a literal of a composite type": { sql: "select '(1)'::pair" },
      "a literal of a table's": { sql: "select '(1)'::pairs" },
      "a literal of an array": { sql: "select '{1}'::twice[]" },
      "a literal of a range": { sql: "select '[1,2]'::span" },
      "a domain of a domain": { sql: "select id::twice from docs" },
      "a domain's operator": { sql: "select 1::by_operator" },
      "a domain's function of pg_catalog": { sql: "select 1::locking" },
      "a parameter of a domain": { sql: "select $1::checked", params: [1] },
      "a parameter of a function's domain": { sql: "select takes($1)", params: [1] },
      "a record that is filled": { sql: `select jsonb_populate_record(null::pair, '{"c": 1}')` },
      "an operator that planning estimates by": { sql: "select * from docs where org <<>> 5" },
      "a function written as a column": {
        sql: `select v.x from docs as d, ${values.replaceAll("%", "d.as_column")}`,
      },
      "the operators of BETWEEN": {
        sql: `select v.x from points as p, ${values.replaceAll("%", "p.p between p.p and p.p")}`,
      },
      "a policy's LIMIT": { sql: "select * from limited" },
      "a policy's VALUES": { sql: "select * from listed" },
      "a policy behind a view": { sql: "select * from over_listed" },
    };

    it("is not run, and nothing is planned first", async () => {
      const declared = Object.entries(queries).map(([name, query]) => ({ name, role, ...query }));
      const { queries: results } = await measuredOn(database.url, declared);
      for (const [name, measured] of results) {
        assert.match("unknown" in measured ? measured.unknown.detail : "MEASURED", /^It calls /, name);
      }
    });

    it("is not searched for where it does not run", async () => {
      const { queries: results } = await measuredOn(database.url, [
        { sql: "select c from pairs", role },
        { sql: "select * from calm", role },
        { sql: "select * from limited, listed" },
        { sql: "select uuid_generate_v4(), gen_random_bytes(4), current_query()", role },
      ]);
      for (const [name, measured] of results) assert.ok("measurement" in measured, name);
    });
  });
}

describe("a declared query", () => {
  let database: Database;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    await database.query(`
      create function raises(code text) returns int language plpgsql stable as 'begin raise exception using errcode = code; end'`);
  });

  it("whose answer is too long is cut off, whether it is a value or a plan", async () => {
    for (const query of [
      { sql: "select $1::text", "params-from": "select repeat('x', 60000000)" },
      { sql: "select repeat('x', 60000000)" },
    ]) {
      const measured = await measuredOf(database.url, query);
      assert.match("unknown" in measured ? measured.unknown.detail : "", /longer than 50 MB/);
    }
  });

  it("is reported by PostgreSQL's codes alone, and does not end the other measurements", async () => {
    const { queries } = await measuredOn(database.url, [
      { sql: "select raises('S3CR3')" },
      { sql: "select raises('2201F')" },
      { sql: "select raises('57P01')" },
      { sql: "select 1" },
    ]);
    const [own, known, forged, next] = [...queries.values()];
    const detailOf = (measured: typeof own) => measured && "unknown" in measured && measured.unknown.detail;
    assert.equal(detailOf(own), "The server refused it (with a code of a function's own).");
    assert.equal(detailOf(known), "The server refused it (SQLSTATE 2201F).");
    assert.match(String(detailOf(forged)), /connection was lost/);
    assert.ok(next && "measurement" in next);
  });

  it("is not sent before its transaction has begun: a BEGIN that is refused begins none", async () => {
    const session = await openSession(
      parseConnectionUrl(database.url, "baseline-database-url"),
      undefined,
      10_000,
    );
    try {
      const server = await readServer(session);
      assert.ok(server.connection.isDirect, "such sessions are pipelined");
      const deadline = Date.now() + 10_000;
      const context = { session, server, mode: "pipelined", deadline, isOver: () => false } as const;
      const query = aQuery({ role: "\0" });
      assert.ok("error" in (await runStatement(context, query, "create table outside ()")));
    } finally {
      await session.end();
    }
    assert.deepEqual(await database.query("select from pg_class where relname = 'outside'"), []);
  });

  it("has no recorded file outside of the repository, on a pull request either", async () => {
    const github = { token: "t", apiUrl: "http://127.0.0.1:1", repository: "o/n" };
    const settings = settingsOf(undefined, [{ sql: "select 1" }], {
      settings: {
        isPullRequest: true,
        rules: { of: "base branch", ref: "abc", when: "on a pull request" },
        github,
      } as never,
    });
    const context = {
      quiet: Promise.resolve(),
      deadline: Date.now() + 5_000,
      progress: () => undefined,
    };
    const source = await collectBaseline(settings, "../../other/contents/x", context);
    const recorded = "value" in source ? source.value.recorded : undefined;
    assert.match(JSON.stringify(recorded), /it leads out of the repository/);
  });
});
