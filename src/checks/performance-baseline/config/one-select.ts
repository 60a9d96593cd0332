import { memberOf, membersOf } from "../../../lib/json.ts";
import { type ParseError, parseSql, type Statement } from "../../shared/sql/parser.ts";

/** A query is written by a person: no page of it is longer. It also bounds what the parser has to bear. */
const LONGEST = 20_000;

/** In levels of the parse tree, of which an operator or a bracket takes a few. It takes machines to write more. */
const DEEPEST = 2_000;

/** What a statement is called, where PostgreSQL's name of its node does not tell. */
const COMMANDS: Readonly<Record<string, string>> = {
  CheckPointStmt: "CHECKPOINT",
  ClosePortalStmt: "CLOSE",
  GrantRoleStmt: "GRANT",
  RefreshMatViewStmt: "REFRESH MATERIALIZED VIEW",
  SecLabelStmt: "SECURITY LABEL",
  TransactionStmt: "command of a transaction",
  VacuumStmt: "VACUUM or ANALYZE",
  VariableSetStmt: "SET",
  VariableShowStmt: "SHOW",
};

/** Where more than "write a SELECT" helps. */
const INSTEAD: Readonly<Record<string, string>> = {
  ExplainStmt: "write the SELECT alone, the action explains it itself",
  VariableSetStmt: "write the SELECT alone, and the application's settings under settings:",
  DeclareCursorStmt: "write the SELECT alone",
  CreateTableAsStmt: "write the SELECT alone",
  PrepareStmt: "write the SELECT alone, and its values under params:",
  ExecuteStmt: "write the SELECT itself, and its values under params:",
};

const LOCKS: Readonly<Record<string, string>> = {
  LCS_FORUPDATE: "FOR UPDATE",
  LCS_FORNOKEYUPDATE: "FOR NO KEY UPDATE",
  LCS_FORSHARE: "FOR SHARE",
  LCS_FORKEYSHARE: "FOR KEY SHARE",
};

/** Words of the parser that quote nothing of the text. */
const PLAIN_WORDS =
  /^(syntax error|unterminated [/*a-z -]+|zero-length delimited identifier|trailing junk after \w+( \w+)?|parameter number too large|invalid Unicode [a-z ]+|invalid hexadecimal [a-z ]+|multiple [A-Z ]+ clauses not allowed|unsafe use of [\\'a-z ]+)(?= at (or near |end of input)|$)/;

/** Placeholders of drivers; `a::text` is a cast and `a ? 'b'` may be an operator of jsonb. */
const DRIVERS_PLACEHOLDER = /(?<!:):[a-z_]|%(?:s|\()|\?(?!\s*[|&'])/i;

export type Read =
  | {
      /** The statement alone: no `;`, and nothing after it that could hide what is put behind it. */
      readonly text: string;
      /** The numbers of its parameters, in order, each once. */
      readonly parameters: readonly number[];
    }
  | { readonly problem: string };

/** Reads a text that has to be one SELECT which only reads. What is wrong is said without repeating the text. */
export async function readSelect(text: string): Promise<Read> {
  if (text.length > LONGEST) {
    return { problem: `it has ${text.length} characters: write a query of at most ${LONGEST}` };
  }
  if (text.includes("\0") || !text.isWellFormed()) {
    return { problem: "it holds a character that no SQL can hold (U+0000, or half of a pair): leave it out" };
  }
  const whole = await readStatements(text);
  if ("problem" in whole) return whole;
  const [first, second] = whole.statements;
  if (first === undefined) return { problem: "it holds no statement: write one SELECT" };
  if (second !== undefined) {
    const count = whole.statements.length;
    return { problem: `it holds ${count} statements: write one SELECT, and each other one as its own query` };
  }
  const bare = cut(text, first);
  // What is judged is the text that will run, not the one that it was cut from.
  const alone = await readStatements(bare);
  if ("problem" in alone) return alone;
  const [statement, ...more] = alone.statements;
  if (statement === undefined || more.length > 0) throw new Error("the statement was cut wrongly");
  return evaluate(statement, bare);
}

async function readStatements(
  text: string,
): Promise<{ readonly statements: readonly Statement[] } | { readonly problem: string }> {
  const parsed = await parseSql(text);
  if (parsed === "broke") return { problem: TOO_DEEP };
  if ("statements" in parsed) return parsed;
  const { words } = parsed.error;
  return { problem: words.startsWith("memory exhausted") ? TOO_DEEP : syntaxError(parsed.error, text) };
}

const TOO_DEEP = "it is nested too deeply: write it with fewer brackets and operators inside one another";

function cut(text: string, { stmt_location: start, stmt_len: length }: Statement): string {
  const bytes = Buffer.from(text);
  const bare = bytes
    .subarray(start, length === undefined ? undefined : start + length)
    .toString()
    .trim();
  // The line comment would go on into whatever stands behind it.
  return /--.*$/.test(bare) ? `${bare}\n` : bare;
}

function evaluate({ stmt }: Statement, text: string): Read {
  const [kind = ""] = Object.keys(stmt);
  if (kind !== "SelectStmt") {
    const instead = INSTEAD[kind] ?? "write one SELECT, which only reads";
    return { problem: `it is ${named(kind)}: ${instead}` };
  }
  const parameters = new Set<number>();
  for (const { key, value, depth } of membersOf(stmt)) {
    if (depth > DEEPEST) return { problem: TOO_DEEP };
    const problem = effectOf(key, value);
    if (problem !== undefined) return { problem };
    if (key === "ParamRef") parameters.add(numberOf(value, "number"));
  }
  return withoutHoles(
    [...parameters].sort((a, b) => a - b),
    text,
  );
}

function withoutHoles(parameters: readonly number[], text: string): Read {
  if (parameters[0] === 0) return { problem: "it uses $0, and parameters begin with $1" };
  const hole = parameters.findIndex((number, index) => number !== index + 1);
  if (hole < 0) return { text, parameters };
  return {
    problem: `it uses $${parameters.at(-1)} and not $${hole + 1}: number its parameters $1, $2, without a gap`,
  };
}

/** Looks at every member of the parse tree: by its name alone, wherever it is. */
function effectOf(key: string, value: unknown): string | undefined {
  if (key === "intoClause" || key === "IntoClause") {
    return "SELECT … INTO creates a table: leave out INTO and its table";
  }
  if (key === "LockingClause") {
    const lock = LOCKS[String(memberOf(value, "strength"))] ?? "FOR UPDATE or FOR SHARE";
    return `it locks rows with ${lock}: leave that out, a query that is measured must not lock`;
  }
  if (/^[A-Z].*Stmt$/.test(key) && key !== "SelectStmt") {
    return `it holds ${named(key)}: a WITH in it may hold only SELECTs`;
  }
  return undefined;
}

/** PostgreSQL's tree leaves out what is 0. */
function numberOf(value: unknown, key: string): number {
  return Number(memberOf(value, key) ?? 0);
}

/** InsertStmt: "an INSERT". CreateExtensionStmt: "a CREATE EXTENSION". */
function named(kind: string): string {
  const command =
    COMMANDS[kind] ??
    kind
      .replace(/Stmt$/, "")
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toUpperCase();
  return `${/^[AEIOU]/.test(command) ? "an" : "a"} ${command}`;
}

function syntaxError({ words, position }: ParseError, text: string): string {
  const what = PLAIN_WORDS.exec(words)?.[1] ?? "an error";
  const lines = [...text].slice(0, position).join("").split("\n");
  const where = `line ${lines.length}, column ${[...(lines.at(-1) ?? "")].length + 1} of the statement`;
  const hint = DRIVERS_PLACEHOLDER.test(text) ? ". Its parameters are written $1, $2" : "";
  return `PostgreSQL cannot read it: ${what} at ${where}${hint}`;
}
