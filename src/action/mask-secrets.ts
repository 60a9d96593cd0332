import type { WorkflowCommands } from "./workflow-commands.ts";

/**
 * Masks each secret in every form in which it may come back: as it is, decoded and encoded as in a URL, in
 * base64; of a URL the password by itself as well. Called early, once, with all secrets.
 */
export function maskSecrets(secrets: readonly string[], runner: Pick<WorkflowCommands, "mask">): void {
  const forms = new Set(
    secrets
      .filter((secret) => secret.trim() !== "")
      .flatMap((secret) => [secret, ...passwordOf(secret)])
      .flatMap(formsOf),
  );
  for (const form of forms) runner.mask(form);
}

function formsOf(secret: string): string[] {
  const trimmed = secret.trim();
  const plain = [secret, trimmed, decoded(trimmed)];
  return plain.flatMap((text) => {
    const bytes = Buffer.from(text, "utf8");
    return [text, encoded(text), bytes.toString("base64"), bytes.toString("base64url")];
  });
}

/** Passwords as they stand in the URL, which `formsOf` decodes; also when the URL is not quite one. */
function passwordOf(url: string): string[] {
  const authority = /^\s*[a-z][a-z0-9+.-]*:\/\/[^:]*:(.*)$/is.exec(url)?.[1] ?? "";
  // A password with an unencoded `/` or `@` ends at the last `@`, a proper one at the last before the path.
  const proper = authority.replace(/[/?#].*$/s, "");
  const inUrl = [authority, proper]
    .filter((text) => text.includes("@"))
    .map((text) => text.slice(0, text.lastIndexOf("@")));
  const inQuery = [...url.matchAll(/[?&](?:ssl)?password=([^&#\s]+)/gi)].map((match) => match[1] ?? "");
  return [...inUrl, ...inQuery].filter((text) => text !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // a lone surrogate has no UTF-8
  }
}
