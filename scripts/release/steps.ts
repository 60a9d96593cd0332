/** The steps of a release, each of which refuses rather than guess. docs/releasing.md explains them. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { notesOf, readChangelog, release } from "./changelog.ts";
import { dueRelease, mustBeFree, nextRelease } from "./decide.ts";
import * as github from "./github.ts";
import type { Repository } from "./repository.ts";
import { majorOf, tagOf } from "./version.ts";

/** One folder, so that one look tells which branches are ours. */
const BRANCH = /^release\/v\d+\.\d+\.\d+$/;
/** What a release changes, and nothing else: a patch that touches a workflow or a script is refused. */
const RELEASED = /^(CHANGELOG\.md|package\.json|package-lock\.json|src\/generated\/version\.ts|dist\/[^/]+)$/;
/** What `npm run build` makes whole; README.md is only filled in. */
const MADE = ["dist", "schema", "src/generated", "src/checks/index.ts"];
/** Linux takes no longer variable than 128 KiB. A release that changes more than the version is no release. */
const LONGEST_PATCH = 100_000;

export interface Prepared {
  readonly version: string;
  /** All that the release changes, for the job that may write: base64 of gzip. */
  readonly patch: string;
}

/** Throws unless what is committed is what the build makes, from nothing. */
export function prove(repository: Repository, build: () => void): void {
  mustBeClean(repository, "The clone has changes of its own.");
  for (const path of MADE) rmSync(join(repository.folder, path), { recursive: true, force: true });
  build();
  mustBeClean(
    repository,
    "What is committed is not what its source makes. Run `npm run build` and commit what it wrote.",
  );
}

/** Writes the release into the clone. Undefined when there is nothing to release. */
export function prepare(repository: Repository, date: string, build: () => void): Prepared | undefined {
  const changelog = read(repository, "CHANGELOG.md");
  const version = nextRelease(readChangelog(changelog), packageVersion(repository));
  if (version === undefined) return undefined;
  mustBeFree(version, "a commit that is still to be made", repository.tagged(tagOf(version)));
  prove(repository, build);
  write(repository, "CHANGELOG.md", release(changelog, version, date));
  write(repository, "package.json", withVersion(read(repository, "package.json"), version));
  write(repository, "package-lock.json", withVersion(read(repository, "package-lock.json"), version));
  build();
  const patch = gzipSync(repository.patch()).toString("base64");
  if (patch.length > LONGEST_PATCH) throw new Error("The release would change far more than its version.");
  return { version, patch };
}

/** Commits what was prepared and opens or renews the one release pull request. Its address. */
export async function propose(repository: Repository, access: github.Access, patch: string): Promise<string> {
  repository.apply(gunzipSync(Buffer.from(patch, "base64")));
  const foreign = repository.staged().filter((file) => !RELEASED.test(file));
  if (foreign.length > 0) throw new Error(`A release does not change ${foreign.join(", ")}.`);
  const version = packageVersion(repository);
  const branch = `release/${tagOf(version)}`;
  repository.commit(`Release ${tagOf(version)}`);
  // It is made anew from main each time, so what was there may go.
  repository.push(`+HEAD:refs/heads/${branch}`);
  const notes = notesOf(readChangelog(read(repository, "CHANGELOG.md")), version);
  const address = await github.propose(access, {
    branch,
    base: "main",
    title: `Release ${tagOf(version)}`,
    body: proposal(version, notes),
  });
  // GitHub closes a pull request whose branch is gone: so there is never more than one.
  const older = repository.branches(BRANCH).filter((name) => name !== branch);
  if (older.length > 0) repository.push(...older.map((name) => `:refs/heads/${name}`));
  return address;
}

/** The version that HEAD is due to be released as; undefined when none is. */
export function due(repository: Repository): string | undefined {
  const version = packageVersion(repository);
  const changelog = readChangelog(read(repository, "CHANGELOG.md"));
  return dueRelease(changelog, version, repository.head(), repository.tagged(tagOf(version)));
}

/** Tag, release, major: in this order, each done once however often it is run. Tells what it did, a line each. */
export async function publish(repository: Repository, access: github.Access): Promise<readonly string[]> {
  const version = packageVersion(repository);
  const [tag, major, head] = [tagOf(version), majorOf(version), repository.head()];
  const tagged = repository.tagged(tag);
  mustBeFree(version, head, tagged);
  if (due(repository) === undefined)
    throw new Error(`${version} is not due: CHANGELOG.md has no part for it.`);
  const said: string[] = [];
  if (tagged === undefined) {
    // Without a plus: should somebody have been faster, the server refuses.
    repository.push(`${head}:refs/tags/${tag}`);
    said.push(`Created the tag ${tag} on ${head}. It never moves.`);
  } else said.push(`The tag ${tag} was already on this commit.`);
  const notes = notesOf(readChangelog(read(repository, "CHANGELOG.md")), version);
  said.push(`The release: ${await github.publish(access, tag, releaseNotes(version, head, access, notes))}`);
  said.push(moveMajor(repository, major, head));
  return said;
}

function moveMajor(repository: Repository, major: string, head: string): string {
  const old = repository.tagged(major);
  if (old === head) return `${major} was already here.`;
  if (old !== undefined && repository.isBefore(head, old)) return `${major} stays on ${old}, which is newer.`;
  if (old !== undefined && !repository.isBefore(old, head)) {
    throw new Error(`${major} is on ${old}, which is not in the history of ${head}: somebody has to look.`);
  }
  repository.push(`+${head}:refs/tags/${major}`);
  return old === undefined ? `Created ${major} on ${head}.` : `Moved ${major} from ${old} to ${head}.`;
}

function proposal(version: string, notes: string): string {
  return [
    `Merging this releases ${tagOf(version)}: it is proved and run, tagged, published, and \`${majorOf(version)}\` moves to it.`,
    "Nothing but `CHANGELOG.md`, the version and `dist/` changes here. It renews itself with every push to `main`; to change the text below, change `CHANGELOG.md` on `main`.",
    "If the checks are not running, press *Approve workflows to run*: GitHub does not start them by itself for a pull request that a workflow opened.",
    notes,
  ].join("\n\n");
}

function releaseNotes(version: string, commit: string, { repository }: github.Access, notes: string): string {
  const use = `uses: ${repository}@${commit} # ${tagOf(version)}`;
  return `${notes}\n\n### How to pin it\n\n\`${majorOf(version)}\` follows every release of this major. This one alone, for ever:\n\n\`\`\`yaml\n${use}\n\`\`\`\n`;
}

function packageVersion(repository: Repository): string {
  return String(JSON.parse(read(repository, "package.json")).version);
}

/** package.json and package-lock.json say the version at the top, and the lock file once more for the root. */
function withVersion(text: string, version: string): string {
  const json = JSON.parse(text);
  json.version = version;
  if (json.packages?.[""] !== undefined) json.packages[""].version = version;
  return `${JSON.stringify(json, null, 2)}\n`;
}

function mustBeClean(repository: Repository, otherwise: string): void {
  const changes = repository.changes();
  if (changes !== "") throw new Error(`${otherwise}\n${changes}`);
}

function read(repository: Repository, file: string): string {
  return readFileSync(join(repository.folder, file), "utf8");
}

function write(repository: Repository, file: string, text: string): void {
  writeFileSync(join(repository.folder, file), text);
}
