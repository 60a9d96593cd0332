import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
import { Workspace } from "../../../test/support/postgres/migration-histories.ts";
import { readFolders } from "./index.ts";

describe("folders by a pattern", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = new Workspace();
  });
  afterEach(() => workspace.remove());

  async function find(pattern: string) {
    const source = (await readFolders([pattern], { workspace: workspace.path })).get(pattern);
    return source !== undefined && "value" in source
      ? (source.value?.map(({ path, files }) => `${path}: ${files.join(" ")}`) ?? null)
      : source;
  }

  it("are found at any depth, with their files, in their order", async () => {
    workspace.write([
      "db/migrate/1.rb",
      "db/post_migrate/2.rb",
      "db/migrated/3.rb",
      "apps/a/db/x_migrate/n/4.rb",
    ]);
    assert.deepEqual(await find("**/db/*migrate"), [
      "apps/a/db/x_migrate: n/4.rb",
      "db/migrate: 1.rb",
      "db/post_migrate: 2.rb",
    ]);
    assert.deepEqual(await find("db/*migrate"), ["db/migrate: 1.rb", "db/post_migrate: 2.rb"]);
    assert.deepEqual(await find("**/prisma/migrations"), []);
  });

  it("take no dot for any character, and no name for a part of one", async () => {
    workspace.write(["a.b/1.sql", "axb/2.sql", "my-drizzle/3.sql"]);
    assert.deepEqual(await find("**/a.b"), ["a.b: 1.sql"]);
    assert.deepEqual(await find("**/drizzle"), []);
  });

  it("are not looked for in other people's code, hidden folders or behind links", async () => {
    workspace.write([
      "node_modules/x/drizzle/1.sql",
      ".cache/drizzle/2.sql",
      "vendor/drizzle/3.sql",
      "real/4.sql",
    ]);
    symlinkSync(join(workspace.path, "real"), join(workspace.path, "drizzle"));
    assert.deepEqual(await find("**/drizzle"), []);
  });

  it("are null in a workspace that holds nothing, which is none without the folder", async () => {
    assert.equal(await find("**/drizzle"), null);
    workspace.write("README.md");
    assert.deepEqual(await find("**/drizzle"), []);
    workspace.remove();
    assert.equal(await find("**/drizzle"), null);
  });
});
