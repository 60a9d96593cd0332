/** What is known of a foreign key that no index supports, as far as its sentence tells it. */
interface DescribedKey {
  readonly columns: readonly string[];
  readonly table_name: string;
  readonly referenced_name: string;
  readonly partitioned: boolean;
  readonly tables_lacking: number;
  /** Null where the server has no such counters, as for a partitioned table. */
  readonly referenced_deletes: number | null;
  readonly referenced_updates: number | null;
  readonly uncertain_indexes: readonly UncertainIndex[];
}

/** An index that may save the look-up the whole table. */
interface UncertainIndex {
  readonly name: string;
  readonly kind: "lookup" | "inside" | "brin" | "gin" | "partial";
}

/** @param keys all foreign keys on the same columns of one table */
export function describeKeys(keys: readonly [DescribedKey, ...DescribedKey[]]): string {
  const [first] = keys;
  const name = `${first.table_name} (${first.columns.join(", ")})`;
  const rows = `each row of ${or(unique(keys.map((key) => key.referenced_name)))} that is deleted, or whose key is updated,`;
  return `The foreign key ${name} has no supporting index: ${rows} ${whatIsRead(first)}${changes(keys)}.`;
}

function whatIsRead({ partitioned, tables_lacking, uncertain_indexes }: DescribedKey): string {
  const table = partitioned
    ? `reads the whole of each partition that has none and can hold its value (${tables_lacking} without)`
    : "reads the whole table";
  if (uncertain_indexes.length === 0) return table;
  const indexes = uncertain_indexes.map(({ name, kind }) => `${name}${WHY_UNCERTAIN[kind]}`);
  return `${table}, unless PostgreSQL can make do with ${or(indexes)}`;
}

const WHY_UNCERTAIN: Readonly<Record<UncertainIndex["kind"], string>> = {
  lookup: "",
  inside: " (other columns come first)",
  brin: " (BRIN)",
  gin: " (GIN, beside a BRIN index)",
  partial: " (partial)",
};

/** How often that happened; empty where the server does not count it. */
function changes(keys: readonly DescribedKey[]): string {
  const tables = referencedTables(keys);
  const counted = tables.filter(({ deletes, updates }) => deletes !== null && updates !== null);
  if (counted.length === 0) return "";
  if (counted.length === tables.length && counted.every((table) => !hasChanged(table))) {
    return ", though none was deleted or updated since the counters began";
  }
  const words = tables.map(({ name, deletes, updates }) => {
    const of = tables.length === 1 ? "" : ` of ${name}`;
    return deletes === null || updates === null
      ? `those${of} are not counted`
      : `${deletes}${of} deleted, ${updates} updated`;
  });
  return ` (since the counters began: ${words.join("; ")})`;
}

interface ReferencedTable {
  readonly name: string;
  readonly deletes: number | null;
  readonly updates: number | null;
}

/** Each referenced table once, with its counters. */
export function referencedTables(keys: readonly DescribedKey[]): ReferencedTable[] {
  const byName = new Map(keys.map((key) => [key.referenced_name, key]));
  return [...byName].map(([name, { referenced_deletes: deletes, referenced_updates: updates }]) => ({
    name,
    deletes,
    updates,
  }));
}

function hasChanged({ deletes, updates }: ReferencedTable): boolean {
  return (deletes ?? 0) + (updates ?? 0) > 0;
}

/** The sum over the tables that are counted; null where none is. */
export function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((each) => each !== null);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0);
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function or(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
