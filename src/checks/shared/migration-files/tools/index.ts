import { flyway } from "./flyway.ts";
import { drizzle, prisma } from "./prisma-drizzle.ts";
import { dbmate, golangMigrate, rails, supabase } from "./schema-migrations.ts";
import type { MigrationTool } from "./tool.ts";

/** Where two could have made the same ledger or the same files, the first that finds its files is taken: the pickiest. */
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

/** The tools that the configuration leaves: the named one, or those that keep their files in the named folder. */
export function toolsOf(
  tool: "auto" | (typeof TOOL_IDS)[number],
  directory?: string,
): readonly MigrationTool[] {
  if (tool !== "auto") return TOOLS.filter(({ id }) => id === tool);
  const atHome = TOOLS.filter(
    ({ directories }) => directory !== undefined && directories.includes(directory),
  );
  return atHome.length > 0 ? atHome : TOOLS;
}
