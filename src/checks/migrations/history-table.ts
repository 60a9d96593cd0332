import type { Unknown } from "../../core/finding.ts";
import type { KnownRelation, Server } from "../../core/server.ts";
import type { MigrationTool } from "../shared/migration-files/tools/tool.ts";

export interface MigrationHistory {
  readonly relation: KnownRelation;
  /** Those that could have made it, the likeliest first. */
  readonly tools: readonly MigrationTool[];
}

/** Supabase's own services keep ledgers of theirs here. */
const SERVICE_SCHEMAS = new Set([
  "_analytics",
  "_realtime",
  "_supavisor",
  "auth",
  "realtime",
  "storage",
  "supabase_functions",
]);

/** The schema of the owner's views (sql/setup/monitoring-role.sql). */
const VIEWS = "preflight";

/**
 * The ledgers of these tools in this database; with `table` (schema.name) only that one. For one that row-level
 * security filters, the owner's view of the same name stands in.
 */
export function historiesOf(
  server: Server,
  tools: readonly MigrationTool[],
  table: string | undefined,
): readonly MigrationHistory[] {
  const all = server.knownRelations;
  const viewOf = (relation: KnownRelation): KnownRelation | undefined =>
    relation.filtered
      ? all.find(({ schema, name }) => schema === VIEWS && name === relation.name)
      : undefined;
  const standIns = new Set(all.flatMap((relation) => viewOf(relation) ?? []));
  return all
    .filter((relation) =>
      table === undefined
        ? !standIns.has(relation) && !(server.isSupabase && SERVICE_SCHEMAS.has(relation.schema))
        : nameOf(relation) === table,
    )
    .map((relation) => ({
      relation: viewOf(relation) ?? relation,
      tools: tools.filter((tool) => tool.table === relation.name && tool.owns(relation, all)),
    }))
    .filter(({ tools }) => tools.length > 0);
}

/** `schema.name`, as the configuration names it. */
export function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${schema}.${name}`;
}

/** The ledger's columns that our login may not read, with the grants that mend it; undefined when it may. */
export function unreadable(
  relation: KnownRelation,
  columns: readonly string[],
  server: Server,
): Unknown | undefined {
  const grants = relation.filtered
    ? viewFor(relation, columns, server)
    : grantsFor(relation, columns, server);
  if (grants.length === 0) return undefined;
  const why = relation.filtered ? ", for row-level security filters that table" : "";
  return {
    reason: "permission",
    detail: `The login may not read which migrations are applied (${nameOf(relation)})${why}.`,
    fix: grants.join("\n"),
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

/** Our session turns row-level security off so that it refuses instead of hiding rows: a policy would not help. */
function viewFor(
  { quotedSchema, name }: KnownRelation,
  columns: readonly string[],
  { login }: Server,
): string[] {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${VIEWS};`,
    `CREATE VIEW ${VIEWS}.${name} AS SELECT ${columns.join(", ")} FROM ${quotedSchema}.${name};`,
    `GRANT USAGE ON SCHEMA ${VIEWS} TO ${login};`,
    `GRANT SELECT ON ${VIEWS}.${name} TO ${login};`,
  ];
}
