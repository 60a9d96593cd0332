/**
 * Supabase's Management API on this machine, held to the published description: a request that it does not know is
 * refused and remembered as a violation, an answer that is not of its form makes the test fail at once.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Ajv } from "ajv";
import type { SupabaseTopic } from "../../../src/checks/shared/sources/supabase.ts";
import { onCleanUp } from "../postgres/cleanup.ts";

interface Operation {
  readonly parameters: readonly { readonly schema: object }[];
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content | undefined }>
  >;
}
type Content = Readonly<Record<"application/json", { readonly schema: object }>>;

const description: {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: object;
} = JSON.parse(readFileSync(join(import.meta.dirname, "openapi/supabase.json"), "utf8"));

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema(description, "supabase");

/** The description's paths by our words. */
const PATHS: Readonly<Record<SupabaseTopic, string>> = {
  project: "/v1/projects/{ref}",
  backups: "/v1/projects/{ref}/database/backups",
  pooler: "/v1/projects/{ref}/config/database/pooler",
  pgbouncer: "/v1/projects/{ref}/config/database/pgbouncer",
  postgrest: "/v1/projects/{ref}/postgrest",
};

export const PROJECT_REF = "qzjwmxvkhtrnbplcdsfg";
export const TOKEN = "sbp_fc0123456789abcdef0123456789abcdef01234567";

/** How an answer goes wrong. `body` is sent with 200 as it stands, whatever the description says. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly times?: number }
  | { readonly body: unknown }
  | { readonly text: string }
  | "dropped"
  | "hanging";

export interface ManagementApi {
  /** Without /v1. */
  readonly url: string;
  /** Every request as it came: `GET /v1/projects/…`. */
  readonly requests: string[];
  /** What was asked that the description does not know. */
  readonly violations: string[];
  /** What the API says of a topic; held to the description. */
  say(topic: SupabaseTopic, body: unknown): void;
  /** Let a topic go wrong; undefined: every topic. */
  break(topic: SupabaseTopic | undefined, fault: Fault): void;
  mend(): void;
  close(): Promise<void>;
}

/** A healthy project of a paid plan, backed up two hours ago; `now` in milliseconds since 1970. */
export function healthyProject(now = Date.now()): Record<SupabaseTopic, unknown> {
  const hoursAgo = (hours: number): Date => new Date(now - hours * 3_600_000);
  const backup = (id: number, hours: number) => ({
    id,
    is_physical_backup: false,
    status: "COMPLETED",
    inserted_at: hoursAgo(hours).toISOString(),
  });
  const address = `postgres://postgres.${PROJECT_REF}:[YOUR-PASSWORD]@aws-1-eu-central-1.pooler.supabase.com:6543/postgres`;
  return {
    project: {
      id: PROJECT_REF,
      ref: PROJECT_REF,
      organization_id: "tsrqponmlkjihgfedcba",
      organization_slug: "tsrqponmlkjihgfedcba",
      name: "documents",
      region: "eu-central-1",
      created_at: hoursAgo(24 * 90).toISOString(),
      status: "ACTIVE_HEALTHY",
      database: {
        host: `db.${PROJECT_REF}.supabase.co`,
        version: "17.6.1.063",
        postgres_engine: "17",
        release_channel: "ga",
      },
    },
    backups: {
      region: "eu-central-1",
      walg_enabled: true,
      pitr_enabled: false,
      backups: [backup(3, 2), backup(2, 26), backup(1, 50)],
      physical_backup_data: {},
    },
    pooler: [
      {
        identifier: PROJECT_REF,
        database_type: "PRIMARY",
        is_using_scram_auth: true,
        db_user: "postgres",
        db_host: "aws-1-eu-central-1.pooler.supabase.com",
        db_port: 6543,
        db_name: "postgres",
        connection_string: address,
        connectionString: address,
        default_pool_size: 15,
        max_client_conn: 200,
        pool_mode: "transaction",
      },
    ],
    pgbouncer: {
      default_pool_size: 15,
      max_client_conn: 200,
      pool_mode: "transaction",
      ignore_startup_parameters: "extra_float_digits",
      connection_string: address,
    },
    postgrest: {
      db_schema: "public",
      max_rows: 1000,
      db_extra_search_path: "public, extensions",
      db_pool: null,
      jwt_secret: "super-secret-jwt-token-with-at-least-32-characters",
    },
  };
}

export async function startManagementApi(
  bodies: Readonly<Record<SupabaseTopic, unknown>> = healthyProject(),
): Promise<ManagementApi> {
  const answers = new Map<SupabaseTopic, unknown>();
  const faults = new Map<SupabaseTopic | undefined, { fault: Fault; left: number }>();
  const requests: string[] = [];
  const violations: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const topic = topicOf(request);
    if (topic === undefined) {
      violations.push(`${request.method} ${request.url} is no operation of the description`);
      send(response, 404, { message: "Cannot find it" });
      return;
    }
    const key = faults.has(topic) ? topic : undefined;
    const broken = faults.get(key);
    if (broken !== undefined && broken.left > 0) {
      broken.left -= 1;
      fail(response, broken.fault);
    } else if (request.headers.authorization !== `Bearer ${TOKEN}`) {
      send(response, 401, { message: "Unauthorized" });
    } else {
      send(response, 200, answers.get(topic));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const api: ManagementApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    violations,
    say(topic, body) {
      const problem = responseProblem(topic, 200, body);
      if (problem !== undefined) throw new Error(`Supabase would not say so of ${topic}: ${problem}`);
      answers.set(topic, body);
    },
    break(topic, fault) {
      const times = typeof fault === "object" && "status" in fault ? fault.times : undefined;
      faults.set(topic, { fault, left: times ?? Number.POSITIVE_INFINITY });
    },
    mend: () => faults.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  for (const [topic, body] of Object.entries(bodies)) api.say(topic as SupabaseTopic, body);
  onCleanUp(() => api.close());
  return api;
}

/** What is wrong with an answer by the description; undefined when nothing is. */
export function responseProblem(topic: SupabaseTopic, status: number, body: unknown): string | undefined {
  const response = description.paths[PATHS[topic]]?.get.responses[status];
  if (response === undefined) return `the description has no answer ${status}`;
  if (response.content === undefined) return undefined;
  const pointer = PATHS[topic].replaceAll("/", "~1").replace("{ref}", "%7Bref%7D");
  const schema = `supabase#/paths/${pointer}/get/responses/${status}/content/application~1json/schema`;
  return ajv.validate(schema, body) ? undefined : ajv.errorsText();
}

/** The topic that a request is about, when the description has the operation and takes its parameter. */
function topicOf({ method, url = "" }: IncomingMessage): SupabaseTopic | undefined {
  const entry = Object.entries(PATHS).find(([, path]) => {
    const operation = description.paths[path]?.get;
    const form = new RegExp(`^${path.replace("{ref}", "([^/]+)")}$`);
    const ref = form.exec(url)?.[1];
    const schema = operation?.parameters[0]?.schema;
    return method === "GET" && schema !== undefined && ajv.validate(schema, ref);
  });
  return entry?.[0] as SupabaseTopic | undefined;
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === "hanging") return;
  if (fault === "dropped") {
    response.socket?.destroy();
  } else if ("status" in fault) {
    for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
    send(response, fault.status, { message: `said by the API: ${TOKEN}` });
  } else if ("text" in fault) {
    response.end(fault.text);
  } else {
    send(response, 200, fault.body);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
