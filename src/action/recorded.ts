import { type RecordedBaseline, recordedSchema } from "../checks/performance-baseline/baseline-file.ts";

/** The recorded baseline as the repository keeps it: its keys in the schema's order, so that a diff shows what changed. */
export function renderRecorded(baseline: RecordedBaseline): string {
  return `${JSON.stringify(recordedSchema.parse(baseline), null, 2)}\n`;
}
