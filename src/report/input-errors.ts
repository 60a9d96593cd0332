import type { Annotation } from "./annotations.ts";
import { logLine } from "./html/escape.ts";
import { count, html, renderText } from "./html/inline-text.ts";

/** Maximum number of problems that are listed. */
const SHOWN = 200;

/** A problem of the configuration begins with its place: `.github/pg-preflight.yml:12: …`. */
const PLACE = /^([^\s:]+\.ya?ml):(\d+): /;

/**
 * Each problem as an error, at its line of the configuration if it has one.
 *
 * @param isOfCheckout whether the configuration is the checkout's: another's lines are not those of the commit
 */
export function problemAnnotations(problems: readonly string[], isOfCheckout: boolean): Annotation[] {
  return problems.map((problem) => {
    const error = { level: "error", title: "pg-preflight", message: logLine(problem) } as const;
    const [, file, line] = (isOfCheckout ? PLACE.exec(problem) : null) ?? [];
    return file === undefined ? error : { ...error, file, line: Number(line) };
  });
}

/**
 * The summary of a run that stopped on errors of its inputs or configuration.
 *
 * @param omittedBefore the number of problems that are not among them
 */
export function renderProblems(problems: readonly string[], omittedBefore = 0): string {
  const items = problems.slice(0, SHOWN).map((problem) => html`<li>${renderText(problem, 1_000)}</li>`);
  const omitted = problems.length - items.length + omittedBefore;
  if (omitted > 0) items.push(html`<li>and ${count(omitted, "other problem")}</li>`);
  return [
    html`<h2>❌ pg-preflight stopped: ${count(problems.length + omittedBefore, "problem")} to mend</h2>`,
    `<ul>\n${items.join("\n")}\n</ul>\n`,
  ].join("\n\n");
}
