/** What the pages say is true: links lead somewhere, pictures exist, YAML is accepted. sql.test.ts runs their SQL. */
import assert from "node:assert/strict";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { parse } from "yaml";
import { workflowProblems } from "../../scripts/check-workflows.ts";
import { readAction } from "../../scripts/readme-tables.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";
import { asEdited, blocksOf, CHECK_PAGES, type Node, nodesOf, PAGES, readPage, treeOf } from "./pages.ts";

const root = REPOSITORY;

/** The text of a heading, or of anything else, without its form. */
function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join("");
}

const anchors = new Map<string, ReadonlySet<string>>();

function anchorsOf(page: string): ReadonlySet<string> {
  const known = anchors.get(page) ?? readAnchors(page);
  anchors.set(page, known);
  return known;
}

/** As GitHub makes the anchors of headings. */
function readAnchors(page: string): ReadonlySet<string> {
  const headings = [...nodesOf(treeOf(readPage(page)))].filter(({ type }) => type === "heading").map(textOf);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

describe("links", () => {
  for (const page of PAGES) {
    it(`of ${page} lead somewhere`, () => {
      const lost: string[] = [];
      for (const { type, url = "", position } of nodesOf(treeOf(readPage(page)))) {
        if (!["link", "image", "definition"].includes(type) || /^[a-z]+:/i.test(url)) continue;
        const [path = "", anchor] = url.split("#");
        const target = path === "" ? join(root, page) : resolve(root, dirname(page), decodeURI(path));
        const isInside = !relative(root, target).startsWith("..");
        const exists = isInside && existsSync(target);
        const isKnown =
          anchor === undefined ||
          (exists && statSync(target).isFile() && anchorsOf(relative(root, target)).has(anchor));
        if (!exists || !isKnown) lost.push(`${page}:${position?.start.line} ${url}`);
      }
      assert.deepEqual(lost, []);
    });
  }
});

/** The preview script makes them all: once one is there, none may be missing. */
const PICTURES = "docs/pictures";

describe("pictures", () => {
  const shown = PAGES.flatMap((page) =>
    [...nodesOf(treeOf(readPage(page)))]
      .filter(({ type }) => type === "html")
      .flatMap(({ value = "" }) => [...value.matchAll(/\bsrc(?:set)?="([^"]+)"/g)])
      .map(([, url = ""]) => relative(root, resolve(root, dirname(page), url))),
  );

  it("are all of the preview script's folder, in light and in dark", () => {
    for (const path of shown) {
      assert.equal(dirname(path), PICTURES);
      const other = path.replace(
        /-(light|dark)\.png$/,
        (_, now) => `-${now === "light" ? "dark" : "light"}.png`,
      );
      assert.ok(other !== path && shown.includes(other), path);
    }
  });

  it("are there", () => {
    const missing = shown.filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(existsSync(join(root, PICTURES)) ? missing : [], []);
  });
});

describe("the pages of checks", () => {
  it("lead to the file of sql/setup that fixes it, each file from some page", () => {
    const pages = CHECK_PAGES.map((page) => readPage(page));
    for (const file of globSync("sql/setup/*.sql", { cwd: root }))
      assert.ok(
        pages.some((text) => text.includes(`](../../../${file})`)),
        file,
      );
  });
});

describe("YAML of the pages", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pg-preflight-docs-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const page of PAGES) {
    for (const { text, line } of blocksOf(readPage(page)).filter(({ lang }) =>
      ["yaml", "yml"].includes(lang),
    )) {
      const value = parse(text) as Record<string, unknown>;
      if ("jobs" in value) {
        it(`${page}:${line} is a workflow that GitHub takes, with inputs that the action has`, async () => {
          const file = join(folder, `${page.replaceAll("/", "-")}-${line}.yml`);
          writeFileSync(file, text);
          assert.deepEqual(await workflowProblems([file]), []);
          assertInputs(value);
          assertCalls(value);
        });
      } else {
        it(`${page}:${line} is a configuration that the action takes, once the examples' texts are the team's`, async () => {
          await assert.doesNotReject(async () => parseConfig(asEdited(text), page));
        });
      }
    }
  }
});

/** GitHub warns of an input that an action does not have, and passes it on; nobody reads the warning. */
function assertInputs(workflow: Record<string, unknown>): void {
  const { inputs } = readAction();
  const required = Object.keys(inputs).filter((name) => inputs[name]?.required === true);
  const jobs = Object.values(workflow.jobs as Record<string, { steps?: { uses?: string; with?: object }[] }>);
  for (const { uses, with: given = {} } of jobs.flatMap(({ steps = [] }) => steps)) {
    if (uses === undefined || !/^(pg-preflight\/pg-preflight@|\.\/$)/.test(uses)) continue;
    assert.match(uses, /@v1$|^\.\/$/);
    assert.deepEqual(
      Object.keys(given).filter((name) => !(name in inputs)),
      [],
    );
    assert.deepEqual(
      required.filter((name) => !(name in given)),
      [],
    );
  }
}

/** A called workflow gets what it takes and all that it wants: GitHub refuses the whole file otherwise. */
function assertCalls(workflow: Record<string, unknown>): void {
  type Job = { uses?: string; with?: object; secrets?: object; permissions?: Record<string, string> };
  for (const { uses = "", with: given = {}, secrets = {}, permissions } of Object.values(
    workflow.jobs as Record<string, Job>,
  )) {
    const path = /^pg-preflight\/pg-preflight\/(.+)@v1$/.exec(uses)?.[1];
    if (path === undefined) continue;
    const called = parse(readFileSync(join(root, path), "utf8"));
    const takes = called.on.workflow_call;
    const unknown = [
      ...Object.keys(given).filter((name) => !(name in takes.inputs)),
      ...Object.keys(secrets).filter((name) => !(name in takes.secrets)),
    ];
    assert.deepEqual(unknown, []);
    assert.deepEqual(permissions, (Object.values(called.jobs)[0] as Job).permissions);
  }
}
