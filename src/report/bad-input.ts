import { logLine } from "./cells.ts";
import { count, html, prose } from "./prose.ts";

/** The page for a run that could not start: every problem at once, since each is for the user to mend. */
export function renderProblems(problems: readonly string[]): string {
  const items = problems.slice(0, SHOWN).map((problem) => html`<li>${prose(problem, 1_000)}</li>`);
  const rest = problems.length - items.length;
  if (rest > 0) items.push(html`<li>and ${count(rest, "other problem")}</li>`);
  return [
    html`<h2>❌ pg-preflight could not start: ${count(problems.length, "problem")} to mend</h2>`,
    `<ul>\n${items.join("\n")}\n</ul>`,
    "<p><sub>The database was not asked anything.</sub></p>\n",
  ].join("\n\n");
}

/** The same for the log, one line each. */
export function problemLines(problems: readonly string[]): string[] {
  return problems.map((problem) => logLine(`✗ ${problem}`));
}

/** Nobody mends more than this at a sitting. */
const SHOWN = 200;
