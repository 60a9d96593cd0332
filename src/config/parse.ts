import type { z } from "zod";
import { CHECK, parseQueries, type Statements } from "../checks/performance-baseline/config/queries.ts";
import type { BaselineOptions } from "../checks/performance-baseline/options.ts";
import { UserError } from "../core/errors.ts";
import { describeIssues } from "./errors.ts";
import { placeholderIssues } from "./placeholders.ts";
import { type Config, configSchema } from "./schema.ts";

/** The configuration file that counts for this run. On a pull request that is the base branch's. */
export interface ConfigFile {
  /** Null when there is none: everything has its default. */
  readonly text: string | null;
  /** There may be one that counts, but it could not be read: what it declares was not looked at. */
  readonly isRefused?: true;
  /** Where it stands when it is not the workspace's, to be told with its errors. */
  readonly origin?: string;
  /** What the reader should know of it. */
  readonly notices: readonly string[];
}

/**
 * The configuration that counts; without a file everything has its default.
 *
 * @throws UserError with every problem and its line
 */
export async function readConfig(path: string, { text, origin }: ConfigFile): Promise<Config> {
  if (text === null) return configSchema.parse({});
  try {
    return await parseConfig(text, path);
  } catch (error) {
    if (origin === undefined || !(error instanceof UserError)) throw error;
    throw new UserError([...error.problems, origin]);
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
  const raw: unknown = document.toJS() ?? {};
  const queries = await parseQueries(raw);
  const parsed = configSchema.safeParse(raw, { reportInput: true });
  const others = [...queries.issues, ...placeholderIssues(raw)];
  if (parsed.success && others.length === 0) return withStatements(parsed.data, queries.statements);
  const issues = [...((parsed.error?.issues ?? []) as z.core.$ZodIssue[]), ...others];
  throw new UserError(
    describeIssues(issues, configSchema, path, (place) => {
      const node = document.getIn(place, true) as { range?: [number, number, number] } | undefined;
      const offset = node?.range?.[0];
      return offset === undefined ? undefined : lines.linePos(offset).line;
    }),
  );
}

/** The configuration with each query's statement alone, as the parser cut it out. */
function withStatements(config: Config, statements: readonly Statements[]): Config {
  const options = config.checks[CHECK] as (BaselineOptions & Config["checks"][string]) | undefined;
  if (options === undefined || statements.length === 0) return config;
  const queries = options.queries.map((query, index) => ({ ...query, ...statements[index] }));
  return { ...config, checks: { ...config.checks, [CHECK]: { ...options, queries } } };
}
