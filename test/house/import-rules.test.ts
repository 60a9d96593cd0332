import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { z } from "zod";

/**
 * biome.json keeps the import rules of the design. A rule that never bites is no rule, so each one is shown
 * an offender and an innocent neighbour, all in one run of Biome over a copy of the house without its code.
 */
const root = join(import.meta.dirname, "../..");

const FOLDERS = [
  "domain",
  "generated",
  "checks",
  "checklist",
  "config",
  "collect",
  "judge",
  "report",
  "publish",
] as const;
/** What `npm run build` writes is not linted: it imports nothing or only its own folder. */
const LINTED = FOLDERS.filter((folder) => folder !== "generated");
const PURE = ["domain", "checks", "judge", "report"] as const;

interface Sample {
  readonly title: string;
  readonly file: string;
  readonly code: string;
  /** The rule that must report it; without one, no rule may. */
  readonly rule?: string;
}

const IMPORTS = "lint/style/noRestrictedImports";
const GLOBALS = "lint/style/noRestrictedGlobals";

const use = (specifier: string) => `import { thing } from "${specifier}";\nexport const used = thing;\n`;
const samples: Sample[] = [];

for (const [position, folder] of FOLDERS.entries()) {
  if (!LINTED.includes(folder as (typeof LINTED)[number])) continue;
  for (const [otherPosition, other] of FOLDERS.entries()) {
    if (other === folder) continue;
    const forbidden = otherPosition > position;
    samples.push({
      title: `src/${folder} ${forbidden ? "must not" : "may"} import from src/${other}`,
      file: `src/${folder}/uses-${other}.ts`,
      code: use(`../${other}/thing.ts`),
      ...(forbidden ? { rule: IMPORTS } : {}),
    });
  }
  samples.push(
    ...["../main.ts", "../index.ts"].map((specifier) => ({
      title: `src/${folder} must not import ${specifier}`,
      file: `src/${folder}/uses-${specifier.slice(3)}`,
      code: use(specifier),
      rule: IMPORTS,
    })),
    {
      title: `src/${folder} may import its own index.ts and files named like a later folder`,
      file: `src/${folder}/uses-itself.ts`,
      code: 'import { a } from "./index.ts";\nimport { b } from "./publish.ts";\nexport const used = [a, b];\n',
    },
  );
}

for (const [file, specifier] of [
  ["src/collect/database/deep.ts", "../../judge/thing.ts"],
  ["src/collect/github/deep.ts", "../../report/thing.ts"],
  ["src/config/inputs.ts", "../collect/thing.ts"],
] as const) {
  samples.push({ title: `${file} must not import ${specifier}`, file, code: use(specifier), rule: IMPORTS });
}

samples.push(
  {
    title: "a type from a later folder is an import too",
    file: "src/judge/type.ts",
    code: 'import type { Thing } from "../publish/thing.ts";\nexport type Used = Thing;\n',
    rule: IMPORTS,
  },
  {
    title: "await import() of a later folder is an import too",
    file: "src/judge/dynamic.ts",
    code: 'export const used = async () => await import("../publish/thing.ts");\n',
    rule: IMPORTS,
  },
  {
    title: "an export from a later folder is an import too",
    file: "src/judge/re-export.ts",
    code: 'export { thing } from "../publish/thing.ts";\n',
    rule: IMPORTS,
  },
);

const homes: Record<string, readonly string[]> = {
  pg: ["src/collect/database/home.ts"],
  "@actions/core": ["src/config/inputs.ts", "src/publish/home.ts", "src/index.ts"],
  "@actions/github": ["src/collect/github/home.ts", "src/publish/home.ts"],
};
const places = [
  ...LINTED.map((folder) => `src/${folder}/home.ts`),
  ...Object.values(homes).flat(),
  "src/main.ts",
];
for (const [name, allowed] of Object.entries(homes)) {
  for (const place of new Set(places)) {
    const file = place.replace(".ts", `/${name.replace("/", "-")}.ts`);
    const exact = place === "src/config/inputs.ts" || place === "src/index.ts" || place === "src/main.ts";
    const innocent = allowed.includes(place);
    samples.push({
      title: `${place} ${innocent ? "may" : "must not"} import ${name}`,
      // The rules for one file need that very name, so its samples live in copies of the house of their own.
      file: exact ? `${name.replace("/", "-")}/${place}` : file,
      code: `export const used = async () => await import("${name}");\n`,
      ...(innocent ? {} : { rule: IMPORTS }),
    });
  }
}

for (const folder of PURE) {
  for (const module of ["node:fs", "node:fs/promises", "node:net", "node:process", "node:child_process"]) {
    samples.push({
      title: `src/${folder} must not import ${module}`,
      file: `src/${folder}/uses-${module.replace(/\W/g, "-")}.ts`,
      code: use(module),
      rule: IMPORTS,
    });
  }
  for (const code of [
    "Date.now()",
    "new Date(0)",
    "process.env",
    "performance.now()",
    'fetch("https://example.com")',
    "setTimeout(() => undefined, 1)",
    "globalThis.Date",
  ]) {
    samples.push({
      title: `src/${folder} must not say ${code}`,
      file: `src/${folder}/says-${code.replace(/\W+/g, "-")}.ts`,
      code: `export const used = ${code};\n`,
      rule: GLOBALS,
    });
  }
}

samples.push(
  {
    title: "src/domain/time.ts may make a Date",
    file: "src/domain/time.ts",
    code: "export const used = (ms: number) => new Date(ms);\n",
  },
  {
    title: "src/domain/time.ts reads no environment",
    file: "process/src/domain/time.ts",
    code: "export const used = process.env;\n",
    rule: GLOBALS,
  },
  {
    title: "src/collect may read the clock and files",
    file: "src/collect/clock.ts",
    code: 'import { readFileSync } from "node:fs";\nexport const used = [Date.now(), readFileSync];\n',
  },
  {
    title: "nothing in src prints by console",
    file: "src/publish/console.ts",
    code: 'console.log("::error::forged");\n',
    rule: "lint/suspicious/noConsole",
  },
  {
    title: "a check is a default export",
    file: "src/checks/default.ts",
    code: "const check = 1;\nexport default check;\n",
  },
  {
    title: "nothing else is a default export",
    file: "src/judge/default.ts",
    code: "const judge = 1;\nexport default judge;\n",
    rule: "lint/style/noDefaultExport",
  },
  {
    title: "no any",
    file: "src/judge/any.ts",
    code: "export const used = (value: any) => value;\n",
    rule: "lint/suspicious/noExplicitAny",
  },
  {
    title: "types are imported as types",
    file: "src/judge/import-type.ts",
    code: 'import { Thing } from "./thing.ts";\nexport const used = (thing: Thing) => thing;\n',
    rule: "lint/style/useImportType",
  },
  {
    title: "a file of src has at most 200 lines",
    file: "src/judge/long.ts",
    code: Array.from({ length: 201 }, (_, line) => `export const line${line} = ${line};\n`).join(""),
    rule: "lint/style/noExcessiveLinesPerFile",
  },
);

const reportSchema = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

describe("the rules of biome.json", () => {
  let house: string;
  /** The rules that reported each file. */
  const reported = new Map<string, string[]>();

  before(async () => {
    house = await mkdtemp(join(tmpdir(), "pg-preflight-house-"));
    // A sample in a house of its own: `@actions-core/src/index.ts` is linted as src/index.ts there.
    const houses = new Map<string, Sample[]>();
    for (const sample of samples) {
      const [, own = "", file = ""] = /^(.*?\/)?(src\/.*)$/.exec(sample.file) ?? [];
      houses.set(own, [...(houses.get(own) ?? []), { ...sample, file }]);
    }
    await Promise.all(
      [...houses].map(async ([own, inside]) => {
        const folder = join(house, own === "" ? "all" : own);
        await mkdir(folder, { recursive: true });
        for (const file of ["biome.json", "package.json"]) await cp(join(root, file), join(folder, file));
        for (const sample of inside) {
          await mkdir(dirname(join(folder, sample.file)), { recursive: true });
          await writeFile(join(folder, sample.file), sample.code);
        }
        for (const diagnostic of await lint(folder)) {
          const path = own + relative(folder, join(folder, diagnostic.location.path));
          reported.set(path, [...(reported.get(path) ?? []), diagnostic.category]);
        }
      }),
    );
  });

  after(() => rm(house, { recursive: true, force: true }));

  for (const { title, file, rule } of samples) {
    it(title, () => {
      const rules = reported.get(file) ?? [];
      if (rule === undefined) {
        assert.deepEqual(
          rules.filter(
            (reporter) => reporter === IMPORTS || reporter === GLOBALS || reporter.includes("Default"),
          ),
          [],
        );
      } else {
        assert.ok(rules.includes(rule), `${file} was reported by ${JSON.stringify(rules)}`);
      }
    });
  }
});

async function lint(folder: string): Promise<z.infer<typeof reportSchema>["diagnostics"]> {
  const biome = join(root, "node_modules/.bin/biome");
  const output = await new Promise<string>((resolve) => {
    execFile(
      biome,
      ["lint", "--reporter=json", "--max-diagnostics=none", "--error-on-warnings", "."],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout) => resolve(stdout),
    );
  });
  return reportSchema.parse(JSON.parse(output)).diagnostics;
}
