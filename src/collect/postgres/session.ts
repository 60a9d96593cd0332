import type { Client } from "pg";
import { type QueryError, TOO_LONG } from "../../core/evidence.ts";
import type { Connection } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { type OpenClient, openClient } from "./client.ts";
import { explainConnectionError, isTooManyConnections, isUnknownCa } from "./connection-errors.ts";
import type { Address } from "./connection-url.ts";
import { copyRows } from "./copy.ts";
import { findKnownRoot, isSupabaseHost, isSupabasePooler } from "./supabase-ca.ts";
import { beginTransaction, type PreparedQuery } from "./transaction.ts";

/** Long enough for TLS over a bad line, short enough to leave time for the advice. */
const CONNECT_TIMEOUT = 10_000;

/** How long a server may take to close a connection that we have said farewell to. */
const CLOSE_TIMEOUT = 1_000;

export class Unreachable extends Error {}

/** Every connection that the server, the database or the login may have is taken. */
export class TooManyConnections extends Unreachable {}

export type QueryResult = { readonly rows: readonly unknown[] } | { readonly error: QueryError };

/**
 * - `awaited`: each step waits for the one before it, as poolers need it;
 * - `pipelined`: the whole transaction is sent at once, behind others that are still under way;
 * - `opening`: awaited, but for its COMMIT, which travels with whatever comes next and so costs no round trip.
 */
export type DispatchMode = "sequential" | "pipelined" | "opening";

/** One connection. Each question has a short read-only transaction of its own. */
export interface Session {
  /** Of the server's process, where the connection is direct; a pooler tells a number of its own. */
  readonly processId: number | null;
  /** Direct when the server sees our own socket's port and the host is no pooler's: statements may be pipelined. */
  connection(clientPort: number | null): Connection;
  /** Resolves when the server has answered: a pooler may have let the session in and keep it waiting for its turn. */
  served(): Promise<unknown>;
  /** Asks one question at a pace: see Pace. */
  runQuery(question: PreparedQuery, mode: DispatchMode): Promise<QueryResult>;
  end(): Promise<void>;
  /** Ends the statement under way on the server too, and the connection. */
  cancel(): Promise<void>;
}

/**
 * Connects with verified TLS (see Address.tls).
 *
 * @param ca PEM text of a private CA
 * @param timeLeft milliseconds; a connection is never waited for longer, all attempts together
 * @throws Unreachable whose message is one sentence of advice without the address
 */
export async function openSession(
  address: Address,
  ca: string | undefined,
  timeLeft: number,
): Promise<Session> {
  const deadline = performance.now() + timeLeft;
  const timeout = (): number => Math.min(CONNECT_TIMEOUT, deadline - performance.now());
  try {
    return await connect(address, ca, timeout());
  } catch (error) {
    if (ca === undefined && isUnknownCa(error) && isSupabaseHost(address.host)) {
      const root = await findKnownRoot(address, timeout());
      if (root !== undefined) {
        return connect(address, root, timeout()).catch((second: unknown) => {
          throw new Unreachable(explainConnectionError(second, address));
        });
      }
    }
    throw new (isTooManyConnections(error) ? TooManyConnections : Unreachable)(
      explainConnectionError(error, address),
    );
  }
}

async function connect(address: Address, ca: string | undefined, timeout: number): Promise<Session> {
  // Questions are only ever sent without waiting when the connection is proved direct; see `ask`.
  return sessionOf(await openClient(address, { ca, timeout, pipeline: true }), address);
}

function sessionOf(open: OpenClient, address: Address): Session {
  const { client, stream, Query } = open;
  const send: Send = (question) =>
    question.copied === undefined
      ? client.query(statement(question))
      : copyRows(client, Query, question.text, question.copied);
  let lastCommit: Promise<unknown> = Promise.resolve();
  const runQuery = async (question: PreparedQuery, mode: DispatchMode): Promise<QueryResult> => {
    if (mode === "pipelined") return sendPipelined(client, send, question);
    await lastCommit;
    const { outcome, commit } = await sendSequential(client, send, question);
    // Of a team's own statement any amount may come: the server stops when nothing reads on.
    if (question.own !== undefined && isTooLong(outcome)) stream.destroy();
    lastCommit = commit;
    if (mode === "sequential") await commit;
    return outcome;
  };
  return {
    processId: open.processId,
    connection: (clientPort) => ({
      isEncrypted: address.tls,
      isLoopback: address.isLoopback,
      isDirect: clientPort !== null && clientPort === stream.localPort && !isSupabasePooler(address.host),
    }),
    served: () => client.query(`${beginTransaction({})}; COMMIT`),
    runQuery: async (question, mode) => {
      const longestAnswer = question.own?.longestAnswer;
      if (longestAnswer === undefined) return runQuery(question, mode);
      return open.withByteLimit(longestAnswer, () => runQuery(question, mode));
    },
    end: async () => {
      const watchdog = setTimeout(() => stream.destroy(), CLOSE_TIMEOUT);
      await client.end().catch(() => undefined);
      clearTimeout(watchdog);
    },
    cancel: open.cancel,
  };
}

type SettledQuery = PromiseSettledResult<{ rows?: unknown[] }>;

type Send = (question: PreparedQuery) => Promise<{ rows?: unknown[] }>;

async function sendPipelined(client: Client, send: Send, question: PreparedQuery): Promise<QueryResult> {
  const gate = gateQuestion(question);
  const [begin, allowed, answer, commit] = await Promise.allSettled([
    client.query(beginTransaction(question)),
    gate === undefined ? NO_ROWS : client.query(gate),
    send(question),
    client.query(endTransaction(question)),
  ]);
  return resultOf(begin, allowed, answer, commit);
}

async function sendSequential(
  client: Client,
  send: Send,
  question: PreparedQuery,
): Promise<{ outcome: QueryResult; commit: Promise<unknown> }> {
  const gate = gateQuestion(question);
  const [begin] = await Promise.allSettled([client.query(beginTransaction(question))]);
  // Without its frame the statement must not run; a failed statement still gets its COMMIT.
  const [allowed] =
    begin.status === "rejected" || gate === undefined
      ? [begin]
      : await Promise.allSettled([client.query(gate)]);
  const [answer] = allowed.status === "rejected" ? [allowed] : await Promise.allSettled([send(question)]);
  const commit = client.query(endTransaction(question)).catch(() => undefined);
  return { outcome: resultOf(begin, allowed, answer), commit };
}

const NO_ROWS = Promise.resolve({ rows: [] });

/** Whether what was locked is what was allowed; see throughGate. */
function gateQuestion({ locked = [] }: PreparedQuery) {
  if (locked.length === 0) return undefined;
  const identities = locked.map(({ identity }) => identity);
  return { text: sql["gate/unchanged"], values: [identities], queryMode: "extended" as const };
}

/**
 * The statement goes by the extended protocol: the simple one would let `commit; drop …` out of the
 * read-only transaction.
 */
function statement({ text, values, own, asText }: PreparedQuery) {
  // Two columns of one name would be one in an object, and an unnamed column has no name of its own.
  const rowMode = own === undefined ? {} : { rowMode: "array" as const };
  const types = asText === true ? { types: AS_TEXT } : {};
  return { text, values: [...(values ?? [])], queryMode: "extended" as const, ...rowMode, ...types };
}

const AS_TEXT = { getTypeParser: () => (text: string) => text };

/**
 * COMMIT, so that the user's count of rollbacks stays true. But a team's own statement, and the code in a relation of
 * theirs, may change the session (set_config, SET ROLE), in which the next check, or behind a pooler somebody else,
 * would find itself: only ROLLBACK takes that back.
 */
function endTransaction({ own, locked, copied }: PreparedQuery): string {
  return own === undefined && locked === undefined && copied === undefined ? "COMMIT" : "ROLLBACK";
}

/** In the order of sending: the first refusal is the cause of those behind it. */
function resultOf(
  begin: SettledQuery,
  allowed: SettledQuery,
  answer: SettledQuery,
  commit?: SettledQuery,
): QueryResult {
  if (begin.status === "fulfilled" && allowed.status === "rejected" && isDivisionByZero(allowed.reason)) {
    return CHANGED;
  }
  const failed = [begin, allowed, answer, commit].find((step) => step?.status === "rejected");
  if (failed !== undefined) return { error: queryErrorOf(failed.reason) };
  return { rows: answer.status === "fulfilled" ? (answer.value.rows ?? []) : [] };
}

const CHANGED: QueryResult = { error: { code: "changed", message: "what is read was replaced" } };

function isDivisionByZero(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "22012";
}

function isTooLong(outcome: QueryResult): boolean {
  return "error" in outcome && outcome.error.code === TOO_LONG;
}

function queryErrorOf(error: unknown): QueryError {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "lost";
  const message = error instanceof Error ? error.message : "";
  // A SQLSTATE has five characters, digits among them; anything else (EPIPE) is the client's own word for a broken
  // connection.
  return code === TOO_LONG || /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
    ? { code, message }
    : { code: "lost", message: "the connection was lost" };
}
