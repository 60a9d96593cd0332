import { rulesSource } from "../config/events.ts";
import { errorName, UserError } from "../core/errors.ts";
import { problemAnnotations, renderProblems } from "../report/input-errors.ts";
import { readInputs } from "./inputs.ts";
import { EMPTY_OUTPUTS } from "./outputs.ts";
import { workflowCommands } from "./workflow-commands.ts";

const runner = workflowCommands();

// The one place that turns an error into a failed step.
try {
  const inputs = readInputs();
  // Loaded late: wrong inputs are reported without it.
  const { main } = await import("./main.ts");
  if (await main(inputs, process.env, runner)) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  const problems = error instanceof UserError ? error.problems : [describe(error)];
  const omitted = error instanceof UserError ? error.omitted : 0;
  for (const annotation of problemAnnotations(problems, isOfCheckout(process.env)))
    runner.annotate(annotation);
  if (omitted > 0) runner.line(`and ${omitted} other problems`);
  for (const [name, value] of Object.entries(EMPTY_OUTPUTS)) runner.output(name, value);
  // Last: it may be the summary's own file that cannot be written.
  await runner.summary(renderProblems(problems, omitted));
}

/** Known without the event's own text, for loading what reads it takes time. */
function isOfCheckout(environment: NodeJS.ProcessEnv): boolean {
  const { GITHUB_EVENT_NAME: eventName = "", GITHUB_REF: ref } = environment;
  const facts = { baseSha: null, baseRef: null, defaultBranch: null };
  return rulesSource({ ...facts, eventName, ref: ref ?? null }) === undefined;
}

/** An error's own message may quote what must not be shown; its kind and place say enough to report it. */
function describe(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const place = /\n\s+at (?:.*[/\\(])?([\w.-]+:\d+:\d+)/.exec(stack)?.[1] ?? "an unknown place";
  return `This is a defect of pg-preflight (${errorName(error)} at ${place}). Please report it at https://github.com/pg-preflight/pg-preflight/issues.`;
}
