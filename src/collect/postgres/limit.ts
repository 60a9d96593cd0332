import type { Socket } from "node:net";
import type { Outcome } from "./session.ts";

/** Stands where a SQLSTATE does. */
export const TOO_LONG = "too long";

/** What is too long for us is cut off while it comes: the server stops, for nobody reads on. */
export async function withLimit(
  stream: Socket,
  most: number | undefined,
  ask: () => Promise<Outcome>,
): Promise<Outcome> {
  if (most === undefined) return ask();
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > most) stream.destroy();
  };
  stream.on("data", count);
  const outcome = await ask();
  stream.off("data", count);
  return received > most ? { refusal: { code: TOO_LONG, message: "its answer is too long" } } : outcome;
}
