import { z } from "zod";

/** Up to the year 9999: what is written as a date later must be one, whoever edited the block. */
export const time = z.number().min(0).max(253_402_300_799_999);

export const count = z.number().min(0);

/** One run of the action: what wrote last, and whether that was later than we are. */
export const runStampSchema = z.object({
  /** GITHUB_RUN_ID. */
  id: z.string(),
  attempt: count,
  /** When it began. */
  at: time,
});

export type RunStamp = z.infer<typeof runStampSchema>;

/** Whether `a` began after `b`; of two that began in the same moment the higher run id is the later. */
export function isLaterRun(a: RunStamp, b: RunStamp): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.id !== b.id) return a.id.length === b.id.length ? a.id > b.id : a.id.length > b.id.length;
  return a.attempt > b.attempt;
}

export function isSameRun(a: RunStamp, b: RunStamp): boolean {
  return a.id === b.id && a.attempt === b.attempt && a.at === b.at;
}
