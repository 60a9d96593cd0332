import { flyway } from "./flyway.ts";
import { drizzle, prisma } from "./prisma-drizzle.ts";
import { dbmate, golangMigrate, rails, supabase } from "./schema-migrations.ts";
import type { MigrationTool } from "./tool.ts";

/** The strictest tools come first: where several could have made a history table or its files, the first one is taken. */
export const TOOLS: readonly MigrationTool[] = [
  prisma,
  drizzle,
  rails,
  flyway,
  golangMigrate,
  supabase,
  dbmate,
];

export const TOOL_IDS = [
  "supabase",
  "prisma",
  "drizzle",
  "rails",
  "dbmate",
  "golang-migrate",
  "flyway",
] as const;

/** The tools that the configuration allows: the named one, or those whose default is a named folder; else all. */
export function toolsOf(
  tool: "auto" | (typeof TOOL_IDS)[number],
  named: readonly string[] = [],
): readonly MigrationTool[] {
  if (tool !== "auto") return TOOLS.filter(({ id }) => id === tool);
  const ofDirectory = TOOLS.filter(({ directories }) => named.some((path) => directories.includes(path)));
  return ofDirectory.length > 0 ? ofDirectory : TOOLS;
}
