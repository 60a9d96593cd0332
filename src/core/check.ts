import type { z } from "zod";
import { CATEGORIES, type Category } from "./category.ts";
import type { CheckState } from "./check-state.ts";
import type { EvidencePart } from "./checklist/item-evidence.ts";
import type { DatabaseEvidence } from "./evidence.ts";
import type { CheckOutcome, CodeBlock, Unknown } from "./finding.ts";
import type { IndexUsagePart } from "./index-usage.ts";
import { byPriority, type Priority } from "./priority.ts";
import type { Report } from "./report.ts";
import type { Server, Windows } from "./server.ts";
import type { SourceKey, Sources } from "./sources.ts";

/** What a check without a query is evaluated by: the database may be out of reach. */
interface SourceContext<Options> {
  readonly options: Options;
  /** Of this run's configuration: that of a finding, unless the check has its reasons. */
  readonly priority: Priority;
  readonly sources: Sources;
  /** When the run began, milliseconds since 1970. */
  readonly now: number;
}

/** A read replica's rows of the same query. */
export interface ReadNode<Row = unknown> {
  readonly name: string;
  readonly server: Server;
  readonly windows: Windows;
  readonly rows: readonly Row[];
}

/** What a read replica answered, or why its answer does not count. */
export type NodeAnswer<Row = unknown> = ReadNode<Row> | { readonly name: string; readonly unknown: Unknown };

/** What a check is evaluated by besides its rows. There is no clock: `server.now` is the server's. */
export interface Context<Options, Row = unknown, Stored = unknown> extends SourceContext<Options> {
  readonly server: Server;
  readonly windows: Windows;
  /** Names of replicas as configured, "none", or undefined when the configuration says nothing. */
  readonly replicas: "none" | readonly string[] | undefined;
  /** Of a check that is asked on replicas: one for each whose connection URL was given. */
  readonly nodes?: readonly NodeAnswer<Row>[];
  /** Whether this run can report such a finding of another check: it is selected, was answered, and no ignore hides it. */
  readonly isReported?: (check: string, key: string) => boolean;
  /** What earlier runs stored of an object, by its name: see CheckState. */
  readonly stored?: (name: string) => Stored | undefined;
}

/**
 * The statement for one server. It may hold the placeholder `:schema`, for which the collector puts `schema` (quoted by
 * the server), and `$1`, which is given the oids of the schemas to check. What it names after `:schema.` belongs to
 * users: the collector reads it only as core/trust.ts decides.
 */
export interface Statement {
  readonly statement: string;
  readonly schema?: string;
  /** The one relation of that schema to read, where it has another name than the statement gives it. */
  readonly table?: string;
  /**
   * The columns that the statement reads of its one relation. Where nothing in a table can run code, the collector copies
   * them in its place, and each row comes as `{ copied: { column: text } }`.
   */
  readonly columns?: readonly string[];
}

/** A query and the shape of one of its rows. */
interface Query<Options, Row> {
  readonly row: z.ZodType<Row>;
  /** The statement to run on this server, or the outcome when there is nothing to run. */
  statement(server: Server, options: Options): Statement | CheckOutcome;
  /**
   * The column of its rows that holds texts of statements. The collector makes them fit to be shown, before anything is
   * evaluated: no literal and no comment is left in them.
   */
  readonly statementText?: string;
  /** The relations of users that the options name, as schema.name: the server's known relations hold them too. */
  relations?(options: Options): readonly string[];
  /** Run on the read replicas too. */
  readonly onReplicas?: boolean;
  /** What gives the monitoring role the privileges that the statement was refused for; pg_monitor by default. */
  grants?(server: Server): CodeBlock;
}

interface CheckBase<Options> {
  readonly id: string;
  /** States the good case: "Foreign keys are indexed". */
  readonly title: string;
  /** Why it matters, for a person without a DBA at hand: one or two sentences. */
  readonly why: string;
  readonly category: Category;
  /** The default; `priority` of the configuration replaces it. */
  readonly priority: Priority;
  /** It shows rows and gives no verdict. */
  readonly measures?: boolean;
  /** Its findings belong to the weekly index-usage issue, and it to the suite `index-usage`. */
  readonly indexUsage?: IndexUsagePart;
  /** The pages show its rows in a form of their own. */
  readonly shownAs?: "performance" | "review";
  /** It judges the moment of the run, so it never blocks a pull request. */
  readonly pointInTime?: boolean;
  /** It belongs to the suite `incident`: what it finds can be why the database is slow or down. */
  readonly incident?: true;
  /** The cumulative statistics that it rests on; its result says since when they count. */
  readonly window?: keyof Windows;
  /** A strict zod object of its own options, each with its default. `priority` and `enabled` are added to it. */
  readonly options: z.ZodType<Options>;
  /** Parts of its result that a checklist item may rest on alone, by name. */
  readonly evidence?: Readonly<Record<string, EvidencePart>>;
  /** Its options with what the declarations of related checks say about them; `optionsOf` gives those of a check. */
  link?(own: Options, optionsOf: (check: string) => unknown): Options;
  /** What it reads besides the database: files, APIs. */
  sources?(options: Options): readonly SourceKey<unknown>[];
  /** What the reader should know of how its sources were read, one sentence each. */
  notices?(options: Options, sources: Sources, database: DatabaseEvidence): readonly string[];
  /** A file that a run may leave for the team to keep. */
  readonly file?: CheckFile<Options>;
}

/** A file that a run may leave: its name ends in `name`, and the action's output `output` says where it is. */
interface CheckFile<Options> {
  readonly output: "baseline-file";
  readonly name: string;
  /** Null when this run may not leave one. */
  text(options: Options, sources: Sources, report: Report): string | null;
}

/** A check that asks the database. */
export interface QueryCheck<Options = unknown, Row = unknown, Stored = unknown> extends CheckBase<Options> {
  readonly query: Query<Options, Row>;
  /** What its next run must know. */
  // biome-ignore lint/suspicious/noExplicitAny: what it reads and stores is its own affair.
  readonly state?: CheckState<Options, Row, any, any>;
  /** Pure: rows in, outcome out. */
  evaluate(rows: readonly Row[], context: Context<Options, Row, Stored>): CheckOutcome;
}

/** A check that rests on files, APIs or the configuration alone. */
interface SourceCheck<Options = unknown> extends CheckBase<Options> {
  readonly query?: undefined;
  evaluate(rows: readonly [], context: SourceContext<Options>): CheckOutcome;
}

export type Check<Options = unknown, Row = unknown> = QueryCheck<Options, Row> | SourceCheck<Options>;

/** Keeps the types of options and rows together while a check is written; the registry forgets them. */
export function defineCheck<Options, Row, Stored>(
  check: QueryCheck<Options, Row, Stored>,
): QueryCheck<Options, Row, Stored>;
export function defineCheck<Options>(check: SourceCheck<Options>): SourceCheck<Options>;
export function defineCheck<Kind>(check: Kind): Kind {
  return check;
}

/** The order of a page: by category, the most urgent first within it, then by id. */
export function byPageOrder(a: Check, b: Check): number {
  const byCategory = CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category);
  return byCategory || byPriority(a, b) || (a.id < b.id ? -1 : 1);
}
