import type { BaselineEvidence } from "../../domain/baseline/evidence.ts";
import type { Settings } from "../../domain/settings.ts";
import type { Source } from "../../domain/sources.ts";
import type { Circumstances } from "../sources.ts";

/** The recorded baseline, and the declared queries measured once everything else was asked. */
export async function collectBaseline(
  _settings: Settings,
  _file: string,
  _circumstances: Circumstances,
): Promise<Source<BaselineEvidence>> {
  return { skipped: { reason: "not-configured", detail: "Not built yet." } };
}
