import { z } from "zod";
import { type Fix, sqlBlock, type Unknown } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { parseDuration } from "../../lib/units.ts";

/**
 * Where a session's value of a setting comes from; the first level that exists applies. `SHOW` in pg-preflight's
 * session does not show the values of other sessions, because each login role may have its own.
 */
const SETTING_LEVELS = ["role in database", "role", "database", "all roles", "server"] as const;

/**
 * The value that a new session of a role gets in this database. Without a role: the value of every role that has none
 * of its own. It is null when the server's value applies and the monitoring role can't see it, because that role has
 * a value of its own.
 */
export const effectiveSettingRow = z.object({
  role_name: z.string().nullable(),
  quoted_role: z.string().nullable(),
  can_login: z.boolean(),
  setting: z.string(),
  value: z.string().nullable(),
  level: z.enum(SETTING_LEVELS),
});

export type EffectiveSetting = z.infer<typeof effectiveSettingRow>;

/** True when the role has a value of its own. */
export function isOwn({ level }: EffectiveSetting): boolean {
  return level === "role" || level === "role in database";
}

/** A finding's key: the setting, with the role where it is a role's. */
export function settingKey({ quoted_role, setting }: EffectiveSetting): string {
  return quoted_role === null ? setting : `${quoted_role}.${setting}`;
}

/** Whose setting it is, as a sentence names it. */
export function settingSubject({ role_name }: EffectiveSetting, server: Server): string {
  return role_name ?? `the database ${server.database}`;
}

/** A time as PostgreSQL stores it (`8s`, `250`, `-1`) in milliseconds, the unit of a number without one. */
export function settingMilliseconds(text: string): number | undefined {
  const number = Number(text.trim());
  return text.trim() !== "" && !Number.isNaN(number) ? number : parseDuration(text);
}

/**
 * Sets another value at the level that will apply: for the role, or for the whole database when the row has no role.
 * `value` comes from pg-preflight and holds no quote.
 */
export function changeSetting(row: EffectiveSetting, value: string, server: Server): Fix {
  const change = `SET ${row.setting} = '${value}';`;
  if (row.quoted_role === null) return { sql: `ALTER DATABASE ${server.quotedDatabase} ${change}` };
  const where = row.level === "role in database" ? ` IN DATABASE ${server.quotedDatabase}` : "";
  return { sql: `ALTER ROLE ${row.quoted_role}${where} ${change}` };
}

/** Why a value is not known: the monitoring role's own value hides the server's. */
export function hiddenSetting(setting: string, server: Server): Unknown {
  return {
    reason: "permission",
    detail: `The login has a value of its own for ${setting}, which hides the server's from it.`,
    fix: sqlBlock(`ALTER ROLE ${server.login} RESET ${setting};`),
  };
}

/** `1s`, `250ms`: the shortest way to write whole milliseconds. */
export function writeDuration(milliseconds: number): string {
  return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${milliseconds}ms`;
}

/**
 * The settings that a check evaluates. With roles: theirs, and `missing` lists the roles that do not exist. Without:
 * the database's own (the row without a role) and those of login roles that have a value of their own. The monitoring
 * role is left out, because no application uses it.
 */
export function settingSubjects(
  rows: readonly EffectiveSetting[],
  roles: readonly string[] | undefined,
  server: Server,
): { readonly subjects: readonly EffectiveSetting[]; readonly missing: readonly string[] } {
  if (roles !== undefined) {
    return {
      subjects: rows.filter(({ role_name }) => role_name !== null && roles.includes(role_name)),
      missing:
        rows.length === 0 ? [] : roles.filter((role) => !rows.some(({ role_name }) => role_name === role)),
    };
  }
  const subjects = rows.filter(
    (row) => row.role_name === null || (row.can_login && isOwn(row) && row.quoted_role !== server.login),
  );
  return { subjects, missing: [] };
}
