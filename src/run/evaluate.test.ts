import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { z } from "zod";
import { contextOf, NOW } from "../../test/support/builders/context.ts";
import { readInputs } from "../../test/support/github/toolkit.ts";
import { readRunContext } from "../action/context.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { Check, QueryCheck } from "../core/check.ts";
import { explainSqlError } from "../core/evaluate/sql-errors.ts";
import type { CheckAnswer, DatabaseEvidence } from "../core/evidence.ts";
import type { CheckOutcome } from "../core/finding.ts";
import type { CheckResult } from "../core/report.ts";
import type { RunConfig } from "../core/settings.ts";
import { NO_SOURCES } from "../core/sources.ts";
import { evaluate } from "./evaluate.ts";

const checkOf = (id: string, sentence: () => CheckOutcome, over: Partial<QueryCheck> = {}): QueryCheck => ({
  id,
  title: id,
  why: "",
  category: "queries",
  priority: "high",
  options: z.strictObject({}),
  query: { row: z.unknown(), statement: () => ({ statement: "" }) },
  evaluate: sentence,
  ...over,
});

const finds: CheckOutcome = { findings: [{ key: "k", priority: "high", message: "m", facts: {} }] };
const { server, windows } = contextOf(checkOf("any", () => ({})));

const base = await resolveConfig(
  readInputs({ "INPUT_DATABASE-URL": "postgresql://u@h/d" }),
  readRunContext({}),
  {
    text: null,
    notices: [],
  },
);

function judged(checks: readonly Check[], over: Partial<RunConfig> = {}) {
  const settings: RunConfig = {
    ...base,
    checks: checks.map((check) => ({ check, priority: check.priority, enabled: true, options: {} })),
    ...over,
  };
  const answers = new Map<string, CheckAnswer>(checks.map(({ id }) => [id, { rows: [] }]));
  const evidence: DatabaseEvidence = {
    reached: true,
    server,
    windows,
    identity: { system: null, timeline: null },
    answers,
    notices: [],
    leftOut: [],
  };
  const report = evaluate(settings, evidence, NO_SOURCES, {
    toolVersion: "0",
    startedAt: NOW,
    durationMs: 1,
  });
  const of = (id: string): CheckResult => report.results.find(({ check }) => check === id) as CheckResult;
  return { report, of };
}

describe("the judge", () => {
  it("makes of a check that throws an unknown, and keeps the others' results", () => {
    const broken = checkOf("broken", () => {
      throw new TypeError("S3cret");
    });
    const { report, of } = judged([broken, checkOf("well", () => ({}))]);
    assert.equal(of("broken").status, "unknown");
    assert.match(of("broken").unknown?.detail ?? "", /TypeError/);
    assert.doesNotMatch(JSON.stringify(report), /S3cret/);
    assert.equal(of("well").status, "pass");
  });

  it("says of each failing check whether it stops the step: a momentary one does not on a pull request", () => {
    const checks = [
      checkOf("lasting", () => finds),
      checkOf("momentary", () => finds, { pointInTime: true }),
    ];
    const { of } = judged(checks, { isPullRequest: true });
    assert.equal(of("lasting").stops, true);
    assert.equal(of("momentary").stops, false);
  });

  it("makes of notices that throw one sentence, and keeps the report", () => {
    const broken = checkOf("broken", () => finds, {
      notices: () => {
        throw new TypeError("S3cret");
      },
    });
    const { report, of } = judged([broken]);
    assert.equal(of("broken").status, "fail");
    assert.match(report.notices.join(), /TypeError/);
    assert.doesNotMatch(JSON.stringify(report), /S3cret/);
  });

  it("calls no ignore useless whose check could not see everything", () => {
    const ignore = [{ check: "partial", key: "other", reason: "r", expires: null }];
    const unknown = { reason: "permission", detail: "d" } as const;
    assert.deepEqual(
      judged([checkOf("partial", () => ({ ...finds, unknown }))], { ignore }).report.notices,
      [],
    );
    assert.equal(judged([checkOf("partial", () => finds)], { ignore }).report.notices.length, 1);
  });
});

describe("a refusal for lack of a privilege", () => {
  it("names the grant only to a login that lacks it", () => {
    const error = { code: "42501", message: "" };
    assert.match(
      explainSqlError(error, { ...server, readsAllStatistics: false }).fix?.text ?? "",
      /pg_monitor/,
    );
    assert.equal(explainSqlError(error, server).fix, undefined);
  });
});
