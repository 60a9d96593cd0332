import { rulesSource } from "../config/events.ts";
import { DEFAULT_TIMEOUT_MINUTES } from "../config/options.ts";
import { AFTER_DEADLINE } from "../core/deadlines.ts";
import { errorName, UserError } from "../core/errors.ts";
import { count, elapsed } from "../lib/format.ts";
import { MINUTE } from "../lib/time.ts";
import { html, renderText } from "../report/html/inline-text.ts";
import { problemAnnotations, renderProblems } from "../report/input-errors.ts";
import { EMPTY_OUTPUTS } from "./outputs.ts";
import type { WorkflowCommands } from "./workflow-commands.ts";

/** Milliseconds for a run that is ended to say why. */
const LAST_WORDS = AFTER_DEADLINE.process - AFTER_DEADLINE.running;

/** As shells count them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The one place that ends the process. A run ends when its work is done; on an error, wherever it comes from; when its time is
 * over; and on a signal. Whatever the other sides of its connections do, no socket keeps the process.
 */
export class RunEnd {
  readonly #runner: WorkflowCommands;
  #timeout = DEFAULT_TIMEOUT_MINUTES * MINUTE;
  #watchdog: NodeJS.Timeout | undefined;
  /** Whether the step fails, once the outputs say so too. */
  #verdict: { readonly stepFails: boolean } | undefined;
  #exitCode: number | undefined;

  constructor(runner: WorkflowCommands) {
    this.#runner = runner;
    this.setTimeout(this.#timeout);
    process.on("uncaughtException", (error) => void this.fail(error));
    process.on("unhandledRejection", (error) => void this.fail(error));
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => void this.#cancel(signal));
    }
    // Nobody reads the log any more: the summary and the outputs are written all the same.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  }

  /** policy.timeout, in milliseconds from the start of the process. Until the configuration is read its default holds. */
  setTimeout(timeout: number): void {
    this.#timeout = timeout;
    clearTimeout(this.#watchdog);
    // performance.now() begins with the process.
    const timeLeft = timeout + AFTER_DEADLINE.running - performance.now();
    this.#watchdog = setTimeout(() => void this.#runOutOfTime(), timeLeft);
  }

  /** Waits for ever when the run is being ended already: its summary and its outputs have been written. */
  async beforePublishing(): Promise<void> {
    if (this.#exitCode !== undefined) await new Promise(() => undefined);
  }

  /** The outputs of the verdict are written: no error from now on writes others. */
  conclude(verdict: { readonly stepFails: boolean }): void {
    this.#verdict = verdict;
  }

  /** Everything is done. */
  async finish(stepFails: boolean): Promise<void> {
    if (this.#exitCode !== undefined) return;
    // The watchdog goes on: the log's reader may be slow.
    await this.#exit(stepFails ? 1 : 0);
  }

  /** The run cannot go on. */
  async fail(error: unknown): Promise<void> {
    await this.#endEarly(1, async () => {
      this.#runner.closeGroup();
      const problems = [...new Set([...problemsOf(error), ...this.#writeEmptyOutputs()])];
      const omitted = error instanceof UserError ? error.omitted : 0;
      for (const annotation of problemAnnotations(problems, isOfCheckout(process.env))) {
        this.#runner.annotate(annotation);
      }
      if (omitted > 0) this.#runner.line(`and ${count(omitted, "other problem")}`);
      await this.#runner.summary(renderProblems(problems, omitted));
    });
  }

  /** @returns why they cannot be written */
  #writeEmptyOutputs(): readonly string[] {
    if (this.#verdict !== undefined) return [];
    try {
      for (const [name, value] of Object.entries(EMPTY_OUTPUTS)) this.#runner.output(name, value);
      return [];
    } catch (error) {
      return problemsOf(error);
    }
  }

  async #runOutOfTime(): Promise<void> {
    if (this.#exitCode !== undefined) return this.#exitNow();
    const limit = `policy.timeout (${elapsed(this.#timeout)}) and ${elapsed(AFTER_DEADLINE.running)} more were over`;
    if (this.#verdict === undefined) {
      const sentence = `The run was ended and concluded nothing: ${limit}. Raise policy.timeout, or see in the log what it waited for.`;
      return this.fail(new UserError([sentence]));
    }
    const message = `The run was ended while it wrote to GitHub: ${limit}. Its result counts; the next run writes what is missing in the issues.`;
    await this.#endEarly(this.#verdict.stepFails ? 1 : 0, async () => {
      this.#runner.annotate({ level: "warning", title: "pg-preflight", message });
      await this.#runner.summary(`${html`<p>⚠️ ${renderText(message)}</p>`}\n\n`);
    });
  }

  /** The runner sends SIGINT, 7.5 seconds later SIGTERM, and kills 2.5 seconds after that. */
  async #cancel(signal: keyof typeof EXIT_CODES): Promise<void> {
    await this.#endEarly(EXIT_CODES[signal], () => {
      this.#runner.line(
        `The run was cancelled (${signal}): its statements are cancelled and its connections are closed.`,
      );
    });
  }

  async #endEarly(exitCode: number, lastWords: () => void | Promise<void>): Promise<void> {
    // Only the first reason counts.
    if (this.#exitCode !== undefined) return;
    this.#exitCode = exitCode;
    setTimeout(() => this.#exitNow(), LAST_WORDS);
    const closed = closeConnections();
    // It may be the summary's own file that cannot be written.
    await Promise.resolve()
      .then(lastWords)
      .catch(() => undefined);
    await closed;
    await this.#exit(exitCode);
  }

  async #exit(exitCode: number): Promise<void> {
    this.#exitCode = exitCode;
    await Promise.all([process.stdout, process.stderr].map(flush));
    this.#exitNow();
  }

  #exitNow(): void {
    process.exit(this.#exitCode);
  }
}

/** Whose configuration counts, known without the event's own text, for loading what reads it takes time. */
function isOfCheckout(environment: NodeJS.ProcessEnv): boolean {
  const { GITHUB_EVENT_NAME: eventName = "", GITHUB_REF: ref } = environment;
  const facts = { baseSha: null, baseRef: null, defaultBranch: null };
  return rulesSource({ ...facts, eventName, ref: ref ?? null }) === undefined;
}

/** No statement goes on at a server. */
async function closeConnections(): Promise<void> {
  const { abandonConnections } = await import("../collect/postgres/client.ts");
  await abandonConnections();
}

/** Resolves when all that was written before has reached the other side, or cannot. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

/** Every problem, one sentence each. */
function problemsOf(error: unknown): readonly string[] {
  if (error instanceof UserError) return error.problems;
  if (error instanceof AggregateError) return error.errors.flatMap(problemsOf);
  return [describeDefect(error)];
}

/** An error's own message may quote what must not be shown; its kind and place say enough to report it. */
function describeDefect(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const place = /\n\s+at (?:.*[/\\(])?([\w.-]+:\d+:\d+)/.exec(stack)?.[1] ?? "an unknown place";
  return `This is a defect of pg-preflight (${errorName(error)} at ${place}). Please report it at https://github.com/pg-preflight/pg-preflight/issues.`;
}
