import { GitHubError, mayHaveHappened } from "../../github/errors.ts";
import { joinBody, parseBody } from "../body.ts";
import { type IssueWrite, LABEL, type OurIssue } from "../issue.ts";
import { decodeState, encodeState } from "../state/codec.ts";
import type { Round } from "./apply.ts";
import { sameText } from "./comment-once.ts";
import { asOurs, isTrusted, type ListedIssue, labelsOf, WRITING_ISSUES } from "./list.ts";

const PAUSE = 1000;

/**
 * Opens an issue once: a request that may have been carried out is never sent again before the list was looked at.
 *
 * @returns its number; undefined when it can't be kept
 * @throws GitHubError
 */
export async function openIssue(write: IssueWrite, body: string, round: Round): Promise<number | undefined> {
  const { ledger } = round;
  const created = await createOnce(write, body, round);
  if ("seen" in created) {
    // Another run's is brought in line by the next round.
    if (sameText(created.seen.body, body)) ledger.opened(write, created.seen);
    return created.seen.number;
  }
  const { number } = created.issue;
  if (!labelsOf(created.issue).some((label) => label.toLowerCase() === LABEL)) {
    const why = "The token may not set labels, by which issues are found again";
    await takeBack(number, body, round, {
      why,
      remedy: `Add to the workflow: \`${WRITING_ISSUES.permissions}\``,
    });
    return undefined;
  }
  if (!isTrusted(created.issue)) {
    // A member of an organization whose membership is private looks like a stranger.
    const why =
      "GitHub shows the token's user as somebody without rights here, whose issues count as nobody's";
    await takeBack(number, body, round, {
      why,
      remedy: "Give the step the job's own token: `github-token: ${{ github.token }}`",
    });
    return undefined;
  }
  const ours = asOurs(created.issue);
  if (ours !== undefined) ledger.opened(write, ours);
  return number;
}

async function createOnce(
  write: IssueWrite,
  body: string,
  round: Round,
): Promise<{ readonly issue: ListedIssue } | { readonly seen: OurIssue }> {
  const { api, ledger, clock } = round;
  for (let lost = 0; ; ) {
    try {
      const assignees = write.assignees.filter((login) => !ledger.refusedAssignees.has(login));
      const labels = write.addLabels.filter((label) => !ledger.refusedLabels.has(label));
      return { issue: await api.create({ title: write.title ?? write.home, body, labels, assignees }) };
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
async function look(write: IssueWrite, body: string, { api, tracker }: Round): Promise<OurIssue | undefined> {
  const before = new Set(tracker.issues.map(({ number }) => number));
  const found = (await api.list()).issues.filter(
    ({ home, isOpen, number }) => home === write.home && isOpen && !before.has(number),
  );
  return found.find((issue) => sameText(issue.body, body)) ?? found[0];
}

/** Whether there was something to leave out: people who can't be assigned, or labels that can't be. */
async function dropRefused(write: IssueWrite, { api, ledger }: Round): Promise<boolean> {
  const refused: string[] = [];
  for (const login of write.assignees.filter((name) => !ledger.refusedAssignees.has(name))) {
    if (!(await api.isAssignable(login))) refused.push(login);
  }
  for (const login of refused) {
    ledger.refusedAssignees.add(login);
    ledger.tell(`Nothing can be assigned to @${login} of issues.assignees here: issues are opened without.`);
  }
  if (refused.length > 0) return true;
  const labels = write.addLabels.filter(
    (label) => ledger.optionalLabels.includes(label) && !ledger.refusedLabels.has(label),
  );
  for (const label of labels) ledger.refusedLabels.add(label);
  if (labels.length > 0) ledger.tell("GitHub refuses labels of issues.labels: issues are opened without.");
  return labels.length > 0;
}

/** Nobody would find it again, or take it for ours, and every run would open another. */
async function takeBack(
  number: number,
  body: string,
  { api, ledger }: Round,
  { why, remedy }: { readonly why: string; readonly remedy: string },
): Promise<void> {
  ledger.opensNothing = true;
  ledger.tell(`${why}: #${number} was closed at once and no other is opened. ${remedy}`);
  await api.update(number, { body: withdrawn(body), state: "closed", state_reason: "not_planned" });
}

/** Should somebody label it by hand: it is nobody's issue. */
function withdrawn(body: string): string {
  const parsed = parseBody(body);
  const decoded = parsed === undefined ? undefined : decodeState(parsed.state);
  if (parsed === undefined || decoded === undefined || !("state" in decoded)) return body;
  return joinBody({ ...parsed, state: encodeState({ ...decoded.state, closed: "duplicate" }) });
}
