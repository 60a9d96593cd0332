import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parseConfig } from "./parse.ts";
import { linkRelatedChecks } from "./resolve.ts";

async function relate(text: string) {
  const { checks } = await parseConfig(text, "config.yml");
  // biome-ignore lint/suspicious/noExplicitAny: the test knows the options' shape
  const { "cron-jobs": jobs, "materialized-views": views } = linkRelatedChecks(checks) as Record<string, any>;
  return { jobs: jobs.jobs, views: views.views };
}

describe("what checks' declarations say about each other", () => {
  it("a job that a view names refreshes it, however it was declared", async () => {
    const { jobs } = await relate(`
checks:
  cron-jobs:
    jobs:
      - { name: refresh, schedule: "*/5 * * * *" }
      - { name: other }
  materialized-views:
    views:
      - { name: public.a, refreshed-by: refresh, max-age: 15min }
      - { name: public.b, refreshed-by: refresh }
      - { name: public.c, refreshed-by: only-here }
      - { name: public.d }
`);
    assert.deepEqual(
      jobs.map(({ name, refreshes }: { name: string; refreshes: string[] }) => [name, refreshes]),
      [
        ["refresh", ["public.a", "public.b"]],
        ["other", []],
        ["only-here", ["public.c"]],
      ],
    );
  });

  it("a view that a job names is refreshed by it, unless the view names another", async () => {
    const { views } = await relate(`
checks:
  cron-jobs:
    jobs:
      - { name: off, refreshes: [public.a], enabled: false }
      - { name: refresh, refreshes: [public.a, public.b] }
      - { name: other }
  materialized-views:
    views: [{ name: public.a }, { name: public.b, refreshed-by: other }, { name: public.c, max-age: 1h }]
`);
    assert.deepEqual(
      views.map((view: Record<string, unknown>) => view["refreshed-by"]),
      ["refresh", "other", undefined],
    );
  });

  it("a view whose job says CONCURRENTLY is refreshed so, unless the view says otherwise", async () => {
    const { views } = await relate(`
checks:
  cron-jobs:
    jobs:
      - { name: a, command: "refresh materialized view concurrently public.a" }
      - { name: b, command: "SELECT refresh_b();" }
  materialized-views:
    views:
      - { name: public.a, refreshed-by: a }
      - { name: public.a2, refreshed-by: a, concurrently: false }
      - { name: public.b, refreshed-by: b }
      - { name: public.c }
`);
    assert.deepEqual(
      views.map(({ concurrently }: { concurrently?: boolean }) => concurrently),
      [true, false, undefined, undefined],
    );
  });

  it("nothing is declared by a check that is switched off", async () => {
    const { jobs } = await relate(`
checks:
  materialized-views: { enabled: false, views: [{ name: public.a, refreshed-by: a }] }
`);
    assert.deepEqual(jobs, []);
  });
});
