import type { Unknown } from "../../core/finding.ts";
import { count } from "../../lib/format.ts";
import { RECORD_ANEW, readRecorded } from "./baseline-file.ts";
import type { BaselineEvidence } from "./measurement.ts";
import type { DeclaredQuery } from "./query.ts";
import { called, names } from "./text.ts";
import { judgeQuery, type QueryVerdict } from "./verdict.ts";

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

/** Sentences of an unknown, so that all is mended in one go; more of them are counted. */
const TOLD = 20;

/** All that could not be looked at as one unknown: each reason once, with the queries that it is about. */
export function allDoubts(verdicts: readonly QueryVerdict[]): Unknown | undefined {
  const all = verdicts.flatMap(({ query: { name }, doubts }) => doubts.map((doubt) => ({ name, ...doubt })));
  const [first] = all;
  if (first === undefined) return undefined;
  const reasons = alike(all.flatMap(({ name, unknown, unfit }) => (unfit ? [] : [[unknown.detail, name]])));
  const unfit = alike(all.flatMap(({ name, unfit: why }) => (why ? [[why, name]] : [])));
  const sentences = reasons.slice(0, TOLD).map(([detail, of]) => about(of, detail, verdicts.length));
  const left = reasons.length - sentences.length;
  const fixes = new Set(all.flatMap(({ unknown: { fix } }) => (fix === undefined ? [] : [fix])));
  const fix = [...fixes].slice(0, TOLD).join("\n");
  return {
    reason: first.unknown.reason,
    detail: [
      ...sentences,
      ...(left > 0 ? [`And ${count(left, "other reason")}.`] : []),
      ...notCompared(unfit, verdicts.length),
    ].join(" "),
    ...(fix === "" ? {} : { fix }),
  };
}

/** A sentence that wants to know whose it is. */
const OF_QUERIES = /^(It|No|Not|Measured|Slower|Stopped) /;

type Reason = readonly [text: string, queries: readonly string[]];

function alike(all: readonly (readonly string[])[]): Reason[] {
  const byText = new Map<string, string[]>();
  for (const [text = "", name = ""] of all) byText.set(text, [...(byText.get(text) ?? []), name]);
  return [...byText];
}

/** Whose it is; of a file, a login or a server it is so of all, and needs no names. */
function about(of: readonly string[], text: string, queries: number): string {
  return of.length === queries && of.length > 1 && !OF_QUERIES.test(text)
    ? text
    : `${names(of.map(called))}: ${text}`;
}

/** The remedy is the same for all, and is said once. */
function notCompared(unfit: readonly Reason[], queries: number): string[] {
  if (unfit.length === 0) return [];
  const why = unfit.slice(0, TOLD).map(([text, of]) => about(of, text.replace(/\.$/, ""), queries));
  const left = unfit.length - why.length;
  const more = left > 0 ? [`and ${count(left, "other reason")}`] : [];
  return [`Not compared with the recorded baseline: ${[...why, ...more].join("; ")}. ${RECORD_ANEW}`];
}
