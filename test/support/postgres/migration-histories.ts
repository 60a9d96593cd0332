/** The history tables that migration tools left (test/fixtures/migration-histories), and the folders they came from. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  readDirectories,
  readDocuments,
  readFiles,
  readFolders,
} from "../../../src/collect/repository/index.ts";
import type { Check } from "../../../src/core/check.ts";
import type { Sources } from "../../../src/core/sources.ts";
import { sourcesFrom } from "../builders/sources.ts";
import type { Database } from "./postgres.ts";

export const MIGRATION_HISTORIES = join(import.meta.dirname, "../../fixtures/migration-histories");

export type State = "all" | "pending" | "failed";

export async function restoreHistory(database: Database, tool: string, state: State): Promise<void> {
  await database.query(readFileSync(join(MIGRATION_HISTORIES, tool, `${state}.sql`), "utf8"));
}

/** What the repository collector reads of a workspace for a check with these options. */
export async function sourcesFor<O, R>(
  check: Check<O, R>,
  workspace: string,
  options: Record<string, unknown> = {},
): Promise<Sources> {
  const keys = check.sources?.(check.options.parse(options)) ?? [];
  const names = (provider: string) => keys.flatMap((key) => (key.provider === provider ? [key.name] : []));
  return sourcesFrom({
    directories: await readDirectories(names("directory"), { workspace }),
    folders: await readFolders(names("folders"), { workspace }),
    files: await readFiles(names("file"), { workspace }),
    documents: await readDocuments(names("document"), { workspace }),
  });
}

/** A folder that stands for the checked-out commit. */
export class Workspace {
  readonly path = mkdtempSync(join(tmpdir(), "workspace-"));

  /** Writes empty files, or one with this text. */
  write(files: string | readonly string[], text = "SELECT 1;\n"): void {
    for (const file of [files].flat()) {
      mkdirSync(dirname(join(this.path, file)), { recursive: true });
      writeFileSync(join(this.path, file), text);
    }
  }

  /** Copies the migrations of a fixture. */
  checkOut(tool: string, to: string, folder = "migrations"): void {
    cpSync(join(MIGRATION_HISTORIES, tool, folder), join(this.path, to), { recursive: true });
  }

  remove(path = ""): void {
    rmSync(join(this.path, path), { recursive: true, force: true });
  }
}
