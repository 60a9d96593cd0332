/** The faults do what they are called: seen by a client of PostgreSQL's protocol before a real server, and by HTTP's. */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, it } from "vitest";
import { FaultProxy } from "../../scripts/faults/fault-proxy.ts";
import type { Peer } from "../../scripts/faults/matrix.ts";
import { type Scenario, scenarioOf } from "../../scripts/faults/scenario.ts";
import { startGitHub } from "../support/github/github.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const BASE: Scenario = {
  ...scenarioOf(0),
  peer: "postgres",
  phase: "facts",
  fault: "split",
  direction: "down",
  after: 0,
  everywhere: false,
  afterwards: "silence",
};

interface Trial {
  readonly proxy: FaultProxy;
  readonly strikes: () => number;
}

async function proxyFor(peer: Peer, port: number, scenario: Partial<Scenario>): Promise<Trial> {
  let strikes = 0;
  const proxy = await new FaultProxy({
    peer,
    port,
    scenario: { ...BASE, peer, ...scenario },
    secret: "known",
    startedAt: () => performance.now(),
    strike: async () => {
      strikes += 1;
    },
  }).start();
  return { proxy, strikes: () => strikes };
}

async function clientOf(database: Database, { proxy }: Trial): Promise<pg.Client> {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  const client = new pg.Client({
    connectionString: url.href,
    connectionTimeoutMillis: 2_500,
    query_timeout: 2_500,
  });
  client.on("error", () => undefined);
  return client;
}

/** What becomes of a login and two transactions: the step that failed, or the rows. */
async function talk(database: Database, trial: Trial): Promise<string> {
  const client = await clientOf(database, trial);
  try {
    await client.connect();
  } catch (error) {
    return `connect: ${(error as Error).message}`;
  }
  try {
    for (const name of ["facts", "answers"]) {
      await client.query("BEGIN");
      const { rows } = await client.query("SELECT repeat('x', 2000) AS x");
      if (rows[0]?.x !== "x".repeat(2000)) return `${name}: other rows`;
      await client.query("COMMIT");
    }
    return "whole";
  } catch (error) {
    return `query: ${(error as Error).message}`;
  } finally {
    client.end().catch(() => undefined);
  }
}

describe("before PostgreSQL", () => {
  for (const [name, scenario, expected] of [
    ["split packets come whole", { fault: "split" }, /^whole$/],
    ["a delay of the login is a delay", { fault: "delay", phase: "login", pause: 20 }, /^whole$/],
    ["a throttled connection is slow and whole", { fault: "throttle", rate: 40_000 }, /^whole$/],
    ["a cut ends the connection", { fault: "cut", after: 30 }, /^query: Connection terminated/],
    ["a reset is one", { fault: "reset", phase: "login" }, /^connect: .*(ECONNRESET|terminated)/],
    ["a half-open connection is silent", { fault: "half-open", phase: "answers" }, /^query: .*timeout/],
    [
      "a half-open connection is silent from the start",
      { fault: "half-open", phase: "connecting" },
      /^connect: timeout/,
    ],
    ["a refusal is the server's error", { fault: "refusal", variant: 0 }, /^query: refused known/],
    [
      "a refused login keeps its socket",
      { fault: "refusal", phase: "login", variant: 4 },
      /^connect: refused known/,
    ],
    [
      "a doubled startup is no protocol",
      { fault: "doubled", phase: "connecting", direction: "up" },
      /^connect: /,
    ],
    [
      "a flipped bit in the login fails it",
      { fault: "flipped-bit", phase: "login", after: 0, variant: 0 },
      /^connect: /,
    ],
    ["an answer that is late", { fault: "late", phase: "facts", timeout: 2_600 }, /^query: .*timeout/],
  ] as const satisfies readonly (readonly [string, Partial<Scenario>, RegExp])[]) {
    it(name, async () => {
      const database = await (await sharedServer()).createDatabase();
      const trial = await proxyFor("postgres", database.server.port, scenario);
      assert.match(await talk(database, trial), expected);
      assert.equal(trial.proxy.fired, 1);
      trial.proxy.close();
    });
  }

  it("garbage is what the client gets", async () => {
    const database = await (await sharedServer()).createDatabase();
    const garbage = Buffer.from("E\0\0\0\x0bMgarb\0\0", "latin1");
    const trial = await proxyFor("postgres", database.server.port, { fault: "garbage", garbage });
    assert.match(await talk(database, trial), /^query: garb/);
    trial.proxy.close();
  });

  it("rows without end come until the client goes", async () => {
    const database = await (await sharedServer()).createDatabase();
    const trial = await proxyFor("postgres", database.server.port, { fault: "endless" });
    const client = await clientOf(database, trial);
    await client.connect();
    const { stream } = (
      client as unknown as { connection: { stream: { bytesRead: number; destroy(): void } } }
    ).connection;
    client.query("BEGIN").catch(() => undefined);
    await sleep(300);
    assert.ok(stream.bytesRead > 1_000_000, `${stream.bytesRead} bytes`);
    stream.destroy();
    trial.proxy.close();
  });

  for (const phase of ["connecting", "login", "facts", "answers", "closing"] as const) {
    it(`a fault outside of the wire strikes once while ${phase}`, async () => {
      const database = await (await sharedServer()).createDatabase();
      const direction = phase === "connecting" || phase === "closing" ? "up" : "down";
      const trial = await proxyFor("postgres", database.server.port, { fault: "SIGINT", phase, direction });
      assert.equal(await talk(database, trial), "whole");
      await sleep(50);
      assert.equal(trial.strikes(), 1);
      trial.proxy.close();
    });
  }
});

describe("before GitHub", () => {
  const ask = async (trial: Trial, method: string): Promise<string> => {
    const socket = connect(trial.proxy.port, "127.0.0.1");
    socket.setTimeout(5_000, () => socket.destroy());
    socket.write(`${method} / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    const parts: Buffer[] = [];
    socket.on("data", (data) => parts.push(data));
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("close", resolve));
    return Buffer.concat(parts).toString();
  };

  for (const [phase, met, spared] of [
    ["listing", "GET", "POST"],
    ["writing", "PATCH", "GET"],
  ] as const) {
    it(`a fault of ${phase} meets ${met} and not ${spared}`, async () => {
      const github = await startGitHub();
      const scenario = { fault: "refusal", phase, variant: 6 } as const;
      const trial = await proxyFor("github", Number(new URL(github.url).port), scenario);
      assert.match(await ask(trial, spared), /^HTTP\/1\.1 404/);
      assert.match(await ask(trial, met), /^HTTP\/1\.1 502 .*refused known/s);
      assert.equal(trial.proxy.fired, 1);
      trial.proxy.close();
    });
  }

  it("a restart refuses connections for a while", async () => {
    const github = await startGitHub();
    const trial = await proxyFor("github", Number(new URL(github.url).port), { fault: "restart" });
    const { port } = trial.proxy;
    const again = trial.proxy.restart(200);
    assert.equal(await ask(trial, "POST"), "");
    await again;
    assert.equal(trial.proxy.port, port);
    assert.match(await ask(trial, "POST"), /^HTTP\/1\.1 404/);
    trial.proxy.close();
  });
});
