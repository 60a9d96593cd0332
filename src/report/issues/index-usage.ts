import type { IndexUsageView, IssueText } from "./views.ts";

export function renderIndexUsage(view: IndexUsageView): IssueText {
  return { content: view.run.target, footer: "" };
}
