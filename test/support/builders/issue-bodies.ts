/** Bodies of our issues, as a run wrote them, for tests of reading and writing. */
import { joinBody } from "../../../src/issues/body.ts";
import { encodeState } from "../../../src/issues/state/codec.ts";
import { EMPTY_SUITE_STATE, type IssueState } from "../../../src/issues/state/schema.ts";

export function anIssueState(parts: Partial<IssueState> = {}): IssueState {
  return {
    version: 1,
    run: { id: "1", attempt: 1, at: Date.UTC(2026, 10, 1) },
    closed: null,
    idFormat: "plain",
    priority: null,
    content: "digest",
    findings: [],
    leftOut: 0,
    suites: { health: EMPTY_SUITE_STATE },
    ...parts,
  };
}

interface Parts {
  readonly topic?: string;
  readonly target?: string;
  readonly shown?: string;
  /** In place of the state, as it is encoded. */
  readonly state?: string;
  readonly parts?: Partial<IssueState>;
}

export function anIssueBody({
  topic = "overview",
  target = "database",
  shown = "All is well.",
  ...rest
}: Parts = {}) {
  const state = rest.state ?? encodeState(anIssueState(rest.parts));
  return joinBody({ target, topic, before: "", after: "", shown, state });
}
