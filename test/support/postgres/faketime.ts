/**
 * Time that a test moves: PostgreSQL, the action and the stand-in all live at the same moment before ours. By
 * libfaketime, which answers a process's questions for the time; sleeping and waiting last as ever.
 */
import { chmodSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "./cluster.ts";
import type { Installation } from "./installation.ts";
import { faketimeLibrary } from "./needs.ts";

export class MovedTime {
  /** Milliseconds, never above 0: where the library itself waits, a signal's handler still sees our own time. A server
   * that lived later than we do would find no time-out due then, and let a statement wait for ever. */
  #ahead: number;
  readonly #folder: string;
  readonly #library: string;

  /** @param ago milliseconds before now */
  constructor(ago: number) {
    this.#ahead = -inSeconds(ago);
    const library = faketimeLibrary();
    if (library === undefined) throw new Error("libfaketime is missing: see needs.ts");
    this.#library = library;
    this.#folder = newFolder();
    this.#write();
  }

  /** Milliseconds since 1970; for the stand-in. */
  readonly now = (): number => Date.now() + this.#ahead;

  /** For all that run, and all that start later. */
  forward(milliseconds: number): void {
    this.#ahead += inSeconds(milliseconds);
    if (this.#ahead > 0) throw new Error("Time can't be moved beyond our own.");
    this.#write();
  }

  /** For a process that is to live in this time. */
  environment(): Record<string, string> {
    return {
      LD_PRELOAD: this.#library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      // The file is read at every question: time moves for a server that is at work.
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  /** The same programs, which start at the moved time. */
  installation({ version, bin, id }: Installation): Installation {
    const moved = join(this.#folder, "bin");
    mkdirSync(moved);
    const program = (name: string, lines: readonly string[]): void => {
      const path = join(moved, name);
      writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\nexec "${join(bin, name)}" "$@"\n`);
      chmodSync(path, 0o755);
    };
    const settings = Object.entries(this.environment()).map(([name, value]) => `export ${name}="${value}"`);
    program("postgres", settings);
    program("initdb", []);
    return { version, bin: moved, id };
  }

  get #file(): string {
    return join(this.#folder, "time");
  }

  /** In one step: a process may read it in this moment. */
  #write(): void {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, `-${-this.#ahead / 1000}\n`, { mode: 0o644 });
    renameSync(draft, this.#file);
  }
}

/** The library's own unit is the second. */
function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000) * 1000;
}
