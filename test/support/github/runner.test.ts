import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { type ActionRunOptions, runAction } from "./runner.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const ACTION = `
name: example
inputs:
  who: { description: who, default: world }
  github-token: { description: token, default: "\${{ github.token }}" }
outputs:
  greeting: { description: text }
  report-file: { description: file }
runs: { using: node24, main: main.js }
`;

/** An action whose whole program is this. */
function run(program: string, options: ActionRunOptions = {}) {
  const dir = mkdtempSync(join(tmpdir(), "action-"));
  folders.push(dir);
  writeFileSync(join(dir, "action.yml"), ACTION);
  writeFileSync(join(dir, "package.json"), '{"type":"module"}');
  writeFileSync(
    join(dir, "main.js"),
    `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
     const env = process.env;
     const output = (text) => appendFileSync(env.GITHUB_OUTPUT, text + "\\n");
     ${program}`,
  );
  return runAction({ dir, ...options });
}

test("gives inputs with their defaults, and an environment of a runner's variables alone", async () => {
  process.env.PGPASSWORD = "of the machine";
  const { log, warnings } = await run("console.log(JSON.stringify(env))", {
    inputs: { who: "you", whom: "me" },
    token: "t0ken",
    env: { GITHUB_REF: "refs/heads/other", RUNNER_NAME: undefined },
  });
  delete process.env.PGPASSWORD;
  const seen = JSON.parse(log);
  assert.equal(seen.INPUT_WHO, "you");
  assert.equal(seen["INPUT_GITHUB-TOKEN"], "***");
  assert.equal(seen.GITHUB_REF, "refs/heads/other");
  assert.equal(seen.GITHUB_EVENT_NAME, "schedule");
  assert.equal("RUNNER_NAME" in seen, false);
  assert.equal("PGPASSWORD" in seen, false);
  assert.deepEqual(warnings, ["Unexpected input(s) 'whom'"]);
});

test("reads outputs of both forms, names the undeclared ones, and parses the report", async () => {
  const { outputs, undeclaredOutputs, report, conclusion } = await run(`
    output("greeting<<END\\nhello\\nworld\\nEND");
    output("extra=a=b");
    writeFileSync(env.RUNNER_TEMP + "/report.json", '{"n":1}');
    output("report-file=" + env.RUNNER_TEMP + "/report.json");
  `);
  assert.equal(outputs.greeting, "hello\nworld");
  assert.equal(outputs.extra, "a=b");
  assert.deepEqual(undeclaredOutputs, ["extra"]);
  assert.deepEqual(report, { n: 1 });
  assert.equal(conclusion, "success");
});

test("an output that the runner can't read fails the step", async () => {
  const { exitCode, conclusion, annotations } = await run(`output("greeting<<END\\nhello")`);
  assert.equal(exitCode, 0);
  assert.equal(conclusion, "failure");
  assert.match(annotations[0]?.message ?? "", /delimiter not found/);
});

test("obeys commands wherever the runner does, and keeps its limits", async () => {
  const { annotations, droppedAnnotations, masks, log, warnings } = await run(`
    console.log("::add-mask::s3cret%0Asecond");
    console.log("   ::error title=A%3A b,file=x.sql::bad s3cret");
    console.log("text ##[warning]forged");
    console.log("text ::warning::not at the beginning");
    console.log("::set-output name=x::y");
    console.log("::stop-commands::tok\\n::error::not a command\\n::tok::");
    for (let i = 0; i < 12; i++) console.log("::notice::" + "n".repeat(5000));
    process.stdout.write("::error::no line feed");
  `);
  assert.deepEqual(masks, ["s3cret\nsecond", "s3cret", "second"]);
  assert.deepEqual(annotations.slice(0, 2), [
    { level: "error", message: "bad ***", title: "A: b", file: "x.sql" },
    { level: "warning", message: "forged" },
  ]);
  const notices = annotations.filter(({ level }) => level === "notice");
  assert.equal(notices.length, 10);
  assert.equal(notices[0]?.message.length, 4096);
  assert.equal(droppedAnnotations, 2);
  assert.equal(annotations.at(-1)?.message, "no line feed");
  assert.match(log, /^text ::warning::not at the beginning$/m);
  assert.match(log, /^::error::not a command$/m);
  assert.equal(log.includes("s3cret"), false);
  assert.match(warnings[0] ?? "", /set-output/);
});

test("uploads a masked summary, and none above 1 MiB", async () => {
  const small = await run(
    `console.log("::add-mask::s3cret"); appendFileSync(env.GITHUB_STEP_SUMMARY, "# s3cret")`,
  );
  assert.equal(small.summary, "# ***");
  const size = 1024 * 1024;
  const full = await run(`appendFileSync(env.GITHUB_STEP_SUMMARY, "x".repeat(${size}))`);
  assert.equal(full.summary.length, size);
  const big = await run(`appendFileSync(env.GITHUB_STEP_SUMMARY, "é".repeat(${size / 2}) + "x")`);
  assert.equal(big.summary, "");
  assert.equal(big.summaryTooBig, true);
  assert.equal(big.conclusion, "success");
  assert.match(big.annotations[0]?.message ?? "", /upload aborted/);
});

test("tells the exit code, and ends what takes too long", async () => {
  assert.equal((await run("process.exitCode = 3")).exitCode, 3);
  const late = await run("setInterval(() => {}, 1000)", { timeout: 300 });
  assert.equal(late.exitCode, "SIGKILL");
  assert.equal(late.timedOut, true);
  assert.equal(late.conclusion, "failure");
});

test("the workspace holds the files and is where the action runs", async () => {
  const { log } = await run(
    `console.log(readFileSync(".github/pg-preflight.yml", "utf8"), env.GITHUB_WORKSPACE === process.cwd());
     console.log(JSON.parse(readFileSync(env.GITHUB_EVENT_PATH)).number)`,
    {
      files: { ".github/pg-preflight.yml": "schemas: [public]" },
      eventName: "pull_request",
      event: { number: 7 },
    },
  );
  assert.equal(log, "schemas: [public] true\n7\n");
});
