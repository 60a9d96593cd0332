/** The three things that a release asks of GitHub's API. */

export interface Access {
  /** As GITHUB_API_URL has it. */
  readonly api: string;
  /** owner/name. */
  readonly repository: string;
  readonly token: string;
}

export interface PullRequest {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** Where nobody looks until it fails. */
const ALLOW =
  'In the repository\'s settings, Actions > General, "Allow GitHub Actions to create and approve pull requests" is off.';

/** Opens the branch's pull request, or renews the open one. Its address. */
export async function propose(access: Access, { branch, base, title, body }: PullRequest): Promise<string> {
  const [owner] = access.repository.split("/");
  const query = new URLSearchParams({ state: "open", base, head: `${owner}:${branch}` });
  const { body: open } = await ask(access, "GET", `/pulls?${query}`, undefined, 200);
  const [standing] = open as { number: number }[];
  const { body: written } =
    standing === undefined
      ? await ask(access, "POST", "/pulls", { head: branch, base, title, body }, 201)
      : await ask(access, "PATCH", `/pulls/${standing.number}`, { title, body }, 200);
  return (written as { html_url: string }).html_url;
}

/** The address of the release of this tag, which is made when there is none. The tag must be there. */
export async function publish(access: Access, tag: string, body: string): Promise<string> {
  const found = await ask(access, "GET", `/releases/tags/${tag}`, undefined, 200, 404);
  const { body: written } =
    found.status === 200
      ? found
      : await ask(access, "POST", "/releases", { tag_name: tag, name: tag, body }, 201);
  return (written as { html_url: string }).html_url;
}

async function ask(
  { api, repository, token }: Access,
  method: string,
  path: string,
  body: unknown,
  ...expected: readonly number[]
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${api}/repos/${repository}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "user-agent": "pg-preflight-release",
      "x-github-api-version": "2022-11-28",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (expected.includes(response.status)) return { status: response.status, body: JSON.parse(text) };
  const hint = text.includes("not permitted to create or approve") ? ` ${ALLOW}` : "";
  throw new Error(`GitHub answered ${method} ${path} with ${response.status}: ${text}${hint}`);
}
