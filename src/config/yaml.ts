import type { Document } from "yaml";
import { UserError } from "../core/errors.ts";
import { withinTime } from "../lib/time-limit.ts";

/** A configuration of 256 kB takes a second or two. */
const LONGEST_PARSING = 10_000;

/** In values, those of an alias counted each time: a large configuration has some thousand. */
const MOST_VALUES = 20_000;

/** The parser looks through all anchors for each alias. */
const MOST_ALIASES = 100;

/** More problems of one file are counted. */
export const MOST_PROBLEMS = 50;

export interface YamlFile {
  readonly value: unknown;
  /** The line of the value at a place, undefined when there is nothing. */
  lineOf(place: readonly PropertyKey[]): number | undefined;
}

/** Reading took longer than it may. */
export class TooSlow extends UserError {}

/**
 * Reads a YAML text in bounded time and memory, whatever is in it.
 *
 * @param milliseconds that it may take
 * @throws UserError with every problem and its line
 */
export async function readYaml(
  text: string,
  path: string,
  milliseconds = LONGEST_PARSING,
): Promise<YamlFile> {
  // Loaded only when there is a file: most of a start-up's time is loading.
  const yaml = await import("yaml");
  const read = withinTime(milliseconds, () => parse(yaml, text, path));
  if (read !== undefined) return read.result;
  throw new TooSlow([
    `${path}:1: it takes more than ${milliseconds / 1000} s to read. Write it without deep nesting and without long runs of ?, - or brackets.`,
  ]);
}

function parse(
  { LineCounter, parseDocument, visit }: typeof import("yaml"),
  text: string,
  path: string,
): YamlFile {
  const lines = new LineCounter();
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  const problems: [line: number, text: string][] = [];
  try {
    // The parser's own search for keys that stand twice compares each key with all before it.
    const options = {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "error",
    } as const;
    const document = parseDocument(text, options);
    for (const { message, pos } of document.errors) problems.push([lineAt(pos[0]), invalid(message)]);
    const anchors = new Set<string>();
    let aliases = 0;
    visit(document, {
      Map(_, { anchor, items }) {
        if (anchor !== undefined) anchors.add(anchor);
        const keys = new Set<unknown>();
        for (const { key } of items as { key: { value?: unknown; range?: [number] } | null }[]) {
          if (key?.value === undefined) continue;
          if (keys.has(key.value))
            problems.push([lineAt(key.range?.[0]), invalid("Map keys must be unique")]);
          keys.add(key.value);
        }
      },
      Node(_, node) {
        if ("anchor" in node && typeof node.anchor === "string") anchors.add(node.anchor);
      },
      Alias(_, { source, range }) {
        aliases += 1;
        if (!anchors.has(source)) problems.push([lineAt(range?.[0]), unknownAlias(source)]);
      },
    });
    const counted = problems.map(([line, problem]) => `${path}:${line}: ${problem}`);
    if (counted.length > 0)
      throw new UserError(counted.slice(0, MOST_PROBLEMS), Math.max(0, counted.length - MOST_PROBLEMS));
    if (aliases > MOST_ALIASES) {
      throw new UserError([
        `${path}:1: it has ${aliases} aliases (*name); at most ${MOST_ALIASES} are read. Write the values themselves.`,
      ]);
    }
    return { value: valueIn(document, path), lineOf: (place) => lineIn(document, place, lineAt) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError([`${path}:1: it is nested too deeply. Write it with fewer levels.`]);
  }
}

function invalid(message: string): string {
  return `this is no valid YAML: ${message}`;
}

function unknownAlias(name: string): string {
  const shown = name.slice(0, 100);
  return `*${shown} is an alias in YAML, and nothing has that name. A text that begins with * stands in quotes: "*${shown}".`;
}

function valueIn(document: Document, path: string): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
    if (isSmall(value)) return value;
  } catch (error) {
    // What the parser throws for aliases of aliases.
    if (!(error instanceof ReferenceError)) throw error;
  }
  throw new UserError([
    `${path}:1: it has more than ${MOST_VALUES.toLocaleString("en-US")} values, those of aliases counted each time. Write fewer, and shorter lists.`,
  ]);
}

function isSmall(value: unknown): boolean {
  const waiting = [value];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined && seen <= MOST_VALUES; next = waiting.pop()) {
    if (typeof next !== "object" || next === null) continue;
    const members = Object.values(next).map((member: unknown) => member ?? null);
    seen += members.length;
    if (seen <= MOST_VALUES) waiting.push(...members);
  }
  return seen <= MOST_VALUES;
}

function lineIn(
  document: Document,
  place: readonly PropertyKey[],
  lineAt: (offset: number) => number,
): number | undefined {
  const node = document.getIn(place, true) as { range?: [number, number, number] } | undefined;
  const offset = node?.range?.[0];
  return offset === undefined ? undefined : lineAt(offset);
}
