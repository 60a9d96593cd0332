import type { CheckResult } from "../../core/report.ts";
import { factsTable } from "../html/facts-table.ts";
import { html, renderText } from "../html/inline-text.ts";
import { ITEM_ICONS } from "../icons.ts";
import type { Limits } from "../limits.ts";
import { openCheck } from "./failing.ts";
import { comesFirst, type SummaryModel } from "./failing-check.ts";

/** In an incident, what the checks of this moment saw comes first and is open: who waits, what runs, which connections. */
export function rightNow({ report, failing, known }: SummaryModel, limits: Limits): string[] {
  const results = report.results.filter((result) => comesFirst(report, result));
  if (results.length === 0) return [];
  const failed = [...failing, ...known].filter(({ result }) => comesFirst(report, result));
  return [
    "<h3>Right now</h3>",
    ...failed.flatMap((check) => openCheck(check, limits)),
    ...results.filter(({ status }) => status !== "fail").flatMap((result) => notFailing(result, limits)),
  ];
}

/** A check that found nothing above its limits: what it saw below them is shown all the same. */
function notFailing({ title, status, unknown, measurements = [] }: CheckResult, limits: Limits): string[] {
  const kept = measurements.slice(0, limits.shown);
  const why = unknown === undefined ? html`` : html`: ${renderText(unknown.detail)}`;
  const icon = status === "pass" ? ITEM_ICONS.pass : ITEM_ICONS.unknown;
  return [
    html`<p>${icon} <b>${renderText(title)}</b>${why}</p>`,
    ...(kept.length === 0 ? [] : [factsTable(kept)]),
  ];
}
