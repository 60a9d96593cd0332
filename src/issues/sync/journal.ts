import { errorName } from "../../core/errors.ts";
import { GitHubError, isLimit, mayHaveHappened, sentenceOf } from "../../github/errors.ts";
import type { IssueChange, IssueOperation, IssueSnapshot, IssueTopic, ManagedIssue } from "../issue.ts";

/** After so many writes in a row that got no answer the rest is left to the next run. */
const MOST_LOST = 3;

/** What this run did to the issues and what failed, over all rounds. */
export class SyncJournal {
  readonly #changes: IssueChange[] = [];
  readonly #problems = new Set<string>();
  readonly #opened = new Map<number, ManagedIssue>();
  readonly #gone = new Set<number>();
  readonly #failed = new Set<IssueTopic | number>();
  readonly #sent = new Map<number, string>();
  #lost = 0;
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

  /** The list as it is: what we opened a moment ago may not be in it yet, what is gone may be. */
  amend(tracker: IssueSnapshot): IssueSnapshot {
    const listed = new Set(tracker.issues.map(({ number }) => number));
    const missing = [...this.#opened.values()].filter(({ number }) => !listed.has(number));
    const issues = [...tracker.issues, ...missing]
      .filter(({ number }) => !this.#gone.has(number))
      .sort((a, b) => a.number - b.number);
    return { ...tracker, issues };
  }

  /** What failed once would fail again, and would open or tell twice. */
  mayTry({ action, topic, number }: IssueOperation): boolean {
    if (action === "open" && this.opensNothing) return false;
    return !this.#failed.has(number ?? topic);
  }

  /** A list that lags behind asks for the same once more; its comment would stand there twice. */
  hasSent({ action, number }: IssueOperation, body: string): boolean {
    return number !== null && this.#sent.get(number) === `${action} ${body}`;
  }

  opened(write: IssueOperation, issue: ManagedIssue): void {
    this.#opened.set(issue.number, issue);
    this.#note(write, issue.number);
  }

  updated(write: IssueOperation, number: number, body: string): void {
    this.#sent.set(number, `${write.action} ${body}`);
    this.#note(write, number);
  }

  /** Deleted or transferred. */
  lose(number: number): void {
    this.#gone.add(number);
    this.#opened.delete(number);
  }

  tell(problem: string): void {
    this.#problems.add(problem);
  }

  /**
   * @param write what failed; null when it was no single write
   * @param body what was sent
   */
  fail(error: unknown, write: IssueOperation | null, body = ""): void {
    if (write !== null) this.#failed.add(write.number ?? write.topic);
    if (!(error instanceof GitHubError)) {
      this.tell(
        `The issues are not all up to date: a defect of pg-preflight (${errorName(error)}); please report it.`,
      );
      return;
    }
    this.tell(`${whatIs(write)}: ${sentenceOf(error)}${isOurDefect(error) ? defect(body) : ""}`);
    this.#lost = mayHaveHappened(error) ? this.#lost + 1 : 0;
    if (write === null || stopsAll(error)) this.isStopped = true;
    if (this.#lost < MOST_LOST || this.isStopped) return;
    this.isStopped = true;
    this.tell("GitHub gave no answer several times in a row: the other issues are left to the next run.");
  }

  #note({ action, topic, why }: IssueOperation, number: number): void {
    this.#lost = 0;
    // The links to issues that were opened with it are a part of opening it.
    const isFresh = this.#opened.has(number) && action === "update";
    if (!isFresh) this.#changes.push({ check: topic, number, action, why });
  }
}

function whatIs(write: IssueOperation | null): string {
  if (write === null) return "The issues could not be brought in line";
  if (write.number === null) return `The issue of ${write.topic} could not be opened`;
  return `Issue #${write.number} could not be updated`;
}

/** What refuses one refuses all: a missing permission, a wrong token, a limit, no issues here. */
function stopsAll(error: GitHubError): boolean {
  return isLimit(error) || [401, 403, 410].includes(error.status ?? 0);
}

function isOurDefect({ status, unknown }: GitHubError): boolean {
  return (status === 400 || status === 422) && unknown.reason === "error";
}

function defect(body: string): string {
  const why = body.length > 65_536 ? " Its text is longer than GitHub takes." : "";
  return `${why} This is a defect of pg-preflight; please report it.`;
}
