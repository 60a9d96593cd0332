import { GitHubError, mayHaveHappened } from "../../github/errors.ts";
import type { Clock } from "../../github/transport.ts";
import type { IssueApi } from "./api.ts";

const PAUSE = 1000;
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
