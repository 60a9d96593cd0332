import type { ReportedFinding } from "../../core/report.ts";
import { fold } from "../../report/html/blocks.ts";
import { count, html, prose } from "../../report/html/inline-text.ts";
import { PRIORITY_SIGNS } from "../../report/icons.ts";
import type { Limits } from "../../report/limits.ts";
import { prioritiesOf, rows, whyItMatters } from "../../report/summary/failing.ts";
import type { FailingCheck } from "../../report/summary/failing-check.ts";
import { fixBlocks, foldedFixes } from "../../report/summary/fixes.ts";
import { sentencesOf } from "../../report/summary/sentences.ts";

/** A failing check that has no issue of its own, behind a click. */
export function foldedCheck(check: FailingCheck, limits: Limits, showsNames: boolean): string[] {
  const { result, findings, wordings, fixes } = check;
  const heading = html`${PRIORITY_SIGNS[result.priority]} <b>${prose(result.title)}</b>: ${count(findings.length, "finding")}`;
  if (!showsNames) return fold(heading, [whyItMatters(result), html`<p>${prioritiesOf(findings)}</p>`]);
  return fold(heading, [
    whyItMatters(result),
    ...sentencesOf(wordings, limits.sentences),
    ...rows(check, limits),
    ...plansElsewhere(findings),
    ...foldedFixes(fixBlocks(fixes), limits),
  ]);
}

/** Plans are long, and this issue is everybody's. */
function plansElsewhere(findings: readonly ReportedFinding[]): string[] {
  const number = findings.filter(({ plan }) => plan !== undefined).length;
  if (number === 0) return [];
  return [html`<p>The summary of the run below has ${count(number, "execution plan")}.</p>`];
}
