import type { AttesterStanding } from "../checks/shared/sources/people.ts";
import type { RunConfig } from "../core/settings.ts";
import type { Source } from "../core/sources.ts";
import { Authors } from "../github/authors.ts";
import { gitHubClient } from "../github/client.ts";
import { GitHubError } from "../github/errors.ts";

/** The token's own login, and one request for each person. */
const MAX_REQUESTS = 12;

/** Whether the people who attest something may do so. What GitHub does not answer is not verified. */
export async function readPeople(
  logins: readonly string[],
  { github: { token, apiUrl, repository }, deadline }: RunConfig,
): Promise<ReadonlyMap<string, Source<AttesterStanding>>> {
  if (token === undefined || repository === null) return new Map();
  const client = gitHubClient({ apiUrl, token, repository, deadline, maxRequests: MAX_REQUESTS });
  const authors = new Authors(client);
  return new Map(
    await Promise.all(
      logins.map(async (login) => [login, { value: await standingOf(login, authors) }] as const),
    ),
  );
}

async function standingOf(login: string, authors: Authors): Promise<AttesterStanding> {
  try {
    const standing = await authors.standingOf({ type: "User", login });
    if (standing === "trusted") return "has-rights";
    return standing === "no-rights" ? "no-rights" : "not-verified";
  } catch (error) {
    if (error instanceof GitHubError) return "not-verified";
    throw error;
  }
}
