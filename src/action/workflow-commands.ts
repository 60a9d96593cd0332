import { appendFileSync } from "node:fs";
import * as core from "@actions/core";
import type { Annotation } from "../report/annotations.ts";
import { logLine } from "../report/html/escape.ts";
import { unwritable } from "./unwritable.ts";

/** The runner's file commands and workflow commands. Outside a GitHub runner the lines are for people. */
export interface WorkflowCommands {
  /**
   * Adds Markdown to the job summary; nothing outside a runner.
   *
   * @throws UserError when its file cannot be written
   */
  summary(markdown: string): Promise<void>;
  /** @throws UserError when the file of the outputs cannot be written */
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

const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice };

export function workflowCommands(environment: NodeJS.ProcessEnv = process.env): WorkflowCommands {
  const inRunner = environment.GITHUB_ACTIONS === "true";
  const line = (text: string): void => core.info(logLine(text));
  const openGroup = (title: string): void => (inRunner ? core.startGroup(title) : line(title));
  const closeGroup = (): void => {
    if (inRunner) core.endGroup();
  };
  return {
    summary: async (markdown) => {
      const file = environment.GITHUB_STEP_SUMMARY || undefined;
      if (file !== undefined) await appendToSummary(file, markdown);
    },
    output: (name, value) => {
      const file = environment.GITHUB_OUTPUT || undefined;
      // Without the file the toolkit would print a command of old, which runners warn of.
      if (file === undefined) return core.info(`${name}=${value}`);
      try {
        createFile(file);
        core.setOutput(name, value);
      } catch (error) {
        throw unwritable("An output of this step", "GITHUB_OUTPUT", error);
      }
    },
    annotate: ({ level, title, message, file = "", line: startLine }) => {
      const place = file === "" ? "" : ` (${file})`;
      if (!inRunner) return line(`${level}: ${title}: ${message}${place}`);
      ANNOTATE[level](message, { title, file, ...(startLine === undefined ? {} : { startLine }) });
    },
    line,
    group: (title, lines) => {
      openGroup(title);
      for (const each of lines) line(each);
      closeGroup();
    },
    openGroup,
    closeGroup,
    mask: (secret) => {
      if (inRunner && secret !== "") core.setSecret(secret);
    },
  };
}

async function appendToSummary(file: string, markdown: string): Promise<void> {
  try {
    createFile(file);
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    throw unwritable("The job summary", "GITHUB_STEP_SUMMARY", error);
  } finally {
    // The toolkit keeps what it could not write and would add it to the next part.
    core.summary.emptyBuffer();
  }
}

/**
 * The toolkit refuses to write to a file that is not there. The runner makes it before the step; whoever sets the variable
 * outside a runner need not. A file that cannot be written is refused here, with the file system's own error.
 */
function createFile(file: string): void {
  appendFileSync(file, "");
}
