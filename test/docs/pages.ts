/** The pages of the documentation, and what their Markdown holds. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { PROJECT_REF } from "../support/github/supabase.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";

/** From the repository's root. */
export const CHECK_PAGES = globSync("src/checks/*/README.md", { cwd: REPOSITORY }).sort();
export const PAGES = [
  "README.md",
  "CONTEXT.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...globSync("docs/**/*.md", { cwd: REPOSITORY }),
  ...CHECK_PAGES,
].sort();

export interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly lang?: string | null | undefined;
  readonly url?: string | undefined;
  readonly children?: readonly Node[] | undefined;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

export interface Block {
  readonly lang: string;
  readonly text: string;
  readonly line: number;
  /** Why it is shown and not run. */
  readonly notRun: string | undefined;
}

/** What the SQL below it rests on: tables, roles, extensions. */
export interface SetUp {
  readonly setUp: string;
  readonly line: number;
}

/** A statement that is shown and can't be run says why, right before it: `<!-- not run: it needs pg_cron -->`. */
const NOT_RUN = /^<!-- not run: (\S.*?) *-->$/;
export const SET_UP = "<!-- set-up for the SQL below, run by the tests:";

export function readPage(page: string): string {
  return readFileSync(join(REPOSITORY, page), "utf8");
}

export function treeOf(markdown: string): Node {
  return unified().use(remarkParse).use(remarkGfm).parse(markdown);
}

export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* nodesOf(child);
}

/** The blocks of code in the order in which they are read, those of lists among the others. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const { children = [] } of nodesOf(treeOf(markdown))) {
    children.forEach(({ type, lang, value = "", position }, index) => {
      if (type !== "code") return;
      const previous = children[index - 1];
      const notRun = previous?.type === "html" ? NOT_RUN.exec(previous.value ?? "")?.[1] : undefined;
      blocks.push({ lang: lang ?? "", text: value, line: position?.start.line ?? 0, notRun });
    });
  }
  return blocks.sort((a, b) => a.line - b.line);
}

export function setUpsOf(markdown: string): SetUp[] {
  return [...nodesOf(treeOf(markdown))].flatMap(({ type, value = "", position }) =>
    type === "html" && value.startsWith(SET_UP)
      ? [{ setUp: value.slice(SET_UP.length).replace(/-->$/, "").trim(), line: position?.start.line ?? 0 }]
      : [],
  );
}

/** An example as a team has it: with its own texts in place of the example's. */
export function asEdited(example: string): string {
  return example
    .replaceAll("@your-login", "@ada")
    .replaceAll("abcdefghijklmnopqrst", PROJECT_REF)
    .replaceAll("Sentry, project api; the test error of this day arrived", "Sentry, event 4711")
    .replaceAll("Grafana samples the pool every minute", "The pool has a dashboard, board 12");
}
