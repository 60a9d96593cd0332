import type { z } from "zod";
import { CHECK, parseQueries, type Statements } from "../checks/performance-baseline/config/queries.ts";
import type { BaselineOptions } from "../checks/performance-baseline/options.ts";
import { UserError } from "../core/errors.ts";
import { describeIssues } from "./errors.ts";
import { placeholderIssues } from "./placeholders.ts";
import { type Config, configSchema } from "./schema.ts";
import { readYaml, type YamlFile } from "./yaml.ts";

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
    throw new UserError([...error.problems, origin], error.omitted);
  }
}

/** @throws UserError with every problem and its line */
export async function parseConfig(text: string, path: string): Promise<Config> {
  return checkConfig(await readYaml(text, path), path);
}

/**
 * @param isParsed whether there is time to parse this SQL of a declared query; the problems of others are not found
 * @throws UserError with every problem and its line
 */
export async function checkConfig(
  { value, lineOf }: YamlFile,
  path: string,
  isParsed?: (sql: string) => boolean,
): Promise<Config> {
  const queries = await parseQueries(value, isParsed);
  const parsed = configSchema.safeParse(value, { reportInput: true });
  const others = [...queries.issues, ...placeholderIssues(value)];
  if (parsed.success && others.length === 0) return withStatements(parsed.data, queries.statements);
  const issues = [...((parsed.error?.issues ?? []) as z.core.$ZodIssue[]), ...others];
  const { problems, omitted } = describeIssues(issues, configSchema, path, lineOf);
  throw new UserError(problems, omitted);
}

/** The configuration with each query's statement alone, as the parser cut it out. */
function withStatements(config: Config, statements: readonly Statements[]): Config {
  const options = config.checks[CHECK] as (BaselineOptions & Config["checks"][string]) | undefined;
  if (options === undefined || statements.length === 0) return config;
  const queries = options.queries.map((query, index) => ({ ...query, ...statements[index] }));
  return { ...config, checks: { ...config.checks, [CHECK]: { ...options, queries } } };
}
