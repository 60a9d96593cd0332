import type { Check } from "./check.ts";
import type { Priority } from "./priority.ts";

/** A check as this run wants it. */
export interface SelectedCheck {
  readonly check: Check;
  readonly priority: Priority;
  readonly enabled: boolean;
  readonly options: unknown;
}

/** A finding that the team has decided to live with. */
export interface Ignore {
  readonly check: string;
  /** A finding's key; `*` stands for any text. */
  readonly key: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-01-01`; null for ever. */
  readonly expires: string | null;
}

export type FailOn = Exclude<Priority, "info"> | "never";

/** What a run rests on, once inputs and configuration are settled. It holds secrets: never log it. */
export interface Settings {
  readonly target: string;
  readonly suite: string;
  readonly checks: readonly SelectedCheck[];
  readonly failOn: FailOn;
  readonly isPullRequest: boolean;
  /** `policy.unknown`, settled for this suite. */
  readonly unknownFails: boolean;
  /** Milliseconds for the whole run. */
  readonly timeout: number;
  readonly database: { readonly url: string; readonly ca: string | undefined };
  readonly schemas: readonly string[] | undefined;
  readonly replicas: "none" | readonly string[] | undefined;
  readonly ignore: readonly Ignore[];
  readonly commit: string | null;
  readonly runUrl: string | null;
  /** What the reader should know of the configuration: no file was found. */
  readonly notices: readonly string[];
}
