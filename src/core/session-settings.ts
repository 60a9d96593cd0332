import { z } from "zod";

/**
 * Settings of the application for a statement of the team's, like request.jwt.claims. Those have a dot: the server's own,
 * transaction_read_only and statement_timeout among them, would take the statement out of its frame.
 */
export function applicationSettings() {
  return z.record(
    z.string().regex(/^[a-z_]\w*(\.[a-z_]\w*)+$/i, "only an application's settings, which have a dot"),
    z.string(),
  );
}
