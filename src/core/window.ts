import { DAY, HOUR } from "../lib/time.ts";
import type { Unknown } from "./finding.ts";
import type { Server, Window, Windows } from "./server.ts";

/** Milliseconds that the counters have been counting, or null when nothing tells. */
export function windowLength(window: Window, server: { readonly now: number }): number | null {
  return window.since === null ? null : Math.max(0, server.now - window.since);
}

/** An unknown when the window is not known or shorter than `milliseconds`; else undefined. */
export function windowShorterThan(
  { server, windows }: { server: Server; windows: Windows },
  kind: keyof Windows,
  milliseconds: number,
): Unknown | undefined {
  const window = windows[kind];
  const length = windowLength(window, server);
  if (length === null) {
    return {
      reason: "window",
      detail: window.detail,
      ...(window.fix === undefined ? {} : { fix: window.fix }),
    };
  }
  if (length >= milliseconds) return undefined;
  return {
    reason: "window",
    detail: `The counters count for ${inWords(length)} only (${window.detail}); the check needs ${inWords(milliseconds)}.`,
  };
}

/** "3 days", "5 hours", "less than an hour". */
export function inWords(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} days`;
  if (milliseconds >= 2 * HOUR) return `${Math.floor(milliseconds / HOUR)} hours`;
  if (milliseconds >= HOUR) return "an hour";
  return "less than an hour";
}
