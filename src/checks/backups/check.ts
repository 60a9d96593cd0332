import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import { LONGEST_ATTESTATION } from "../../core/checklist/item.ts";
import {
  type CheckOutcome,
  type Facts,
  type Finding,
  joinSkipped,
  type Skipped,
  type Unknown,
  yamlBlock,
} from "../../core/finding.ts";
import { atMost, type Priority } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { daysBetween, isoOf, toDate } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { attesterSource, attesterStanding, loginOf } from "../shared/sources/people.ts";
import { fileSource } from "../shared/sources/repository.ts";
import { supabaseSource } from "../shared/sources/supabase.ts";
import { backupsOf, evaluateStore, storeFacts } from "./stores.ts";

const row = z.object({
  archive_mode: z.string(),
  archived_count: z.coerce.number(),
  last_archived_at: z.number().nullable(),
  failed_count: z.coerce.number(),
  last_failed_at: z.number().nullable(),
});

type Row = z.infer<typeof row>;

const recoveryTest = z
  .strictObject({
    "attested-by": z.string().trim().min(1).describe("Who restored a backup and looked at it; it is shown."),
    "attested-on": z.iso.date().describe("The day on which they did, like 2026-11-01."),
    expires: z.iso
      .date()
      .describe(`The last day on which it counts, at most ${LONGEST_ATTESTATION} days later.`),
  })
  .refine((test) => daysBetween(test["attested-on"], test.expires) >= 0, {
    path: ["expires"],
    message: "it is before the day of attested-on",
  })
  .refine((test) => daysBetween(test["attested-on"], test.expires) <= LONGEST_ATTESTATION, {
    path: ["expires"],
    message: `an attestation lasts ${LONGEST_ATTESTATION} days at most`,
  });

interface Options {
  readonly "max-age": number;
  readonly "recovery-tested"?: z.infer<typeof recoveryTest> | undefined;
  readonly pgbackrest?: string | undefined;
}

type Evaluation = Context<Options> & { readonly priority: Priority };

export default defineCheck({
  id: "backups",
  title: "A recent backup exists",
  why: "A backup that stopped weeks ago is noticed on the day it is needed. That it exists can be looked up; that it restores is known only after somebody restored it.",
  category: "backups",
  priority: "high",
  options: z.strictObject({
    // The time between two daily backups, and two hours for the backup to run.
    "max-age": duration().prefault("26h").describe("The newest backup may be so old."),
    "recovery-tested": recoveryTest
      .optional()
      .describe("Who restored a backup and when: an attestation, since nothing else can tell."),
    pgbackrest: z
      .string()
      .trim()
      .min(1)
      .optional()
      .describe("A file of the workspace that a step before wrote with pgbackrest info --output=json."),
  }),
  sources: ({ pgbackrest, "recovery-tested": test }) => [
    supabaseSource("backups"),
    supabaseSource("project"),
    ...[loginOf(test?.["attested-by"] ?? "")].flatMap((login) =>
      login === undefined ? [] : [attesterSource(login)],
    ),
    ...(pgbackrest === undefined ? [] : [fileSource(pgbackrest)]),
  ],
  query: {
    row,
    statement: () => ({ statement: sql.backups }),
  },
  evaluate: ([archiver], context) => {
    const { options, sources, priority, now } = context;
    const found = backupsOf(sources, options.pgbackrest);
    const stores = found.flatMap((one) => ("store" in one ? [one] : []));
    const maxAge = options["max-age"];
    const isYoung = (startedAt: number | undefined): boolean =>
      startedAt !== undefined && now - startedAt < maxAge;
    const evaluated = stores.filter(({ store, startedAt }) => store.newestAt !== null || !isYoung(startedAt));
    const unknown =
      found.flatMap((one) => ("unknown" in one ? [one.unknown] : []))[0] ??
      (evaluated.length < stores.length ? TOO_YOUNG : undefined);
    return {
      findings: [
        ...evaluated.flatMap(({ store }) => evaluateStore(store, { now, maxAge, priority })),
        ...evaluateArchiver(archiver, priority),
        ...evaluateRecoveryTest(context),
      ],
      measurements: [
        ...stores.map(({ store }) => storeFacts(store)),
        ...archiverFacts(archiver),
        recoveryFacts(options),
      ],
      ...(unknown === undefined ? {} : { unknown }),
      ...(found.length === 0 ? skipped(context) : {}),
    };
  },
});

const TOO_YOUNG: Unknown = {
  reason: "window",
  detail: "The project is younger than max-age: its first backup is not due yet.",
};

/** Failing archiving is a finding, but working archiving does not prove that there is a backup. */
function evaluateArchiver(archiver: Row | undefined, priority: Priority): Finding[] {
  const { last_failed_at: failedAt = null, last_archived_at: archivedAt = null } = archiver ?? {};
  if (archiver === undefined || archiver.archive_mode === "off" || failedAt === null) return [];
  if (archivedAt !== null && archivedAt >= failedAt) return [];
  return [
    {
      key: "archiver",
      priority,
      message:
        "The server fails to archive its write-ahead log: no point in time since the last archived segment can be restored, and the log fills the disk.",
      facts: {
        failed_count: archiver.failed_count,
        last_failed_at: isoOf(failedAt),
        last_archived_at: isoOf(archivedAt),
      },
    },
  ];
}

/** It is milder than a missing backup: an expired attestation does not mean that the backup is bad. */
function evaluateRecoveryTest({ options, sources, now, priority }: Evaluation): Finding[] {
  const test = options["recovery-tested"];
  if (test === undefined) return [];
  const { "attested-by": by, "attested-on": on, expires } = test;
  const today = toDate(now);
  const finding = (message: string): Finding[] => [
    {
      key: "recovery test",
      priority: atMost(priority, "medium"),
      message,
      facts: { attested_by: by, attested_on: on, expires },
    },
  ];
  // East of UTC the next day has already begun.
  if (daysBetween(today, on) > 1) return finding(`The recovery test is dated ${on}, which is in the future.`);
  if (expires < today) {
    return finding(`The last recovery test, of ${on}, counted until ${expires}: restore a backup again.`);
  }
  if (attesterStanding(sources, by) === "no-rights") {
    return finding(
      `The recovery test of ${on} does not count: GitHub reports no triage rights of ${by} in this repository.`,
    );
  }
  return [];
}

function archiverFacts(archiver: Row | undefined): Facts[] {
  if (archiver === undefined || archiver.archive_mode === "off") return [];
  return [
    {
      evidence: "archiver",
      kind: "write-ahead log",
      newest_at: isoOf(archiver.last_archived_at),
      proves: "the log leaves the server; never that there is a backup",
    },
  ];
}

function recoveryFacts({ "recovery-tested": test }: Options): Facts {
  return {
    evidence: "recovery test",
    kind: test === undefined ? "none" : `attested by ${test["attested-by"]}`,
    newest_at: test === undefined ? null : test["attested-on"],
    proves:
      test === undefined ? "nobody has said that a backup restores" : "a person says that a backup restored",
  };
}

/** No source reports backups: how to add one. */
function skipped({ sources, server }: Evaluation): CheckOutcome {
  const supabase = sources.get(supabaseSource("backups"));
  const fromSupabase: Skipped =
    "skipped" in supabase
      ? supabase.skipped
      : { reason: "not-configured", detail: "Supabase was not asked." };
  const { reason } = fromSupabase;
  const fix = yamlBlock("checks:\n  backups: { pgbackrest: backups.json }");
  if (reason === "not-configured" && !server.isSupabase) {
    const detail =
      "Let a step write what pgBackRest knows, and name the file; what nothing else tells, a person attests:";
    return { skipped: joinSkipped({ reason, detail, fix }, fromSupabase) };
  }
  const detail = "Elsewhere, let a step write what pgBackRest knows, and name the file:";
  return { skipped: joinSkipped(fromSupabase, { reason, detail, fix }) };
}
