import { EACH_INVISIBLE, visible, visibleLines } from "./visible.ts";

/**
 * SQL for a person to copy. The server quotes the names in it, and a quoted name may hold a line break. psql would run the
 * same statement, but a person who copies a part, or who takes the comment off a line, would run what follows the break.
 */

/** What may hold text of the database. Whatever is in none of them was written here. */
const QUOTED =
  /--[^\n]*|(?<![\p{L}\p{N}_$])[eE]'[^'\\]*(?:(?:''|\\.)[^'\\]*)*'|(?:(?<![\p{L}\p{N}_$])[uU]&)?(?:'[^']*(?:''[^']*)*'|"[^"]*(?:""[^"]*)*")|['"]/gsu;

/**
 * The same statements, in which no name and no literal holds a character that cannot be seen: `U&"a\000Ab"` is the name
 * `a`, line break, `b`, and `E'a\u000ab'` the literal.
 */
export function escapeInvisible(sql: string): string {
  let result = "";
  let position = 0;
  for (const { 0: quoted, index } of sql.matchAll(QUOTED)) {
    result += visibleLines(sql.slice(position, index));
    position = index + quoted.length;
    // A quote that nothing closes: what of the rest is a name is not known.
    if (quoted.length === 1) return result + visible(sql.slice(index));
    result += escaped(quoted);
  }
  return result + visibleLines(sql.slice(position));
}

function escaped(quoted: string): string {
  if (quoted.startsWith("--")) return visible(quoted);
  if (quoted.search(EACH_INVISIBLE) < 0) return quoted;
  if (/^[uU]/.test(quoted)) return quoted.replace(EACH_INVISIBLE, unicodeEscapes);
  if (/^[eE]/.test(quoted)) return quoted.replace(EACH_INVISIBLE, stringEscapes);
  const doubled = quoted.replaceAll("\\", "\\\\");
  return quoted.startsWith('"')
    ? `U&${doubled.replace(EACH_INVISIBLE, unicodeEscapes)}`
    : `E${doubled.replace(EACH_INVISIBLE, stringEscapes)}`;
}

function unicodeEscapes(found: string): string {
  return escapes(found, (code) => (code > 0xffff ? `\\+${hex(code, 6)}` : `\\${hex(code, 4)}`));
}

function stringEscapes(found: string): string {
  return escapes(found, (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`));
}

function escapes(found: string, write: (code: number) => string): string {
  return [...found].map((character) => write(character.codePointAt(0) ?? 0)).join("");
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, "0");
}
