import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import type { Finding } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { count } from "../../lib/format.ts";

/** The role that sql/setup/monitoring-role.sql creates. */
const LOGIN = "preflight";

const row = z.object({
  is_encrypted: z.boolean(),
  tls_version: z.string().nullable(),
  tls_cipher: z.string().nullable(),
  is_local: z.boolean(),
  attributes: z.array(z.string()),
  memberships: z.array(z.string()),
  owned_tables: z.coerce.number(),
});

type Row = z.infer<typeof row>;
type Evaluation = Context<unknown> & { readonly priority: Priority };

export default defineCheck({
  id: "connection-security",
  title: "This action connects encrypted and with few rights",
  why: "Its password lies in a repository's secrets: whoever takes it, or reads an unencrypted line, can do what this login can.",
  category: "settings",
  priority: "medium",
  options: z.strictObject({}),
  query: {
    row,
    statement: () => ({ statement: sql["connection-security"] }),
  },
  evaluate([facts], context) {
    if (facts === undefined) return {};
    return {
      findings: [...evaluateEncryption(facts, context), ...evaluateRole(facts, context)],
      measurements: [
        {
          server_sees: facts.is_encrypted ? "TLS" : "plain text",
          tls_version: facts.tls_version,
          tls_cipher: facts.tls_cipher,
          same_machine: facts.is_local,
        },
      ],
    };
  },
});

/** The client's end decides: behind a pooler the server sees the pooler's connection, which this check does not cover. */
function evaluateEncryption(facts: Row, { server, priority }: Evaluation): Finding[] {
  if (server.connection.isEncrypted || server.connection.isLoopback) return [];
  return [
    {
      key: "encryption",
      priority,
      message:
        "The connection is not encrypted and leaves this machine. Take sslmode=disable out of database-url; ssl-ca takes a private CA.",
      facts: { server_sees: facts.is_encrypted ? "TLS" : "plain text", same_machine: facts.is_local },
    },
  ];
}

function evaluateRole(facts: Row, { server, priority }: Evaluation): Finding[] {
  const isSuperuser = facts.attributes.includes("SUPERUSER");
  const rights = [
    ...(isSuperuser ? ["SUPERUSER"] : facts.attributes),
    ...facts.memberships.map((role) => `member of ${role}`),
    ...(!isSuperuser && facts.owned_tables > 0 ? [`owner of ${count(facts.owned_tables, "table")}`] : []),
  ];
  if (rights.length === 0) return [];
  return [
    {
      key: "login",
      priority,
      message: `The login can do more than look at statistics: ${rights.join(", ")}. Give this action a login of its own.`,
      facts: { login: server.login, rights },
      fix: { sql: leastPrivilegedRole(facts, server) },
    },
  ];
}

/** The necessary part of sql/setup/monitoring-role.sql; for the role that it creates, revokes what was granted later. */
function leastPrivilegedRole({ attributes, memberships, owned_tables }: Row, server: Server): string {
  if (server.login === LOGIN) {
    const revoked = [
      ...attributes.map((attribute) => `ALTER ROLE ${LOGIN} NO${attribute};`),
      ...memberships.map((role) => `REVOKE ${role} FROM ${LOGIN};`),
      ...(owned_tables > 0
        ? [`-- In each database where ${LOGIN} owns tables:\nREASSIGN OWNED BY ${LOGIN} TO CURRENT_USER;`]
        : []),
    ];
    return revoked.join("\n");
  }
  return [
    "-- sql/setup/monitoring-role.sql makes this login, and the views that more checks read.",
    `CREATE ROLE ${LOGIN} LOGIN CONNECTION LIMIT 3;`,
    `GRANT pg_monitor TO ${LOGIN};`,
    `GRANT CONNECT ON DATABASE ${server.quotedDatabase} TO ${LOGIN};`,
    `-- Then give it a password (in psql: \\password ${LOGIN}), and put its URL into database-url.`,
  ].join("\n");
}
