/** The collector of performance-baseline on a real server, with queries as a configuration declares them. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import baselineCheck from "../../../src/checks/performance-baseline/check.ts";
import type {
  BaselineEvidence,
  Measured,
  MeasuredQueries,
  Measurement,
} from "../../../src/checks/performance-baseline/measurement.ts";
import { collectBaseline } from "../../../src/collect/baseline/collect.ts";
import type { RunConfig } from "../../../src/core/settings.ts";
import { aRunConfig, aSelectedCheck } from "./run-config.ts";

const FILE = "baseline.json";

/** A query as the configuration writes it; its name is its place where it has none. */
export type Declared = Readonly<Record<string, unknown>> & { readonly sql: string };

export interface Asked {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly settings?: Partial<RunConfig>;
  /** Milliseconds from now. */
  readonly timeLeft?: number;
  readonly quiet?: Promise<unknown>;
  readonly progress?: (line: string) => void;
}

export function settingsOf(
  url: string | undefined,
  queries: readonly Declared[],
  { options = {}, settings = {} }: Asked = {},
): RunConfig {
  const named = queries.map((query, index) => ({ name: `q${index}`, ...query }));
  const parsed = baselineCheck.options.parse({ file: FILE, runs: 3, ...options, queries: named });
  return aRunConfig({
    checks: [{ ...aSelectedCheck(baselineCheck), options: parsed }],
    baseline: url === undefined ? undefined : { url, ca: undefined },
    workspace: mkdtempSync(join(tmpdir(), "baseline-")),
    ...settings,
  });
}

export async function collect(
  url: string | undefined,
  queries: readonly Declared[],
  asked: Asked = {},
): Promise<BaselineEvidence> {
  const source = await collectBaseline(settingsOf(url, queries, asked), FILE, {
    quiet: asked.quiet ?? Promise.resolve(),
    deadline: Date.now() + (asked.timeLeft ?? 60_000),
    progress: asked.progress ?? (() => undefined),
  });
  if (!("value" in source)) throw new Error(JSON.stringify(source));
  return source.value;
}

export async function measuredOn(
  url: string,
  queries: readonly Declared[],
  asked: Asked = {},
): Promise<MeasuredQueries> {
  const { measured } = await collect(url, queries, asked);
  if (!("value" in measured)) throw new Error(JSON.stringify(measured));
  return measured.value;
}

/** One query's result. */
export async function measuredOf(url: string, query: Declared, asked: Asked = {}): Promise<Measured> {
  const { queries } = await measuredOn(url, [query], asked);
  const [only] = queries.values();
  if (only === undefined) throw new Error("nothing came back");
  return only;
}

export async function measurementOf(url: string, query: Declared, asked: Asked = {}): Promise<Measurement> {
  const measured = await measuredOf(url, query, asked);
  if (!("measurement" in measured)) throw new Error(JSON.stringify(measured));
  return measured.measurement;
}
