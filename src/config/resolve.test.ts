import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readInputs } from "../../test/support/github/toolkit.ts";
import { readRunContext } from "../action/context.ts";
import { UserError } from "../core/errors.ts";
import { resolveConfig } from "./resolve.ts";

async function problems(file: string, inputs: Record<string, string>): Promise<readonly string[]> {
  const environment = { "INPUT_DATABASE-URL": "postgresql://u@h/d", INPUT_CONFIG: "c.yml", ...inputs };
  try {
    await resolveConfig(readInputs(environment), readRunContext({}), { text: file, notices: [] });
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.problems;
  }
  return [];
}

describe("the settings", () => {
  it("tell the file's problems and the selection's at once", async () => {
    const told = await problems("polcy: {}\n", { INPUT_CHECKS: "unused-index", INPUT_SUITE: "health" });
    assert.equal(told.length, 2);
    assert.match(told[0] ?? "", /polcy is not known/);
    assert.match(told[1] ?? "", /checks: "unused-index"/);
  });

  it("call no suite unknown that a broken file may define", async () => {
    const told = await problems("polcy: {}\nsuites: { mine: [indexes] }\n", { INPUT_SUITE: "mine" });
    assert.deepEqual(told.length, 1);
    assert.match(told[0] ?? "", /polcy/);
  });

  it("trust the owners that the file names, and none without it", async () => {
    const trusted = async (text: string) =>
      (
        await resolveConfig(
          readInputs({ INPUT_CONFIG: "c.yml", "INPUT_DATABASE-URL": "postgres://u:p@localhost/app" }),
          readRunContext({}),
          { text, notices: [] },
        )
      ).trustedOwners;
    assert.deepEqual(await trusted("trusted-owners: [app, My Role]\n"), ["app", "My Role"]);
    assert.deepEqual(await trusted("schemas: [public]\n"), []);
    assert.match((await problems("trusted-owners: app\n", {}))[0] ?? "", /trusted-owners: expected array/);
  });
});
