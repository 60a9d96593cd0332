import { sqlBlock, type Unknown } from "../../core/finding.ts";
import type { KnownRelation, Server } from "../../core/server.ts";
import type { MigrationTool } from "../shared/migration-files/tools/tool.ts";

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

/** The schema of the helper views (sql/setup/monitoring-role.sql). */
const HELPER_SCHEMA = "preflight";

/**
 * The history tables of these tools in this database; with `table` (schema.name) only that one. Where row-level
 * security filters a table, the helper view of the same name takes its place.
 */
export function historiesOf(
  server: Server,
  tools: readonly MigrationTool[],
  table: string | undefined,
): readonly MigrationHistory[] {
  const all = server.knownRelations;
  const viewOf = (relation: KnownRelation): KnownRelation | undefined =>
    relation.filtered
      ? all.find(({ schema, name }) => schema === HELPER_SCHEMA && name === relation.name)
      : undefined;
  const helperViews = new Set(all.flatMap((relation) => viewOf(relation) ?? []));
  return all
    .filter((relation) =>
      table === undefined
        ? !helperViews.has(relation) && !(server.isSupabase && SERVICE_SCHEMAS.has(relation.schema))
        : qualifiedName(relation) === table,
    )
    .map((relation) => ({
      relation: viewOf(relation) ?? relation,
      isHelper: viewOf(relation) !== undefined,
      tools: tools.filter((tool) => tool.table === relation.name && tool.owns(relation, all)),
    }))
    .filter(({ tools }) => tools.length > 0);
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
  const { quotedSchema, name, schemaUsable, readable } = relation;
  const isReadable = columns.every((column) => readable.includes(column));
  return [
    ...(schemaUsable ? [] : [`GRANT USAGE ON SCHEMA ${quotedSchema} TO ${login};`]),
    ...(isReadable ? [] : [`GRANT SELECT (${columns.join(", ")}) ON ${quotedSchema}.${name} TO ${login};`]),
  ];
}

/** pg-preflight's session sets row_security = off, so the server refuses the read, whatever the policies allow. */
function viewFor(
  { quotedSchema, name }: KnownRelation,
  columns: readonly string[],
  { login }: Server,
): string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${HELPER_SCHEMA};`,
    `CREATE VIEW ${HELPER_SCHEMA}.${name} AS SELECT ${columns.join(", ")} FROM ${quotedSchema}.${name};`,
    `GRANT USAGE ON SCHEMA ${HELPER_SCHEMA} TO ${login};`,
    `GRANT SELECT ON ${HELPER_SCHEMA}.${name} TO ${login};`,
  ];
}
