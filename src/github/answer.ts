import { z } from "zod";
import { GitHubError } from "./errors.ts";

/** An ISO 8601 time as milliseconds since 1970. */
export const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/**
 * An answer in the form that we need, new fields left out: its type is GitHub's promise, and an Enterprise Server or a
 * proxy may keep it otherwise.
 *
 * @throws GitHubError when it has another form
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new GitHubError(
    { reason: "version", detail: `GitHub's answer for ${what} has not the form that this check expects.` },
    200,
  );
}
