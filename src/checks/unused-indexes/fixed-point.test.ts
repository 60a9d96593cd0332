import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import { randomIndexSchema } from "../../../test/support/postgres/random-index-schema.ts";
import type { Finding } from "../../core/finding.ts";
import duplicates from "../duplicate-indexes/check.ts";
import foreignKeys from "../foreign-key-indexes/check.ts";
import invalid from "../invalid-indexes/check.ts";
import unused from "./check.ts";

/** More schemas: PG_PREFLIGHT_TEST_CASES=20 npm test -- src/checks/unused-indexes/fixed-point */
const SCHEMAS = Number(process.env.PG_PREFLIGHT_TEST_CASES ?? 2);
const SEED = Number(process.env.PG_PREFLIGHT_TEST_SEED ?? 1);
const TABLES = 15;
// Before 15 the counters come with a delay.
const VERSION = Math.max(15, Number(process.env.PG_PREFLIGHT_TEST_VERSION ?? 15));

const smallest = { "min-size": "96 kB" };

describe("all proposed index fixes together", () => {
  for (let place = 0; place < SCHEMAS; place += 1) {
    const seed = SEED * 1000 + place;
    it(`leave nothing for the next run to find: ${TABLES} random tables (seed ${seed})`, async () => {
      const database = await (await sharedServer(VERSION)).createDatabase();
      const { statements, queries } = randomIndexSchema(seed, TABLES);
      for (const statement of statements) await database.query(statement);
      await useIndexes(database, queries);

      const first = await indexFindings(database);
      assert.ok(first.length >= TABLES, `${first.length} findings`);
      for (const { fix } of first) {
        for (const statement of (fix?.sql ?? "").split(/(?<=;)\n/)) await database.query(statement);
      }
      await useIndexes(database, queries);

      const rebuilt = first.flatMap(({ key, fix }) => (fix?.sql.startsWith("REINDEX") === true ? [key] : []));
      const announced = first.map(({ message }) => message).join("\n");
      const next = (await indexFindings(database)).filter(
        ({ key, message }) =>
          // What was rebuilt just now had no time to be used.
          !(rebuilt.includes(key) && / 0 scans since /.test(message)) &&
          // A finding of the first run said that it would come.
          !announced.includes(`duplicate-indexes will report ${key}`),
      );
      assert.deepEqual(
        next.map(({ message }) => message),
        [],
        history(next, statements, queries, first),
      );
    });
  }
});

/** The findings in the order in which their fixes can run: what is missing first, then what is too much. */
async function indexFindings(database: Database): Promise<Finding[]> {
  const windows = observed(31);
  const outcomes = [
    await examine(foreignKeys, database, { options: smallest }),
    await examine(invalid, database),
    await examine(duplicates, database),
    await examine(unused, database, { options: smallest, windows }),
  ];
  for (const { unknown } of outcomes) assert.equal(unknown, undefined);
  const findings = outcomes.flatMap((outcome) => outcome.findings ?? []);
  // An index that repeats another one and is unused is found twice, and dropped once.
  const fixes = new Set<string>();
  return findings.filter(({ fix }) => {
    if (fix === undefined) return true;
    const isNew = !fixes.has(fix.sql);
    fixes.add(fix.sql);
    return isNew;
  });
}

async function useIndexes(database: Database, queries: readonly string[]): Promise<void> {
  await database.query("VACUUM ANALYZE");
  await database.query(["SET enable_seqscan = off", ...queries].join(";\n"));
}

function history(
  next: readonly Finding[],
  statements: readonly string[],
  queries: readonly string[],
  first: readonly Finding[],
): string {
  const tables = next.map(
    ({ facts }) =>
      `${String(facts.table)
        .replace(/^public\./, "")
        .replace(/_p\d$/, "")}`,
  );
  const about = (text: string): boolean =>
    tables.some((table) => new RegExp(`\\b${table}(_|\\b)`).test(text));
  return [
    ...statements.filter(about),
    ...queries.filter(about),
    ...first.flatMap(({ message, fix }) => (about(message) ? [`- ${message}`, `  ${fix?.sql}`] : [])),
    "the next run:",
    ...next.map(({ message }) => `- ${message}`),
  ].join("\n");
}
