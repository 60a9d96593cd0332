import { GitHubError, mayHaveHappened } from "../../github/errors.ts";
import type { Clock } from "../../github/transport.ts";
import { joinBody, parseBody } from "../body.ts";
import {
  type IssueOperation,
  type IssueSnapshot,
  type IssueTopic,
  LABEL,
  type ManagedIssue,
} from "../issue.ts";
import { bodyOf } from "../render/fit.ts";
import { decodeState, encodeState } from "../state/codec.ts";
import type { IssueApi, IssuePatch } from "./api.ts";
import type { SyncJournal } from "./journal.ts";
import { asOurs, isTrusted, type ListedIssue, labelsOf, WRITING_ISSUES } from "./list.ts";

/** Milliseconds between two writes, as GitHub asks for. */
const PAUSE = 1000;

/**
 * Opens an issue once: a request that may have been carried out is never sent again before the list was looked at.
 *
 * @returns its number; undefined when it can't be kept
 * @throws GitHubError
 */
export async function openIssue(
  write: IssueOperation,
  body: string,
  round: SyncContext,
): Promise<number | undefined> {
  const { journal } = round;
  const created = await createOnce(write, body, round);
  if ("seen" in created) {
    // Another run's is brought in line by the next round.
    if (sameText(created.seen.body, body)) journal.opened(write, created.seen);
    return created.seen.number;
  }
  const { number } = created.issue;
  if (!labelsOf(created.issue).some((label) => label.toLowerCase() === LABEL)) {
    const why = "The token may not set labels, by which issues are found again";
    await withdrawIssue(number, body, round, {
      why,
      remedy: `Add to the workflow: \`${WRITING_ISSUES.permissions}\``,
    });
    return undefined;
  }
  if (!isTrusted(created.issue)) {
    // A member of an organization whose membership is private looks like a stranger.
    const why =
      "GitHub shows the token's user as somebody without rights here, whose issues count as nobody's";
    await withdrawIssue(number, body, round, {
      why,
      remedy: "Give the step the job's own token: `github-token: ${{ github.token }}`",
    });
    return undefined;
  }
  const ours = asOurs(created.issue);
  if (ours !== undefined) journal.opened(write, ours);
  return number;
}

async function createOnce(
  write: IssueOperation,
  body: string,
  round: SyncContext,
): Promise<{ readonly issue: ListedIssue } | { readonly seen: ManagedIssue }> {
  const { api, journal, clock } = round;
  for (let lost = 0; ; ) {
    try {
      const assignees = write.assignees.filter((login) => !journal.refusedAssignees.has(login));
      const labels = write.addLabels.filter((label) => !journal.refusedLabels.has(label));
      return { issue: await api.create({ title: write.title ?? write.topic, body, labels, assignees }) };
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
      if (error.status === 422 && (await dropRefused(write, round))) continue;
      if (!mayHaveHappened(error)) throw error;
      await clock.sleep(PAUSE);
      const seen = await look(write, body, round);
      if (seen !== undefined) return { seen };
      lost += 1;
      if (lost === 2) throw error;
    }
  }
}

/** An open issue for the same thing that was not there when the plan was made; ours before another run's. */
async function look(
  write: IssueOperation,
  body: string,
  { api, tracker }: SyncContext,
): Promise<ManagedIssue | undefined> {
  const before = new Set(tracker.issues.map(({ number }) => number));
  const found = (await api.list()).issues.filter(
    ({ topic, isOpen, number }) => topic === write.topic && isOpen && !before.has(number),
  );
  return found.find((issue) => sameText(issue.body, body)) ?? found[0];
}

/** Whether there was something to leave out: people who can't be assigned, or labels that can't be. */
async function dropRefused(write: IssueOperation, { api, journal }: SyncContext): Promise<boolean> {
  const refused: string[] = [];
  for (const login of write.assignees.filter((name) => !journal.refusedAssignees.has(name))) {
    if (!(await api.isAssignable(login))) refused.push(login);
  }
  for (const login of refused) {
    journal.refusedAssignees.add(login);
    journal.tell(`Nothing can be assigned to @${login} of issues.assignees here: issues are opened without.`);
  }
  if (refused.length > 0) return true;
  const labels = write.addLabels.filter(
    (label) => journal.optionalLabels.includes(label) && !journal.refusedLabels.has(label),
  );
  for (const label of labels) journal.refusedLabels.add(label);
  if (labels.length > 0) journal.tell("GitHub refuses labels of issues.labels: issues are opened without.");
  return labels.length > 0;
}

/** Nobody would find it again, or take it for ours, and every run would open another. */
async function withdrawIssue(
  number: number,
  body: string,
  { api, journal }: SyncContext,
  { why, remedy }: { readonly why: string; readonly remedy: string },
): Promise<void> {
  journal.opensNothing = true;
  journal.tell(`${why}: #${number} was closed at once and no other is opened. ${remedy}`);
  await api.update(number, { body: withdrawn(body), state: "closed", state_reason: "not_planned" });
}

/** Should somebody label it by hand: it is nobody's issue. */
function withdrawn(body: string): string {
  const parsed = parseBody(body);
  const decoded = parsed === undefined ? undefined : decodeState(parsed.state);
  if (parsed === undefined || decoded === undefined || !("state" in decoded)) return body;
  return joinBody({ ...parsed, state: encodeState({ ...decoded.state, closed: "duplicate" }) });
}

/** Our clock and GitHub's may differ by as much. */
const LEEWAY = 120_000;

/**
 * Adds a comment once: when nobody knows whether it was added, the issue is looked at before the second try.
 *
 * @throws GitHubError
 */
export async function addComment(
  number: number,
  text: string,
  { api, clock }: { readonly api: IssueApi; readonly clock: Clock },
): Promise<void> {
  const since = clock.now() - LEEWAY;
  try {
    await api.addComment(number, text);
    return;
  } catch (error) {
    if (!(error instanceof GitHubError && mayHaveHappened(error))) throw error;
  }
  await clock.sleep(PAUSE);
  const isThere = async (): Promise<boolean> =>
    (await api.commentsSince(number, since)).some((comment) => sameText(comment, text));
  if (await isThere()) return;
  try {
    await api.addComment(number, text);
  } catch (error) {
    if (!(error instanceof GitHubError && mayHaveHappened(error) && (await isThere()))) throw error;
  }
}

/** GitHub trims, and a browser ends lines its own way. */
export function sameText(one: string, other: string): boolean {
  return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}

export interface SyncContext {
  readonly api: IssueApi;
  readonly journal: SyncJournal;
  /** What the plan was made from. */
  readonly tracker: IssueSnapshot;
  readonly clock: Clock;
  /** When it was listed, milliseconds since 1970. */
  readonly listedAt: number;
}

/** After that a person may well have edited what we are about to replace: the issue is looked at again. */
const FRESH = 10_000;

/** The issue is not what the plan was made from. */
class OutOfDate extends Error {
  override readonly name = "OutOfDate";
}

/**
 * Carries out one after another. One that fails does not stop the others, unless they would fail as well.
 *
 * @returns whether there is reason to list and plan again
 */
export async function applyPlan(writes: readonly IssueOperation[], round: SyncContext): Promise<boolean> {
  const { journal } = round;
  const numbers = new Map<IssueTopic, number>();
  let again = false;
  for (const write of writes) {
    if (journal.isStopped) return false;
    let body = "";
    try {
      body = bodyOf(write, numbers);
      if (write.number === null) {
        const number = journal.opensNothing ? undefined : await openIssue(write, body, round);
        again = true;
        if (number !== undefined) {
          numbers.set(write.topic, number);
          await say(write, number, round);
        }
      } else {
        await change(write, write.number, body, round);
      }
    } catch (error) {
      if (error instanceof OutOfDate) again = true;
      else if (write.number !== null && isGone(error)) {
        journal.lose(write.number);
        again = true;
      } else journal.fail(error, write, body);
    }
  }
  return again;
}

async function change(
  write: IssueOperation,
  number: number,
  body: string,
  round: SyncContext,
): Promise<void> {
  const { api, journal } = round;
  if (journal.hasSent(write, body)) return;
  await mustBeAsPlanned(number, round);
  await update(api, write, number, body);
  journal.updated(write, number, body);
  await attempt(write, journal, async () => {
    for (const label of write.removeLabels) await api.removeLabel(number, label);
    if (write.addLabels.length > 0) await api.addLabels(number, write.addLabels);
  });
  await say(write, number, round);
}

async function say(write: IssueOperation, number: number, round: SyncContext): Promise<void> {
  const { journal } = round;
  const { comment } = write;
  if (comment === undefined || journal.isStopped) return;
  await attempt(write, journal, async () => {
    try {
      await addComment(number, comment, round);
    } catch (error) {
      // The text of the same issue was changed a moment ago, so it is no missing permission.
      if (!(error instanceof GitHubError && error.status === 403 && error.unknown.reason === "permission")) {
        throw error;
      }
      journal.tell(`Issue #${number} is locked: its text was updated, but no comment could be added (403).`);
    }
  });
}

async function mustBeAsPlanned(
  number: number,
  { api, tracker, clock, listedAt }: SyncContext,
): Promise<void> {
  if (clock.now() - listedAt <= FRESH) return;
  const planned = tracker.issues.find((issue) => issue.number === number)?.body;
  if ((await api.body(number)) !== planned) throw new OutOfDate();
}

async function update(api: IssueApi, write: IssueOperation, number: number, body: string): Promise<void> {
  const patch = patchOf(write, body);
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
async function attempt(
  write: IssueOperation,
  journal: SyncJournal,
  part: () => Promise<void>,
): Promise<void> {
  try {
    await part();
  } catch (error) {
    journal.fail(error, write);
  }
}

/** Deleted (410, 404), or moved to another repository (a redirect). */
function isGone(error: unknown): boolean {
  const status = error instanceof GitHubError ? (error.status ?? 0) : 0;
  return status === 404 || status === 410 || (status >= 300 && status < 400);
}
