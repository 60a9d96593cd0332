import type { SourceKey } from "../../../core/sources.ts";

/** The files below a folder of the checked-out commit, relative to it, sorted; null when there is no such folder. */
export function directorySource(path: string): SourceKey<readonly string[] | null> {
  return { provider: "directory", name: path };
}

/** A folder of the checked-out commit, with the files below it, relative to it and sorted. */
export interface FolderFiles {
  readonly path: string;
  readonly files: readonly string[];
}

/**
 * The folders of the checked-out commit whose path matches: `*` matches any part of a name, `**` for any folders in
 * between. Null when the workspace holds nothing at all.
 */
export function foldersSource(pattern: string): SourceKey<readonly FolderFiles[] | null> {
  return { provider: "folders", name: pattern };
}

/** The text of a file of the checked-out commit; null when there is no such file. */
export function fileSource(path: string): SourceKey<string | null> {
  return { provider: "file", name: path };
}

/** The parts of a Markdown file of the checked-out commit in reading order; null when there is no such file. */
export function documentSource(path: string): SourceKey<readonly DocumentPart[] | null> {
  return { provider: "document", name: path };
}

/** A piece of a Markdown document, its form taken away. Comments are left out. */
export type DocumentPart =
  | { readonly heading: string; readonly level: number }
  /**
   * One line of a paragraph or a list. `label` is what stands in bold at its beginning, without its colon, and
   * `text` what follows; `depth` counts the lists around it.
   */
  | { readonly text: string; readonly label?: string; readonly depth: number }
  /** A row of a table: each cell by its column's heading. */
  | { readonly row: Readonly<Record<string, string>> }
  /** A block of code: its lines are never a document's own. */
  | { readonly code: string };
