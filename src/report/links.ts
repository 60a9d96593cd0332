import { visible } from "./cells.ts";

const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/docs/checks";

/** The page of a check: what, why, how to fix, false positives. */
export function documentation(check: string): string {
  return `${DOCUMENTATION}/${encodeURIComponent(visible(check))}.md`;
}

/** An address that may stand in an attribute, or undefined. */
export function safeUrl(url: string): string | undefined {
  return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}
