/** What stays of a statement in a report: enough to find it in the code. */
const SHOWN = 200;

/** An end that the cut may have taken away is as good as the real one. */
const PARTS = [
  /"(?:[^"]|"")*(?:"|$)/, // a quoted name, which stays
  /\/\*[\s\S]*?(?:\*\/|$)/, // comments
  /--[^\n]*/,
  /\bE'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/, // literals
  /'(?:[^']|'')*(?:'|$)/,
  /\$(?<tag>[a-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$)/,
  /(?<![\w$.])\d+(?:\.\d+)?(?!\w)/,
];

const PART = new RegExp(PARTS.map(({ source }) => source).join("|"), "gi");

/**
 * A statement as pg_stat_statements keeps it, on one line, cut short. Comments go, for frameworks write users and
 * routes into them. So do literals: PostgreSQL leaves them in place when it threw a statement out while it ran.
 */
export function showStatement(text: string): string {
  const line = text
    .replace(PART, (part) => {
      if (part.startsWith('"')) return part;
      return part.startsWith("/*") || part.startsWith("--") ? " " : "…";
    })
    .replace(/\s+/g, " ")
    .trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
