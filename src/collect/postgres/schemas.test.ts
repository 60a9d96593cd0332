import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { sharedServer } from "../../../test/support/postgres/postgres.ts";
import type { Schema } from "../../core/server.ts";
import { collectDatabase } from "./collect.ts";
import { selectSchemas } from "./schemas.ts";

const schemaOf = (name: string, owner: string, changes: Partial<Schema> = {}): Schema => ({
  oid: 1,
  name,
  owner,
  extension: null,
  isHelper: false,
  ...changes,
});
const leftOut = (isSupabase: boolean, ...schemas: Schema[]) =>
  selectSchemas({ schemas, isSupabase }, undefined).leftOut;

describe("the schemas that are looked at", () => {
  it("are a user's own, whatever their names", () => {
    const names = ["public", "cron", "graphql", "repack", "auth", "storage", "tiger"];
    assert.deepEqual(leftOut(false, ...names.map((name) => schemaOf(name, "app"))), []);
  });

  it("leave out what an extension made and what Supabase's roles own, and say whose it is", () => {
    assert.deepEqual(
      leftOut(
        true,
        schemaOf("cron", "supabase_admin", { extension: "pg_cron" }),
        schemaOf("auth", "supabase_admin"),
        schemaOf("storage", "supabase_storage_admin"),
        schemaOf("extensions", "postgres"),
        schemaOf("preflight", "postgres", { isHelper: true }),
        schemaOf("public", "pg_database_owner"),
        schemaOf("shop", "postgres"),
      ),
      [
        { name: "cron", of: "the extension pg_cron" },
        { name: "auth", of: "Supabase" },
        { name: "storage", of: "Supabase" },
        { name: "extensions", of: "Supabase" },
        { name: "preflight", of: "pg-preflight" },
      ],
    );
  });

  it("look at a team's own schema of a platform's name, in a second database of a Supabase server", () => {
    const own = ["auth", "storage", "vault", "realtime", "cron"].map((name) => schemaOf(name, "postgres"));
    assert.deepEqual(leftOut(true, ...own), []);
  });

  it("are on a real server those that no extension made, and preflight only while it holds our views alone", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE SCHEMA cron; CREATE SCHEMA shop; CREATE SCHEMA preflight;
      CREATE VIEW preflight.cron_jobs AS SELECT 1 AS jobid`);
    const collected = async () => {
      const evidence = await collectDatabase({
        url: database.url,
        ca: undefined,
        checks: [],
        schemas: undefined,
        timeout: 30_000,
      });
      return evidence.reached ? evidence.leftOut : undefined;
    };
    assert.deepEqual(await collected(), [{ name: "preflight", of: "pg-preflight" }]);
    await database.query("CREATE TABLE preflight.orders (id int)");
    assert.deepEqual(await collected(), []);
  });
});
