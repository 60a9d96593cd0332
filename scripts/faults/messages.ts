/** What a hostile or unlucky peer says in place of its answer. */
import type { Peer, Phase } from "./matrix.ts";
import type { Scenario } from "./scenario.ts";

function message(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function errorResponse(code: string, text: string): Buffer {
  return message("E", `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);
}

const isHttp = (peer: Peer): boolean => peer === "github" || peer === "supabase";
const isLogin = (phase: Phase): boolean => phase === "connecting" || phase === "login";

/** GSS and SSPI, and a SASL mechanism that does not exist: pg_hba.conf can ask for them. */
const LOGIN_REQUESTS = [
  message("R", int32(7)),
  message("R", int32(9)),
  message("R", int32(10), "SCRAM-SHA-1024\0\0"),
  message("R", int32(99)),
];
const LOGIN_ERRORS = ["28P01", "28000", "3D000", "53300", "57P03", "57P01", "0A000", "08P01"];
const QUERY_ERRORS = [
  "57P01",
  "57014",
  "53200",
  "42501",
  "42P01",
  "25006",
  "55P03",
  "58030",
  "XX000",
  "25P03",
];
const READY = [message("Z", "I"), message("Z", "E"), Buffer.alloc(0)];

/** @param secret what the peer knows of us: it says it in its refusal */
export function refusalOf({ peer, phase, variant }: Scenario, secret: string): Buffer {
  const choose = <T>(list: readonly T[]): T => list[variant % list.length] as T;
  if (isHttp(peer)) return httpRefusal(choose([401, 403, 404, 422, 429, 500, 502, 503]), secret);
  if (isLogin(phase)) {
    return choose([
      ...LOGIN_REQUESTS,
      ...LOGIN_ERRORS.map((code) => errorResponse(code, `refused ${secret}`)),
    ]);
  }
  const error = errorResponse(choose(QUERY_ERRORS), `refused ${secret}`);
  return Buffer.concat([error, READY[Math.floor(variant / 100) % READY.length] ?? Buffer.alloc(0)]);
}

function httpRefusal(status: number, secret: string): Buffer {
  const body = JSON.stringify({ message: `refused ${secret}` });
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}

const CHUNK_BYTES = 256 * 1024;

/** A beginning, and what follows it without end. */
export function endlessOf({ peer, phase }: Scenario): { readonly head: Buffer; readonly rest: Buffer } {
  if (isHttp(peer)) {
    const line =
      phase === "connecting"
        ? "HTTP/1.1 200 OK\r\n"
        : "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[";
    const rest = phase === "connecting" ? `x-endless: ${"a".repeat(1000)}\r\n` : `"${"a".repeat(1000)}",`;
    return { head: Buffer.from(line), rest: repeated(Buffer.from(rest)) };
  }
  const notice = message("N", `SNOTICE\0VNOTICE\0C00000\0M${"a".repeat(1000)}\0\0`);
  if (isLogin(phase)) return { head: Buffer.alloc(0), rest: repeated(notice) };
  const row = message("D", Buffer.from([0, 1]), int32(1000), "a".repeat(1000));
  return { head: Buffer.alloc(0), rest: repeated(row) };
}

function repeated(unit: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: Math.ceil(CHUNK_BYTES / unit.length) }, () => unit));
}
