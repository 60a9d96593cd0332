import { defineConfig, type Plugin } from "vitest/config";
import { Sequencer } from "./test/support/vitest/sequencer.ts";

/** A test that hangs is reported by its name before setup.ts stops the whole file. */
const TIMEOUT_MS = 9 * 60_000;
const TESTS = ["src/**/*.test.ts", "test/**/*.test.ts"];
/** It needs the whole machine: what it measures is time. */
const ALONE = "test/faults/faults.test.ts";
const NOT_SOURCES = ["**/node_modules/**", "dist/**", ".build/**", ".cache/**"];

export default defineConfig({
  root: import.meta.dirname,
  plugins: [plainNode()],
  server: { watch: { ignored: NOT_SOURCES.map((glob) => `${import.meta.dirname}/${glob}`) } },
  test: {
    exclude: NOT_SOURCES,
    // Lists of a project are added to those above.
    projects: [
      { extends: true, test: { name: "together", include: TESTS, exclude: [ALONE] } },
      // A group of its own: it begins when all others have ended.
      { extends: true, test: { name: "alone", include: [ALONE], sequence: { groupOrder: 1 } } },
    ],
    // Node itself loads the tests and the code under test, types stripped, as it loads the scripts: nothing is compiled.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // A process for each file; two at a time, as most of the work is the servers'.
    pool: "forks",
    isolate: true,
    maxWorkers: 2,
    // Node keeps what it has compiled: to load the same modules takes most of a small file's time.
    env: { NODE_COMPILE_CACHE: `${import.meta.dirname}/.cache/node` },
    sequence: { sequencer: Sequencer },
    tags: [
      {
        name: "waits",
        description: "Spends minutes waiting: runs first, so that other files work meanwhile.",
      },
    ],
    globalSetup: "test/support/vitest/shared-servers.ts",
    setupFiles: "test/support/vitest/setup.ts",
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    // A report of slow tests would name most of those with a server.
    slowTestThreshold: 60_000,
    // Tests read what the code writes to standard output.
    disableConsoleIntercept: true,
    coverage: {
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/generated/**"],
      reporter: ["text", "html"],
      reportsDirectory: ".cache/coverage",
    },
  },
});

/** Else vitest gives Node the condition "development", and packages such as micromark load other code than `node` does. */
function plainNode(): Plugin {
  return {
    name: "plain-node",
    configResolved: ({ ssr }) => {
      if (ssr.resolve) ssr.resolve.conditions = [];
    },
  };
}
