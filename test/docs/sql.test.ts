/** The SQL of the pages runs, each page in a database of its own that holds what the page itself sets up. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { checkById } from "../../src/checks/index.ts";
import { startCron } from "../support/postgres/cron.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { splitStatements } from "../support/postgres/sql-text.ts";
import { type Block, blocksOf, CHECK_PAGES, PAGES, readPage, SET_UP, type SetUp, setUpsOf } from "./pages.ts";

/** More than these, and the pages' SQL would be as unproven as anybody's. */
const MOST_NOT_RUN = 5;

/** The name that the pages' examples give their database. */
const DATABASE = "app";

const pages = PAGES.map((page) => ({
  page,
  markdown: readPage(page),
  needsCron: setUpsOf(readPage(page)).some(({ setUp }) => setUp.includes("pg_cron")),
})).filter(({ markdown }) => blocksOf(markdown).some(({ lang }) => lang === "sql"));

describe("SQL of the pages", () => {
  it("is nearly all run", () => {
    const notRun = pages.flatMap(({ page, markdown }) =>
      blocksOf(markdown).flatMap((block) =>
        block.notRun === undefined ? [] : [`${page}:${block.line} ${block.notRun}`],
      ),
    );
    assert.ok(notRun.length <= MOST_NOT_RUN, notRun.join("\n"));
  });

  it("verifies each check without an exception", () => {
    for (const page of CHECK_PAGES) {
      const verify = /^## Verify\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(readPage(page))?.[1] ?? "";
      // What rests on files or an API is verified there.
      const isOfSources = checkById(basename(dirname(page)))?.query === undefined;
      assert.match(verify, isOfSources ? /^```(sql|sh)$/m : /^```sql$/m, page);
      assert.doesNotMatch(verify, /<!-- not run/, page);
    }
  });
});

describe("the SQL", () => {
  let server: OwnServer;
  beforeAll(async () => {
    server = await startServer({ settings: { max_prepared_transactions: "5" } });
  });
  afterAll(() => server.remove());

  for (const { page, markdown } of pages.filter(({ needsCron }) => !needsCron)) {
    it(`of ${page} runs`, async () => assert.deepEqual(await problemsOf(server, page, markdown), []));
  }

  const sample = "\n```sql\nREINDEX TABLE public.orders;\n```\n";
  const refusal = /^page\.md:\d+ relation "public\.orders" does not exist: REINDEX TABLE public\.orders/;

  it("of a page without set-up fails, and the message says how to write one", async () => {
    const [problem, ...others] = await problemsOf(server, "page.md", sample);
    assert.match(problem ?? "", refusal);
    assert.match(
      problem ?? "",
      /The page has no set-up: write "<!-- set-up for the SQL below, run by the tests:/,
    );
    assert.deepEqual(others, []);
  });

  it("of a page whose set-up lacks something fails, and the message says where that is", async () => {
    const setUp = `text\n\n${SET_UP}\nCREATE TABLE public.customers (id int);\n-->\n`;
    const [problem] = await problemsOf(server, "page.md", `${setUp}${sample}`);
    assert.match(problem ?? "", refusal);
    assert.match(problem ?? "", /The page's set-up is at line 3\.$/);
  });

  it("of a page runs once its set-up holds what it needs", async () => {
    const setUp = `${SET_UP}\nCREATE TABLE public.orders (id int);\n-->\n`;
    assert.deepEqual(await problemsOf(server, "page.md", `${setUp}${sample}`), []);
  });

  it("of a set-up fails by its own line", async () => {
    const setUp = `${SET_UP}\nCREATE TABLE public.orders (id itn);\n-->\n`;
    assert.match((await problemsOf(server, "page.md", `one\n\n${setUp}`))[0] ?? "", /^page\.md:3 type "itn"/);
  });

  it("leaves nothing for the next page", async () => {
    const setUp = `${SET_UP}\nCREATE ROLE app;\nALTER SYSTEM SET work_mem = '5MB';\n-->\n`;
    for (const _ of [1, 2]) assert.deepEqual(await problemsOf(server, "page.md", setUp), []);
    assert.deepEqual(await server.query("SELECT setting FROM pg_settings WHERE name = 'work_mem'"), [
      { setting: "4096" },
    ]);
  });
});

describe("the SQL about pg_cron", needs("postgresql-15", "pg_cron"), () => {
  for (const { page, markdown } of pages.filter(({ needsCron }) => needsCron)) {
    it(`of ${page} runs`, async () => {
      const { server, database } = await startCron();
      try {
        assert.deepEqual(await run(await database.connect(), page, markdown), []);
      } finally {
        await server.remove();
      }
    });
  }
});

/** What the server refused of a page in a database of its own, one line each. */
async function problemsOf(server: OwnServer, page: string, markdown: string): Promise<string[]> {
  const rolesBefore = await rolesOf(server);
  const database = await server.createDatabase({ name: DATABASE });
  try {
    return await run(await database.connect(), page, markdown);
  } finally {
    const prepared = await server.query(`SELECT gid FROM pg_prepared_xacts WHERE database = '${DATABASE}'`);
    for (const { gid } of prepared) await database.query(`ROLLBACK PREPARED '${gid}'`);
    await database.drop();
    const made = (await rolesOf(server)).filter((role) => !rolesBefore.includes(role));
    for (const role of made) await server.query(`DROP ROLE ${role}`);
    await server.query(`ALTER ROLE ${server.superuser} RESET ALL`);
    await server.query("ALTER SYSTEM RESET ALL");
    await server.query("SELECT pg_reload_conf()");
  }
}

async function rolesOf(server: OwnServer): Promise<string[]> {
  const rows = await server.query("SELECT quote_ident(rolname) AS role FROM pg_roles");
  return rows.map(({ role }) => String(role));
}

type Client = Awaited<ReturnType<Awaited<ReturnType<OwnServer["createDatabase"]>>["connect"]>>;

/** From top to bottom, each statement by itself, as psql sends them. */
async function run(client: Client, page: string, markdown: string): Promise<string[]> {
  const setUps = setUpsOf(markdown);
  const parts: (Block | SetUp)[] = [...blocksOf(markdown).filter(({ lang }) => lang === "sql"), ...setUps];
  const problems: string[] = [];
  for (const part of parts.sort((a, b) => a.line - b.line)) {
    for (const statement of statementsOf(part)) {
      await client.query(statement).catch((error: Error) => {
        problems.push(`${page}:${part.line} ${error.message}: ${statement}. ${hint(setUps)}`);
      });
    }
  }
  await client.end();
  return problems;
}

function statementsOf(part: Block | SetUp): string[] {
  if (!("setUp" in part)) return part.notRun === undefined ? splitStatements(part.text) : [];
  // As in psql, `\i` runs a file: here those of sql/setup, as the page has its reader do.
  return part.setUp.split(/^(?=\\i )|(?<=^\\i .*)\n/m).flatMap((text) => {
    const file = /^\\i (\S+)$/.exec(text.trim())?.[1];
    return file === undefined ? splitStatements(text) : [readFileSync(join(REPOSITORY, file), "utf8")];
  });
}

function hint(setUps: readonly SetUp[]): string {
  if (setUps.length === 0) return `The page has no set-up: write "${SET_UP} … -->" before the block.`;
  const lines = setUps.map(({ line }) => line);
  return `The page's set-up is at line ${lines.join(", ")}.`;
}
