import { UserError } from "../../domain/errors.ts";

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

const FORM = "postgresql://user:password@host:5432/database";

/**
 * Reads a postgres:// or postgresql:// URL. TLS is on unless the host is this machine or the URL says
 * `sslmode=disable`; every other sslmode means a verified connection. `input` names the setting in errors.
 *
 * @throws UserError that never repeats the URL
 */
export function parseAddress(text: string, input: string): Address {
  const problem = (what: string): UserError => new UserError([`${input}: ${what}`]);
  if (!/^postgres(ql)?:\/\//i.test(text)) {
    throw problem(
      `this is no PostgreSQL URL. Write it as ${FORM} (a libpq "host=… password=…" text is not read).`,
    );
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw problem(
      `this URL cannot be read. A password with characters like @ : / # ? % must be percent-encoded (@ is %40, # is %23). The form is ${FORM}.`,
    );
  }
  const parts = decodeParts(url);
  if (parts === undefined)
    throw problem("a % in this URL is not followed by two hexadecimal digits; write % itself as %25.");
  const host = (url.searchParams.get("host") ?? parts.host).replace(/^\[|\]$/g, "");
  if (host === "") throw problem(`this URL names no host. The form is ${FORM}.`);
  if (host.includes(",")) throw problem("this URL names several hosts; give the one to check.");
  if (parts.user === "") throw problem(`this URL names no user. The form is ${FORM}.`);
  const mode = url.searchParams.get("sslmode") ?? undefined;
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host) || host.startsWith("/");
  return {
    host,
    port: Number(url.searchParams.get("port") ?? (url.port || 5432)),
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
    const url = new URL(text);
    const parts = decodeParts(url);
    const host =
      url.hostname.includes(".") && !url.hostname.startsWith("127.") ? [url.host, url.hostname] : [];
    return [text, url.password, parts?.password ?? "", ...host].filter((secret) => secret !== "");
  } catch {
    return [text];
  }
}

function decodeParts(url: URL) {
  try {
    return {
      host: decodeURIComponent(url.hostname),
      user: decodeURIComponent(url.username) || (url.searchParams.get("user") ?? ""),
      password: decodeURIComponent(url.password) || (url.searchParams.get("password") ?? ""),
      database: decodeURIComponent(url.pathname.slice(1)),
    };
  } catch {
    return undefined;
  }
}
