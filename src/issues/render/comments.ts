import type { Priority } from "../../core/priority.ts";
import type { ReportedFinding } from "../../core/report.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { PRIORITY_ICONS, STATUS_ICONS } from "../../report/icons.ts";
import { prioritiesOf } from "../../report/summary/failing.ts";
import type { ChangeView, RunView } from "./model.ts";
import { linkTo, moment, reference } from "./parts.ts";

/** Maximum number of names, so that a comment fits on one screen. */
const NAMES = 20;
/** Names of resolved findings that new ones do not displace. */
const RESOLVED = 8;
const MESSAGE_LENGTH = 200;
const NAME_LENGTH = 120;

/** The changes since the issue was last written. */
export function commentOnChanges(view: ChangeView): string {
  const verb = view.remaining === 1 ? "stands" : "stand";
  return comment(view, [
    html`<p>${changes(view)}. Now ${things(view, view.remaining)} ${trusted(verb)}.</p>`,
    ...raised(view),
    ...lists(view),
  ]);
}

/** A pass, a check that is disabled, or findings that are all less urgent than `issues.from`. */
export type ClosingReason =
  | { readonly kind: "pass" | "disabled" }
  | { readonly kind: "below"; readonly from: Priority };

export function commentOnClosing(view: ChangeView, why: ClosingReason): string {
  return comment(view, [html`<p>${ending(view, why)}</p>`, ...lists(view)]);
}

function ending(view: ChangeView, why: ClosingReason): Html {
  const title = html`<b>${renderText(view.title, MESSAGE_LENGTH)}</b>`;
  if (why.kind === "disabled")
    return html`${STATUS_ICONS.skipped} ${title}: switched off in the configuration, so this closes. Nothing says that it was mended.`;
  if (why.kind === "below")
    return html`${STATUS_ICONS.pass} ${title}: what is left is less urgent than <code>issues: { from: ${trusted(why.from)} }</code>, so this closes. ${things(view, view.remaining)} ${trusted(view.remaining === 1 ? "stands" : "stand")} in the overview.`;
  if (view.ignored !== undefined)
    return html`${STATUS_ICONS.pass} ${title}: nothing is left but ${count(view.ignored.all, "finding")} that the configuration ignores, so this closes.`;
  const gone = countsItems(view) ? "every box is ticked" : "nothing of it is there any more";
  return html`${STATUS_ICONS.pass} ${title}: ${trusted(gone)}, so this closes.`;
}

/** Why an issue is open again: its findings came back, or there are new ones since a person closed it. */
export function commentOnReopening(view: ChangeView, why: "came-back" | "new-since-closed"): string {
  const reason =
    why === "came-back"
      ? "It came back, so this is open again"
      : "A person had closed this; it is open again because there is something new";
  return comment(view, [html`<p>${trusted(reason)}: ${changes(view)}.</p>`, ...raised(view), ...lists(view)]);
}

/** The text of an issue that another run opened twice at the same moment. */
export function duplicateText(run: RunView, of: number): string {
  return html`<p>Two runs opened an issue for ${code(run.target, 80)} at the same moment. ${reference(of)} stays, and this one is closed as its duplicate.</p>`;
}

function comment({ run }: ChangeView, blocks: readonly string[]): string {
  const foot = html`<p><sub>${linkTo(run, "Run")} of ${trusted(moment(run.at))}, suite ${code(run.suite, 80)}</sub></p>`;
  return [...blocks, foot].join("\n\n");
}

function countsItems(view: ChangeView): boolean {
  return view.of === "items";
}

function things(view: ChangeView, number: number): Html {
  return countsItems(view)
    ? count(number, "box without a tick", "boxes without a tick")
    : count(number, "finding");
}

/** `2 new findings and 1 resolved`. */
function changes(view: ChangeView): Html {
  const appeared = view.appeared.length;
  const isChecklist = countsItems(view);
  const parts = [
    ...(appeared > 0
      ? [
          isChecklist
            ? count(appeared, "box lost its tick", "boxes lost their ticks")
            : count(appeared, "new finding"),
        ]
      : []),
    ...(view.resolved > 0
      ? [
          isChecklist
            ? count(view.resolved, "box ticked", "boxes ticked")
            : count(view.resolved, "resolved", "resolved"),
        ]
      : []),
  ];
  const ignored = view.ignored?.count ?? 0;
  if (ignored > 0) parts.push(html`${trusted(String(ignored))} now ignored by the configuration`);
  if (parts.length === 0) return trusted(view.raised === null ? "Nothing new" : "More urgent");
  return html`<b>${list(parts)}</b>`;
}

function raised({ raised: change }: ChangeView): string[] {
  if (change === null) return [];
  const of = (priority: Priority): Html => trusted(`${PRIORITY_ICONS[priority]} ${priority}`);
  return [html`<p>Its priority went up: from ${of(change.from)} to ${of(change.to)}.</p>`];
}

function lists(view: ChangeView): string[] {
  if (!view.showsNames)
    return view.appeared.length === 0 ? [] : [html`<p>New: ${prioritiesOf(view.appeared)}.</p>`];
  const resolvedFirst = Math.min(view.resolvedNames.length, RESOLVED);
  const appeared = view.appeared.slice(0, NAMES - resolvedFirst);
  const resolved = view.resolvedNames.slice(0, NAMES - appeared.length);
  const words = countsItems(view)
    ? { new: "Without a tick", gone: "Ticked" }
    : { new: "New", gone: "Resolved" };
  return [
    ...listed(words.new, appeared.map(finding), view.appeared.length),
    ...listed(
      words.gone,
      resolved.map((name) => code(name, NAME_LENGTH)),
      view.resolved,
    ),
    ...listed(
      "Ignored",
      (view.ignored?.names ?? []).slice(0, RESOLVED).map((name) => code(name, NAME_LENGTH)),
      view.ignored?.count ?? 0,
    ),
  ];
}

function finding({ priority, message }: ReportedFinding): Html {
  return html`${PRIORITY_ICONS[priority]} ${renderText(message, MESSAGE_LENGTH)}`;
}

function listed(heading: string, items: readonly Html[], all: number): string[] {
  if (items.length === 0) return [];
  const omitted = all - items.length;
  const lines = [
    ...items.map((item) => html`<li>${item}</li>`),
    ...(omitted > 0 ? [html`<li>and ${count(omitted, "more", "more")}</li>`] : []),
  ];
  return [html`<p><b>${trusted(heading)}</b></p>\n<ul>\n${trusted(lines.join("\n"))}\n</ul>`];
}
