/** The kind of a fix, read from its statements by PostgreSQL's parser: no check has to say it. */
import { FIX_KINDS, type FixKind } from "../../../core/finding.ts";
import { memberOf, membersOf } from "../../../lib/json.ts";
import { parseSql, type Statement } from "./parser.ts";

export interface FixDescription {
  readonly kind: FixKind;
  /** A statement of it can't run in a transaction block, whatever the kind. */
  readonly standsAlone: boolean;
  /** 0 for comments alone. */
  readonly statements: number;
}

/** What is not understood could do anything. */
const NOT_UNDERSTOOD: FixDescription = { kind: "destructive", standsAlone: true, statements: 1 };

/** Comments alone are a template that a person completes: nothing to run together with anything. */
const COMMENTS_ALONE: FixDescription = { kind: "alone", standsAlone: false, statements: 0 };

export async function describeFix(sql: string): Promise<FixDescription> {
  const parsed = await parseSql(sql);
  if (parsed === "crashed" || "error" in parsed) return NOT_UNDERSTOOD;
  const described = await Promise.all(parsed.statements.map(describeStatement));
  if (described.length === 0) return COMMENTS_ALONE;
  return {
    kind: mostCareful(described.map(({ kind }) => kind)),
    standsAlone: described.some(({ standsAlone }) => standsAlone),
    statements: described.length,
  };
}

function mostCareful(kinds: readonly FixKind[]): FixKind {
  return kinds.reduce((a, b) => (FIX_KINDS.indexOf(a) > FIX_KINDS.indexOf(b) ? a : b), "together");
}

async function describeStatement({ stmt }: Statement): Promise<Omit<FixDescription, "statements">> {
  const [[type, node] = ["", undefined]] = Object.entries(stmt);
  const standsAlone = runsOutsideTransactions(type, node);
  const known = STATEMENTS[type];
  const kind = typeof known === "function" ? await known(node) : known;
  return { kind: mostCareful([kind ?? "destructive", standsAlone ? "alone" : "together"]), standsAlone };
}

type KindOf = (node: unknown) => FixKind | undefined | Promise<FixKind | undefined>;

const isSet = (node: unknown, key: string): boolean => memberOf(node, key) === true;

function hasOption(node: unknown, list: string, name: string): boolean {
  const options = memberOf(node, list);
  return (
    Array.isArray(options) &&
    options.some((option) => memberOf(memberOf(option, "DefElem"), "defname") === name)
  );
}

const isConcurrentReindex = (node: unknown): boolean => hasOption(node, "params", "concurrently");

/** By the type of its node. A type that is not here is not understood. */
const STATEMENTS: Readonly<Record<string, FixKind | KindOf>> = {
  AlterDatabaseSetStmt: "together",
  AlterDefaultPrivilegesStmt: "together",
  AlterExtensionStmt: "together",
  AlterRoleSetStmt: "together",
  AlterRoleStmt: "together",
  AlterSeqStmt: "together",
  CommentStmt: "together",
  CreateExtensionStmt: "together",
  CreateFunctionStmt: "together",
  CreateRoleStmt: "together",
  CreateSchemaStmt: "together",
  // It includes REVOKE.
  GrantRoleStmt: "together",
  GrantStmt: "together",
  ReassignOwnedStmt: "together",
  VariableShowStmt: "together",
  ViewStmt: "together",
  AlterSystemStmt: "alone",
  AlterTableStmt: alterTable,
  IndexStmt: createIndex,
  RefreshMatViewStmt: refresh,
  ReindexStmt: (node) => (isConcurrentReindex(node) ? "alone" : "window"),
  SelectStmt: select,
  TransactionStmt: (node) =>
    memberOf(node, "kind") === "TRANS_STMT_ROLLBACK_PREPARED" ? "destructive" : "alone",
  VacuumStmt: vacuum,
  ClusterStmt: "window",
  LockStmt: "window",
  DeleteStmt: "destructive",
  DropOwnedStmt: "destructive",
  DropRoleStmt: "destructive",
  DropStmt: "destructive",
  DropdbStmt: "destructive",
  TruncateStmt: "destructive",
};

function createIndex(node: unknown): FixKind {
  if (isSet(node, "concurrent")) return "alone";
  // ON ONLY a partitioned table it builds nothing.
  return isSet(memberOf(node, "relation"), "inh") ? "window" : "together";
}

function refresh(node: unknown): FixKind {
  if (isSet(node, "skipData")) return "destructive";
  return isSet(node, "concurrent") ? "together" : "window";
}

/** ANALYZE is a VacuumStmt too. */
function vacuum(node: unknown): FixKind {
  if (!isSet(node, "is_vacuumcmd")) return "together";
  return hasOption(node, "options", "full") ? "window" : "alone";
}

function runsOutsideTransactions(type: string, node: unknown): boolean {
  switch (type) {
    case "AlterSystemStmt":
    case "DropdbStmt":
    case "TransactionStmt":
      return true;
    case "DropStmt":
    case "IndexStmt":
      return isSet(node, "concurrent");
    case "ReindexStmt":
      return isConcurrentReindex(node);
    case "VacuumStmt":
      return isSet(node, "is_vacuumcmd");
    default:
      return false;
  }
}

function alterTable(node: unknown): FixKind | undefined {
  const commands = memberOf(node, "cmds");
  if (!Array.isArray(commands)) return undefined;
  const kinds = commands.map((each) => {
    const command = memberOf(each, "AlterTableCmd");
    const type = String(memberOf(command, "subtype"));
    const known = ALTER_TABLE[type];
    return typeof known === "function" ? known(command, node) : known;
  });
  return mostCareful(kinds.map((kind) => kind ?? "destructive"));
}

/** What is "together" takes its lock for a moment and reads no row. */
const ALTER_TABLE: Readonly<Record<string, FixKind | ((command: unknown, statement: unknown) => FixKind)>> = {
  AT_ColumnDefault: "together",
  AT_DropNotNull: "together",
  AT_ReplicaIdentity: "together",
  AT_ResetOptions: "together",
  AT_ResetRelOptions: "together",
  AT_SetOptions: "together",
  AT_SetRelOptions: "together",
  AT_SetStatistics: "together",
  // It reads all rows beside the traffic, and a transaction would hold the locks of other statements meanwhile.
  AT_ValidateConstraint: "alone",
  AT_AddColumn: (command) => {
    const column = memberOf(memberOf(command, "def"), "ColumnDef");
    return memberOf(column, "constraints") === undefined ? "together" : "window";
  },
  AT_AddConstraint: (command) => {
    const constraint = memberOf(memberOf(command, "def"), "Constraint");
    const readsNoRow =
      isSet(constraint, "skip_validation") || memberOf(constraint, "indexname") !== undefined;
    return readsNoRow ? "together" : "window";
  },
  AT_AttachPartition: (_, statement) =>
    memberOf(statement, "objtype") === "OBJECT_INDEX" ? "together" : "window",
  AT_AlterColumnType: "window",
  AT_SetAccessMethod: "window",
  AT_SetLogged: "window",
  AT_SetNotNull: "window",
  AT_SetTableSpace: "window",
  AT_SetUnLogged: "window",
};

/** Functions that change something and take nothing away. */
const HARMLESS = ["pg_reload_conf", "alter_job", "schedule", "schedule_in_database"];
/** pg_cron's functions that take a statement to run later. */
const TAKES_A_STATEMENT = ["alter_job", "schedule", "schedule_in_database"];

/** A SELECT is as careful as the functions that it calls: one that is not known here could do anything. */
async function select(node: unknown): Promise<FixKind | undefined> {
  for (const { key, value } of membersOf(node)) {
    if (/Stmt$/.test(key) && key !== "SelectStmt") return undefined;
    if (key === "intoClause") return undefined;
    if (key !== "FuncCall") continue;
    const name = functionName(value);
    if (!HARMLESS.includes(name)) return undefined;
    if (TAKES_A_STATEMENT.includes(name) && (await schedulesRemoval(value))) return "destructive";
  }
  return "together";
}

function functionName(call: unknown): string {
  const parts = memberOf(call, "funcname");
  return Array.isArray(parts) ? String(memberOf(memberOf(parts.at(-1), "String"), "sval")) : "";
}

/** A job that deletes takes something away at each of its runs. Any other statement was chosen by the job's author. */
async function schedulesRemoval(call: unknown): Promise<boolean> {
  for (const { key, value } of membersOf(call)) {
    if (key !== "sval" || typeof value !== "string") continue;
    const parsed = await parseSql(value);
    if (parsed === "crashed" || "error" in parsed) continue;
    const types = parsed.statements.flatMap(({ stmt }) => Object.keys(stmt));
    if (types.some((type) => STATEMENTS[type] === "destructive")) return true;
  }
  return false;
}
