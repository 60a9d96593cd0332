/** Which functions, operators and relations a statement and the texts of a plan name. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { namesInPlan, namesInStatement, type WrittenName } from "./resolve-names.ts";

const written = (names: readonly WrittenName[]): string[] =>
  names.map(({ schema, name }) => (schema === null ? name : `${schema} | ${name}`)).sort();

describe("the names of a plan's texts", () => {
  const functionsIn = (text: string) => written(namesInPlan([{ Plan: { Filter: text } }]).functions);

  it("are those before a parenthesis, with their schema", () => {
    assert.deepEqual(functionsIn("((touch(docs.id) = 1) AND (app.calm(docs.id) > 2))"), [
      "AND",
      "app | calm",
      "touch",
    ]);
    assert.deepEqual(functionsIn('"Odd ""one"""."Do it (now)"(docs.id)'), ['Odd "one" | Do it (now)']);
    assert.deepEqual(functionsIn("(PARTIAL app.total(docs.id))"), ["app | total"]);
  });

  it("are not those in a literal or in a quoted name", () => {
    assert.deepEqual(functionsIn("(body = 'touch(1) ''quoted('::text)"), []);
    assert.deepEqual(functionsIn("(body = 'ends in a backslash\\'::text) AND touch(1)"), ["touch"]);
    assert.deepEqual(functionsIn('(docs."touch(1)" = docs."a""touch(2)")'), []);
    assert.deepEqual(functionsIn(`(body = '"'::text) AND touch(body, '"'::text)`), ["touch"]);
  });

  it("are found under every key, also where the catalog's spelling is used", () => {
    const plan = [
      {
        Plan: {
          Output: ["a(1)"],
          Plans: [{ "Never Heard Of": { deep: ["b(1)"] } }],
          "Function Name": "Odd c",
          Schema: "S",
        },
      },
    ];
    assert.deepEqual(written(namesInPlan(plan).functions), ["S | Odd c", "a", "b"]);
  });

  it("are operators too, and every word that may be a type's", () => {
    const { operators, words } = namesInPlan(
      "((a OPERATOR(app.<<>>) b) AND (c && '{1}'::app.\"My type\"[]))",
    );
    assert.deepEqual(written(operators), ["&&", "app | <<>>"]);
    assert.ok(words.includes("My type"));
  });
});

describe("the names of a statement", () => {
  it("are found where no plan shows them, comments and quotes read as the server reads them", async () => {
    const names = await namesInStatement(
      `with recent as (table app.docs)
       select sum(a) over (order by a rows between f1/* ( */(1) preceding and current row), U&"f\\0032"(2), $q$f9($q$
       from recent, (values (f3(1)), (f4(1))) v, "Other" o tablesample system (1)
       where a operator(app.+) 1 = any (select 1) and b = E'\\'f8(' order by a using >
       limit app.f5(1) offset f6()`,
    );
    assert.ok(names !== undefined);
    assert.deepEqual(written(names.functions), ["app | f5", "f1", "f2", "f3", "f4", "f6", "sum"]);
    assert.deepEqual(written(names.relations), ["Other", "app | docs"]);
    for (const name of ["app | +", "=", ">"]) assert.ok(written(names.operators).includes(name), name);
  });

  it("of a text that is none are not known", async () => {
    assert.equal(await namesInStatement("select from from"), undefined);
  });
});
