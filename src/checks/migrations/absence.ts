import { LONGEST_ATTESTATION } from "../../core/checklist/item.ts";
import {
  type CheckOutcome,
  type CodeBlock,
  type Finding,
  type Unknown,
  yamlBlock,
} from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import type { Sources } from "../../core/sources.ts";
import { count, listed } from "../../lib/format.ts";
import { DAY, toDate } from "../../lib/time.ts";
import { yamlString } from "../../lib/visible.ts";
import { type Folder, findFolder, notCheckedOut, otherFolders } from "../shared/migration-files/directory.ts";
import { toolsOf } from "../shared/migration-files/tools/index.ts";
import type { MigrationTool } from "../shared/migration-files/tools/tool.ts";
import { isOfService, qualifiedName } from "./history-table.ts";
import type { Options } from "./options.ts";
import { otherToolOf } from "./other-tools.ts";

interface AbsenceContext {
  readonly server: Server;
  readonly sources: Sources;
  readonly options: Options;
  readonly priority: Priority;
}

/** A row of sql/checks/migrations.sql. */
interface CandidateRow {
  readonly other_ledger?: string | undefined;
  readonly schema?: string | undefined;
  readonly name?: string | null | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** A relation that may be a history table, by its name or its columns. */
interface Candidate {
  /** Schema and name, quoted by the server. */
  readonly label: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The tool that made it, of those that this check does not read. */
  readonly otherTool: string | undefined;
  /** The tools that this check reads and that may have made it under another name. */
  readonly like: readonly MigrationTool[];
}

/**
 * Without a history table that is read: what else of the kind is there. That nothing is applied is said only where the
 * catalog has no relation that may be the table, and the files are surely the tool's.
 */
export function whatIsThere(rows: readonly CandidateRow[], context: AbsenceContext): CheckOutcome {
  const { server, sources, options } = context;
  const { tool, directory, table } = options;
  const tools = toolsOf(tool, directory);
  const candidates = candidatesOf(rows, server, tools);
  if (table !== undefined) {
    const unknown = declaredTable(table, candidates, context);
    if (unknown !== undefined) return { unknown };
  }
  const others = candidates.filter(({ otherTool }) => otherTool !== undefined);
  if (tool === "auto" && others.length > 0) return { skipped: notRead(others, server) };
  const folder = findFolder(sources, tools, directory);
  if (folder !== undefined && "unknown" in folder) return folder;
  const isFound = folder !== undefined && folder.migrations.length > 0;
  const odd = candidates.find(
    ({ name, like }) => like.length === 0 && tools.some((each) => each.table === name),
  );
  if (odd !== undefined) return { unknown: notUnderstood(odd, tools, server) };
  if (!isFound) return withoutFiles(folder, candidates, context);
  const candidate = candidates.find(({ like }) => like.includes(folder.tool)) ?? candidates[0];
  if (candidate !== undefined) return { unknown: mayBe(candidate, candidates, folder, server) };
  if (tool === "auto" && !isSurely(folder)) return { unknown: guessed(folder, server) };
  return { findings: [noneApplied(folder, context)] };
}

function candidatesOf(
  rows: readonly CandidateRow[],
  server: Server,
  tools: readonly MigrationTool[],
): readonly Candidate[] {
  return rows.flatMap(({ other_ledger: label, schema = "", name, columns = [] }) => {
    if (label === undefined || name == null || isOfService(schema, server)) return [];
    const otherTool = otherToolOf({ schema, name, columns });
    const like = otherTool === undefined ? tools.filter((tool) => tool.isLike?.(columns) === true) : [];
    return [{ label, schema, name, columns, otherTool, like }];
  });
}

/** Why the declared table is not read; undefined where its absence means that nothing is applied. */
function declaredTable(
  table: string,
  candidates: readonly Candidate[],
  { server, options: { tool } }: AbsenceContext,
): Unknown | undefined {
  const relation = server.knownRelations.find((one) => qualifiedName(one) === table);
  const [declared] = tool === "auto" ? [] : toolsOf(tool);
  if (relation !== undefined) {
    const missing = declared?.needs.filter((name) => !relation.columns.includes(name)) ?? [];
    return {
      reason: "error",
      detail:
        declared === undefined
          ? `Nothing in ${table} shows which tool it belongs to: it has the columns ${listed(relation.columns)}. Name the tool beside it.`
          : `${table} lacks ${missing.length === 1 ? "a column" : "columns"} that ${declared.title}'s table has: ${listed(missing)}.`,
    };
  }
  const isDefault = declared !== undefined && table.endsWith(`.${declared.table}`);
  if (isDefault && candidates.length === 0) return undefined;
  const seen =
    candidates.length === 0
      ? ""
      : ` It has ${listed(candidates.map(({ label }) => label))}: name that one if it is the tool's.`;
  return {
    reason: "error",
    detail: `The database has no table ${table}, which the configuration names.${seen}`,
  };
}

/** Nothing to compare: neither a table that is read nor files. */
function withoutFiles(
  folder: Folder | undefined,
  candidates: readonly Candidate[],
  { sources, server, options: { tool, directory, table } }: AbsenceContext,
): CheckOutcome {
  const tools = toolsOf(tool, directory);
  const isDeclared = tool !== "auto" || directory !== undefined || table !== undefined;
  const [other] = directory === undefined ? otherFolders(sources, tools, []) : [];
  if (isDeclared && folder !== undefined) return noMigrations(folder.path);
  if (isDeclared && other === undefined) {
    return { unknown: notCheckedOut(directory?.join(" or ") ?? "of migrations", sources, tools) };
  }
  const where =
    folder === undefined
      ? "no folder of migrations was found where tools usually keep it"
      : `${folder.path} holds no files that such a tool would apply`;
  const tables =
    candidates.length === 0
      ? ""
      : ` ${listed(candidates.map(({ label }) => label))} may be the history table of a tool that this check does not read, or have another name than it knows.`;
  const detail = `The database has no history table of ${listed(
    tools.map(({ title }) => title),
    "or",
  )}, and ${where}.${tables}`;
  return {
    skipped: {
      reason: "not-configured",
      detail: `${detail} Declare them; or attest the checklist's item, or disable this check:`,
      fix: declareOr(other === undefined ? EXAMPLE : declared(other.tool, other.paths), server),
    },
  };
}

/** This is not a pass, because nothing was compared: the folder may be the wrong one. */
export function noMigrations(path: string): CheckOutcome {
  return { skipped: { reason: "not-applicable", detail: `${path} holds no migrations.` } };
}

const EXAMPLE = "{ tool: supabase, directory: supabase/migrations }";

/** Tables of tools that this check does not read. */
function notRead(others: readonly Candidate[], server: Server) {
  const named = others.map(({ label, otherTool }) => `${label}, ${otherTool}'s history table`);
  return {
    reason: "not-configured",
    detail: `The database has ${listed(named)}, which this check does not read. A person can attest that all migrations are applied; or disable this check:`,
    fix: attestOr(server),
  } as const;
}

function notUnderstood(
  { label, columns, name }: Candidate,
  tools: readonly MigrationTool[],
  server: Server,
): Unknown {
  const titles = tools.filter(({ table }) => table === name).map(({ title }) => title);
  return {
    reason: "error",
    detail: `${label} has columns that the table of ${listed(titles, "or")} does not have: ${listed(columns)}. If one of them made it, name it with the table; else a person can attest the item, or disable this check:`,
    fix: attestOr(server),
  };
}

/** There are files, and a relation that may say which of them are applied. */
function mayBe(
  candidate: Candidate,
  candidates: readonly Candidate[],
  folder: Folder,
  server: Server,
): Unknown {
  const labels = candidates.map(({ label }) => label);
  const table = `${candidate.schema}.${candidate.name}`;
  return {
    reason: "error",
    detail: `${folder.path} holds ${count(folder.migrations.length, "migration")} as ${folder.tool.title} names them, and the database has no table ${folder.tool.table}. But ${listed(labels)} may be its history table under another name, or another tool's. Name it; or attest the item, or disable this check:`,
    fix:
      candidate.otherTool !== undefined
        ? attestOr(server)
        : declareOr(
            `{ tool: ${folder.tool.id}, table: ${yamlString(table)}, directory: ${directoryOf(folder.paths)} }`,
            server,
          ),
  };
}

function guessed({ path, paths, tool, migrations }: Folder, server: Server): Unknown {
  return {
    reason: "error",
    detail: `${path} holds ${count(migrations.length, "file")} that ${tool.title} might apply, but the database has no table ${tool.table}. Name the tool; or, where another one that this check does not read is used, attest the item or disable this check:`,
    fix: declareOr(declared(tool, paths), server),
  };
}

function noneApplied(
  { path, tool, migrations }: Folder,
  { options: { table }, priority }: AbsenceContext,
): Finding {
  const tableName = table ?? `${tool.table} (${tool.title}'s)`;
  return {
    key: tool.table,
    priority,
    message: `None of the ${migrations.length} migrations in ${path} is applied: the database has no table ${tableName}, and none that may be it.`,
    facts: { directory: path, migrations: migrations.length },
  };
}

/** No other tool has such files in such a folder. */
function isSurely({ tool, paths }: Folder): boolean {
  return tool.hasCommonNames !== true && paths.some((path) => tool.directories.includes(path));
}

/** The configuration's lines that name these folders. */
export function declarationOf(tool: MigrationTool, paths: readonly string[]): CodeBlock {
  return yamlBlock(`checks:\n  migrations: ${declared(tool, paths)}`);
}

function declared(tool: MigrationTool, paths: readonly string[]): string {
  return `{ tool: ${tool.id}, directory: ${directoryOf(paths)} }`;
}

function directoryOf(paths: readonly string[]): string {
  const [first = ""] = paths;
  return paths.length === 1 ? yamlString(first) : `[${paths.map(yamlString).join(", ")}]`;
}

/** The lines that declare the migrations, and the other ways below them. */
function declareOr(migrations: string, server: Server): CodeBlock {
  const [heading, item] = attestation(server);
  const lines = ["checks:", `  migrations: ${migrations}`, `# Or: ${heading}`, `# ${item}`, ...DISABLE];
  return yamlBlock(lines.join("\n"));
}

/** The attestation of the checklist's item; or the check is disabled. */
function attestOr(server: Server): CodeBlock {
  return yamlBlock([...attestation(server), ...DISABLE].join("\n"));
}

function attestation({ now }: Server): readonly [heading: string, item: string] {
  const expires = toDate(now + LONGEST_ATTESTATION * DAY);
  return [
    "checklist:",
    `  migrations-applied: { attested-by: "@your-login", attested-on: ${toDate(now)}, expires: ${expires} }`,
  ];
}

const DISABLE = ["# Or:", "# checks:", "#   migrations: { enabled: false }"];
