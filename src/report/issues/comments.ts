import type { Priority } from "../../domain/priority.ts";
import type { ChangeView, RunView } from "./views.ts";

/** What changed since the issue was last written. */
export function commentOnChanges(view: ChangeView): string {
  return view.title;
}

/** Why we close: a pass, a check that is switched off, or that what is left is less urgent than `issues.from`. */
export function commentOnClosing(
  view: ChangeView,
  why: { readonly kind: "pass" | "disabled" } | { readonly kind: "below"; readonly from: Priority },
): string {
  return `${view.title}: ${why.kind}`;
}

/** Why an issue is open again: what was gone came back, or a person had closed it and there is something new. */
export function commentOnReopening(view: ChangeView, why: "came-back" | "new-since-closed"): string {
  return `${view.title}: ${why}`;
}

/** In place of the block of an issue that two runs opened at the same moment. */
export function duplicateText(run: RunView, of: number): string {
  return `${run.target}: #${of}`;
}
