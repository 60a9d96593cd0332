import { z } from "zod";
import { parseJson } from "../../../../lib/json.ts";
import { toIso } from "../../../../lib/time.ts";
import {
  appliedEntries,
  compareNumbers,
  compareTexts,
  type HistoryEntry,
  type HistoryRow,
  type MigrationFile,
  type MigrationTool,
  numbered,
} from "./tool.ts";

/** The migration tools of two ORMs for JavaScript, whose history tables no other tool shares. */

const PRISMA_COLUMNS = ["migration_name", "finished_at", "rolled_back_at"];

/** Prisma Migrate: a folder for each migration, whose whole name is the version. */
export const prisma: MigrationTool = {
  id: "prisma",
  title: "Prisma",
  table: "_prisma_migrations",
  needs: PRISMA_COLUMNS,
  directories: ["prisma/migrations"],
  patterns: ["**/prisma/migrations"],
  owns: ({ columns }) => PRISMA_COLUMNS.every((name) => columns.includes(name)),
  statement: () => ({ variant: "prisma", columns: PRISMA_COLUMNS }),
  migrations: (files) => numbered(files, /^(?<version>(?:\d+_)?(?<name>[^/]+))\/migration\.sql$/),
  // A migration that was rolled back and run again has a row for each attempt.
  entries: (rows) =>
    rows.flatMap(({ version, is_finished, is_rolled_back }): HistoryEntry[] =>
      version == null || is_rolled_back === true
        ? []
        : [{ version, state: is_finished === true ? "applied" : "failed" }],
    ),
  compare: compareTexts,
  late: "`prisma migrate deploy` will run it after newer ones",
  afterFailure:
    "Prisma runs nothing more until `prisma migrate resolve` says whether it was rolled back or applied.",
  rollback:
    "Prisma runs no down files. Restore `schema.prisma` to its state before the migration, create a new migration from it, and deploy that one. `prisma migrate resolve --rolled-back` is for failed migrations only.",
  mayBeSquashed: true,
};

const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** What Drizzle's history table may hold; the last three came with 1.0. */
const DRIZZLE_COLUMNS = ["id", "hash", "created_at", "name", "applied_at", "version"];

/**
 * Drizzle. Before 1.0 its journal lists the files, and the history table stores the time that the journal has for each;
 * from 1.0 on each migration is a folder, whose name the history table stores.
 */
export const drizzle: MigrationTool = {
  id: "drizzle",
  title: "Drizzle",
  table: "__drizzle_migrations",
  needs: ["created_at"],
  directories: ["drizzle", "drizzle/migrations", "src/db/migrations", "supabase/migrations"],
  patterns: ["**/drizzle"],
  index: "meta/_journal.json",
  owns: ({ columns }) => columns.includes("hash") && columns.includes("created_at"),
  isLike: (columns) =>
    columns.includes("hash") &&
    columns.includes("created_at") &&
    columns.every((name) => DRIZZLE_COLUMNS.includes(name)),
  statement: ({ columns }) =>
    columns.includes("name")
      ? { variant: "drizzle-names", columns: ["created_at", "name"] }
      : { variant: "drizzle", columns: ["created_at"] },
  migrations: (files, index) =>
    index === null
      ? numbered(files, /^(?<version>\d{14}_(?<name>[^/]+))\/migration\.sql$/)
      : readJournal(index),
  entries: drizzleEntries,
  compare: (a, b) => (/\D/.test(a + b) ? compareTexts(a, b) : compareNumbers(a, b)),
  late: "Drizzle before 1.0 skips it for ever without a word, and 1.0 runs it after newer ones",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "Drizzle runs no down files. Undo the change in the schema, write a new migration with `drizzle-kit generate`, and apply that one.",
  mayBeSquashed: true,
};

/** By the folder's name; where a row has none yet, by its time, which the folder's name begins with. */
function drizzleEntries(rows: readonly HistoryRow[], files: readonly MigrationFile[] = []): HistoryEntry[] {
  if (!files.some(({ file }) => file.endsWith("/migration.sql"))) {
    return appliedEntries(rows.map(({ version }) => ({ version })));
  }
  return rows.flatMap(({ version, name }): HistoryEntry[] => {
    if (name != null) return [{ version: name, state: "applied" }];
    if (version == null) return [];
    const time = secondsOf(version);
    const named = files.filter((file) => file.version.startsWith(`${time}_`));
    return [{ version: (named.length === 1 ? named[0]?.version : undefined) ?? time, state: "applied" }];
  });
}

/** Milliseconds since 1970 as `20261101090000`; what is no time stays as it is. */
function secondsOf(milliseconds: string): string {
  if (!/^\d{1,15}$/.test(milliseconds)) return milliseconds;
  return toIso(Number(milliseconds)).replace(/\D/g, "").slice(0, 14);
}

function readJournal(index: string): MigrationFile[] {
  const read = journal.safeParse(parseJson(index));
  if (!read.success) return [];
  return read.data.entries.map(({ when, tag }) => ({
    version: String(when),
    name: tag.replace(/^\d+_/, ""),
    file: `${tag}.sql`,
  }));
}
