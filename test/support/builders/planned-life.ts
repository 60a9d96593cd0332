import { failing, onDay } from "./issue-reports.ts";
import { Life } from "./issues.ts";

/** `backups` rests on what is there; `slow-queries` on counters, so that two runs have to agree. */
export const PLAIN = "backups";
export const SETTLING = "slow-queries";

/** The issue of `backups` is #1, the overview #2. */
export function lifeOf(...keys: string[]): Life {
  const life = new Life();
  life.run(onDay(0, [failing(PLAIN, keys)]));
  return life;
}
