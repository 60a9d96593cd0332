import { visible } from "../../lib/visible.ts";
import { code, escapeHtml, type Html, trusted } from "./escape.ts";
import { formatNumber, formatTime } from "./values.ts";

/**
 * Our sentences with names in them. Plain words stay as they are; a token that could be a name, a mention, a
 * reference, a URL or markup is put in `<code>`. So `public.orders_idx` is shown as a name, and `@octocat` is not
 * notified, although no check marks its names. A check that needs a phrase in code writes it between backticks; an
 * ISO 8601 time is written as in the tables.
 */

/** Longer sentences are cut, in code points. */
const SENTENCE_LENGTH = 600;

/** A phrase between backticks, or the text between blanks (a quoted name keeps its blanks). */
const TOKEN = /`[^`]+`|(?:"[^"]*"|[^ `])+|`/gu;

/** Words and numbers that neither Markdown nor GitHub's filters change. */
const PLAIN_FORMS = [
  "", // punctuation alone
  "[\"'“‘]?[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*[\"'”’]?", // word, pull-request, "word", isn't
  "[+-]?\\d{1,6}(?:[.,]\\d{1,6})*[a-zA-Z%]{0,3}", // 12, 1,000, 18.4, 95%, 1.5h
  "\\d\\d:\\d\\d(?::\\d\\d)?", // 03:00
  "(?:\\p{L}\\.)+\\p{L}", // e.g, i.e
  "[–—…→≥≤×=+%&·<>/-]+",
];
const PLAIN = new RegExp(`^(?:${PLAIN_FORMS.join("|")})$`, "u");

/** What GitHub may link though it is a word: a commit's id, `GH-7`, a tracker's `ABC-123`, `www` and its dot. */
const REFERENCE = /(?<![\p{L}\p{N}])(?:[0-9a-f]{7,}|www|\p{L}[\p{L}\p{N}]*-\d+)(?![\p{L}\p{N}])/iu;

/** Safe inside an HTML block, such as `<p>`, and only there: Markdown would still read a leading `1.`. */
export function renderText(text: string, length = SENTENCE_LENGTH): Html {
  return trusted(visible(text, length).replace(TOKEN, neutral));
}

function neutral(token: string): string {
  if (token.length > 2 && token.startsWith("`") && token.endsWith("`"))
    return code(token.slice(1, -1), token.length);
  const { before, core, after } = peel(token);
  const time = formatTime(core);
  if (time !== undefined) return `${before}${time}${after}`;
  if (PLAIN.test(core) && !REFERENCE.test(core)) return escapeHtml(token);
  return `${before}${code(core, core.length)}${after}`;
}

/** Takes the sentence's punctuation off a word: `(public.orders),` has its name in the middle. */
function peel(token: string): { before: string; core: string; after: string } {
  const before = /^\(*/.exec(token)?.[0] ?? "";
  let core = token.slice(before.length);
  while (/[.,;:!?]$/.test(core) || (core.endsWith(")") && occurrences(core, ")") > occurrences(core, "("))) {
    core = core.slice(0, -1);
  }
  return { before, core, after: token.slice(before.length + core.length) };
}

function occurrences(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** Markup of ours around parts that are Html already: the compiler takes no other text. */
export function html(
  markup: TemplateStringsArray,
  ...parts: readonly (Html | number | readonly Html[])[]
): Html {
  return trusted(
    markup.reduce((text, piece, index) => {
      const part = parts[index - 1];
      return text + (Array.isArray(part) ? part.join("") : String(part)) + piece;
    }),
  );
}

/** `1 finding`, `2 findings`: a count and its word. */
export function count(number: number, one: string, many = `${one}s`): Html {
  return trusted(`${formatNumber(number)} ${number === 1 ? one : many}`);
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly Html[]): Html {
  const last = parts.at(-1);
  if (last === undefined) return trusted("");
  return trusted(parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`);
}
