/** The pull request's one comment, beside GitHub's stand-in. */
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "vitest";
import { aFail, aFinding, aReport } from "../../test/support/builders/report.ts";
import { BOT, type FakeGitHub, MAINTAINER, STRANGER, startGitHub } from "../../test/support/github/github.ts";
import { settingsFor } from "../../test/support/github/github-settings.ts";
import type { Report } from "../core/report.ts";
import type { RunConfig } from "../core/settings.ts";
import type { Clock } from "../github/clock.ts";
import { commentBody, renderComment } from "./render.ts";
import { publishComment } from "./sync.ts";

const AT = 1_763_262_000_000;
/** It waits for nothing. */
const clock: Clock = { now: () => Date.now(), sleep: async () => {} };

const red = aReport({
  conclusion: "fail",
  results: [aFail([aFinding({ message: "public.a has no index." })])],
});
const redder = aReport({
  conclusion: "fail",
  results: [aFail([aFinding({ message: "public.b has no index." })])],
});
const green = aReport();

for (const prefix of ["", "/api/v3"]) {
  describe(`the comment on ${prefix === "" ? "github.com" : "an Enterprise Server"}`, () => {
    let github: FakeGitHub;
    let number: number;
    beforeEach(async () => {
      github = await startGitHub({}, prefix);
      number = github.people.opens({ isPullRequest: true, title: "Add a table", body: "It does." });
    });

    const publish = (report: Report, { run = 1, isDry = false, isFork = false } = {}) => {
      const stamp = { id: String(run), attempt: 1, at: AT + run };
      const base = settingsFor(github, { github: { pullRequest: number } });
      const settings: RunConfig = {
        ...base,
        database: isFork ? undefined : { url: "postgres://x", ca: undefined },
        issues: { write: "auto", dryRun: isDry, from: "high", assignees: [], labels: [] },
      };
      return publishComment(textOf(report, run), stamp, settings, clock);
    };
    const textOf = (report: Report, run = 1) =>
      renderComment({ report, run: { id: String(run), attempt: 1, at: AT + run }, issues: [] });
    const bodies = (): string[] => github.issue(number).comments.map(({ body }) => body);

    it("is none while there is nothing to say and never was one", async () => {
      assert.deepEqual(await publish(green), { action: "none" });
      assert.deepEqual(github.writes, []);
      assert.deepEqual(github.violations, []);
    });

    it("is written once, edited in place when it changes, and says so when all is green", async () => {
      assert.deepEqual(await publish(red), { action: "create" });
      assert.deepEqual(await publish(red, { run: 2 }), { action: "unchanged" });
      assert.deepEqual(await publish(redder, { run: 3 }), { action: "edit" });
      assert.deepEqual(await publish(green, { run: 4 }), { action: "edit" });
      assert.deepEqual(bodies(), [commentBody(textOf(green, 4))]);
      assert.deepEqual(github.writes, [
        `POST #${number} comment`,
        ...Array(2).fill(`PATCH #${number} comment`),
      ]);
      assert.deepEqual(github.violations, []);
    });

    it("is found behind 150 comments of others, one of whom quotes it", async () => {
      for (let index = 0; index < 150; index += 1) github.people.comments(number, `Comment ${index}`);
      github.people.comments(number, `> ${commentBody(textOf(red))}`);
      await publish(red);
      assert.deepEqual(await publish(redder, { run: 2 }), { action: "edit" });
      assert.equal(bodies().length, 152);
      assert.equal(bodies().at(-1), commentBody(textOf(redder, 2)));
      assert.deepEqual(github.violations, []);
    });

    it("is not what somebody without rights has planted", async () => {
      github.people.comments(number, commentBody(textOf(green, 9)), STRANGER);
      assert.deepEqual(await publish(red), { action: "create" });
      assert.equal(bodies()[0], commentBody(textOf(green, 9)), "and is left as it is");
      assert.equal(bodies().length, 2);
    });

    it("is not the copy of another App, and the one of the token's own App", async () => {
      const app = { login: "our-app[bot]", type: "Bot", association: "NONE" } as const;
      github.people.comments(number, commentBody(textOf(green, 9)), { ...app, login: "other-app[bot]" });
      github.actor = app;
      assert.deepEqual(await publish(red), { action: "create" });
      assert.deepEqual(await publish(redder, { run: 2 }), { action: "edit" });
      assert.deepEqual(bodies(), [commentBody(textOf(green, 9)), commentBody(textOf(redder, 2))]);
      assert.deepEqual(github.violations, []);
    });

    it("of the job's token is edited by an App that comes after it", async () => {
      await publish(red);
      github.actor = { login: "our-app[bot]", type: "Bot", association: "NONE" };
      assert.deepEqual(await publish(redder, { run: 2 }), { action: "edit" });
      assert.equal(bodies().length, 1);
    });

    it("is deleted again when the next run could not recognize it", async () => {
      github.actor = { login: "our-app[bot]", type: "Bot", association: "NONE" };
      github.order({ method: "POST", path: /\/graphql$/, answer: { status: 403 } });
      const { action, problem } = await publish(red);
      assert.equal(action, "none");
      assert.match(problem ?? "", /does not say whose token this is/);
      assert.deepEqual(bodies(), []);
    });

    it("is a person's with triage rights too: who ran it with a token of their own", async () => {
      github.people.comments(number, commentBody(textOf(red)), MAINTAINER);
      assert.deepEqual(await publish(redder, { run: 2 }), { action: "edit" });
      assert.deepEqual(bodies(), [commentBody(textOf(redder, 2))]);
    });

    it("is one for each target and suite", async () => {
      await publish(red);
      await publish({ ...red, target: "staging" });
      await publish({ ...red, suite: "deploy" });
      assert.equal(bodies().length, 3);
      assert.deepEqual(await publish({ ...redder, target: "staging" }, { run: 2 }), { action: "edit" });
      assert.match(bodies()[1] ?? "", /public\.b/);
    });

    it("is not taken back by a run that began earlier", async () => {
      await publish(redder, { run: 5 });
      assert.deepEqual(await publish(red, { run: 4 }), { action: "unchanged" });
      assert.deepEqual(bodies(), [commentBody(textOf(redder, 5))]);
    });

    it("is one after two runs at the same moment: the oldest stays", async () => {
      github.hold({ operation: "issues/list-comments" }, 2);
      github.hold({ operation: "issues/create-comment" }, 2);
      const both = await Promise.all([publish(red, { run: 1 }), publish(red, { run: 2 })]);
      assert.deepEqual(
        both.map(({ problem }) => problem),
        [undefined, undefined],
      );
      const [first, ...others] = bodies();
      assert.deepEqual(others, []);
      assert.match(first ?? "", /public\.a/);
      const created = github.writes.filter((write) => write.startsWith("POST"));
      assert.equal(created.length, 2, "the race happened");
    });

    it("is one though three are there: the oldest is edited, the others go", async () => {
      for (const run of [1, 2, 3]) github.people.comments(number, commentBody(textOf(red, run)), BOT);
      const [oldest] = github.issue(number).comments;
      assert.deepEqual(await publish(redder, { run: 4 }), { action: "edit" });
      assert.deepEqual(
        github.issue(number).comments.map(({ id }) => id),
        [oldest?.id],
      );
      assert.deepEqual(bodies(), [commentBody(textOf(redder, 4))]);
    });

    it("is not what a member pasted, whose words stay", async () => {
      await publish(red);
      const pasted = `${commentBody(textOf(red))}\n\nThis table is mine, I take care of it.`;
      github.people.comments(number, pasted, MAINTAINER);
      assert.deepEqual(await publish(redder, { run: 2 }), { action: "edit" });
      assert.deepEqual(bodies(), [commentBody(textOf(redder, 2)), pasted]);
    });

    it("is one when its creation's answer was lost", async () => {
      github.order({ operation: "issues/create-comment", times: 1, takesEffect: true, answer: "drop" });
      assert.deepEqual(await publish(red), { action: "create" });
      assert.equal(bodies().length, 1);
      github.people.deletesComment(github.issue(number).comments[0]?.id ?? 0);
      github.order({
        operation: "issues/create-comment",
        times: 1,
        takesEffect: true,
        answer: { status: 502 },
      });
      assert.deepEqual(await publish(red), { action: "create" });
      assert.equal(bodies().length, 1);
    });

    it("is written at the second try when the first had no effect", async () => {
      github.order({ operation: "issues/create-comment", times: 1, answer: { status: 502 } });
      assert.deepEqual(await publish(red), { action: "create" });
      assert.equal(bodies().length, 1);
      assert.deepEqual(github.violations, []);
    });

    it("is told in one sentence with the permission when the token may not write", async () => {
      github.permissions = new Set(["contents: read", "pull-requests: read"]);
      const { action, problem, remark } = await publish(red);
      assert.deepEqual([action, remark], ["none", undefined]);
      assert.match(
        problem ?? "",
        /^The pull request's comment could not be written\. .* \(403\)\. Add to the workflow: `permissions: .*pull-requests: write.*`$/,
      );
    });

    it("is no matter for a warning on a fork, whose token only reads", async () => {
      github.permissions = new Set(["contents: read", "pull-requests: read"]);
      const told = await publish(red, { isFork: true });
      assert.equal(told.problem, undefined);
      assert.match(told.remark ?? "", /no comment: its token may not write/);
    });

    for (const [name, answer] of [
      ["GitHub is in trouble", { status: 503 }],
      ["the answer is no list", { status: 200, body: "{}" }],
      ["the connection breaks", "drop"],
      ["the pull request is gone", { status: 404 }],
    ] as const) {
      it(`is told when ${name}, and nothing is written`, async () => {
        github.order({ operation: "issues/list-comments", answer });
        const { action, problem } = await publish(red);
        assert.equal(action, "none");
        assert.match(problem ?? "", /^The pull request's comment could not be written\. [A-Z]/);
        assert.deepEqual(github.writes, []);
      });
    }

    it("is only planned on a dry run", async () => {
      assert.deepEqual(await publish(red, { isDry: true }), { action: "create" });
      assert.deepEqual(await publish(green, { isDry: true }), { action: "none" });
      assert.deepEqual(github.writes, []);
      await publish(red);
      assert.deepEqual(await publish(red, { isDry: true, run: 2 }), { action: "unchanged" });
      assert.deepEqual(await publish(redder, { isDry: true, run: 2 }), { action: "edit" });
      assert.deepEqual(github.writes, [`POST #${number} comment`]);
    });
  });
}
