import type { Skipped, Unknown } from "./finding.ts";

/** What came of reading a source: a value, the reason why it is unknown, or why it was not read. */
export type Source<T> = { readonly value: T } | { readonly unknown: Unknown } | { readonly skipped: Skipped };

declare const valueType: unique symbol;

/**
 * The typed name of one thing that a check reads besides the database. A provider owns its keys, the type of their
 * values and their reader (src/collect); nothing here knows one of them.
 */
export interface SourceKey<T> {
  readonly provider: string;
  /** What of the provider's: a path, a topic. */
  readonly name: string;
  /** Never there: it only carries the type. */
  readonly [valueType]?: T;
}

/** What this run read besides the database. */
export class Sources {
  readonly #read: Map<string, Source<unknown>>;

  constructor(read: Iterable<readonly [SourceKey<unknown>, Source<unknown>]> = []) {
    this.#read = new Map([...read].map(([key, source]) => [textOf(key), source]));
  }

  /** The same, and one thing more. */
  with<T>(key: SourceKey<T>, source: Source<T>): Sources {
    const more = new Sources();
    for (const [name, read] of this.#read) more.#read.set(name, read);
    more.#read.set(textOf(key), source);
    return more;
  }

  get<T>(key: SourceKey<T>): Source<T> {
    // The provider that owns the key gave the value.
    return (this.#read.get(textOf(key)) ?? NOT_READ) as Source<T>;
  }
}

function textOf({ provider, name }: SourceKey<unknown>): string {
  return `${provider} ${name}`;
}

const NOT_READ: Source<never> = {
  skipped: { reason: "not-configured", detail: "No check of this run asks for it." },
};

/** For runs that read nothing besides the database. */
export const NO_SOURCES = new Sources();
