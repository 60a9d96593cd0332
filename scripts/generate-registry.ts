/**
 * Makes src/checks/index.ts, the list of the checks, from the modules of its folder. So a check is added by
 * writing its module, and two people who add one each do not meet in a shared file.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The order of the design's catalogue, the one in which checks are shown. Add a new check where it belongs. */
export const CATALOGUE = [
  "cron-jobs",
  "materialized-views",
  "migrations",
  "schema-changelog",
  "rollback-plan",
  "query-statistics",
  "query-text-exposure",
  "slow-queries",
  "performance-baseline",
  "query-summary",
  "blocking-queries",
  "long-running-queries",
  "unused-indexes",
  "duplicate-indexes",
  "foreign-key-indexes",
  "index-sizes",
  "invalid-indexes",
  "table-bloat",
  "autovacuum-activity",
  "statistics-freshness",
  "transaction-id-age",
  "connection-usage",
  "connection-pooling",
  "application-pool",
  "sequence-exhaustion",
  "replication-slots",
  "statement-timeout",
  "query-logging",
  "error-logging",
  "connection-security",
  "backups",
  "monitoring-schedule",
  "review",
] as const;

/** The text of src/checks/index.ts. Throws when a check's file is not in the catalogue. */
export function generateRegistry(): string {
  const ids = readdirSync(join(root, "src/checks"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map(({ name }) => name)
    .sort();
  const strangers = ids.filter((id) => !CATALOGUE.some((known) => known === id));
  if (strangers.length > 0) {
    throw new Error(
      `${strangers.map((id) => `src/checks/${id}`).join(", ")}: src/checks holds nothing but checks, ` +
        "and their order is CATALOGUE in scripts/generate-registry.ts. Add the id there.",
    );
  }
  const shown = CATALOGUE.filter((id) => ids.includes(id));
  return [
    "// Made by `npm run build` from this folder. Do not edit.",
    'import type { Check } from "../core/check.ts";',
    ...ids.map((id) => `import ${camelCase(id)} from "./${id}/check.ts";`),
    "",
    "/** Every check, in the order in which they are shown. */",
    shown.length === 0
      ? "export const checks: readonly Check[] = [];"
      : `export const checks: readonly Check[] = [\n${shown.map((id) => `  ${camelCase(id)},\n`).join("")}];`,
    "",
    "const byId = new Map(checks.map((check) => [check.id, check]));",
    "",
    "/** The check of this id, or undefined when there is none. */",
    "export function checkById(id: string): Check | undefined {",
    "  return byId.get(id);",
    "}",
    "",
  ].join("\n");
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

if (import.meta.main) {
  writeFileSync(join(root, "src/checks/index.ts"), generateRegistry());
}
