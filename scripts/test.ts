/**
 * `npm test [path or part of a name …] [vitest's flags]`: runs the tests with vitest and ends with
 * "N passed, N failed". In CI a skipped test is a failed one. `--list-tests` prints their names and runs none.
 */
import type { TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import { createVitest, parseCLI, startVitest } from "vitest/node";
import { installLine, type Need } from "../test/support/postgres/needs.ts";

const LIST = "--list-tests";
const inCi = process.env.CI === "true";

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly TestCase[];
  /** What tests said by annotate(). */
  readonly notes: readonly string[];
}

const given = process.argv.slice(2);
const { filter, options } = parseCLI(["vitest", ...given.filter((word) => word !== LIST)]);
try {
  if (given.includes(LIST)) await list();
  else await test();
} catch (error) {
  console.error(error);
  console.log("0 passed, 1 failed");
  process.exitCode = 1;
}

async function test(): Promise<void> {
  const reporters = process.env.GITHUB_ACTIONS === "true" ? ["default", "github-actions"] : ["default"];
  const vitest = await startVitest(filter, { watch: false, reporters, ...options });
  if (vitest.config.watch) return;
  const { passed, failed, skipped, notes } = outcomeOf(vitest);
  await vitest.close();
  for (const note of notes) console.log(note);
  explain(skipped);
  const allFailed = failed + (inCi ? skipped.length : 0);
  console.log(`${passed} passed, ${allFailed} failed`);
  if (allFailed > 0 || passed === 0) process.exitCode = 1;
}

async function list(): Promise<void> {
  const vitest = await createVitest({ ...options, watch: false, reporters: [] });
  const { testModules, unhandledErrors } = await vitest.collect(filter, { staticParse: false });
  for (const module of testModules) {
    for (const test of module.children.allTests())
      console.log(`${module.relativeModuleId} > ${test.fullName}`);
  }
  const problems = [...unhandledErrors, ...testModules.flatMap((module) => module.errors())];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  await vitest.close();
}

/** A hook, a file or a promise that failed counts as a test that failed, and so do the tests that it kept from running. */
function outcomeOf(vitest: Vitest): Outcome {
  let passed = 0;
  let failed = vitest.state.getUnhandledErrors().length;
  const skipped: TestCase[] = [];
  const notes: string[] = [];
  for (const module of vitest.state.getTestModules()) {
    for (const task of [module, ...module.children.allSuites()]) failed += task.errors().length;
    for (const test of module.children.allTests()) {
      for (const { message } of test.annotations()) notes.push(`${module.relativeModuleId}: ${message}`);
      const { state } = test.result();
      if (state === "passed") passed += 1;
      else if (state === "skipped" && !hasErrorAbove(test)) skipped.push(test);
      else failed += 1;
    }
  }
  return { passed, failed, skipped, notes };
}

function hasErrorAbove(test: TestCase): boolean {
  for (let task: TestSuite | TestModule = test.parent; ; task = task.parent) {
    if (task.errors().length > 0) return true;
    if (task.type === "module") return false;
  }
}

/** Which tests were skipped for a reason that they state, and how they can be run. */
function explain(skipped: readonly TestCase[]): void {
  if (inCi && skipped.length > 0) {
    console.error(`Skipped tests: ${skipped.length}. In CI nothing may be skipped: they count as failed.`);
  }
  const needs = new Set<Need>();
  const lines = new Set<string>();
  for (const test of skipped) {
    const { needs: missing = [] } = test.meta();
    const result = test.result();
    const place = `  ${test.module.relativeModuleId} > `;
    for (const need of missing) needs.add(need);
    if (missing.length > 0) {
      const { fullName } = test.parent.type === "suite" ? test.parent : test;
      lines.add(`${place}${fullName}: needs ${missing.join(", ")}`);
    } else if (result.state === "skipped" && result.note !== undefined) {
      lines.add(`${place}${test.fullName}: ${result.note}`);
    }
  }
  if (lines.size > 0) console.log(`Skipped:\n${[...lines].join("\n")}`);
  if (needs.size > 0) console.log(`To run them too:\n  ${installLine([...needs])}`);
}
