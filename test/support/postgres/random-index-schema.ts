/** Random tables with foreign keys, indexes of which some are superfluous, and queries that use some of them. */
import { Random } from "../builders/random.ts";

const ROWS = 4000;
const COLUMNS = ["a", "b", "c", "d"];

export interface RandomSchema {
  readonly statements: readonly string[];
  /** What the application asks for: indexes that serve one of these are in use. */
  readonly queries: readonly string[];
}

export function randomIndexSchema(seed: number, tables: number): RandomSchema {
  const random = new Random(seed);
  const each = Array.from({ length: tables }, (_, index) => randomTable(random, `t${index}`));
  return {
    statements: each.flatMap(({ statements }) => statements),
    queries: each.flatMap(({ queries }) => queries),
  };
}

function randomTable(random: Random, table: string): RandomSchema {
  const partitions = random.chance(0.25) ? [`${table}_p1`, `${table}_p2`] : [];
  const isPartitioned = partitions.length > 0;
  const values = ["g % 700", "g % 800", "g % 900", "g % 1000"];
  const create = isPartitioned
    ? [
        `CREATE TABLE ${table} (a int, b int, c int, d int, k int, w text) PARTITION BY RANGE (k)`,
        `CREATE TABLE ${table}_p1 PARTITION OF ${table} FOR VALUES FROM (0) TO (2000)`,
        `CREATE TABLE ${table}_p2 PARTITION OF ${table} FOR VALUES FROM (2000) TO (9000)`,
      ]
    : [`CREATE TABLE ${table} (a int, b int, c int, d int, k int, w text)`];
  const fill = `INSERT INTO ${table} SELECT ${values.join(", ")}, g, repeat('w', 120) FROM generate_series(1, ${ROWS}) g`;
  const keys = Array.from({ length: random.pick([0, 1, 2, 3]) }, () =>
    random.sample(COLUMNS, random.pick([1, 1, 2, 2, 3])),
  );
  const references = keys.flatMap((key, index) => {
    const parent = `${table}_ref${index}`;
    const list = key.join(", ");
    // Now and then a key of one partition alone.
    const referencing = isPartitioned && random.chance(0.2) ? `${table}_p1` : table;
    return [
      `CREATE TABLE ${parent} AS SELECT DISTINCT ${list} FROM ${table}`,
      `ALTER TABLE ${parent} ADD UNIQUE (${list})`,
      `ALTER TABLE ${referencing} ADD FOREIGN KEY (${list}) REFERENCES ${parent} (${list})`,
    ];
  });
  const indexes = Array.from({ length: random.below(7) }, (_, index) => {
    const on = isPartitioned && random.chance(0.3) ? random.pick(partitions) : table;
    return randomIndex(random, `${table}_i${index}`, on, on === table && isPartitioned);
  });
  const invalid = indexes
    .filter(({ canBeInvalid }) => canBeInvalid && random.chance(0.12))
    .map(({ name }) => `UPDATE pg_index SET indisvalid = false WHERE indexrelid = '${name}'::regclass`);
  return {
    statements: [...create, fill, ...references, ...indexes.map(({ sql }) => sql), ...invalid],
    queries: Array.from({ length: random.below(4) }, () => {
      const conditions = random
        .sample(COLUMNS, random.pick([1, 1, 2]))
        .map((column) => `${column} = ${random.below(500)}`);
      return `SELECT count(*) FROM ${table} WHERE ${conditions.join(" AND ")}`;
    }),
  };
}

interface RandomIndex {
  readonly name: string;
  readonly sql: string;
  readonly canBeInvalid: boolean;
}

function randomIndex(random: Random, name: string, table: string, isPartitioned: boolean): RandomIndex {
  const columns = random.sample(COLUMNS, random.pick([1, 1, 1, 2, 2, 3]));
  const method = random.pick(["btree", "btree", "btree", "btree", "btree", "btree", "hash", "brin"]);
  if (method !== "btree") {
    const sql = `CREATE INDEX ${name} ON ${table} USING ${method} (${method === "hash" ? columns[0] : columns.join(", ")})`;
    return { name, sql, canBeInvalid: !isPartitioned };
  }
  const unique = random.chance(0.1) ? "UNIQUE " : "";
  const key = unique === "" ? columns : [...columns, "k"];
  const include = random.chance(0.1) ? " INCLUDE (k)" : "";
  const where = random.chance(0.1) ? ` WHERE ${random.pick([`${columns[0]} IS NOT NULL`, "d > 100"])}` : "";
  const direction = random.chance(0.1) ? " DESC" : "";
  return {
    name,
    sql: `CREATE ${unique}INDEX ${name} ON ${table} (${key.join(", ")}${direction})${unique === "" ? include : ""}${where}`,
    canBeInvalid: !isPartitioned,
  };
}
