/** Reads SQL text as PostgreSQL's scanner does, far enough to hold it to rules and to take it apart. */

export type TokenKind =
  | "comment"
  | "string"
  | "quoted"
  | "word"
  | "number"
  | "parameter"
  | "placeholder"
  | "symbol";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it begins in the text. */
  readonly start: number;
}

/** Tried in this order at each place; the flag y keeps a match to its place. */
const FORMS: readonly [TokenKind | undefined, RegExp][] = [
  [undefined, /\s+/y],
  ["comment", /--[^\n]*/y],
  ["string", /(?:[bxn]|u&)?'(?:[^']|'')*'/iy],
  ["string", /e'(?:[^'\\]|''|\\[\s\S])*'/iy],
  ["string", /\$(?<tag>(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\k<tag>\$/iy],
  ["quoted", /(?:u&)?"(?:[^"]|"")*"/iy],
  ["parameter", /\$\d+/y],
  ["number", /\d+(?:\.(?!\.)\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?/iy],
  ["word", /[a-z_\u0080-\uffff][\w$\u0080-\uffff]*/iy],
  ["symbol", /::|:=|=>|\.\.|[()[\],;.:]/y],
  ["symbol", /[-+*/<>=~!@#%^&|`?]+/y],
];

/**
 * The tokens of one or more statements. A `:name` is a placeholder of ours, except in an array's slice.
 *
 * @throws Error at what no SQL holds, such as a string without its end
 */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let brackets = 0;
  for (let position = 0; position < text.length; ) {
    const token = blockComment(text, position) ?? nextToken(text, position);
    position = token.start + token.text.length;
    if (token.text === "[") brackets += 1;
    if (token.text === "]") brackets -= 1;
    const last = tokens.at(-1);
    if (token.kind === "word" && last?.text === ":" && brackets === 0 && last.start === token.start - 1) {
      tokens[tokens.length - 1] = { kind: "placeholder", text: `:${token.text}`, start: last.start };
    } else if (token.kind !== undefined) {
      tokens.push(token as Token);
    }
  }
  return tokens;
}

interface Found {
  readonly kind: TokenKind | undefined;
  readonly text: string;
  readonly start: number;
}

function nextToken(text: string, start: number): Found {
  for (const [kind, form] of FORMS) {
    form.lastIndex = start;
    const found = form.exec(text)?.[0];
    if (found === undefined) continue;
    // An operator ends where a comment begins.
    const comment = kind === "symbol" ? found.search(/--|\/\*/) : -1;
    return { kind, text: comment > 0 ? found.slice(0, comment) : found, start };
  }
  throw new Error(`no SQL at ${JSON.stringify(text.slice(start, start + 40))}`);
}

/** PostgreSQL nests them. */
function blockComment(text: string, start: number): Found | undefined {
  if (!text.startsWith("/*", start)) return undefined;
  let depth = 0;
  for (let position = start; position < text.length; ) {
    if (text.startsWith("/*", position)) {
      depth += 1;
      position += 2;
    } else if (text.startsWith("*/", position)) {
      depth -= 1;
      position += 2;
      if (depth === 0) return { kind: "comment", text: text.slice(start, position), start };
    } else {
      position += 1;
    }
  }
  throw new Error("a comment has no end");
}

/** The statements of a script, each without its semicolon; what holds only comments is none. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let begin = 0;
  let isEmpty = true;
  for (const token of [...readTokens(text), { kind: "symbol" as const, text: ";", start: text.length }]) {
    if (token.text === ";") {
      if (!isEmpty) statements.push(text.slice(begin, token.start).trim());
      begin = token.start + 1;
      isEmpty = true;
    } else if (token.kind !== "comment") {
      isEmpty = false;
    }
  }
  return statements;
}
