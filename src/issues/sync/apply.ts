import { GitHubError } from "../../github/errors.ts";
import type { Clock } from "../../github/transport.ts";
import type { Home, IssueWrite, Tracker } from "../issue.ts";
import type { IssueApi, IssuePatch } from "./api.ts";
import { addComment } from "./comment-once.ts";
import type { Ledger } from "./journal.ts";
import { openIssue } from "./open-issue.ts";

export interface Round {
  readonly api: IssueApi;
  readonly ledger: Ledger;
  /** What the plan was made from. */
  readonly tracker: Tracker;
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
export async function carryOut(writes: readonly IssueWrite[], round: Round): Promise<boolean> {
  const { ledger } = round;
  const numbers = new Map<Home, number>();
  let again = false;
  for (const write of writes) {
    if (ledger.isStopped) return false;
    let body = "";
    try {
      body = write.body(numbers);
      if (write.number === null) {
        const number = ledger.opensNothing ? undefined : await openIssue(write, body, round);
        again = true;
        if (number !== undefined) {
          numbers.set(write.home, number);
          await say(write, number, round);
        }
      } else {
        await change(write, write.number, body, round);
      }
    } catch (error) {
      if (error instanceof OutOfDate) again = true;
      else if (write.number !== null && isGone(error)) {
        ledger.lose(write.number);
        again = true;
      } else ledger.fail(error, write, body);
    }
  }
  return again;
}

async function change(write: IssueWrite, number: number, body: string, round: Round): Promise<void> {
  const { api, ledger } = round;
  if (ledger.hasSent(write, body)) return;
  await mustBeAsPlanned(number, round);
  await update(api, write, number, body);
  ledger.updated(write, number, body);
  await attempt(write, ledger, async () => {
    for (const label of write.removeLabels) await api.removeLabel(number, label);
    if (write.addLabels.length > 0) await api.addLabels(number, write.addLabels);
  });
  await say(write, number, round);
}

async function say(write: IssueWrite, number: number, round: Round): Promise<void> {
  const { ledger } = round;
  const { comment } = write;
  if (comment === undefined || ledger.isStopped) return;
  await attempt(write, ledger, async () => {
    try {
      await addComment(number, comment, round);
    } catch (error) {
      // The text of the same issue was changed a moment ago, so it is no missing permission.
      if (!(error instanceof GitHubError && error.status === 403 && error.unknown.reason === "permission")) {
        throw error;
      }
      ledger.tell(`Issue #${number} is locked: its text was updated, but no comment could be added (403).`);
    }
  });
}

async function mustBeAsPlanned(number: number, { api, tracker, clock, listedAt }: Round): Promise<void> {
  if (clock.now() - listedAt <= FRESH) return;
  const planned = tracker.issues.find((issue) => issue.number === number)?.body;
  if ((await api.body(number)) !== planned) throw new OutOfDate();
}

async function update(api: IssueApi, write: IssueWrite, number: number, body: string): Promise<void> {
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

function patchOf({ action, reason = "completed", duplicateOf }: IssueWrite, body: string): IssuePatch {
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
async function attempt(write: IssueWrite, ledger: Ledger, part: () => Promise<void>): Promise<void> {
  try {
    await part();
  } catch (error) {
    ledger.fail(error, write);
  }
}

/** Deleted (410, 404), or moved to another repository (a redirect). */
function isGone(error: unknown): boolean {
  const status = error instanceof GitHubError ? (error.status ?? 0) : 0;
  return status === 404 || status === 410 || (status >= 300 && status < 400);
}
