/** PostgreSQL's own settings, by which a table that has none of its own is vacuumed and analyzed. */
export const AUTOVACUUM_DEFAULTS = {
  autovacuum_vacuum_threshold: 50,
  autovacuum_vacuum_scale_factor: 0.2,
  autovacuum_analyze_threshold: 50,
  autovacuum_analyze_scale_factor: 0.1,
} as const;

type AutovacuumSetting = keyof typeof AUTOVACUUM_DEFAULTS;

/** Dead or changed rows at which those bring autovacuum to a table of so many rows. */
export function defaultTrigger(work: "vacuum" | "analyze", rows: number): number {
  return (
    AUTOVACUUM_DEFAULTS[`autovacuum_${work}_threshold`] +
    AUTOVACUUM_DEFAULTS[`autovacuum_${work}_scale_factor`] * rows
  );
}

/** "its own autovacuum_vacuum_threshold": a table's or the server's. */
export function namedSetting(setting: AutovacuumSetting, isOwn: boolean): string {
  return `${isOwn ? "its own" : "the server's"} ${setting}`;
}
