import type { Check } from "../../core/check.ts";
import type { CheckAnswer } from "../../core/evidence.ts";
import type { Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
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

/** What is to be asked for each check, and the answers of those that ask nothing here. */
export function prepareQueries(checks: readonly RequestedCheck[], server: Server, schemas: SelectedSchemas) {
  const answers = new Map<string, CheckAnswer>();
  const questions: { id: string; question: PreparedQuery; statementText: string | undefined }[] = [];
  for (const { check, options } of checks) {
    if (check.query === undefined) continue;
    const query = check.query.statement(server, options);
    if (!("statement" in query)) {
      answers.set(check.id, { outcome: query });
      continue;
    }
    const { statement, schema } = query;
    const wantsSchemas = statement.includes("$1");
    if (wantsSchemas && schemas.oids.length === 0 && schemas.missing.length > 0) {
      answers.set(check.id, { outcome: { unknown: NO_SCHEMA } });
      continue;
    }
    questions.push({
      id: check.id,
      statementText: check.query.statementText,
      question: {
        text: schema === undefined ? statement : statement.replaceAll(":schema", () => schema),
        ...(wantsSchemas ? { values: [schemas.oids] } : {}),
        ...(schema === undefined ? {} : { workMem: STATEMENTS_WORK_MEM }),
      },
    });
  }
  return { answers, questions };
}
