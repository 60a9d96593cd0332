import { HttpClient } from "@actions/http-client";
import { fetch } from "undici";

const send: typeof fetch = (input, init) => {
  const dispatcher = new HttpClient().getAgentDispatcher(String(input));
  return fetch(input, dispatcher === undefined ? init : { ...init, dispatcher });
};

/**
 * Fetches through the proxy of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case of the letters, by the rules of GitHub's
 * toolkit: Node's own fetch knows no proxy. src/github has the same from the toolkit. (Node's types are those of its own
 * version of undici.)
 */
export const proxiedFetch = send as unknown as typeof globalThis.fetch;
