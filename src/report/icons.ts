import type { ItemStatus } from "../core/checklist/item.ts";
import type { Status } from "../core/finding.ts";
import type { Priority } from "../core/priority.ts";
import { type Html, trusted } from "./html/escape.ts";

/** The icons of the page. Each has its word beside it. */

export const PRIORITY_ICONS: Record<Priority, Html> = {
  critical: trusted("🔴"),
  high: trusted("🟠"),
  medium: trusted("🟡"),
  low: trusted("🔵"),
  info: trusted("⚪"),
};

export const STATUS_ICONS: Record<Status, Html> = {
  pass: trusted("✅"),
  fail: trusted("❌"),
  unknown: trusted("❔"),
  skipped: trusted("➖"),
  measured: trusted("📊"),
};

export const ITEM_ICONS: Record<ItemStatus, Html> = {
  pass: trusted("✅"),
  fail: trusted("❌"),
  unknown: trusted("❔"),
  pending: trusted("⏳"),
  attested: trusted("📝"),
  dropped: trusted("➖"),
};
