import { CHECK, type Texts } from "../checks/performance-baseline/config/queries.ts";
import type { BaselineOptions } from "../checks/performance-baseline/options.ts";
import type { Config } from "./schema.ts";

/** The configuration with each query's statement alone, as the parser cut it out. */
export function withStatements(config: Config, texts: readonly Texts[]): Config {
  const options = config.checks[CHECK] as (BaselineOptions & Config["checks"][string]) | undefined;
  if (options === undefined || texts.length === 0) return config;
  const queries = options.queries.map((query, index) => ({ ...query, ...texts[index] }));
  return { ...config, checks: { ...config.checks, [CHECK]: { ...options, queries } } };
}
