import { attesterSource, loginOf } from "../checks/shared/sources/people.ts";
import { internalError } from "../core/errors.ts";
import type { RunConfig } from "../core/settings.ts";
import { type Source, type SourceKey, Sources } from "../core/sources.ts";
import type { SourcesContext } from "./context.ts";

/**
 * Reads everything that a run wants of one provider.
 *
 * @param names those of the keys, each once
 * @returns by name; what cannot be had is said, not thrown
 */
type Reader = (
  names: readonly string[],
  settings: RunConfig,
  context: SourcesContext,
) => Promise<ReadonlyMap<string, Source<unknown>>>;

/** By the provider of a key. A reader is loaded only when a check needs it. */
const READERS: Readonly<Record<string, () => Promise<Reader>>> = {
  directory: async () => (await import("./repository/index.ts")).readDirectories,
  folders: async () => (await import("./repository/index.ts")).readFolders,
  file: async () => (await import("./repository/index.ts")).readFiles,
  document: async () => (await import("./repository/index.ts")).readDocuments,
  supabase: async () => (await import("./supabase/index.ts")).readSupabase,
  pgbouncer: async () => {
    const { collectPgBouncer } = await import("./pgbouncer/index.ts");
    return alone((_, { pgbouncer }, { deadline }) => collectPgBouncer(pgbouncer, deadline - Date.now()));
  },
  // GitHub's client is large: it is loaded once the queries are on their way.
  workflows: async () =>
    alone(async (_, settings, { queriesSent, deadline }) => {
      await queriesSent;
      const { collectWorkflows } = await import("./workflows/index.ts");
      return collectWorkflows(settings, deadline);
    }),
  people: async () => {
    const { readPeople } = await import("./people.ts");
    return async (logins, settings, { queriesSent }) => {
      await queriesSent;
      return readPeople(logins, settings);
    };
  },
  "declared-queries": async () => {
    const { collectBaseline } = await import("./baseline/collect.ts");
    return alone((file, settings, context) => collectBaseline(settings, file, context));
  },
};

/** What all enabled checks of this run read besides the database, each thing once. */
export function sourcesOf(settings: RunConfig): readonly SourceKey<unknown>[] {
  const keys = settings.checks
    .filter(({ enabled }) => enabled)
    .flatMap(({ check, options }) => check.sources?.(options) ?? []);
  const attesters = settings.checklist.flatMap(({ attestation }) => loginOf(attestation?.by ?? "") ?? []);
  keys.push(...attesters.map(attesterSource));
  return [...new Map(keys.map((key) => [`${key.provider} ${key.name}`, key])).values()];
}

/** Reads every source that a check needs, all at the same time and within the run's time. */
export async function collectSources(settings: RunConfig, context: SourcesContext): Promise<Sources> {
  const byProvider = Map.groupBy(sourcesOf(settings), ({ provider }) => provider);
  const read = await Promise.all(
    [...byProvider].map(([provider, keys]) => readProvider(provider, keys, settings, context)),
  );
  return new Sources(read.flat());
}

/** A defect in one reader must not take the others' answers along. */
async function readProvider(
  provider: string,
  keys: readonly SourceKey<unknown>[],
  settings: RunConfig,
  context: SourcesContext,
): Promise<(readonly [SourceKey<unknown>, Source<unknown>])[]> {
  const names = keys.map(({ name }) => name);
  const load = READERS[provider];
  const found = await Promise.resolve()
    .then(() => {
      if (load === undefined) throw new TypeError(`no reader for the sources of ${provider}`);
      return load();
    })
    .then((read) => read(names, settings, context))
    .catch((error: unknown) => new Map(names.map((name) => [name, { unknown: internalError(error) }])));
  return keys.flatMap((key) => {
    const source = found.get(key.name);
    return source === undefined ? [] : [[key, source] as const];
  });
}

/** The reader of a provider that is asked for each of its keys alone. */
function alone(
  read: (name: string, settings: RunConfig, context: SourcesContext) => Promise<Source<unknown>>,
): Reader {
  return async (names, settings, context) =>
    new Map(
      await Promise.all(names.map(async (name) => [name, await read(name, settings, context)] as const)),
    );
}
