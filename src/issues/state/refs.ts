import { createHmac } from "node:crypto";
import type { IssueState } from "./schema.ts";

/** 60 bits: among 40,000 findings two alike are as good as impossible. */
const HASH_LENGTH = 10;

/**
 * How memory names a finding. In a public repository that keeps names back it is a hash with the server's system
 * identifier as its key, which the public does not know, so that nobody can try names against it.
 */
export interface FindingIds {
  readonly idFormat: IssueState["idFormat"];
  of(check: string, key: string): string;
}

export const PLAIN_IDS: FindingIds = { idFormat: "plain", of: (_, key) => key };

/** @param secret the server's system identifier */
export function hashedIds(secret: string): FindingIds {
  return {
    idFormat: "hashed",
    of: (check, key) =>
      createHmac("sha256", secret)
        .update(`${check}\0${key}`, "utf8")
        .digest("base64url")
        .slice(0, HASH_LENGTH),
  };
}

/** What a check stores is no finding: its objects have names of their own. */
export function storedId(ids: FindingIds, namespace: string, name: string): string {
  return ids.of(namespace, name);
}

/** Whether a ref may be a hash: a plain one may look the same, so it proves nothing. */
export function mayBeHashed(ref: string): boolean {
  return ref.length === HASH_LENGTH && /^[A-Za-z0-9_-]+$/.test(ref);
}
