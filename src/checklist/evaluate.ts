import type { AttesterStanding } from "../checks/shared/sources/people.ts";
import type { Attestation, SelectedItem } from "../core/checklist/item.ts";
import type { Ignored } from "../core/evaluate/ignores.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { ItemEvidence } from "../core/finding.ts";
import { latestDue } from "../core/finding.ts";
import type { ChecklistTotals, CheckResult, Report, ReportedItem } from "../core/report.ts";
import { count } from "../lib/format.ts";
import { daysBetween } from "../lib/time.ts";
import { visible } from "../lib/visible.ts";
import { evidenceOfSql } from "./custom-sql.ts";
import { evidenceOf } from "./evidence.ts";

/** An item's verdict, and what the gate must know of it beyond. */
export interface EvaluatedItem {
  readonly section: string;
  readonly item: ReportedItem;
  /** All that is in its way is in an open issue already. */
  readonly knownOnly: boolean;
}

export interface ChecklistEvidence {
  readonly results: readonly CheckResult[];
  readonly ignored: readonly Ignored[];
  readonly database: DatabaseEvidence;
  /** The date of the run, `2026-11-22`. */
  readonly today: string;
  /** What GitHub says of a person who attests an item; without it nothing is said of that. */
  readonly standingOf?: (attestedBy: string) => AttesterStanding;
}

/** No evidence, no tick; what could not be looked at is never a tick. */
export function evaluateChecklist(
  items: readonly SelectedItem[],
  evidence: ChecklistEvidence,
): EvaluatedItem[] {
  return items.map((item) => evaluateItem(item, evidence));
}

/** How many items are complete, and by what. */
export function totalsOf(items: readonly Pick<ReportedItem, "status" | "until">[]): ChecklistTotals {
  const of = (...statuses: ReportedItem["status"][]): number =>
    items.filter(({ status }) => statuses.includes(status)).length;
  const dates = items.flatMap(({ status, until }) => (status === "pending" ? [until] : []));
  return {
    evidence: of("pass"),
    attested: of("attested"),
    pending: of("pending"),
    pendingUntil: latestDue(dates) ?? null,
    incomplete: of("fail", "unknown"),
    dropped: of("dropped"),
  };
}

/** The report's checklist: items under their headings, in their order. */
export function sectionsOf(judged: readonly EvaluatedItem[]): Report["checklist"] {
  const names = [...new Set(judged.map(({ section }) => section))];
  return names.map((section) => ({
    section,
    items: judged.filter((each) => each.section === section).map(({ item }) => item),
  }));
}

/** On its own a supporting fact is half of the evidence. */
const NO_WORD: ItemEvidence = {
  status: "unknown",
  evidence: "The rest is what a person attests, and nobody has.",
};

function evaluateItem(selected: SelectedItem, given: ChecklistEvidence): EvaluatedItem {
  const { id, section, title, evidence: sources, dropped } = selected;
  const attestation = selected.attestation && givenAttestation(selected.attestation, given);
  const checks = sources.map(({ check }) => check);
  const toItem = ({ blockers, ...item }: ItemOutcome): EvaluatedItem => ({
    section,
    item: { id, title, ...item, evidence: visible(item.evidence), checks },
    knownOnly: blockers.length > 0 && blockers.every(({ known }) => known === true),
  });
  if (dropped !== undefined) {
    return toItem({ status: "dropped", evidence: `Dropped: ${dropped}`, blockers: [] });
  }
  const own = selected.sql === undefined ? [] : [evidenceOfSql(selected.sql, id, given.database)];
  const all = [...sources.map((source) => evidenceOf(source, given.results)), ...own];
  // On its own a supporting fact does not complete an item.
  const isCarried = own.length > 0 || sources.some(({ supporting }) => supporting !== true);
  const remarks = ignoredOf(checks, given.ignored);
  return toItem(
    all.some(({ status }) => status === "fail")
      ? failedItem(all, isCarried, countsToday(attestation))
      : (completeItem(all, isCarried, remarks) ??
          attestedItem(all, attestation, remarks) ??
          pendingItem(all, isCarried, remarks) ??
          unknownItem(all, isCarried, attestation, remarks)),
  );
}

/** What becomes of one item, and what stands in the way of it. */
interface ItemOutcome extends Pick<ReportedItem, "status" | "evidence" | "attestation" | "until"> {
  readonly blockers: readonly ItemEvidence[];
}

const isUnknown = ({ status }: ItemEvidence): boolean => status === "unknown";

/** An attestation, with what this run knows of it. */
interface GivenAttestation extends Attestation {
  readonly standing: AttesterStanding | undefined;
  readonly today: string;
}

function givenAttestation(
  attestation: Attestation,
  { today, standingOf }: ChecklistEvidence,
): GivenAttestation {
  return { ...attestation, today, standing: standingOf?.(attestation.by) };
}

/** Its author has rights in this repository, as far as GitHub tells, and it has not expired. */
function countsToday(attestation: GivenAttestation | undefined): boolean {
  return (
    attestation !== undefined &&
    attestation.expires >= attestation.today &&
    attestation.standing !== "no-rights"
  );
}

/** A tracked failure lets nothing through that would block without it, but for an attestation. */
function failedItem(all: readonly ItemEvidence[], isCarried: boolean, isAttested: boolean): ItemOutcome {
  const failed = all.filter(({ status }) => status === "fail");
  const missing = isAttested ? [] : [...all.filter(isUnknown), ...(isCarried ? [] : [NO_WORD])];
  return { status: "fail", evidence: tell(failed), blockers: [...failed, ...missing] };
}

function completeItem(
  all: readonly ItemEvidence[],
  isCarried: boolean,
  remarks: string,
): ItemOutcome | undefined {
  if (!isCarried || !all.every(({ status }) => status === "pass")) return undefined;
  return { status: "pass", evidence: tell(all) + remarks, blockers: [] };
}

/** Nothing but the first proof is missing, and that is due at a stated time. */
function pendingItem(
  all: readonly ItemEvidence[],
  isCarried: boolean,
  remarks: string,
): ItemOutcome | undefined {
  const pending = all.filter(({ status }) => status === "pending");
  const until = latestDue(pending.map((each) => each.until));
  if (!isCarried || until === undefined || all.some(isUnknown)) return undefined;
  return { status: "pending", until, evidence: tell(pending) + remarks, blockers: [] };
}

function attestedItem(
  all: readonly ItemEvidence[],
  attestation: GivenAttestation | undefined,
  remarks: string,
): ItemOutcome | undefined {
  if (attestation === undefined || !countsToday(attestation)) return undefined;
  const evidence = attested(attestation, tell(openPart(all)) + remarks);
  return { status: "attested", evidence, attestation: shown(attestation), blockers: [] };
}

function unknownItem(
  all: readonly ItemEvidence[],
  isCarried: boolean,
  attestation: GivenAttestation | undefined,
  remarks: string,
): ItemOutcome {
  const noAttestation = isCarried ? "" : NO_WORD.evidence;
  const missing = attestation === undefined ? noAttestation : whyNotCounted(attestation);
  const evidence = `${tell(openPart(all))}${remarks} ${missing}`.trim();
  return { status: "unknown", evidence, blockers: all.filter(isUnknown) };
}

function whyNotCounted({ by, on, expires, today }: GivenAttestation): string {
  return expires < today
    ? `The attestation by ${by} expired on ${expires}.`
    : `The attestation by ${by} on ${on} does not count: GitHub reports no triage rights of that login in this repository.`;
}

/** What is unknown or pending; where nothing is, all of it. */
function openPart(all: readonly ItemEvidence[]): readonly ItemEvidence[] {
  const open = all.filter(({ status }) => status === "unknown" || status === "pending");
  return open.length > 0 ? open : all;
}

function tell(standings: readonly ItemEvidence[]): string {
  return standings.map(({ evidence }) => evidence).join(" ");
}

function attested({ by, on, expires, note, today, standing }: GivenAttestation, facts: string): string {
  const left = daysBetween(today, expires);
  const until = left === 0 ? `until today, ${expires}` : `until ${expires} (${count(left, "day")} left)`;
  const verified = standing === "not-verified" ? " (not verified)" : "";
  return `Attested by ${by}${verified} on ${on}, ${until}${note === undefined ? "" : `: ${note}`}. ${facts}`.trim();
}

function shown(attestation: GivenAttestation): NonNullable<ReportedItem["attestation"]> {
  const { by, on, expires, note, standing } = attestation;
  return {
    by,
    on,
    expires,
    ...(note === undefined ? {} : { note }),
    ...(standing === undefined ? {} : { verified: standing === "has-rights" }),
  };
}

/** What the team lives with is no failure, and is not hidden either. */
function ignoredOf(checks: readonly string[], ignored: readonly Ignored[]): string {
  const number = ignored.filter(({ check }) => checks.includes(check)).length;
  return number === 0 ? "" : ` Ignored: ${count(number, "finding")}.`;
}
