/** Writes src/generated/sql.ts: every statement of sql/ but sql/setup's as a constant, by its file's name. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");

export function generateSql(): string {
  const entries = ["checks", "server", "baseline"].flatMap((folder) =>
    readdirSync(join(root, "sql", folder))
      .filter((file) => file.endsWith(".sql"))
      .sort()
      .map((file) => {
        const text = readFileSync(join(root, "sql", folder, file), "utf8")
          .trim()
          .replace(/;$/, "");
        const name = folder === "checks" ? basename(file, ".sql") : `${folder}/${basename(file, ".sql")}`;
        return `  ${JSON.stringify(name)}: ${JSON.stringify(text)},`;
      }),
  );
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

if (import.meta.main) {
  writeFileSync(join(root, "src/generated/sql.ts"), generateSql());
}
