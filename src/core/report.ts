import { z } from "zod";
import { CATEGORIES } from "./category.ts";
import { BLOCK_LANGUAGES, FIX_KINDS, SKIPPED_REASONS, STATUSES, UNKNOWN_REASONS } from "./finding.ts";
import { PRIORITIES } from "./priority.ts";

/** The JSON report, the contract with whatever reads it next. `schemaVersion` 1 only ever gains keys. */

const factsSchema = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]),
  )
  .describe(
    "What is known of one object. A key's ending tells its unit: _bytes, _ms, _s, _percent, _at (ISO 8601).",
  );

const findingSchema = z.object({
  key: z.string().describe("Stable between runs, unique within its check."),
  priority: z.enum(PRIORITIES),
  message: z.string(),
  facts: factsSchema,
  fix: z.string().optional().describe("SQL for a person to review."),
  fixKind: z
    .enum(FIX_KINDS)
    .optional()
    .describe(
      "How to run the fix: together with others in one script, alone outside a transaction, in a maintenance window, or destructive, which drops or ends something. Read from its statements; what is not understood is destructive.",
    ),
  fixStatements: z.number().optional().describe("The number of statements of the fix; 0 for comments alone."),
  destructive: z.boolean().optional().describe("The fix takes something away: its kind is destructive."),
  standsAlone: z.boolean().optional().describe("The fix can't run in a transaction, whatever its kind."),
  file: z.string().optional().describe("The file it is about, from the repository's root."),
  plan: z.string().optional().describe("An execution plan as a tree, one node a line, without literals."),
  known: z.boolean().describe("An open issue already holds it."),
});

const codeBlockSchema = z
  .object({ language: z.enum(BLOCK_LANGUAGES), text: z.string() })
  .describe("Lines for a person to copy.");

const resultSchema = z.object({
  check: z.string(),
  title: z.string(),
  why: z.string(),
  category: z.enum(CATEGORIES),
  status: z.enum(STATUSES),
  priority: z.enum(PRIORITIES).describe("Of its most urgent finding; without one, the check's own."),
  momentary: z.boolean().optional().describe("Judges this moment; never stops a pull request."),
  stops: z.boolean().optional().describe("It is one of the reasons why the step fails."),
  window: z.string().optional().describe("Since when the counters it rests on count, in words."),
  findings: z.array(findingSchema).optional(),
  unknown: z
    .object({
      reason: z.enum(UNKNOWN_REASONS),
      detail: z.string(),
      fix: codeBlockSchema.optional(),
      until: z.iso
        .datetime()
        .optional()
        .describe("Pending: it is set up, and without its first proof it fails at this time."),
    })
    .optional(),
  skipped: z
    .object({ reason: z.enum(SKIPPED_REASONS), detail: z.string(), fix: codeBlockSchema.optional() })
    .optional(),
  measurements: z.array(factsSchema).optional(),
  itemEvidence: z
    .record(
      z.string(),
      z.object({
        status: z.enum(["pass", "fail", "unknown", "pending"]),
        evidence: z.string(),
        until: z.iso.datetime().optional().describe("When the first proof of what is pending is due."),
      }),
    )
    .optional()
    .describe("What it shows for items of the checklist besides its findings, by what it is about."),
  runbook: z
    .object({
      refresh: z
        .array(z.string())
        .optional()
        .describe("The statement that refreshes each materialized view, for a person to run."),
      rollback: z.string().optional().describe("How the migration tool undoes a migration."),
    })
    .optional()
    .describe("What it adds to the runbook for an incident."),
});

const checklistTotalsSchema = z.object({
  evidence: z.number().describe("Items that are complete by what checks saw."),
  attested: z.number().describe("Items that are complete by a person's attestation."),
  pending: z.number().describe("Items that are set up, and whose first proof is due; they are not complete."),
  pendingUntil: z.iso.datetime().nullable().describe("When the last of the pending items is due."),
  incomplete: z.number().describe("Items that fail or have no evidence."),
  dropped: z.number().describe("Items that the team does without; they are not counted among the others."),
});

const checklistItemSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z
    .enum(["pass", "fail", "unknown", "pending", "attested", "dropped"])
    .describe("Only pass is complete by evidence; pending is set up, and not proven yet."),
  until: z.iso
    .datetime()
    .optional()
    .describe("Of a pending item: when its first proof is due. Without that proof the item fails then."),
  evidence: z.string().describe("What the tick rests on, or why there is none."),
  checks: z.array(z.string()).describe("Ids of the checks that it rests on."),
  attestation: z
    .object({
      by: z.string(),
      on: z.string(),
      expires: z.string(),
      note: z.string().optional(),
      verified: z
        .boolean()
        .optional()
        .describe("Whether GitHub confirmed that the person has triage rights or more in the repository."),
    })
    .optional()
    .describe("The person's word that stands in for what could not be looked at; dates like 2026-11-01."),
  stops: z.boolean().optional().describe("It is one of the reasons why the step fails."),
});

export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  toolVersion: z.string(),
  target: z.string(),
  suite: z.string(),
  conclusion: z.enum(["pass", "fail", "unknown"]),
  failOn: z
    .enum(["critical", "high", "medium", "low", "never"])
    .describe("The gate; with never the step passes whatever it found."),
  stepFails: z.boolean().describe("The gate's answer: this step is red."),
  gate: z.array(z.string()).describe("Why the step fails, one sentence each; empty when it does not."),
  commit: z.string().nullable(),
  runUrl: z.string().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  server: z
    .object({
      version: z.string(),
      database: z.string(),
      windows: z.object({
        tables: z.iso.datetime().nullable(),
        statements: z.iso.datetime().nullable(),
      }),
      leftOutSchemas: z
        .array(z.object({ name: z.string(), of: z.string().describe("Whose it is.") }))
        .optional()
        .describe("Schemas that no check looked at, because an extension or the platform owns them."),
    })
    .nullable()
    .describe("Null when the database was not reached."),
  unreachable: z.string().optional().describe("One sentence of advice when the database was not reached."),
  notices: z
    .array(z.string())
    .describe("What the reader should know of this run: an expired ignore, a missing schema."),
  results: z.array(resultSchema),
  checklist: z.array(z.object({ section: z.string(), items: z.array(checklistItemSchema) })),
  checklistTotals: checklistTotalsSchema.optional().describe("Only where there is a checklist."),
  ignored: z.array(
    z.object({ check: z.string(), key: z.string(), reason: z.string(), expires: z.string().nullable() }),
  ),
});

export type Report = z.infer<typeof reportSchema>;
export type CheckResult = z.infer<typeof resultSchema>;
export type ChecklistTotals = z.infer<typeof checklistTotalsSchema>;
export type ReportedItem = z.infer<typeof checklistItemSchema>;
export type ReportedFinding = z.infer<typeof findingSchema>;
