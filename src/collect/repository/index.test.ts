import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { readDirectories, readFiles } from "./index.ts";
import { readMarkdown } from "./markdown.ts";

describe("the repository collector", () => {
  let around: string;
  let workspace: string;
  beforeEach(() => {
    around = mkdtempSync(join(tmpdir(), "around-"));
    workspace = join(around, "workspace");
    mkdirSync(workspace);
  });
  afterEach(() => rmSync(around, { recursive: true, force: true }));

  function write(path: string, text = ""): void {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }

  async function list(path: string) {
    return (await readDirectories([path], { workspace })).get(path);
  }

  async function read(path: string) {
    return (await readFiles([path], { workspace })).get(path);
  }

  /** What it says of a path that it does not read. */
  async function refusal(path: string): Promise<string> {
    const said = [await list(path), await read(path)].map((source) =>
      source !== undefined && "unknown" in source ? source.unknown.detail : JSON.stringify(source),
    );
    assert.equal(said[0], said[1]);
    return said[0] ?? "";
  }

  it("lists a folder's files, those of folders below too, sorted, and reads a file", async () => {
    for (const path of ["m/2/migration.sql", "m/1.sql", "m/.keep"]) write(path);
    write("a.md", "\uFEFFhä\n");
    assert.deepEqual(await list("m"), { value: [".keep", "1.sql", "2/migration.sql"] });
    assert.deepEqual(await read("a.md"), { value: "hä\n" });
  });

  it("gives null for what is not there, and when there is no workspace", async () => {
    write("file");
    for (const path of ["none", "none/deeper", "file/none"]) {
      assert.deepEqual([await list(path), await read(path)], [{ value: null }, { value: null }]);
    }
    rmSync(workspace, { recursive: true });
    assert.deepEqual([await list("m"), await read("m")], [{ value: null }, { value: null }]);
  });

  it("never leaves the workspace", async () => {
    writeFileSync(join(around, "secret"), "secret");
    mkdirSync(join(around, "workspace-2"));
    symlinkSync(join(around, "secret"), join(workspace, "link"));
    symlinkSync(around, join(workspace, "folder"));
    for (const path of ["../secret", "a/../../secret", "..", join(around, "secret"), "..\\secret"]) {
      assert.match(await refusal(path), /leads out of the workspace\.$/, path);
    }
    for (const path of ["link", "folder", "folder/secret", "folder/workspace-2"]) {
      assert.match(await refusal(path), /leads out of the workspace by a symbolic link\.$/, path);
    }
    write("m/1.sql");
    symlinkSync(join(around, "secret"), join(workspace, "m/2.sql"));
    assert.match(JSON.stringify(await list("m")), /symbolic link/);
  });

  it("takes links to files of the workspace, and does not enter linked folders", async () => {
    write("shared/1.sql");
    write("m/2.sql");
    symlinkSync("../shared/1.sql", join(workspace, "m/1.sql"));
    symlinkSync("..", join(workspace, "m/loop"));
    symlinkSync("nowhere", join(workspace, "m/broken"));
    assert.deepEqual(await list("m"), { value: ["1.sql", "2.sql"] });
  });

  it("does not read Git's own folder, where the checkout's token lies", async () => {
    write(".git/config", "token");
    symlinkSync(".git/config", join(workspace, "innocent"));
    for (const path of [".git/config", "innocent"]) assert.match(await refusal(path), /is Git's own/);
  });

  it("says what is too large, no file, or no folder, and does not wait for a pipe", async () => {
    write("large");
    truncateSync(join(workspace, "large"), 6 * 1024 ** 2);
    execFileSync("mkfifo", [join(workspace, "pipe")]);
    const said = async (path: string) => JSON.stringify(await read(path));
    assert.match(await said("large"), /6291456 bytes; at most 5242880/);
    assert.match(await said("pipe"), /is no file/);
    assert.match(await said("."), /is no file/);
    assert.match(JSON.stringify(await list("large")), /is no folder/);
    mkdirSync(join(workspace, "many"));
    for (let index = 0; index <= 20_000; index++) writeFileSync(join(workspace, "many", `${index}`), "");
    assert.match(JSON.stringify(await list("many")), /holds more than 20000 files/);
  });
});

describe("Markdown", () => {
  it("is refused where its parser would take hours, or its parts are too many", async () => {
    await assert.rejects(
      readMarkdown("# a\n".repeat(20_001)),
      /has more than 20000 headings, lines and rows/,
    );
    await assert.rejects(readMarkdown("> ".repeat(1_000_000)), /takes more than 5 s to read|call stack/);
  });

  it("is taken apart into headings, lines, rows and code, without comments", async () => {
    const text = [
      "## `2026` – *orders* &amp; <b>more</b>",
      "<!-- hidden -->",
      "**Date:** 2026-11-01  ",
      "Purpose: faster",
      "",
      "- **Impact**: none",
      "  - really <!-- so --> none",
      "",
      "| a | b |",
      "|---|---|",
      "| 1 | `2` |",
      "",
      "```",
      "## no heading",
      "```",
    ].join("\n");
    assert.deepEqual(await readMarkdown(text), [
      { heading: "2026 – orders & more", level: 2 },
      { label: "Date", text: "2026-11-01", depth: 0 },
      { text: "Purpose: faster", depth: 0 },
      { label: "Impact", text: "none", depth: 1 },
      { text: "really  none", depth: 2 },
      { row: { a: "1", b: "2" } },
      { code: "## no heading" },
    ]);
    assert.deepEqual(await readMarkdown(""), []);
  });
});
