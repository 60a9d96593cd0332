/**
 * The demo's runs of the bundled action, each with all that it had around it, and what they write, made free of what
 * is random or of the machine. Nothing of src is used here: it may be turned over, and the bytes must stay.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { type FakeGitHub, type FakeRepository, startGitHub } from "../support/github/github.ts";
import { type ActionRun, type ActionRunOptions, runAction } from "../support/github/runner.ts";
import { type Conversation, startReplayer } from "./wire.ts";

export const RECORDING = join(import.meta.dirname, "recordings/demo.json.gz");
export const EXPECTED = join(import.meta.dirname, "expected");
export const PASSWORD = "no-secret-of-the-recording";

export interface Scene {
  readonly name: string;
  /** What the process takes for now, milliseconds since 1970. */
  readonly now: number;
  readonly options: Pick<ActionRunOptions, "inputs" | "files" | "env" | "eventName" | "ref" | "event">;
  /** Input -> the role that it logs in as. */
  readonly logins: Readonly<Record<string, string>>;
  readonly repository: FakeRepository;
  /** A pull request of this title is opened before. */
  readonly opens?: string;
  readonly wire: Conversation[];
}

/** Path -> text. */
export type Files = Map<string, string>;

export function readRecording(): Scene[] {
  return JSON.parse(gunzipSync(readFileSync(RECORDING)).toString("utf8"));
}

/** Runs the action as the scene says, with the server that listens on this port. */
export async function play(scene: Scene, port: number, github: FakeGitHub): Promise<ActionRun> {
  github.clock = () => scene.now;
  github.repository = scene.repository;
  if (scene.opens !== undefined) github.people.opens({ isPullRequest: true, title: scene.opens });
  const urls = Object.entries(scene.logins).map(([input, role]) => [
    input,
    `postgres://${role}:${PASSWORD}@127.0.0.1:${port}/app`,
  ]);
  return runAction({
    ...scene.options,
    inputs: { ...scene.options.inputs, ...Object.fromEntries(urls) },
    env: { ...scene.options.env, GITHUB_API_URL: github.url },
    token: github.token,
    secrets: [PASSWORD],
    nodeArguments: ["--import", fixedClock(scene.now)],
  });
}

/** Plays all scenes without a database. */
export async function replay(scenes: readonly Scene[]): Promise<Files> {
  const files: Files = new Map();
  const github = await startGitHub();
  for (const scene of scenes) {
    const replayer = await startReplayer(scene.wire);
    const requestsBefore = github.requests.length;
    // Closed connections end the action too.
    const run = await Promise.race([play(scene, replayer.port, github), replayer.refused])
      .catch((error: Error) => {
        throw new Error(`${scene.name}: ${error.message} Record again: npm run golden -- --record`);
      })
      .finally(() => replayer.close());
    const differences = replayer.differences();
    if (differences.length > 0) {
      throw new Error(`${scene.name}: the database is asked otherwise:\n${differences.join("\n")}`);
    }
    keepRun(files, scene.name, run, github.requests.slice(requestsBefore));
  }
  if (github.violations.length > 0) throw new Error(`GitHub would refuse:\n${github.violations.join("\n")}`);
  keepIssues(files, github);
  return files;
}

/** What one run wrote, as files of a folder. */
export function keepRun(files: Files, name: string, run: ActionRun, requests: FakeGitHub["requests"]): void {
  const keep = (file: string, text: string): void => {
    files.set(`${name}/${file}`, neutral(text, run));
  };
  const { exitCode, conclusion, outputs, annotations, droppedAnnotations, exported, warnings } = run;
  const step = { exitCode, conclusion, outputs, annotations, droppedAnnotations, exported, warnings };
  keep("step.json", `${JSON.stringify(step, null, 2)}\n`);
  keep("summary.md", run.rawSummary);
  keep("log.txt", withoutDurations(run.rawLog));
  for (const [output, file] of Object.entries(outputs)) {
    if (/^(report|baseline)-file$/.test(output) && existsSync(file)) {
      keep(`${output.replace("-file", "")}.json`, readFileSync(file, "utf8"));
    }
  }
  const writing = requests.filter(({ method }) => method !== "GET");
  keep("requests.md", writing.map(requestText).join("\n"));
}

/** At the end of the story. */
export function keepIssues(files: Files, github: FakeGitHub): void {
  for (const { number, title, state, stateReason, labels, assignees, body, comments } of github.issues) {
    const head = JSON.stringify({ title, state, stateReason, labels, assignees }, null, 2);
    const texts = [
      body ?? "",
      ...comments.map((comment) => `## Comment of ${comment.author.login}\n\n${comment.body}`),
    ];
    files.set(`issues/${number}.md`, neutral([head, ...texts].join("\n\n"), undefined));
  }
}

/** The expected files, as `npm run golden -- --update` wrote them. */
export function readExpected(): Files {
  const entries = readdirSync(EXPECTED, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(EXPECTED, path), readFileSync(path, "utf8")]));
}

/** The first line of each file of this folder that differs; empty when nothing does. */
export function differences(expected: Files, actual: Files, folder = ""): string {
  const names = [...new Set([...expected.keys(), ...actual.keys()])].sort();
  return names
    .filter((name) => dirname(name).startsWith(folder))
    .flatMap((name) => firstDifference(name, expected.get(name), actual.get(name)))
    .join("\n\n");
}

function firstDifference(name: string, expected: string | undefined, actual: string | undefined): string[] {
  if (expected === actual) return [];
  if (expected === undefined) return [`${name} is new.`];
  if (actual === undefined) return [`${name} is not written any more.`];
  const [before, after] = [expected.split("\n"), actual.split("\n")];
  const line = before.findIndex((text, index) => text !== after[index]);
  const at = line < 0 ? before.length : line;
  const [was = "(end of file)", is = "(end of file)"] = [before[at], after[at]];
  let column = 0;
  while (was[column] === is[column] && column < was.length) column += 1;
  const CONTEXT = 80;
  const around = (text: string) => text.slice(Math.max(0, column - CONTEXT), column + CONTEXT);
  return [`${name}:${at + 1}:${column + 1}\n  expected: ${around(was)}\n  actual:   ${around(is)}`];
}

/** Timers stay as they are. The process starts at that time, too. */
function fixedClock(now: number): string {
  const code = `
    Date.now = () => ${now};
    performance.now = () => 0;
    globalThis.Date = new Proxy(Date, {
      construct: (target, values, self) => Reflect.construct(target, values.length === 0 ? [${now}] : values, self),
    });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

function neutral(text: string, run: ActionRun | undefined): string {
  // Compressed bytes differ between builds of zlib; what they hold does not.
  const opened = text.replace(
    /(<!-- pg-preflight:state=\d+\.)([\w-]+)/g,
    (_, mark: string, state: string) =>
      mark +
      JSON.stringify(JSON.parse(inflateRawSync(Buffer.from(state, "base64url")).toString("utf8")), null, 1),
  );
  const placed =
    run === undefined
      ? opened
      : opened.replaceAll(run.workspace, "$GITHUB_WORKSPACE").replaceAll(run.tempDirectory, "$RUNNER_TEMP");
  // The URLs are masked in each of their forms; this is the base64 of `postgres:` and what follows it.
  const readable = placed.replace(
    /cG9zdGdyZXM6[\w+/=]+/g,
    (url) => `base64 of ${Buffer.from(url, "base64").toString("utf8")}`,
  );
  return readable.replace(/(127\.0\.0\.1(?::|%3A|%253A))\d+/g, "$1PORT");
}

/** Lines like `table-bloat: 12 ms` come in the order in which two connections were answered. */
function withoutDurations(log: string): string {
  return log
    .replace(/^([a-z-]+: (?:no answer after )?)\d+ ms/gm, "$1N ms")
    .replace(/(?:^[a-z-]+: (?:no answer after )?N ms.*\n)+/gm, (lines) =>
      lines.split("\n").sort().join("\n").trimStart().concat("\n"),
    );
}

/** Long texts as they are, all else as JSON. */
function requestText({ method, target, body }: FakeGitHub["requests"][number]): string {
  if (body === "") return `# ${method} ${target}\n`;
  const { body: text, ...rest } = JSON.parse(body);
  return [
    `# ${method} ${target}`,
    JSON.stringify(rest, null, 2),
    ...(text === undefined ? [] : [text]),
    "",
  ].join("\n\n");
}
