/** How soon a finding wants a person: one ordered scale for findings, the gate and issue labels. */
export const PRIORITIES = ["critical", "high", "medium", "low", "info"] as const;

export type Priority = (typeof PRIORITIES)[number];

/** When the document asks for each priority to be done. */
export const DUE: Record<Priority, string> = {
  critical: "do immediately",
  high: "within 24 hours",
  medium: "within 1 week",
  low: "within 1 month",
  info: "for information",
};

/** True when `priority` is at least as urgent as `threshold`. */
export function isAtLeast(priority: Priority, threshold: Priority): boolean {
  return PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf(threshold);
}

/** The priority, but no more urgent than `limit`: for a finding that is milder than its check's other ones. */
export function atMost(priority: Priority, limit: Priority): Priority {
  return isAtLeast(priority, limit) ? limit : priority;
}

/** Orders the most urgent first. */
export function byPriority(a: { priority: Priority }, b: { priority: Priority }): number {
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
}

/** The most urgent priority of a list, or `info` for an empty one. */
export function mostUrgent(priorities: readonly Priority[]): Priority {
  return PRIORITIES.find((priority) => priorities.includes(priority)) ?? "info";
}
