export const id = 836;
export const ids = [836];
export const modules = {

/***/ 3836:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectBaseline: () => (/* binding */ collectBaseline)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./.build/src/checks/performance-baseline/check.js + 14 modules
var performance_baseline_check = __webpack_require__(2149);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-url.js
var connection_url = __webpack_require__(4006);
// EXTERNAL MODULE: ./.build/src/collect/postgres/server.js
var postgres_server = __webpack_require__(6765);
// EXTERNAL MODULE: ./.build/src/collect/postgres/session.js + 1 modules
var postgres_session = __webpack_require__(5082);
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
 * Reads what EXPLAIN (FORMAT JSON) answers. Conditions, outputs and whatever else may hold a literal are never read.
 * Counts of a node are averages of its loops, in PostgreSQL 18 with decimals; blocks are sums, its children's included.
 */
const BLOCK = 8_192;
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
    // Unlike the others a sum of all loops.
    "Heap Fetches": count,
    get Plans() {
        return schemas/* array */.YOg(nodeSchema).default([]);
    },
});
const explainSchema = schemas/* tuple */.PVZ([
    schemas/* object */.Ikc({ Plan: nodeSchema, "Execution Time": schemas/* number */.aig().optional() }),
]);
/** Before PostgreSQL 18 the average is a whole number: what it lost is not to be had. */
function inAllLoops(node, key) {
    return Math.round(node[key] * node["Actual Loops"]);
}
function removedBy(node) {
    const removed = node["Rows Removed by Filter"] +
        node["Rows Removed by Index Recheck"] +
        node["Rows Removed by Join Filter"];
    return Math.round(removed * node["Actual Loops"]);
}
function blocksOf(node) {
    return node["Shared Hit Blocks"] + node["Shared Read Blocks"];
}
const SPILLS = /^(Sort|Incremental Sort|Hash|Hash Join|Aggregate|Materialize|CTE Scan|WindowAgg|Function Scan|Table Function Scan|SetOp|Recursive Union)$/;
/**
 * What is left without the children's. A subplan runs wherever its value is first needed: what it put on disk may be
 * counted there too, so only nodes that can spill are asked.
 */
function spilledBy(node) {
    if (!SPILLS.test(node["Node Type"]))
        return 0;
    const children = node.Plans.reduce((sum, child) => sum + child["Temp Written Blocks"], 0);
    return Math.max(0, node["Temp Written Blocks"] - children) * BLOCK;
}
/** Workers' times are added up in a node's average of loops: by the processes it is about what the clock saw. */
function msOf(node, processes) {
    const time = node["Actual Total Time"];
    if (time === undefined)
        return null;
    return (time * node["Actual Loops"]) / Math.max(1, Math.min(processes, node["Actual Loops"]));
}
/** What EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON) tells; undefined when it is not of a form known here. */
function readExecution(json) {
    const { data } = explainSchema.safeParse(json);
    const ms = data?.[0]["Execution Time"];
    if (data === undefined || ms === undefined)
        return undefined;
    const root = data[0].Plan;
    const nodes = allOf(root, { schema: "", processes: 1 });
    return {
        ms,
        rows: inAllLoops(root, "Actual Rows"),
        rowsRead: nodes
            .filter(({ node }) => readsRelation(node))
            .reduce((sum, { node }) => sum + readBy(node), 0),
        blocks: blocksOf(root),
        spilledBytes: root["Temp Written Blocks"] * BLOCK,
        tables: distinct(nodes.flatMap(({ node, schema }) => named(schema, node["Relation Name"]))),
        indexes: distinct(nodes.flatMap(({ node, schema }) => named(schema, node["Index Name"]))),
        plan: (quote) => planOf(root, { schema: "", processes: 1 }, quote),
    };
}
function below(node, above) {
    const workers = node["Workers Launched"];
    return {
        schema: node["Relation Name"] === undefined ? above.schema : (node.Schema ?? above.schema),
        processes: workers > 0 ? workers + 1 : above.processes,
    };
}
function allOf(node, above) {
    const inner = below(node, above);
    return [{ node, schema: inner.schema }, ...node.Plans.flatMap((child) => allOf(child, inner))];
}
function planOf(node, above, quote) {
    const inner = below(node, above);
    const strategy = strategyOf(node);
    const label = labelOf(node);
    const [relation] = named(inner.schema, node["Relation Name"]);
    const [index] = named(inner.schema, node["Index Name"]);
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
/** A Bitmap Index Scan finds places, and the heap scan above it reads the rows. */
function readsRelation(node) {
    const isScan = node["Node Type"].endsWith("Scan") && node["Node Type"] !== "Bitmap Index Scan";
    return isScan && (node["Relation Name"] !== undefined || /^(Foreign|Custom) /.test(node["Node Type"]));
}
function readBy(node) {
    return inAllLoops(node, "Actual Rows") + removedBy(node);
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
    const own = node["Function Name"] ?? (cte === undefined ? node["Custom Plan Provider"] : `CTE ${cte}`);
    // "InitPlan 1 (returns $0)", before PostgreSQL 17.
    const subplan = node["Subplan Name"]?.replace(/ \(returns .*\)$/, "");
    return [subplan, own].filter((part) => part !== undefined).join(": ");
}
function named(schema, name) {
    return name === undefined ? [] : [{ schema, name }];
}
function distinct(names) {
    return [...new Map(names.map((each) => [JSON.stringify([each.schema, each.name]), each])).values()];
}
/** A plan with the times of another execution's nodes; without any, when that one was planned otherwise. */
function withTimes(plan, timed) {
    return timed !== undefined && isSameShape(plan, timed) ? withTimesOf(plan, timed) : plan;
}
function withTimesOf(plan, timed) {
    const children = plan.children.map((child, index) => {
        const same = timed.children[index];
        return same === undefined ? child : withTimesOf(child, same);
    });
    return { ...plan, ms: timed.ms, children };
}
function isSameShape(a, b) {
    return (a.type === b.type &&
        a.strategy === b.strategy &&
        a.relation === b.relation &&
        a.index === b.index &&
        a.children.length === b.children.length &&
        a.children.every((child, index) => {
            const other = b.children[index];
            return other !== undefined && isSameShape(child, other);
        }));
}

// EXTERNAL MODULE: ./.build/src/generated/sql.js
var sql = __webpack_require__(7813);
// EXTERNAL MODULE: ./.build/src/checks/shared/sql/parser.js
var parser = __webpack_require__(7973);
// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
;// CONCATENATED MODULE: ./.build/src/collect/baseline/resolve-names.js



const noNames = () => ({ functions: [], operators: [], relations: [], words: [], types: [] });
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
/** As two lists, for the server. */
function columnsOf(names) {
    return [names.map(({ schema }) => schema), names.map(({ name }) => name)];
}
/** For people to read and to copy; what the server quoted is better. */
function quoteName(name) {
    return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
const nameList = schemas/* array */.YOg(schemas/* object */.Ikc({ String: schemas/* object */.Ikc({ sval: schemas/* string */.YjP() }) }));
const rangeVar = schemas/* object */.Ikc({ schemaname: schemas/* string */.YjP().optional(), relname: schemas/* string */.YjP() });
/**
 * What a statement names, by PostgreSQL's own parser: a plan shows no function of LIMIT, VALUES or a window's frame.
 * Undefined when it can't be read.
 */
async function namesInStatement(text) {
    const parsed = await (0,parser/* parseSql */.e)(text);
    if (parsed === "broke" || "error" in parsed)
        return undefined;
    const found = noNames();
    const queries = new Set();
    for (const { key, value } of (0,json/* membersOf */.lS)(parsed.statements)) {
        note(key, value, found);
        if (key === "CommonTableExpr")
            queries.add((0,json/* memberOf */.C5)(value, "ctename"));
    }
    const relations = found.relations.filter(({ schema, name }) => schema !== null || !queries.has(name));
    return { ...found, relations };
}
function note(key, value, found) {
    if (key === "sval" && typeof value === "string")
        found.words.push(value);
    if (key === "names")
        found.types.push(...lastOf(value).map(({ name }) => name));
    if (key === "funcname")
        found.functions.push(...lastOf(value));
    // Of an operator, of `= ANY (SELECT …)`, of ORDER BY … USING.
    if (key === "name" || key === "operName" || key === "useOp")
        found.operators.push(...lastOf(value));
    if (key === "RangeVar") {
        const { data } = rangeVar.safeParse(value);
        if (data !== undefined)
            found.relations.push({ schema: data.schemaname ?? null, name: data.relname });
    }
}
function lastOf(list) {
    const { data = [] } = nameList.safeParse(list);
    const [name, schema] = data.map(({ String: { sval } }) => sval).reverse();
    return name === undefined ? [] : [{ schema: schema ?? null, name }];
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/**
 * Parts of an expression as EXPLAIN writes it. A backslash in a literal is a character like others, for
 * standard_conforming_strings is on. A name without quotes has small letters alone; capitals are the grammar's.
 */
const PARTS = /'(?:[^']|'')*'|"(?<quoted>(?:[^"]|"")+)"|(?<plain>[a-z_]\w*)|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<mark>::|[.()])/gi;
/**
 * What the texts of a plan name. The plan is what will be executed: views, row-level policies and SQL functions are
 * unfolded in it. Every text of it is read, whatever its key.
 */
function namesInPlan(plan) {
    const found = noNames();
    const waiting = [plan];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
        if (typeof node === "string")
            readText(node, found);
        if (Array.isArray(node))
            waiting.push(...node);
        if (!isRecord(node))
            continue;
        waiting.push(...Object.values(node));
        // Names as the catalogue has them, without quotes.
        const schema = typeof node.Schema === "string" ? node.Schema : null;
        const { "Function Name": routine, "Relation Name": relation } = node;
        if (typeof routine === "string")
            found.functions.push({ schema, name: routine });
        if (typeof relation === "string")
            found.relations.push({ schema, name: relation });
    }
    return found;
}
function readText(text, found) {
    const parts = [...text.matchAll(PARTS)].map(({ 0: whole, groups = {} }) => {
        const { quoted, plain, operator, mark } = groups;
        if (quoted !== undefined)
            return { kind: "name", text: quoted.replaceAll('""', '"') };
        if (plain !== undefined)
            return { kind: "name", text: plain };
        if (operator !== undefined)
            return { kind: "operator", text: operator };
        return mark === undefined ? { kind: "literal", text: whole } : { kind: "mark", text: mark };
    });
    for (const [index, { kind, text: name }] of parts.entries()) {
        const isQualified = isMark(parts[index - 1], ".");
        const schema = isQualified ? nameOf(parts[index - 2]) : null;
        if (kind === "name")
            found.words.push(name);
        if (kind === "name" && isMark(parts[index - (isQualified ? 3 : 1)], "::"))
            found.types.push(name);
        if (kind === "name" && isMark(parts[index + 1], "("))
            found.functions.push({ schema, name });
        if (kind === "operator")
            found.operators.push({ schema, name });
    }
}
function isMark(part, mark) {
    return part?.kind === "mark" && part.text === mark;
}
function nameOf(part) {
    return part?.kind === "name" ? part.text : null;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/server.js

/** Why a query was not measured: thrown within this folder alone, and caught where its result is made. */
class NotMeasured extends Error {
    name = "NotMeasured";
    unknown;
    constructor(unknown) {
        super(unknown.reason);
        this.unknown = unknown;
    }
}
/** Asks something of our own, in our own frame: no name of the user's stands in for one of pg_catalog. */
async function askCatalogue({ session, pace }, text, values, row) {
    const outcome = await session.runQuery({ text, values }, pace);
    if ("error" in outcome)
        throw new CatalogueRefusal(outcome.error.code);
    return schemas/* array */.YOg(row).parse(outcome.rows);
}
/** Our own question was not answered. */
class CatalogueRefusal extends Error {
    name = "CatalogueRefusal";
    code;
    constructor(code) {
        super(code);
        this.code = code;
    }
}
const NO_TIME = {
    reason: "timeout",
    detail: "The run's time was over before it was measured: raise policy.timeout, or declare fewer or faster queries.",
};
/** Bytes: far more than a plan, or values that pick rows, have need of. */
const LONGEST_ANSWER = 50_000_000;
/** Milliseconds that an answer may need to come back. */
const WAY_BACK = 100;
/**
 * Runs a statement of the team's in its query's frame: read only, and stopped by the server in time. A server goes on
 * with a statement whose client is gone, so it must stop by itself before the run's own time is over.
 *
 * @throws NotMeasured when that is why it stopped
 */
async function run({ session, deadline }, { role, settings, timeout }, text, values = []) {
    const left = deadline - WAY_BACK - Date.now();
    if (left <= 0)
        throw new NotMeasured(NO_TIME);
    const own = {
        role,
        settings,
        timeout: Math.min(timeout, left),
        standardStrings: true,
        longestAnswer: LONGEST_ANSWER,
    };
    // Awaited everywhere: sent behind a frame that the server then refuses whole, it would run without any.
    const outcome = await session.runQuery({ text, values, own, asText: true }, "sequential");
    const isStopped = "error" in outcome && outcome.error.code === "57014";
    if (isStopped && left < timeout)
        throw new NotMeasured(NO_TIME);
    return outcome;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/refusals.js





/** The server's own words may quote rows, parameters and literals: only its codes are read. */
const SAYINGS = {
    "08P01": "The number of values is not that of its parameters $1, $2.",
    "22P02": "A text, of a parameter, a literal or a row, is no value of the type that its place in the query has.",
    "22007": "A text, of a parameter, a literal or a row, is no date or time.",
    "22008": "A date or a time is outside of what its type can hold.",
    "22003": "A number is outside of what its type can hold.",
    "22012": "It divides by zero.",
    [postgres_session/* TOO_LONG */.ch]: "Its plan, or the values that it picks, are longer than 50 MB: they were not taken, and the connection was closed.",
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
const TIMEOUTS = {
    "55P03": "It waited for a lock that another session holds, a migration's perhaps, and gave up after 1 s.",
    "57014": "The server stopped it after its timeout, before anything was measured.",
    "40001": "The standby stopped it, for it stood in the way of replaying the primary's changes.",
};
/** As a code alone tells it. */
function explainCode(code) {
    const late = TIMEOUTS[code];
    if (late !== undefined)
        return { reason: "timeout", detail: late };
    if (/^(lost|57P0\d|08(?!P01).*)$/.test(code)) {
        return { reason: "unreachable", detail: "The connection was lost before it was measured." };
    }
    if (/^53/.test(code)) {
        return { reason: "error", detail: `The server is short of memory, disk or connections (${code}).` };
    }
    return { reason: "error", detail: SAYINGS[code] ?? `The server refused it (${inWords(code)}).` };
}
/** PostgreSQL's own codes. A function may raise any five characters, of a row too. */
const OWN_CODE = /^(0[1-9ABFLPZ]|2[0-8BDF]|3[489BDF]|40|42|44|5[34578]|72|F0|HV|P0|XX)(\d{2}[0-9A-Z]|P\d{2})$/;
function inWords(code) {
    return OWN_CODE.test(code) ? `SQLSTATE ${code}` : "with a code of a function's own";
}
/** Why a statement was refused when it was planned or run. */
async function whyRefused(measuring, query, code, { text, path }) {
    return code === "42501" ? whatIsMissing(measuring, query, text, path) : explainCode(code);
}
const unreadable = schemas/* object */.Ikc({
    quoted: schemas/* string */.YjP(),
    quoted_schema: schemas/* string */.YjP(),
    schema_usable: schemas/* boolean */.zMY(),
    readable: schemas/* boolean */.zMY(),
});
async function whatIsMissing(measuring, query, text, path) {
    const { server } = measuring;
    const role = query.role === undefined ? undefined : await lookUp(measuring, query.role);
    const reader = role?.quoted_role ?? server.login;
    const who = role === undefined ? `the login ${reader}` : `the role ${reader}`;
    const names = await namesInStatement(text);
    const values = [...columnsOf(names?.relations ?? []), path, query.role ?? null];
    const missing = await askCatalogue(measuring, sql/* sql */.l["baseline/unreadable"], values, unreadable);
    if (missing.length === 0) {
        return {
            reason: "permission",
            detail: `It needs something that ${who} may not do: to execute a function, to use a schema, or to read what is behind a view.`,
            fix: `GRANT SELECT ON ALL TABLES IN SCHEMA ${schemasOf(names?.relations ?? [], path)} TO ${reader};`,
        };
    }
    const schemas = missing.filter(({ schema_usable }) => !schema_usable).map((each) => each.quoted_schema);
    const tables = missing.filter(({ readable }) => !readable).map(({ quoted }) => quoted);
    return {
        reason: "permission",
        detail: `It reads ${missing.map(({ quoted }) => quoted).join(", ")}, which ${who} may not read.`,
        fix: [
            ...[...new Set(schemas)].map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ${reader};`),
            ...(tables.length === 0 ? [] : [`GRANT SELECT ON ${tables.join(", ")} TO ${reader};`]),
        ].join("\n"),
    };
}
/** Those that the statement names, or where its names are looked up. */
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
async function lookUp(measuring, role) {
    const [row] = await askCatalogue(measuring, sql/* sql */.l["baseline/role"], [role], roleRow);
    return row;
}
/** Why the query's own frame was refused: its role, or one of its settings. */
async function whyFrameRefused(measuring, { role }, code) {
    const isRefused = code === "42501" || code === "22023" || code === "42704";
    const found = isRefused && role !== undefined ? await lookUp(measuring, role) : undefined;
    if (found !== undefined && !found.is_there) {
        return { reason: "error", detail: `This server has no role ${found.quoted_role}.` };
    }
    if (found !== undefined && code === "42501") {
        const how = found.is_member ? " WITH SET TRUE" : "";
        return {
            reason: "permission",
            detail: `The login ${found.login} may not take on the role ${found.quoted_role}.`,
            fix: `GRANT ${found.quoted_role} TO ${found.login}${how};`,
        };
    }
    if (isRefused) {
        return { reason: "error", detail: `The server refused one of its settings (${inWords(code)}).` };
    }
    return explainCode(code);
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/side-effects.js
/**
 * Functions that PostgreSQL calls volatile, for their result differs from call to call or is not the snapshot's, and
 * that yet do nothing but compute or look. Every other volatile function is taken for one that has effects.
 */
const HARMLESS = new Set([
    // Chance: the session's own generator moves on, and nobody else sees it.
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
    // AT TIME ZONE, one of whose kinds looks at the clock: before PostgreSQL 14 a plan writes it so.
    "timezone",
    // Sizes of files.
    "pg_relation_size",
    "pg_table_size",
    "pg_indexes_size",
    "pg_total_relation_size",
    "pg_database_size",
    "pg_tablespace_size",
    // The catalogue, and what the server is.
    "pg_partition_tree",
    "pg_partition_ancestors",
    "pg_is_in_recovery",
    "pg_sequence_last_value",
    // The statement itself, and a large object that it names.
    "current_query",
    "lo_get",
]);
/**
 * They run a text or a whole table's view as SQL of their own, which nobody has looked at, or take a transaction id:
 * refused whatever they are declared as, and in whatever schema an extension put them.
 */
const RUNS_SQL = /^(query|table|cursor|schema|database)_to_xml(schema|_and_xmlschema)?$|^(crosstab(\d|n)?|connectby|xpath_table|ts_stat|ts_rewrite|dblink.*|txid_current|pg_current_xact_id)$/;
function runsSql(name) {
    return RUNS_SQL.test(name);
}
/** As above, of extensions, in whatever schema they are: chance alone. */
const HARMLESS_OF_EXTENSIONS = {
    pgcrypto: new Set(["gen_random_bytes", "gen_random_uuid", "gen_salt"]),
    tablefunc: new Set(["normal_rand"]),
    "uuid-ossp": new Set(["uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4"]),
};
/** A function that the catalogue calls volatile. */
function isHarmless(schema, name, extension) {
    if (schema === "pg_catalog")
        return HARMLESS.has(name);
    return extension !== null && HARMLESS_OF_EXTENSIONS[extension]?.has(name) === true;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/assert-read-only.js






const offender = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n(["function", "operator", "cast"]),
    schema_name: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    function_name: schemas/* string */.YjP(),
    function_schema: schemas/* string */.YjP(),
    quoted: schemas/* string */.YjP(),
    /** Whose it is, when it is an extension's. */
    extension: schemas/* string */.YjP().nullable(),
});
/**
 * Refuses a statement that may do more than read. The transaction is read only, and that stops what writes to tables;
 * it does not stop what has effects outside of them: locks, other sessions, other servers, sequences on old versions.
 * So every function, operator and type that its text, its views, its tables' policies and then its plan name is looked
 * up in the catalogue. The text comes first: reading a literal or a parameter of a domain runs what the domain checks,
 * and planning may run an operator to estimate its rows. Functions declared STABLE that are not are beyond this.
 *
 * @throws NotMeasured
 */
async function assertReadOnly(measuring, query, statement) {
    const { text, values, path } = statement;
    const own = await namesInStatement(text);
    if (own === undefined)
        throw refuse(UNREADABLE);
    const written = await withDefinitions(measuring, query, own, path);
    await refuseCulprits(measuring, written, path);
    const explained = await run(measuring, query, `EXPLAIN (VERBOSE, FORMAT JSON) ${text}`, values);
    if ("error" in explained) {
        throw new NotMeasured(await whyRefused(measuring, query, explained.error.code, statement));
    }
    const plan = assert_read_only_planOf(explained.rows);
    if (plan === undefined)
        throw refuse("The server answered EXPLAIN in a form that this version does not know.");
    const node = writingNode(plan);
    if (node !== undefined)
        throw refuse(`Its plan has a ${node} node: it would write or lock rows.`);
    const planned = await withDefinitions(measuring, query, joinNames([written, namesInPlan(plan)]), path);
    await refuseCulprits(measuring, planned, path);
}
const UNREADABLE = "It, or the definition of a view, a policy or a domain that it reads, can't be taken apart to see which functions it calls.";
function refuse(detail) {
    return new NotMeasured({ reason: "error", detail });
}
function assert_read_only_planOf(rows) {
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
/** A view may lock what it reads; what else writes the parser has refused already. */
function writingNode(plan) {
    return /"Node Type":"(ModifyTable|LockRows)"/.exec(JSON.stringify(plan))?.[1];
}
/** With the names in what is run though nothing shows it; a definition may name a type whose domains have one. */
async function withDefinitions(measuring, { role }, names, path) {
    const row = schemas/* object */.Ikc({ definition: schemas/* string */.YjP() });
    const read = new Set();
    for (let all = names;;) {
        const { relations, words, types, functions } = all;
        const values = [...columnsOf(relations), path, role ?? null, words, types, ...columnsOf(functions)];
        const rows = await askCatalogue(measuring, sql/* sql */.l["baseline/definitions"], values, row);
        const unread = rows.map(({ definition }) => definition).filter((definition) => !read.has(definition));
        if (unread.length === 0)
            return all;
        for (const definition of unread) {
            const found = await namesInStatement(definition);
            if (found === undefined)
                throw refuse(UNREADABLE);
            all = joinNames([all, found]);
            read.add(definition);
        }
    }
}
/** What stands for them is not written: BETWEEN, IN, CASE, NULLIF and IS DISTINCT FROM take those of the path. */
const IMPLIED = ["=", "<>", "<", "<=", ">", ">="].map((name) => ({ schema: null, name }));
async function refuseCulprits(measuring, { functions, operators, relations, words }, path) {
    const runner = functions.find(({ name }) => runsSql(name));
    if (runner !== undefined) {
        throw refuse(`It calls ${runner.name}, which does more than read, or runs SQL of its own that nobody has looked at.`);
    }
    const all = [...operators, ...IMPLIED];
    const values = [...columnsOf(functions), ...columnsOf(all), path, words, columnsOf(relations)[1]];
    const rows = await askCatalogue(measuring, sql/* sql */.l["baseline/functions"], values, offender);
    const first = rows.find(({ function_schema, function_name, extension }) => !isHarmless(function_schema, function_name, extension));
    if (first !== undefined)
        throw refuse(accuse(first));
}
function accuse({ kind, schema_name, name, quoted, function_schema, extension }) {
    const by = kind === "function" ? "" : `, by the ${kind} ${schema_name}.${name}`;
    const mend = function_schema === "pg_catalog" || extension !== null
        ? ""
        : " When it only reads, declare it so: ALTER FUNCTION … STABLE. A name counts with all its overloads.";
    return `It calls ${quoted}${by}, which is volatile: running it may have effects, so it is not run.${mend}`;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/objects.js




const objects_named = { schema_name: schemas/* string */.YjP(), name: schemas/* string */.YjP(), quoted: schemas/* string */.YjP() };
const tableRow = schemas/* object */.Ikc({
    ...objects_named,
    root: schemas/* string */.YjP(),
    row_count: schemas/* number */.aig().nullable(),
    bytes: schemas/* number */.aig(),
});
const indexRow = schemas/* object */.Ikc({
    ...objects_named,
    root: schemas/* string */.YjP().nullable(),
    table_name: schemas/* string */.YjP(),
    definition: schemas/* string */.YjP().nullable(),
});
/** The tables and indexes of a plan as the catalogue knows them, and their names as the server quotes them. */
async function describeObjects(measuring, plan) {
    const tables = await askCatalogue(measuring, sql/* sql */.l["baseline/tables"], columnsOf(plan.tables), tableRow);
    const indexes = await askCatalogue(measuring, sql/* sql */.l["baseline/indexes"], columnsOf(plan.indexes), indexRow);
    const quoted = new Map([...tables, ...indexes].map((row) => [keyOf({ schema: row.schema_name, name: row.name }), row.quoted]));
    return {
        tables: byRoot(tables),
        indexes: indexes.map((row) => ({
            name: row.quoted,
            root: row.root,
            table: row.table_name,
            definition: row.definition,
        })),
        // A table that was dropped while it was looked at has no name of the server's any more.
        quote: (name) => quoted.get(keyOf(name)) ?? `${quoteName(name.schema)}.${quoteName(name.name)}`,
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




const valueRows = schemas/* array */.YOg(schemas/* array */.YOg(schemas/* string */.YjP().nullable()));
/**
 * The values of $1, $2: those declared, or those of the row that `params-from` picks. They go back as the text that the
 * server sent, and nobody ever sees them.
 */
async function valuesOf(measuring, query, path) {
    const { params = [], "params-from": picking } = query;
    if (picking === undefined)
        return params.map((value) => (value === null ? null : String(value)));
    // Two rows are enough to see that it picks more than one, whatever it would pick without a LIMIT.
    const statement = { text: `SELECT * FROM (\n${picking}\n) AS picked LIMIT 2`, values: [], path };
    return fromParams(async () => {
        await assertReadOnly(measuring, query, statement);
        const outcome = await run(measuring, query, statement.text);
        if ("error" in outcome) {
            throw new NotMeasured(await whyRefused(measuring, query, outcome.error.code, statement));
        }
        const rows = valueRows.parse(outcome.rows);
        const [row] = rows;
        if (row === undefined) {
            throw parameters_refuse("no row: there is nothing that the query could be measured with.");
        }
        if (rows.length > 1)
            throw parameters_refuse("more than one row: add LIMIT 1, and ORDER BY for it to be the same row each time.");
        return row;
    });
}
function parameters_refuse(what) {
    return new NotMeasured({ reason: "error", detail: `It gives ${what}` });
}
/** What is said of it must not seem to be said of the query. */
async function fromParams(pick) {
    try {
        return await pick();
    }
    catch (error) {
        if (!(error instanceof NotMeasured))
            throw error;
        throw new NotMeasured({ ...error.unknown, detail: `params-from: ${error.unknown.detail}` });
    }
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/measure.js









/** Fewer runs tell no spread. */
const LEAST_RUNS = 3;
/** Milliseconds: a slow query is not run as often as a fast one. */
const ENOUGH = 5_000;
/** Milliseconds between the two rounds of a slow query: a neighbour's burst is over by then. */
const PAUSE = 2_000;
/** How often an execution is tried that the server stopped. */
const TRIES = 2;
/** The server stopped each of an execution's tries. */
class Stopped extends Error {
    name = "Stopped";
}
/** Measures one query; what can't be measured is said. */
async function measure(measuring, query, runs) {
    try {
        const path = await pathOf(measuring, query);
        const values = await valuesOf(measuring, query, path);
        await assertReadOnly(measuring, query, { text: query.sql, values, path });
        const prepared = { query, values, path, measuredAt: performance.now() };
        const measurement = await measureRuns(measuring, prepared, runs);
        return { measured: { measurement }, prepared: { ...prepared, measuredAt: performance.now() } };
    }
    catch (error) {
        return { measured: failed(error, query) };
    }
}
/** Times of a second round. */
async function measureAgain(measuring, prepared, runs) {
    try {
        await (0,promises_.setTimeout)(Math.max(0, prepared.measuredAt + PAUSE - performance.now()), undefined, { ref: false });
        return { times: (await warmRuns(measuring, prepared, runs)).map(({ ms }) => ms) };
    }
    catch (error) {
        return failed(error, prepared.query);
    }
}
function failed(error, { timeout }) {
    if (error instanceof NotMeasured)
        return { unknown: error.unknown };
    if (error instanceof CatalogueRefusal)
        return { unknown: explainCode(error.code) };
    if (error instanceof Stopped)
        return { stopped: { afterMs: timeout, times: TRIES } };
    throw error;
}
const pathRow = schemas/* tuple */.PVZ([schemas/* tuple */.PVZ([schemas/* string */.YjP()])]);
/** It shows, too, whether the query's frame is possible at all: nothing else of it can be refused. */
async function pathOf(measuring, query) {
    const outcome = await run(measuring, query, sql/* sql */.l["baseline/path"]);
    if ("error" in outcome) {
        throw new NotMeasured(await whyFrameRefused(measuring, query, outcome.error.code));
    }
    const [[text]] = pathRow.parse(outcome.rows);
    return schemas/* array */.YOg(schemas/* string */.YjP()).parse(JSON.parse(text));
}
async function measureRuns(measuring, prepared, runs) {
    const all = await warmRuns(measuring, prepared, runs);
    const timed = await execute(measuring, prepared, "TIMING ON").catch((error) => {
        // Looking at the clock at every row may take it over its timeout: then the tree has no times.
        if (error instanceof Stopped)
            return undefined;
        throw error;
    });
    const least = all.reduce((best, each) => (each.blocks < best.blocks ? each : best));
    const { tables, indexes, quote } = await describeObjects(measuring, least);
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
/** The first execution fills caches, the session's own catalogue cache among them, and does not count. */
async function warmRuns(measuring, prepared, runs) {
    await execute(measuring, prepared, "TIMING OFF");
    const start = performance.now();
    const all = [await execute(measuring, prepared, "TIMING OFF")];
    while (all.length < runs && (all.length < LEAST_RUNS || performance.now() - start < ENOUGH)) {
        all.push(await execute(measuring, prepared, "TIMING OFF"));
    }
    return all;
}
async function execute(measuring, { query, values, path }, timing) {
    const text = `EXPLAIN (ANALYZE, BUFFERS, VERBOSE, ${timing}, FORMAT JSON) ${query.sql}`;
    for (let left = TRIES;; left -= 1) {
        const outcome = await run(measuring, query, text, values);
        if (!("error" in outcome)) {
            const executed = readExecution(assert_read_only_planOf(outcome.rows));
            if (executed !== undefined)
                return executed;
            throw new NotMeasured({
                reason: "version",
                detail: "The server answered EXPLAIN in a form that this version does not know.",
            });
        }
        const { code } = outcome.error;
        const mayPass = code === "57014" || code === "55P03" || code === "40001";
        if (mayPass && left > 1)
            continue;
        if (code === "57014")
            throw new Stopped();
        throw new NotMeasured(await whyRefused(measuring, query, code, { text: query.sql, path }));
    }
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/second-run.js



/** Every query one after the other; then those that were too slow once more. */
async function measureAll(measuring, queries, runs, progress) {
    const results = new Map();
    const slow = [];
    for (const [index, query] of queries.entries()) {
        const { measured, prepared } = await one(measuring, query, runs);
        results.set(query.name, measured);
        if (prepared !== undefined && isTooSlow(measured, query))
            slow.push(prepared);
        // The log of a public repository is everybody's: it names nothing.
        progress(`performance-baseline: query ${index + 1} of ${queries.length}, ${describe(measured)}`);
    }
    for (const prepared of slow) {
        const { query } = prepared;
        const first = results.get(query.name);
        if (measuring.isOver() || first === undefined || !("measurement" in first))
            continue;
        const second = await measureAgain(measuring, prepared, runs);
        const place = `query ${queries.indexOf(query) + 1} of ${queries.length}, once more`;
        if ("times" in second) {
            results.set(query.name, { measurement: { ...first.measurement, again: second.times } });
        }
        // What is unknown of the second leaves standing what the first round measured.
        if ("stopped" in second)
            results.set(query.name, second);
        const came = "times" in second ? timesOf(second.times) : describe(second);
        progress(`performance-baseline: ${place}, ${came}`);
    }
    return results;
}
async function one(measuring, query, runs) {
    if (measuring.isOver())
        return { measured: { unknown: NO_TIME } };
    try {
        const result = await measure(measuring, query, runs);
        // At the deadline the connection is cut: what was refused then was refused for want of time.
        return measuring.isOver() && "unknown" in result.measured ? { measured: { unknown: NO_TIME } } : result;
    }
    catch (error) {
        return { measured: { unknown: measuring.isOver() ? NO_TIME : (0,errors/* internalError */.WB)(error) } };
    }
}
/** Even its fastest run is over the budget. */
function isTooSlow(measured, { "max-time": budget }) {
    return ("measurement" in measured && budget !== undefined && Math.min(...measured.measurement.times) > budget);
}
function describe(measured) {
    if ("measurement" in measured)
        return timesOf(measured.measurement.times);
    if ("stopped" in measured)
        return `stopped after ${measured.stopped.afterMs} ms`;
    return `not measured (${measured.unknown.reason})`;
}
function timesOf(times) {
    const sorted = [...times].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return `${times.length} runs, ${Number(median.toPrecision(2))} ms`;
}

;// CONCATENATED MODULE: ./.build/src/collect/baseline/collect.js








/** The recorded baseline, and the declared queries measured once everything else was asked. */
async function collectBaseline(settings, file, context) {
    const [recorded, measured] = await Promise.all([
        readRecorded(settings, file),
        measureQueries(settings, context),
    ]);
    return { value: { recorded, measured } };
}
/** On a pull request the base branch's: a branch must not choose what it is compared with. */
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
const NOT_HERE = {
    reason: "not-applicable",
    detail: "The declared queries are not run on pull requests, unless the base branch's configuration says on-pull-requests: true.",
};
const NO_SECRET = {
    reason: "no-secret",
    detail: "To measure the declared queries, give the action a login that may read what the application reads (sql/setup/baseline-role.sql makes one):\nbaseline-database-url: ${{ secrets.BASELINE_DATABASE_URL }}",
};
async function measureQueries(settings, { quiet, deadline, progress }) {
    const options = optionsIn(settings);
    if (settings.isPullRequest && !options["on-pull-requests"])
        return { skipped: NOT_HERE };
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
    // The configuration was read by this check's own schema.
    return selected?.options;
}
async function measureOn(session, { queries, runs }, { deadline, progress }) {
    let isOver = false;
    const watchdog = setTimeout(() => {
        isOver = true;
        session.destroy();
    }, timeLeft(deadline));
    try {
        const server = await (0,postgres_server/* readServer */.W)(session);
        // Pipelining through transaction poolers has hung clients.
        const pace = server.connection.isDirect ? "pipelined" : "sequential";
        const identity = await session.runQuery((0,windows/* identityQuestion */.Rl)(), pace);
        const measuring = { session, server, pace, deadline, isOver: () => isOver };
        return {
            server: {
                version: server.version,
                database: server.database,
                isStandby: server.inRecovery,
                system: (0,windows/* identityOf */.cu)(identity, { error: { code: "", message: "" } }).system,
            },
            queries: await measureAll(measuring, queries, runs, progress),
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
