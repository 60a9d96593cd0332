/** The arithmetic of versions. Semantic Versioning, without pre-releases: nobody pins an action to one. */

/** The headings that the changelog's entries stand under, the weightiest first: it decides how the version grows. */
export const KINDS = ["Breaking", "Added", "Changed", "Fixed"] as const;
export type Kind = (typeof KINDS)[number];

/** Major, minor, patch. Throws on anything else than three plain numbers. */
export function parseVersion(text: string): readonly [number, number, number] {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text) ?? [];
  if (patch === undefined) throw new Error(`${JSON.stringify(text)} is no version such as 1.2.3.`);
  return [Number(major), Number(minor), Number(patch)];
}

/** What a release that holds such entries is called, after `version`. */
export function nextVersion(version: string, kinds: ReadonlySet<Kind>): string {
  const [major, minor, patch] = parseVersion(version);
  const weightiest = KINDS.find((kind) => kinds.has(kind));
  switch (weightiest) {
    case "Breaking":
      return `${major + 1}.0.0`;
    case "Added":
    case "Changed":
      return `${major}.${minor + 1}.0`;
    case "Fixed":
      return `${major}.${minor}.${patch + 1}`;
    default:
      throw new Error("There is nothing to release.");
  }
}

export function isNewer(version: string, other: string): boolean {
  const [left, right] = [parseVersion(version), parseVersion(other)];
  const place = left.findIndex((part, index) => part !== right[index]);
  return place !== -1 && (left[place] ?? 0) > (right[place] ?? 0);
}

/** The full tag, which never moves: v1.2.3. */
export function tagOf(version: string): string {
  return `v${parseVersion(version).join(".")}`;
}

/** The ref that moves with every release of its major: v1. */
export function majorOf(version: string): string {
  return `v${parseVersion(version)[0]}`;
}
