import { z } from "zod";
import type { MonitoringWorkflow } from "../../core/sources.ts";
import { type ActionStep, stepsOfJob } from "./workflow-steps.ts";

/** What a workflow file says of this action. */
export interface WorkflowFile extends Pick<MonitoringWorkflow, "schedules"> {
  readonly steps: readonly ActionStep[];
}

/** A workflow as a call of it sees it. */
export interface Callable {
  readonly jobs: Readonly<Record<string, unknown>>;
  /** The defaults of its inputs, by name. */
  readonly defaults: Readonly<Record<string, string>>;
}

const fileSchema = z.object({ on: z.unknown(), jobs: z.record(z.string(), z.unknown()).catch({}) });
const scheduleSchema = z.object({
  schedule: z.array(z.object({ cron: z.string(), timezone: z.string().optional() })),
});
const callSchema = z.object({
  workflow_call: z.object({
    inputs: z.record(
      z.string(),
      z.object({ default: z.union([z.string(), z.number(), z.boolean()]).optional() }),
    ),
  }),
});

/**
 * Reads what a workflow file says of this action. What is no workflow says nothing.
 *
 * @param texts the workflow files of the repository by path, to follow calls by
 * @param isOwnRepository whether `./` is this action itself
 */
export async function readWorkflowFile(
  path: string,
  texts: ReadonlyMap<string, string>,
  isOwnRepository: boolean,
): Promise<WorkflowFile> {
  // Loaded only when there is a file to read.
  const { parse } = await import("yaml");
  const load = (file: string): z.infer<typeof fileSchema> | undefined => {
    try {
      return fileSchema.safeParse(parse(texts.get(file) ?? "", { maxAliasCount: 100, logLevel: "silent" }))
        .data;
    } catch {
      return undefined;
    }
  };
  const find = (file: string): Callable | undefined => {
    const workflow = load(file);
    return workflow && { jobs: workflow.jobs, defaults: defaultsOf(workflow.on) };
  };
  const workflow = load(path);
  const schedules = scheduleSchema.safeParse(workflow?.on).data?.schedule ?? [];
  return {
    schedules: schedules.map(({ cron, timezone }) => ({ cron, timezone: timezone ?? null })),
    steps: Object.entries(workflow?.jobs ?? {}).flatMap(([id, job]) =>
      stepsOfJob(id, job, { find, isOwnRepository, values: {}, prefix: "", depth: 1 }),
    ),
  };
}

function defaultsOf(on: unknown): Record<string, string> {
  const inputs = callSchema.safeParse(on).data?.workflow_call.inputs ?? {};
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? "")]),
  );
}
