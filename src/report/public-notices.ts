import type { Report } from "../core/report.ts";
import { count } from "../lib/format.ts";

/** Notices that may stand as they are: sentences of ours with counts in them. */
const HARMLESS: readonly RegExp[] = [
  /^This pull request has no secrets, because GitHub gives none to forks and to Dependabot: \d+ of \d+ checks were not run and nothing is concluded of them\. The next run on the default branch looks at everything\.$/,
  /^There is no \.github\/pg-preflight\.yml(?: in the workspace)?: every check runs with its defaults\.$/,
  /^(?:Issue|What issue) #\d+ (?:carries our label|was written by a newer|remembered can't be read)[a-z ',:.-]*(?: It starts anew\.)?$/,
  /^The login of baseline-database-url is a superuser, [^"`]*$/,
  /^The declared queries were measured (?:on another server|in another database) than the rest of this report: [^"`]*$/,
  // What GitHub refused, in our words: its own are never repeated.
  /^Our issues could not be read, so /,
  /^(?:Names are counted, not shown|No issue is written), /,
];

const UNTOLD = "Names are counted, not shown, ";

/** Notices that name something, and what everybody may know of them. */
const TOLD_WITHOUT: readonly (readonly [start: string, instead: string])[] = [
  [
    "The configuration did not count: ",
    "The configuration did not count: a pull request is judged by the base branch's, which could not be read. Every " +
      "check ran with its defaults, and nothing was ignored or attested. Give the step `github-token: ${{ github.token }}` " +
      "and the workflow `permissions: contents: read`.",
  ],
  [
    "This branch ",
    "This branch changes the configuration. It counts from the merge on; this run went by the base branch.",
  ],
  ["After the merge ", "After the merge the configuration would be refused: it has errors."],
  ["The config's schemas name ", "The configuration names a schema that this database does not have."],
  ["The ignore of ", "An entry of the configuration's ignore list expired or matched nothing."],
];

/** What the reader should know of this run, without a name in it; first of all that names are kept back. */
export function publicNotices(report: Report): string[] {
  const told = report.notices.flatMap((notice) => {
    if (HARMLESS.some((pattern) => pattern.test(notice))) return [notice];
    const instead = TOLD_WITHOUT.find(([start]) => notice.startsWith(start))?.[1];
    return instead === undefined ? [] : [instead];
  });
  const rest = report.notices.length - told.length;
  const isUntold = report.notices.some((notice) => notice.startsWith(UNTOLD));
  return [
    ...(namesSomething(report) && !isUntold ? [KEPT_BACK_NOTICE] : []),
    ...new Set(told),
    ...(rest === 0 ? [] : [`${count(rest, "notice")} that may name something: the report file has all.`]),
  ];
}

const KEPT_BACK_NOTICE =
  "Names are kept back because this repository is public: `policy.public-details: true` shows them, and the report " +
  "file has them.";

function namesSomething({ results, ignored }: Report): boolean {
  return ignored.length > 0 || results.some(({ findings, unknown }) => (findings ?? unknown) !== undefined);
}
