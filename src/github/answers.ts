import { z } from "zod";
import { GitHubError } from "./client.ts";

/** Of GitHub's answers only what we use; new fields pass by. */

/** An ISO 8601 time as milliseconds since 1970. */
export const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const repositorySchema = z.object({ default_branch: z.string() });

export const workflowsSchema = z.object({
  total_count: z.number(),
  workflows: z.array(z.object({ id: z.number(), path: z.string(), state: z.string(), created_at: time })),
});
export type ListedWorkflow = z.infer<typeof workflowsSchema>["workflows"][number];

export const runsSchema = z.object({
  total_count: z.number(),
  workflow_runs: z.array(
    z.object({
      id: z.number(),
      status: z.string().nullable(),
      created_at: time,
      run_started_at: time.optional(),
    }),
  ),
});
export type ListedRun = z.infer<typeof runsSchema>["workflow_runs"][number];

export const jobsSchema = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      steps: z
        .array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() }))
        .optional(),
    }),
  ),
});
export type ListedJob = z.infer<typeof jobsSchema>["jobs"][number];

/** @throws GitHubError when the answer has not the form we need */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new GitHubError(
    { reason: "version", detail: `GitHub's answer for ${what} has not the form that this check expects.` },
    200,
  );
}
