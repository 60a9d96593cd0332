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

/** An index is no finding of a check; its counter is remembered under a name of its own. */
export function indexId(ids: FindingIds, name: string): string {
  return ids.of("index", name);
}

/** The same for a statement of pg_stat_statements, by its query id. */
export function statementId(ids: FindingIds, id: string): string {
  return ids.of("statement", id);
}

/** Whether a ref may be a hash: a plain one may look the same, so it proves nothing. */
export function mayBeHashed(ref: string): boolean {
  return ref.length === HASH_LENGTH && /^[A-Za-z0-9_-]+$/.test(ref);
}
