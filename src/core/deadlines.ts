/**
 * A run ends within policy.timeout and 15 seconds, counted from the start of its process. What follows
 * RunConfig.deadline, in milliseconds after it.
 */
export const AFTER_DEADLINE = {
  /** No request to write an issue or the comment goes on. */
  writing: 8_000,
  /** The run is ended, whatever it waits for. */
  running: 12_000,
  /** The process is ended, though its last words are not written. */
  process: 14_500,
};
