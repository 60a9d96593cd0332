/** Every run ends, with its summary and its outputs, whatever the other side does. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { EMPTY_OUTPUTS } from "../../src/action/outputs.ts";
import { startGitHub } from "../support/github/github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "../support/github/runner.ts";
import {
  authentication,
  dataRow,
  errorResponse,
  message,
  rowDescription,
  sendWithoutEnd,
  startForwarding,
  startPeer,
  welcome,
} from "../support/postgres/peer.ts";
import { sharedServer } from "../support/postgres/postgres.ts";

const CONFIG = ".github/pg-preflight.yml";
const TIMEOUT = 6_000;

function run(options: ActionRunOptions): Promise<ActionRun> {
  return runAction({ files: { [CONFIG]: `policy: { timeout: ${TIMEOUT}ms }\n` }, ...options });
}

/** The run stopped as it should when nothing could be checked. */
function assertEnded({ exitCode, outputs, summary, rawLog, durationMs }: ActionRun, why: RegExp): void {
  assert.equal(exitCode, 1);
  assert.equal(outputs.conclusion, "fail");
  assert.match(summary, why);
  assert.doesNotMatch(rawLog, /^\s+at /m, "a stack trace");
  assert.doesNotMatch(rawLog, /defect of pg-preflight/);
  assert.ok(durationMs < TIMEOUT + 15_000, `${durationMs} ms`);
}

type Answer = (socket: Socket, turn: number) => void;

/** Answers the request to log in, and keeps the connection open. */
const onLogin =
  (bytes: Buffer): Answer =>
  (socket, turn) => {
    if (turn === 0) socket.write(bytes);
  };

/** Lets the client in, and answers whatever it asks. */
const onQuery =
  (answer: (socket: Socket) => void): Answer =>
  (socket, turn) => {
    if (turn === 0) socket.write(welcome());
    if (turn === 1) answer(socket);
  };

/** Messages whose length is a lie: one without a body, and one that never ends. */
const TOO_SHORT = Buffer.from("R\0\0\0\x04", "latin1");
const TOO_BIG = Buffer.from("R\x7f\xff\xff\xff\0\0\0\0", "latin1");

describe("a peer that never closes a connection", () => {
  const peers: Record<string, [answer: Answer, why: RegExp]> = {
    "and refuses the login": [
      onLogin(errorResponse("28P01", "password authentication failed for user")),
      /user or the password is wrong/,
    ],
    "and wants a login by GSSAPI": [onLogin(authentication(7)), /GSSAPI or SSPI/],
    "and wants a login by SSPI": [onLogin(authentication(9)), /GSSAPI or SSPI/],
    "and wants a mechanism of SASL that is not known": [
      onLogin(authentication(10, "SCRAM-SHA-999", "")),
      /no login by password that this action has/,
    ],
    "and sends a message that is too short": [onLogin(TOO_SHORT), /does not keep to PostgreSQL.{1,5}s protocol/],
    "and sends a message without end": [
      (socket, turn) => {
        if (turn > 0) return;
        socket.write(TOO_BIG);
        sendWithoutEnd(socket, Buffer.alloc(1_000_000));
      },
      /does not keep to PostgreSQL.{1,5}s protocol/,
    ],
    "and says nothing": [() => undefined, /did not answer in time/],
    "and says nothing after the login": [onQuery(() => undefined), /gave no answer/],
    "and sends rows without end": [
      onQuery((socket) => {
        socket.write(rowDescription());
        sendWithoutEnd(socket, Buffer.concat(Array<Buffer>(1_000).fill(dataRow("x"))));
      }),
      /did not tell what it is \(too long\)/,
    ],
    "and sends long rows without end": [
      onQuery((socket) => {
        socket.write(rowDescription());
        sendWithoutEnd(socket, dataRow("x".repeat(500_000)));
      }),
      /did not tell what it is \(too long\)/,
    ],
    "and sends values of a length that is not theirs": [
      onQuery((socket) => socket.write(Buffer.concat([rowDescription(), dataRow("x", -2_000_000)]))),
      /gave no answer/,
    ],
    "and answers what was not asked": [
      onQuery((socket) => socket.write(Buffer.concat([message("C", "SELECT 1"), welcome(), welcome()]))),
      /gave no answer|resembles/,
    ],
  };
  for (const [what, [answer, why]] of Object.entries(peers)) {
    it(`${what}: the run ends, and no socket is left`, async () => {
      const peer = await startPeer(answer);
      assertEnded(await run({ inputs: { "database-url": peer.url } }), why);
      assert.equal(peer.open.size, 0);
    });
  }
});

describe("a second connection whose login is damaged", () => {
  it("takes no part, and the run ends with its verdict", async () => {
    const database = await (await sharedServer()).createDatabase();
    const login = await database.monitor();
    const { url, connections } = await startForwarding(login, (data, connection) => {
      // AuthenticationSASLContinue: the first letter of its nonce.
      const isChallenge = data[0] === 0x52 && data.readInt32BE(5) === 11;
      if (connection === 2 && isChallenge) data[11] = (data[11] ?? 0) ^ 1;
    });
    const { exitCode, outputs, report, durationMs } = await run({
      inputs: { "database-url": url, "fail-on": "never" },
    });
    assert.equal(exitCode, 0);
    assert.notEqual(outputs.conclusion, undefined);
    assert.equal(report.server.database, database.name);
    assert.equal(connections(), 2);
    assert.ok(durationMs < TIMEOUT);
  });
});

describe("an error that nothing catches", () => {
  // What a defect, or a handler of a socket, may do at any time.
  const thrown = (when: number) => `setTimeout(() => { throw new TypeError("zq7xsecret") }, ${when})`;
  const rejected = (when: number) =>
    `setTimeout(() => void Promise.reject(new TypeError("zq7xsecret")), ${when})`;

  for (const [what, script] of Object.entries({ thrown: thrown(1_500), rejected: rejected(1_500) })) {
    it(`is ${what}: the summary and the outputs say so, without its words`, async () => {
      const peer = await startPeer(() => undefined);
      const { exitCode, outputs, summary, rawLog } = await run({
        inputs: { "database-url": peer.url },
        nodeArguments: preload(script),
      });
      assert.equal(exitCode, 1);
      assert.deepEqual(outputs, EMPTY_OUTPUTS);
      assert.match(summary, /defect of pg-preflight \(TypeError at/);
      for (const shown of [summary, rawLog]) assert.doesNotMatch(shown, /zq7xsecret|^\s+at /m);
    });
  }
});

describe("a run whose time is over", () => {
  // Requests then never end by themselves, as if something new hung.
  const HANG = preload("AbortSignal.timeout = () => new AbortController().signal;");
  const SHORT = { [CONFIG]: "policy: { timeout: 4s }\n" };

  it("while it waits says so in its summary and its outputs, within the promise", async () => {
    const github = await startGitHub();
    github.order({ answer: "hang" });
    const database = await (await sharedServer()).createDatabase();
    const { exitCode, outputs, summary, durationMs } = await runAction({
      inputs: { "database-url": await database.monitor(), "write-issues": "always" },
      env: { GITHUB_API_URL: github.url },
      token: github.token,
      files: SHORT,
      nodeArguments: HANG,
    });
    assert.equal(exitCode, 1);
    assert.deepEqual(outputs, EMPTY_OUTPUTS);
    assert.match(summary, /concluded nothing: policy.timeout/);
    assert.ok(durationMs < 4_000 + 15_000, `${durationMs} ms`);
  });

  it("while it writes issues keeps its verdict and its outputs", async () => {
    const github = await startGitHub();
    const database = await (await sharedServer()).createDatabase();
    github.order({ method: "POST", answer: "hang" });
    const { exitCode, outputs, summary, durationMs, log } = await runAction({
      inputs: { "database-url": await database.monitor(), "write-issues": "always", "fail-on": "never" },
      env: { GITHUB_API_URL: github.url },
      token: github.token,
      files: { [CONFIG]: `policy: { timeout: ${TIMEOUT}ms }\n` },
      nodeArguments: HANG,
    });
    assert.equal(exitCode, 0, log);
    assert.notDeepEqual(outputs, EMPTY_OUTPUTS);
    assert.match(outputs["report-file"] ?? "", /json$/);
    assert.match(summary, /Its result stands/);
    assert.ok(durationMs < TIMEOUT + 15_000, `${durationMs} ms`);
  });
});

describe("a cancelled run", () => {
  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`by ${signal} cancels its statements, closes its sessions and says so`, async () => {
      const database = await (await sharedServer()).createDatabase();
      const login = await database.monitor();
      const role = decodeURIComponent(new URL(login).username);
      const sessions = () => database.query("select query from pg_stat_activity where usename = $1", [role]);
      let cancelledAt = 0;
      const cancelled = await run({
        inputs: { "database-url": login, suite: "deploy" },
        files: {
          [CONFIG]: "checklist: { slow: { title: Slow, sql: slow.sql } }\n",
          "slow.sql": "select pg_sleep(9) is not null, 'done'\n",
        },
        onStart: async (child) => {
          while (!JSON.stringify(await sessions()).includes("pg_sleep(9)") && child.exitCode === null) {
            await sleep(100);
          }
          cancelledAt = performance.now();
          child.kill(signal);
        },
      });
      assert.ok(performance.now() - cancelledAt < 5_000);
      assert.equal(cancelled.exitCode, exitCode);
      assert.equal(cancelled.log.match(/The run was cancelled/g)?.length, 1);
      await sleep(500);
      assert.deepEqual(await sessions(), []);
      assert.deepEqual(cancelled.outputs, {}, "nothing is concluded");
    });
  }
});

describe("a log that nobody reads", () => {
  it("takes neither the summary nor the outputs along", async () => {
    const database = await (await sharedServer()).createDatabase();
    const { exitCode, outputs, summary } = await run({
      inputs: { "database-url": await database.monitor(), "fail-on": "never" },
      onStart: (child) => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
    });
    assert.equal(exitCode, 0);
    assert.match(outputs["report-file"] ?? "", /json$/);
    assert.match(summary, /pg-preflight/);
  });
});

/** Runs before the bundle in its process. */
function preload(script: string): string[] {
  return ["--import", `data:text/javascript,${encodeURIComponent(script)}`];
}
