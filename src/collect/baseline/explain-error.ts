import { z } from "zod";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { TOO_LONG } from "../../core/evidence.ts";
import type { Unknown } from "../../core/finding.ts";
import { sql } from "../../generated/sql.ts";
import { namesInStatement, quoteName, toColumns, type WrittenName } from "./resolve-names.ts";
import { type MeasureContext, queryCatalog } from "./run-statement.ts";

/** What the code alone says. */
export function unknownFromCode(code: string): Unknown {
  const timeout = TIMEOUTS[code];
  if (timeout !== undefined) return { reason: "timeout", detail: timeout };
  if (/^(lost|57P0\d|08(?!P01).*)$/.test(code)) {
    return { reason: "unreachable", detail: "The connection was lost before it was measured." };
  }
  if (/^53/.test(code)) {
    return { reason: "error", detail: `The server is short of memory, disk or connections (${code}).` };
  }
  return { reason: "error", detail: DETAILS[code] ?? `The server refused it (${describeCode(code)}).` };
}

/** PostgreSQL's own codes. A function can raise any five characters, also those of a row. */
const SERVER_CODE =
  /^(0[1-9ABFLPZ]|2[0-8BDF]|3[489BDF]|40|42|44|5[34578]|72|F0|HV|P0|XX)(\d{2}[0-9A-Z]|P\d{2})$/;

function describeCode(code: string): string {
  return SERVER_CODE.test(code) ? `SQLSTATE ${code}` : "with a code of a function's own";
}

/** Why a statement failed while it was planned or run. */
export async function whyStatementFailed(
  context: MeasureContext,
  query: DeclaredQuery,
  code: string,
  { text, path }: { readonly text: string; readonly path: readonly string[] },
): Promise<Unknown> {
  return code === "42501" ? missingPrivileges(context, query, text, path) : unknownFromCode(code);
}

const unreadable = z.object({
  quoted: z.string(),
  quoted_schema: z.string(),
  schema_usable: z.boolean(),
  readable: z.boolean(),
});

async function missingPrivileges(
  context: MeasureContext,
  query: DeclaredQuery,
  text: string,
  path: readonly string[],
): Promise<Unknown> {
  const { server } = context;
  const role = query.role === undefined ? undefined : await findRole(context, query.role);
  const reader = role?.quoted_role ?? server.login;
  const readerWithKind = role === undefined ? `the login ${reader}` : `the role ${reader}`;
  const names = await namesInStatement(text);
  const values = [...toColumns(names?.relations ?? []), path, query.role ?? null];
  const missing = await queryCatalog(context, sql["baseline/unreadable"], values, unreadable);
  if (missing.length === 0) {
    return {
      reason: "permission",
      detail: `It needs something that ${readerWithKind} may not do: to execute a function, to use a schema, or to read what is behind a view.`,
      fix: `GRANT SELECT ON ALL TABLES IN SCHEMA ${schemasOf(names?.relations ?? [], path)} TO ${reader};`,
    };
  }
  const schemas = missing.filter(({ schema_usable }) => !schema_usable).map((each) => each.quoted_schema);
  const tables = missing.filter(({ readable }) => !readable).map(({ quoted }) => quoted);
  return {
    reason: "permission",
    detail: `It reads ${missing.map(({ quoted }) => quoted).join(", ")}, which ${readerWithKind} may not read.`,
    fix: [
      ...[...new Set(schemas)].map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ${reader};`),
      ...(tables.length === 0 ? [] : [`GRANT SELECT ON ${tables.join(", ")} TO ${reader};`]),
    ].join("\n"),
  };
}

/** The schemas that the statement names, or else those of the search path. */
function schemasOf(relations: readonly WrittenName[], path: readonly string[]): string {
  const written = relations.flatMap(({ schema }) => (schema === null ? [] : [schema]));
  const schemas = written.length > 0 ? written : path.filter((schema) => schema !== "pg_catalog");
  return [...new Set(schemas.length > 0 ? schemas : ["public"])].map(quoteName).join(", ");
}

const roleRow = z.object({
  quoted_role: z.string(),
  login: z.string(),
  is_there: z.boolean(),
  is_member: z.boolean(),
});

async function findRole(context: MeasureContext, role: string): Promise<z.infer<typeof roleRow> | undefined> {
  const [row] = await queryCatalog(context, sql["baseline/role"], [role], roleRow);
  return row;
}

/** Why the query's transaction was refused: because of its role, or one of its settings. */
export async function whyTransactionFailed(
  context: MeasureContext,
  { role }: DeclaredQuery,
  code: string,
): Promise<Unknown> {
  const isRefused = code === "42501" || code === "22023" || code === "42704";
  const found = isRefused && role !== undefined ? await findRole(context, role) : undefined;
  if (found !== undefined && !found.is_there) {
    return { reason: "error", detail: `This server has no role ${found.quoted_role}.` };
  }
  if (found !== undefined && code === "42501") {
    const how = found.is_member ? " WITH SET TRUE" : "";
    return {
      reason: "permission",
      detail: `The login ${found.login} may not take on the role ${found.quoted_role}.`,
      fix: `GRANT ${found.quoted_role} TO ${found.login}${how};`,
    };
  }
  if (isRefused) {
    return { reason: "error", detail: `The server refused one of its settings (${describeCode(code)}).` };
  }
  return unknownFromCode(code);
}

/** Details by SQLSTATE. The server's messages can quote rows, parameters and literals: they are never read. */
const DETAILS: Readonly<Record<string, string>> = {
  "08P01": "The number of values is not that of its parameters $1, $2.",
  "22P02":
    "A text, of a parameter, a literal or a row, is no value of the type that its place in the query has.",
  "22007": "A text, of a parameter, a literal or a row, is no date or time.",
  "22008": "A date or a time is outside of what its type can hold.",
  "22003": "A number is outside of what its type can hold.",
  "22012": "It divides by zero.",
  [TOO_LONG]:
    "Its plan, or the values that it picks, are longer than 50 MB: they were not taken, and the connection was closed.",
  "25006": "It would write, which a read-only transaction does not do.",
  "3F000": "It names a schema that this database does not have.",
  "42601": "This version of PostgreSQL does not know a part of its syntax.",
  "42P01":
    "It names a table that this database does not have, or that is in no schema of the search_path of the login (a schema that the login may not use is not searched): write its schema before it.",
  "42703": "It names a column that its tables do not have.",
  "42702": "It names a column that more than one of its tables has.",
  "42883":
    "It calls a function or an operator that this database does not have for these types: a cast may be missing, like $1::uuid.",
  "42704": "It names a type or another object that this database does not have.",
  "42P18": "The type of a parameter can't be told from the query: write it, like $1::uuid.",
  "42P08": "A parameter has two types in the query: write the one that it has, like $1::uuid.",
  "42804": "Types in it do not fit together: a cast may be missing, like $1::uuid.",
};

/** The same for what can pass at another time. */
const TIMEOUTS: Readonly<Record<string, string>> = {
  "55P03": "It waited for a lock that another session holds, a migration's perhaps, and gave up after 1 s.",
  "57014": "The server stopped it after its timeout, before anything was measured.",
  "40001": "The standby stopped it, for it stood in the way of replaying the primary's changes.",
};
