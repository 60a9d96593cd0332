/** `npm run new-check`, in a copy of the repository: what it writes is a check that works on a real server. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { problemWithId } from "../../scripts/new-check.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";

const ID = "unlogged-tables";
/** What vitest's reporter "json" writes, as far as it is read. */
interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
const COPIED = [
  "package.json",
  "biome.json",
  "tsconfig.json",
  "vitest.config.ts",
  "action.yml",
  "README.md",
  "CONTEXT.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs",
  "scripts",
  "sql",
  "src",
  "test",
];

describe("an id", () => {
  it("is taken when it is new and made of words", () => {
    for (const id of [ID, "review-dates"]) assert.equal(problemWithId(id), undefined);
  });

  const bad: Record<string, [id: string | undefined, sentence: RegExp]> = {
    "is missing": [undefined, /^Name the check: npm run new-check <id>/],
    "has upper-case letters": ["UnloggedTables", /"UnloggedTables" is not a valid id: use lower-case words/],
    "leads elsewhere": ["../issues", /not a valid id/],
    "has underscores": ["unlogged_tables", /not a valid id/],
    "is long": ["tables-that-are-not-logged-at-all", /too long: an id has at most 30 characters/],
    "is a folder of src/checks": ["shared", /reserved/],
    "has a check": ["table-bloat", /"table-bloat" exists: .*src\/checks\/table-bloat/],
  };
  for (const [name, [id, sentence]] of Object.entries(bad)) {
    it(`is refused when it ${name}`, () => assert.match(problemWithId(id) ?? "", sentence));
  }
});

describe("the check that it writes", () => {
  let copy: string;
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "pg-preflight-new-check-"));
    // The servers' packages are large, and only read.
    const servers = join("test", "servers");
    for (const name of COPIED) {
      cpSync(join(REPOSITORY, name), join(copy, name), {
        recursive: true,
        filter: (path) => path !== join(REPOSITORY, servers),
      });
    }
    for (const name of ["node_modules", servers]) symlinkSync(join(REPOSITORY, name), join(copy, name));
    const { status, output } = run("scripts/new-check.ts", ID);
    assert.equal(status, 0, output);
    for (const text of [
      `src/checks/${ID}/check.ts: written`,
      "src/checks/index.ts: written",
      "npm run fix",
    ]) {
      assert.ok(output.includes(text), output);
    }
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  function run(...command: readonly string[]): { readonly status: number | null; readonly output: string } {
    // Else a vitest within a vitest takes itself for one of its workers.
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: copy,
      encoding: "utf8",
      env: { ...Object.fromEntries(own), NO_COLOR: "1" },
      maxBuffer: 64 * 2 ** 20,
    });
    return { status, output: stdout + stderr };
  }

  /** The copy's own tests: their names by how they ended, and all that was written. */
  function runTests(...args: readonly string[]) {
    const results = join(copy, "results.json");
    const vitest = ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", `--outputFile=${results}`];
    const { status, output } = run(...vitest, ...args);
    const { testResults } = JSON.parse(readFileSync(results, "utf8")) as Results;
    const tests = testResults.flatMap((file) => file.assertionResults);
    const named = (wanted: string) => tests.filter((one) => one.status === wanted).map((one) => one.title);
    const messages = tests.flatMap((one) => one.failureMessages).join("\n");
    return { status, passed: named("passed"), failed: named("failed"), output: output + messages };
  }

  it("is one folder and one file of SQL, without a trace of the template's name", () => {
    const folder = join(copy, "src/checks", ID);
    assert.deepEqual(readdirSync(folder).sort(), ["README.md", "check.test.ts", "check.ts"]);
    assert.ok(existsSync(join(copy, `sql/checks/${ID}.sql`)));
    for (const name of readdirSync(folder)) {
      assert.doesNotMatch(readFileSync(join(folder, name), "utf8"), /__ID__/);
    }
  });

  it("has the types of a check, and so has the registry that imports it", () => {
    const config = {
      extends: "./tsconfig.json",
      include: [`src/checks/${ID}`, "src/checks/index.ts", "src/**/*.d.ts"],
    };
    writeFileSync(join(copy, "tsconfig.check.json"), JSON.stringify(config));
    const tsc = join(REPOSITORY, "node_modules/typescript/bin/tsc");
    const { status, output } = run(tsc, "--project", "tsconfig.check.json");
    assert.equal(output, "");
    assert.equal(status, 0);
  });

  it("is in the form of all files", () => {
    const biome = join(REPOSITORY, "node_modules/@biomejs/biome/bin/biome");
    const { status, output } = run(
      biome,
      "ci",
      "--colors=off",
      "--error-on-warnings",
      join("src/checks", ID),
    );
    assert.equal(status, 0, output);
  });

  it("passes its own test on a server", () => {
    const { status, passed, failed, output } = runTests(`src/checks/${ID}/check.test.ts`);
    assert.equal(status, 0, output);
    assert.ok(passed.length > 0);
    assert.deepEqual(failed, []);
  });

  it("keeps the contract of every check but for what is still to be written, which is named by its lines", () => {
    const { status, failed, output } = runTests("test/house/contract.test.ts");
    assert.equal(status, 1);
    assert.deepEqual(failed, ["nothing is left of the example that `npm run new-check` wrote"], output);
    assert.match(output, new RegExp(`sql/checks/${ID}\\.sql:1 -- WRITE ME`));
    assert.match(output, new RegExp(`src/checks/${ID}/README\\.md:\\d+ \\*\\*When it fails,\\*\\* WRITE ME`));
  });

  it("has a page whose links lead somewhere and whose SQL runs after its own set-up", () => {
    const tests = ["test/docs/docs.test.ts", "test/docs/sql.test.ts"];
    const { status, passed, output } = runTests("-t", ID, ...tests);
    assert.equal(status, 0, output);
    for (const name of [
      `of src/checks/${ID}/README.md lead somewhere`,
      `of src/checks/${ID}/README.md runs`,
    ]) {
      assert.ok(
        passed.some((title) => title.includes(name)),
        `${name}: ${passed.join(", ")}`,
      );
    }
  });

  it("is not written over", () => {
    const { status, output } = run("scripts/new-check.ts", ID);
    assert.equal(status, 1);
    assert.match(output, new RegExp(`^"${ID}" exists: `));
  });
});
