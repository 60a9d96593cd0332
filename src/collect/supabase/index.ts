import { setTimeout as sleep } from "node:timers/promises";
import {
  SUPABASE_TOPICS,
  type SupabaseTopic,
  type SupabaseTopics,
} from "../../checks/shared/sources/supabase.ts";
import { yamlBlock } from "../../core/finding.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import { parseJson } from "../../lib/json.ts";
import type { SourcesContext } from "../context.ts";
import { parseConnectionUrl } from "../postgres/connection-url.ts";
import { ENDPOINTS, type Endpoint } from "./endpoints.ts";
import { explainFailure, explainStatus, type Failure } from "./explain-error.ts";

const REF = "[a-z]{20}";

/**
 * The project's reference, when the database's address tells it: the direct host is db.<ref>.supabase.co, and the
 * pooler's user ends with .<ref>. Undefined otherwise, also for an address that cannot be read.
 */
export function projectRefOf(databaseUrl: string | undefined): string | undefined {
  if (databaseUrl === undefined) return undefined;
  try {
    const { host, user } = parseConnectionUrl(databaseUrl, "database-url");
    const direct = new RegExp(`^db\\.(${REF})\\.supabase\\.(co|com)$`, "i").exec(host);
    if (direct !== null) return direct[1]?.toLowerCase();
    if (!/\.pooler\.supabase\.com$/i.test(host)) return undefined;
    return new RegExp(`\\.(${REF})$`).exec(user)?.[1];
  } catch {
    return undefined;
  }
}

/** One call may take so long, in milliseconds; the run's time may be shorter. */
const CALL_TIMEOUT = 10_000;

/** How long to wait before a failed call is tried again when the API does not say, in milliseconds. */
const PAUSE = 1_000;

/** What came of each topic. */
export type SupabaseEvidence = { readonly [Topic in SupabaseTopic]?: Source<SupabaseTopics[Topic]> };

interface Project {
  readonly apiUrl: string;
  readonly token: string;
  readonly ref: string;
  /** When the run's time is over, milliseconds since 1970. */
  readonly deadline: number;
  readonly fetch: typeof globalThis.fetch;
}

/** Each topic on its own; what stands in the way of all of them is said of each. */
export async function readSupabase(
  names: readonly string[],
  { supabase, database }: Pick<RunConfig, "supabase" | "database">,
  { fetch, deadline }: Pick<SourcesContext, "fetch" | "deadline">,
): Promise<ReadonlyMap<string, Source<unknown>>> {
  const topics = names.flatMap((name) => SUPABASE_TOPICS.find((topic) => topic === name) ?? []);
  const found = await collectSupabase(supabase, topics, deadline - Date.now(), {
    databaseUrl: database?.url,
    fetch,
  });
  return new Map(
    topics.flatMap((topic) => {
      const source = "value" in found ? found.value[topic] : found;
      return source === undefined ? [] : [[topic, source] as const];
    }),
  );
}

/**
 * Asks the Management API for some topics of one project: one call each, a second one when the API asks to wait
 * or fails. The token goes to `apiUrl` alone; what cannot be had is said, never thrown.
 *
 * @param timeout milliseconds that all of it may take
 * @param databaseUrl its host or user may tell the project when the configuration does not
 * @param fetch default: Node's own, which knows no proxy
 */
export async function collectSupabase(
  { token, projectRef, apiUrl }: RunConfig["supabase"],
  topics: readonly SupabaseTopic[],
  timeout: number,
  {
    databaseUrl,
    fetch = globalThis.fetch,
  }: { readonly databaseUrl?: string | undefined; readonly fetch?: typeof globalThis.fetch } = {},
): Promise<Source<SupabaseEvidence>> {
  const refOfDatabase = projectRefOf(databaseUrl);
  const ref = projectRef ?? refOfDatabase;
  if (ref === undefined) return NOT_CONFIGURED;
  if (refOfDatabase !== undefined && refOfDatabase !== ref) return ANOTHER_PROJECT;
  if (token === undefined) return NO_TOKEN;
  const project: Project = { apiUrl, token, ref, deadline: Date.now() + timeout, fetch };
  const [first, ...others] = topics;
  if (first === undefined) return { value: {} };
  // The first answer tells whether the API, the token and its rate limit are any good.
  const answer = await ask(project, first);
  const isHopeless = "unknown" in answer && answer.isEverywhere;
  const answers = await Promise.all(
    others.map(async (topic) => [topic, isHopeless ? answer : await ask(project, topic)] as const),
  );
  return {
    value: Object.fromEntries(
      [[first, answer] as const, ...answers].map(([topic, outcome]) => [topic, sourceOf(outcome)]),
    ),
  };
}

const NOT_CONFIGURED: Source<never> = {
  skipped: {
    reason: "not-configured",
    detail: "For a Supabase project, name it in the configuration:",
    fix: yamlBlock("supabase: { project-ref: abcdefghijklmnopqrst }"),
  },
};

/** One file for staging and production would tick staging's boxes with production's backups. */
const ANOTHER_PROJECT: Source<never> = {
  unknown: {
    reason: "error",
    detail:
      "database-url leads to another Supabase project than supabase.project-ref names, so the Management API was not asked: take project-ref out of the configuration, for the address tells it, or give this run a config of its own.",
  },
};

const NO_TOKEN: Source<never> = {
  skipped: {
    reason: "no-secret",
    detail: "Supabase's Management API wants an access token. Give it to the action:",
    fix: yamlBlock("supabase-access-token: ${{ secrets.SUPABASE_ACCESS_TOKEN }}"),
  },
};

type QueryResult = { readonly value: unknown } | Failure;

function sourceOf(outcome: QueryResult): Source<unknown> {
  return "value" in outcome ? outcome : { unknown: outcome.unknown };
}

/** One topic. A wait that the API asks for is kept, when the run has the time. */
async function ask(project: Project, topic: SupabaseTopic): Promise<QueryResult> {
  const endpoint = ENDPOINTS[topic];
  const { outcome, pause } = await call(project, endpoint);
  const mayPass = "unknown" in outcome && outcome.mayPass;
  if (!mayPass || Date.now() + pause >= project.deadline) return outcome;
  await sleep(pause);
  return (await call(project, endpoint)).outcome;
}

/** `pause`: milliseconds to wait before the same call is made again. */
async function call(
  { apiUrl, token, ref, deadline, fetch }: Project,
  endpoint: Endpoint,
): Promise<{ readonly outcome: QueryResult; readonly pause: number }> {
  const timeLeft = Math.max(1, Math.min(CALL_TIMEOUT, deadline - Date.now()));
  try {
    const response = await fetch(`${apiUrl}/v1/projects/${ref}${endpoint.path}`, {
      headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      // A redirect would take the token along.
      redirect: "manual",
      signal: AbortSignal.timeout(timeLeft),
    });
    const text = await response.text();
    const outcome = response.ok ? read(endpoint, text) : explainStatus(response.status, endpoint);
    return { outcome, pause: retryAfter(response.headers.get("retry-after")) };
  } catch (error) {
    return { outcome: explainFailure(error), pause: PAUSE };
  }
}

/** New fields are left out, secrets among them; a field that we need and that is missing makes the answer unusable. */
function read(endpoint: Endpoint, text: string): QueryResult {
  const answer = endpoint.answer.safeParse(parseJson(text));
  if (answer.success) return { value: answer.data };
  const place = answer.error.issues[0]?.path.join(".") ?? "";
  return {
    isEverywhere: false,
    mayPass: false,
    unknown: {
      reason: "version",
      detail: `The Management API's answer about ${endpoint.what} has not the form that this version knows${place === "" ? "" : ` (${place})`}.`,
    },
  };
}

/** Seconds or a date, as HTTP has it; in milliseconds from now. */
function retryAfter(header: string | null): number {
  if (header === null) return PAUSE;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? PAUSE : Math.max(0, wait);
}
