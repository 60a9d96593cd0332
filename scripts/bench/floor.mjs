/**
 * The floor: the least that any health check has to read, in one message, with nothing done to it. Each catalogue and
 * each source of statistics is walked once, on the server; six numbers come back. `node floor.mjs <url>`.
 */
import pg from "pg";

const SCAN = `
  SELECT count(*) FILTER (WHERE relpages > 0), max(age(relfrozenxid)) FROM pg_catalog.pg_class;
  SELECT count(*) FROM pg_catalog.pg_index WHERE NOT indisvalid;
  SELECT count(*) FROM pg_catalog.pg_index WHERE pg_catalog.pg_stat_get_numscans(indexrelid) = 0;
  SELECT count(*) FROM pg_catalog.pg_class WHERE relkind IN ('r', 'm') AND pg_catalog.pg_stat_get_dead_tuples(oid) > 0;
  SELECT count(*) FROM extensions.pg_stat_statements;
  SELECT count(*) FROM pg_catalog.pg_stat_activity;`;

const client = new pg.Client({ connectionString: process.argv[2] });
await client.connect();
await client.query(SCAN);
await client.end();
