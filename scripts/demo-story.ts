/**
 * What happens around the demo's database: the nights, the week, the deploy and the pull request, each a run of the
 * bundled action beside GitHub's stand-in, on the day on which it is.
 */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseBody } from "../src/issues/body.ts";
import type { FakeGitHub, FakeIssue } from "../test/support/github/github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "../test/support/github/runner.ts";
import type { Server } from "../test/support/postgres/postgres.ts";
import { type DemoDatabase, demoFile } from "./demo-database.ts";
import { BASE_SHA, type DemoRepository, demoRepository, withBaseline } from "./demo-repository.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const DAY = 86_400_000;
/** Of a server that lives for seconds and listens on the loopback address only. */
const PASSWORD = "secret-of-the-demo";
const FIRST_RUN = 1000;
/** The login that looks, and the one that measures. */
const LOGINS = { preflight: "monitoring-role", preflight_baseline: "baseline-role" } as const;
type Login = keyof typeof LOGINS;

export class DemoStory {
  readonly github: FakeGitHub;
  readonly #urlOf: (login: Login) => string;
  #repository: DemoRepository;
  #hasBaseline = false;
  #runs = 0;
  #pull = 0;

  private constructor(urlOf: (login: Login) => string, repository: DemoRepository) {
    this.#urlOf = urlOf;
    this.#repository = repository;
    this.github = repository.github;
  }

  /** Makes the least-privileged login, with which every run looks, and the one that the declared queries need. */
  static async begin(server: Server, database: DemoDatabase): Promise<DemoStory> {
    for (const [login, file] of Object.entries(LOGINS)) {
      await database.run(await readFile(join(REPOSITORY, `sql/setup/${file}.sql`), "utf8"));
      await database.run(`ALTER ROLE ${login} LOGIN PASSWORD '${PASSWORD}'`);
    }
    return new DemoStory((login) => server.urlOf("app", login, PASSWORD), await demoRepository());
  }

  get #measuring(): Record<string, string> {
    return { "baseline-database-url": this.#urlOf("preflight_baseline") };
  }

  /** The declared queries alone. */
  measure(): Promise<ActionRun> {
    const inputs = { ...this.#measuring, checks: "performance-baseline", "write-issues": "never" };
    return this.run("health", 0, { inputs });
  }

  /** The nightly health suite, which alone measures. The team commits the first baseline that a night leaves. */
  async night(daysAgo = 0): Promise<ActionRun> {
    const run = await this.run("health", daysAgo, { inputs: this.#measuring });
    const file = run.outputs["baseline-file"] ?? "";
    if (!this.#hasBaseline && file !== "") {
      this.#repository = withBaseline(this.#repository, await readFile(file, "utf8"));
      this.#hasBaseline = true;
    }
    return run;
  }

  /** The weekly suite of the indexes. */
  week(daysAgo = 0): Promise<ActionRun> {
    return this.run("index-usage", daysAgo);
  }

  /** As before a deploy, on the default branch. */
  deploy(): Promise<ActionRun> {
    return this.run("deploy", 0);
  }

  /** What a pull request's migrations bring: demo/pull-request.sql. Then the gate on it. */
  async pullRequest(database: DemoDatabase): Promise<ActionRun> {
    await database.run(await demoFile("pull-request.sql"));
    this.#pull = this.github.people.opens({ isPullRequest: true, title: "Exports as files" });
    return this.run("health", 0, {
      eventName: "pull_request",
      ref: `refs/pull/${this.#pull}/merge`,
      event: { pull_request: { number: this.#pull, base: { sha: BASE_SHA } } },
    });
  }

  async run(suite: string, daysAgo: number, more: ActionRunOptions = {}): Promise<ActionRun> {
    const { surroundings, github } = this.#repository;
    this.#runs += 1;
    github.clock = () => Date.now() - daysAgo * DAY;
    const run = await runAction({
      ...surroundings,
      ...more,
      env: { ...surroundings.env, GITHUB_RUN_ID: String(FIRST_RUN + this.#runs) },
      inputs: { "database-url": this.#urlOf("preflight"), target: "demo", suite, ...more.inputs },
      secrets: [PASSWORD],
      nodeArguments: daysAgo === 0 ? [] : ["--import", daysEarlier(daysAgo)],
    });
    if (run.report === undefined) throw new Error(`The action wrote no report:\n${run.log}`);
    return run;
  }

  /** The open issue of a home: `overview`, `index-usage`, a check's id. */
  issueOf(topic: string): FakeIssue {
    const issue = this.github.issues.find(
      ({ body, state }) => state === "open" && parseBody(body ?? "")?.topic === topic,
    );
    if (issue === undefined) throw new Error(`The runs opened no issue of ${topic}.`);
    return issue;
  }

  /** The last comment on the pull request. */
  comment(): string {
    const body = this.github.issue(this.#pull).comments.at(-1)?.body;
    if (body === undefined) throw new Error("The run wrote no comment on the pull request.");
    return body;
  }
}

/** A module that sets the clock of one process back. The database lives today, in the one process that there is. */
function daysEarlier(days: number): string {
  const code = `const now = Date.now; Date.now = () => now() - ${days * DAY};`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
