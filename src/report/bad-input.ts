import { count, html, prose } from "./prose.ts";

/** Nobody mends more than this at a sitting. */
const SHOWN = 200;

/** The page for a run that came to nothing: every problem at once, since each is for the user to mend. */
export function renderProblems(problems: readonly string[]): string {
  const items = problems.slice(0, SHOWN).map((problem) => html`<li>${prose(problem, 1_000)}</li>`);
  const rest = problems.length - items.length;
  if (rest > 0) items.push(html`<li>and ${count(rest, "other problem")}</li>`);
  return [
    html`<h2>❌ pg-preflight stopped: ${count(problems.length, "problem")} to mend</h2>`,
    `<ul>\n${items.join("\n")}\n</ul>\n`,
  ].join("\n\n");
}
