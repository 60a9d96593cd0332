/** Walks the registry: no name of a database, a file or a configuration leaves its sentence or its place in a block to copy. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { z } from "zod";
import { checks } from "../../src/checks/index.ts";
import { renderComment } from "../../src/comment/render.ts";
import type { Check, QueryCheck } from "../../src/core/check.ts";
import { evaluateAnswer, resultOf } from "../../src/core/evaluate/evaluate-check.ts";
import type { CheckResult } from "../../src/core/report.ts";
import { Sources } from "../../src/core/sources.ts";
import { renderCheckIssue } from "../../src/issues/render/check.ts";
import { renderChecklistIssue } from "../../src/issues/render/checklist.ts";
import { renderOverview } from "../../src/issues/render/overview.ts";
import { visible } from "../../src/lib/visible.ts";
import { annotations } from "../../src/report/annotations.ts";
import { logSections } from "../../src/report/log.ts";
import { renderSummary } from "../../src/report/summary/summary.ts";
import { contextOf, NOW } from "../support/builders/context.ts";
import { AT, aCheckIssue, aChecklistIssue, anOverview, aRow } from "../support/builders/issue-views.ts";
import { all, textOf, throughRemark } from "../support/builders/markdown.ts";
import { aReport } from "../support/builders/report.ts";

/** What an attacker wants a line to begin with. */
const COMMANDS = [
  "\\! touch pwned",
  "GRANT postgres TO mallory; --",
  "\\copy t to program 'id'",
  "checks: {}",
];
const BREAKS = ["\n", "\r\n", "\r", "\u2028", "\u0085", "\v", "\n\n"];

/** A name as the server quotes it; without the quotes it is a raw one that happens to hold them. */
const name = fc
  .tuple(
    fc.constantFrom(...BREAKS),
    fc.constantFrom(...COMMANDS),
    fc.constantFrom("", "'", '""', "\u202e", "`", "\\"),
  )
  .map(([lineBreak, command, odd]) => `"zq${odd}${lineBreak}${command}${odd}${lineBreak}x"`);

/** One of them in all of a server's and an option's texts. */
const NAME = `"zq\n\\! touch pwned\nx"`;

/** Rows as the check's own schema allows them, with a hostile name for each text. */
function rowsOf(schema: unknown): fc.Arbitrary<unknown> {
  const {
    anyOf,
    enum: choices,
    const: constant,
    pattern,
    type,
    properties,
    items,
    required = [],
  } = schema as JsonSchema;
  if (constant !== undefined) return fc.constant(constant);
  if (choices !== undefined) return fc.constantFrom(...choices);
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const kinds = anyOf ?? (Array.isArray(type) ? type.map((one) => ({ type: one })) : undefined);
  if (kinds !== undefined) return fc.oneof(...kinds.map(rowsOf));
  switch (type) {
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.constantFrom(0, 1, 99, 5_000, 2_000_000_000);
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(rowsOf(items ?? {}), { minLength: 1, maxLength: 2 });
    case "object": {
      const fields = Object.entries(properties ?? {}).map(([key, value]) => [key, rowsOf(value)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] as never[] });
    }
    default:
      return name;
  }
}

interface JsonSchema {
  readonly anyOf?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly required?: readonly string[];
}

/** Declarations by which more of a check is reached. */
const OPTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  "application-pool": { roles: { [NAME]: 20 } },
  "cron-jobs": { jobs: [{ name: NAME, schedule: "0 3 * * *" }] },
  "statement-timeout": { roles: [NAME] },
};

const SERVER = {
  database: NAME,
  quotedDatabase: NAME,
  login: NAME,
  knownRelations: [],
  extensions: { pg_stat_statements: { version: "1.12", schema: NAME, schemaUsable: false } },
};

function resultsOf(check: QueryCheck, rows: readonly unknown[]): CheckResult[] {
  return [{}, OPTIONS[check.id] ?? {}].flatMap((options) =>
    [true, false].map((readsAllStatistics) => {
      const context = contextOf(check, {
        options,
        server: { ...SERVER, readsAllStatistics, isSupabase: readsAllStatistics },
      });
      return resultOf(check, evaluateAnswer(check, { rows }, context), { priority: check.priority });
    }),
  );
}

/** A report's sentences and blocks. */
function textsOf(result: CheckResult): { sentences: string[]; blocks: string[] } {
  const { findings = [], unknown, skipped, window } = result;
  const given = (text: string | undefined): string[] => (text === undefined ? [] : [text]);
  return {
    sentences: [
      ...findings.map(({ message }) => message),
      ...[unknown?.detail, skipped?.detail, window].flatMap(given),
    ],
    blocks: [
      ...findings.flatMap(({ fix }) => given(fix)),
      ...[unknown?.fix?.text, skipped?.fix?.text].flatMap(given),
    ],
  };
}

/** Lines that begin with what only a name can have brought, also where the line is commented out. */
function smuggled(block: string): string[] {
  return block.split(/[\n\r\v\f\u0085\u2028\u2029]/).filter((line) => {
    const bare = line.replace(/^\s*(?:--\s*|#\s*)*/, "");
    return /^(?:\\|GRANT postgres)/.test(bare) || (bare.startsWith("checks: {}") && !bare.includes("zq"));
  });
}

/** The blocks of each page that shows this result, and each line of the log. */
function shown(result: CheckResult): { blocks: string[]; lines: string[] } {
  const report = aReport({ results: [result], gate: [result.unknown?.detail ?? "x"] });
  const checklist = [
    {
      section: "Database",
      items: [{ id: "a", title: "A", status: "unknown" as const, evidence: "x", checks: [result.check] }],
    },
  ];
  const row = aRow({
    check: result.check,
    status: "unknown",
    unknownSince: AT,
    unknownDetail: result.unknown?.detail,
  });
  const pages = [
    renderSummary(report),
    renderComment({ report, run: { id: "1", attempt: 1, at: AT }, issues: [1] }).content,
    renderChecklistIssue(aChecklistIssue({ report: aReport({ results: [result], checklist }) })).content,
    renderOverview(anOverview({ report, rows: [row] })).content,
    ...(result.status === "fail" ? [renderCheckIssue(aCheckIssue(result)).content] : []),
  ];
  return {
    blocks: pages.flatMap((page) => all(throughRemark(page), "pre").map((block) => textOf(block))),
    lines: [
      ...logSections(report).flatMap(({ lines }) => lines),
      ...annotations(report).flatMap(({ title, message }) => [title, message]),
    ],
  };
}

function assertHarmless(check: Check, result: CheckResult): void {
  const { sentences, blocks } = textsOf(result);
  for (const text of sentences) assert.equal(text, visible(text), check.id);
  for (const block of blocks) assert.deepEqual(smuggled(block), [], check.id);
}

function assertShownHarmless(check: Check, result: CheckResult): void {
  const pages = shown(result);
  for (const block of pages.blocks) assert.deepEqual(smuggled(block), [], check.id);
  for (const line of pages.lines) assert.equal(line, visible(line), check.id);
}

const queried = checks.filter((check) => check.query !== undefined) as readonly QueryCheck[];

describe("a hostile name", () => {
  const reached = new Set<string>();

  for (const check of queried) {
    const { row } = check.query;
    const schema = z.toJSONSchema(row as z.ZodType, { io: "output", unrepresentable: "any" });
    it(`stays in its place in ${check.id}`, () => {
      const pages: CheckResult[] = [];
      fc.assert(
        fc.property(fc.array(rowsOf(schema), { minLength: 1, maxLength: 3 }), (rows) => {
          for (const result of resultsOf(check, rows)) {
            if (JSON.stringify(textsOf(result)).includes("zq")) reached.add(check.id);
            assertHarmless(check, result);
            pages.push(result);
          }
        }),
        { numRuns: 20 },
      );
      // To parse pages takes longer than to make their texts.
      for (const result of pages.slice(-4)) assertShownHarmless(check, result);
    });
  }

  it("reaches the sentences or the fixes of most checks, so that the rest of this file says something", () => {
    const missed = queried.map(({ id }) => id).filter((id) => !reached.has(id));
    assert.ok(missed.length <= 8, `no name in a text of ${missed.join(", ")}`);
  });

  it("of a source stays in its place in the checks that rest on sources alone", () => {
    const refused = {
      unknown: { reason: "permission", detail: `No ${NAME}`, fix: { language: "yaml", text: "a: b" } },
    };
    class Refusing extends Sources {
      override get() {
        return refused as never;
      }
    }
    for (const check of checks) {
      if (check.query !== undefined) continue;
      const options = check.options.parse({});
      const outcome = check.evaluate([], {
        options,
        priority: check.priority,
        sources: new Refusing(),
        now: NOW,
      });
      const result = resultOf(check, outcome, { priority: check.priority });
      assertHarmless(check, result);
      assertShownHarmless(check, result);
    }
  });
});
