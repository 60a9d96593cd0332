import { openClient } from "./client.ts";
import { explainConnectionError } from "./connection-errors.ts";
import { type Address, parseConnectionUrl } from "./connection-url.ts";

/** The database's name that leads to the console. */
export const CONSOLE = "pgbouncer";

/** Why the console told nothing: one sentence without the address, and whether a right is missing. */
export class ConsoleRefusal extends Error {
  readonly isPermission: boolean;

  constructor(message: string, isPermission: boolean) {
    super(message);
    this.isPermission = isPermission;
  }
}

/**
 * Asks PgBouncer's admin console some commands (`SHOW POOLS`) on one connection, which is closed before it returns.
 * The console knows only the simple protocol, no transactions and no SQL.
 *
 * @param timeout milliseconds for all of it
 * @returns the rows of each command, as PgBouncer writes them: columns differ between its versions
 * @throws ConsoleRefusal, or UserError when the URL cannot be read
 */
export async function askConsole(
  { url, ca }: { readonly url: string; readonly ca: string | undefined },
  commands: readonly string[],
  timeout: number,
): Promise<unknown[][]> {
  const address = parseConnectionUrl(url, "pgbouncer-admin-url");
  if (address.database !== CONSOLE) {
    throw new ConsoleRefusal(
      `pgbouncer-admin-url leads to an ordinary database: the console's name is ${CONSOLE}, postgresql://user:password@host:6432/${CONSOLE}.`,
      false,
    );
  }
  const deadline = performance.now() + timeout;
  let isOver = false;
  try {
    const { client, stream } = await openClient(address, { ca, timeout, pipeline: false });
    const watchdog = setTimeout(() => {
      isOver = true;
      stream.destroy();
    }, deadline - performance.now());
    try {
      const answers: unknown[][] = [];
      for (const command of commands) answers.push((await client.query(command)).rows);
      return answers;
    } finally {
      // Within the same time: the console may leave our end of the connection unanswered.
      await client.end().catch(() => undefined);
      clearTimeout(watchdog);
    }
  } catch (error) {
    throw queryErrorOf(isOver ? new Error("timeout") : error, address);
  }
}

function queryErrorOf(error: unknown, address: Address): ConsoleRefusal {
  const message = error instanceof Error ? error.message : "";
  if (/not allowed|admin access needed/i.test(message)) {
    return new ConsoleRefusal(
      "PgBouncer does not let this login look into its admin console: add it to stats_users (admin_users would be more than it needs).",
      true,
    );
  }
  // PgBouncer leaves a login of no auth_file waiting when it has an auth_query, which its console can't ask.
  if (/timeout|terminated unexpectedly/i.test(message)) {
    return new ConsoleRefusal(
      "PgBouncer's admin console did not answer in time: it can't be reached from here, or the login does not stand in its auth_file, where the console looks alone.",
      false,
    );
  }
  return new ConsoleRefusal(`PgBouncer's admin console: ${explainConnectionError(error, address)}`, false);
}
