import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { UserError } from "../domain/errors.ts";
import { PRIORITIES } from "../domain/priority.ts";
import type { FailOn } from "../domain/settings.ts";
import { nearest } from "./nearest.ts";

/** The action's inputs, checked. This is the only place that reads them. */
export interface Inputs {
  readonly databaseUrl: string;
  /** PEM text. */
  readonly ca: string | undefined;
  readonly target: string;
  readonly config: string;
  readonly suite: string;
  /** Ids or categories; empty when the suite decides. */
  readonly checks: readonly string[];
  readonly failOn: FailOn;
}

/** What the runner tells of the run. */
export interface Runner {
  readonly workspace: string;
  readonly eventName: string;
  readonly commit: string | null;
  readonly runUrl: string | null;
}

export const DEFAULT_CONFIG = ".github/pg-preflight.yml";

const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];

/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

/** @throws UserError with every problem of the inputs */
export function readInputs(environment: NodeJS.ProcessEnv): Inputs {
  const problems: string[] = [];
  const databaseUrl = getInput(environment, "database-url");
  if (databaseUrl === "") {
    problems.push(
      "database-url: it is empty. Give the database's address from a secret: database-url: ${{ secrets.DATABASE_URL }}. " +
        "On a pull request from a fork, and for Dependabot, GitHub gives no secrets.",
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
      `fail-on: ${JSON.stringify(failOn)} is not known. Write one of ${FAIL_ON.join(", ")}.${nearest(failOn, FAIL_ON)}`,
    );
  }
  const ca = readCa(getInput(environment, "ssl-ca"), problems);
  if (problems.length > 0 || !isFailOn(failOn)) throw new UserError(problems);
  return {
    databaseUrl,
    ca,
    target,
    config: getInput(environment, "config") || DEFAULT_CONFIG,
    suite: getInput(environment, "suite") || "health",
    checks: getInput(environment, "checks")
      .split(/[\s,]+/)
      .filter((word) => word !== ""),
    failOn,
  };
}

export function readRunner(environment: NodeJS.ProcessEnv): Runner {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  return {
    workspace: environment.GITHUB_WORKSPACE || process.cwd(),
    eventName: environment.GITHUB_EVENT_NAME ?? "",
    commit: environment.GITHUB_SHA || null,
    runUrl: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
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
