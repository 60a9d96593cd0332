import { visible } from "../lib/visible.ts";
import type { Priority } from "./priority.ts";

/**
 * What is known of one object, as the columns of its table. A key's ending tells its unit, and the report
 * writes it for people: `_bytes`, `_ms`, `_s` (seconds), `_percent`, `_at` (an ISO 8601 time). Integers
 * too large for a JavaScript number are text.
 */
export type Facts = Record<string, FactValue>;
export type FactValue = string | number | boolean | null | readonly string[];

/**
 * How a person runs a fix, from the least careful to the most:
 * - together: in one script with others, in one transaction too;
 * - alone: one at a time, outside a transaction block (CREATE INDEX CONCURRENTLY, VACUUM);
 * - window: in a maintenance window, since it rewrites a table or blocks it for long;
 * - destructive: it drops, deletes or ends something.
 * The last two are commented out wherever they are shown.
 */
export const FIX_KINDS = ["together", "alone", "window", "destructive"] as const;
export type FixKind = (typeof FIX_KINDS)[number];

/**
 * SQL for a person to review. The action never runs it. Every identifier in it was quoted by the server. Its kind is read
 * from its statements once everything is evaluated.
 */
export interface Fix {
  readonly sql: string;
}

/** One problem on one object. */
export interface Finding {
  /** Stable between runs and unique within a check: `public.orders_idx`. */
  readonly key: string;
  readonly priority: Priority;
  /** One sentence of ours; it may name objects, never hold row data. */
  readonly message: string;
  readonly facts: Facts;
  readonly fix?: Fix;
  /** An execution plan as a tree, one node a line: no condition, no literal, nothing of a row. */
  readonly plan?: string;
  /** The file of the commit that it is about, from the repository's root: its annotation points there. */
  readonly file?: string;
}

export const UNKNOWN_REASONS = [
  "permission",
  "extension",
  "version",
  "timeout",
  "window",
  "unreachable",
  "error",
] as const;

export const BLOCK_LANGUAGES = ["sql", "yaml", "ini"] as const;

/** Lines for a person to copy. Its language is written by who makes it, never read from the text. */
export interface CodeBlock {
  readonly language: (typeof BLOCK_LANGUAGES)[number];
  /** No name in it begins a line: each is quoted, by the server or by `yamlString`. */
  readonly text: string;
}

export function sqlBlock(text: string): CodeBlock {
  return { language: "sql", text };
}

export function yamlBlock(text: string): CodeBlock {
  return { language: "yaml", text };
}

/** The check could not look. Never shown as a pass. */
export interface Unknown {
  readonly reason: (typeof UNKNOWN_REASONS)[number];
  /** One sentence or several, in one line. */
  readonly detail: string;
  /** The exact GRANT, setting or configuration lines that fix it. */
  readonly fix?: CodeBlock;
  /** Pending: it is set up, and its first proof is due at this time (ISO 8601). Without that proof it fails then. */
  readonly until?: string;
}

/**
 * One unknown for several: the reason and the fix of the first, and each one's sentence once. It is pending when all
 * are; otherwise those that are not come first.
 */
export function joinUnknowns(unknowns: readonly Unknown[]): Unknown | undefined {
  const ordered = unknowns.toSorted((a, b) => Number(a.until !== undefined) - Number(b.until !== undefined));
  const [first] = ordered;
  if (first === undefined) return undefined;
  const until = latestDue(unknowns.map((unknown) => unknown.until));
  const { until: _, ...unknown } = first;
  return {
    ...unknown,
    detail: [...new Set(ordered.map(({ detail }) => detail))].join(" "),
    ...(until === undefined ? {} : { until }),
  };
}

/** The latest of some ISO 8601 times in UTC; undefined when one is missing. */
export function latestDue(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined).toSorted();
  return known.length === times.length ? known.at(-1) : undefined;
}

export const SKIPPED_REASONS = ["not-configured", "disabled", "no-secret", "not-applicable"] as const;

/** There is nothing to look at. */
export interface Skipped {
  readonly reason: (typeof SKIPPED_REASONS)[number];
  /** One sentence or several, in one line. */
  readonly detail: string;
  /** The lines that configure the check. */
  readonly fix?: CodeBlock;
}

/** One skip for several ways to configure a check: after the lines of the first come the others, each below its sentence. */
export function joinSkipped(first: Skipped, ...others: readonly Skipped[]): Skipped {
  const lines = others.flatMap(({ detail, fix }) => [
    `# ${visible(detail)}`,
    ...(fix === undefined ? [] : [fix.text]),
  ]);
  const all = [...(first.fix === undefined ? [] : [first.fix.text]), ...lines];
  return all.length === 0 ? first : { ...first, fix: yamlBlock(all.join("\n")) };
}

/** What a check adds to the runbook, which a person follows when something goes wrong after a deploy. */
export interface RunbookPart {
  /** The statement that refreshes each materialized view. Every identifier in it was quoted by the server. */
  readonly refresh?: readonly string[];
  /** How the migration tool undoes a migration; whole sentences, without a name of the database. */
  readonly rollback?: string;
}

/**
 * What a check's judge says. An empty judgement is a pass. A judge that found trouble and could not see
 * everything says both: the findings stand, and so does what is unknown.
 */
export interface CheckOutcome {
  readonly findings?: readonly Finding[];
  readonly unknown?: Unknown;
  readonly skipped?: Skipped;
  /** Rows without a verdict: the document's dashboards, or the facts behind a verdict. */
  readonly measurements?: readonly Facts[];
  /** There was nothing to judge the measurements by: `measured`, which is no pass. */
  readonly unjudged?: true;
  /** What it shows for checklist items besides its findings, by what it is about: a job, another check. */
  readonly itemEvidence?: Readonly<Record<string, ItemEvidence>>;
  readonly runbook?: RunbookPart;
}

/** What the result of a check, or a part of it, shows for a checklist item. */
export interface ItemEvidence {
  readonly status: "pass" | "fail" | "unknown" | "pending";
  /** Sentences of any length; they may hold names of the database. */
  readonly evidence: string;
  /** Of `pending`: when its first proof is due, ISO 8601. */
  readonly until?: string | undefined;
  /** Every finding is tracked in an open issue, and nothing besides is unknown. */
  readonly known?: true;
}

export const STATUSES = ["pass", "fail", "unknown", "skipped", "measured"] as const;

/** Only `pass` is green. */
export type Status = (typeof STATUSES)[number];
