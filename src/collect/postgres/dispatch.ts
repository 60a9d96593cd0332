import type { Outcome, Session } from "./session.ts";
import type { Question } from "./transaction.ts";

export type Ask = (question: Question) => Promise<Outcome>;

/** All questions are sent at once, half of them over each session. For direct connections only. */
export function inOneFlight(session: Session, helper: Session | undefined): Ask {
  let isHelpersTurn = false;
  return (question) => {
    const asked = isHelpersTurn ? (helper ?? session) : session;
    isHelpersTurn = !isHelpersTurn;
    return asked.ask(question, "pipelined");
  };
}

/**
 * One question at a time for each session. A pooler may let the helper in and then not serve it, because its pool is
 * small and in session mode: it joins when it is served.
 */
export function inTurns(session: Session, helper: Session | undefined): Ask {
  const turns = new Turns();
  turns.join(session);
  helper?.served().then(
    () => turns.join(helper),
    () => undefined,
  );
  return (question) => turns.ask(question);
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

  async ask(question: Question): Promise<Outcome> {
    const session = this.#free.pop() ?? (await new Promise<Session>((take) => this.#waiting.push(take)));
    const outcome = await session.ask(question, "awaited");
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

function isLost(outcome: Outcome): boolean {
  return "refusal" in outcome && outcome.refusal.code === "lost";
}
