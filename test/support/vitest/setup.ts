/** What vitest runs before each test file, in the file's own process. */
import { afterAll, expect } from "vitest";
import { cleanUp } from "../postgres/cleanup.ts";

/** A file that takes longer hangs. */
const FILE_TIMEOUT_MS = 10 * 60_000;

afterAll(cleanUp);

setTimeout(() => {
  const { testPath, currentTestName } = expect.getState();
  const minutes = FILE_TIMEOUT_MS / 60_000;
  console.error(`${testPath} is stopped: it runs for more than ${minutes} minutes. Test: ${currentTestName}`);
  process.kill(process.pid, "SIGTERM");
}, FILE_TIMEOUT_MS).unref();
