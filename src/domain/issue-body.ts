/**
 * An issue's body: what people wrote before and after, and our block between two hidden marks. The first mark
 * says whose issue it is, the last holds the state.
 *
 *     <!-- pg-preflight:issue=production/unused-indexes -->
 *     what we show
 *     <!-- pg-preflight:state=1.eJyr… -->
 */
export interface IssueBody {
  /** The label of the database. */
  readonly target: string;
  /** overview, checklist, index-usage, or a check's id. */
  readonly home: string;
  /** People's text. */
  readonly before: string;
  readonly after: string;
  readonly shown: string;
  /** As `encodeState` wrote it; empty when the mark is gone. */
  readonly state: string;
}

const MARK = /^<!-- pg-preflight:issue=([A-Za-z0-9._%-]+)\/([a-z][a-z0-9-]*) -->[ \t]*$/m;
const STATE = /^<!-- pg-preflight:state=([A-Za-z0-9._-]*) -->[ \t]*$/m;

/** Undefined when the body has no mark of ours. */
export function parseBody(body: string): IssueBody | undefined {
  // GitHub's editor writes \r\n.
  const text = body.replaceAll("\r\n", "\n");
  const mark = MARK.exec(text);
  if (mark?.[1] === undefined || mark[2] === undefined) return undefined;
  const rest = text.slice(mark.index + mark[0].length);
  const state = STATE.exec(rest);
  return {
    target: decodeTarget(mark[1]),
    home: mark[2],
    before: text.slice(0, mark.index),
    shown: (state === null ? rest : rest.slice(0, state.index)).trim(),
    state: state?.[1] ?? "",
    after: state === null ? "" : rest.slice(state.index + state[0].length),
  };
}

/** The whole body, people's text kept as it was. */
export function joinBody({ target, home, before, after, shown, state }: IssueBody): string {
  // A quoted name in fenced SQL may hold a line like ours.
  const safe = shown.trim().replaceAll("<!-- pg-preflight:", "<!-- pg-preflight :");
  const block = `${markOf(target, home)}\n\n${safe}\n\n<!-- pg-preflight:state=${state} -->`;
  return `${before}${block}${after}`;
}

export function markOf(target: string, home: string): string {
  return `<!-- pg-preflight:issue=${encodeURIComponent(target)}/${home} -->`;
}

function decodeTarget(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
