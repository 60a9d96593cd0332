import type { RecordedBaseline } from "../domain/baseline/recorded.ts";
import type { Report } from "../domain/report.ts";
import type { Settings } from "../domain/settings.ts";
import type { Sources } from "../domain/sources.ts";

/** What this run may leave as the recorded baseline: null unless every declared query was measured and kept its budget. */
export function baselineOf(_settings: Settings, _sources: Sources, _report: Report): RecordedBaseline | null {
  return null;
}
