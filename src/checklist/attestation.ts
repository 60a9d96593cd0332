import { z } from "zod";
import { type Attestation, LONGEST_ATTESTATION } from "../core/checklist/item.ts";
import { daysBetween } from "../lib/time.ts";

/** The keys of an attestation in the configuration; all but the note must be there together. */
export const attestationKeys = {
  "attested-by": z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe("Who checked it: a login with triage rights or more in the repository; it is shown."),
  "attested-on": z.iso.date().optional().describe("The day on which they looked, like 2026-11-01."),
  expires: z.iso
    .date()
    .optional()
    .describe(`The last day on which it counts, at most ${LONGEST_ATTESTATION} days later.`),
  note: z.string().trim().min(1).optional().describe("What they saw, and where; it is shown."),
};

/** What the configuration's keys hold; anything, where a key is wrong and told elsewhere. */
export interface Written {
  readonly "attested-by"?: string | undefined;
  readonly "attested-on"?: string | undefined;
  readonly expires?: string | undefined;
  readonly note?: string | undefined;
}

const REQUIRED = ["attested-by", "attested-on", "expires"] as const;

/** True when any key of an attestation is there. */
export function isAttestation(written: Written): boolean {
  return [...REQUIRED, "note" as const].some((key) => written[key] !== undefined);
}

/** The attestation, or undefined when there is none; the schema has seen that it is whole. */
export function attestationOf(written: Written): Attestation | undefined {
  const { "attested-by": by, "attested-on": on, expires, note } = written;
  return by === undefined || on === undefined || expires === undefined
    ? undefined
    : { by, on, expires, note };
}

/** Everything that is wrong with an attestation, by its key. `today` is the latest date on Earth. */
export function attestationProblems(written: Written, today: string): { key: string; message: string }[] {
  if (!isAttestation(written)) return [];
  const problems = REQUIRED.filter((key) => written[key] === undefined).map((key) => ({
    key: key as string,
    message: "it is missing: an attestation has attested-by, attested-on and expires",
  }));
  const { "attested-on": on, expires } = written;
  if (isDate(on) && on > today) {
    problems.push({
      key: "attested-on",
      message: `${on} is in the future: write the day on which somebody looked`,
    });
  }
  if (isDate(on) && isDate(expires)) {
    const days = daysBetween(on, expires);
    if (days < 0)
      problems.push({ key: "expires", message: `${expires} is before ${on}, the day of attested-on` });
    if (days > LONGEST_ATTESTATION) {
      problems.push({
        key: "expires",
        message: `${expires} is ${days} days after attested-on: an attestation lasts ${LONGEST_ATTESTATION} days at most`,
      });
    }
  }
  return problems;
}

function isDate(value: unknown): value is string {
  return z.iso.date().safeParse(value).success;
}
