/** The stand-in's workflows, their runs, and the repository's files. */

import type { FakePerson } from "./github-issues.ts";
import {
  type Asked,
  type CheckAnswer,
  type Handler,
  notFound,
  page,
  REPOSITORY_NAME,
} from "./github-requests.ts";
import type { Description } from "./openapi.ts";

export interface FakeRun {
  /** Its start, milliseconds since 1970. */
  readonly at: number;
  /** Default: schedule. */
  readonly event?: string;
  /** Default: the default branch. */
  readonly branch?: string;
  /** Job -> step -> conclusion; `in_progress` for a step that runs now. */
  readonly jobs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FakeWorkflow {
  readonly path: string;
  /** Default: active. */
  readonly state?: string;
  /** Milliseconds since 1970. Default: long ago. */
  readonly createdAt?: number;
  readonly runs?: readonly FakeRun[];
}

export interface FakeRepository {
  /** Default: main. */
  readonly defaultBranch?: string;
  readonly workflows?: readonly FakeWorkflow[];
  /** Branch or commit -> path -> text. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Default: private. */
  readonly isPublic?: boolean;
  /** Default: true. */
  readonly hasIssues?: boolean;
  /** People of the repository, besides those who wrote something in it. Default: a maintainer called dba. */
  readonly people?: readonly FakePerson[];
  /** Logins of people whom an issue may be assigned to. */
  readonly assignable?: readonly string[];
}

const LONG_AGO = Date.UTC(2025, 0, 1);

export function fileHandlers(state: () => FakeRepository, api: Description): Record<string, Handler> {
  const branch = (): string => state().defaultBranch ?? "main";
  const workflows = (): readonly FakeWorkflow[] => state().workflows ?? [];
  /** Ids from places: the tenth run of the second workflow is 20009. */
  const runOf = (id: number): FakeRun | undefined =>
    workflows()[Math.floor(id / 10_000) - 1]?.runs?.[id % 10_000];
  return {
    "repos/get": () => {
      const { isPublic = false, hasIssues = true } = state();
      return ok(
        api.fill("full-repository", {
          full_name: REPOSITORY_NAME,
          default_branch: branch(),
          private: !isPublic,
          visibility: isPublic ? "public" : "private",
          has_issues: hasIssues,
        }),
      );
    },
    "actions/list-repo-workflows": ({ query }) => {
      const all = workflows().map(({ path, state: word = "active", createdAt = LONG_AGO }, index) =>
        api.fill("workflow", { id: index + 1, name: path, path, state: word, created_at: iso(createdAt) }),
      );
      return ok({ total_count: all.length, workflows: page(all, query) });
    },
    "actions/list-workflow-runs": ({ parameters: { workflow_id }, query }) => {
      const index = Number(workflow_id) - 1;
      const workflow = workflows()[index];
      if (workflow === undefined) throw notFound();
      const all = (workflow.runs ?? [])
        .map((run, place) => ({ run, id: (index + 1) * 10_000 + place }))
        .filter(({ run }) => query.event === undefined || (run.event ?? "schedule") === query.event)
        .filter(({ run }) => query.branch === undefined || (run.branch ?? branch()) === query.branch)
        .sort((a, b) => b.run.at - a.run.at)
        .map(({ run, id }) =>
          api.fill("workflow-run", {
            id,
            event: run.event ?? "schedule",
            head_branch: run.branch ?? branch(),
            path: workflow.path,
            workflow_id: index + 1,
            status: "completed",
            created_at: iso(run.at),
            run_started_at: iso(run.at),
          }),
        );
      return ok({ total_count: all.length, workflow_runs: page(all, query) });
    },
    "actions/list-jobs-for-workflow-run": ({ parameters: { run_id }, query }) => {
      const run = runOf(Number(run_id));
      if (run === undefined) throw notFound();
      const jobs = Object.entries(run.jobs).map(([name, steps], index) =>
        api.fill("job", {
          id: index + 1,
          run_id: Number(run_id),
          name,
          status: "completed",
          steps: Object.entries(steps).map(([step, conclusion], number) => ({
            name: step,
            number: number + 1,
            status: conclusion === "in_progress" ? "in_progress" : "completed",
            conclusion: conclusion === "in_progress" ? null : conclusion,
          })),
        }),
      );
      return ok({ total_count: jobs.length, jobs: page(jobs, query) });
    },
    "repos/get-content": (asked) => {
      const ref = (asked.query.ref ?? "HEAD").replace(/^refs\/heads\//, "").replace(/^HEAD$/, branch());
      const files = state().files?.[ref];
      // "No commit found for the ref": also in a repository that has files on other branches.
      if (files === undefined && state().files !== undefined) throw notFound();
      return ok(contentOf(asked, files ?? {}));
    },
  };

  function contentOf({ parameters: { path = "" } }: Asked, files: Readonly<Record<string, string>>): unknown {
    const text = files[path];
    if (text === undefined) {
      const isFolder = path === "" || Object.keys(files).some((file) => file.startsWith(`${path}/`));
      if (isFolder) return [];
      throw notFound();
    }
    // Above 1 MiB GitHub leaves the content out.
    const isLarge = Buffer.byteLength(text) > 1024 ** 2;
    return api.fill("content-file", {
      type: "file",
      encoding: isLarge ? "none" : "base64",
      name: path.split("/").at(-1),
      path,
      size: Buffer.byteLength(text),
      content: isLarge ? "" : Buffer.from(text).toString("base64").replace(/.{60}/g, "$&\n"),
    });
  }
}

function ok(body: unknown): CheckAnswer {
  return { status: 200, body };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
