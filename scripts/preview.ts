/**
 * `npm run preview [-- file.md …]`: pictures of Markdown as GitHub would show it, light and dark, with the
 * folded parts closed and open. Without a file: what `npm run demo` left, and the declared queries of a made-up report.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { renderSummary } from "../src/report/summary/summary.ts";
import { aPerformanceFail, aPerformancePass } from "../test/support/builders/performance.ts";
import { aPass, aReport } from "../test/support/builders/report.ts";
import { Browser } from "./browser.ts";
import { chartScripts } from "./charts.ts";
import { toPage } from "./render.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const FOLDER = join(REPOSITORY, ".cache/preview");
const WIDTH = 1012;
const SHARP = 2;

const VIEWS = [
  { name: "light", theme: "light", open: false },
  { name: "dark", theme: "dark", open: false },
  { name: "light-open", theme: "light", open: true },
  { name: "dark-open", theme: "dark", open: true },
] as const;

async function preview(files: readonly string[]): Promise<void> {
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    throw new Error(
      `no such file: ${missing.join(", ")}. Without a file the demo's page is shown: npm run demo`,
    );
  }
  await mkdir(FOLDER, { recursive: true });
  const browser = await Browser.start();
  try {
    for (const file of files) {
      const markdown = await readFile(file, "utf8");
      const title = basename(file, ".md");
      for (const { name, theme, open } of VIEWS) {
        const html = await toPage(markdown, { title, theme, open });
        const scripts = await chartScripts(html, theme);
        const { png, pageHeight } = await browser.picture(html, { width: WIDTH, sharp: SHARP, scripts });
        const picture = join(FOLDER, `${title}-${name}.png`);
        await writeFile(picture, png);
        console.log(`${relative(process.cwd(), picture)}: the page is ${pageHeight} pixels tall`);
      }
    }
  } finally {
    await browser.close();
  }
}

/** Queries over their budget and within it: a database that shows both takes minutes to fill. */
async function samples(): Promise<string[]> {
  await mkdir(FOLDER, { recursive: true });
  const reports = {
    "performance-fails": aReport({ conclusion: "fail", results: [aPerformanceFail(), aPass()] }),
    "performance-passes": aReport({ results: [aPerformancePass(), aPass()] }),
  };
  return Promise.all(
    Object.entries(reports).map(async ([name, report]) => {
      const file = join(FOLDER, `${name}.md`);
      await writeFile(file, renderSummary(report));
      return file;
    }),
  );
}

try {
  const given = process.argv.slice(2);
  await preview(given.length > 0 ? given : [join(REPOSITORY, "demo/summary.md"), ...(await samples())]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
