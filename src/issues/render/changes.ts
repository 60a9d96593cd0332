import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { PRIORITY_ICONS } from "../../report/icons.ts";
import type { Limits } from "../../report/limits.ts";
import { prioritiesOf } from "../../report/summary/failing.ts";
import { state } from "./check-states.ts";
import type { CheckChangesView, OverviewView } from "./model.ts";
import { moment } from "./parts.ts";

const NAME_LENGTH = 120;
const MESSAGE_LENGTH = 200;
const LEAST_CHECKS = 10;

/** Changes of checks since the last run. */
export function changesSince(view: OverviewView, limits: Limits): string[] {
  const { previousRun, changes } = view;
  if (previousRun === null) {
    return ["<p>This is the first run that is remembered: changes are told from the next one on.</p>"];
  }
  const since = html`Since the run of ${trusted(moment(previousRun))}`;
  if (changes.length === 0) return [html`<p>${since} nothing changed.</p>`];
  const most = Math.max(LEAST_CHECKS, limits.listed);
  const lines = changes.slice(0, most).map((change) => html`<li>${changeText(change, view, limits)}</li>`);
  const omitted = changes.length - lines.length;
  if (omitted > 0) lines.push(html`<li>and ${count(omitted, "other check")}</li>`);
  return [html`<h3>What changed</h3>\n<p>${since}:</p>\n<ul>\n${trusted(lines.join("\n"))}\n</ul>`];
}

function changeText(change: CheckChangesView, { showsNames }: OverviewView, limits: Limits): Html {
  const { before, now, appeared, resolved } = change;
  const turned =
    before !== null && before !== now
      ? html`: ${state(before)} → ${state(now)}`
      : trusted(before === null ? ": looked at for the first time" : "");
  const counts = [
    ...(appeared.length > 0 ? [html`${trusted(String(appeared.length))} new`] : []),
    ...(resolved > 0 ? [html`${trusted(String(resolved))} resolved`] : []),
  ];
  const numbers = counts.length === 0 ? trusted("") : html`, ${list(counts)}`;
  return html`<b>${renderText(change.title, NAME_LENGTH)}</b>${turned}${numbers}${nameList(change, showsNames, limits)}`;
}

function nameList(
  { appeared, resolvedNames, resolved }: CheckChangesView,
  showsNames: boolean,
  limits: Limits,
): Html {
  if (!showsNames) return appeared.length === 0 ? trusted("") : html` (${prioritiesOf(appeared)})`;
  const most = limits.sentences;
  const lines = [
    ...appeared
      .slice(0, most)
      .map(
        ({ priority, message }) =>
          html`<li>${PRIORITY_ICONS[priority]} ${renderText(message, MESSAGE_LENGTH)}</li>`,
      ),
    ...omittedItems(appeared.length - most, most, "new"),
    ...resolvedNames.slice(0, most).map((name) => html`<li>✅ ${code(name, NAME_LENGTH)}</li>`),
    ...omittedItems(resolved - Math.min(most, resolvedNames.length), most, "resolved"),
  ];
  return lines.length === 0 ? trusted("") : html`\n<ul>\n${trusted(lines.join("\n"))}\n</ul>`;
}

function omittedItems(number: number, most: number, word: string): Html[] {
  return number <= 0 || most === 0
    ? []
    : [html`<li>and ${trusted(String(number))} more ${trusted(word)}</li>`];
}
