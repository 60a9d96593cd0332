import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { toIso } from "../../../lib/time.ts";
import { isSameSchedule, readSchedule, whyUnsupported } from "./schedule.ts";

/** A Sunday. */
const AT = Date.UTC(2026, 10, 22, 12, 0, 30);

/** Minutes, in UTC, of the last two times and the next one. */
function due(schedule: string, { at = AT, timeZone }: { at?: number; timeZone?: string } = {}): string[] {
  const read = readSchedule(schedule, timeZone);
  assert.ok(read, `${schedule} is not read`);
  const last = read.dueBefore(at);
  const before = last === null ? null : read.dueBefore(last - 1);
  return [before, last, read.dueAfter(at)].map((time) =>
    time === null ? "never" : toIso(time).slice(0, 16),
  );
}

describe("a schedule of pg_cron", () => {
  const cases: Record<string, [before: string, last: string, next: string]> = {
    "*/5 * * * *": ["2026-11-22T11:55", "2026-11-22T12:00", "2026-11-22T12:05"],
    "  */5   *\t*  * *  ": ["2026-11-22T11:55", "2026-11-22T12:00", "2026-11-22T12:05"],
    "0 3 * * 0": ["2026-11-15T03:00", "2026-11-22T03:00", "2026-11-29T03:00"],
    "0 3 * * 7": ["2026-11-15T03:00", "2026-11-22T03:00", "2026-11-29T03:00"],
    "0 3 * * SUN": ["2026-11-15T03:00", "2026-11-22T03:00", "2026-11-29T03:00"],
    "0 0 * * 5-7": ["2026-11-21T00:00", "2026-11-22T00:00", "2026-11-27T00:00"],
    "0 0 1 jan-mar *": ["2026-02-01T00:00", "2026-03-01T00:00", "2027-01-01T00:00"],
    "@daily": ["2026-11-21T00:00", "2026-11-22T00:00", "2026-11-23T00:00"],
    "@hourly": ["2026-11-22T11:00", "2026-11-22T12:00", "2026-11-22T13:00"],
    "*/90 * * * *": ["2026-11-22T11:00", "2026-11-22T12:00", "2026-11-22T13:00"],
    "0 0 $ * *": ["2026-09-30T00:00", "2026-10-31T00:00", "2026-11-30T00:00"],
    "0 0 30 2 *": ["never", "never", "never"],
    "@reboot": ["never", "never", "never"],
    "0 2 * * * root": ["2026-11-21T02:00", "2026-11-22T02:00", "2026-11-23T02:00"],
  };
  for (const [schedule, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(schedule)} is due when it is due`, () => assert.deepEqual(due(schedule), expected));
  }

  it("joins two restricted days by OR", () => {
    // The 13th, and Fridays.
    assert.deepEqual(due("0 0 13 * 1"), ["2026-11-13T00:00", "2026-11-16T00:00", "2026-11-23T00:00"]);
  });

  it("joins them by AND when one begins with a star, as Vixie's cron does", () => {
    // Mondays of odd days.
    const read = readSchedule("0 12 */2 * 1");
    const last = read?.dueBefore(AT) ?? 0;
    assert.equal(toIso(last), "2026-11-09T12:00:00Z");
    assert.equal(toIso(read?.dueAfter(AT) ?? 0), "2026-11-23T12:00:00Z");
  });

  it("is due at its very second", () => {
    const noon = Date.UTC(2026, 10, 22, 12);
    assert.equal(readSchedule("0 12 * * *")?.dueBefore(noon), noon);
    assert.equal(readSchedule("0 12 * * *")?.dueAfter(noon), noon + 86_400_000);
  });

  it("goes by cron.timezone", () => {
    assert.equal(due("0 3 * * *", { timeZone: "America/New_York" })[1], "2026-11-22T08:00");
    assert.equal(readSchedule("0 3 * * *", "Mars/Olympus"), undefined);
  });

  it("counts seconds", () => {
    const read = readSchedule("30 seconds");
    assert.equal(read?.dueBefore(AT), AT - 30_000);
    assert.equal(read?.dueAfter(AT), AT + 30_000);
  });

  for (const wrong of [
    "",
    "*/5 * * *",
    "0 24 * * *",
    "60 * * * *",
    "0 seconds",
    "60 seconds",
    "30s",
    "0 0 L * *",
    "0 0 15W * *",
    "0 0 * * 5#2",
    "? * * * *",
    "5/10 * * * *",
    "*/0 * * * *",
    "0 0 * foo *",
    "@sometimes",
  ]) {
    it(`${JSON.stringify(wrong)} is none, as pg_cron says`, () =>
      assert.equal(readSchedule(wrong), undefined));
  }

  it("may be written in other words", () => {
    for (const [a, b] of [
      ["*/5 * * * *", " */5  * * * * "],
      ["0 3 * * SUN", "0 3 * * 0"],
      ["0 3 * * 7", "00 03 * * 0"],
      ["@daily", "0 0 * * *"],
      ["1 second", "1 seconds"],
    ] as const) {
      assert.ok(isSameSchedule(a, b), `${a} is ${b}`);
    }
    assert.ok(!isSameSchedule("*/5 * * * *", "*/10 * * * *"));
    assert.ok(!isSameSchedule("0 3 * * 0", "0 3 * * 1"));
  });

  it("may need a newer pg_cron", () => {
    assert.match(whyUnsupported("30 seconds", "1.4-1") ?? "", /pg_cron 1\.5/);
    assert.match(whyUnsupported("0 12 $ * *", "1.5") ?? "", /pg_cron 1\.6/);
    assert.equal(whyUnsupported("30 seconds", "1.5"), undefined);
    assert.equal(whyUnsupported("0 12 $ * *", "1.6"), undefined);
    assert.equal(whyUnsupported("*/5 * * * *", "1.4-1"), undefined);
  });
});
