import { checks } from "../checks/index.ts";
import { type IndexInventory, type IndexUsagePart, NO_INVENTORY } from "../core/index-usage.ts";
import type { Report } from "../core/report.ts";
import type { RunStamp } from "../core/run-stamp.ts";
import type { Windows } from "../core/server.ts";

/** What a run knows beyond its report, for memory and for the issues. Names are whole here. */
export interface RunFacts {
  readonly report: Report;
  readonly run: RunStamp;
  /** GitHub's name of the event that started the run: schedule, push; empty outside a runner. */
  readonly event: string;
  /** Ids of the checks whose findings open and close only after two runs agree. */
  readonly needsConfirmation: ReadonlySet<string>;
  /** Ids of the checks whose home is the weekly index-usage issue. */
  readonly indexUsage: ReadonlySet<string>;
  /** Null where the database was not reached or does not tell. */
  readonly system: string | null;
  readonly timeline: string | null;
  /** Undefined where the database was not reached. */
  readonly windows: Windows | undefined;
  /** By check id: what the checks that have a state read out of their rows. A check without an answer is not here. */
  readonly readings: ReadonlyMap<string, unknown>;
  /** Milliseconds of observed silence before an index may be dropped. */
  readonly observedFor: number;
  /** What the checks of this run leave for the team to keep. The dot before `name` keeps it apart from any report. */
  readonly files: readonly {
    readonly output: string;
    readonly name: string;
    /** Null when this run may not leave one. */
    text(): string | null;
  }[];
}

/** The check that has this part in the weekly index-usage issue. */
export function checkOfPart<Part extends IndexUsagePart["part"]>(part: Part): string {
  return checks.find(({ indexUsage }) => indexUsage?.part === part)?.id ?? part;
}

/** The indexes of the database; none in a run that did not ask for them. */
export function inventoryIn({ readings }: Pick<RunFacts, "readings">): IndexInventory {
  return (readings.get(checkOfPart("inventory")) as IndexInventory | undefined) ?? NO_INVENTORY;
}
