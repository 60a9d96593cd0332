/** `npm test`, whose last line CI counts. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { REPOSITORY } from "../support/postgres/installation.ts";

interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly lastLine: string | undefined;
}

const PASSING = 'it("passes", () => {});';

describe("the test command", () => {
  const cache = join(REPOSITORY, ".cache");
  mkdirSync(cache, { recursive: true });
  // Below the repository: there Node finds vitest.
  const folder = mkdtempSync(join(cache, "test-command-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    body: string,
    { words = [], ci = "" }: { words?: readonly string[]; ci?: string } = {},
  ): Promise<Run> {
    const text = `import { afterAll, beforeAll, describe, it } from "vitest";\n${body}\n`;
    writeFileSync(join(folder, "example.test.ts"), text);
    const program = [join(REPOSITORY, "scripts/test.ts"), "--root", folder, ...words];
    const child = spawn(process.execPath, program, {
      cwd: REPOSITORY,
      env: { PATH: process.env.PATH, CI: ci, NO_COLOR: "1" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    const exitCode = await new Promise<number | null>((done) => child.once("close", done));
    return { exitCode, output, lastLine: output.trimEnd().split("\n").at(-1) };
  }

  it("ends with the counts, and with 0 when all passed", async () => {
    const { exitCode, lastLine, output } = await run(
      `${PASSING} it("says something", (t) => t.annotate("seven rows"));`,
    );
    assert.equal(lastLine, "2 passed, 0 failed", output);
    assert.equal(exitCode, 0);
    assert.match(output, /^example\.test\.ts: seven rows$/m);
  });

  it("counts a test, a hook and a promise that failed, and what a hook kept from running", async () => {
    const { exitCode, lastLine, output } = await run(`
      ${PASSING}
      it("fails", () => { throw new Error("the test's own words"); });
      it("passes, and leaves a promise", () => void Promise.reject(new Error("left alone")));
      describe("without its hook", () => {
        beforeAll(() => { throw new Error("no beginning"); });
        it("does not run", () => {});
      });
      describe("with a hook that fails", () => {
        afterAll(() => { throw new Error("no end"); });
        it("runs", () => {});
      });`);
    assert.equal(lastLine, "3 passed, 5 failed", output);
    assert.equal(exitCode, 1);
    for (const words of ["the test's own words", "left alone", "no beginning", "no end"])
      assert.ok(output.includes(words), words);
  });

  it("fails where a file does not load, and where there is no test", async () => {
    const broken = await run(`import "./nowhere.ts"; ${PASSING}`);
    assert.deepEqual([broken.lastLine, broken.exitCode], ["0 passed, 1 failed", 1], broken.output);
    const nothing = await run(PASSING, { words: ["no-such-file"] });
    assert.deepEqual([nothing.lastLine, nothing.exitCode], ["0 passed, 0 failed", 1], nothing.output);
  });

  it("names what is skipped, how it can be run, and counts it as failed in CI", async () => {
    const body = `
      ${PASSING}
      it("skips itself", (t) => t.skip("there is no page"));
      describe("pooling", { skip: true, meta: { needs: ["pgbouncer"] } }, () => {
        it("does not run", () => {});
      });`;
    const local = await run(body);
    assert.deepEqual([local.lastLine, local.exitCode], ["1 passed, 0 failed", 0], local.output);
    assert.match(local.output, /example\.test\.ts > skips itself: there is no page\n/);
    assert.match(local.output, /example\.test\.ts > pooling: needs pgbouncer\n/);
    assert.match(local.output, /\n {2}sudo apt-get install -y pgbouncer\n/);
    const inCi = await run(body, { ci: "true" });
    assert.deepEqual([inCi.lastLine, inCi.exitCode], ["1 passed, 2 failed", 1], inCi.output);
  });

  it("lists the names", async () => {
    const body = `describe("suite", () => { for (const n of [1, 2]) it(\`test \${n}\`, () => {}); });`;
    const { output } = await run(body, { words: ["--list-tests"] });
    assert.equal(output, "example.test.ts > suite > test 1\nexample.test.ts > suite > test 2\n");
  });
});
