/**
 * Volatile functions of PostgreSQL without side effects: their result differs from call to call or is not that of the
 * snapshot, and they only compute or read. Every other volatile function is treated as one with side effects.
 */
const HARMLESS = new Set([
  // Random numbers: only the session's own generator changes.
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
  // AT TIME ZONE, which before PostgreSQL 14 is this function in a plan; one variant reads the clock.
  "timezone",
  // Sizes of files.
  "pg_relation_size",
  "pg_table_size",
  "pg_indexes_size",
  "pg_total_relation_size",
  "pg_database_size",
  "pg_tablespace_size",
  // The system catalogs, and the state of the server.
  "pg_partition_tree",
  "pg_partition_ancestors",
  "pg_is_in_recovery",
  "pg_sequence_last_value",
  // The text of the statement, and a large object that it names.
  "current_query",
  "lo_get",
]);

/**
 * Functions that run a text or a view as SQL, which no check has inspected, or that assign a transaction id. They are
 * refused with any volatility, and in any schema that an extension put them in.
 */
const RUNS_SQL =
  /^(query|table|cursor|schema|database)_to_xml(schema|_and_xmlschema)?$|^(crosstab(\d|n)?|connectby|xpath_table|ts_stat|ts_rewrite|dblink.*|txid_current|pg_current_xact_id)$/;

export function runsSql(name: string): boolean {
  return RUNS_SQL.test(name);
}

/** The same for extensions, in any schema: random numbers alone. */
const HARMLESS_OF_EXTENSIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  pgcrypto: new Set(["gen_random_bytes", "gen_random_uuid", "gen_salt"]),
  tablefunc: new Set(["normal_rand"]),
  "uuid-ossp": new Set(["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]),
};

/** Whether a volatile function has no side effects. */
export function isHarmless(schema: string, name: string, extension: string | null): boolean {
  if (schema === "pg_catalog") return HARMLESS.has(name);
  return extension !== null && HARMLESS_OF_EXTENSIONS[extension]?.has(name) === true;
}
