import assert from "node:assert/strict";
import { test } from "node:test";
import { demoFile, parseWorkload } from "../scripts/demo-database.ts";
import { toHtml, toPage } from "../scripts/render.ts";

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
