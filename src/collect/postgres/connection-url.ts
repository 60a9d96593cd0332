import { UserError } from "../../core/errors.ts";

/** Where the database is and how to log in. Nothing of it is ever shown. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly tls: boolean;
  readonly isLoopback: boolean;
}

const HIGHEST_PORT = 65_535;

/** Stands where a URL names no host; no real one is called so. */
const NO_HOST = "no-host.invalid";

const FORM = "postgresql://user:password@host:5432/database";

/**
 * Reads a postgres:// or postgresql:// URL. TLS is on unless the host is this machine or the URL says
 * `sslmode=disable`; every other sslmode means a verified connection. `input` names the setting in errors.
 *
 * @throws UserError that never repeats the URL
 */
export function parseConnectionUrl(text: string, input: string): Address {
  const problem = (what: string): UserError => new UserError([`${input}: ${what}`]);
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw problem(
      `this is no PostgreSQL URL. Write it as ${FORM} (a libpq "host=… password=…" text is not read).`,
    );
  }
  let url: URL;
  try {
    url = readUrl(text);
  } catch {
    throw problem(
      `this URL cannot be read. A password with characters like @ : / # ? % must be percent-encoded (@ is %40, # is %23), and a port is a number up to ${HIGHEST_PORT}. The form is ${FORM}.`,
    );
  }
  const parts = decodeParts(url);
  if (parts === undefined)
    throw problem("a % in this URL is not followed by two hexadecimal digits; write % itself as %25.");
  const { host } = parts;
  if (host === "") throw problem(`this URL names no host. The form is ${FORM}.`);
  if (host.includes(",")) throw problem("this URL names several hosts; give the one to check.");
  if (parts.user === "") throw problem(`this URL names no user. The form is ${FORM}.`);
  const port = Number(url.searchParams.get("port") ?? (url.port || 5432));
  if (!(Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT)) {
    throw problem(`the port in this URL is no number between 1 and ${HIGHEST_PORT}.`);
  }
  const mode = url.searchParams.get("sslmode") ?? undefined;
  const isLoopback = isThisMachine(host);
  return {
    host,
    port,
    user: parts.user,
    password: parts.password === "" ? undefined : parts.password,
    database: parts.database === "" ? parts.user : parts.database,
    tls: mode === undefined ? !isLoopback : mode !== "disable",
    isLoopback,
  };
}

/**
 * Every text of a URL that must never be shown: the whole, the password in both forms and the host. A host
 * without a dot and a loopback address tell nothing and would blank out ordinary words.
 */
export function secretsOf(text: string): string[] {
  try {
    const url = readUrl(text);
    const { password = "", host = "" } = decodeParts(url) ?? {};
    const isTelling = /[.:]/.test(host) && !isThisMachine(host);
    return [text, url.password, password, ...(isTelling ? [url.host, url.hostname, host] : [])].filter(
      (secret) => secret !== "",
    );
  } catch {
    return [text];
  }
}

/** WHATWG's URL wants a host after a user; a socket's URL (`postgresql://user@/database?host=/run/…`) has none. */
function readUrl(text: string): URL {
  return new URL(text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#]|$)/i, `$1${NO_HOST}`));
}

function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host) || host.startsWith("/");
}

function decodeParts(url: URL) {
  const named = url.hostname === NO_HOST ? "" : url.hostname;
  try {
    return {
      host: (url.searchParams.get("host") ?? decodeURIComponent(named)).replace(/^\[|\]$/g, ""),
      user: decodeURIComponent(url.username) || (url.searchParams.get("user") ?? ""),
      password: decodeURIComponent(url.password) || (url.searchParams.get("password") ?? ""),
      database: decodeURIComponent(url.pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}
