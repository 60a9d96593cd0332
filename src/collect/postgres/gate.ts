import type { Unknown } from "../../core/finding.ts";
import type { KnownRelation, Server } from "../../core/server.ts";
import { readingOf } from "../../core/trust.ts";
import { sql } from "../../generated/sql.ts";
import type { PreparedQuery } from "./transaction.ts";

/**
 * The one gate to relations of users: what a statement names after `:schema.` is read only as core/trust.ts decides.
 * Nothing of the statement is sent before the catalogs' answer (sql/server/server.sql) allowed it.
 *
 * A relation may be swapped between that answer and the read. It can't matter:
 * - A table whose owner is not trusted is copied. COPY resolves the name once and evaluates nothing of the table's, so
 *   whatever the name leads to by then, no code of its owner runs. A lock and a second look would be less: the schema's
 *   owner can rename the schema under a lock, and the name would lead elsewhere when the read is planned.
 * - All else is controlled by trusted roles, its schema included. The transaction takes ACCESS SHARE locks by the names,
 *   asks whether the names, oids and owners are still those that were allowed and are what it has locked
 *   (sql/gate/unchanged.sql), and only then reads, in a statement of its own. From the lock on no role can rename, move,
 *   replace, drop or reassign the relation, for each of these waits for ACCESS EXCLUSIVE; renaming the schema does
 *   not, but takes its owner, who is trusted. A refused question ends the transaction, in which the server then
 *   refuses the read before it looks at any name: so all may be sent together.
 *
 * LOCK TABLE runs no code: of a view it locks the relations that the view's text names.
 */
export function throughGate(
  { statement, schema, table, columns }: GatedStatement,
  { server, trustedOwners }: GateRules,
): PreparedQuery | { readonly unknown: Unknown } {
  const names = namesIn(statement);
  const relations = (table === undefined ? names : [table]).map((name) =>
    server.knownRelations.find((relation) => relation.quotedSchema === schema && relation.name === name),
  );
  const known = relations.filter((relation) => relation !== undefined);
  const isOfSeveral = table !== undefined && names.length > 1;
  if (isOfSeveral || known.length === 0 || known.length < relations.length) return { unknown: NOT_KNOWN };
  const [first] = known;
  const copied = known.length === 1 ? columns : undefined;
  const locked: KnownRelation[] = [];
  for (const relation of known) {
    const reading = readingOf(relation, copied, { server, trustedOwners });
    if (reading === "locked") locked.push(relation);
    else if (reading !== "copied") return reading;
  }
  if (first !== undefined && copied !== undefined && locked.length === 0) return copyOf(first, copied);
  return {
    text:
      table === undefined || first === undefined
        ? statement.replaceAll(":schema", () => schema)
        : statement.replaceAll(NAME, () => first.control.qualifiedName),
    locked: locked.map(({ control: { qualifiedName, identity } }) => ({ qualifiedName, identity })),
  };
}

interface GatedStatement {
  readonly statement: string;
  /** Quoted by the server. */
  readonly schema: string;
  /** The name of the one relation to read, where it is not the statement's own. */
  readonly table?: string;
  readonly columns?: readonly string[];
}

export interface GateRules {
  readonly server: Server;
  /** Role names of the configuration. */
  readonly trustedOwners: readonly string[];
}

const NOT_KNOWN: Unknown = {
  reason: "extension",
  detail:
    "What this check reads is not there as its extension makes it, so it was not read: a relation of that name may be anybody's.",
};

const NAME = /:schema\.(?:"([^"]+)"|(\w+))/g;

/** Relations and functions alike: a function of pg_stat_statements has the name of the view that calls it. */
function namesIn(statement: string): string[] {
  const code = statement.replaceAll(/--.*$/gm, "");
  const names = [...code.matchAll(NAME)].map(([, quoted, bare]) => quoted ?? bare ?? "");
  return [...new Set(names)];
}

function copyOf({ control }: KnownRelation, columns: readonly string[]): PreparedQuery {
  const parts: Readonly<Record<string, string>> = {
    table: control.qualifiedName,
    columns: columns.map((column) => `"${column}"`).join(", "),
  };
  return {
    // In one pass: a schema may be named ":columns".
    text: sql["gate/table-rows"].replaceAll(/:(table|columns)\b/g, (_, part: string) => parts[part] ?? ""),
    copied: columns,
  };
}
