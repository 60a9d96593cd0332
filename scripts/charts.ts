/**
 * Mermaid blocks as charts, as GitHub shows them, for pictures only. Mermaid is large and no dependency: it is fetched
 * from the registry when a page has a chart, and where that can't be the block stays text.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const PACKAGE = "mermaid@11";
const FOLDER = resolve(import.meta.dirname, "../.cache/mermaid");
const SCRIPT = "package/dist/mermaid.min.js";
const run = promisify(execFile);

let library: Promise<string | undefined> | undefined;

/** To be run in the page before a picture of it is taken. */
export async function chartScripts(html: string, theme: "light" | "dark"): Promise<string[]> {
  if (!html.includes("language-mermaid")) return [];
  library ??= mermaid();
  const script = await library;
  return script === undefined ? [] : [script, draw(theme)];
}

async function mermaid(): Promise<string | undefined> {
  const file = join(FOLDER, SCRIPT);
  try {
    if (!existsSync(file)) {
      await mkdir(FOLDER, { recursive: true });
      await run("npm", ["pack", PACKAGE, "--silent", "--pack-destination", FOLDER]);
      const archive = (await readdir(FOLDER)).find((name) => name.endsWith(".tgz"));
      await run("tar", ["-xzf", join(FOLDER, archive ?? ""), "-C", FOLDER, SCRIPT]);
    }
    return await readFile(file, "utf8");
  } catch (error) {
    console.log(
      `Charts stay text, as ${PACKAGE} could not be fetched: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

function draw(theme: "light" | "dark"): string {
  return `(async () => {
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "${theme === "dark" ? "dark" : "default"}" });
    let number = 0;
    for (const code of document.querySelectorAll("code.language-mermaid")) {
      const { svg } = await mermaid.render("chart" + number++, code.textContent);
      const box = document.createElement("div");
      box.className = "chart";
      box.innerHTML = svg;
      for (const ground of box.querySelectorAll("rect.background")) ground.setAttribute("fill", "transparent");
      code.parentElement.replaceWith(box);
    }
  })()`;
}
