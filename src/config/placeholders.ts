/** The texts that our own examples leave for the team to replace. Left as they are, they would be evidence of nothing. */

interface Placeholder {
  /** Lower case. */
  readonly text: string;
  /** It counts wherever a value holds it, not only as the whole value. */
  readonly within?: true;
  /** What to write in its place. */
  readonly write: string;
}

const WHO = "write the login of the person who checked it";
const WHAT = "write what that person saw, and where";
const WHY = "write the team's own reason";

/** test/docs/placeholders.test.ts reads the examples and compares. */
const PLACEHOLDERS: readonly Placeholder[] = [
  { text: "@your-login", within: true, write: WHO },
  { text: "your-login", write: WHO },
  {
    text: "abcdefghijklmnopqrst",
    within: true,
    write: "write your project's reference, from its URL or its settings",
  },
  { text: "what was looked at", write: WHAT },
  { text: "what was checked, and what it showed", write: WHAT },
  { text: "sentry, project api; the test error of this day arrived", write: WHAT },
  { text: "grafana samples the pool every minute", write: WHY },
];

/** An issue as zod reports one, so that it is listed with the others, by its line. */
interface PlaceholderIssue {
  readonly code: "custom";
  readonly path: PropertyKey[];
  readonly message: string;
  readonly input: unknown;
}

/** Every value of the configuration that is still our example's. */
export function placeholderIssues(value: unknown, path: readonly PropertyKey[] = []): PlaceholderIssue[] {
  if (typeof value === "string") {
    const found = placeholderIn(value);
    if (found === undefined) return [];
    const message = `${JSON.stringify(value)} is the example's text: ${found.write}`;
    return [{ code: "custom", path: [...path], message, input: value }];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => placeholderIssues(each, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => placeholderIssues(each, [...path, key]));
}

function placeholderIn(value: string): Placeholder | undefined {
  const text = value.trim().replace(/\s+/g, " ").replace(/\.$/, "").toLowerCase();
  return PLACEHOLDERS.find(({ text: token, within }) =>
    within === true ? new RegExp(`(?<![\\w-])${token}(?![\\w-])`).test(text) : text === token,
  );
}
