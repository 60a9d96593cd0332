/**
 * `npm run release -- <step>`: what the workflows of a release do, one step a job. `next` tells which version comes
 * next, to anybody. Whatever runs beside a token that may write needs nothing from npm: Node alone, and git.
 */
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readChangelog } from "./release/changelog.ts";
import { nextRelease } from "./release/decide.ts";
import type { Access } from "./release/github.ts";
import { Repository } from "./release/repository.ts";
import { due, prepare, propose, prove, publish } from "./release/steps.ts";

const folder = join(import.meta.dirname, "..");
const NOTHING = 'Nothing to release: nothing stands under "Unreleased" in CHANGELOG.md.';

const steps: Record<string, () => void | Promise<void>> = {
  next: () => {
    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    const { version } = JSON.parse(read("package.json")) as { version: string };
    say(nextRelease(readChangelog(read("CHANGELOG.md")), version) ?? NOTHING);
  },
  prepare: () => {
    const today = new Date().toISOString().slice(0, "2026-01-31".length);
    const prepared = prepare(new Repository(folder), today, build);
    say(prepared === undefined ? NOTHING : `The next version is ${prepared.version}.`);
    output({ version: prepared?.version ?? "", patch: prepared?.patch ?? "" });
  },
  propose: async () => say(await propose(writable(), access(), given("PATCH"))),
  due: () => {
    const version = due(new Repository(folder));
    say(version === undefined ? "No release is due on this commit." : `This commit is to be ${version}.`);
    output({ version: version ?? "" });
  },
  prove: () => {
    prove(new Repository(folder), build);
    say("What is committed is what its source makes.");
  },
  publish: async () => {
    for (const line of await publish(writable(), access())) say(line);
  },
};

const [name = ""] = process.argv.slice(2);
try {
  const step = steps[name];
  if (step === undefined) throw new Error(`Which step: ${Object.keys(steps).join(", ")}?`);
  await step();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function build(): void {
  execFileSync(process.execPath, [join(folder, "scripts/build.ts")], { cwd: folder, stdio: "inherit" });
}

function writable(): Repository {
  return new Repository(folder, { server: given("GITHUB_SERVER_URL"), token: given("GITHUB_TOKEN") });
}

function access(): Access {
  return {
    api: given("GITHUB_API_URL"),
    repository: given("GITHUB_REPOSITORY"),
    token: given("GITHUB_TOKEN"),
  };
}

function given(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`The environment has no ${variable}.`);
  return value;
}

/** To the log, and to the page of the run. */
function say(line: string): void {
  console.log(line);
  if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${line}\n\n`);
}

/** What the next job reads. */
function output(values: Readonly<Record<string, string>>): void {
  const file = process.env.GITHUB_OUTPUT;
  if (!file) return;
  for (const [key, value] of Object.entries(values)) appendFileSync(file, `${key}=${value}\n`);
}
