import { z } from "zod";
import { parseJson } from "../../../../lib/json.ts";
import {
  appliedEntries,
  compareNumbers,
  compareTexts,
  type HistoryEntry,
  type MigrationFile,
  type MigrationTool,
  numbered,
} from "./tool.ts";

/** The migration tools of two ORMs for JavaScript, whose history tables no other tool shares. */

/** Prisma Migrate: a folder for each migration, whose whole name is the version. */
export const prisma: MigrationTool = {
  id: "prisma",
  title: "Prisma",
  table: "_prisma_migrations",
  directories: ["prisma/migrations"],
  owns: ({ columns }) => columns.includes("migration_name"),
  statement: () => ({ variant: "prisma", columns: ["migration_name", "finished_at", "rolled_back_at"] }),
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

/** Drizzle: its journal lists the files. The history table stores only the time that the journal has for each. */
export const drizzle: MigrationTool = {
  id: "drizzle",
  title: "Drizzle",
  table: "__drizzle_migrations",
  directories: ["drizzle"],
  index: "meta/_journal.json",
  owns: ({ columns }) => columns.includes("created_at"),
  statement: () => ({ variant: "drizzle", columns: ["created_at"] }),
  migrations: (_files, index) => (index === null ? [] : readJournal(index)),
  entries: appliedEntries,
  compare: compareNumbers,
  late: "Drizzle skips it for ever without a word",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "Drizzle runs no down files. Undo the change in the schema, write a new migration with `drizzle-kit generate`, and apply that one.",
  mayBeSquashed: true,
};

function readJournal(index: string): MigrationFile[] {
  const read = journal.safeParse(parseJson(index));
  if (!read.success) return [];
  return read.data.entries.map(({ when, tag }) => ({
    version: String(when),
    name: tag.replace(/^\d+_/, ""),
    file: `${tag}.sql`,
  }));
}
