/**
 * `npm run new-check <id>`: writes the files of a new check from the templates of scripts/new-check. They are a
 * small check that works; `WRITE ME` marks what is still the example's, and test/house/contract.test.ts finds it.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sourceFiles, writeStale } from "./generated-files.ts";

const root = join(import.meta.dirname, "..");
const WORDS = /^[a-z]+(-[a-z]+)*$/;
/** What fits a column of the summary; the longest id of today has 20 characters. */
const LONGEST_ID = 30;

/** Template -> the file that it becomes. */
const FILES: Readonly<Record<string, (id: string) => string>> = {
  "check.sql": (id) => `sql/checks/${id}.sql`,
  "check.ts": (id) => `src/checks/${id}/check.ts`,
  "README.md": (id) => `src/checks/${id}/README.md`,
  "check.test.ts": (id) => `src/checks/${id}/check.test.ts`,
};

/** Why no check can have this id; undefined when it can. */
export function problemWithId(id: string | undefined): string | undefined {
  if (id === undefined || id === "")
    return "Name the check: npm run new-check <id>, such as unlogged-tables.";
  if (!WORDS.test(id)) {
    return `"${id}" is not a valid id: use lower-case words joined by hyphens, such as unlogged-tables.`;
  }
  if (id.length > LONGEST_ID) return `"${id}" is too long: an id has at most ${LONGEST_ID} characters.`;
  if (["shared", "index"].includes(id)) return `"${id}" is reserved in src/checks: choose another id.`;
  const existing = globSync([`src/checks/${id}`, `sql/checks/${id}{,.*}.sql`], { cwd: root });
  if (existing.length > 0) return `"${id}" exists: ${existing.join(", ")}.`;
  return undefined;
}

function main([id]: readonly string[]): void {
  const problem = problemWithId(id);
  if (id === undefined || problem !== undefined) throw new Error(problem);
  for (const [template, pathOf] of Object.entries(FILES)) {
    const path = pathOf(id);
    const text = readFileSync(join(import.meta.dirname, `new-check/${template}.template`), "utf8");
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (existsSync(join(root, path))) throw new Error(`${path} exists.`);
    writeFileSync(join(root, path), text.replaceAll("__ID__", id));
    console.log(`${path}: written`);
  }
  // So that the editor knows the statement's name at once.
  writeStale(sourceFiles());
  console.log(`
The check works already: npm test -- src/checks/${id}
Next:
1. Replace the example where it says WRITE ME: the statement first, then check.ts, its test and its page.
   The rules are in CONTRIBUTING.md; npm test -- test/house/contract says what is left.
2. npm run fix   formats, builds and checks.
3. Write what users notice under "## Unreleased" in CHANGELOG.md, and commit what the build wrote with it.`);
}

if (import.meta.main) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
