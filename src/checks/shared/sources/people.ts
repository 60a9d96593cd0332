import type { SourceKey, Sources } from "../../../core/sources.ts";

/** What GitHub says of a person who attests something: whether they have triage rights or more in the repository. */
export type AttesterStanding = "has-rights" | "no-rights" | "not-verified";

/** The login that an attestation names, in lower case; undefined where it names a person by other words. */
export function loginOf(attestedBy: string): string | undefined {
  return /^@?([A-Za-z0-9][A-Za-z0-9-]{0,38})$/.exec(attestedBy.trim())?.[1]?.toLowerCase();
}

export function attesterSource(login: string): SourceKey<AttesterStanding> {
  return { provider: "people", name: login };
}

/** Where the token may not ask, or no login is named, it is not verified. */
export function attesterStanding(sources: Sources, attestedBy: string): AttesterStanding {
  const login = loginOf(attestedBy);
  if (login === undefined) return "not-verified";
  const source = sources.get(attesterSource(login));
  return "value" in source ? source.value : "not-verified";
}
