import { compareTexts, type HistoryEntry, type MigrationTool, numbered } from "./tool.ts";

/** Prisma Migrate: a folder for each migration, whose whole name is the version. */
export const prisma: MigrationTool = {
  id: "prisma",
  title: "Prisma",
  table: "_prisma_migrations",
  directories: ["prisma/migrations"],
  owns: ({ columns }) => columns.includes("migration_name"),
  statement: () => ({ variant: "prisma", columns: ["migration_name", "finished_at", "rolled_back_at"] }),
  migrations: (files) => numbered(files, /^(?<version>(?:\d+_)?(?<name>[^/]+))\/migration\.sql$/),
  // One that was rolled back and run again has a row for each attempt.
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
  mayBeSquashed: true,
};
