import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import {
  type CheckOutcome,
  type Facts,
  type Finding,
  type Fix,
  type Skipped,
  type Unknown,
  yamlBlock,
} from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import { elapsed } from "../../lib/format.ts";
import { duration } from "../../lib/units.ts";
import { yamlString } from "../../lib/visible.ts";
import {
  changeSetting,
  type EffectiveSetting,
  effectiveSettingRow,
  hiddenSetting,
  isOwn,
  settingMilliseconds,
  writeDuration,
} from "../shared/effective-settings.ts";
import { DATA_API_LOGIN, END_USER_ROLES } from "../shared/supabase-roles.ts";

/** Maximum number of login roles in the sentence that asks to declare some of them. */
const MAX_NAMED_ROLES = 10;

const options = z.strictObject({
  // 30s is the document's.
  max: duration()
    .refine((time) => time > 0, "0 would mean no limit")
    .prefault("30s")
    .describe("The longest statement_timeout that a role may have."),
  roles: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("The roles of the application. On Supabase, authenticated and anon unless you say otherwise."),
});

type Evaluation = Context<z.infer<typeof options>> & { readonly priority: Priority };

export default defineCheck({
  id: "statement-timeout",
  title: "Statements have a time limit",
  why: "Without a limit one bad query runs until somebody notices, holding its locks and its connection.",
  category: "settings",
  priority: "medium",
  options,
  query: {
    row: effectiveSettingRow,
    statement: () => ({ statement: sql["statement-timeout"] }),
  },
  evaluate(rows, context) {
    if (rows.length === 0) return {};
    const { server } = context;
    const roles =
      context.options.roles ??
      (server.isSupabase ? END_USER_ROLES.filter((role) => rows.some((row) => row.role_name === role)) : []);
    if (roles.length === 0) return { skipped: askForRoles(rows, server) };

    const verdicts = roles.map((role) => evaluateRole(role, rows, context));
    const unknown = verdicts.find((verdict) => "unknown" in verdict)?.unknown;
    return {
      findings: verdicts.flatMap((verdict) => verdict.findings ?? []),
      measurements: verdicts.flatMap((verdict) => verdict.measurements ?? []),
      ...(unknown && { unknown }),
    };
  },
});

function askForRoles(rows: readonly EffectiveSetting[], server: Server): Skipped {
  const logins = rows
    .filter((row) => row.can_login && row.quoted_role !== server.login)
    .map((row) => row.role_name);
  const names = [...new Set(logins)].filter((name) => name !== null);
  const shown = names.slice(0, MAX_NAMED_ROLES);
  const rest = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  const example = yamlString(shown.length === 1 ? (shown[0] ?? "") : "app");
  return {
    reason: "not-configured",
    detail: `This server's login roles: ${shown.join(", ") || "none but ours"}${rest}. Say which of them your application logs in as:`,
    fix: yamlBlock(`checks:\n  statement-timeout: { roles: [${example}] }`),
  };
}

function evaluateRole(role: string, rows: readonly EffectiveSetting[], context: Evaluation): CheckOutcome {
  const settings = rows
    .filter((row) => row.role_name === role)
    .map((row) => sessionSetting(row, rows, context.server));
  const timeout = settings.find(({ setting }) => setting === "statement_timeout");
  if (timeout === undefined) return { unknown: cannotEvaluate(role, "there is no such role") };
  const measurements = [measured(role, settings)];
  if (!timeout.can_login && !isOwn(timeout)) {
    const why = "it can't log in and has no limit of its own; name the login roles that become it";
    return { measurements, unknown: cannotEvaluate(role, why) };
  }
  if (timeout.value === null) {
    return { measurements, unknown: hiddenSetting("statement_timeout", context.server) };
  }
  const limit = settingMilliseconds(timeout.value);
  if (limit === undefined)
    return { measurements, unknown: cannotEvaluate(role, "its statement_timeout can't be read") };
  if (limit > 0 && limit <= context.options.max) return { measurements };
  return { measurements, findings: [tooLong(role, { timeout, limit }, context)] };
}

/**
 * SET ROLE does not apply a role's settings. Supabase's Data API applies those that the role has itself; the others
 * stay as its login role has them.
 */
function sessionSetting(
  row: EffectiveSetting,
  rows: readonly EffectiveSetting[],
  server: Server,
): EffectiveSetting {
  if (row.can_login || isOwn(row) || !server.isSupabase) return row;
  const login = rows.find((other) => other.role_name === DATA_API_LOGIN && other.setting === row.setting);
  return login === undefined ? row : { ...row, can_login: true, value: login.value, level: login.level };
}

function cannotEvaluate(role: string, why: string): Unknown {
  return { reason: "error", detail: `The time limit of ${role} is not known: ${why}.` };
}

function measured(role: string, settings: readonly EffectiveSetting[]): Facts {
  const limits = settings.map(({ setting, value }): [string, number | null] => [
    `${setting}_ms`,
    value === null ? null : (settingMilliseconds(value) ?? null),
  ]);
  return { role, ...Object.fromEntries(limits) };
}

function tooLong(
  role: string,
  { timeout, limit }: { timeout: EffectiveSetting; limit: number },
  context: Evaluation,
): Finding {
  const { priority, options, server } = context;
  const allowed = elapsed(options.max);
  return {
    key: timeout.quoted_role ?? role,
    priority,
    message:
      limit === 0
        ? `${role}: a statement may run for ever.`
        : `${role}: a statement may run for ${elapsed(limit)}; the limit is ${allowed}.`,
    facts: { role, statement_timeout_ms: limit, set_for: timeout.level },
    fix: limitRole(timeout, writeDuration(options.max), server),
  };
}

function limitRole(timeout: EffectiveSetting, value: string, server: Server): Fix {
  const { sql: change } = changeSetting(timeout, value, server);
  // PostgREST reads the settings of its roles when it starts, and after this notification.
  const isApiRole = server.isSupabase && END_USER_ROLES.includes(timeout.role_name ?? "");
  return { sql: isApiRole ? `${change}\nNOTIFY pgrst, 'reload config';` : change };
}
