import { errorName } from "../../core/errors.ts";
import { GitHubError, isLimit, mayHaveHappened, sentenceOf } from "../../github/errors.ts";
import type { IssueChange, IssueOperation, IssueSnapshot, IssueTopic, ManagedIssue } from "../issue.ts";

/** After so many writes in a row without an answer the rest is left to the next run. */
const MAX_UNANSWERED = 3;

/** What this run did to the issues and what failed, over all rounds. */
export class SyncJournal {
  readonly #changes: IssueChange[] = [];
  readonly #problems = new Set<string>();
  readonly #opened = new Map<number, ManagedIssue>();
  readonly #gone = new Set<number>();
  readonly #failed = new Set<IssueTopic | number>();
  readonly #sent = new Map<number, string>();
  #unanswered = 0;
  /** Nothing more is written. */
  isStopped = false;
  /** Nothing more is opened. */
  opensNothing = false;
  readonly refusedAssignees = new Set<string>();
  readonly refusedLabels = new Set<string>();

  /** Those of the configuration: an issue may go without them. */
  readonly optionalLabels: readonly string[];

  constructor(optionalLabels: readonly string[]) {
    this.optionalLabels = optionalLabels;
  }

  get changes(): readonly IssueChange[] {
    return this.#changes;
  }

  get problems(): readonly string[] {
    return [...this.#problems];
  }

  /** The list as it is: what was opened a moment ago may not be in it yet, what is gone may be. */
  correctSnapshot(snapshot: IssueSnapshot): IssueSnapshot {
    const listed = new Set(snapshot.issues.map(({ number }) => number));
    const missing = [...this.#opened.values()].filter(({ number }) => !listed.has(number));
    const issues = [...snapshot.issues, ...missing]
      .filter(({ number }) => !this.#gone.has(number))
      .sort((a, b) => a.number - b.number);
    return { ...snapshot, issues };
  }

  /** An operation that failed once would fail again, and would open an issue or report its failure twice. */
  mayTry({ action, topic, number }: IssueOperation): boolean {
    if (action === "open" && this.opensNothing) return false;
    return !this.#failed.has(number ?? topic);
  }

  /** A list that lags behind asks for the same once more; its comment would be added twice. */
  hasSent({ action, number }: IssueOperation, body: string): boolean {
    return number !== null && this.#sent.get(number) === `${action} ${body}`;
  }

  recordOpened(operation: IssueOperation, issue: ManagedIssue): void {
    this.#opened.set(issue.number, issue);
    this.#recordChange(operation, issue.number);
  }

  recordUpdated(operation: IssueOperation, number: number, body: string): void {
    this.#sent.set(number, `${operation.action} ${body}`);
    this.#recordChange(operation, number);
  }

  /** Deleted or transferred. */
  recordGone(number: number): void {
    this.#gone.add(number);
    this.#opened.delete(number);
  }

  addProblem(problem: string): void {
    this.#problems.add(problem);
  }

  /**
   * @param operation what failed; null when it was no single operation
   * @param body what was sent
   */
  recordFailure(error: unknown, operation: IssueOperation | null, body = ""): void {
    if (operation !== null) this.#failed.add(operation.number ?? operation.topic);
    if (!(error instanceof GitHubError)) {
      this.addProblem(
        `The issues are not all up to date: a defect of pg-preflight (${errorName(error)}); please report it.`,
      );
      return;
    }
    const defect = isOurDefect(error) ? describeDefect(body) : "";
    this.addProblem(`${describeFailed(operation)}: ${sentenceOf(error)}${defect}`);
    this.#unanswered = mayHaveHappened(error) ? this.#unanswered + 1 : 0;
    if (operation === null || refusesAll(error)) this.isStopped = true;
    if (this.#unanswered < MAX_UNANSWERED || this.isStopped) return;
    this.isStopped = true;
    this.addProblem(
      "GitHub gave no answer several times in a row: the other issues are left to the next run.",
    );
  }

  #recordChange({ action, topic, why }: IssueOperation, number: number): void {
    this.#unanswered = 0;
    // The links to issues that were opened with it are a part of opening it.
    const isPartOfOpening = this.#opened.has(number) && action === "update";
    if (!isPartOfOpening) this.#changes.push({ check: topic, number, action, why });
  }
}

function describeFailed(operation: IssueOperation | null): string {
  if (operation === null) return "The issues could not be brought in line";
  if (operation.number === null) return `The issue of ${operation.topic} could not be opened`;
  return `Issue #${operation.number} could not be updated`;
}

/** A missing permission, a wrong token, a limit, no issues here: the next operation would be refused as well. */
function refusesAll(error: GitHubError): boolean {
  return isLimit(error) || [401, 403, 410].includes(error.status ?? 0);
}

function isOurDefect({ status, unknown }: GitHubError): boolean {
  return (status === 400 || status === 422) && unknown.reason === "error";
}

function describeDefect(body: string): string {
  const why = body.length > 65_536 ? " Its text is longer than GitHub takes." : "";
  return `${why} This is a defect of pg-preflight; please report it.`;
}
