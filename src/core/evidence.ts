import type { CheckOutcome } from "./finding.ts";
import type { Server, Windows } from "./server.ts";

/** Instead of a SQLSTATE: more came than the statement's answer can honestly have. */
export const TOO_LONG = "too long";

/** Why a statement gave no rows. `message` is the server's own and is treated as hostile text. */
export interface QueryError {
  /** SQLSTATE, or `timeout`, `lost` or TOO_LONG when the client ended it. */
  readonly code: string;
  readonly message: string;
}

/** What came back for one check: rows, a refusal, or a judgement that needed no question. */
export type CheckAnswer =
  | { readonly rows: readonly unknown[] }
  | { readonly error: QueryError }
  | { readonly outcome: CheckOutcome };

/** Which server it is; null where it does not tell. */
export interface Identity {
  /** The cluster's system identifier, which its standbys share. */
  readonly system: string | null;
  /** The WAL's timeline, in hexadecimal; it moves with a promotion and a restore. A standby tells none. */
  readonly timeline: string | null;
}

/** What a read replica said in the same run. */
export interface ReplicaEvidence {
  readonly name: string;
  readonly evidence: DatabaseEvidence;
}

/** What the database said in one run. */
export type DatabaseEvidence =
  | { readonly reached: false; readonly advice: string }
  /** No address was given: a fork's pull request has no secrets. */
  | { readonly reached: false; readonly advice?: undefined }
  | {
      readonly reached: true;
      readonly server: Server;
      readonly windows: Windows;
      readonly identity: Identity;
      /** By check id. */
      readonly answers: ReadonlyMap<string, CheckAnswer>;
      /** Rows of the checklist's own statements, as lists of values, by the item's id. */
      readonly items?: ReadonlyMap<string, CheckAnswer>;
      /** The replicas whose addresses were given, when a check asks them. */
      readonly replicas?: readonly ReplicaEvidence[];
      readonly notices: readonly string[];
    };
