import { UserError } from "../core/errors.ts";
import type { ReplicaNode, RunConfig } from "../core/settings.ts";

/** One line of `replica-urls`. */
interface ReplicaLine {
  /** Its place among the lines that are not empty, from 1: all that may be said of a line that is not understood. */
  readonly place: number;
  /** Undefined for an address alone. */
  readonly name: string | undefined;
  /** Undefined when there is none. */
  readonly url: string | undefined;
}

const ADDRESS = /^postgres(?:ql)?:\/\//i;

/** A name becomes part of sentences: whatever may be a piece of an address is none. */
const NAME = /^[^\s:@/\p{C}](?:[^:@/\p{C}]{0,61}[^\s:@/\p{C}])?$/u;

/** Undefined where the line is neither `name=address` nor an address. */
export function readReplicaLine(line: string, index: number): ReplicaLine | undefined {
  const place = index + 1;
  if (ADDRESS.test(line)) return { place, name: undefined, url: line };
  const equals = line.indexOf("=");
  const name = line.slice(0, Math.max(0, equals)).trim();
  const url = line.slice(equals + 1).trim();
  if (!NAME.test(name) || !(url === "" || ADDRESS.test(url))) return undefined;
  return { place, name, url: url === "" ? undefined : url };
}

/**
 * The nodes that this run looks at besides the server: each line of `replica-urls` with the name that the
 * configuration declares for it. A declared name without an address is the check's to tell. Where another
 * branch's configuration counts, as on a pull request, the line of a new replica is not an error: its node is checked beside the others.
 *
 * @throws UserError that never repeats a line
 */
export function nameReplicas(
  lines: readonly string[],
  declared: RunConfig["replicas"],
  isOthersRules: boolean,
): ReplicaNode[] {
  if (lines.length > 0 && declared === "none") {
    if (isOthersRules) return [];
    throw new UserError([
      "replica-urls: the configuration says replicas: none, and yet there are addresses. Write the replicas' names there, or leave out replica-urls.",
    ]);
  }
  const names = Array.isArray(declared) ? declared : undefined;
  const { given, problems } = readLines(lines, names, isOthersRules);
  const free = freeNames(
    names,
    given.flatMap(({ name }) => name ?? []),
    isOthersRules,
  );
  const nodes: ReplicaNode[] = [];
  for (const { name, url, place } of given) {
    const called = name ?? free.next().value;
    if (called === undefined) {
      problems.push(
        `replica-urls: line ${place} is one address more than the configuration's replicas has names (${names?.join(", ")}). Add the replica's name there.`,
      );
    } else if (url !== undefined) nodes.push({ name: called, url });
  }
  if (problems.length > 0) throw new UserError(problems);
  return nodes;
}

function readLines(
  lines: readonly string[],
  names: readonly string[] | undefined,
  isOthersRules: boolean,
): { given: ReplicaLine[]; problems: string[] } {
  const problems: string[] = [];
  const given: ReplicaLine[] = [];
  for (const [index, text] of lines.entries()) {
    const line = readReplicaLine(text, index);
    const problem =
      line === undefined
        ? "is no address. Write it as name=postgresql://user:password@host:5432/database, or as the address alone."
        : problemOf(line, given, names, isOthersRules);
    if (problem !== undefined) problems.push(`replica-urls: line ${index + 1} ${problem}`);
    else if (line !== undefined) given.push(line);
  }
  return { given, problems };
}

function problemOf(
  { name, url }: ReplicaLine,
  before: readonly ReplicaLine[],
  names: readonly string[] | undefined,
  isOthersRules: boolean,
): string | undefined {
  if (url === undefined) {
    // A fork's pull request has no secrets: there the name is all that is left of the line.
    if (isOthersRules) return undefined;
    return "has a name and no address. Give it from a secret; a scheduled run of a fork has no secrets either.";
  }
  if (!isOthersRules && name !== undefined && names !== undefined && !names.includes(name)) {
    return `has a name that the configuration's replicas does not declare (${names.join(", ")}).`;
  }
  const same = before.find((other) => name !== undefined && other.name === name);
  if (same !== undefined) return `has the same name as line ${same.place}: a replica has one address.`;
  return undefined;
}

/** The declared names that no line has taken, in their order; without a declaration "replica 1", "replica 2", … */
function* freeNames(
  names: readonly string[] | undefined,
  taken: readonly string[],
  isOthersRules: boolean,
): Generator<string, void> {
  yield* (names ?? []).filter((name) => !taken.includes(name));
  if (names !== undefined && !isOthersRules) return;
  for (let number = 1; ; number += 1) {
    const name = `replica ${number}`;
    if (!taken.includes(name) && names?.includes(name) !== true) yield name;
  }
}
