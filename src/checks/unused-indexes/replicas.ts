import type { Context, NodeAnswer, ReadNode } from "../../core/check.ts";
import { type Unknown, yamlBlock } from "../../core/finding.ts";
import { grantMonitor } from "../../core/privileges.ts";
import { windowShorterThan } from "../../core/window.ts";

type Nodes = Pick<Context<unknown>, "server" | "replicas" | "nodes">;

/** The replicas that returned rows. */
export function readNodes<Row>(nodes: readonly NodeAnswer<Row>[] = []): ReadNode<Row>[] {
  return nodes.flatMap((node) => ("rows" in node ? [node] : []));
}

/**
 * Why reads on replicas may have been missed, as the end of a sentence "…, but": a replica could not be queried, its
 * statistics cover too short a time, or it is not configured. Empty when the statistics of every replica are known.
 *
 * @param milliseconds how long the statistics of each replica must cover
 */
export function replicaUnknowns({ server, replicas, nodes = [] }: Nodes, milliseconds: number): Unknown[] {
  if (replicas === "none") return [];
  if (replicas === undefined && nodes.length === 0) return undeclared(server);
  const missing = (replicas ?? []).filter((name) => !nodes.some((node) => node.name === name));
  return [
    ...(missing.length === 0 ? [] : [notChecked(missing)]),
    ...nodes.flatMap((node) => unknownOfNode(node, milliseconds)),
    ...unnamedStandbys({ server, replicas, nodes }, nodes.length + missing.length),
  ];
}

/** Nothing is configured, so the standbys that are connected to this server decide. */
function undeclared(server: Nodes["server"]): Unknown[] {
  if (server.standbys === null) {
    return [
      {
        reason: "permission",
        detail: "the login can't see whether standbys are connected, whose reads this server does not count.",
        fix: grantMonitor(server),
      },
    ];
  }
  if (server.standbys === 0) return [];
  return [
    {
      reason: "window",
      detail:
        "a standby is connected, and this server does not count the reads it serves: give its address in replica-urls, or say that it serves none.",
      fix: yamlBlock("replicas: none  # in the config, if no query reads from the standby"),
    },
  ];
}

function notChecked(names: readonly string[]): Unknown {
  const [who, serves] =
    names.length === 1
      ? [`the replica ${names[0]}`, "serves"]
      : [`the replicas ${names.join(", ")}`, "serve"];
  return {
    reason: "window",
    detail: `${who} ${serves} reads that nobody looked at: add ${names.length === 1 ? "it" : "them"} to replica-urls.`,
    fix: yamlBlock(`replica-urls: ${names[0]}=\${{ secrets.REPLICA_URL }}  # in the workflow`),
  };
}

function unknownOfNode(node: NodeAnswer, milliseconds: number): Unknown[] {
  if ("unknown" in node) return [node.unknown];
  const unknown = windowShorterThan(node, "tables", milliseconds);
  return unknown === undefined
    ? []
    : [{ ...unknown, detail: `of the replica ${node.name}: ${unknown.detail}` }];
}

/** Standbys may also stream from a replica, so all servers together must not have more standbys than the known ones. */
function unnamedStandbys({ server, replicas, nodes = [] }: Nodes, known: number): Unknown[] {
  if (server.standbys === null && replicas === undefined) return undeclared(server);
  const counts = [server, ...readNodes(nodes).map((node) => node.server)].map(
    ({ standbys }) => standbys ?? 0,
  );
  const streaming = counts.reduce((sum, standbys) => sum + standbys, 0);
  if (streaming <= known) return [];
  return [
    {
      reason: "window",
      detail: `${streaming} standbys are connected and only ${known} of them ${known === 1 ? "is" : "are"} named: give each one's address in replica-urls.`,
    },
  ];
}
