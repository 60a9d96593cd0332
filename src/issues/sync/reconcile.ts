import type { RunConfig } from "../../core/settings.ts";
import { gitHubClient } from "../../github/client.ts";
import { type Clock, SYSTEM_CLOCK } from "../../github/transport.ts";
import type { IssueChange, IssueEvidence, IssuePlan, IssueSnapshot } from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import { issueApi } from "./api.ts";
import { applyPlan } from "./apply.ts";
import { SyncJournal } from "./journal.ts";

export interface PublishedIssues {
  readonly changes: readonly IssueChange[];
  /** What could not be done, one sentence each, with the permission to add where one is missing. */
  readonly problems: readonly string[];
}

/**
 * Brings the issues in line with what this run found. It never throws: what went wrong is told.
 *
 * @param clock a test's own
 */
export async function publishIssues(
  facts: RunFacts,
  { writes, tracker, showsNames }: IssueEvidence,
  settings: RunConfig,
  clock?: Clock,
): Promise<PublishedIssues> {
  const { token, repository } = settings.github;
  const mayWrite = writes && "value" in tracker && !settings.issues.dryRun;
  if (!mayWrite || token === undefined || repository === null) return { changes: [], problems: [] };
  const [{ reconcile }, { planIssues, rulesOf }] = await Promise.all([
    import("./reconcile.ts"),
    import("../plan/plan.ts"),
  ]);
  const rules = rulesOf(settings, showsNames);
  const plan = (issues: IssueSnapshot) => planIssues(facts, issues, rules);
  return reconcile({ plan, settings, token, repository, ...(clock && { clock }) });
}

/** One to write, one to see whether another run wrote at the same moment, two for what a race may leave. */
const ROUNDS = 4;
/** Milliseconds for all of it: the run's own time is for the database. */
const TIME = 180_000;
const MAX_REQUESTS = 500;

interface Job {
  readonly plan: (tracker: IssueSnapshot) => IssuePlan;
  readonly settings: Pick<RunConfig, "github" | "issues" | "target">;
  readonly token: string;
  readonly repository: string;
  readonly clock?: Clock;
}

/** List, plan, carry out; and again after an issue was opened, until there is nothing left to do. */
export async function reconcile(job: Job): Promise<PublishedIssues> {
  const { plan, settings, token, repository, clock = SYSTEM_CLOCK } = job;
  const { apiUrl } = settings.github;
  const deadline = clock.now() + TIME;
  const client = gitHubClient({
    apiUrl,
    token,
    deadline,
    clock,
    maxRequests: MAX_REQUESTS,
    longestWait: TIME,
  });
  const api = issueApi(client, { repository, target: settings.target }, clock);
  const journal = new SyncJournal(settings.issues.labels);
  try {
    for (let round = 1; !journal.isStopped; round += 1) {
      const listedAt = clock.now();
      const tracker = journal.amend(await api.list());
      const planned = plan(tracker);
      for (const notice of planned.notices) journal.tell(notice);
      const writes = planned.writes.filter((write) => journal.mayTry(write));
      if (writes.length === 0) break;
      if (round > ROUNDS) {
        journal.tell("The issues kept changing while they were written: the next run goes on.");
        break;
      }
      if (!(await applyPlan(writes, { api, journal, tracker, clock, listedAt }))) break;
    }
  } catch (error) {
    journal.fail(error, null);
  }
  const { changes, problems } = journal;
  return { changes, problems };
}
