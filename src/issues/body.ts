/**
 * An issue's body: text of people, and the block of pg-preflight between hidden marks. The first mark has the target
 * and the topic, the second the state. The last one shows where the block ends when the state's line is missing.
 *
 *     <!-- pg-preflight:issue=production/unused-indexes -->
 *     the text
 *     <!-- pg-preflight:state=1.eJyr… -->
 *     <!-- pg-preflight:end -->
 */
export interface IssueBody {
  /** The label of the database. */
  readonly target: string;
  /** overview, checklist, index-usage, or a check's id. */
  readonly topic: string;
  /** Text of people. */
  readonly before: string;
  readonly after: string;
  readonly shown: string;
  /** Written by `encodeState`; empty when the mark is missing. */
  readonly state: string;
}

/**
 * At the start of a line, or after text that a person typed before it on the same line. A mark after `>` or a
 * backtick is quoted and does not count.
 */
const MARK = /^([^\n\r\u2028\u2029>`]*?)<!-- pg-preflight:issue=([A-Za-z0-9._%-]*)\/([a-z][a-z0-9-]*) -->/gm;
const STATE = /<!-- pg-preflight:state=([A-Za-z0-9._-]*) -->/;
const END = "<!-- pg-preflight:end -->";
const ANY_MARK = "<!-- pg-preflight:";

/** Undefined when the body has no mark of pg-preflight. It never throws, whatever the body holds. */
export function parseBody(body: string | null | undefined): IssueBody | undefined {
  // GitHub's editor writes \r\n.
  const text = (body ?? "").replaceAll("\r\n", "\n");
  const marks = [...text.matchAll(MARK)].map(
    ({ index, 0: line, 1: typed = "", 2: target, 3: topic }, at, all) => {
      const from = index + line.length;
      const following = text.slice(from, all[at + 1]?.index);
      return {
        start: index + typed.length,
        target,
        topic,
        block: blockOf(following),
        end: text.slice(from + following.length),
      };
    },
  );
  // People may quote a single mark above the block, so a complete block is preferred.
  const ours = marks.find(({ block }) => block.isWhole) ?? marks[0];
  if (ours?.target === undefined || ours.topic === undefined) return undefined;
  return {
    target: decodeTarget(ours.target),
    topic: ours.topic,
    before: text.slice(0, ours.start),
    shown: ours.block.shown.trim(),
    state: ours.block.state,
    after: ours.block.after + ours.end,
  };
}

/** The text between the first mark and the next one, or the end of the body. */
function blockOf(following: string): { shown: string; state: string; after: string; isWhole: boolean } {
  const state = STATE.exec(following);
  if (state !== null) {
    const behind = following.slice(state.index + state[0].length);
    return {
      shown: following.slice(0, state.index),
      state: state[1] ?? "",
      after: behind.startsWith(`\n${END}`) ? behind.slice(END.length + 1) : behind,
      isWhole: true,
    };
  }
  const end = following.indexOf(END);
  if (end >= 0) {
    return {
      shown: following.slice(0, end),
      state: "",
      after: following.slice(end + END.length),
      isWhole: true,
    };
  }
  // The end of the block is not known: old text of the block may remain, but no text of a person is lost.
  return { shown: "", state: "", after: following, isWhole: false };
}

/** The whole body, with people's text unchanged. */
export function joinBody({ target, topic, before, after, shown, state }: IssueBody): string {
  // A quoted name in fenced SQL may contain a line that looks like a mark.
  const safe = shown.trim().replaceAll(ANY_MARK, "<!-- pg-preflight :");
  const block = [markOf(target, topic), "", safe, "", `<!-- pg-preflight:state=${state} -->`, END].join("\n");
  // A mark on the same line as a person's text is not hidden everywhere.
  const lead = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return `${lead}${block}${after}`;
}

export function markOf(target: string, topic: string): string {
  // encodeURIComponent keeps these characters, and throws at a lone surrogate.
  const safe = encodeURIComponent(target.toWellFormed()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `<!-- pg-preflight:issue=${safe}/${topic} -->`;
}

function decodeTarget(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
