import { internalError } from "../core/errors.ts";
import type { RunConfig } from "../core/settings.ts";
import type { Needs, Source, Sources, SupabaseTopic } from "../core/sources.ts";
import { NO_SOURCES } from "../core/sources.ts";
import type { CollectContext, SourcesContext } from "./context.ts";

/** What all enabled checks of this run want besides the database, each thing once. */
export function needsOf(settings: RunConfig): Needs {
  const all = settings.checks
    .filter(({ enabled }) => enabled)
    .map(({ check, options }) => check.needs?.(options) ?? {});
  const unique = <T>(lists: readonly (readonly T[] | undefined)[]): T[] => [
    ...new Set(lists.flatMap((list) => list ?? [])),
  ];
  const baseline = all.find((each) => each.baseline !== undefined)?.baseline;
  return {
    directories: unique(all.map(({ directories }) => directories)),
    files: unique(all.map(({ files }) => files)),
    documents: unique(all.map(({ documents }) => documents)),
    supabase: unique<SupabaseTopic>(all.map(({ supabase }) => supabase)),
    ...(all.some(({ pgbouncer }) => pgbouncer) ? { pgbouncer: true } : {}),
    ...(all.some(({ workflows }) => workflows) ? { workflows: true } : {}),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

/**
 * Asks every source that a check needs, all at the same time and within the run's time. What cannot be had is
 * said, never thrown. A collector is loaded only when somebody needs it.
 */
export async function collectSources(settings: RunConfig, context: SourcesContext): Promise<Sources> {
  const needs = needsOf(settings);
  const [repository, supabase, pgbouncer, workflows, baseline] = await Promise.all([
    wanted(needs.directories, needs.files, needs.documents) ? readRepository(settings, needs) : NO_SOURCES,
    wanted(needs.supabase) ? guard(askSupabase(settings, needs, context)) : NO_SOURCES.supabase,
    needs.pgbouncer === true ? guard(askPgBouncer(settings)) : NO_SOURCES.pgbouncer,
    needs.workflows === true ? guard(askGitHub(settings, context)) : NO_SOURCES.workflows,
    needs.baseline === undefined
      ? NO_SOURCES.baseline
      : guard(askBaseline(settings, needs.baseline, context)),
  ]);
  const { directories, files, documents } = repository;
  return { directories, files, documents, supabase, pgbouncer, workflows, baseline };
}

function wanted(...lists: readonly (readonly unknown[] | undefined)[]): boolean {
  return lists.some((list) => (list ?? []).length > 0);
}

async function readRepository(settings: RunConfig, needs: Needs) {
  const { collectRepository } = await import("./repository/index.ts");
  return collectRepository(settings.workspace, needs);
}

async function askSupabase(
  { supabase, timeout, database }: RunConfig,
  needs: Needs,
  { fetch }: SourcesContext,
) {
  const { collectSupabase } = await import("./supabase/index.ts");
  return collectSupabase(supabase, needs.supabase ?? [], timeout, { databaseUrl: database?.url, fetch });
}

async function askPgBouncer({ pgbouncer, timeout }: RunConfig) {
  const { collectPgBouncer } = await import("./pgbouncer/index.ts");
  return collectPgBouncer(pgbouncer, timeout);
}

async function askGitHub(settings: RunConfig, { queriesSent }: SourcesContext) {
  await queriesSent;
  const { collectWorkflows } = await import("./workflows/index.ts");
  return collectWorkflows(settings, Date.now() + settings.timeout);
}

async function askBaseline(settings: RunConfig, file: string, context: CollectContext) {
  const { collectBaseline } = await import("./baseline/collect.ts");
  return collectBaseline(settings, file, context);
}

/** A defect in one collector must not take the others' answers along. */
async function guard<T>(asking: Promise<Source<T>>): Promise<Source<T>> {
  try {
    return await asking;
  } catch (error) {
    return { unknown: internalError(error) };
  }
}
