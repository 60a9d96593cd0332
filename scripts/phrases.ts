/**
 * `node scripts/phrases.ts`: counts the phrases that are to go from what users read, and lowers their ceilings in
 * test/house/phrases.json to the counts of today. It never raises one: test/house/phrases.test.ts says where a phrase is.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const CEILINGS = join(root, "test/house/phrases.json");

/** Phrase -> what to search for, and what to write instead (see CONTEXT.md). Whole phrases, no honest uses. */
export const PHRASES: Readonly<Record<string, { readonly pattern: RegExp; readonly instead: string }>> = {
  "could not look": {
    pattern: /\b(?:could|can)(?: ?not|n't) (?:look|be looked at)\b/,
    instead: "could not be checked",
  },
  "look at": { pattern: /\blook(?:s|ed|ing)? at\b/, instead: "check, read" },
  mend: { pattern: /\bmend(?:s|ed|ing)?\b/, instead: "fix" },
  anew: { pattern: /\banew\b/, instead: "again" },
  told: { pattern: /\btold\b/, instead: "reported, listed" },
  tells: { pattern: /\btells?\b/, instead: "says, reports, shows" },
  nobody: { pattern: /\b(?:no|some|every)body\b/, instead: "name the role or the person" },
  whoever: { pattern: /\b(?:who|what)ever\b/, instead: "name the role or the thing" },
  "let be": { pattern: /\blet(?:s|ting)?(?: \w+)? be\b/, instead: "ignored" },
  "in sight": { pattern: /\b(?:in|out of) sight\b/, instead: "visible, no findings" },
  "in the clear": { pattern: /\bin the clear\b/, instead: "unencrypted" },
  stands: { pattern: /\b(?:stands?|stood)\b/, instead: "is, is listed, remains" },
  "from … on": { pattern: /\bfrom (?:\S+ ){1,2}on\b(?! (?:the|a)\b)/, instead: "at least, since" },
  "kept back": { pattern: /\b(?:kept|keeps?) back\b/, instead: "redacted" },
  ledger: { pattern: /\bledgers?\b/, instead: "migration history table" },
  tick: { pattern: /\b(?:un)?tick(?:s|ed|ing)?\b/, instead: "check off, complete" },
  "a person's word": { pattern: /\b(?:person|people|team)'s? (?:dated )?words?\b/, instead: "attestation" },
  "at once": { pattern: /\bat once\b/, instead: "immediately, together" },
  meanwhile: { pattern: /\bmeanwhile\b/, instead: "while …" },
  "left behind": {
    pattern: /\b(?:left|leaves?|leaving)(?: \w+)? behind\b/,
    instead: "an INVALID index, a leftover",
  },
  lend: { pattern: /\b(?:lends?|lent)\b/, instead: "grant membership in" },
  "go round": { pattern: /\bgo(?:es)? round\b/, instead: "bypass" },
  "let through": { pattern: /\blets?(?: \w+)? through\b/, instead: "accepted, allowed" },
  "so many": { pattern: /\bso many\b/, instead: "up to N" },
  night: { pattern: /\b(?:to|every |last |the |a )nights?\b/, instead: "the nightly run" },
  wants: { pattern: /\bwants\b/, instead: "needs, requires" },
  "is no": { pattern: /(?<!\bthere )\b(?:is|are) no (?!longer\b|more\b)/, instead: "is not a" },
  catalogue: { pattern: /\bcatalogues?\b/, instead: "system catalogs" },
  artefact: { pattern: /\bartefacts?\b/, instead: "artifact" },
  "-ise": {
    pattern: /\b(?:organis|analys|recognis|normalis|summaris|authoris)(?:e[sd]?|ing|ation)s?\b/,
    instead: "-ize",
  },
};

export interface Text {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The lines of the pages, and the literals of src: what users read. */
export function readTexts(): Text[] {
  const pages = globSync(["README.md", "docs/**/*.md", "src/checks/*/README.md"], { cwd: root });
  const sources = globSync("src/**/*.ts", { cwd: root, exclude: ["**/*.test.ts", "src/generated/**"] });
  return [
    ...pages.flatMap((file) => linesOf(file, 1, readFileSync(join(root, file), "utf8"))),
    ...sources.flatMap((file) =>
      literalsOf(readFileSync(join(root, file), "utf8")).flatMap(({ line, text }) =>
        linesOf(file, line, text),
      ),
    ),
  ];
}

/** Every check's page must have it: a new page must not exceed a ceiling by it. */
const REQUIRED_HEADING = "## What it looks at";

function linesOf(file: string, first: number, text: string): Text[] {
  return text
    .split("\n")
    .map((line, index) => ({ file, line: first + index, text: line }))
    .filter((line) => line.text !== REQUIRED_HEADING);
}

const COMMENT = /\/\/.*|\/\*[\s\S]*?\*\//;
const QUOTED = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/;
/** A slash begins a regular expression where a value may begin; elsewhere it divides. */
const REGEXP = /(?<=(?:[=(,:[!&|?{;+>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\//;
const CHARACTER = /[\s\S]/;
/** One step of a source. */
const STEP = new RegExp([COMMENT, QUOTED, REGEXP, CHARACTER].map(({ source }) => source).join("|"), "y");
/** The part of a template up to its end or to the next value in it. */
const TEMPLATE = /((?:\\[\s\S]|(?!`|\$\{)[\s\S])*)(`|\$\{)/y;

/** The texts of the string literals of TypeScript; those of a template are its parts between `${` and `}`. */
export function literalsOf(source: string): { readonly line: number; readonly text: string }[] {
  const literals: { line: number; text: string }[] = [];
  /** For each open brace, whether it ends a `${`. */
  const braces: boolean[] = [];
  let at = 0;
  const add = (from: number, to: number): void => {
    const line = source.slice(0, from).split("\n").length;
    // An escape such as \n would hide the beginning of a word.
    literals.push({ line, text: source.slice(from, to).replace(/\\[nt]/g, " ") });
  };
  /** Reads the part of a template from `from` on, and gives the place behind it. */
  const readTemplate = (from: number): number => {
    TEMPLATE.lastIndex = from;
    const [, text = "", end] = TEMPLATE.exec(source) ?? [];
    add(from, from + text.length);
    if (end === "${") braces.push(true);
    return TEMPLATE.lastIndex;
  };
  while (at < source.length) {
    STEP.lastIndex = at;
    const [token = ""] = STEP.exec(source) ?? [];
    const start = at;
    at = STEP.lastIndex;
    if (token === "`") at = readTemplate(at);
    else if (token === "{") braces.push(false);
    else if (token === "}" && braces.pop() === true) at = readTemplate(at);
    else if (/^["']./.test(token)) add(start + 1, at - 1);
  }
  return literals;
}

/** Phrase -> where it is, once for each time. */
export function placesOf(texts: readonly Text[]): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(PHRASES).map(([phrase, { pattern }]) => {
      const all = new RegExp(pattern, "gi");
      return [
        phrase,
        texts.flatMap(({ file, line, text }) => [...text.matchAll(all)].map(() => `${file}:${line}`)),
      ];
    }),
  );
}

export function readCeilings(): Record<string, number> {
  return JSON.parse(readFileSync(CEILINGS, "utf8"));
}

if (import.meta.main) {
  const ceilings = readCeilings();
  const lowered = Object.entries(placesOf(readTexts())).map(([phrase, places]) => {
    const ceiling = Math.min(ceilings[phrase] ?? places.length, places.length);
    if (ceiling !== ceilings[phrase]) console.log(`${phrase}: ${ceilings[phrase] ?? "new"} -> ${ceiling}`);
    return [phrase, ceiling];
  });
  writeFileSync(CEILINGS, `${JSON.stringify(Object.fromEntries(lowered), null, 2)}\n`);
}
