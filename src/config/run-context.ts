/** What the runner tells of the run. */
export interface RunContext {
  /** When the process started, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly workspace: string;
  readonly eventName: string;
  readonly commit: string | null;
  readonly runUrl: string | null;
  readonly apiUrl: string;
  /** owner/name. */
  readonly repository: string | null;
  /** The path of the workflow file, from `GITHUB_WORKFLOW_REF`. */
  readonly workflow: string | null;
  /** The base branch's commit of a pull request. */
  readonly baseSha: string | null;
  /** Of a pull request's event. */
  readonly pullRequest: number | null;
  /** `GITHUB_REF`: refs/heads/main. */
  readonly ref: string | null;
  /** What the event tells of the repository; null where it tells nothing. */
  readonly isPublic: boolean | null;
  readonly defaultBranch: string | null;
  /** The run's own number and attempt; null outside a runner. */
  readonly runId: string | null;
  readonly runAttempt: number;
  /** `PG_PREFLIGHT_SUPABASE_API_URL` when it is a loopback address, for tests alone; else Supabase's own. */
  readonly supabaseApiUrl: string;
}
