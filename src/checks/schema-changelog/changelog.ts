import type { DocumentPart } from "../shared/sources/repository.ts";

/** What the document asks of an entry besides the migration's number. */
export const ENTRY_FIELDS = ["date", "purpose", "impact"] as const;
export type EntryField = (typeof ENTRY_FIELDS)[number];

/** One entry of a changelog: a section, a row of a table, or a list that names its migration. */
export interface ChangelogEntry {
  /** The texts in which its migration's number may stand. */
  readonly names: readonly string[];
  readonly filled: ReadonlySet<EntryField>;
}

/** How people call the fields, in small letters. */
const LABELS: ReadonlyMap<string, EntryField> = new Map([
  ["date", "date"],
  ["purpose", "purpose"],
  ["why", "purpose"],
  ["impact", "impact"],
  ["effect", "impact"],
  ["effects", "impact"],
]);

const NUMBER_LABELS = new Set(["migration", "migrations", "number", "migration number", "version", "file"]);

/** Every entry that a document may be said to have: a section within a section is one too. */
export function entriesOf(parts: readonly DocumentPart[]): ChangelogEntry[] {
  return parts.flatMap((part, index): ChangelogEntry[] => {
    if ("heading" in part) return sectionsOf(part, parts.slice(index + 1));
    if ("row" in part) return [rowOf(part.row)];
    return [];
  });
}

/** The section below a heading; one entry for each line in it that names a migration, when several do. */
function sectionsOf(
  { heading, level }: { readonly heading: string; readonly level: number },
  rest: readonly DocumentPart[],
): ChangelogEntry[] {
  const end = rest.findIndex((part) => "heading" in part && part.level <= level);
  const body = end < 0 ? rest : rest.slice(0, end);
  const nextHeading = body.findIndex((part) => "heading" in part);
  const own = nextHeading < 0 ? body : body.slice(0, nextHeading);
  const starts = own.flatMap((part, index) => (numberIn(part) === undefined ? [] : [index]));
  if (starts.length > 1) {
    return starts.map((start, index) => {
      const lines = own.slice(start, starts[index + 1]);
      return { names: [numberIn(lines[0]) ?? ""], filled: filledIn("", lines) };
    });
  }
  const names = [heading, ...own.flatMap((part) => numberIn(part) ?? [])];
  return [{ names, filled: filledIn(heading, body) }];
}

function rowOf(row: Readonly<Record<string, string>>): ChangelogEntry {
  const cells = Object.entries(row);
  const filled = cells.flatMap(([column, text]) => {
    const field = LABELS.get(normal(column));
    return field !== undefined && says(field, text) ? [field] : [];
  });
  return { names: cells.map(([, text]) => text), filled: new Set(filled) };
}

/** What a line like "Migration: 20261101090000" says. */
function numberIn(part: DocumentPart | undefined): string | undefined {
  if (part === undefined || !("depth" in part)) return undefined;
  const { label, text } = labelled(part);
  return label !== undefined && NUMBER_LABELS.has(label) ? text : undefined;
}

/** The fields that say something, read from the lines in their order. */
function filledIn(heading: string, body: readonly DocumentPart[]): Set<EntryField> {
  const texts = new Map<EntryField, string>([["date", /\d{4}-\d{2}-\d{2}/.exec(heading)?.[0] ?? ""]]);
  let field: EntryField | undefined;
  let fieldDepth = 0;
  const add = (text: string): void => {
    if (field !== undefined) texts.set(field, `${texts.get(field) ?? ""} ${text}`);
  };
  for (const part of body) {
    if ("heading" in part) {
      field = LABELS.get(normal(part.heading));
      fieldDepth = -1;
    } else if ("row" in part) {
      const [name = "", ...cells] = Object.values(part.row);
      const named = LABELS.get(normal(name));
      if (named === undefined) add(Object.values(part.row).join(" "));
      else texts.set(named, cells.join(" "));
    } else if ("code" in part) {
      add(part.code);
    } else {
      const { label, text } = labelled(part);
      const known = label === undefined ? undefined : LABELS.get(label);
      if (known !== undefined) {
        [field, fieldDepth] = [known, part.depth];
        add(text);
      } else if (label !== undefined && part.depth <= fieldDepth) field = undefined;
      else if (part.depth >= fieldDepth) add(`${label ?? ""} ${text}`);
    }
  }
  return new Set([...texts].flatMap(([name, text]) => (says(name, text) ? [name] : [])));
}

/** Bold beginnings are labels; so is a word before a colon, and a known one alone on its line. */
function labelled(part: { readonly text: string; readonly label?: string }): {
  label?: string;
  text: string;
} {
  if (part.label !== undefined) return { label: normal(part.label), text: part.text };
  const match = /^(?<label>\p{L}[\p{L} ]{0,30}?)\s*:(?:\s+(?<text>.*))?$/su.exec(part.text);
  if (match?.groups !== undefined) {
    return { label: normal(match.groups.label ?? ""), text: match.groups.text ?? "" };
  }
  return LABELS.has(normal(part.text)) ? { label: normal(part.text), text: "" } : { text: part.text };
}

function normal(label: string): string {
  return label.trim().replace(/:$/, "").trim().toLowerCase();
}

/** Something other than a placeholder; a date has a number in it. */
function says(field: EntryField, text: string): boolean {
  if (field === "date") return /\d/.test(text);
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => !/^(todo|tbd|tba|fixme|xxx)$/i.test(word));
}
