import type { Measurement } from "../measurement.ts";

/** Partitions come and go; a plan is compared by the partitioned tables and indexes that they belong to. */
export interface Roots {
  table(name: string): string;
  index(name: string): string;
}

export function rootsOf({ tables, indexes }: Pick<Measurement, "tables" | "indexes">): Roots {
  const rootOfTable = new Map(
    tables.flatMap(({ name, partitions }) => partitions.map((partition) => [partition, name])),
  );
  const rootOfIndex = new Map(indexes.flatMap(({ name, root }) => (root === null ? [] : [[name, root]])));
  return {
    table: (name) => rootOfTable.get(name) ?? name,
    index: (name) => rootOfIndex.get(name) ?? name,
  };
}

/**
 * Whether a name of the configuration is this object's, which PostgreSQL quoted: `documents_org_idx`,
 * `public.documents_org_idx`, `"Org idx"`, and `Org idx` too, for YAML has its own quotes.
 */
export function isNamed(declared: string, quoted: string): boolean {
  const name = partsOf(quoted);
  const [own] = name.slice(-1);
  if (declared === own || declared === name.join(".")) return true;
  const wanted = partsOf(declared);
  return wanted.every((part, at) => part === name.at(at - wanted.length));
}

/** A name's parts as the server keeps them: without quotes, and in lower case where it had none. */
function partsOf(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain = ""]) =>
    quoted === undefined ? plain.trim().toLowerCase() : quoted.replaceAll('""', '"'),
  );
}
