import type { CronJobsOptions } from "../checks/cron-jobs/check.ts";
import type { MaterializedViewsOptions } from "../checks/materialized-views/check.ts";

type Options = Record<string, unknown>;

/**
 * Checks see only their own options. Here what a declaration of one says about another gets there: a job that a
 * view names in `refreshed-by` refreshes that view, and is as critical; where only the view names it, it counts as
 * declared. The other way round a view that a job names in `refreshes` is refreshed by it. And a view whose job's
 * command says CONCURRENTLY is refreshed so.
 */
export function linkRelatedChecks<Checks extends Options>(checks: Checks): Checks {
  const jobsOptions = checks["cron-jobs"] as CronJobsOptions | undefined;
  const viewsOptions = checks["materialized-views"] as
    | (MaterializedViewsOptions & { enabled?: boolean })
    | undefined;
  if (jobsOptions === undefined || viewsOptions === undefined || viewsOptions.enabled === false)
    return checks;
  const views = viewsOptions.views.map((view) => {
    const refresher = jobsOptions.jobs.find(
      ({ refreshes, enabled }) => enabled && refreshes.includes(view.name),
    );
    return view["refreshed-by"] !== undefined || refresher === undefined
      ? view
      : { ...view, "refreshed-by": refresher.name };
  });
  const refreshedBy = (job: string) =>
    views.filter((view) => view["refreshed-by"] === job).map(({ name }) => name);
  const named = new Set(jobsOptions.jobs.map(({ name }) => name));
  const refreshers = new Set(views.flatMap((view) => view["refreshed-by"] ?? []));
  const jobs: CronJobsOptions["jobs"] = [
    ...jobsOptions.jobs.map((job) => ({
      ...job,
      refreshes: [...new Set([...job.refreshes, ...refreshedBy(job.name)])],
    })),
    ...[...refreshers]
      .filter((name) => !named.has(name))
      .map((name) => ({ name, refreshes: refreshedBy(name), enabled: true })),
  ];
  const isConcurrent = (job: string | undefined) =>
    jobsOptions.jobs.some(({ name, command }) => name === job && /\bconcurrently\b/i.test(command ?? ""));
  return {
    ...checks,
    "cron-jobs": { ...jobsOptions, jobs },
    "materialized-views": {
      ...viewsOptions,
      views: views.map((view) =>
        view.concurrently === undefined && isConcurrent(view["refreshed-by"])
          ? { ...view, concurrently: true }
          : view,
      ),
    },
  };
}
