import { z } from "zod";
import { type Unknown, yamlBlock } from "../../../core/finding.ts";
import type { SourceKey, Sources } from "../../../core/sources.ts";
import { directorySource, type FolderFiles, fileSource, foldersSource } from "../sources/repository.ts";
import type { MigrationFile, MigrationTool } from "./tools/tool.ts";

const path = z.string().min(1).transform(cleanPath);

/** The option `directory` of the checks that read migrations. */
export const directoryOption = z
  .union([path.transform((one) => [one]), z.array(path).min(1)])
  .optional()
  .describe(
    "The folder of the migrations, or a list of folders, from the repository's root. Default: the tool's own.",
  );

/** A migration's file with its place in the commit. */
export interface CommitFile extends MigrationFile {
  /** From the repository's root. */
  readonly path: string;
}

/** One or several folders of the checked-out commit, which one migration tool reads together. */
export interface Folder {
  /** As a person reads it: `db/migrate and db/post_migrate`. */
  readonly path: string;
  readonly paths: readonly string[];
  readonly tool: MigrationTool;
  readonly migrations: readonly CommitFile[];
}

/** The folders to list and the files to read to find the migrations of these tools. */
export function migrationSources(
  tools: readonly MigrationTool[],
  directory: readonly string[] | undefined,
): SourceKey<unknown>[] {
  return tools.flatMap((tool) => [
    ...(directory ?? tool.directories).flatMap((path) => [
      directorySource(path),
      ...(tool.index === undefined ? [] : [fileSource(`${path}/${tool.index}`)]),
    ]),
    ...tool.patterns.map(foldersSource),
  ]);
}

/**
 * The first folder that holds migrations of one of these tools; else the first folder that exists; undefined when none
 * does. A folder that could not be read makes the result unknown, because migrations may be in it.
 */
export function findFolder(
  sources: Sources,
  tools: readonly MigrationTool[],
  directory: readonly string[] | undefined,
): Folder | { readonly unknown: Unknown } | undefined {
  const folders = expectedFolders(sources, tools, directory);
  if ("unknown" in folders) return folders;
  return folders.find(({ migrations }) => migrations.length > 0) ?? folders[0];
}

/** The declared folders as each tool reads them, or the tools' default ones, as far as they exist. */
export function expectedFolders(
  sources: Sources,
  tools: readonly MigrationTool[],
  directory: readonly string[] | undefined,
): readonly Folder[] | { readonly unknown: Unknown } {
  const folders: Folder[] = [];
  for (const tool of tools) {
    const found = listFolders(sources, tool, directory ?? tool.directories);
    if ("unknown" in found) return found;
    const missing = directory?.find((path) => !found.some((folder) => folder.path === path));
    // Of several, what is missing may hold what the others lack.
    if (missing !== undefined && found.length > 0) return { unknown: notCheckedOut(missing, sources, tools) };
    if (directory === undefined) folders.push(...found.map((one) => withCompanions(tool, one, sources)));
    else if (found.length > 0) folders.push(folderOf(tool, found));
  }
  return folders;
}

/** Those of the folders that exist. */
function listFolders(
  sources: Sources,
  tool: MigrationTool,
  paths: readonly string[],
): readonly ListedFolder[] | { readonly unknown: Unknown } {
  const found: ListedFolder[] = [];
  for (const path of paths) {
    const listed = sources.get(directorySource(path));
    if ("unknown" in listed) return listed;
    const index = sources.get(fileSource(`${path}/${tool.index}`));
    if ("unknown" in index) return index;
    if (!("value" in listed) || listed.value === null) continue;
    found.push({ path, files: listed.value, index: "value" in index ? index.value : null });
  }
  return found;
}

/** Folders of the commit with the names that these tools use, wherever they are, but for those that are expected. */
export function otherFolders(
  sources: Sources,
  tools: readonly MigrationTool[],
  expected: readonly Folder[],
): readonly Folder[] {
  const known = new Set(expected.flatMap(({ tool, paths }) => paths.map((path) => `${tool.id} ${path}`)));
  return tools.flatMap((tool) => {
    const found = matching(tool, sources).filter(({ path }) => !known.has(`${tool.id} ${path}`));
    return groupsOf(tool, found)
      .map((group) => ({ group, folder: folderOf(tool, group) }))
      .filter(
        // An index there was not read, so that its migrations are not known.
        ({ group, folder }) =>
          folder.migrations.length > 0 || group.some(({ files }) => hasIndex(tool, files)),
      )
      .map(({ folder }) => folder);
  });
}

/** As the repository writes it: `./db/migrate/` is db/migrate. */
export function cleanPath(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

/** Why a folder is not there: the job has not checked the commit out, or the path is wrong. */
export function notCheckedOut(path: string, sources: Sources, tools: readonly MigrationTool[] = []): Unknown {
  const isCheckedOut = tools.some(({ patterns }) =>
    patterns.some((pattern) => {
      const found = sources.get(foldersSource(pattern));
      return "value" in found && found.value !== null;
    }),
  );
  const missing = `The workspace has no folder ${path}`;
  if (isCheckedOut) {
    return { reason: "error", detail: `${missing}: name it in the check's directory if it is elsewhere.` };
  }
  return {
    reason: "error",
    detail: `${missing}. Name it in the check's directory if it is elsewhere; else the job must check the commit out before this step:`,
    fix: yamlBlock("- uses: actions/checkout@v6"),
  };
}

/** A default folder with those that its tool reads along with it. */
function withCompanions(tool: MigrationTool, folder: ListedFolder, sources: Sources): Folder {
  const found = matching(tool, sources).filter(({ path }) => path !== folder.path);
  const group = groupsOf(tool, [folder, ...found]).find((each) =>
    each.some(({ path }) => path === folder.path),
  );
  return folderOf(tool, group ?? [folder]);
}

function matching(tool: MigrationTool, sources: Sources): readonly FolderFiles[] {
  return tool.patterns.flatMap((pattern) => {
    const found = sources.get(foldersSource(pattern));
    return "value" in found ? (found.value ?? []) : [];
  });
}

function hasIndex({ index }: MigrationTool, files: readonly string[]): boolean {
  return index !== undefined && files.includes(index);
}

type ListedFolder = FolderFiles & { readonly index?: string | null };

function groupsOf(tool: MigrationTool, folders: readonly ListedFolder[]): readonly ListedFolder[][] {
  const paths = folders.map((folder) => folder.path);
  const groups = tool.together?.(paths) ?? paths.map((each) => [each]);
  return groups.map((group) => folders.filter((folder) => group.includes(folder.path)));
}

function folderOf(tool: MigrationTool, folders: readonly ListedFolder[]): Folder {
  const paths = folders.map((folder) => folder.path);
  const migrations = folders.flatMap(({ path: folder, files, index }) =>
    tool.migrations(files, index ?? null, folder).map((migration): CommitFile => {
      const place = `${folder}/${migration.file}`;
      return { ...migration, path: place, file: paths.length > 1 ? place : migration.file };
    }),
  );
  return { path: paths.join(" and "), paths, tool, migrations };
}
