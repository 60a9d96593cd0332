import { isAbsolute, relative, resolve, sep } from "node:path";
import { DEFAULT_CONFIG, type RunOptions } from "../config/options.ts";
import type { ConfigFile } from "../config/parse.ts";
import type { RunContext } from "../config/run-context.ts";
import { UserError } from "../core/errors.ts";
import { type RulesSource, shortRef } from "../core/rules-source.ts";
import { GitHubError } from "../github/errors.ts";
import type { CheckoutFile } from "./config-changes.ts";

/** Reading one file may take so long, in milliseconds: nothing else of the run can begin before. */
const TIMEOUT = 20_000;

/** In bytes. A configuration with every option, a hundred ignores and as many queries has a tenth of it. */
const LARGEST_CONFIG = 256 * 1024;

/**
 * The configuration file that counts: the checkout's, or that of the branch which sets the rules of this run.
 *
 * @throws UserError when a file was asked for that is not there, or when the checkout's cannot be read
 */
export async function loadConfigFile(inputs: RunOptions, runner: RunContext): Promise<ConfigFile> {
  const path = pathInRepository(inputs.config, runner);
  return runner.rules === undefined
    ? loadCheckout(path, runner)
    : loadFrom(runner.rules, path, { inputs, runner });
}

async function loadCheckout(path: string, runner: RunContext): Promise<ConfigFile> {
  const own = await readCheckout(path, runner);
  if ("refused" in own) {
    throw new UserError([
      `config: ${path} ${own.refused} Write the configuration into a file of the repository, of at most ${LARGEST_CONFIG / 1024} kB.`,
    ]);
  }
  if (own.text !== null) return { text: own.text, notices: [] };
  if (path !== DEFAULT_CONFIG) {
    throw noSuchFile(path, "workspace. Check the path, and that actions/checkout runs before this action");
  }
  return {
    text: null,
    notices: [`There is no ${path} in the workspace: every check runs with its defaults.`],
  };
}

async function loadFrom(
  rules: RulesSource,
  path: string,
  { inputs, runner }: { readonly inputs: RunOptions; readonly runner: RunContext },
): Promise<ConfigFile> {
  const counting = await readCounting(path, rules, inputs, runner);
  if ("refused" in counting) {
    return {
      text: null,
      isRefused: true,
      notices: [
        `The configuration did not count: ${rules.when} the ${rules.of}'s counts, and ${counting.refused} ` +
          `Every check ran with its defaults, and nothing was ignored or attested.${counting.remedy}`,
      ],
    };
  }
  const own = await readCheckout(path, runner);
  const isNowhere = counting.text === null && "text" in own && own.text === null;
  if (isNowhere && path !== DEFAULT_CONFIG) throw noSuchFile(path, "repository");
  const { changeNotices } = await import("./config-changes.ts");
  return {
    text: counting.text,
    origin: `These are lines of ${path} as it stands on the ${rules.of} (${counting.commit}), which is what counts ${rules.when}.`,
    notices: await changeNotices(path, { rules, counting: counting.text, own }),
  };
}

/** With slashes, from the repository's root. */
function pathInRepository(config: string, { workspace }: RunContext): string {
  const path = relative(workspace, resolve(workspace, config));
  if (path === "" || isAbsolute(path) || path.split(sep)[0] === "..") {
    throw new UserError([
      `config: ${JSON.stringify(config)} is outside of the repository. Write the path of a file in it, like ${DEFAULT_CONFIG}.`,
    ]);
  }
  return path.split(sep).join("/");
}

async function readCheckout(path: string, { workspace }: RunContext): Promise<CheckoutFile> {
  const { Refused, readText } = await import("../collect/repository/workspace.ts");
  try {
    return { text: await readText(workspace, path, LARGEST_CONFIG) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    // The system's own message holds the runner's folders: its code says enough.
    const code = (error as NodeJS.ErrnoException).code ?? "an error";
    return { refused: `could not be read (${code}).` };
  }
}

const GIVE_TOKEN =
  " Give the step `github-token: ${{ github.token }}` and the workflow `permissions: contents: read`.";

/** The text of the file that counts, or why it can't be had, as the end of a sentence. */
async function readCounting(
  path: string,
  { of, ref }: RulesSource,
  { githubToken: token }: RunOptions,
  { apiUrl, repository }: RunContext,
): Promise<{ text: string | null; commit: string } | { refused: string; remedy: string }> {
  if (token === undefined) return { refused: "without a github-token it can't be read.", remedy: GIVE_TOKEN };
  if (repository === null || ref === null) {
    return { refused: `the event does not name the ${of}'s commit.`, remedy: "" };
  }
  const [{ gitHubClient }, { assertReadable, readRepositoryFile }] = await Promise.all([
    import("../github/client.ts"),
    import("../github/contents.ts"),
  ]);
  const client = gitHubClient({ apiUrl, token, repository, deadline: Date.now() + TIMEOUT, maxRequests: 2 });
  try {
    const text = await readRepositoryFile(client, { path, ref, largest: LARGEST_CONFIG });
    if (text === null) await assertReadable(client, ref);
    return { text, commit: shortRef(ref) };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { detail, reason } = error.unknown;
    return {
      refused: `it can't be read: ${detail}`,
      remedy: reason === "permission" ? GIVE_TOKEN : "",
    };
  }
}

function noSuchFile(path: string, where: string): UserError {
  return new UserError([`config: there is no file ${JSON.stringify(path)} in the ${where}.`]);
}
