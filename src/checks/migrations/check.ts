import { z } from "zod";
import { defineCheck, type Statement } from "../../core/check.ts";
import { type CheckOutcome, yamlBlock } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { yamlString } from "../../lib/visible.ts";
import {
  expectedFolders,
  migrationSources,
  notCheckedOut,
  otherFolders,
} from "../shared/migration-files/directory.ts";
import { toolsOf } from "../shared/migration-files/tools/index.ts";
import { declarationOf, noMigrations, whatIsThere } from "./absence.ts";
import { chooseFolder } from "./choose-folder.ts";
import { historyRows } from "./copied-rows.ts";
import { describeDifference, measureDifference } from "./describe.ts";
import {
  historiesOf,
  type MigrationHistory,
  namedRelations,
  qualifiedName,
  unreadable,
} from "./history-table.ts";
import { options } from "./options.ts";

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
  schema: z.string().optional(),
  columns: z.array(z.string()).optional(),
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
  sources: ({ tool, directory }) => migrationSources(toolsOf(tool), directory),
  query: {
    row,
    relations: namedRelations,
    statement(server, options): Statement | CheckOutcome {
      const histories = historiesOf(server, options);
      const [history] = histories;
      if (history === undefined) return { statement: sql.migrations };
      if (histories.length > 1) return { unknown: several(histories) };
      const { relation, isHelper, tools } = history;
      const [tool] = tools;
      if (tool === undefined) return { statement: sql.migrations };
      const { variant, columns } = tool.statement(relation);
      const unknown = unreadable(relation, columns, server);
      if (unknown !== undefined) return { unknown };
      return {
        statement: sql[`migrations.${variant}`],
        schema: relation.quotedSchema,
        // What takes another table's place is believed only where trusted roles made it: it is never copied.
        ...(isHelper ? {} : { columns }),
        ...(relation.name === tool.table ? {} : { table: relation.name }),
      };
    },
  },

  evaluate(rows, { server, sources, options, priority }): CheckOutcome {
    const [history] = historiesOf(server, options);
    if (history === undefined) return whatIsThere(rows, { server, sources, options, priority });
    const { tools, relation } = history;
    const expected = expectedFolders(sources, tools, options.directory);
    if ("unknown" in expected) return expected;
    const others = otherFolders(sources, tools, expected);
    const table = qualifiedName(relation);
    const chosen = chooseFolder(historyRows(rows), expected, options.directory === undefined ? others : []);
    if (chosen === undefined) {
      const [other] = others;
      if (other !== undefined) {
        return {
          unknown: {
            reason: "error",
            detail: `${table} is ${other.tool.title}'s, and the workspace has none of its default folders. It has ${others.map(({ path }) => path).join(", ")}; name the one whose migrations this database gets:`,
            fix: declarationOf(other.tool, other.paths),
          },
        };
      }
      const defaults = tools.flatMap(({ directories }) => directories.slice(0, 1));
      return {
        unknown: notCheckedOut(options.directory?.join(" or ") ?? defaults.join(" or "), sources, tools),
      };
    }
    const { folder, entries, difference } = chosen;
    const { path, tool, migrations } = folder;
    if (migrations.length === 0 && entries.length > 0) {
      return {
        unknown: {
          reason: "error",
          detail: `${path} holds no migrations as ${tool.title} names them, but ${table} lists some. Name their folder in this check's directory.`,
        },
      };
    }
    if (migrations.length === 0) return noMigrations(path);
    const elsewhere = [...expected, ...others].filter((other) => other.tool === tool && other !== folder);
    return {
      findings: describeDifference(difference, { folder, elsewhere, pending: options.pending, priority }),
      measurements: [
        {
          ledger: table,
          tool: tool.title,
          directory: path,
          ...measureDifference(difference, folder, elsewhere),
        },
      ],
      runbook: { rollback: tool.rollback },
    };
  },
});

function several(histories: readonly MigrationHistory[]) {
  const names = histories.map(({ relation }) => qualifiedName(relation));
  const [first, ...others] = histories.map(
    ({ relation, tools }) =>
      `migrations: { table: ${yamlString(qualifiedName(relation))} } # ${tools.map(({ title }) => title).join(" or ")}`,
  );
  return {
    reason: "error",
    detail: `The database has the ledgers of several migration tools (${names.join(", ")}). Name the one that counts:`,
    fix: yamlBlock(["checks:", `  ${first}`, ...others.map((line) => `  # ${line}`)].join("\n")),
  } as const;
}
