import type { Token, Tokens } from "marked";
import type { DocumentPart } from "../../checks/shared/sources/repository.ts";
import { withinTime } from "../../lib/time-limit.ts";
import { Refused } from "./workspace.ts";

/** In milliseconds: the parser takes hours for some texts, and a branch writes its changelog itself. */
const LONGEST_READING = 5_000;

/** Twenty years of a migration a day. What is done with the parts takes the square of their number. */
const MOST_PARTS = 20_000;

/** Takes a Markdown document (GitHub's kind) apart. The parser is loaded only when there is something to parse. */
export async function readMarkdown(text: string): Promise<readonly DocumentPart[]> {
  const { lexer } = await import("marked");
  const read = withinTime(LONGEST_READING, () => partsOf(lexer(text, { gfm: true }), 0));
  if (read === undefined) throw new Refused(`takes more than ${LONGEST_READING / 1000} s to read.`);
  if (read.result.length > MOST_PARTS)
    throw new Refused(`has more than ${MOST_PARTS} headings, lines and rows.`);
  return read.result;
}

function partsOf(tokens: readonly Token[], depth: number): DocumentPart[] {
  return tokens.flatMap((token) => partsOfBlock(token as Tokens.Generic, depth));
}

function partsOfBlock(token: Tokens.Generic, depth: number): DocumentPart[] {
  switch (token.type) {
    case "heading":
      return [{ heading: plain(token.tokens ?? []).trim(), level: token.depth }];
    case "paragraph":
    case "text":
      return linesOf(token.tokens ?? [token as Token], depth);
    case "list":
      return (token as Tokens.List).items.flatMap((item) => partsOf(item.tokens, depth + 1));
    case "blockquote":
      return partsOf(token.tokens ?? [], depth);
    case "table":
      return rowsOf(token as Tokens.Table);
    case "code":
      return [{ code: token.text }];
    default:
      return [];
  }
}

/** The lines of a paragraph, each with its bold beginning apart. */
function linesOf(tokens: readonly Token[], depth: number): DocumentPart[] {
  const lines: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === "br") lines.push([]);
    else if (token.type !== "text") lines.at(-1)?.push(token);
    else {
      const [first = "", ...others] = plain([token]).split("\n");
      lines.at(-1)?.push({ type: "escape", raw: first, text: first });
      for (const other of others) lines.push([{ type: "escape", raw: other, text: other }]);
    }
  }
  return lines.flatMap((line): DocumentPart[] => {
    const [first, ...rest] = line.filter((token) => plain([token]).trim() !== "");
    if (first === undefined) return [];
    if (first.type !== "strong") return [{ text: plain(line).trim(), depth }];
    const label = plain([first]).trim().replace(/\s*:$/, "");
    return [{ label, text: plain(rest).trim().replace(/^:\s*/, ""), depth }];
  });
}

function rowsOf({ header, rows }: Tokens.Table): DocumentPart[] {
  const names = header.map(({ tokens }) => plain(tokens).trim());
  return rows.map((cells) => ({
    row: Object.fromEntries(cells.map(({ tokens }, index) => [names[index] ?? "", plain(tokens).trim()])),
  }));
}

/** What a reader sees: no form, no comments. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token): string => {
      if (token.type === "html") return "";
      if (token.type === "br") return "\n";
      if ("tokens" in token && token.tokens !== undefined) return plain(token.tokens);
      if (token.type === "codespan" || token.type === "escape") return token.text;
      return "text" in token ? unescapeEntities(token.text) : "";
    })
    .join("");
}

function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
};
