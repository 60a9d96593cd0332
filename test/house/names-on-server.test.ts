/** Names with line breaks on a real server: what a person would copy from each page runs nothing of theirs. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";
import duplicateIndexes from "../../src/checks/duplicate-indexes/check.ts";
import foreignKeyIndexes from "../../src/checks/foreign-key-indexes/check.ts";
import migrations from "../../src/checks/migrations/check.ts";
import statementTimeout from "../../src/checks/statement-timeout/check.ts";
import { renderComment } from "../../src/comment/render.ts";
import type { QueryCheck } from "../../src/core/check.ts";
import { resultOf } from "../../src/core/evaluate/evaluate-check.ts";
import type { CheckResult } from "../../src/core/report.ts";
import { renderCheckIssue } from "../../src/issues/render/check.ts";
import { renderChecklistIssue } from "../../src/issues/render/checklist.ts";
import { logSections } from "../../src/report/log.ts";
import { renderSummary } from "../../src/report/summary/summary.ts";
import { resultsWithFixKinds } from "../../src/run/fix-kinds.ts";
import { AT, aCheckIssue, aChecklistIssue } from "../support/builders/issue-views.ts";
import { all, textOf, throughRemark } from "../support/builders/markdown.ts";
import { aReport } from "../support/builders/report.ts";
import { examine } from "../support/postgres/examine.ts";
import { VERSIONS } from "../support/postgres/installation.ts";
import { sharedServer, uniqueName } from "../support/postgres/postgres.ts";

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Without it, the blocks are only read. */
const HAS_PSQL = spawnSync("psql", ["--version"]).status === 0;

/** Takes the comments off, as a person does who has decided. */
const decided = (block: string): string => block.replace(/^-- (?=CREATE|DROP|SELECT|ALTER)/gm, "");

for (const version of VERSIONS.filter((each) => [13, 15, 18].includes(each))) {
  describe(`a line break in a name, on PostgreSQL ${version}`, () => {
    it("begins no line of a block of the summary, an issue or the comment, and psql runs nothing of it", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const folder = mkdtempSync(join(tmpdir(), "names-"));
      const canary = join(folder, "touched");
      const role = uniqueName("mallory");
      // Names have 63 bytes, too few for both commands.
      const shell = `r\n\\! touch ${canary}`.slice(0, 63);
      const schema = quoted(`x\nGRANT postgres TO ${role}; -- `);
      await database.query(`CREATE ROLE ${role}; CREATE SCHEMA ${schema};
        CREATE TABLE ${schema}.knex_migrations (version text);
        CREATE SCHEMA ${quoted(shell)}; CREATE TABLE ${quoted(shell)}.${quoted("a\nb")} (id int PRIMARY KEY, r int);
        ALTER TABLE ${quoted(shell)}.${quoted("a\nb")} ADD FOREIGN KEY (r) REFERENCES ${quoted(shell)}.${quoted("a\nb")};
        INSERT INTO ${quoted(shell)}.${quoted("a\nb")} SELECT i, i FROM generate_series(1, 3000) AS i;
        CREATE INDEX ${quoted("i\n\\! touch x")} ON ${quoted(shell)}.${quoted("a\nb")} (id); ANALYZE`);
      const login = uniqueName(`l\n\\! touch ${canary}\n`).slice(0, 60);
      await database.login({ name: login });

      const asked = [
        migrations,
        statementTimeout,
        duplicateIndexes,
        foreignKeyIndexes,
      ] as unknown as QueryCheck[];
      const options: Record<string, Record<string, unknown>> = { "statement-timeout": { roles: [login] } };
      const evaluated: CheckResult[] = [];
      for (const check of asked) {
        for (const given of [{}, options[check.id] ?? {}]) {
          const outcome = await examine(check, database, { options: given });
          evaluated.push(resultOf(check, outcome, { priority: check.priority }));
        }
      }
      const results = await resultsWithFixKinds(evaluated);
      assert.match(JSON.stringify(results), /knex_migrations/);
      const fixes = results.flatMap(({ findings = [] }) => findings.flatMap(({ fix }) => fix ?? []));
      assert.ok(
        fixes.some((fix) => fix.includes('U&"')),
        "the names arrive in fixes",
      );

      for (const fix of new Set(fixes)) await database.query(fix);

      const report = aReport({ results });
      const checklist = [
        {
          section: "Database",
          items: results.map(({ check }, index) => ({
            id: `i${index}`,
            title: "A",
            status: "unknown" as const,
            evidence: "x",
            checks: [check],
          })),
        },
      ];
      const pages = [
        renderSummary(report),
        renderComment({ report, run: { id: "1", attempt: 1, at: AT }, issues: [] }).content,
        renderChecklistIssue(aChecklistIssue({ report: aReport({ results, checklist }) })).content,
        ...results
          .filter(({ status }) => status === "fail")
          .map((result) => renderCheckIssue(aCheckIssue(result)).content),
      ];
      const blocks = pages.flatMap((page) => all(throughRemark(page), "pre").map((block) => textOf(block)));
      assert.ok(blocks.length > 0);
      for (const block of blocks) {
        assert.doesNotMatch(block, /^\s*(?:--\s*)?(?:\\!|GRANT postgres)/m);
        if (HAS_PSQL) {
          spawnSync("psql", [database.url, "-X", "-f", "-"], {
            input: decided(block),
            encoding: "utf8",
            cwd: folder,
          });
        }
      }
      for (const { lines } of logSections(report))
        for (const line of lines) assert.doesNotMatch(line, /[\r\n]/);
      assert.equal(existsSync(canary), false);
      const [granted] = await database.query(
        "SELECT count(*)::int FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member WHERE r.rolname = $1",
        [role],
      );
      assert.equal(granted?.count, 0);
      rmSync(folder, { recursive: true });
    });
  });
}
