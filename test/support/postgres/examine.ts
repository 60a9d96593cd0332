/** Asks one check on a real server, through the real collector, and judges what came back. */
import { collectDatabase } from "../../../src/collect/postgres/collect.ts";
import type { QueryCheck } from "../../../src/core/check.ts";
import { evaluateAnswer } from "../../../src/core/evaluate/evaluate-check.ts";
import type { CheckOutcome } from "../../../src/core/finding.ts";
import type { Windows } from "../../../src/core/server.ts";
import { NO_SOURCES, type Sources } from "../../../src/core/sources.ts";
import type { Database } from "./postgres.ts";

export interface Examination {
  /** As the config would give them. */
  readonly options?: Record<string, unknown>;
  /** The login to look with; the small login by default. */
  readonly url?: string;
  /** Takes the place of the measured windows: a fresh server's are short. */
  readonly windows?: Windows;
  readonly replicas?: "none" | readonly string[];
  readonly schemas?: readonly string[];
  readonly trustedOwners?: readonly string[];
  /** What was read besides the database. */
  readonly sources?: Sources;
}

export async function examine<O, R>(
  check: QueryCheck<O, R>,
  database: Database,
  { options = {}, url, windows, replicas, schemas, trustedOwners = [], sources }: Examination = {},
): Promise<CheckOutcome> {
  const parsed = check.options.parse(options);
  const anyCheck = check as unknown as QueryCheck;
  const evidence = await collectDatabase({
    url: url ?? (await database.monitor()),
    ca: undefined,
    checks: [{ check: anyCheck, options: parsed }],
    schemas,
    trustedOwners,
    timeout: 30_000,
  });
  if (!evidence.reached) throw new Error(`the test's database was not reached: ${evidence.advice}`);
  return evaluateAnswer(anyCheck, evidence.answers.get(check.id), {
    options: parsed,
    priority: check.priority,
    server: evidence.server,
    windows: windows ?? evidence.windows,
    replicas,
    sources: sources ?? NO_SOURCES,
    now: evidence.server.now,
  });
}

/** Windows that began so many days ago. */
export function observed(days: number): Windows {
  const window = { since: Date.now() - days * 86_400_000, detail: "the statistics were reset" };
  return { tables: window, statements: window };
}
