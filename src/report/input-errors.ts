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
 * @param isPullRequest the configuration is the base branch's then, so its lines are not those of the commit
 */
export function problemAnnotations(problems: readonly string[], isPullRequest: boolean): Annotation[] {
  return problems.map((problem) => {
    const error = { level: "error", title: "pg-preflight", message: logLine(problem) } as const;
    const [, file, line] = (isPullRequest ? null : PLACE.exec(problem)) ?? [];
    return file === undefined ? error : { ...error, file, line: Number(line) };
  });
}

/** The summary of a run that stopped on errors of its inputs or configuration, with all of them. */
export function renderProblems(problems: readonly string[]): string {
  const items = problems.slice(0, SHOWN).map((problem) => html`<li>${renderText(problem, 1_000)}</li>`);
  const omitted = problems.length - items.length;
  if (omitted > 0) items.push(html`<li>and ${count(omitted, "other problem")}</li>`);
  return [
    html`<h2>❌ pg-preflight stopped: ${count(problems.length, "problem")} to mend</h2>`,
    `<ul>\n${items.join("\n")}\n</ul>\n`,
  ].join("\n\n");
}
