/** The history tables that migration tools left (test/fixtures/migration-histories), and the folders they came from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collectRepository } from "../../../src/collect/repository/index.ts";
import type { Check } from "../../../src/core/check.ts";
import { NO_SOURCES, type Sources } from "../../../src/core/sources.ts";
import type { Database } from "./postgres.ts";

export const MIGRATION_HISTORIES = join(import.meta.dirname, "../../fixtures/migration-histories");

export type State = "all" | "pending" | "failed";

export async function restoreHistory(database: Database, tool: string, state: State): Promise<void> {
  await database.query(readFileSync(join(MIGRATION_HISTORIES, tool, `${state}.sql`), "utf8"));
}

/** What the repository collector reads of a workspace for a check with these options. */
export async function sourcesFor<O, R>(
  check: Check<O, R>,
  workspace: string,
  options: Record<string, unknown> = {},
): Promise<Sources> {
  const needs = check.needs?.(check.options.parse(options)) ?? {};
  return { ...NO_SOURCES, ...(await collectRepository(workspace, needs)) };
}
