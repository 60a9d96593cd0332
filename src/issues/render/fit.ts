import { fingerprint } from "../../lib/json.ts";
import { joinBody, markOf } from "../body.ts";
import type { IssueTopic, ManagedIssue } from "../issue.ts";
import { decodeState, encodeState, STATE_BUDGET } from "../state/codec.ts";
import type { IssueState } from "../state/schema.ts";
import type { IssueText } from "./model.ts";

/** GitHub takes 65,536 characters. */
const BODY_LIMIT = 65_000;
/** The marks, aside from the first one. */
const MARKS = 120;
/** With less room beside people's text an issue says nothing. */
const LEAST_ROOM = 6_000;

/** Another digest of the text may pack a little worse. */
const DIGEST_ROOM = 100;

const CUT = "\n\n<p>More does not fit here: the summary of the run has it.</p>";

/** Where an issue's text goes: a new issue has nothing around it yet. */
export interface Place {
  readonly target: string;
  readonly topic: IssueTopic;
  readonly around: Pick<ManagedIssue, "before" | "after"> | undefined;
}

/** What is left for our block, beside people's text; undefined when that is too little. */
export function roomIn({ target, topic, around }: Place): number | undefined {
  const taken = (around?.before.length ?? 0) + (around?.after.length ?? 0) + markOf(target, topic).length;
  const room = BODY_LIMIT - taken - MARKS;
  return room < LEAST_ROOM ? undefined : room;
}

/** State as so much room keeps it; what it does not hold is counted in it. */
export function fitInto(room: number, whole: Omit<IssueState, "content">): IssueState {
  const state = { ...whole, content: fingerprint("") };
  const kept = decodeState(encodeState(state, stateBudget(room) - DIGEST_ROOM));
  return "state" in kept ? kept.state : { ...state, findings: [], suites: {} };
}

/** The whole body. */
export function composeBody(place: Place, text: IssueText, fitted: IssueState, room: number): string {
  const state = encodeState({ ...fitted, content: contentOf(text) }, stateBudget(room));
  const shown = cut(text, room - state.length);
  const { before, after } = place.around ?? { before: "", after: "" };
  return joinBody({ target: place.target, topic: place.topic, before, after, shown, state });
}

function stateBudget(room: number): number {
  return Math.min(STATE_BUDGET, Math.floor(room / 2));
}

/** The digest by which the next run knows that nothing changed: of the gist, and of every number, where they differ. */
export function contentOf({ content, gist }: IssueText): string {
  return gist === undefined ? fingerprint(content) : `${fingerprint(gist)}.${fingerprint(content)}`;
}

function cut({ content, footer }: IssueText, room: number): string {
  const end = footer === "" ? "" : `\n\n${footer}`;
  // Marks in quoted SQL are broken up as joinBody does it, which makes them longer.
  const safe = content.replaceAll("<!-- pg-preflight:", "<!-- pg-preflight :");
  if (safe.length + end.length <= room) return `${safe}${end}`;
  const most = safe.slice(0, Math.max(0, room - end.length - CUT.length));
  const line = most.lastIndexOf("\n");
  return `${line > 0 ? most.slice(0, line) : ""}${CUT}${end}`;
}
