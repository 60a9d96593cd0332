import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import type { Facts, Finding, Fix } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { grantMonitor } from "../../core/privileges.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import {
  createStatements,
  isVersionAtLeast,
  STATEMENTS_EXEC_TIME,
  STATEMENTS_INFO,
  statementsOf,
} from "../shared/pg-stat-statements.ts";

const row = z.object({
  is_loaded: z.boolean(),
  other_libraries: z.string().nullable(),
  sees_libraries: z.boolean(),
  track: z.string().nullable(),
  track_level: z.string().nullable(),
  has_query_ids: z.boolean(),
  capacity: z.coerce.number().nullable(),
  entries: z.coerce.number(),
  hidden: z.coerce.number(),
  calls: z.coerce.number(),
  evictions: z.coerce.number().nullable(),
});

type Row = z.infer<typeof row>;
type Evaluation = Context<unknown> & { readonly priority: Priority };

export default defineCheck({
  id: "query-statistics",
  title: "Statement statistics are collected",
  why: "Without pg_stat_statements nobody can tell which query became slow, before or after a deploy.",
  category: "queries",
  priority: "high",
  options: z.strictObject({}),
  query: {
    row,
    statement(server) {
      const extension = statementsOf(server);
      if ("unknown" in extension) {
        // Here a missing extension is a finding. Its fix depends on whether the library is loaded, which the query reads.
        return extension.unknown.reason === "extension"
          ? { statement: sql["query-statistics.missing"] }
          : { unknown: extension.unknown };
      }
      const variant = isVersionAtLeast(extension.version, STATEMENTS_INFO)
        ? sql["query-statistics"]
        : sql["query-statistics.before-1-9"];
      return { statement: variant, schema: extension.schema };
    },
  },
  evaluate([facts], context) {
    if (facts === undefined) return {};
    const extension = context.server.extensions.pg_stat_statements;
    const findings = [
      ...(extension === undefined ? [notCreated(context)] : []),
      ...(facts.is_loaded ? [] : [notLoaded(facts, context)]),
      ...(extension !== undefined && facts.is_loaded ? notCounting(facts, context) : []),
      ...(extension === undefined ? [] : tooOld(extension.version, context)),
    ];
    return {
      findings,
      ...(facts.hidden > 0 && {
        unknown: {
          reason: "permission",
          detail: "The login sees the statements of its own role only; those of others are hidden from it.",
          fix: grantMonitor(context.server),
        },
      }),
      ...(extension !== undefined &&
        facts.is_loaded && { measurements: [measured(facts, extension.version)] }),
    };
  },
});

function notCreated({ server, priority }: Evaluation): Finding {
  return {
    key: "extension",
    priority,
    message: `The database ${server.database} has no extension pg_stat_statements.`,
    facts: {},
    fix: { sql: createStatements(server) },
  };
}

function notLoaded(facts: Row, { server, priority }: Evaluation): Finding {
  return {
    key: "library",
    priority,
    message: "The server was started without the library pg_stat_statements, so nothing is counted.",
    facts: {},
    fix: loadLibrary(facts, server),
  };
}

/** ALTER SYSTEM replaces the whole list, so the fix repeats the libraries that are loaded now, where they are visible. */
function loadLibrary({ sees_libraries, other_libraries }: Row, server: Server): Fix {
  if (server.isSupabase) {
    return {
      sql: "-- Supabase loads the library by itself: restart the project, and ask its support if that does not help.",
    };
  }
  if (!sees_libraries) {
    return {
      sql: "-- Add pg_stat_statements to what this shows, in postgresql.conf or the provider's settings; then restart.\nSHOW shared_preload_libraries;",
    };
  }
  const libraries = [...(other_libraries === null ? [] : [other_libraries]), "'pg_stat_statements'"].join(
    ", ",
  );
  return {
    sql: `-- Takes effect when the server is restarted. Where the provider keeps the settings, set it there.\nALTER SYSTEM SET shared_preload_libraries = ${libraries};`,
  };
}

function notCounting(facts: Row, { server, priority }: Evaluation): Finding[] {
  if (facts.track === "none") {
    return [
      {
        key: "track",
        priority,
        message: "pg_stat_statements.track is none, so no new statement is counted.",
        facts: { track: facts.track, set_for: facts.track_level },
        fix: trackAgain(facts.track_level, server),
      },
    ];
  }
  if (!facts.has_query_ids) {
    return [
      {
        key: "query-ids",
        priority,
        message: "compute_query_id is off, so statements get no id and no new one is counted.",
        facts: { entries: facts.entries },
        fix: {
          sql: "-- Then: SELECT pg_reload_conf(); Where the provider keeps the settings, set it there.\nALTER SYSTEM SET compute_query_id = 'auto';",
        },
      },
    ];
  }
  // This run has sent statements before this one, so with no calls at all nothing is counted.
  if (facts.calls > 0) return [];
  return [
    {
      key: "counting",
      priority,
      message: "pg_stat_statements is loaded but has counted nothing, not even this run's own statements.",
      facts: { track: facts.track, entries: facts.entries, calls: facts.calls },
    },
  ];
}

function trackAgain(level: string | null, server: Server): Fix {
  if (level === "database") {
    return { sql: `ALTER DATABASE ${server.quotedDatabase} SET pg_stat_statements.track = 'top';` };
  }
  if (level === "all roles") return { sql: "ALTER ROLE ALL SET pg_stat_statements.track = 'top';" };
  return {
    sql: "-- Then: SELECT pg_reload_conf(); Where the provider keeps the settings, set it there.\nALTER SYSTEM SET pg_stat_statements.track = 'top';",
  };
}

/** After an upgrade of the server the extension keeps its old version, whose column names the manual no longer lists. */
function tooOld(version: string, { server }: Evaluation): Finding[] {
  if (isVersionAtLeast(version, STATEMENTS_EXEC_TIME)) return [];
  return [
    {
      key: "version",
      // Statements are counted all the same, but queries from the manual fail.
      priority: "low",
      message: `The extension pg_stat_statements was left at version ${version}; PostgreSQL ${server.version} brings a newer one.`,
      facts: { version },
      fix: { sql: "ALTER EXTENSION pg_stat_statements UPDATE;" },
    },
  ];
}

function measured(facts: Row, version: string): Facts {
  return {
    version,
    track: facts.track,
    statements: facts.entries,
    room_for: facts.capacity,
    evictions: facts.evictions,
    calls: facts.calls,
  };
}
