/**
 * `node scripts/openapi-slice.ts folder`: cuts the operations that we use, and all that they refer to, out of the
 * descriptions in `generated/` of the unpacked package @octokit/openapi, and writes them to test/support/github/openapi. To
 * be run when an operation is added or a newer description is wanted: the whole package has 394 MB.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// biome-ignore lint/suspicious/noExplicitAny: a description is a tree of anything.
type Tree = any;

/** GitHub's own, and the oldest and the newest Enterprise Server that GitHub still describes. */
const DESCRIPTIONS = ["api.github.com", "ghes-3.17", "ghes-3.19"];

const OPERATIONS = [
  "repos/get",
  "repos/get-content",
  "repos/get-collaborator-permission-level",
  "users/get-authenticated",
  "actions/list-repo-workflows",
  "actions/list-workflow-runs",
  "actions/list-jobs-for-workflow-run",
  "issues/list-for-repo",
  "issues/create",
  "issues/get",
  "issues/update",
  "issues/list-comments",
  "issues/create-comment",
  "issues/update-comment",
  "issues/delete-comment",
  "issues/add-labels",
  "issues/remove-label",
  "issues/list-labels-on-issue",
  "issues/check-user-can-be-assigned",
  "issues/add-assignees",
];

/** What is for readers, not for judges. */
const DROPPED = new Set([
  "description",
  "example",
  "examples",
  "summary",
  "externalDocs",
  "tags",
  "title",
  "x-github",
  "x-github-breaking-changes",
  "x-octokit",
]);
/** Below these a key is a name, not a word of the description. */
const OF_NAMES = new Set(["properties", "responses", "headers", "schemas", "content"]);
const LITERAL = new Set(["default", "enum"]);

function slice(description: Tree): Tree {
  const { openapi, info } = description;
  const { title, version, license } = info;
  const paths: Tree = {};
  const components: Tree = {};

  const pull = (reference: string): void => {
    const [, kind = "", name = ""] = reference.slice(2).split("/");
    components[kind] ??= {};
    if (name in components[kind]) return;
    // Set before it is filled: some refer to themselves.
    components[kind][name] = null;
    components[kind][name] = copy(description.components[kind][name]);
  };

  const copy = (tree: Tree, isOfNames = false): Tree => {
    if (Array.isArray(tree)) return tree.map((part) => copy(part));
    if (tree === null || typeof tree !== "object") return tree;
    if (typeof tree.$ref === "string") {
      pull(tree.$ref);
      return { $ref: tree.$ref };
    }
    const kept = Object.entries<Tree>(tree).filter(([key]) => isOfNames || !DROPPED.has(key));
    const copied = Object.fromEntries(
      kept.map(([key, value]) => [
        key,
        LITERAL.has(key) && !isOfNames ? value : copy(value, OF_NAMES.has(key) && !isOfNames),
      ]),
    );
    // An answer must have a description, be it empty.
    return isAnswer(tree) && !isOfNames ? { description: "", ...copied } : copied;
  };

  for (const [path, methods] of Object.entries<Tree>(description.paths)) {
    for (const [method, operation] of Object.entries<Tree>(methods)) {
      if (!OPERATIONS.includes(operation.operationId)) continue;
      paths[path] ??= {};
      paths[path][method] = copy(operation);
    }
  }
  const found = Object.values<Tree>(paths).flatMap((methods) =>
    Object.values<Tree>(methods).map(({ operationId }) => operationId),
  );
  const missing = OPERATIONS.filter((id) => !found.includes(id));
  if (missing.length > 0) throw new Error(`Not in ${title} ${version}: ${missing.join(", ")}`);
  return { openapi, info: { title, version, license }, paths, components };
}

function isAnswer(tree: Tree): boolean {
  return typeof tree.description === "string" && ("content" in tree || Object.keys(tree).length === 1);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: node scripts/openapi-slice.ts <generated/ of the unpacked package @octokit/openapi>");
  process.exitCode = 1;
} else {
  const root = join(import.meta.dirname, "..");
  for (const name of DESCRIPTIONS) {
    const whole = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    const file = join(root, "test/support/github/openapi", `${name}.json`);
    writeFileSync(file, JSON.stringify(slice(whole)));
    spawnSync(join(root, "node_modules/.bin/biome"), ["format", "--write", file], { stdio: "inherit" });
  }
}
