import type { Report } from "../../core/report.ts";
import { collapse, linkToIssue } from "../../report/html/blocks.ts";
import { type Html, trusted } from "../../report/html/escape.ts";
import { html, renderText } from "../../report/html/inline-text.ts";
import type { LogSection } from "../../report/log.ts";
import {
  CHECKLIST,
  INDEX_USAGE,
  type IssueChange,
  type IssueOperation,
  type IssuePlan,
  type IssueSnapshot,
  type IssueTopic,
  OVERVIEW,
} from "../issue.ts";

/** Changes to issues and to the pull request's comment, made or in a dry run, for log and summary. */

export interface Done {
  readonly changes: readonly IssueChange[];
  readonly comment: "none" | "unchanged" | "create" | "edit";
  /** What could not be done, one sentence each. */
  readonly problems: readonly string[];
}

interface Planned {
  /** A string says why nothing would be done to the issues. */
  readonly plan: IssuePlan | string;
  readonly comment: Done["comment"];
  /** What the comment would say; undefined where there is no pull request to comment on. */
  readonly text: string | undefined;
  readonly problems: readonly string[];
}

/** A section for the end of the summary, and lines of the log. */
interface Told {
  /** Empty when there is nothing to report. */
  readonly summary: string;
  readonly log: readonly LogSection[];
}

const DID: Record<IssueOperation["action"], string> = {
  open: "Opened",
  update: "Updated",
  close: "Closed",
  reopen: "Reopened",
  "close-duplicate": "Closed as a duplicate",
};

const WOULD: Record<IssueOperation["action"], string> = {
  open: "Would open",
  update: "Would update",
  close: "Would close",
  reopen: "Would reopen",
  "close-duplicate": "Would close as a duplicate",
};

const COMMENT_DID: Partial<Record<Done["comment"], string>> = {
  create: "Wrote the pull request's comment.",
  edit: "Edited the pull request's comment.",
};

const COMMENT_WOULD: Record<Done["comment"], string> = {
  none: "Would write no comment.",
  unchanged: "Would leave the pull request's comment as it is.",
  create: "Would write this comment on the pull request:",
  edit: "Would edit the pull request's comment, which would then say:",
};

/** After writing. */
export function describeDone(report: Report, { changes, comment, problems }: Done): Told {
  const lines = changes.map(({ check, number, action, why }) => ({
    markup: html`${renderText(DID[action])} ${linkToIssue(number, report)}, ${renderText(nameOf(check, report))}: ${renderText(why)}`,
    text: `${DID[action]} #${number}, ${nameOf(check, report)}: ${why}`,
  }));
  const about = COMMENT_DID[comment];
  const all = [...lines, ...(about === undefined ? [] : [{ markup: renderText(about), text: about }])];
  if (all.length + problems.length === 0) return { summary: "", log: [] };
  // A comment alone gets no section, since it is visible on the pull request.
  const isWorthASection = lines.length + problems.length > 0;
  const section = ["### Issues", ...bullets(all.map(({ markup }) => markup)), ...problems.map(warning)];
  return {
    summary: isWorthASection ? join(section) : "",
    log: [
      { group: null, lines: [...all.map(({ text }) => text), ...problems.map((problem) => `! ${problem}`)] },
    ],
  };
}

/** In place of writing. */
export function describePlan(report: Report, { plan, comment, text, problems }: Planned): Told {
  const { writes: planned, notices } = typeof plan === "string" ? { writes: [], notices: [] } : plan;
  const writes = planned.map(({ action, topic, number, why }) => {
    const place = number === null ? "an issue" : `#${number}`;
    return {
      markup: html`${renderText(WOULD[action])} ${number === null ? trusted("an issue") : linkToIssue(number, report)}, ${renderText(nameOf(topic, report))}: ${renderText(why)}`,
      text: `${WOULD[action]} ${place}, ${nameOf(topic, report)}: ${why}`,
    };
  });
  const none = typeof plan === "string" ? plan : "Nothing would be done to issues.";
  const shown = text !== undefined && (comment === "create" || comment === "edit") ? text : undefined;
  const about = text === undefined ? [] : [COMMENT_WOULD[comment]];
  return {
    summary: join([
      "### Dry run: nothing was written",
      ...(writes.length === 0
        ? [html`<p>${renderText(none)}</p>`]
        : bullets(writes.map(({ markup }) => markup))),
      ...notices.map((notice) => html`<p>ℹ️ ${renderText(notice)}</p>`),
      ...problems.map(warning),
      ...(shown === undefined
        ? about.map((line) => html`<p>${renderText(line)}</p>`)
        : collapse(about.map((line) => renderText(line)).join(""), [shown])),
    ]),
    log: [
      {
        group: "Dry run: nothing was written",
        lines: [
          ...(writes.length === 0 ? [none] : writes.map((write) => write.text)),
          ...notices,
          ...problems.map((problem) => `! ${problem}`),
          ...about,
          ...(shown === undefined ? [] : withoutMarkup(shown)),
        ],
      },
    ],
  };
}

/** The open issues that report the known findings: the check's own, else the weekly one or the overview. */
export function issuesOfKnown(
  { results }: Report,
  { issues }: IssueSnapshot,
  indexUsage: ReadonlySet<string>,
): number[] {
  const open = issues.filter(({ isOpen }) => isOpen);
  const numbers = results
    .filter(({ findings = [] }) => findings.some(({ known }) => known))
    .flatMap(({ check }) => {
      const topics = [check, indexUsage.has(check) ? INDEX_USAGE : OVERVIEW];
      return topics.flatMap((topic) => open.find((issue) => issue.topic === topic)?.number ?? []).slice(0, 1);
    });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const TOPICS: ReadonlyMap<IssueTopic, string> = new Map([
  [OVERVIEW, "the overview"],
  [CHECKLIST, "the deployment checklist"],
  [INDEX_USAGE, "the weekly index usage"],
]);

function nameOf(topic: IssueTopic, { results }: Report): string {
  return TOPICS.get(topic) ?? results.find(({ check }) => check === topic)?.title ?? topic;
}

function bullets(lines: readonly Html[]): string[] {
  return lines.length === 0 ? [] : [`<ul>\n${lines.map((line) => `<li>${line}</li>`).join("\n")}\n</ul>`];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** The text of our own markup, for the log. */
function withoutMarkup(markup: string): string[] {
  return markup
    .split("\n")
    .map((line) =>
      line
        .replace(/<\/t[dh]>/g, " | ")
        .replace(/<[^>]*>/g, "")
        .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
        .replace(/[ |]+$/, ""),
    )
    .filter((line) => line !== "");
}

function warning(problem: string): string {
  return html`<p>⚠️ ${renderText(problem)}</p>`;
}

/** It begins with a blank line, since it follows the end of the summary. */
function join(blocks: readonly string[]): string {
  return `\n${blocks.join("\n\n")}\n`;
}
