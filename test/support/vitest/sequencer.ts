/** The order of the test files. */
import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Of a file that spends minutes waiting. Started first, others work meanwhile; as the last one it would run alone. */
const WAITS = /^\s*\* @module-tag waits$/m;

export class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waiting = new Set(files.filter((file) => WAITS.test(readFileSync(file.moduleId, "utf8"))));
    return files.toSorted(
      (a, b) => Number(waiting.has(b)) - Number(waiting.has(a)) || (a.moduleId < b.moduleId ? -1 : 1),
    );
  }
}
