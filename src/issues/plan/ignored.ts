import type { ChangeView } from "../render/model.ts";
import type { RememberedFinding } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import type { Difference } from "./diff.ts";

/** Findings of a check that are there, and that the configuration lets be. */
export function ignoredRefs({ facts, refs }: PlanContext, check: string): ReadonlySet<string> {
  const ignored = facts.report.ignored.filter((each) => each.check === check);
  return new Set(ignored.map(({ key }) => refs.of(check, key)));
}

/**
 * What is gone, and what nobody mended: the configuration ignores it.
 *
 * @param ignored refs, as the memory has them
 * @param nameOf a finding's own name
 */
export function ignoredOf(
  { refs }: PlanContext,
  { resolved, resolvedUnnamed }: Pick<Difference, "resolved" | "resolvedUnnamed">,
  ignored: ReadonlySet<string>,
  nameOf = ({ ref }: RememberedFinding): string => ref,
): Pick<ChangeView, "resolvedNames" | "resolved" | "ignored"> {
  const namesOf = (findings: readonly RememberedFinding[]): string[] =>
    refs.form === "plain" ? findings.map(nameOf) : [];
  const letBe = resolved.filter(({ ref }) => ignored.has(ref));
  const gone = resolved.filter(({ ref }) => !ignored.has(ref));
  // Nobody knows which those without a name were: as many as may be are taken for ignored, none for mended.
  const letBeUnnamed = Math.min(resolvedUnnamed, ignored.size - letBe.length);
  const told = { resolvedNames: namesOf(gone), resolved: gone.length + resolvedUnnamed - letBeUnnamed };
  if (ignored.size === 0) return told;
  return {
    ...told,
    ignored: { names: namesOf(letBe), count: letBe.length + letBeUnnamed, all: ignored.size },
  };
}
