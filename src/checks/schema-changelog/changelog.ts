import type { DocumentPart } from "../shared/sources/repository.ts";

/** The fields that the document requires of an entry besides the migration's number. */
export const ENTRY_FIELDS = ["date", "purpose", "impact"] as const;
type EntryField = (typeof ENTRY_FIELDS)[number];

/** One entry of a changelog: a section, a row of a table, or a list that names its migration. */
export interface ChangelogEntry {
  /** The texts that may contain its migration's number. */
  readonly names: readonly string[];
  readonly filled: ReadonlySet<EntryField>;
}

/** The labels that people use for the fields, in lower case. */
const LABELS: ReadonlyMap<string, EntryField> = new Map([
  ["date", "date"],
  ["purpose", "purpose"],
  ["why", "purpose"],
  ["impact", "impact"],
  ["effect", "impact"],
  ["effects", "impact"],
]);

const NUMBER_LABELS = new Set(["migration", "migrations", "number", "migration number", "version", "file"]);

/** Every entry of a document. A section within a section is an entry too. */
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
    return field !== undefined && hasContent(field, text) ? [field] : [];
  });
  return { names: cells.map(([, text]) => text), filled: new Set(filled) };
}

/** The text after the label of a line like "Migration: 20261101090000". */
function numberIn(part: DocumentPart | undefined): string | undefined {
  if (part === undefined || !("depth" in part)) return undefined;
  const { label, text } = labelled(part);
  return label !== undefined && NUMBER_LABELS.has(label) ? text : undefined;
}

/** The fields that say something in the lines of an entry. */
function filledIn(heading: string, body: readonly DocumentPart[]): Set<EntryField> {
  const reader = new FieldReader(heading);
  for (const part of body) reader.read(part);
  return reader.filled();
}

/** Collects the text of each field while the lines of an entry are read in their order. */
class FieldReader {
  readonly #texts = new Map<EntryField, string>();
  /** The field whose label was read last: lines that follow belong to it. */
  #field: EntryField | undefined;
  /** How many lists are around that label. Lines that are less deep do not belong to its field. */
  #depth = 0;

  constructor(heading: string) {
    this.#texts.set("date", /\d{4}-\d{2}-\d{2}/.exec(heading)?.[0] ?? "");
  }

  read(part: DocumentPart): void {
    if ("heading" in part) this.#begin(LABELS.get(normal(part.heading)), -1);
    else if ("row" in part) this.#readRow(part.row);
    else if ("code" in part) this.#add(part.code);
    else this.#readLine(part);
  }

  filled(): Set<EntryField> {
    return new Set([...this.#texts].flatMap(([name, text]) => (hasContent(name, text) ? [name] : [])));
  }

  /** A row whose first cell is a label holds its whole field. */
  #readRow(row: Readonly<Record<string, string>>): void {
    const cells = Object.values(row);
    const field = LABELS.get(normal(cells[0] ?? ""));
    if (field === undefined) this.#add(cells.join(" "));
    else this.#texts.set(field, cells.slice(1).join(" "));
  }

  #readLine(part: { readonly text: string; readonly label?: string; readonly depth: number }): void {
    const { label, text } = labelled(part);
    const field = label === undefined ? undefined : LABELS.get(label);
    if (field !== undefined) {
      this.#begin(field, part.depth);
      this.#add(text);
    } else if (label !== undefined && part.depth <= this.#depth) {
      // A label at the same depth that is not one of the fields' ends the previous field.
      this.#field = undefined;
    } else if (part.depth >= this.#depth) {
      this.#add(`${label ?? ""} ${text}`);
    }
  }

  #begin(field: EntryField | undefined, depth: number): void {
    this.#field = field;
    this.#depth = depth;
  }

  #add(text: string): void {
    if (this.#field !== undefined)
      this.#texts.set(this.#field, `${this.#texts.get(this.#field) ?? ""} ${text}`);
  }
}

/** A bold beginning is a label, and so is a word before a colon, or a known label alone on its line. */
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

/** Whether the text is more than a placeholder. A date must contain a digit. */
function hasContent(field: EntryField, text: string): boolean {
  if (field === "date") return /\d/.test(text);
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => !/^(todo|tbd|tba|fixme|xxx)$/i.test(word));
}
