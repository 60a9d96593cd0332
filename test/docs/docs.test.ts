/** What the pages say is true: links lead somewhere, SQL runs, YAML is taken. */
import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import type pg from "pg";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import { readAction } from "../../scripts/readme-tables.ts";
import { checkById } from "../../src/checks/index.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { startCron } from "../support/postgres/cron.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { splitStatements } from "../support/postgres/sql-text.ts";

const root = join(import.meta.dirname, "../..");
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...globSync("{docs/**,src/checks/*}/*.md", { cwd: root }),
].sort();

/** What this page needs besides the common scratch database. */
const PREPARATION: Readonly<Record<string, string>> = {
  "docs/database-role.md": ["monitoring-role", "baseline-role"]
    .map((file) => readFileSync(join(root, `sql/setup/${file}.sql`), "utf8"))
    .join("\n"),
  "src/checks/performance-baseline/README.md": "GRANT SELECT ON public.documents TO authenticated",
  "src/checks/migrations/README.md": "CREATE ROLE preflight",
  "src/checks/sequence-exhaustion/README.md": "CREATE ROLE preflight",
  "src/checks/long-running-queries/README.md": "BEGIN; SELECT txid_current(); PREPARE TRANSACTION 'its name'",
};

/** A statement that is shown and can't be run says why, right before it: `<!-- not run: it needs pg_cron -->`. */
const NOT_RUN = /^<!-- not run: \S.*-->$/;
/** More than these, and the pages' SQL would be as unproven as anybody's. */
const MOST_NOT_RUN = 5;

/** The names that the pages' examples use. */
const SCRATCH = `
  CREATE EXTENSION pg_stat_statements;
  CREATE TABLE public.customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
  CREATE TABLE public.orders (
    id int PRIMARY KEY,
    customer_id bigint REFERENCES public.customers,
    total numeric,
    created_at timestamptz DEFAULT now()
  );
  CREATE SEQUENCE public.orders_id_seq AS int OWNED BY public.orders.id;
  ALTER TABLE public.orders ALTER id SET DEFAULT nextval('public.orders_id_seq');
  CREATE INDEX orders_created_at_idx ON public.orders (created_at);
  CREATE INDEX orders_total_idx ON public.orders (total);
  CREATE INDEX orders_total_idx1 ON public.orders (total);
  CREATE TABLE public.events (id bigint, customer_id bigint, at timestamptz) PARTITION BY RANGE (at);
  CREATE TABLE public.events_2026 PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
  CREATE SCHEMA my_schema;
  CREATE TABLE my_schema.my_ledger (version text, name text);
  CREATE TABLE public.documents (id uuid PRIMARY KEY, org_id uuid, status text, created_at timestamptz);
  CREATE MATERIALIZED VIEW public.mv_org_document_stats AS
    SELECT org_id, count(*) AS documents FROM public.documents GROUP BY org_id;`;

/** Their SQL is of pg_cron and what it runs, so it runs where a real one is. */
const OF_CRON = [
  "src/checks/cron-jobs/README.md",
  "src/checks/materialized-views/README.md",
  "docs/database-role.md",
  "docs/from-the-document-to-green.md",
];

const ROLES = ["app", "migrator", "authenticator", "authenticated", "anon"];

interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly lang?: string | null | undefined;
  readonly url?: string | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

interface Block {
  readonly lang: string;
  readonly text: string;
  readonly line: number;
  /** Why it is shown and not run. */
  readonly marker: string | undefined;
}

function treeOf(page: string): Node {
  return unified()
    .use(remarkParse)
    .use(remarkGfm)
    .parse(readFileSync(join(root, page), "utf8"));
}

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

/** In the order in which they are read, those of lists among the others. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  for (const { children = [] } of nodesOf(treeOf(page))) {
    children.forEach(({ type, lang, value = "", position }, index) => {
      if (type !== "code") return;
      const previous = children[index - 1];
      const marker =
        previous?.type === "html" && NOT_RUN.test(previous.value ?? "") ? previous.value : undefined;
      blocks.push({ lang: lang ?? "", text: value, line: position?.start.line ?? 0, marker });
    });
  }
  return blocks.sort((a, b) => a.line - b.line);
}

/** The text of a heading, or of anything else, without its form. */
function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

const anchors = new Map<string, ReadonlySet<string>>();

function anchorsOf(page: string): ReadonlySet<string> {
  const known = anchors.get(page) ?? readAnchors(page);
  anchors.set(page, known);
  return known;
}

/** As GitHub makes the anchors of headings. */
function readAnchors(page: string): ReadonlySet<string> {
  const headings = [...nodesOf(treeOf(page))].filter(({ type }) => type === "heading").map(textOf);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

describe("links", () => {
  for (const page of PAGES) {
    it(`of ${page} lead somewhere`, () => {
      const lost: string[] = [];
      for (const { type, url = "", position } of nodesOf(treeOf(page))) {
        if (!["link", "image", "definition"].includes(type) || /^[a-z]+:/i.test(url)) continue;
        const [path = "", anchor] = url.split("#");
        const target = path === "" ? join(root, page) : resolve(root, dirname(page), decodeURI(path));
        const isInside = !relative(root, target).startsWith("..");
        const exists = isInside && existsSync(target);
        const isKnown =
          anchor === undefined ||
          (exists && statSync(target).isFile() && anchorsOf(relative(root, target)).has(anchor));
        if (!exists || !isKnown) lost.push(`${page}:${position?.start.line} ${url}`);
      }
      assert.deepEqual(lost, []);
    });
  }
});

/** The preview script makes them all: once one is there, none may be missing. */
const PICTURES = "docs/pictures";

describe("pictures", () => {
  const shown = PAGES.flatMap((page) =>
    [...nodesOf(treeOf(page))]
      .filter(({ type }) => type === "html")
      .flatMap(({ value = "" }) => [...value.matchAll(/\bsrc(?:set)?="([^"]+)"/g)])
      .map(([, url = ""]) => relative(root, resolve(root, dirname(page), url))),
  );

  it("are all of the preview script's folder, in light and in dark", () => {
    for (const path of shown) {
      assert.equal(dirname(path), PICTURES);
      const other = path.replace(
        /-(light|dark)\.png$/,
        (_, now) => `-${now === "light" ? "dark" : "light"}.png`,
      );
      assert.ok(other !== path && shown.includes(other), path);
    }
  });

  it("are there", () => {
    const missing = shown.filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(existsSync(join(root, PICTURES)) ? missing : [], []);
  });
});

describe("the pages of checks", () => {
  it("begin with what is wrong and what to do, for a reader in trouble", () => {
    for (const page of globSync("src/checks/*/README.md", { cwd: root })) {
      const [, lead = "", heading = ""] = readFileSync(join(root, page), "utf8").split("\n\n");
      assert.match(lead, /^\*\*(When it fails,\*\* [\s\S]*\*\*(First|Do)\*\*\s|It never fails:\*\* )/, page);
      assert.match(heading, /^## What it looks at/, page);
    }
  });

  it("lead to the file of sql/setup that mends it, each file from some page", () => {
    const pages = globSync("src/checks/*/README.md", { cwd: root }).map((page) =>
      readFileSync(join(root, page), "utf8"),
    );
    for (const file of globSync("sql/setup/*.sql", { cwd: root }))
      assert.ok(
        pages.some((text) => text.includes(`](../../../${file})`)),
        file,
      );
  });
});

describe("SQL of the pages", () => {
  const pages = PAGES.map((page) => ({ page, blocks: blocksOf(page).filter(({ lang }) => lang === "sql") }));
  let server: OwnServer;
  before(async () => {
    server = await startServer({ settings: { max_prepared_transactions: "5" } });
    for (const role of ROLES) await server.query(`CREATE ROLE ${role} LOGIN`);
    const template = await server.createDatabase({ name: "scratch" });
    await template.query(SCRATCH);
  });

  it("is nearly all run", () => {
    const notRun = pages.flatMap(({ page, blocks }) =>
      blocks.flatMap(({ marker, line }) => (marker === undefined ? [] : [`${page}:${line} ${marker}`])),
    );
    assert.ok(notRun.length <= MOST_NOT_RUN, notRun.join("\n"));
  });

  it("verifies each check without an exception", () => {
    for (const page of globSync("src/checks/*/README.md", { cwd: root })) {
      const text = readFileSync(join(root, page), "utf8");
      const verify = /^## Verify\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)?.[1] ?? "";
      // What rests on files or an API is verified there.
      const isOfSources = checkById(basename(dirname(page)))?.query === undefined;
      assert.match(verify, isOfSources ? /^```(sql|sh)$/m : /^```sql$/m, page);
      assert.doesNotMatch(verify, /<!-- not run/, page);
    }
  });

  for (const { page, blocks } of pages) {
    if (blocks.length === 0 || OF_CRON.includes(page)) continue;
    it(`of ${page} runs`, async () => {
      const database = await server.createDatabase({ name: "app", template: "scratch" });
      try {
        const preparation = PREPARATION[page];
        if (preparation !== undefined) await database.query(preparation);
        assert.deepEqual(await run(database, page, blocks), []);
      } finally {
        await tidyUp(database);
      }
    });
  }
});

describe("SQL of the pages about pg_cron", { skip: needs("postgresql-15", "pg_cron") }, () => {
  for (const page of OF_CRON) {
    it(`of ${page} runs`, async () => {
      const { server, database } = await startCron();
      try {
        for (const role of ROLES) await server.query(`CREATE ROLE ${role} LOGIN`);
        await database.query(SCRATCH);
        await database.query(PREPARATION[page] ?? "");
        const blocks = blocksOf(page).filter(({ lang }) => lang === "sql");
        assert.notEqual(blocks.length, 0);
        assert.deepEqual(await run(database, page, blocks), []);
      } finally {
        await server.remove();
      }
    });
  }
});

/** Each statement by itself, as psql sends them; what the server refused, one line each. */
async function run(database: Database, page: string, blocks: readonly Block[]): Promise<string[]> {
  const refused: string[] = [];
  const client: pg.Client = await database.connect();
  for (const { text, line, marker } of blocks) {
    const statements = marker === undefined ? splitStatements(text) : [];
    for (const statement of statements) {
      await client.query(statement).catch((error: Error) => {
        refused.push(`${page}:${line} ${error.message}: ${statement}`);
      });
    }
  }
  await client.end();
  return refused;
}

/** What the statements left outside of the database. */
async function tidyUp(database: Database): Promise<void> {
  const { server } = database;
  const prepared = await server.query("SELECT gid FROM pg_prepared_xacts WHERE database = 'app'");
  for (const { gid } of prepared) await database.query(`ROLLBACK PREPARED '${gid}'`);
  await database.drop();
  await server.query("ALTER SYSTEM RESET ALL");
  await server.query("DROP ROLE IF EXISTS preflight");
  for (const role of [...ROLES, server.superuser]) await server.query(`ALTER ROLE ${role} RESET ALL`);
  await server.query("SELECT pg_reload_conf()");
}

describe("YAML of the pages", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "pg-preflight-docs-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const page of PAGES) {
    for (const { text, line } of blocksOf(page).filter(({ lang }) => ["yaml", "yml"].includes(lang))) {
      const value = parse(text) as Record<string, unknown>;
      if ("jobs" in value) {
        it(`${page}:${line} is a workflow that GitHub takes, with inputs that the action has`, async () => {
          const file = join(folder, `${page.replaceAll("/", "-")}-${line}.yml`);
          writeFileSync(file, text);
          assert.deepEqual(await workflowProblems([file]), []);
          assertInputs(value);
          assertCalls(value);
        });
      } else {
        it(`${page}:${line} is a configuration that the action takes`, async () => {
          await parseConfig(text, page);
        });
      }
    }
  }
});

/** GitHub warns of an input that an action does not have, and passes it on; nobody reads the warning. */
function assertInputs(workflow: Record<string, unknown>): void {
  const { inputs } = readAction();
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
  const jobs = Object.values(workflow.jobs as Record<string, { steps?: { uses?: string; with?: object }[] }>);
  for (const { uses, with: given = {} } of jobs.flatMap(({ steps = [] }) => steps)) {
    if (uses === undefined || !/^(pg-preflight\/pg-preflight@|\.\/$)/.test(uses)) continue;
    assert.match(uses, /@v1$|^\.\/$/);
    assert.deepEqual(
      Object.keys(given).filter((name) => !(name in inputs)),
      [],
    );
    assert.deepEqual(
      required.filter((name) => !(name in given)),
      [],
    );
  }
}

/** A called workflow gets what it takes and all that it wants: GitHub refuses the whole file otherwise. */
function assertCalls(workflow: Record<string, unknown>): void {
  type Job = { uses?: string; with?: object; secrets?: object; permissions?: Record<string, string> };
  for (const { uses = "", with: given = {}, secrets = {}, permissions } of Object.values(
    workflow.jobs as Record<string, Job>,
  )) {
    const path = /^pg-preflight\/pg-preflight\/(.+)@v1$/.exec(uses)?.[1];
    if (path === undefined) continue;
    const called = parse(readFileSync(join(root, path), "utf8"));
    const takes = called.on.workflow_call;
    const unknown = [
      ...Object.keys(given).filter((name) => !(name in takes.inputs)),
      ...Object.keys(secrets).filter((name) => !(name in takes.secrets)),
    ];
    assert.deepEqual(unknown, []);
    assert.deepEqual(permissions, (Object.values(called.jobs)[0] as Job).permissions);
  }
}
