import type { KnownRelation } from "../../../../core/server.ts";

/** A migration as a file of the repository has it. */
export interface MigrationFile {
  /** In the form in which the ledger's entry has it too. */
  readonly version: string;
  /** Relative to the migrations' folder. */
  readonly file: string;
  /** What its author called it, without the version; empty when the tool knows no names. */
  readonly name: string;
  /** It has no place in the order: it runs again whenever it changes. */
  readonly isRepeatable?: true;
}

/** What the tool's table says of one migration. */
export interface HistoryEntry {
  readonly version: string;
  readonly name?: string;
  readonly state: "applied" | "failed";
  readonly isRepeatable?: true;
  /** Everything older counts as applied too, though the ledger does not list it. */
  readonly coversOlder?: true;
  /** It came from something other than a file of SQL, so no file is missed. */
  readonly needsNoFile?: true;
}

/** One row of any tool's ledger: each statement gives the columns that its tool has. */
export interface HistoryRow {
  readonly version?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly is_finished?: boolean | undefined;
  readonly is_rolled_back?: boolean | undefined;
  readonly is_dirty?: boolean | undefined;
  readonly is_success?: boolean | undefined;
  readonly type?: string | undefined;
  readonly script?: string | undefined;
}

type Statement = "version" | "supabase" | "prisma" | "drizzle" | "golang-migrate" | "flyway";

/** How one tool keeps its migrations: the next tool is one more of these. */
export interface MigrationTool {
  readonly id: string;
  readonly title: string;
  /** Its ledger's name; the schema may be any. */
  readonly table: string;
  /** Where its files lie unless it is told otherwise. */
  readonly directories: readonly string[];
  /** Others keep files of such names in such folders too: without its ledger they may be anybody's. */
  readonly hasCommonNames?: true;
  /** A file of the folder that must be read to know the migrations. */
  readonly index?: string;
  /** Tells its ledger from those of others with the same name. */
  owns(relation: KnownRelation, all: readonly KnownRelation[]): boolean;
  /** Which statement reads this ledger, and the columns that it reads. */
  statement(relation: KnownRelation): { readonly variant: Statement; readonly columns: readonly string[] };
  /**
   * The migrations among the files of a folder, in any order; other files are left out.
   *
   * @param index the text of the index file, null when there is none
   */
  migrations(files: readonly string[], index: string | null): readonly MigrationFile[];
  /** @param rows in the order of the tool's statement */
  entries(rows: readonly HistoryRow[]): readonly HistoryEntry[];
  /** Orders versions as the tool does. */
  compare(a: string, b: string): number;
  /** What it does with a file that is older than the last applied one: a sentence's end. */
  readonly late: string;
  /** What a person does about a failed one: a whole sentence. */
  readonly afterFailure: string;
  /** Teams delete old files after they put their sum into one: entries older than the oldest file are no drift. */
  readonly mayBeSquashed: boolean;
}

/** For versions of digits, however many: a number would lose some of them. */
export function compareNumbers(a: string, b: string): number {
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return left.length - right.length || compareTexts(left, right);
}

/** `1.10` is newer than `1.9`. */
export function compareDotted(a: string, b: string): number {
  const [left, right] = [a.split("."), b.split(".")];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareNumbers(left[index] ?? "0", right[index] ?? "0");
    if (order !== 0) return order;
  }
  return 0;
}

export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}

/** Files named `<version>_<name>`: `pattern` has the groups version and name. */
export function numbered(files: readonly string[], pattern: RegExp): MigrationFile[] {
  return files.flatMap((file) => {
    const { version, name } = pattern.exec(file)?.groups ?? {};
    return version === undefined ? [] : [{ version, name: name ?? "", file }];
  });
}

/** For ledgers in which a row means: applied. */
export function appliedEntries(rows: readonly HistoryRow[]): HistoryEntry[] {
  return rows.flatMap(({ version, name }): HistoryEntry[] =>
    version == null ? [] : [{ version, state: "applied", ...(name == null ? {} : { name }) }],
  );
}
