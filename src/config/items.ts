import { attestationOf } from "../checklist/attestation.ts";
import { ITEMS } from "../checklist/items.ts";
import type { ChecklistItem, SelectedItem } from "../core/checklist-item.ts";
import type { Entry, OwnEntry } from "./checklist.ts";

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
      grounds: own.check === undefined ? [] : [{ check: own.check }],
    },
    own,
  );
  if (own.sql === undefined) return item;
  return { ...item, sql: { path: own.sql, role: own.role, settings: own.settings ?? {} } };
}
