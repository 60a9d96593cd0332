import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  CELLS,
  COMBINATIONS,
  FAULTS,
  nameOf,
  PEERS,
  PHASES,
  reasonWithout,
} from "../../scripts/faults/matrix.ts";
import { scenarioOf } from "../../scripts/faults/scenario.ts";
import { secretsIn } from "../../scripts/faults/secrets.ts";

describe("the matrix of faults", () => {
  it("has every combination: as a cell, or with the reason why there is none", () => {
    assert.equal(COMBINATIONS.length, PEERS.length * PHASES.length * FAULTS.length);
    for (const combination of COMBINATIONS) {
      const reason = reasonWithout(combination);
      assert.notEqual(CELLS.includes(combination), reason !== undefined, nameOf(combination));
      assert.ok(reason === undefined || reason.length > 20, nameOf(combination));
    }
  });

  it("has every fault, every peer and every phase in some cell", () => {
    for (const fault of FAULTS)
      assert.ok(
        CELLS.some((cell) => cell.fault === fault),
        fault,
      );
    for (const peer of PEERS)
      assert.ok(
        CELLS.some((cell) => cell.peer === peer),
        peer,
      );
    for (const phase of PHASES)
      assert.ok(
        CELLS.some((cell) => cell.phase === phase),
        phase,
      );
    assert.ok(CELLS.length >= 200, `${CELLS.length} cells`);
  });

  it("is filled by the first seeds, and again by the next", () => {
    for (const first of [0, CELLS.length]) {
      const names = CELLS.map((_, index) => nameOf(scenarioOf(first + index)));
      assert.deepEqual(new Set(names), new Set(CELLS.map(nameOf)));
    }
  });
});

describe("a seed", () => {
  it("gives the same scenario each time, and another one to its neighbour", () => {
    assert.deepEqual(scenarioOf(7), scenarioOf(7));
    const seeds = Array.from({ length: 40 }, (_, round) => 7 + round * CELLS.length);
    const variants = new Set(seeds.map((seed) => scenarioOf(seed).variant));
    assert.equal(variants.size, seeds.length);
    for (const choose of ["everywhere", "failOn", "isHealed", "hasIssues", "afterwards"] as const) {
      assert.ok(new Set(seeds.map((seed) => scenarioOf(seed)[choose])).size > 1, choose);
    }
  });
});

describe("the search for secrets", () => {
  const secret = "p@s:/%\"'+word";
  const base64 = (before: string) => Buffer.from(`${before}${secret} and more`).toString("base64");

  for (const [form, text] of [
    ["plain", secret],
    ["percent-encoded", encodeURIComponent(secret)],
    ["in JSON", JSON.stringify({ a: secret })],
    ["hexadecimal", Buffer.from(secret).toString("hex")],
    ["reversed", [...secret].reverse().join("")],
    ["base64 from its first byte", base64("")],
    ["base64 from its second byte", base64("a")],
    ["base64 from its third byte", base64("ab")],
    ["base64 of a URL", Buffer.from(`abcd${secret}`).toString("base64url")],
  ] as const) {
    it(`finds it ${form}`, () => {
      assert.equal(secretsIn(`before ${text} after`, { password: secret }).length >= 1, true);
    });
  }

  it("finds nothing where there is nothing", () => {
    assert.deepEqual(secretsIn("before p@s:/word after", { password: secret }), []);
  });
});
