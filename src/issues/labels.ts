import type { Priority } from "../core/priority.ts";

/** The label that says how urgent an issue is. */
export function priorityLabel(priority: Priority): string {
  return `priority: ${priority}`;
}
