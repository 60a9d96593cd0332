import { mostUrgent } from "../../core/priority.ts";
import { inWords } from "../../core/window.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { formatBytes } from "../../report/html/values.ts";
import { PRIORITY_ICONS } from "../../report/icons.ts";
import type { IndexCase } from "./classify.ts";
import type { IndexUsage, IndexUsageView } from "./evaluate.ts";
import { bytes, date } from "./render-tables.ts";

/** The first screen: the verdict, the size of the indexes, the statistics window, the first steps. */
export function indexHead(view: IndexUsageView): string[] {
  const { usage } = view;
  return [html`<h3>${verdict(view)}</h3>`, ...totals(usage), ...clock(usage), ...first(usage)];
}

function verdict({ usage, report, run }: IndexUsageView): Html {
  const target = code(run.target, 80);
  if (report.unreachable !== undefined) return html`❌ ${target} could not be reached`;
  const problems = [...usage.invalid, ...usage.duplicates, ...usage.unused, ...usage.foreignKeys];
  if (problems.length === 0) {
    const unknownResults = report.results.filter(
      ({ check, unknown }) => usage.checks.has(check) && unknown !== undefined,
    );
    return unknownResults.length === 0
      ? html`✅ ${target}: every index earns its keep`
      : html`❔ ${target}: no index wrong in sight, but ${count(unknownResults.length, "check")} could not look at everything`;
  }
  const kinds = [
    kind(usage.invalid, "invalid index", "invalid indexes"),
    kind(usage.duplicates, "duplicate index", "duplicate indexes"),
    kind(usage.unused, "unused index", "unused indexes"),
    kind(usage.foreignKeys, "foreign key without an index", "foreign keys without an index"),
  ].flat();
  const sign = PRIORITY_ICONS[mostUrgent(problems.map(({ finding }) => finding.priority))];
  return html`${sign} ${target} has ${list(kinds)}`;
}

function kind(cases: readonly IndexCase[], one: string, many: string): Html[] {
  return cases.length === 0 ? [] : [count(cases.length, one, many)];
}

function totals({ totals: all, reclaim }: IndexUsage): string[] {
  if (all === null) return [];
  const sizes = html`${count(all.count, "index takes", "indexes take")} ${trusted(formatBytes(all.bytes))}.`;
  if (reclaim.all.count === 0) return [html`<p>${sizes}</p>`];
  const now =
    reclaim.now.count === 0
      ? trusted("none of it may go yet")
      : html`${trusted(formatBytes(reclaim.now.bytes))} of it (${count(reclaim.now.count, "index", "indexes")}) may go now`;
  return [
    html`<p>${sizes} Dropping what can go would give back <b>${trusted(formatBytes(reclaim.all.bytes))}</b> (${count(reclaim.all.count, "index", "indexes")}); ${now}.</p>`,
  ];
}

/** The statistics window, and whether the statistics were reset since the last run. */
function clock({ countedSince, reset, lastRun, at, observedFor }: IndexUsage): string[] {
  const last =
    lastRun === null
      ? html`This is the first run, so there are no scans since the last one.`
      : html`The last run was on ${date(lastRun)}.`;
  if (reset !== null) {
    return [
      html`<p>⏱️ The counters of scans began anew on <b>${date(reset.since)}</b>: ${renderText(reset.why)}. What they had counted is gone, so no scans since the last run are told, and each silence is watched for ${trusted(inWords(observedFor))} from there. ${last}</p>`,
    ];
  }
  if (countedSince === null) return [html`<p>${last}</p>`];
  return [
    html`<p>Scans and writes are counted since ${date(countedSince)} (${trusted(inWords(at - countedSince))}). ${last}</p>`,
  ];
}

function first(usage: IndexUsage): string[] {
  const { invalid, duplicates, unused, foreignKeys } = usage;
  const now = [...duplicates, ...unused].filter(({ advice }) => advice?.kind === "safe");
  const watched = unused.flatMap(({ advice }) => (advice?.kind === "watch" ? [advice.until] : []));
  const waiting = [...duplicates, ...unused].filter(({ advice }) => advice?.kind === "wait").length;
  const broken = invalid.length;
  const steps = [
    ...(broken === 0
      ? []
      : [html`Mend ${count(broken, "invalid index", "invalid indexes")}, which no query can use.`]),
    ...(now.length === 0
      ? []
      : [html`Drop ${count(now.length, "index", "indexes")} that may go now: ${bytes(sizeOf(now))}.`]),
    ...(foreignKeys.length === 0 ? [] : [html`Index ${count(foreignKeys.length, "foreign key")}.`]),
    ...(watched.length === 0
      ? []
      : [
          html`Wait for ${count(watched.length, "unused index", "unused indexes")}: the first may go on ${date(Math.min(...watched))}.`,
        ]),
    ...(waiting === 0
      ? []
      : [html`Let the next run look again at ${count(waiting, "index", "indexes")}, before anything goes.`]),
  ];
  if (steps.length === 0) return [];
  return [
    `<p><b>What to do first</b></p>\n<ol>\n${steps.map((step) => `<li>${step}</li>`).join("\n")}\n</ol>`,
  ];
}

function sizeOf(cases: readonly IndexCase[]): number {
  return cases.reduce((sum, { bytes: size }) => sum + (size ?? 0), 0);
}
