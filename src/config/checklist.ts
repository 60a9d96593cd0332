import { z } from "zod";
import {
  attestationKeys,
  attestationOf,
  attestationProblems,
  isAttestation,
  type Written,
} from "../checklist/attestation.ts";
import { ITEMS } from "../checklist/items.ts";
import { checks } from "../checks/index.ts";
import type { ChecklistItem, SelectedItem } from "../core/checklist/item.ts";
import { applicationSettings } from "../core/session-settings.ts";
import { didYouMean } from "../lib/did-you-mean.ts";
import { HOUR, toDate } from "../lib/time.ts";

/** What the configuration says of the checklist: the built-in items by their ids, and the team's own. */

/** A day has begun there while it is still yesterday in UTC. */
const EASTERNMOST = 14 * HOUR;

/** Momentary checks judge a glance, others give no verdict: neither can tick a box. */
const TICKING = checks.filter(({ pointInTime, measures }) => pointInTime !== true && measures !== true);

const BUILT_IN = ITEMS.map(({ id }) => id);
const OWN_ID = /^[a-z][a-z0-9-]{0,59}$/;

const text = () => z.string().trim().min(1);

const builtIn = z
  .strictObject({
    ...attestationKeys,
    dropped: z
      .string()
      .trim()
      .min(1, "write why the team does without it: the reason is shown")
      .optional()
      .describe("Why the team does without this item; it is shown."),
  })
  .superRefine(
    (item, context) => {
      reportAttestation(item, context);
      if (item.dropped !== undefined && isAttestation(item))
        tell(context, "dropped", "it is attested as well");
      if (Object.keys(item).length === 0) {
        tell(context, undefined, "write attested-by, attested-on and expires, or dropped with the reason");
      }
    },
    { when: ({ value }) => isThere(value) },
  );

const own = z
  .strictObject({
    section: text().optional().describe("The heading that it stands under. Default: Team."),
    title: text().describe("The good case, as the checklist shows it."),
    check: z
      .enum(TICKING.map(({ id }) => id))
      .optional()
      .describe("The check that ticks it; suite deploy then runs it."),
    sql: text()
      .optional()
      .describe(
        "A file of the repository with one read-only statement that gives one row: true or false, and the evidence as text. On pull requests the base branch's file counts.",
      ),
    role: text().optional().describe("The role that the statement runs as."),
    settings: applicationSettings()
      .optional()
      .describe("Settings of the application for the statement, like request.jwt.claims."),
    ...attestationKeys,
  })
  .superRefine(
    (item, context) => {
      reportAttestation(item, context);
      const { check, sql } = item;
      if (check !== undefined && sql !== undefined) tell(context, "sql", "the item rests on a check already");
      if (sql === undefined && (item.role ?? item.settings) !== undefined) {
        tell(context, "sql", "it is missing: role and settings are a statement's");
      }
      if (check === undefined && sql === undefined && !isAttestation(item)) {
        tell(
          context,
          undefined,
          "it rests on nothing: give it a check, a sql file, or attested-by and its dates",
        );
      }
    },
    { when: ({ value }) => isThere(value) },
  );

/** What the configuration holds of an item, the document's or the team's own. */
type Entry = z.infer<typeof builtIn> | OwnEntry;
type OwnEntry = z.infer<typeof own>;

export const checklistSchema = z
  .object(Object.fromEntries(BUILT_IN.map((id) => [id, builtIn.optional()])))
  .catchall(own)
  .superRefine(
    (entries, context) => {
      for (const [id, entry] of Object.entries(entries).filter(([key]) => !BUILT_IN.includes(key))) {
        const near = isThere(entry) && "title" in entry ? "" : didYouMean(id, BUILT_IN);
        if (near !== "") tell(context, id, `it is no item of the document.${near}`);
        else if (!OWN_ID.test(id)) tell(context, id, "an id has lower-case letters, digits and dashes");
      }
    },
    { when: ({ value }) => isThere(value) },
  );

type Context = z.core.$RefinementCtx;

function reportAttestation(item: Written, context: Context): void {
  // biome-ignore lint/style/noRestrictedGlobals: whether an attestation has expired is a mistake of the file that is read today
  const today = toDate(Date.now() + EASTERNMOST);
  for (const { key, message } of attestationProblems(item, today)) tell(context, key, message);
}

function tell(context: Context, key: string | undefined, message: string): void {
  context.addIssue({ code: "custom", message, path: key === undefined ? [] : [key] });
}

/** The rules are looked at together with the keys, so that everything is told at once. */
function isThere(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The heading of the team's own items that name none. */
const OWN_SECTION = "Team";

/**
 * The checklist as this run wants it: the document's items, then the team's own, each section together.
 */
export function selectItems(entries: Readonly<Record<string, Entry | undefined>>): SelectedItem[] {
  const builtIn = ITEMS.map((item) => withEntry(item, entries[item.id]));
  const own = Object.entries(entries)
    .filter(([id]) => !ITEMS.some((item) => item.id === id))
    // The schema has seen that what is no item of the document has the shape of an own one.
    .map(([id, entry]) => ownItem(id, entry as OwnEntry));
  const all = [...builtIn, ...own];
  const sections = [...new Set(all.map(({ section }) => section))];
  return sections.flatMap((section) => all.filter((item) => item.section === section));
}

function withEntry(item: ChecklistItem, entry: Entry | undefined): SelectedItem {
  if (entry === undefined) return item;
  const attestation = attestationOf(entry);
  return {
    ...item,
    ...(attestation === undefined ? {} : { attestation }),
    ...("dropped" in entry && entry.dropped !== undefined ? { dropped: entry.dropped } : {}),
  };
}

function ownItem(id: string, own: OwnEntry): SelectedItem {
  const item = withEntry(
    {
      id,
      section: own.section ?? OWN_SECTION,
      title: own.title,
      evidence: own.check === undefined ? [] : [{ check: own.check }],
    },
    own,
  );
  if (own.sql === undefined) return item;
  return { ...item, sql: { path: own.sql, role: own.role, settings: own.settings ?? {} } };
}
