import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Finding } from "../finding.ts";
import type { Ignore } from "../settings.ts";
import { Ignores } from "./ignores.ts";

const NOW = Date.UTC(2026, 10, 22, 12);

const finding = (key: string): Finding => ({ key, priority: "low", message: "m", facts: {} });
const entry = (over: Partial<Ignore> = {}): Ignore => ({
  check: "unused-indexes",
  key: "public.idx_events_*",
  reason: "month-end report",
  expires: null,
  ...over,
});

function keysLeft(
  entries: Ignore[],
  keys: string[],
  check = "unused-indexes",
): { left: string[]; ignores: Ignores } {
  const ignores = new Ignores(entries, NOW);
  const { findings = [] } = ignores.apply(check, { findings: keys.map(finding) });
  return { left: findings.map(({ key }) => key), ignores };
}

describe("ignores", () => {
  it("leave out what matches, and show it with reason and expiry", () => {
    const { left, ignores } = keysLeft(
      [entry({ expires: "2027-01-01" })],
      ["public.idx_events_a", "public.other"],
    );
    assert.deepEqual(left, ["public.other"]);
    assert.deepEqual(ignores.ignored, [
      {
        check: "unused-indexes",
        key: "public.idx_events_a",
        reason: "month-end report",
        expires: "2027-01-01",
      },
    ]);
    assert.deepEqual(ignores.notices(new Set(["unused-indexes"])), []);
  });

  it("count on their last day and not on the next", () => {
    assert.deepEqual(keysLeft([entry({ expires: "2026-11-22" })], ["public.idx_events_a"]).left, []);
    const { left, ignores } = keysLeft([entry({ expires: "2026-11-21" })], ["public.idx_events_a"]);
    assert.deepEqual(left, ["public.idx_events_a"]);
    assert.match(ignores.notices(new Set())[0] ?? "", /expired on 2026-11-21/);
  });

  it("say when they match nothing, but only if their check gave a verdict", () => {
    const { ignores } = keysLeft([entry()], ["public.other"]);
    assert.match(ignores.notices(new Set(["unused-indexes"]))[0] ?? "", /matched no finding/);
    assert.deepEqual(ignores.notices(new Set()), [], "a check that could not look proves nothing");
  });

  it("belong to their check alone", () => {
    assert.deepEqual(keysLeft([entry()], ["public.idx_events_a"], "table-bloat").left, [
      "public.idx_events_a",
    ]);
  });

  it("read * as any text and everything else as itself", () => {
    for (const [pattern, key, matches] of [
      ["a.b", "a.b", true],
      ["a.b", "axb", false],
      ["a*", "a", true],
      ["*b", "ab", true],
      ["a*b*c", "a1b2c", true],
      ["a*b*c", "acb", false],
      ["a*a", "a", false],
      ["a**b", "ab", true],
      ["(a|b)+", "aa", false],
    ] as const) {
      assert.equal(
        keysLeft([entry({ key: pattern })], [key]).left.length === 0,
        matches,
        `${pattern} ~ ${key}`,
      );
    }
  });

  it("find any key whose pieces the pattern keeps", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), fc.string(), (pieces, filler) => {
        const literal = pieces.map((piece) => piece.replaceAll("*", ""));
        const { left } = keysLeft([entry({ key: literal.join("*") })], [literal.join(filler)]);
        return left.length === 0;
      }),
    );
  });

  it("count when another one for the same finding has expired, and none of them is called useless", () => {
    const { left, ignores } = keysLeft(
      [
        entry({ expires: "2026-01-01" }),
        entry({ expires: "2027-01-01", reason: "renewed" }),
        entry({ key: "public.*" }),
      ],
      ["public.idx_events_a"],
    );
    assert.deepEqual(left, []);
    assert.equal(ignores.ignored[0]?.reason, "renewed");
    const notices = ignores.notices(new Set(["unused-indexes"]));
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", /expired on 2026-01-01/);
  });
});
