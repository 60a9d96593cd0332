import { z } from "zod";
import { type Unknown, yamlBlock } from "../../../core/finding.ts";
import type { SourceKey, Sources } from "../../../core/sources.ts";
import { directorySource, fileSource } from "../sources/repository.ts";
import type { MigrationFile, MigrationTool } from "./tools/tool.ts";

/** The option `directory` of the checks that read migrations. */
export const directoryOption = z
  .string()
  .min(1)
  .transform(cleanPath)
  .optional()
  .describe("The folder of the migrations, from the repository's root. Default: the tool's own.");

/** A folder of the checked-out commit as one migration tool reads it. */
export interface Folder {
  readonly path: string;
  readonly tool: MigrationTool;
  readonly migrations: readonly MigrationFile[];
}

/** The folders to list and the files to read to find the migrations of these tools. */
export function migrationSources(
  tools: readonly MigrationTool[],
  directory: string | undefined,
): SourceKey<unknown>[] {
  return pairsOf(tools, directory).flatMap(({ path, tool }) => [
    directorySource(path),
    ...(tool.index === undefined ? [] : [fileSource(`${path}/${tool.index}`)]),
  ]);
}

/**
 * The first folder that holds migrations of one of these tools; else the first folder that exists; undefined when none
 * does. A folder that could not be read makes the result unknown, because migrations may be in it.
 */
export function findFolder(
  sources: Sources,
  tools: readonly MigrationTool[],
  directory: string | undefined,
): Folder | { readonly unknown: Unknown } | undefined {
  const folders: Folder[] = [];
  for (const { path, tool } of pairsOf(tools, directory)) {
    const listed = sources.get(directorySource(path));
    if ("unknown" in listed) return listed;
    const index = sources.get(fileSource(`${path}/${tool.index}`));
    if ("unknown" in index) return index;
    if ("skipped" in listed || listed.value === null) continue;
    const text = "value" in index ? index.value : null;
    folders.push({ path, tool, migrations: tool.migrations(listed.value, text) });
  }
  return folders.find(({ migrations }) => migrations.length > 0) ?? folders[0];
}

/** As the repository writes it: `./db/migrate/` is db/migrate. */
export function cleanPath(path: string): string {
  return path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}

/** Why a folder is not there: the job has not checked the commit out, or the path is wrong. */
export function notCheckedOut(path: string): Unknown {
  return {
    reason: "error",
    detail: `The workspace has no folder ${path}. Name it in the check's directory if it is elsewhere; else the job must check the commit out before this step:`,
    fix: yamlBlock("- uses: actions/checkout@v6"),
  };
}

function pairsOf(tools: readonly MigrationTool[], directory: string | undefined) {
  return tools.flatMap((tool) =>
    (directory === undefined ? tool.directories : [directory]).map((path) => ({ path, tool })),
  );
}
