import { GitHubError, mayHaveHappened, PAUSE_BEFORE_CHECKING } from "../../github/errors.ts";
import type { IssueOperation, IssueTopic } from "../issue.ts";
import { bodyOf } from "../render/fit.ts";
import type { IssueApi, IssuePatch } from "./api.ts";
import type { SyncContext } from "./context.ts";
import type { SyncJournal } from "./journal.ts";
import { isSameText, openIssue } from "./open-issue.ts";

/** After that a person may well have edited what is about to be replaced: the issue is read again. */
const FRESH = 10_000;

/** The clocks of the runner and of GitHub may differ by as much. */
const LEEWAY = 120_000;

/** Why the issues are listed and planned once more: another run may have opened the same, or the plan is out of date. */
type ReplanReason = "opened" | "edited" | "gone";

/** The issue is not what the plan was made from. */
class IssueEdited extends Error {
  override readonly name = "IssueEdited";
}

/**
 * Carries out one operation after another. One that fails does not stop the others, unless they would fail as well.
 *
 * @returns the reasons to list and plan again; empty when everything is in line
 */
export async function applyPlan(
  operations: readonly IssueOperation[],
  context: SyncContext,
): Promise<readonly ReplanReason[]> {
  const numbers = new Map<IssueTopic, number>();
  const reasons: ReplanReason[] = [];
  for (const operation of operations) {
    if (context.journal.isStopped) return [];
    const reason = await applyOperation(operation, numbers, context);
    if (reason !== undefined) reasons.push(reason);
  }
  return reasons;
}

/** @param numbers of the issues that this plan has opened; a new one is added */
async function applyOperation(
  operation: IssueOperation,
  numbers: Map<IssueTopic, number>,
  context: SyncContext,
): Promise<ReplanReason | undefined> {
  const { journal } = context;
  let body = "";
  try {
    body = bodyOf(operation, numbers);
    if (operation.number !== null) {
      await changeIssue(operation, operation.number, body, context);
      return undefined;
    }
    const number = journal.opensNothing ? undefined : await openIssue(operation, body, context);
    if (number !== undefined) {
      numbers.set(operation.topic, number);
      await postComment(operation, number, context);
    }
    return "opened";
  } catch (error) {
    if (error instanceof IssueEdited) return "edited";
    if (operation.number !== null && isGone(error)) {
      journal.recordGone(operation.number);
      return "gone";
    }
    journal.recordFailure(error, operation, body);
    return undefined;
  }
}

async function changeIssue(
  operation: IssueOperation,
  number: number,
  body: string,
  context: SyncContext,
): Promise<void> {
  const { api, journal } = context;
  if (journal.hasSent(operation, body)) return;
  await assertUnedited(number, context);
  await updateIssue(api, operation, number, body);
  journal.recordUpdated(operation, number, body);
  await attemptPart(operation, journal, async () => {
    for (const label of operation.removeLabels) await api.removeLabel(number, label);
    if (operation.addLabels.length > 0) await api.addLabels(number, operation.addLabels);
  });
  await postComment(operation, number, context);
}

async function postComment(operation: IssueOperation, number: number, context: SyncContext): Promise<void> {
  const { journal } = context;
  const { comment } = operation;
  if (comment === undefined || journal.isStopped) return;
  await attemptPart(operation, journal, async () => {
    try {
      await addCommentOnce(number, comment, context);
    } catch (error) {
      // The text of the same issue was changed a moment ago, so it is no missing permission.
      if (!(error instanceof GitHubError && error.status === 403 && error.unknown.reason === "permission")) {
        throw error;
      }
      journal.addProblem(
        `Issue #${number} is locked: its text was updated, but no comment could be added (403).`,
      );
    }
  });
}

/**
 * Adds a comment once: when its request got no answer, the comments are read before the second try.
 *
 * @throws GitHubError
 */
async function addCommentOnce(number: number, text: string, { api, clock }: SyncContext): Promise<void> {
  const since = clock.now() - LEEWAY;
  try {
    await api.addComment(number, text);
    return;
  } catch (error) {
    if (!(error instanceof GitHubError && mayHaveHappened(error))) throw error;
  }
  await clock.sleep(PAUSE_BEFORE_CHECKING);
  const isThere = async (): Promise<boolean> =>
    (await api.listCommentsSince(number, since)).some((comment) => isSameText(comment, text));
  if (await isThere()) return;
  try {
    await api.addComment(number, text);
  } catch (error) {
    if (!(error instanceof GitHubError && mayHaveHappened(error) && (await isThere()))) throw error;
  }
}

/** @throws IssueEdited */
async function assertUnedited(
  number: number,
  { api, snapshot, clock, listedAt }: SyncContext,
): Promise<void> {
  if (clock.now() - listedAt <= FRESH) return;
  const planned = snapshot.issues.find((issue) => issue.number === number)?.body;
  if ((await api.readBody(number)) !== planned) throw new IssueEdited();
}

async function updateIssue(
  api: IssueApi,
  operation: IssueOperation,
  number: number,
  body: string,
): Promise<void> {
  const patch = patchOf(operation, body);
  try {
    await api.update(number, patch);
  } catch (error) {
    const isUnknownReason =
      patch.state_reason === "duplicate" && error instanceof GitHubError && error.status === 422;
    if (!isUnknownReason) throw error;
    // Servers before 3.17 know no duplicates.
    await api.update(number, { body, state: "closed", state_reason: "not_planned" });
  }
}

function patchOf({ action, reason = "completed", duplicateOf }: IssueOperation, body: string): IssuePatch {
  if (action === "reopen") return { body, state: "open" };
  if (action === "update" || action === "open") return { body };
  const patch = { body, state: "closed", state_reason: reason } as const;
  if (reason !== "duplicate") return patch;
  // Without the other issue GitHub takes no duplicate.
  return duplicateOf === undefined
    ? { ...patch, state_reason: "not_planned" }
    : { ...patch, duplicate_issue_id: duplicateOf.id };
}

/** A part that fails does not take the rest of the issue's changes along. */
async function attemptPart(
  operation: IssueOperation,
  journal: SyncJournal,
  part: () => Promise<void>,
): Promise<void> {
  try {
    await part();
  } catch (error) {
    journal.recordFailure(error, operation);
  }
}

/** Deleted (410, 404), or moved to another repository (a redirect). */
function isGone(error: unknown): boolean {
  const status = error instanceof GitHubError ? (error.status ?? 0) : 0;
  return status === 404 || status === 410 || (status >= 300 && status < 400);
}
