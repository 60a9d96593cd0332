import type { Settings } from "../../domain/settings.ts";
import { NO_TRACKING, type TrackerEvidence } from "../../domain/tracker.ts";

/** Our issues, and whether this run may write them and show names. */
export async function collectTracker(_settings: Settings): Promise<TrackerEvidence> {
  return NO_TRACKING;
}
