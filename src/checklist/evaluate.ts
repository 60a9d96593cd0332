import type { Attestation, SelectedItem } from "../core/checklist-item.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { Ignored } from "../core/ignores.ts";
import type { CheckResult, Report, ReportedItem } from "../core/report.ts";
import { count } from "../lib/format.ts";
import { daysBetween } from "../lib/time.ts";
import { evidenceOfSql } from "./custom-sql.ts";
import { evidenceOf, type ItemEvidence } from "./evidence.ts";

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
}

/** No evidence, no tick; what could not be looked at is never a tick. */
export function evaluateChecklist(
  items: readonly SelectedItem[],
  evidence: ChecklistEvidence,
): EvaluatedItem[] {
  return items.map((item) => evaluateItem(item, evidence));
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

function evaluateItem(selected: SelectedItem, evidence: ChecklistEvidence): EvaluatedItem {
  const { id, section, title, evidence: sources, dropped } = selected;
  const checks = sources.map(({ check }) => check);
  const judged = (
    item: Pick<ReportedItem, "status" | "evidence" | "attestation">,
    blockers: ItemEvidence[],
  ) => ({
    section,
    item: { id, title, ...item, checks },
    knownOnly: blockers.length > 0 && blockers.every(({ known }) => known === true),
  });
  if (dropped !== undefined) return judged({ status: "dropped", evidence: `Dropped: ${dropped}` }, []);

  const standings = sources.map((source) => ({ ...evidenceOf(source, evidence.results), source }));
  const own = selected.sql === undefined ? [] : [evidenceOfSql(selected.sql, id, evidence.database)];
  const all: ItemEvidence[] = [...standings, ...own];
  const failed = all.filter(({ status }) => status === "fail");
  const unseen = all.filter(({ status }) => status === "unknown");
  const { attestation } = selected;
  const isAttested = attestation !== undefined && attestation.expires >= evidence.today;
  const carries = own.length > 0 || sources.some(({ supporting }) => supporting !== true);
  if (failed.length > 0) {
    // A known failure lets nothing through that would stop without it, but for a person's word.
    const missing = isAttested ? [] : [...unseen, ...(carries ? [] : [NO_WORD])];
    return judged({ status: "fail", evidence: tell(failed) }, [...failed, ...missing]);
  }
  const remarks = ignoredOf(checks, evidence.ignored);
  if (unseen.length === 0 && carries) return judged({ status: "pass", evidence: tell(all) + remarks }, []);

  const facts = tell(unseen.length > 0 ? unseen : all) + remarks;
  if (isAttested) {
    return judged(
      {
        status: "attested",
        evidence: attested(attestation, evidence.today, facts),
        attestation: shown(attestation),
      },
      [],
    );
  }
  const half = carries ? "" : NO_WORD.evidence;
  const word =
    attestation === undefined
      ? half
      : `The attestation by ${attestation.by} expired on ${attestation.expires}.`;
  return judged({ status: "unknown", evidence: `${facts} ${word}`.trim() }, unseen);
}

function tell(standings: readonly ItemEvidence[]): string {
  return standings.map(({ evidence }) => evidence).join(" ");
}

function attested({ by, on, expires, note }: Attestation, today: string, facts: string): string {
  const left = daysBetween(today, expires);
  const until = left === 0 ? `until today, ${expires}` : `until ${expires} (${count(left, "day")} left)`;
  return `Attested by ${by} on ${on}, ${until}${note === undefined ? "" : `: ${note}`}. ${facts}`.trim();
}

function shown({ by, on, expires, note }: Attestation): NonNullable<ReportedItem["attestation"]> {
  return { by, on, expires, ...(note === undefined ? {} : { note }) };
}

/** What the team lives with is no failure, and is not hidden either. */
function ignoredOf(checks: readonly string[], ignored: readonly Ignored[]): string {
  const number = ignored.filter(({ check }) => checks.includes(check)).length;
  return number === 0 ? "" : ` Ignored: ${count(number, "finding")}.`;
}
