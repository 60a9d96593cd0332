import { isLaterRun, type RunStamp } from "../state/schema.ts";

const DAY = 86_400_000;

/**
 * A later run has written this. Nobody is overtaken by more than a day: a runner's clock that was a year ahead
 * would keep every later run from writing for a year.
 */
export function isOvertakenBy(written: RunStamp, run: RunStamp): boolean {
  return isLaterRun(written, run) && written.at - run.at <= DAY;
}
