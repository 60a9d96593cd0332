/**
 * `npm run preview [-- file.md …]`: pictures of Markdown as GitHub would show it, light and dark, with the
 * folded parts closed and open. Without a file: what `npm run demo` left.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { toPage } from "./render.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const FOLDER = join(REPOSITORY, ".cache/preview");
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const WIDTH = 1012;
/** Chromium draws no taller picture than 16,384 pixels of the device. */
const TALLEST = 16_384;
const SHARP = 2;
const TIMEOUT_MS = 60_000;

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
  const chromium = PROGRAMS.find((program) => spawnSync(program, ["--version"]).status === 0);
  if (chromium === undefined) {
    throw new Error(
      "Chromium is not installed. On Debian and Ubuntu: sudo apt-get install -y chromium fonts-noto-color-emoji",
    );
  }
  await mkdir(FOLDER, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), "pg-preflight-preview-"));
  try {
    for (const file of files) {
      const markdown = await readFile(file, "utf8");
      const title = basename(file, ".md");
      for (const { name, theme, open } of VIEWS) {
        const html = await toPage(markdown, { title, theme, open });
        const page = join(scratch, "page.html");
        await writeFile(page, html);
        const height = await heightOf(chromium, html, scratch);
        const picture = join(FOLDER, `${title}-${name}.png`);
        takePicture(chromium, page, height, picture, scratch);
        console.log(relative(process.cwd(), picture));
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The page in its whole height. */
function takePicture(chromium: string, page: string, height: number, picture: string, scratch: string): void {
  const scale = height * SHARP <= TALLEST ? SHARP : 1;
  const shown = Math.min(height, TALLEST);
  if (shown < height) console.log(`  cut: the page is ${height} pixels tall, the picture ${shown}`);
  run(chromium, scratch, [
    `--force-device-scale-factor=${scale}`,
    `--window-size=${WIDTH},${shown}`,
    `--screenshot=${picture}`,
    `file://${page}`,
  ]);
  if (!existsSync(picture)) throw new Error("Chromium took no picture");
}

/** In CSS pixels. A copy of the page, freed of its policy, tells its height in its title. */
async function heightOf(chromium: string, html: string, scratch: string): Promise<number> {
  const page = join(scratch, "measured.html");
  const script = "<script>document.title = 'height ' + document.documentElement.scrollHeight</script></body>";
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
  await writeFile(
    page,
    html.replace(policy, "").replace("</body>", () => script),
  );
  const dom = run(chromium, scratch, [`--window-size=${WIDTH},600`, "--dump-dom", `file://${page}`]);
  const height = /<title>height (\d+)<\/title>/.exec(dom)?.[1];
  if (height === undefined) throw new Error("Chromium did not say how tall the page is");
  return Number(height);
}

function run(chromium: string, scratch: string, args: readonly string[]): string {
  const common = [
    "--headless=new",
    // The page is ours and loads nothing; in containers and as root Chromium's own sandbox can't start.
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    `--user-data-dir=${join(scratch, "profile")}`,
  ];
  const result = spawnSync(chromium, [...common, ...args], { encoding: "utf8", timeout: TIMEOUT_MS });
  if (result.status !== 0) throw new Error(`Chromium failed: ${result.error?.message ?? result.stderr}`);
  return result.stdout;
}

try {
  const given = process.argv.slice(2);
  await preview(given.length > 0 ? given : [join(REPOSITORY, "demo/summary.md")]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
