/** What every statement of sql/ must be, told by its text alone. */
import { readTokens, type Token } from "./sql-text.ts";

/** Words that begin what changes something, or takes a lock: none has a place in a statement that looks. */
const CHANGING = new Set(
  "insert update delete merge truncate create alter drop grant revoke copy call do lock listen notify into set reset vacuum analyze begin commit rollback".split(
    " ",
  ),
);

const FORBIDDEN_FUNCTIONS =
  /^(pg_stat_reset\w*|pg_stat_statements_reset|pg_terminate_backend|pg_cancel_backend|set_config|dblink\w*|nextval|setval|lo_\w+|pg_sleep\w*|pg_read_(binary_)?file|pg_ls_(?!waldir)\w+|pg_stat_file|pg_logical_\w+|pg_advisory\w*|pg_try_advisory\w*|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_create_\w+|pg_drop_\w+|pg_promote|pg_notify|pg_export_snapshot|query_to_xml\w*|table_to_xml\w*|cursor_to_xml\w*|pg_relation_size|pg_total_relation_size|pg_table_size|pg_indexes_size|pg_database_size)$/;

/** What stands before a parenthesis and is no function of the catalogue, but the grammar's own. */
const SYNTAX = new Set(
  [
    "all and any array as between by case cast coalesce distinct else except exists extract filter from greatest group having in intersect",
    "interval is join lateral least like ilike limit materialized not nullif offset on only or order over overlay partition position recursive",
    "row select sets some substring then trim union using values when where with within",
  ]
    .join(" ")
    .split(" "),
);

/** Aggregates and window functions read better bare; pg_catalog is searched first in our sessions anyway. */
const AGGREGATES = new Set(
  [
    "count sum min max avg bool_and bool_or every array_agg string_agg json_agg jsonb_agg json_object_agg jsonb_object_agg mode percentile_cont percentile_disc",
    "row_number rank dense_rank lag lead first_value last_value ntile",
  ]
    .join(" ")
    .split(" "),
);

/** The grammar's own calls that hold a FROM which names no relation. */
const CALLS_WITH_FROM = new Set(["extract", "substring", "trim", "overlay", "position"]);

/** A larger number that something is compared with is a threshold. 200 is how many definitions are shown. */
const LARGEST_BARE_NUMBER = 200;

/** The largest integer that JavaScript holds. */
const EXACT_INTEGERS = 2 ** 53;

/** Everything that is wrong with a statement, one line each. */
export function statementProblems(text: string): string[] {
  const tokens = readTokens(text);
  const code = withDepth(tokens.filter(({ kind }) => kind !== "comment"));
  const problems: string[] = [];
  const wrong = (problem: string, token?: Token): void => {
    problems.push(token === undefined ? problem : `line ${lineOf(text, token)}: ${problem}`);
  };

  if (tokens[0]?.kind !== "comment" || tokens[0].start !== 0) wrong("does not begin with a comment");
  if (!["select", "with"].includes(code[0]?.text ?? "")) wrong("does not begin with select or with");
  if (code.slice(0, -1).some(({ text }) => text === ";")) wrong("holds more than one statement");
  if (!isOrdered(code)) wrong("does not end with an order by");

  const queries = namesOfQueries(code);
  code.forEach((token, index) => {
    const before = code[index - 1]?.text ?? "";
    const after = code[index + 1]?.text ?? "";
    if (token.kind === "placeholder" && token.text !== ":schema") {
      wrong(`${token.text} is no placeholder that the collector fills`, token);
    }
    const isOfGate =
      [" as unchanged", " as known_relations"].some((column) => text.includes(column)) &&
      code[index + 2]?.text === "text";
    if (
      token.kind === "parameter" &&
      (token.text !== "$1" || !(isOfGate || code[index + 2]?.text === "oid"))
    ) {
      wrong(`${token.text} is not $1::oid[], the schemas to look at`, token);
    }
    if (token.text === "*" && ["select", "distinct", ","].includes(before)) wrong("select *", token);
    if (token.text === "*" && before === "." && token.depth === 0)
      wrong("the result's columns are not named", token);
    if (
      token.kind === "number" &&
      /^[<>]=?$/.test(before) &&
      Number(token.text) > LARGEST_BARE_NUMBER &&
      Number(token.text) !== EXACT_INTEGERS &&
      !/server_version_num/.test(lineAt(text, token))
    ) {
      wrong(`${token.text} is a threshold: TypeScript judges`, token);
    }
    if (token.kind !== "word") return;

    if (/[A-Z]/.test(token.text)) wrong(`${token.text} has upper-case letters`, token);
    if (before === "." || before === "as") {
      if (before === "." && FORBIDDEN_FUNCTIONS.test(token.text)) wrong(`${token.text} is forbidden`, token);
      return;
    }
    if (CHANGING.has(token.text) && after !== ".") wrong(`${token.text} does more than look`, token);
    if (FORBIDDEN_FUNCTIONS.test(token.text)) wrong(`${token.text} is forbidden`, token);
    if (token.text.startsWith("pg_") && !(token.text === "pg_catalog" && after === ".")) {
      wrong(`${token.text} is not qualified by pg_catalog`, token);
    }
    if (isBareCall(token, { before, after }) && !queries.has(token.text)) {
      wrong(`${token.text}() is not qualified by pg_catalog`, token);
    }
    const isSource =
      token.text === "join" || (token.text === "from" && before !== "distinct" && !token.isArgument);
    const source = isSource ? sourceAfter(code, index) : undefined;
    if (source !== undefined && !queries.has(source.text)) {
      wrong(`${source.text} is not qualified by pg_catalog`, source);
    }
  });
  return [...new Set(problems)];
}

interface Placed extends Token {
  /** Parentheses around it. */
  readonly depth: number;
  /** Directly inside extract( … ) and the like. */
  readonly isArgument: boolean;
}

function withDepth(tokens: readonly Token[]): Placed[] {
  const around: string[] = [];
  return tokens.map((token, index) => {
    if (token.text === ")") around.pop();
    const placed = { ...token, depth: around.length, isArgument: CALLS_WITH_FROM.has(around.at(-1) ?? "") };
    if (token.text === "(") around.push(tokens[index - 1]?.text ?? "");
    return placed;
  });
}

/** Names that a WITH gives: `name as (`, `name as materialized (`, `name (columns) as (`. */
function namesOfQueries(code: readonly Placed[]): Set<string> {
  const names = new Set<string>();
  code.forEach((token, index) => {
    if (token.text !== "as") return;
    const opening = code.slice(index + 1).find(({ text }) => text !== "materialized" && text !== "not");
    if (opening?.text !== "(") return;
    let name = index - 1;
    if (code[name]?.text === ")") {
      const { depth } = token;
      while (name >= 0 && !(code[name]?.text === "(" && code[name]?.depth === depth)) name -= 1;
      name -= 1;
    }
    const named = code[name]?.text;
    const isQuery = ["with", "recursive", ","].includes(code[name - 1]?.text ?? "");
    if (isQuery && named !== undefined) names.add(named);
  });
  return names;
}

function isBareCall(token: Token, { before, after }: { before: string; after: string }): boolean {
  if (after !== "(" || SYNTAX.has(token.text) || AGGREGATES.has(token.text)) return false;
  // A type's size, as in ::numeric(10, 2).
  return before !== "::";
}

/** The name after FROM or JOIN when nothing qualifies it; undefined for a subquery and for a qualified name. */
function sourceAfter(code: readonly Placed[], index: number): Placed | undefined {
  const source = code.slice(index + 1).find(({ text }) => text !== "lateral" && text !== "only");
  if (source === undefined || source.text === "(") return undefined;
  const next = code[code.indexOf(source) + 1]?.text;
  if (next === "." && (source.text === "pg_catalog" || source.kind === "placeholder")) return undefined;
  return source;
}

function isOrdered(code: readonly Placed[]): boolean {
  const top = code.filter(({ depth, kind }) => depth === 0 && kind === "word").map(({ text }) => text);
  const order = top.lastIndexOf("order");
  const isLast = !top
    .slice(order + 1)
    .some((word) => ["select", "from", "where", "group", "having"].includes(word));
  return order >= 0 && top[order + 1] === "by" && isLast;
}

function lineAt(text: string, token: Token): string {
  return text.split("\n")[lineOf(text, token) - 1] ?? "";
}

function lineOf(text: string, token: Token): number {
  return text.slice(0, token.start).split("\n").length;
}
