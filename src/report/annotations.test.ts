import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aFail, aFinding, aPass, aReport } from "../../test/support/builders/report.ts";
import { annotations, annotationsOfProblems } from "./annotations.ts";
import { logSections } from "./log.ts";

describe("annotations", () => {
  it("are errors for what stops the step, warnings for other failures, notices for what could not be looked at", () => {
    const results = [
      aPass({ title: "Passed" }),
      aPass({ title: "Blind", status: "unknown", unknown: { reason: "timeout", detail: "It took 10s." } }),
      aFail([aFinding({ priority: "low", message: "Idle." })], { title: "Low" }),
      aFail([aFinding({ message: "No index." }), aFinding({ message: "Nor here." })], { title: "High" }),
      aFail([aFinding({ known: true })], { title: "Known" }),
      aFail([aFinding({ message: "A lock." })], { title: "Momentary", stops: false }),
    ];
    const report = aReport({ conclusion: "fail", stepFails: true, gate: ["x"], results });
    assert.deepEqual(
      annotations(report).map(({ level, title, message }) => [level, title, message]),
      [
        ["error", "High", "No index. And 1 more."],
        ["warning", "Momentary", "A lock."],
        ["warning", "Low", "Idle."],
        ["notice", "Could not look: Blind", "It took 10s."],
        ["notice", "Known", "1 finding is in open issues already."],
      ],
    );
    assert.ok(
      annotations({ ...report, stepFails: false, failOn: "never" }).every(({ level }) => level !== "error"),
    );
  });

  it("stand at the file that a finding is about, at most five of a check", () => {
    const filed = Array.from({ length: 7 }, (_, index) =>
      aFinding({ message: `No entry ${index}.`, file: `m/${index}.sql` }),
    );
    const results = [aFail([aFinding({ message: "No file." }), ...filed], { title: "Files" })];
    const report = aReport({ conclusion: "fail", stepFails: true, gate: ["x"], results });
    assert.deepEqual(
      annotations(report).map(({ message, file }) => [message, file]),
      [
        ...[0, 1, 2, 3, 4].map((index) => [`No entry ${index}.`, `m/${index}.sql`]),
        ["No file. And 2 more.", undefined],
      ],
    );
  });

  it("count in the last one what the runner would drop", () => {
    const results = Array.from({ length: 33 }, (_, index) =>
      aFail([aFinding()], { title: `Check ${index}` }),
    );
    const made = annotations(aReport({ conclusion: "fail", results }));
    assert.equal(made.length, 10);
    assert.equal(made.at(-1)?.title, "And 24 more");
    assert.match(made.at(-1)?.message ?? "", /Check 9; Check 10; .*Check 32/);
  });

  it("leave room for warnings that are still to come, and count what has none", () => {
    const results = Array.from({ length: 30 }, (_, at) =>
      aFail([aFinding({ priority: "low" })], { title: `Check ${at}` }),
    );
    const [of, problems] = [
      annotations(aReport({ conclusion: "fail", results }), 3),
      annotationsOfProblems(["One.", "Two.", "Three.", "Four."]),
    ];
    assert.ok(of.every(({ level }) => level === "warning"));
    assert.equal(of.length + problems.length, 10);
    assert.equal(of.at(-1)?.title, "And 24 more");
    assert.deepEqual(
      problems.map(({ title, message }) => [title, message]),
      [
        ["Issues", "One."],
        ["Issues", "Two."],
        ["And 2 more", "Issues. See the summary."],
      ],
    );
    assert.equal(annotationsOfProblems(["One.", "Two.", "Three."]).length, 3);
  });

  it("say why the step fails when no single check is the reason", () => {
    const gate = ["Backups: attested by nobody.", "Pooling: attested by nobody."];
    const [first, ...others] = annotations(aReport({ conclusion: "fail", stepFails: true, gate }));
    assert.deepEqual(first, {
      level: "error",
      title: "pg-preflight",
      message: "Backups: attested by nobody. And 1 more.",
    });
    assert.equal(others.length, 0);
  });

  it("give the advice alone when the database cannot be reached", () => {
    const unknown = { reason: "unreachable", detail: "Not reached." } as const;
    const results = Array.from({ length: 20 }, () => aPass({ status: "unknown", unknown }));
    const report = aReport({
      conclusion: "unknown",
      stepFails: true,
      server: null,
      unreachable: "Use port 5432.",
      results,
    });
    assert.deepEqual(
      annotations(report).map(({ message }) => message),
      ["Use port 5432."],
    );
  });
});

describe("what open issues hold already", () => {
  const known = aFinding({ message: "Old.", known: true });
  const report = aReport({
    conclusion: "fail",
    results: [
      aFail([known, aFinding({ message: "New." }), known], { title: "Both" }),
      aFail([known, known], { title: "Old" }),
    ],
  });

  it("is one notice, and the annotations are of what is new", () => {
    assert.deepEqual(
      annotations({ ...report, stepFails: true }).map(({ level, title, message }) => [level, title, message]),
      [
        ["error", "Both", "New."],
        ["notice", "Known", "4 findings are in open issues already."],
      ],
    );
  });

  it("is counted in the log beside what is new", () => {
    assert.deepEqual(
      logSections(report).flatMap(({ lines }) => lines),
      [
        "production: fail. Checks: 0 pass, 2 fail (1 new finding, 4 known), 0 could not look, 0 skipped.",
        "✗ Both: 1 new finding, 2 known (high)",
        "    New.",
        "✗ Old: 0 new findings, 2 known (high)",
      ],
    );
  });
});

describe("the log", () => {
  it("has a line for each check, the quiet ones folded", () => {
    const findings = Array.from({ length: 5 }, (_, index) =>
      aFinding({ message: `::error::${index} ##[add-mask]x\ny` }),
    );
    const report = aReport({
      conclusion: "fail",
      results: [
        aPass({ title: "Indexes are valid" }),
        aFail(findings, { title: "Foreign keys are indexed" }),
        aPass({
          title: "Queries are fast",
          status: "unknown",
          unknown: { reason: "timeout", detail: "It took 10s." },
        }),
        aPass({ title: "Backups", status: "skipped", skipped: { reason: "not-configured", detail: "x" } }),
      ],
    });
    assert.deepEqual(logSections(report), [
      {
        group: null,
        lines: ["production: fail. Checks: 1 pass, 1 fail (5 findings), 1 could not look, 1 skipped."],
      },
      {
        group: null,
        lines: [
          "✗ Foreign keys are indexed: 5 findings (high)",
          "·     ::error::0 ## [add-mask]x↵y",
          "·     ::error::1 ## [add-mask]x↵y",
          "·     ::error::2 ## [add-mask]x↵y",
          "    and 2 more",
        ],
      },
      { group: null, lines: ["? Queries are fast: could not look: It took 10s."] },
      { group: "1 passed", lines: ["✓ Indexes are valid"] },
      { group: "1 skipped", lines: ["- Backups: not-configured"] },
    ]);
  });
});
