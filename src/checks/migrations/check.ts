import { z } from "zod";
import { defineCheck, type Statement } from "../../core/check.ts";
import { type CheckOutcome, type CodeBlock, yamlBlock } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { count } from "../../lib/format.ts";
import { yamlString } from "../../lib/visible.ts";
import {
  directoryOption,
  type Folder,
  findFolder,
  migrationSources,
  notCheckedOut,
} from "../shared/migration-files/directory.ts";
import { TOOL_IDS, toolsOf } from "../shared/migration-files/tools/index.ts";
import { compareMigrations } from "./compare.ts";
import { historyRows } from "./copied-rows.ts";
import { describeDifference, measureDifference } from "./describe.ts";
import { historiesOf, type MigrationHistory, qualifiedName, unreadable } from "./history-table.ts";

const options = z.strictObject({
  directory: directoryOption,
  tool: z
    .enum(["auto", ...TOOL_IDS])
    .default("auto")
    .describe("The tool that applies the migrations; auto recognises it by its table."),
  table: z
    .string()
    .regex(/^[^.]+\.[^.]+$/, "write the schema and the table, like app.flyway_schema_history")
    .optional()
    .describe("The table in which the tool notes what it applied, when there are several: schema.table."),
  pending: z
    .enum(["expected", "forbidden"])
    .default("expected")
    .describe(
      "Before migrating, files newer than the last applied one are expected; after it they are forbidden.",
    ),
});

type Options = z.infer<typeof options>;

const row = z.object({
  version: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
  is_finished: z.boolean().optional(),
  is_rolled_back: z.boolean().optional(),
  is_dirty: z.boolean().optional(),
  is_success: z.boolean().optional(),
  type: z.string().optional(),
  script: z.string().optional(),
  other_ledger: z.string().optional(),
  copied: z.record(z.string(), z.string().nullable()).optional(),
});

export default defineCheck({
  id: "migrations",
  title: "The commit's migrations and the database agree",
  why: "Code that meets a schema of another version fails in ways that nobody tested: a migration that is missing, half done, or known to the database alone.",
  category: "migrations",
  priority: "critical",
  incident: true,
  options,
  sources: ({ tool, directory }) => migrationSources(toolsOf(tool, directory), directory),
  query: {
    row,
    statement(server, options): Statement | CheckOutcome {
      const histories = historiesIn(server, options);
      const [history] = histories;
      if (history === undefined) return { statement: sql.migrations };
      if (histories.length > 1) return { unknown: several(histories) };
      const { relation, isHelper, tools } = history;
      const question = tools[0]?.statement(relation);
      if (question === undefined) return { statement: sql.migrations };
      const unknown = unreadable(relation, question.columns, server);
      if (unknown !== undefined) return { unknown };
      const { variant, columns } = question;
      const statement = sql[`migrations.${variant}`];
      // What takes another table's place is believed only where trusted roles made it: it is never copied.
      return { statement, schema: relation.quotedSchema, ...(isHelper ? {} : { columns }) };
    },
  },

  evaluate(rows, { server, sources, options, priority }): CheckOutcome {
    const [history] = historiesIn(server, options);
    const tools = history?.tools ?? toolsOf(options.tool, options.directory);
    const folder = findFolder(sources, tools, options.directory);
    if (folder !== undefined && "unknown" in folder) return folder;
    if (history === undefined) return withoutHistory(rows, folder, options, priority);
    if (folder === undefined) {
      const defaults = history.tools.flatMap(({ directories }) => directories.slice(0, 1));
      return { unknown: notCheckedOut(options.directory ?? defaults.join(" or ")) };
    }
    const { path, tool, migrations } = folder;
    const entries = tool.entries(historyRows(rows));
    if (migrations.length === 0 && entries.length > 0) {
      return {
        unknown: {
          reason: "error",
          detail: `${path} holds no migrations as ${tool.title} names them, but ${qualifiedName(history.relation)} lists some. Say where they are:`,
          fix: EXAMPLE,
        },
      };
    }
    if (migrations.length === 0) return noMigrations(path);
    const difference = compareMigrations(tool, migrations, entries);
    return {
      findings: describeDifference(difference, { path, tool, pending: options.pending, priority }),
      measurements: [
        {
          ledger: qualifiedName(history.relation),
          tool: tool.title,
          directory: path,
          ...measureDifference(difference),
        },
      ],
      runbook: { rollback: tool.rollback },
    };
  },
});

/** Without the tool's table: a finding where its files exist, and nothing to check where they do not. */
function withoutHistory(
  rows: readonly z.infer<typeof row>[],
  folder: Folder | undefined,
  { tool, directory, table }: Options,
  priority: Priority,
): CheckOutcome {
  const seen = rows.flatMap(({ other_ledger }) => other_ledger ?? []);
  const isDeclared = tool !== "auto" || directory !== undefined || table !== undefined;
  const isFound = folder !== undefined && (isDeclared || folder.migrations.length > 0);
  // Where another tool's table exists, the files are probably that tool's.
  if ((!isFound && !isDeclared) || (tool === "auto" && seen.length > 0)) {
    return { skipped: { reason: "not-configured", detail: declare(seen), fix: EXAMPLE } };
  }
  if (!isFound) return { unknown: notCheckedOut(directory ?? "of migrations") };
  const { path, migrations } = folder;
  const { length } = migrations;
  if (length === 0) return noMigrations(path);
  // Many tools and scripts use such file names, so nothing shows that this tool applies the files.
  if (!isDeclared && folder.tool.hasCommonNames === true) {
    return { unknown: { reason: "error", detail: guessed(folder), fix: declaration(folder) } };
  }
  const tableName = table ?? `${folder.tool.table} (${folder.tool.title}'s)`;
  const message = `None of the ${length} migrations in ${path} is applied: the database has no table ${tableName}.`;
  const facts = { directory: path, migrations: length };
  return { findings: [{ key: folder.tool.table, priority, message, facts }] };
}

/** This is not a pass, because nothing was compared: the folder may be the wrong one. */
function noMigrations(path: string): CheckOutcome {
  return { skipped: { reason: "not-applicable", detail: `${path} holds no migrations.` } };
}

const EXAMPLE = yamlBlock("checks:\n  migrations: { tool: supabase, directory: supabase/migrations }");

function historiesIn(server: Server, { tool, directory, table }: Options): readonly MigrationHistory[] {
  return historiesOf(server, toolsOf(tool, directory), table);
}

function several(histories: readonly MigrationHistory[]) {
  const [first] = histories;
  const names = histories.map(({ relation }) => qualifiedName(relation));
  return {
    reason: "error",
    detail: `The database has the ledgers of several migration tools (${names.join(", ")}). Name the one that counts:`,
    fix: yamlBlock(
      `checks:\n  migrations: { tool: ${first?.tools[0]?.id}, table: ${yamlString(names[0] ?? "")} }`,
    ),
  } as const;
}

function guessed({ path, tool, migrations }: Folder): string {
  return `${path} holds ${count(migrations.length, "file")} that ${tool.title} might apply, but the database has no table ${tool.table}. Name the tool; or disable this check where another one that it does not read is used:`;
}

function declaration({ path, tool }: Folder): CodeBlock {
  return yamlBlock(`checks:\n  migrations: { tool: ${tool.id}, directory: ${yamlString(path)} }`);
}

function declare(seen: readonly string[]): string {
  const known =
    seen.length === 0
      ? ""
      : ` The database has ${seen.join(", ")}, of ${seen.length === 1 ? "a tool" : "tools"} that this check does not read.`;
  return `No table of a known migration tool and no folder of migrations was found.${known} Declare them:`;
}
