import { AFTER_DEADLINE } from "../../core/deadlines.ts";
import type { RunConfig } from "../../core/settings.ts";
import { gitHubClient } from "../../github/client.ts";
import { type Clock, SYSTEM_CLOCK } from "../../github/clock.ts";
import type { IssueChange, IssueEvidence, IssuePlan, IssueSnapshot } from "../issue.ts";
import { planIssues, rulesOf } from "../plan/plan.ts";
import type { RunFacts } from "../run-facts.ts";
import { issueApi } from "./api.ts";
import { applyPlan } from "./apply-plan.ts";
import { SyncJournal } from "./journal.ts";

interface PublishedIssues {
  readonly changes: readonly IssueChange[];
  /** What could not be done, one sentence each, with the permission to add where one is missing. */
  readonly problems: readonly string[];
}

/** Brings the issues in line with what this run found. It never throws: failures are among the problems. */
export async function publishIssues(
  facts: RunFacts,
  { writes, tracker, showsNames }: IssueEvidence,
  settings: RunConfig,
): Promise<PublishedIssues> {
  const { token, repository } = settings.github;
  const mayWrite = writes && "value" in tracker && !settings.issues.dryRun;
  if (!mayWrite || token === undefined || repository === null) return { changes: [], problems: [] };
  const rules = rulesOf(settings, showsNames);
  const plan = (issues: IssueSnapshot) => planIssues(facts, issues, rules);
  return reconcile({ plan, settings, token, repository });
}

/** One to write, one to see whether another run wrote at the same moment, two for what a race may leave. */
const ROUNDS = 4;
/** Milliseconds for all of it, where the run's own time does not end before. */
const TIMEOUT = 180_000;
const MAX_REQUESTS = 500;

interface Reconciliation {
  readonly plan: (snapshot: IssueSnapshot) => IssuePlan;
  readonly settings: Pick<RunConfig, "github" | "issues" | "target" | "deadline">;
  readonly token: string;
  readonly repository: string;
  /** A test's own. */
  readonly clock?: Clock;
}

/** List, plan, apply; and again after an issue was opened, until there is nothing left to do. */
export async function reconcile(reconciliation: Reconciliation): Promise<PublishedIssues> {
  const { plan, settings, token, repository, clock = SYSTEM_CLOCK } = reconciliation;
  const client = gitHubClient({
    apiUrl: settings.github.apiUrl,
    token,
    repository,
    deadline: Math.min(clock.now() + TIMEOUT, settings.deadline + AFTER_DEADLINE.writing),
    clock,
    maxRequests: MAX_REQUESTS,
    longestWait: TIMEOUT,
  });
  const api = issueApi(client, settings.target);
  const journal = new SyncJournal(settings.issues.labels);
  try {
    for (let round = 1; !journal.isStopped; round += 1) {
      const listedAt = clock.now();
      const snapshot = journal.correctSnapshot(await api.list());
      const { writes, notices } = plan(snapshot);
      for (const notice of notices) journal.addProblem(notice);
      const operations = writes.filter((operation) => journal.mayTry(operation));
      if (operations.length === 0) break;
      if (round > ROUNDS) {
        journal.addProblem("The issues kept changing while they were written: the next run goes on.");
        break;
      }
      const reasons = await applyPlan(operations, { api, journal, snapshot, clock, listedAt });
      if (reasons.length === 0) break;
    }
  } catch (error) {
    journal.recordFailure(error, null);
  }
  const { changes, problems } = journal;
  return { changes, problems };
}
