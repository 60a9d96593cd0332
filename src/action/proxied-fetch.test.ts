/** Proxies of the environment, with a function of its own and with the whole action. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "vitest";
import { startGitHub } from "../../test/support/github/github.ts";
import { startHttpProxy } from "../../test/support/github/http-proxy.ts";
import { runAction } from "../../test/support/github/runner.ts";
import { captureOutput } from "../../test/support/github/toolkit.ts";
import { onCleanUp } from "../../test/support/postgres/cleanup.ts";
import { proxiedFetch } from "./proxied-fetch.ts";

async function startApi(): Promise<number> {
  const server = createServer((_, response) => response.end("an answer"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What the API says to a request in this environment. */
async function fetchIn(environment: NodeJS.ProcessEnv, url: string): Promise<string> {
  const captured = captureOutput(environment);
  try {
    return await (await proxiedFetch(url)).text();
  } finally {
    captured.end();
  }
}

describe("the proxied fetch", () => {
  for (const [http, noProxy] of [
    ["HTTP_PROXY", "NO_PROXY"],
    ["http_proxy", "no_proxy"],
  ] as const) {
    it(`goes through the proxy of ${http}, but not to a host of ${noProxy}`, async () => {
      const [proxy, port] = [await startHttpProxy(), await startApi()];
      const url = `http://api.example.test:${port}/`;
      assert.equal(await fetchIn({ [http]: proxy.url }, url), "an answer");
      assert.deepEqual(proxy.tunnels, [`api.example.test:${port}`]);
      // Without the proxy such a name leads nowhere.
      await assert.rejects(fetchIn({ [http]: proxy.url, [noProxy]: "other.test,.example.test" }, url));
      assert.equal(proxy.tunnels.length, 1);
    });
  }

  it("goes straight without a proxy", async () => {
    assert.equal(await fetchIn({}, `http://127.0.0.1:${await startApi()}/`), "an answer");
  });
});

describe("the action behind a proxy", () => {
  const CONFIG = "supabase: { project-ref: qzjwmxvkhtrnbplcdsfg }\n";

  async function run(env: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
    const github = await startGitHub();
    const port = new URL(github.url).port;
    const done = await runAction({
      inputs: {
        "database-url": "postgres://me:secret@127.0.0.1:1/app",
        suite: "deploy",
        "write-issues": "always",
        ...inputs,
      },
      token: github.token,
      files: { ".github/pg-preflight.yml": CONFIG },
      env: { GITHUB_API_URL: `http://github.example.test:${port}`, ...env },
    });
    return { github, done, place: `github.example.test:${port}` };
  }

  for (const [http, https, noProxy] of [
    ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"],
    ["http_proxy", "https_proxy", "no_proxy"],
  ] as const) {
    it(`asks GitHub and Supabase through ${http} and ${https}`, async () => {
      const proxy = await startHttpProxy();
      const { github, place } = await run(
        { [http]: proxy.url, [https]: proxy.url },
        // The proxy refuses to lead to Supabase itself.
        { "supabase-access-token": "sbp_0123456789" },
      );
      assert.ok(proxy.tunnels.includes(place), proxy.tunnels.join());
      assert.ok(proxy.tunnels.includes("api.supabase.com:443"), proxy.tunnels.join());
      assert.ok(github.issues.length > 0, "an issue was written through it");
      assert.deepEqual(github.violations, []);
    });

    it(`takes ${http} without a scheme for HTTP`, async () => {
      const proxy = await startHttpProxy();
      const { place } = await run({ [http]: new URL(proxy.url).host });
      assert.ok(proxy.tunnels.includes(place), proxy.tunnels.join());
    });

    it(`goes without ${https} when it is not HTTP, and says so without its password`, async () => {
      const { done } = await run({ [https]: "socks5://me:hidden@127.0.0.1:1" });
      assert.match(done.summary, /is not the address of an HTTP proxy/);
      assert.doesNotMatch(done.summary + done.log, /hidden|defect/);
    });

    it(`and not through it where ${noProxy} names GitHub`, async () => {
      const proxy = await startHttpProxy();
      const { github, done } = await run({
        [http]: proxy.url,
        [https]: proxy.url,
        [noProxy]: "example.test",
      });
      assert.deepEqual(proxy.tunnels, []);
      assert.equal(github.requests.length, 0, "the name leads nowhere without the proxy");
      assert.match(done.log, /GitHub's API could not be reached/);
    });
  }
});
