import { z } from "zod";
import type { Facts, Finding, Unknown } from "../../core/finding.ts";
import type { Source, Sources } from "../../core/sources.ts";
import { elapsed } from "../../lib/format.ts";
import { parseJson } from "../../lib/json.ts";
import { HOUR, toIso } from "../../lib/time.ts";
import { fileSource } from "../shared/sources/repository.ts";
import { type SupabaseBackups, supabaseSource } from "../shared/sources/supabase.ts";

/** One place that stores backups. Times are milliseconds since 1970. */
interface BackupStore {
  readonly key: string;
  /** Its name in a sentence: "Supabase". */
  readonly what: string;
  readonly kind: string;
  /** The newest complete backup. */
  readonly newestAt: number | null;
  /** The last backup, when it failed after the newest complete one. */
  readonly failedAt: number | null;
  /** Another problem that the store itself reports. */
  readonly problem: string | null;
  readonly proves: string;
}

/** The result of reading one source. `startedAt`: when the database was created, where the source reports it. */
type BackupFound =
  | { readonly store: BackupStore; readonly startedAt?: number | undefined }
  | { readonly unknown: Unknown };

/** Backups as Supabase's Management API and a file of `pgbackrest info --output=json` report them. */
export function backupsOf(sources: Sources, pgbackrest: string | undefined): BackupFound[] {
  return [
    ...supabaseBackups(sources),
    ...(pgbackrest === undefined ? [] : pgbackrestBackups(sources.get(fileSource(pgbackrest)), pgbackrest)),
  ];
}

function supabaseBackups(sources: Sources): BackupFound[] {
  const backups = sources.get(supabaseSource("backups"));
  if ("skipped" in backups) return [];
  if ("unknown" in backups) return [{ unknown: backups.unknown }];
  const project = sources.get(supabaseSource("project"));
  const startedAt = "value" in project ? project.value.createdAt : undefined;
  return [{ store: supabaseStore(backups.value), startedAt }];
}

/** With point-in-time recovery Supabase takes no daily backups, so the newest physical one applies. */
function supabaseStore({ pitrEnabled, backups, latestPhysicalAt }: SupabaseBackups): BackupStore {
  const at = (status: string): number | null =>
    latestOf(backups.filter((backup) => backup.status === status).map((backup) => backup.at));
  const newestAt = latestOf([at("COMPLETED"), latestPhysicalAt]);
  const failedAt = at("FAILED");
  const isPhysical = backups.some((backup) => backup.isPhysical) || latestPhysicalAt !== null;
  return {
    key: "Supabase",
    what: "Supabase",
    kind: pitrEnabled ? "point-in-time recovery" : `daily, ${isPhysical ? "physical" : "logical"}`,
    newestAt,
    failedAt: failedAt !== null && failedAt > (newestAt ?? 0) ? failedAt : null,
    problem: null,
    proves: pitrEnabled
      ? "a base backup and the log after it were stored; not that they restore"
      : "a backup of one moment was taken; not that it restores, and what was written since is not in it",
  };
}

/** The part of `pgbackrest info --output=json` that the check reads, by stanza. Times are seconds since 1970. */
const stanzas = z.array(
  z.object({
    name: z.string(),
    status: z.object({ code: z.number(), message: z.string() }),
    backup: z.array(
      z.object({
        type: z.string(),
        timestamp: z.object({ stop: z.number() }),
        error: z.boolean().nullish(),
      }),
    ),
  }),
);

function pgbackrestBackups(source: Source<string | null> | undefined, path: string): BackupFound[] {
  const unreadable = (detail: string): BackupFound[] => [{ unknown: { reason: "error", detail } }];
  if (source === undefined || "skipped" in source) return unreadable(`The file ${path} was not read.`);
  if ("unknown" in source) return [{ unknown: source.unknown }];
  if (source.value === null) {
    return unreadable(
      `There is no file ${path}: a step before this one writes it, pgbackrest info --output=json > ${path}.`,
    );
  }
  const read = stanzas.safeParse(parseJson(source.value));
  if (!read.success) return unreadable(`The file ${path} is not what pgbackrest info --output=json writes.`);
  if (read.data.length === 0) return unreadable(`The file ${path} tells of no stanza.`);
  return read.data.map((stanza) => ({ store: pgbackrestStore(stanza) }));
}

function pgbackrestStore({ name, status, backup }: z.infer<typeof stanzas>[number]): BackupStore {
  const latestTime = (isComplete: boolean): number | null =>
    latestOf(
      backup
        .filter(({ error }) => (error !== true) === isComplete)
        .map(({ timestamp }) => timestamp.stop * 1_000),
    );
  const newestAt = latestTime(true);
  const failedAt = latestTime(false);
  return {
    key: `pgBackRest ${name}`,
    what: `pgBackRest's stanza ${name}`,
    kind: [...new Set(backup.map(({ type }) => type))].sort().join(", ") || "none",
    newestAt,
    failedAt: failedAt !== null && failedAt > (newestAt ?? 0) ? failedAt : null,
    problem: status.code === 0 ? null : status.message,
    proves: "backups were taken and their checksums noted; not that they restore",
  };
}

/**
 * Maximum difference of two clocks, in milliseconds. A backup dated later than that would count as recent for as long
 * as its date is in the future.
 */
const MAX_AHEAD = HOUR;

/** The findings of one store; the priority and the maximum age come from the check. */
export function evaluateStore(
  { key, what, kind, newestAt, failedAt, problem, proves }: BackupStore,
  { now, maxAge, priority }: { now: number; maxAge: number; priority: Finding["priority"] },
): Finding[] {
  const facts = { kind, newest_backup_at: isoOrNull(newestAt), failed_at: isoOrNull(failedAt), proves };
  const finding = (suffix: string, message: string): Finding => ({
    key: suffix === "" ? key : `${key}: ${suffix}`,
    priority,
    message,
    facts,
  });
  const findings: Finding[] = [];
  if (newestAt === null) findings.push(finding("", `${what} has no backup of this database.`));
  else if (newestAt - now > MAX_AHEAD) {
    findings.push(finding("", `The newest backup of ${what} is dated in the future, ${toIso(newestAt)}.`));
  } else if (now - newestAt > maxAge) {
    findings.push(finding("", `The newest backup of ${what} is ${elapsed(now - newestAt)} old.`));
  }
  if (failedAt !== null) findings.push(finding("failed", `The last backup of ${what} failed.`));
  if (problem !== null) findings.push(finding("status", `${what} says that something is wrong with it.`));
  return findings;
}

export function storeFacts({ key, kind, newestAt, proves }: BackupStore): Facts {
  return { evidence: key, kind, newest_at: isoOrNull(newestAt), proves };
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : toIso(time);
}

function latestOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
