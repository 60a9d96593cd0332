/** What a run read besides the database, from plain values. */
import {
  type BaselineEvidence,
  baselineSource,
} from "../../../src/checks/performance-baseline/measurement.ts";
import { PGBOUNCER, type PgBouncerEvidence } from "../../../src/checks/shared/sources/pgbouncer.ts";
import {
  type DocumentPart,
  directorySource,
  documentSource,
  type FolderFiles,
  fileSource,
  foldersSource,
} from "../../../src/checks/shared/sources/repository.ts";
import { SUPABASE_TOPICS, supabaseSource } from "../../../src/checks/shared/sources/supabase.ts";
import { WORKFLOWS, type WorkflowsEvidence } from "../../../src/checks/shared/sources/workflows.ts";
import type { SupabaseEvidence } from "../../../src/collect/supabase/index.ts";
import { type Source, type SourceKey, Sources } from "../../../src/core/sources.ts";

export interface GivenSources {
  readonly directories?: ReadonlyMap<string, Source<readonly string[] | null>>;
  readonly folders?: ReadonlyMap<string, Source<readonly FolderFiles[] | null>>;
  readonly files?: ReadonlyMap<string, Source<string | null>>;
  readonly documents?: ReadonlyMap<string, Source<readonly DocumentPart[] | null>>;
  /** Each topic; or what stands in the way of all. */
  readonly supabase?: Source<SupabaseEvidence>;
  readonly pgbouncer?: Source<PgBouncerEvidence>;
  readonly workflows?: Source<WorkflowsEvidence>;
  /** Of the default file. */
  readonly baseline?: Source<BaselineEvidence>;
}

export function sourcesFrom(given: GivenSources): Sources {
  const { supabase, pgbouncer, workflows, baseline } = given;
  const read: (readonly [SourceKey<unknown>, Source<unknown> | undefined])[] = [
    ...[...(given.directories ?? [])].map(([path, source]) => [directorySource(path), source] as const),
    ...[...(given.folders ?? [])].map(([pattern, source]) => [foldersSource(pattern), source] as const),
    ...[...(given.files ?? [])].map(([path, source]) => [fileSource(path), source] as const),
    ...[...(given.documents ?? [])].map(([path, source]) => [documentSource(path), source] as const),
    ...SUPABASE_TOPICS.map((topic) => {
      const ofTopic = supabase !== undefined && "value" in supabase ? supabase.value[topic] : supabase;
      return [supabaseSource(topic), ofTopic] as const;
    }),
    [PGBOUNCER, pgbouncer],
    [WORKFLOWS, workflows],
    [baselineSource(".github/pg-preflight.baseline.json"), baseline],
  ];
  return new Sources(read.flatMap(([key, source]) => (source === undefined ? [] : [[key, source] as const])));
}
