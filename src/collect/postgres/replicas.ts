import { readReplicaLine } from "../../config/replicas.ts";
import { internalError, UserError } from "../../core/errors.ts";
import type { DatabaseEvidence, ReplicaEvidence } from "../../core/evidence.ts";
import type { ReplicaNode, RunConfig } from "../../core/settings.ts";
import { collectDatabase } from "./collect.ts";
import { parseConnectionUrl, secretsOf } from "./connection-url.ts";
import type { RequestedCheck } from "./prepare-queries.ts";
import { isSupabasePooler } from "./supabase-ca.ts";

/**
 * What the database says, with what its replicas say at the same time and within the same time. A replica that
 * cannot be asked is evidence, never an error.
 */
export async function withReplicas(
  settings: RunConfig,
  asking: Promise<DatabaseEvidence>,
): Promise<DatabaseEvidence> {
  const { checks, database, replicaNodes = [] } = settings;
  const wanted = checks.filter(({ check, enabled }) => enabled && check.query?.onReplicas === true);
  if (database === undefined || replicaNodes.length === 0 || wanted.length === 0) return asking;
  const [evidence, replicas] = await Promise.all([
    asking,
    Promise.all(replicaNodes.map((node) => askReplica(node, wanted, settings, database.ca))),
  ]);
  return evidence.reached ? { ...evidence, replicas } : evidence;
}

async function askReplica(
  { name, url }: ReplicaNode,
  checks: readonly RequestedCheck[],
  { schemas, trustedOwners, deadline }: RunConfig,
  ca: string | undefined,
): Promise<ReplicaEvidence> {
  const timeout = deadline - Date.now();
  try {
    return { name, evidence: await collectDatabase({ url, ca, checks, schemas, trustedOwners, timeout }) };
  } catch (error) {
    // A replica must not take the server's own answers along.
    return { name, evidence: { reached: false, advice: internalError(error).detail } };
  }
}

/**
 * The lines that hold an address hold one that can be read, and no two lead to one server: it would count as two
 * nodes, and hide one that nobody looked at. A pooler has one host for many servers: PgBouncer tells them apart by the
 * database's name, Supabase's by the user's.
 *
 * @throws UserError that never repeats a line
 */
export function checkReplicaAddresses(lines: readonly string[]): void {
  const problems: string[] = [];
  const seen = new Map<string, number>();
  for (const [index, text] of lines.entries()) {
    const line = readReplicaLine(text, index);
    if (line?.url === undefined) continue;
    try {
      const { host, port, database, user } = parseConnectionUrl(line.url, `replica-urls: line ${line.place}`);
      const server = JSON.stringify([host.toLowerCase(), port, database, isSupabasePooler(host) ? user : ""]);
      const first = seen.get(server);
      if (first !== undefined) {
        problems.push(
          `replica-urls: line ${line.place} leads to the same host, port and database as line ${first}. Give each replica's own address.`,
        );
      }
      seen.set(server, first ?? line.place);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new UserError(problems);
}

/** A line that is not understood is a secret as a whole. */
export function replicaSecrets(lines: readonly string[]): string[] {
  return lines.flatMap((text, index) => {
    const line = readReplicaLine(text, index);
    if (line === undefined) return [text];
    return line.url === undefined ? [] : secretsOf(line.url);
  });
}
