import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { getInput } from "@actions/core";
import { isPullRequest } from "../config/events.ts";
import {
  DEFAULT_CONFIG,
  DEFAULT_SUITE,
  DEFAULT_TARGET,
  type RunOptions,
  type WriteIssues,
} from "../config/options.ts";
import { UserError } from "../core/errors.ts";
import type { FailOn } from "../core/settings.ts";
import { didYouMean } from "../lib/did-you-mean.ts";

const WRITE_ISSUES: readonly WriteIssues[] = ["auto", "always", "never"];
const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];

function choiceOf<Choice extends string>(
  name: string,
  choices: readonly Choice[],
  byDefault: Choice,
  problems: string[],
): Choice {
  const text = getInput(name) || byDefault;
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  problems.push(
    `${name}: ${JSON.stringify(text)} is not known. Write one of ${choices.join(", ")}.${didYouMean(text, choices)}`,
  );
  return byDefault;
}

/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

/** @throws UserError with every problem of the inputs */
export function readInputs(): RunOptions {
  const problems: string[] = [];
  const databaseUrl = getInput("database-url");
  if (databaseUrl === "" && !isPullRequest(process.env.GITHUB_EVENT_NAME ?? "")) {
    problems.push(
      "database-url: it is empty. Most often the repository has no secret of that name yet: store the address under " +
        "Settings, Secrets and variables, Actions, and give it to the step: `database-url: ${{ secrets.DATABASE_URL }}`. " +
        "Scheduled runs of a fork get no secrets.",
    );
  }
  const target = getInput("target") || DEFAULT_TARGET;
  if (!TARGET.test(target)) {
    problems.push(
      `target: ${JSON.stringify(target)} is no label. Write up to 40 letters, digits, blanks, dots, dashes and underscores, like production.`,
    );
  }
  const failOn = choiceOf("fail-on", FAIL_ON, "high", problems);
  const writeIssues = choiceOf("write-issues", WRITE_ISSUES, "auto", problems);
  const dryRun = choiceOf("dry-run", ["false", "true"], "false", problems) === "true";
  const ca = readCa(getInput("ssl-ca"), problems);
  if (problems.length > 0) throw new UserError(problems);
  return {
    databaseUrl: databaseUrl || undefined,
    supabaseToken: getInput("supabase-access-token") || undefined,
    githubToken: getInput("github-token") || undefined,
    pgbouncerUrl: getInput("pgbouncer-admin-url") || undefined,
    baselineUrl: getInput("baseline-database-url") || undefined,
    ca,
    target,
    config: getInput("config") || DEFAULT_CONFIG,
    suite: getInput("suite") || DEFAULT_SUITE,
    checks: getInput("checks")
      .split(/[\s,]+/)
      .filter((word) => word !== ""),
    failOn,
    replicaUrls: getInput("replica-urls")
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    writeIssues,
    dryRun,
  };
}

function readCa(text: string, problems: string[]): string | undefined {
  if (text === "") return undefined;
  const pem = text.includes(PEM) ? text : readIfFile(text);
  if (pem === undefined) {
    problems.push(`ssl-ca: this is neither a PEM text (${PEM}) nor a file that can be read on the runner.`);
  } else if (!isCertificate(pem)) {
    problems.push(`ssl-ca: this holds no PEM certificate that can be read (${PEM} and its lines).`);
  }
  return pem;
}

const PEM = "-----BEGIN CERTIFICATE-----";

function readIfFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
