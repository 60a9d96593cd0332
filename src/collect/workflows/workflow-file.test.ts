import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readWorkflowFile } from "./workflow-file.ts";

const PATH = ".github/workflows/a.yml";

async function read(text: string, others: Record<string, string> = {}, isOwnRepository = false) {
  return readWorkflowFile(PATH, new Map(Object.entries({ [PATH]: text, ...others })), isOwnRepository);
}

async function stepOf(text: string, others: Record<string, string> = {}) {
  const { steps } = await read(text, others);
  assert.equal(steps.length, 1);
  const [step] = steps;
  assert.ok(step);
  return step;
}

const job = (step: string, head = "") => `on: { schedule: [{ cron: "0 3 * * *" }] }
jobs:
  night:
    ${head}
    steps: [${step}]`;

describe("a workflow file", () => {
  it("that is none, or has nothing of ours, says nothing", async () => {
    for (const text of [
      "",
      "a: [",
      "- 1",
      "jobs: 1",
      "on: push\njobs: { a: 1, b: { steps: 2 } }",
      job("{ run: pg-preflight }"),
    ]) {
      assert.deepEqual((await read(text)).steps, [], text);
    }
  });

  it("names our step by its action, whoever's copy it is", async () => {
    const uses = [
      "pg-preflight/pg-preflight@v1",
      "acme/pg-preflight@0123abc",
      "./.github/actions/pg-preflight",
      "$/.github/actions/pg-preflight",
    ];
    for (const action of uses) {
      const { name } = await stepOf(job(`{ uses: ${action} }`));
      assert.equal(name, `Run ${action}`);
    }
    assert.deepEqual((await read(job("{ uses: ./ }"))).steps, []);
    assert.equal((await read(job("{ uses: ./ }"), {}, true)).steps.length, 1);
    assert.deepEqual((await read(job("{ uses: acme/pg-preflight-notes@v1 }"))).steps, []);
  });

  it("knows names that hold expressions, and jobs of a matrix", async () => {
    const step = await stepOf(
      job(
        '{ name: "Check ${{ matrix.target }} (now)", uses: a/pg-preflight@v1 }',
        'name: "On ${{ matrix.os }}"',
      ),
    );
    assert.match("Check a.b (now)", step.stepPattern);
    assert.doesNotMatch("Check a.b [now]", step.stepPattern);
    assert.match("On ubuntu", step.jobPattern);
    assert.match((await stepOf(job("{ uses: a/pg-preflight@v1 }"))).jobPattern.source, /night/);
    assert.match("night (18, production)", (await stepOf(job("{ uses: a/pg-preflight@v1 }"))).jobPattern);
    assert.doesNotMatch("nightly", (await stepOf(job("{ uses: a/pg-preflight@v1 }"))).jobPattern);
  });

  it("reads the inputs as a schedule sets them", async () => {
    const inputsOf = async (text: string) =>
      (await stepOf(job(`{ uses: a/pg-preflight@v1, with: ${text} }`))).inputs;
    assert.deepEqual(await inputsOf("{ suite: deploy, database-url: '${{ secrets.A }}' }"), {
      suite: "deploy",
      checks: "",
      config: "",
      target: "",
    });
    assert.equal((await inputsOf("{ suite: \"${{ inputs.suite || 'health' }}\" }"))?.suite, "health");
    assert.equal((await inputsOf('{ suite: "${{ github.event.inputs.suite }}" }'))?.suite, "");
    assert.equal(await inputsOf('{ checks: "${{ vars.CHECKS }}" }'), null);
    assert.equal(await inputsOf("{ suite: \"${{ github.event_name == 'schedule' && 'a' || 'b' }}\" }"), null);
  });

  it("tells the jobs of a matrix apart by what they look at", async () => {
    const readMatrix = async (matrix: string, head = "") =>
      (
        await read(
          job(
            '{ uses: a/pg-preflight@v1, with: { target: "${{ matrix.target }}", suite: "${{ matrix.what }}" } }',
            `strategy: { matrix: ${matrix} }${head}`,
          ),
        )
      ).steps;
    const steps = await readMatrix("{ target: [staging, production], what: [health], os: [1, 2] }");
    assert.deepEqual(
      steps.map(({ inputs }) => [inputs?.target, inputs?.suite]),
      [
        ["staging", "health"],
        ["production", "health"],
      ],
    );
    assert.match("night (staging, health, 1)", steps[0]?.jobPattern ?? /^$/);
    assert.doesNotMatch("night (staging, health, 1)", steps[1]?.jobPattern ?? /./);
    const named = await readMatrix("{ target: [a, b], what: [c] }", '\n    name: "On ${{ matrix.target }}"');
    assert.match("On b", named[1]?.jobPattern ?? /^$/);
    assert.doesNotMatch("On a", named[1]?.jobPattern ?? /./);
    const included = await readMatrix("{ include: [{ target: a, what: deploy }, { target: b }, 7] }");
    assert.deepEqual(
      included.map(({ inputs }) => inputs),
      [{ suite: "deploy", checks: "", config: "", target: "a" }],
    );
    for (const unclear of [
      '"${{ fromJSON(vars.M) }}"',
      "{ target: [a] }",
      "[]",
      '{ target: "${{ vars.A }}", what: [b] }',
    ]) {
      assert.deepEqual(
        (await readMatrix(unclear)).map(({ inputs }) => inputs),
        [null],
        unclear,
      );
    }
  });

  it("follows calls of workflows in the repository, their inputs too", async () => {
    const called = `
on: { workflow_call: { inputs: { what: { type: string, default: indexes }, other: { type: string } } } }
jobs:
  look: { steps: [{ uses: a/pg-preflight@v1, with: { checks: "\${{ inputs.what }}" } }] }`;
    const call = (given: string) =>
      `on: { schedule: [{ cron: "0 3 * * *" }] }\njobs: { call: { uses: ./.github/workflows/b.yml, with: ${given} } }`;
    const files = { ".github/workflows/b.yml": called };
    const step = await stepOf(call("{}"), files);
    assert.equal(step.inputs?.checks, "indexes");
    assert.match("call / look", step.jobPattern);
    assert.equal((await stepOf(call("{ what: slow-queries }"), files)).inputs?.checks, "slow-queries");
    assert.equal((await stepOf(call('{ what: "${{ vars.X }}" }'), files)).inputs, null);
    const self = call("{}").replace("./.github", "$/.github");
    assert.match("call / look", (await stepOf(self, files)).jobPattern);
    const circle = "on: push\njobs: { again: { uses: ./.github/workflows/a.yml } }";
    assert.deepEqual((await read(circle)).steps, []);
  });

  it("can't tell what a called workflow of ours runs", async () => {
    const text =
      'on: { schedule: [{ cron: "0 3 * * *" }] }\njobs: { a: { uses: pg-preflight/pg-preflight/.github/workflows/x.yml@v1 } }';
    assert.equal((await stepOf(text)).inputs, null);
    assert.deepEqual(
      (await read("on: push\njobs: { a: { uses: acme/b/.github/workflows/x.yml@v1 } }")).steps,
      [],
    );
  });
});
