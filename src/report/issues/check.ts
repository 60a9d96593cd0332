import type { CheckIssueView, IssueText } from "./views.ts";

export function renderCheckIssue(view: CheckIssueView): IssueText {
  return { content: view.run.target, footer: "" };
}
