/** The parts of the options of cron-jobs and materialized-views that name one another. */
interface Job {
  readonly name: string;
  readonly refreshes: readonly string[];
  readonly enabled: boolean;
  readonly command?: string | undefined;
}
interface View {
  readonly name: string;
  readonly "refreshed-by"?: string | undefined;
  readonly concurrently?: boolean | undefined;
}
interface JobOptions {
  readonly jobs: readonly Job[];
}
interface ViewOptions {
  readonly views: readonly View[];
  readonly enabled?: boolean;
}

/**
 * What the declarations say about one another. A job that a view names in `refreshed-by` refreshes that view; where only
 * the view names it, it counts as declared. A view that a job names in `refreshes` is refreshed by it. A view whose
 * job's command says CONCURRENTLY is refreshed so. Undefined where there is nothing to link.
 *
 * @param jobs the options of cron-jobs
 * @param views the options of materialized-views
 */
export function linkDeclarations(
  jobs: unknown,
  views: unknown,
): { readonly jobs: readonly Job[]; readonly views: readonly View[] } | undefined {
  // Both were parsed by the schemas of their checks.
  const [jobOptions, viewOptions] = [jobs as JobOptions | undefined, views as ViewOptions | undefined];
  if (jobOptions === undefined || viewOptions === undefined || viewOptions.enabled === false)
    return undefined;
  const linkedViews = viewOptions.views.map((view) => withRefresher(view, jobOptions.jobs));
  return {
    jobs: linkJobs(jobOptions.jobs, linkedViews),
    views: linkedViews.map((view) =>
      view.concurrently === undefined && isConcurrent(view["refreshed-by"], jobOptions.jobs)
        ? { ...view, concurrently: true }
        : view,
    ),
  };
}

function withRefresher(view: View, jobs: readonly Job[]): View {
  const refresher = jobs.find(({ refreshes, enabled }) => enabled && refreshes.includes(view.name));
  return view["refreshed-by"] !== undefined || refresher === undefined
    ? view
    : { ...view, "refreshed-by": refresher.name };
}

function linkJobs(jobs: readonly Job[], views: readonly View[]): Job[] {
  const refreshedBy = (job: string) =>
    views.filter((view) => view["refreshed-by"] === job).map(({ name }) => name);
  const declared = new Set(jobs.map(({ name }) => name));
  const refreshers = new Set(views.flatMap((view) => view["refreshed-by"] ?? []));
  return [
    ...jobs.map((job) => ({
      ...job,
      refreshes: [...new Set([...job.refreshes, ...refreshedBy(job.name)])],
    })),
    ...[...refreshers]
      .filter((name) => !declared.has(name))
      .map((name) => ({ name, refreshes: refreshedBy(name), enabled: true })),
  ];
}

function isConcurrent(job: string | undefined, jobs: readonly Job[]): boolean {
  return jobs.some(({ name, command }) => name === job && /\bconcurrently\b/i.test(command ?? ""));
}
