import { type CodeBlock, sqlBlock, type Unknown } from "./finding.ts";
import type { Server } from "./server.ts";

/** The one grant that most of the checks need. */
export function grantMonitor(server: Server): CodeBlock {
  return sqlBlock(`GRANT pg_monitor TO ${server.login};`);
}

/** An unknown when our login may not see other sessions and other roles' statements; else undefined. */
export function lacksStatistics(server: Server): Unknown | undefined {
  if (server.readsAllStatistics) return undefined;
  return {
    reason: "permission",
    detail: "The login sees only its own sessions and statements.",
    fix: grantMonitor(server),
  };
}
