import { z } from "zod";
import { type Context, defineCheck } from "../../core/check.ts";
import type { Facts, Finding, Unknown } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { sql } from "../../generated/sql.ts";
import { duration } from "../../lib/units.ts";
import {
  changeSetting,
  type EffectiveSetting,
  effectiveSettingRow,
  hiddenSetting,
  settingKey,
  settingMilliseconds,
  settingSubject,
  settingSubjects,
  writeDuration,
} from "../shared/effective-settings.ts";
import { LOGIN_ROLES } from "../shared/supabase-roles.ts";

/** The values of log_statement, from the one that logs least. */
const LOG_STATEMENTS = ["none", "ddl", "mod", "all"] as const;

const options = z.strictObject({
  // The defaults of this option and the next are the document's.
  log_min_duration_statement: duration()
    .prefault("1s")
    .describe("Statements that take this long must be logged: the setting may be at most this."),
  log_statement: z
    .enum(LOG_STATEMENTS)
    .default("ddl")
    .describe("What must be logged whatever it takes: the setting must be at least this."),
  roles: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      "The logins of the application. Without them: the database's own value, and every login that logs less.",
    ),
});

type Evaluation = Context<z.infer<typeof options>> & { readonly priority: Priority };

export default defineCheck({
  id: "query-logging",
  title: "Slow statements and schema changes are logged",
  why: "The log is where a slow statement shows its values and its hour, and where a schema change shows who made it.",
  category: "settings",
  priority: "medium",
  options,
  query: {
    row: effectiveSettingRow,
    statement: () => ({ statement: sql["query-logging"] }),
  },
  evaluate(rows, context) {
    const roles = context.options.roles ?? (context.server.isSupabase ? LOGIN_ROLES : undefined);
    const { subjects, missing } = settingSubjects(rows, roles, context.server);
    const required = subjects.filter(({ setting }) => setting !== "auto_explain.log_min_duration");
    const unknown: Unknown | undefined =
      missing.length > 0
        ? {
            reason: "error",
            detail: `What is logged is not known for ${missing.join(", ")}: there is no such role.`,
          }
        : required
            .filter(({ value }) => value === null)
            .map(({ setting }) => hiddenSetting(setting, context.server))[0];
    return {
      findings: required.flatMap((row) => evaluateSetting(row, context)),
      ...(subjects.length > 0 && { measurements: measured(subjects) }),
      ...(unknown && { unknown }),
    };
  },
});

function evaluateSetting(row: EffectiveSetting, { options, server, priority }: Evaluation): Finding[] {
  if (row.value === null) return [];
  const isDuration = row.setting === "log_min_duration_statement";
  const isEnough = isDuration
    ? logsFrom(row.value, options.log_min_duration_statement)
    : levelOf(row.value) >= levelOf(options.log_statement);
  if (isEnough) return [];
  const value = isDuration ? writeDuration(options.log_min_duration_statement) : options.log_statement;
  const subject = settingSubject(row, server);
  return [
    {
      key: settingKey(row),
      priority,
      message: isDuration
        ? `Slow statements of ${subject} are not logged from ${value} on.`
        : `Of ${subject}, less than ${value} is logged.`,
      facts: {
        role: row.role_name,
        setting: row.setting,
        value: row.value,
        set_for: row.level,
        wanted: value,
      },
      fix: changeSetting(row, value, server),
    },
  ];
}

/** How much a value of log_statement logs. The system catalogs keep the letters as the user typed them. */
function levelOf(logStatement: string): number {
  const levels: readonly string[] = LOG_STATEMENTS;
  return levels.indexOf(logStatement.toLowerCase());
}

/** A value of -1 disables it. log_min_duration_sample does not count, because it logs only a sample. */
function logsFrom(value: string, maxDuration: number): boolean {
  const from = settingMilliseconds(value);
  return from !== undefined && from >= 0 && from <= maxDuration;
}

/** One row for each role, with the threshold of auto_explain, which logs plans of slow statements where it is loaded. */
function measured(subjects: readonly EffectiveSetting[]): Facts[] {
  return [...new Set(subjects.map(({ role_name }) => role_name))].map((role) => ({
    role: role ?? "any other",
    ...Object.fromEntries(
      subjects.filter(({ role_name }) => role_name === role).map(({ setting, value }) => [setting, value]),
    ),
  }));
}
