import { fingerprint } from "../../lib/fingerprint.ts";
import type { DeclaredQuery } from "./query.ts";

/** Tells whether a query is the one that was recorded: whoever changes what it asks, or as whom, changes its cost. */
export function digestOf({ sql, params, "params-from": from, role, settings }: DeclaredQuery): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return fingerprint(JSON.stringify([sql, params ?? [], from ?? null, role ?? null, sorted]));
}
