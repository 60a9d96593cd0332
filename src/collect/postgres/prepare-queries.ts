import type { Check, Statement } from "../../core/check.ts";
import type { CheckAnswer } from "../../core/evidence.ts";
import type { Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { type GateRules, throughGate } from "./gate.ts";
import type { SelectedSchemas } from "./schemas.ts";
import type { PreparedQuery } from "./transaction.ts";

/** What the collector needs to know of one check. */
export interface RequestedCheck {
  readonly check: Check;
  readonly options: unknown;
}

/** The statements of pg_stat_statements read all texts at once. Its default of 5,000 entries fits. */
const STATEMENTS_WORK_MEM = "32MB";

/** Nothing looked at is no pass. */
const NO_SCHEMA: Unknown = {
  reason: "error",
  detail: "This database has none of the schemas that the configuration names under schemas.",
};

/** The relations that the configuration of these checks names. */
export function namedRelations(checks: readonly RequestedCheck[]): readonly string[] {
  return checks.flatMap(({ check, options }) => check.query?.relations?.(options) ?? []);
}

/** What is to be asked for each check, and the answers of those that ask nothing here. */
export function prepareQueries(
  checks: readonly RequestedCheck[],
  server: Server,
  {
    schemas,
    trustedOwners,
  }: { readonly schemas: SelectedSchemas; readonly trustedOwners: readonly string[] },
) {
  const answers = new Map<string, CheckAnswer>();
  const questions: { id: string; question: PreparedQuery; statementText: string | undefined }[] = [];
  for (const { check, options } of checks) {
    if (check.query === undefined) continue;
    const query = check.query.statement(server, options);
    if (!("statement" in query)) {
      answers.set(check.id, { outcome: query });
      continue;
    }
    const prepared = prepare(query, schemas.oids, schemas.missing, { server, trustedOwners });
    if ("unknown" in prepared) answers.set(check.id, { outcome: prepared });
    else {
      const { statementText } = check.query;
      questions.push({
        id: check.id,
        question: { ...prepared, category: check.category },
        statementText,
      });
    }
  }
  // The rows of an untrusted owner come last: where they end the connection, no other answer is lost.
  questions.sort((a, b) => Number(a.question.copied !== undefined) - Number(b.question.copied !== undefined));
  return { answers, questions };
}

function prepare(
  query: Statement,
  oids: readonly number[],
  missing: readonly string[],
  rules: GateRules,
): PreparedQuery | { readonly unknown: Unknown } {
  const { statement, schema } = query;
  const wantsSchemas = statement.includes("$1");
  if (wantsSchemas && oids.length === 0 && missing.length > 0) return { unknown: NO_SCHEMA };
  const values = wantsSchemas ? { values: [oids] } : {};
  if (schema === undefined) return { text: statement, ...values };
  const gated = throughGate({ ...query, schema }, rules);
  return "unknown" in gated ? gated : { ...gated, ...values, workMem: STATEMENTS_WORK_MEM };
}
