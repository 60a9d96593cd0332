import { checkById } from "../checks/index.ts";
import type { Evidence } from "../core/checklist/item.ts";
import { failing, passing, unknownItem, withoutVerdict } from "../core/checklist/item-evidence.ts";
import type { ItemEvidence } from "../core/finding.ts";
import type { CheckResult } from "../core/report.ts";

/** What an item's evidence shows in this run. Total: a check that did not run shows nothing, which completes no item. */
export function evidenceOf(source: Evidence, results: readonly CheckResult[]): ItemEvidence {
  const result = results.find(({ check }) => check === source.check);
  const check = checkById(source.check);
  if (result === undefined) {
    return unknownItem(
      check === undefined
        ? "No check can look at this yet: it wants a person's word."
        : `The check \`${source.check}\` is not part of this run.`,
    );
  }
  const part = source.part === undefined ? undefined : check?.evidence?.[source.part];
  return part === undefined ? ofCheck(result, source) : part(result, source.about, source.columns);
}

function ofCheck(result: CheckResult, { keys, columns }: Evidence): ItemEvidence {
  const findings = (result.findings ?? []).filter(({ key }) => keys === undefined || keys.includes(key));
  if (findings.length > 0) return failing(findings, result);
  return withoutVerdict(result) ?? passing(result.title, result.measurements ?? [], columns);
}
