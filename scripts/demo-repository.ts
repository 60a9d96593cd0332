/** The repository around the demo's database: its files, and GitHub's word that its nightly workflow ran. */
import { type FakeGitHub, REPOSITORY_NAME, startGitHub } from "../test/support/github.ts";
import type { RunOptions } from "../test/support/runner.ts";
import { demoFile } from "./demo-database.ts";

const CONFIG = ".github/pg-preflight.yml";
const NIGHTLY = ".github/workflows/database-nightly.yml";
const FILES = [
  "supabase/migrations/20251116220935_schema_sync.sql",
  "supabase/migrations/20251118101500_usage_records.sql",
  "supabase/migrations/20251121083000_document_language.sql",
  "supabase/SCHEMA_CHANGELOG.md",
];
/** The days in demo/pg-preflight.yml, which would expire: the demo attests today. */
const ATTESTED_ON = "2026-11-01";
const EXPIRES = "2027-01-30";

const DAY = 86_400_000;
/** As long as an attestation may last. */
const LASTS = 90 * DAY;
const LAST_NIGHT = 9 * 3_600_000;

/** What a run in that repository has around it, to be given to `runAction`. */
export async function demoRepository(): Promise<Pick<RunOptions, "files" | "env" | "token">> {
  const github = await nightlyRan();
  const files = await Promise.all(FILES.map(async (path) => [path, await demoFile(path)] as const));
  return {
    files: { ...Object.fromEntries(files), [CONFIG]: attestToday(await demoFile("pg-preflight.yml")) },
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: REPOSITORY_NAME },
    token: github.token,
  };
}

async function nightlyRan(): Promise<FakeGitHub> {
  const text = await demoFile("database-nightly.yml");
  const now = Date.now();
  return startGitHub({
    files: { main: { [NIGHTLY]: text } },
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

function attestToday(config: string): string {
  const dateOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, "2026-11-01".length);
  return config.replaceAll(ATTESTED_ON, dateOf(Date.now())).replaceAll(EXPIRES, dateOf(Date.now() + LASTS));
}
