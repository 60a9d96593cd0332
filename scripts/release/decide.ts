/** What is to be done, from what is written. No file, no git, no network. */
import type { Changelog } from "./changelog.ts";
import { nextVersion, tagOf } from "./version.ts";

/** The version of the next release; undefined when there is nothing to release. */
export function nextRelease(changelog: Changelog, packageVersion: string): string | undefined {
  const newest = changelog.versions[0]?.version;
  mustAgree(newest, packageVersion);
  if (changelog.unreleased.size === 0) return undefined;
  // The first release is what package.json has been saying all the time.
  return newest === undefined ? packageVersion : nextVersion(newest, new Set(changelog.unreleased.keys()));
}

/**
 * The version that this commit of main is to be released as; undefined when none is due.
 * @param tagged the commit that the version's tag is on, if it exists
 */
export function dueRelease(
  changelog: Changelog,
  packageVersion: string,
  commit: string,
  tagged: string | undefined,
): string | undefined {
  const newest = changelog.versions[0]?.version;
  mustAgree(newest, packageVersion);
  if (newest === undefined) return undefined;
  // A tag on this very commit: a run that broke off is being run again, and goes on where it ended.
  if (tagged !== undefined) return tagged === commit ? newest : undefined;
  if (changelog.unreleased.size > 0) {
    throw new Error(
      `${newest} is in CHANGELOG.md and has no tag, and main has gone on: more stands under "Unreleased". ` +
        `Run the release of the commit that brought ${newest} again, or move those entries under ${newest}.`,
    );
  }
  return newest;
}

/** Throws when the tag is on another commit: what people have pinned must never become something else. */
export function mustBeFree(version: string, commit: string, tagged: string | undefined): void {
  if (tagged === undefined || tagged === commit) return;
  throw new Error(
    `The tag ${tagOf(version)} exists on ${tagged}, and this is ${commit}. A full tag never moves: ` +
      "release what has changed as the next version.",
  );
}

function mustAgree(newest: string | undefined, packageVersion: string): void {
  if (newest === undefined || newest === packageVersion) return;
  throw new Error(
    `CHANGELOG.md's newest version is ${newest} and package.json's ${packageVersion}. The release pull request ` +
      "changes both; nobody else has to.",
  );
}
