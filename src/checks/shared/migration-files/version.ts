import { withoutZeros } from "./tools/tool.ts";

/** A number of at least this many digits is a timestamp, which identifies its migration anywhere in a line. */
const DIGITS_OF_A_DATE = 8;

/** The number in a migration's name, `20261101090000` or `1.1`; undefined when it has none. */
export function migrationNumber(file: string): string | undefined {
  const { flyway, digits } =
    /^(?:V(?<flyway>\d+(?:[._]\d+)*)__|(?<digits>\d+))/.exec(stemOf(file))?.groups ?? {};
  return digits ?? flyway?.replaceAll("_", ".");
}

/** Whether a line of a changelog names this migration, by its whole name or by its number. */
export function mentions(line: string, file: string): boolean {
  if (holds(line, stemOf(file), /[\w-]/)) return true;
  const number = migrationNumber(file);
  if (number === undefined) return false;
  if (number.length >= DIGITS_OF_A_DATE && !number.includes(".")) return holds(line, number, /\d/);
  const beginning = /^\W*(?:(?:migration|version|number|no|v)[\s.:#]*)?0*(\d+(?:\.\d+)*)(?![\w-]|\.\d)/i;
  return beginning.exec(line)?.[1] === withoutZeros(number);
}

/** Whether a line contains a text as a whole, with none of these characters before or after it. */
function holds(line: string, text: string, joined: RegExp): boolean {
  for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
    const neighbours = [line[at - 1] ?? "", line[at + text.length] ?? ""];
    if (!neighbours.some((character) => joined.test(character))) return true;
  }
  return false;
}

/** The file's name without folder and extension. Of a Prisma migration it is the folder's name. */
function stemOf(file: string): string {
  const name =
    file
      .replace(/\/migration\.sql$/, "")
      .split("/")
      .at(-1) ?? file;
  return name.replace(/(\.(up|down))?\.[A-Za-z]+$/, "");
}
