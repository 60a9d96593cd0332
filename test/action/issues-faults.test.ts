/**
 * What may go wrong between the bundled action and GitHub: each way once, on GitHub and on Enterprise Server. Whatever
 * happens the summary is there, no issue is opened twice, and what could not be done is told in a sentence.
 */
import assert from "node:assert/strict";
import { beforeAll, describe, it, vi } from "vitest";
import {
  type FakeGitHub,
  type FakeRepository,
  type Fault,
  MAINTAINER,
  STRANGER,
  startGitHub,
} from "../support/github/github.ts";
import {
  changesOf,
  issueRun,
  managedIssues,
  openIssue,
  problemsOf,
  stateOf,
  topicOf,
} from "../support/github/issue-runs.ts";
import type { ActionRun, ActionRunOptions } from "../support/github/runner.ts";
import { type Database, type Server, sharedServer } from "../support/postgres/postgres.ts";

const CONFIG = ".github/pg-preflight.yml";
const PERMISSIONS = "permissions: { contents: read, issues: write }";
const ALL = ["#1 query-statistics open", "#2 sequence-exhaustion open", "#3 overview open"];
const SECONDARY =
  '{"message":"You have exceeded a secondary rate limit and have been temporarily blocked from content creation."}';

/** Runs wait for one another's answers more than they work. */
const CONCURRENCY = 4;

/** A minute of waiting lasts a second, and so does GitHub's silence; the rest of the run's time is left alone. */
const IMPATIENT = `const wait = globalThis.setTimeout;
globalThis.setTimeout = (action, time, ...more) => wait(action, time === 60000 ? 1000 : time, ...more);
const limit = AbortSignal.timeout;
AbortSignal.timeout = (time) => limit.call(AbortSignal, time === 10000 ? 1000 : time);`;
/** Its clock stands an hour before the others'. */
const LATE = "const now = Date.now; Date.now = () => now() - 3600000;";
const preload = (script: string): string[] => [
  "--import",
  `data:text/javascript,${encodeURIComponent(script)}`,
];

const EXHAUSTED = (name: string): string =>
  `CREATE SEQUENCE ${name} MAXVALUE 3; SELECT setval('${name}', 3); GRANT SELECT ON SEQUENCE ${name} TO PUBLIC;`;

let server: Server;
let sharedUrl: string;
beforeAll(async () => {
  server = await sharedServer();
  sharedUrl = await (await databaseToCheck()).monitor();
});

/** Two checks fail: the sequence is at its end, and pg_stat_statements is not there. */
async function databaseToCheck(): Promise<Database> {
  const database = await server.createDatabase();
  await database.query(EXHAUSTED("public.tickets"));
  return database;
}

interface Scene {
  readonly github: FakeGitHub;
  run(options?: ActionRunOptions): Promise<ActionRun>;
  /** The next run has nothing left to do but to write the overview's block. */
  settled(): Promise<void>;
}

async function sceneOf(github: FakeGitHub, url = sharedUrl): Promise<Scene> {
  const run = async ({ inputs, ...options }: ActionRunOptions = {}): Promise<ActionRun> => {
    const made = await issueRun(github, url, {
      ...options,
      inputs: { checks: "sequence-exhaustion, query-statistics", "fail-on": "never", ...inputs },
    });
    assert.match(made.summary, /pg_stat_statements/, "the summary is there, whatever became of the issues");
    assert.equal(made.conclusion, "success", made.log);
    assert.deepEqual(github.violations, []);
    return made;
  };
  const settled = async (): Promise<void> => {
    assert.equal(github.unspent(), 0, "what was ordered has happened");
    github.mend();
    github.writes.length = 0;
    const overview = openIssue(github, "overview").number;
    await run();
    assert.deepEqual(github.writes, [`PATCH #${overview} body`]);
  };
  return { github, run, settled };
}

vi.setConfig({ maxConcurrency: CONCURRENCY });

for (const [name, prefix] of [
  ["GitHub", ""],
  ["Enterprise Server", "/api/v3"],
] as const) {
  describe(`issues at ${name}`, () => {
    const start = async (repository: FakeRepository = {}): Promise<Scene> =>
      sceneOf(await startGitHub(repository, prefix));

    it.concurrent("are opened once, labelled, and left alone by a run that finds nothing new", async () => {
      const { github, run } = await start();
      const first = await run();
      assert.deepEqual(managedIssues(github), ALL);
      assert.deepEqual(problemsOf(first), []);
      assert.deepEqual(changesOf(first).sort(), [
        "open overview #3",
        "open query-statistics #1",
        "open sequence-exhaustion #2",
      ]);
      assert.deepEqual(github.issue(3).labels, ["pg-preflight"]);
      assert.deepEqual(github.issue(2).labels, ["pg-preflight", "priority: high"]);
      github.writes.length = 0;
      const second = await run();
      assert.deepEqual(github.writes, ["PATCH #3 body"], "the overview's own block, and nothing else");
      assert.deepEqual(changesOf(second), ["update overview #3"]);
    });

    /** After each of these one run has done all that it should. */
    const MENDED: readonly (readonly [what: string, fault: Fault])[] = [
      ["a create that gets 502", { operation: "issues/create", times: 1, answer: { status: 502 } }],
      [
        "a create that takes effect and gets 502",
        { operation: "issues/create", times: 1, takesEffect: true, answer: { status: 502 } },
      ],
      ["a create whose connection drops", { operation: "issues/create", times: 1, answer: "drop" }],
      [
        "a create that takes effect and whose connection drops",
        { operation: "issues/create", times: 1, takesEffect: true, answer: "drop" },
      ],
      [
        "a create whose answer is no JSON",
        {
          operation: "issues/create",
          times: 1,
          takesEffect: true,
          answer: { status: 201, body: "<html>" },
        },
      ],
      [
        "the last create of three, which is lost",
        { operation: "issues/create", after: 2, times: 1, takesEffect: true, answer: "drop" },
      ],
      [
        "a create that gets 429 and waits as it is told",
        {
          operation: "issues/create",
          times: 1,
          answer: { status: 429, headers: { "retry-after": "1" }, body: SECONDARY },
        },
      ],
      [
        "a create that meets the secondary limit and waits as it is told",
        {
          operation: "issues/create",
          times: 1,
          answer: { status: 403, headers: { "retry-after": "1" }, body: SECONDARY },
        },
      ],
      [
        "a list that gets 500 twice",
        { operation: "issues/list-for-repo", times: 2, answer: { status: 500 } },
      ],
      ["a list whose connection drops", { operation: "issues/list-for-repo", times: 1, answer: "drop" }],
      [
        "a list after the creates that gets 503",
        { operation: "issues/list-for-repo", after: 2, times: 1, answer: { status: 503 } },
      ],
    ];
    for (const [what, fault] of MENDED) {
      it.concurrent(`survive ${what}`, async () => {
        const { github, run, settled } = await start();
        github.order(fault);
        const made = await run();
        assert.deepEqual(managedIssues(github).map(byHome).sort(), ALL.map(byHome).sort(), made.log);
        assert.deepEqual(problemsOf(made), []);
        for (const { labels } of github.issues) assert.ok(labels.includes("pg-preflight"));
        await settled();
      });
    }

    for (const [what, fault] of [
      ["gets 502", { answer: { status: 502 } }],
      ["gets 429", { answer: { status: 429, headers: { "retry-after": "1" }, body: SECONDARY } }],
      ["drops", { answer: "drop" }],
      ["takes effect and is lost", { takesEffect: true, answer: "drop" }],
    ] as const satisfies readonly (readonly [string, Fault])[]) {
      it.concurrent(`survive an update that ${what}`, async () => {
        const { github, run, settled } = await start();
        await run();
        github.order({ operation: "issues/update", times: 1, ...fault });
        const made = await run();
        assert.deepEqual(problemsOf(made), []);
        assert.equal(stateOf(github.issue(3)).suites.health?.runs.length, 2);
        await settled();
      });
    }

    it.concurrent("survive a create that fails twice: it is told, and the next run opens it", async () => {
      const { github, run, settled } = await start();
      github.order({ operation: "issues/create", after: 2, times: 2, answer: { status: 502 } });
      const first = await run();
      assert.equal(managedIssues(github).length, 2);
      assert.match(problemsOf(first).join(), /could not be opened.*502/);
      github.mend();
      await run();
      assert.deepEqual(managedIssues(github).map(byHome).sort(), ALL.map(byHome).sort());
      await settled();
    });

    it.concurrent("get each comment and label once, although the answer is lost", async () => {
      const database = await databaseToCheck();
      const { github, run } = await sceneOf(await startGitHub({}, prefix), await database.monitor());
      await run();
      await database.query(EXHAUSTED("public.coupons"));
      const fault = { operation: "issues/create-comment", times: 1 } as const;
      github.order({ ...fault, takesEffect: true, answer: "drop" });
      assert.deepEqual(problemsOf(await run()), []);
      const { comments, labels, number } = openIssue(github, "sequence-exhaustion");
      assert.equal(comments.length, 1);
      await database.query("DROP SEQUENCE public.coupons");
      github.order({ ...fault, answer: { status: 502 } });
      assert.deepEqual(problemsOf(await run()), []);
      assert.equal(github.issue(number).comments.length, 2);
      const files = { [CONFIG]: "checks: { sequence-exhaustion: { priority: critical } }\n" };
      github.order({ operation: "issues/add-labels", times: 1, takesEffect: true, answer: { status: 502 } });
      github.order({ operation: "issues/remove-label", times: 1, takesEffect: true, answer: "drop" });
      assert.deepEqual(problemsOf(await run({ files })), []);
      assert.deepEqual(labels.toSorted(), ["pg-preflight", "priority: high"]);
      assert.deepEqual(github.issue(number).labels.toSorted(), ["pg-preflight", "priority: critical"]);
      assert.equal(github.issue(number).comments.length, 3);
      assert.equal(github.unspent(), 0);
    });

    /** Nothing can be written: what is the matter, and what mends it. */
    const REFUSED: readonly (readonly [
      what: string,
      order: (github: FakeGitHub) => void,
      told: readonly RegExp[],
    ])[] = [
      [
        "a token that is wrong",
        (it) => it.order({ answer: { status: 401, body: '{"message":"Bad credentials"}' } }),
        [/401/, /github-token/],
      ],
      ["a token that may not read issues", (it) => permit(it, []), [/403/, /issues: write/]],
      [
        "a token that may only read issues",
        (it) => permit(it, ["issues: read"]),
        [/403/, new RegExp(PERMISSIONS)],
      ],
      ["a repository that GitHub does not know", (it) => it.order({ answer: { status: 404 } }), [/404/]],
      [
        "a repository without issues",
        (it) => Object.assign(it, { repository: { hasIssues: false } }),
        [/switched off.*410/],
      ],
      [
        "an archived repository",
        (it) =>
          it.order({
            method: "POST",
            answer: { status: 403, body: '{"message":"Repository was archived so is read-only."}' },
          }),
        [/archived/],
      ],
      [
        "a list that always gets 500",
        (it) => it.order({ operation: "issues/list-for-repo", answer: { status: 500 } }),
        [/500/],
      ],
      [
        "an hour's limit that is used up",
        (it) =>
          it.order({
            operation: "issues/create",
            answer: {
              status: 403,
              headers: {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3000),
              },
              body: '{"message":"API rate limit exceeded"}',
            },
          }),
        [/rate limit.*until \d\d:\d\d UTC/],
      ],
      [
        "a secondary limit that wants ten minutes",
        (it) =>
          it.order({
            operation: "issues/create",
            answer: { status: 429, headers: { "retry-after": "600" }, body: SECONDARY },
          }),
        [/rate limit/],
      ],
      [
        "a refusal without a known reason",
        (it) => it.order({ operation: "issues/create", answer: { status: 422 } }),
        [/422/],
      ],
    ];
    for (const [what, order, told] of REFUSED) {
      it.concurrent(`say what is the matter with ${what}`, async () => {
        const { github, run } = await start();
        order(github);
        const made = await run();
        const said = [made.summary, ...problemsOf(made)].join("\n");
        for (const words of told) assert.match(said, words);
        assert.deepEqual(changesOf(made), []);
        assert.deepEqual(github.writes, []);
        assert.ok(made.durationMs < 20_000, `${made.durationMs} ms`);
      });
    }

    it.concurrent("wait a minute at least where a secondary limit names no time", async () => {
      const { github, run } = await start();
      github.order({ operation: "issues/create", times: 1, answer: { status: 403, body: SECONDARY } });
      const hurried = await run({ nodeArguments: preload(IMPATIENT) });
      assert.deepEqual(problemsOf(hurried), []);
      assert.deepEqual(managedIssues(github), ALL);
      assert.ok(hurried.durationMs > 1_000, "it waited");
    });

    it.concurrent("open without the people whom GitHub refuses, and say who", async () => {
      const { github, run } = await start({ assignable: ["dba"] });
      const files = { [CONFIG]: 'issues: { assignees: ["dba", "left-us"], labels: ["team: data"] }\n' };
      const made = await run({ files });
      assert.match(problemsOf(made).join(), /left-us/);
      for (const number of [1, 2]) {
        assert.deepEqual(github.issue(number).assignees, ["dba"]);
        assert.ok(github.issue(number).labels.includes("team: data"), "made on the fly");
      }
    });

    it.concurrent("open without labels that GitHub refuses, but never without ours", async () => {
      const { github, run } = await start();
      const files = { [CONFIG]: `issues: { labels: ["${"x".repeat(50)}", "a,b"] }\n` };
      github.order({
        operation: "issues/create",
        times: 1,
        answer: { status: 422, body: '{"message":"Validation Failed","errors":[{"resource":"Label"}]}' },
      });
      const made = await run({ files });
      assert.match(problemsOf(made).join(), /labels/);
      assert.equal(managedIssues(github).length, 3);
      for (const issue of github.issues) assert.ok(issue.labels.includes("pg-preflight"));
    });

    it.concurrent("are not opened by somebody whose labels GitHub drops: nobody would find them again", async () => {
      const { github, run } = await start();
      Object.assign(github, { canTriage: false, actor: MAINTAINER });
      const made = await run();
      assert.match(problemsOf(made).join(), /labels/);
      assert.equal(github.issues.filter(({ state }) => state === "open").length, 0);
      assert.equal(github.issues.length, 1);
    });

    it.concurrent("end in time when GitHub hangs", async () => {
      const { github, run } = await start();
      github.order({ method: "POST", answer: "hang" });
      const made = await run({ nodeArguments: preload(IMPATIENT) });
      assert.match(problemsOf(made).join(), /in time/);
      assert.deepEqual(github.issues, []);
      assert.ok(made.durationMs < 30_000, `${made.durationMs} ms`);
    });

    it.concurrent("have the summary written before them", async () => {
      const { github } = await start();
      github.order({ method: "POST", answer: "hang" });
      const killed = await issueRun(github, sharedUrl, {
        inputs: { checks: "sequence-exhaustion" },
        // The request hangs for ten seconds, and a busy machine needs some to get there.
        timeout: 9_000,
      });
      assert.equal(killed.timedOut, true);
      assert.match(killed.rawSummary, /public\.tickets/);
      assert.equal(killed.outputs.conclusion, "fail");
      assert.equal(killed.report.suite, "health");
    });

    it.concurrent("go by label and mark, and by nothing else", async () => {
      const { github, run } = await start();
      await run();
      const mark = github.issue(2).body ?? "";
      github.people.renames(2, "Numbers are running out");
      // The same mark without the label, of an outsider, on a pull request, further down, and of another database.
      github.people.opens({ body: mark, author: STRANGER });
      const planted = github.people.opens({ body: mark, author: STRANGER, labels: ["pg-preflight"] });
      github.people.opens({ body: mark, isPullRequest: true, labels: ["pg-preflight"] });
      github.people.opens({ body: `> ${mark}`, labels: ["pg-preflight"] });
      github.people.opens({
        body: mark.replace("issue=database/", "issue=other/"),
        labels: ["pg-preflight"],
      });
      github.writes.length = 0;
      const again = await run();
      assert.deepEqual(github.writes, ["PATCH #3 body"]);
      assert.match(again.summary + problemsOf(again).join(), new RegExp(`#${planted}<.*left alone`));
    });

    it.concurrent("are found by an App's token after the job's, and by the job's again", async () => {
      const { github, run } = await start();
      await run();
      const job = github.actor;
      for (const actor of [{ ...job, login: "our-app[bot]" }, job]) {
        github.writes.length = 0;
        github.actor = actor;
        await run();
        assert.deepEqual(github.writes, ["PATCH #3 body"]);
      }
    });

    it.concurrent("of an App are left alone by the job's token, which opens its own and names the App", async () => {
      const { github, run } = await start();
      const job = github.actor;
      github.actor = { ...job, login: "our-app[bot]" };
      await run();
      const bodies = github.issues.map(({ body }) => body);
      github.actor = job;
      const made = await run();
      assert.deepEqual(
        github.issues.slice(0, bodies.length).map(({ body }) => body),
        bodies,
      );
      assert.equal(managedIssues(github).length, 6);
      assert.match(made.summary + problemsOf(made).join(), /opened by <code>our-app\[bot\]<\/code>/);
    });

    it.concurrent("are found on the third page", async () => {
      const { github, run, settled } = await start();
      for (let count = 0; count < 230; count += 1) {
        github.people.opens({ labels: ["pg-preflight"], body: "somebody's own" });
      }
      await run();
      assert.equal(managedIssues(github).length, 3);
      await settled();
    });

    it.concurrent("are opened anew after somebody deleted them", async () => {
      const { github, run, settled } = await start();
      await run();
      github.people.deletes(2);
      const made = await run();
      assert.deepEqual(changesOf(made).sort(), ["open sequence-exhaustion #4", "update overview #3"]);
      await settled();
    });

    it.concurrent("are opened anew when they vanish while they are written", async () => {
      const { github, run } = await start();
      await run();
      github.order({ method: "PATCH", path: /issues\/3$/, times: 1, answer: { status: 404 } });
      const made = await run();
      assert.deepEqual(problemsOf(made), []);
      assert.ok(github.issues.some((issue) => topicOf(issue) === "overview" && issue.number > 3));
    });

    it.concurrent("that are locked are updated, and the comment is told to be missing", async () => {
      const database = await databaseToCheck();
      const { github, run } = await sceneOf(await startGitHub({}, prefix), await database.monitor());
      await run();
      github.people.locks(2);
      await database.query("ALTER SEQUENCE public.tickets MAXVALUE 100000");
      const made = await run();
      assert.match(problemsOf(made).join(), /#2 is locked/);
      assert.equal(github.issue(2).state, "closed");
    });

    it.concurrent("are closed as what the server knows when there are two of a kind", async () => {
      const { github, run, settled } = await start();
      await run();
      const twin = github.people.opens({
        title: "again",
        body: github.issue(2).body,
        labels: ["pg-preflight"],
        author: MAINTAINER,
      });
      github.writes.length = 0;
      const made = await run();
      const reason = prefix === "" ? "duplicate" : "not_planned";
      assert.deepEqual(managedIssues(github), [...ALL, `#${twin} sequence-exhaustion closed as ${reason}`]);
      assert.equal(github.issue(twin).duplicateOf, prefix === "" ? github.issue(2).id : null);
      assert.ok(changesOf(made).includes(`close-duplicate sequence-exhaustion #${twin}`));
      assert.equal(stateOf(github.issue(twin)).closed, "duplicate");
      await settled();
    });

    it.concurrent("that a later run wrote are left alone by one that was slow", async () => {
      const { github, run } = await start();
      await run();
      const bodies = github.issues.map(({ body }) => body);
      github.writes.length = 0;
      const made = await run({
        nodeArguments: preload(LATE),
        env: { GITHUB_RUN_ID: "7" },
      });
      assert.deepEqual(github.writes, []);
      assert.deepEqual(
        github.issues.map(({ body }) => body),
        bodies,
      );
      assert.match(made.summary + made.log, /later run|newer run/);
    });

    it.concurrent("are opened beside a block that is broken, and the reader is told", async () => {
      const { github, run, settled } = await start();
      await run();
      github.people.edits(3, (body) => body.replace(/state=1\.[\w-]{20}/, "state=1.x"));
      const made = await run();
      assert.match(made.summary, /#3<\/code> remembered .*broken/);
      assert.deepEqual(managedIssues(github), ALL);
      await settled();
    });

    it.concurrent("of a newer version are left alone", async () => {
      const { github, run } = await start();
      await run();
      for (const number of [1, 2, 3]) {
        github.people.edits(number, (body) => body.replace("state=1.", "state=2."));
      }
      github.writes.length = 0;
      const made = await run();
      assert.deepEqual(github.writes, []);
      assert.match(made.summary + problemsOf(made).join(), /newer version/);
    });
  });
}

describe("issues", () => {
  const run = async (options: ActionRunOptions = {}): Promise<{ github: FakeGitHub; made: ActionRun }> => {
    const github = await startGitHub();
    const made = await issueRun(github, sharedUrl, {
      ...options,
      inputs: { checks: "sequence-exhaustion", "fail-on": "never", ...options.inputs },
    });
    assert.deepEqual(github.violations, []);
    return { github, made };
  };

  it("are written from the default branch alone, unless they are told otherwise", async () => {
    const pull = { eventName: "pull_request", event: { pull_request: { number: 1, base: { sha: "0" } } } };
    for (const [options, writes] of [
      [{ eventName: "push", ref: "refs/heads/main" }, true],
      [{ eventName: "push", ref: "refs/heads/feature" }, false],
      [{ eventName: "push", ref: "refs/heads/feature", inputs: { "write-issues": "always" } }, true],
      [{ inputs: { "write-issues": "never" } }, false],
      [pull, false],
    ] as const) {
      const { github } = await run(options);
      assert.equal(github.issues.length > 0, writes, JSON.stringify(options));
    }
  });

  it("are planned and not written in a dry run", async () => {
    const { github, made } = await run({ inputs: { "dry-run": "true" } });
    assert.deepEqual(github.writes, []);
    assert.deepEqual(changesOf(made), []);
    assert.match(made.log, /Would open an issue, Sequences have numbers left/);
    assert.match(made.summary, /Dry run/);
    assert.match(made.summary, /Sequences have numbers left/);
  });
});

function permit(github: FakeGitHub, permissions: readonly string[]): void {
  github.permissions = new Set(["contents: read", "actions: read", ...permissions]);
}

/** Whatever their numbers. */
function byHome(line: string): string {
  return line.replace(/^#\d+ /, "");
}
