import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "vitest";
import { sharedServer } from "../postgres/postgres.ts";

const SUPPORT = JSON.stringify(join(import.meta.dirname, "../postgres/postgres.ts"));

test("a shared server is one for all processes of the run, and outlives them", async () => {
  const server = await sharedServer();
  const script = `import { sharedServer } from ${SUPPORT}; console.log((await sharedServer()).url);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  assert.equal(stdout.trim(), server.url, stderr);
  assert.deepEqual(await server.query("SELECT 7 AS n"), [{ n: 7 }]);
});
