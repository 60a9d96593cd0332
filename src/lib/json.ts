import { createHash } from "node:crypto";

/** Reads values whose shape nobody has promised: a parse tree, a file of the team's. */

export function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** The value of a JSON text, undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Every member of every object in a tree. Not recursive: the tree may be as deep as a parser can bear. */
export function* membersOf(tree: unknown): Generator<{ key: string; value: unknown; depth: number }> {
  const waiting: { value: unknown; depth: number }[] = [{ value: tree, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      if (!Array.isArray(value)) yield { key, value: member, depth };
      waiting.push({ value: member, depth: depth + 1 });
    }
  }
}

/** Tells whether a text is the same as before, without keeping it. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("base64url").slice(0, 16);
}
