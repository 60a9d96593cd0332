import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type FakePerson, startGitHub } from "../../test/support/github/github.ts";
import { settingsFor } from "../../test/support/github/github-settings.ts";
import { readPeople } from "./people.ts";

const person = (login: string, role: NonNullable<FakePerson["role"]>): FakePerson => ({
  login,
  type: "User",
  association: "NONE",
  role,
});

describe("who attests", () => {
  it("has triage rights or more, or not, or left", async () => {
    const people = [person("ada", "triage"), person("bob", "read"), person("eve", "admin")];
    const github = await startGitHub({ people });
    const found = await readPeople(["ada", "bob", "eve", "gone"], settingsFor(github));
    assert.deepEqual(
      ["ada", "bob", "eve", "gone"].map((login) => found.get(login)),
      ["has-rights", "no-rights", "has-rights", "no-rights"].map((value) => ({ value })),
    );
    assert.deepEqual(github.violations, []);
  });

  it("is not verified where the token may not ask, or GitHub does not answer", async () => {
    const github = await startGitHub({ people: [person("ada", "admin")] });
    for (const status of [403, 500]) {
      github.order({ operation: "repos/get-collaborator-permission-level", answer: { status } });
      assert.deepEqual((await readPeople(["ada"], settingsFor(github))).get("ada"), {
        value: "not-verified",
      });
    }
    const without = settingsFor(github);
    const withoutToken = { ...without, github: { ...without.github, token: undefined } };
    assert.equal((await readPeople(["ada"], withoutToken)).get("ada"), undefined);
  });
});
