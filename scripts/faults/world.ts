/** The peers of all scenarios: started once, as a start takes longer than a run. */
import { randomBytes } from "node:crypto";
import type { CheckResult } from "../../src/core/report.ts";
import { BOT, type FakeGitHub, startGitHub } from "../../test/support/github/github.ts";
import { issueRun, topicOf } from "../../test/support/github/issue-runs.ts";
import type { ActionRun } from "../../test/support/github/runner.ts";
import {
  type ManagementApi,
  PROJECT_REF,
  startManagementApi,
  TOKEN,
} from "../../test/support/github/supabase.ts";
import { type PgBouncer, startPgBouncer } from "../../test/support/postgres/pgbouncer.ts";
import { type Database, type OwnServer, startServer, until } from "../../test/support/postgres/postgres.ts";

export const CHECKS = [
  "sequence-exhaustion",
  "invalid-indexes",
  "duplicate-indexes",
  "replication-slots",
  "transaction-id-age",
  "connection-pooling",
  "backups",
];

/** Findings of these are in issues of their own. */
const PROBLEMS = `
  CREATE SEQUENCE public.tickets MAXVALUE 1000; SELECT setval('public.tickets', 960);
  CREATE TABLE public.orders (id int, customer int); CREATE INDEX orders_customer ON public.orders (customer);
  CREATE INDEX orders_broken ON public.orders (id);
  UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.orders_broken'::regclass;
  GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO public`;
const FIXES = "DROP SEQUENCE public.tickets; DROP INDEX public.orders_broken";

type Issue = Pick<FakeGitHub["issues"][number], "title" | "body" | "labels">;

/** One database of a site, and what a run without a fault finds there. */
export interface Target {
  readonly database: Database;
  readonly isHealed: boolean;
  /** Of the run that found the problems. */
  readonly issues: readonly Issue[];
  /** By check. */
  readonly statuses: ReadonlyMap<string, CheckResult["status"]>;
  /** Topics of the open issues after a run without a fault. */
  readonly topics: readonly string[];
}

export interface Login {
  readonly role: string;
  readonly password: string;
}

/** A server with its poolers. The roles are one for each scenario that runs at the same time. */
export interface Site {
  readonly server: OwnServer;
  pooler: PgBouncer;
  readonly logins: readonly Login[];
  readonly sick: Target;
  readonly healed: Target;
}

export interface World {
  readonly shared: Site;
  /** For what stops a server or takes all its connections: one scenario at a time. */
  readonly exclusive: Site;
  readonly supabase: ManagementApi;
  readonly consolePassword: string;
}

export const CONSOLE_USER = "faults_console";
export const CONFIG_FILE = ".github/pg-preflight.yml";

export async function startWorld(scenariosAtOnce: number): Promise<World> {
  const supabase = await startManagementApi();
  const consolePassword = newPassword();
  const shared = await startSite(scenariosAtOnce, { max_connections: "200" }, supabase, consolePassword);
  const exclusive = await startSite(1, { max_connections: "14" }, supabase, consolePassword);
  return { shared, exclusive, supabase, consolePassword };
}

async function startSite(
  roles: number,
  settings: Readonly<Record<string, string>>,
  supabase: ManagementApi,
  consolePassword: string,
): Promise<Site> {
  const server = await startServer({ settings });
  const pooler = await startSitePooler(server, consolePassword);
  const logins = Array.from({ length: roles }, (_, index) => ({
    role: `faults_${index}`,
    password: newPassword(),
  }));
  for (const { role, password } of logins) {
    await server.query(
      `CREATE ROLE ${role} LOGIN PASSWORD '${password.replaceAll("'", "''")}'; GRANT pg_monitor TO ${role}`,
    );
  }
  const given = { server, pooler, logins, supabase, consolePassword };
  const sick = await startTarget(given, false);
  const healed = await startTarget(given, true);
  return { server, pooler, logins, sick, healed };
}

export function startSitePooler(
  server: OwnServer,
  consolePassword: string,
  port?: number,
): Promise<PgBouncer> {
  const settings = {
    stats_users: CONSOLE_USER,
    max_client_conn: "300",
    ...(port === undefined ? {} : { listen_port: String(port) }),
  };
  return startPgBouncer(server, settings, { [CONSOLE_USER]: consolePassword });
}

/** What URLs, JSON and SQL write in another way is in it. */
function newPassword(): string {
  return `p@s:/%"'+${randomBytes(9).toString("base64")}`;
}

export function urlFor(database: Database, { role, password }: Login, port: number): string {
  const url = new URL(database.server.urlOf(database.name, role, password));
  url.port = String(port);
  return url.href;
}

type Given = Omit<Site, "sick" | "healed"> & Pick<World, "supabase" | "consolePassword">;

/** Runs without a fault say what is there to be found. */
async function startTarget(site: Given, isHealed: boolean): Promise<Target> {
  const database = await site.server.createDatabase();
  await database.query(PROBLEMS);
  // PgBouncer lists a database of its wildcard while it has connections; sometimes it forgets it during the first login.
  await until("PgBouncer lists the database", async () => {
    await database.connect(site.pooler.through(database.url));
    const rows = await site.pooler.show("SHOW DATABASES");
    return rows.some((row) => row.database === database.name);
  });
  const github = await startGitHub();
  const first = await cleanRun(site, database, github);
  const issues = github.issues.map(({ title, body, labels }) => ({ title, body, labels: [...labels] }));
  if (isHealed) await database.query(FIXES);
  const last = isHealed ? await cleanRun(site, database, github) : first;
  const statuses = new Map<string, CheckResult["status"]>(
    last.report.results.map(({ check, status }: CheckResult) => [check, status]),
  );
  return { database, isHealed, issues, statuses, topics: openTopics(github) };
}

async function cleanRun(site: Given, database: Database, github: FakeGitHub): Promise<ActionRun> {
  const [login] = site.logins;
  if (login === undefined) throw new Error("a site needs a login");
  const run = await issueRun(github, urlFor(database, login, site.server.port), {
    inputs: inputsOf(site.consolePassword, site.pooler.port),
    env: { PG_PREFLIGHT_SUPABASE_API_URL: site.supabase.url },
    files: { [CONFIG_FILE]: configOf(60_000) },
  });
  const unknown = (run.report?.results ?? []).filter((result: CheckResult) => result.unknown !== undefined);
  if (run.report === undefined || unknown.length > 0) {
    throw new Error(`A run without a fault must check everything:\n${JSON.stringify(unknown)}\n${run.log}`);
  }
  return run;
}

export function inputsOf(consolePassword: string, consolePort: number): Record<string, string> {
  const user = `${CONSOLE_USER}:${encodeURIComponent(consolePassword)}`;
  return {
    checks: CHECKS.join(","),
    "supabase-access-token": TOKEN,
    "pgbouncer-admin-url": `postgres://${user}@127.0.0.1:${consolePort}/pgbouncer`,
  };
}

export function configOf(timeout: number): string {
  return `policy: { timeout: ${timeout}ms }\nsupabase: { project-ref: ${PROJECT_REF} }\n`;
}

export function openTopics(github: FakeGitHub): string[] {
  const open = github.issues.filter(({ state }) => state === "open");
  return open
    .map(topicOf)
    .filter((topic) => topic !== "")
    .toSorted();
}

/** A stand-in with the issues of an earlier run, or with none. */
export async function githubOf(target: Target, hasIssues: boolean): Promise<FakeGitHub> {
  const github = await startGitHub();
  if (hasIssues) for (const issue of target.issues) github.people.opens({ ...issue, author: BOT });
  return github;
}
