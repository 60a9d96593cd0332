import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { test } from "vitest";
import { demoFile, parseWorkload } from "../scripts/demo-database.ts";
import { palettePng } from "../scripts/palette.ts";
import { toHtml, toPage } from "../scripts/render.ts";
import type { BaselineOptions } from "../src/checks/performance-baseline/options.ts";
import { parseConfig } from "../src/config/parse.ts";

test("an alert becomes GitHub's coloured box, a quotation that only mentions one does not", async () => {
  const alert = await toHtml("> [!WARNING]\n> Look *here*.");
  assert.match(alert, /<div class="markdown-alert markdown-alert-warning">/);
  assert.match(alert, /Warning<\/p>/);
  assert.match(alert, /Look <em>here<\/em>\./);
  assert.doesNotMatch(alert, /\[!WARNING]/);
  assert.match(await toHtml("> see [!WARNING] above"), /<blockquote>\s*<p>see \[!WARNING] above<\/p>/);
});

test("raw HTML passes GitHub's allow-list: tables and folds stay, scripts and handlers go", async () => {
  const html = await toHtml(
    "<details><summary>More</summary>\n\n<table><tr><td><code>a&lt;b</code></td></tr></table>\n\n</details>\n\n" +
      '<script>alert(1)</script><img src="x.png" onerror="alert(1)"><p class="mine" style="color:red">text</p>',
  );
  assert.match(html, /<details><summary>More<\/summary>/);
  assert.match(html, /<td><code>a&#x3C;b<\/code><\/td>/);
  assert.doesNotMatch(html, /script|onerror|style|mine/);
});

test("a task list is one of boxes that nobody can tick", async () => {
  assert.match(await toHtml("- [x] done"), /<input type="checkbox" checked disabled>/);
});

test("the page loads nothing and follows the reader's light or dark mode", async () => {
  const page = await toPage("# Hello\n\n<details><summary>fold</summary></details>", { title: "a < b" });
  assert.match(page, /<title>a &lt; b<\/title>/);
  assert.match(page, /@media \(prefers-color-scheme: ?dark\)/);
  assert.match(page, /\.markdown-body \{/);
  assert.doesNotMatch(page, /<link|<script|@import|url\((?!["']?data:)/);
  assert.doesNotMatch(page, /<details open>/);
});

test("the pictures' page may be all open and of one theme", async () => {
  const page = await toPage("<details><summary>fold</summary></details>", {
    title: "x",
    theme: "dark",
    open: true,
  });
  assert.match(page, /<details open>/);
  assert.doesNotMatch(page, /prefers-color-scheme/);
});

test("every statement of the demo's workload is read, with how often and as whom", async () => {
  const text = await demoFile("workload.sql");
  const work = parseWorkload(text);
  assert.equal(work.length, text.split(";\n").length - 1);
  for (const { times, role, sql } of work) {
    assert.ok(times >= 5, `${sql} runs too seldom to be seen`);
    assert.ok(["authenticated", "reporting"].includes(role), role);
    assert.match(sql, /^SELECT/);
  }
});

test("the demo's declared queries are the document's four, as a user of its largest organisation", async () => {
  const { checks } = await parseConfig(await demoFile("pg-preflight.yml"), "demo/pg-preflight.yml");
  const { queries } = checks["performance-baseline"] as unknown as BaselineOptions;
  assert.deepEqual(
    queries.map(({ name }) => name),
    ["document list", "memory retrieval", "job queue", "organisation statistics"],
  );
  const largest = createHash("md5").update("organization1").digest("hex");
  for (const { role, settings } of queries.filter((query) => query.role !== undefined)) {
    assert.equal(role, "authenticated");
    const { org_id: organisation } = JSON.parse(settings["request.jwt.claims"] ?? "");
    assert.equal(organisation.replaceAll("-", ""), largest);
  }
});

test("the index that the demo's deploy drops is one that its schema makes", async () => {
  const [, index] = /^DROP INDEX (\w+);$/m.exec(await demoFile("deploy.sql")) ?? [];
  assert.ok((await demoFile("schema.sql")).includes(`CREATE INDEX ${index} ON memories`), index);
});

test("an issue's page has its title, state and labels above, and its references are links, but not in code", async () => {
  const issue = {
    number: 3,
    title: "Failing on <demo>",
    state: "closed",
    labels: ["priority: high"],
  } as const;
  const page = await toPage("See #12 and `#13`, [#14](https://x.example) and acme/other#15.", {
    title: "x",
    conversation: { issue, repository: "acme/app" },
  });
  assert.match(page, /<h1>Failing on &lt;demo&gt; <span>#3<\/span><\/h1>/);
  assert.match(page, /<span class="state closed">Closed<\/span> <span class="label">priority: high<\/span>/);
  const links = Array.from(page.matchAll(/<a href="([^"]+)"/g), ([, href]) => href);
  assert.deepEqual(links, ["https://github.com/acme/app/issues/12", "https://x.example"]);
  assert.doesNotMatch(await toPage("#12", { title: "a summary" }), /<a /);
});

test("a comment's page is the text below who wrote it", async () => {
  const page = await toPage("Hello", { title: "x", conversation: { repository: "acme/app" } });
  assert.match(page, /<header><b>github-actions<\/b>/);
  assert.doesNotMatch(page, /<h1>/);
});

test("a picture keeps its colours in a palette, whichever filter its rows have", () => {
  const [red, blue] = [0xff0000, 0x0000fe];
  // Two rows of red and blue: the first as it is, the second as its difference to the first.
  const rows = Buffer.from([0, 255, 0, 0, 0, 0, 254, 2, 0, 0, 0, 0, 0, 0]);
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const picture = palettePng(
    Buffer.concat([
      Buffer.from("89504e470d0a1a0a", "hex"),
      chunk("IHDR", header),
      chunk("IDAT", deflateSync(rows)),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
  const palette = bodyOf(picture, "PLTE");
  const colours = Array.from({ length: palette.length / 3 }, (_, index) => palette.readUIntBE(index * 3, 3));
  const pixels = inflateSync(bodyOf(picture, "IDAT"));
  assert.deepEqual(
    [1, 2, 4, 5].map((at) => colours[pixels[at] ?? -1]),
    [red, blue, red, blue],
  );
});

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), body]);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(body.length, 0);
  sizes.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([sizes.subarray(0, 4), named, sizes.subarray(4)]);
}

function bodyOf(png: Buffer, name: string): Buffer {
  const at = png.indexOf(name, 0, "latin1");
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
}
