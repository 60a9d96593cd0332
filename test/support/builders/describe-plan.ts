import type { IssueOperation, IssuePlan } from "../../../src/issues/issue.ts";

/** One line of plain text for each change, to compare in tests. Titles and labels are a team's own words. */
export function describePlan({ writes }: IssuePlan): string[] {
  return writes.map(describeWrite);
}

function describeWrite(write: IssueOperation): string {
  const { action, topic, number, title, why, duplicateOf, addLabels, removeLabels, assignees, comment } =
    write;
  if (action === "open") {
    const people = assignees.length === 0 ? "" : `; assigned to ${assignees.join(", ")}`;
    return `open  "${title ?? topic}": ${why} (labels ${addLabels.join(", ")}${people})`;
  }
  if (action === "close-duplicate") {
    const winner = duplicateOf === undefined ? "" : ` as a duplicate of #${duplicateOf.number}`;
    return `close #${number} (${topic})${winner}`;
  }
  const extras = [
    ...removeLabels.map((label) => `without label ${label}`),
    ...addLabels.map((label) => `with label ${label}`),
    ...(comment === undefined ? [] : ["with a comment"]),
  ];
  return `${action} #${number} (${topic}): ${why}${extras.length === 0 ? "" : ` (${extras.join(", ")})`}`;
}
