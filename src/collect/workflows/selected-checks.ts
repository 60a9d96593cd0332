import { checks as catalogue } from "../../checks/index.ts";
import { DEFAULT_CONFIG, DEFAULT_SUITE, DEFAULT_TARGET } from "../../config/options.ts";
import { selectChecks } from "../../config/selection.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { ActionStep } from "./workflow-file.ts";

/** The label of the database that a step checks; null when that is not known. */
export function targetOfStep(inputs: ActionStep["inputs"]): string | null {
  return inputs === null ? null : inputs.target || DEFAULT_TARGET;
}

/**
 * The checks that a step of another workflow runs, by the rules that this run selects its own by; null when that
 * is not known: an expression decides, or a configuration file that is not this run's.
 */
export function checksOfStep(
  inputs: ActionStep["inputs"],
  { selection }: RunConfig,
): readonly string[] | null {
  if (inputs === null) return null;
  const isSameConfig = (inputs.config || DEFAULT_CONFIG) === selection.config;
  try {
    const selected = selectChecks(catalogue, {
      suite: inputs.suite || DEFAULT_SUITE,
      words: inputs.checks.split(/[\s,]+/).filter((word) => word !== ""),
      suites: isSameConfig ? selection.suites : {},
      checklist: selection.checklist,
    });
    const disabled = isSameConfig ? selection.disabled : [];
    return selected.map(({ id }) => id).filter((id) => !disabled.includes(id));
  } catch {
    // A suite or check that does not exist makes that step fail: it runs nothing.
    return isSameConfig ? [] : null;
  }
}
