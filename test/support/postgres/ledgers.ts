/** The ledgers that migration tools left (test/fixtures/ledgers), and the folders they came from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { collectRepository } from "../../../src/collect/repository/index.ts";
import type { Check } from "../../../src/core/check.ts";
import { NO_SOURCES, type Sources } from "../../../src/core/sources.ts";
import type { Database } from "./postgres.ts";

const ledgers = join(import.meta.dirname, "../../fixtures/ledgers");

export type State = "all" | "pending" | "failed";

export async function restoreLedger(database: Database, tool: string, state: State): Promise<void> {
  await database.query(readFileSync(join(ledgers, tool, `${state}.sql`), "utf8"));
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

export const LEDGERS = ledgers;
