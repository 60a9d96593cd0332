/** The user can mend this: a setting is wrong, a file is missing. Its message says what, where and what to write. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** Every problem found, each one sentence. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
