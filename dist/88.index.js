export const id = 88;
export const ids = [88];
export const modules = {

/***/ 88:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectBaseline: () => (/* binding */ collectBaseline)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./.build/src/checks/performance-baseline/check.js + 24 modules
var performance_baseline_check = __webpack_require__(6516);
// EXTERNAL MODULE: ./.build/src/core/finding.js
var finding = __webpack_require__(5666);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-url.js
var connection_url = __webpack_require__(4006);
// EXTERNAL MODULE: ./.build/src/collect/postgres/server.js
var postgres_server = __webpack_require__(6765);
// EXTERNAL MODULE: ./.build/src/collect/postgres/session.js + 2 modules
var postgres_session = __webpack_require__(8643);
// EXTERNAL MODULE: ./.build/src/collect/postgres/windows.js
var windows = __webpack_require__(7405);
// EXTERNAL MODULE: ./.build/src/collect/repository/commit-files.js
var commit_files = __webpack_require__(6868);
// EXTERNAL MODULE: ./.build/src/core/errors.js
var errors = __webpack_require__(6512);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/parse.js

/**
 * Parses the output of EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON); undefined for an unknown form. Conditions,
 * outputs and whatever else can hold a literal are never read.
 */
function readExecution(json) {
    const { data } = explainSchema.safeParse(json);
    const ms = data?.[0]["Execution Time"];
    if (data === undefined || ms === undefined)
        return undefined;
    const root = data[0].Plan;
    const nodes = withSchemas(root, NOTHING_ABOVE);
    return {
        ms,
        rows: inAllLoops(root, "Actual Rows"),
        rowsRead: nodes.reduce((sum, { node }) => sum + rowsReadBy(node), 0),
        blocks: blocksOf(root),
        spilledBytes: root["Temp Written Blocks"] * BLOCK_BYTES,
        tables: distinct(nodes.flatMap(({ node, schema }) => relationName(schema, node["Relation Name"]))),
        indexes: distinct(nodes.flatMap(({ node, schema }) => relationName(schema, node["Index Name"]))),
        plan: (quote) => planOf(root, NOTHING_ABOVE, quote),
    };
}
const NOTHING_ABOVE = { schema: "", processes: 1 };
function inheritedBelow(node, above) {
    const workers = node["Workers Launched"];
    return {
        schema: node["Relation Name"] === undefined ? above.schema : (node.Schema ?? above.schema),
        processes: workers > 0 ? workers + 1 : above.processes,
    };
}
function withSchemas(node, above) {
    const inner = inheritedBelow(node, above);
    return [{ node, schema: inner.schema }, ...node.Plans.flatMap((child) => withSchemas(child, inner))];
}
function planOf(node, above, quote) {
    const inner = inheritedBelow(node, above);
    const strategy = strategyOf(node);
    const label = labelOf(node);
    const [relation] = relationName(inner.schema, node["Relation Name"]);
    const [index] = relationName(inner.schema, node["Index Name"]);
    return {
        type: node["Node Type"],
        ...(strategy === "" ? {} : { strategy }),
        ...(relation === undefined ? {} : { relation: quote(relation) }),
        ...(index === undefined ? {} : { index: quote(index) }),
        ...(label === "" ? {} : { label }),
        expectedRows: inAllLoops(node, "Plan Rows"),
        rows: inAllLoops(node, "Actual Rows"),
        loops: node["Actual Loops"],
        removedRows: removedBy(node),
        blocks: blocksOf(node),
        ...(node["Heap Fetches"] > 0 ? { heapFetches: node["Heap Fetches"] } : {}),
        spilledBytes: spilledBy(node),
        ms: msOf(node, above.processes),
        children: node.Plans.map((child) => planOf(child, inner, quote)),
    };
}
/** 0 for a node that does not scan a table. A Bitmap Index Scan finds places, and the heap scan above it reads the rows. */
function rowsReadBy(node) {
    return isTableScan(node) ? inAllLoops(node, "Actual Rows") + removedBy(node) : 0;
}
function isTableScan(node) {
    const isScan = node["Node Type"].endsWith("Scan") && node["Node Type"] !== "Bitmap Index Scan";
    return isScan && (node["Relation Name"] !== undefined || /^(Foreign|Custom) /.test(node["Node Type"]));
}
function strategyOf(node) {
    const { Strategy: strategy, "Join Type": join, "Partial Mode": mode, "Scan Direction": direction } = node;
    return [
        node["Parallel Aware"] === true ? "Parallel" : "",
        mode === "Simple" ? "" : mode,
        strategy === "Plain" ? "" : strategy,
        join === "Inner" ? "" : join,
        direction === "Backward" ? direction : "",
        node.Command,
    ]
        .filter((part) => part !== undefined && part !== "")
        .join(" ");
}
function labelOf(node) {
    const cte = node["CTE Name"];
    const source = node["Function Name"] ?? (cte === undefined ? node["Custom Plan Provider"] : `CTE ${cte}`);
    // Before PostgreSQL 17: "InitPlan 1 (returns $0)".
    const subplan = node["Subplan Name"]?.replace(/ \(returns .*\)$/, "");
    return [subplan, source].filter((part) => part !== undefined).join(": ");
}
function relationName(schema, name) {
    return name === undefined ? [] : [{ schema, name }];
}
function distinct(names) {
    return [...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values()];
}
/** A node has averages of its loops: before PostgreSQL 18 whole numbers, whose lost decimals cannot be restored. */
function inAllLoops(node, key) {
    return Math.round(node[key] * node["Actual Loops"]);
}
function removedBy(node) {
    const removed = node["Rows Removed by Filter"] +
        node["Rows Removed by Index Recheck"] +
        node["Rows Removed by Join Filter"];
    return Math.round(removed * node["Actual Loops"]);
}
/** Unlike rows, blocks are sums of all loops, the children's included. */
function blocksOf(node) {
    return node["Shared Hit Blocks"] + node["Shared Read Blocks"];
}
const SPILLS = /^(Sort|Incremental Sort|Hash|Hash Join|Aggregate|Materialize|CTE Scan|WindowAgg|Function Scan|Table Function Scan|SetOp|Recursive Union)$/;
/**
 * The node's own part, without the children's. A subplan runs where its value is first needed, and what it put on disk can
 * be counted there too: only nodes that can spill count.
 */
function spilledBy(node) {
    if (!SPILLS.test(node["Node Type"]))
        return 0;
    const children = node.Plans.reduce((sum, child) => sum + child["Temp Written Blocks"], 0);
    return Math.max(0, node["Temp Written Blocks"] - children) * BLOCK_BYTES;
}
/** Workers' times are added up: the sum divided by the processes is about the elapsed time. */
function msOf(node, processes) {
    const time = node["Actual Total Time"];
    if (time === undefined)
        return null;
    return (time * node["Actual Loops"]) / Math.max(1, Math.min(processes, node["Actual Loops"]));
}
const BLOCK_BYTES = 8_192;
const count = schemas/* number */.aig().default(0);
const word = schemas/* string */.YjP().optional();
const nodeSchema = schemas/* object */.Ikc({
    "Node Type": schemas/* string */.YjP(),
    "Parallel Aware": schemas/* boolean */.zMY().optional(),
    "Partial Mode": word,
    Strategy: word,
    "Join Type": word,
    "Scan Direction": word,
    Command: word,
    "Parent Relationship": word,
    Schema: word,
    "Relation Name": word,
    "Index Name": word,
    "Subplan Name": word,
    "CTE Name": word,
    "Function Name": word,
    "Custom Plan Provider": word,
    "Plan Rows": count,
    "Actual Rows": count,
    "Actual Loops": count,
    "Actual Total Time": schemas/* number */.aig().optional(),
    "Workers Launched": count,
    "Rows Removed by Filter": count,
    "Rows Removed by Index Recheck": count,
    "Rows Removed by Join Filter": count,
    "Shared Hit Blocks": count,
    "Shared Read Blocks": count,
    "Temp Written Blocks": count,
    // A sum of all loops, unlike the other numbers of rows.
    "Heap Fetches": count,
    get Plans() {
        return schemas/* array */.YOg(nodeSchema).default([]);
    },
});
const explainSchema = schemas/* tuple */.PVZ([schemas/* object */.Ikc({ Plan: nodeSchema, "Execution Time": schemas/* number */.aig().optional() })]);
/** The plan with the times of the nodes of another execution; without times when that execution had another plan. */
function withTimes(plan, timed) {
    return timed !== undefined && isSamePlan(plan, timed) ? copyTimes(plan, timed) : plan;
}
function copyTimes(plan, timed) {
    const children = plan.children.map((child, index) => {
        const same = timed.children[index];
        return same === undefined ? child : copyTimes(child, same);
    });
    return { ...plan, ms: timed.ms, children };
}
function isSamePlan(a, b) {
    return (a.type === b.type &&
        a.strategy === b.strategy &&
        a.relation === b.relation &&
        a.index === b.index &&
        a.children.length === b.children.length &&
        a.children.every((child, index) => {
            const other = b.children[index];
            return other !== undefined && isSamePlan(child, other);
        }));
}

// EXTERNAL MODULE: ./.build/src/generated/sql.js
var sql = __webpack_require__(7813);
// EXTERNAL MODULE: ./.build/src/core/evidence.js
var evidence = __webpack_require__(5450);
// EXTERNAL MODULE: ./.build/src/checks/shared/sql/parser.js
var parser = __webpack_require__(7973);
// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
;// CONCATENATED MODULE: ./.build/src/collect/baseline/resolve-names.js



function joinNames(all) {
    const distinct = (names) => [
        ...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values(),
    ];
    return {
        functions: distinct(all.flatMap(({ functions }) => functions)),
        operators: distinct(all.flatMap(({ operators }) => operators)),
        relations: distinct(all.flatMap(({ relations }) => relations)),
        words: [...new Set(all.flatMap(({ words }) => words))],
        types: [...new Set(all.flatMap(({ types }) => types))],
    };
}
/** Names as two arrays for a query: schemas, names. */
function toColumns(names) {
    return [names.map(({ schema }) => schema), names.map(({ name }) => name)];
}
/** For people to read and copy, where the server has not quoted the name. */
function quoteName(name) {
    return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
function noNames() {
    return { functions: [], operators: [], relations: [], words: [], types: [] };
}
/**
 * The names in a statement, by PostgreSQL's own parser: a plan does not show the functions of LIMIT, of VALUES or of a
 * window's frame. Undefined for a statement that cannot be parsed.
 */
async function namesInStatement(text) {
    const parsed = await (0,parser/* parseSql */.e)(text);
    if (parsed === "crashed" || "error" in parsed)
        return undefined;
    const found = noNames();
    const withQueries = new Set();
    for (const { key, value } of (0,json/* membersOf */.lS)(parsed.statements)) {
        addMember(key, value, found);
        if (key === "CommonTableExpr")
            withQueries.add((0,json/* memberOf */.C5)(value, "ctename"));
    }
    const relations = found.relations.filter(({ schema, name }) => schema !== null || !withQueries.has(name));
    return { ...found, relations };
}
const rangeVar = schemas/* object */.Ikc({ schemaname: schemas/* string */.YjP().optional(), relname: schemas/* string */.YjP() });
function addMember(key, value, found) {
    if (key === "sval" && typeof value === "string")
        found.words.push(value);
    if (key === "names")
        found.types.push(...qualifiedName(value).map(({ name }) => name));
    if (key === "funcname")
        found.functions.push(...qualifiedName(value));
    // The key of an operator, of the one in `= ANY (SELECT …)`, and of the one in ORDER BY … USING.
    if (key === "name" || key === "operName" || key === "useOp")
        found.operators.push(...qualifiedName(value));
    if (key === "RangeVar") {
        const { data } = rangeVar.safeParse(value);
        if (data !== undefined)
            found.relations.push({ schema: data.schemaname ?? null, name: data.relname });
    }
}
const nameList = schemas/* array */.YOg(schemas/* object */.Ikc({ String: schemas/* object */.Ikc({ sval: schemas/* string */.YjP() }) }));
/** Empty for what is not a list of a name's parts. */
function qualifiedName(list) {
    const { data = [] } = nameList.safeParse(list);
    const [name, schema] = data.map(({ String: { sval } }) => sval).reverse();
    return name === undefined ? [] : [{ schema: schema ?? null, name }];
}
/**
 * The names in the texts of a plan. The plan is what will be executed: views, row-level policies and SQL functions are
 * expanded in it. Every text is read, whatever its key.
 */
function namesInPlan(plan) {
    const found = noNames();
    const waiting = [plan];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        if (typeof node === "string")
            addExpression(node, found);
        if (Array.isArray(node))
            waiting.push(...node);
        if (!isRecord(node))
            continue;
        waiting.push(...Object.values(node));
        // These names are those of the catalogs, without quotes.
        const schema = typeof node.Schema === "string" ? node.Schema : null;
        const { "Function Name": routine, "Relation Name": relation } = node;
        if (typeof routine === "string")
            found.functions.push({ schema, name: routine });
        if (typeof relation === "string")
            found.relations.push({ schema, name: relation });
    }
    return found;
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function addExpression(text, found) {
    const tokens = tokensOf(text);
    for (const [index, { kind, text: name }] of tokens.entries()) {
        if (kind !== "name" && kind !== "operator")
            continue;
        const isQualified = isMark(tokens[index - 1], ".");
        const schema = isQualified ? nameIn(tokens[index - 2]) : null;
        if (kind === "operator") {
            found.operators.push({ schema, name });
            continue;
        }
        found.words.push(name);
        if (isMark(tokens[index - (isQualified ? 3 : 1)], "::"))
            found.types.push(name);
        if (isMark(tokens[index + 1], "("))
            found.functions.push({ schema, name });
    }
}
/**
 * The tokens of an expression in EXPLAIN's output. A backslash in a literal is an ordinary character, because
 * standard_conforming_strings is on. A name without quotes has lower-case letters only; upper case is a keyword's.
 */
const TOKENS = /'(?:[^']|'')*'|"(?<quoted>(?:[^"]|"")+)"|(?<plain>[a-z_]\w*)|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<mark>::|[.()])/gi;
function tokensOf(text) {
    return [...text.matchAll(TOKENS)].map(({ 0: whole, groups = {} }) => {
        const { quoted, plain, operator, mark } = groups;
        if (quoted !== undefined)
            return { kind: "name", text: quoted.replaceAll('""', '"') };
        if (plain !== undefined)
            return { kind: "name", text: plain };
        if (operator !== undefined)
            return { kind: "operator", text: operator };
        return mark === undefined ? { kind: "literal", text: whole } : { kind: "mark", text: mark };
    });
}
function isMark(token, mark) {
    return token?.kind === "mark" && token.text === mark;
}
function nameIn(token) {
    return token?.kind === "name" ? token.text : null;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/run-statement.js

/** Why a query was not measured. It is thrown and caught within this folder. */
class NotMeasured extends Error {
    name = "NotMeasured";
    unknown;
    constructor(unknown) {
        super(unknown.reason);
        this.unknown = unknown;
    }
}
const NO_TIME = {
    reason: "timeout",
    detail: "The run's time was over before it was measured: raise policy.timeout, or declare fewer or faster queries.",
};
/** Bytes: far more than a plan, or a row of parameter values, needs. */
const MAX_RESPONSE = 50_000_000;
/** Milliseconds that a response can need to arrive. */
const RESPONSE_TIME = 100;
/**
 * Runs a user's statement in its query's transaction: read only, and with a timeout. A server continues a statement after
 * its client has gone, so the timeout ends it before the run's own time is over.
 *
 * @throws NotMeasured when the run's time stopped it
 */
async function runStatement({ session, deadline }, { role, settings, timeout }, text, values = []) {
    const left = deadline - RESPONSE_TIME - Date.now();
    if (left <= 0)
        throw new NotMeasured(NO_TIME);
    const own = {
        role,
        settings,
        timeout: Math.min(timeout, left),
        standardStrings: true,
        longestAnswer: MAX_RESPONSE,
    };
    // Sequential on every connection: pipelined behind a BEGIN that the server rejects, it would run outside a transaction.
    const outcome = await session.runQuery({ text, values, own, asText: true }, "sequential");
    const isStopped = "error" in outcome && outcome.error.code === "57014";
    if (isStopped && left < timeout)
        throw new NotMeasured(NO_TIME);
    return outcome;
}
/** The JSON that EXPLAIN returned; undefined for anything else. */
function explainOutput(rows) {
    const { data } = schemas/* tuple */.PVZ([schemas/* tuple */.PVZ([schemas/* string */.YjP()])]).safeParse(rows);
    if (data === undefined)
        return undefined;
    try {
        return JSON.parse(data[0][0]);
    }
    catch {
        return undefined;
    }
}
/** A query of ours to the system catalogs failed. */
class CatalogError extends Error {
    name = "CatalogError";
    code;
    constructor(code) {
        super(code);
        this.code = code;
    }
}
/**
 * Queries the system catalogs in a transaction of our own, in which no object of the user's hides one of pg_catalog.
 *
 * @throws CatalogError
 */
async function queryCatalog({ session, mode }, text, values, row) {
    const outcome = await session.runQuery({ text, values }, mode);
    if ("error" in outcome)
        throw new CatalogError(outcome.error.code);
    return schemas/* array */.YOg(row).parse(outcome.rows);
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/explain-error.js






/** What the code alone says. */
function unknownFromCode(code) {
    const timeout = TIMEOUTS[code];
    if (timeout !== undefined)
        return { reason: "timeout", detail: timeout };
    if (/^(lost|57P0\d|08(?!P01).*)$/.test(code)) {
        return { reason: "unreachable", detail: "The connection was lost before it was measured." };
    }
    if (/^53/.test(code)) {
        return { reason: "error", detail: `The server is short of memory, disk or connections (${code}).` };
    }
    return { reason: "error", detail: DETAILS[code] ?? `The server refused it (${describeCode(code)}).` };
}
/** PostgreSQL's own codes. A function can raise any five characters, also those of a row. */
const SERVER_CODE = /^(0[1-9ABFLPZ]|2[0-8BDF]|3[489BDF]|40|42|44|5[34578]|72|F0|HV|P0|XX)(\d{2}[0-9A-Z]|P\d{2})$/;
function describeCode(code) {
    return SERVER_CODE.test(code) ? `SQLSTATE ${code}` : "with a code of a function's own";
}
/** Why a statement failed while it was planned or run. */
async function whyStatementFailed(context, query, code, { text, path }) {
    return code === "42501" ? missingPrivileges(context, query, text, path) : unknownFromCode(code);
}
const unreadable = schemas/* object */.Ikc({
    quoted: schemas/* string */.YjP(),
    quoted_schema: schemas/* string */.YjP(),
    schema_usable: schemas/* boolean */.zMY(),
    readable: schemas/* boolean */.zMY(),
});
async function missingPrivileges(context, query, text, path) {
    const { server } = context;
    const role = query.role === undefined ? undefined : await findRole(context, query.role);
    const reader = role?.quoted_role ?? server.login;
    const readerWithKind = role === undefined ? `the login ${reader}` : `the role ${reader}`;
    const names = await namesInStatement(text);
    const values = [...toColumns(names?.relations ?? []), path, query.role ?? null];
    const missing = await queryCatalog(context, sql/* sql */.l["baseline/unreadable"], values, unreadable);
    if (missing.length === 0) {
        return {
            reason: "permission",
            detail: `It needs something that ${readerWithKind} may not do: to execute a function, to use a schema, or to read what is behind a view.`,
            fix: (0,finding/* sqlBlock */.oR)(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schemasOf(names?.relations ?? [], path)} TO ${reader};`),
        };
    }
    const schemas = missing.filter(({ schema_usable }) => !schema_usable).map((each) => each.quoted_schema);
    const tables = missing.filter(({ readable }) => !readable).map(({ quoted }) => quoted);
    return {
        reason: "permission",
        detail: `It reads ${missing.map(({ quoted }) => quoted).join(", ")}, which ${readerWithKind} may not read.`,
        fix: (0,finding/* sqlBlock */.oR)([
            ...[...new Set(schemas)].map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ${reader};`),
            ...(tables.length === 0 ? [] : [`GRANT SELECT ON ${tables.join(", ")} TO ${reader};`]),
        ].join("\n")),
    };
}
/** The schemas that the statement names, or else those of the search path. */
function schemasOf(relations, path) {
    const written = relations.flatMap(({ schema }) => (schema === null ? [] : [schema]));
    const schemas = written.length > 0 ? written : path.filter((schema) => schema !== "pg_catalog");
    return [...new Set(schemas.length > 0 ? schemas : ["public"])].map(quoteName).join(", ");
}
const roleRow = schemas/* object */.Ikc({
    quoted_role: schemas/* string */.YjP(),
    login: schemas/* string */.YjP(),
    is_there: schemas/* boolean */.zMY(),
    is_member: schemas/* boolean */.zMY(),
});
async function findRole(context, role) {
    const [row] = await queryCatalog(context, sql/* sql */.l["baseline/role"], [role], roleRow);
    return row;
}
/** Why the query's transaction was refused: because of its role, or one of its settings. */
async function whyTransactionFailed(context, { role }, code) {
    const isRefused = code === "42501" || code === "22023" || code === "42704";
    const found = isRefused && role !== undefined ? await findRole(context, role) : undefined;
    if (found !== undefined && !found.is_there) {
        return { reason: "error", detail: `This server has no role ${found.quoted_role}.` };
    }
    if (found !== undefined && code === "42501") {
        const how = found.is_member ? " WITH SET TRUE" : "";
        return {
            reason: "permission",
            detail: `The login ${found.login} may not take on the role ${found.quoted_role}.`,
            fix: (0,finding/* sqlBlock */.oR)(`GRANT ${found.quoted_role} TO ${found.login}${how};`),
        };
    }
    if (isRefused) {
        return { reason: "error", detail: `The server refused one of its settings (${describeCode(code)}).` };
    }
    return unknownFromCode(code);
}
/** Details by SQLSTATE. The server's messages can quote rows, parameters and literals: they are never read. */
const DETAILS = {
    "08P01": "The number of values is not that of its parameters $1, $2.",
    "22P02": "A text, of a parameter, a literal or a row, is no value of the type that its place in the query has.",
    "22007": "A text, of a parameter, a literal or a row, is no date or time.",
    "22008": "A date or a time is outside of what its type can hold.",
    "22003": "A number is outside of what its type can hold.",
    "22012": "It divides by zero.",
    [evidence/* TOO_LONG */.c]: "Its plan, or the values that it picks, are longer than 50 MB: they were not taken, and the connection was closed.",
    "25006": "It would write, which a read-only transaction does not do.",
    "3F000": "It names a schema that this database does not have.",
    "42601": "This version of PostgreSQL does not know a part of its syntax.",
    "42P01": "It names a table that this database does not have, or that is in no schema of the search_path of the login (a schema that the login may not use is not searched): write its schema before it.",
    "42703": "It names a column that its tables do not have.",
    "42702": "It names a column that more than one of its tables has.",
    "42883": "It calls a function or an operator that this database does not have for these types: a cast may be missing, like $1::uuid.",
    "42704": "It names a type or another object that this database does not have.",
    "42P18": "The type of a parameter can't be told from the query: write it, like $1::uuid.",
    "42P08": "A parameter has two types in the query: write the one that it has, like $1::uuid.",
    "42804": "Types in it do not fit together: a cast may be missing, like $1::uuid.",
};
/** The same for what can pass at another time. */
const TIMEOUTS = {
    "55P03": "It waited for a lock that another session holds, a migration's perhaps, and gave up after 1 s.",
    "57014": "The server stopped it after its timeout, before anything was measured.",
    "40001": "The standby stopped it, for it stood in the way of replaying the primary's changes.",
};

;// CONCATENATED MODULE: ./.build/src/collect/baseline/side-effects.js
/**
 * Volatile functions of PostgreSQL without side effects: their result differs from call to call or is not that of the
 * snapshot, and they only compute or read. Every other volatile function is treated as one with side effects.
 */
const HARMLESS = new Set([
    // Random numbers: only the session's own generator changes.
    "random",
    "random_normal",
    "gen_random_uuid",
    "uuidv4",
    "uuidv7",
    "array_sample",
    "array_shuffle",
    // The clock.
    "clock_timestamp",
    "timeofday",
    // AT TIME ZONE, which before PostgreSQL 14 is this function in a plan; one variant reads the clock.
    "timezone",
    // Sizes of files.
    "pg_relation_size",
    "pg_table_size",
    "pg_indexes_size",
    "pg_total_relation_size",
    "pg_database_size",
    "pg_tablespace_size",
    // The system catalogs, and the state of the server.
    "pg_partition_tree",
    "pg_partition_ancestors",
    "pg_is_in_recovery",
    "pg_sequence_last_value",
    // The text of the statement, and a large object that it names.
    "current_query",
    "lo_get",
]);
/**
 * Functions that run a text or a view as SQL, which no check has inspected, or that assign a transaction id. They are
 * refused with any volatility, and in any schema that an extension put them in.
 */
const RUNS_SQL = /^(query|table|cursor|schema|database)_to_xml(schema|_and_xmlschema)?$|^(crosstab(\d|n)?|connectby|xpath_table|ts_stat|ts_rewrite|dblink.*|txid_current|pg_current_xact_id)$/;
function runsSql(name) {
    return RUNS_SQL.test(name);
}
/** The same for extensions, in any schema: random numbers alone. */
const HARMLESS_OF_EXTENSIONS = {
    pgcrypto: new Set(["gen_random_bytes", "gen_random_uuid", "gen_salt"]),
    tablefunc: new Set(["normal_rand"]),
    "uuid-ossp": new Set(["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]),
};
/** Whether a volatile function has no side effects. */
function isHarmless(schema, name, extension) {
    if (schema === "pg_catalog")
        return HARMLESS.has(name);
    return extension !== null && HARMLESS_OF_EXTENSIONS[extension]?.has(name) === true;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/assert-read-only.js






/**
 * Refuses a statement that can do more than read. Its transaction is read only, which prevents writes to tables; it does
 * not prevent side effects elsewhere: locks, other sessions, other servers, sequences on old versions. So every function,
 * operator and type in its text, its views, the policies of its tables and then its plan is looked up in the system
 * catalogs. The text comes before the plan: reading a literal or a parameter of a domain runs the domain's constraints,
 * and planning can run an operator to estimate its rows. A function that is declared STABLE and is not goes undetected.
 *
 * @throws NotMeasured
 */
async function assertReadOnly(context, query, statement) {
    const { text, values, path } = statement;
    const named = await namesInStatement(text);
    if (named === undefined)
        throw notMeasured(UNREADABLE);
    const written = await withDefinitions(context, query, named, path);
    await refuseOffenders(context, written, path);
    const explained = await runStatement(context, query, `EXPLAIN (VERBOSE, FORMAT JSON) ${text}`, values);
    if ("error" in explained) {
        throw new NotMeasured(await whyStatementFailed(context, query, explained.error.code, statement));
    }
    const plan = explainOutput(explained.rows);
    if (plan === undefined) {
        throw notMeasured("The server answered EXPLAIN in a form that this version does not know.");
    }
    const node = writingNode(plan);
    if (node !== undefined)
        throw notMeasured(`Its plan has a ${node} node: it would write or lock rows.`);
    const planned = await withDefinitions(context, query, joinNames([written, namesInPlan(plan)]), path);
    await refuseOffenders(context, planned, path);
}
const UNREADABLE = "It, or the definition of a view, a policy or a domain that it reads, can't be taken apart to see which functions it calls.";
function notMeasured(detail) {
    return new NotMeasured({ reason: "error", detail });
}
/** A view can lock the rows that it reads. The parser has already refused every other way to write. */
function writingNode(plan) {
    return /"Node Type":"(ModifyTable|LockRows)"/.exec(JSON.stringify(plan))?.[1];
}
/** Adds the names in definitions that are run without being written; a definition can name further definitions. */
async function withDefinitions(context, { role }, names, path) {
    const row = schemas/* object */.Ikc({ definition: schemas/* string */.YjP() });
    const read = new Set();
    for (let all = names;;) {
        const { relations, words, types, functions } = all;
        const values = [...toColumns(relations), path, role ?? null, words, types, ...toColumns(functions)];
        const rows = await queryCatalog(context, sql/* sql */.l["baseline/definitions"], values, row);
        const unread = rows.map(({ definition }) => definition).filter((definition) => !read.has(definition));
        if (unread.length === 0)
            return all;
        for (const definition of unread) {
            const found = await namesInStatement(definition);
            if (found === undefined)
                throw notMeasured(UNREADABLE);
            all = joinNames([all, found]);
            read.add(definition);
        }
    }
}
/** A volatile function, and what calls it. */
const offenderRow = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n(["function", "operator", "cast"]),
    schema_name: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    function_name: schemas/* string */.YjP(),
    function_schema: schemas/* string */.YjP(),
    quoted: schemas/* string */.YjP(),
    /** The extension that it belongs to. */
    extension: schemas/* string */.YjP().nullable(),
});
/** BETWEEN, IN, CASE, NULLIF and IS DISTINCT FROM use these operators of the search path without naming them. */
const IMPLIED_OPERATORS = ["=", "<>", "<", "<=", ">", ">="].map((name) => ({ schema: null, name }));
async function refuseOffenders(context, { functions, operators, relations, words }, path) {
    const runner = functions.find(({ name }) => runsSql(name));
    if (runner !== undefined) {
        throw notMeasured(`It calls ${runner.name}, which does more than read, or runs SQL of its own that nobody has looked at.`);
    }
    const allOperators = [...operators, ...IMPLIED_OPERATORS];
    const [, relationNames] = toColumns(relations);
    const values = [...toColumns(functions), ...toColumns(allOperators), path, words, relationNames];
    const rows = await queryCatalog(context, sql/* sql */.l["baseline/functions"], values, offenderRow);
    const offender = rows.find(({ function_schema, function_name, extension }) => !isHarmless(function_schema, function_name, extension));
    if (offender !== undefined)
        throw notMeasured(describeOffender(offender));
}
function describeOffender({ kind, schema_name, name, quoted, function_schema, extension, }) {
    const caller = kind === "function" ? "" : `, by the ${kind} ${schema_name}.${name}`;
    const isUsers = function_schema !== "pg_catalog" && extension === null;
    const hint = isUsers
        ? " When it only reads, declare it so: ALTER FUNCTION … STABLE. A name counts with all its overloads."
        : "";
    return `It calls ${quoted}${caller}, which is volatile: running it may have effects, so it is not run.${hint}`;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/objects.js




/** A table or an index; `quoted` has the schema. */
const objects_name = { schema_name: schemas/* string */.YjP(), name: schemas/* string */.YjP(), quoted: schemas/* string */.YjP() };
const tableRow = schemas/* object */.Ikc({
    ...objects_name,
    root: schemas/* string */.YjP(),
    row_count: schemas/* number */.aig().nullable(),
    bytes: schemas/* number */.aig(),
});
const indexRow = schemas/* object */.Ikc({
    ...objects_name,
    root: schemas/* string */.YjP().nullable(),
    table_name: schemas/* string */.YjP(),
    definition: schemas/* string */.YjP().nullable(),
});
/** The tables and indexes of a plan with what the system catalogs know of them, and how the server quotes their names. */
async function describeObjects(context, plan) {
    const tables = await queryCatalog(context, sql/* sql */.l["baseline/tables"], toColumns(plan.tables), tableRow);
    const indexes = await queryCatalog(context, sql/* sql */.l["baseline/indexes"], toColumns(plan.indexes), indexRow);
    const quoted = new Map([...tables, ...indexes].map((row) => [keyOf({ schema: row.schema_name, name: row.name }), row.quoted]));
    return {
        tables: byRoot(tables),
        indexes: indexes.map((row) => ({
            name: row.quoted,
            root: row.root,
            table: row.table_name,
            definition: row.definition,
        })),
        // The catalogs do not know a table that was dropped in the meantime.
        quote: (raw) => quoted.get(keyOf(raw)) ?? `${quoteName(raw.schema)}.${quoteName(raw.name)}`,
    };
}
function byRoot(rows) {
    const roots = [...new Map(rows.map((row) => [row.root, row])).values()];
    return roots.map(({ root, row_count, bytes }) => ({
        name: root,
        rows: row_count,
        bytes,
        partitions: rows.filter((row) => row.root === root && row.quoted !== root).map((row) => row.quoted),
    }));
}
function keyOf({ schema, name }) {
    return JSON.stringify([schema, name]);
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/parameters.js




/**
 * The values of $1, $2: the declared ones, or those of the row that `params-from` returns. They go back as the text that
 * the server sent, and are never shown.
 */
async function parameterValues(context, query, path) {
    const { params = [], "params-from": paramsFrom } = query;
    if (paramsFrom === undefined)
        return params.map((value) => (value === null ? null : String(value)));
    try {
        return await valuesFrom(context, query, paramsFrom, path);
    }
    catch (error) {
        if (!(error instanceof NotMeasured))
            throw error;
        // Without the key, the detail would seem to be about the query itself.
        throw new NotMeasured({ ...error.unknown, detail: `params-from: ${error.unknown.detail}` });
    }
}
const valueRows = schemas/* array */.YOg(schemas/* array */.YOg(schemas/* string */.YjP().nullable()));
async function valuesFrom(context, query, paramsFrom, path) {
    // Two rows are enough to see that there is more than one, also without a LIMIT in the statement itself.
    const statement = { text: `SELECT * FROM (\n${paramsFrom}\n) AS picked LIMIT 2`, values: [], path };
    await assertReadOnly(context, query, statement);
    const outcome = await runStatement(context, query, statement.text);
    if ("error" in outcome) {
        throw new NotMeasured(await whyStatementFailed(context, query, outcome.error.code, statement));
    }
    const rows = valueRows.parse(outcome.rows);
    const [row] = rows;
    if (row === undefined) {
        throw unusable("no row: there is nothing that the query could be measured with.");
    }
    if (rows.length > 1) {
        throw unusable("more than one row: add LIMIT 1, and ORDER BY for it to be the same row each time.");
    }
    return row;
}
function unusable(what) {
    return new NotMeasured({ reason: "error", detail: `It gives ${what}` });
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/measure.js









/** Fewer runs do not show how much their times differ. */
const MIN_RUNS = 3;
/** Milliseconds: a slow query has fewer runs than a fast one. */
const ENOUGH_TIME = 5_000;
/** Milliseconds between the two rounds of a slow query: a short burst of load is over by then. */
const PAUSE = 2_000;
/** How often an execution that the server stopped is tried. */
const TRIES = 2;
/** The server stopped each try of an execution. */
class Stopped extends Error {
    name = "Stopped";
}
/** Measures one query; the result says why it could not be measured. */
async function measure(context, query, runs) {
    try {
        const path = await searchPathOf(context, query);
        const values = await parameterValues(context, query, path);
        await assertReadOnly(context, query, { text: query.sql, values, path });
        const prepared = { query, values, path, measuredAt: performance.now() };
        const measurement = await measureRuns(context, prepared, runs);
        return { measured: { measurement }, prepared: { ...prepared, measuredAt: performance.now() } };
    }
    catch (error) {
        return { measured: resultOf(error, query) };
    }
}
/** The times of a second round. */
async function measureAgain(context, prepared, runs) {
    try {
        await (0,promises_.setTimeout)(Math.max(0, prepared.measuredAt + PAUSE - performance.now()), undefined, { ref: false });
        return { times: (await warmRuns(context, prepared, runs)).map(({ ms }) => ms) };
    }
    catch (error) {
        return resultOf(error, prepared.query);
    }
}
function resultOf(error, { timeout }) {
    if (error instanceof NotMeasured)
        return { unknown: error.unknown };
    if (error instanceof CatalogError)
        return { unknown: unknownFromCode(error.code) };
    if (error instanceof Stopped)
        return { stopped: { afterMs: timeout, times: TRIES } };
    throw error;
}
const pathRow = schemas/* tuple */.PVZ([schemas/* tuple */.PVZ([schemas/* string */.YjP()])]);
/** The first statement in the query's transaction: it also shows whether its role and its settings are accepted. */
async function searchPathOf(context, query) {
    const outcome = await runStatement(context, query, sql/* sql */.l["baseline/path"]);
    if ("error" in outcome) {
        throw new NotMeasured(await whyTransactionFailed(context, query, outcome.error.code));
    }
    const [[text]] = pathRow.parse(outcome.rows);
    return schemas/* array */.YOg(schemas/* string */.YjP()).parse(JSON.parse(text));
}
async function measureRuns(context, prepared, runs) {
    const all = await warmRuns(context, prepared, runs);
    const timed = await execute(context, prepared, "TIMING ON").catch((error) => {
        // Reading the clock for every row can take it over its timeout: then the plan has no times.
        if (error instanceof Stopped)
            return undefined;
        throw error;
    });
    const least = all.reduce((best, each) => (each.blocks < best.blocks ? each : best));
    const { tables, indexes, quote } = await describeObjects(context, least);
    return {
        rows: least.rows,
        rowsRead: least.rowsRead,
        blocks: least.blocks,
        spilledBytes: least.spilledBytes,
        times: all.map(({ ms }) => ms),
        again: [],
        plan: withTimes(least.plan(quote), timed?.plan(quote)),
        tables,
        indexes,
    };
}
/** The first execution fills caches, also the session's catalog cache, and does not count. */
async function warmRuns(context, prepared, runs) {
    await execute(context, prepared, "TIMING OFF");
    const start = performance.now();
    const all = [await execute(context, prepared, "TIMING OFF")];
    while (all.length < runs && (all.length < MIN_RUNS || performance.now() - start < ENOUGH_TIME)) {
        all.push(await execute(context, prepared, "TIMING OFF"));
    }
    return all;
}
async function execute(context, { query, values, path }, timing) {
    const text = `EXPLAIN (ANALYZE, BUFFERS, VERBOSE, ${timing}, FORMAT JSON) ${query.sql}`;
    for (let left = TRIES;; left -= 1) {
        const outcome = await runStatement(context, query, text, values);
        if (!("error" in outcome)) {
            const executed = readExecution(explainOutput(outcome.rows));
            if (executed !== undefined)
                return executed;
            throw new NotMeasured({
                reason: "version",
                detail: "The server answered EXPLAIN in a form that this version does not know.",
            });
        }
        const { code } = outcome.error;
        const isTemporary = code === "57014" || code === "55P03" || code === "40001";
        if (isTemporary && left > 1)
            continue;
        if (code === "57014")
            throw new Stopped();
        throw new NotMeasured(await whyStatementFailed(context, query, code, { text: query.sql, path }));
    }
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/measure-all.js



/** Measures all queries one after the other; then a second round of those that were too slow. */
async function measureAll(context, queries, runs, progress) {
    const results = new Map();
    const slow = [];
    for (const [index, query] of queries.entries()) {
        const { measured, prepared } = await measureOne(context, query, runs);
        results.set(query.name, measured);
        if (prepared !== undefined && isTooSlow(measured, query))
            slow.push(prepared);
        // The log of a public repository is public: it contains no names.
        progress(`performance-baseline: query ${index + 1} of ${queries.length}, ${describeResult(measured)}`);
    }
    for (const prepared of slow) {
        const { query } = prepared;
        const first = results.get(query.name);
        if (context.isOver() || first === undefined || !("measurement" in first))
            continue;
        const second = await measureAgain(context, prepared, runs);
        // If the second round is unknown, the first one's measurement remains.
        if ("times" in second) {
            results.set(query.name, { measurement: { ...first.measurement, again: second.times } });
        }
        else if ("stopped" in second) {
            results.set(query.name, second);
        }
        const place = `query ${queries.indexOf(query) + 1} of ${queries.length}, once more`;
        const result = "times" in second ? describeTimes(second.times) : describeResult(second);
        progress(`performance-baseline: ${place}, ${result}`);
    }
    return results;
}
async function measureOne(context, query, runs) {
    if (context.isOver())
        return { measured: { unknown: NO_TIME } };
    try {
        const result = await measure(context, query, runs);
        // The deadline closes the connection: an error from then on means that the time was over.
        return context.isOver() && "unknown" in result.measured ? { measured: { unknown: NO_TIME } } : result;
    }
    catch (error) {
        return { measured: { unknown: context.isOver() ? NO_TIME : (0,errors/* internalError */.WB)(error) } };
    }
}
/** Whether even the fastest run exceeded the budget. */
function isTooSlow(measured, { "max-time": budget }) {
    return ("measurement" in measured && budget !== undefined && Math.min(...measured.measurement.times) > budget);
}
function describeResult(measured) {
    if ("measurement" in measured)
        return describeTimes(measured.measurement.times);
    if ("stopped" in measured)
        return `stopped after ${measured.stopped.afterMs} ms`;
    return `not measured (${measured.unknown.reason})`;
}
function describeTimes(times) {
    const sorted = [...times].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${times.length} runs, ${Number(median.toPrecision(2))} ms`;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/collect.js









/** The recorded baseline, and the measurements of the declared queries, which run after all other queries. */
async function collectBaseline(settings, file, context) {
    const [recorded, measured] = await Promise.all([
        readRecorded(settings, file),
        measureQueries(settings, context),
    ]);
    return { value: { recorded, measured } };
}
/** Where another branch sets the rules, its file: a branch must not choose what it is compared with. */
async function readRecorded(settings, file) {
    const unknown = (detail) => ({ unknown: { reason: "error", detail } });
    const read = await (0,commit_files/* reader */.w)(settings, { files: 1, what: "baseline" });
    if (typeof read === "string")
        return unknown(read);
    try {
        return { value: await read(file) };
    }
    catch (error) {
        return unknown(`${file} could not be read${(0,commit_files/* why */.d)(error)}`);
    }
}
const NOT_ON_PULL_REQUESTS = {
    reason: "not-applicable",
    detail: "The declared queries are not run on pull requests, unless the base branch's configuration says on-pull-requests: true.",
};
const NO_SECRET = {
    reason: "no-secret",
    detail: "To measure the declared queries, give the action a login that may read what the application reads (sql/setup/baseline-role.sql makes one):",
    fix: (0,finding/* yamlBlock */.RP)("baseline-database-url: ${{ secrets.BASELINE_DATABASE_URL }}"),
};
async function measureQueries(settings, { quiet, deadline, progress }) {
    const options = optionsIn(settings);
    if (settings.isPullRequest && !options["on-pull-requests"])
        return { skipped: NOT_ON_PULL_REQUESTS };
    if (settings.baseline === undefined)
        return { skipped: NO_SECRET };
    await Promise.race([quiet.catch(() => undefined), (0,promises_.setTimeout)(timeLeft(deadline), undefined, { ref: false })]);
    if (timeLeft(deadline) === 0)
        return { unknown: collect_NO_TIME };
    const { url, ca } = settings.baseline;
    let session;
    try {
        session = await (0,postgres_session/* openSession */.fA)((0,connection_url/* parseConnectionUrl */.z)(url, "baseline-database-url"), ca, timeLeft(deadline));
        return { value: await measureOn(session, options, { deadline, progress }) };
    }
    catch (error) {
        if (!(error instanceof postgres_session/* Unreachable */.LL))
            throw error;
        if (timeLeft(deadline) === 0)
            return { unknown: collect_NO_TIME };
        return { unknown: { reason: "unreachable", detail: `baseline-database-url: ${error.message}` } };
    }
    finally {
        await session?.end();
    }
}
const collect_NO_TIME = {
    reason: "timeout",
    detail: "The run's time was over before the declared queries could be measured: raise policy.timeout.",
};
function optionsIn(settings) {
    const selected = settings.checks.find(({ check }) => check.id === performance_baseline_check/* default */.A.id);
    // This check's own schema has parsed them.
    return selected?.options;
}
async function measureOn(session, { queries, runs }, { deadline, progress }) {
    let isOver = false;
    const watchdog = setTimeout(() => {
        isOver = true;
        void session.cancel();
    }, timeLeft(deadline));
    try {
        const server = await (0,postgres_server/* readServer */.W)(session);
        // Pipelining through a transaction pooler can hang the client.
        const mode = server.connection.isDirect ? "pipelined" : "sequential";
        const identity = await session.runQuery((0,windows/* identityQuestion */.Rl)(), mode);
        const measureContext = { session, server, mode, deadline, isOver: () => isOver };
        return {
            server: {
                version: server.version,
                database: server.database,
                isStandby: server.inRecovery,
                system: (0,windows/* identityOf */.cu)(identity, { error: { code: "", message: "" } }).system,
            },
            queries: await measureAll(measureContext, queries, runs, progress),
            notices: server.isSuperuser
                ? [
                    "The login of baseline-database-url is a superuser, for whom no row-level security counts: declare each query's role, and give it a login of its own (sql/setup/baseline-role.sql).",
                ]
                : [],
        };
    }
    finally {
        clearTimeout(watchdog);
    }
}
function timeLeft(deadline) {
    return Math.max(0, deadline - Date.now());
}


/***/ })

};
