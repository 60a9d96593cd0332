import type { Report } from "../../core/report.ts";
import { type Html, trusted, visible } from "./escape.ts";
import { html } from "./inline-text.ts";

const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks";

/** The page of a check: what, why, how to fix, false positives. */
export function documentation(check: string): string {
  return `${DOCUMENTATION}/${encodeURIComponent(visible(check))}/README.md`;
}

/** An address that may stand in an attribute, or undefined. */
export function safeUrl(url: string): string | undefined {
  return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}

/** `#3` as a link, where the run's own address tells the repository's. */
export function linkToIssue(number: number, { runUrl }: Pick<Report, "runUrl">): Html {
  const address = /^(https?:\/\/.+)\/actions\/runs\/\d+$/.exec(runUrl ?? "")?.[1];
  const url = address === undefined ? undefined : safeUrl(address);
  if (url === undefined) return html`#${number}`;
  return html`<a href="${trusted(url.replaceAll("&", "&amp;"))}/issues/${number}">#${number}</a>`;
}
