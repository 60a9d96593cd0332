/** Walks the registry: every check is the same kind of thing, whoever wrote it. */
import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { z } from "zod";
import { checks } from "../../src/checks/index.ts";
import { CATEGORIES } from "../../src/core/category.ts";
import type { Check } from "../../src/core/check.ts";
import { statusOf } from "../../src/core/evaluate/evaluate-check.ts";
import { PRIORITIES } from "../../src/core/priority.ts";
import type { Server } from "../../src/core/server.ts";
import { type SqlName, sql } from "../../src/generated/sql.ts";
import { contextOf, TRUSTED } from "../support/builders/context.ts";
import { readTokens, splitStatements } from "../support/postgres/sql-text.ts";
import { statementProblems } from "../support/postgres/statement-rules.ts";
import { PAGE_RULES, pageProblems } from "./page-rules.ts";

const root = join(import.meta.dirname, "../..");
const ids = checks.map(({ id }) => id);

/** The longest title that fits a line of a table, and the longest sentence or two that people read. */
const LONGEST_TITLE = 60;
const LONGEST_WHY = 260;

/** What must be configured for a check to ask anything at all. */
const DECLARED: Readonly<Record<string, Record<string, unknown>>> = {
  "application-pool": { roles: { app: 20 } },
  "cron-jobs": { jobs: [{ name: "refresh" }] },
  "materialized-views": { views: [{ name: "public.mv", "refreshed-by": "refresh" }] },
};

/** What an empty database would make of a healthy server: the extension is there, and everything may be read. */
const HEALTHY: Partial<Server> = {
  extensions: { pg_stat_statements: { version: "1.12", schema: "public", schemaUsable: true } },
};

/** Servers of every kind that an `ask` may tell apart. */
const SERVERS: Partial<Server>[] = [130_000, 140_000, 150_000, 160_000, 170_000, 180_004].flatMap(
  (versionNumber) =>
    [undefined, "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12"].flatMap((version) =>
      [true, false].map((inRecovery) => ({
        versionNumber,
        inRecovery,
        extensions:
          version === undefined
            ? {}
            : { pg_stat_statements: { version, schema: '"a b"', schemaUsable: true } },
      })),
    ),
);

/** pg_cron's tables, as its owner reads them, and the owner's views. */
const CRON = [
  "cron.job",
  "cron.job_run_details",
  "preflight.cron_jobs",
  "preflight.cron_runs",
  "preflight.http_responses",
].map((name) => {
  const [schema = "", table = ""] = name.split(".");
  const columns =
    "jobid jobname schedule command database username active runid status return_message start_time end_time".split(
      " ",
    );
  return {
    schema,
    name: table,
    quotedSchema: schema,
    schemaUsable: true,
    filtered: false,
    columns,
    readable: columns,
    control: TRUSTED,
  };
});

SERVERS.push(...[2, 4, 5].map((relations) => ({ knownRelations: CRON.slice(0, relations) })));

/** A ledger of each migration tool, alone in its database. */
const LEDGERS: Readonly<Record<string, readonly string[]>> = {
  "supabase_migrations.schema_migrations": ["version", "statements", "name"],
  "public._prisma_migrations": ["migration_name", "finished_at", "rolled_back_at"],
  "drizzle.__drizzle_migrations": ["id", "hash", "created_at"],
  "drizzle_v1.__drizzle_migrations": ["id", "hash", "created_at", "name"],
  "public.schema_migrations": ["version"],
  "app.schema_migrations": ["version", "dirty"],
  "public.flyway_schema_history": ["installed_rank", "version", "description", "type", "script", "success"],
};

SERVERS.push(
  ...Object.entries(LEDGERS).map(([ledger, columns]) => {
    const [schema = "", name = ""] = ledger.split(".");
    const relation = { schema, name, quotedSchema: schema, schemaUsable: true, filtered: false };
    return { knownRelations: [{ ...relation, columns, readable: columns, control: TRUSTED }] };
  }),
);

describe("the files of the checks", () => {
  it("each check has its statement, its page and its test", () => {
    const wanted = checks.flatMap(({ id, query }) => [
      ...(query !== undefined ? [`sql/checks/${id}.sql`] : []),
      ...["check.ts", "README.md", "check.test.ts"].map((file) => `src/checks/${id}/${file}`),
    ]);
    assert.deepEqual(
      wanted.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });

  it("each file belongs to a check", () => {
    const strangers = [
      ...readdirSync(join(root, "src/checks")).filter(
        (name) => !["index.ts", "shared", ...ids].includes(name),
      ),
      // A variant is <id>.<variant>.sql.
      ...readdirSync(join(root, "sql/checks")).filter(
        (name) => !name.endsWith(".sql") || !ids.includes(name.split(".")[0] ?? ""),
      ),
    ];
    assert.deepEqual(strangers, []);
  });

  it("each statement is asked by somebody", () => {
    const asked = new Set(
      checks.flatMap((check) => [...new Set(SERVERS.flatMap((server) => statementFor(check, server)))]),
    );
    const unasked = readdirSync(join(root, "sql/checks"))
      .map((file) => file.replace(/\.sql$/, ""))
      .filter((name) => !asked.has(sql[name as keyof typeof sql]));
    assert.deepEqual(unasked, []);
  });

  it("nothing is left of the example that `npm run new-check` wrote", () => {
    const left = globSync(["sql/checks/*.sql", "src/checks/**/*.{ts,md}"], { cwd: root }).flatMap((file) =>
      readFileSync(join(root, file), "utf8")
        .split("\n")
        .flatMap((text, index) => (text.includes("WRITE ME") ? [`${file}:${index + 1} ${text.trim()}`] : [])),
    );
    assert.deepEqual(left, []);
  });

  it("no id stands twice", () => assert.equal(new Set(ids).size, ids.length));
});

/** What a check asks of such a server: no text when it has nothing to ask. */
function statementFor(check: Check, server: Partial<Server>): string[] {
  const context = contextOf(check, { server, options: DECLARED[check.id] ?? {} });
  const query = check.query?.statement(context.server, context.options);
  return query !== undefined && "statement" in query ? [query.statement] : [];
}

for (const check of checks) {
  describe(`the check ${check.id}`, () => {
    const { id, title, why } = check;

    it("lives in the file of its name", async () => {
      const module: { default: unknown } = await import(`../../src/checks/${id}/check.ts`);
      assert.equal(module.default, check);
      assert.match(id, /^[a-z]+(-[a-z]+)*$/);
    });

    it("is titled by the good case", () => {
      assert.match(title, /^[A-Z][^\n.:;!?]+$/, "one line that begins with a capital and ends without a dot");
      assert.ok(title.length <= LONGEST_TITLE, `${title.length} characters`);
      assert.doesNotMatch(
        title,
        /\b(not|missing|lacks?|fails?|failed|failing|broken|problems?|issues?|bad|wrong|unused|stale)\b/i,
      );
    });

    it("says why it matters, shortly", () => {
      assert.match(why, /^\S[^\n]+\.$/, "whole sentences on one line");
      assert.ok(why.length <= LONGEST_WHY, `${why.length} characters: ${why}`);
      assert.notEqual(why, title);
    });

    it("has a known category and priority", () => {
      assert.ok(CATEGORIES.includes(check.category));
      assert.ok(PRIORITIES.includes(check.priority));
      if (check.indexUsage) assert.equal(check.category, "indexes");
    });

    it("has options that need no configuration, and that an editor can explain", () => {
      const { options } = check;
      assert.ok(options instanceof z.ZodObject);
      options.parse({});
      const refused = options.safeParse({ "no-such-option": 1 });
      assert.ok(!refused.success, "an option that it does not know is an error");
      for (const [name, option] of Object.entries(optionsOf(check))) {
        assert.match(name, /^[a-z]+([-_][a-z]+)*$/);
        assert.ok(!["priority", "enabled"].includes(name), `${name} comes by itself`);
        assert.ok(option.isOptional, `${name} has no default`);
        assert.match(option.description ?? "", /^\S[^\n]{9,}\.$/, `${name} is described in a sentence`);
      }
    });

    it("asks only statements of sql/, by placeholders that it fills", () => {
      const known = new Set<string>(Object.values(sql));
      if (check.query === undefined) return;
      for (const server of SERVERS) {
        const context = contextOf(check, { server, options: DECLARED[id] ?? {} });
        const query = check.query.statement(context.server, context.options);
        if (!("statement" in query)) {
          assert.ok(
            query.findings ?? query.unknown ?? query.skipped ?? query.measurements,
            "unasked is never a pass",
          );
          continue;
        }
        assert.ok(known.has(query.statement), "the statement is no file of sql/");
        const placeholders = readTokens(query.statement).some(({ kind }) => kind === "placeholder");
        assert.equal(query.schema !== undefined, placeholders, ":schema and ask's schema go together");
      }
    });

    it("is content, or skipped, when there is no row", () => {
      const context = contextOf(check, { server: HEALTHY });
      const outcome = check.evaluate([], context);
      const status = statusOf(outcome, check);
      assert.ok(["pass", "measured", "skipped"].includes(status), status);
    });

    it("has a page with all that every page has", () => {
      const file = `src/checks/${id}/README.md`;
      const page = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : "";
      const options = Object.entries(optionsOf(check)).map(([name, { written }]) => ({ name, written }));
      const problems = pageProblems(page, { title, options, hasQuery: check.query !== undefined });
      assert.ok(problems.length === 0, `${file}:\n${problems.join("\n")}\n${PAGE_RULES}`);
    });
  });
}

interface Option {
  readonly isOptional: boolean;
  readonly description: string | undefined;
  /** Its default as people write it; undefined when it has none. */
  readonly written: string | undefined;
}

/** The options of a check as its JSON Schema shows them to an editor. */
function optionsOf(check: Check): Record<string, Option> {
  const schema = z.toJSONSchema(check.options, { target: "draft-7", io: "input" });
  const required = schema.required ?? [];
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => {
      const { default: value, description } = property as { default?: unknown; description?: string };
      const written = typeof value === "string" || value === undefined ? value : JSON.stringify(value);
      return [name, { isOptional: !required.includes(name), description, written }];
    }),
  );
}

/** Nothing else tells the size of a table that nothing has counted: it waits for a lock no longer than lock_timeout. */
const EXCUSED: Readonly<Record<string, string>> = { "statistics-freshness": "pg_relation_size is forbidden" };

describe("the statements", () => {
  it("sql/gate/table-rows.sql is one COPY to the client", () =>
    assert.match(sql["gate/table-rows"], /^(--.*\n)+copy :table \(:columns\) to stdout$/));

  for (const folder of ["checks", "server", "gate"]) {
    for (const file of readdirSync(join(root, "sql", folder))) {
      if (file === "table-rows.sql") continue;
      it(`sql/${folder}/${file} keeps the rules`, () => {
        const name = (folder === "checks" ? "" : `${folder}/`) + file.replace(/\.sql$/, "");
        const problems = statementProblems(sql[name as SqlName]);
        const excused = EXCUSED[name];
        assert.deepEqual(
          problems.filter((problem) => excused === undefined || !problem.includes(excused)),
          [],
        );
        assert.equal(problems.length > 0, excused !== undefined, "an excuse that nothing needs");
      });
    }
  }
});

describe("the rules of statements", () => {
  const good = [
    "-- What it is.",
    "with recursive w (a) as materialized (select 1), v as (select count(*) from w)",
    "select",
    "    c.oid::int8 as update,",
    "    pg_catalog.format('%I; -- DROP', n.nspname) as name,",
    "    coalesce(extract(epoch from c.x), 0)::numeric(10, 2) as seconds,",
    "    (array[1, 2, 3])[1:pg_catalog.cardinality(c.keys)] as slice,",
    "    $tag$ create table $tag$ || e'\\'; drop' || \"Drop\" as text,",
    "    c.a is distinct from n.b as differs,",
    "    row_number() over (partition by c.oid order by c.oid) <= 200 as shown",
    "from w",
    "join :schema.pg_stat_statements as c on true /* a /* nested */ drop; */",
    "left join lateral (select from pg_catalog.pg_namespace as n) as n on n.oid = any ($1::oid[])",
    "order by c.oid;",
  ].join("\n");

  it("have nothing to say of a good one", () => assert.deepEqual(statementProblems(good), []));

  const bad: Record<string, [statement: string, told: RegExp]> = {
    "no comment": ["select 1 order by 1", /begin with a comment/],
    "another verb": ["-- x\nshow all", /select or with/],
    "two statements": ["-- x\nselect 1 order by 1; select 2 order by 1", /more than one/],
    "no order": ["-- x\nselect row_number() over (order by 1)", /order by/],
    "an order of a part only": [
      "-- x\nselect 1 order by 1 union select 2 from pg_catalog.pg_class",
      /order by/,
    ],
    capitals: ["-- x\nSELECT 1 order by 1", /SELECT has upper-case/],
    "a bare relation of the catalogue": [
      "-- x\nselect 1 from pg_class order by 1",
      /pg_class is not qualified/,
    ],
    "a bare relation": ["-- x\nselect 1 from users order by 1", /users is not qualified/],
    "a relation of the user's": ["-- x\nselect 1 from public.users order by 1", /public is not qualified/],
    "a bare relation behind a comma": [
      "-- x\nselect 1 from pg_catalog.pg_class, pg_index order by 1",
      /pg_index/,
    ],
    "a bare relation in extract": [
      "-- x\nselect extract(epoch from (select x from users)) order by 1",
      /users is not/,
    ],
    "a bare function": ["-- x\nselect format('x') order by 1", /format\(\) is not qualified/],
    "a forbidden function": ["-- x\nselect pg_catalog.pg_terminate_backend(1) order by 1", /forbidden/],
    "a size of each file": ["-- x\nselect pg_catalog.pg_relation_size(1) order by 1", /forbidden/],
    "a change": ["-- x\nwith d as (delete from a returning 1) select 1 order by 1", /delete does more/],
    "a table made": ["-- x\nselect 1 into t order by 1", /into does more/],
    "all columns": ["-- x\nselect * from pg_catalog.pg_class order by 1", /select \*/],
    "all columns of one": [
      "-- x\nselect c.* from pg_catalog.pg_class as c order by 1",
      /columns are not named/,
    ],
    "an unknown placeholder": ["-- x\nselect 1 from :table.x order by 1", /:table is no placeholder/],
    "another parameter": ["-- x\nselect $2::oid[] order by 1", /\$2 is not/],
    "the parameter as another type": ["-- x\nselect $1::text order by 1", /\$1 is not/],
    "a threshold": ["-- x\nselect 1 where 2 > 1000 order by 1", /1000 is a threshold/],
  };
  for (const [what, [statement, told]] of Object.entries(bad)) {
    it(`say so: ${what}`, () => assert.match(statementProblems(statement).join("\n"), told));
  }

  it("rest on a reader that takes a script apart", () => {
    assert.deepEqual(splitStatements("-- a;\nselect ';' ; /* ; */ do $$ begin; end $$;\n-- end"), [
      "-- a;\nselect ';'",
      "/* ; */ do $$ begin; end $$",
    ]);
    assert.throws(() => readTokens("select 'no end"), /no SQL at/);
    assert.throws(() => readTokens("/* no end"), /no end/);
  });
});
