/** Tools of the field, where they are installed. None of them comes with this repository. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Database } from "../../test/support/postgres/postgres.ts";
import type { Program } from "./measure.ts";

/** The checks of check_postgres that ours have a counterpart of. */
const CHECK_POSTGRES = [
  "bloat",
  "backends",
  "index_size",
  "txn_wraparound",
  "locks",
  "query_time",
  "last_vacuum",
];

/** Those that can be run here; what is missing is said with what brings it. */
export async function installedPeers(
  { url, server, name }: Database,
  splinter: string | undefined,
  say: (text: string) => void,
): Promise<Program[]> {
  const peers: Program[] = [];
  const supabase = ["inspect", "report", "--db-url", `${url}?sslmode=disable`];
  if (isInstalled("supabase"))
    peers.push({ name: "supabase inspect report", command: "supabase", args: supabase });
  else say("supabase: not on the PATH (npm install --global supabase)");

  if (isInstalled("check_postgres")) {
    const login = `--host=${server.host} --port=${server.port} --dbuser=${server.superuser} --db=${name}`;
    const calls = CHECK_POSTGRES.map((check) => `check_postgres --action=${check} ${login}`);
    peers.push({
      name: `check_postgres, ${CHECK_POSTGRES.length} actions`,
      command: "sh",
      args: ["-c", [...calls, "true"].join("; ")],
      environment: { PGPASSWORD: server.password },
    });
  } else say("check_postgres: not on the PATH (apt-get install check-postgres)");

  if (splinter === undefined) say("splinter: give its file with --splinter path/to/splinter.sql");
  else if (!existsSync(splinter)) say(`splinter: there is no file ${splinter}`);
  else if (!isInstalled("psql")) say("splinter: psql is not on the PATH (apt-get install postgresql-client)");
  else {
    // The roles that it asks about.
    for (const role of ["anon", "authenticated", "service_role"]) {
      await server.query(`CREATE ROLE ${role}`).catch(() => undefined);
    }
    peers.push({ name: "splinter by psql", command: "psql", args: ["-X", "-q", "-1", "-f", splinter, url] });
  }
  return peers;
}

function isInstalled(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}
