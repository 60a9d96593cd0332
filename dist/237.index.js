export const id = 237;
export const ids = [237];
export const modules = {

/***/ 9237:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectPgBouncer: () => (/* binding */ collectPgBouncer)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/core/errors.js
var errors = __webpack_require__(6512);
// EXTERNAL MODULE: ./.build/src/core/finding.js
var finding = __webpack_require__(5666);
// EXTERNAL MODULE: ./.build/src/collect/postgres/client.js
var postgres_client = __webpack_require__(5785);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-errors.js
var connection_errors = __webpack_require__(6568);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-url.js
var connection_url = __webpack_require__(4006);
;// CONCATENATED MODULE: ./.build/src/collect/postgres/pgbouncer-console.js



/** The database's name that leads to the console. */
const CONSOLE = "pgbouncer";
/** Why the console told nothing: one sentence without the address, and whether a right is missing. */
class ConsoleRefusal extends Error {
    isPermission;
    constructor(message, isPermission) {
        super(message);
        this.isPermission = isPermission;
    }
}
/**
 * Asks PgBouncer's admin console some commands (`SHOW POOLS`) on one connection, which is closed before it returns.
 * The console knows only the simple protocol, no transactions and no SQL.
 *
 * @param timeout milliseconds for all of it
 * @returns the rows of each command, as PgBouncer writes them: columns differ between its versions
 * @throws ConsoleRefusal, or UserError when the URL cannot be read
 */
async function askConsole({ url, ca }, commands, timeout) {
    const address = (0,connection_url/* parseConnectionUrl */.z)(url, "pgbouncer-admin-url");
    if (address.database !== CONSOLE) {
        throw new ConsoleRefusal(`pgbouncer-admin-url leads to an ordinary database: the console's name is ${CONSOLE}, postgresql://user:password@host:6432/${CONSOLE}.`, false);
    }
    const deadline = performance.now() + timeout;
    let isOver = false;
    try {
        const { client, stream } = await (0,postgres_client/* openClient */.M)(address, { ca, timeout, pipeline: false });
        const watchdog = setTimeout(() => {
            isOver = true;
            stream.destroy();
        }, deadline - performance.now());
        try {
            const answers = [];
            for (const command of commands)
                answers.push((await client.query(command)).rows);
            return answers;
        }
        finally {
            // Within the same time: the console may leave our end of the connection unanswered.
            await client.end().catch(() => undefined);
            clearTimeout(watchdog);
        }
    }
    catch (error) {
        throw queryErrorOf(isOver ? new Error("timeout") : error, address);
    }
}
function queryErrorOf(error, address) {
    const message = error instanceof Error ? error.message : "";
    if (/not allowed|admin access needed/i.test(message)) {
        return new ConsoleRefusal("PgBouncer does not let this login look into its admin console: add it to stats_users (admin_users would be more than it needs).", true);
    }
    // PgBouncer leaves a login of no auth_file waiting when it has an auth_query, which its console can't ask.
    if (/timeout|terminated unexpectedly/i.test(message)) {
        return new ConsoleRefusal("PgBouncer's admin console did not answer in time: it can't be reached from here, or the login does not stand in its auth_file, where the console looks alone.", false);
    }
    return new ConsoleRefusal(`PgBouncer's admin console: ${(0,connection_errors/* explainConnectionError */.M0)(error, address)}`, false);
}

;// CONCATENATED MODULE: ./.build/src/collect/pgbouncer/index.js




/** The console answers in milliseconds, or it is not there. */
const TIMEOUT = 10_000;
/** What a check may need of SHOW CONFIG, which also holds paths and names. */
const SETTINGS = ["pool_mode", "default_pool_size", "max_client_conn", "query_wait_timeout"];
const count = coerce/* number */.ai();
const version = schemas/* array */.YOg(schemas/* object */.Ikc({ version: schemas/* string */.YjP() })).max(1);
const config = schemas/* array */.YOg(schemas/* object */.Ikc({ key: schemas/* string */.YjP(), value: schemas/* string */.YjP().nullable() }));
const pools = schemas/* array */.YOg(schemas/* object */.Ikc({
    database: schemas/* string */.YjP(),
    user: schemas/* string */.YjP(),
    pool_mode: schemas/* string */.YjP(),
    cl_waiting: count,
    sv_active: count,
    sv_idle: count,
    maxwait: count,
})
    .transform((pool) => ({
    database: pool.database,
    user: pool.user,
    mode: pool.pool_mode,
    clientsWaiting: pool.cl_waiting,
    serversActive: pool.sv_active,
    serversIdle: pool.sv_idle,
    longestWait: pool.maxwait,
})));
const databases = schemas/* array */.YOg(schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    host: schemas/* string */.YjP().nullable(),
    port: count,
    database: schemas/* string */.YjP(),
    pool_size: count,
    /** Renamed in PgBouncer 1.24. */
    reserve_pool: count.optional(),
    reserve_pool_size: count.optional(),
    max_connections: count,
    pool_mode: schemas/* string */.YjP().nullable(),
}));
/**
 * Reads PgBouncer's settings, pools and databases from its admin console, with the rights of stats_users. What
 * cannot be had is said, never thrown.
 *
 * @param timeout milliseconds that the run has left
 */
async function collectPgBouncer(settings, timeout) {
    if (settings === undefined)
        return NOT_CONFIGURED;
    const commands = ["SHOW VERSION", "SHOW CONFIG", "SHOW POOLS", "SHOW DATABASES"];
    try {
        return read(await askConsole(settings, commands, Math.min(TIMEOUT, timeout)));
    }
    catch (error) {
        return { unknown: explain(error) };
    }
}
const NOT_CONFIGURED = {
    skipped: {
        reason: "not-configured",
        detail: "For PgBouncer, give the action the address of its admin console, with a login of stats_users:",
        fix: (0,finding/* yamlBlock */.RP)("pgbouncer-admin-url: ${{ secrets.PGBOUNCER_ADMIN_URL }}"),
    },
};
function read([versions, settings, poolRows, databaseRows]) {
    const answer = schemas/* object */.Ikc({ version, config, pools, databases })
        .safeParse({ version: versions, config: settings, pools: poolRows, databases: databaseRows });
    if (!answer.success) {
        const place = answer.error.issues[0]?.path.join(".");
        return {
            unknown: {
                reason: "version",
                detail: `PgBouncer's console answers in a form that this version does not know (${place}).`,
            },
        };
    }
    const { data } = answer;
    const known = data.config.filter(({ key }) => SETTINGS.includes(key));
    return {
        value: {
            // Before 1.12 SHOW VERSION was a notice.
            version: data.version[0]?.version.replace(/^PgBouncer /, "") ?? "",
            settings: Object.fromEntries(known.map(({ key, value }) => [key, value ?? ""])),
            pools: data.pools.filter(({ database }) => database !== CONSOLE),
            databases: databasesOf(data.databases),
        },
    };
}
/** Servers are told apart by numbers: their addresses are nobody's business. */
function databasesOf(rows) {
    const users = rows.filter(({ name }) => name !== CONSOLE);
    const addresses = [...new Set(users.map(({ host, port }) => `${host}:${port}`))];
    return users.map((row) => ({
        name: row.name,
        target: row.database,
        server: addresses.indexOf(`${row.host}:${row.port}`),
        poolSize: row.pool_size,
        reservePool: row.reserve_pool ?? row.reserve_pool_size ?? 0,
        maxConnections: row.max_connections > 0 ? row.max_connections : null,
        mode: row.pool_mode,
    }));
}
function explain(error) {
    if (error instanceof errors/* UserError */.yo)
        return { reason: "error", detail: error.message };
    if (!(error instanceof ConsoleRefusal))
        throw error;
    if (!error.isPermission)
        return { reason: "unreachable", detail: error.message };
    return {
        reason: "permission",
        detail: error.message,
        fix: {
            language: "ini",
            text: "; pgbouncer.ini, and then a RELOAD: the login of pgbouncer-admin-url\nstats_users = stats",
        },
    };
}


/***/ })

};
