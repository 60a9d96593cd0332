import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { UserError } from "../domain/errors.ts";
import { DEFAULT_CONFIG } from "./inputs.ts";
import { describeIssues } from "./problems.ts";
import { type Config, configSchema } from "./schema.ts";

/**
 * Reads the configuration file. The default path may be absent; one that was asked for may not.
 *
 * @throws UserError with every problem and its line
 */
export async function readConfig(
  path: string,
  workspace: string,
): Promise<{ config: Config; found: boolean }> {
  const text = readText(resolve(workspace, path), path);
  if (text === undefined) {
    if (path === DEFAULT_CONFIG) return { config: configSchema.parse({}), found: false };
    throw new UserError([
      `config: there is no file ${JSON.stringify(path)} in the workspace. Check the path, and that actions/checkout runs before this action.`,
    ]);
  }
  return { config: await parseConfig(text, path), found: true };
}

/** Undefined when there is no such file. */
function readText(file: string, path: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new UserError([`config: ${JSON.stringify(path)} is no file that can be read (${code}).`]);
  }
}

/** @throws UserError with every problem and its line */
export async function parseConfig(text: string, path: string): Promise<Config> {
  // Loaded only when there is a file: most of a start-up's time is loading.
  const { LineCounter, parseDocument, visit } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new UserError(
      document.errors.map(
        ({ message, pos }) => `${path}:${lines.linePos(pos[0]).line}: this is no valid YAML: ${message}`,
      ),
    );
  }
  const unresolved: string[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const { line } = lines.linePos(alias.range?.[0] ?? 0);
      unresolved.push(
        `${path}:${line}: *${alias.source} is an alias in YAML, and nothing has that name. A text that begins with * stands in quotes: "*${alias.source}".`,
      );
    },
  });
  if (unresolved.length > 0) throw new UserError(unresolved);
  const parsed = configSchema.safeParse(document.toJS() ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new UserError(
    describeIssues(parsed.error.issues as z.core.$ZodIssue[], configSchema, path, (place) => {
      const node = document.getIn(place, true) as { range?: [number, number, number] } | undefined;
      const offset = node?.range?.[0];
      return offset === undefined ? undefined : lines.linePos(offset).line;
    }),
  );
}
