import { mostUrgent, type Priority } from "../../core/priority.ts";
import type { RememberedFinding } from "../state/schema.ts";

const DAY = 86_400_000;

/** What the document asks for: at once, within 24 hours, 1 week, 1 month. */
const TIME_TO_MEND: Record<Priority, number | null> = {
  critical: null,
  high: DAY,
  medium: 7 * DAY,
  low: 30 * DAY,
  info: 30 * DAY,
};

export interface Urgency {
  readonly priority: Priority;
  /** When the oldest finding was first seen. */
  readonly firstSeen: number;
  /** Null: at once. Counted from the oldest finding of the most urgent priority. */
  readonly due: number | null;
}

/** @param otherwise when nothing stands */
export function urgencyOf(
  findings: readonly Pick<RememberedFinding, "priority" | "firstSeen">[],
  otherwise: { readonly priority: Priority; readonly at: number },
): Urgency {
  const priority =
    findings.length === 0 ? otherwise.priority : mostUrgent(findings.map((finding) => finding.priority));
  const oldest = (times: readonly { readonly firstSeen: number }[]): number =>
    times.reduce((least, { firstSeen }) => Math.min(least, firstSeen), otherwise.at);
  const time = TIME_TO_MEND[priority];
  const since = oldest(findings.filter((finding) => finding.priority === priority));
  return { priority, firstSeen: oldest(findings), due: time === null ? null : since + time };
}
