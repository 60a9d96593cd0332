import type { ChecklistIssueView, IssueText } from "./views.ts";

export function renderChecklistIssue(view: ChecklistIssueView): IssueText {
  return { content: view.run.target, footer: "" };
}
