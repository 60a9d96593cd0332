/** `npm run check`: everything that can be wrong without running a test. Exits with 1 when anything is. */
import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle, differences } from "./bundle.ts";
import { workflowProblems } from "./check-workflows.ts";
import { describedByCode, sourceFiles, staleFiles } from "./generated-files.ts";

const root = join(import.meta.dirname, "..");
/** 500 lines are an error of the linter's; see biome.json. */
const WARN_LINES = 300;
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
    const patterns = [
      "action.yml",
      ".github/actions/*/action.yml",
      ".github/workflows/*.{yml,yaml}",
      "examples/**/*.{yml,yaml}",
    ];
    const files = globSync(patterns, { cwd: root }).map((file) => join(root, file));
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
for (const warning of await longFiles()) console.log(`warn ${warning}`);
process.exitCode = failed > 0 ? 1 : 0;

/** The files of src above the length at which to ask whether they hold more than one idea. */
async function longFiles(): Promise<readonly string[]> {
  const files = globSync("src/**/*.ts", { cwd: root, exclude: ["src/**/*.test.ts", "src/generated/**"] });
  const lengths = await Promise.all(
    files.map(async (file) => (await readFile(join(root, file), "utf8")).trimEnd().split("\n").length),
  );
  return files.flatMap((file, index) => {
    const lines = lengths[index] ?? 0;
    return lines > WARN_LINES
      ? [`${file} has ${lines} lines: does it hold one idea? More than 500 are an error.`]
      : [];
  });
}

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
