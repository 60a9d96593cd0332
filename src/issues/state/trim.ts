import { byPriority } from "../../core/priority.ts";
import type { IssueState, StoredFinding, SuiteState } from "./schema.ts";

/** How much of each kind a state keeps. */
export interface StateLimits {
  /** Former sizes of each index, the newest. */
  readonly sizes: number;
  /** Findings of all lists together, the most important. */
  readonly findings: number;
  /** Of each slot, from the first on: the collector gives the largest first. */
  readonly indexes: number;
  /** Of each slot, the newest. */
  readonly runs: number;
  /** Of each slot, those that took the most time. */
  readonly statements: number;
}

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
    this.whole = {
      sizes: most(suites.flatMap(({ indexes }) => indexes.map(({ sizes }) => sizes.length))),
      findings: this.#places.length,
      indexes: most(suites.map(({ indexes }) => indexes.length)),
      runs: most(suites.map(({ runs }) => runs.length)),
      statements: most(suites.map(({ statements }) => statements?.list.length ?? 0)),
    };
  }

  trimmed(limits: StateLimits): IssueState {
    const kept = new Map<List, number>();
    const places =
      limits.findings < this.#places.length ? this.#places.slice(0, limits.findings) : this.#places;
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

function trimSuiteState(suiteState: SuiteState, limits: StateLimits): SuiteState {
  const indexes = suiteState.indexes
    .slice(0, limits.indexes)
    .map((index) => ({ ...index, sizes: limits.sizes === 0 ? [] : index.sizes.slice(-limits.sizes) }));
  return {
    ...suiteState,
    runs: suiteState.runs.slice(0, limits.runs),
    ...(suiteState.statements && {
      statements: { ...suiteState.statements, list: suiteState.statements.list.slice(0, limits.statements) },
    }),
    indexes,
    indexesLeftOut: suiteState.indexesLeftOut + suiteState.indexes.length - indexes.length,
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
