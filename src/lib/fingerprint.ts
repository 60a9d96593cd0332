import { createHash } from "node:crypto";

/** Tells whether a text is the same as before, without keeping it. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64url").slice(0, 16);
}
