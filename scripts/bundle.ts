/** Compiles src and bundles it with its dependencies into one folder that the runner executes. */
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { licenses } from "./licenses.ts";

const root = join(import.meta.dirname, "..");
const run = promisify(execFile);

/** A bundle takes some 5 s; one that is older than this died and left its lock. */
const LOCK_LASTS = 60_000;

/** Puts the bundle in place of `folder`. Throws with the compiler's words when src is wrong. */
export async function bundle(folder: string): Promise<void> {
  // The ids in the bundle come from the modules' paths, so there is one place to build in, and one builder.
  const release = await lock(join(root, ".build/lock"));
  const [compiled, made] = [join(root, ".build/src"), join(root, ".build/bundle")];
  const staged = join(root, ".build/node_modules");
  try {
    await rm(compiled, { recursive: true, force: true });
    await must(join(root, "node_modules/.bin/tsc"), ["--project", "tsconfig.build.json"]);
    await stageToolkit(join(staged, "@actions/core"));
    // ncc leaves what it no longer makes: an old chunk would stay for ever.
    await rm(made, { recursive: true, force: true });
    await must(process.execPath, [
      join(root, "node_modules/@vercel/ncc/dist/ncc/cli.js"),
      "build",
      join(compiled, "action/index.js"),
      ...["--out", made],
      "--no-cache",
      "--quiet",
    ]);
    await addSqlParser(made);
    await writeFile(join(made, "licenses.txt"), licenses());
    await mkdir(dirname(folder), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);
  } finally {
    for (const folder of [compiled, staged]) await rm(folder, { recursive: true, force: true });
    await release();
  }
}

/**
 * The toolkit does not say that its modules do nothing when they are loaded, so the bundler would keep all of them, and with
 * the one for OpenID Connect a client of HTTP that every start pays for. src imports a copy that says so.
 */
async function stageToolkit(folder: string): Promise<void> {
  const original = join(root, "node_modules/@actions/core");
  await rm(folder, { recursive: true, force: true });
  await cp(original, folder, { recursive: true });
  const description = JSON.parse(await readFile(join(original, "package.json"), "utf8"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...description, sideEffects: false }));
}

/**
 * Puts PostgreSQL's parser beside the bundle, unchanged: its loader reads the WebAssembly from its own `__dirname`, which
 * a module of the bundle does not have. src/checks/shared/sql/parser.ts imports it as `#libpg-query`.
 */
async function addSqlParser(folder: string): Promise<void> {
  const files = { "libpg-query.js": "libpg-query.cjs", "libpg-query.wasm": "libpg-query.wasm" };
  for (const [source, name] of Object.entries(files)) {
    const content = await readFile(join(root, "node_modules/libpg-query/wasm", source));
    // A copy would take the mode of the package's file, which is executable.
    await writeFile(join(folder, name), content);
  }
  const description = { type: "module", imports: { "#libpg-query": "./libpg-query.cjs" } };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(description, null, 2)}\n`);
}

/** The names of the files in which two folders differ. */
export async function differences(one: string, other: string): Promise<readonly string[]> {
  const [left, right] = await Promise.all([contents(one), contents(other)]);
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => left.get(name) !== right.get(name)).sort();
}

async function contents(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map(
    async (file) => [file.slice(folder.length + 1), await readFile(file, "latin1")] as [string, string],
  );
  return new Map(await Promise.all(texts));
}

/** Waits for its turn; what it returns ends the turn. */
async function lock(path: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  const givesUp = Date.now() + LOCK_LASTS;
  for (;;) {
    try {
      await mkdir(path);
      return () => rm(path, { recursive: true, force: true });
    } catch {
      if (Date.now() > givesUp) await rm(path, { recursive: true, force: true });
      await setTimeout(200);
    }
  }
}

async function must(command: string, args: readonly string[]): Promise<void> {
  try {
    await run(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[command, ...args].join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
