import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { UserError } from "../core/errors.ts";
import { unwritable } from "./unwritable.ts";

const failure = (code: string): Error => Object.assign(new Error(`${code}: /secret/path`), { code });
const sentenceFor = (error: unknown): string => {
  const result = unwritable("The job summary", "GITHUB_STEP_SUMMARY", error);
  assert.ok(result instanceof UserError);
  return result.message;
};

describe("a file that cannot be written", () => {
  // Root may write where others may not, so these have no black box test.
  it("says why, and never repeats the system's own words", () => {
    assert.equal(
      sentenceFor(failure("EROFS")),
      "The job summary could not be written because the file system is read-only (EROFS): see where GITHUB_STEP_SUMMARY leads to.",
    );
    assert.match(sentenceFor(failure("EACCES")), /no permission to write there \(EACCES\)/);
    assert.match(sentenceFor(failure("EMFILE")), /could not be written \(EMFILE\)/);
  });

  it("is no defect, and a defect is no such file", () => {
    const defect = new TypeError("x is not a function");
    assert.equal(unwritable("The job summary", "GITHUB_STEP_SUMMARY", defect), defect);
    const ours = Object.assign(new TypeError("bad"), { code: "ERR_INVALID_ARG_TYPE" });
    assert.equal(unwritable("The job summary", "GITHUB_STEP_SUMMARY", ours), ours);
  });
});
