import type { KnownRelation } from "../../../../core/server.ts";

/** A migration as a file of the repository has it. */
export interface MigrationFile {
  /** In the same form as in the history table. */
  readonly version: string;
  /** Relative to the migrations' folder. */
  readonly file: string;
  /** The author's name for it, without the version; empty when the tool has no names. */
  readonly name: string;
  /** It is not ordered, because it runs again whenever it changes. */
  readonly isRepeatable?: true;
}

/** One migration in the tool's history table. */
export interface HistoryEntry {
  readonly version: string;
  readonly name?: string;
  readonly state: "applied" | "failed";
  readonly isRepeatable?: true;
  /** Everything older is applied too, although the history table does not list it. */
  readonly coversOlder?: true;
  /** It was not made from a file of SQL, so a missing file is not a problem. */
  readonly needsNoFile?: true;
}

/** One row of any tool's history table: each statement returns the columns that its tool has. */
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

type HistoryStatement =
  | "version"
  | "supabase"
  | "prisma"
  | "drizzle"
  | "drizzle-names"
  | "golang-migrate"
  | "flyway";

/** What the catalog says of a relation that may be a history table. */
export type NamedRelation = Pick<KnownRelation, "schema" | "name" | "columns">;

/** How one tool stores its migrations. To support another tool, add one more of these. */
export interface MigrationTool {
  readonly id: string;
  readonly title: string;
  /** The name of its history table, in any schema. */
  readonly table: string;
  /** The columns without which its history table can't be read. */
  readonly needs: readonly string[];
  /** The folders that it uses by default: one of them. */
  readonly directories: readonly string[];
  /** Where else its folders are in a repository, with `*` and `**` for any name and any folders. */
  readonly patterns: readonly string[];
  /** The folders that it reads together when several of them are there. */
  together?(folders: readonly string[]): readonly (readonly string[])[];
  /** Other tools use such names and folders too: without the history table nothing shows whose files they are. */
  readonly hasCommonNames?: true;
  /** A file of the folder that must be read to know the migrations. */
  readonly index?: string;
  /** Whether a table of this name is the tool's own history table, and not another tool's. */
  owns(relation: NamedRelation, all: readonly NamedRelation[]): boolean;
  /** Whether a table with these columns is its history table under another name, where the tool lets a team give it one. */
  isLike?(columns: readonly string[]): boolean;
  /** Which statement reads this history table, and the columns that it reads. */
  statement(relation: KnownRelation): {
    readonly variant: HistoryStatement;
    readonly columns: readonly string[];
  };
  /**
   * The migrations among the files of a folder, in any order; other files are left out.
   *
   * @param index the text of the index file, null when there is none
   * @param folder the folder's path
   */
  migrations(files: readonly string[], index: string | null, folder?: string): readonly MigrationFile[];
  /**
   * @param rows in the order of the tool's statement
   * @param files those that the entries are compared with
   */
  entries(rows: readonly HistoryRow[], files?: readonly MigrationFile[]): readonly HistoryEntry[];
  /** Orders versions as the tool does. */
  compare(a: string, b: string): number;
  /** What the tool does with a file that is older than the last applied one, as the end of a sentence. */
  readonly late: string;
  /** What to do about a failed migration, as a whole sentence. */
  readonly afterFailure: string;
  /** How a person undoes an applied migration with it, as whole sentences. */
  readonly rollback: string;
  /** Teams replace old files by a single one, so entries that are older than the oldest file are expected. */
  readonly mayBeSquashed: boolean;
}

/** Orders versions of any number of digits, of which a JavaScript number would lose some. */
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

/** For history tables in which each row is an applied migration. */
export function appliedEntries(rows: readonly HistoryRow[]): HistoryEntry[] {
  return rows.flatMap(({ version, name }): HistoryEntry[] =>
    version == null ? [] : [{ version, state: "applied", ...(name == null ? {} : { name }) }],
  );
}

/** Whether a list of columns is exactly this one, in any order. */
export function areExactly(columns: readonly string[], expected: readonly string[]): boolean {
  return columns.length === expected.length && expected.every((name) => columns.includes(name));
}
