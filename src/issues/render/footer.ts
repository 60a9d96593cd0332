import { toIso } from "../../lib/time.ts";
import { code, type Html, trusted } from "../../report/html/escape.ts";
import { html, prose } from "../../report/html/inline-text.ts";
import { safeUrl } from "../../report/html/links.ts";
import { formatTime } from "../../report/html/values.ts";
import type { RunView } from "./model.ts";

/** Which run wrote an issue's text. It is new in every run, so it stands apart from the text. */
export function issueFooter(run: RunView): string {
  const parts: Html[] = [
    html`Written by ${linkTo(run)}`,
    html`suite ${code(run.suite, 80)}`,
    trusted(moment(run.at)),
    html`pg-preflight ${prose(run.toolVersion, 40)}`,
  ];
  return html`<p><sub>${trusted(parts.join(" · "))} · what you write above or below this text stays</sub></p>`;
}

/** `this run`, as a link where it has an address. */
export function linkTo({ url }: RunView, words = "this run"): Html {
  const address = url === null ? undefined : safeUrl(url);
  if (address === undefined) return trusted(words);
  return html`<a href="${trusted(address.replaceAll("&", "&amp;"))}">${trusted(words)}</a>`;
}

/** `2026-11-22 03:00 UTC`. */
export function moment(time: number): string {
  return formatTime(toIso(time)) ?? toIso(time);
}
