import { z } from "zod";

/** PostgreSQL's units of time, in milliseconds. */
const TIME_UNITS: Record<string, number> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** PostgreSQL's units of memory, in bytes. */
const SIZE_UNITS: Record<string, number> = {
  B: 1,
  kB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
};

/**
 * A duration written as PostgreSQL writes it (`15min`, `30d`, `500 ms`), read as milliseconds. The default
 * is written the same way.
 */
export function duration(): z.ZodType<number, string> {
  return quantity("duration", TIME_UNITS, "15min, 36h or 30d");
}

/** A size written as PostgreSQL writes it (`100 kB`, `1GB`), read as bytes. */
export function size(): z.ZodType<number, string> {
  return quantity("size", SIZE_UNITS, "100 kB, 5MB or 1GB");
}

/** Milliseconds, or undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  return parse(text, TIME_UNITS);
}

function quantity(kind: string, units: Record<string, number>, examples: string): z.ZodType<number, string> {
  // As lenient with blanks as PostgreSQL, and as `parse` is.
  const pattern = `^\\s*\\d+(\\.\\d+)?\\s*(${Object.keys(units).join("|")})\\s*$`;
  return z
    .string({ error: () => `write a ${kind} with its unit, like ${examples}` })
    .meta({ pattern })
    .transform((text, context) => {
      const value = parse(text, units);
      if (value === undefined) {
        context.issues.push({
          code: "custom",
          message: `"${text}" is no ${kind}: write a number and one of PostgreSQL's units (${Object.keys(units).join(", ")}), like ${examples}`,
          input: text,
        });
        return z.NEVER;
      }
      return value;
    });
}

function parse(text: string, units: Record<string, number>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]+)$/.exec(text.trim());
  const factor = units[match?.[2] ?? ""];
  return match?.[1] === undefined || factor === undefined ? undefined : Number(match[1]) * factor;
}
