import { parseConnectionUrl } from "../postgres/connection-url.ts";

const REF = "[a-z]{20}";

/**
 * The project's reference, when the database's address tells it: the direct host is db.<ref>.supabase.co, and the
 * pooler's user ends with .<ref>. Undefined otherwise, also for an address that cannot be read.
 */
export function projectRefOf(databaseUrl: string | undefined): string | undefined {
  if (databaseUrl === undefined) return undefined;
  try {
    const { host, user } = parseConnectionUrl(databaseUrl, "database-url");
    const direct = new RegExp(`^db\\.(${REF})\\.supabase\\.(co|com)$`, "i").exec(host);
    if (direct !== null) return direct[1]?.toLowerCase();
    if (!/\.pooler\.supabase\.com$/i.test(host)) return undefined;
    return new RegExp(`\\.(${REF})$`).exec(user)?.[1];
  } catch {
    return undefined;
  }
}
