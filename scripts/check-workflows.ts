/** GitHub's own check of workflows and action.yml, without GitHub. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TextDocument } from "vscode-languageserver-textdocument";

const root = join(import.meta.dirname, "..");

/**
 * The problems of these files, each one line: file, line, column and what is wrong. Paths are absolute; a
 * file named action.yml is read as an action, any other as a workflow.
 */
export async function workflowProblems(files: readonly string[]): Promise<readonly string[]> {
  const { validate } = await loadLanguageService();
  const problems = await Promise.all(
    files.map(async (file) => {
      const document = TextDocument.create(pathToFileURL(file).href, "yaml", 1, readFileSync(file, "utf8"));
      const diagnostics = await validate(document, {});
      return diagnostics.map(
        ({ range, message }) =>
          `${relative(root, file)}:${range.start.line + 1}:${range.start.character + 1} ${message}`,
      );
    }),
  );
  return problems.flat();
}

/** The package imports JSON without the attribute that Node asks for (actions/languageservices#387). */
async function loadLanguageService() {
  const hooks = registerHooks({
    load(url, context, next) {
      if (!url.endsWith(".json") || context.importAttributes.type !== undefined) return next(url, context);
      const source = `export default ${readFileSync(fileURLToPath(url), "utf8")}`;
      return { format: "module", shortCircuit: true, source };
    },
  });
  try {
    return await import("@actions/languageservice");
  } finally {
    hooks.deregister();
  }
}
