import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { DEFAULT_CONFIG, isPullRequest, type RunOptions, type WriteIssues } from "../config/options.ts";
import { UserError } from "../core/errors.ts";
import { PRIORITIES } from "../core/priority.ts";
import type { FailOn } from "../core/settings.ts";
import { didYouMean } from "../lib/did-you-mean.ts";

const WRITE_ISSUES: readonly WriteIssues[] = ["auto", "always", "never"];
const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];

/** The first choice is the default. */
function choiceOf<Choice extends string>(
  environment: NodeJS.ProcessEnv,
  name: string,
  choices: readonly [Choice, ...Choice[]] | readonly Choice[],
  problems: string[],
): Choice {
  const text = getInput(environment, name) || choices[0];
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  problems.push(
    `${name}: ${JSON.stringify(text)} is not known. Write one of ${choices.join(", ")}.${didYouMean(text ?? "", choices)}`,
  );
  return choices[0] as Choice;
}

/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

/** @throws UserError with every problem of the inputs */
export function readInputs(environment: NodeJS.ProcessEnv): RunOptions {
  const problems: string[] = [];
  const databaseUrl = getInput(environment, "database-url");
  if (databaseUrl === "" && !isPullRequest(environment.GITHUB_EVENT_NAME ?? "")) {
    problems.push(
      "database-url: it is empty. Most often the repository has no secret of that name yet: store the address under " +
        "Settings, Secrets and variables, Actions, and give it to the step: `database-url: ${{ secrets.DATABASE_URL }}`. " +
        "Scheduled runs of a fork get no secrets.",
    );
  }
  const target = getInput(environment, "target") || "database";
  if (!TARGET.test(target)) {
    problems.push(
      `target: ${JSON.stringify(target)} is no label. Write up to 40 letters, digits, blanks, dots, dashes and underscores, like production.`,
    );
  }
  const failOn = getInput(environment, "fail-on") || "high";
  if (!isFailOn(failOn)) {
    problems.push(
      `fail-on: ${JSON.stringify(failOn)} is not known. Write one of ${FAIL_ON.join(", ")}.${didYouMean(failOn, FAIL_ON)}`,
    );
  }
  const writeIssues = choiceOf(environment, "write-issues", WRITE_ISSUES, problems);
  const dryRun = choiceOf(environment, "dry-run", ["false", "true"] as const, problems) === "true";
  const ca = readCa(getInput(environment, "ssl-ca"), problems);
  if (problems.length > 0 || !isFailOn(failOn)) throw new UserError(problems);
  return {
    databaseUrl: databaseUrl || undefined,
    supabaseToken: getInput(environment, "supabase-access-token") || undefined,
    githubToken: getInput(environment, "github-token") || undefined,
    pgbouncerUrl: getInput(environment, "pgbouncer-admin-url") || undefined,
    baselineUrl: getInput(environment, "baseline-database-url") || undefined,
    ca,
    target,
    config: getInput(environment, "config") || DEFAULT_CONFIG,
    suite: getInput(environment, "suite") || "health",
    checks: getInput(environment, "checks")
      .split(/[\s,]+/)
      .filter((word) => word !== ""),
    failOn,
    replicaUrls: getInput(environment, "replica-urls")
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    writeIssues,
    dryRun,
  };
}

/** The runner's rule: upper case, blanks to underscores, dashes kept. */
function getInput(environment: NodeJS.ProcessEnv, name: string): string {
  return (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}

function isFailOn(text: string): text is FailOn {
  return text === "never" || (text !== "info" && (PRIORITIES as readonly string[]).includes(text));
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
