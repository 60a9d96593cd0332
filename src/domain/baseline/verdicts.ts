import { count } from "../phrases.ts";
import type { Unknown } from "../result.ts";
import type { BaselineEvidence } from "./evidence.ts";
import type { DeclaredQuery } from "./query.ts";
import { readRecorded } from "./recorded.ts";
import { judgeQuery, type QueryVerdict } from "./verdict.ts";
import { names } from "./words.ts";

/** What the configuration says, as far as the judge needs it. */
export interface Declared {
  readonly file: string;
  readonly queries: readonly DeclaredQuery[];
  readonly "max-age": number;
  readonly "max-growth": number;
}

/**
 * What is said of each declared query. Queries of the recorded file that nobody declares any more are passed over.
 *
 * @param now milliseconds since 1970
 */
export function verdictsOn(
  { file, queries, "max-age": maxAge, "max-growth": maxGrowth }: Declared,
  { recorded, measured }: BaselineEvidence,
  now: number,
): QueryVerdict[] {
  const run = "value" in measured ? measured.value : undefined;
  const yardsticks = {
    baseline: readRecorded(recorded, file),
    maxGrowth,
    maxAge,
    now,
    serverVersion: run?.server.version,
  };
  return queries.map((query) => judgeQuery(query, run?.queries.get(query.name), yardsticks));
}

/** Sentences of an unknown; more of them are counted. */
const TOLD = 5;

/** All that could not be looked at as one unknown: each reason once, with the queries that it is about. */
export function allDoubts(verdicts: readonly QueryVerdict[]): Unknown | undefined {
  const byDetail = new Map<string, { readonly unknown: Unknown; readonly queries: string[] }>();
  for (const { query, doubts } of verdicts) {
    for (const unknown of doubts) {
      const same = byDetail.get(unknown.detail);
      if (same === undefined) byDetail.set(unknown.detail, { unknown, queries: [query.name] });
      else same.queries.push(query.name);
    }
  }
  const [first, ...others] = byDetail.values();
  if (first === undefined) return undefined;
  const all = [first, ...others];
  const sentences = all
    .slice(0, TOLD)
    .map(({ unknown: { detail }, queries }) =>
      queries.length > 1 && queries.length === verdicts.length && !isOfOne(detail)
        ? detail
        : `${names(queries)}: ${detail}`,
    );
  const left = all.length - sentences.length;
  const fix = all.find(({ unknown }) => unknown.fix !== undefined)?.unknown.fix;
  return {
    reason: first.unknown.reason,
    detail: [...sentences, ...(left > 0 ? [`And ${count(left, "other reason")}.`] : [])].join(" "),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Its sentence wants to know whose it is. */
function isOfOne(detail: string): boolean {
  return /^(It|Nothing) /.test(detail);
}
