import type { Report } from "../report.ts";

export type ItemStatus = Report["checklist"][number]["items"][number]["status"];

/** So many days a person's word counts: then somebody looks again. */
export const LONGEST_ATTESTATION = 90;

/** A person's word that something is so. It can stand in for what could not be looked at, never for a failure. */
export interface Attestation {
  readonly by: string;
  /** The day on which it was looked at, `2026-11-01`. */
  readonly on: string;
  /** The last day on which it counts. */
  readonly expires: string;
  readonly note: string | undefined;
}

/** What an item rests on: the result of a check, or a part of it. */
export interface Evidence {
  readonly check: string;
  /** A part of the check's result, by the name that the check gives it, in place of the whole. */
  readonly part?: string;
  /** What the part is to be about, where it has several things to say. */
  readonly about?: string;
  /** Only findings with these keys untick the item; the others are the check's own matter. */
  readonly keys?: readonly string[];
  /** The facts of a measured row that show it; without them the row's first ones. */
  readonly columns?: readonly string[];
  /** A fact beside what a person attests: its trouble unticks, its pass alone does not tick. */
  readonly supporting?: true;
}

export interface ChecklistItem {
  readonly id: string;
  readonly section: string;
  /** States the good case, in the document's words. */
  readonly title: string;
  readonly evidence: readonly Evidence[];
}

/** A statement of the team's own: one row whose first column is true or false, the second the evidence. */
export interface CustomSql {
  /** From the repository's root. */
  readonly path: string;
  /** The role that it runs as; undefined: the login's own. */
  readonly role: string | undefined;
  /** Settings of the application, `request.jwt.claims`, for the one transaction. */
  readonly settings: Readonly<Record<string, string>>;
}

/** An item as this run wants it. */
export interface SelectedItem extends ChecklistItem {
  readonly sql?: CustomSql;
  readonly attestation?: Attestation;
  /** Why the team does without it. */
  readonly dropped?: string;
}
