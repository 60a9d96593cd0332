/**
 * Holds a server's answers back until nothing but an answer can make the client go on. Then they go on together, on
 * all connections: so what the client says next, it says because of them, however slow the machine is.
 */
import { readdirSync, readFileSync } from "node:fs";

/** What lies between the server and the client on one connection. */
export interface HeldAnswers {
  /** The server has still to answer something of what the client has said. */
  readonly isServerWorking: boolean;
  /** A part of a message has come from the client. */
  readonly isClientSpeaking: boolean;
  readonly isEmpty: boolean;
  release(): void;
}

const POLL_MS = 5;
/** Polls without a byte and with the client asleep: what it wrote before it fell asleep has arrived by then. */
const QUIET_POLLS = 3;

export class Turns {
  readonly #connections = new Set<HeldAnswers>();
  readonly #isAsleep: () => boolean;
  readonly #timer: NodeJS.Timeout;
  #quiet = 0;

  /** @param isAsleep whether the client waits, and does not work */
  constructor(isAsleep: () => boolean) {
    this.#isAsleep = isAsleep;
    this.#timer = setInterval(() => this.#poll(), POLL_MS);
  }

  add(connection: HeldAnswers): void {
    this.#connections.add(connection);
    this.noteBytes();
  }

  remove(connection: HeldAnswers): void {
    this.#connections.delete(connection);
  }

  /** Something came from either side. */
  noteBytes(): void {
    this.#quiet = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #poll(): void {
    const held = [...this.#connections];
    const isBusy = held.some(({ isServerWorking, isClientSpeaking }) => isServerWorking || isClientSpeaking);
    if (isBusy || held.every(({ isEmpty }) => isEmpty) || !this.#isAsleep()) {
      this.#quiet = 0;
      return;
    }
    this.#quiet += 1;
    if (this.#quiet < QUIET_POLLS) return;
    this.#quiet = 0;
    for (const connection of held) connection.release();
  }
}

/**
 * Whether every thread of a process waits for something to happen. A thread that is ready and gets no processor, reads
 * from a disk or is stopped does not. A process that is gone waits for nothing, and keeps no answer back.
 */
export function isProcessAsleep(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      // The program's name before it may hold anything, parentheses too.
      return stat.at(stat.lastIndexOf(")") + 2) === "S";
    });
  } catch {
    return true;
  }
}
