import type { Check } from "./check.ts";
import type { SelectedItem } from "./checklist/item.ts";
import type { IssueRules } from "./issue-rules.ts";
import type { Priority } from "./priority.ts";
import type { RulesSource } from "./rules-source.ts";

/** A check as this run wants it. */
export interface SelectedCheck {
  readonly check: Check;
  readonly priority: Priority;
  readonly enabled: boolean;
  readonly options: unknown;
}

/** A finding that the team has decided to live with. */
export interface Ignore {
  readonly check: string;
  /** A finding's key; `*` stands for any text. */
  readonly key: string;
  readonly reason: string;
  /** The last day on which it counts, `2027-01-01`; null for ever. */
  readonly expires: string | null;
}

/** A read replica that this run looks at too. */
export interface ReplicaNode {
  readonly name: string;
  /** A secret. */
  readonly url: string;
}

export type FailOn = Exclude<Priority, "info"> | "never";

/** What a run rests on, once inputs and configuration are settled. It holds secrets: never log it. */
export interface RunConfig {
  readonly target: string;
  readonly suite: string;
  readonly checks: readonly SelectedCheck[];
  readonly failOn: FailOn;
  readonly isPullRequest: boolean;
  /** The file that counts could not be read, so what it declares is not looked at. */
  readonly configRefused?: true;
  /** `policy.unknown`, settled for this suite. */
  readonly unknownFails: boolean;
  /** Milliseconds for the whole run, from the start of its process. */
  readonly timeout: number;
  /** When they are over, in milliseconds since 1970: nothing is read after this time. */
  readonly deadline: number;
  /** Undefined on a pull request without secrets. */
  readonly database: { readonly url: string; readonly ca: string | undefined } | undefined;
  readonly supabase: {
    readonly token: string | undefined;
    readonly projectRef: string | undefined;
    /** Without /v1 and without a slash at the end. */
    readonly apiUrl: string;
  };
  /** PgBouncer's admin console: a URL whose database is pgbouncer. */
  readonly pgbouncer: { readonly url: string; readonly ca: string | undefined } | undefined;
  /** The login that may read what the application reads. */
  readonly baseline: { readonly url: string; readonly ca: string | undefined } | undefined;
  readonly github: {
    readonly token: string | undefined;
    readonly apiUrl: string;
    /** owner/name; null outside a runner. */
    readonly repository: string | null;
    /** The path of the workflow file that runs now, from the repository's root; null when not known. */
    readonly workflow: string | null;
    /** GITHUB_EVENT_NAME: schedule, push, pull_request. */
    readonly eventName: string;
    /** refs/heads/main. */
    readonly ref: string | null;
    /** What the event tells; null where it tells nothing. */
    readonly isPublic: boolean | null;
    readonly defaultBranch: string | null;
    readonly pullRequest: number | null;
  };
  /** Whose files decide what counts; undefined where those of the checkout do. */
  readonly rules?: RulesSource | undefined;
  /** The run's number, null outside a runner, and its attempt. */
  readonly run: { readonly id: string | null; readonly attempt: number };
  readonly issues: IssueRules & {
    readonly write: "auto" | "always" | "never";
    /** Say what would be written, and write nothing. */
    readonly dryRun: boolean;
  };
  /** Findings that an open issue holds do not stop this run. */
  readonly knownPass: boolean;
  /** A pull request may get its one comment. */
  readonly pullRequestComment: boolean;
  /** Names may be shown in a public repository. */
  readonly publicDetails: boolean;
  /** What this configuration makes of the words of `suite` and `checks`, to read other workflows by. */
  readonly selection: {
    /** The path of the configuration file, as the input gives it. */
    readonly config: string;
    readonly suites: Readonly<Record<string, readonly string[]>>;
    /** Ids of the checks that the checklist rests on: suite deploy. */
    readonly checklist: readonly string[];
    /** Ids of the checks that it disables. */
    readonly disabled: readonly string[];
  };
  /** The checked-out commit's folder. */
  readonly workspace: string;
  readonly schemas: readonly string[] | undefined;
  /** Roles whose relations are read although code in them can run. */
  readonly trustedOwners: readonly string[];
  readonly replicas: "none" | readonly string[] | undefined;
  /** Those with an address. */
  readonly replicaNodes?: readonly ReplicaNode[];
  readonly ignore: readonly Ignore[];
  /** The deployment checklist; empty but in suite deploy. */
  readonly checklist: readonly SelectedItem[];
  readonly commit: string | null;
  readonly runUrl: string | null;
  /** What the reader should know of the configuration: no file was found. */
  readonly notices: readonly string[];
}
