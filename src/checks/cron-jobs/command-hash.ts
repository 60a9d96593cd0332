import { createHash } from "node:crypto";

/**
 * What tells whether a job still runs the declared command, without showing it: the SHA-256, in hex, of the command
 * with each run of blanks as one space and without blanks and semicolons at its ends. The owner's views
 * (sql/setup/monitoring-role.sql) and sql/checks/cron-jobs.direct.sql do the same.
 */
export function commandHash(command: string): string {
  const normal = command
    .replace(/[ \t\n\r\f\v]+/g, " ")
    .replace(/[ ;]+$/, "")
    .replace(/^ +/, "");
  return createHash("sha256").update(normal, "utf8").digest("hex");
}
