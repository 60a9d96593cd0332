/**
 * Text of a database, a file or an API, made visible. A name may hold anything: a line break in it could begin a line of
 * a log or of a block to copy, a bidirectional mark could make one statement look like another.
 */

/**
 * What cannot be seen, or changes how its neighbours are seen: controls, soft hyphen, zero-width and other
 * ignorable characters, bidirectional marks, line separators, lone surrogates, blanks that are not the blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\p{Bidi_C}\p{Zl}\p{Zp}\p{NChar}]|(?! )\p{Zs}/u;
export const EACH_INVISIBLE = new RegExp(`\\r\\n|${INVISIBLE.source}`, "gu");

/** One line in which every character is seen; at most `length` code points of `text`, then `…`. */
export function visible(text: string, length = Number.POSITIVE_INFINITY): string {
  const short = cut(text, length);
  return INVISIBLE.test(short) ? short.replace(EACH_INVISIBLE, show) : short;
}

/** Like `visible`, but keeps its line breaks (`\n`), for blocks to copy; nothing is cut. */
export function visibleLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(EACH_INVISIBLE, (found) => (found === "\n" ? found : point(found)));
}

/** A string of YAML in one line. A JSON string is one too, but leaves most invisible characters as they are. */
export function yamlString(text: string): string {
  return JSON.stringify(text).replace(EACH_INVISIBLE, (found) =>
    // JSON has escaped line breaks, so that each match is one character.
    [...Array(found.length).keys()]
      .map((index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

function show(found: string): string {
  if (found === "\r\n" || found === "\n" || found === "\r") return "↵";
  return found === "\t" ? "⇥" : point(found);
}

function point(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // A code point is at most two units: no need to take a megabyte apart.
  const points = Array.from(text.slice(0, 2 * length + 2));
  return points.length <= length ? text : `${points.slice(0, length).join("")}…`;
}
