import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { NOW } from "../../../test/support/builders/context.ts";
import {
  declare,
  evidence,
  fast,
  recorded,
  slow,
  sourcesWith,
} from "../../../test/support/builders/measured.ts";
import { aReport } from "../../../test/support/builders/report.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import { NO_SOURCES, type Sources } from "../../core/sources.ts";
import { toIso } from "../../lib/time.ts";
import { recordedSchema } from "./baseline-file.ts";
import type { BaselineEvidence } from "./measurement.ts";
import { baselineNotices, newBaseline, OTHER_DATABASE, OTHER_SERVER } from "./new-baseline.ts";
import type { BaselineOptions } from "./options.ts";

const TWO = declare([{ name: "One", "max-time": "50ms" }, { name: "Two" }]);

function left(baseline: BaselineEvidence | Sources, options: BaselineOptions | undefined = TWO) {
  const sources = "measured" in baseline ? sourcesWith(baseline) : baseline;
  return newBaseline(options, sources, aReport({ startedAt: toIso(NOW), target: "production" }));
}

describe("what a run leaves as the recorded baseline", () => {
  it("is every declared query, of this server and this day", () => {
    const baseline = left(evidence({ One: fast(), Two: fast() }));
    assert.deepEqual(recordedSchema.parse(baseline), baseline);
    assert.deepEqual(
      { ...baseline, queries: baseline?.queries.map(({ name }) => name) },
      {
        version: 1,
        recordedAt: "2026-11-22T12:00:00Z",
        toolVersion: "1.0.0",
        target: "production",
        server: { version: "18.4", database: "app" },
        queries: ["One", "Two"],
      },
    );
  });

  it("may be the first one, and may take the place of one that counts for nothing", () => {
    const measured = { One: fast(), Two: fast() };
    for (const old of [
      null,
      "{",
      recorded(TWO),
      recorded(TWO, { recordedAt: "2025-01-01T00:00:00Z" }),
      recorded(TWO, { server: { version: "17.6", database: "app" } }),
    ]) {
      assert.equal(left(evidence(measured, old))?.queries.length, 2);
    }
  });

  it("may be of a noisy run: its fastest runs are within the budget", () => {
    const noisy = fast({ times: [49, 90, 91] });
    assert.equal(left(evidence({ One: noisy, Two: fast() }))?.queries[0]?.ms.slowest, 91);
  });

  it("is nothing when one query was not measured, found too little or broke something", () => {
    const wanting = declare([
      { name: "One", "max-time": "50ms" },
      { name: "Two", "min-rows": 21 },
    ]);
    const unknown = { reason: "error", detail: "It could not be planned." } as const;
    const cases: [string, BaselineEvidence, BaselineOptions?][] = [
      ["not measured", evidence({ One: fast() })],
      ["unknown", evidence({ One: fast(), Two: { unknown } })],
      ["stopped", evidence({ One: fast(), Two: { stopped: { afterMs: 10_000, times: 2 } } })],
      ["no row", evidence({ One: fast(), Two: fast({ rows: 0 }) })],
      ["too few rows", evidence({ One: fast(), Two: fast() }), wanting],
      ["over its budget", evidence({ One: slow(), Two: fast() })],
      ["too slow in the only round", evidence({ One: fast({ times: [60, 61, 62] }), Two: fast() })],
      ["worse than the old one", evidence({ One: fast(), Two: slow() }, recorded(TWO))],
      ["skipped", evidence({ skipped: { reason: "no-secret", detail: "No secret." } }, recorded(TWO))],
      ["nothing reached", evidence({ unknown: { reason: "unreachable", detail: "No answer." } })],
    ];
    for (const [what, given, options] of cases) assert.equal(left(given, options), null, what);
  });

  it("is nothing of a run without the check, with it disabled, or without a query", () => {
    const measured = evidence({ One: fast(), Two: fast() });
    assert.notEqual(left(measured), null);
    assert.equal(left(measured, declare([])), null);
    assert.equal(left(NO_SOURCES), null);
  });
});

describe("notices of how the declared queries were measured", () => {
  const measuredOn = (system: string | null | undefined, notices: readonly string[] = []) => {
    const { recorded: file, measured } = evidence({ One: fast(), Two: fast() });
    if (!("value" in measured)) throw new Error("nothing was measured");
    const server = { ...measured.value.server, ...(system === undefined ? {} : { system }) };
    return sourcesWith({ recorded: file, measured: { value: { ...measured.value, server, notices } } });
  };
  const database = (system: string | null, name = "app") =>
    ({
      reached: true,
      identity: { system, timeline: null },
      server: { database: name },
    }) as unknown as DatabaseEvidence;

  it("say that it was another server, when both have an identifier", () => {
    assert.deepEqual(baselineNotices(TWO, measuredOn("7"), database("8")), [OTHER_SERVER]);
    assert.deepEqual(baselineNotices(TWO, measuredOn("8"), database("8")), []);
    for (const unknown of [null, undefined]) {
      assert.deepEqual(baselineNotices(TWO, measuredOn(unknown), database("8")), []);
    }
    assert.deepEqual(baselineNotices(TWO, measuredOn("7"), database(null)), []);
    assert.deepEqual(baselineNotices(TWO, measuredOn("7"), { reached: false }), []);
  });

  it("say that it was another database of the same server", () => {
    assert.deepEqual(baselineNotices(TWO, measuredOn("8"), database("8", "staging")), [OTHER_DATABASE]);
    assert.deepEqual(baselineNotices(TWO, measuredOn(null), database(null, "staging")), [OTHER_DATABASE]);
    assert.deepEqual(baselineNotices(TWO, measuredOn("7"), database("8", "staging")), [OTHER_SERVER]);
  });

  it("are the collector's own, and none where nothing was measured", () => {
    assert.deepEqual(baselineNotices(TWO, measuredOn("8", ["As a superuser."]), database("8")), [
      "As a superuser.",
    ]);
    assert.deepEqual(baselineNotices(TWO, NO_SOURCES, database("8")), []);
  });
});
