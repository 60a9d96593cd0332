import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type CheckOutcome, type Finding, yamlBlock } from "../../core/finding.ts";
import type { Sources } from "../../core/sources.ts";
import {
  cleanPath,
  directoryOption,
  findFolder,
  migrationSources,
  notCheckedOut,
} from "../shared/migration-files/directory.ts";
import { toolsOf } from "../shared/migration-files/tools/index.ts";
import { compareDotted } from "../shared/migration-files/tools/tool.ts";
import { mentions, migrationNumber } from "../shared/migration-files/version.ts";
import { type DocumentPart, documentSource } from "../shared/sources/repository.ts";
import { type ChangelogEntry, ENTRY_FIELDS, entriesOf } from "./changelog.ts";

/** The document's own path comes first. */
const DEFAULT_FILES = [
  "supabase/SCHEMA_CHANGELOG.md",
  "docs/SCHEMA_CHANGELOG.md",
  "db/SCHEMA_CHANGELOG.md",
  "SCHEMA_CHANGELOG.md",
];

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .transform(cleanPath)
    .optional()
    .describe(
      "The changelog, a Markdown file, from the repository's root. Default: SCHEMA_CHANGELOG.md where it is.",
    ),
  directory: directoryOption,
  since: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^\d+(\.\d+)*$/, 'write the number of the first migration, like "20251116220935"'))
    .optional()
    .describe("The number of the first migration that must have an entry. Default: all of them."),
});

export default defineCheck({
  id: "schema-changelog",
  title: "Every migration has its entry in the changelog",
  why: "A migration's file says what it does, not why it was needed and what it changes for others. A year later the changelog is all that tells.",
  category: "migrations",
  priority: "low",
  options,
  sources: ({ file, directory }) => [
    ...migrationSources(toolsOf("auto", directory), directory),
    ...(file === undefined ? DEFAULT_FILES : [file]).map(documentSource),
  ],
  evaluate(_rows, { options: { file, directory, since }, priority, sources }): CheckOutcome {
    const changelog = findChangelog(sources, file);
    if ("unknown" in changelog) return changelog;
    const isDeclared = file !== undefined || directory !== undefined || since !== undefined;
    if (changelog.parts === null && !isDeclared) return { skipped: NOT_CONFIGURED };

    const folder = findFolder(sources, toolsOf("auto", directory), directory);
    if (folder === undefined) {
      return { unknown: notCheckedOut(directory?.join(" or ") ?? "of migrations", sources) };
    }
    if ("unknown" in folder) return folder;
    const migrations = folder.migrations
      .map((migration) => ({ ...migration, number: migrationNumber(migration.file) }))
      .filter(
        ({ number }) => number !== undefined && (since === undefined || compareDotted(number, since) >= 0),
      );
    if (migrations.length === 0) {
      const isFound = directory !== undefined || folder.migrations.length > 0;
      const detail = isFound
        ? `${folder.path} holds no migrations${since === undefined ? "" : ` from ${since} on`}.`
        : "No folder of migrations was found where tools usually keep it: name it in this check's directory.";
      return { skipped: { reason: "not-applicable", detail } };
    }

    const entries = entriesOf(changelog.parts ?? []);
    const findings = migrations.flatMap((migration): Finding[] => {
      const { path } = migration;
      const missing = missingIn(entries, migration.file);
      if (missing.length === 0) return [];
      const message =
        changelog.parts === null
          ? `${migration.file} has no entry, for there is no ${changelog.path}.`
          : `${migration.file} ${missing.includes("number") ? "has no entry" : `has an entry without ${missing.join(" and ")}`} in ${changelog.path}.`;
      return [
        {
          key: path,
          priority,
          message,
          facts: { migration: path, changelog: changelog.path, missing },
          file: path,
        },
      ];
    });
    return {
      findings,
      measurements: [
        {
          changelog: changelog.path,
          migrations: migrations.length,
          with_entry: migrations.length - findings.length,
        },
      ],
    };
  },
});

const NOT_CONFIGURED = {
  reason: "not-configured",
  detail: "No schema changelog was found. Say where it is, and from which migration on it is kept:",
  fix: yamlBlock(
    'checks:\n  schema-changelog: { file: supabase/SCHEMA_CHANGELOG.md, since: "20251116220935" }',
  ),
} as const;

/** The declared file, or the first of the default ones that exists; parts are null when there is none. */
function findChangelog(sources: Sources, file: string | undefined) {
  let parts: readonly DocumentPart[] | null = null;
  let path = file ?? DEFAULT_FILES[0] ?? "";
  for (const candidate of file === undefined ? DEFAULT_FILES : [file]) {
    const source = sources.get(documentSource(candidate));
    if ("unknown" in source) return source;
    if (parts !== null || "skipped" in source || source.value === null) continue;
    [parts, path] = [source.value, candidate];
  }
  return { path, parts };
}

/** What the most complete entry of a migration lacks; without an entry also the number. */
function missingIn(entries: readonly ChangelogEntry[], file: string): readonly string[] {
  const lacks = entries
    .filter(({ names }) => names.some((name) => mentions(name, file)))
    .map(({ filled }) => ENTRY_FIELDS.filter((field) => !filled.has(field)));
  const [best] = lacks.sort((a, b) => a.length - b.length);
  return best ?? ["number", ...ENTRY_FIELDS];
}
