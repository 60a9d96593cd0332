/**
 * Makes src/checks/index.ts, the list of the checks, from the folders of src/checks. So a check is added by its
 * folder alone, and two people who add one each do not meet in a shared file.
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Beside the checks' folders: what several checks share. */
const SHARED = "shared";

/** The ids of the checks: the names of their folders, sorted. Throws for a folder without a check.ts. */
export function checkIds(folder = join(root, "src/checks")): readonly string[] {
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== SHARED)
    .map(({ name }) => name)
    .sort();
  const incomplete = ids.filter((id) => !existsSync(join(folder, id, "check.ts")));
  if (incomplete.length > 0) {
    throw new Error(
      `${incomplete.map((id) => `src/checks/${id}`).join(", ")}: no check.ts. ` +
        `Every folder of src/checks but ${SHARED} is one check; \`npm run new-check <id>\` writes one.`,
    );
  }
  return ids;
}

/** The text of src/checks/index.ts. */
export function generateRegistry(ids = checkIds()): string {
  return [
    "// Made by `npm run build` from the folders beside it. Do not edit.",
    'import { byPageOrder, type Check } from "../core/check.ts";',
    ...ids.map((id) => `import ${camelCase(id)} from "./${id}/check.ts";`),
    "",
    "const registered: Check[] = [",
    ...ids.map((id) => `  ${camelCase(id)},`),
    "];",
    "",
    "/** Every check, in the order in which they are shown. */",
    "export const checks: readonly Check[] = registered.sort(byPageOrder);",
    "",
    "const byId = new Map(checks.map((check) => [check.id, check]));",
    "",
    "/** The check of this id, or undefined when there is none. */",
    "export function checkById(id: string): Check | undefined {",
    "  return byId.get(id);",
    "}",
    "",
  ].join("\n");
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

if (import.meta.main) {
  writeFileSync(join(root, "src/checks/index.ts"), generateRegistry());
}
