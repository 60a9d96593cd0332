import { toDate } from "../../lib/time.ts";
import type { CheckIssueView } from "../render/model.ts";
import type { StandingFinding } from "../state/update.ts";

/** A number and the word that it counts: `3 hours` and `1 day`, `1.2 GB`, `91 %`. */
const NUMBER = /\d[\d.,]*(?:\s?(?:[A-Za-z]+|%))?/g;

/**
 * What a check's issue tells, without what moves by itself. Ages, sizes and counters are others every night; which
 * findings stand and how urgent they are, what is said of them but for its numbers, and what mends them, are not.
 */
export function gistOf(view: CheckIssueView, standing: readonly StandingFinding[]): string {
  const { run, result, priority, firstSeen, due, previous, showsNames } = view;
  const { title, why, status, unknown, findings = [] } = result;
  return JSON.stringify([
    run.toolVersion,
    [
      title,
      why,
      status,
      priority,
      toDate(firstSeen),
      due === null ? null : toDate(due),
      previous,
      showsNames,
    ],
    unknown === undefined ? null : [wordingOf(unknown.detail), unknown.fix ?? null],
    // How many fade is another number where memory had no room for all.
    standing.some(({ finding }) => finding === undefined),
    standing.flatMap(({ remembered, finding }) => (finding === undefined ? [] : [remembered.ref])).sort(),
    findings
      .map((finding) => JSON.stringify([finding.priority, wordingOf(finding.message), finding.fix ?? null]))
      .sort(),
  ]);
}

function wordingOf(text: string): string {
  return text.replace(NUMBER, "#");
}
