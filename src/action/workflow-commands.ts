import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { EOL } from "node:os";
import type { Annotation } from "../report/annotations.ts";
import { logLine } from "../report/html/escape.ts";

/**
 * The runner's file commands and workflow commands. `@actions/core` does the same, but loads undici, which
 * costs 44 ms and 16 MiB at every start; the tests compare what both write.
 */
export interface WorkflowCommands {
  /** Adds Markdown to the job summary; nothing outside a runner. */
  summary(markdown: string): void;
  output(name: string, value: string): void;
  annotate(annotation: Annotation): void;
  /** A line of the log, made free of commands. */
  line(text: string): void;
  group(title: string, lines: readonly string[]): void;
  /** A group whose lines come one by one, until it is closed. */
  openGroup(title: string): void;
  closeGroup(): void;
  /** Hides a text in everything that the job logs from now on; nothing outside a runner, where it would show it. */
  mask(secret: string): void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `write` takes one line without its end. Outside a GitHub runner the lines are for people. */
export function workflowCommands(environment: Environment, write: (line: string) => void): WorkflowCommands {
  const { GITHUB_STEP_SUMMARY: summaryFile, GITHUB_OUTPUT: outputFile } = environment;
  const inRunner = environment.GITHUB_ACTIONS === "true";
  const openGroup = (title: string): void => write(inRunner ? command("group", {}, title) : logLine(title));
  const closeGroup = (): void => {
    if (inRunner) write(command("endgroup", {}, ""));
  };
  return {
    summary: (markdown) => {
      if (summaryFile !== undefined && summaryFile !== "") appendFileSync(summaryFile, markdown, "utf8");
    },
    output: (name, value) => {
      if (outputFile !== undefined && outputFile !== "")
        appendFileSync(outputFile, keyValue(name, value) + EOL, "utf8");
      else write(`${name}=${value}`);
    },
    annotate: ({ level, title, message, file = "", line }) => {
      const place = file === "" ? "" : ` (${file})`;
      write(
        inRunner
          ? command(level, { title, file, line: line === undefined ? "" : String(line) }, message)
          : logLine(`${level}: ${title}: ${message}${place}`),
      );
    },
    line: (text) => write(logLine(text)),
    group: (title, lines) => {
      openGroup(title);
      for (const line of lines) write(logLine(line));
      closeGroup();
    },
    openGroup,
    closeGroup,
    mask: (secret) => {
      if (inRunner && secret !== "") write(command("add-mask", {}, secret));
    },
  };
}

/** A heredoc: no value can hold a delimiter that is drawn after it was made. */
function keyValue(name: string, value: string): string {
  const delimiter = `ghadelimiter_${randomUUID()}`;
  return `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}`;
}

/** `::name key=value::message`, escaped as the runner unescapes it. */
function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const pairs = Object.entries(properties).filter(([, value]) => value !== "");
  const list = pairs.map(([key, value]) => `${key}=${escapeProperty(value)}`).join(",");
  return `::${name}${list === "" ? "" : ` ${list}`}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
