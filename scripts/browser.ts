/** Headless Chromium by its DevTools protocol: one browser for all pages, and no driver to install. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { palettePng } from "./palette.ts";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const TIMEOUT_MS = 60_000;
/** Chromium draws no taller picture than this many pixels of the device. */
const TALLEST = 16_384;
/** Room below the last thing that is shown whole. */
const MARGIN = 20;

export interface PictureOptions {
  /** Of the page, in CSS pixels. */
  readonly width: number;
  /** Pixels of the device to one of the page. */
  readonly sharp: number;
  /** Cut above what would not be whole at this height. Default: the whole page. */
  readonly tallest?: number;
  /** Run in the page before the picture is taken; a promise is awaited. */
  readonly scripts?: readonly string[];
}

export interface Picture {
  readonly png: Buffer;
  /** Of the whole page in CSS pixels, however much of it is in the picture. */
  readonly pageHeight: number;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** The page's height, and where it may be cut: below the last row, item or block that is whole above `tallest`. */
const MEASURE = `((tallest, margin) => {
  const page = document.documentElement.scrollHeight;
  if (page <= tallest) return { page, cut: page };
  const ends = [...document.querySelectorAll("article > *, article li, article tr, header")]
    .map((element) => element.getBoundingClientRect().bottom + scrollY + margin)
    .filter((end) => end <= tallest);
  return { page, cut: Math.ceil(Math.max(200, ...ends)) };
})`;

export class Browser {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #scratch: string;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #loaded: () => void = () => undefined;
  #lastId = 0;

  private constructor(process: ChildProcess, socket: WebSocket, scratch: string) {
    this.#process = process;
    this.#socket = socket;
    this.#scratch = scratch;
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(String(data))));
  }

  static async start(): Promise<Browser> {
    const program = PROGRAMS.find((name) => spawnSync(name, ["--version"]).status === 0);
    if (program === undefined) {
      throw new Error(
        "Chromium is not installed. On Debian and Ubuntu: sudo apt-get install -y chromium fonts-noto-color-emoji",
      );
    }
    const scratch = await mkdtemp(join(tmpdir(), "pg-preflight-browser-"));
    const child = spawn(
      program,
      [
        "--headless=new",
        // The pages are ours and load nothing; in containers and as root Chromium's own sandbox can't start.
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        `--user-data-dir=${join(scratch, "profile")}`,
        "--remote-debugging-port=0",
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    try {
      const socket = await connect(await addressOfPage(child));
      const browser = new Browser(child, socket, scratch);
      await browser.#ask("Page.enable");
      // The pages forbid scripts; ours only measure, and draw what GitHub draws.
      await browser.#ask("Page.setBypassCSP", { enabled: true });
      return browser;
    } catch (error) {
      child.kill();
      throw error;
    }
  }

  async picture(html: string, { width, sharp, tallest, scripts = [] }: PictureOptions): Promise<Picture> {
    const file = join(this.#scratch, "page.html");
    await writeFile(file, html);
    // Lower than any page: none is measured by its window.
    await this.#size(width, 100, 1);
    await this.#open(`file://${file}`);
    for (const script of scripts) await this.#evaluate(script);
    const measured = await this.#evaluate(`${MEASURE}(${tallest ?? 1e9}, ${MARGIN})`);
    const { page, cut } = measured as { page: number; cut: number };
    const scale = cut * sharp <= TALLEST ? sharp : 1;
    const height = Math.min(cut, TALLEST);
    await this.#size(width, height, scale);
    const { data } = await this.#ask("Page.captureScreenshot", {
      format: "png",
      clip: { x: 0, y: 0, width, height, scale: 1 },
    });
    return { png: palettePng(Buffer.from(String(data), "base64")), pageHeight: page };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill();
    await ended;
    await rm(this.#scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  async #size(width: number, height: number, deviceScaleFactor: number): Promise<void> {
    await this.#ask("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor,
      mobile: false,
    });
  }

  async #open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    await this.#ask("Page.navigate", { url });
    await loaded;
  }

  async #evaluate(expression: string): Promise<unknown> {
    const answer = await this.#ask("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails !== undefined)
      throw new Error(`A script failed in the page: ${JSON.stringify(answer.exceptionDetails)}`);
    return (answer.result as { value?: unknown }).value;
  }

  async #ask(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = await new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Chromium did not answer ${method}`)), TIMEOUT_MS);
      this.#waiting.set(id, (heard) => {
        clearTimeout(timer);
        resolve(heard);
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    if (answer.error !== undefined) throw new Error(`Chromium, ${method}: ${answer.error.message}`);
    return answer.result ?? {};
  }

  #hear(answer: Answer): void {
    if (answer.method === "Page.loadEventFired") this.#loaded();
    if (answer.id === undefined) return;
    this.#waiting.get(answer.id)?.(answer);
    this.#waiting.delete(answer.id);
  }
}

/** Chromium says where it listens; there it tells of its one page. */
async function addressOfPage(child: ChildProcess): Promise<string> {
  const port = await new Promise<string>((resolve, reject) => {
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const match = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`Chromium ended: ${said}`)));
    setTimeout(() => reject(new Error(`Chromium does not listen: ${said}`)), TIMEOUT_MS).unref();
  });
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await response.json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find(({ type }) => type === "page");
  if (page === undefined) throw new Error("Chromium has no page");
  return page.webSocketDebuggerUrl;
}

async function connect(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", () => reject(new Error("Chromium refused to talk")), { once: true });
  });
  return socket;
}
