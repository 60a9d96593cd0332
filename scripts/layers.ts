/** The layers of src, their imports, and the picture of them in docs/layers.md. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");

/** A folder of src imports only from those before it. */
export const LAYERS = [
  "lib",
  "core",
  "checks",
  "github",
  "checklist",
  "config",
  "report",
  "collect",
  "issues",
  "run",
  "comment",
  "action",
] as const;

export interface Import {
  readonly file: string;
  /** A package, or a path from the root. */
  readonly target: string;
}

/** Every import of a text, those of types and late ones counted. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"([^"]+)"/g)].map(([, target = ""]) => ({
    file,
    target: target.startsWith(".") ? join(dirname(file), target) : target,
  }));
}

/** `lib` of src/lib/time.ts; undefined for a package and for src/generated, which every layer may import. */
export function layerOf(path: string): string | undefined {
  return /^src\/(?!generated\/)([^/]+)\//.exec(path)?.[1];
}

/** The files of src without tests, with their texts. */
export function sourceTexts(): readonly (readonly [file: string, text: string])[] {
  return globSync("src/**/*.ts", { cwd: root, exclude: ["**/*.test.ts"] })
    .sort()
    .map((file) => [file, readFileSync(join(root, file), "utf8")] as const);
}

/** docs/layers.md: how many imports go from each layer to each other. */
export function layerPage(texts = sourceTexts()): string {
  const counts = new Map<string, number>();
  for (const { file, target } of texts.flatMap(([file, text]) => importsOf(file, text))) {
    const [from, to] = [layerOf(file), layerOf(target)];
    if (from === undefined || to === undefined || from === to) continue;
    counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
  }
  const arrows = LAYERS.toReversed().flatMap((from) =>
    LAYERS.toReversed().flatMap((to) => {
      const count = counts.get(`${from} ${to}`);
      return count === undefined ? [] : [`  ${from} -- ${count} --> ${to}`];
    }),
  );
  const files = (layer: string) => texts.filter(([file]) => layerOf(file) === layer).length;
  const nodes = LAYERS.toReversed().map((layer) => `  ${layer}["${layer} (${files(layer)} files)"]`);
  return [
    "# The layers of src",
    "",
    "Made by `npm run build` from the imports, those of types and late ones counted. An arrow is labelled with the number of",
    "imports; it only ever points downwards, and `test/house/layers.test.ts` keeps it so.",
    "",
    "```mermaid",
    "flowchart TD",
    ...nodes,
    ...arrows,
    "```",
    "",
  ].join("\n");
}
