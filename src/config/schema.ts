import { z } from "zod";
import { checks } from "../checks/index.ts";
import { PRIORITIES } from "../core/priority.ts";
import { HOUR } from "../lib/time.ts";
import { duration } from "../lib/units.ts";
import { checklistSchema } from "./checklist.ts";
import { DEFAULT_TIMEOUT_MINUTES } from "./options.ts";

/** A run takes seconds; Node's timers end after 24 days and would then fire at once. */
const LONGEST_RUN = HOUR;

/**
 * The configuration file, composed from the checks' own option schemas. The JSON Schema for editors is made
 * from it.
 */
export const configSchema = z.strictObject({
  schemas: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("The schemas to look at. Default: all but the system's, extensions' and the platform's own."),
  policy: z
    .strictObject({
      unknown: z
        .enum(["auto", "fail", "warn"])
        .default("auto")
        .describe(
          "What a check that could not look does to the step. auto: fail in suite deploy, warn elsewhere.",
        ),
      "known-findings": z
        .enum(["auto", "fail", "pass"])
        .default("auto")
        .describe(
          "What a finding does to the step that an open issue holds already. auto: pass on pull requests, fail elsewhere.",
        ),
      "pull-request-comment": z
        .enum(["auto", "never"])
        .default("auto")
        .describe("auto: one comment on the pull request, edited in place, when there is something to say."),
      "public-details": z
        .boolean()
        .default(false)
        .describe("In a public repository names are counted, not shown, until this is true."),
      timeout: duration()
        .refine((time) => time > 0 && time <= LONGEST_RUN, "write more than 0s and at most 1h")
        .prefault(`${DEFAULT_TIMEOUT_MINUTES}min`)
        .describe("The whole run's time, at most 1h; a check has 10 seconds."),
    })
    .prefault({}),
  issues: z
    .strictObject({
      from: z
        .enum(PRIORITIES)
        .default("high")
        .describe(
          "A failing check of this priority or a more urgent one has an issue of its own; the others stand in the overview.",
        ),
      assignees: z
        .array(z.string().regex(/^@?[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, "write a login, like octocat"))
        .max(10)
        .default([])
        .transform((logins) => logins.map((login) => login.replace(/^@/, "")))
        .describe("Logins of people to whom new issues are assigned, at most 10."),
      labels: z
        .array(
          z
            .string()
            .max(50, "a label has at most 50 characters")
            .regex(/^\S(?:.*\S)?$/, "a label begins and ends with no blank"),
        )
        .max(20)
        .default([])
        .describe("Labels of new issues, besides pg-preflight and the priority's."),
    })
    .prefault({})
    .describe("The issues that the action opens, follows and closes."),
  replicas: z
    .union([z.literal("none"), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe(
      "none when no replica serves reads, or the replicas' names. Undeclared, unused-indexes says so.",
    ),
  supabase: z
    .strictObject({
      "project-ref": z
        .string()
        .regex(/^[a-z]{20}$/, "a project's reference has 20 lower-case letters: see the project's settings")
        .describe("The project's reference, from its address or settings."),
    })
    .optional()
    .describe("For the checks that ask the Management API, with supabase-access-token."),
  checks: z
    .strictObject(Object.fromEntries(checks.map((check) => [check.id, checkSchema(check.options)])))
    .prefault({}),
  checklist: checklistSchema
    .default({})
    .describe(
      "Items of the deployment checklist that a person attests or the team drops, and items of your own.",
    ),
  ignore: z
    .array(
      z.strictObject({
        check: z.enum(checks.map(({ id }) => id)).describe("The check's id."),
        key: z
          .string()
          .min(1)
          .refine(
            (key) => !/^[*\s]+$/.test(key),
            "a key of * alone would hide everything the check ever finds: name the object, or disable the check",
          )
          .describe("The finding's key; * stands for any text."),
        reason: z.string().min(1).describe("Why the team lives with it; it is shown."),
        expires: z.iso.date().optional().describe("The last day on which it counts, like 2027-01-01."),
      }),
    )
    .default([])
    .describe("Findings that the team has decided to live with."),
  suites: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, "a suite's name has lower-case letters, digits and dashes"),
      z.array(z.string()).min(1),
    )
    .default({})
    .describe("Suites of your own: ids or categories of checks by the suite's name."),
});

export type Config = z.infer<typeof configSchema>;

/** A check's own options, and the two that every check takes. */
function checkSchema(options: z.ZodType) {
  if (!(options instanceof z.ZodObject)) throw new TypeError("a check's options must be one zod object");
  return options
    .extend({
      priority: z.enum(PRIORITIES).optional().describe("Takes the place of the check's default priority."),
      enabled: z.boolean().default(true).describe("false: the check is skipped, and shown as disabled."),
    })
    .prefault({});
}
