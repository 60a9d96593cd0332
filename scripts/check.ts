/** `npm run check`: everything that can be wrong without running a test. Exits with 1 when anything is. */
import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { bundle, differences } from "./bundle.ts";
import { workflowProblems } from "./check-workflows.ts";
import { describedByCode, sourceFiles, staleFiles } from "./generated-files.ts";

const root = join(import.meta.dirname, "..");
const BUILD = "run `npm run build` and commit what it wrote";

const steps: Record<string, () => Promise<readonly string[]>> = {
  "format and lint (biome)": () =>
    command("biome", [
      "ci",
      "--colors=off",
      "--reporter=concise",
      "--error-on-warnings",
      "--max-diagnostics=none",
    ]),
  "types (tsc)": () => command("tsc", ["--noEmit", "--pretty", "false"]),
  "generated files are fresh": async () => {
    const stale = staleFiles(sourceFiles());
    // What the code describes is only worth comparing when the code itself is fresh.
    const described = stale.length === 0 ? staleFiles(await describedByCode()) : [];
    return [...stale, ...described].map((path) => `${path} is stale: ${BUILD}`);
  },
  "dist is fresh": async () => {
    const fresh = join(root, ".build/dist");
    await bundle(fresh);
    return (await differences(join(root, "dist"), fresh)).map((name) => `dist/${name} is stale: ${BUILD}`);
  },
  "workflows and action.yml (GitHub's schema)": () => {
    const files = globSync(["action.yml", ".github/workflows/*.{yml,yaml}", "examples/**/*.{yml,yaml}"], {
      cwd: root,
    }).map((file) => join(root, file));
    return workflowProblems(files.filter((file) => !isConfiguration(file)));
  },
};

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  const problems = await step().catch((error: unknown) => [
    error instanceof Error ? error.message : String(error),
  ]);
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "     "));
  if (problems.length > 0) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;

/** The examples of the action's own configuration are no workflows. */
function isConfiguration(file: string): boolean {
  return file.includes("pg-preflight.y");
}

/** What the tool said when it failed; nothing when it did not. */
function command(name: string, args: readonly string[]): Promise<readonly string[]> {
  const tool = join(root, "node_modules/.bin", name);
  if (!existsSync(tool)) return Promise.resolve([`${name} is not installed: run \`npm ci\``]);
  return new Promise((resolve) => {
    execFile(tool, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve(error === null ? [] : [`${stdout}${stderr}`.trim()]);
    });
  });
}
