import {
  appliedEntries,
  areExactly,
  compareNumbers,
  compareTexts,
  type HistoryEntry,
  type MigrationTool,
  type NamedRelation,
  numbered,
  withoutZeros,
} from "./tool.ts";

/** The tools whose history table is called schema_migrations. Its columns and its schema show which tool made it. */

/** Active Record. */
export const rails: MigrationTool = {
  id: "rails",
  title: "Rails",
  table: "schema_migrations",
  needs: ["version"],
  directories: ["db/migrate"],
  patterns: ["**/db/*migrate"],
  together: withPostMigrations,
  // Where the second table that newer versions create is missing, the table may be dbmate's as well.
  owns: hasVersionsAlone,
  isLike: (columns) => areExactly(columns, ["version"]),
  statement: () => ({ variant: "version", columns: ["version"] }),
  // Rails stores the version as a number.
  migrations: (files, _index, folder = "db/migrate") =>
    numbered(
      migrateFolders(files, folder),
      /^(?:.*\/)?(?<version>\d+)_(?<name>[_a-z0-9]*)(?:\.[_a-z0-9]*)?\.rb$/,
    ).map((migration) => ({ ...migration, version: withoutZeros(migration.version) })),
  entries: (rows) =>
    appliedEntries(rows).map((entry) => ({ ...entry, version: withoutZeros(entry.version) })),
  compare: compareNumbers,
  late: "`rails db:migrate` will run it after newer ones",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "`bin/rails db:rollback` undoes the last migration, and `bin/rails db:migrate:down VERSION=<version>` undoes the one that you name.",
  mayBeSquashed: true,
};

/** Columns of other tools' tables of this name. A team may add any others: GitLab has `finished_at`. */
const OF_OTHER_TOOLS = ["dirty", "name", "filename", "inserted_at"];

/** A table of the versions that were applied, as Rails and dbmate have it. */
function hasVersionsAlone({ schema, columns }: NamedRelation): boolean {
  return (
    columns.includes("version") &&
    !OF_OTHER_TOOLS.some((name) => columns.includes(name)) &&
    schema !== "supabase_migrations"
  );
}

/** Migrations that run after a deploy lie in a second folder, but are applied to the same history table. */
function withPostMigrations(folders: readonly string[]): readonly (readonly string[])[] {
  return folders.flatMap((folder) => {
    if (!folder.endsWith("/post_migrate")) {
      const post = folder.replace(/(?:^|(?<=\/))migrate$/, "post_migrate");
      return [folders.includes(post) && post !== folder ? [folder, post] : [folder]];
    }
    const first = folder.replace(/post_migrate$/, "migrate");
    return folders.includes(first) ? [] : [[folder]];
  });
}

/** Rails reads a folder of migrations with all below it. Of a folder around such folders, its seeds are no migrations. */
function migrateFolders(files: readonly string[], folder: string): readonly string[] {
  if (/migrat[^/]*$/.test(folder)) return files;
  const below = files.filter((file) => /(?:^|\/)[^/]*migrate\//.test(file));
  return below.length > 0 ? below : files.filter((file) => !file.includes("/"));
}

/** The CLI ignores a first file `<14 digits>_init.sql` that is older than this, because an early `db dump` made it. */
const FIRST_INIT = "20211209000000";

/** The Supabase CLI, and the dashboard and branches with it. */
export const supabase: MigrationTool = {
  id: "supabase",
  title: "Supabase",
  table: "schema_migrations",
  needs: ["version"],
  directories: ["supabase/migrations"],
  patterns: ["**/supabase/migrations"],
  // Early history tables have only the version, and a helper view has no column for the statements.
  owns: ({ schema, columns }) => schema === "supabase_migrations" && columns.includes("version"),
  statement: ({ readable }) =>
    readable.includes("name")
      ? { variant: "supabase", columns: ["version", "name"] }
      : { variant: "version", columns: ["version"] },
  migrations(files) {
    const all = numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.sql$/);
    return all.filter(
      ({ version, name, file }) =>
        !(file === all[0]?.file && name === "init" && /^\d{14}$/.test(version) && version < FIRST_INIT),
    );
  },
  entries: appliedEntries,
  compare: compareTexts,
  late: "`supabase db push` refuses to run it without --include-all",
  afterFailure: "Mend the file and push it again.",
  rollback:
    "The Supabase CLI runs no down files. Run the SQL that undoes the migration, mark the version with `supabase migration repair --status reverted <version>`, and remove its file; otherwise the next `supabase db push` applies it again.",
  mayBeSquashed: false,
};

/** Its history table has the same form as the one of Rails, which also creates ar_internal_metadata. */
export const dbmate: MigrationTool = {
  id: "dbmate",
  title: "dbmate",
  table: "schema_migrations",
  needs: ["version"],
  directories: ["db/migrations"],
  patterns: ["**/db/migrations"],
  hasCommonNames: true,
  owns: (relation, all) =>
    hasVersionsAlone(relation) &&
    !all.some(({ schema, name }) => schema === relation.schema && name === "ar_internal_metadata"),
  isLike: (columns) => areExactly(columns, ["version"]),
  statement: () => ({ variant: "version", columns: ["version"] }),
  migrations: (files) =>
    numbered(files, /^(?<version>\d+)(?!.*\.(?:up|down)\.sql$)(?<name>[^/]*)\.sql$/).map(withoutSeparator),
  entries: appliedEntries,
  compare: compareTexts,
  late: "`dbmate up` will run it after newer ones, and refuses to with --strict",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "`dbmate rollback` undoes the last migration with the part `-- migrate:down` of its file. Read that part first, because it can be empty.",
  mayBeSquashed: true,
};

function withoutSeparator<T extends { readonly name: string }>(migration: T): T {
  return { ...migration, name: migration.name.replace(/^[_-]/, "") };
}

/** golang-migrate keeps one row: the last version, and whether it failed. */
export const golangMigrate: MigrationTool = {
  id: "golang-migrate",
  title: "golang-migrate",
  table: "schema_migrations",
  needs: ["version", "dirty"],
  directories: ["migrations", "db/migrations", "migration", "db/migration"],
  patterns: [],
  hasCommonNames: true,
  // Hasura's CLI took the table over, with a row for each migration.
  owns: ({ schema, columns }) =>
    columns.includes("version") && columns.includes("dirty") && schema !== "hdb_catalog",
  isLike: (columns) => areExactly(columns, ["version", "dirty"]),
  statement: () => ({ variant: "golang-migrate", columns: ["version", "dirty"] }),
  migrations: (files) =>
    numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.up\.[^/]+$/).map((migration) => ({
      ...migration,
      version: withoutZeros(migration.version),
    })),
  entries: (rows) =>
    rows.flatMap(({ version, is_dirty }): HistoryEntry[] =>
      version == null || version.startsWith("-")
        ? []
        : [{ version, state: is_dirty === true ? "failed" : "applied", coversOlder: true }],
    ),
  compare: compareNumbers,
  late: "golang-migrate never runs it",
  afterFailure:
    "Mend what it left behind, then tell golang-migrate with `migrate force` where the database stands.",
  rollback:
    "`migrate down 1`, with your `-path` and `-database`, undoes the last migration with its file that ends in `.down.sql`.",
  mayBeSquashed: false,
};
