import { readFile } from "node:fs/promises";
import pg from "pg";

/** An organisation of demo/data.sql, by its number (1 has the most documents). */
const ORGANIZATION = "SELECT md5('organization' || $1::int)::uuid::text AS id";
/** Sessions of the API that stay open, as a pool's do. */
const API_SESSIONS = 4;

/** Statements of demo/workload.sql with the line above each. */
export interface Work {
  readonly times: number;
  readonly role: string;
  readonly sql: string;
}

const files = new URL("../demo/", import.meta.url);

export function demoFile(name: string): Promise<string> {
  return readFile(new URL(name, files), "utf8");
}

/** Reads `-- 300 times as authenticated: the document list` and the statement below it. */
export function parseWorkload(text: string): readonly Work[] {
  const work = text.matchAll(/^-- (\d+) times as (\w+): .*\n([^;]+);/gm);
  return Array.from(work, ([, times, role, sql]) => ({
    times: Number(times),
    role: role ?? "",
    sql: sql ?? "",
  }));
}

/** The demo's database and the sessions that live in it while the action looks. */
export class DemoDatabase {
  readonly #url: string;
  readonly #sessions: pg.Client[] = [];

  /** `url` is a superuser's of an empty database. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Runs a file of demo/ or other SQL as the superuser. */
  async run(sql: string): Promise<void> {
    const client = await this.#connect();
    await client.query(sql);
    await client.end();
  }

  /** A consumer of changes that went away: its slot keeps all that the server writes from here on. */
  async abandonSlot(): Promise<void> {
    await this.run("SELECT pg_create_logical_replication_slot('warehouse_sync', 'pgoutput')");
  }

  /** As an application that went wrong leaves a database: see demo/trouble.sql. */
  async plantTrouble(): Promise<void> {
    const client = await this.#connect();
    await client.query(await demoFile("trouble.sql"));
    // Names of spaces repeat within an organisation, so this fails and leaves an invalid index behind.
    await client
      .query("CREATE UNIQUE INDEX CONCURRENTLY spaces_org_name ON spaces (org_id, name)")
      .catch((error: { code?: string }) => {
        const UNIQUE_VIOLATION = "23505";
        if (error.code !== UNIQUE_VIOLATION) throw error;
      });
    await client.end();
  }

  /** A session that forgot to commit, and another that waits behind it. */
  async block(): Promise<void> {
    const forgetful = await this.#session("authenticator", "billing-worker");
    await forgetful.query("SET ROLE authenticated");
    await forgetful.query("BEGIN");
    await forgetful.query("UPDATE usage_records SET tokens = tokens + 1 WHERE id = 2050000001");
    const waiting = await this.#session(undefined, "month-end");
    // Waits until it is closed.
    waiting.query("UPDATE usage_records SET tokens = 0 WHERE id = 2050000001").catch(() => undefined);
  }

  /** Runs demo/workload.sql, the requests of the API side by side. Its sessions stay open. */
  async work(): Promise<void> {
    const work = parseWorkload(await demoFile("workload.sql"));
    const sessions = Array.from({ length: API_SESSIONS }, (_, index) => this.#request(index + 1));
    const report = this.#connect("reporting", "dashboard").then(async (client) => {
      await repeat(client, work, "reporting", 1, []);
      await client.end();
    });
    const requests = (await Promise.all(sessions)).map(({ client, organization }) =>
      repeat(client, work, "authenticated", API_SESSIONS, [organization]),
    );
    await Promise.all([...requests, report]);
  }

  /** A session as the API opens it for a request of one organisation. */
  async #request(number: number): Promise<{ client: pg.Client; organization: string }> {
    const client = await this.#session("authenticator", "api");
    const { rows } = await client.query<{ id: string }>(ORGANIZATION, [number]);
    const organization = rows[0]?.id ?? "";
    await client.query("SET ROLE authenticated");
    await client.query("SELECT set_config('request.jwt.claims', $1, false)", [
      JSON.stringify({ role: "authenticated", org_id: organization }),
    ]);
    return { client, organization };
  }

  async #session(user: string | undefined, application: string): Promise<pg.Client> {
    const client = await this.#connect(user, application);
    this.#sessions.push(client);
    return client;
  }

  async #connect(user?: string, application?: string): Promise<pg.Client> {
    const url = new URL(this.#url);
    if (user !== undefined) {
      url.username = user;
      url.password = "demo";
    }
    const client = new pg.Client({
      connectionString: url.href,
      ...(application === undefined ? {} : { application_name: application }),
    });
    // The server is stopped under the sessions at the end.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }

  /** Ends the sessions that were left open. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#sessions.map((client) => client.end()));
  }
}

async function repeat(
  client: pg.Client,
  work: readonly Work[],
  role: string,
  share: number,
  values: readonly string[],
): Promise<void> {
  for (const { times, sql } of work.filter((each) => each.role === role)) {
    const asked = { text: sql, values: sql.includes("$1") ? [...values] : [] };
    for (let turn = 0; turn < times / share; turn++) await client.query(asked);
  }
}
