import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type IssueState, issueStateSchema, STATE_VERSION } from "./schema.ts";
import { type StateLimits, StateTrimmer } from "./trim.ts";

/** A forged block must not blow up: our largest is far smaller. */
const LARGEST_STATE = 8 * 1024 * 1024;

/** Half of what an issue may have, so that what people read has the other half. */
export const STATE_BUDGET = 30_000;

export type Decoded =
  | { readonly state: IssueState }
  /** `newer`: written by a later version of the action, which must not lose it. */
  | { readonly problem: "broken" | "newer" };

/**
 * Text of A-Z a-z 0-9 - _ and dots only, safe in a comment of HTML. What does not fit is left out and counted in
 * the state: old sizes of indexes first, then the least important findings, then indexes, then former runs. Before all
 * of them statements go, uncounted: without memory they are judged as in a first run.
 *
 * @param budget characters; at least 1,000
 */
export function encodeState(state: IssueState, budget = STATE_BUDGET): string {
  const trimmer = new StateTrimmer(state);
  const within = (limits: StateLimits): string | undefined => {
    const text = pack(trimmer.trimmed(limits));
    return text !== undefined && text.length <= budget ? text : undefined;
  };
  const whole = trimmer.whole;
  const fits = within(whole);
  if (fits !== undefined) return fits;
  let limits = whole;
  for (const { kind, least } of trimmer.kinds) {
    const most = limits.get(kind) ?? 0;
    const withSize = (size: number): StateLimits => new Map(limits).set(kind, size);
    limits = withSize(Math.min(least, most));
    const smallest = within(limits);
    if (smallest !== undefined) return largest(least, most, smallest, (size) => within(withSize(size)));
  }
  return pack(trimmer.bare()) ?? "";
}

/**
 * The text of the largest size below `most` that fits; `least` does. It doubles, then halves: most of what is far
 * too much is never compressed.
 */
function largest(
  least: number,
  most: number,
  smallest: string,
  within: (size: number) => string | undefined,
): string {
  let [low, high, best, step] = [least, most, smallest, Math.max(least, 1)];
  while (high - low > 1) {
    const size = Math.min(low + step, Math.floor((low + high) / 2));
    const text = within(size);
    if (text === undefined) high = size;
    else [low, best] = [size, text];
    step *= 2;
  }
  return best;
}

/** Undefined when nobody would read it back. */
function pack(state: IssueState): string | undefined {
  const json = Buffer.from(JSON.stringify(state), "utf8");
  if (json.length > LARGEST_STATE) return undefined;
  return `${STATE_VERSION}.${deflateRawSync(json, { level: 9 }).toString("base64url")}`;
}

/** Total: whatever stands there. */
export function decodeState(text: string): Decoded {
  const [, version = "", data = ""] = /^(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (Number(version) > STATE_VERSION) return { problem: "newer" };
  try {
    const json = inflateRawSync(Buffer.from(data, "base64url"), { maxOutputLength: LARGEST_STATE });
    return { state: issueStateSchema.parse(JSON.parse(json.toString("utf8"))) };
  } catch {
    return { problem: "broken" };
  }
}
