import { z } from "zod";
import { duration, size } from "../units.ts";

/** How the configuration declares a query that is to stay fast. */

/** A query that needs longer is none that a page or a job waits for; the whole run has two minutes by default. */
const LONGEST_TIMEOUT = 300_000;

const text = () => z.string().trim().min(1);
const names = () =>
  z
    .union([text(), z.array(text()).min(1)])
    .transform((value) => (typeof value === "string" ? [value] : value))
    .default([]);

export const querySchema = z.strictObject({
  name: text()
    .max(80)
    .describe("What people call it: it names the query in every table, and in the baseline."),
  sql: text().describe("One SELECT, with $1, $2 for its parameters."),
  params: z
    .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional()
    .describe("The values of $1, $2, in their order."),
  "params-from": text()
    .optional()
    .describe(
      "A SELECT that picks representative values: its one row gives $1, $2, in the order of its columns.",
    ),
  role: text()
    .optional()
    .describe("The application's role, so that row-level security counts. Default: the login."),
  settings: z
    .record(
      z.string().regex(/^[a-z_]\w*(\.[a-z_]\w*)+$/i, "only an application's settings, which have a dot"),
      z.string(),
    )
    .default({})
    .describe("Settings of the application for the query, like request.jwt.claims."),
  "promised-before": duration()
    .optional()
    .describe("How long it took before it was made faster, for the report's table."),
  "max-time": duration()
    .optional()
    .describe(
      "The budget of its execution on the server. Exceeded only when even the fastest runs are over it.",
    ),
  "max-blocks": z
    .int()
    .min(0)
    .optional()
    .describe("The budget of shared blocks (8 kB), found in the cache or read, of one execution."),
  "max-rows-read": z.number().min(1).optional().describe("How many rows may be read for each row returned."),
  "max-seq-scan-rows": z
    .int()
    .min(0)
    .optional()
    .describe("A table with more rows than this must not be read sequentially."),
  "max-spill": size()
    .optional()
    .describe("How much of its sorts and hashes may go to disk: 0 kB for nothing."),
  "uses-index": names().describe("Indexes that its plan must use."),
  "requires-nodes": names().describe("Kinds of plan nodes that its plan must have: Index Only Scan."),
  "forbids-nodes": names().describe("Kinds of plan nodes that its plan must not have: Seq Scan."),
  "min-rows": z
    .int()
    .min(0)
    .optional()
    .describe(
      "It must return at least so many rows: a query that returns nothing proves nothing. Default: 1.",
    ),
  timeout: duration()
    .refine((time) => time > 0 && time <= LONGEST_TIMEOUT, "write more than 0s and at most 5min")
    .prefault("10s")
    .describe("The server stops an execution that takes longer."),
});

/** Times in milliseconds, sizes in bytes. */
export type DeclaredQuery = z.infer<typeof querySchema>;
