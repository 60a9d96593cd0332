import { visible } from "../lib/visible.ts";
import { type CodeBlock, type Unknown, yamlBlock } from "./finding.ts";
import type { Controller, KnownRelation, RelationControl, Server } from "./server.ts";

/**
 * How a relation of a user's is read:
 * - `copied`: nothing in it can run code, whoever owns it;
 * - `locked`: it can, and everybody who controls it is trusted.
 */
type Reading = "copied" | "locked" | { readonly unknown: Unknown };

/** Oids below are given by initdb alone: no user's own type, operator class or access method has one. */
const FIRST_NORMAL_OID = 16_384;

const KINDS: Readonly<Record<string, string>> = { p: "a partitioned table", v: "a view" };

/**
 * Decides whether a relation is read. Whatever its owner put into it (a view's functions, a cast, an index on an
 * expression) would run with the privileges of pg-preflight's role, some of it while the statement is only planned.
 *
 * @param columns those that are read; undefined when the statement can't be replaced by a copy of columns
 * @param trustedOwners role names of the configuration
 */
export function readingOf(
  relation: KnownRelation,
  columns: readonly string[] | undefined,
  { server, trustedOwners }: { readonly server: Server; readonly trustedOwners: readonly string[] },
): Reading {
  const running = whatCanRun(relation, columns);
  if (columns !== undefined && running.length === 0) return "copied";
  const stranger = relation.control.controllers.find(
    ({ role, isTrusted }) => !isTrusted && !trustedOwners.includes(role),
  );
  if (stranger === undefined) return "locked";
  return { unknown: notTrusted(relation, stranger, running, server) };
}

/** What in the relation can run code when these columns are read; all of them without a list. */
function whatCanRun({ control }: KnownRelation, columns: readonly string[] | undefined): string[] {
  const { kind, parts, columnTypes, highestOid } = control;
  const isOrdinary = kind === "r" && highestOid !== null;
  if (!isOrdinary) return [KINDS[kind] ?? "no ordinary table"];
  const read = columns ?? Object.keys(columnTypes);
  return [
    ...parts,
    ...(highestOid < FIRST_NORMAL_OID ? [] : ["an access method or operator class of an extension"]),
    ...(read.some((name) => (columnTypes[name]?.oid ?? FIRST_NORMAL_OID) >= FIRST_NORMAL_OID)
      ? ["a column with a type that is not PostgreSQL's own"]
      : []),
    ...(read.some((name) => columnTypes[name] !== undefined && columnTypes[name].kind !== "b")
      ? ["a column with a type that is not a base type"]
      : []),
    ...(read.some((name) => columnTypes[name] !== undefined && columnTypes[name].generated !== "")
      ? ["a generated column"]
      : []),
  ];
}

function notTrusted(
  { schema, name, control }: KnownRelation,
  { what, role }: Controller,
  running: readonly string[],
  server: Server,
): Unknown {
  const kind = KINDS[control.kind];
  const has = kind === undefined ? `has ${running.join(", ")}` : `is ${kind}`;
  const owner = what === "relation" ? "its owner" : `the owner of its ${what}`;
  return {
    reason: "permission",
    detail: `${visible(`${schema}.${name}`)} was not read: ${running.length === 0 ? "" : `it ${has}, and `}${owner} ${visible(role)} is neither a superuser nor the database's owner, nor was granted that owner's role. What such a role put into it would run with the privileges of pg-preflight's role.`,
    ...fixOf(control, { what, role }, server),
  };
}

/** Two ways: to say that the role is trusted, or to give what it owns to a role that is. */
function fixOf(
  { qualifiedName, kind }: RelationControl,
  { what, role }: Omit<Controller, "isTrusted">,
  { databaseOwner }: Server,
): { readonly fix?: CodeBlock } {
  const [schema = ""] = /^(?:"(?:[^"]|"")*"|[^".]+)/.exec(qualifiedName) ?? [];
  const objects: Partial<Record<Controller["what"], string>> = {
    relation: `${kind === "v" ? "VIEW" : "TABLE"} ${qualifiedName}`,
    schema: `SCHEMA ${schema}`,
  };
  const object = objects[what];
  const trust = `trusted-owners: [${JSON.stringify(role)}]`;
  const give = object === undefined ? [] : [`# ALTER ${object} OWNER TO ${databaseOwner};`];
  // A name with a line break or a backslash is no text to paste.
  if (UNSEEN.test(role + give.join("")) || /\\/.test(role + give.join(""))) return {};
  return {
    fix: yamlBlock(
      [
        "# Where you know this role and what it owns there, in the configuration:",
        trust,
        ...(object === undefined ? [] : ["# Or in SQL, as a superuser:", ...give]),
      ].join("\n"),
    ),
  };
}

const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
