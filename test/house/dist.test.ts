import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");

describe("dist", () => {
  const files = readdirSync(dist).sort();
  const chunks = files.filter((file) => /^\d+\.index\.js$/.test(file));
  const read = (file: string) => readFileSync(join(dist, file), "utf8");

  it("holds the bundle, its chunks, PostgreSQL's parser, its module type and the licences, and nothing else", () => {
    const others = files.filter((file) => !chunks.includes(file));
    const parser = ["libpg-query.cjs", "libpg-query.wasm"];
    assert.deepEqual(others, ["index.js", ...parser, "licenses.txt", "package.json"]);
    const imports = { "#libpg-query": "./libpg-query.cjs" };
    assert.deepEqual(JSON.parse(read("package.json")), { type: "module", imports });
  });

  it("holds PostgreSQL's parser as its package has it", () => {
    const files = { "libpg-query.cjs": "libpg-query.js", "libpg-query.wasm": "libpg-query.wasm" };
    for (const [copy, original] of Object.entries(files)) {
      const content = readFileSync(join(root, "node_modules/libpg-query/wasm", original));
      assert.ok(readFileSync(join(dist, copy)).equals(content), copy);
    }
  });

  it("holds no chunk that nothing loads", () => {
    const code = ["index.js", ...chunks].map(read).join("\n");
    for (const chunk of chunks) {
      const number = Number.parseInt(chunk, 10);
      const loads = new RegExp(`_require__\\.e\\((/\\*.*?\\*/ )?${number}\\)`);
      assert.ok(loads.test(code), chunk);
    }
  });

  it("keeps the driver, the parsers of YAML and SQL and GitHub's client out of what is read at start-up", () => {
    const loadedLater = [...chunks, "libpg-query.cjs"];
    for (const pattern of [
      /class Client extends EventEmitter/,
      /class Composer/,
      /PgQueryModule/,
      /class Octokit/,
    ]) {
      assert.ok(!pattern.test(read("index.js")), `index.js matches ${pattern}`);
      assert.ok(
        loadedLater.some((file) => pattern.test(read(file))),
        `no file matches ${pattern}`,
      );
    }
  });

  it("names the licence of each dependency that it holds", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const licences = read("licenses.txt").split("\n");
    const compiled = ["libpg_query", "PostgreSQL"];
    for (const name of [...Object.keys(dependencies), ...compiled]) {
      assert.ok(licences.includes(name), name);
    }
  });

  it("holds no path of the machine that built it", () => {
    for (const file of files) assert.ok(!read(file).includes(root), file);
  });
});

describe("dist/index.js, with nothing of the repository but action.yml and dist", () => {
  let copy: string;
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "pg-preflight-dist-"));
    await cp(join(root, "action.yml"), join(copy, "action.yml"));
    await cp(dist, join(copy, "dist"), { recursive: true });
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it("reaches for the database when it has an address", async () => {
    // Nothing listens on port 1 of loopback: this loads what connecting needs.
    const { status, output } = await run({
      "INPUT_DATABASE-URL": "postgresql://me:s3cret-word@127.0.0.1:1/app",
    });
    assert.equal(status, 1);
    assert.match(output, /^::error/m);
    // What registers a mask must name it; the runner never shows these lines.
    const shown = output.replaceAll(/^::add-mask::.*$/gm, "");
    assert.doesNotMatch(shown, /s3cret-word|ERR_MODULE_NOT_FOUND|Cannot find/);
  });

  it("reads the SQL of declared queries with the parser that it brings, and only then", async () => {
    const database = { "INPUT_DATABASE-URL": "postgresql://me:s3cret-word@127.0.0.1:1/app" };
    const declared = (sql: string) =>
      `checks: { performance-baseline: { queries: [{ name: q, sql: ${sql} }] } }`;
    const locking = await run(database, declared("SELECT 1 FOR UPDATE"));
    assert.match(locking.output, /^::error .*queries\.0\.sql: it locks rows with FOR UPDATE/m);
    const reading = await run(database, declared("SELECT 1"));
    assert.match(reading.output, /^::error .*The connection was refused/m);
    await rename(join(copy, "dist/libpg-query.wasm"), join(copy, "away"));
    const undeclared = await run(database, "checks: { performance-baseline: { runs: 5 } }");
    await rename(join(copy, "away"), join(copy, "dist/libpg-query.wasm"));
    assert.match(undeclared.output, /^::error .*The connection was refused/m);
  });

  it("asks for its one input before it loads a single chunk", async () => {
    for (const file of await readdir(join(copy, "dist"))) {
      if (/^\d/.test(file)) await rm(join(copy, "dist", file));
    }
    const { status, output } = await run({});
    assert.equal(status, 1);
    assert.match(output, /^::error.*database-url/m);
    assert.doesNotMatch(output, /ERR_MODULE_NOT_FOUND|Cannot find/);
  });

  /** As the runner starts it: defaults of action.yml given, its files there, no other environment. */
  async function run(
    inputs: Record<string, string>,
    config?: string,
  ): Promise<{ status: number; output: string }> {
    const work = await mkdtemp(join(copy, "work-"));
    if (config !== undefined) await writeFile(join(work, "pg-preflight.yml"), config);
    const files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_STATE"].map((name) => ({
      name,
      file: join(work, name.toLowerCase()),
    }));
    for (const { file } of files) await writeFile(file, "");
    const environment = {
      HOME: work,
      RUNNER_TEMP: work,
      GITHUB_WORKSPACE: work,
      GITHUB_ACTIONS: "true",
      CI: "true",
      ...Object.fromEntries(files.map(({ name, file }) => [name, file])),
      INPUT_TARGET: "database",
      INPUT_CONFIG: "pg-preflight.yml",
      INPUT_SUITE: "health",
      "INPUT_FAIL-ON": "high",
      ...inputs,
    };
    return await new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(copy, "dist/index.js")],
        { cwd: work, env: environment, timeout: 60_000 },
        (error, stdout, stderr) => {
          resolve({ status: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` });
        },
      );
    });
  }
});
