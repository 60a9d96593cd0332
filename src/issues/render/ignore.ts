import type { ReportedFinding } from "../../core/report.ts";
import { toDate } from "../../lib/time.ts";
import { fenced, fold } from "../../report/html/blocks.ts";

/** Lines for so many findings; the others are written alike. */
const EXAMPLES = 3;
const LONGEST_KEY = 300;
/** So long the example ignores. */
const DAYS = 90 * 86_400_000;

/** The lines of the configuration that let a finding be. */
export function howToIgnore(
  check: string,
  findings: readonly ReportedFinding[],
  { from, showsNames }: { from: number; showsNames: boolean },
): string[] {
  const keys = showsNames ? findings.map(({ key }) => key).filter((key) => key.length <= LONGEST_KEY) : [];
  const shown = keys.length === 0 ? ["its key, as the report file has it"] : keys.slice(0, EXAMPLES);
  const until = toDate(from + DAYS);
  // JSON's strings are YAML's.
  const lines = shown.map(
    (key) =>
      `  - { check: ${check}, key: ${JSON.stringify(key)}, reason: "why it may be so", expires: ${until} }`,
  );
  return fold("To ignore a finding", [
    "<p>With a reason, and best with an end, in the configuration; a <code>*</code> in the key stands for any text. Keep only the lines that you mean.</p>",
    fenced(["ignore:", ...lines].join("\n"), "yaml"),
  ]);
}
