import { runInNewContext } from "node:vm";

/**
 * Runs synchronous work on a text that somebody else wrote, and stops it when it takes longer: parsers have texts on
 * which they take hours, and a timer would wait for them.
 *
 * @returns undefined when it was stopped
 */
export function withinTime<T>(milliseconds: number, work: () => T): { readonly result: T } | undefined {
  let done: { readonly result: T } | undefined;
  const run = () => {
    done = { result: work() };
  };
  try {
    // Its time limit holds for what the script calls, too.
    runInNewContext("run()", { run }, { timeout: milliseconds });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return undefined;
  }
  return done;
}
