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
const COPIED = [
  "package.json",
  "biome.json",
  "tsconfig.json",
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
    // The variable of a test that starts another would make its output unreadable.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: copy,
      encoding: "utf8",
      env,
    });
    return { status, output: stdout + stderr };
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
    const config = { extends: "./tsconfig.json", include: [`src/checks/${ID}`, "src/checks/index.ts"] };
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
    const { status, output } = run("--test", `src/checks/${ID}/check.test.ts`);
    assert.equal(status, 0, output);
  });

  it("keeps the contract of every check but for what is still to be written, which is named by its lines", () => {
    const { status, output } = run("--test", "--test-reporter=tap", "test/house/contract.test.ts");
    assert.equal(status, 1);
    const failed = [...output.matchAll(/^ +not ok \d+ - (.*)$/gm)].map(([, name]) => name);
    assert.deepEqual(failed, ["nothing is left of the example that `npm run new-check` wrote"], output);
    assert.match(output, new RegExp(`sql/checks/${ID}\\.sql:1 -- WRITE ME`));
    assert.match(output, new RegExp(`src/checks/${ID}/README\\.md:\\d+ \\*\\*When it fails,\\*\\* WRITE ME`));
  });

  it("has a page whose links lead somewhere and whose SQL runs after its own set-up", () => {
    const tests = ["test/docs/docs.test.ts", "test/docs/sql.test.ts"];
    const { status, output } = run("--test", `--test-name-pattern=${ID}`, ...tests);
    assert.equal(status, 0, output);
    for (const name of [
      `of src/checks/${ID}/README.md lead somewhere`,
      `of src/checks/${ID}/README.md runs`,
    ]) {
      assert.ok(output.includes(name), output);
    }
  });

  it("is not written over", () => {
    const { status, output } = run("scripts/new-check.ts", ID);
    assert.equal(status, 1);
    assert.match(output, new RegExp(`^"${ID}" exists: `));
  });
});
