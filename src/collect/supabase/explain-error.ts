import type { Unknown } from "../../core/finding.ts";
import { refusalKind } from "../../lib/http-status.ts";
import type { Endpoint } from "./endpoints.ts";

/** Why a call brought nothing. */
export interface Failure {
  readonly unknown: Unknown;
  /** Asking about another topic would end the same way. */
  readonly isEverywhere: boolean;
  /** The same call may succeed when it is made again. */
  readonly mayPass: boolean;
}

/** One clear sentence for an answer that is not 200. Nothing of what the API wrote goes into it. */
export function explainStatus(status: number, { what, permission }: Endpoint): Failure {
  switch (refusalKind(status)) {
    case "unauthenticated":
      return everywhere({
        reason: "permission",
        detail:
          "Supabase does not know this access token: it is mistyped, expired or revoked. Make a new one in the dashboard under Account, Access Tokens, and put it into the secret that supabase-access-token names.",
      });
    case "payment":
      return here({
        reason: "permission",
        detail: `The plan of the project's organisation does not let the Management API tell about ${what}.`,
      });
    case "forbidden":
      return here({
        reason: "permission",
        detail: `This access token may not read ${what}: give it the permission ${permission} (Read) for this project; its owner must be a member of the organisation.`,
      });
    case "not-found":
      return here({
        reason: "error",
        detail: `Supabase knows no ${what.replace(/^the /, "")} for this project-ref: check supabase.project-ref, and that the token's owner is a member of the project's organisation.`,
      });
    case "rate-limit":
      return mayPass(
        everywhere({
          reason: "unreachable",
          detail:
            "Supabase's rate limit for this token is reached, and this run has no time to wait any longer: run again in a few minutes.",
        }),
      );
    case "server-error":
      return mayPass(
        here({
          reason: "unreachable",
          detail: `Supabase's Management API failed to tell about ${what} (HTTP ${status}): run again later, and see status.supabase.com.`,
        }),
      );
    case "redirect":
      return everywhere({
        reason: "unreachable",
        detail:
          "The Management API answered with a redirect, which is not followed, since the token would go along: something between here and Supabase answers in its place.",
      });
    default:
      return here({
        reason: "error",
        detail: `The Management API refused to tell about ${what} (HTTP ${status}).`,
      });
  }
}

/** One clear sentence for a call that got no answer. The error's own words may hold the address, and are not used. */
export function explainFailure(error: unknown): Failure {
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError" || name === "AbortError") {
    return everywhere({ reason: "timeout", detail: "Supabase's Management API did not answer in time." });
  }
  return mayPass(
    everywhere({
      reason: "unreachable",
      detail:
        "Supabase's Management API was not reached: the runner needs HTTPS to api.supabase.com, and nothing may cut the connection.",
    }),
  );
}

function here(unknown: Unknown): Failure {
  return { unknown, isEverywhere: false, mayPass: false };
}

function everywhere(unknown: Unknown): Failure {
  return { unknown, isEverywhere: true, mayPass: false };
}

function mayPass(failure: Failure): Failure {
  return { ...failure, mayPass: true };
}
