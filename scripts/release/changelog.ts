/** CHANGELOG.md: people write it, under "Unreleased"; a release gives that part its version and its date. */
import { isNewer, KINDS, type Kind, parseVersion } from "./version.ts";

export interface Changelog {
  /** What stands above the first part. */
  readonly head: string;
  /** The entries of what is not released yet, as they are written. */
  readonly unreleased: ReadonlyMap<Kind, string>;
  /** The newest first. */
  readonly versions: readonly { readonly version: string; readonly date: string; readonly text: string }[];
}

const UNRELEASED = "Unreleased";

/** Throws, with the line at fault, when it is not written as a release needs it. */
export function readChangelog(text: string): Changelog {
  const { before: head, sections } = cut(text, "##");
  const [first, ...rest] = sections;
  if (first?.title !== UNRELEASED) {
    throw new Error(`CHANGELOG.md: the first heading is not "## ${UNRELEASED}".`);
  }
  const versions = rest.map(({ title, body }) => {
    const [, version = "", date = ""] = /^(\S+) - (\d{4}-\d{2}-\d{2})$/.exec(title) ?? [];
    if (date === "")
      throw new Error(`CHANGELOG.md: "## ${title}" is not written as "## 1.2.3 - 2026-01-31".`);
    parseVersion(version);
    return { version, date, text: body };
  });
  for (const [index, { version }] of versions.entries()) {
    const older = versions[index + 1]?.version;
    if (older !== undefined && !isNewer(version, older)) {
      throw new Error(`CHANGELOG.md: ${version} stands above ${older}, and is not newer.`);
    }
  }
  return { head, unreleased: entriesOf(first.body), versions };
}

/** The text with all that is unreleased as `version`, and an empty part above it for what comes next. */
export function release(text: string, version: string, date: string): string {
  const { head, unreleased, versions } = readChangelog(text);
  const newest = versions[0]?.version;
  if (unreleased.size === 0) throw new Error(`CHANGELOG.md: nothing stands under "${UNRELEASED}".`);
  if (newest !== undefined && !isNewer(version, newest)) {
    throw new Error(`CHANGELOG.md: ${version} is not newer than ${newest}.`);
  }
  // The weightiest first, and no heading that has nothing under it.
  const body = KINDS.flatMap((kind) => {
    const entries = unreleased.get(kind);
    return entries === undefined ? [] : [`### ${kind}\n\n${entries}`];
  }).join("\n\n");
  const parts = [{ version, date, text: body }, ...versions].map(
    (part) => `## ${part.version} - ${part.date}\n\n${part.text}`,
  );
  return `${[head, `## ${UNRELEASED}`, ...parts].join("\n\n")}\n`;
}

/** The part of one version, without its heading. */
export function notesOf(changelog: Changelog, version: string): string {
  const part = changelog.versions.find((one) => one.version === version);
  if (part === undefined) throw new Error(`CHANGELOG.md has no part for ${version}.`);
  return part.text;
}

function entriesOf(body: string): ReadonlyMap<Kind, string> {
  const { before: loose, sections } = cut(body, "###");
  if (loose !== "") {
    throw new Error(`CHANGELOG.md: "${loose.split("\n")[0]}" stands under no heading. ${allowed()}`);
  }
  const entries = new Map<Kind, string>();
  for (const { title, body: text } of sections) {
    const kind = KINDS.find((one) => one === title);
    if (kind === undefined)
      throw new Error(`CHANGELOG.md: "### ${title}" is no heading of ours. ${allowed()}`);
    if (entries.has(kind)) throw new Error(`CHANGELOG.md: "### ${kind}" stands there twice.`);
    // People may leave an empty heading: it is no entry.
    if (text !== "") entries.set(kind, text);
  }
  return entries;
}

function allowed(): string {
  return `An entry stands under ${KINDS.map((kind) => `"### ${kind}"`).join(", ")}.`;
}

/** What stands above the first heading of this depth, and each heading with what stands under it. */
function cut(text: string, hashes: string): { before: string; sections: { title: string; body: string }[] } {
  const [before = "", ...sections] = `\n${text}`.split(`\n${hashes} `);
  return {
    before: before.trim(),
    sections: sections.map((section) => {
      const [title = "", ...body] = section.split("\n");
      return { title: title.trim(), body: body.join("\n").trim() };
    }),
  };
}
