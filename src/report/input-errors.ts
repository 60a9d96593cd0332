import type { Annotation } from "./annotations.ts";
import { logLine } from "./html/escape.ts";
import { count, html, renderText } from "./html/inline-text.ts";

/** Nobody mends more than this at a sitting. */
const SHOWN = 200;

/** A problem of the configuration begins with its place: `.github/pg-preflight.yml:12: …`. */
const PLACE = /^([^\s:]+\.ya?ml):(\d+): /;

/**
 * Each problem as an error, at its line of the configuration where it has one.
 *
 * @param isPullRequest then the base branch's file counts, and the lines are not those of the commit
 */
export function problemAnnotations(problems: readonly string[], isPullRequest: boolean): Annotation[] {
  return problems.map((problem) => {
    const error = { level: "error", title: "pg-preflight", message: logLine(problem) } as const;
    const [, file, line] = (isPullRequest ? null : PLACE.exec(problem)) ?? [];
    return file === undefined ? error : { ...error, file, line: Number(line) };
  });
}

/** The page for a run that came to nothing: every problem at once, since each is for the user to mend. */
export function renderProblems(problems: readonly string[]): string {
  const items = problems.slice(0, SHOWN).map((problem) => html`<li>${renderText(problem, 1_000)}</li>`);
  const omitted = problems.length - items.length;
  if (omitted > 0) items.push(html`<li>and ${count(omitted, "other problem")}</li>`);
  return [
    html`<h2>❌ pg-preflight stopped: ${count(problems.length, "problem")} to mend</h2>`,
    `<ul>\n${items.join("\n")}\n</ul>\n`,
  ].join("\n\n");
}
