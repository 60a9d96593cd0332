import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readInputs } from "../../test/support/github/toolkit.ts";
import { readRunContext } from "../action/context.ts";
import { checkReplicaAddresses, replicaSecrets } from "../collect/postgres/replicas.ts";
import { UserError } from "../core/errors.ts";
import type { RunConfig } from "../core/settings.ts";
import { nameReplicas } from "./replicas.ts";
import { resolveConfig } from "./resolve.ts";

const EU = "postgresql://monitor:s3cret@eu.example.com:5432/app?sslmode=require";
const US = "postgresql://monitor:s3cret@us.example.com/app";
const ASIA = "postgres://monitor:s3cret@asia.example.com/app";

function named(lines: readonly string[], declared?: RunConfig["replicas"], isPullRequest = false) {
  return nameReplicas(lines, declared, isPullRequest).map(({ name, url }) => [name, url]);
}

function problemsOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.problems;
  }
  return [];
}

describe("replica-urls", () => {
  it("names each address as its line says", () => {
    assert.deepEqual(named([`eu=${EU}`, `reports = ${US}`], ["reports", "eu"]), [
      ["eu", EU],
      ["reports", US],
    ]);
  });

  it("names an address alone by its place among the names that no line has", () => {
    assert.deepEqual(named([US, `eu=${EU}`, ASIA], ["a", "eu", "c"]), [
      ["a", US],
      ["eu", EU],
      ["c", ASIA],
    ]);
  });

  it("counts the replicas where the configuration names none, and takes the lines' own names", () => {
    assert.deepEqual(named([US, `replica 1=${EU}`, `any=${ASIA}`]), [
      ["replica 2", US],
      ["replica 1", EU],
      ["any", ASIA],
    ]);
  });

  it("leaves a declared name without an address to the check", () => {
    assert.deepEqual(named([`eu=${EU}`], ["reports", "eu"]), [["eu", EU]]);
    assert.deepEqual(named([], "none"), []);
  });

  it("forgives a line whose secret a fork's pull request has not, and no other run", () => {
    assert.deepEqual(named(["eu=", US], ["eu", "us"], true), [["us", US]]);
    assert.match(problemsOf(() => named(["eu="], ["eu"]))[0] ?? "", /line 1 has a name and no address/);
  });

  it("may name a replica on the pull request that declares it, which the base branch does not yet", () => {
    assert.deepEqual(named([`eu=${EU}`, `us=${US}`, ASIA, EU], ["eu", "asia"], true), [
      ["eu", EU],
      ["us", US],
      ["asia", ASIA],
      ["replica 1", EU],
    ]);
    assert.deepEqual(named([EU], "none", true), []);
  });

  it("is wrong beside replicas: none", () => {
    assert.match(problemsOf(() => named([EU], "none"))[0] ?? "", /says replicas: none, and yet/);
  });

  it("tells every line that is wrong, and no name that is in the secret alone", () => {
    const problems = problemsOf(() =>
      named([`eu=${EU}`, `eu=${US}`, `africa=${ASIA}`, US, "here", ASIA], ["eu", "us"]),
    );
    assert.deepEqual(problems, [
      "replica-urls: line 2 has the same name as line 1: a replica has one address.",
      "replica-urls: line 3 has a name that the configuration's replicas does not declare (eu, us).",
      "replica-urls: line 5 is no address. Write it as name=postgresql://user:password@host:5432/database, or as the address alone.",
      "replica-urls: line 6 is one address more than the configuration's replicas has names (eu, us). Add the replica's name there.",
    ]);
  });

  it("never repeats a line that it does not understand, and masks it whole", () => {
    const lines = [
      "monitor:s3cret@eu.example.com/app?sslmode=require",
      "host=eu.example.com password=s3cret",
      "s3cret",
      "s3cret==",
      "eu:s3cret=postgresql://eu.example.com/app",
      "mysql://monitor:s3cret@eu.example.com/app",
    ];
    const problems = problemsOf(() => named(lines));
    assert.equal(problems.length, lines.length);
    assert.doesNotMatch(problems.join(), /s3cret|example/);
    assert.deepEqual(replicaSecrets(lines), lines);
  });

  it("is a secret with its password and its host, and its name is none", () => {
    const secrets = replicaSecrets([`eu=${EU}`, "us="]);
    for (const secret of [EU, "s3cret", "eu.example.com"]) assert.ok(secrets.includes(secret), secret);
    assert.ok(!secrets.includes("eu") && !secrets.includes("us="));
  });

  it("has addresses that can be read and lead to different servers", () => {
    assert.deepEqual(
      problemsOf(() => checkReplicaAddresses([`eu=${EU}`, US, "us=", "no address"])),
      [],
    );
    const problems = problemsOf(() =>
      checkReplicaAddresses([
        `eu=${EU}`,
        "postgresql://other:p@EU.example.com/app",
        "us=postgresql://u:p@h:99999/d",
      ]),
    );
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? "", /line 2 leads to the same host, port and database as line 1/);
    assert.match(problems[1] ?? "", /^replica-urls: line 3: /);
    assert.doesNotMatch(problems.join(), /example|99999/);
  });

  it("may share a pooler with another", () => {
    const bouncer = "postgresql://u:p@pool.internal:6432";
    const supabase = (user: string) =>
      `postgresql://${user}:p@aws-0-eu-west-1.pooler.supabase.com:5432/postgres`;
    const lines = [
      `${bouncer}/app_eu`,
      `${bouncer}/app_us`,
      supabase("u.abc-rr-eu"),
      supabase("u.abc-rr-us"),
    ];
    assert.deepEqual(
      problemsOf(() => checkReplicaAddresses(lines)),
      [],
    );
    const [problem] = problemsOf(() => checkReplicaAddresses([supabase("u.abc"), supabase("u.abc")]));
    assert.match(problem ?? "", /line 2 leads to the same host, port and database as line 1/);
  });

  it("is told with all else that is wrong", async () => {
    const inputs = readInputs({
      "INPUT_DATABASE-URL": US,
      "INPUT_REPLICA-URLS": `\n eu=${EU}\n\n`,
      INPUT_SUITE: "helth",
    });
    const settled = resolveConfig(inputs, readRunContext({}), { text: "replicas: none\n", notices: [] });
    const error: unknown = await settled.catch((reason: unknown) => reason);
    assert.ok(error instanceof UserError);
    assert.match(error.problems.join("\n"), /suite: "helth".*\n.*replicas: none/s);
  });
});
