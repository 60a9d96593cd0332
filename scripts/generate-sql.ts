/** Writes src/generated/sql.ts: every statement of sql/ but sql/setup's as a constant, by its file's name. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");

export function generateSql(): string {
  const entries = ["checks", "server", "gate", "baseline", "runbook"].flatMap((folder) => {
    const readFile = (file: string): string =>
      readFileSync(join(root, "sql", file.startsWith("shared/") ? "" : folder, file), "utf8");
    return readdirSync(join(root, "sql", folder))
      .filter((file) => file.endsWith(".sql"))
      .sort()
      .map((file) => {
        const name = folder === "checks" ? basename(file, ".sql") : `${folder}/${basename(file, ".sql")}`;
        return `  ${JSON.stringify(name)}: ${JSON.stringify(readStatement(file, readFile))},`;
      });
  });
  return [
    "// Made by `npm run build` from sql/. Do not edit.",
    "export const sql = {",
    ...entries,
    "} as const;",
    "",
    "export type SqlName = keyof typeof sql;",
    "",
  ].join("\n");
}

const BASE = /^-- base: (.+)\n/m;
const INCLUDE = /^-- include: (shared\/.+)\n/gm;
const REPLACE = "-- replace:\n";
const WITH = "-- with:\n";

/**
 * The text of a statement as it is sent. A variant of a long statement may name its base and hold only the lines that
 * differ, below a first comment of its own:
 *
 *     -- The same as my-check.sql for servers before 16.
 *     -- base: my-check.sql
 *     -- replace:
 *         c.new_column as value
 *     -- with:
 *         null as value
 */
export function readStatement(file: string, readFile: (file: string) => string): string {
  const text = includeShared(readFile(file), readFile);
  const match = BASE.exec(text);
  const base = match?.[1];
  if (match === null || base === undefined) return text.trim().replace(/;$/, "");
  const comment = text.slice(0, match.index);
  const [before = "", ...changes] = text.slice(match.index + match[0].length).split(REPLACE);
  if (before.trim() !== "" || changes.length === 0) {
    throw new Error(
      `${file}: the line "-- base:" must be followed by "-- replace:" and the lines of ${base}.`,
    );
  }
  const statement = readStatement(base, readFile).replace(/^(--.*\n)+/, "");
  return comment + changes.reduce((sql, change) => applyChange(sql, change, file, base), statement);
}

/**
 * Queries of a WITH that several statements hold are files of sql/shared, which the line "-- include: shared/name.sql"
 * stands for. Such a file begins with a comment and ends with a comma.
 */
function includeShared(text: string, readFile: (file: string) => string): string {
  return text.replaceAll(INCLUDE, (_line, file: string) => includeShared(readFile(file), readFile));
}

/** Replaces whole lines. They must occur exactly once, so that a change of the base can't pass a variant by. */
function applyChange(statement: string, change: string, file: string, base: string): string {
  const [lines = "", replacement, ...others] = change.split(WITH).map((part) => part.replace(/\n$/, ""));
  if (replacement === undefined || others.length > 0) {
    throw new Error(`${file}: each "-- replace:" needs one "-- with:".`);
  }
  const [before = "", after, ...more] = `\n${statement}\n`.split(`\n${lines}\n`);
  if (after === undefined || more.length > 0) {
    const count = after === undefined ? "not" : "more than once";
    throw new Error(`${file}: these lines are ${count} in ${base}:\n${lines}`);
  }
  return `${before}\n${replacement}\n${after}`.slice(1, -1);
}

if (import.meta.main) {
  writeFileSync(join(root, "src/generated/sql.ts"), generateSql());
}
