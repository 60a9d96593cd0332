import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { didYouMean } from "../lib/did-you-mean.ts";
import { MOST_PROBLEMS } from "./yaml.ts";

/** Gathers the problems of several steps, so that the user is told all of them at once. */
export class ConfigErrors {
  readonly #found: string[] = [];
  #omitted = 0;

  /** What the step gives, or undefined when it has a UserError to tell. */
  async of<T>(step: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#found.push(...error.problems);
      this.#omitted += error.omitted;
      return undefined;
    }
  }

  get some(): boolean {
    return this.#found.length > 0;
  }

  error(): UserError {
    return new UserError(this.#found, this.#omitted);
  }
}

type Place = readonly PropertyKey[];

interface Problem {
  readonly issue: z.core.$ZodIssue;
  readonly place: Place;
  /** Of a key that the schema does not know. */
  readonly key: string | undefined;
}

/** In characters: what is longer is cut in sentences. */
const LONGEST_VALUE = 200;
const LONGEST_PLACE = 300;

/**
 * One sentence for each of the first problems, in the file's order: where (`file:line`), which key, what is wrong, what to write.
 *
 * @param lineOf the line of the value at a place, or undefined when there is nothing
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  file: string,
  lineOf: (place: Place) => number | undefined,
): { readonly problems: string[]; readonly omitted: number } {
  const all = issues.flatMap((issue): Problem[] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ issue, place: [...issue.path, key], key }))
      : [{ issue, place: issue.path, key: undefined }],
  );
  // A line is searched for from the top, and a near word among all known ones: only for what is shown.
  const problems = all
    .slice(0, MOST_PROBLEMS)
    .map(({ issue, place, key }) => ({
      place,
      text: key === undefined ? `: ${sentence(issue)}` : unknownKey(key, keysAt(schema, issue.path)),
    }))
    .map(({ place, text }) => ({ place, text, line: nearestLine(place, lineOf) }))
    .sort((a, b) => a.line - b.line)
    .map(({ place, text, line }) => `${file}:${line}: ${dotted(place)}${text}`);
  return { problems, omitted: all.length - problems.length };
}

function unknownKey(key: string, known: readonly string[]): string {
  const expected = known.length > 0 && known.length <= 12 ? ` It takes ${known.join(", ")}.` : "";
  return ` is not known.${didYouMean(key, known) || expected}`;
}

/** The line of the place, or of the innermost thing around it that stands in the file. */
function nearestLine(place: Place, lineOf: (place: Place) => number | undefined): number {
  for (let length = place.length; length > 0; length -= 1) {
    const line = lineOf(place.slice(0, length));
    if (line !== undefined) return line;
  }
  return 1;
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const written = typeof issue.input === "string" ? issue.input : JSON.stringify(issue.input);
    const choice =
      values.length > 12 ? "" : ` Write ${values.length === 1 ? "" : "one of "}${values.join(", ")}.`;
    return `${cut(JSON.stringify(written) ?? "nothing", LONGEST_VALUE)} is not known.${didYouMean(String(written), values)}${choice}`;
  }
  if (issue.code === "invalid_union") {
    const choices = issue.errors.map((errors) => (errors[0] === undefined ? "" : sentence(errors[0])));
    return `none of the forms fits: ${choices.join(" Or: ")}`;
  }
  if (issue.code === "invalid_key" && issue.issues[0] !== undefined) return sentence(issue.issues[0]);
  const message = issue.message.replace(/^Invalid input: /, "");
  return issue.code === "invalid_type" && issue.input === undefined ? `it is missing (${message})` : message;
}

function dotted(place: Place): string {
  return place.length === 0 ? "the file" : cut(place.map(String).join("."), LONGEST_PLACE);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The keys that the schema knows at a place, through defaults and lists. */
function keysAt(schema: z.ZodType, place: Place): string[] {
  let current: unknown = schema;
  for (const step of place) {
    const inner = unwrap(current);
    if (inner instanceof z.ZodObject) current = inner.shape[String(step)] ?? inner.def.catchall;
    else if (inner instanceof z.ZodArray) current = inner.element;
    else if (inner instanceof z.ZodRecord) current = inner.valueType;
    else return [];
  }
  const inner = unwrap(current);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema;
  while (
    current instanceof z.ZodDefault ||
    current instanceof z.ZodPrefault ||
    current instanceof z.ZodOptional ||
    current instanceof z.ZodNullable
  ) {
    current = current.unwrap();
  }
  return current;
}
