import type { NodeAnswer, QueryCheck } from "../check.ts";
import type { DatabaseEvidence, Identity, ReplicaEvidence } from "../evidence.ts";
import { sqlBlock, type Unknown } from "../finding.ts";
import type { Server, Window, Windows } from "../server.ts";
import { describeWindow } from "./evaluate-check.ts";
import { explainSqlError } from "./sql-errors.ts";

type Reached = DatabaseEvidence & { readonly reached: true };

/**
 * What the replicas answered to one check. Only one that is sure to be a standby of this server and this database
 * counts: another server's silence would prove nothing.
 */
export function nodesOf(
  check: QueryCheck,
  { replicas, ...primary }: Reached,
): readonly NodeAnswer[] | undefined {
  if (check.query.onReplicas !== true) return undefined;
  return replicas?.map((replica) => answerOf(check, replica, primary));
}

/** The counters of all nodes count together since the last of them began. */
export function describeStatisticsWindow(
  kind: keyof Windows,
  { server, windows }: Reached,
  nodes: readonly NodeAnswer[] = [],
): string {
  const own = { window: windows[kind], server };
  const last = nodes
    .flatMap((node) => ("rows" in node ? [{ window: node.windows[kind], server: node.server }] : []))
    .reduce((latest, next) => (startOf(next.window) > startOf(latest.window) ? next : latest), own);
  return describeWindow(last.window, last.server);
}

function startOf({ since }: Window): number {
  return since ?? Number.POSITIVE_INFINITY;
}

function answerOf(check: QueryCheck, { name, evidence }: ReplicaEvidence, primary: Reached): NodeAnswer {
  const cannot = (unknown: Unknown): NodeAnswer => ({ name, unknown });
  if (!evidence.reached) {
    const advice = evidence.advice ?? "No address was given.";
    return cannot(unreachable(`the replica ${name} was not reached: ${advice}`));
  }
  const { server, windows } = evidence;
  const stranger = notAReplica(name, evidence, primary);
  if (stranger !== undefined) return cannot(stranger);
  const answer = evidence.answers.get(check.id);
  if (answer === undefined || "outcome" in answer) {
    const told = answer?.outcome.unknown?.detail ?? "it was not asked.";
    return cannot(error(`the replica ${name} did not answer: ${told}`));
  }
  if ("error" in answer) {
    const why = explainSqlError(answer.error, server, check.query.grants?.(server));
    return cannot({ ...why, detail: `the replica ${name} did not answer: ${why.detail}` });
  }
  const rows = answer.rows.map((row) => check.query.row.safeParse(row));
  if (rows.some(({ success }) => !success)) {
    return cannot(error(`the replica ${name} gave an answer that has not the form that is expected.`));
  }
  return { name, server, windows, rows: rows.map(({ data }) => data) };
}

function notAReplica(name: string, replica: Reached, primary: Reached): Unknown | undefined {
  const { server, identity } = replica;
  const untold =
    missingIdentity(name, identity, server) ?? missingIdentity(null, primary.identity, primary.server);
  if (identity.system !== null && primary.identity.system !== null) {
    if (identity.system !== primary.identity.system) {
      return error(
        `${name} is no replica of this server: it is another one. Correct its address in replica-urls.`,
      );
    }
  } else if (untold !== undefined) return untold;
  if (!server.inRecovery) {
    return error(
      `${name} is no replica of this server: it takes writes itself, because it was promoted or its address leads to the primary.`,
    );
  }
  if (server.database !== primary.server.database) {
    return error(`the address of ${name} in replica-urls names another database than database-url.`);
  }
  return undefined;
}

function missingIdentity(name: string | null, identity: Identity, server: Server): Unknown | undefined {
  if (identity.system !== null) return undefined;
  const [who, what] =
    name === null
      ? ["this server", "the replicas are its own"]
      : [`the replica ${name}`, "it is one of this server"];
  return {
    reason: "permission",
    detail: `${who} does not tell its system identifier, so nothing shows that ${what}.`,
    fix: sqlBlock(`GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO ${server.login};`),
  };
}

function unreachable(detail: string): Unknown {
  return { reason: "unreachable", detail };
}

function error(detail: string): Unknown {
  return { reason: "error", detail };
}
