import { z } from "zod";
import { type Finding, sqlBlock, type Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { count, elapsed } from "../../lib/format.ts";
import { toIso } from "../../lib/time.ts";
import { SETUP_FILE } from "../shared/pg-cron/jobs.ts";

/**
 * How the requests ended that pg_net sent for jobs and triggers. To pg_cron a job that calls net.http_post() succeeds when
 * the request is queued, also when the other side answers with an error.
 */

/** Responses of one kind, as the helper view counts them. */
export const responsesRow = z.object({
  /** Null when no answer came. */
  status: z.number().nullable(),
  timedOut: z.boolean().nullable(),
  responses: z.number(),
  /** Seconds since 1970. */
  oldest: z.number(),
});

type Responses = z.infer<typeof responsesRow>;

const VIEW = "http_responses";
const FIRST_ERROR_STATUS = 400;

/** The key of the finding, which the checklist has to distinguish from jobs. */
export const RESPONSES_KEY = "net._http_response";

/** A standby has no rows of pg_net's table, which is unlogged, and refuses to read it. */
export function readsResponses(server: Server): boolean {
  const view = server.knownRelations.find(({ schema, name }) => schema === "preflight" && name === VIEW);
  if (server.inRecovery || view === undefined || !view.schemaUsable) return false;
  return view.columns.every((column) => view.readable.includes(column));
}

/** Why the responses were not read although pg_net is there. */
export function responsesUnknown(server: Server): Unknown | undefined {
  if (server.extensions.pg_net === undefined || server.inRecovery || readsResponses(server)) return undefined;
  return {
    reason: "permission",
    detail: `Whether the requests of pg_net failed was not read: the helper view preflight.${VIEW} is not there, or the login may not read it.`,
    fix: sqlBlock(
      [
        `-- Run ${SETUP_FILE} as ${server.isSupabase ? "postgres, in the SQL editor" : "a superuser"}: it makes a view that counts responses by status.`,
        ...(server.login === "preflight"
          ? []
          : [
              `GRANT USAGE ON SCHEMA preflight TO ${server.login};`,
              `GRANT SELECT ON preflight.${VIEW} TO ${server.login};`,
            ]),
      ].join("\n"),
    ),
  };
}

/** Some requests fail at times. Repeated failures, or nothing but failures, are a finding. */
export function responsesFindings(
  rows: readonly Responses[],
  { maxFailures, now }: { readonly maxFailures: number; readonly now: number },
): Finding[] {
  const failed = rows.filter(({ status }) => status === null || status >= FIRST_ERROR_STATUS);
  const [failures, all] = [sum(failed), sum(rows)];
  if (failures === 0 || (failures < maxFailures && failures < all)) return [];
  const oldest = Math.min(...rows.map((row) => row.oldest)) * 1_000;
  const byStatus = failed.map((row) => `${kindOf(row)}: ${row.responses}`);
  return [
    {
      key: RESPONSES_KEY,
      priority: "medium",
      message: `${failures} of ${count(all, "response")} that pg_net retained of the last ${elapsed(now - oldest)} failed (${byStatus.join(", ")}); pg_net does not record which job or trigger sent them.`,
      facts: {
        problem: ["http responses"],
        failed: failures,
        responses: all,
        since_at: toIso(oldest),
        by_status: byStatus,
      },
      fix: {
        sql: [
          "-- What the failed responses said; kept out of this report because it may quote data.",
          "SELECT id, created, status_code, timed_out, error_msg, left(content, 200) AS content FROM net._http_response",
          `WHERE status_code IS NULL OR status_code >= ${FIRST_ERROR_STATUS} ORDER BY created DESC LIMIT 20;`,
        ].join("\n"),
      },
    },
  ];
}

function kindOf({ status, timedOut }: Responses): string {
  if (status !== null) return String(status);
  return timedOut === true ? "timed out" : "no response";
}

function sum(rows: readonly Responses[]): number {
  return rows.reduce((total, { responses }) => total + responses, 0);
}
