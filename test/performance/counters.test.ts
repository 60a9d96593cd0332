/**
 * What a run costs the server, where it can be counted exactly: the bundle with all checks on a healthy database of
 * 50 and of 1,000 tables. The limits are those of issue 2, item 8; ratios of time belong to `npm run bench`.
 */
import assert from "node:assert/strict";
import { beforeAll, describe, test } from "vitest";
import { buildFixture, type Fixture, fillStatements, SERVER_SETTINGS } from "../../scripts/bench/fixture.ts";
import {
  action,
  onServer,
  onTheWire,
  run,
  type ServerCost,
  type WireCost,
} from "../../scripts/bench/measure.ts";
import { costOfEach, type StatementCost } from "../../scripts/bench/statements.ts";
import { type OwnServer, startServer } from "../support/postgres/postgres.ts";

const BUFFERS = { small: 11_000, medium: 21_000 } as const;

/**
 * Its recursion over what a history table depends on is planned for thousands of rows and finds none where no such table
 * is. Nothing is compiled for it: our transactions switch that off.
 */
const OVERESTIMATED = "server/server";

/** From here on PostgreSQL compiles a statement just in time (jit_above_cost), which costs more than it saves. */
const JIT_ABOVE_COST = 100_000;

let server: OwnServer;
beforeAll(async () => {
  server = await startServer({ settings: SERVER_SETTINGS });
});

for (const size of ["small", "medium"] as const) {
  describe(`a run on a ${size} database`, () => {
    let fixture: Fixture;
    let wire: WireCost;
    let cost: ServerCost;
    beforeAll(async () => {
      fixture = await buildFixture(server, size);
      await fillStatements(fixture);
      wire = await onTheWire(server.port, (through) => action(through(fixture.url)));
      [, cost] = await onServer(fixture.database, () => run(action(fixture.url)));
    });

    test("takes two connections at most", () => assert.ok(wire.connections <= 2, `${wire.connections}`));

    test("waits three times at most on each, after authentication", () =>
      assert.ok(wire.roundTrips <= 3, `${wire.roundTrips}`));

    test(`touches ${BUFFERS[size]} blocks at most`, () =>
      assert.ok(cost.buffers <= BUFFERS[size], `${cost.buffers} blocks`));

    test("makes the server write no temporary file", () => assert.equal(cost.temporaryBytes, 0));

    test("brings less than 100 kB to the client", () =>
      assert.ok(wire.bytesToClient < 100_000, `${wire.bytesToClient} bytes`));

    test("asks nothing that the planner thinks dear", async () => {
      const costs = await costOfEach(fixture.url, wire.statements, 1);
      assert.ok(costs.length > 10, `${costs.length} statements were seen`);
      const dear = costs.filter(
        ({ name, estimatedCost }) => estimatedCost >= JIT_ABOVE_COST && name !== OVERESTIMATED,
      );
      assert.deepEqual(dear.map(describeCost), []);
    });
  });
}

function describeCost({ name, estimatedCost }: StatementCost): string {
  return `${name}: ${Math.round(estimatedCost)}`;
}
