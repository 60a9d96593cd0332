import { sqlBlock, type Unknown } from "../../core/finding.ts";
import type { KnownRelation, Server } from "../../core/server.ts";
import { toolsOf } from "../shared/migration-files/tools/index.ts";
import type { MigrationTool } from "../shared/migration-files/tools/tool.ts";
import type { Options } from "./options.ts";

export interface MigrationHistory {
  readonly relation: KnownRelation;
  /** It is read in place of a filtered table, whose owner need not have made it. */
  readonly isHelper: boolean;
  /** The tools that may have made it, the likeliest first. */
  readonly tools: readonly MigrationTool[];
}

/** Schemas with the history tables of Supabase's own services. */
const SERVICE_SCHEMAS = new Set([
  "_analytics",
  "_realtime",
  "_supavisor",
  "auth",
  "realtime",
  "storage",
  "supabase_functions",
]);

/** Whether a schema is one of Supabase's own services. */
export function isOfService(schema: string, { isSupabase }: Server): boolean {
  return isSupabase && SERVICE_SCHEMAS.has(schema);
}

/** The schema of the helper views (sql/setup/monitoring-role.sql). */
const HELPER_SCHEMA = "preflight";

/**
 * The history tables in this database of the tools that the configuration allows; with `table` only that one. Where
 * row-level security filters a table, the helper view of the same name takes its place.
 */
export function historiesOf(
  server: Server,
  options: Pick<Options, "tool" | "table" | "directory">,
): readonly MigrationHistory[] {
  const { tool, table, directory } = options;
  if (table !== undefined) return declaredHistory(server, options);
  const histories = defaultHistories(server, toolsOf(tool, directory));
  // The table may be of another tool than the folder's name lets one think.
  return histories.length > 0 ? histories : defaultHistories(server, toolsOf(tool));
}

function defaultHistories(server: Server, tools: readonly MigrationTool[]): readonly MigrationHistory[] {
  const all = server.knownRelations;
  const helperViews = new Set(all.flatMap((relation) => helperViewOf(relation, all) ?? []));
  return all
    .filter((relation) => !helperViews.has(relation) && !isOfService(relation.schema, server))
    .map((relation) => ({
      ...withHelper(relation, all),
      tools: tools.filter((tool) => tool.table === relation.name && tool.owns(relation, all)),
    }))
    .filter(({ tools }) => tools.length > 0);
}

/** The table that the configuration names, as far as its columns can be understood. */
function declaredHistory(
  { knownRelations: all }: Server,
  { tool, table, directory }: Pick<Options, "tool" | "table" | "directory">,
): readonly MigrationHistory[] {
  const relation = all.find((one) => qualifiedName(one) === table);
  if (relation === undefined) return [];
  const readable = toolsOf(tool, directory).filter(({ needs }) =>
    needs.every((name) => relation.columns.includes(name)),
  );
  const tools = tool === "auto" ? readable.filter((each) => each.owns(relation, all)) : readable;
  return tools.length === 0 ? [] : [{ ...withHelper(relation, all), tools }];
}

function withHelper(relation: KnownRelation, all: readonly KnownRelation[]) {
  const helper = helperViewOf(relation, all);
  return { relation: helper ?? relation, isHelper: helper !== undefined };
}

function helperViewOf(relation: KnownRelation, all: readonly KnownRelation[]): KnownRelation | undefined {
  return relation.filtered
    ? all.find(({ schema, name }) => schema === HELPER_SCHEMA && name === relation.name)
    : undefined;
}

/** The relations that the option `table` names: the table, and the helper view that may take its place. */
export function namedRelations({ table }: Options): readonly string[] {
  if (table === undefined) return [];
  return [table, `${HELPER_SCHEMA}.${table.slice(table.indexOf(".") + 1)}`];
}

/** `schema.name`, as the configuration names it. */
export function qualifiedName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

/** Why the monitoring role can't read these columns, with the grants that fix it; undefined when it can. */
export function unreadable(
  relation: KnownRelation,
  columns: readonly string[],
  server: Server,
): Unknown | undefined {
  // A view over such a table would run its owner's code under a trusted owner's name: the gate says what to do.
  if (relation.filtered && relation.control.controllers.some(({ isTrusted }) => !isTrusted)) return undefined;
  const grants = relation.filtered
    ? viewFor(relation, columns, server)
    : grantsFor(relation, columns, server);
  if (grants.length === 0) return undefined;
  const why = relation.filtered ? ", for row-level security filters that table" : "";
  return {
    reason: "permission",
    detail: `The login may not read which migrations are applied (${qualifiedName(relation)})${why}.`,
    fix: sqlBlock(grants.join("\n")),
  };
}

function grantsFor(relation: KnownRelation, columns: readonly string[], { login }: Server): string[] {
  const { quotedSchema, schemaUsable, readable, control } = relation;
  const isReadable = columns.every((column) => readable.includes(column));
  return [
    ...(schemaUsable ? [] : [`GRANT USAGE ON SCHEMA ${quotedSchema} TO ${login};`]),
    ...(isReadable ? [] : [`GRANT SELECT (${columns.join(", ")}) ON ${control.qualifiedName} TO ${login};`]),
  ];
}

/** pg-preflight's session sets row_security = off, so the server refuses the read, whatever the policies allow. */
function viewFor(
  { quotedSchema, control }: KnownRelation,
  columns: readonly string[],
  { login }: Server,
): string[] {
  const name = control.qualifiedName.slice(quotedSchema.length + 1);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${HELPER_SCHEMA};`,
    `CREATE VIEW ${HELPER_SCHEMA}.${name} AS SELECT ${columns.join(", ")} FROM ${control.qualifiedName};`,
    `GRANT USAGE ON SCHEMA ${HELPER_SCHEMA} TO ${login};`,
    `GRANT SELECT ON ${HELPER_SCHEMA}.${name} TO ${login};`,
  ];
}
