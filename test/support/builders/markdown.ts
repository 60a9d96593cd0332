import { spawnSync } from "node:child_process";
import { fromHtml } from "hast-util-from-html";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

/**
 * Two Markdown engines to look at rendered text with: remark, sanitised as GitHub does, and cmark-gfm, which
 * GitHub's own is made of. What neither has are GitHub's filters afterwards (mentions, references, emoji):
 * `alive` finds the text that these would take up.
 */

export interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Node[];
}

const remark = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, { allowDangerousHtml: true })
  .use(rehypeRaw)
  .use(rehypeSanitize);

export function throughRemark(markdown: string): Node {
  return remark.runSync(remark.parse(markdown)) as Node;
}

const CMARK = [
  "--unsafe",
  ..."table autolink strikethrough tasklist tagfilter footnotes".split(" ").flatMap((e) => ["-e", e]),
];

export function throughCmark(markdown: string): Node {
  const { status, stdout, error } = spawnSync("cmark-gfm", CMARK, {
    input: markdown,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw error ?? new Error(`cmark-gfm ended with ${status}`);
  return fromHtml(stdout, { fragment: true }) as Node;
}

export function textOf(node: Node): string {
  return node.type === "text" ? (node.value ?? "") : (node.children ?? []).map(textOf).join("");
}

export function all(node: Node, tagName: string): Node[] {
  return (node.children ?? []).flatMap((child) => [
    ...(child.tagName === tagName ? [child] : []),
    ...all(child, tagName),
  ]);
}

/** Every element's name, in order; without `code` and `br`, which prose and short fixes bring by their text. */
export function skeleton(node: Node): string[] {
  return (node.children ?? []).flatMap((child) => [
    ...(child.tagName === undefined || ["code", "br"].includes(child.tagName) ? [] : [child.tagName]),
    ...skeleton(child),
  ]);
}

const LIVING =
  /(?<![\w`])@[a-z\d][\w-]*|(?<!\w)#\d+|(?<!\w)[a-z]+-\d+\b|\b[0-9a-f]{7,40}\b|:[a-z\d_+-]*[a-z][a-z\d_+-]*:|\$[^$\s][^$]*\$|https?:\/\/|(?<!\w)www\.\w|\S@\S+\.\S/giu;

/** What GitHub would make a mention, a reference, an emoji, a formula or a link of. */
export function alive(node: Node, dead = false): string[] {
  if (node.type === "text") return dead ? [] : ((node.value ?? "").match(LIVING) ?? []);
  const here = dead || ["code", "pre", "a"].includes(node.tagName ?? "");
  return (node.children ?? []).flatMap((child) => alive(child, here));
}

/** As a browser shows it: runs of blanks are one. */
export function squeezed(text: string): string {
  return text.replace(/[ \n\t\r\f]+/g, " ").trim();
}

/** A page's text as a reader has it, folds opened. */
export function read(markdown: string): string {
  return squeezed(spaced(throughRemark(markdown))).replace(/\u00a0/g, " ");
}

/** `textOf` with a blank after what stands apart on the page. */
function spaced(node: Node): string {
  if (node.type === "text") return node.value ?? "";
  const text = (node.children ?? []).map(spaced).join("");
  return ["td", "th", "br", "summary"].includes(node.tagName ?? "") ? `${text} ` : text;
}
