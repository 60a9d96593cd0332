import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { fromHtml } from "hast-util-from-html";
import rehypeRaw from "rehype-raw";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

type Root = ReturnType<typeof fromHtml>;
type Element = Extract<Root["children"][number], { type: "element" }>;

/** `auto` follows the reader's prefers-color-scheme. */
export type Theme = "auto" | "light" | "dark";

const STYLESHEETS: Record<Theme, string> = {
  auto: "github-markdown-css/github-markdown.css",
  light: "github-markdown-css/github-markdown-light.css",
  dark: "github-markdown-css/github-markdown-dark.css",
};

/** An outline for each alert, in a box of 16 by 16, near to GitHub's. */
const ALERTS: Record<string, string> = {
  NOTE: "M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14 M8 4.5v1 M8 7.5v4",
  TIP: "M5.5 10.5C3 8.5 3 5.5 4.5 3.5s5.5-2 7 0s1.5 5-1 7z M6 13h4 M7 15h2",
  IMPORTANT: "M1.5 2h13v9.5h-6l-3 3v-3h-4z M8 4.5v3 M8 9v1",
  WARNING: "M8 1.5l7 12.5h-14z M8 6v4 M8 11.5v1",
  CAUTION: "M5 1h6l4 4v6l-4 4h-6l-4-4v-6z M8 4.5v4 M8 10.5v1",
};

/** Around the text, what GitHub shows of an issue or of a comment. */
export interface Conversation {
  /** Absent for a comment alone. */
  readonly issue?: {
    readonly number: number;
    readonly title: string;
    readonly state: "open" | "closed";
    readonly labels: readonly string[];
  };
  /** Where `#3` leads to. */
  readonly repository: string;
}

/** The HTML that GitHub makes of Markdown: GFM, raw HTML through its allow-list, then its alerts. */
export async function toHtml(markdown: string, repository?: string): Promise<string> {
  const html = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    // Its default list is GitHub's.
    .use(rehypeSanitize)
    .use(alerts)
    .use(references, repository)
    .use(rehypeStringify)
    .process(markdown);
  return String(html);
}

/** A page of its own with nothing to load: Markdown as it looks in a job summary on GitHub, or in an issue. */
export async function toPage(
  markdown: string,
  {
    title,
    theme = "auto",
    open = false,
    conversation,
  }: { title: string; theme?: Theme; open?: boolean; conversation?: Conversation },
): Promise<string> {
  const html = await toHtml(markdown, conversation?.repository);
  const css = await readFile(createRequire(import.meta.url).resolve(STYLESHEETS[theme]), "utf8");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
${css}
${frame(theme)}
</style>
</head>
<body>
${headOf(conversation)}<main>
<header>${conversation === undefined ? escapeHtml(title) : BOT}</header>
<article class="markdown-body">
${open ? html.replaceAll("<details>", "<details open>") : html}
</article>
</main>
</body>
</html>
`;
}

const BOT = "<b>github-actions</b> <span>bot</span>";

/** Title, state and labels above an issue's text. */
function headOf(conversation: Conversation | undefined): string {
  if (conversation?.issue === undefined) return "";
  const { title, number, state, labels } = conversation.issue;
  const chips = labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(" ");
  const words = { open: "Open", closed: "Closed" };
  return `<div class="issue"><h1>${escapeHtml(title)} <span>#${number}</span></h1>
<p><span class="state ${state}">${words[state]}</span> ${chips}</p></div>
`;
}

/** The card in which GitHub shows a job's summary, about as wide as there. */
function frame(theme: Theme): string {
  const light =
    "body { background: #f6f8fa; color: #59636e } .issue h1 { color: #1f2328 } main { background: #fff; border-color: #d1d9e0 }";
  const dark =
    "body { background: #010409; color: #9198a1 } .issue h1 { color: #f0f6fc } main { background: #0d1117; border-color: #3d444d }";
  const colours = { light, dark, auto: `${light} @media (prefers-color-scheme: dark) { ${dark} }` };
  return `body { margin: 0; padding: 24px 16px; font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
main { max-width: 980px; margin: 0 auto; border: 1px solid; border-radius: 6px }
header { padding: 12px 24px; border-bottom: 1px solid; border-color: inherit; font-size: 14px }
header span { margin-left: 4px; padding: 0 6px; border: 1px solid; border-color: inherit; border-radius: 2em; font-size: 12px }
main > .markdown-body { padding: 24px; border-radius: 6px; overflow-x: auto }
.issue { max-width: 980px; margin: 0 auto 16px }
.issue h1 { margin: 0 0 12px; font-size: 28px; font-weight: 400 }
.issue h1 span { opacity: 0.65; font-weight: 300 }
.issue p { margin: 0 }
.state { display: inline-block; padding: 5px 12px; border-radius: 2em; color: #fff; font-size: 14px }
.state.open { background: #1f883d }
.state.closed { background: #8250df }
.label { display: inline-block; padding: 0 8px; border: 1px solid; border-radius: 2em; font-size: 12px; line-height: 20px }
.chart { margin-bottom: 16px; text-align: center }
.chart svg { max-height: 340px }
.alert-sign { margin-right: 8px; fill: none; stroke: currentColor; stroke-width: 1.5 }
${colours[theme]}`;
}

/** `> [!NOTE]` becomes a coloured box. After the allow-list, for its classes are GitHub's own and not the text's. */
function alerts(): (tree: Root) => void {
  return (tree) => visit(tree);
}

function visit(parent: Root | Element): void {
  for (const child of parent.children) {
    if (child.type !== "element") continue;
    if (child.tagName === "blockquote") makeAlert(child);
    visit(child);
  }
}

/** `#3` becomes a link where GitHub makes it one: in issues and comments, outside code and links. */
function references(repository: string | undefined): (tree: Root) => void {
  return (tree) => {
    if (repository !== undefined) link(tree, repository);
  };
}

function link(parent: Root | Element, repository: string): void {
  const linked = parent.children.flatMap((child): Element["children"] => {
    if (child.type === "element" && !["a", "code", "pre"].includes(child.tagName)) link(child, repository);
    return child.type === "text" ? withLinks(child.value, repository) : [child as Element];
  });
  parent.children = linked;
}

function withLinks(text: string, repository: string): Element["children"] {
  // The odd parts are the references.
  return text.split(/(?<![\w/&])(#\d+)\b/).map((part, index) =>
    index % 2 === 0
      ? { type: "text", value: part }
      : {
          type: "element",
          tagName: "a",
          properties: { href: `https://github.com/${repository}/issues/${part.slice(1)}` },
          children: [{ type: "text", value: part }],
        },
  );
}

function makeAlert(quote: Element): void {
  const paragraph = quote.children.find((child) => child.type === "element");
  const text = paragraph?.children[0];
  if (paragraph?.tagName !== "p" || text?.type !== "text") return;
  const match = /^\[!(\w+)\][ \t]*(\n|$)/.exec(text.value);
  const kind = match?.[1]?.toUpperCase() ?? "";
  const outline = ALERTS[kind];
  if (match === null || outline === undefined) return;
  text.value = text.value.slice(match[0].length);
  const heading = ` ${kind.charAt(0)}${kind.slice(1).toLowerCase()}`;
  quote.tagName = "div";
  quote.properties = { className: ["markdown-alert", `markdown-alert-${kind.toLowerCase()}`] };
  quote.children.unshift({
    type: "element",
    tagName: "p",
    properties: { className: ["markdown-alert-title"] },
    children: [sign(outline), { type: "text", value: heading }],
  });
}

function sign(outline: string): Element {
  const path: Element = { type: "element", tagName: "path", properties: { d: outline }, children: [] };
  return {
    type: "element",
    tagName: "svg",
    properties: {
      className: ["alert-sign"],
      viewBox: "0 0 16 16",
      width: 16,
      height: 16,
      ariaHidden: "true",
    },
    children: [path],
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
