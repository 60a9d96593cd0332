import { GitHubError, mayHaveHappened, PAUSE_BEFORE_CHECKING } from "../../github/errors.ts";
import { joinBody, parseBody } from "../body.ts";
import { type IssueOperation, LABEL, type ManagedIssue } from "../issue.ts";
import { decodeState, encodeState } from "../state/codec.ts";
import type { SyncContext } from "./context.ts";
import { type ListedIssue, labelsOf, openedIssue, WRITING_ISSUES } from "./list.ts";

/**
 * Opens an issue once: a request that may have been carried out is never sent again before the list was read.
 *
 * @returns its number; undefined when it can't be kept
 * @throws GitHubError
 */
export async function openIssue(
  operation: IssueOperation,
  body: string,
  context: SyncContext,
): Promise<number | undefined> {
  const { journal } = context;
  const created = await createOnce(operation, body, context);
  if ("found" in created) {
    // An issue of another run is brought in line by the next round.
    if (isSameText(created.found.body, body)) journal.recordOpened(operation, created.found);
    return created.found.number;
  }
  const { issue } = created;
  const reason = await reasonToWithdraw(issue, context);
  if (reason !== undefined) {
    await withdrawIssue(issue.number, body, context, reason);
    return undefined;
  }
  const opened = openedIssue(issue);
  if (opened !== undefined) journal.recordOpened(operation, opened);
  return issue.number;
}

interface Withdrawal {
  readonly why: string;
  readonly remedy: string;
}

/** The next run would not find the issue, or not take it for one of ours. */
async function reasonToWithdraw(issue: ListedIssue, { api }: SyncContext): Promise<Withdrawal | undefined> {
  if (!labelsOf(issue).some((label) => label.toLowerCase() === LABEL)) {
    return {
      why: "The token may not set labels, by which issues are found again",
      remedy: `Add to the workflow: \`${WRITING_ISSUES.permissions.text}\``,
    };
  }
  if (await api.isTrusted(issue)) return undefined;
  return {
    why: "GitHub does not say whose token this is, so the next run would not recognize the issue",
    remedy: "Give the step the job's own token: `github-token: ${{ github.token }}`",
  };
}

async function createOnce(
  operation: IssueOperation,
  body: string,
  context: SyncContext,
): Promise<{ readonly issue: ListedIssue } | { readonly found: ManagedIssue }> {
  for (let unanswered = 0; ; ) {
    try {
      return { issue: await createIssue(operation, body, context) };
    } catch (error) {
      const next = await afterFailure(error, operation, body, context);
      if (typeof next === "object") return next;
      if (next === "unanswered") unanswered += 1;
      if (unanswered === 2) throw error;
    }
  }
}

/** @throws the error where another try is of no use */
async function afterFailure(
  error: unknown,
  operation: IssueOperation,
  body: string,
  context: SyncContext,
): Promise<{ readonly found: ManagedIssue } | "unanswered" | "without-refused"> {
  if (!(error instanceof GitHubError)) throw error;
  if (error.status === 422 && (await dropRefused(operation, context))) return "without-refused";
  if (!mayHaveHappened(error)) throw error;
  await context.clock.sleep(PAUSE_BEFORE_CHECKING);
  const found = await findOpened(operation, body, context);
  return found === undefined ? "unanswered" : { found };
}

function createIssue(
  operation: IssueOperation,
  body: string,
  { api, journal }: SyncContext,
): Promise<ListedIssue> {
  const assignees = operation.assignees.filter((login) => !journal.refusedAssignees.has(login));
  const labels = operation.addLabels.filter((label) => !journal.refusedLabels.has(label));
  return api.create({ title: operation.title ?? operation.topic, body, labels, assignees });
}

/** An open issue of the same topic that was not there when the plan was made; this run's before another's. */
async function findOpened(
  operation: IssueOperation,
  body: string,
  { api, snapshot }: SyncContext,
): Promise<ManagedIssue | undefined> {
  const before = new Set(snapshot.issues.map(({ number }) => number));
  const found = (await api.list()).issues.filter(
    ({ topic, isOpen, number }) => topic === operation.topic && isOpen && !before.has(number),
  );
  return found.find((issue) => isSameText(issue.body, body)) ?? found[0];
}

/** Whether there was something to leave out: people who can't be assigned, or labels that can't be set. */
async function dropRefused(operation: IssueOperation, { api, journal }: SyncContext): Promise<boolean> {
  const refused: string[] = [];
  for (const login of operation.assignees.filter((name) => !journal.refusedAssignees.has(name))) {
    if (!(await api.isAssignable(login))) refused.push(login);
  }
  for (const login of refused) {
    journal.refusedAssignees.add(login);
    journal.addProblem(
      `Nothing can be assigned to @${login} of issues.assignees here: issues are opened without.`,
    );
  }
  if (refused.length > 0) return true;
  const labels = operation.addLabels.filter(
    (label) => journal.optionalLabels.includes(label) && !journal.refusedLabels.has(label),
  );
  for (const label of labels) journal.refusedLabels.add(label);
  if (labels.length > 0)
    journal.addProblem("GitHub refuses labels of issues.labels: issues are opened without.");
  return labels.length > 0;
}

/** Otherwise every run would open another. */
async function withdrawIssue(
  number: number,
  body: string,
  { api, journal }: SyncContext,
  { why, remedy }: Withdrawal,
): Promise<void> {
  journal.opensNothing = true;
  journal.addProblem(`${why}: #${number} was closed at once and no other is opened. ${remedy}`);
  await api.update(number, { body: withdrawnBody(body), state: "closed", state_reason: "not_planned" });
}

/** Should somebody label the issue by hand, it still counts as a duplicate. */
function withdrawnBody(body: string): string {
  const parsed = parseBody(body);
  const decoded = parsed === undefined ? undefined : decodeState(parsed.state);
  if (parsed === undefined || decoded === undefined || !("state" in decoded)) return body;
  return joinBody({ ...parsed, state: encodeState({ ...decoded.state, closed: "duplicate" }) });
}

/** GitHub trims, and a browser ends lines its own way. */
export function isSameText(one: string, other: string): boolean {
  return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}
