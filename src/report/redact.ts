import { ITEMS } from "../checklist/items.ts";
import type { Skipped, Unknown } from "../core/finding.ts";
import type { CheckResult, Report, ReportedFinding, ReportedItem } from "../core/report.ts";
import { count } from "../lib/format.ts";

/** Notices that stay as they are: our sentences, with counts only. */
const HARMLESS: readonly RegExp[] = [
  /^This pull request has no secrets, because GitHub gives none to forks and to Dependabot: \d+ of \d+ checks were not run and nothing is concluded of them\. The next run on the default branch looks at everything\.$/,
  /^There is no \.github\/pg-preflight\.yml(?: in the workspace)?: every check runs with its defaults\.$/,
  /^(?:Issue|What issue) #\d+ (?:was written by a newer|remembered can't be read)[a-z ',:.-]*(?: It starts anew\.)?$/,
  // An App's name is GitHub's, and stands beside the public issue.
  /^Issue #\d+ carries pg-preflight's label and marker, but [\w ',[\]-]*: it was left alone\.$/,
  /^The login of baseline-database-url is a superuser, [^"`]*$/,
  /^The declared queries were measured (?:on another server|in another database) than the rest of this report: [^"`]*$/,
  // GitHub's errors in our sentences; its own texts are never repeated.
  /^Our issues could not be read, so /,
  /^(?:Names are counted, not shown|No issue is written), /,
  /^This run writes no issues: [^"`]*$/,
];

const COUNTED = "Names are counted, not shown, ";

/** Notices that name something, and the public sentence for each. */
const REPLACEMENTS: readonly (readonly [start: string, instead: string])[] = [
  [
    "The configuration did not count: ",
    "The configuration did not count: another branch's counts for this run, and it could not be read. Every " +
      "check ran with its defaults, and nothing was ignored or attested. Give the step `github-token: ${{ github.token }}` " +
      "and the workflow `permissions: contents: read`.",
  ],
  [
    "This branch ",
    "This branch changes the configuration. It counts from the merge on; this run went by the base branch.",
  ],
  ["This checkout ", "The configuration of this checkout differs from the one that counts for this run."],
  ["After the merge ", "After the merge the configuration would be refused: it has errors."],
  ["The config's schemas name ", "The configuration names a schema that this database does not have."],
  ["The ignore of ", "An entry of the configuration's ignore list expired or matched nothing."],
];

/** The notices without names, after the notice that names are redacted. */
function publicNotices(report: Report, file: string): string[] {
  const allowed = report.notices.flatMap((notice) => {
    if (HARMLESS.some((pattern) => pattern.test(notice))) return [notice];
    const instead = REPLACEMENTS.find(([start]) => notice.startsWith(start))?.[1];
    return instead === undefined ? [] : [instead];
  });
  const omitted = report.notices.length - allowed.length;
  const isCounted = report.notices.some((notice) => notice.startsWith(COUNTED));
  return [
    ...(namesSomething(report) && !isCounted
      ? [`${REDACTED_NOTICE}${file === "" ? "" : FILE_HAS_THEM}.`]
      : []),
    ...new Set(allowed),
    ...(omitted === 0
      ? []
      : [
          `${count(omitted, "notice")} that may name something${file === "" ? "" : ": the report file has all"}.`,
        ]),
  ];
}

const REDACTED_NOTICE =
  "Names are kept back because this repository is public: `policy.public-details: true` shows them";
const FILE_HAS_THEM = ", and the report file has them";

/**
 * The file that says more, as a clause; empty in a run without secrets: it is a fork's or Dependabot's, and who reads its
 * page has no way to the file of such a run.
 */
function reportFile({ server, unreachable, results }: Report): string {
  const isWithoutSecrets =
    server === null &&
    unreachable === undefined &&
    results.some(({ skipped }) => skipped?.reason === "no-secret");
  return isWithoutSecrets ? "" : "the report file says";
}

function namesSomething({ results, ignored }: Report): boolean {
  return ignored.length > 0 || results.some(({ findings, unknown }) => (findings ?? unknown) !== undefined);
}

/** A report as a page, a log or an issue shows it. */
export interface ShownReport extends Report {
  /** Objects of the database are counted and not named, since the repository is public. */
  readonly redacted?: true;
}

/** Replaces every sentence that names something. */
const REDACTED = "What it names is kept back here.";

/** A finding as a page, a log or an issue shows it. */
interface ShownFinding extends ReportedFinding {
  /** Its key, its message and its facts were replaced or removed. */
  readonly redacted?: true;
}

export function isRedacted({ redacted }: ShownFinding): boolean {
  return redacted === true;
}

const UNKNOWN: Record<Unknown["reason"], string> = {
  permission: "A privilege is missing.",
  extension: "It needs an extension that is not there or does not work.",
  version: "This version does not tell it.",
  timeout: "The answer did not come in time.",
  window: "Its counters are too young.",
  unreachable: "What it asks did not answer.",
  error: "It could not be carried out.",
};

const SKIPPED: Record<Skipped["reason"], string> = {
  "not-configured": "The configuration does not ask for it; its page has the lines to add.",
  disabled: "The configuration switches it off.",
  "no-secret": "A secret that it needs was not given.",
  "not-applicable": "There is nothing here that it could look at.",
};

/**
 * The public report. It keeps our own words, counts, the target, the suite, versions and times: nothing that a
 * database, a configuration or a server's message supplied. A new key of the report is left out until it is added
 * here.
 */
export function redact(report: Report): ShownReport {
  const { server, unreachable } = report;
  const file = reportFile(report);
  return {
    schemaVersion: report.schemaVersion,
    toolVersion: report.toolVersion,
    target: report.target,
    suite: report.suite,
    conclusion: report.conclusion,
    failOn: report.failOn,
    stepFails: report.stepFails,
    // Ids of checks and of items, and counts.
    gate: report.gate,
    commit: report.commit,
    runUrl: report.runUrl,
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    server: server === null ? null : { version: server.version, database: "", windows: server.windows },
    ...(unreachable === undefined ? {} : { unreachable: withoutParameter(unreachable) }),
    notices: publicNotices(report, file),
    results: report.results.map((result) => redactResult(result, file)),
    checklist: report.checklist.map(({ section, items }) => ({
      section: ITEMS.some((item) => item.section === section) ? section : "Team",
      items: items.map((item) => redactItem(item, report.results, file)),
    })),
    ...(report.checklistTotals === undefined ? {} : { checklistTotals: report.checklistTotals }),
    ignored: report.ignored.map(({ check, expires }) => ({ check, key: "", reason: "", expires })),
    redacted: true,
  };
}

export function redactResult(result: CheckResult, file = "the report file says"): CheckResult {
  const { check, title, why, category, status, priority } = result;
  const { momentary, stops, window, findings, unknown, skipped } = result;
  return {
    check,
    title,
    why,
    category,
    status,
    priority,
    ...(momentary === undefined ? {} : { momentary }),
    ...(stops === undefined ? {} : { stops }),
    ...(window === undefined ? {} : { window }),
    ...(findings === undefined ? {} : { findings: findings.map(redactFinding) }),
    ...(unknown === undefined ? {} : { unknown: redactUnknown(unknown, file) }),
    ...(skipped === undefined
      ? {}
      : { skipped: { reason: skipped.reason, detail: SKIPPED[skipped.reason] } }),
  };
}

/** @param place the finding's place in its list, so that keys stay unique */
export function redactFinding({ priority, known }: ReportedFinding, place = 0): ShownFinding {
  return { key: `finding ${place + 1}`, priority, message: REDACTED, facts: {}, known, redacted: true };
}

type ResultUnknown = NonNullable<CheckResult["unknown"]>;

/** Lines of a workflow hold no names; every other fix may name a role or a schema. */
const WORKFLOW_LINES =
  /^(?:permissions:(?:\n {2}[a-z-]+: (?:read|write))+|github-token: \$\{\{ github\.token \}\})$/;

function redactUnknown({ reason, fix, until }: ResultUnknown, file: string): ResultUnknown {
  if (until !== undefined) return { reason, detail: "It is set up, and its first proof is due.", until };
  if (fix !== undefined && WORKFLOW_LINES.test(fix.text)) return { reason, detail: UNKNOWN[reason], fix };
  return { reason, detail: `${UNKNOWN[reason]}${file === "" ? "" : " The report file says more."}` };
}

function redactItem(item: ReportedItem, results: readonly CheckResult[], file: string): ReportedItem {
  const { id, status, until, checks, attestation, stops } = item;
  return {
    id,
    title: ITEMS.find((each) => each.id === id)?.title ?? `\`${id}\``,
    status,
    ...(until === undefined ? {} : { until }),
    evidence: evidenceOf(item, results, file),
    checks,
    ...(attestation === undefined
      ? {}
      : {
          attestation: {
            by: "a person",
            on: attestation.on,
            expires: attestation.expires,
            ...(attestation.verified === undefined ? {} : { verified: attestation.verified }),
          },
        }),
    ...(stops === undefined ? {} : { stops }),
  };
}

/** What the checks of an item without evidence lack, in our own words. */
function missingOf(checks: readonly string[], results: readonly CheckResult[]): string {
  const reasons = results
    .filter(({ check }) => checks.includes(check))
    .flatMap(({ unknown, skipped }) => [
      ...(unknown === undefined ? [] : [UNKNOWN[unknown.reason]]),
      ...(skipped === undefined ? [] : [SKIPPED[skipped.reason]]),
    ]);
  return [...new Set(reasons)].join(" ");
}

function evidenceOf(
  { status, checks, attestation }: ReportedItem,
  results: readonly CheckResult[],
  file: string,
): string {
  const ids = [...new Set(checks)].map((check) => `\`${check}\``).join(", ");
  const sources = ids === "" ? "a statement or a word of the team's own" : ids;
  switch (status) {
    case "pass":
      return `Rests on ${sources}.`;
    case "fail":
      return `Fails by ${sources}${file === "" ? "" : `; ${file} how`}.`;
    case "unknown":
      return `Not shown by ${sources}${file === "" ? `. ${missingOf(checks, results)}`.trimEnd() : `; ${file} why.`}`;
    case "pending":
      return `Set up; the first proof by ${sources} is due.`;
    case "attested":
      return `Attested by a person on ${attestation?.on ?? "a day of the past"}.`;
    case "dropped":
      return "Dropped by the team.";
  }
}

/** Removes the only word of the server in our advice: a start-up parameter in brackets. */
function withoutParameter(advice: string): string {
  return advice.replace(/^(The pooler refuses a start-up parameter) \([^)]*\)/, "$1");
}
