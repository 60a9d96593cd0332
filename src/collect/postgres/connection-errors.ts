import { TOO_LONG } from "../../core/evidence.ts";
import type { Address } from "./connection-url.ts";
import { isSupabaseDirectHost, isSupabaseHost, isSupabasePooler } from "./supabase-ca.ts";

const USE_SESSION_POOLER =
  "copy the session pooler's address (port 5432, it has IPv4) from Connect in the Supabase dashboard";

const UNKNOWN_CA = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

interface Failure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** A rule that knows one way in which a connection fails. */
interface Rule {
  readonly when: (error: Failure, address: Address) => boolean;
  readonly say: string | ((error: { message: string }, address: Address) => string);
}

const RULES: readonly Rule[] = [
  {
    when: ({ message }) => /tenant.*not found|tenant or user/i.test(message),
    say: "The pooler does not know this project and user: the host must be the one of your project's region and the user must be written as user.project-ref (postgres.abcdefghijklmnopqrst).",
  },
  {
    when: ({ code, message }, { host, user }) =>
      isRefusedPassword(code, message) && isSupabasePooler(host) && !user.includes("."),
    say: "The Supabase pooler wants the user written as user.project-ref, like preflight.abcdefghijklmnopqrst.",
  },
  {
    when: ({ code, message }, { host, user }) =>
      isRefusedPassword(code, message) && isSupabasePooler(host) && !user.startsWith("postgres."),
    say: "The Supabase pooler refused this login. If the password is right, the pooler may not accept custom logins in this project: use the direct address (with the IPv4 add-on, or from a runner with IPv6), or as a last resort postgres.project-ref.",
  },
  {
    // pg knows the requests for a password (3, 5, 10); these are GSSAPI's and SSPI's.
    when: ({ message }) => /Unknown authenticationOk message type [789]$/.test(message),
    say: "The server asks for a login by GSSAPI or SSPI (Kerberos), which this action does not have: add a line to pg_hba.conf that lets this user in by password (scram-sha-256).",
  },
  {
    when: ({ message }) => /^SASL: Only mechanism/.test(message),
    say: "The server offers no login by password that this action has: set scram-sha-256 for this user in pg_hba.conf.",
  },
  {
    when: ({ code, message }) => isRefusedPassword(code, message),
    say: "The user or the password is wrong. A password with characters like @ : / # must be percent-encoded in the URL, and after a restore custom logins need a new password.",
  },
  {
    when: ({ message }) => /client password must be a string|no password/i.test(message),
    say: "The server asks for a password and the URL holds none: write it as postgresql://user:password@host:5432/database.",
  },
  {
    when: ({ message }) => /^SASL: SCRAM-(SERVER|ITERATION)/.test(message),
    say: "The server's part of the login is wrong: it did not prove that it has this user's password. Something between here and the server may change what is sent, or answer in its place.",
  },
  {
    when: ({ message }) => /unsupported startup parameter/i.test(message),
    say: ({ message }) =>
      `The pooler refuses a start-up parameter${parameterName(message)}: take PGOPTIONS out of the step's environment and options out of the URL, or add the parameter to the pooler's ignore_startup_parameters.`,
  },
  {
    when: ({ message }) => /pg_hba\.conf (entry|rejects)/i.test(message),
    say: ({ message }) =>
      /no encryption|SSL off/i.test(message)
        ? "The server's pg_hba.conf lets this user in from here only with TLS, or not at all: take sslmode=disable out of the URL (for a server on this machine, add sslmode=require), or allow the address for this user and database."
        : "The server's pg_hba.conf does not let this user in from here: allow the runner's address for this user and database.",
  },
  {
    when: ({ code, message }) => code === "3D000" || /no such database/i.test(message),
    say: "The server has no database of this name: check the part of the URL behind the last slash.",
  },
  {
    when: ({ code, message }) => code === "28000" && /role .* is not permitted to log in/i.test(message),
    say: "This role may not log in: run ALTER ROLE … LOGIN, or use the login that sql/setup/monitoring-role.sql makes.",
  },
  {
    when: ({ code, message }) => meansNoRoom(code, message),
    say: "The server or the pooler has no free connection (or the login's CONNECTION LIMIT is reached): the application holds them all. See who does in pg_stat_activity, and lower the application's pools.",
  },
  {
    when: ({ code }) => code === "57P03",
    say: "The server is starting, stopping or restoring and takes no connections yet: try again in a minute.",
  },
  {
    when: ({ code }, { host }) =>
      ["ENETUNREACH", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"].includes(code) &&
      isSupabaseDirectHost(host),
    say: `Supabase's direct host has only an IPv6 address, and GitHub's runners have no IPv6: ${USE_SESSION_POOLER}.`,
  },
  {
    when: ({ code }) => code === "ENOTFOUND" || code === "EAI_AGAIN",
    say: "The host's name is not known: check it for a typing error, and that it can be resolved from the runner (a private network's names cannot).",
  },
  {
    when: ({ code }) => code === "ENETUNREACH" || code === "EHOSTUNREACH" || code === "EADDRNOTAVAIL",
    say: "There is no network path to the server: it may have only an IPv6 address, which GitHub's runners cannot reach, or stand in a private network.",
  },
  {
    when: ({ code }) => code === "ECONNREFUSED",
    say: "The connection was refused: no PostgreSQL listens at this host and port (listen_addresses, the port, a stopped server).",
  },
  {
    when: ({ message }) => /does not support SSL/i.test(message),
    say: "The server offers no TLS, and a password must not travel in the clear: switch TLS on at the server, or, in a network you trust, add sslmode=disable to the URL (it is reported as a finding).",
  },
  {
    when: ({ code }, { host }) => UNKNOWN_CA.has(code) && isSupabaseHost(host),
    say: "The server's certificate is signed by no CA known here and not by Supabase's known roots: download the certificate from the project's Database settings and give it as ssl-ca. If that fails too, something between here and Supabase answers in its place.",
  },
  {
    when: ({ code }) => UNKNOWN_CA.has(code),
    say: "The server's certificate is signed by a CA that is not known here: give the CA's certificate (PEM) as ssl-ca.",
  },
  {
    when: ({ code }) => code === "ERR_TLS_CERT_ALTNAME_INVALID",
    say: "The server's certificate is for another host name: write the host in the URL as the certificate names it.",
  },
  {
    when: ({ code }) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID",
    say: "The server's certificate has expired or is not valid yet: renew it.",
  },
  {
    when: ({ name, code }) => name === "ProtocolError" || code === TOO_LONG,
    say: "What answers does not keep to PostgreSQL's protocol: the port may belong to another service, or something between here and the server changes what is sent.",
  },
  {
    when: ({ code, message }) => code === "ETIMEDOUT" || /timeout/i.test(message),
    say: "The server did not answer in time: a firewall or network restrictions may drop the runner's packets, or the project is paused.",
  },
  {
    when: ({ code, message }) =>
      code === "ECONNRESET" || /terminated unexpectedly|socket (hang up|disconnected)/i.test(message),
    say: "The connection was cut while it was being made: the port may belong to another service, or a proxy closed it.",
  },
];

/** One sentence of advice for a failed connection. It never holds the address, the user or the server's own words. */
export function explainConnectionError(error: unknown, address: Address): string {
  const failure = first(error);
  const rule = RULES.find(({ when }) => when(failure, address));
  if (rule !== undefined) return typeof rule.say === "string" ? rule.say : rule.say(failure, address);
  const code = /^[A-Z0-9_]{3,40}$/.test(failure.code) ? ` (${failure.code})` : "";
  return `The connection failed${code}: check that the URL works with psql from the same network.`;
}

/** Every connection is taken. */
export function isTooManyConnections(error: unknown): boolean {
  const { code, message } = first(error);
  return meansNoRoom(code, message);
}

/** The server's certificate leads to no CA that is known here. */
export function isUnknownCa(error: unknown): boolean {
  return UNKNOWN_CA.has(first(error).code);
}

/** Node tries several addresses of a name at once and then throws all errors together: the first one counts. */
function first(error: unknown): Failure {
  const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  const code = typeof one === "object" && one !== null && "code" in one ? String(one.code) : "";
  return one instanceof Error
    ? { name: one.name, code, message: one.message }
    : { name: "", code, message: "" };
}

function meansNoRoom(code: string, message: string): boolean {
  return (
    code === "53300" || /too many (clients|connections)|MaxClients|remaining connection slots/i.test(message)
  );
}

function isRefusedPassword(code: string, message: string): boolean {
  return (
    code === "28P01" ||
    /password authentication failed|SASL authentication failed|no such user/i.test(message)
  );
}

function parameterName(message: string): string {
  const name = /startup parameter:?\s*"?([a-z_.]{1,60})"?/i.exec(message)?.[1];
  return name === undefined ? "" : ` (${name})`;
}
