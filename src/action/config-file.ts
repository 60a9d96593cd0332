import { readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { DEFAULT_CONFIG, isPullRequest, type RunOptions } from "../config/options.ts";
import type { ConfigFile } from "../config/parse.ts";
import type { RunContext } from "../config/run-context.ts";
import { UserError } from "../core/errors.ts";
import { GitHubError } from "../github/errors.ts";

/** Reading one file may take so long, in milliseconds: nothing else of the run can begin before. */
const TIMEOUT = 20_000;

/**
 * The configuration file that counts: the workspace's, but on a pull request the base branch's, for a branch must
 * not grade itself.
 *
 * @throws UserError when a file was asked for that is not there
 */
export async function loadConfigFile(inputs: RunOptions, runner: RunContext): Promise<ConfigFile> {
  const path = inputs.config;
  if (!isPullRequest(runner.eventName)) {
    const own = readWorkspace(path, runner);
    if (own !== null) return { text: own, notices: [] };
    if (path !== DEFAULT_CONFIG)
      throw noSuchFile(path, "workspace. Check the path, and that actions/checkout runs before this action");
    return {
      text: null,
      notices: [`There is no ${path} in the workspace: every check runs with its defaults.`],
    };
  }
  const file = pathInRepository(path, runner);
  const own = await readBranch(file, runner);
  const base = await readBase(file, own !== null, inputs, runner);
  if ("refused" in base) {
    return {
      text: null,
      isRefused: true,
      notices: [
        `The configuration did not count: a pull request is judged by the base branch's, and ${base.refused} ` +
          "Every check ran with its defaults, and nothing was ignored or attested. Give the step `github-token: ${{ github.token }}` " +
          "and the workflow `permissions: contents: read`.",
      ],
    };
  }
  if (base.text === null && own === null && path !== DEFAULT_CONFIG) throw noSuchFile(path, "repository");
  const { changeNotices } = await import("./config-changes.ts");
  return {
    text: base.text,
    origin: `These are lines of ${file} as it stands on the base branch (${base.commit}), which is what counts on a pull request.`,
    notices: await changeNotices(file, base.text, own),
  };
}

function readWorkspace(path: string, { workspace }: RunContext): string | null {
  const file = resolve(workspace, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "utf8") : null;
}

/** With slashes, from the repository's root. */
function pathInRepository(config: string, { workspace }: RunContext): string {
  const path = relative(workspace, resolve(workspace, config));
  if (path === "" || isAbsolute(path) || path.split(sep)[0] === "..") {
    throw new UserError([
      `config: ${JSON.stringify(config)} is outside of the repository, and a pull request is judged by the base branch's file.`,
    ]);
  }
  return path.split(sep).join("/");
}

/** Only to list what the branch changes: a file that can't be read, or a link out of the workspace, is an empty one. */
async function readBranch(path: string, { workspace }: RunContext): Promise<string | null> {
  const { readText } = await import("../collect/repository/workspace.ts");
  return readText(workspace, path).catch(() => "");
}

/**
 * The file's text at the base commit, or why it can't be had, as the end of a sentence.
 *
 * @param isExpected the branch has the file: "not found" then may as well mean that the token sees nothing
 */
async function readBase(
  path: string,
  isExpected: boolean,
  { githubToken: token }: RunOptions,
  { apiUrl, repository, baseSha }: RunContext,
): Promise<{ text: string | null; commit: string } | { refused: string }> {
  if (token === undefined) return { refused: "without a github-token it can't be read." };
  if (repository === null || baseSha === null) return { refused: "the event does not tell the base commit." };
  const [{ gitHubClient }, { readRepositoryFile }] = await Promise.all([
    import("../github/client.ts"),
    import("../github/contents.ts"),
  ]);
  const client = gitHubClient({ apiUrl, token, repository, deadline: Date.now() + TIMEOUT, maxRequests: 2 });
  try {
    const text = await readRepositoryFile(client, { path, ref: baseSha });
    if (text === null && isExpected) {
      await client.ask("the repository", ({ repos }, place) => repos.get({ ...place }));
    }
    return { text, commit: baseSha.slice(0, 7) };
  } catch (error) {
    if (error instanceof GitHubError) return { refused: `it can't be read: ${error.unknown.detail}` };
    throw error;
  }
}

function noSuchFile(path: string, where: string): UserError {
  return new UserError([`config: there is no file ${JSON.stringify(path)} in the ${where}.`]);
}
