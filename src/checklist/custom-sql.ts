import type { CustomSql } from "../core/checklist/item.ts";
import { type CheckAnswer, type DatabaseEvidence, TOO_LONG } from "../core/evidence.ts";
import type { ItemEvidence } from "../core/finding.ts";

/** The report keeps so much of the second column. */
const LONGEST = 1_000;

/** What a team's own statement says of its item: one row, true or false, and the evidence as text. */
export function evidenceOfSql(sql: CustomSql, item: string, evidence: DatabaseEvidence): ItemEvidence {
  if (!evidence.reached) {
    const isGiven = evidence.advice !== undefined;
    return unknown(isGiven ? "The database was not reached." : "No database-url was given.");
  }
  const answer = evidence.items?.get(item);
  return answer === undefined ? unknown(`${sql.path} was not asked.`) : evidenceOfAnswer(sql.path, answer);
}

function evidenceOfAnswer(path: string, answer: CheckAnswer): ItemEvidence {
  if ("outcome" in answer) return unknown(answer.outcome.unknown?.detail ?? `${path} was not asked.`);
  if ("error" in answer) return unknown(`${path}: ${describeQueryError(answer.error.code)}`);
  const [row, ...others] = answer.rows;
  if (!Array.isArray(row) || others.length > 0) {
    return unknown(`${path} gave ${answer.rows.length} rows; its item wants exactly one.`);
  }
  const [verdict, text] = row as unknown[];
  if (typeof verdict !== "boolean") return unknown(`The first column of ${path} is neither true nor false.`);
  const said = text === null || text === undefined ? "" : `: ${inWords(text).slice(0, LONGEST)}`;
  return { status: verdict ? "pass" : "fail", evidence: `${path} says ${verdict}${said}` };
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function describeQueryError(code: string): string {
  switch (code) {
    case "42501":
      return "the login may not read what it asks for.";
    case "25006":
      return "it wants to write, and it runs read-only.";
    case "57014":
    case "timeout":
      return "it ran into its time limit.";
    case TOO_LONG:
      return "its answer is too long: it must be one row, true or false and a sentence.";
    case "lost":
      return "the connection was lost, which an item before it may have done.";
    case "42601":
      return "the server could not read it: it must be one statement of SQL.";
    default:
      return `the server refused it (SQLSTATE ${code}).`;
  }
}

function unknown(evidence: string): ItemEvidence {
  return { status: "unknown", evidence };
}
