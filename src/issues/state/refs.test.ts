import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { hashedIds, mayBeHashed, PLAIN_IDS, storedId } from "./refs.ts";

describe("a ref", () => {
  const ids = hashedIds("7400000000000000001");

  it("is the key itself where names may be shown", () => {
    assert.equal(PLAIN_IDS.of("unused-indexes", "public.a"), "public.a");
    assert.equal(storedId(PLAIN_IDS, "index", "public.a"), "public.a");
  });

  it("is a short hash elsewhere: of the check, the key and the server, and always the same", () => {
    const ref = ids.of("unused-indexes", "public.a");
    assert.match(ref, /^[A-Za-z0-9_-]{10}$/);
    assert.equal(hashedIds("7400000000000000001").of("unused-indexes", "public.a"), ref);
    const others = [
      ids.of("invalid-indexes", "public.a"),
      ids.of("unused-indexes", "public.b"),
      storedId(ids, "index", "public.a"),
      hashedIds("7400000000000000002").of("unused-indexes", "public.a"),
    ];
    assert.equal(new Set([ref, ...others]).size, 5);
  });

  it("names 40,000 findings differently", () => {
    const all = new Set(Array.from({ length: 40_000 }, (_, index) => ids.of("c", `public.i${index}`)));
    assert.equal(all.size, 40_000);
  });

  it("is told for a hash by its form alone", () => {
    assert.equal(mayBeHashed(ids.of("c", "k")), true);
    assert.equal(mayBeHashed("public.orders"), false);
    assert.equal(mayBeHashed("public.a_b"), false);
  });
});
