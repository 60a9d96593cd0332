/** When the run's own questions are answered, and until when it has time, milliseconds since 1970. */
export interface CollectContext {
  readonly quiet: Promise<unknown>;
  readonly deadline: number;
  readonly progress: (line: string) => void;
}
