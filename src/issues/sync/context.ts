import type { Clock } from "../../github/clock.ts";
import type { IssueSnapshot } from "../issue.ts";
import type { IssueApi } from "./api.ts";
import type { SyncJournal } from "./journal.ts";

/** What one round of reconciling works with. */
export interface SyncContext {
  readonly api: IssueApi;
  readonly journal: SyncJournal;
  /** What the plan was made from. */
  readonly snapshot: IssueSnapshot;
  readonly clock: Clock;
  /** When it was listed, milliseconds since 1970. */
  readonly listedAt: number;
}
