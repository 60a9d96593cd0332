import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { readStatement } from "../../scripts/generate-sql.ts";

const BASE = "-- All tables.\n-- In order.\nselect\n    c.a as x,\n    c.b as y\nfrom t as c\norder by c.a\n";

function read(variant: string): string {
  const files: Record<string, string> = { "base.sql": BASE, "base.variant.sql": variant };
  return readStatement("base.variant.sql", (file) => files[file] ?? "");
}

describe("a variant of a statement", () => {
  it("is its base with its own comment and its own lines", () => {
    const variant = [
      "-- The same for version 1.",
      "-- base: base.sql",
      "-- replace:",
      "    c.a as x,",
      "-- with:",
      "    $1 as x,",
      "    $& as z,",
      "-- replace:",
      "    c.b as y",
      "from t as c",
      "-- with:",
      "    null as y",
      "from t as c",
      "",
    ].join("\n");
    assert.equal(
      read(variant),
      "-- The same for version 1.\nselect\n    $1 as x,\n    $& as z,\n    null as y\nfrom t as c\norder by c.a",
    );
  });

  it("may hold its whole text, without the semicolon at its end", () => {
    assert.equal(read("-- Another.\nselect 1;\n"), "-- Another.\nselect 1");
  });

  const wrong: Record<string, [changes: string, message: RegExp]> = {
    "lines that its base lacks": [
      "-- replace:\n    c.c as z\n-- with:\n    1 as z\n",
      /not in base\.sql:\n {4}c\.c as z$/,
    ],
    "a part of a line": ["-- replace:\nc.a as x\n-- with:\n1 as x\n", /not in base\.sql/],
    "lines without their replacement": ["-- replace:\n    c.b as y\n", /needs one "-- with:"/],
    "two replacements": ["-- replace:\n    c.b as y\n-- with:\n1\n-- with:\n2\n", /needs one "-- with:"/],
    "a base and no change": ["", /must be followed by "-- replace:"/],
    "lines of its own before the first change": [
      "select 1\n-- replace:\n    c.b as y\n-- with:\n1\n",
      /must be followed/,
    ],
  };
  for (const [what, [changes, message]] of Object.entries(wrong)) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => read(`-- x\n-- base: base.sql\n${changes}`), message);
    });
  }

  it("is refused where its base has the lines twice", () => {
    const files: Record<string, string> = {
      "base.sql": "-- x\nselect 1\nunion all\nselect 1\n",
      "v.sql": "-- x\n-- base: base.sql\n-- replace:\nselect 1\n-- with:\nselect 2\n",
    };
    assert.throws(() => readStatement("v.sql", (file) => files[file] ?? ""), /more than once in base\.sql/);
  });
});

describe("a statement that includes a shared file", () => {
  const files: Record<string, string> = {
    "check.sql":
      "-- Two.\nwith one as (select 1),\n-- include: shared/two.sql\nthree as (select 3)\nselect 4;\n",
    "shared/two.sql": "-- Shared.\n-- include: shared/more.sql\ntwo as (select $1),\n",
    "shared/more.sql": "more as (select 0),\n",
    "check.variant.sql":
      "-- Other.\n-- base: check.sql\n-- replace:\ntwo as (select $1),\n-- with:\ntwo as (select 2),\n",
  };
  const readAll = (file: string) => readStatement(file, (name) => files[name] ?? "");

  it("holds the file's lines in place of the line, and so does a variant", () => {
    const rest = "three as (select 3)\nselect 4";
    assert.equal(
      readAll("check.sql"),
      `-- Two.\nwith one as (select 1),\n-- Shared.\nmore as (select 0),\ntwo as (select $1),\n${rest}`,
    );
    assert.equal(
      readAll("check.variant.sql"),
      `-- Other.\nwith one as (select 1),\n-- Shared.\nmore as (select 0),\ntwo as (select 2),\n${rest}`,
    );
  });
});
