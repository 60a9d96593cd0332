/** GitHub's toolkit reads the process's own environment and writes to its own stdout: here it is given a test's. */
import { readInputs as readProcessInputs } from "../../../src/action/inputs.ts";
import type { RunOptions } from "../../../src/config/options.ts";

/** The inputs of a step with this environment. */
export function readInputs(environment: NodeJS.ProcessEnv): RunOptions {
  const restore = withEnvironment(environment);
  try {
    return readProcessInputs();
  } finally {
    restore();
  }
}

export interface CapturedOutput {
  /** What was written to stdout, without the ends of the lines. */
  readonly lines: string[];
  /** Gives the process its environment and its stdout back. */
  end(): void;
}

/** From now on the process has this environment, and what it writes is kept. */
export function captureOutput(environment: NodeJS.ProcessEnv): CapturedOutput {
  const lines: string[] = [];
  const restore = withEnvironment(environment);
  const { write } = process.stdout;
  process.stdout.write = (...parameters: unknown[]) => {
    const [chunk] = parameters;
    // The test runner reports in bytes.
    if (typeof chunk !== "string") return Reflect.apply(write, process.stdout, parameters);
    lines.push(chunk.replace(/\n$/, ""));
    return true;
  };
  return {
    lines,
    end: () => {
      process.stdout.write = write;
      restore();
    },
  };
}

function withEnvironment(environment: NodeJS.ProcessEnv): () => void {
  const { env } = process;
  process.env = { ...environment };
  return () => {
    process.env = env;
  };
}
