/** The client of Supabase's Management API against a stand-in that is held to the published description. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, it } from "vitest";
import {
  type Fault,
  healthyProject,
  type ManagementApi,
  PROJECT_REF,
  responseProblem,
  startManagementApi,
  TOKEN,
} from "../../../test/support/github/supabase.ts";
import { onCleanUp } from "../../../test/support/postgres/cleanup.ts";
import { SUPABASE_TOPICS, type SupabaseTopic } from "../../checks/shared/sources/supabase.ts";
import { collectSupabase, projectRefOf, type SupabaseEvidence } from "./index.ts";

const NOW = Date.UTC(2026, 10, 22, 12);
let api: ManagementApi;

beforeEach(async () => {
  api = await startManagementApi(healthyProject(NOW));
});

interface Asked {
  readonly topics?: readonly SupabaseTopic[];
  readonly timeout?: number;
  readonly token?: string;
}

async function collect(asked: Asked = {}): Promise<SupabaseEvidence> {
  const settings = { token: asked.token ?? TOKEN, projectRef: PROJECT_REF, apiUrl: api.url };
  const source = await collectSupabase(settings, asked.topics ?? SUPABASE_TOPICS, asked.timeout ?? 10_000);
  assert.ok("value" in source);
  assert.deepEqual(api.violations, []);
  assert.doesNotMatch(JSON.stringify(source), new RegExp(TOKEN), "the token stays where it is");
  return source.value;
}

/** What is unknown of a topic. */
function unknownOf(evidence: SupabaseEvidence, topic: SupabaseTopic = "backups") {
  const source = evidence[topic];
  assert.ok(source !== undefined && "unknown" in source, `${topic} is known`);
  return source.unknown;
}

describe("the Management API", () => {
  it("tells every topic in one call each, and its secrets are dropped", async () => {
    const evidence = await collect();
    assert.deepEqual(evidence, {
      project: { value: { status: "ACTIVE_HEALTHY", createdAt: NOW - 90 * 86_400_000 } },
      backups: {
        value: {
          pitrEnabled: false,
          walgEnabled: true,
          backups: [2, 26, 50].map((hours) => ({
            status: "COMPLETED",
            isPhysical: false,
            at: NOW - hours * 3_600_000,
          })),
          latestPhysicalAt: null,
          earliestPhysicalAt: null,
        },
      },
      pooler: { value: { mode: "transaction", poolSize: 15, maxClients: 200 } },
      pgbouncer: { value: { mode: "transaction", poolSize: 15, maxClients: 200 } },
      postgrest: { value: { poolSize: null } },
    });
    assert.equal(api.requests.length, SUPABASE_TOPICS.length);
    assert.doesNotMatch(JSON.stringify(evidence), /secret|pooler\.supabase\.com/);
  });

  it("is asked for nothing but what is wanted", async () => {
    assert.deepEqual(Object.keys(await collect({ topics: ["pooler"] })), ["pooler"]);
    assert.deepEqual(api.requests, [`GET /v1/projects/${PROJECT_REF}/config/database/pooler`]);
    assert.deepEqual(await collect({ topics: [] }), {});
    assert.equal(api.requests.length, 1);
  });

  it("may say more than it did, and use words that are new", async () => {
    const { pooler, backups } = healthyProject(NOW) as { pooler: object[]; backups: object };
    api.break("pooler", {
      body: [
        { ...pooler[0], database_type: "WITNESS" },
        { ...pooler[0], pool_mode: "hybrid", colour: "green", default_pool_size: null },
      ],
    });
    api.break("backups", {
      body: {
        ...backups,
        backups: [
          { id: 1, is_physical_backup: true, status: "VERIFIED", inserted_at: "2026-11-22 03:00:00.5+00" },
        ],
        physical_backup_data: { latest_physical_backup_date_unix: NOW / 1_000, kind: 1 },
      },
    });
    const evidence = await collect();
    assert.deepEqual(evidence.pooler, { value: { mode: "hybrid", poolSize: null, maxClients: 200 } });
    const read = evidence.backups;
    assert.ok(read !== undefined && "value" in read);
    assert.equal(read.value.latestPhysicalAt, NOW);
    assert.deepEqual(read.value.backups, [
      { status: "VERIFIED", isPhysical: true, at: Date.UTC(2026, 10, 22, 3, 0, 0, 500) },
    ]);
  });

  it("is not understood when it leaves out what is needed", async () => {
    const { backups, pooler } = healthyProject(NOW) as Record<string, Record<string, unknown>>;
    const { pitr_enabled: _, ...rest } = backups ?? {};
    const bad: [SupabaseTopic, unknown][] = [
      ["backups", rest],
      [
        "backups",
        { ...backups, backups: [{ status: "COMPLETED", is_physical_backup: true, inserted_at: "soon" }] },
      ],
      ["pooler", []],
      ["pooler", pooler?.[0]],
      ["postgrest", { db_pool: "20" }],
      ["project", "ACTIVE_HEALTHY"],
    ];
    for (const [topic, body] of bad) {
      api.mend();
      api.break(topic, { body });
      const evidence = await collect();
      assert.equal(unknownOf(evidence, topic).reason, "version");
      const others = SUPABASE_TOPICS.filter((other) => other !== topic);
      for (const other of others)
        assert.ok("value" in (evidence[other] ?? {}), `${other} suffers for ${topic}`);
    }
    api.break("backups", { text: "<html>A proxy wants you to log in</html>" });
    assert.match(unknownOf(await collect()).detail, /has not the form/);
  });
});

describe("what the Management API refuses", () => {
  const cases: [fault: Fault, reason: string, told: RegExp][] = [
    [{ status: 402 }, "permission", /The plan of the project's organisation/],
    [{ status: 403 }, "permission", /may not read the backups.*permission Backups \(Read\)/s],
    [{ status: 404 }, "error", /check supabase.project-ref/],
    [{ status: 418 }, "error", /HTTP 418/],
    [{ status: 500 }, "unreachable", /HTTP 500.*status\.supabase\.com/],
    [{ status: 503, headers: { "retry-after": "3600" } }, "unreachable", /HTTP 503/],
  ];
  for (const [fault, reason, told] of cases) {
    it(`${JSON.stringify(fault)} is one clear sentence about that topic alone`, async () => {
      api.break("backups", fault);
      const evidence = await collect();
      const unknown = unknownOf(evidence);
      assert.equal(unknown.reason, reason);
      assert.match(unknown.detail, told);
      assert.doesNotMatch(JSON.stringify(unknown), /said by the API/);
      for (const topic of SUPABASE_TOPICS.filter((other) => other !== "backups")) {
        assert.ok("value" in (evidence[topic] ?? {}), topic);
      }
    });
  }

  const everywhere: [fault: Fault, reason: string, told: RegExp][] = [
    [{ status: 401 }, "permission", /does not know this access token/],
    [{ status: 429, headers: { "retry-after": "3600" } }, "unreachable", /rate limit/],
    [{ status: 302, headers: { location: "https://example.com/" } }, "unreachable", /redirect/],
    ["dropped", "unreachable", /was not reached/],
    ["hanging", "timeout", /did not answer in time/],
  ];
  for (const [fault, reason, told] of everywhere) {
    it(`${JSON.stringify(fault)} ends the asking`, async () => {
      api.break(undefined, fault);
      const startedAt = performance.now();
      const evidence = await collect({ timeout: 2_500 });
      assert.ok(performance.now() - startedAt < 5_000, "the run's time is kept");
      for (const topic of SUPABASE_TOPICS) {
        assert.equal(unknownOf(evidence, topic).reason, reason);
        assert.match(unknownOf(evidence, topic).detail, told);
      }
      assert.ok(api.requests.length <= 2, `${api.requests.length} calls`);
    });
  }

  it("a token that is not Supabase's is said to be unknown, and not shown", async () => {
    const token = "sbp_wrong0123456789";
    const evidence = await collect({ token });
    assert.equal(unknownOf(evidence).reason, "permission");
    assert.doesNotMatch(JSON.stringify(evidence), new RegExp(token));
  });

  it("waits as long as it is asked to, in seconds or until a date, and then goes on", async () => {
    for (const header of ["1", new Date(Date.now() + 1_500).toUTCString()]) {
      api.requests.length = 0;
      api.break("project", { status: 429, headers: { "retry-after": header }, times: 1 });
      const evidence = await collect();
      assert.ok("value" in (evidence.project ?? {}));
      assert.ok("value" in (evidence.backups ?? {}));
      assert.equal(api.requests.length, SUPABASE_TOPICS.length + 1);
    }
  });

  it("tries once more after a failure, and no more than once", async () => {
    api.break("pooler", { status: 502, times: 1 });
    assert.ok("value" in ((await collect()).pooler ?? {}));
    api.break("pooler", { status: 502, times: 2 });
    assert.equal(unknownOf(await collect(), "pooler").reason, "unreachable");
  });

  it("never goes to another host", async () => {
    const visits: string[] = [];
    const other = createServer((request, response) => {
      visits.push(String(request.headers.authorization));
      response.end("{}");
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onCleanUp(() => other.close());
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    for (const status of [301, 302, 303, 307, 308]) {
      api.break(undefined, { status, headers: { location } });
      assert.match(unknownOf(await collect()).detail, /redirect/);
    }
    assert.deepEqual(visits, []);
  });

  it("a host where nothing listens is told within the run's time", async () => {
    await api.close();
    assert.match(unknownOf(await collect({ timeout: 3_000 })).detail, /was not reached/);
  });
});

describe("the Management API is not asked", () => {
  const settings = { token: TOKEN, projectRef: undefined, apiUrl: "http://127.0.0.1:1" };

  it("without a project, and the line to add is told", async () => {
    const source = await collectSupabase(settings, ["backups"], 1_000);
    assert.ok("skipped" in source);
    assert.equal(source.skipped.reason, "not-configured");
    assert.match(source.skipped.fix?.text ?? "", /^supabase: \{ project-ref: [a-z]{20} \}$/m);
  });

  it("without a token", async () => {
    const source = await collectSupabase(
      { ...settings, token: undefined, projectRef: PROJECT_REF },
      ["backups"],
      1_000,
    );
    assert.ok("skipped" in source);
    assert.equal(source.skipped.reason, "no-secret");
    assert.match(source.skipped.fix?.text ?? "", /^supabase-access-token: /m);
  });

  it("about another project than the database's", async () => {
    const source = await collectSupabase(
      { ...settings, apiUrl: api.url, projectRef: "zyxwvutsrqponmlkjihg" },
      ["backups"],
      5_000,
      { databaseUrl: `postgresql://preflight:pw@db.${PROJECT_REF}.supabase.co:5432/postgres` },
    );
    assert.ok("unknown" in source);
    assert.match(source.unknown.detail, /another Supabase project/);
    assert.ok(!source.unknown.detail.includes(PROJECT_REF), "the address is a secret");
    assert.deepEqual(api.requests, []);
  });

  it("but the database's address may tell the project", async () => {
    const source = await collectSupabase({ ...settings, apiUrl: api.url }, ["postgrest"], 5_000, {
      databaseUrl: `postgresql://preflight:pw@db.${PROJECT_REF}.supabase.co:5432/postgres`,
    });
    assert.deepEqual(source, { value: { postgrest: { value: { poolSize: null } } } });
    assert.deepEqual(api.requests, [`GET /v1/projects/${PROJECT_REF}/postgrest`]);
  });
});

describe("the project's reference", () => {
  it("is read from the direct host and from the pooler's user, and from nothing else", () => {
    const known = [
      `postgres://postgres:pw@db.${PROJECT_REF}.supabase.co:5432/postgres`,
      `postgres://preflight.${PROJECT_REF}:pw@aws-1-eu-central-1.pooler.supabase.com:6543/postgres`,
    ];
    for (const url of known) assert.equal(projectRefOf(url), PROJECT_REF);
    const unknown = [
      undefined,
      "no address",
      `postgres://postgres.${PROJECT_REF}:pw@db.example.com/postgres`,
      `postgres://postgres:pw@db.${PROJECT_REF}.supabase.co.example.com/postgres`,
      "postgres://postgres.short:pw@aws-1-eu-central-1.pooler.supabase.com/postgres",
      `postgres://${PROJECT_REF}:pw@aws-1-eu-central-1.pooler.supabase.com/postgres`,
    ];
    for (const url of unknown) assert.equal(projectRefOf(url), undefined, url);
  });
});

describe("the stand-in", () => {
  it("says nothing that the description does not let Supabase say", () => {
    assert.throws(() => api.say("backups", { region: "x" }), /required property/);
    assert.match(responseProblem("pooler", 200, [{}]) ?? "", /required property/);
    assert.match(responseProblem("project", 302, {}) ?? "", /no answer 302/);
    assert.equal(responseProblem("pgbouncer", 200, {}), undefined);
  });

  it("takes only what the description knows", async () => {
    await fetch(`${api.url}/v1/projects/NOT-A-REF/postgrest`);
    await fetch(`${api.url}/v1/projects/${PROJECT_REF}`, { method: "DELETE" });
    assert.equal(api.violations.length, 2);
  });
});
