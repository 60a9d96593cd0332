import type { CustomSql } from "../core/checklist/item.ts";
import type { Unknown } from "../core/finding.ts";
import type { RunConfig } from "../core/settings.ts";
import { reader, why } from "./repository/commit-files.ts";

/** A statement of the checklist's own items, or why there is none. */
export type CustomStatement = { readonly id: string; readonly sql: CustomSql } & (
  | { readonly text: string }
  | { readonly unknown: Unknown }
);

/**
 * Reads the statements of the checklist's own items: from the checkout, or from the branch that sets the
 * rules of this run. What can't be read is said, never thrown.
 */
export async function collectCustomStatements(settings: RunConfig): Promise<CustomStatement[]> {
  const wanted = settings.checklist.flatMap(({ id, sql, dropped }) =>
    sql === undefined || dropped !== undefined ? [] : [{ id, sql }],
  );
  if (wanted.length === 0 || settings.database === undefined) return [];
  const where = settings.rules?.of ?? "checked-out commit";
  const read = await reader(settings, { files: wanted.length, what: "statement" });
  return Promise.all(
    wanted.map(async ({ id, sql }) => {
      if (typeof read === "string") return { id, sql, unknown: error(read) };
      try {
        const text = await read(sql.path);
        return text === null
          ? { id, sql, unknown: error(`The ${where} has no file ${sql.path}.`) }
          : { id, sql, text };
      } catch (failure) {
        return { id, sql, unknown: error(`${sql.path} could not be read${why(failure)}`) };
      }
    }),
  );
}

function error(detail: string): Unknown {
  return { reason: "error", detail };
}
