import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "vitest";
import { DAY } from "../../test/support/builders/context.ts";
import { type FakeGitHub, REPOSITORY_NAME, startGitHub } from "../../test/support/github/github.ts";
import { readInputs } from "../../test/support/github/toolkit.ts";
import { ITEMS } from "../checklist/items.ts";
import { checks } from "../checks/index.ts";
import { collectCustomStatements } from "../collect/custom-sql.ts";
import type { ConfigFile } from "../config/parse.ts";
import { resolveConfig } from "../config/resolve.ts";
import { changeNotices } from "./config-changes.ts";
import { loadConfigFile } from "./config-file.ts";
import { readRunContext } from "./context.ts";

const PATH = ".github/pg-preflight.yml";
const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";
const BASE = "checks: { table-bloat: { max-dead-percent: 20 } }\n";

interface Place {
  readonly github: FakeGitHub;
  /** What the checkout holds: the branch's file. */
  readonly own?: string;
  readonly event?: string;
  readonly config?: string;
  readonly token?: string | undefined;
  readonly baseSha?: string | null;
}

function parametersOf({
  github,
  own,
  event = "pull_request",
  config = PATH,
  baseSha = BASE_SHA,
  ...place
}: Place) {
  const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
  if (own !== undefined) {
    mkdirSync(dirname(join(workspace, config)), { recursive: true });
    writeFileSync(join(workspace, config), own);
  }
  const eventPath = join(mkdtempSync(join(tmpdir(), "event-")), "event.json");
  writeFileSync(
    eventPath,
    JSON.stringify(baseSha === null ? {} : { pull_request: { base: { sha: baseSha } } }),
  );
  const token = "token" in place ? place.token : github.token;
  const environment = {
    "INPUT_DATABASE-URL": "postgres://a@localhost/b",
    INPUT_CONFIG: config,
    "INPUT_GITHUB-TOKEN": token ?? "",
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: REPOSITORY_NAME,
  };
  return [readInputs(environment), readRunContext(environment)] as const;
}

const read = (place: Place) => loadConfigFile(...parametersOf(place));

async function settingsOf(place: Place) {
  const [inputs, runner] = parametersOf(place);
  return resolveConfig(inputs, runner, await loadConfigFile(inputs, runner));
}

const withBase = (text: string = BASE, path = PATH) =>
  startGitHub({ files: { [BASE_SHA]: { [path]: text } } });

describe("the configuration that counts", () => {
  it("is the workspace's, but on a pull request the base branch's", async () => {
    const github = await withBase();
    const own = "checks: { table-bloat: { max-dead-percent: 99 } }\n";
    for (const event of ["push", "schedule", "workflow_dispatch"]) {
      assert.deepEqual(await read({ github, own, event }), { text: own, notices: [] });
    }
    assert.equal(github.requests.length, 0);
    for (const event of ["pull_request", "pull_request_target", "pull_request_review"]) {
      assert.equal((await read({ github, own, event })).text, BASE, event);
    }
    assert.deepEqual(github.violations, []);
    assert.match(
      github.requests[0]?.target ?? "",
      new RegExp(`contents/.*pg-preflight\\.yml\\?ref=${BASE_SHA}$`),
    );
  });

  it("may be absent in the workspace at its default place, nowhere else", async () => {
    const github = await withBase();
    const { text, notices } = await read({ github, event: "push" });
    assert.equal(text, null);
    assert.match(
      notices.join(),
      /no \.github\/pg-preflight\.yml in the workspace: every check runs with its defaults/,
    );
    await assert.rejects(
      read({ github, event: "push", config: "other.yml" }),
      /there is no file "other\.yml".*actions\/checkout/,
    );
  });

  it("is not changed by a branch that ignores everything: what it changes is listed, without values", async () => {
    const github = await withBase();
    const own = [
      "checks:",
      "  table-bloat: { max-dead-percent: 99, enabled: false }",
      "ignore:",
      "  - { check: slow-queries, key: '*a*', reason: SECRET VALUE }",
      "policy: { unknown: warn }",
    ].join("\n");
    const settings = await settingsOf({ github, own });
    assert.deepEqual(settings.ignore, []);
    const bloat = settings.checks.find(({ check }) => check.id === "table-bloat");
    assert.ok(bloat?.enabled);
    assert.equal((bloat.options as Record<string, unknown>)["max-dead-percent"], 20);
    assert.deepEqual(settings.notices, [
      `This branch changes ${PATH}: ignore, policy.unknown, checks.table-bloat.enabled, checks.table-bloat.max-dead-percent. It counts from the merge on; this run went by the base branch.`,
    ]);
  });

  it("is not changed by a branch that attests everything, drops the rest and brings SQL of its own", async () => {
    const base = [
      "checks: { table-bloat: { max-dead-percent: 20 } }",
      "checklist: { base-item: { title: Ours, sql: checks/ours.sql } }",
    ].join("\n");
    const files = { [PATH]: base, "checks/ours.sql": "select true, 'base'" };
    const github = await startGitHub({ files: { [BASE_SHA]: files } });
    const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10);
    const attestation = `{ attested-by: "@branch", attested-on: ${day(-1)}, expires: ${day(30)} }`;
    const [first = "", ...others] = ITEMS.map(({ id }) => id);
    const own = [
      "checklist:",
      ...others.map((id) => `  ${id}: ${attestation}`),
      `  ${first}: { dropped: "not needed" }`,
      "  branch-item: { title: Branch, sql: checks/branch.sql }",
      "  base-item: { title: Ours, sql: checks/branch.sql }",
      "ignore: [{ check: table-bloat, key: 'public.*', reason: none }]",
      `checks: { ${checks.map(({ id }) => `${id}: { enabled: false }`).join(", ")} }`,
      "policy: { unknown: warn }",
    ].join("\n");
    const [inputs, runner] = parametersOf({ github, own });
    mkdirSync(join(runner.workspace, "checks"));
    writeFileSync(join(runner.workspace, "checks/ours.sql"), "select true, 'branch'");
    writeFileSync(join(runner.workspace, "checks/branch.sql"), "select true, 'branch'");
    const settled = async (text: ConfigFile) => resolveConfig({ ...inputs, suite: "deploy" }, runner, text);
    const settings = await settled(await loadConfigFile(inputs, runner));
    const { notices: _, ...judged } = settings;
    const { notices: __, ...asIfItHadNot } = await settled({ text: base, notices: [] });
    assert.deepEqual(judged, asIfItHadNot);
    const statements = await collectCustomStatements(settings);
    assert.deepEqual(
      statements.map((statement) => [statement.id, "text" in statement && statement.text]),
      [["base-item", "select true, 'base'"]],
    );
    const told = settings.notices.join();
    for (const key of ["checklist.branch-item", "checklist.base-item.sql", "and \\d+ more"]) {
      assert.match(told, new RegExp(key));
    }
    assert.doesNotMatch(told, /@branch|not needed|branch\.sql/);
  });

  it("says nothing of a branch that leaves it alone, comments and order aside", async () => {
    const github = await withBase();
    assert.deepEqual((await read({ github, own: BASE })).notices, []);
    assert.deepEqual((await read({ github, own: `# New.\n${BASE}` })).notices, []);
  });

  it("is not there before a branch adds it, and still there when a branch takes it away", async () => {
    const nothing = await startGitHub({ files: { [BASE_SHA]: {} } });
    const added = await read({ github: nothing, own: BASE });
    assert.equal(added.text, null);
    assert.match(added.notices.join(), /This branch adds .*with every check's defaults/);
    assert.match((await read({ github: nothing })).notices.join(), /^There is no/);
    const removed = await read({ github: await withBase() });
    assert.equal(removed.text, BASE);
    assert.match(
      removed.notices.join(),
      /no .* in the checkout of this branch: the base branch's counts until the merge/,
    );
    await assert.rejects(
      read({ github: nothing, config: "other.yml" }),
      /no file "other\.yml" in the repository/,
    );
  });

  it("says so when the branch's would be refused after the merge, and repeats nothing of it", async () => {
    const github = await withBase();
    for (const own of ["checks:\n  '::error::forged': {}\n", "a: [", "checks: { '<img>': 1 }\n"]) {
      const notices = (await read({ github, own })).notices.join("\n");
      assert.match(notices, /After the merge .* would be refused: line \d/);
      assert.doesNotMatch(notices, /forged|img/);
    }
  });

  it("can't be read: everything has its default, and the line to add is told", async () => {
    const own = "ignore: [{ check: table-bloat, key: a, reason: b }]\n";
    const github = await withBase();
    const refusing = await withBase();
    refusing.permissions = new Set();
    // So GitHub answers a token that may not see a private repository.
    const blind = await withBase();
    blind.order({ answer: { status: 404 } });
    const silent = await withBase();
    silent.order({ answer: { status: 500 } });
    for (const [place, why] of [
      [{ github, own, token: undefined }, /without a github-token/],
      [{ github, own, baseSha: null }, /does not name the base branch's commit/],
      [{ github: refusing, own }, /The token may not read the file/],
      [{ github: blind, own }, /knows nothing of the repository's files \(404\)/],
      [{ github: silent, own }, /in trouble: it answers 500/],
    ] as const) {
      const settings = await settingsOf(place);
      assert.deepEqual(settings.ignore, []);
      assert.equal(settings.configRefused, true);
      assert.match(settings.notices.join(), why);
      assert.match(settings.notices.join(), /did not count.*defaults.*nothing was ignored or attested/);
      const isOfToken = /token|404/.test(why.source);
      assert.equal(/contents: read/.test(settings.notices.join()), isOfToken, why.source);
    }
  });

  it("tells beside an unknown suite that the file which may define it did not count", async () => {
    const [inputs, runner] = parametersOf({ github: await withBase(), token: undefined });
    const text = await loadConfigFile(inputs, runner);
    await assert.rejects(
      resolveConfig({ ...inputs, suite: "ours" }, runner, text),
      /"ours" is not known.*did not count/s,
    );
  });

  it("stays in the repository", async () => {
    const github = await withBase();
    for (const config of ["../secret.yml", "/etc/passwd", "a/../../b.yml"]) {
      await assert.rejects(read({ github, config }), /outside of the repository/, config);
    }
    assert.equal(github.requests.length, 0);
    const odd = "config/a b#?%2e.yml";
    const text = await read({ github: await withBase(BASE, odd), config: odd });
    assert.equal(text.text, BASE);
  });

  it("tells errors of the base branch's file as such", async () => {
    const place = { github: await withBase("polcy: {}"), own: BASE };
    await assert.rejects(
      settingsOf(place),
      /:1: polcy is not known.*\nThese are lines of .* on the base branch \(0123456\)/s,
    );
  });
});

describe("a checkout's configuration that is no file of the repository", () => {
  const around = mkdtempSync(join(tmpdir(), "around-"));
  const secret = join(around, "secret.yml");
  writeFileSync(secret, "outside-file-secret: 1\n");

  const CASES: Readonly<Record<string, readonly [make: (file: string) => void, why: RegExp]>> = {
    "a link out of it": [
      (file) => symlinkSync(secret, file),
      /leads out of the workspace by a symbolic link/,
    ],
    "a link to a device": [(file) => symlinkSync("/dev/zero", file), /leads out of the workspace/],
    "a link to nothing": [(file) => symlinkSync("nowhere.yml", file), /symbolic link that leads to no file/],
    "a link to itself": [(file) => symlinkSync(file, file), /could not be read \(ELOOP\)/],
    "a FIFO": [(file) => execFileSync("mkfifo", [file]), /is no file/],
    "a folder": [(file) => mkdirSync(file), /is no file/],
    "too large": [
      (file) => writeFileSync(file, "#".repeat(256 * 1024 + 1)),
      /has 262145 bytes; at most 262144/,
    ],
    "Git's own": [
      (file) => {
        mkdirSync(join(dirname(file), "../.git"));
        writeFileSync(join(dirname(file), "../.git/config"), "token: 1");
        symlinkSync("../.git/config", file);
      },
      /is Git's own/,
    ],
  };

  for (const [title, [make, why]] of Object.entries(CASES)) {
    it(`(${title}) is refused with what to write, and nothing of it is shown`, async () => {
      const github = await withBase();
      const [inputs, runner] = parametersOf({ github, event: "push" });
      mkdirSync(join(runner.workspace, ".github"));
      make(join(runner.workspace, PATH));
      const refused = await loadConfigFile(inputs, runner).then(
        () => assert.fail("it was read"),
        (error: unknown) => String(error),
      );
      assert.match(refused, why);
      assert.match(refused, /Write the configuration into a file of the repository, of at most 256 kB/);
      assert.doesNotMatch(refused, /outside-file-secret/);
      // On a pull request it only feeds a notice.
      const [, pull] = parametersOf({ github });
      const file = await loadConfigFile(inputs, { ...pull, workspace: runner.workspace });
      assert.equal(file.text, BASE);
      assert.match(file.notices.join(), /This branch changes .*: it .*It counts from the merge on/);
    });
  }

  it("may be a link to another file of the repository", async () => {
    const [inputs, runner] = parametersOf({ github: await withBase(), event: "push" });
    mkdirSync(join(runner.workspace, ".github"));
    writeFileSync(join(runner.workspace, "own.yml"), BASE);
    symlinkSync("../own.yml", join(runner.workspace, PATH));
    assert.deepEqual(await loadConfigFile(inputs, runner), { text: BASE, notices: [] });
  });
});

describe("the configuration of another branch", () => {
  it("is refused above 256 kB, also where GitHub leaves its text out", async () => {
    for (const bytes of [256 * 1024 + 1, 2 * 1024 ** 2]) {
      const { text, isRefused, notices } = await read({ github: await withBase("#".repeat(bytes)) });
      assert.deepEqual([text, isRefused], [null, true]);
      assert.match(notices.join(), new RegExp(`has ${bytes} bytes; at most 262144 are read`));
    }
  });

  it("is not absent where the commit is not there", async () => {
    const github = await withBase();
    const { isRefused } = await read({ github, baseSha: "f".repeat(40) });
    assert.equal(isRefused, true);
  });

  it("is read without its byte order mark", async () => {
    assert.equal((await read({ github: await withBase(`\uFEFF${BASE}`) })).text, BASE);
  });
});

/** Texts of 250 kB on which a parser, or what is done with its result, took minutes. */
const HOSTILE: Readonly<Record<string, string>> = {
  "unknown keys": Array.from({ length: 20_000 }, (_, index) => `key${index}: 1\n`).join(""),
  "unknown checks": `checks:\n${Array.from({ length: 16_000 }, (_, index) => `  chek${index}: 1\n`).join("")}`,
  "unknown items": `checklist:\n${Array.from({ length: 12_000 }, (_, index) => `  item-${index}: {}\n`).join("")}`,
  "one long key": `${"k".repeat(250_000)}: 1\n`,
  "one key, again and again": "key: 1\n".repeat(35_000),
  "nested questions": "? ".repeat(125_000),
  "nested lists": "- ".repeat(125_000),
  "nested brackets": "[".repeat(250_000),
  "closing brackets": "]\n".repeat(125_000),
  "unknown aliases": "- *a\n".repeat(50_000),
  "many aliases": `- &a x\n${"- *a\n".repeat(50_000)}`,
  "a bomb": `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(", ")}]\n`).join("")}`,
  "an alias of itself": "a: &a [*a]\n",
  "long SQL": `checks:\n  performance-baseline:\n    queries:\n${Array.from({ length: 12 }, (_, index) => `    - { name: q${index}, sql: "select ${"(".repeat(9_000)}1" }\n`).join("")}`,
};

describe("a hostile configuration", () => {
  for (const [title, own] of Object.entries(HOSTILE)) {
    it(`(${title}) costs a pull request a second at most`, async () => {
      assert.ok(own.length <= 256 * 1024);
      const base = "checks: { table-bloat: { max-dead-percent: 20 } }\n";
      const rules = { of: "base branch", ref: BASE_SHA, when: "on a pull request" } as const;
      // Its modules are loaded before the time is taken.
      await changeNotices(PATH, { rules, counting: base, own: { text: "a: 1\n" } });
      const start = performance.now();
      const notices = await changeNotices(PATH, { rules, counting: base, own: { text: own } });
      // Without its limits each of these takes a minute and more; a busy machine takes some seconds.
      assert.ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
      assert.match(notices.join(), /This branch changes .*It counts from the merge on/);
    });
  }
});
