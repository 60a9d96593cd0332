/** The licences of all that the bundle may hold. (ncc's own list misses modules that it merges into ours.) */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const root = join(import.meta.dirname, "..");

const packageSchema = z.object({
  name: z.string(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * The text of dist/licenses.txt: every dependency, theirs included, with the text of its licence. Throws when
 * one does not say its licence.
 */
export function licenses(): string {
  const texts = new Map<string, string>();
  const visit = (folder: string) => {
    if (texts.has(folder)) return;
    texts.set(folder, licence(folder));
    const { dependencies, optionalDependencies } = readPackage(folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) visit(locate(name, folder));
  };
  for (const name of Object.keys(readPackage(root).dependencies)) visit(locate(name, root));
  // The bundler's own glue is part of the bundle.
  texts.set("@vercel/ncc", licence(locate("@vercel/ncc", root)));
  // What was compiled into WebAssembly is no package.
  texts.set("wasm", readFileSync(join(import.meta.dirname, "wasm-licenses.txt"), "utf8"));
  return [...new Set(texts.values())].sort().join("\n");
}

function readPackage(folder: string): z.infer<typeof packageSchema> {
  return packageSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

/** The folder of a package as Node finds it from another folder. */
function locate(name: string, from: string): string {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  if (from === root) throw new Error(`${name} is not installed: run \`npm ci\`.`);
  return locate(name, dirname(from));
}

function licence(folder: string): string {
  const { name, license } = readPackage(folder);
  const text = licenceText(folder);
  if (license === undefined || text === undefined) throw new Error(`${name} does not say its licence.`);
  return `${name}\n${license}\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}

/** Of a file of its own, or else of the README's last section. */
function licenceText(folder: string): string | undefined {
  const files = readdirSync(folder);
  const read = (pattern: RegExp) => {
    const file = files.find((name) => pattern.test(name));
    return file === undefined ? undefined : readFileSync(join(folder, file), "utf8");
  };
  return (
    read(/^(licen[cs]e|copying)(\.|$)/i) ??
    /^#+ *licen[cs]e\b.*\n([\s\S]*)/im.exec(read(/^readme/i) ?? "")?.[1]
  );
}
