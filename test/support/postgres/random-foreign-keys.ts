/**
 * Random foreign keys, each on a table of its own with random indexes, and what PostgreSQL's own look-up does when
 * referenced rows are deleted: whether it reads the whole table.
 */
import { Random } from "../builders/random.ts";

/** What asks the database: one connection for all statements. */
interface Session {
  query(sql: string): Promise<{ rows: Record<string, unknown>[] } | { rows: Record<string, unknown>[] }[]>;
}

/** 4,000 rows in more than 100 pages: any index that finds few rows is cheaper than reading them all. */
const ROWS = 4000;
/** Referenced rows to delete that nothing refers to. More than five, as PostgreSQL then weighs a generic plan. */
const DELETES = 10;

interface Column {
  readonly name: string;
  readonly type: string;
  /** Of row number g. */
  readonly value: string;
  /** Types of the referenced column. */
  readonly references: readonly string[];
  /** Of the unreferenced row number g. */
  readonly unreferenced: string;
}

function column(
  name: string,
  type: string,
  value: string,
  references: string[],
  unreferenced = "g + 100000",
) {
  return { name, type, value, references, unreferenced };
}

const KEY_COLUMNS: readonly Column[] = [
  column("i1", "int", "nullif(g % 700, 5)", ["int", "bigint", "numeric", "int", "int"]),
  column("i2", "int", "g % 900", ["int", "bigint", "int"]),
  column("b1", "bigint", "g % 800", ["bigint", "int", "bigint"]),
  column("t1", "text", "'t' || g % 750", ["text", "varchar(30)", 'text COLLATE "C"'], "'x' || g"),
  column("c1", 'text COLLATE "C"', "'c' || g % 850", ["text", 'text COLLATE "C"'], "'x' || g"),
  column("v1", "varchar(20)", "'v' || g % 950", ["text", "varchar(40)"], "'x' || g"),
  column("d1", "positive", "1 + g % 650", ["int", "positive", "bigint"]),
  column("e1", "small_positive", "1 + g % 650", ["int", "small_positive"], "g + 4000"),
  column("u1", "uuid", "md5((g % 720)::text)::uuid", ["uuid"], "md5('x' || g)::uuid"),
  column("h1", "char(8)", "'h' || g % 780", ["char(8)", "text", "varchar(9)"], "'x' || g"),
  column("a1", "date", "date '2020-01-01' + g % 640", ["date", "timestamp"], "date '1990-01-01' + g"),
  column("l1", "int[]", "array[g % 500, g % 7]", ["int[]"], "array[g + 100000]"),
  column("z", "int", "g", ["int"]),
];

/** Columns that are never in a key: few values, and a range. */
const OTHERS = ["s int", "r int4range", "w text"];

const SET_UP = `
  CREATE EXTENSION btree_gist;
  CREATE EXTENSION btree_gin;
  CREATE DOMAIN positive AS int CHECK (value > 0);
  CREATE DOMAIN small_positive AS positive CHECK (value < 5000);
  CREATE TABLE rows (${[...KEY_COLUMNS.map(({ name, type }) => `${name} ${type}`), ...OTHERS].join(", ")});
  INSERT INTO rows
  SELECT ${KEY_COLUMNS.map(({ value }) => value).join(", ")}, g % 3, int4range(g, g + 1), repeat('w', 120)
  FROM generate_series(1, ${ROWS}) g;`;

/** A foreign key, and its look-up as PostgreSQL made it. */
export interface RandomKey {
  readonly table: string;
  readonly statements: readonly string[];
  /** Of the deletes, how many read the whole table. */
  wholeReads(session: Session): Promise<number>;
  readonly deletes: number;
}

export async function prepareForKeys(session: Session): Promise<void> {
  await session.query(SET_UP);
}

/** Random indexes that PostgreSQL refuses are left out. */
export async function createRandomKey(session: Session, version: number, seed: number): Promise<RandomKey> {
  const random = new Random(seed);
  const table = `child_${seed}`;
  const columns = random.sample(KEY_COLUMNS, random.pick([1, 1, 1, 2, 2, 3]));
  const types = columns.map(({ references }) => random.pick(references));
  const names = columns.map(({ name }) => name);
  const required = [
    `CREATE TABLE ${table} (LIKE rows)`,
    `INSERT INTO ${table} SELECT * FROM rows`,
    `CREATE TABLE parent_${seed} (${names.map((name, index) => `${name} ${types[index]}`).join(", ")}, UNIQUE (${random.sample(names, names.length).join(", ")}))`,
    `INSERT INTO parent_${seed} SELECT DISTINCT ${names.join(", ")} FROM rows WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}`,
    `INSERT INTO parent_${seed} SELECT ${columns.map(({ unreferenced }) => unreferenced).join(", ")} FROM generate_series(1, ${DELETES}) g`,
    `ALTER TABLE ${table} ADD FOREIGN KEY (${names.join(", ")}) REFERENCES parent_${seed} (${names.join(", ")})`,
  ];
  const optional = Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, (_, index) =>
    randomIndex(random, table, `index_${seed}_${index}`, names, version),
  );
  await session.query(required.join(";\n"));
  const taken: string[] = [];
  for (const statement of optional) {
    await session.query(statement).then(
      () => taken.push(statement),
      () => undefined,
    );
  }
  if (random.chance(0.1)) {
    const invalidate = `UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('index_${seed}_0')`;
    await session.query(invalidate);
    taken.push(invalidate);
  }
  await session.query(`ANALYZE ${table}; ANALYZE parent_${seed}`);
  const unreferenced = columns.map(({ name, unreferenced: value }) => `p.${name} = (${value})`).join(" AND ");
  // The counters of this session, before it hands them to the server's.
  const scans = `pg_stat_get_xact_numscans('${table}'::regclass)::int`;
  return {
    table,
    statements: [...required, ...taken],
    deletes: DELETES,
    wholeReads: async (asking) => {
      const results = await asking.query(
        `BEGIN;
         SELECT ${scans} AS whole;
         DELETE FROM parent_${seed} p USING generate_series(1, ${DELETES}) g WHERE ${unreferenced};
         SELECT ${scans} AS whole, count(*)::int AS left
         FROM parent_${seed} p JOIN generate_series(1, ${DELETES}) g ON ${unreferenced};
         ROLLBACK`,
      );
      const [, before, , counted] = Array.isArray(results) ? results.map(({ rows }) => rows[0]) : [];
      if (counted?.left !== 0) throw new Error(`${table}: the unreferenced rows were not deleted`);
      return Number(counted.whole) - Number(before?.whole);
    },
  };
}

function randomIndex(
  random: Random,
  table: string,
  name: string,
  key: readonly string[],
  version: number,
): string {
  const some = columnsOfIndex(random, key);
  const [first = "z"] = some;
  const where = random.chance(0.25) ? ` WHERE ${predicate(random, key)}` : "";
  switch (
    random.pick([
      "btree",
      "btree",
      "btree",
      "btree",
      "hash",
      "gist",
      "gin",
      "brin",
      "spgist",
      "exclude",
      "overlaps",
      "expression",
    ])
  ) {
    case "hash":
      return `CREATE INDEX ${name} ON ${table} USING hash (${first})${where}`;
    case "gist":
      return `CREATE INDEX ${name} ON ${table} USING gist (${random.sample([...some, "r"], 3).join(", ")})${where}`;
    case "gin":
      return `CREATE INDEX ${name} ON ${table} USING gin (${some.join(", ")})${where}`;
    case "brin":
      return `CREATE INDEX ${name} ON ${table} USING brin (${some.join(", ")})${where}`;
    case "spgist":
      return `CREATE INDEX ${name} ON ${table} USING spgist (${first})${where}`;
    case "exclude":
      return `ALTER TABLE ${table} ADD CONSTRAINT ${name} EXCLUDE USING gist (${first} WITH =, r WITH &&)`;
    case "overlaps":
      return version >= 18
        ? `ALTER TABLE ${table} ADD CONSTRAINT ${name} UNIQUE (${first}, r WITHOUT OVERLAPS)`
        : `CREATE UNIQUE INDEX ${name} ON ${table} (${first}, z)`;
    case "expression":
      return `CREATE INDEX ${name} ON ${table} (${random.pick([`(${first}::text || 'x')`, "(i1 + 1)", "(i1::numeric)", "(h1::text)"])}, ${some.join(", ")})`;
    default: {
      const unique = some.includes("z") && random.chance(0.5) ? "UNIQUE " : "";
      const include = random.chance(0.2) ? " INCLUDE (i1, t1, s)" : "";
      return `CREATE ${unique}INDEX ${name} ON ${table} (${some.map((each) => each + ordering(random, each)).join(", ")})${include}${where}`;
    }
  }
}

/** Mostly columns of the key, sometimes behind or before others. */
function columnsOfIndex(random: Random, key: readonly string[]): string[] {
  const own = random.sample(key, 1 + random.below(key.length));
  const other = random.pick(["z", "s", "i2", "t1"]);
  const all = random.chance(0.6) ? own : random.sample([...own, other], own.length + 1);
  return [...new Set(all)];
}

function ordering(random: Random, name: string): string {
  const isText = ["t1", "c1", "v1"].includes(name);
  if (isText && random.chance(0.3))
    return random.pick([' COLLATE "C"', ' COLLATE "POSIX"', ' COLLATE "default"']);
  if (isText && random.chance(0.2)) return " text_pattern_ops";
  return random.pick(["", "", "", " DESC", " NULLS FIRST", " DESC NULLS LAST"]);
}

function predicate(random: Random, key: readonly string[]): string {
  const [first = "z", second = first] = random.sample(key, 2);
  return random.pick([
    `${first} IS NOT NULL`,
    `${first} IS NOT NULL AND ${second} IS NOT NULL`,
    `${first} IS NOT NULL AND s = 1`,
    `${first} IS NULL`,
    "s = 1",
    "w IS NOT NULL",
    `${first} IS NOT NULL OR s = 1`,
    "z > 100",
  ]);
}
