import { fingerprint } from "../../lib/json.ts";
import { joinBody, markOf } from "../body.ts";
import type { IssueOperation, IssueTopic, ManagedIssue } from "../issue.ts";
import { decodeState, encodeState, STATE_BUDGET } from "../state/codec.ts";
import type { IssueState } from "../state/schema.ts";
import type { BodyFrame, IssueText, OverviewView } from "./model.ts";
import { renderOverview } from "./overview.ts";

/** Maximum length of a body; GitHub accepts 65,536 characters. */
const BODY_LIMIT = 65_000;
/** Length of the hidden marks, without the first one. */
const MARKS = 120;
/** With less room beside people's text nothing is written. */
const LEAST_ROOM = 6_000;

/** The final digest of the text may make the compressed state this much longer. */
const DIGEST_ROOM = 100;

const CUT = "\n\n<p>More does not fit here: the summary of the run has it.</p>";

interface Place {
  readonly target: string;
  readonly topic: IssueTopic;
  /** The issue with people's text; undefined for a new one. */
  readonly around: Pick<ManagedIssue, "before" | "after"> | undefined;
}

/** All of a body but its text, with the state cut to the room; undefined when people's text leaves too little. */
export function bodyFrame(
  { target, topic, around }: Place,
  state: Omit<IssueState, "content">,
): BodyFrame | undefined {
  const { before, after } = around ?? { before: "", after: "" };
  const taken = before.length + after.length + markOf(target, topic).length;
  const room = BODY_LIMIT - taken - MARKS;
  return room < LEAST_ROOM ? undefined : { target, topic, before, after, room, state: fitState(room, state) };
}

/** The part of the state that the room holds; what is cut is counted in it. */
function fitState(room: number, whole: Omit<IssueState, "content">): IssueState {
  const state = { ...whole, content: fingerprint("") };
  const kept = decodeState(encodeState(state, stateBudget(room) - DIGEST_ROOM));
  return "state" in kept ? kept.state : { ...state, findings: [], suites: {} };
}

/** The whole body. */
export function composeBody({ room, state: fitted, ...around }: BodyFrame, text: IssueText): string {
  const state = encodeState({ ...fitted, content: contentOf(text) }, stateBudget(room));
  return joinBody({ ...around, shown: cut(text, room - state.length), state });
}

/** @param numbers of the issues that the plan has opened so far */
export function bodyOf({ body }: IssueOperation, numbers: ReadonlyMap<IssueTopic, number>): string {
  if (typeof body === "string") return body;
  return composeBody(body.frame, renderOverview(withNumbers(body.view, numbers)));
}

function withNumbers(view: OverviewView, numbers: ReadonlyMap<IssueTopic, number>): OverviewView {
  return {
    ...view,
    rows: view.rows.map((row) => ({ ...row, issue: row.issue ?? numbers.get(row.check) ?? null })),
  };
}

function stateBudget(room: number): number {
  return Math.min(STATE_BUDGET, Math.floor(room / 2));
}

/** A digest of the stable part, if there is one, and of the whole text: the next run compares it. */
export function contentOf({ content, stable }: IssueText): string {
  return stable === undefined ? fingerprint(content) : `${fingerprint(stable)}.${fingerprint(content)}`;
}

function cut({ content, footer }: IssueText, room: number): string {
  const end = footer === "" ? "" : `\n\n${footer}`;
  // Marks in quoted SQL are broken up as in joinBody, which makes them longer.
  const safe = content.replaceAll("<!-- pg-preflight:", "<!-- pg-preflight :");
  if (safe.length + end.length <= room) return `${safe}${end}`;
  const most = safe.slice(0, Math.max(0, room - end.length - CUT.length));
  const line = most.lastIndexOf("\n");
  return `${line > 0 ? most.slice(0, line) : ""}${CUT}${end}`;
}
