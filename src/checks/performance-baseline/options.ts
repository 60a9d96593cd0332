import { z } from "zod";
import { duration } from "../../lib/units.ts";
import { queriesSchema } from "./query.ts";

const DEFAULT_FILE = ".github/pg-preflight.baseline.json";

export const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .default(DEFAULT_FILE)
    .describe("The recorded baseline, from the repository's root."),
  "max-age": duration().prefault("90d").describe("An older baseline is not compared with: record it anew."),
  "max-growth": z
    .number()
    .min(1.1)
    .default(2)
    .describe(
      "How many times the blocks of the baseline are a regression; growth of the tables is taken out.",
    ),
  runs: z.int().min(3).max(50).default(7).describe("Warm executions of each query, 3 to 50."),
  "on-pull-requests": z
    .boolean()
    .default(false)
    .describe("true: the queries run on pull requests too, when the base branch's configuration says so."),
  queries: queriesSchema.default([]).describe("The queries that are to stay fast."),
});

export type BaselineOptions = z.infer<typeof options>;
