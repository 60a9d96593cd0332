import type { IssueRules } from "../../core/issue-rules.ts";
import type { CheckResult, Report, ReportedFinding } from "../../core/report.ts";
import type { RunConfig } from "../../core/settings.ts";
import { redactFinding, redactResult } from "../../report/redact.ts";
import type { IssueTopic } from "../issue.ts";
import type { RunView } from "../render/model.ts";
import type { RunFacts } from "../run-facts.ts";
import type { FindingIds } from "../state/refs.ts";
import type { IssueState, SuiteState } from "../state/schema.ts";
import type { UpdatedState } from "../state/update.ts";
import { type IssuesByTopic, suiteStatesIn } from "./issues-by-topic.ts";

export interface PlanRules extends IssueRules {
  readonly showsNames: boolean;
  /** Enterprise Server does not support the closing reason `duplicate`. */
  readonly isEnterpriseServer: boolean;
}

export function rulesOf(
  { issues, github }: Pick<RunConfig, "issues" | "github">,
  showsNames: boolean,
): PlanRules {
  return { ...issues, showsNames, isEnterpriseServer: github.apiUrl.endsWith("/api/v3") };
}

/** What every topic is planned from. */
export interface PlanContext {
  readonly facts: RunFacts;
  readonly rules: PlanRules;
  readonly ids: FindingIds;
  readonly run: RunView;
  /** Redacted where the repository is public. */
  readonly shown: Report;
  readonly topics: IssuesByTopic;
  /** This suite's state before this run; undefined when there is none. */
  readonly previous: SuiteState | undefined;
  readonly stored: UpdatedState;
  /** Records why something is not done. */
  notice(sentence: string): void;
}

/** The suite states that a topic's issue stores after this run. */
export function suiteStatesAfterRun(ctx: PlanContext, topic: IssueTopic): IssueState["suites"] {
  return { ...suiteStatesIn(ctx.topics, topic, ctx.ids), [ctx.facts.report.suite]: ctx.stored.suiteState };
}

/** A result with these findings only, redacted where the repository is public. */
export function shownResult(
  { rules }: PlanContext,
  result: CheckResult,
  findings: readonly ReportedFinding[],
): CheckResult {
  const part = { ...result, findings: [...findings] };
  return rules.showsNames ? part : redactResult(part);
}

export function shownFindings(
  { rules }: PlanContext,
  findings: readonly ReportedFinding[],
): readonly ReportedFinding[] {
  return rules.showsNames ? findings : findings.map((finding, place) => redactFinding(finding, place));
}
