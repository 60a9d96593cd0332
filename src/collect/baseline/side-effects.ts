/**
 * Functions that PostgreSQL calls volatile, for their result differs from call to call or is not the snapshot's, and
 * that yet do nothing but compute or look. Every other volatile function is taken for one that has effects.
 */
const HARMLESS = new Set([
  // Chance: the session's own generator moves on, and nobody else sees it.
  "random",
  "random_normal",
  "gen_random_uuid",
  "uuidv4",
  "uuidv7",
  "array_sample",
  "array_shuffle",
  // The clock.
  "clock_timestamp",
  "timeofday",
  // AT TIME ZONE, one of whose kinds looks at the clock: before PostgreSQL 14 a plan writes it so.
  "timezone",
  // Sizes of files.
  "pg_relation_size",
  "pg_table_size",
  "pg_indexes_size",
  "pg_total_relation_size",
  "pg_database_size",
  "pg_tablespace_size",
  // The catalogue, and what the server is.
  "pg_partition_tree",
  "pg_partition_ancestors",
  "pg_is_in_recovery",
  "pg_sequence_last_value",
  // The statement itself, and a large object that it names.
  "current_query",
  "lo_get",
]);

/**
 * They run a text or a whole table's view as SQL of their own, which nobody has looked at, or take a transaction id:
 * refused whatever they are declared as, and in whatever schema an extension put them.
 */
const RUNS_SQL =
  /^(query|table|cursor|schema|database)_to_xml(schema|_and_xmlschema)?$|^(crosstab(\d|n)?|connectby|xpath_table|ts_stat|ts_rewrite|dblink.*|txid_current|pg_current_xact_id)$/;

export function runsSql(name: string): boolean {
  return RUNS_SQL.test(name);
}

/** As above, of extensions, in whatever schema they are: chance alone. */
const HARMLESS_OF_EXTENSIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  pgcrypto: new Set(["gen_random_bytes", "gen_random_uuid", "gen_salt"]),
  tablefunc: new Set(["normal_rand"]),
  "uuid-ossp": new Set(["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]),
};

/** A function that the catalogue calls volatile. */
export function isHarmless(schema: string, name: string, extension: string | null): boolean {
  if (schema === "pg_catalog") return HARMLESS.has(name);
  return extension !== null && HARMLESS_OF_EXTENSIONS[extension]?.has(name) === true;
}
