import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { examine } from "../../../test/support/postgres/examine.ts";
import { sharedServer } from "../../../test/support/postgres/postgres.ts";
import {
  createRandomKey,
  prepareForKeys,
  type RandomKey,
} from "../../../test/support/postgres/random-foreign-keys.ts";
import check from "./check.ts";

/** More cases: PG_PREFLIGHT_TEST_CASES=500 npm test -- src/checks/foreign-key-indexes/plans */
const CASES = Number(process.env.PG_PREFLIGHT_TEST_CASES ?? 60);
/** Another seed makes other cases. */
const SEED = Number(process.env.PG_PREFLIGHT_TEST_SEED ?? 1);
const VERSION = Number(process.env.PG_PREFLIGHT_TEST_VERSION ?? 15);
/** Tables of a database: the check reads them all at once. */
const BATCH = 50;
const UNCERTAIN = /unless PostgreSQL can make do with/;

const options = { "min-size": "96 kB" };

describe(`${CASES} random foreign keys on PostgreSQL ${VERSION}`, () => {
  it("are findings exactly where PostgreSQL reads the whole table, and the fixes end that", async ({
    annotate,
  }) => {
    const counts = { supported: 0, whole: 0, uncertain: 0 };
    for (let first = 0; first < CASES; first += BATCH) {
      const batch = await judgedKeys(first, Math.min(BATCH, CASES - first));
      for (const verdict of batch) counts[verdict] += 1;
    }
    await annotate(`${JSON.stringify(counts)} of ${CASES} on PostgreSQL ${VERSION}`);
    assert.ok(counts.supported > CASES / 5 && counts.whole > CASES / 5, JSON.stringify(counts));
  });
});

type Verdict = "supported" | "whole" | "uncertain";

async function judgedKeys(first: number, count: number): Promise<Verdict[]> {
  const database = await (await sharedServer(VERSION)).createDatabase();
  const session = await database.connect();
  await prepareForKeys(session);
  const keys: RandomKey[] = [];
  for (let place = first; place < first + count; place += 1) {
    keys.push(await createRandomKey(session, VERSION, SEED * 100_000 + place));
  }
  const { findings = [], unknown } = await examine(check, database, { options });
  assert.equal(unknown, undefined);
  const verdicts: Verdict[] = [];
  for (const key of keys) {
    const finding = findings.find(({ facts }) => facts.table === `public.${key.table}`);
    const whole = await key.wholeReads(session);
    const inWords = [...key.statements, finding?.message ?? "no finding", `${whole} whole reads`].join("\n");
    if (finding === undefined) {
      assert.equal(whole, 0, inWords);
      verdicts.push("supported");
    } else if (UNCERTAIN.test(finding.message)) {
      verdicts.push("uncertain");
    } else {
      assert.equal(whole, key.deletes, inWords);
      verdicts.push("whole");
    }
  }
  for (const { fix } of findings) {
    assert.ok(fix, "each key is alone on its table");
    await session.query(fix.sql);
  }
  await session.query("ANALYZE");
  for (const key of keys) {
    assert.equal(await key.wholeReads(session), 0, ["after the fix:", ...key.statements].join("\n"));
  }
  assert.deepEqual((await examine(check, database, { options })).findings, []);
  await session.end();
  return verdicts;
}
