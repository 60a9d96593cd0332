import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { exclusively } from "./lock.ts";

const folder = mkdtempSync(join(tmpdir(), "pg-preflight-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HELD_MS = 300;

/** A process that takes the lock, writes down when it has it, keeps it for a while and writes down that it lets go. */
function hold(lock: string, log: string, milliseconds: number) {
  const script = `
    import { appendFileSync } from "node:fs";
    import { exclusively } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
    exclusively(${JSON.stringify(lock)}, () => {
      appendFileSync(${JSON.stringify(log)}, "taken ");
      console.log("taken");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds});
      appendFileSync(${JSON.stringify(log)}, "free\\n");
    });`;
  return spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}

test("of two processes one waits for the other", async () => {
  const log = join(folder, "two.log");
  const ends = [1, 2].map(() => {
    const child = hold(join(folder, "two/lock"), log, HELD_MS);
    return new Promise((done) => child.once("close", done));
  });
  assert.deepEqual(await Promise.all(ends), [0, 0]);
  assert.equal(readFileSync(log, "utf8"), "taken free\n".repeat(2));
});

test("a process that is killed holds nothing", async () => {
  const lock = join(folder, "killed/lock");
  const child = hold(lock, join(folder, "killed.log"), 60_000);
  await new Promise((done) => child.stdout.once("data", done));
  child.kill("SIGKILL");
  await new Promise((done) => child.once("close", done));
  assert.equal(
    exclusively(lock, () => "taken"),
    "taken",
  );
});
