import { toIso } from "../../lib/time.ts";
import type { CheckOutcome } from "../finding.ts";
import type { Ignore } from "../settings.ts";

/** A finding that was left out, and why. */
export interface Ignored {
  readonly check: string;
  readonly key: string;
  readonly reason: string;
  readonly expires: string | null;
}

/** Applies the team's ignores over one run, and remembers which of them ever matched. */
export class Ignores {
  readonly #entries: readonly Ignore[];
  readonly #today: string;
  readonly #used = new Set<Ignore>();
  readonly ignored: Ignored[] = [];

  /** @param now milliseconds since 1970 */
  constructor(entries: readonly Ignore[], now: number) {
    this.#entries = entries;
    this.#today = toIso(now).slice(0, 10);
  }

  /** The judgement without the findings that are ignored. */
  apply(check: string, outcome: CheckOutcome): CheckOutcome {
    if (outcome.findings === undefined) return outcome;
    const findings = outcome.findings.filter(({ key }) => {
      const matching = this.#entries.filter((entry) => entry.check === check && matches(entry.key, key));
      for (const entry of matching) this.#used.add(entry);
      const entry = matching.find((candidate) => !this.#isExpired(candidate));
      if (entry === undefined) return true;
      this.ignored.push({ check, key, reason: entry.reason, expires: entry.expires });
      return false;
    });
    return { ...outcome, findings };
  }

  /** Whether a finding with this key would be left out. */
  covers(check: string, key: string): boolean {
    return this.#entries.some(
      (entry) => entry.check === check && !this.#isExpired(entry) && matches(entry.key, key),
    );
  }

  /**
   * What the team should know of its ignores: those that expired, and those that matched nothing although their
   * check gave a verdict on everything.
   */
  notices(checksWithVerdict: ReadonlySet<string>): string[] {
    return this.#entries.flatMap((entry) => {
      const name = `The ignore of \`${entry.key}\` in ${entry.check}`;
      if (this.#isExpired(entry)) return [`${name} expired on ${entry.expires}: it no longer counts.`];
      if (!this.#used.has(entry) && checksWithVerdict.has(entry.check)) {
        return [`${name} matched no finding: the trouble is gone or the key is wrong; take it out.`];
      }
      return [];
    });
  }

  #isExpired({ expires }: Ignore): boolean {
    return expires !== null && expires < this.#today;
  }
}

/** `*` stands for any text; everything else is itself. */
function matches(pattern: string, key: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return key === pattern;
  if (!key.startsWith(head)) return false;
  const tail = rest.pop() ?? "";
  let position = head.length;
  for (const piece of rest) {
    const found = key.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return key.length - tail.length >= position && key.endsWith(tail);
}
