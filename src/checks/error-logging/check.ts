import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { Fix } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { sql } from "../../generated/sql.ts";
import {
  changeSetting,
  type EffectiveSetting,
  effectiveSettingRow,
  hiddenSetting,
  settingKey,
  settingSubject,
  settingSubjects,
} from "../shared/effective-settings.ts";
import { LOGIN_ROLES } from "../shared/supabase-roles.ts";

/** Both settings name the least severe level that is logged. These levels leave out errors. */
const WITHOUT_ERRORS = ["log", "fatal", "panic"];

const EVALUATED = ["log_min_messages", "log_min_error_statement"];

/** Supabase's own services log in as these roles, whose settings a team can't change. */
const SUPABASE_SERVICES = /^supabase_|^(pgbouncer|dashboard_user)$/;

export default defineCheck({
  id: "error-logging",
  title: "Errors are logged with their statements",
  why: "When the application fails on the database, its log is the place that says which statement failed and why.",
  category: "settings",
  priority: "medium",
  options: z.strictObject({}),
  query: {
    row: effectiveSettingRow,
    statement: () => ({ statement: sql["error-logging"] }),
  },
  evaluate(rows, { server, priority }) {
    const { subjects } = settingSubjects(rows, undefined, server);
    const evaluated = subjects.filter(
      ({ setting, role_name }) =>
        EVALUATED.includes(setting) && !(server.isSupabase && SUPABASE_SERVICES.test(role_name ?? "")),
    );
    const hidden = evaluated.find(({ value }) => value === null);
    return {
      findings: evaluated
        .filter(({ value }) => value !== null && WITHOUT_ERRORS.includes(value.toLowerCase()))
        .map((row) => {
          const subject = settingSubject(row, server);
          return {
            key: settingKey(row),
            priority,
            message:
              row.setting === "log_min_messages"
                ? `Errors of ${subject} are not logged.`
                : `Errors of ${subject} are logged without the statement that failed.`,
            facts: { role: row.role_name, setting: row.setting, value: row.value, set_for: row.level },
            fix: logErrors(row, server),
          };
        }),
      ...(hidden && { unknown: hiddenSetting(hidden.setting, server) }),
      ...(rows.length > 0 && {
        measurements: [
          Object.fromEntries(
            rows.filter(({ role_name }) => role_name === null).map(({ setting, value }) => [setting, value]),
          ),
        ],
      }),
    };
  },
});

function logErrors(row: EffectiveSetting, server: Server): Fix {
  // PostgreSQL's own default of log_min_messages is warning.
  const value = row.setting === "log_min_messages" ? "warning" : "error";
  if (!server.isSupabase || row.role_name !== null) return changeSetting(row, value, server);
  const changes = LOGIN_ROLES.map((role) =>
    changeSetting({ ...row, role_name: role, quoted_role: role, level: "role" }, value, server),
  );
  return { sql: changes.map((change) => change.sql).join("\n") };
}
