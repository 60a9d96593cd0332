/** The steps of a release, on a real repository with a real origin; of GitHub stands the part that they ask. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, it } from "vitest";
import { Repository } from "../../scripts/release/repository.ts";
import { due, prepare, propose, prove, publish } from "../../scripts/release/steps.ts";
import { onCleanUp } from "../support/postgres/cleanup.ts";
import { REPOSITORY } from "../support/postgres/installation.ts";

const DAY = "2026-12-01";
const CHANGELOG = "# Changelog\n\n## Unreleased\n\n### Added\n\n- All of it.\n";
const REFUSED = '{"message":"GitHub Actions is not permitted to create or approve pull requests."}';

describe("a release", () => {
  describe("and the next one", () => {
    let { clone, git, merge } = {} as ReturnType<typeof project>;
    let github: Awaited<ReturnType<typeof startGitHub>>;
    let [one, two] = ["", ""];
    beforeAll(async () => {
      ({ clone, git, merge } = project());
      github = await startGitHub();
    });
    const published = async (): Promise<string> => (await publish(clone(), github.access)).join("\n");

    it("is proposed from the entries of the changelog", async () => {
      const first = prepare(clone(), DAY, () => build(clone().folder));
      assert.equal(first?.version, "1.0.0");
      git("reset", "--quiet", "--hard");

      // The job that may write has a clone of its own, at the same commit.
      const address = await propose(clone(), github.access, first.patch);
      assert.equal(address, "https://github.test/acme/tool/pull/1");
      assert.match(github.pulls[0]?.body ?? "", /releases v1\.0\.0.*`v1` moves to it[\s\S]*- All of it\./);
      assert.deepEqual(
        git("show", "--format=%an%n%s", "--name-only", "HEAD").split("\n").filter(Boolean),
        ["github-actions[bot]", "Release v1.0.0", "CHANGELOG.md", "dist/index.js"],
        "package.json said 1.0.0 all the time",
      );
    });

    it("is published by the merge: the tag, the page and the major", async () => {
      one = merge("release/v1.0.0");
      assert.equal(due(clone()), "1.0.0");
      assert.doesNotThrow(() => prove(clone(), () => build(clone().folder)));
      assert.match(await published(), /Created the tag v1\.0\.0 on [0-9a-f]{40}[\s\S]*Created v1 on/);
      assert.equal(clone().tagged("v1.0.0"), one);
      assert.equal(clone().tagged("v1"), one);
      assert.match(github.releases.get("v1.0.0") ?? "", /^### Added\n\n- All of it\./);
      assert.ok(github.releases.get("v1.0.0")?.includes(`uses: acme/tool@${one} # v1.0.0`));
    });

    it("is done once only: a run that is run again finds everything done", async () => {
      assert.match(await published(), /was already on this commit[\s\S]*v1 was already here/);
      assert.equal(github.releases.size, 1);
      assert.equal(
        prepare(clone(), DAY, () => build(clone().folder)),
        undefined,
        "nothing under Unreleased",
      );
    });

    it("leaves the full tag where it is, and moves the major and says from where", async () => {
      change(clone().folder, "CHANGELOG.md", (text) =>
        text.replace("Unreleased\n", "Unreleased\n\n### Fixed\n\n- A bug.\n"),
      );
      git("commit", "--quiet", "--all", "--message", "A fix");
      git("push", "--quiet", "origin", "main");
      assert.equal(due(clone()), undefined);
      const second = prepare(clone(), DAY, () => build(clone().folder));
      git("reset", "--quiet", "--hard");
      await propose(clone(), github.access, second?.patch ?? "");
      two = merge("release/v1.0.1");
      assert.match(await published(), new RegExp(`Moved v1 from ${one} to ${two}`));
      assert.equal(clone().tagged("v1.0.0"), one);
      assert.equal(clone().tagged("v1.0.1"), two);
      assert.equal(clone().tagged("v1"), two);
    });

    it("does not take the major back when the first release's run is started once more", async () => {
      git("checkout", "--quiet", one);
      assert.match(await published(), new RegExp(`v1 stays on ${two}`));
      assert.equal(clone().tagged("v1"), two);
      assert.deepEqual(github.strangers, []);
    });
  });

  it("has one pull request: a weightier entry renames it, and the old branch goes", async () => {
    const { clone, git } = project("1.0.0");
    const github = await startGitHub();
    const offer = async () => {
      const prepared = prepare(clone(), DAY, () => build(clone().folder));
      git("reset", "--quiet", "--hard");
      await propose(clone(), github.access, prepared?.patch ?? "");
      git("reset", "--quiet", "--hard", "origin/main");
    };
    const ours = () => clone().branches(/^release\//);
    await offer();
    assert.deepEqual(ours(), ["release/v1.1.0"]);
    await offer();
    assert.equal(github.pulls.length, 1, "made again, the same one is renewed");
    change(clone().folder, "CHANGELOG.md", (text) => text.replace("### Added", "### Breaking"));
    git("commit", "--quiet", "--all", "--message", "It breaks");
    git("push", "--quiet", "origin", "main", "main:refs/heads/release/by-hand");
    await offer();
    assert.deepEqual(ours(), ["release/by-hand", "release/v2.0.0"], "a branch that people made stays");
    assert.equal(git("show", "origin/release/v2.0.0:package.json").includes('"version": "2.0.0"'), true);
    const lock = JSON.parse(git("show", "origin/release/v2.0.0:package-lock.json"));
    assert.deepEqual(
      [lock.version, lock.packages[""].version, lock.packages.x.version],
      ["2.0.0", "2.0.0", "7.0.0"],
    );
  });

  it("says where the setting is that lets a workflow open pull requests", async () => {
    const { clone, git } = project();
    const github = await startGitHub({ status: 403, body: REFUSED });
    const prepared = prepare(clone(), DAY, () => build(clone().folder));
    git("reset", "--quiet", "--hard");
    await assert.rejects(propose(clone(), github.access, prepared?.patch ?? ""), /403.*Actions > General/);
  });
});

describe("a release is refused", () => {
  it("when dist is not what its source makes, before anything is written", () => {
    const { clone, git } = project();
    change(clone().folder, "dist/index.js", () => "// by hand\n");
    git("commit", "--quiet", "--all", "--message", "A bundle by hand");
    for (const step of [prove, prepareAs]) {
      assert.throws(
        () => step(clone(), () => build(clone().folder)),
        /not what its source makes[\s\S]*dist\/index\.js/,
      );
      git("reset", "--quiet", "--hard");
    }
    function prepareAs(repository: Repository, make: () => void) {
      prepare(repository, DAY, make);
    }
  });

  it("when dist holds a file that the build does not make, or lacks one that it makes", () => {
    const { clone, git } = project();
    writeFileSync(join(clone().folder, "dist/old.js"), "");
    git("add", "--all");
    git("commit", "--quiet", "--message", "What an older build left");
    assert.throws(() => prove(clone(), () => build(clone().folder)), /D dist\/old\.js/);
    git("reset", "--quiet", "--hard", "HEAD~1");
    assert.throws(() => prove(clone(), () => build(clone().folder, "new.js")), /\?\? dist\/new\.js/);
  });

  it("when the clone has changes of its own", () => {
    const { clone } = project();
    writeFileSync(join(clone().folder, "left-over"), "");
    assert.throws(
      () => prepare(clone(), DAY, () => build(clone().folder)),
      /changes of its own[\s\S]*left-over/,
    );
  });

  it("when the next version's tag exists, whoever made it", () => {
    const { clone, git } = project();
    git("tag", "--annotate", "--message", "by hand", "v1.0.0");
    git("push", "--quiet", "origin", "v1.0.0");
    assert.throws(
      () => prepare(clone(), DAY, () => build(clone().folder)),
      /v1\.0\.0 exists on [0-9a-f]{40}/,
    );
  });

  it("when its full tag is on another commit, and nothing is moved or published", async () => {
    const { clone, git, elsewhere } = project();
    const github = await startGitHub();
    change(clone().folder, "CHANGELOG.md", (text) =>
      text.replace("Unreleased\n", `Unreleased\n\n## 1.0.0 - ${DAY}\n`),
    );
    git("commit", "--quiet", "--all", "--message", "Release v1.0.0");
    git("push", "--quiet", "origin", `${elsewhere}:refs/tags/v1.0.0`);
    await assert.rejects(publish(clone(), github.access), /v1\.0\.0 exists on .*never moves/);
    assert.equal(clone().tagged("v1.0.0"), elsewhere);
    assert.equal(clone().tagged("v1"), undefined);
    assert.equal(github.releases.size, 0);
  });

  it("when somebody tags between the look and the push: the server says no", () => {
    const { clone, git, elsewhere } = project();
    git("commit", "--quiet", "--allow-empty", "--message", "More");
    clone().push(`${elsewhere}:refs/tags/v1.0.0`);
    assert.throws(() => clone().push(`${clone().head()}:refs/tags/v1.0.0`), /already exists/);
  });

  it("when no part of the changelog is for it", async () => {
    const { clone } = project();
    await assert.rejects(publish(clone(), (await startGitHub()).access), /1\.0\.0 is not due/);
    assert.equal(clone().tagged("v1.0.0"), undefined);
  });

  it("when the major is on a commit that is not in this one's history", async () => {
    const { clone, git } = project();
    change(clone().folder, "CHANGELOG.md", (text) =>
      text.replace("Unreleased\n", `Unreleased\n\n## 1.0.0 - ${DAY}\n`),
    );
    git("commit", "--quiet", "--all", "--message", "Release v1.0.0");
    const stranger = git("commit-tree", "HEAD^{tree}", "-m", "no history");
    git("push", "--quiet", "origin", `${stranger}:refs/tags/v1`);
    await assert.rejects(publish(clone(), (await startGitHub()).access), /somebody has to look/);
    assert.equal(clone().tagged("v1"), stranger);
  });

  it("when what was prepared touches more than a release does", async () => {
    const { clone, git } = project();
    mkdirSync(join(clone().folder, "dist/deep"));
    for (const file of [".github/workflows/release.yml", "scripts/release.ts", "dist/deep/index.js"]) {
      mkdirSync(join(clone().folder, file, ".."), { recursive: true });
      writeFileSync(join(clone().folder, file), "hostile\n");
      const patch = gzipSync(clone().patch()).toString("base64");
      git("reset", "--quiet", "--hard");
      await assert.rejects(
        propose(clone(), (await startGitHub()).access, patch),
        new RegExp(`A release does not change ${file}`),
      );
      git("reset", "--quiet", "--hard");
    }
    assert.deepEqual(clone().branches(/^release\//), []);
  });

  it("when main has gone on since it was prepared", async () => {
    const { clone, git } = project();
    const prepared = prepare(clone(), DAY, () => build(clone().folder));
    git("reset", "--quiet", "--hard");
    change(clone().folder, "CHANGELOG.md", (text) => text.replace("All of it", "More"));
    git("commit", "--quiet", "--all", "--message", "More");
    assert.match(gunzipSync(Buffer.from(prepared?.patch ?? "", "base64")).toString(), /CHANGELOG/);
    await assert.rejects(
      propose(clone(), (await startGitHub()).access, prepared?.patch ?? ""),
      /does not apply/,
    );
  });
});

describe("what runs beside the token that may write", () => {
  it("needs nothing from npm", () => {
    for (const file of globSync(["scripts/release.ts", "scripts/release/*.ts"], { cwd: REPOSITORY })) {
      const text = readFileSync(join(REPOSITORY, file), "utf8");
      for (const [, specifier = ""] of text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)) {
        assert.match(specifier, /^(node:|\.\/(release\/)?[a-z]+\.ts$)/, `${file} imports ${specifier}`);
      }
    }
  });

  it("gives git the token in its environment, for this server alone", () => {
    const { clone } = project();
    const access = { server: "https://github.test", token: "s3cret" };
    const folder = clone().folder;
    const shown = execFileSync("git", ["config", "--list"], { cwd: folder, encoding: "utf8" });
    assert.doesNotMatch(shown, /extraheader/i);
    // A failing command is told with its arguments.
    assert.throws(
      () => new Repository(folder, access).push("nothing:refs/heads/x"),
      (error: Error) => /push/.test(error.message) && !/s3cret|eC1hY2Nlc3/.test(error.message),
    );
  });
});

describe("the pages and the workflows", () => {
  it("name the major of the next release: a breaking change brings `@v2` along", () => {
    const read = (file: string) => readFileSync(join(REPOSITORY, file), "utf8");
    const next = execFileSync(process.execPath, [join(REPOSITORY, "scripts/release.ts"), "next"], {
      encoding: "utf8",
      env: { ...process.env, GITHUB_STEP_SUMMARY: "" },
    }).trim();
    const version = /^\d/.test(next) ? next : String(JSON.parse(read("package.json")).version);
    const files = globSync(["README.md", "docs/**/*.md", "examples/*.yml", ".github/workflows/*.yml"], {
      cwd: REPOSITORY,
    });
    const named = files.flatMap((file) =>
      [...read(file).matchAll(/pg-preflight\/pg-preflight[\w./-]*@v(\d+)\b(?!\.\d)/g)].map(
        ([, major]) => `${file} v${major}`,
      ),
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((one) => !one.endsWith(` v${version.split(".")[0]}`)),
      [],
    );
  });
});

/** A clone on main with one commit, its origin, and the build that is enough here. */
function project(released?: string) {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-release-"));
  onCleanUp(() => rmSync(folder, { recursive: true, force: true }));
  const work = join(folder, "work");
  mkdirSync(join(work, "dist"), { recursive: true });
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", join(folder, "origin")]);
  const git = (...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=me", "-c", "user.email=me@example.com", ...args], {
      cwd: work,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", join(folder, "origin"));
  const older = released === undefined ? "" : `\n## ${released} - 2026-11-22\n\n### Added\n\n- The first.\n`;
  const version = released ?? "1.0.0";
  writeFileSync(join(work, ".gitattributes"), "dist/** -diff\n");
  writeFileSync(join(work, "CHANGELOG.md"), CHANGELOG + older);
  writeFileSync(join(work, "package.json"), json({ name: "tool", version }));
  writeFileSync(
    join(work, "package-lock.json"),
    json({ name: "tool", version, packages: { "": { name: "tool", version }, x: { version: "7.0.0" } } }),
  );
  build(work);
  git("add", "--all");
  git("commit", "--quiet", "--message", "Begin");
  const elsewhere = git("rev-parse", "HEAD");
  git("push", "--quiet", "origin", "main");
  return {
    git,
    elsewhere,
    clone: () => new Repository(work),
    /** As GitHub's button does. The new commit of main. */
    merge: (branch: string) => {
      git("fetch", "--quiet", "origin");
      git("reset", "--quiet", "--hard", "origin/main");
      git("merge", "--quiet", "--no-ff", "--message", `Merge ${branch}`, `origin/${branch}`);
      git("push", "--quiet", "origin", "main");
      return git("rev-parse", "HEAD");
    },
  };
}

/** The bundle says the version and what the changelog's newest version is: enough to be stale. */
function build(folder: string, name = "index.js"): void {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const dated = /^## \d.*/m.exec(readFileSync(join(folder, "CHANGELOG.md"), "utf8"))?.[0] ?? "";
  mkdirSync(join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "dist", name), `// ${version} ${dated}\n`);
}

function change(folder: string, file: string, how: (text: string) => string): void {
  writeFileSync(join(folder, file), how(readFileSync(join(folder, file), "utf8")));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The five requests of a release, with what GitHub keeps of them; `fault` answers whoever opens a pull request. */
async function startGitHub(fault?: { status: number; body: string }) {
  const pulls: { number: number; head: string; title: string; body: string }[] = [];
  const releases = new Map<string, string>();
  const strangers: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/repos\/acme\/tool/, "");
    const send = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    const page = (pull: { number: number }) => ({
      ...pull,
      html_url: `https://github.test/acme/tool/pull/${pull.number}`,
    });
    if (request.headers.authorization !== "Bearer t0ken") return send(401, {});
    if (request.method === "GET" && path === "/pulls") {
      return send(200, pulls.filter(({ head }) => url.searchParams.get("head") === `acme:${head}`).map(page));
    }
    if (request.method === "POST" && path === "/pulls") {
      if (fault !== undefined) return response.writeHead(fault.status).end(fault.body);
      pulls.push({ number: pulls.length + 1, ...JSON.parse(text) });
      return send(201, page(pulls.at(-1) ?? { number: 0 }));
    }
    const pull = pulls.find(({ number }) => path === `/pulls/${number}`);
    if (request.method === "PATCH" && pull !== undefined) {
      return send(200, page(Object.assign(pull, JSON.parse(text))));
    }
    const tag = /^\/releases\/tags\/(.+)$/.exec(path)?.[1];
    if (request.method === "GET" && tag !== undefined) {
      return send(releases.has(tag) ? 200 : 404, { html_url: `https://github.test/${tag}` });
    }
    if (request.method === "POST" && path === "/releases") {
      const made = JSON.parse(text);
      releases.set(made.tag_name, made.body);
      return send(201, { html_url: `https://github.test/${made.tag_name}` });
    }
    strangers.push(`${request.method} ${path}`);
    return send(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { access: { api, repository: "acme/tool", token: "t0ken" }, pulls, releases, strangers };
}
