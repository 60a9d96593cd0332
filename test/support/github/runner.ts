/**
 * Runs the bundled action as GitHub's runner does: a process of its own with a runner's environment and nothing else,
 * `INPUT_*` from action.yml, file commands, commands in the log, masks, and the runner's limits. It asserts nothing.
 * The rules are those of actions/runner (ActionCommand.cs, FileCommandManager.cs, ExecutionContext.cs).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { onCleanUp } from "../postgres/cleanup.ts";
import { REPOSITORY } from "../postgres/installation.ts";
import { type Annotation, RunnerLog } from "./runner-log.ts";

export type { Annotation } from "./runner-log.ts";

export interface ActionRunOptions {
  /** As under `with:`. What is not given has action.yml's default. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Over the runner's own environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly eventName?: string;
  /** The payload of the event; the repository stands in it unless given. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly ref?: string;
  readonly sha?: string;
  /** What `${{ github.token }}` is. Masked, as the runner does. */
  readonly token?: string;
  /** Values of the repository's secrets: masked. */
  readonly secrets?: readonly string[];
  /** GITHUB_WORKSPACE, which is also the working directory. Default: a new folder with `files` in it. */
  readonly workspace?: string;
  /** Path -> text, written into the new workspace. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where action.yml is; default: this repository. */
  readonly dir?: string;
  /** Before the bundle on node's command line. */
  readonly nodeArguments?: readonly string[];
  /** Milliseconds until the process is killed; default 60,000. */
  readonly timeout?: number;
  /** Called with the process: to send it signals, or to close its log. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface ActionRun {
  /** Of the process; a signal's name when it was killed. */
  readonly exitCode: number | string;
  /** Of the step: a file command that the runner can't read fails it too. */
  readonly conclusion: "success" | "failure";
  readonly timedOut: boolean;
  readonly outputs: Record<string, string>;
  /** Outputs that action.yml does not declare. */
  readonly undeclaredOutputs: string[];
  /** What the step exports to later steps by GITHUB_ENV. */
  readonly exported: Record<string, string>;
  readonly annotations: Annotation[];
  /** More than ten of a kind: the runner drops them without a word. */
  readonly droppedAnnotations: number;
  readonly masks: string[];
  /** What people see: commands carried out, masks applied. */
  readonly log: string;
  /** What the process wrote, stdout and stderr as they came. */
  readonly rawLog: string;
  /** What the runner uploads: masked, and nothing when above 1 MiB. */
  readonly summary: string;
  readonly summaryTooBig: boolean;
  /** The file as the action wrote it. */
  readonly rawSummary: string;
  /** What the runner warns of: unexpected inputs, commands of old. */
  readonly warnings: string[];
  /** The file that the output `report-file` names, parsed; undefined without one. */
  // biome-ignore lint/suspicious/noExplicitAny: a test parses it with the schema or knows what it looks for.
  readonly report: any;
  /** Of the process, start to end. */
  readonly durationMs: number;
  /** RUNNER_TEMP, kept until the test file ends. */
  readonly tempDirectory: string;
  readonly workspace: string;
}

interface Metadata {
  inputs?: Record<string, { default?: unknown } | null>;
  outputs?: Record<string, unknown>;
  runs: { using: string; main: string };
}

const SUMMARY_LIMIT_BYTES = 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 60_000;

export async function runAction(options: ActionRunOptions = {}): Promise<ActionRun> {
  const dir = options.dir ?? REPOSITORY;
  const metadata = parse(readFileSync(join(dir, "action.yml"), "utf8")) as Metadata;
  const place = makePlace(options);
  const inputs = settleInputs(metadata, options);
  const environment = { ...runnerEnvironment(place, options), ...inputs.variables, ...options.env };
  const log = new RunnerLog([options.token ?? "", ...(options.secrets ?? [])]);

  const start = performance.now();
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), join(dir, metadata.runs.main)], {
    cwd: place.workspace,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", log.listener());
  child.stderr.setEncoding("utf8").on("data", log.listener());
  options.onStart?.(child);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, options.timeout ?? DEFAULT_TIMEOUT_MS);
  const exitCode = await new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? 1));
  });
  const durationMs = performance.now() - start;
  clearTimeout(timer);
  log.end();

  const unreadable: string[] = [];
  const readCommands = (file: string) => {
    try {
      return parseFileCommand(readFileSync(file, "utf8"));
    } catch (error) {
      unreadable.push(error instanceof Error ? error.message : String(error));
      return {};
    }
  };
  const outputs = readCommands(place.files.GITHUB_OUTPUT);
  const exported = readCommands(place.files.GITHUB_ENV);
  const rawSummary = existsSync(place.files.GITHUB_STEP_SUMMARY)
    ? readFileSync(place.files.GITHUB_STEP_SUMMARY, "utf8")
    : "";
  const summaryTooBig = Buffer.byteLength(rawSummary) > SUMMARY_LIMIT_BYTES;
  const tooBig = summaryTooBig
    ? ["$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k"]
    : [];
  const said = [...unreadable, ...tooBig].map((message) => ({ level: "error" as const, message }));
  return {
    exitCode,
    // A summary that is too big leaves the step's result alone.
    conclusion: exitCode === 0 && unreadable.length === 0 ? "success" : "failure",
    timedOut,
    outputs,
    undeclaredOutputs: Object.keys(outputs).filter((name) => !(name in (metadata.outputs ?? {}))),
    exported,
    annotations: [...log.annotations, ...said],
    droppedAnnotations: log.droppedAnnotations,
    masks: log.masks,
    log: log.text,
    rawLog: log.raw,
    summary: summaryTooBig ? "" : log.mask(rawSummary),
    summaryTooBig,
    rawSummary,
    warnings: [...inputs.warnings, ...log.warnings],
    report: readReport(outputs["report-file"]),
    durationMs,
    tempDirectory: place.temp,
    workspace: place.workspace,
  };
}

/** `name=value` and `name<<delimiter` blocks. Throws on anything else, which fails the step. */
export function parseFileCommand(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line === "") continue;
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    const isBlock = heredoc >= 0 && (equals < 0 || heredoc < equals);
    if (!isBlock && equals < 0) throw new Error(`Invalid format '${line}'`);
    if (!isBlock) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter, index + 1);
    if (delimiter === "" || end < 0)
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    values[line.slice(0, heredoc)] = lines.slice(index + 1, end).join("\n");
    index = end;
  }
  return values;
}

function readReport(file: string | undefined): unknown {
  return file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

function settleInputs(metadata: Metadata, { inputs = {}, token = "" }: ActionRunOptions) {
  const declared = metadata.inputs ?? {};
  const given = new Map(Object.entries(inputs).map(([name, value]) => [name.toLowerCase(), value]));
  const unexpected = [...given.keys()].filter((name) => !(name in declared));
  const variables: Record<string, string> = {};
  const set = (name: string, value: string) => {
    variables[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] = value;
  };
  for (const [name, input] of Object.entries(declared)) {
    const standard = String(input?.default ?? "").replace(/\$\{\{\s*github\.token\s*\}\}/, token);
    set(name, given.get(name) ?? standard);
  }
  for (const name of unexpected) set(name, given.get(name) ?? "");
  const warnings = unexpected.map((name) => `Unexpected input(s) '${name}'`);
  return { variables, warnings };
}

const FILE_COMMANDS = [
  "GITHUB_OUTPUT",
  "GITHUB_STATE",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_STEP_SUMMARY",
] as const;

interface Place {
  readonly temp: string;
  readonly topic: string;
  readonly workspace: string;
  readonly files: Record<(typeof FILE_COMMANDS)[number] | "GITHUB_EVENT_PATH", string>;
}

/** Kept until the test file or the script ends: a test looks into them. */
const places: string[] = [];
const removePlaces = (): void => {
  for (const root of places.splice(0)) rmSync(root, { recursive: true, force: true });
};
// vitest gives a process that ends half a second, which hundreds of folders need longer.
onCleanUp(removePlaces);
process.once("exit", removePlaces);

/** The folders of one step. */
function makePlace(options: ActionRunOptions): Place {
  const root = mkdtempSync(join(tmpdir(), "pg-preflight-run-"));
  places.push(root);
  const folder = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  const temp = folder("temp");
  const topic = folder("home");
  const commands = folder("file_commands");
  const workspace = options.workspace ?? folder("workspace");
  for (const [path, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const named = [...FILE_COMMANDS, "GITHUB_EVENT_PATH" as const].map((name) => {
    const file = join(commands, name.toLowerCase());
    writeFileSync(file, name === "GITHUB_EVENT_PATH" ? JSON.stringify(eventOf(options)) : "");
    return [name, file];
  });
  return { temp, topic, workspace, files: Object.fromEntries(named) };
}

function eventOf(options: ActionRunOptions): Record<string, unknown> {
  return {
    repository: {
      name: "app",
      full_name: "acme/app",
      owner: { login: "acme" },
      default_branch: "main",
      private: true,
      visibility: "private",
    },
    ...options.event,
  };
}

function runnerEnvironment(place: Place, options: ActionRunOptions): Record<string, string> {
  const eventName = options.eventName ?? "schedule";
  const ref = options.ref ?? "refs/heads/main";
  const nowhere = "http://127.0.0.1:1";
  return {
    PATH: process.env.PATH ?? "",
    HOME: place.topic,
    LANG: "C.UTF-8",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_ACTOR: "octocat",
    GITHUB_API_URL: nowhere,
    GITHUB_EVENT_NAME: eventName,
    GITHUB_GRAPHQL_URL: `${nowhere}/graphql`,
    GITHUB_JOB: "preflight",
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    GITHUB_REF_TYPE: ref.startsWith("refs/tags/") ? "tag" : "branch",
    GITHUB_REPOSITORY: "acme/app",
    GITHUB_REPOSITORY_ID: "1",
    GITHUB_REPOSITORY_OWNER: "acme",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_NUMBER: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: options.sha ?? "0123456789abcdef0123456789abcdef01234567",
    GITHUB_WORKFLOW: "Preflight",
    GITHUB_WORKSPACE: place.workspace,
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: place.temp,
    RUNNER_TOOL_CACHE: join(place.topic, "toolcache"),
    ...place.files,
  };
}
