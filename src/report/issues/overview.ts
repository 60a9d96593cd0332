import type { IssueText, OverviewView } from "./views.ts";

export function renderOverview(view: OverviewView): IssueText {
  return { content: view.run.target, footer: "" };
}
