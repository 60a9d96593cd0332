import type { Clock } from "../../github/clock.ts";
import type { IssueSnapshot } from "../issue.ts";
import type { IssueApi } from "./api.ts";
import type { SyncJournal } from "./journal.ts";

/** Milliseconds between two writes, as GitHub asks for. */
export const WRITE_PAUSE = 1000;

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
