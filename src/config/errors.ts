import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { didYouMean } from "../lib/did-you-mean.ts";

/** Gathers the problems of several steps, so that the user is told all of them at once. */
export class ConfigErrors {
  readonly #found: string[] = [];

  /** What the step gives, or undefined when it has a UserError to tell. */
  async of<T>(step: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#found.push(...error.problems);
      return undefined;
    }
  }

  get some(): boolean {
    return this.#found.length > 0;
  }

  error(): UserError {
    return new UserError(this.#found);
  }
}

type Place = readonly PropertyKey[];

/**
 * One sentence a problem, in the file's order: where (`file:line`), which key, what is wrong, what to write.
 *
 * @param lineOf the line of the value at a place, or undefined when there is nothing
 */
export function describeIssues(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  file: string,
  lineOf: (place: Place) => number | undefined,
): string[] {
  return issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            place: [...issue.path, key],
            text: unknownKey(key, keysAt(schema, issue.path)),
          }))
        : [{ place: issue.path, text: `: ${sentence(issue)}` }],
    )
    .map(({ place, text }) => ({ place, text, line: nearestLine(place, lineOf) }))
    .sort((a, b) => a.line - b.line)
    .map(({ place, text, line }) => `${file}:${line}: ${dotted(place)}${text}`);
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
    return `${JSON.stringify(written)} is not known.${didYouMean(String(written), values)}${choice}`;
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
  return place.length === 0 ? "the file" : place.map(String).join(".");
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
