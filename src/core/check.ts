import { z } from "zod";
import type { StatementLookup } from "../checks/slow-queries/slowdown.ts";
import type { CheckOutcome, Unknown } from "./finding.ts";
import { byPriority, type Priority } from "./priority.ts";
import type { Server, Windows } from "./server.ts";
import type { Needs, Sources } from "./sources.ts";

export const CATEGORIES = [
  "cron",
  "migrations",
  "queries",
  "indexes",
  "vacuum",
  "capacity",
  "settings",
  "backups",
  "monitoring",
] as const;

export type Category = (typeof CATEGORIES)[number];

/** What a judge may rest on when it asks no database. */
export interface SourceContext<Options> {
  readonly options: Options;
  readonly priority: Priority;
  readonly sources: Sources;
  /** When the run began, milliseconds since 1970. */
  readonly now: number;
}

/** A read replica's answer to the same check. */
export interface ReadNode<Row = unknown> {
  readonly name: string;
  readonly server: Server;
  readonly windows: Windows;
  readonly rows: readonly Row[];
}

/** What a read replica answered, or why it counts for nothing. */
export type NodeAnswer<Row = unknown> = ReadNode<Row> | { readonly name: string; readonly unknown: Unknown };

/** What a judge may rest on besides its rows. No clock: `server.now` is the server's. */
export interface Context<Options, Row = unknown> {
  readonly options: Options;
  readonly sources: Sources;
  /** When the run began, milliseconds since 1970; the server's clock is `server.now`. */
  readonly now: number;
  readonly server: Server;
  readonly windows: Windows;
  /** Names of replicas as configured, "none", or undefined when the config says nothing. */
  readonly replicas: "none" | readonly string[] | undefined;
  /** Of a check that asks on replicas: one for each whose address was given. */
  readonly nodes?: readonly NodeAnswer<Row>[];
  /** Missing where our issues hold nothing of statements. */
  readonly statements?: StatementLookup;
}

/**
 * What a check asks. A statement may hold the placeholder `:schema`, for which the collector puts
 * `schema` (quoted by the server), and `$1`, which is given the oids of the schemas to look at.
 */
export type Query = { readonly statement: string; readonly schema?: string } | CheckOutcome;

export interface Check<Options = unknown, Row = unknown> {
  readonly id: string;
  /** States the good case: "Foreign keys are indexed". */
  readonly title: string;
  /** Why it matters, for a person without a DBA at hand: one or two sentences. */
  readonly why: string;
  readonly category: Category;
  /** The default; the config's `priority` takes its place. */
  readonly priority: Priority;
  /** It shows rows and gives no verdict. */
  readonly measures?: boolean;
  /** Its findings live in the weekly index-usage issue: it belongs to the suite `index-usage`. */
  readonly indexUsage?: boolean;
  /** Its statement is asked on the read replicas too. */
  readonly onReplicas?: boolean;
  /** It judges this moment, so it never stops a pull request. */
  readonly pointInTime?: boolean;
  /** The counters it rests on; its result says their window. */
  readonly window?: keyof Windows;
  /** A strict zod object of its own options, each with its default. `priority` and `enabled` come by themselves. */
  readonly options: z.ZodType<Options>;
  /** The shape of one row of its statement. */
  readonly row: z.ZodType<Row>;
  /** What it wants besides the database: files, APIs. */
  needs?(options: Options): Needs;
  /** A check that has this asks no database: it is judged by this, whether the database was reached or not. */
  evaluateSources?(context: SourceContext<Options>): CheckOutcome;
  /** What gives our login the rights that its statement was refused for; pg_monitor by default. */
  grants?(server: Server): string;
  /** The statement to run on this server, or a judgement when there is nothing to ask. */
  query(server: Server, options: Options): Query;
  /** Pure: rows in, judgement out. `priority` of a finding is usually `context.priority`. */
  evaluate(
    rows: readonly Row[],
    context: Context<Options, Row> & { readonly priority: Priority },
  ): CheckOutcome;
}

/** Keeps the types of options and rows together while a check is written; the registry forgets them. */
export function defineCheck<Options, Row>(check: Check<Options, Row>): Check<Options, Row> {
  return check;
}

/** A check that rests on files, the configuration or APIs, and asks no database. */
export function defineSourceCheck<Options>(
  check: Omit<Check<Options, never>, "row" | "query" | "evaluate" | "window"> &
    Required<Pick<Check<Options, never>, "evaluateSources">>,
): Check<Options, never> {
  const notAsked: CheckOutcome = { unknown: { reason: "error", detail: "This check asks no database." } };
  return { ...check, row: z.never(), query: () => notAsked, evaluate: () => notAsked };
}

/** The order of a page: by category, the most urgent first within it, then by id. */
export function byPageOrder(a: Check, b: Check): number {
  const byCategory = CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category);
  return byCategory || byPriority(a, b) || (a.id < b.id ? -1 : 1);
}
