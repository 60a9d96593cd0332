import { byPriority } from "../../core/priority.ts";
import { type IssueState, type StoredFinding, type SuiteState, storedIn } from "./schema.ts";
import { statefulChecks } from "./stateful-checks.ts";

/** How much of each kind a state keeps, by the kind. */
export type StateLimits = ReadonlyMap<string, number>;

/** One kind of thing that may be left out, in the order in which kinds go. */
interface Kind {
  readonly kind: string;
  /** No less than this stays at its turn. */
  readonly least: number;
}

const FINDINGS = "findings";
const RUNS = "runs";

/** The most important findings: they stay until what checks store and former runs have gone. */
const FINDINGS_BEFORE_ALL_ELSE = 300;

/** So many of each list's first findings go before everybody else's others: one check alone must not oust all. */
const OF_EACH_LIST = 20;

/** A state's block holds no more of a text that somebody forged. */
const LONGEST_TEXT = 80;

interface List {
  readonly findings: readonly StoredFinding[];
  /** The most urgent first, then the oldest. */
  readonly ordered: readonly StoredFinding[];
}

/**
 * Leaves out of a state what matters least, and counts it. What a list keeps is always its most important part:
 * a finding that was left out is never more urgent than one that stayed.
 */
export class StateTrimmer {
  readonly #state: IssueState;
  readonly #lists: ReadonlyMap<readonly StoredFinding[], List>;
  /** One entry for each finding, the most important first: the list that it belongs to. */
  readonly #places: readonly List[];
  /** Room for everything. */
  readonly whole: StateLimits;

  constructor(state: IssueState) {
    this.#state = state;
    const suites = Object.values(state.suites);
    const lists = [state.findings, ...suites.flatMap(findingsOf)].map(inOrder);
    this.#lists = new Map(lists.map((list) => [list.findings, list]));
    this.#places = placesOf(lists);
    this.whole = new Map([
      [FINDINGS, this.#places.length],
      [RUNS, most(suites.map(({ runs }) => runs.length))],
      ...TRIM_STEPS.map(
        ({ kind, check, step }) =>
          [kind, most(suites.map((suite) => step.size(storedIn(suite, check)?.list ?? [])))] as const,
      ),
    ]);
  }

  /** What may be left out, in its order. */
  get kinds(): readonly Kind[] {
    const of = (turn: string) =>
      TRIM_STEPS.filter(({ step }) => step.turn === turn).map(({ kind, step: { least } }) => ({
        kind,
        least,
      }));
    return [
      ...of("first"),
      ...of("before-findings"),
      { kind: FINDINGS, least: Math.min(FINDINGS_BEFORE_ALL_ELSE, this.#places.length) },
      ...of("after-findings"),
      { kind: RUNS, least: 1 },
      { kind: FINDINGS, least: 0 },
    ];
  }

  trimmed(limits: StateLimits): IssueState {
    const kept = new Map<List, number>();
    const places = this.#places.slice(0, limits.get(FINDINGS));
    for (const list of places) kept.set(list, (kept.get(list) ?? 0) + 1);
    const trim = <T extends { findings: StoredFinding[]; leftOut: number }>(holder: T): T => {
      const list = this.#lists.get(holder.findings);
      const stay = list === undefined ? 0 : (kept.get(list) ?? 0);
      const gone = holder.findings.length - stay;
      if (list === undefined || gone === 0) return holder;
      return { ...holder, findings: list.ordered.slice(0, stay), leftOut: holder.leftOut + gone };
    };
    const suites = mapValues(this.#state.suites, (suiteState) => ({
      ...trimSuiteState(suiteState, limits),
      checks: mapValues(suiteState.checks, trim),
    }));
    return { ...trim(this.#state), suites };
  }

  /** For a state that is no use anyway: which run wrote it, and how much there was. */
  bare(): IssueState {
    const { findings, leftOut, run, content } = this.#state;
    return {
      ...this.#state,
      run: { ...run, id: run.id.slice(0, LONGEST_TEXT) },
      content: content.slice(0, LONGEST_TEXT),
      findings: [],
      leftOut: leftOut + findings.length,
      suites: {},
    };
  }
}

/** The ways to make the lists smaller that checks store. */
const TRIM_STEPS = statefulChecks.flatMap(({ id, state }) =>
  state.trim.map((step, place) => ({ kind: `${id} ${place}`, check: id, step })),
);

function trimSuiteState(suiteState: SuiteState, limits: StateLimits): SuiteState {
  return {
    ...suiteState,
    runs: suiteState.runs.slice(0, limits.get(RUNS)),
    stored: Object.fromEntries(
      statefulChecks.flatMap(({ id }) => {
        const stored = storedIn(suiteState, id);
        if (stored === undefined) return [];
        const list = TRIM_STEPS.filter(({ check }) => check === id).reduce((rest, { kind, step }) => {
          const limit = limits.get(kind) ?? 0;
          return step.size(rest) > limit ? step.cut(rest, limit) : rest;
        }, stored.list);
        return [
          [id, { ...stored, list, leftOut: stored.leftOut + stored.list.length - list.length }] as const,
        ];
      }),
    ),
  };
}

/**
 * Of all lists together: the first of each, then by priority, and among those of one priority the lists take
 * turns. Within a list the order stays, or a later run could not tell what is new.
 */
function placesOf(lists: readonly List[]): List[] {
  return lists
    .flatMap((list) =>
      list.ordered.map(({ priority }, rank) => ({ list, priority, rank, isFirst: rank < OF_EACH_LIST })),
    )
    .sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || byPriority(a, b) || a.rank - b.rank)
    .map(({ list }) => list);
}

function findingsOf({ checks }: SuiteState): StoredFinding[][] {
  return Object.values(checks).map(({ findings }) => findings);
}

function inOrder(findings: readonly StoredFinding[]): List {
  return { findings, ordered: findings.toSorted((a, b) => byPriority(a, b) || a.firstSeen - b.firstSeen) };
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function most(numbers: readonly number[]): number {
  return numbers.reduce((highest, number) => Math.max(highest, number), 0);
}
