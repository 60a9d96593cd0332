import { memberOf, membersOf } from "../../../lib/json.ts";
import { type ParseError, parseSql, type Statement } from "../../shared/sql/parser.ts";

/** In characters: longer than any query that a person writes. It also bounds the work of the parser. */
const MAX_LENGTH = 20_000;

/** In levels of the parse tree, of which an operator or a bracket takes a few. Only generated SQL has more. */
const MAX_DEPTH = 2_000;

export type SelectResult =
  | {
      /** The statement alone: no `;`, and nothing after it that could hide what is appended. */
      readonly text: string;
      /** The numbers of its parameters, in order, each once. */
      readonly parameters: readonly number[];
    }
  | { readonly problem: string };

/** Parses a text that has to be one SELECT which only reads. A problem never repeats the text. */
export async function readSelect(text: string): Promise<SelectResult> {
  if (text.length > MAX_LENGTH) {
    return { problem: `it has ${text.length} characters: write a query of at most ${MAX_LENGTH}` };
  }
  if (text.includes("\0") || !text.isWellFormed()) {
    return { problem: "it holds a character that no SQL can hold (U+0000, or half of a pair): leave it out" };
  }
  const whole = await statementsIn(text);
  if ("problem" in whole) return whole;
  const [first, second] = whole.statements;
  if (first === undefined) return { problem: "it holds no statement: write one SELECT" };
  if (second !== undefined) {
    const count = whole.statements.length;
    return { problem: `it holds ${count} statements: write one SELECT, and each other one as its own query` };
  }
  const statementText = cutOut(first, text);
  // The check is of the text that will run, not of the one that it was cut from.
  const alone = await statementsIn(statementText);
  if ("problem" in alone) return alone;
  const [statement, ...more] = alone.statements;
  if (statement === undefined || more.length > 0) throw new Error("the statement was cut wrongly");
  return checkStatement(statement, statementText);
}

async function statementsIn(
  text: string,
): Promise<{ readonly statements: readonly Statement[] } | { readonly problem: string }> {
  const parsed = await parseSql(text);
  if (parsed === "crashed") return { problem: TOO_DEEP };
  if ("statements" in parsed) return parsed;
  const { message } = parsed.error;
  return {
    problem: message.startsWith("memory exhausted") ? TOO_DEEP : describeSyntaxError(parsed.error, text),
  };
}

const TOO_DEEP = "it is nested too deeply: write it with fewer brackets and operators inside one another";

function cutOut({ stmt_location: start, stmt_len: length }: Statement, text: string): string {
  const bytes = Buffer.from(text);
  const statement = bytes
    .subarray(start, length === undefined ? undefined : start + length)
    .toString()
    .trim();
  // Without a line break a final line comment would swallow what is appended.
  return /--.*$/.test(statement) ? `${statement}\n` : statement;
}

function checkStatement({ stmt }: Statement, text: string): SelectResult {
  const [kind = ""] = Object.keys(stmt);
  if (kind !== "SelectStmt") {
    const instead = INSTEAD[kind] ?? "write one SELECT, which only reads";
    return { problem: `it is ${commandWithArticle(kind)}: ${instead}` };
  }
  const parameters = new Set<number>();
  for (const { key, value, depth } of membersOf(stmt)) {
    if (depth > MAX_DEPTH) return { problem: TOO_DEEP };
    const problem = problemWithMember(key, value);
    if (problem !== undefined) return { problem };
    // PostgreSQL's tree leaves out a 0.
    if (key === "ParamRef") parameters.add(Number(memberOf(value, "number") ?? 0));
  }
  return checkParameters(
    [...parameters].sort((a, b) => a - b),
    text,
  );
}

function checkParameters(parameters: readonly number[], text: string): SelectResult {
  if (parameters[0] === 0) return { problem: "it uses $0, and parameters begin with $1" };
  const gap = parameters.findIndex((number, index) => number !== index + 1);
  if (gap < 0) return { text, parameters };
  return {
    problem: `it uses $${parameters.at(-1)} and not $${gap + 1}: number its parameters $1, $2, without a gap`,
  };
}

/** Every member of the parse tree is checked by its name alone, wherever it is. */
function problemWithMember(key: string, value: unknown): string | undefined {
  if (key === "intoClause" || key === "IntoClause") {
    return "SELECT … INTO creates a table: leave out INTO and its table";
  }
  if (key === "LockingClause") {
    const lock = LOCKS[String(memberOf(value, "strength"))] ?? "FOR UPDATE or FOR SHARE";
    return `it locks rows with ${lock}: leave that out, a query that is measured must not lock`;
  }
  if (/^[A-Z].*Stmt$/.test(key) && key !== "SelectStmt") {
    return `it holds ${commandWithArticle(key)}: a WITH in it may hold only SELECTs`;
  }
  return undefined;
}

/** InsertStmt: "an INSERT". CreateExtensionStmt: "a CREATE EXTENSION". */
function commandWithArticle(kind: string): string {
  const command =
    COMMANDS[kind] ??
    kind
      .replace(/Stmt$/, "")
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
      .toUpperCase();
  return `${/^[AEIOU]/.test(command) ? "an" : "a"} ${command}`;
}

function describeSyntaxError({ message, position }: ParseError, text: string): string {
  const what = MESSAGE_WITHOUT_TEXT.exec(message)?.[1] ?? "an error";
  const lines = [...text].slice(0, position).join("").split("\n");
  const where = `line ${lines.length}, column ${[...(lines.at(-1) ?? "")].length + 1} of the statement`;
  const hint = DRIVER_PLACEHOLDER.test(text) ? ". Its parameters are written $1, $2" : "";
  return `PostgreSQL cannot read it: ${what} at ${where}${hint}`;
}

/** The commands of statements whose node in the parse tree has another name. */
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

/** Statements for which there is better advice than "write a SELECT". */
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

/** Messages of the parser that quote nothing of the text. */
const MESSAGE_WITHOUT_TEXT =
  /^(syntax error|unterminated [/*a-z -]+|zero-length delimited identifier|trailing junk after \w+( \w+)?|parameter number too large|invalid Unicode [a-z ]+|invalid hexadecimal [a-z ]+|multiple [A-Z ]+ clauses not allowed|unsafe use of [\\'a-z ]+)(?= at (or near |end of input)|$)/;

/** The placeholder of a driver; `a::text` is a cast and `a ? 'b'` can be an operator of jsonb. */
const DRIVER_PLACEHOLDER = /(?<!:):[a-z_]|%(?:s|\()|\?(?!\s*[|&'])/i;
