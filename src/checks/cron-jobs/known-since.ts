import { createHash } from "node:crypto";
import { z } from "zod";
import type { CheckState } from "../../core/check-state.ts";
import { time } from "../../core/run-stamp.ts";
import type { CronFacts, CronJob } from "../shared/pg-cron/jobs.ts";

/** Since when a job is known to exist as it is now. A job that was made or changed after a due time did not miss it. */

const storedJobSchema = z.object({
  ref: z.string(),
  /** The first run of ours that saw the job as it is, milliseconds since 1970. */
  since: time,
  /** Whether an earlier run of ours saw it with another schedule, or inactive. */
  changed: z.boolean(),
  /** Of what decides when it is due. */
  signature: z.string().max(20),
});

export type StoredJob = z.infer<typeof storedJobSchema>;

interface SeenJob {
  readonly name: string;
  readonly signature: string;
}

/** Maximum number of jobs that are stored. */
const KEPT = 200;

/** The jobs as earlier runs saw them. */
export const jobState: Omit<CheckState<unknown, never, readonly SeenJob[], StoredJob>, "read"> = {
  entry: storedJobSchema,
  namespace: "cron-job",
  update(jobs, { at, previous, lookup }) {
    const { find } = lookup(previous?.list ?? []);
    return jobs.slice(0, KEPT).map(({ name, signature }): StoredJob => {
      const { ref, entry } = find(name);
      if (entry === undefined) return { ref, since: at, changed: false, signature };
      const isSame = entry.signature === signature;
      return isSame ? { ...entry, ref } : { ref, since: at, changed: true, signature };
    });
  },
  // Numbers and names of jobs do not depend on the statistics.
  comparable: ({ list }) => list,
  trim: [{ turn: "first", size: (list) => list.length, least: 0, cut: (list, size) => list.slice(0, size) }],
};

/** What one run saw of the jobs. */
export function seenJobs(facts: CronFacts): readonly SeenJob[] {
  return facts.jobs.map((job) => ({ name: nameOf(job), signature: signatureOf(job, facts) }));
}

/** The job with `existedBy` by the runs of pg_cron and by what earlier runs of ours saw. */
export function asKnown(
  job: CronJob,
  facts: CronFacts,
  stored: ((name: string) => StoredJob | undefined) | undefined,
): CronJob {
  const seen = stored?.(nameOf(job));
  if (seen === undefined) return job;
  // Changed since our last run: no due time of its present schedule has been seen to pass.
  if (seen.signature !== signatureOf(job, facts)) return { ...job, existedBy: null };
  const existedBy = seen.changed || job.existedBy === null ? seen.since : Math.min(job.existedBy, seen.since);
  return { ...job, existedBy };
}

/** pg_cron never uses a number twice; the name tells a copy of the database from another server. */
function nameOf({ id, name }: CronJob): string {
  return `${id} ${name ?? ""}`;
}

function signatureOf({ schedule, active }: CronJob, { settings }: CronFacts): string {
  const text = JSON.stringify([schedule, active, settings["cron.timezone"] ?? ""]);
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 12);
}
