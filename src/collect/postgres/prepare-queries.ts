import type { Check } from "../../core/check.ts";
import type { Answer } from "../../core/evidence.ts";
import type { Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import type { SelectedSchemas } from "./schemas.ts";
import type { Question } from "./transaction.ts";

/** What the collector needs to know of one check. */
export interface Wanted {
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
export function prepare(checks: readonly Wanted[], server: Server, schemas: SelectedSchemas) {
  const answers = new Map<string, Answer>();
  const questions: { id: string; question: Question }[] = [];
  for (const { check, options } of checks) {
    const ask = check.ask(server, options);
    if (!("statement" in ask)) {
      answers.set(check.id, { judgement: ask });
      continue;
    }
    const { statement, schema } = ask;
    const wantsSchemas = statement.includes("$1");
    if (wantsSchemas && schemas.oids.length === 0 && schemas.missing.length > 0) {
      answers.set(check.id, { judgement: { unknown: NO_SCHEMA } });
      continue;
    }
    questions.push({
      id: check.id,
      question: {
        text: schema === undefined ? statement : statement.replaceAll(":schema", () => schema),
        ...(wantsSchemas ? { values: [schemas.oids] } : {}),
        ...(schema === undefined ? {} : { workMem: STATEMENTS_WORK_MEM }),
      },
    });
  }
  return { answers, questions };
}
