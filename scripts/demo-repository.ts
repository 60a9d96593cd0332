/** The repository around the demo's database: its files, and GitHub's word that its nightly workflow ran. */
import { type FakeGitHub, REPOSITORY_NAME, startGitHub } from "../test/support/github/github.ts";
import type { ActionRunOptions } from "../test/support/github/runner.ts";
import { demoFile } from "./demo-database.ts";

const CONFIG = ".github/pg-preflight.yml";
const NIGHTLY = ".github/workflows/database-nightly.yml";
const BASELINE = ".github/pg-preflight.baseline.json";
const FILES = [
  "supabase/migrations/20251116220935_schema_sync.sql",
  "supabase/migrations/20251118101500_usage_records.sql",
  "supabase/migrations/20251121083000_document_language.sql",
  "supabase/SCHEMA_CHANGELOG.md",
];
/** The days in demo/pg-preflight.yml, which would expire: the demo attests a month ago. */
const ATTESTED_ON = "2026-11-01";
const EXPIRES = "2027-01-30";

const DAY = 86_400_000;
/** As long as an attestation may last. */
const LASTS = 90 * DAY;
/** The nights before are played too, and nobody attests what is to come. */
const ATTESTED_AGO = 30 * DAY;
const LAST_NIGHT = 9 * 3_600_000;

/** The commit that the demo's pull request is to be merged into. */
export const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";

export interface DemoRepository {
  /** What a run in that repository has around it, to be given to `runAction`. */
  readonly surroundings: Pick<ActionRunOptions, "files" | "env" | "token">;
  readonly github: FakeGitHub;
}

/** As after the merge of the pull request that brings the recorded baseline. */
export function withBaseline({ surroundings, github }: DemoRepository, text: string): DemoRepository {
  const { files, ...rest } = github.repository;
  const [main = {}, base = {}] = [files?.main, files?.[BASE_SHA]];
  github.repository = {
    ...rest,
    files: { ...files, main: { ...main, [BASELINE]: text }, [BASE_SHA]: { ...base, [BASELINE]: text } },
  };
  return { surroundings: { ...surroundings, files: { ...surroundings.files, [BASELINE]: text } }, github };
}

export async function demoRepository(): Promise<DemoRepository> {
  const config = attestLately(await demoFile("pg-preflight.yml"));
  const github = await nightlyRan(config);
  const files = await Promise.all(FILES.map(async (path) => [path, await demoFile(path)] as const));
  const surroundings = {
    files: { ...Object.fromEntries(files), [CONFIG]: config },
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: REPOSITORY_NAME },
    token: github.token,
  };
  return { surroundings, github };
}

async function nightlyRan(config: string): Promise<FakeGitHub> {
  const text = await demoFile("database-nightly.yml");
  const now = Date.now();
  return startGitHub({
    // Who attests in the demo's configuration.
    people: [{ login: "ada", type: "User", association: "MEMBER" }],
    // On a pull request the policy is that of the base branch.
    files: { main: { [NIGHTLY]: text }, [BASE_SHA]: { [CONFIG]: config } },
    workflows: [
      {
        path: NIGHTLY,
        createdAt: now - 30 * DAY,
        // It found the planted trouble, so the night was red; it looked all the same.
        runs: [{ at: now - LAST_NIGHT, jobs: { health: { "Look at the database": "failure" } } }],
      },
    ],
  });
}

function attestLately(config: string): string {
  const dateOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, "2026-11-01".length);
  const on = Date.now() - ATTESTED_AGO;
  return config.replaceAll(ATTESTED_ON, dateOf(on)).replaceAll(EXPIRES, dateOf(on + LASTS));
}
