/** What a test file, or a script, has started is taken away when it ends, whatever the outcome. */
const cleanups: (() => unknown)[] = [];

/** The last registered runs first. */
export function onCleanUp(action: () => unknown): void {
  cleanups.push(action);
}

/**
 * Done by itself at the end of a test file (test/support/vitest/setup.ts) or of a script; a long script may call it
 * earlier.
 */
export async function cleanUp(): Promise<void> {
  for (let action = cleanups.pop(); action; action = cleanups.pop()) {
    try {
      await action();
    } catch {
      // What cannot be tidied up is gone already: a crashed server, a dropped role.
    }
  }
}

process.once("beforeExit", () => void cleanUp());

/** A signal that ends the process lets its exit listeners run: by SIGTERM vitest ends the process of a test file. */
for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.once(signal, () => {
    // While tests run vitest's process.exit() throws. Without its listener the signal itself ends the process.
    process.emit("exit", exitCode);
    process.kill(process.pid, signal);
  });
}
