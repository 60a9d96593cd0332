/** What an answer of an HTTP API says that is no success: the same for each API, unlike the words for it. */
type RefusalKind =
  | "unauthenticated"
  | "payment"
  | "forbidden"
  | "not-found"
  | "rate-limit"
  | "redirect"
  | "server-error"
  | "refused";

const KINDS: Readonly<Record<number, RefusalKind>> = {
  401: "unauthenticated",
  402: "payment",
  403: "forbidden",
  404: "not-found",
  429: "rate-limit",
};

export function refusalKind(status: number): RefusalKind {
  if (status >= 500) return "server-error";
  if (status >= 300 && status < 400) return "redirect";
  return KINDS[status] ?? "refused";
}
