import { z } from "zod";
import { applicationSettings } from "../../core/session-settings.ts";
import { duration, size } from "../../lib/units.ts";
import { nodeType, nodeTypesNear } from "./plan/node-types.ts";

/** In milliseconds. No page or job waits longer for a query; the whole run has two minutes by default. */
const MAX_TIMEOUT = 300_000;

const text = () => z.string().trim().min(1);
const oneOrMore = () => z.union([text(), z.array(text()).min(1)]);
const names = () =>
  oneOrMore()
    .transform((value) => (typeof value === "string" ? [value] : value))
    .default([]);
const nodes = () =>
  oneOrMore()
    .transform((value, context) =>
      (typeof value === "string" ? [value] : value).map((word, index) => {
        const type = nodeType(word);
        if (type !== undefined) return type;
        const path = typeof value === "string" ? [] : [index];
        context.issues.push({ code: "invalid_value", values: nodeTypesNear(word), input: word, path });
        return z.NEVER;
      }),
    )
    .default([]);

/** The YAML parser has already lost the last digits of a larger integer. */
const isExact = (value: number) => !Number.isInteger(value) || Number.isSafeInteger(value);
const EXACT = "so large a number is not read exactly: write it in quotes";

/** The keys of a declared query. */
const query = z.strictObject({
  name: text()
    .max(80)
    .describe("What people call it: it names the query in every table, and in the baseline."),
  sql: text().describe("One SELECT, with $1, $2 for its parameters."),
  params: z
    .array(z.union([z.string(), z.number().refine(isExact, EXACT), z.boolean(), z.null()]))
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
  settings: applicationSettings()
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
  "requires-nodes": nodes().describe("Kinds of plan nodes that its plan must have: Index Only Scan."),
  "forbids-nodes": nodes().describe("Kinds of plan nodes that its plan must not have: Seq Scan."),
  "min-rows": z
    .int()
    .min(0)
    .optional()
    .describe(
      "It must return at least so many rows: a query that returns nothing proves nothing. Default: 1.",
    ),
  timeout: duration()
    .refine((time) => time > 0 && time <= MAX_TIMEOUT, "write more than 0s and at most 5min")
    .prefault("10s")
    .describe("The server stops an execution that takes longer."),
});

const querySchema = query.superRefine(
  (value, context) => {
    for (const { key, message } of contradictionsIn(value)) {
      context.addIssue({ code: "custom", path: [key], message });
    }
  },
  { when: ({ value }) => isObject(value) },
);

/** It also bounds the work of parsing a configuration that no person has reviewed. */
export const MAX_QUERIES = 100;

/** The name identifies a query in every table, in the baseline and in `ignore`: it is unique. */
export const queriesSchema = z
  .array(querySchema)
  .max(MAX_QUERIES, `declare at most ${MAX_QUERIES}`)
  .superRefine(
    (queries, context) => {
      const names = queries.map((each) => (isObject(each) ? each.name : undefined));
      for (const [index, name] of names.entries()) {
        if (name === undefined || names.indexOf(name) === index) continue;
        const message = "another query has this name already: each has its own";
        context.addIssue({ code: "custom", path: [index, "name"], message });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );

/** Times in milliseconds, sizes in bytes. */
export type DeclaredQuery = z.infer<typeof querySchema>;

/** Checked also when other keys are invalid, so that all problems are reported together: any key can be missing or wrong. */
function* contradictionsIn(
  value: Partial<z.infer<typeof query>>,
): Generator<{ readonly key: string; readonly message: string }> {
  if (value.params !== undefined && value["params-from"] !== undefined) {
    yield { key: "params-from", message: "params gives the values already: write one of the two" };
  }
  const { "max-time": budget, timeout } = value;
  if (typeof budget === "number" && typeof timeout === "number" && budget >= timeout) {
    const message = "it must be less than timeout (10s when it is not written), after which the server stops";
    yield { key: "max-time", message: `${message} the query` };
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
