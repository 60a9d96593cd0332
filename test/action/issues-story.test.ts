/**
 * Eight weeks of a database's life, night after night, told as the exact sequence of what is written to its issues.
 * PostgreSQL, its standby and the bundled action live in a time that the test moves; the days are those since the first
 * night. Where a night's list holds the overview alone, nothing has changed.
 */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { DAY } from "../support/builders/context.ts";
import { type FakeGitHub, type FakeIssue, startGitHub } from "../support/github/github.ts";
import { issueRun, openIssue, shownOf, stateOf, topicOf } from "../support/github/issue-runs.ts";
import type { ActionRun } from "../support/github/runner.ts";
import { MovedTime } from "../support/postgres/faketime.ts";
import { embedded } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { Database, type OwnServer, standbyOf, startServer, until } from "../support/postgres/postgres.ts";

const CONFIG = ".github/pg-preflight.yml";

const TABLES = `
  CREATE EXTENSION pg_stat_statements;
  CREATE TABLE public.customers (id int PRIMARY KEY, name text);
  CREATE TABLE public.orders (id int PRIMARY KEY, customer_id int REFERENCES public.customers, state text, note text);
  INSERT INTO public.customers SELECT n, 'c' || n FROM generate_series(1, 1000) AS n;
  INSERT INTO public.orders SELECT n, 1 + n % 1000, 'open', repeat('x', 60) FROM generate_series(1, 20000) AS n;
  CREATE INDEX orders_state ON public.orders (state, id);
  CREATE INDEX orders_state_again ON public.orders (state, id);
  CREATE INDEX orders_note ON public.orders (note, id);
  CREATE SEQUENCE public.invoices MAXVALUE 1000;
  CREATE SEQUENCE public.tickets MAXVALUE 1000;
  GRANT SELECT ON SEQUENCE public.invoices, public.tickets TO PUBLIC;
  ANALYZE;`;
const SPENT = (name: string): string => `SELECT setval('public.${name}', 1000)`;
const FRESH = (name: string): string => `SELECT setval('public.${name}', 1)`;

/** What a run writes to the overview whatever it finds. */
const OVERVIEW = "PATCH #1 body";
const INDEXES = "PATCH #2 body";

describe("eight weeks of a database", needs("faketime"), () => {
  let time: MovedTime;
  let server: OwnServer;
  let replica: OwnServer;
  let database: Database;
  let login: URL;
  let github: FakeGitHub;
  let day = -1;
  let replicas = "replicas: [copy]";
  let more = "";

  beforeAll(async () => {
    time = new MovedTime(60 * DAY);
    server = await startServer({
      installation: time.installation(embedded(18)),
      // A day passes in a moment: nobody is late for it. The clock of autovacuum would run in between.
      settings: {
        wal_sender_timeout: "0",
        wal_receiver_timeout: "0",
        wal_retrieve_retry_interval: "100ms",
        autovacuum: "off",
      },
    });
    // Its files were made in our own time, which is later.
    await server.query("SELECT pg_stat_reset_shared()");
    database = await server.createDatabase({ name: "app" });
    await database.query(TABLES);
    login = new URL(await database.monitor());
    replica = await standbyOf(server);
    github = await startGitHub();
    github.clock = time.now;
  });
  afterAll(async () => {
    await replica.stop("immediate");
    await server.stop("immediate");
  });

  async function run(suite: string, url = login.href): Promise<ActionRun> {
    github.writes.length = 0;
    const made = await issueRun(github, url, {
      env: time.environment(),
      files: { [CONFIG]: `${replicas}\nchecks:\n  unused-indexes: { observed-for: 14d }\n${more}` },
      inputs: {
        suite,
        target: "production",
        "fail-on": "never",
        ...(replicas === "replicas: none" ? {} : { "replica-urls": urlOf(replica) }),
      },
    });
    assert.deepEqual(github.violations, [], made.log);
    return made;
  }

  const urlOf = ({ port }: OwnServer): string => Object.assign(new URL(login), { port: String(port) }).href;

  /** The next night's run writes exactly this. */
  async function night(what: string, writes: readonly string[], url?: string): Promise<ActionRun> {
    day += 1;
    if (day > 0) time.forward(DAY);
    const made = await run("health", url);
    assert.deepEqual(github.writes, writes, `day ${day}: ${what}\n${made.log}`);
    return made;
  }

  async function quiet(nights: number): Promise<void> {
    for (let count = 0; count < nights; count += 1) await night("nothing has changed", [OVERVIEW]);
  }

  /** After the night's run, once a week. */
  async function weekly(what: string, writes: readonly string[]): Promise<ActionRun> {
    const made = await run("index-usage");
    assert.deepEqual(github.writes, writes, `day ${day}, index usage: ${what}\n${made.log}`);
    return made;
  }

  let isBroken = false;
  /** After a week that went wrong the next ones say nothing. */
  const week = (what: string, life: () => Promise<void>): void =>
    void it(what, async () => {
      assert.ok(!isBroken, "an earlier week went wrong");
      isBroken = true;
      await life();
      isBroken = false;
    });

  const last = ({ comments }: FakeIssue): string => comments.at(-1)?.body ?? "";
  const closed = (number: number): string => {
    const { state, stateReason } = github.issue(number);
    return `${state}, ${stateReason}; by ${stateOf(github.issue(number)).closed ?? "a person"}`;
  };

  week(
    "week 1: the first night opens what there is to tell; a finding comes, gets company and goes",
    async () => {
      await night("all is well", ["POST issues"]);
      assert.equal(topicOf(github.issue(1)), "overview");
      await weekly("the indexes are looked at for the first time", ["POST issues"]);
      assert.equal(topicOf(github.issue(2)), "index-usage");
      assert.match(shownOf(github.issue(2)), /orders_state_again/);
      await quiet(1);

      await database.query(SPENT("tickets"));
      await night("a sequence is at its end", ["POST issues", OVERVIEW]);
      const { title, labels } = openIssue(github, "sequence-exhaustion");
      assert.equal(title, "Failing on production: Sequences have numbers left");
      assert.deepEqual(labels, ["pg-preflight", "priority: high"]);
      await quiet(1);

      await database.query(SPENT("invoices"));
      await night("another is", ["PATCH #3 body", "POST #3 comment", OVERVIEW]);
      assert.match(last(github.issue(3)), /public\.invoices/);
      assert.doesNotMatch(last(github.issue(3)), /public\.tickets/);
      await database.query(FRESH("tickets"));
      await night("the first is mended", ["PATCH #3 body", "POST #3 comment", OVERVIEW]);
      await database.query(FRESH("invoices"));
      await night("so is the other", ["PATCH #3 body state", "POST #3 comment", OVERVIEW]);
      assert.equal(closed(3), "closed, completed; by pass");
    },
  );

  week(
    "week 2: what comes back soon reopens its issue; what people wrote, renamed and relabelled stays",
    async () => {
      await quiet(1);
      await weekly("the same, a week later", [INDEXES]);
      await quiet(1);

      await database.query(SPENT("tickets"));
      await night("it is back after three days", ["PATCH #3 body state", "POST #3 comment", OVERVIEW]);
      assert.equal(openIssue(github, "sequence-exhaustion").number, 3);

      const { people } = github;
      people.renames(3, "Tickets run out of numbers");
      people.labels(3, "team: billing");
      people.unlabels(3, "priority: high");
      people.assigns(3, "octocat");
      people.setsMilestone(3, 7);
      people.edits(3, (body) => `Anna looks at this.\n\n${body}\n\nSee also the wiki.`);
      people.comments(3, "On it.");
      await quiet(1);

      await database.query(SPENT("invoices"));
      await night("the other sequence again", ["PATCH #3 body", "POST #3 comment", OVERVIEW]);
      const issue = github.issue(3);
      assert.equal(issue.title, "Tickets run out of numbers");
      assert.deepEqual(issue.labels, ["pg-preflight", "team: billing"]);
      assert.deepEqual([issue.assignees, issue.milestone], [["octocat"], 7]);
      assert.match(issue.body ?? "", /^Anna looks at this\.\s+<!-- pg-preflight:issue=/);
      assert.match(issue.body ?? "", /-->\s+See also the wiki\.\s*$/);
      await quiet(1);

      await database.query(`${FRESH("invoices")}; ${FRESH("tickets")}`);
      await night("both are mended", ["PATCH #3 body state", "POST #3 comment", OVERVIEW]);
      assert.match(github.issue(3).body ?? "", /Anna looks at this[\s\S]*See also the wiki/);
    },
  );

  week(
    "week 3: what lasts a moment opens nothing, and what is momentary opens and closes by two nights",
    async () => {
      await quiet(1);
      await weekly("unused indexes are seen for the first time: the next run decides", [INDEXES]);

      const blocked = async (): Promise<() => Promise<void>> => {
        const [holder, waiter] = [await database.connect(), await database.connect()];
        await holder.query("BEGIN; LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE");
        const waiting = waiter.query("SELECT count(*) FROM public.orders").catch(() => undefined);
        await until("somebody waits", async () => {
          const [row] = await server.query(
            "SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND relation IS NOT NULL",
          );
          return row?.waiting === 1;
        });
        return async () => {
          await holder.query("ROLLBACK");
          await waiting;
          await Promise.all([holder.end(), waiter.end()]);
        };
      };
      const first = await blocked();
      await night("a session waits for a lock", [OVERVIEW]);
      await first();
      await night("it was but a moment", [OVERVIEW]);

      const second = await blocked();
      await night("a session waits for a lock", [OVERVIEW]);
      await night("it still does", ["POST issues", OVERVIEW]);
      assert.equal(topicOf(github.issue(4)), "blocking-queries");
      await second();
      await night("it is over: one more night decides", ["PATCH #4 body", OVERVIEW]);
      await night("it is over", ["PATCH #4 body state", "POST #4 comment", OVERVIEW]);
      assert.equal(closed(4), "closed, completed; by pass");
    },
  );

  week("week 4: a crash takes the counters, and nothing is closed or called mended for it", async () => {
    await quiet(1);
    await weekly("two runs agree on the unused indexes", [INDEXES, "POST #2 comment"]);
    assert.match(last(github.issue(2)), /orders_note/);
    await quiet(2);
    await server.crash();
    await quiet(4);
    await server.query("SELECT pg_create_physical_replication_slot('gone', true)");
  });

  week(
    "week 5: a lost replica makes unknown, not unused; a person's closing is respected until there is news",
    async () => {
      await replica.stop();
      await night("a slot has had no consumer for a day", ["POST issues", OVERVIEW]);
      assert.equal(topicOf(github.issue(5)), "replication-slots");
      const looked = await weekly("the crash and the lost replica leave nothing to compare", [INDEXES]);
      assert.ok(JSON.parse(looked.outputs["unknown-checks"] ?? "[]").includes("unused-indexes"));
      assert.equal(github.issue(2).state, "open");
      assert.match(shownOf(github.issue(2)), /Every index is used[\s\S]*replica copy was not reached/);
      assert.ok(stateOf(github.issue(2)).findings.some(({ ref }) => /\bpublic\.orders_note$/.test(ref)));
      await replica.start();

      await night("the same slot, a day longer without a consumer", [OVERVIEW]);
      github.people.closes(5, "not_planned");
      await quiet(1);
      await server.query("SELECT pg_create_physical_replication_slot('gone_too', true)");
      await night("another slot", ["PATCH #5 body state", "POST #5 comment", OVERVIEW]);
      assert.match(last(github.issue(5)), /gone_too/);
      github.people.closes(5);
      await server.query("SELECT pg_drop_replication_slot('gone'), pg_drop_replication_slot('gone_too')");
      await night("mended while it is closed: noted in silence", ["PATCH #5 body", OVERVIEW]);
      assert.equal(closed(5), "closed, completed; by pass");
      await quiet(2);
    },
  );

  week("week 6: what comes back late gets an issue of its own; blind nights close nothing", async () => {
    await database.query("SELECT pg_stat_reset()");
    await quiet(1);
    await weekly("the statistics were reset", [INDEXES]);
    assert.match(shownOf(github.issue(2)), /reset/);

    await database.query(SPENT("tickets"));
    await night("it is back after more than three weeks", ["POST issues", OVERVIEW]);
    assert.equal(openIssue(github, "sequence-exhaustion").number, 6);
    assert.match(shownOf(github.issue(6)), /#3\b/);
    await quiet(1);

    const nowhere = "postgres://preflight:secret@127.0.0.1:1/app?sslmode=disable";
    const unreached = await night("the database can't be reached", [OVERVIEW], nowhere);
    assert.equal(unreached.conclusion, "failure");
    await quiet(1);
    await database.query("REVOKE SELECT ON SEQUENCE public.tickets FROM PUBLIC");
    const blind = await night("the login may not look", [OVERVIEW]);
    assert.ok(JSON.parse(blind.outputs["unknown-checks"] ?? "[]").includes("sequence-exhaustion"));
    await database.query("GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC");
    await quiet(1);
    assert.equal(github.issue(6).state, "open");
  });

  week("week 7: the standby takes over, and the priority moves up and down", async () => {
    await until("the replica has it all", async () => {
      const [row] = await server.query(
        "SELECT bool_and(replay_lsn = pg_current_wal_lsn()) AS is_level FROM pg_stat_replication",
      );
      return row?.is_level === true;
    });
    await server.stop("immediate");
    await replica.promote();
    [server, login] = [replica, new URL(urlOf(replica))];
    database = new Database(replica, "app");
    replicas = "replicas: none";
    await quiet(1);
    await weekly("other counters, another timeline", [INDEXES]);
    assert.match(shownOf(github.issue(2)), /promot/);
    await quiet(1);

    more = "  sequence-exhaustion: { priority: critical }";
    await night("it became more urgent", [
      "PATCH #6 body",
      "DELETE #6 label priority: high",
      "POST #6 labels priority: critical",
      "POST #6 comment",
      OVERVIEW,
    ]);
    await quiet(1);
    github.people.unlabels(6, "priority: critical");
    github.people.labels(6, "p0");
    more = "";
    await night("it became less urgent, and a person has a label of his own for it", [
      "PATCH #6 body",
      OVERVIEW,
    ]);
    assert.deepEqual(github.issue(6).labels, ["pg-preflight", "p0"]);
    await database.query(FRESH("tickets"));
    await night("mended", ["PATCH #6 body state", "POST #6 comment", OVERVIEW]);
    await quiet(1);
  });

  week(
    "week 8: the indexes are tidied, and the overview that a person closed comes back with news",
    async () => {
      await database.query("DROP INDEX public.orders_state_again, public.orders_note, public.orders_state");
      await database.query("CREATE INDEX ON public.orders (customer_id)");
      await quiet(1);
      await weekly("the duplicate is gone, of the rest the next run decides", [INDEXES, "POST #2 comment"]);
      assert.equal(github.issue(2).state, "open");
      await quiet(1);
      github.people.closes(1);
      await quiet(2);
      await database.query(SPENT("invoices"));
      await night("news", ["PATCH #6 body state", "POST #6 comment", "PATCH #1 body state"]);
      assert.equal(github.issue(1).state, "open");
      await quiet(3);
      await weekly("nothing is left", ["PATCH #2 body state", "POST #2 comment"]);
      assert.equal(closed(2), "closed, completed; by pass");
      assert.equal(day, 56);
    },
  );
});
