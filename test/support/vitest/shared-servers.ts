/**
 * vitest's global setup: starts each server that test files share when the first of them asks for it, and stops all of
 * them when the run ends. Test files ask by HTTP: `sharedServer()` of ../postgres/postgres.ts.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import { cleanUp } from "../postgres/cleanup.ts";

/** The environment variable that holds where to ask. */
export const SHARED_SERVERS = "PG_PREFLIGHT_TEST_SERVERS";

export default async function shareServers(): Promise<() => Promise<void>> {
  const servers = new Map<number, Promise<string>>();
  const starter = createServer(async (request, response) => {
    const version = Number(request.url?.slice(1));
    const url = servers.get(version) ?? start(version);
    servers.set(version, url);
    try {
      response.end(await url);
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  starter.listen(0, "127.0.0.1");
  await once(starter, "listening");
  starter.unref();
  const address = starter.address();
  process.env[SHARED_SERVERS] = `http://127.0.0.1:${typeof address === "object" && address?.port}/`;
  return async () => {
    starter.close();
    starter.closeAllConnections();
    await cleanUp();
  };
}

/** Loaded only when a test asks for a server. */
async function start(version: number): Promise<string> {
  const { startServer } = await import("../postgres/postgres.ts");
  return (await startServer({ version })).url;
}
