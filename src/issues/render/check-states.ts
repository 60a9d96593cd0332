import { STATUSES, type Status } from "../../core/finding.ts";
import { byPriority } from "../../core/priority.ts";
import { toDate } from "../../lib/time.ts";
import { STATUS_WORDS } from "../../report/counts.ts";
import { collapse } from "../../report/html/blocks.ts";
import { type Html, table, trusted } from "../../report/html/escape.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { formatNumber } from "../../report/html/values.ts";
import { PRIORITY_ICONS, STATUS_ICONS } from "../../report/icons.ts";
import type { Limits } from "../../report/limits.ts";
import type { OverviewRow } from "./model.ts";
import { reference } from "./parts.ts";

/** Minimum number of rows: all checks of pg-preflight fit at any level of detail. */
const ROWS = 60;

/** Every check and its status: those that need attention visible, the others collapsed. */
export function statesOfChecks(rows: readonly OverviewRow[], limits: Limits): string[] {
  const most = Math.max(ROWS, limits.listed);
  const visible = rows.filter(needsAttention).toSorted(byUrgency);
  const others = rows.filter((row) => !needsAttention(row)).toSorted(byStatus);
  return [
    ...(visible.length === 0
      ? []
      : [stateTable(visible.slice(0, most)), ...otherChecks(visible.length - most)]),
    ...(others.length === 0
      ? []
      : collapse(countedByStatus(others), [
          shortTable(others.slice(0, most)),
          ...otherChecks(others.length - most),
        ])),
  ];
}

function needsAttention({ status, unknownSince, pending }: OverviewRow): boolean {
  return status === "fail" || status === "unknown" || unknownSince !== null || pending > 0;
}

function byUrgency(a: OverviewRow, b: OverviewRow): number {
  const order = (row: OverviewRow): number => (row.status === "fail" ? 0 : 1);
  return order(a) - order(b) || byPriority(a, b);
}

function byStatus(a: OverviewRow, b: OverviewRow): number {
  return STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status);
}

function otherChecks(omitted: number): string[] {
  return omitted <= 0 ? [] : [html`<p>and ${count(omitted, "other check")}</p>`];
}

/** `20 pass, 3 skipped`, with icons. */
function countedByStatus(rows: readonly Pick<OverviewRow, "status">[]): Html {
  return list(
    STATUSES.flatMap((status) => {
      const number = rows.filter((row) => row.status === status).length;
      return number === 0 ? [] : [state(status, `${formatNumber(number)} `)];
    }),
  );
}

/** Icon and word of a status. */
export function state(status: Status, before = ""): Html {
  return trusted(`${STATUS_ICONS[status]} ${before}${STATUS_WORDS[status]}`);
}

function stateTable(rows: readonly OverviewRow[]): string {
  return tableOf(["State", "Check", "Priority", "Findings", "Since", "Issue"], rows, (row) => [
    state(row.status),
    renderText(row.title, 120),
    row.status === "fail" ? trusted(`${PRIORITY_ICONS[row.priority]} ${row.priority}`) : trusted("—"),
    findings(row),
    trusted(toDate(row.since)),
    row.issue === null ? trusted("—") : reference(row.issue),
  ]);
}

function shortTable(rows: readonly OverviewRow[]): string {
  return tableOf(["State", "Check", "Since", "Last run"], rows, (row) => [
    state(row.status),
    renderText(row.title, 120),
    trusted(toDate(row.since)),
    trusted(toDate(row.at)),
  ]);
}

function tableOf(
  headings: readonly string[],
  rows: readonly OverviewRow[],
  cells: (row: OverviewRow) => readonly Html[],
): string {
  return table(
    headings.map((heading) => ({ heading: trusted(heading) })),
    rows.map(cells),
  );
}

function findings({ confirmed, pending }: OverviewRow): Html {
  const once = trusted(`${formatNumber(pending)} seen once`);
  if (confirmed === 0) return pending === 0 ? trusted("—") : once;
  const stand = trusted(formatNumber(confirmed));
  return pending === 0 ? stand : html`${stand} + ${once}`;
}
