/** `npm run build`: writes everything that is generated and committed, dist included. */
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { describedByCode, sourceFiles, writeStale } from "./generated-files.ts";

const root = join(import.meta.dirname, "..");

try {
  writeStale(sourceFiles());
  writeStale(await describedByCode());
  await bundle(join(root, "dist"));
  console.log("dist: bundled");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
