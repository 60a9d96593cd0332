/** How long the machine let a process wait: that is no fault of the process, and load is no fault of a test. */
import { readdirSync, readFileSync } from "node:fs";

const SAMPLE_MS = 100;

/** Milliseconds that the busiest thread of a process has been ready and had no processor. Linux; else 0. */
function waitedOf(pid: number): number {
  try {
    const waited = readdirSync(`/proc/${pid}/task`).map((thread) => {
      const [, nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ");
      return Number(nanoseconds) / 1e6;
    });
    return Math.max(0, ...waited);
  } catch {
    return 0;
  }
}

/** Milliseconds that a process and this one, which is its peers, have waited for a processor since the start. */
export class MachineDelay {
  readonly #timer: NodeJS.Timeout;
  readonly #ownBefore = waitedOf(process.pid);
  #ofProcess = 0;

  constructor(pid: number | undefined) {
    this.#timer = setInterval(() => {
      if (pid !== undefined) this.#ofProcess = Math.max(this.#ofProcess, waitedOf(pid));
    }, SAMPLE_MS);
  }

  /** @returns milliseconds */
  stop(): number {
    clearInterval(this.#timer);
    return this.#ofProcess + waitedOf(process.pid) - this.#ownBefore;
  }
}
