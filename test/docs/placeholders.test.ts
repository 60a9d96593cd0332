/** No example passes unedited: what the pages, the examples and the issues leave to be replaced is refused. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { parse } from "yaml";
import { parseConfig } from "../../src/config/parse.ts";
import { UserError } from "../../src/core/errors.ts";
import type { ReportedItem } from "../../src/core/report.ts";
import { renderChecklistIssue } from "../../src/issues/render/checklist.ts";
import { aChecklistIssue } from "../support/builders/issue-views.ts";
import { aReport } from "../support/builders/report.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { blocksOf, PAGES, readPage } from "./pages.ts";

/** Keys whose values are somebody's own words, or name somebody's own project. */
const OWN_WORDS = ["attested-by", "note", "dropped", "project-ref"];

interface Example {
  readonly place: string;
  readonly key: string;
  readonly value: string;
}

function examplesIn(place: string, value: unknown): Example[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    OWN_WORDS.includes(key) && typeof each === "string"
      ? [{ place, key, value: each }]
      : examplesIn(place, each),
  );
}

function examplesOfMarkdown(place: string, markdown: string): Example[] {
  return blocksOf(markdown)
    .filter(({ lang }) => ["yaml", "yml"].includes(lang))
    .flatMap(({ text, line }) => examplesIn(`${place}:${line}`, parse(text)));
}

/** What the checklist's issue proposes for an item without evidence. */
function proposal(): string {
  const title = "Error logging enabled";
  const item: ReportedItem = {
    id: "error-logging-enabled",
    title,
    status: "unknown",
    evidence: "",
    checks: [],
  };
  const report = aReport({ checklist: [{ section: "Application", items: [item] }] });
  return renderChecklistIssue(aChecklistIssue({ report })).content;
}

/** References that the texts of src propose. */
function examplesOfSource(): Example[] {
  return globSync("src/**/*.ts", { cwd: REPOSITORY, exclude: (name) => name.endsWith(".test.ts") }).flatMap(
    (place) =>
      [...readFileSync(join(REPOSITORY, place), "utf8").matchAll(/project-ref: ([a-z]{20})\b/g)].map(
        ([, value = ""]) => ({ place, key: "project-ref", value }),
      ),
  );
}

const EXAMPLES: readonly Example[] = [
  ...PAGES.flatMap((page) => examplesOfMarkdown(page, readPage(page))),
  ...globSync("examples/*.yml", { cwd: REPOSITORY }).flatMap((file) =>
    examplesIn(file, parse(readFileSync(join(REPOSITORY, file), "utf8"))),
  ),
  ...examplesOfMarkdown("the checklist's issue", proposal()),
  ...examplesOfSource(),
];

const problemsOf = (config: string): Promise<readonly string[]> =>
  parseConfig(config, "c.yml").then(
    () => [],
    (error: unknown) => (error instanceof UserError ? error.problems : Promise.reject(error)),
  );

/** A configuration with the value at a place where it belongs. */
function configWith({ key, value }: Example): string {
  const text = JSON.stringify(value);
  if (key === "project-ref") return `supabase:\n  project-ref: ${text}\n`;
  if (key === "dropped") return `checklist:\n  backup-schedule-verified:\n    dropped: ${text}\n`;
  const given = { "attested-by": '"@ada"', note: '"Sentry, event 4711"', [key]: text };
  const lines = Object.entries(given).map(([name, written]) => `    ${name}: ${written}\n`);
  return `checklist:\n  error-logging-enabled:\n    attested-on: 2026-11-01\n    expires: 2027-01-30\n${lines.join("")}`;
}

describe("the texts of our examples", () => {
  it("are found on the pages, in the issue and in what checks propose", () => {
    const keys = new Set(EXAMPLES.map(({ key }) => key));
    assert.deepEqual([...keys].sort(), [...OWN_WORDS].sort());
    assert.ok(EXAMPLES.some(({ place }) => place.startsWith("the checklist's issue")));
    assert.ok(EXAMPLES.some(({ place }) => place.startsWith("src/collect/")));
  });

  for (const example of EXAMPLES) {
    it(`${example.key} of ${example.place} is refused, with its line and what to write`, async () => {
      const config = configWith(example);
      const problems = await problemsOf(config);
      const [line] = problems.flatMap(
        (problem) => /^c\.yml:(\d+): .* is the example's text: write /.exec(problem)?.[1] ?? [],
      );
      const key = config.split("\n")[Number(line) - 1]?.trim().split(":")[0];
      assert.equal(key, example.key, problems.join());
    });
  }

  it("are refused wherever they are, however they are written, all at once", async () => {
    const config = `
supabase: { project-ref: abcdefghijklmnopqrst }
checks:
  backups: { recovery-tested: { attested-by: "@Your-Login ", attested-on: 2026-11-01, expires: 2027-01-30 } }
checklist:
  ours: { title: Ours, attested-by: your-login, attested-on: 2026-11-01, expires: 2027-01-30, note: "What was  looked at." }
issues: { assignees: ["@your-login"] }
`;
    const places = (await problemsOf(config)).map((problem) => problem.split(": ").slice(0, 2).join(" "));
    assert.deepEqual(places, [
      "c.yml:2 supabase.project-ref",
      "c.yml:4 checks.backups.recovery-tested.attested-by",
      "c.yml:6 checklist.ours.attested-by",
      "c.yml:6 checklist.ours.note",
      "c.yml:7 issues.assignees.0",
    ]);
  });

  it("are not the names of the document's objects, nor words that only hold them", async () => {
    const config = `
checks:
  materialized-views: { views: [{ name: public.mv_org_document_stats, refreshed-by: refresh-org-document-stats }] }
checklist:
  ours: { title: Ours, attested-by: "@your-login-2", attested-on: 2026-11-01, expires: 2027-01-30, note: "the list of what was looked at is in the wiki" }
`;
    assert.deepEqual(await problemsOf(config), []);
  });
});
