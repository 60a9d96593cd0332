/** What each statement of a run costs by itself, the dearest first. */
import pg from "pg";
import { sql } from "../../src/generated/sql.ts";
import { median } from "./ratio.ts";

const TURNS = 5;

export interface StatementCost {
  readonly name: string;
  /** Milliseconds on a connection that has asked nothing but the first statement, as in a run; and asked again. */
  readonly coldMs: number;
  readonly warmMs: number;
  /** EXPLAIN's own, on such a connection. Parsing is in neither. */
  readonly planningMs: number;
  readonly executionMs: number;
  /** Blocks, planning included. */
  readonly buffers: number;
  readonly temporaryBlocks: number;
  /** The planner's estimate. Beyond 100,000 PostgreSQL compiles the statement just in time, where it is let. */
  readonly estimatedCost: number;
}

/**
 * `sent`: everything a run sent; its frames are told apart. `url`: the login it ran with. `turns`: how often to ask,
 * for times that mean something.
 */
export async function costOfEach(
  url: string,
  sent: readonly string[],
  turns = TURNS,
): Promise<StatementCost[]> {
  const frame = sent.find((text) => text.startsWith("BEGIN") && text.includes("work_mem")) ?? "";
  // What belongs to the gate depends on its transaction: sql/gate/unchanged.sql has a division by zero outside of it.
  const statements = sent.filter(
    (text) => !/^(BEGIN|COMMIT|ROLLBACK)/.test(text) && text !== sql["gate/unchanged"],
  );
  const first = statements[0] ?? "";
  const costs: StatementCost[] = [];
  for (const text of statements) costs.push(await costOf(url, frame, first, text, turns));
  return costs.toSorted((a, b) => b.coldMs - a.coldMs);
}

async function costOf(
  url: string,
  frame: string,
  first: string,
  text: string,
  turns: number,
): Promise<StatementCost> {
  const values = text.includes("$1") ? [await userSchemas(url)] : [];
  const cold: number[] = [];
  const warm: number[] = [];
  const plans: Plan[] = [];
  for (let turn = 0; turn < turns; turn++) {
    await asInARun(url, frame, first, async (client) => {
      cold.push(await timed(() => client.query({ text, values })));
      warm.push(await timed(() => client.query({ text, values })));
    });
    await asInARun(url, frame, first, async (client) => {
      const explain = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`;
      plans.push((await client.query({ text: explain, values })).rows[0]["QUERY PLAN"][0]);
    });
  }
  const plan = plans[0] as Plan;
  const root = plan.Plan;
  return {
    name: nameOf(text),
    coldMs: median(cold),
    warmMs: median(warm),
    planningMs: median(plans.map((each) => each["Planning Time"])),
    executionMs: median(plans.map((each) => each["Execution Time"])),
    buffers: [root, plan.Planning].reduce(
      (sum, part) => sum + (part?.["Shared Hit Blocks"] ?? 0) + (part?.["Shared Read Blocks"] ?? 0),
      0,
    ),
    temporaryBlocks: (root["Temp Read Blocks"] ?? 0) + (root["Temp Written Blocks"] ?? 0),
    estimatedCost: root["Total Cost"] ?? 0,
  };
}

interface Plan {
  readonly Plan: Record<string, number | undefined>;
  readonly Planning?: Record<string, number | undefined>;
  readonly "Planning Time": number;
  readonly "Execution Time": number;
}

async function asInARun(
  url: string,
  frame: string,
  first: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(frame);
    // The names of tables that the configuration declares: here none.
    const values = first.includes("$1") ? [[]] : [];
    await client.query({ text: first, values, queryMode: "extended" } as pg.QueryConfig);
    await work(client);
  } finally {
    await client.end();
  }
}

async function userSchemas(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT oid::int FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
  );
  await client.end();
  return rows.map(({ oid }) => oid);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The file of sql/ that it came from. */
function nameOf(text: string): string {
  const found = Object.entries(sql).find(([, each]) => each.replaceAll(":schema", "extensions") === text);
  return found?.[0] ?? text.slice(0, 60);
}
