import type { IssueSnapshot, IssueTopic, ManagedIssue } from "../issue.ts";
import type { FindingIds } from "../state/refs.ts";
import { type IssueState, type SuiteState, suiteStateOf } from "../state/schema.ts";
import { inIdFormat } from "../state/update.ts";

/** The issues of one topic. */
interface TopicIssues {
  /** The open issue with the lowest number; without an open one, the last closed one that is no duplicate. */
  readonly issue: ManagedIssue | undefined;
  /** The other open ones. */
  readonly duplicates: readonly ManagedIssue[];
  /** The closed issue that came before this one, or before one that is to be opened. */
  previousOf(issue: ManagedIssue | undefined): number | null;
}

export interface IssuesByTopic {
  of(topic: IssueTopic): TopicIssues;
  /** Every topic that has an issue. */
  readonly known: readonly IssueTopic[];
}

export function issuesByTopic({ issues, newerVersionTopics }: IssueSnapshot): IssuesByTopic {
  const byTopic = Map.groupBy(
    [...issues].sort((a, b) => a.number - b.number),
    ({ topic }) => topic,
  );
  return {
    of: (topic) => issuesOf(byTopic.get(topic) ?? []),
    known: [...byTopic.keys()].filter((topic) => !newerVersionTopics.includes(topic)),
  };
}

/** @param issues lowest number first */
function issuesOf(issues: readonly ManagedIssue[]): TopicIssues {
  const [open, ...duplicates] = issues.filter(({ isOpen }) => isOpen);
  const closed = issues
    .filter(({ isOpen, state }) => !isOpen && state?.closed !== "duplicate")
    .sort(byClosing);
  return {
    issue: open ?? closed[0],
    duplicates,
    previousOf: (issue) =>
      closed.find(({ number }) => issue === undefined || number < issue.number)?.number ?? null,
  };
}

/** Last closed first. GitHub's times are whole seconds: of two equal ones the last written was closed last. */
function byClosing(a: ManagedIssue, b: ManagedIssue): number {
  const writtenAt = ({ state }: ManagedIssue): number => state?.run.at ?? 0;
  return (b.closedAt ?? 0) - (a.closedAt ?? 0) || writtenAt(b) - writtenAt(a) || b.number - a.number;
}

/** The suite states that a topic's issue stores, in the id format of this run. */
export function suiteStatesIn(
  topics: IssuesByTopic,
  topic: IssueTopic,
  ids: FindingIds,
): IssueState["suites"] {
  const state = topics.of(topic).issue?.state ?? null;
  return state === null ? {} : inIdFormat(state, topic, ids).suites;
}

/** The state of one suite that a topic's issue stores. */
export function suiteStateIn(
  topics: IssuesByTopic,
  topic: IssueTopic,
  ids: FindingIds,
  suite: string,
): SuiteState | undefined {
  const state = topics.of(topic).issue?.state ?? null;
  return suiteStateOf(state && inIdFormat(state, topic, ids), suite);
}
