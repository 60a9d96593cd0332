/** What a test file, or a script, has started is taken away when it ends, whatever the outcome. */
import { after } from "node:test";

const cleanups: (() => unknown)[] = [];

/** The last registered runs first. */
export function onCleanUp(action: () => unknown): void {
  cleanups.push(action);
}

/** Done by itself at the end of a test file or a script; a long script may call it earlier. */
export async function cleanUp(): Promise<void> {
  for (let action = cleanups.pop(); action; action = cleanups.pop()) {
    try {
      await action();
    } catch {
      // What cannot be tidied up is gone already: a crashed server, a dropped role.
    }
  }
}

/** `node --test` says so in the environment; a test file run by itself is known by its name. */
const isTest =
  process.env.NODE_TEST_CONTEXT !== undefined || /\.test\.[cm]?[jt]s$/.test(process.argv[1] ?? "");
if (isTest) after(cleanUp);
else process.once("beforeExit", () => void cleanUp());
