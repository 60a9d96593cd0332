import { connect as connectSocket } from "node:net";
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import type { Address } from "./connection-url.ts";

/**
 * SHA-256 fingerprints of the two "Supabase Root 2021 CA" certificates, as shipped in the public CLI's
 * repository (valid to 2031-04-26 and to 2035-09-01).
 */
const SUPABASE_ROOTS: readonly string[] = [
  "80:70:25:AD:50:D4:ED:21:9D:2C:9C:7D:29:9C:00:4F:82:4E:B0:0C:F7:F6:5A:FE:F6:07:D0:7B:72:E6:CA:FA",
  "5F:9B:77:95:1A:7A:A1:30:3F:9B:58:EE:A9:BF:A8:9E:35:8C:FD:C1:5F:97:86:FF:10:D4:93:0A:72:2C:9A:E2",
];

/** A project's own host, which has no IPv4 address unless the add-on was bought. */
export function isSupabaseDirectHost(host: string): boolean {
  return /^db\.[a-z0-9]+\.supabase\.(co|com)$/i.test(host);
}

export function isSupabasePooler(host: string): boolean {
  return /\.pooler\.supabase\.com$/i.test(host);
}

export function isSupabaseHost(host: string): boolean {
  return isSupabaseDirectHost(host) || isSupabasePooler(host);
}

/**
 * The root certificate that the server sends in its chain, as PEM, when its fingerprint is one of `roots`;
 * undefined otherwise. Nothing is sent over this connection but the request for TLS, so that an impostor
 * learns nothing; the PEM is then the CA of a second, fully verified connection.
 */
export async function findKnownRoot(
  address: Address,
  timeout: number,
  roots: readonly string[] = SUPABASE_ROOTS,
): Promise<string | undefined> {
  const socket = await openTls(address, timeout);
  if (socket === undefined) return undefined;
  try {
    let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
    for (let depth = 0; depth < 10 && certificate?.raw !== undefined; depth += 1) {
      if (roots.includes(certificate.fingerprint256)) return toPem(certificate.raw);
      const issuer: DetailedPeerCertificate | undefined = certificate.issuerCertificate;
      if (issuer === certificate) return undefined;
      certificate = issuer;
    }
    return undefined;
  } finally {
    socket.destroy();
  }
}

/** PostgreSQL's SSLRequest, then the TLS handshake, without judging the certificate. */
function openTls(address: Address, timeout: number): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host: address.host, port: address.port });
    const giveUp = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(undefined);
    };
    const timer = setTimeout(giveUp, timeout);
    // Each error of the two has a listener: an error without one would end the process.
    socket.on("error", giveUp);
    socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once("data", (answer) => {
      if (answer.toString("latin1") !== "S") {
        giveUp();
        return;
      }
      const secure = connectTls({ socket, servername: address.host, rejectUnauthorized: false }, () => {
        clearTimeout(timer);
        resolve(secure);
      });
      secure.on("error", giveUp);
      secure.on("close", giveUp);
    });
  });
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
