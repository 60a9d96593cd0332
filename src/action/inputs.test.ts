import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, it } from "vitest";
import { readInputs } from "../../test/support/github/toolkit.ts";
import { UserError } from "../core/errors.ts";
import { readRunContext } from "./context.ts";

const URL = "postgresql://u:p@db.example.com/app";

function problems(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    readInputs(environment);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.problems;
  }
  return [];
}

describe("inputs", () => {
  it("need nothing but the database's address", () => {
    assert.deepEqual(readInputs({ "INPUT_DATABASE-URL": ` ${URL}\n` }), {
      databaseUrl: URL,
      supabaseToken: undefined,
      githubToken: undefined,
      pgbouncerUrl: undefined,
      baselineUrl: undefined,
      ca: undefined,
      target: "database",
      config: ".github/pg-preflight.yml",
      suite: "health",
      checks: [],
      failOn: "high",
      replicaUrls: [],
      writeIssues: "auto",
      dryRun: false,
    });
  });

  it("read checks parted by commas, blanks and new lines", () => {
    const inputs = readInputs({
      "INPUT_DATABASE-URL": URL,
      INPUT_CHECKS: "indexes, slow-queries\n table-bloat",
    });
    assert.deepEqual(inputs.checks, ["indexes", "slow-queries", "table-bloat"]);
  });

  it("tell all problems at once, with what to write instead, and no secret", () => {
    const told = problems({
      INPUT_TARGET: "a/b",
      "INPUT_FAIL-ON": "hihg",
      "INPUT_SSL-CA": "/no/such/file",
      "INPUT_WRITE-ISSUES": "nevr",
      "INPUT_DRY-RUN": "yes",
    });
    assert.equal(told.length, 6);
    assert.match(
      told.join("\n"),
      /write-issues: "nevr" is not known\. Write one of auto, always, never\. Did you mean never\?/,
    );
    assert.match(told.join("\n"), /dry-run: "yes" is not known\. Write one of false, true\./);
    assert.match(told.join("\n"), /database-url: it is empty.*secrets\.DATABASE_URL/);
    assert.match(told.join("\n"), /target: "a\/b" is no label/);
    assert.match(told.join("\n"), /fail-on: "hihg" is not known\. Write one of .* Did you mean high\?/);
    assert.match(told.join("\n"), /ssl-ca: this is neither a PEM text/);
  });

  it("take info for no threshold: it would stop on everything", () => {
    assert.match(problems({ "INPUT_DATABASE-URL": URL, "INPUT_FAIL-ON": "info" })[0] ?? "", /fail-on/);
  });

  it("take a CA as a text and as a file", () => {
    const pem = `${rootCertificates[0]}\n`;
    const file = join(mkdtempSync(join(tmpdir(), "ca-")), "ca.pem");
    writeFileSync(file, pem);
    assert.equal(readInputs({ "INPUT_DATABASE-URL": URL, "INPUT_SSL-CA": file }).ca, pem);
    assert.equal(readInputs({ "INPUT_DATABASE-URL": URL, "INPUT_SSL-CA": pem }).ca, pem.trim());
    writeFileSync(file, "nothing");
    assert.match(
      problems({ "INPUT_DATABASE-URL": URL, "INPUT_SSL-CA": file })[0] ?? "",
      /no PEM certificate/,
    );
  });

  it("refuse a CA that no connection could use: a folder, a broken certificate", () => {
    assert.match(problems({ "INPUT_DATABASE-URL": URL, "INPUT_SSL-CA": tmpdir() })[0] ?? "", /nor a file/);
    const broken = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
    assert.match(
      problems({ "INPUT_DATABASE-URL": URL, "INPUT_SSL-CA": broken })[0] ?? "",
      /no PEM certificate that can be read/,
    );
  });
});

describe("the runner's environment", () => {
  it("gives the run's address and the commit, and does without", () => {
    const { startedAt, ...context } = readRunContext({
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "acme/app",
      GITHUB_RUN_ID: "7",
      GITHUB_SHA: "abc",
      GITHUB_WORKSPACE: "/w",
      GITHUB_EVENT_NAME: "schedule",
    });
    assert.ok(startedAt <= Date.now() - performance.now() + 1);
    assert.deepEqual(context, {
      workspace: "/w",
      eventName: "schedule",
      commit: "abc",
      runUrl: "https://github.example/acme/app/actions/runs/7",
      apiUrl: "https://api.github.com",
      repository: "acme/app",
      workflow: null,
      rules: undefined,
      pullRequest: null,
      isPublic: null,
      defaultBranch: null,
      ref: null,
      runId: "7",
      runAttempt: 1,
      supabaseApiUrl: "https://api.supabase.com",
    });
    assert.equal(readRunContext({}).runUrl, null);
  });
});
