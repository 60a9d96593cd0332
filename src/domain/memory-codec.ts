// biome-ignore lint/style/noRestrictedImports: compression is pure; it reads no file, clock or network
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type IssueState, issueStateSchema, MEMORY_VERSION } from "./memory.ts";

/** A forged block must not blow up: our largest is far smaller. */
const LARGEST_STATE = 8 * 1024 * 1024;

export type Decoded =
  | { readonly state: IssueState }
  /** `newer`: written by a later version of the action, which must not lose it. */
  | { readonly problem: "broken" | "newer" };

/** Text of A-Z a-z 0-9 - _ and dots only, safe in a comment of HTML. */
export function encodeState(state: IssueState): string {
  return `${MEMORY_VERSION}.${deflateRawSync(JSON.stringify(state), { level: 9 }).toString("base64url")}`;
}

/** Total: whatever stands there. */
export function decodeState(text: string): Decoded {
  const [, version = "", data = ""] = /^(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (Number(version) > MEMORY_VERSION) return { problem: "newer" };
  try {
    const json = inflateRawSync(Buffer.from(data, "base64url"), { maxOutputLength: LARGEST_STATE });
    return { state: issueStateSchema.parse(JSON.parse(json.toString("utf8"))) };
  } catch {
    return { problem: "broken" };
  }
}
