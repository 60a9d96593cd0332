/** When the run's own questions are answered, and until when it has time, milliseconds since 1970. */
export interface CollectContext {
  readonly quiet: Promise<unknown>;
  readonly deadline: number;
  readonly progress: (line: string) => void;
}

export interface SourcesContext extends CollectContext {
  /** The queries are on their way: what is large to load is loaded from now on. */
  readonly queriesSent: Promise<unknown>;
  /** Through the runner's proxy. */
  readonly fetch: typeof globalThis.fetch;
}
