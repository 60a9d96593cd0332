import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { checksOf, ITEMS } from "./items.ts";

/** A copy of the document's section "Production Deployment Checklist". */
const DOCUMENT = `
### Database
- [x] All migrations applied successfully
- [ ] Materialized view refresh cron job configured
- [ ] pg_stat_statements extension enabled
- [ ] Connection pooling configured
- [ ] Backup schedule verified
- [ ] Performance baseline established

### Application
- [ ] API connection pool settings updated
- [ ] Query timeout settings configured
- [ ] Error logging enabled
- [ ] Performance monitoring active

### Monitoring
- [ ] Slow query alerts configured
- [ ] Index usage monitoring active
- [ ] Table bloat monitoring scheduled
- [ ] Connection pool monitoring enabled
`;

function boxes(): { section: string; title: string }[] {
  let section = "";
  return DOCUMENT.split("\n").flatMap((line) => {
    section = /^### (.+)$/.exec(line)?.[1] ?? section;
    const title = /^- \[[ x]\] (.+)$/.exec(line)?.[1];
    return title === undefined ? [] : [{ section, title }];
  });
}

describe("the checklist's items", () => {
  it("are the document's, in its order and words", () => {
    assert.equal(boxes().length, 14);
    assert.deepEqual(
      ITEMS.map(({ section, title }) => ({ section, title })),
      boxes(),
    );
  });

  it("rest on what the table says", () => {
    const evidence = ITEMS.map(({ id, evidence: all }) => [
      id,
      all.map(({ check, about }) => (about === undefined ? check : `${check}: ${about}`)),
    ]);
    assert.deepEqual(Object.fromEntries(evidence), {
      "migrations-applied": ["migrations", "invalid-indexes"],
      "cron-refresh-configured": ["cron-jobs", "materialized-views"],
      "pg-stat-statements-enabled": ["query-statistics"],
      "connection-pooling-configured": ["connection-pooling"],
      "backup-schedule-verified": ["backups"],
      "performance-baseline-established": ["performance-baseline"],
      "api-pool-settings-updated": ["application-pool"],
      "query-timeout-configured": ["statement-timeout"],
      "error-logging-enabled": ["error-logging"],
      "performance-monitoring-active": ["monitoring-schedule: any", "query-statistics"],
      "slow-query-alerts-configured": ["monitoring-schedule: slow-queries", "query-logging"],
      "index-usage-monitoring-active": ["monitoring-schedule: unused-indexes"],
      "table-bloat-monitoring-scheduled": ["monitoring-schedule: table-bloat"],
      "connection-pool-monitoring-enabled": ["monitoring-schedule: connection-usage"],
    });
  });

  it("let the recorded baseline stand where nothing could be measured", () => {
    const recorded = ITEMS.filter(({ evidence }) => evidence.some((source) => source.part === "recorded"));
    assert.deepEqual(
      recorded.map(({ id }) => id),
      ["performance-baseline-established"],
    );
  });

  it("want no check for what is dropped", () => {
    const items = ITEMS.map((item) =>
      item.id === "backup-schedule-verified" ? { ...item, dropped: "the provider's matter" } : item,
    );
    assert.ok(checksOf(ITEMS).includes("backups"));
    assert.ok(!checksOf(items).includes("backups"));
  });
});
