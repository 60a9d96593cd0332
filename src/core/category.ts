/** The order in which they are shown. */
export const CATEGORIES = [
  "cron",
  "migrations",
  "queries",
  "indexes",
  "vacuum",
  "capacity",
  "settings",
  "backups",
  "monitoring",
] as const;

export type Category = (typeof CATEGORIES)[number];
