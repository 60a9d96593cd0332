import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { checks } from "../checks/index.ts";
import { selectChecks } from "./selection.ts";

const ids = (suite: string, words: string[] = [], suites: Record<string, string[]> = {}): string[] =>
  selectChecks(checks, { suite, words, suites }).map(({ id }) => id);

describe("the selection of checks", () => {
  it("is everything in suite health", () => {
    assert.deepEqual(
      ids("health"),
      checks.map(({ id }) => id),
    );
  });

  it("is the index checks in suite index-usage", () => {
    assert.deepEqual(ids("index-usage").sort(), [
      "duplicate-indexes",
      "foreign-key-indexes",
      "index-sizes",
      "invalid-indexes",
      "unused-indexes",
    ]);
  });

  it("is what the checklist rests on in suite deploy, and no pointInTime check", () => {
    const deploy = selectChecks(checks, { suite: "deploy", words: [], suites: {} });
    for (const id of [
      "query-statistics",
      "invalid-indexes",
      "statement-timeout",
      "query-logging",
      "error-logging",
    ]) {
      assert.ok(
        deploy.some((check) => check.id === id),
        id,
      );
    }
    assert.deepEqual(
      deploy.filter(({ pointInTime, measures }) => pointInTime === true || measures === true),
      [],
    );
    const own = selectChecks(checks, { suite: "deploy", words: [], suites: {}, checklist: ["table-bloat"] });
    assert.deepEqual(
      own.map(({ id }) => id),
      ["table-bloat"],
    );
  });

  it("is what can be why a database is slow or down in suite incident, every check of this moment among it", () => {
    const incident = ids("incident");
    assert.deepEqual([...incident].sort(), [
      "blocking-queries",
      "connection-usage",
      "invalid-indexes",
      "long-running-queries",
      "materialized-views",
      "migrations",
      "prepared-transactions",
      "replication-slots",
      "slow-queries",
      "statistics-freshness",
      "transaction-id-age",
    ]);
    const momentary = checks.filter(({ pointInTime }) => pointInTime === true).map(({ id }) => id);
    assert.deepEqual(
      momentary.filter((id) => !incident.includes(id)),
      [],
    );
  });

  it("takes ids and categories of a suite of the config's own", () => {
    const own = ids("mine", [], { mine: ["indexes", "connection-usage"] });
    assert.ok(own.includes("connection-usage"));
    assert.ok(own.includes("unused-indexes"));
    assert.ok(!own.includes("table-bloat"));
  });

  it("lets the input override the suite, in the registry's order", () => {
    assert.deepEqual(ids("health", ["unused-indexes", "query-statistics"]), [
      "query-statistics",
      "unused-indexes",
    ]);
  });

  it("tells every unknown name at once", () => {
    assert.throws(
      () => ids("helth", ["unused-index", "capacty"], { health: ["indexes"], mine: ["nothing-like-it"] }),
      (error: Error) => {
        assert.match(error.message, /suites\.health: this name belongs to a suite of the action/);
        assert.match(error.message, /suites\.mine: "nothing-like-it" is no check and no category\./);
        assert.match(
          error.message,
          /checks: "unused-index" is no check and no category\. Did you mean unused-indexes\?/,
        );
        assert.match(error.message, /checks: "capacty" .* Did you mean capacity\?/);
        assert.match(error.message, /suite: "helth" is not known.* Did you mean health\?/);
        return true;
      },
    );
  });

  it("knows no suite by a name that every object has", () => {
    assert.throws(() => ids("constructor"), /suite: "constructor" is not known/);
  });
});
