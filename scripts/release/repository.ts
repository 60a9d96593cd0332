/** The clone that a release is made in, and its origin. */
import { execFileSync } from "node:child_process";

/** GitHub's own name and address for what a workflow commits. */
const AUTHOR = [
  "user.name=github-actions[bot]",
  "user.email=41898282+github-actions[bot]@users.noreply.github.com",
];
const MOST_BYTES = 64 * 1024 * 1024;

export class Repository {
  readonly folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  /** @param access what git needs to push; without it git asks as anybody may */
  constructor(folder: string, access?: { readonly server: string; readonly token: string }) {
    this.folder = folder;
    // In the environment: an argument can be read by every process of the machine, and a file stays behind.
    this.#environment =
      access === undefined
        ? {}
        : {
            GIT_CONFIG_COUNT: "1",
            GIT_CONFIG_KEY_0: `http.${access.server}/.extraheader`,
            GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${access.token}`).toString("base64")}`,
          };
  }

  head(): string {
    return this.#say("rev-parse", "HEAD");
  }

  /** What differs from the commit, untracked files too: a line each, empty when nothing does. */
  changes(): string {
    return this.#say("status", "--porcelain");
  }

  /** All that differs from the commit, as a patch that fits nothing but this commit. */
  patch(): Buffer {
    this.#git(["add", "--all"]);
    return this.#git(["diff", "--cached", "--binary"]);
  }

  /** Throws when the patch does not fit. */
  apply(patch: Buffer): void {
    this.#git(["apply", "--index", "-"], patch);
  }

  /** The files that the next commit changes. */
  staged(): readonly string[] {
    return this.#say("diff", "--cached", "--name-only", "--no-renames").split("\n").filter(Boolean);
  }

  commit(message: string): void {
    this.#git([
      ...AUTHOR.flatMap((setting) => ["-c", setting]),
      "commit",
      "--quiet",
      "--no-verify",
      "--message",
      message,
    ]);
  }

  /** The commit that a tag of origin is on; undefined when there is none. */
  tagged(tag: string): string | undefined {
    // Of an annotated tag the line that ends with ^{} has the commit; it comes last.
    const lines = this.#say("ls-remote", "origin", `refs/tags/${tag}`, `refs/tags/${tag}^{}`).split("\n");
    return lines.at(-1)?.split("\t")[0] || undefined;
  }

  /** The branches of origin whose names fit the pattern. */
  branches(pattern: RegExp): readonly string[] {
    return this.#say("ls-remote", "--heads", "origin")
      .split("\n")
      .map((line) => line.split("\trefs/heads/")[1] ?? "")
      .filter((name) => pattern.test(name));
  }

  /** True when `older` is in the history of `newer`. */
  isBefore(older: string, newer: string): boolean {
    try {
      this.#git(["merge-base", "--is-ancestor", older, newer]);
      return true;
    } catch {
      return false;
    }
  }

  /** Refspecs as git knows them: `+` moves what is there, nothing before the colon deletes. */
  push(...refspecs: readonly string[]): void {
    this.#git(["push", "--quiet", "origin", ...refspecs]);
  }

  #say(...args: readonly string[]): string {
    return this.#git(args).toString().trimEnd();
  }

  #git(args: readonly string[], input?: Buffer): Buffer {
    try {
      return execFileSync("git", args, {
        cwd: this.folder,
        env: { ...process.env, ...this.#environment },
        maxBuffer: MOST_BYTES,
        stdio: "pipe",
        ...(input === undefined ? {} : { input }),
      });
    } catch (error) {
      const { stderr = "" } = error as { stderr?: Buffer | string };
      throw new Error(`git ${args.join(" ")} failed:\n${String(stderr).trim()}`, { cause: error });
    }
  }
}
