/**
 * Every generated file that is committed, except dist: `npm run build` writes them, `npm run check` says which
 * of them are stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Check } from "../src/core/check.ts";
import { generateRegistry } from "./generate-registry.ts";
import { generateSql } from "./generate-sql.ts";
import { layerPage } from "./layers.ts";
import { fillReadme, readAction } from "./readme-tables.ts";

const root = join(import.meta.dirname, "..");

export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** What our own code is made of. It must be on the disk before `describedByCode` is called. */
export function sourceFiles(): readonly GeneratedFile[] {
  return [
    { path: "src/generated/sql.ts", text: generateSql() },
    { path: "src/generated/version.ts", text: generateVersion() },
    { path: "src/checks/index.ts", text: generateRegistry() },
  ];
}

/** What our own code describes: the JSON Schemas, the tables of README.md, the picture of the layers, the second action.yml. */
export async function describedByCode(): Promise<readonly GeneratedFile[]> {
  const { checks } = await load<{ checks: readonly Check[] }>("src/checks/index.ts");
  const { configSchema } = await load<{ configSchema: z.ZodType }>("src/config/schema.ts");
  const { reportSchema } = await load<{ reportSchema: z.ZodType }>("src/core/report.ts");
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return [
    {
      path: "schema/pg-preflight.schema.json",
      text: schemaText("The configuration of pg-preflight", configSchema),
    },
    { path: "schema/report.schema.json", text: schemaText("The report of pg-preflight", reportSchema) },
    { path: "README.md", text: fillReadme(readme, readAction(), checks) },
    { path: "docs/layers.md", text: layerPage() },
    { path: ".github/actions/run/action.yml", text: actionOfThisCommit() },
  ];
}

/** The files whose text on the disk differs from what it should be. */
export function staleFiles(files: readonly GeneratedFile[]): readonly string[] {
  return files
    .filter(({ path, text }) => {
      const file = join(root, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== text;
    })
    .map(({ path }) => path);
}

/** Writes the stale ones of these files and logs which. */
export function writeStale(files: readonly GeneratedFile[]): void {
  const stale = staleFiles(files);
  for (const { path, text } of files.filter((file) => stale.includes(file.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${path}: written`);
  }
}

/** The version in the report, without reading package.json when the action runs. */
function generateVersion(): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  return `// Made by \`npm run build\` from package.json. Do not edit.\nexport const VERSION = ${JSON.stringify(version)};\n`;
}

/**
 * action.yml once more, for the workflows that others call. They refer to it as `$/.github/actions/run`, which is the
 * commit of the workflow itself; the runner refuses `$/` without a path, so the action at the root can't be named so.
 */
function actionOfThisCommit(): string {
  const [head, runs = ""] = readFileSync(join(root, "action.yml"), "utf8").split("\nruns:\n");
  const main = "main: dist/index.js\n";
  if (head === undefined || !runs.endsWith(main))
    throw new Error(`action.yml does not end with ${main.trim()}`);
  const comment = "# Made by `npm run build` from action.yml. Do not edit.\n";
  return `${comment}${head}\nruns:\n${runs.replace(main, "main: ../../../dist/index.js\n")}`;
}

/**
 * The input side of a schema: people write `15min`, not milliseconds, and a reader of reports must not refuse
 * the keys that a later version adds. Draft 7 is what every editor's YAML support understands.
 */
function schemaText(title: string, schema: z.ZodType): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

/** Our own module, loaded late: the generated ones it imports may have been written by this very process. */
async function load<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../${path}`, import.meta.url).href)) as Module;
}
