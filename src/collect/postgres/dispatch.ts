import type { QueryResult, Session } from "./session.ts";
import type { PreparedQuery } from "./transaction.ts";

export type RunQuery = (question: PreparedQuery) => Promise<QueryResult>;

/**
 * All questions are sent at once: those about indexes, whose planning takes nearly half of a run, over the helper. Each
 * session reads what the server knows of a catalog into a cache of its own, so that questions about the same catalogs
 * belong together: sent in turns, they touch a fifth more blocks. The rows of an untrusted owner may be too long for a
 * connection: they go over the helper too, for the team's own statements come later over the session. For direct
 * connections only.
 */
export function runPipelined(session: Session, helper: Session | undefined): RunQuery {
  return (question) => {
    const isForHelper = question.category === "indexes" || question.copied !== undefined;
    const asked = isForHelper ? (helper ?? session) : session;
    return asked.runQuery(question, "pipelined");
  };
}

/**
 * One question at a time for each session. A pooler may let the helper in and then not serve it, because its pool is
 * small and in session mode: it joins when it is served.
 */
export function runSequential(session: Session, helper: Session | undefined): RunQuery {
  const turns = new Turns();
  turns.join(session);
  helper?.served().then(
    () => turns.join(helper),
    () => undefined,
  );
  return (question) => turns.runQuery(question);
}

/** The next session that is free takes the next question that waits. */
class Turns {
  readonly #free: Session[] = [];
  readonly #waiting: ((session: Session) => void)[] = [];
  #alive = 0;

  join(session: Session): void {
    this.#alive += 1;
    this.#release(session);
  }

  async runQuery(question: PreparedQuery): Promise<QueryResult> {
    const session = this.#free.pop() ?? (await new Promise<Session>((take) => this.#waiting.push(take)));
    const outcome = await session.runQuery(question, "sequential");
    // A lost session would lose all that wait; the last one has to, for nobody else answers them.
    if (isLost(outcome) && this.#alive > 1) this.#alive -= 1;
    else this.#release(session);
    return outcome;
  }

  #release(session: Session): void {
    const take = this.#waiting.shift();
    if (take === undefined) this.#free.push(session);
    else take(session);
  }
}

function isLost(outcome: QueryResult): boolean {
  return "error" in outcome && outcome.error.code === "lost";
}
