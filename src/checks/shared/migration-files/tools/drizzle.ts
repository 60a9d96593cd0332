import { z } from "zod";
import { appliedEntries, compareNumbers, type MigrationFile, type MigrationTool } from "./tool.ts";

const journal = z.object({ entries: z.array(z.object({ when: z.number(), tag: z.string() })) });

/** Drizzle: its journal lists the files, and the time in it is what the ledger keeps of each. */
export const drizzle: MigrationTool = {
  id: "drizzle",
  title: "Drizzle",
  table: "__drizzle_migrations",
  directories: ["drizzle"],
  index: "meta/_journal.json",
  owns: ({ columns }) => columns.includes("created_at"),
  statement: () => ({ variant: "drizzle", columns: ["created_at"] }),
  migrations: (_files, index) => (index === null ? [] : journalled(index)),
  entries: appliedEntries,
  compare: compareNumbers,
  late: "Drizzle skips it for ever without a word",
  afterFailure: "Mend the file and migrate again.",
  mayBeSquashed: true,
};

function journalled(index: string): MigrationFile[] {
  const read = journal.safeParse(parse(index));
  if (!read.success) return [];
  return read.data.entries.map(({ when, tag }) => ({
    version: String(when),
    name: tag.replace(/^\d+_/, ""),
    file: `${tag}.sql`,
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
