import type { CheckResult } from "../core/report.ts";

/** How much of each kind a summary shows. The page counts what is left out. */
export interface Limits {
  /** Visible rows of a check. */
  readonly shown: number;
  /** Collapsed rows of a check. */
  readonly collapsed: number;
  /** Statements in each block of fixes. */
  readonly statements: number;
  /** Rows of a dashboard, of ignored findings and of other lists. */
  readonly listed: number;
  /** Execution plans of a check. */
  readonly plans: number;
  /** Sentences under each heading. */
  readonly sentences: number;
}

/** From all details to counts only. The first level that fits the budget is used. */
export const LEVELS: readonly Limits[] = [
  { shown: 12, collapsed: 400, statements: 400, listed: 100, plans: 20, sentences: 8 },
  { shown: 12, collapsed: 150, statements: 150, listed: 50, plans: 10, sentences: 6 },
  { shown: 12, collapsed: 50, statements: 50, listed: 30, plans: 6, sentences: 5 },
  { shown: 10, collapsed: 10, statements: 20, listed: 20, plans: 4, sentences: 5 },
  { shown: 5, collapsed: 0, statements: 5, listed: 10, plans: 2, sentences: 3 },
  { shown: 2, collapsed: 0, statements: 2, listed: 5, plans: 0, sentences: 1 },
  { shown: 0, collapsed: 0, statements: 0, listed: 0, plans: 0, sentences: 0 },
];

/** Maximum number of fixes under a check's rows; the block to copy has all. */
export const FIXES_OF_A_CHECK = 10;

/** Rows of findings that the page leaves out. */
export function rowsLeftOut(results: readonly CheckResult[], limits: Limits): number {
  return results.reduce((sum, result) => sum + beyond(result, limits), 0);
}

/** Rows of one check that the page leaves out. */
export function beyond(result: CheckResult, { shown, collapsed }: Limits): number {
  return Math.max(0, (result.findings?.length ?? 0) - shown - collapsed);
}
