/** `npm run build`: writes everything that is generated and committed, dist included. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "./bundle.ts";
import { describedByCode, type GeneratedFile, sourceFiles, staleFiles } from "./generated-files.ts";

const root = join(import.meta.dirname, "..");

try {
  write(sourceFiles());
  write(await describedByCode());
  await bundle(join(root, "dist"));
  console.log("dist: bundled");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function write(files: readonly GeneratedFile[]): void {
  const stale = staleFiles(files);
  for (const { path, text } of files.filter((file) => stale.includes(file.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${path}: written`);
  }
}
