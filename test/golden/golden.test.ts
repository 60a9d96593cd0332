/** The bundled action on a recorded server: what it writes is what it wrote, byte for byte. See CONTRIBUTING.md. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { differences, type Files, readExpected, readRecording, replay } from "./story.ts";

describe("the recorded runs of the bundled action", () => {
  const scenes = readRecording();
  let expected: Files;
  let actual: Files;
  beforeAll(async () => {
    expected = readExpected();
    actual = await replay(scenes);
  });

  for (const folder of [...scenes.map(({ name }) => name), "issues"]) {
    it(`${folder}: the same bytes`, () => {
      const found = differences(expected, actual, folder);
      assert.ok(found === "", found);
    });
  }

  it("nothing else is expected", () =>
    assert.deepEqual([...actual.keys()].sort(), [...expected.keys()].sort()));
});
