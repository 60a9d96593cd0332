import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { NOW } from "../../../test/support/builders/context.ts";
import { aRunConfig, aSelectedCheck } from "../../../test/support/builders/run-config.ts";
import { sourcesFor } from "../../../test/support/postgres/migration-histories.ts";
import type { CheckOutcome } from "../../core/finding.ts";
import { annotations } from "../../report/annotations.ts";
import { evaluate } from "../../run/evaluate.ts";
import check from "./check.ts";

const FIRST = "20261101090000";
const SECOND = "20261102090000";

/** An entry as the document asks for it. */
function entry(number: string, name = ""): string {
  return `## ${number}${name}\n\n- **Date**: 2026-11-01\n- **Purpose**: Orders are listed by customer.\n- **Impact**: Writes are a little slower.\n\n`;
}

describe("schema-changelog", () => {
  let workspace: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), "workspace-"));
    write(`supabase/migrations/${FIRST}_orders.sql`);
    write(`supabase/migrations/${SECOND}_customers.sql`);
  });
  afterEach(() => rmSync(workspace, { recursive: true, force: true }));

  function write(file: string, text = "SELECT 1;\n"): void {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), text);
  }

  async function look(options: Record<string, unknown> = {}): Promise<CheckOutcome> {
    const sources = await sourcesFor(check, workspace, options);
    const parsed = check.options.parse(options);
    const judged = check.evaluate([], { options: parsed, priority: "low", sources, now: NOW });
    assert.ok(judged);
    return judged;
  }

  /** What the entries lack by migration, with this text as the changelog; the second migration's is whole. */
  async function missing(text: string, file = "supabase/SCHEMA_CHANGELOG.md"): Promise<unknown> {
    write(file, `# Changelog\n\n${text}\n\n${entry(SECOND)}`);
    const { findings = [] } = await look();
    return findings.map(({ facts }) => facts.missing)[0] ?? [];
  }

  it("passes when each migration has its entry, and tells the one that has none", async () => {
    write("supabase/SCHEMA_CHANGELOG.md", `# Changelog\n\n${entry(SECOND)}${entry(FIRST)}`);
    assert.deepEqual((await look()).findings, []);
    write("supabase/SCHEMA_CHANGELOG.md", `# Changelog\n\n${entry(SECOND)}`);
    const file = `supabase/migrations/${FIRST}_orders.sql`;
    assert.deepEqual((await look()).findings, [
      {
        key: file,
        priority: "low",
        message: `${FIRST}_orders.sql has no entry in supabase/SCHEMA_CHANGELOG.md.`,
        facts: {
          migration: file,
          changelog: "supabase/SCHEMA_CHANGELOG.md",
          missing: ["number", "date", "purpose", "impact"],
        },
        file,
      },
    ]);
    assert.deepEqual((await look({ since: SECOND })).findings, []);
    assert.equal((await look({ since: Number(FIRST) })).findings?.length, 1);
  });

  it("takes the forms in which people write entries", async () => {
    const forms: Record<string, string> = {
      list: entry(FIRST, " – orders"),
      "the file's name": entry(`${FIRST}_orders.sql`),
      "a list of its own": `### 2026-11-01\n\n- Migration: \`${FIRST}\`\n- Purpose: Orders.\n- Impact: None.\n`,
      "several in one section": `### November\n\n* **Migration**: ${SECOND}\n* **Purpose**: x\n\n- **Migration**: ${FIRST}\n- **Date**: 2026-11-01\n- **Purpose**: Orders.\n- **Impact**: None.\n`,
      lines: `## ${FIRST}\nDate: 2026-11-01\nPurpose: Orders.\nImpact: None.\n`,
      "bold paragraphs": `## ${FIRST} (2026-11-01)\n\n**Purpose**\n\nOrders.\n\n**Impact**\n\n- Slower writes.\n`,
      headings: `## ${FIRST}\n\n### Date\n\n2026-11-01\n\n### Purpose\n\nOrders.\n\n### Impact\n\n| Table | Lock |\n|--|--|\n| orders | short |\n`,
      "a row": `| Migration | Date | Purpose | Impact |\n|--|--|--|--|\n| ${FIRST} | 2026-11-01 | Orders. | None. |\n`,
      "a table of its own": `## ${FIRST}\n\n| Field | Value |\n|--|--|\n| Date | 2026-11-01 |\n| Purpose | Orders. |\n| Impact | None. |\n`,
      "nested lists": `## ${FIRST}\n\n- Date: 2026-11-01\n- Purpose:\n  - Orders.\n- Impact:\n  - Note: slower writes.\n`,
    };
    for (const [form, text] of Object.entries(forms)) assert.deepEqual(await missing(text), [], form);
  });

  it("does not count empty entries, placeholders, comments and examples", async () => {
    const all = ["number", "date", "purpose", "impact"];
    const forms: [string, string[]][] = [
      [`## ${FIRST}\n`, ["date", "purpose", "impact"]],
      [`## ${FIRST}\n- **Date**: 2026-11-01\n- **Purpose**:\n- **Impact**: None.\n`, ["purpose"]],
      [`## ${FIRST}\n- Date: soon\n- Purpose: TODO\n- Impact: …\n`, ["date", "purpose", "impact"]],
      [`## ${FIRST}\n- Date: 2026-11-01\n- Purpose: Orders.\n- Impact:\n- Rollback: drop it\n`, ["impact"]],
      [`## ${FIRST}\n- Date: 2026-11-01\n- Purpose: Orders.\n- **Impact**: <!-- what -->\n`, ["impact"]],
      [`## ${FIRST}\n- Date: 2026-11-01\n- Purpose: Orders.\n\n### Impact\n\n### Notes\n\nx\n`, ["impact"]],
      [
        `| Migration | Date | Purpose | Impact |\n|--|--|--|--|\n| ${FIRST} | 2026-11-01 | Orders. | - |\n`,
        ["impact"],
      ],
      [`\`\`\`\n${entry(FIRST)}\`\`\`\n`, all],
      [`<!--\n${entry(FIRST)}-->\n`, all],
      [entry(`1${FIRST}`), all],
      [`${FIRST}, Date: 2026-11-01, Purpose: x, Impact: y`, all],
    ];
    for (const [text, expected] of forms) assert.deepEqual(await missing(text), expected, text);
  });

  it("does not let one entry stand for what another lacks", async () => {
    assert.deepEqual(await missing(`## ${FIRST}\n\n${entry("20261231090000")}`), [
      "date",
      "purpose",
      "impact",
    ]);
    assert.deepEqual(await missing(`## ${FIRST}\n\nsoon\n\n${entry(FIRST)}`), [], "the fullest counts");
  });

  it("finds other tools' migrations and other places of the changelog", async () => {
    rmSync(join(workspace, "supabase"), { recursive: true });
    write(`prisma/migrations/${FIRST}_orders/migration.sql`);
    write("docs/SCHEMA_CHANGELOG.md", entry(FIRST));
    assert.deepEqual((await look()).findings, []);
    write("db/x/V1_1__orders.sql");
    write("db/x/R__views.sql");
    write("NEWS.md", entry("1.1: orders"));
    const { findings, measurements } = await look({ file: "./NEWS.md", directory: "db/x/" });
    assert.deepEqual([findings, measurements?.[0]?.migrations], [[], 1]);
  });

  it("is skipped where nothing is declared and there is no changelog", async () => {
    const { skipped } = await look();
    assert.equal(skipped?.reason, "not-configured");
    assert.match(skipped?.fix?.text ?? "", /schema-changelog: \{ file:/);
  });

  it("tells each migration when the declared changelog is not there", async () => {
    const { findings } = await look({ file: "NEWS.md" });
    assert.deepEqual(
      findings?.map(({ message }) => message),
      [`${FIRST}_orders`, `${SECOND}_customers`].map(
        (n) => `${n}.sql has no entry, for there is no NEWS.md.`,
      ),
    );
  });

  it("is unknown without a checkout, or when a path leads out of it", async () => {
    rmSync(join(workspace, "supabase"), { recursive: true });
    assert.match((await look({ file: "NEWS.md" })).unknown?.fix?.text ?? "", /actions\/checkout/);
    assert.match((await look({ file: "../NEWS.md" })).unknown?.detail ?? "", /leads out/);
    write("NEWS.md", entry(FIRST));
    assert.match((await look({ file: "NEWS.md", directory: "../x" })).unknown?.detail ?? "", /leads out/);
  });

  it("works without a database, as on a fork's pull request", async () => {
    write("supabase/SCHEMA_CHANGELOG.md", entry(SECOND));
    const sources = await sourcesFor(check, workspace);
    const settings = aRunConfig({ checks: [aSelectedCheck(check)], failOn: "low", isPullRequest: true });
    const run = { toolVersion: "1.0.0", startedAt: NOW, durationMs: 1 };
    const report = evaluate(settings, { reached: false }, sources, run);
    assert.equal(report.results[0]?.status, "fail");
    const file = `supabase/migrations/${FIRST}_orders.sql`;
    assert.ok(annotations(report).some((annotation) => annotation.file === file));
  });
});
