/** What the page of every check must have. CONTRIBUTING.md says it in words; keep the two together. */

export const PAGE_RULES =
  "What a page must have is in CONTRIBUTING.md, “How to add a check”; `npm run new-check` writes a page that has it.";

export interface PageOption {
  readonly name: string;
  /** Its default as people write it; undefined when it has none. */
  readonly written: string | undefined;
}

/** What a page says beside its own prose. */
export interface PageFacts {
  readonly title: string;
  readonly options: readonly PageOption[];
  /** A check that rests on files or an API is verified there, with a command. */
  readonly hasQuery: boolean;
}

const LEAD = /^\*\*(When it fails,\*\* [\s\S]*\*\*(First|Do)\*\*\s|It never fails:\*\* )/;

/** Everything that a page lacks, one sentence each. */
export function pageProblems(page: string, { title, options, hasQuery }: PageFacts): string[] {
  const problems: string[] = [];
  const [, lead = ""] = page.split("\n\n");
  if (!LEAD.test(lead)) {
    problems.push(
      'The lead is not "**When it fails,** … **First** …" (or "**Do** …") or "**It never fails:** …".',
    );
  }
  const wanted = [
    `# ${title}`,
    "## What it looks at",
    "## Why it matters",
    "## How to fix it",
    "## False positives",
    "## Verify",
    ...(options.length > 0 ? ["## Options"] : []),
  ].join("\n");
  const headings = page
    .replace(/^```[\s\S]*?^```/gm, "")
    .split("\n")
    .filter((line) => /^##? /.test(line))
    .join("\n");
  if (headings !== wanted) problems.push(`The headings are\n${headings}\ninstead of\n${wanted}`);
  const sections = sectionsOf(page);
  for (const [heading, text] of sections) if (text.trim() === "") problems.push(`"${heading}" is empty.`);
  if (!(hasQuery ? /^```sql\n/m : /^```(sql|sh)\n/m).test(sections.get("## Verify") ?? "")) {
    problems.push('"## Verify" has no query to paste.');
  }
  return [...problems, ...optionProblems(sections.get("## Options") ?? "", options)];
}

function optionProblems(table: string, options: readonly PageOption[]): string[] {
  const problems = options.flatMap(({ name, written }) => {
    const cell = new RegExp(`^\\| *\`${name}\` *\\|([^|]+)\\|[^|]+`, "m").exec(table)?.[1]?.trim();
    if (cell === undefined) return [`The option ${name} is not in the table of options.`];
    if (written === undefined || /^(\[\]|\{\})$/.test(written)) {
      const isSaid = cell === written || /[a-z]/.test(cell);
      return isSaid ? [] : [`The option ${name}: say in a word what holds without it.`];
    }
    return normal(cell) === normal(written) ? [] : [`The default of ${name} is ${written}, not ${cell}.`];
  });
  const listed = [...table.matchAll(/^\| *`([^`]+)` *\|/gm)].map(([, name = ""]) => name);
  const strangers = listed.filter((name) => options.every((option) => option.name !== name));
  return [...problems, ...strangers.map((name) => `The option ${name} does not exist.`)];
}

/** `[a, b]`, `["a", "b"]` and "`a`, `b`" are the same default. */
function normal(text: string): string {
  return text.replace(/[`"'\s[\]]/g, "");
}

function sectionsOf(page: string): Map<string, string> {
  const sections = page.split(/^(?=## )/m).slice(1);
  return new Map(
    sections.map((section) => {
      const [heading = "", ...rest] = section.split("\n");
      return [heading, rest.join("\n")];
    }),
  );
}
