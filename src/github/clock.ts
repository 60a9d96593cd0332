/** What waits, and knows the time: a test has its own. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds that one request may take. */
  readonly requestTimeout?: number;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
