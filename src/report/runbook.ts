import { INCIDENT } from "../config/selection.ts";
import { sql } from "../generated/sql.ts";
import { collapse, fenced, fits, statement } from "./html/blocks.ts";
import { trusted } from "./html/escape.ts";
import { count, html, renderText } from "./html/inline-text.ts";
import type { ShownReport } from "./redact.ts";

/**
 * What a person does when something goes wrong after a deploy: find the cause, try what is quick, undo the migration.
 * Each block can be pasted as it is, and the action runs none of them.
 */

/** Maximum number of materialized views whose statement is shown. */
const VIEWS = 20;

/** Longest text of the migration tool's way. */
const ROLLBACK_LENGTH = 600;

const FILES = "https://github.com/pg-preflight/pg-preflight/blob/v1/sql/runbook";

/** Collapsed; empty in a report that is neither a deploy's nor an incident's. */
export function runbook(report: ShownReport): string[] {
  if (report.checklist.length === 0 && report.suite !== INCIDENT) return [];
  return collapse("<b>Runbook</b>: when something goes wrong after a deploy", [
    "<p>Paste each block as it is. To see other roles' sessions it needs <code>pg_monitor</code>, to cancel or end them <code>pg_signal_backend</code>.</p>",
    ...identify(),
    ...quickFixes(report),
    ...rollback(report),
  ]);
}

function identify(): string[] {
  return [
    "<h4>Step 1: identify the cause</h4>",
    ...query("Who blocks whom. Start with the sessions at the left margin.", "blocking-tree"),
    ...query("What runs long, the oldest first.", "long-running"),
  ];
}

function quickFixes(report: ShownReport): string[] {
  return [
    "<h4>Step 2: quick fixes</h4>",
    "<p><b>Cancel before you terminate.</b> Run the statement in the column <code>cancel</code> of step 1, and repeat the query. Only if the session is still there, or its <code>cancel</code> is empty, run the one in <code>terminate</code>: it ends the session, and what that has not committed is rolled back.</p>",
    ...refresh(report),
    ...query(
      "<b>Update the planner's statistics.</b> The query gives an <code>ANALYZE</code> for each table that needs one.",
      "tables-to-analyze",
    ),
  ];
}

/** Only where the database has materialized views. */
function refresh({ results, redacted }: ShownReport): string[] {
  if (redacted === true) {
    return [
      "<p><b>Refresh materialized views.</b> Their names are redacted because this repository is public; the report file has the statements.</p>",
    ];
  }
  const statements = results.flatMap((result) => result.runbook?.refresh ?? []).filter(fits);
  if (statements.length === 0) return [];
  const shown = statements.slice(0, VIEWS);
  const omitted = statements.length - shown.length;
  const blocks = statements.some((each) => !each.includes(" CONCURRENTLY "))
    ? " Without <code>CONCURRENTLY</code> nobody can read the view until the refresh is done."
    : "";
  return [
    html`<p><b>Refresh a materialized view</b> that is stale, as its owner.${trusted(blocks)}</p>`,
    fenced(shown.map(statement).join("\n"), "sql"),
    ...(omitted === 0
      ? []
      : [html`<p>${count(omitted, "statement")} not shown here; the report file has all.</p>`]),
  ];
}

function rollback({ results }: ShownReport): string[] {
  const ways = results.flatMap((result) => result.runbook?.rollback ?? []);
  const way =
    ways.length === 0
      ? trusted("Undo it by your migration tool's own way, so that its history table says so too.")
      : renderText(ways.join(" "), ROLLBACK_LENGTH);
  return [
    "<h4>Step 3: undo the migration</h4>",
    html`<p>${way}</p>`,
    "<p>pg-preflight has no rollback file for this database: the statements are yours to write, best in the pull request that brings the migration. For a database in use:</p>",
    `<ul>
<li>set <code>lock_timeout</code> before each statement that locks a table, because every query waits behind one that waits;</li>
<li>drop an index with <code>DROP INDEX CONCURRENTLY</code>, each statement alone and outside a transaction;</li>
<li>set a storage parameter back to the value that it had, because <code>RESET</code> brings the default;</li>
<li>unschedule the job that refreshes a materialized view before you drop the view;</li>
<li>rows of a dropped table or column come back from a backup alone.</li>
</ul>`,
  ];
}

/** A file of sql/runbook, whole, with a link to it. */
function query(lead: string, name: "blocking-tree" | "long-running" | "tables-to-analyze"): string[] {
  return [
    `<p>${lead} <a href="${FILES}/${name}.sql">${name}.sql</a></p>`,
    fenced(statement(sql[`runbook/${name}`]), "sql"),
  ];
}
