import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { notesOf, readChangelog, release } from "../../scripts/release/changelog.ts";
import { dueRelease, mustBeFree, nextRelease } from "../../scripts/release/decide.ts";
import { isNewer, type Kind, majorOf, nextVersion, tagOf } from "../../scripts/release/version.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";

const HEAD = "# Changelog\n\nWhat people notice.";
const FIRST = "## 1.0.0 - 2026-11-22\n\n### Added\n\n- All of it.";
const changelog = (unreleased: string, ...versions: readonly string[]) =>
  `${[HEAD, `## Unreleased\n\n${unreleased}`.trim(), ...versions].join("\n\n")}\n`;

describe("versions", () => {
  const after = (version: string, ...kinds: Kind[]) => nextVersion(version, new Set(kinds));

  it("grow by the weightiest entry", () => {
    assert.equal(after("1.4.9", "Fixed"), "1.4.10");
    assert.equal(after("1.4.9", "Fixed", "Changed"), "1.5.0");
    assert.equal(after("1.4.9", "Added"), "1.5.0");
    assert.equal(after("1.4.9", "Fixed", "Added", "Breaking"), "2.0.0");
    assert.throws(() => after("1.4.9"), /nothing to release/);
  });

  it("are compared by number, not by letter", () => {
    assert.ok(isNewer("1.10.0", "1.9.9"));
    assert.ok(isNewer("2.0.0", "1.99.99"));
    assert.ok(!isNewer("1.9.9", "1.10.0"));
    assert.ok(!isNewer("1.0.0", "1.0.0"));
  });

  it("name their tag and their major, and nothing but three plain numbers is one", () => {
    assert.equal(tagOf("1.2.3"), "v1.2.3");
    assert.equal(majorOf("12.2.3"), "v12");
    for (const text of ["1.2", "v1.2.3", "1.2.3-rc.1", "01.2.3", "1.2.3\n", "$(id)"]) {
      assert.throws(() => tagOf(text), /is no version/, text);
    }
  });
});

describe("the changelog", () => {
  it("becomes a dated part, the weightiest entries first, with room above for the next", () => {
    const before = changelog(
      "### Fixed\n\n- A bug\n  of two lines.\n- Another.\n\n### Changed\n\n### Breaking\n\n- A name.",
      FIRST,
    );
    assert.equal(
      release(before, "2.0.0", "2026-12-01"),
      changelog(
        "",
        "## 2.0.0 - 2026-12-01\n\n### Breaking\n\n- A name.\n\n### Fixed\n\n- A bug\n  of two lines.\n- Another.",
        FIRST,
      ),
    );
  });

  it("gives the part of one version, for the page of the release", () => {
    const read = readChangelog(release(changelog("### Fixed\n\n- A bug.", FIRST), "1.0.1", "2026-12-01"));
    assert.equal(notesOf(read, "1.0.1"), "### Fixed\n\n- A bug.");
    assert.equal(notesOf(read, "1.0.0"), "### Added\n\n- All of it.");
    assert.throws(() => notesOf(read, "3.0.0"), /no part for 3\.0\.0/);
    assert.equal(read.unreleased.size, 0);
  });

  it("is not released when nothing stands under Unreleased, empty headings or none", () => {
    for (const empty of ["", "### Added\n\n### Fixed"]) {
      assert.throws(
        () => release(changelog(empty, FIRST), "1.0.1", "2026-12-01"),
        /nothing stands under "Unreleased"/,
      );
    }
  });

  it("is not released as a version that is not newer", () => {
    assert.throws(
      () => release(changelog("### Fixed\n\n- A bug.", FIRST), "1.0.0", "2026-12-01"),
      /1\.0\.0 is not newer than 1\.0\.0/,
    );
  });

  for (const [what, text, says] of [
    ["has no Unreleased", `${HEAD}\n\n${FIRST}\n`, /first heading is not "## Unreleased"/],
    ["is empty", "", /first heading is not "## Unreleased"/],
    ["has an entry under no heading", changelog("- Loose."), /"- Loose\." stands under no heading/],
    ["has a heading that is none of ours", changelog("### Removed\n\n- x"), /"### Removed" is no heading/],
    [
      "has a heading twice",
      changelog("### Fixed\n\n- x\n\n### Fixed\n\n- y"),
      /"### Fixed" stands there twice/,
    ],
    ["has a version without a date", changelog("", "## 1.0.0\n\n- x"), /"## 1\.0\.0" is not written as/],
    [
      "has an older version above a newer",
      changelog("", FIRST, "## 1.2.0 - 2026-01-01"),
      /1\.0\.0 stands above 1\.2\.0/,
    ],
  ] as const) {
    it(`is refused when it ${what}`, () => {
      assert.throws(() => readChangelog(text), says);
    });
  }

  it("of this project can be released as it stands", () => {
    const own = readChangelog(readFileSync(join(REPOSITORY, "CHANGELOG.md"), "utf8"));
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
    assert.doesNotThrow(() => nextRelease(own, version));
  });
});

describe("what is to be released", () => {
  const none = readChangelog(changelog("### Added\n\n- All of it."));
  const quiet = readChangelog(changelog("", FIRST));
  const more = readChangelog(changelog("### Fixed\n\n- A bug.", FIRST));

  it("is first what package.json says, then what the entries make of it, and nothing without entries", () => {
    assert.equal(nextRelease(none, "1.0.0"), "1.0.0");
    assert.equal(nextRelease(more, "1.0.0"), "1.0.1");
    assert.equal(nextRelease(quiet, "1.0.0"), undefined);
  });

  it("is due on the commit that brought the dated part, until its tag is on another", () => {
    assert.equal(dueRelease(none, "1.0.0", "abc", undefined), undefined);
    assert.equal(dueRelease(quiet, "1.0.0", "abc", undefined), "1.0.0");
    assert.equal(dueRelease(quiet, "1.0.0", "abc", "abc"), "1.0.0", "a run that broke off goes on");
    assert.equal(dueRelease(quiet, "1.0.0", "def", "abc"), undefined);
    assert.equal(dueRelease(more, "1.0.0", "def", "abc"), undefined);
  });

  it("is asked of people when main went on before the tag was made", () => {
    assert.throws(() => dueRelease(more, "1.0.0", "def", undefined), /has no tag, and main has gone on/);
  });

  it("is refused when the changelog and package.json differ", () => {
    assert.throws(() => nextRelease(more, "1.0.5"), /newest version is 1\.0\.0 and package\.json's 1\.0\.5/);
    assert.throws(() => dueRelease(quiet, "1.1.0", "abc", undefined), /newest version is 1\.0\.0/);
  });

  it("is refused when its tag is on another commit", () => {
    assert.throws(() => mustBeFree("1.0.0", "def", "abc"), /v1\.0\.0 exists on abc.*never moves/);
    assert.doesNotThrow(() => mustBeFree("1.0.0", "abc", "abc"));
    assert.doesNotThrow(() => mustBeFree("1.0.0", "abc", undefined));
  });
});
