import assert from "node:assert/strict";
import { afterEach, describe, it } from "vitest";
import { DAY, HOUR } from "../../../test/support/builders/context.ts";
import {
  type FakeGitHub,
  type FakeRepository,
  type FakeWorkflow,
  type Fault,
  REPOSITORY_NAME,
  startGitHub,
} from "../../../test/support/github/github.ts";
import { settingsFor } from "../../../test/support/github/github-settings.ts";
import type { WorkflowsEvidence } from "../../checks/shared/sources/workflows.ts";
import type { Source } from "../../core/sources.ts";
import { gitHubClient } from "../../github/client.ts";
import { collectWorkflows } from "./index.ts";

const NOW = Date.now();
const PATH = ".github/workflows/nightly.yml";

const NIGHTLY = `
on:
  schedule: [{ cron: "23 3 * * *", timezone: Europe/Berlin }]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: pg-preflight/pg-preflight@v1
        with: { checks: "slow-queries, capacity" }
`;

const STEP = "Run pg-preflight/pg-preflight@v1";

function repository(text = NIGHTLY, more: Partial<FakeWorkflow> = {}): FakeRepository {
  return {
    workflows: [
      {
        path: PATH,
        runs: [{ at: NOW - 5 * HOUR, jobs: { check: { "Set up job": "success", [STEP]: "failure" } } }],
        ...more,
      },
    ],
    files: { main: { [PATH]: text } },
  };
}

const started: FakeGitHub[] = [];

async function start(...parameters: Parameters<typeof startGitHub>): Promise<FakeGitHub> {
  const github = await startGitHub(...parameters);
  started.push(github);
  return github;
}

async function collect(github: FakeGitHub, overrides?: Parameters<typeof settingsFor>[1], time = 20_000) {
  return collectWorkflows(settingsFor(github, overrides), Date.now() + time);
}

function evidenceOf(source: Source<WorkflowsEvidence>): WorkflowsEvidence {
  assert.ok("value" in source, JSON.stringify(source));
  return source.value;
}

function unknownOf(source: Source<WorkflowsEvidence>) {
  assert.ok("unknown" in source, JSON.stringify(source));
  return source.unknown;
}

afterEach(() => {
  for (const { violations } of started.splice(0)) assert.deepEqual(violations, []);
});

describe("the repository's workflows", () => {
  it("are read with their schedule, their checks and the last run of their step", async () => {
    const github = await start(repository());
    const { defaultBranch, workflows, unread } = evidenceOf(await collect(github));
    assert.equal(defaultBranch, "main");
    assert.equal(unread, 0);
    assert.equal(workflows.length, 1);
    const [workflow] = workflows;
    assert.equal(workflow?.state, "active");
    assert.deepEqual(workflow?.schedules, [{ cron: "23 3 * * *", timezone: "Europe/Berlin" }]);
    const [step] = workflow?.steps ?? [];
    assert.ok(step?.checks?.includes("slow-queries"));
    assert.ok(step?.checks?.includes("connection-usage"), "a category stands for its checks");
    assert.ok(!step?.checks?.includes("unused-indexes"));
    assert.equal(step?.lastRanAt, NOW - 5 * HOUR, "a night that found trouble is red and counts");
    assert.ok(github.requests.length <= 6, `${github.requests.length} requests`);
  });

  it("are found on an Enterprise Server", async () => {
    const github = await start(repository(), "/api/v3");
    assert.equal(evidenceOf(await collect(github)).workflows.length, 1);
    assert.ok(github.requests.every(({ target }) => target.startsWith("/api/v3/repos/acme/app")));
  });

  it("counts scheduled runs on the default branch in which the step ran, and no others", async () => {
    const skipped = (at: number, conclusion = "skipped") => ({ at, jobs: { check: { [STEP]: conclusion } } });
    const ran = { check: { [STEP]: "success" } };
    const runs = [
      { at: NOW - 1 * HOUR, event: "push", jobs: ran },
      { at: NOW - 2 * HOUR, branch: "other", jobs: ran },
      { at: NOW - 3 * HOUR, jobs: { other: { [STEP]: "success" } } },
      { at: NOW - 4 * HOUR, jobs: { check: { "Run another/thing@v1": "success" } } },
      skipped(NOW - 5 * HOUR),
      skipped(NOW - 6 * HOUR, "cancelled"),
      { at: NOW - 7 * HOUR, jobs: ran },
    ];
    const [workflow] = evidenceOf(await collect(await start(repository(NIGHTLY, { runs })))).workflows;
    assert.equal(workflow?.steps[0]?.lastRanAt, NOW - 7 * HOUR);
    assert.deepEqual(workflow?.runs, { looked: 5, since: NOW - 7 * HOUR, hasOlder: false });
  });

  it("counts the run that asks, and one of another version", async () => {
    for (const [name, conclusion] of [
      [STEP, "in_progress"],
      ["Run pg-preflight/pg-preflight@0123abc", "success"],
    ] as const) {
      const runs = [{ at: NOW, jobs: { check: { [name]: conclusion } } }];
      const [workflow] = evidenceOf(await collect(await start(repository(NIGHTLY, { runs })))).workflows;
      assert.equal(workflow?.steps[0]?.lastRanAt, NOW, name);
    }
  });

  it("goes back through no more than eight runs, and says that there are older ones", async () => {
    const runs = Array.from({ length: 12 }, (_, night) => ({
      at: NOW - night * DAY,
      jobs: { check: { [STEP]: "skipped" } },
    }));
    const [workflow] = evidenceOf(await collect(await start(repository(NIGHTLY, { runs })))).workflows;
    assert.deepEqual(workflow?.runs, { looked: 8, since: NOW - 7 * DAY, hasOlder: true });
    assert.equal(workflow?.steps[0]?.lastRanAt, null);
  });

  it("knows workflows that are disabled, have no schedule, or are on another branch only", async () => {
    const github = await start({
      workflows: [
        { path: ".github/workflows/off.yml", state: "disabled_inactivity" },
        { path: ".github/workflows/push.yml" },
        { path: ".github/workflows/elsewhere.yml" },
        { path: ".github/workflows/other.yml" },
        { path: "dynamic/pages/pages-build-deployment" },
      ],
      files: {
        main: {
          ".github/workflows/off.yml": NIGHTLY,
          ".github/workflows/push.yml": NIGHTLY.replace(/schedule: .*/, "push:"),
          ".github/workflows/other.yml": NIGHTLY.replace(
            "pg-preflight/pg-preflight",
            "acme/pg-preflight-notes",
          ),
        },
        feature: { ".github/workflows/elsewhere.yml": NIGHTLY },
      },
    });
    const { workflows } = evidenceOf(await collect(github));
    assert.deepEqual(
      workflows.map(({ path, state, schedules }) => [path, state, schedules.length]),
      [
        [".github/workflows/off.yml", "disabled_inactivity", 1],
        [".github/workflows/push.yml", "active", 0],
      ],
    );
  });

  it("reads no more files than twelve, the running workflow among them, and counts the rest", async () => {
    const paths = Array.from({ length: 15 }, (_, number) => `.github/workflows/a${number}.yml`);
    const github = await start({
      workflows: [...paths, ".github/workflows/z.yml"].map((path) => ({ path })),
      files: {
        main: Object.fromEntries([
          ...paths.map((path) => [path, "on: push"]),
          [".github/workflows/z.yml", NIGHTLY],
        ]),
      },
    });
    const { workflows, unread } = evidenceOf(
      await collect(github, { github: { workflow: ".github/workflows/z.yml" } }),
    );
    assert.equal(unread, 4);
    assert.equal(workflows[0]?.path, ".github/workflows/z.yml");
  });

  it("counts the files beyond the hundred that one answer holds", async () => {
    const workflows = Array.from({ length: 103 }, (_, number) => ({
      path: `.github/workflows/a${number}.yml`,
    }));
    const files = { main: { ".github/workflows/a1.yml": "on: push" } };
    assert.equal(evidenceOf(await collect(await start({ workflows, files }))).unread, 103 - 12);
  });

  it("reads a step's words by this run's suites, when both share a configuration", async () => {
    const checksOf = async (inputs: string) => {
      const text = NIGHTLY.replace('{ checks: "slow-queries, capacity" }', inputs);
      const evidence = evidenceOf(
        await collect(await start(repository(text)), {
          selection: { suites: { mine: ["table-bloat", "slow-queries"] }, disabled: ["slow-queries"] },
        }),
      );
      return evidence.workflows[0]?.steps[0]?.checks;
    };
    assert.deepEqual(await checksOf("{ suite: mine }"), ["table-bloat"], "a disabled check is not run");
    assert.deepEqual(await checksOf("{ suite: nobodys }"), [], "such a step fails at once");
    assert.equal(await checksOf("{ suite: mine, config: other.yml }"), null);
    assert.equal(await checksOf('{ suite: "${{ vars.SUITE }}" }'), null);
    assert.deepEqual(await checksOf("{ suite: deploy }"), ["statement-timeout"]);
    assert.ok((await checksOf("{ suite: index-usage }"))?.includes("unused-indexes"));
    assert.ok((await checksOf("{}"))?.includes("table-bloat"), "health runs everything");
  });
});

describe("GitHub's refusals", () => {
  const cases: [title: string, fault: Fault["answer"], reason: string, detail: RegExp, fix?: RegExp][] = [
    ["401", { status: 401 }, "permission", /does not accept the token/, /github\.token/],
    ["403", { status: 403 }, "permission", /may not read .* \(403\)/, /actions: read\n {2}contents: read/],
    ["404", { status: 404 }, "permission", /knows nothing of .* \(404\)/, /actions: read/],
    [
      "a redirect elsewhere",
      { status: 301, headers: { location: "http://localhost:1/x" } },
      "error",
      /no other host/,
    ],
    ["a redirect in a circle", { status: 301, headers: { location: "/api/again" } }, "error", /elsewhere/],
    ["no JSON", { status: 200, body: "<html>" }, "unreachable", /no JSON/],
    ["another form", { status: 200, body: "[]" }, "version", /has not the form/],
    ["a page not found in JSON", { status: 410 }, "error", /refuses .* \(410\)/],
    [
      "the primary limit",
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "4102444800" } },
      "timeout",
      /rate limit .* until 00:00 UTC/,
    ],
    [
      "a secondary limit that names no time",
      { status: 403, body: '{"message":"You have exceeded a secondary rate limit"}' },
      "timeout",
      /rate limit/,
    ],
    ["a long wait", { status: 429, headers: { "retry-after": "3600" } }, "timeout", /rate limit/],
  ];
  for (const [title, answer, reason, detail, fix] of cases) {
    it(`${title}: one sentence, the token not in it`, async () => {
      const github = await start(repository());
      github.order({ answer });
      const unknown = unknownOf(await collect(github));
      assert.equal(unknown.reason, reason);
      assert.match(unknown.detail, detail);
      if (fix !== undefined) assert.match(unknown.fix?.text ?? "", fix);
      assert.ok(!JSON.stringify(unknown).includes(github.token));
      assert.ok(github.requests.length <= 8);
    });
  }

  for (const [permission, lost] of [
    ["actions: read", "contents: read"],
    ["contents: read", "actions: read"],
  ] as const) {
    it(`without ${lost} it is unknown, with the lines to add`, async () => {
      const github = await start(repository());
      github.permissions = new Set([permission]);
      const unknown = unknownOf(await collect(github));
      assert.equal(unknown.reason, "permission");
      assert.ok(unknown.fix?.text.includes(lost));
    });
  }

  for (const [title, fault] of [
    ["502", { status: 502 }],
    ["429 with a wait", { status: 429, headers: { "retry-after": "1" } }],
    ["a secondary limit", { status: 403, headers: { "retry-after": "0" } }],
    ["a cut connection", "drop"],
  ] as const) {
    it(`${title}: once is no matter, for ever is unknown`, async () => {
      const once = await start(repository());
      once.order({ answer: fault, times: 1 });
      assert.equal(evidenceOf(await collect(once)).workflows.length, 1);
      const forever = await start(repository());
      forever.order({ answer: fault });
      assert.match(unknownOf(await collect(forever)).reason, /unreachable|timeout/);
      assert.ok(forever.requests.length <= 6);
    });
  }

  it("silence ends with the run's time", async () => {
    const github = await start(repository());
    github.order({ answer: "hang", path: /jobs/ });
    const before = performance.now();
    const unknown = unknownOf(await collect(github, {}, 700));
    assert.equal(unknown.reason, "timeout");
    assert.ok(performance.now() - before < 3_000);
  });

  it("a renamed repository is followed on the same host", async () => {
    const github = await start(repository());
    const location = new URL("/repos/acme/app/actions/workflows?per_page=100", github.url).href;
    github.order({ answer: { status: 301, headers: { location } }, path: /workflows\?/, times: 1 });
    assert.equal(evidenceOf(await collect(github)).workflows.length, 1);
  });

  it("the token is sent as GitHub wants it, and to nobody else", async () => {
    const [github, stranger] = [await start(repository()), await start(repository())];
    github.order({ answer: { status: 302, headers: { location: `${stranger.url}/repos/acme/app` } } });
    await collect(github);
    assert.equal(stranger.requests.length, 0);
    const headers = github.requests[0]?.headers;
    assert.equal(headers?.authorization, `token ${github.token}`);
    assert.equal(headers?.accept, "application/vnd.github.v3+json");
    assert.match(headers?.["x-github-api-version"]?.toString() ?? "", /^\d{4}-\d\d-\d\d$/);
  });

  it("without a token or a repository nothing is asked", async () => {
    const github = await start(repository());
    const withoutToken = await collect(github, { github: { token: undefined } });
    assert.ok("skipped" in withoutToken && withoutToken.skipped.reason === "no-secret");
    assert.match(withoutToken.skipped.detail, /github-token: .*actions: read/);
    const alone = await collect(github, { github: { repository: null } });
    assert.ok("skipped" in alone && alone.skipped.reason === "not-applicable");
    assert.equal(github.requests.length, 0);
  });
});

describe("the pages of a list", () => {
  const items = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ id })));

  async function list(github: FakeGitHub, maxPages = 20) {
    const { url: apiUrl, token } = github;
    const deadline = Date.now() + 20_000;
    const client = gitHubClient({ apiUrl, token, repository: REPOSITORY_NAME, deadline, maxRequests: 30 });
    return client.list(
      "the issues",
      ({ issues }, repository) => issues.listForRepo({ ...repository, state: "all", per_page: 100 }),
      { maxPages },
    );
  }

  it("are followed as GitHub names them", async () => {
    const github = await start();
    for (let number = 0; number < 250; number += 1) github.people.opens();
    assert.equal((await list(github)).items.length, 250);
    assert.equal(github.requests.length, 3);
  });

  it("are counted where a proxy dropped the names: a full page may have a follower", async () => {
    const github = await start();
    for (let number = 0; number < 103; number += 1) github.people.opens();
    github.order({ times: 1, answer: { status: 200, body: items } });
    const { items: all, isWhole } = await list(github);
    assert.deepEqual([all.length, isWhole], [103, true]);
    assert.match(github.requests[1]?.target ?? "", /per_page=100&page=2$/);
  });

  it("are not fetched from another host", async () => {
    const [github, stranger] = [await start(), await start()];
    const link = `<${stranger.url}/repos/acme/app/issues?page=2>; rel="next"`;
    github.order({ times: 1, answer: { status: 200, body: items, headers: { link } } });
    assert.equal((await list(github)).items.length, 100);
    assert.equal(stranger.requests.length, 0);
    assert.match(github.requests[1]?.target ?? "", /page=2/);
  });

  it("end at the most that are wanted, and say so", async () => {
    const github = await start();
    for (let number = 0; number < 201; number += 1) github.people.opens();
    const { items: all, isWhole } = await list(github, 2);
    assert.deepEqual([all.length, isWhole], [200, false]);
    github.people.deletes(201);
    assert.equal((await list(github, 2)).isWhole, true);
  });
});
