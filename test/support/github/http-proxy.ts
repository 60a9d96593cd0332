/** An HTTP proxy as companies have one before their runners: it counts, and leads every name to loopback. */
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onCleanUp } from "../postgres/cleanup.ts";

export interface HttpProxy {
  /** As HTTP_PROXY has it, with a user and a password. */
  readonly url: string;
  /** `host:port` of each tunnel that was requested, in their order. */
  readonly tunnels: string[];
}

/** The password that it requires, encoded as in a URL. */
const CREDENTIALS = { user: "proxy-user", password: "p@ss" };

/** Port 443 is refused: nothing of a test's listens there. */
export async function startHttpProxy(): Promise<HttpProxy> {
  const tunnels: string[] = [];
  const expected = `Basic ${Buffer.from(`${CREDENTIALS.user}:${CREDENTIALS.password}`).toString("base64")}`;
  const server = createServer((_, response) => {
    response.writeHead(405).end();
  });
  server.on("connect", ({ url: target = "", headers }, client) => {
    tunnels.push(target);
    client.on("error", () => client.destroy());
    if (headers["proxy-authorization"] !== expected) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const port = Number(target.split(":").at(-1));
    if (port === 443) {
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const login = `${CREDENTIALS.user}:${encodeURIComponent(CREDENTIALS.password)}`;
  return { url: `http://${login}@127.0.0.1:${port}`, tunnels };
}
