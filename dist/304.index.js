export const id = 304;
export const ids = [304];
export const modules = {

/***/ 9304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./.build/src/collect/repository/commit-files.js
var commit_files = __webpack_require__(6868);
;// CONCATENATED MODULE: ./.build/src/collect/custom-sql.js

/**
 * Reads the statements of the checklist's own items: from the workspace, but on a pull request from the base
 * branch, for a branch must not grade itself. What can't be read is said, never thrown.
 */
async function collectCustomStatements(settings) {
    const wanted = settings.checklist.flatMap(({ id, sql, dropped }) => sql === undefined || dropped !== undefined ? [] : [{ id, sql }]);
    if (wanted.length === 0 || settings.database === undefined)
        return [];
    const where = settings.isPullRequest ? "base branch" : "checked-out commit";
    const read = await (0,commit_files/* reader */.w)(settings, { files: wanted.length, what: "statement" });
    return Promise.all(wanted.map(async ({ id, sql }) => {
        if (typeof read === "string")
            return { id, sql, unknown: error(read) };
        try {
            const text = await read(sql.path);
            return text === null
                ? { id, sql, unknown: error(`The ${where} has no file ${sql.path}.`) }
                : { id, sql, text };
        }
        catch (failure) {
            return { id, sql, unknown: error(`${sql.path} could not be read${(0,commit_files/* why */.d)(failure)}`) };
        }
    }));
}
function error(detail) {
    return { reason: "error", detail };
}

// EXTERNAL MODULE: ./.build/src/core/errors.js
var errors = __webpack_require__(6512);
;// CONCATENATED MODULE: ./.build/src/core/sources.js
/** What this run read besides the database. */
class Sources {
    #read;
    constructor(read = []) {
        this.#read = new Map([...read].map(([key, source]) => [textOf(key), source]));
    }
    get(key) {
        // The provider that owns the key gave the value.
        return (this.#read.get(textOf(key)) ?? NOT_READ);
    }
}
function textOf({ provider, name }) {
    return `${provider} ${name}`;
}
const NOT_READ = {
    skipped: { reason: "not-configured", detail: "No check of this run asks for it." },
};
/** For runs that read nothing besides the database. */
const NO_SOURCES = new Sources();

;// CONCATENATED MODULE: ./.build/src/collect/index.js


/** By the provider of a key. A reader is loaded only when a check needs it. */
const READERS = {
    directory: async () => (await __webpack_require__.e(/* import() */ 734).then(__webpack_require__.bind(__webpack_require__, 6734))).readDirectories,
    file: async () => (await __webpack_require__.e(/* import() */ 734).then(__webpack_require__.bind(__webpack_require__, 6734))).readFiles,
    document: async () => (await __webpack_require__.e(/* import() */ 734).then(__webpack_require__.bind(__webpack_require__, 6734))).readDocuments,
    supabase: async () => (await __webpack_require__.e(/* import() */ 546).then(__webpack_require__.bind(__webpack_require__, 6546))).readSupabase,
    pgbouncer: async () => {
        const { collectPgBouncer } = await __webpack_require__.e(/* import() */ 237).then(__webpack_require__.bind(__webpack_require__, 9237));
        return alone((_, { pgbouncer, timeout }) => collectPgBouncer(pgbouncer, timeout));
    },
    // GitHub's client is large: it is loaded once the queries are on their way.
    workflows: async () => alone(async (_, settings, { queriesSent }) => {
        await queriesSent;
        const { collectWorkflows } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(581)]).then(__webpack_require__.bind(__webpack_require__, 4962));
        return collectWorkflows(settings, Date.now() + settings.timeout);
    }),
    "declared-queries": async () => {
        const { collectBaseline } = await __webpack_require__.e(/* import() */ 88).then(__webpack_require__.bind(__webpack_require__, 88));
        return alone((file, settings, context) => collectBaseline(settings, file, context));
    },
};
/** What all enabled checks of this run read besides the database, each thing once. */
function sourcesOf(settings) {
    const keys = settings.checks
        .filter(({ enabled }) => enabled)
        .flatMap(({ check, options }) => check.sources?.(options) ?? []);
    return [...new Map(keys.map((key) => [`${key.provider} ${key.name}`, key])).values()];
}
/** Reads every source that a check needs, all at the same time and within the run's time. */
async function collectSources(settings, context) {
    const byProvider = Map.groupBy(sourcesOf(settings), ({ provider }) => provider);
    const read = await Promise.all([...byProvider].map(([provider, keys]) => readProvider(provider, keys, settings, context)));
    return new Sources(read.flat());
}
/** A defect in one reader must not take the others' answers along. */
async function readProvider(provider, keys, settings, context) {
    const names = keys.map(({ name }) => name);
    const load = READERS[provider];
    const found = await Promise.resolve()
        .then(() => {
        if (load === undefined)
            throw new TypeError(`no reader for the sources of ${provider}`);
        return load();
    })
        .then((read) => read(names, settings, context))
        .catch((error) => new Map(names.map((name) => [name, { unknown: (0,errors/* internalError */.WB)(error) }])));
    return keys.flatMap((key) => {
        const source = found.get(key.name);
        return source === undefined ? [] : [[key, source]];
    });
}
/** The reader of a provider that is asked for each of its keys alone. */
function alone(read) {
    return async (names, settings, context) => new Map(await Promise.all(names.map(async (name) => [name, await read(name, settings, context)])));
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-url.js
var connection_url = __webpack_require__(4006);
;// CONCATENATED MODULE: ./.build/src/collect/postgres/dispatch.js
/** All questions are sent at once, half of them over each session. For direct connections only. */
function runPipelined(session, helper) {
    let isHelpersTurn = false;
    return (question) => {
        const asked = isHelpersTurn ? (helper ?? session) : session;
        isHelpersTurn = !isHelpersTurn;
        return asked.runQuery(question, "pipelined");
    };
}
/**
 * One question at a time for each session. A pooler may let the helper in and then not serve it, because its pool is
 * small and in session mode: it joins when it is served.
 */
function runSequential(session, helper) {
    const turns = new Turns();
    turns.join(session);
    helper?.served().then(() => turns.join(helper), () => undefined);
    return (question) => turns.runQuery(question);
}
/** The next session that is free takes the next question that waits. */
class Turns {
    #free = [];
    #waiting = [];
    #alive = 0;
    join(session) {
        this.#alive += 1;
        this.#release(session);
    }
    async runQuery(question) {
        const session = this.#free.pop() ?? (await new Promise((take) => this.#waiting.push(take)));
        const outcome = await session.runQuery(question, "sequential");
        // A lost session would lose all that wait; the last one has to, for nobody else answers them.
        if (isLost(outcome) && this.#alive > 1)
            this.#alive -= 1;
        else
            this.#release(session);
        return outcome;
    }
    #release(session) {
        const take = this.#waiting.shift();
        if (take === undefined)
            this.#free.push(session);
        else
            take(session);
    }
}
function isLost(outcome) {
    return "error" in outcome && outcome.error.code === "lost";
}

;// CONCATENATED MODULE: ./.build/src/collect/postgres/prepare-queries.js
/** The statements of pg_stat_statements read all texts at once. Its default of 5,000 entries fits. */
const STATEMENTS_WORK_MEM = "32MB";
/** Nothing looked at is no pass. */
const NO_SCHEMA = {
    reason: "error",
    detail: "This database has none of the schemas that the configuration names under schemas.",
};
/** What is to be asked for each check, and the answers of those that ask nothing here. */
function prepareQueries(checks, server, schemas) {
    const answers = new Map();
    const questions = [];
    for (const { check, options } of checks) {
        if (check.query === undefined)
            continue;
        const query = check.query.statement(server, options);
        if (!("statement" in query)) {
            answers.set(check.id, { outcome: query });
            continue;
        }
        const { statement, schema } = query;
        const wantsSchemas = statement.includes("$1");
        if (wantsSchemas && schemas.oids.length === 0 && schemas.missing.length > 0) {
            answers.set(check.id, { outcome: { unknown: NO_SCHEMA } });
            continue;
        }
        questions.push({
            id: check.id,
            question: {
                text: schema === undefined ? statement : statement.replaceAll(":schema", () => schema),
                ...(wantsSchemas ? { values: [schemas.oids] } : {}),
                ...(schema === undefined ? {} : { workMem: STATEMENTS_WORK_MEM }),
            },
        });
    }
    return { answers, questions };
}

;// CONCATENATED MODULE: ./.build/src/collect/postgres/schemas.js
/**
 * Schemas that belong to a platform or a tool, not to the user: what stands in them is theirs to mend.
 * Supabase's as its own `db dump` leaves them out; the others are the schedulers' and poolers' own.
 */
const PLATFORM_SCHEMAS = new Set([
    "_analytics",
    "_realtime",
    "_supavisor",
    "auth",
    "cron",
    "dbdev",
    "extensions",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgmq",
    "pgsodium",
    "pgsodium_masks",
    "pgtle",
    "preflight",
    "realtime",
    "repack",
    "storage",
    "supabase_functions",
    "supabase_migrations",
    "tiger",
    "tiger_data",
    "topology",
    "vault",
]);
/** Names that an ordinary application may use too: they are the platform's only on Supabase. */
const ONLY_ON_SUPABASE = new Set(["auth", "extensions", "net", "realtime", "storage", "vault"]);
/** The schemas to look at: those the config names, or all that are the user's own. */
function selectSchemas(all, isSupabase, wanted) {
    if (wanted !== undefined) {
        return {
            oids: all.filter(({ name }) => wanted.includes(name)).map(({ oid }) => oid),
            missing: wanted.filter((name) => !all.some((schema) => schema.name === name)),
        };
    }
    const isPlatform = ({ name }) => PLATFORM_SCHEMAS.has(name) && (isSupabase || !ONLY_ON_SUPABASE.has(name));
    return { oids: all.filter((schema) => !isPlatform(schema)).map(({ oid }) => oid), missing: [] };
}

// EXTERNAL MODULE: ./.build/src/collect/postgres/server.js
var postgres_server = __webpack_require__(6765);
// EXTERNAL MODULE: ./.build/src/collect/postgres/session.js + 1 modules
var postgres_session = __webpack_require__(5082);
// EXTERNAL MODULE: ./.build/src/collect/postgres/windows.js
var windows = __webpack_require__(7405);
;// CONCATENATED MODULE: ./.build/src/collect/postgres/collect.js








/** A second connection is opened only while the server keeps this share of its slots free. */
const FREE_SLOTS_FOR_TWO = 0.1;
/** Milliseconds. The second connection is worth less than this wait. */
const SECOND_SESSION_PATIENCE = 1_000;
/** Bytes: a team's own statement gives one row, true or false and a sentence. */
const LONGEST_ANSWER = 1_000_000;
/** PostgreSQL 15 brought stats_fetch_consistency. */
const FIRST_VERSION_WITH_FRESH_COUNTERS = 150_000;
/**
 * Asks the database everything the checks want to know, and closes every connection before it returns.
 *
 * @throws UserError for a URL that cannot be read; a database that cannot be reached is evidence, not an error
 */
async function collectDatabase(request) {
    const address = (0,connection_url/* parseConnectionUrl */.z)(request.url, "database-url");
    const run = new Run(request.timeout);
    try {
        return await run.collect(address, request);
    }
    catch (error) {
        if (error instanceof postgres_session/* Unreachable */.LL)
            return { reached: false, advice: error.message };
        throw error;
    }
    finally {
        await run.close();
    }
}
/** The sessions of one run, and the watchdog that ends them in time. */
class Run {
    #sessions = [];
    #opening = [];
    #watchdog;
    #timeout;
    #isOver = false;
    constructor(timeout) {
        this.#timeout = timeout;
        this.#watchdog = setTimeout(() => {
            this.#isOver = true;
            for (const session of this.#sessions)
                session.destroy();
        }, timeout);
    }
    async collect(address, { ca, checks, schemas: wantedSchemas, items = [], progress, onSent }) {
        // Both connections are made at the same time: over a distance that is most of a run. Where only one is let in
        // (the login's CONNECTION LIMIT, the last free slot), it is enough, whichever it is.
        const openings = [this.#open(address, ca), this.#open(address, ca)];
        const session = await Promise.any(openings).catch((both) => {
            const [error] = both.errors;
            // The server counts both before it looks at the limit: one alone may have room.
            if (error instanceof postgres_session/* TooManyConnections */.je)
                return this.#open(address, ca);
            throw error;
        });
        const server = await (0,postgres_server/* readServer */.W)(session);
        const { oids, missing } = selectSchemas(server.schemas, server.isSupabase, wantedSchemas);
        const opened = Promise.all(openings.map((opening) => opening.catch(() => undefined)));
        const second = opened.then((sessions) => sessions.find((other) => other !== undefined && other !== session));
        const helper = await this.#spare(second, server);
        const { answers, questions } = prepareQueries(checks, server, { oids, missing });
        const runQuery = this.#asker(session, helper, server);
        const asking = Promise.all([
            runQuery((0,windows/* tablesWindowQuestion */.MX)(server)),
            runQuery((0,windows/* identityQuestion */.Rl)()),
            maybe((0,windows/* statementsWindowQuestion */.lP)(server), runQuery),
            ...questions.map(({ id, question }) => timed(id, runQuery(question), progress)),
        ]);
        onSent?.();
        const [tables, identity, statements, ...outcomes] = await asking;
        // After all others, for between a frame and its statement nothing else may be sent.
        const own = new Map();
        for (const item of items)
            own.set(item.id, await runCustomQuery(item, (question) => this.#awaited(session, question)));
        questions.forEach(({ id }, index) => {
            const outcome = outcomes[index];
            if (outcome !== undefined)
                answers.set(id, outcome);
        });
        return {
            reached: true,
            server,
            windows: { tables: (0,windows/* tablesWindow */.sP)(tables, server), statements: (0,windows/* statementsWindow */.$C)(statements, server) },
            identity: (0,windows/* identityOf */.cu)(identity, tables),
            answers,
            items: own,
            notices: missing.map((name) => `The config's schemas name ${name}, which this database does not have.`),
        };
    }
    async close() {
        clearTimeout(this.#watchdog);
        await Promise.all(this.#opening);
        await Promise.all(this.#sessions.map((session) => session.end()));
    }
    #open(address, ca) {
        const opening = (0,postgres_session/* openSession */.fA)(address, ca, this.#timeout).then((session) => {
            this.#sessions.push(session);
            if (this.#isOver)
                session.destroy();
            return session;
        });
        this.#opening.push(opening.catch(() => undefined));
        return opening;
    }
    /** The second session, unless it is late. Where the server is short of slots it goes back at once. */
    async #spare(second, server) {
        const slots = server.maxConnections - server.reservedConnections;
        // The second may not have been counted yet: it may still be logging in.
        if (slots - server.clientSessions - 1 > slots * FREE_SLOTS_FOR_TWO) {
            return Promise.race([second, (0,promises_.setTimeout)(SECOND_SESSION_PATIENCE, undefined, { ref: false })]);
        }
        void second.then((session) => session?.end());
        return undefined;
    }
    /**
     * A direct connection gets all its questions in one flight. Pipelining through transaction poolers has hung
     * clients, so there each transaction is awaited.
     */
    #asker(session, helper, server) {
        const freshCounters = server.versionNumber >= FIRST_VERSION_WITH_FRESH_COUNTERS;
        const runQuery = server.connection.isDirect
            ? runPipelined(session, helper)
            : runSequential(session, helper);
        return async (question) => this.#inTime(await runQuery({ ...question, freshCounters }));
    }
    /** Sent behind a frame that the server then refuses whole, a team's own statement would run without any. */
    async #awaited(session, question) {
        return this.#inTime(await session.runQuery(question, "sequential"));
    }
    #inTime(outcome) {
        return this.#isOver && "error" in outcome ? TIMED_OUT : outcome;
    }
}
const TIMED_OUT = { error: { code: "timeout", message: "the run's time was over" } };
/** One line a check, without a word of the server's: how long it took, or the code of the refusal. */
async function timed(id, answer, progress) {
    const start = performance.now();
    const outcome = await answer;
    const time = `${Math.round(performance.now() - start)} ms`;
    progress?.("error" in outcome ? `${id}: no answer after ${time} (${outcome.error.code})` : `${id}: ${time}`);
    return outcome;
}
async function runCustomQuery(item, runQuery) {
    if ("unknown" in item)
        return { outcome: { unknown: item.unknown } };
    const { role, settings } = item.sql;
    return runQuery({ text: item.text, own: { role, settings, longestAnswer: LONGEST_ANSWER } });
}
async function maybe(value, then) {
    return value === undefined ? undefined : then(value);
}

;// CONCATENATED MODULE: ./.build/src/config/replicas.js

const ADDRESS = /^postgres(?:ql)?:\/\//i;
/** A name becomes part of sentences: whatever may be a piece of an address is none. */
const NAME = /^[^\s:@/\p{C}](?:[^:@/\p{C}]{0,61}[^\s:@/\p{C}])?$/u;
/** Undefined where the line is neither `name=address` nor an address. */
function readReplicaLine(line, index) {
    const place = index + 1;
    if (ADDRESS.test(line))
        return { place, name: undefined, url: line };
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(0, equals)).trim();
    const url = line.slice(equals + 1).trim();
    if (!NAME.test(name) || !(url === "" || ADDRESS.test(url)))
        return undefined;
    return { place, name, url: url === "" ? undefined : url };
}
/**
 * The nodes that this run looks at besides the server: each line of `replica-urls` with the name that the
 * configuration declares for it. A declared name without an address is the check's to tell. On a pull request, which is
 * judged by the base branch's configuration, a new replica's line is no mistake: its node is looked at beside the others.
 *
 * @throws UserError that never repeats a line
 */
function nameReplicas(lines, declared, isPullRequest) {
    if (lines.length > 0 && declared === "none") {
        if (isPullRequest)
            return [];
        throw new errors/* UserError */.yo([
            "replica-urls: the configuration says replicas: none, and yet there are addresses. Write the replicas' names there, or leave out replica-urls.",
        ]);
    }
    const names = Array.isArray(declared) ? declared : undefined;
    const { given, problems } = readLines(lines, names, isPullRequest);
    const free = freeNames(names, given.flatMap(({ name }) => name ?? []), isPullRequest);
    const nodes = [];
    for (const { name, url, place } of given) {
        const called = name ?? free.next().value;
        if (called === undefined) {
            problems.push(`replica-urls: line ${place} is one address more than the configuration's replicas has names (${names?.join(", ")}). Add the replica's name there.`);
        }
        else if (url !== undefined)
            nodes.push({ name: called, url });
    }
    if (problems.length > 0)
        throw new errors/* UserError */.yo(problems);
    return nodes;
}
function readLines(lines, names, isPullRequest) {
    const problems = [];
    const given = [];
    for (const [index, text] of lines.entries()) {
        const line = readReplicaLine(text, index);
        const problem = line === undefined
            ? "is no address. Write it as name=postgresql://user:password@host:5432/database, or as the address alone."
            : problemOf(line, given, names, isPullRequest);
        if (problem !== undefined)
            problems.push(`replica-urls: line ${index + 1} ${problem}`);
        else if (line !== undefined)
            given.push(line);
    }
    return { given, problems };
}
function problemOf({ name, url }, before, names, isPullRequest) {
    if (url === undefined) {
        // A fork's pull request has no secrets: there the name is all that is left of the line.
        if (isPullRequest)
            return undefined;
        return "has a name and no address. Give it from a secret; a scheduled run of a fork has no secrets either.";
    }
    if (!isPullRequest && name !== undefined && names !== undefined && !names.includes(name)) {
        return `has a name that the configuration's replicas does not declare (${names.join(", ")}).`;
    }
    const same = before.find((other) => name !== undefined && other.name === name);
    if (same !== undefined)
        return `has the same name as line ${same.place}: a replica has one address.`;
    return undefined;
}
/** The declared names that no line has taken, in their order; without a declaration "replica 1", "replica 2", … */
function* freeNames(names, taken, isPullRequest) {
    yield* (names ?? []).filter((name) => !taken.includes(name));
    if (names !== undefined && !isPullRequest)
        return;
    for (let number = 1;; number += 1) {
        const name = `replica ${number}`;
        if (!taken.includes(name) && names?.includes(name) !== true)
            yield name;
    }
}

// EXTERNAL MODULE: ./.build/src/collect/postgres/supabase-ca.js
var supabase_ca = __webpack_require__(2101);
;// CONCATENATED MODULE: ./.build/src/collect/postgres/replicas.js





/**
 * What the database says, with what its replicas say at the same time and within the same time. A replica that
 * cannot be asked is evidence, never an error.
 */
async function withReplicas(settings, asking) {
    const { checks, database, replicaNodes = [] } = settings;
    const wanted = checks.filter(({ check, enabled }) => enabled && check.query?.onReplicas === true);
    if (database === undefined || replicaNodes.length === 0 || wanted.length === 0)
        return asking;
    const [evidence, replicas] = await Promise.all([
        asking,
        Promise.all(replicaNodes.map((node) => askReplica(node, wanted, settings, database.ca))),
    ]);
    return evidence.reached ? { ...evidence, replicas } : evidence;
}
async function askReplica({ name, url }, checks, { schemas, timeout }, ca) {
    try {
        return { name, evidence: await collectDatabase({ url, ca, checks, schemas, timeout }) };
    }
    catch (error) {
        // A replica must not take the server's own answers along.
        return { name, evidence: { reached: false, advice: (0,errors/* internalError */.WB)(error).detail } };
    }
}
/**
 * The lines that hold an address hold one that can be read, and no two lead to one server: it would count as two
 * nodes, and hide one that nobody looked at. A pooler has one host for many servers: PgBouncer tells them apart by the
 * database's name, Supabase's by the user's.
 *
 * @throws UserError that never repeats a line
 */
function checkReplicaAddresses(lines) {
    const problems = [];
    const seen = new Map();
    for (const [index, text] of lines.entries()) {
        const line = readReplicaLine(text, index);
        if (line?.url === undefined)
            continue;
        try {
            const { host, port, database, user } = (0,connection_url/* parseConnectionUrl */.z)(line.url, `replica-urls: line ${line.place}`);
            const server = JSON.stringify([host.toLowerCase(), port, database, (0,supabase_ca/* isSupabasePooler */.C1)(host) ? user : ""]);
            const first = seen.get(server);
            if (first !== undefined) {
                problems.push(`replica-urls: line ${line.place} leads to the same host, port and database as line ${first}. Give each replica's own address.`);
            }
            seen.set(server, first ?? line.place);
        }
        catch (error) {
            if (!(error instanceof errors/* UserError */.yo))
                throw error;
            problems.push(...error.problems);
        }
    }
    if (problems.length > 0)
        throw new errors/* UserError */.yo(problems);
}
/** A line that is not understood is a secret as a whole. */
function replicaSecrets(lines) {
    return lines.flatMap((text, index) => {
        const line = readReplicaLine(text, index);
        if (line === undefined)
            return [text];
        return line.url === undefined ? [] : (0,connection_url/* secretsOf */.F)(line.url);
    });
}

// EXTERNAL MODULE: ./.build/src/config/errors.js
var config_errors = __webpack_require__(5259);
// EXTERNAL MODULE: ./.build/src/checklist/items.js
var checklist_items = __webpack_require__(8424);
// EXTERNAL MODULE: ./.build/src/checks/index.js + 72 modules
var src_checks = __webpack_require__(8783);
// EXTERNAL MODULE: ./.build/src/config/checklist.js + 1 modules
var config_checklist = __webpack_require__(8981);
// EXTERNAL MODULE: ./.build/src/config/options.js
var options = __webpack_require__(4200);
// EXTERNAL MODULE: ./.build/src/config/parse.js + 3 modules
var parse = __webpack_require__(6682);
// EXTERNAL MODULE: ./.build/src/config/selection.js
var selection = __webpack_require__(7752);
;// CONCATENATED MODULE: ./.build/src/config/resolve.js









/** The options of all checks, each with what the declarations of related checks say about it. */
function linkRelatedChecks(options) {
    const linked = src_checks/* checks */.A.flatMap(({ id, link }) => link === undefined || options[id] === undefined
        ? []
        : [[id, link(options[id], (check) => options[check])]]);
    return { ...options, ...Object.fromEntries(linked) };
}
/**
 * Resolves what this run does from the inputs and the configuration file.
 *
 * @throws UserError with every problem of the file and of the selection
 */
async function resolveConfig(inputs, runner, text) {
    const problems = new config_errors/* ConfigErrors */.m();
    const config = await problems.of(() => (0,parse/* readConfig */.X)(inputs.config, text));
    const items = config === undefined ? undefined : (0,config_checklist/* selectItems */.r)(config.checklist);
    const checklist = items === undefined ? undefined : (0,checklist_items/* checksOf */.t)(items);
    const selected = await problems.of(() => resolve_select(inputs, config?.suites, checklist, text));
    const replicaNodes = await problems.of(() => nameReplicas(inputs.replicaUrls, config?.replicas, (0,options/* isPullRequest */.r0)(runner.eventName)));
    if (config === undefined || items === undefined || selected === undefined || replicaNodes === undefined) {
        throw problems.error();
    }
    if (selected.length === 0) {
        throw new errors/* UserError */.yo([
            `checks: no check is selected by ${JSON.stringify(inputs.checks.join(", ") || inputs.suite)}.`,
        ]);
    }
    return {
        ...fromInputs(inputs),
        ...fromContext(runner),
        ...fromFile(config, inputs, runner),
        checks: withOptions(selected, config),
        selection: {
            config: inputs.config,
            suites: config.suites,
            checklist: (0,checklist_items/* checksOf */.t)(items),
            disabled: Object.entries(config.checks).flatMap(([id, options]) => options.enabled ? [] : [id]),
        },
        github: { token: inputs.githubToken, ...fromEvent(runner) },
        replicaNodes,
        checklist: inputs.suite === selection/* DEPLOY */.w ? items : [],
        notices: text.notices,
        ...(text.isRefused === true ? { configRefused: true } : {}),
    };
}
function withOptions(selected, config) {
    const options = linkRelatedChecks(config.checks);
    return selected.map((check) => {
        // Composed from the check's own schema: what is left after the two common keys is its options.
        const { priority, enabled, ...own } = options[check.id];
        return { check, priority: priority ?? check.priority, enabled, options: own };
    });
}
function fromInputs(inputs) {
    const { ca } = inputs;
    const withCa = (url) => (url === undefined ? undefined : { url, ca });
    return {
        target: inputs.target,
        suite: inputs.suite,
        failOn: inputs.failOn,
        database: withCa(inputs.databaseUrl),
        pgbouncer: withCa(inputs.pgbouncerUrl),
        baseline: withCa(inputs.baselineUrl),
    };
}
function fromContext(runner) {
    const { baseSha, runId, runAttempt, workspace, commit, runUrl } = runner;
    return {
        isPullRequest: (0,options/* isPullRequest */.r0)(runner.eventName),
        baseSha,
        run: { id: runId, attempt: runAttempt },
        workspace,
        commit,
        runUrl,
    };
}
function fromEvent(runner) {
    const { apiUrl, repository, workflow, eventName, ref, isPublic, defaultBranch, pullRequest } = runner;
    return { apiUrl, repository, workflow, eventName, ref, isPublic, defaultBranch, pullRequest };
}
function fromFile(config, inputs, runner) {
    const { policy, issues, supabase, schemas, replicas, ignore } = config;
    return {
        unknownFails: auto(policy.unknown, inputs.suite === selection/* DEPLOY */.w, "fail"),
        timeout: policy.timeout,
        supabase: {
            token: inputs.supabaseToken,
            projectRef: supabase?.["project-ref"],
            apiUrl: runner.supabaseApiUrl,
        },
        issues: { ...issues, write: inputs.writeIssues, dryRun: inputs.dryRun },
        knownPass: auto(policy["known-findings"], (0,options/* isPullRequest */.r0)(runner.eventName), "pass"),
        pullRequestComment: policy["pull-request-comment"] === "auto",
        publicDetails: policy["public-details"],
        schemas,
        replicas,
        ignore: ignore.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
    };
}
/** What `auto` means is settled by the run. */
function auto(word, meaning, yes) {
    return word === "auto" ? meaning : word === yes;
}
/** A suite may be unknown only because the file that defines it does not count: the notices say so. */
function resolve_select({ suite, checks: words }, suites, checklist, { text, notices }) {
    try {
        return (0,selection/* selectChecks */.o)(src_checks/* checks */.A, {
            suite,
            words,
            suites,
            ...(checklist === undefined ? {} : { checklist }),
        });
    }
    catch (error) {
        if (text !== null || !(error instanceof errors/* UserError */.yo))
            throw error;
        throw new errors/* UserError */.yo([...error.problems, ...notices]);
    }
}

;// CONCATENATED MODULE: ./.build/src/generated/version.js
// Made by `npm run build` from package.json. Do not edit.
const VERSION = "1.0.0";

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
;// CONCATENATED MODULE: ./.build/src/issues/run-facts-of.js


/** What memory and the issues need of this run beyond its report. */
function runFactsOf(settings, evidence, report, { startedAt, sources }) {
    const ids = (wanted) => new Set(src_checks/* checks */.A.filter(wanted).map(({ id }) => id));
    return {
        report,
        run: { id: settings.run.id ?? "", attempt: settings.run.attempt, at: startedAt },
        needsConfirmation: ids(({ window, pointInTime }) => window !== undefined || pointInTime === true),
        indexUsage: ids(({ indexUsage }) => indexUsage !== undefined),
        system: evidence.reached ? evidence.identity.system : null,
        timeline: evidence.reached ? evidence.identity.timeline : null,
        windows: evidence.reached ? evidence.windows : undefined,
        readings: readingsOf(settings, evidence),
        observedFor: observedFor(settings),
        files: settings.checks.flatMap(({ check: { file }, enabled, options }) => enabled && file !== undefined
            ? [{ output: file.output, name: file.name, text: () => file.text(options, sources, report) }]
            : []),
    };
}
/** What each check with a state reads out of its rows. */
function readingsOf({ checks }, evidence) {
    const readings = new Map();
    if (!evidence.reached)
        return readings;
    for (const { check, options } of checks) {
        const answer = evidence.answers.get(check.id);
        if (check.query === undefined || check.state === undefined || answer === undefined)
            continue;
        const rows = "rows" in answer ? schemas/* array */.YOg(check.query.row).safeParse(answer.rows) : undefined;
        const reading = rows?.success === true ? check.state.read(rows.data, options) : undefined;
        if (reading !== undefined)
            readings.set(check.id, reading);
    }
    return readings;
}
/** The weekly issue calls no index safe to drop sooner. */
function observedFor({ checks }) {
    const part = src_checks/* checks */.A.find(({ indexUsage }) => indexUsage?.part === "unused");
    const selected = checks.find(({ check }) => check.id === part?.id);
    return part?.indexUsage?.part === "unused" ? part.indexUsage.observedFor(selected?.options) : 0;
}

// EXTERNAL MODULE: ./.build/src/github/errors.js
var github_errors = __webpack_require__(800);
;// CONCATENATED MODULE: ./.build/src/issues/sync/load.js


/** So many pages and facts; GITHUB_TOKEN has 1,000 questions an hour for the whole repository. */
const MAX_REQUESTS = 25;
/** The managed issues, and whether this run may write them and show names. It never throws: what can't be had is unknown. */
async function loadIssues(settings) {
    const deadline = Date.now() + settings.timeout;
    const { facts, notices } = await learnRepositoryFacts(settings, deadline);
    const writes = mayWrite(settings, facts.defaultBranch);
    return {
        showsNames: settings.publicDetails || settings.github.repository === null || facts.isPublic === false,
        writes,
        tracker: await loadSnapshot(settings, writes, deadline),
        ...(notices.length === 0 ? {} : { notices }),
    };
}
/** `auto` writes on the default branch alone, where every schedule runs. */
function mayWrite(settings, defaultBranch) {
    const { token, repository, ref, eventName } = settings.github;
    if (token === undefined || repository === null || settings.issues.write === "never")
        return false;
    if (settings.issues.write === "always")
        return true;
    if (settings.isPullRequest)
        return false;
    return eventName === "schedule" || (defaultBranch !== null && ref === `refs/heads/${defaultBranch}`);
}
/** What the event says of the repository, and GitHub where it says too little. */
async function learnRepositoryFacts(settings, deadline) {
    const { defaultBranch, repository, token, ref } = settings.github;
    const isPublic = visibilityOf(settings);
    const facts = { isPublic, defaultBranch };
    const notices = settings.issues.write === "always" && token === undefined && repository !== null
        ? ["No issue is written, although write-issues is always: no github-token was given."]
        : [];
    const needsVisibility = repository !== null && isPublic === null && !settings.publicDetails;
    const branch = /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] ?? null;
    const needsBranch = defaultBranch === null && !mayWrite(settings, null) && mayWrite(settings, branch);
    if (!needsVisibility && !needsBranch)
        return { facts, notices };
    const answer = await askGitHub(settings, deadline, async (client) => {
        const { readRepositoryFacts } = await __webpack_require__.e(/* import() */ 927).then(__webpack_require__.bind(__webpack_require__, 927));
        return readRepositoryFacts(client);
    });
    if ("value" in answer)
        return { facts: answer.value, notices };
    const { detail } = "unknown" in answer ? answer.unknown : answer.skipped;
    if (needsVisibility) {
        notices.push("Names are counted, not shown, for it could not be learned whether this repository is public: " +
            `${detail} To show them all the same, set policy.public-details: true.`);
    }
    if (needsBranch) {
        notices.push(`No issue is written, for the default branch could not be learned: ${detail}`);
    }
    return { facts, notices };
}
/** A run can be repeated a month later, with the event of the first time: the repository may be public by now. */
function visibilityOf({ github: { isPublic }, run: { attempt } }) {
    return isPublic === false && attempt > 1 ? null : isPublic;
}
async function loadSnapshot(settings, writes, deadline) {
    if (!writes && !settings.knownPass) {
        return { skipped: { reason: "not-configured", detail: "This run keeps no issues." } };
    }
    return askGitHub(settings, deadline, async (client) => {
        const { listIssues } = await __webpack_require__.e(/* import() */ 696).then(__webpack_require__.bind(__webpack_require__, 6696));
        return listIssues(client, { target: settings.target, writes });
    });
}
/** The client is loaded only when there is something to ask. An error's own words may quote a secret. */
async function askGitHub({ github: { apiUrl, token, repository } }, deadline, request) {
    if (repository === null) {
        return { skipped: { reason: "not-applicable", detail: "This run belongs to no repository on GitHub." } };
    }
    if (token === undefined) {
        return { skipped: { reason: "no-secret", detail: "No github-token was given." } };
    }
    try {
        const { gitHubClient } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(987)]).then(__webpack_require__.bind(__webpack_require__, 6987));
        const client = gitHubClient({ apiUrl, token, repository, deadline, maxRequests: MAX_REQUESTS });
        return { value: await request(client) };
    }
    catch (error) {
        if (error instanceof github_errors/* GitHubError */.y_)
            return { unknown: error.unknown };
        return { unknown: (0,errors/* internalError */.WB)(error) };
    }
}

// EXTERNAL MODULE: ./.build/src/lib/format.js
var format = __webpack_require__(8380);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __webpack_require__(2358);
;// CONCATENATED MODULE: ./.build/src/checklist/custom-sql.js
/** The report keeps so much of the second column. */
const LONGEST = 1_000;
/** What a team's own statement says of its item: one row, true or false, and the evidence as text. */
function evidenceOfSql(sql, item, evidence) {
    if (!evidence.reached) {
        const isGiven = evidence.advice !== undefined;
        return unknown(isGiven ? "The database was not reached." : "No database-url was given.");
    }
    const answer = evidence.items?.get(item);
    return answer === undefined ? unknown(`${sql.path} was not asked.`) : evidenceOfAnswer(sql.path, answer);
}
function evidenceOfAnswer(path, answer) {
    if ("outcome" in answer)
        return unknown(answer.outcome.unknown?.detail ?? `${path} was not asked.`);
    if ("error" in answer)
        return unknown(`${path}: ${describeQueryError(answer.error.code)}`);
    const [row, ...others] = answer.rows;
    if (!Array.isArray(row) || others.length > 0) {
        return unknown(`${path} gave ${answer.rows.length} rows; its item wants exactly one.`);
    }
    const [verdict, text] = row;
    if (typeof verdict !== "boolean")
        return unknown(`The first column of ${path} is neither true nor false.`);
    const said = text === null || text === undefined ? "" : `: ${inWords(text).slice(0, LONGEST)}`;
    return { status: verdict ? "pass" : "fail", evidence: `${path} says ${verdict}${said}` };
}
function inWords(value) {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
function describeQueryError(code) {
    switch (code) {
        case "42501":
            return "the login may not read what it asks for.";
        case "25006":
            return "it wants to write, and it runs read-only.";
        case "57014":
        case "timeout":
            return "it ran into its time limit.";
        case "too long":
            return "its answer is too long: it must be one row, true or false and a sentence.";
        case "lost":
            return "the connection was lost, which an item before it may have done.";
        case "42601":
            return "the server could not read it: it must be one statement of SQL.";
        default:
            return `the server refused it (SQLSTATE ${code}).`;
    }
}
function unknown(evidence) {
    return { status: "unknown", evidence };
}

// EXTERNAL MODULE: ./.build/src/core/checklist/item-evidence.js + 1 modules
var item_evidence = __webpack_require__(5873);
;// CONCATENATED MODULE: ./.build/src/checklist/evidence.js


/** What an item's evidence shows in this run. Total: a check that did not run shows nothing, which completes no item. */
function evidenceOf(source, results) {
    const result = results.find(({ check }) => check === source.check);
    const check = (0,src_checks/* checkById */.x)(source.check);
    if (result === undefined) {
        return (0,item_evidence/* unknownItem */.qX)(check === undefined
            ? "No check can look at this yet: it wants a person's word."
            : `The check \`${source.check}\` is not part of this run.`);
    }
    const part = source.part === undefined ? undefined : check?.evidence?.[source.part];
    return part === undefined ? ofCheck(result, source) : part(result, source.about, source.columns);
}
function ofCheck(result, { keys, columns }) {
    const findings = (result.findings ?? []).filter(({ key }) => keys === undefined || keys.includes(key));
    if (findings.length > 0)
        return (0,item_evidence/* failing */.Jr)(findings, result);
    return (0,item_evidence/* withoutVerdict */.UL)(result) ?? (0,item_evidence/* passing */.qO)(result.title, result.measurements ?? [], columns);
}

;// CONCATENATED MODULE: ./.build/src/checklist/evaluate.js




/** No evidence, no tick; what could not be looked at is never a tick. */
function evaluateChecklist(items, evidence) {
    return items.map((item) => evaluateItem(item, evidence));
}
/** The report's checklist: items under their headings, in their order. */
function sectionsOf(judged) {
    const names = [...new Set(judged.map(({ section }) => section))];
    return names.map((section) => ({
        section,
        items: judged.filter((each) => each.section === section).map(({ item }) => item),
    }));
}
/** On its own a supporting fact is half of the evidence. */
const NO_WORD = {
    status: "unknown",
    evidence: "The rest is what a person attests, and nobody has.",
};
function evaluateItem(selected, given) {
    const { id, section, title, evidence: sources, dropped, attestation } = selected;
    const checks = sources.map(({ check }) => check);
    const toItem = ({ blockers, ...item }) => ({
        section,
        item: { id, title, ...item, checks },
        knownOnly: blockers.length > 0 && blockers.every(({ known }) => known === true),
    });
    if (dropped !== undefined) {
        return toItem({ status: "dropped", evidence: `Dropped: ${dropped}`, blockers: [] });
    }
    const own = selected.sql === undefined ? [] : [evidenceOfSql(selected.sql, id, given.database)];
    const all = [...sources.map((source) => evidenceOf(source, given.results)), ...own];
    // On its own a supporting fact does not complete an item.
    const isCarried = own.length > 0 || sources.some(({ supporting }) => supporting !== true);
    const remarks = ignoredOf(checks, given.ignored);
    return toItem(all.some(({ status }) => status === "fail")
        ? failedItem(all, isCarried, countsToday(attestation, given.today))
        : (completeItem(all, isCarried, remarks) ??
            attestedItem(all, attestation, given.today, remarks) ??
            unknownItem(all, isCarried, attestation, remarks)));
}
const isUnknown = ({ status }) => status === "unknown";
function countsToday(attestation, today) {
    return attestation !== undefined && attestation.expires >= today;
}
/** A tracked failure lets nothing through that would block without it, but for an attestation. */
function failedItem(all, isCarried, isAttested) {
    const failed = all.filter(({ status }) => status === "fail");
    const missing = isAttested ? [] : [...all.filter(isUnknown), ...(isCarried ? [] : [NO_WORD])];
    return { status: "fail", evidence: tell(failed), blockers: [...failed, ...missing] };
}
function completeItem(all, isCarried, remarks) {
    if (!isCarried || all.some(isUnknown))
        return undefined;
    return { status: "pass", evidence: tell(all) + remarks, blockers: [] };
}
function attestedItem(all, attestation, today, remarks) {
    if (attestation === undefined || !countsToday(attestation, today))
        return undefined;
    const evidence = attested(attestation, today, tell(openPart(all)) + remarks);
    return { status: "attested", evidence, attestation: shown(attestation), blockers: [] };
}
function unknownItem(all, isCarried, attestation, remarks) {
    const noAttestation = isCarried ? "" : NO_WORD.evidence;
    const missing = attestation === undefined
        ? noAttestation
        : `The attestation by ${attestation.by} expired on ${attestation.expires}.`;
    const evidence = `${tell(openPart(all))}${remarks} ${missing}`.trim();
    return { status: "unknown", evidence, blockers: all.filter(isUnknown) };
}
/** What is unknown; where nothing is, all of it. */
function openPart(all) {
    const unknown = all.filter(isUnknown);
    return unknown.length > 0 ? unknown : all;
}
function tell(standings) {
    return standings.map(({ evidence }) => evidence).join(" ");
}
function attested({ by, on, expires, note }, today, facts) {
    const left = (0,time/* daysBetween */.YM)(today, expires);
    const until = left === 0 ? `until today, ${expires}` : `until ${expires} (${(0,format/* count */.U)(left, "day")} left)`;
    return `Attested by ${by} on ${on}, ${until}${note === undefined ? "" : `: ${note}`}. ${facts}`.trim();
}
function shown({ by, on, expires, note }) {
    return { by, on, expires, ...(note === undefined ? {} : { note }) };
}
/** What the team lives with is no failure, and is not hidden either. */
function ignoredOf(checks, ignored) {
    const number = ignored.filter(({ check }) => checks.includes(check)).length;
    return number === 0 ? "" : ` Ignored: ${(0,format/* count */.U)(number, "finding")}.`;
}

// EXTERNAL MODULE: ./.build/src/core/priority.js
var core_priority = __webpack_require__(8699);
// EXTERNAL MODULE: ./.build/src/core/window.js
var core_window = __webpack_require__(4647);
// EXTERNAL MODULE: ./.build/src/core/privileges.js
var privileges = __webpack_require__(1059);
;// CONCATENATED MODULE: ./.build/src/core/evaluate/sql-errors.js

/** What a refused statement means: always an unknown, never a pass. The server's own words are not repeated. */
function explainSqlError({ code }, server, grants) {
    const seesAll = server.readsAllStatistics && server.readsAllSettings;
    const fix = grants ?? (seesAll ? undefined : (0,privileges/* grantMonitor */.L)(server));
    switch (code) {
        case "42501":
            return {
                reason: "permission",
                detail: "The login may not read what this check asks for, or row-level security would filter it.",
                // Who has pg_monitor needs another grant, which only the object's owner knows.
                ...(fix === undefined ? {} : { fix }),
            };
        case "57014":
            return {
                reason: "timeout",
                detail: "The statement ran into its time limit of 10 seconds on the server.",
            };
        case "55P03":
            return {
                reason: "timeout",
                detail: "A lock on one of its objects was held for longer than a second, most likely by a migration: run again when it is done.",
            };
        case "40001":
        case "40P01":
            return {
                reason: "timeout",
                detail: "The standby cancelled the statement, to go on replaying what the primary sent: run again.",
            };
        case "timeout":
            return {
                reason: "timeout",
                detail: "The run's time was over before this check had its answer (policy.timeout in the configuration).",
            };
        case "lost":
        case "57P01":
        case "57P02":
        case "57P03":
        case "08006":
            return { reason: "unreachable", detail: "The connection was lost before this check had its answer." };
        case "55000":
            return {
                reason: "extension",
                detail: "The extension that this check reads is not loaded: add it to shared_preload_libraries and restart the server.",
            };
        case "42P01":
        case "42703":
        case "42883":
            return {
                reason: "version",
                detail: `This server lacks something that the check reads (SQLSTATE ${code}); a version of an extension or of the server that is not known here.`,
            };
        default:
            return { reason: "error", detail: `The server refused the statement (SQLSTATE ${code}).` };
    }
}

;// CONCATENATED MODULE: ./.build/src/core/evaluate/evaluate-check.js





/** What a check says of its answer. Total: whatever came back becomes a judgement. */
function evaluateAnswer(check, answer, context) {
    if (answer === undefined)
        return { unknown: { reason: "error", detail: "The check was not asked." } };
    if ("outcome" in answer)
        return answer.outcome;
    if ("error" in answer) {
        return { unknown: explainSqlError(answer.error, context.server, check.query.grants?.(context.server)) };
    }
    const rows = answer.rows.map((row) => check.query.row.safeParse(row));
    if (rows.some(({ success }) => !success)) {
        return {
            unknown: { reason: "version", detail: "The server's answer has not the form that the check expects." },
        };
    }
    try {
        return check.evaluate(rows.flatMap(({ data }) => (data === undefined ? [] : [data])), context);
    }
    catch (error) {
        // One check's defect must not cost the report of all others.
        return {
            unknown: {
                reason: "error",
                detail: `The check went wrong (${(0,errors/* errorName */.Is)(error)}): a defect of pg-preflight.`,
            },
        };
    }
}
/** Only `pass` is green: an empty judgement of a check that gives verdicts. */
function statusOf(outcome, check) {
    if ((outcome.findings ?? []).length > 0)
        return "fail";
    if (outcome.unknown !== undefined)
        return "unknown";
    if (outcome.skipped !== undefined)
        return "skipped";
    return check.measures === true || outcome.unjudged === true ? "measured" : "pass";
}
/** A judgement as the report shows it. */
function resultOf(check, outcome, { priority, window }) {
    const { findings = [], unknown, skipped, measurements = [] } = outcome;
    const status = statusOf(outcome, check);
    return {
        check: check.id,
        title: check.title,
        why: check.why,
        category: check.category,
        status,
        priority: status === "fail" ? (0,core_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority)) : priority,
        ...(check.pointInTime === true ? { momentary: true } : {}),
        ...(window === undefined ? {} : { window }),
        ...(findings.length > 0 ? { findings: findings.map(reported) } : {}),
        ...(unknown === undefined ? {} : { unknown: { ...unknown } }),
        ...(skipped === undefined ? {} : { skipped: { ...skipped } }),
        ...(measurements.length > 0 ? { measurements: measurements.map((facts) => ({ ...facts })) } : {}),
    };
}
/** "since 2026-11-01 03:00 UTC (21 days): the statistics were reset". */
function describeWindow(window, server) {
    const length = (0,core_window/* windowLength */.nF)(window, server);
    if (window.since === null || length === null)
        return window.detail;
    return `since ${(0,time/* toIso */.tK)(window.since).slice(0, 16).replace("T", " ")} UTC (${(0,core_window/* inWords */.r4)(length)}): ${window.detail}`;
}
function reported({ key, priority, message, facts, fix, plan, file }) {
    return {
        key,
        priority,
        message,
        facts: { ...facts },
        ...(fix === undefined ? {} : { fix: fix.sql }),
        ...(fix?.destructive === true ? { destructive: true } : {}),
        ...(fix?.standsAlone === true ? { standsAlone: true } : {}),
        ...(plan === undefined ? {} : { plan }),
        ...(file === undefined ? {} : { file }),
        known: false,
    };
}

;// CONCATENATED MODULE: ./.build/src/core/evaluate/ignores.js

/** Applies the team's ignores over one run, and remembers which of them ever matched. */
class Ignores {
    #entries;
    #today;
    #used = new Set();
    ignored = [];
    /** @param now milliseconds since 1970 */
    constructor(entries, now) {
        this.#entries = entries;
        this.#today = (0,time/* toIso */.tK)(now).slice(0, 10);
    }
    /** The judgement without the findings that are ignored. */
    apply(check, outcome) {
        if (outcome.findings === undefined)
            return outcome;
        const findings = outcome.findings.filter(({ key }) => {
            const matching = this.#entries.filter((entry) => entry.check === check && matches(entry.key, key));
            for (const entry of matching)
                this.#used.add(entry);
            const entry = matching.find((candidate) => !this.#isExpired(candidate));
            if (entry === undefined)
                return true;
            this.ignored.push({ check, key, reason: entry.reason, expires: entry.expires });
            return false;
        });
        return { ...outcome, findings };
    }
    /**
     * What the team should know of its ignores: those that expired, and those that matched nothing although their
     * check gave a verdict on everything.
     */
    notices(checksWithVerdict) {
        return this.#entries.flatMap((entry) => {
            const name = `The ignore of \`${entry.key}\` in ${entry.check}`;
            if (this.#isExpired(entry))
                return [`${name} expired on ${entry.expires}: it no longer counts.`];
            if (!this.#used.has(entry) && checksWithVerdict.has(entry.check)) {
                return [`${name} matched no finding: the trouble is gone or the key is wrong; take it out.`];
            }
            return [];
        });
    }
    #isExpired({ expires }) {
        return expires !== null && expires < this.#today;
    }
}
/** `*` stands for any text; everything else is itself. */
function matches(pattern, key) {
    const [head = "", ...rest] = pattern.split("*");
    if (rest.length === 0)
        return key === pattern;
    if (!key.startsWith(head))
        return false;
    const tail = rest.pop() ?? "";
    let position = head.length;
    for (const piece of rest) {
        const found = key.indexOf(piece, position);
        if (found < 0)
            return false;
        position = found + piece.length;
    }
    return key.length - tail.length >= position && key.endsWith(tail);
}

;// CONCATENATED MODULE: ./.build/src/core/evaluate/replicas.js


/**
 * What the replicas answered to one check. Only one that is sure to be a standby of this server and this database
 * counts: another server's silence would prove nothing.
 */
function nodesOf(check, { replicas, ...primary }) {
    if (check.query.onReplicas !== true)
        return undefined;
    return replicas?.map((replica) => answerOf(check, replica, primary));
}
/** The counters of all nodes count together since the last of them began. */
function describeStatisticsWindow(kind, { server, windows }, nodes = []) {
    const own = { window: windows[kind], server };
    const last = nodes
        .flatMap((node) => ("rows" in node ? [{ window: node.windows[kind], server: node.server }] : []))
        .reduce((latest, next) => (startOf(next.window) > startOf(latest.window) ? next : latest), own);
    return describeWindow(last.window, last.server);
}
function startOf({ since }) {
    return since ?? Number.POSITIVE_INFINITY;
}
function answerOf(check, { name, evidence }, primary) {
    const cannot = (unknown) => ({ name, unknown });
    if (!evidence.reached) {
        const advice = evidence.advice ?? "No address was given.";
        return cannot(unreachable(`the replica ${name} was not reached: ${advice}`));
    }
    const { server, windows } = evidence;
    const stranger = notAReplica(name, evidence, primary);
    if (stranger !== undefined)
        return cannot(stranger);
    const answer = evidence.answers.get(check.id);
    if (answer === undefined || "outcome" in answer) {
        const told = answer?.outcome.unknown?.detail ?? "it was not asked.";
        return cannot(replicas_error(`the replica ${name} did not answer: ${told}`));
    }
    if ("error" in answer) {
        const why = explainSqlError(answer.error, server, check.query.grants?.(server));
        return cannot({ ...why, detail: `the replica ${name} did not answer: ${why.detail}` });
    }
    const rows = answer.rows.map((row) => check.query.row.safeParse(row));
    if (rows.some(({ success }) => !success)) {
        return cannot(replicas_error(`the replica ${name} gave an answer that has not the form that is expected.`));
    }
    return { name, server, windows, rows: rows.map(({ data }) => data) };
}
function notAReplica(name, replica, primary) {
    const { server, identity } = replica;
    const untold = missingIdentity(name, identity, server) ?? missingIdentity(null, primary.identity, primary.server);
    if (identity.system !== null && primary.identity.system !== null) {
        if (identity.system !== primary.identity.system) {
            return replicas_error(`${name} is no replica of this server: it is another one. Correct its address in replica-urls.`);
        }
    }
    else if (untold !== undefined)
        return untold;
    if (!server.inRecovery) {
        return replicas_error(`${name} is no replica of this server: it takes writes itself, because it was promoted or its address leads to the primary.`);
    }
    if (server.database !== primary.server.database) {
        return replicas_error(`the address of ${name} in replica-urls names another database than database-url.`);
    }
    return undefined;
}
function missingIdentity(name, identity, server) {
    if (identity.system !== null)
        return undefined;
    const [who, what] = name === null
        ? ["this server", "the replicas are its own"]
        : [`the replica ${name}`, "it is one of this server"];
    return {
        reason: "permission",
        detail: `${who} does not tell its system identifier, so nothing shows that ${what}.`,
        fix: `GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO ${server.login};`,
    };
}
function unreachable(detail) {
    return { reason: "unreachable", detail };
}
function replicas_error(detail) {
    return { reason: "error", detail };
}

// EXTERNAL MODULE: ./.build/src/issues/issue.js
var issue = __webpack_require__(7411);
// EXTERNAL MODULE: ./.build/src/issues/state/refs.js
var refs = __webpack_require__(1114);
// EXTERNAL MODULE: ./.build/src/issues/state/schema.js
var schema = __webpack_require__(1655);
;// CONCATENATED MODULE: ./.build/src/issues/known-findings.js



const NOTHING_TRACKED = () => false;
/** @param system the server's system identifier, for state with hashed names; null when it is not known */
function trackedFindings({ tracker }, system) {
    if (!("value" in tracker))
        return NOTHING_TRACKED;
    const open = tracker.value.issues.filter(({ isOpen }) => isOpen);
    if (open.length === 0)
        return NOTHING_TRACKED;
    const hashed = system === null ? undefined : (0,refs/* hashedIds */.oe)(system);
    const byCheck = new Map();
    return (check, key, priority) => {
        const tracked = byCheck.get(check) ?? trackedBy(open, check, hashed);
        byCheck.set(check, tracked);
        return tracked.some(({ ids, priorities }) => {
            const before = priorities.get(ids.of(check, key));
            return before !== undefined && (0,core_priority/* isAtLeast */.du)(before, priority);
        });
    };
}
/**
 * A check's own issue lists the findings of that check. The lists of the other issues mix checks; their suite states
 * have findings by check.
 */
function trackedBy(open, check, hashed) {
    const results = open.flatMap(({ state }) => storedResultsOf(state, check));
    // An old finding of one suite is not tracked any more once a later run of another suite did not see it.
    const checkedAt = Math.max(0, ...results.filter(({ stored }) => wasFullyChecked(stored)).map(({ stored }) => stored.at));
    const lists = [
        ...open.flatMap(({ topic, state }) => state !== null && topic === check ? [{ state, findings: state.findings }] : []),
        ...results.flatMap(({ state, stored }) => stored.at < checkedAt ? [] : [{ state, findings: stored.findings }]),
    ];
    return lists.flatMap(({ state, findings }) => {
        // Without the system identifier hashes cannot be compared: the findings count as new.
        const ids = state.idFormat === "hashed" ? hashed : refs/* PLAIN_IDS */.Qk;
        if (ids === undefined || findings.length === 0)
            return [];
        return [{ ids, priorities: new Map(findings.map(({ ref, priority }) => [ref, priority])) }];
    });
}
function storedResultsOf(state, check) {
    if (state === null)
        return [];
    return Object.values(state.suites).flatMap((suiteState) => {
        const stored = (0,schema/* checkIn */.is)(suiteState, check);
        return stored === undefined ? [] : [{ state, stored }];
    });
}
/** A check that was skipped or is unknown, even in part, does not show that a finding is resolved. */
function wasFullyChecked({ status, unknownSince }) {
    return (status === "pass" || status === "fail" || status === "measured") && unknownSince === null;
}
function markTracked(result, isTracked) {
    const { check, findings } = result;
    if (findings === undefined)
        return result;
    return {
        ...result,
        findings: findings.map((finding) => ({
            ...finding,
            known: isTracked(check, finding.key, finding.priority),
        })),
    };
}
/** Notices about issues: some were left alone, or they could not be read. */
function issueNotices({ tracker, notices = [] }) {
    if ("value" in tracker)
        return [...notices, ...tracker.value.notices];
    if ("skipped" in tracker)
        return [...notices];
    return [...notices, describeUnread(tracker.unknown)];
}
function describeUnread({ detail, fix }) {
    const reason = detail.replace(/\.$/, "");
    const remedy = fix === undefined ? "" : `; add to the workflow: \`${fix}\``;
    return `Our issues could not be read, so no finding counts as known and no issue is written: ${reason}${remedy}.`;
}

// EXTERNAL MODULE: ./.build/src/issues/state/stateful-checks.js
var stateful_checks = __webpack_require__(5176);
// EXTERNAL MODULE: ./.build/src/issues/state/update-stored.js
var update_stored = __webpack_require__(3501);
;// CONCATENATED MODULE: ./.build/src/issues/state/stored-lookup.js




/**
 * What a check stored of an object, by its name: this suite's own state, else the newest of another suite, so that a suite
 * that stores nothing is evaluated by what the nightly runs know. Undefined where there is none, or where the hashes may
 * be another server's.
 */
function storedLookup(checkId, { tracker }, suite, evidence) {
    const check = stateful_checks/* statefulChecks */.E.find(({ id }) => id === checkId);
    if (check === undefined || !("value" in tracker) || !evidence.reached)
        return undefined;
    const { identity, windows } = evidence;
    const newest = tracker.value.issues
        .flatMap(({ state }) => keptIn(state, checkId))
        .sort((a, b) => Number(b.suite === suite) - Number(a.suite === suite) || lastRun(b) - lastRun(a))[0];
    const stored = (0,schema/* storedIn */.P3)(newest?.suiteState, checkId);
    if (newest === undefined || stored === undefined)
        return undefined;
    const isHashed = newest.state.idFormat === "hashed";
    if (isHashed && identity.system === null)
        return undefined;
    const ids = isHashed && identity.system !== null ? (0,refs/* hashedIds */.oe)(identity.system) : refs/* PLAIN_IDS */.Qk;
    const clock = {
        window: windows[check.window].since,
        timeline: identity.timeline,
    };
    const entries = check.state.comparable(stored, clock);
    return (name) => (0,update_stored/* lookup */.$)(entries, check.state.namespace, identity.system, ids).find(name).entry;
}
function keptIn(state, check) {
    if (state === null)
        return [];
    return Object.entries(state.suites).flatMap(([suite, suiteState]) => (0,schema/* storedIn */.P3)(suiteState, check) === undefined ? [] : [{ state, suite, suiteState }]);
}
function lastRun({ suiteState }) {
    return suiteState.runs[0]?.at ?? 0;
}

;// CONCATENATED MODULE: ./.build/src/run/gate.js

/** Whether this result makes the step red, `fail-on: never` aside. */
function blocksStep(result, rule) {
    return (countAtLeast(result, thresholdOf(rule), rule.isPullRequest) > 0 ||
        (rule.unknownFails && isUnseen(result, rule)) ||
        (result.status !== "pass" &&
            rule.items.some((item) => itemBlocks(item, rule) && item.item.checks.includes(result.check))));
}
/** Whether this item makes the step red, `fail-on: never` aside: it is not ticked, nor is anybody's word given for it. */
function itemBlocks({ item, knownOnly }, rule) {
    if (item.status !== "fail" && item.status !== "unknown")
        return false;
    // Who sends a pull request from a fork can mend what fails, not what nobody shows.
    const isOthers = rule.withoutSecrets && item.status === "unknown";
    return !knownOnly && !isOthers;
}
/** Where an item rests on the check, the item says whether that matters: somebody's word may stand in. */
function isUnseen({ check, unknown }, { items }) {
    return unknown !== undefined && !items.some(({ item }) => item.checks.includes(check));
}
/** What `conclusion` says where `fail-on: never` keeps the step green: the default gate's answer. */
const DEFAULT_THRESHOLD = "high";
/**
 * The gate's rule. A database that cannot be reached, or of which nothing could be looked at, always fails;
 * everything else yields to `fail-on: never`.
 */
function applyGate(results, rule) {
    const always = blind(results, rule);
    const threshold = thresholdOf(rule);
    const stopping = results.filter((result) => countAtLeast(result, threshold, rule.isPullRequest) > 0);
    const unseen = results.filter((result) => isUnseen(result, rule));
    const unticked = rule.items.filter((item) => itemBlocks(item, rule));
    const reasons = [
        ...(stopping.length > 0 ? [describeFindings(stopping, threshold, rule)] : []),
        ...(unticked.length > 0 ? [describeItems(unticked)] : []),
        ...(rule.unknownFails && unseen.length > 0
            ? [`What could not be looked at counts as failed (policy.unknown): ${namesOf(unseen)}.`]
            : []),
    ];
    const isFailure = always.length > 0 || reasons.length > 0;
    return {
        conclusion: concludes(isFailure, rule.withoutSecrets || rule.configRefused === true || unseen.length > 0),
        stepFails: always.length > 0 || (rule.failOn !== "never" && reasons.length > 0),
        reasons: [...always, ...(rule.failOn === "never" ? [] : reasons)],
    };
}
function concludes(isFailure, isBlindSomewhere) {
    if (isFailure)
        return "fail";
    return isBlindSomewhere ? "unknown" : "pass";
}
function describeFindings(stopping, threshold, rule) {
    const count = stopping.reduce((sum, result) => sum + countAtLeast(result, threshold, rule.isPullRequest), 0);
    const findings = count === 1 ? "1 finding is" : `${count.toLocaleString("en-US")} findings are`;
    return `${findings} ${threshold === "critical" ? "critical" : `${threshold} or worse`}: ${namesOf(stopping)}.`;
}
function describeItems(items) {
    const are = items.length === 1 ? "1 item of the checklist is" : `${items.length} items of the checklist are`;
    return `${are} not ticked: ${items.map(({ item }) => item.id).join(", ")}.`;
}
function namesOf(results) {
    return results.map(({ check }) => check).join(", ");
}
function thresholdOf({ failOn }) {
    return failOn === "never" ? DEFAULT_THRESHOLD : failOn;
}
/** Findings that stop this run: known ones do not, nor do momentary ones on a pull request. */
function countAtLeast(result, threshold, isPullRequest) {
    if (isPullRequest && result.momentary === true)
        return 0;
    return (result.findings ?? []).filter(({ priority, known }) => !known && (0,core_priority/* isAtLeast */.du)(priority, threshold))
        .length;
}
/** Of declared queries one may be unknown, and the others are judged all the same. */
function wasChecked({ status, measurements = [] }) {
    if (status === "unknown")
        return measurements.some(({ verdict }) => verdict === "pass");
    return status !== "skipped";
}
function blind(results, { unreachable, withoutSecrets }) {
    if (withoutSecrets)
        return [];
    if (unreachable !== undefined)
        return ["The database was not reached."];
    if (results.some(wasChecked))
        return [];
    return ["Nothing could be looked at: every check is unknown or skipped."];
}

;// CONCATENATED MODULE: ./.build/src/run/evaluate.js










/** A defect in one check's notices must not take the report along. */
function noticesOf({ title }, notices) {
    try {
        return notices() ?? [];
    }
    catch (error) {
        return [`${title}: ${(0,errors/* internalError */.WB)(error).detail}`];
    }
}
/** Evidence in, the whole report out. Pure. */
function evaluate(settings, evidence, sources, run, tracking = issue/* NO_ISSUES */.TS) {
    const ignores = new Ignores(settings.ignore, run.startedAt);
    const asked = {
        evidence,
        sources,
        now: run.startedAt,
        storedBy: (check) => storedLookup(check, tracking, settings.suite, evidence),
    };
    const known = settings.knownPass
        ? trackedFindings(tracking, evidence.reached ? evidence.identity.system : null)
        : NOTHING_TRACKED;
    const results = settings.checks.map((selected) => markTracked(evaluateOne(selected, asked, settings, ignores), known));
    const unreachable = evidence.reached ? undefined : evidence.advice;
    const items = evaluateChecklist(settings.checklist, {
        results,
        ignored: ignores.ignored,
        database: evidence,
        today: (0,time/* toDate */.ay)(run.startedAt),
    });
    const withoutSecrets = settings.isPullRequest && settings.database === undefined;
    const rule = { ...settings, unreachable, withoutSecrets, items };
    const gate = applyGate(results, rule);
    const withVerdict = results.filter(({ status, unknown }) => (status === "pass" || status === "fail") && unknown === undefined);
    return {
        schemaVersion: 1,
        toolVersion: run.toolVersion,
        target: settings.target,
        suite: settings.suite,
        conclusion: gate.conclusion,
        failOn: settings.failOn,
        stepFails: gate.stepFails,
        gate: [...gate.reasons],
        commit: settings.commit,
        runUrl: settings.runUrl,
        startedAt: (0,time/* toIso */.tK)(run.startedAt),
        durationMs: run.durationMs,
        server: evidence.reached ? describeServer(evidence) : null,
        ...(unreachable === undefined ? {} : { unreachable }),
        notices: [
            ...settings.notices,
            ...issueNotices(tracking),
            ...(withoutSecrets ? [describeMissingSecrets(results)] : []),
            ...(evidence.reached ? evidence.notices : []),
            ...settings.checks.flatMap(({ check, enabled, options }) => enabled ? noticesOf(check, () => check.notices?.(options, sources, evidence)) : []),
            ...ignores.notices(new Set(withVerdict.map(({ check }) => check))),
        ],
        results: results.map((result) => result.status === "fail" || result.unknown !== undefined
            ? { ...result, stops: settings.failOn !== "never" && blocksStep(result, rule) }
            : result),
        checklist: sectionsOf(items.map((judged) => settings.failOn !== "never" && itemBlocks(judged, rule) ? stopping(judged) : judged)),
        ignored: ignores.ignored,
    };
}
function stopping(judged) {
    return { ...judged, item: { ...judged.item, stops: true } };
}
function describeMissingSecrets(results) {
    const left = results.filter(({ skipped }) => skipped?.reason === "no-secret").length;
    return `This pull request has no secrets, because GitHub gives none to forks and to Dependabot: ${left} of ${results.length} checks were not run and nothing is concluded of them. The next run on the default branch looks at everything.`;
}
function evaluateOne(selected, asked, { replicas }, ignores) {
    const { check, priority } = selected;
    const { evidence } = asked;
    const nodes = evidence.reached && check.query !== undefined ? nodesOf(check, evidence) : undefined;
    const outcome = outcomeOf(selected, asked, { replicas, ...(nodes === undefined ? {} : { nodes }) });
    return resultOf(check, ignores.apply(check.id, outcome), {
        priority,
        window: check.window && evidence.reached ? describeStatisticsWindow(check.window, evidence, nodes) : undefined,
    });
}
function outcomeOf({ check, priority, enabled, options }, { evidence, sources, now, storedBy }, declared) {
    if (!enabled)
        return DISABLED;
    if (check.query === undefined)
        return check.evaluate([], { options, priority, sources, now });
    if (!evidence.reached)
        return evidence.advice === undefined ? NO_SECRET : NOT_REACHED;
    const { server, windows, answers } = evidence;
    const stored = storedBy(check.id);
    return evaluateAnswer(check, answers.get(check.id), {
        options,
        priority,
        server,
        windows,
        ...declared,
        sources,
        now,
        ...(stored && { stored }),
    });
}
const DISABLED = {
    skipped: { reason: "disabled", detail: "The configuration disables this check." },
};
const NOT_REACHED = {
    unknown: { reason: "unreachable", detail: "The database was not reached." },
};
const NO_SECRET = {
    skipped: {
        reason: "no-secret",
        detail: "No database-url was given: GitHub hands no secrets to pull requests from forks and to Dependabot.",
    },
};
function describeServer({ server, windows }) {
    const at = (since) => (since === null ? null : (0,time/* toIso */.tK)(since));
    return {
        version: server.version,
        database: server.database,
        windows: { tables: at(windows.tables.since), statements: at(windows.statements.since) },
    };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./.build/src/action/config-file.js





/** Reading one file may take so long, in milliseconds: nothing else of the run can begin before. */
const TIMEOUT = 20_000;
/**
 * The configuration file that counts: the workspace's, but on a pull request the base branch's, for a branch must
 * not grade itself.
 *
 * @throws UserError when a file was asked for that is not there
 */
async function loadConfigFile(inputs, runner) {
    const path = inputs.config;
    if (!(0,options/* isPullRequest */.r0)(runner.eventName)) {
        const own = readWorkspace(path, runner);
        if (own !== null)
            return { text: own, notices: [] };
        if (path !== options/* DEFAULT_CONFIG */.PV)
            throw noSuchFile(path, "workspace. Check the path, and that actions/checkout runs before this action");
        return {
            text: null,
            notices: [`There is no ${path} in the workspace: every check runs with its defaults.`],
        };
    }
    const file = pathInRepository(path, runner);
    const own = await readBranch(file, runner);
    const base = await readBase(file, own !== null, inputs, runner);
    if ("refused" in base) {
        return {
            text: null,
            isRefused: true,
            notices: [
                `The configuration did not count: a pull request is judged by the base branch's, and ${base.refused} ` +
                    "Every check ran with its defaults, and nothing was ignored or attested. Give the step `github-token: ${{ github.token }}` " +
                    "and the workflow `permissions: contents: read`.",
            ],
        };
    }
    if (base.text === null && own === null && path !== options/* DEFAULT_CONFIG */.PV)
        throw noSuchFile(path, "repository");
    const { changeNotices } = await __webpack_require__.e(/* import() */ 518).then(__webpack_require__.bind(__webpack_require__, 7518));
    return {
        text: base.text,
        origin: `These are lines of ${file} as it stands on the base branch (${base.commit}), which is what counts on a pull request.`,
        notices: await changeNotices(file, base.text, own),
    };
}
function readWorkspace(path, { workspace }) {
    const file = (0,external_node_path_.resolve)(workspace, path);
    return (0,external_node_fs_.statSync)(file, { throwIfNoEntry: false })?.isFile() ? (0,external_node_fs_.readFileSync)(file, "utf8") : null;
}
/** With slashes, from the repository's root. */
function pathInRepository(config, { workspace }) {
    const path = (0,external_node_path_.relative)(workspace, (0,external_node_path_.resolve)(workspace, config));
    if (path === "" || (0,external_node_path_.isAbsolute)(path) || path.split(external_node_path_.sep)[0] === "..") {
        throw new errors/* UserError */.yo([
            `config: ${JSON.stringify(config)} is outside of the repository, and a pull request is judged by the base branch's file.`,
        ]);
    }
    return path.split(external_node_path_.sep).join("/");
}
/** Only to list what the branch changes: a file that can't be read, or a link out of the workspace, is an empty one. */
async function readBranch(path, { workspace }) {
    const { readText } = await Promise.resolve(/* import() */).then(__webpack_require__.bind(__webpack_require__, 1494));
    return readText(workspace, path).catch(() => "");
}
/**
 * The file's text at the base commit, or why it can't be had, as the end of a sentence.
 *
 * @param isExpected the branch has the file: "not found" then may as well mean that the token sees nothing
 */
async function readBase(path, isExpected, { githubToken: token }, { apiUrl, repository, baseSha }) {
    if (token === undefined)
        return { refused: "without a github-token it can't be read." };
    if (repository === null || baseSha === null)
        return { refused: "the event does not tell the base commit." };
    const [{ gitHubClient }, { readRepositoryFile }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(987)]).then(__webpack_require__.bind(__webpack_require__, 6987)),
        __webpack_require__.e(/* import() */ 993).then(__webpack_require__.bind(__webpack_require__, 5993)),
    ]);
    const client = gitHubClient({ apiUrl, token, repository, deadline: Date.now() + TIMEOUT, maxRequests: 2 });
    try {
        const text = await readRepositoryFile(client, { path, ref: baseSha });
        if (text === null && isExpected) {
            await client.ask("the repository", ({ repos }, place) => repos.get({ ...place }));
        }
        return { text, commit: baseSha.slice(0, 7) };
    }
    catch (error) {
        if (error instanceof github_errors/* GitHubError */.y_)
            return { refused: `it can't be read: ${error.unknown.detail}` };
        throw error;
    }
}
function noSuchFile(path, where) {
    return new errors/* UserError */.yo([`config: there is no file ${JSON.stringify(path)} in the ${where}.`]);
}

;// CONCATENATED MODULE: ./.build/src/action/context.js


function readRunContext(environment) {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
    return {
        workspace: environment.GITHUB_WORKSPACE || process.cwd(),
        eventName: environment.GITHUB_EVENT_NAME ?? "",
        commit: environment.GITHUB_SHA || null,
        runUrl: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
        apiUrl: (environment.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, ""),
        repository: repository || null,
        workflow: workflowPath(environment.GITHUB_WORKFLOW_REF),
        ...readEvent(environment.GITHUB_EVENT_PATH),
        ref: environment.GITHUB_REF || null,
        runId: run || null,
        runAttempt: Number(environment.GITHUB_RUN_ATTEMPT) || 1,
        supabaseApiUrl: supabaseApiUrl(environment.PG_PREFLIGHT_SUPABASE_API_URL),
    };
}
/** `owner/name/.github/workflows/nightly.yml@refs/heads/main` names the file in its middle. */
function workflowPath(reference) {
    return /^[^/]+\/[^/]+\/(.+?)@/.exec(reference ?? "")?.[1] ?? null;
}
const eventSchema = schemas/* object */.Ikc({
    pull_request: schemas/* object */.Ikc({
        number: schemas/* number */.aig().optional().catch(undefined),
        base: schemas/* object */.Ikc({ sha: schemas/* string */.YjP().optional().catch(undefined) })
            .optional()
            .catch(undefined),
    })
        .optional()
        .catch(undefined),
    repository: schemas/* object */.Ikc({
        private: schemas/* boolean */.zMY().optional().catch(undefined),
        visibility: schemas/* string */.YjP().optional().catch(undefined),
        default_branch: schemas/* string */.YjP().optional().catch(undefined),
    })
        .optional()
        .catch(undefined),
});
/** What the runner wrote down of the event. Outside a runner there is none, and a schedule's tells little. */
function readEvent(file) {
    const { pull_request: pull, repository } = eventSchema.safeParse(readJson(file)).data ?? {};
    const { private: isPrivate, visibility } = repository ?? {};
    const isVisible = visibility === undefined ? null : visibility === "public";
    return {
        baseSha: pull?.base?.sha ?? null,
        pullRequest: pull?.number ?? null,
        isPublic: isPrivate === undefined ? isVisible : !isPrivate,
        defaultBranch: repository?.default_branch ?? null,
    };
}
function readJson(file) {
    if (file === undefined)
        return undefined;
    try {
        return JSON.parse((0,external_node_fs_.readFileSync)(file, "utf8"));
    }
    catch {
        return undefined;
    }
}
/**
 * GitHub's toolkit reads the event once more when it is loaded: where the file is missing it would print a line of its own,
 * and where it is no JSON it would not load.
 */
function hideUnreadableEvent(environment) {
    if (readJson(environment.GITHUB_EVENT_PATH) === undefined)
        delete environment.GITHUB_EVENT_PATH;
}
const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
/**
 * Proxies' addresses as GitHub's toolkit takes them, which would not load with any other: `host:port` becomes HTTP, and
 * what is not HTTP (SOCKS) is removed.
 *
 * @returns a sentence for each that was removed; it does not repeat the address, which may hold a password
 */
function prepareProxies(environment) {
    const removed = PROXIES.filter((name) => {
        const address = environment[name];
        if (!address)
            return false;
        const url = URL.parse(address.includes("://") ? address : `http://${address}`);
        if (url?.protocol === "http:" || url?.protocol === "https:")
            environment[name] = url.href;
        else
            delete environment[name];
        return environment[name] === undefined;
    });
    return removed.map((name) => `${name} is not the address of an HTTP proxy, so the run went without it: write http://host:port, or remove it.`);
}
/** The token goes to Supabase alone: another address is taken only when it cannot leave this machine. */
function supabaseApiUrl(override) {
    const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(override ?? "");
    return isLoopback ? (override ?? "").replace(/\/+$/, "") : "https://api.supabase.com";
}

;// CONCATENATED MODULE: ./.build/src/action/mask-secrets.js
/**
 * Masks each secret in every form in which it may come back: as it is, decoded and encoded as in a URL, in
 * base64; of a URL the password by itself as well. Called early, once, with all secrets.
 */
function maskSecrets(secrets, runner) {
    const forms = new Set(secrets
        .filter((secret) => secret.trim() !== "")
        .flatMap((secret) => [secret, ...passwordOf(secret)])
        .flatMap(formsOf));
    for (const form of forms)
        runner.mask(form);
}
function formsOf(secret) {
    const trimmed = secret.trim();
    const plain = [secret, trimmed, decoded(trimmed)];
    return plain.flatMap((text) => {
        const bytes = Buffer.from(text, "utf8");
        return [text, encoded(text), bytes.toString("base64"), bytes.toString("base64url")];
    });
}
/** Passwords as they stand in the URL, which `formsOf` decodes; also when the URL is not quite one. */
function passwordOf(url) {
    const authority = /^\s*[a-z][a-z0-9+.-]*:\/\/[^:]*:(.*)$/is.exec(url)?.[1] ?? "";
    // A password with an unencoded `/` or `@` ends at the last `@`, a proper one at the last before the path.
    const proper = authority.replace(/[/?#].*$/s, "");
    const inUrl = [authority, proper]
        .filter((text) => text.includes("@"))
        .map((text) => text.slice(0, text.lastIndexOf("@")));
    const inQuery = [...url.matchAll(/[?&](?:ssl)?password=([^&#\s]+)/gi)].map((match) => match[1] ?? "");
    return [...inUrl, ...inQuery].filter((text) => text !== "");
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function encoded(text) {
    try {
        return encodeURIComponent(text);
    }
    catch {
        return text; // a lone surrogate has no UTF-8
    }
}

// EXTERNAL MODULE: ./.build/src/report/counts.js
var report_counts = __webpack_require__(7184);
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __webpack_require__(2571);
// EXTERNAL MODULE: ./.build/src/report/redact.js
var redact = __webpack_require__(8441);
// EXTERNAL MODULE: ./.build/src/report/summary/checklist.js
var summary_checklist = __webpack_require__(1005);
;// CONCATENATED MODULE: ./.build/src/report/annotations.js





/** The runner keeps ten of each level for a step and drops the others silently. */
const MOST_OF_A_LEVEL = 10;
/** Maximum number of files of one check, which leaves room for the others. */
const MOST_FILES_OF_A_CHECK = 5;
const LEVELS = ["error", "warning", "notice"];
/**
 * Reasons why the step fails are errors, other failing checks are warnings, unknown checks are notices, and all
 * findings that open issues track are one notice. Beyond ten of a level the last one counts the others.
 *
 * @param warningsToCome number of warnings that are reserved for later problems
 */
function annotations(report, warningsToCome = 0) {
    const all = [...report.results].sort(core_priority/* byPriority */.mu).flatMap((result) => annotationsOf(result, report));
    all.unshift(...incomplete(report));
    all.push(...knownIn(report));
    // A step that fails has an error, also when no single check is the reason.
    if (report.stepFails && !all.some(({ level }) => level === "error"))
        all.unshift(whyItFails(report));
    return LEVELS.flatMap((level) => atMost(level === "warning" ? MOST_OF_A_LEVEL - warningsToCome : MOST_OF_A_LEVEL, all.filter((annotation) => annotation.level === level)));
}
/** Maximum number of problems with issues and the comment; the end of the summary lists all. */
const MOST_PROBLEMS = 3;
function annotationsOfProblems(problems) {
    return atMost(MOST_PROBLEMS, problems.map((problem) => annotation("warning", "Issues", problem)));
}
function annotationsOf(result, report) {
    const mild = result.status === "fail" ? "warning" : "notice";
    const level = (0,report_counts/* blocksStep */.l0)(result, report) ? "error" : mild;
    if (result.status === "fail")
        return annotationsOfFindings(level, result);
    // An unreachable database is reported once, not for each check.
    if (result.unknown === undefined ||
        (report.unreachable !== undefined && result.unknown.reason === "unreachable"))
        return [];
    return [annotation(level, `Could not look: ${result.title}`, result.unknown.detail)];
}
/** One annotation for the incomplete items. Failing checks have their own. */
function incomplete(report) {
    const blocking = report.checklist.flatMap((section) => section.items).filter(({ stops }) => stops === true);
    if (!report.stepFails || report.unreachable !== undefined || blocking.length === 0)
        return [];
    const { complete, items } = (0,summary_checklist/* tallyOf */.sv)(report);
    return [
        annotation("error", `Checklist: ${complete} of ${items} ticked`, `Without a tick: ${blocking.map(({ title }) => title).join("; ")}.`),
    ];
}
/** Findings about a file are shown at that file; of the others only the first. */
function annotationsOfFindings(level, result) {
    const findings = (result.findings ?? []).filter(({ known }) => !known);
    if (findings.some(redact/* isRedacted */.vX)) {
        const number = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
        return [
            annotation(level, result.title, `${number}; names are kept back, because this repository is public.`),
        ];
    }
    const shown = findings.filter(({ file }) => file !== undefined).slice(0, MOST_FILES_OF_A_CHECK);
    const [first, ...others] = findings.filter((finding) => !shown.includes(finding));
    const andMore = others.length > 0 ? ` And ${others.length} more.` : "";
    return [
        ...shown.map(({ message, file }) => annotation(level, result.title, message, file)),
        ...(first === undefined ? [] : [annotation(level, result.title, first.message + andMore)]),
    ];
}
function knownIn(report) {
    const { known } = (0,report_counts/* countsOf */.mQ)(report);
    if (known === 0)
        return [];
    const findings = known === 1 ? "1 finding is" : `${known} findings are`;
    return [annotation("notice", "Known", `${findings} in open issues already.`)];
}
function whyItFails(report) {
    const [first = "See the summary.", ...others] = report.unreachable === undefined ? report.gate : [report.unreachable];
    const andMore = others.length > 0 ? ` And ${others.length} more.` : "";
    const title = report.unreachable === undefined ? "pg-preflight" : "The database could not be reached";
    return annotation("error", title, first + andMore);
}
function annotation(level, title, message, file) {
    const text = { title: (0,html_escape/* logLine */.BP)(title), message: (0,html_escape/* logLine */.BP)(message) };
    return { level, ...text, ...(file === undefined ? {} : { file }) };
}
function atMost(most, annotations) {
    const omitted = annotations.slice(most - 1);
    const [first] = omitted;
    if (first === undefined || omitted.length === 1)
        return [...annotations];
    const kept = annotations.slice(0, most - 1);
    return [
        ...kept,
        annotation(first.level, `And ${omitted.length} more`, `${[...new Set(omitted.map(({ title }) => title))].join("; ")}. See the summary.`),
    ];
}

;// CONCATENATED MODULE: ./.build/src/report/log.js




/** Maximum number of sentences under a failing check; the summary has all. */
const SENTENCES = 3;
/** One line for each check: failing and unknown ones visible, the others collapsed. */
function logSections(report) {
    const of = (...statuses) => report.results.filter((result) => statuses.includes(result.status));
    const unreachable = report.unreachable !== undefined;
    const unknownResults = of("unknown").filter(({ unknown }) => !unreachable || unknown?.reason !== "unreachable");
    const sections = [
        { group: null, lines: [verdictLine(report), ...report.notices.map((notice) => `i ${notice}`)] },
        { group: null, lines: unreachable ? [] : (0,summary_checklist/* incompleteLines */.mK)(report) },
        { group: null, lines: of("fail").flatMap(failLines) },
        {
            group: null,
            lines: unknownResults.map((result) => `? ${result.title}: could not look: ${result.unknown?.detail ?? ""}`),
        },
        group("passed", "✓", of("pass")),
        group("measured", "·", of("measured")),
        group("skipped", "-", of("skipped")),
        { group: null, lines: report.stepFails ? report.gate.map((reason) => `This step fails: ${reason}`) : [] },
    ];
    return sections
        .filter(({ lines }) => lines.length > 0)
        .map((section) => ({ ...section, lines: section.lines.map(html_escape/* logLine */.BP) }));
}
function verdictLine(report) {
    if (report.unreachable !== undefined)
        return `✗ ${report.target} could not be reached. ${report.unreachable}`;
    const { statuses, total, known } = (0,report_counts/* countsOf */.mQ)(report);
    const { complete, items } = (0,summary_checklist/* tallyOf */.sv)(report);
    const checklist = items === 0 ? "" : ` Checklist: ${complete} of ${items} ticked.`;
    const found = findingsInLog(total, known);
    return `${report.target}: ${report.conclusion}.${checklist} Checks: ${statuses.pass} pass, ${statuses.fail} fail (${found}), ${statuses.unknown} could not look, ${statuses.skipped} skipped.`;
}
function failLines({ title, priority, findings = [], unknown }) {
    const fresh = findings.filter(({ known }) => !known);
    const shown = fresh.some(redact/* isRedacted */.vX) ? [] : fresh.slice(0, SENTENCES);
    const omitted = fresh.length - shown.length;
    return [
        `✗ ${title}: ${findingsInLog(findings.length, findings.length - fresh.length)} (${priority})`,
        ...shown.map(({ message }) => `    ${message}`),
        ...(shown.length > 0 && omitted > 0 ? [`    and ${omitted} more`] : []),
        ...(unknown === undefined ? [] : [`    and could not see everything: ${unknown.detail}`]),
    ];
}
function findingsInLog(total, known) {
    const fresh = total - known;
    if (known === 0)
        return `${total} ${total === 1 ? "finding" : "findings"}`;
    return `${fresh} new ${fresh === 1 ? "finding" : "findings"}, ${known} known`;
}
function group(name, sign, results) {
    const lines = results.map(({ title, skipped }) => `${sign} ${title}${skipped === undefined ? "" : `: ${skipped.reason}`}`);
    return { group: `${results.length} ${name}`, lines };
}

// EXTERNAL MODULE: ./.build/src/report/html/blocks.js
var blocks = __webpack_require__(2190);
// EXTERNAL MODULE: ./.build/src/report/html/inline-text.js
var inline_text = __webpack_require__(8017);
// EXTERNAL MODULE: ./.build/src/report/html/values.js
var values = __webpack_require__(2594);
// EXTERNAL MODULE: ./.build/src/report/limits.js
var report_limits = __webpack_require__(8452);
// EXTERNAL MODULE: ./.build/src/report/summary/collapsed.js
var collapsed = __webpack_require__(3532);
// EXTERNAL MODULE: ./.build/src/report/summary/failing.js
var failing = __webpack_require__(7581);
// EXTERNAL MODULE: ./.build/src/report/summary/failing-check.js
var failing_check = __webpack_require__(5748);
// EXTERNAL MODULE: ./.build/src/report/summary/fixes.js
var summary_fixes = __webpack_require__(9654);
// EXTERNAL MODULE: ./.build/src/report/summary/performance.js + 1 modules
var summary_performance = __webpack_require__(3938);
// EXTERNAL MODULE: ./.build/src/report/summary/unknowns.js
var unknowns = __webpack_require__(4150);
// EXTERNAL MODULE: ./.build/src/report/summary/verdict.js
var verdict = __webpack_require__(6628);
;// CONCATENATED MODULE: ./.build/src/report/summary/summary.js














/** Server, suite, time, commit and version of the run, and that nothing was changed. */
function footer(report) {
    const parts = [];
    const { server } = report;
    if (server !== null) {
        parts.push((0,inline_text/* html */.qy) `PostgreSQL ${(0,inline_text/* renderText */.S5)(server.version)}`);
        if (report.redacted !== true)
            parts.push((0,inline_text/* html */.qy) `database ${(0,html_escape/* code */.aY)(server.database, 80)}`);
    }
    parts.push((0,inline_text/* html */.qy) `suite ${(0,html_escape/* code */.aY)(report.suite, 80)}`);
    if (server !== null) {
        parts.push(since("tables", server.windows.tables), since("statements", server.windows.statements));
    }
    const time = (0,values/* formatTime */.fU)(report.startedAt);
    if (time !== undefined)
        parts.push((0,html_escape/* trusted */.IZ)(time));
    parts.push((0,html_escape/* trusted */.IZ)(`took ${(0,values/* formatDuration */.a3)(report.durationMs)}`));
    if (report.commit !== null)
        parts.push((0,inline_text/* html */.qy) `commit ${(0,html_escape/* code */.aY)(report.commit.slice(0, 12))}`);
    const url = report.runUrl === null ? undefined : (0,blocks/* safeUrl */.Pl)(report.runUrl);
    if (url !== undefined)
        parts.push((0,inline_text/* html */.qy) `<a href="${(0,html_escape/* trusted */.IZ)(url.replaceAll("&", "&amp;"))}">this run</a>`);
    parts.push((0,inline_text/* html */.qy) `pg-preflight ${(0,inline_text/* renderText */.S5)(report.toolVersion)}`, (0,html_escape/* trusted */.IZ)("nothing was changed"));
    return (0,inline_text/* html */.qy) `<p><sub>${(0,html_escape/* trusted */.IZ)(parts.join(" · "))}</sub></p>`;
}
/** The statistics window of tables or statements. */
function since(what, iso) {
    const time = iso === null ? undefined : (0,values/* formatTime */.fU)(iso);
    return (0,html_escape/* trusted */.IZ)(time === undefined ? `${what} counted since: not known` : `${what} counted since ${time}`);
}
/** Maximum size. GitHub rejects a summary of more than 1 MiB, and other actions of the step may add to it. */
const SUMMARY_BYTES = 900 * 1024;
/** The job summary, in GitHub's Markdown, of at most `budgetBytes` bytes of UTF-8. */
function renderSummary(report, budgetBytes = SUMMARY_BYTES) {
    const model = (0,failing_check/* summaryModel */.c)(report);
    for (const limits of report_limits/* LEVELS */.A_) {
        const text = page(model, limits);
        if (Buffer.byteLength(text) <= budgetBytes)
            return text;
    }
    // Reached only with thousands of checks or a tiny budget.
    return join([(0,inline_text/* html */.qy) `<h2>${(0,verdict/* verdict */.WJ)(model)}</h2>`, "<p>More does not fit here: the report file has all.</p>"]);
}
function page(model, limits) {
    const { report, counts, fixes } = model;
    const rest = [
        ...(0,summary_performance/* performance */.FO)(report, limits),
        ...(0,collapsed/* dashboards */.cX)(report, limits),
        ...(0,collapsed/* ignored */.PP)(report, limits),
        ...(0,collapsed/* skipped */.hT)(report),
        ...(0,collapsed/* passed */.bF)(report),
    ];
    if ((0,verdict/* isAllGreen */.FD)(model)) {
        const details = (0,blocks/* collapse */.ap)("What was looked at", [...rest, footer(report)]);
        return join([(0,inline_text/* html */.qy) `<h3>${(0,verdict/* verdict */.WJ)(model)}</h3>`, ...(0,verdict/* notices */.oE)(model), ...(0,summary_checklist/* checklist */.D4)(report), ...details]);
    }
    return join([
        (0,inline_text/* html */.qy) `<h2>${(0,verdict/* verdict */.WJ)(model)}</h2>`,
        ...(0,verdict/* consequences */.PS)(model, limits),
        ...(0,verdict/* fixFirst */.Yy)(model),
        ...(0,verdict/* notices */.oE)(model),
        ...(0,summary_checklist/* checklist */.D4)(report),
        ...(0,report_counts/* overview */.M0)(counts),
        ...(0,failing/* failingChecks */.oe)(model, limits),
        ...(0,unknowns/* unknownChecks */.C)(model, limits),
        ...(0,failing/* knownChecks */.jX)(model, limits),
        ...(0,summary_fixes/* fixesToCopy */.W6)(fixes, limits),
        ...rest,
        ...shortened(model, limits),
        footer(report),
    ]);
}
function shortened({ failing, known }, limits) {
    const results = [...failing, ...known].map(({ result }) => result);
    const rows = (0,report_limits/* rowsLeftOut */.P)(results, limits);
    if (rows === 0)
        return [];
    return [(0,inline_text/* html */.qy) `<p>✂️ ${(0,inline_text/* count */.U9)(rows, "row")} left out, so that this page opens; the report file has all.</p>`];
}
/** A blank line separates blocks, so that Markdown reads each one by itself. */
function join(blocks) {
    return `${blocks.join("\n\n")}\n`;
}

// EXTERNAL MODULE: ./.build/src/action/outputs.js
var outputs = __webpack_require__(3660);
;// CONCATENATED MODULE: ./.build/src/action/publish-to-github.js



const NOTHING_DONE = { changes: [], summary: "", log: [], problems: [] };
/**
 * Writes the issues and the pull request's comment; with `dry-run` it only describes what it would write. It never
 * throws: the report stands, whatever becomes of them.
 */
async function publishToGitHub(publication) {
    try {
        if (publication.settings.issues.dryRun)
            return await describeDryRun(publication);
        return mayWriteToGitHub(publication) ? await write(publication) : NOTHING_DONE;
    }
    catch (error) {
        return { ...NOTHING_DONE, problems: [describeDefect("The issues could not be told of", error)] };
    }
}
function mayWriteToGitHub({ tracking, settings, }) {
    return !settings.issues.dryRun && (tracking.writes || mayComment(settings));
}
function describeDefect(what, error) {
    return `${what}: a defect of pg-preflight (${(0,errors/* errorName */.Is)(error)}); please report it.`;
}
async function write(publication) {
    const { shown, tracking } = publication;
    const { changes, problems: ofIssues } = await writeIssues(publication);
    // What was done to issues is reported, whatever becomes of the comment.
    const comment = await writeComment(publication).catch((error) => ({
        action: "none",
        problem: describeDefect("The pull request's comment could not be written", error),
    }));
    const problems = [...ofIssues, ...(comment.problem === undefined ? [] : [comment.problem])];
    const { describeDone } = await __webpack_require__.e(/* import() */ 311).then(__webpack_require__.bind(__webpack_require__, 5311));
    const { summary, log } = describeDone(shown, { changes, comment: comment.action, problems });
    const remarks = comment.remark === undefined ? [] : [{ group: null, lines: [comment.remark] }];
    // The summary has it among its notices.
    const unread = tracking.writes && "unknown" in tracking.tracker ? [describeUnread(tracking.tracker.unknown)] : [];
    return { changes, summary, log: [...log, ...remarks], problems: [...unread, ...problems] };
}
async function writeIssues({ facts, tracking, settings }) {
    if (!tracking.writes)
        return NOTHING_DONE;
    const { publishIssues } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(449), __webpack_require__.e(102)]).then(__webpack_require__.bind(__webpack_require__, 1102));
    return publishIssues(facts, tracking, settings);
}
async function describeDryRun(publication) {
    const text = await commentText(publication);
    const { action, problem, remark } = await writeComment(publication, text);
    const problems = [problem, remark].filter((sentence) => sentence !== undefined);
    const { describePlan } = await __webpack_require__.e(/* import() */ 311).then(__webpack_require__.bind(__webpack_require__, 5311));
    const plan = await planOf(publication);
    return {
        ...NOTHING_DONE,
        ...describePlan(publication.shown, { plan, comment: action, text: text?.content, problems }),
    };
}
/** What would be done to the issues, or why nothing. */
async function planOf({ facts, tracking, settings }) {
    const { writes, tracker, showsNames } = tracking;
    const { issues, github } = settings;
    if (!writes) {
        if (issues.write === "never")
            return "This run writes no issues: write-issues is never.";
        if (github.token === undefined)
            return "This run writes no issues: no github-token was given.";
        return "This run writes no issues: with write-issues: auto only runs on the default branch do, and none on a pull request.";
    }
    // Why they could not be read is among the notices.
    if (!("value" in tracker))
        return "This run would write no issues: the open ones could not be read.";
    const { planIssues, rulesOf } = await __webpack_require__.e(/* import() */ 449).then(__webpack_require__.bind(__webpack_require__, 8449));
    return planIssues(facts, tracker.value, rulesOf(settings, showsNames));
}
function mayComment({ isPullRequest, pullRequestComment }) {
    return isPullRequest && pullRequestComment;
}
/** Undefined where there is no pull request to comment on. */
async function commentText({ facts, tracking, settings, shown, }) {
    if (!mayComment(settings))
        return undefined;
    const [{ renderComment }, { issuesOfKnown }] = await Promise.all([
        __webpack_require__.e(/* import() */ 585).then(__webpack_require__.bind(__webpack_require__, 585)),
        __webpack_require__.e(/* import() */ 311).then(__webpack_require__.bind(__webpack_require__, 5311)),
    ]);
    const tracker = "value" in tracking.tracker ? tracking.tracker.value : issue/* EMPTY_SNAPSHOT */.v_;
    const issues = issuesOfKnown(facts.report, tracker, facts.indexUsage);
    return renderComment({ report: shown, run: facts.run, issues });
}
async function writeComment(publication, rendered) {
    const text = rendered ?? (await commentText(publication));
    if (text === undefined)
        return { action: "none" };
    const { publishComment } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(410)]).then(__webpack_require__.bind(__webpack_require__, 1410));
    return publishComment(text, publication.facts.run, publication.settings);
}

;// CONCATENATED MODULE: ./.build/src/action/publish.js









/**
 * Writes the summary, the JSON report, the outputs, the annotations and the log, and then the issues and the pull
 * request's comment, which may fail for reasons that are not ours. Each part is tried whatever became of the others,
 * the summary first; what failed is thrown together at the end.
 */
async function publish({ report, facts, tracking, settings }, runner, temporaryDirectory) {
    const shown = tracking.showsNames ? report : (0,redact/* redact */.E$)(report);
    const failures = [];
    const attempt = async (part, otherwise) => {
        try {
            return await part();
        }
        catch (error) {
            failures.push(error);
            return otherwise;
        }
    };
    await attempt(() => runner.summary(renderSummary(shown)), undefined);
    const reportFile = await attempt(() => writeReport(report, temporaryDirectory), "");
    const files = { "report-file": reportFile };
    for (const { output, name, text } of facts.files) {
        const path = await attempt(() => {
            const content = text();
            if (content === null)
                return undefined;
            return writeInto(temporaryDirectory, `${fileName(report.target)}.${name}`, content);
        }, "");
        if (path !== undefined)
            files[output] = path;
    }
    for (const [name, value] of Object.entries(outputsOf(report, files))) {
        await attempt(() => runner.output(name, value), undefined);
    }
    await attempt(() => writeLog(logSections(shown), runner), undefined);
    await attempt(() => {
        const toCome = mayWriteToGitHub({ tracking, settings }) ? MOST_PROBLEMS : 0;
        for (const annotation of annotations(shown, toCome))
            runner.annotate(annotation);
    }, undefined);
    const github = await publishToGitHub({ shown, facts, tracking, settings });
    if (github.changes.length > 0) {
        await attempt(() => runner.output("issue-changes", JSON.stringify(github.changes.map(changeOf))), undefined);
    }
    if (github.summary !== "")
        await attempt(() => runner.summary(github.summary), undefined);
    await attempt(() => writeLog(github.log, runner), undefined);
    for (const annotation of annotationsOfProblems(github.problems)) {
        await attempt(() => runner.annotate(annotation), undefined);
    }
    if (failures.length > 0)
        throw new AggregateError(failures, "Not everything could be published.");
    return { reportFile };
}
function writeLog(sections, runner) {
    for (const { group, lines } of sections) {
        if (group !== null)
            runner.group(group, lines);
        else
            for (const line of lines)
                runner.line(line);
    }
}
function changeOf({ check, number, action }) {
    return { check, number, action };
}
/** Two jobs of one workflow differ in their target, so their reports may be uploaded together. */
function writeReport(report, temporaryDirectory) {
    const name = `${fileName(report.target)}-${fileName(report.suite)}.json`;
    return writeInto(temporaryDirectory, name, `${JSON.stringify(report, null, 2)}\n`);
}
function writeInto(temporaryDirectory, name, text) {
    const directory = (0,external_node_path_.join)(temporaryDirectory, "pg-preflight");
    (0,external_node_fs_.mkdirSync)(directory, { recursive: true });
    const file = (0,external_node_path_.join)(directory, name);
    (0,external_node_fs_.writeFileSync)(file, text, "utf8");
    return file;
}
/** Letters, digits, dots, hyphens and underscores, for every file system and upload-artifact. */
function fileName(text) {
    const name = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "");
    return name.slice(0, 100) || "report";
}
/**
 * Every output of action.yml. Findings that an open issue holds already are not counted. No issue was changed yet:
 * should the job be cancelled while they are written, a later step's `fromJSON` still reads a list.
 */
function outputsOf(report, files) {
    const { fresh } = (0,report_counts/* countsOf */.mQ)(report);
    const ids = (wanted) => JSON.stringify(report.results.filter(wanted).map(({ check }) => check));
    return {
        ...outputs/* EMPTY_OUTPUTS */.J,
        conclusion: report.conclusion,
        ...files,
        "failed-checks": ids(({ status }) => status === "fail"),
        // A check that failed may not have been able to check a part of it.
        "unknown-checks": ids(({ unknown }) => unknown !== undefined),
        "critical-findings": String(fresh.critical),
        "high-findings": String(fresh.high),
        "medium-findings": String(fresh.medium),
        "low-findings": String(fresh.low),
    };
}

;// CONCATENATED MODULE: ./.build/src/action/main.js

















/**
 * The inputs are read: resolve the configuration, connect, collect, evaluate, report, publish.
 *
 * @returns whether the step fails, by the gate's rule
 * @throws UserError when the configuration or the address is wrong
 */
async function main(inputs, environment, runner) {
    const startedAt = Date.now();
    maskSecrets(secretsIn(inputs), runner);
    const run = readRunContext(environment);
    hideUnreadableEvent(environment);
    const proxyNotices = prepareProxies(environment);
    const problems = new config_errors/* ConfigErrors */.m();
    await problems.of(() => inputs.databaseUrl && (0,connection_url/* parseConnectionUrl */.z)(inputs.databaseUrl, "database-url"));
    await problems.of(() => inputs.baselineUrl && (0,connection_url/* parseConnectionUrl */.z)(inputs.baselineUrl, "baseline-database-url"));
    await problems.of(() => checkReplicaAddresses(inputs.replicaUrls));
    const settings = await problems.of(async () => {
        const file = await loadConfigFile(inputs, run);
        return resolveConfig(inputs, run, { ...file, notices: [...proxyNotices, ...file.notices] });
    });
    if (settings === undefined || problems.some)
        throw problems.error();
    runner.openGroup(`Looking at ${settings.target}: ${(0,format/* count */.U)(settings.checks.length, "check")} of suite ${settings.suite}`);
    const { asking, queriesSent } = queryDatabase(settings, runner.line);
    const [evidence, sources, tracking] = await Promise.all([
        asking,
        collectSources(settings, {
            queriesSent,
            // Our own questions would be noise in what it measures.
            quiet: asking,
            deadline: startedAt + settings.timeout,
            progress: runner.line,
            fetch: proxied,
        }),
        queriesSent.then(() => loadIssues(settings)),
    ]).finally(runner.closeGroup);
    const moment = { toolVersion: VERSION, startedAt, durationMs: Date.now() - startedAt };
    const report = evaluate(settings, evidence, sources, moment, tracking);
    const facts = runFactsOf(settings, evidence, report, { startedAt, sources });
    await publish({ report, facts, tracking, settings }, runner, environment.RUNNER_TEMP || (0,external_node_os_.tmpdir)());
    return report.stepFails;
}
/** What knows proxies is large: it is loaded only when there is something to fetch. */
const proxied = async (...request) => {
    const { proxiedFetch } = await Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(638)]).then(__webpack_require__.bind(__webpack_require__, 6638));
    return proxiedFetch(...request);
};
/** GitHub's client is loaded while the server works. A server that is slow to be reached delays it by so many milliseconds. */
const MAX_DELAY = 1_000;
function queryDatabase(settings, progress) {
    const sent = Promise.withResolvers();
    const timer = setTimeout(sent.resolve, MAX_DELAY);
    const asking = withReplicas(settings, askDatabase(settings, progress, sent.resolve)).finally(sent.resolve);
    return { asking, queriesSent: sent.promise.finally(() => clearTimeout(timer)) };
}
async function askDatabase(settings, progress, onSent) {
    const { database, checks, schemas, timeout } = settings;
    if (database === undefined)
        return { reached: false };
    const enabled = checks.filter((selected) => selected.enabled && selected.check.query !== undefined);
    const items = await collectCustomStatements(settings);
    return collectDatabase({ ...database, checks: enabled, schemas, items, timeout, progress, onSent });
}
function secretsIn(inputs) {
    const urls = [inputs.databaseUrl, inputs.pgbouncerUrl, inputs.baselineUrl].filter((url) => url !== undefined);
    const tokens = [inputs.supabaseToken, inputs.githubToken].filter((token) => token !== undefined);
    return [...urls.flatMap(connection_url/* secretsOf */.F), ...replicaSecrets(inputs.replicaUrls), ...tokens];
}


/***/ }),

/***/ 8424:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ ITEMS),
/* harmony export */   t: () => (/* binding */ checksOf)
/* harmony export */ });
/** An old version of the extension counts all the same. */
const COUNTING = {
    check: "query-statistics",
    keys: ["extension", "library", "track", "counting"],
    columns: ["version", "track", "statements"],
};
/**
 * The document's production deployment checklist: its sections, order and words, and what each tick rests on.
 * A check that does not exist yet leaves its item to an attestation.
 */
const ITEMS = [
    ...section("Database", [
        [
            "migrations-applied",
            "All migrations applied successfully",
            // Pending ones may be let through, which a reader of the tick must see.
            { check: "migrations", columns: ["tool", "applied", "last_applied", "pending"] },
            "invalid-indexes",
        ],
        [
            "cron-refresh-configured",
            "Materialized view refresh cron job configured",
            { check: "cron-jobs", part: "refreshing", columns: ["job", "schedule", "last_success_at"] },
            { check: "materialized-views", columns: ["view", "populated", "refreshed_or_altered_at"] },
        ],
        ["pg-stat-statements-enabled", "pg_stat_statements extension enabled", COUNTING],
        ["connection-pooling-configured", "Connection pooling configured", "connection-pooling"],
        ["backup-schedule-verified", "Backup schedule verified", "backups"],
        [
            "performance-baseline-established",
            "Performance baseline established",
            { check: "performance-baseline", part: "recorded" },
        ],
    ]),
    ...section("Application", [
        ["api-pool-settings-updated", "API connection pool settings updated", "application-pool"],
        [
            "query-timeout-configured",
            "Query timeout settings configured",
            {
                check: "statement-timeout",
                columns: ["role", "statement_timeout_ms"],
            },
        ],
        // The database's log is half of it: nobody but the team knows of the application's.
        [
            "error-logging-enabled",
            "Error logging enabled",
            { check: "error-logging", supporting: true, columns: ["log_min_messages", "log_min_error_statement"] },
        ],
        ["performance-monitoring-active", "Performance monitoring active", monitored("any"), COUNTING],
    ]),
    ...section("Monitoring", [
        [
            "slow-query-alerts-configured",
            "Slow query alerts configured",
            monitored("slow-queries"),
            "query-logging",
        ],
        ["index-usage-monitoring-active", "Index usage monitoring active", monitored("unused-indexes")],
        ["table-bloat-monitoring-scheduled", "Table bloat monitoring scheduled", monitored("table-bloat")],
        [
            "connection-pool-monitoring-enabled",
            "Connection pool monitoring enabled",
            monitored("connection-usage"),
        ],
    ]),
];
/** Ids of the checks that the checklist rests on. What only dropped items need is not run. */
function checksOf(items) {
    const wanted = items.filter(({ dropped }) => dropped === undefined);
    return [...new Set(wanted.flatMap(({ evidence }) => evidence.map(({ check }) => check)))];
}
function section(name, lines) {
    return lines.map(([id, title, ...evidence]) => ({
        id,
        section: name,
        title,
        evidence: evidence.map((source) => (typeof source === "string" ? { check: source } : source)),
    }));
}
/** `any`: one scheduled check is enough. */
function monitored(check) {
    return { check: "monitoring-schedule", part: "monitored", about: check };
}


/***/ }),

/***/ 8783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  x: () => (/* binding */ checkById),
  A: () => (/* binding */ checks)
});

// EXTERNAL MODULE: ./.build/src/core/check.js
var check = __webpack_require__(9147);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/generated/sql.js
var sql = __webpack_require__(7813);
// EXTERNAL MODULE: ./.build/src/checks/shared/sources/supabase.js
var sources_supabase = __webpack_require__(1354);
;// CONCATENATED MODULE: ./.build/src/checks/shared/supabase-roles.js
/** The roles that Supabase makes in every project and that a team's own settings apply to. */
/** The Data API logs in as this role and then becomes the role of the request. */
const DATA_API_LOGIN = "authenticator";
/** The roles that people and the Data API log in as. A team can change their settings, but not those of the database. */
const LOGIN_ROLES = ["postgres", DATA_API_LOGIN];
/** The roles that requests of end users run as. service_role and postgres have no time limit by design. */
const END_USER_ROLES = ["authenticated", "anon"];

;// CONCATENATED MODULE: ./.build/src/checks/application-pool/check.js





const row = schemas/* object */.Ikc({
    role_name: schemas/* string */.YjP(),
    can_login: schemas/* boolean */.zMY(),
    /** -1: none. */
    role_limit: schemas/* number */.aig(),
    sessions: schemas/* number */.aig(),
});
/* harmony default export */ const application_pool_check = ((0,check/* defineCheck */.q)({
    id: "application-pool",
    title: "Application pools stay within their declared size",
    why: "Each instance of an application has a pool of its own. When they add up to more sessions than were planned, the next deploy or the next instance finds the server full.",
    category: "capacity",
    priority: "medium",
    options: schemas/* strictObject */.rej({
        roles: schemas/* record */.g1P(schemas/* string */.YjP().min(1), schemas/* number */.aig().int().min(1))
            .default({})
            .describe("The roles that applications log in as, each with the most sessions that all its pools may hold."),
    }),
    sources: ({ roles }) => (DATA_API_LOGIN in roles ? [(0,sources_supabase/* supabaseSource */.o)("postgrest")] : []),
    query: {
        row,
        statement: (_server, { roles }) => Object.keys(roles).length > 0
            ? { statement: sql/* sql */.l["application-pool"] }
            : {
                skipped: {
                    reason: "not-configured",
                    detail: "Declare how many sessions each application's role may hold:\nchecks:\n  application-pool: { roles: { authenticator: 20 } }",
                },
            },
    },
    evaluate: (rows, { options, priority, sources }) => {
        const dataApi = DATA_API_LOGIN in options.roles ? dataApiOf(sources) : {};
        const byName = new Map(rows.map((row) => [row.role_name, row]));
        const outcomes = Object.entries(options.roles).map(([name, declaredSessions]) => {
            const poolSize = name === DATA_API_LOGIN ? dataApi.poolSize : undefined;
            return evaluateRole({ name, declaredSessions, row: byName.get(name), poolSize }, priority);
        });
        return {
            findings: outcomes.flatMap(({ findings }) => findings),
            measurements: outcomes.flatMap(({ measurements }) => measurements),
            ...(dataApi.unknown === undefined ? {} : { unknown: dataApi.unknown }),
        };
    },
}));
function evaluateRole({ name, declaredSessions, row, poolSize }, priority) {
    if (row === undefined || !row.can_login) {
        // Without a finding a misspelt role, which never has a session, would look healthy.
        const message = row === undefined
            ? `The role ${name} is declared but does not exist on this server.`
            : `The role ${name} is declared but can't log in: sessions count for the role that logged in.`;
        const facts = { role: name, declared_sessions: declaredSessions };
        return { findings: [{ key: name, priority, message, facts }], measurements: [] };
    }
    const facts = {
        role: name,
        sessions: row.sessions,
        declared_sessions: declaredSessions,
        role_limit: row.role_limit < 0 ? null : row.role_limit,
        ...(poolSize === undefined ? {} : { data_api_pool: poolSize ?? "the platform's default" }),
    };
    const findings = [];
    if (row.sessions > declaredSessions) {
        const message = `The role ${name} holds ${row.sessions} sessions; its pools were declared to hold ${declaredSessions} at most.`;
        findings.push({ key: name, priority, message, facts });
    }
    if ((poolSize ?? 0) > declaredSessions) {
        const message = `Supabase's Data API may open ${poolSize} sessions as ${name}; its pools were declared to hold ${declaredSessions} at most.`;
        findings.push({ key: `${name}: db_pool`, priority, message, facts });
    }
    return { findings, measurements: [facts] };
}
function dataApiOf(sources) {
    const postgrest = sources.get((0,sources_supabase/* supabaseSource */.o)("postgrest"));
    if ("skipped" in postgrest)
        return {};
    return "unknown" in postgrest ? { unknown: postgrest.unknown } : { poolSize: postgrest.value.poolSize };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
// EXTERNAL MODULE: ./.build/src/core/window.js
var core_window = __webpack_require__(4647);
// EXTERNAL MODULE: ./.build/src/lib/format.js
var format = __webpack_require__(8380);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var lib_time = __webpack_require__(2358);
// EXTERNAL MODULE: ./.build/src/lib/units.js
var units = __webpack_require__(7432);
;// CONCATENATED MODULE: ./.build/src/checks/shared/thresholds.js
/** Numbers that more than one check compares with, each with its reason. */
/**
 * How many times its autovacuum threshold a table must have passed: twice, as pgbot judges it. Just past the
 * threshold, autovacuum is on its way.
 */
const AUTOVACUUM_MARGIN = 2;
/** The smallest table or index, in bytes, that the statements of the checks return: 12 pages of 8 kB. */
const SMALLEST_SIZE = 96 * 1024;

;// CONCATENATED MODULE: ./.build/src/checks/autovacuum-activity/check.js








const rowCount = coerce/* number */.ai();
const time = schemas/* number */.aig().nullable();
const settings = {
    autovacuum: schemas/* boolean */.zMY(),
    track_counts: schemas/* boolean */.zMY(),
    workers: schemas/* number */.aig(),
    workers_busy: schemas/* number */.aig(),
};
const table = schemas/* object */.Ikc({
    ...settings,
    table_name: schemas/* string */.YjP(),
    is_materialized_view: schemas/* boolean */.zMY(),
    enabled: schemas/* boolean */.zMY(),
    on_dashboard: schemas/* boolean */.zMY(),
    live_rows: rowCount,
    planner_rows: rowCount,
    dead_rows: rowCount,
    inserted_rows: rowCount,
    changed_rows: rowCount,
    vacuum_trigger: rowCount,
    /** Null where inserts alone never trigger a vacuum. */
    insert_trigger: rowCount.nullable(),
    analyze_trigger: rowCount,
    being_vacuumed: schemas/* boolean */.zMY(),
    last_manual_vacuum: time,
    last_autovacuum: time,
    autovacuums: rowCount,
    last_manual_analyze: time,
    last_autoanalyze: time,
    autoanalyzes: rowCount,
});
const check_row = schemas/* union */.KCZ([table, schemas/* object */.Ikc({ ...settings, table_name: schemas/* null */.chJ() })]);
/* harmony default export */ const autovacuum_activity_check = ((0,check/* defineCheck */.q)({
    id: "autovacuum-activity",
    title: "Autovacuum does its work",
    why: "Autovacuum removes dead rows, keeps the planner's statistics fresh and keeps transaction ids from running out. Where it is off, all three wait for a person.",
    category: "vacuum",
    priority: "medium",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "max-wait": (0,units/* duration */.p0)()
            .prefault("1d")
            .describe("How long a table may be due; how old a VACUUM by hand may be where autovacuum is off."),
        "min-rows": schemas/* number */.aig().int().min(0).default(10_000).describe("Tables with fewer rows are let be."),
    }),
    query: {
        row: check_row,
        statement: (server) => server.inRecovery
            ? {
                skipped: {
                    reason: "not-applicable",
                    detail: "Autovacuum does not run on a standby: ask the primary.",
                },
            }
            : { statement: sql/* sql */.l["autovacuum-activity"] },
    },
    evaluate: (rows, context) => {
        const tables = rows.filter((row) => row.table_name !== null);
        const unknown = (0,core_window/* windowShorterThan */.BU)(context, "tables", context.options["max-wait"]);
        const evaluation = {
            minRows: context.options["min-rows"],
            maxWait: context.options["max-wait"],
            priority: context.priority,
            server: context.server,
            isWindowLongEnough: unknown === undefined,
        };
        const disabled = disabledSettings(rows, evaluation);
        return {
            // Where autovacuum is off for the whole server, a finding for each table would add nothing.
            findings: disabled.length > 0 ? disabled : tables.flatMap((each) => evaluateTable(each, evaluation)),
            ...(unknown ? { unknown } : {}),
            measurements: tables.filter((each) => each.on_dashboard).map(dashboard),
        };
    },
}));
const DISABLED_MESSAGES = {
    autovacuum: "autovacuum is off for the whole server, so no table is vacuumed or analyzed.",
    track_counts: "track_counts is off, so autovacuum counts no changes and silently does nothing.",
};
function disabledSettings([first], { priority, server }) {
    if (first === undefined)
        return [];
    const off = ["autovacuum", "track_counts"].filter((name) => !first[name]);
    return off.map((name) => ({
        key: name,
        priority,
        message: DISABLED_MESSAGES[name],
        facts: { setting: name, value: "off" },
        // Supabase does not let users run ALTER SYSTEM.
        ...(server.isSupabase
            ? {}
            : { fix: { sql: `ALTER SYSTEM SET ${name} = on;\nSELECT pg_reload_conf();`, standsAlone: true } }),
    }));
}
function evaluateTable(each, evaluation) {
    const rows = Math.max(each.live_rows + each.dead_rows, each.planner_rows);
    if (rows < evaluation.minRows || each.being_vacuumed)
        return [];
    return (each.enabled ? overdue(each, evaluation) : disabledFor(each, evaluation)) ?? [];
}
/** No finding where a recent manual VACUUM shows that autovacuum is off on purpose. */
function disabledFor(each, evaluation) {
    const isQuiet = each.dead_rows + each.inserted_rows + each.changed_rows === 0;
    if (isQuiet || !isLongAgo(each.last_manual_vacuum, evaluation))
        return undefined;
    const kind = each.is_materialized_view ? "MATERIALIZED VIEW" : "TABLE";
    return {
        key: each.table_name,
        priority: evaluation.priority,
        message: `Autovacuum is off for ${each.table_name}, and nobody vacuums it instead: ${(0,format/* count */.U)(each.dead_rows, "dead row")}, ${(0,format/* count */.U)(each.changed_rows, "change")} since the last ANALYZE.`,
        facts: facts(each, evaluation),
        fix: { sql: `ALTER ${kind} ${each.table_name} RESET (autovacuum_enabled);` },
    };
}
function overdue(each, evaluation) {
    const lastVacuum = (0,lib_time/* latest */.IW)(each.last_autovacuum, each.last_manual_vacuum);
    const lastAnalyze = (0,lib_time/* latest */.IW)(each.last_autoanalyze, each.last_manual_analyze);
    const vacuum = isLongAgo(lastVacuum, evaluation) &&
        (each.dead_rows > AUTOVACUUM_MARGIN * each.vacuum_trigger ||
            (each.insert_trigger !== null && each.inserted_rows > AUTOVACUUM_MARGIN * each.insert_trigger));
    const analyze = isLongAgo(lastAnalyze, evaluation) && each.changed_rows > AUTOVACUUM_MARGIN * each.analyze_trigger;
    if (!vacuum && !analyze)
        return undefined;
    const due = [...(vacuum ? ["vacuum"] : []), ...(analyze ? ["analyze"] : [])];
    const last = vacuum ? lastVacuum : lastAnalyze;
    const since = last === null ? "since the counters began" : `for ${(0,format/* elapsed */.v)(evaluation.server.now - last * 1_000)}`;
    return {
        key: each.table_name,
        priority: evaluation.priority,
        message: `${each.table_name} is well past the number of changes at which autovacuum comes to ${due.join(" and ")} it, and it has not come ${since}.`,
        facts: { ...facts(each, evaluation), due_for: due },
        fix: vacuum
            ? { sql: `VACUUM (ANALYZE) ${each.table_name};`, standsAlone: true }
            : { sql: `ANALYZE ${each.table_name};` },
    };
}
/** A missing time has no meaning while the statistics are recent, because a crash resets it too. */
function isLongAgo(time, { server, maxWait, isWindowLongEnough }) {
    return time === null ? isWindowLongEnough : server.now - time * 1_000 >= maxWait;
}
function facts(each, { server }) {
    return {
        table: each.table_name,
        autovacuum: each.enabled ? "on" : "off",
        dead_rows: each.dead_rows,
        vacuum_trigger: each.vacuum_trigger,
        inserted_rows: each.inserted_rows,
        insert_trigger: each.insert_trigger,
        changed_rows: each.changed_rows,
        analyze_trigger: each.analyze_trigger,
        last_vacuum_at: (0,lib_time/* isoOf */.dF)((0,lib_time/* latest */.IW)(each.last_autovacuum, each.last_manual_vacuum)),
        last_analyze_at: (0,lib_time/* isoOf */.dF)((0,lib_time/* latest */.IW)(each.last_autoanalyze, each.last_manual_analyze)),
        workers_busy: server.readsAllStatistics ? `${each.workers_busy} of ${each.workers}` : null,
    };
}
function dashboard(each) {
    return {
        table: each.table_name,
        dead_rows: each.dead_rows,
        last_autovacuum_at: (0,lib_time/* isoOf */.dF)(each.last_autovacuum),
        autovacuums: each.autovacuums,
        last_autoanalyze_at: (0,lib_time/* isoOf */.dF)(each.last_autoanalyze),
        autoanalyzes: each.autoanalyzes,
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./.build/src/core/checklist/item.js
var item = __webpack_require__(4333);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var core_priority = __webpack_require__(8699);
;// CONCATENATED MODULE: ./.build/src/checks/shared/sources/repository.js
/** The files below a folder of the checked-out commit, relative to it, sorted; null when there is no such folder. */
function directorySource(path) {
    return { provider: "directory", name: path };
}
/** The text of a file of the checked-out commit; null when there is no such file. */
function fileSource(path) {
    return { provider: "file", name: path };
}
/** The parts of a Markdown file of the checked-out commit in reading order; null when there is no such file. */
function documentSource(path) {
    return { provider: "document", name: path };
}

// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
;// CONCATENATED MODULE: ./.build/src/checks/backups/stores.js






/** Backups as Supabase's Management API and a file of `pgbackrest info --output=json` report them. */
function backupsOf(sources, pgbackrest) {
    return [
        ...supabaseBackups(sources),
        ...(pgbackrest === undefined ? [] : pgbackrestBackups(sources.get(fileSource(pgbackrest)), pgbackrest)),
    ];
}
function supabaseBackups(sources) {
    const backups = sources.get((0,sources_supabase/* supabaseSource */.o)("backups"));
    if ("skipped" in backups)
        return [];
    if ("unknown" in backups)
        return [{ unknown: backups.unknown }];
    const project = sources.get((0,sources_supabase/* supabaseSource */.o)("project"));
    const startedAt = "value" in project ? project.value.createdAt : undefined;
    return [{ store: supabaseStore(backups.value), startedAt }];
}
/** With point-in-time recovery Supabase takes no daily backups, so the newest physical one applies. */
function supabaseStore({ pitrEnabled, backups, latestPhysicalAt }) {
    const at = (status) => latestOf(backups.filter((backup) => backup.status === status).map((backup) => backup.at));
    const newestAt = latestOf([at("COMPLETED"), latestPhysicalAt]);
    const failedAt = at("FAILED");
    const isPhysical = backups.some((backup) => backup.isPhysical) || latestPhysicalAt !== null;
    return {
        key: "Supabase",
        what: "Supabase",
        kind: pitrEnabled ? "point-in-time recovery" : `daily, ${isPhysical ? "physical" : "logical"}`,
        newestAt,
        failedAt: failedAt !== null && failedAt > (newestAt ?? 0) ? failedAt : null,
        problem: null,
        proves: pitrEnabled
            ? "a base backup and the log after it were stored; not that they restore"
            : "a backup of one moment was taken; not that it restores, and what was written since is not in it",
    };
}
/** The part of `pgbackrest info --output=json` that the check reads, by stanza. Times are seconds since 1970. */
const stanzas = schemas/* array */.YOg(schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    status: schemas/* object */.Ikc({ code: schemas/* number */.aig(), message: schemas/* string */.YjP() }),
    backup: schemas/* array */.YOg(schemas/* object */.Ikc({
        type: schemas/* string */.YjP(),
        timestamp: schemas/* object */.Ikc({ stop: schemas/* number */.aig() }),
        error: schemas/* boolean */.zMY().nullish(),
    })),
}));
function pgbackrestBackups(source, path) {
    const unreadable = (detail) => [{ unknown: { reason: "error", detail } }];
    if (source === undefined || "skipped" in source)
        return unreadable(`The file ${path} was not read.`);
    if ("unknown" in source)
        return [{ unknown: source.unknown }];
    if (source.value === null) {
        return unreadable(`There is no file ${path}: a step before this one writes it, pgbackrest info --output=json > ${path}.`);
    }
    const read = stanzas.safeParse((0,json/* parseJson */.qF)(source.value));
    if (!read.success)
        return unreadable(`The file ${path} is not what pgbackrest info --output=json writes.`);
    if (read.data.length === 0)
        return unreadable(`The file ${path} tells of no stanza.`);
    return read.data.map((stanza) => ({ store: pgbackrestStore(stanza) }));
}
function pgbackrestStore({ name, status, backup }) {
    const latestTime = (isComplete) => latestOf(backup
        .filter(({ error }) => (error !== true) === isComplete)
        .map(({ timestamp }) => timestamp.stop * 1_000));
    const newestAt = latestTime(true);
    const failedAt = latestTime(false);
    return {
        key: `pgBackRest ${name}`,
        what: `pgBackRest's stanza ${name}`,
        kind: [...new Set(backup.map(({ type }) => type))].sort().join(", ") || "none",
        newestAt,
        failedAt: failedAt !== null && failedAt > (newestAt ?? 0) ? failedAt : null,
        problem: status.code === 0 ? null : status.message,
        proves: "backups were taken and their checksums noted; not that they restore",
    };
}
/**
 * Maximum difference of two clocks, in milliseconds. A backup dated later than that would count as recent for as long
 * as its date is in the future.
 */
const MAX_AHEAD = lib_time/* HOUR */.dp;
/** The findings of one store; the priority and the maximum age come from the check. */
function evaluateStore({ key, what, kind, newestAt, failedAt, problem, proves }, { now, maxAge, priority }) {
    const facts = { kind, newest_backup_at: isoOrNull(newestAt), failed_at: isoOrNull(failedAt), proves };
    const finding = (suffix, message) => ({
        key: suffix === "" ? key : `${key}: ${suffix}`,
        priority,
        message,
        facts,
    });
    const findings = [];
    if (newestAt === null)
        findings.push(finding("", `${what} has no backup of this database.`));
    else if (newestAt - now > MAX_AHEAD) {
        findings.push(finding("", `The newest backup of ${what} is dated in the future, ${(0,lib_time/* toIso */.tK)(newestAt)}.`));
    }
    else if (now - newestAt > maxAge) {
        findings.push(finding("", `The newest backup of ${what} is ${(0,format/* elapsed */.v)(now - newestAt)} old.`));
    }
    if (failedAt !== null)
        findings.push(finding("failed", `The last backup of ${what} failed.`));
    if (problem !== null)
        findings.push(finding("status", `${what} says that something is wrong with it.`));
    return findings;
}
function storeFacts({ key, kind, newestAt, proves }) {
    return { evidence: key, kind, newest_at: isoOrNull(newestAt), proves };
}
function isoOrNull(time) {
    return time === null ? null : (0,lib_time/* toIso */.tK)(time);
}
function latestOf(times) {
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.max(...known);
}

;// CONCATENATED MODULE: ./.build/src/checks/backups/check.js










const backups_check_row = schemas/* object */.Ikc({
    archive_mode: schemas/* string */.YjP(),
    archived_count: coerce/* number */.ai(),
    last_archived_at: schemas/* number */.aig().nullable(),
    failed_count: coerce/* number */.ai(),
    last_failed_at: schemas/* number */.aig().nullable(),
});
const recoveryTest = schemas/* strictObject */.rej({
    "attested-by": schemas/* string */.YjP().trim().min(1).describe("Who restored a backup and looked at it; it is shown."),
    "attested-on": iso/* date */.p6().describe("The day on which they did, like 2026-11-01."),
    expires: iso/* date */.p6()
        .describe(`The last day on which it counts, at most ${item/* LONGEST_ATTESTATION */.y} days later.`),
})
    .refine((test) => (0,lib_time/* daysBetween */.YM)(test["attested-on"], test.expires) >= 0, {
    path: ["expires"],
    message: "it is before the day of attested-on",
})
    .refine((test) => (0,lib_time/* daysBetween */.YM)(test["attested-on"], test.expires) <= item/* LONGEST_ATTESTATION */.y, {
    path: ["expires"],
    message: `an attestation lasts ${item/* LONGEST_ATTESTATION */.y} days at most`,
});
/* harmony default export */ const backups_check = ((0,check/* defineCheck */.q)({
    id: "backups",
    title: "A recent backup exists",
    why: "A backup that stopped weeks ago is noticed on the day it is needed. That it exists can be looked up; that it restores is known only after somebody restored it.",
    category: "backups",
    priority: "high",
    options: schemas/* strictObject */.rej({
        // The time between two daily backups, and two hours for the backup to run.
        "max-age": (0,units/* duration */.p0)().prefault("26h").describe("The newest backup may be so old."),
        "recovery-tested": recoveryTest
            .optional()
            .describe("Who restored a backup and when: an attestation, since nothing else can tell."),
        pgbackrest: schemas/* string */.YjP()
            .trim()
            .min(1)
            .optional()
            .describe("A file of the workspace that a step before wrote with pgbackrest info --output=json."),
    }),
    sources: ({ pgbackrest }) => [
        (0,sources_supabase/* supabaseSource */.o)("backups"),
        (0,sources_supabase/* supabaseSource */.o)("project"),
        ...(pgbackrest === undefined ? [] : [fileSource(pgbackrest)]),
    ],
    query: {
        row: backups_check_row,
        statement: () => ({ statement: sql/* sql */.l.backups }),
    },
    evaluate: ([archiver], context) => {
        const { options, sources, priority, now } = context;
        const found = backupsOf(sources, options.pgbackrest);
        const stores = found.flatMap((one) => ("store" in one ? [one] : []));
        const maxAge = options["max-age"];
        const isYoung = (startedAt) => startedAt !== undefined && now - startedAt < maxAge;
        const evaluated = stores.filter(({ store, startedAt }) => store.newestAt !== null || !isYoung(startedAt));
        const unknown = found.flatMap((one) => ("unknown" in one ? [one.unknown] : []))[0] ??
            (evaluated.length < stores.length ? TOO_YOUNG : undefined);
        return {
            findings: [
                ...evaluated.flatMap(({ store }) => evaluateStore(store, { now, maxAge, priority })),
                ...evaluateArchiver(archiver, priority),
                ...evaluateRecoveryTest(context),
            ],
            measurements: [
                ...stores.map(({ store }) => storeFacts(store)),
                ...archiverFacts(archiver),
                recoveryFacts(options),
            ],
            ...(unknown === undefined ? {} : { unknown }),
            ...(found.length === 0 ? skipped(context) : {}),
        };
    },
}));
const TOO_YOUNG = {
    reason: "window",
    detail: "The project is younger than max-age: its first backup is not due yet.",
};
/** Failing archiving is a finding, but working archiving does not prove that there is a backup. */
function evaluateArchiver(archiver, priority) {
    const { last_failed_at: failedAt = null, last_archived_at: archivedAt = null } = archiver ?? {};
    if (archiver === undefined || archiver.archive_mode === "off" || failedAt === null)
        return [];
    if (archivedAt !== null && archivedAt >= failedAt)
        return [];
    return [
        {
            key: "archiver",
            priority,
            message: "The server fails to archive its write-ahead log: no point in time since the last archived segment can be restored, and the log fills the disk.",
            facts: {
                failed_count: archiver.failed_count,
                last_failed_at: (0,lib_time/* isoOf */.dF)(failedAt),
                last_archived_at: (0,lib_time/* isoOf */.dF)(archivedAt),
            },
        },
    ];
}
/** It is milder than a missing backup: an expired attestation does not mean that the backup is bad. */
function evaluateRecoveryTest({ options, now, priority }) {
    const test = options["recovery-tested"];
    if (test === undefined)
        return [];
    const { "attested-by": by, "attested-on": on, expires } = test;
    const today = (0,lib_time/* toDate */.ay)(now);
    const finding = (message) => [
        {
            key: "recovery test",
            priority: (0,core_priority/* atMost */.Tu)(priority, "medium"),
            message,
            facts: { attested_by: by, attested_on: on, expires },
        },
    ];
    // East of UTC the next day has already begun.
    if ((0,lib_time/* daysBetween */.YM)(today, on) > 1)
        return finding(`The recovery test is dated ${on}, which is in the future.`);
    if (expires < today) {
        return finding(`The last recovery test, of ${on}, counted until ${expires}: restore a backup again.`);
    }
    return [];
}
function archiverFacts(archiver) {
    if (archiver === undefined || archiver.archive_mode === "off")
        return [];
    return [
        {
            evidence: "archiver",
            kind: "write-ahead log",
            newest_at: (0,lib_time/* isoOf */.dF)(archiver.last_archived_at),
            proves: "the log leaves the server; never that there is a backup",
        },
    ];
}
function recoveryFacts({ "recovery-tested": test }) {
    return {
        evidence: "recovery test",
        kind: test === undefined ? "none" : `attested by ${test["attested-by"]}`,
        newest_at: test === undefined ? null : test["attested-on"],
        proves: test === undefined ? "nobody has said that a backup restores" : "a person says that a backup restored",
    };
}
/** No source reports backups: how to add one. */
function skipped({ sources, server }) {
    const supabase = sources.get((0,sources_supabase/* supabaseSource */.o)("backups"));
    const { reason, detail } = "skipped" in supabase
        ? supabase.skipped
        : { reason: "not-configured", detail: "Supabase was not asked." };
    if (reason === "not-configured" && !server.isSupabase) {
        const first = "Let a step write what pgBackRest knows, and name the file; what nothing else tells, a person attests:\nchecks:\n  backups: { pgbackrest: backups.json }";
        return { skipped: { reason, detail: `${first}\n# ${detail}` } };
    }
    const pgbackrest = "# Elsewhere, let a step write what pgBackRest knows, and name the file:\nchecks:\n  backups: { pgbackrest: backups.json }";
    return { skipped: { reason, detail: `${detail}\n${pgbackrest}` } };
}

// EXTERNAL MODULE: ./.build/src/core/privileges.js
var privileges = __webpack_require__(1059);
;// CONCATENATED MODULE: ./.build/src/checks/shared/end-session.js
/** Cancels the running statements of sessions. It has no effect on a session that is idle in a transaction. */
function cancelStatement(sessions) {
    return { sql: `SELECT pg_cancel_backend(pid) ${fromSessions(sessions)}`, destructive: true };
}
/** Ends sessions; what they have not committed is rolled back. */
function endSession(sessions) {
    return {
        sql: `-- pg_cancel_backend() does not end a session that is idle in a transaction.\nSELECT pg_terminate_backend(pid) ${fromSessions(sessions)}`,
        destructive: true,
    };
}
function fromSessions(sessions) {
    const pairs = sessions.map(({ pid, backend_start }) => `(${pid}, '${backend_start}')`);
    return `FROM pg_stat_activity WHERE (pid, backend_start) IN (${pairs.join(", ")});`;
}

;// CONCATENATED MODULE: ./.build/src/checks/blocking-queries/check.js








/** The process id that pg_blocking_pids() gives for every prepared transaction. */
const PREPARED = 0;
const blocking_queries_check_row = schemas/* object */.Ikc({
    pid: schemas/* number */.aig(),
    blocked_by: schemas/* array */.YOg(schemas/* number */.aig()),
    role_name: schemas/* string */.YjP().nullable(),
    application: schemas/* string */.YjP().nullable(),
    backend_type: schemas/* string */.YjP().nullable(),
    state: schemas/* string */.YjP().nullable(),
    state_s: schemas/* number */.aig().nullable(),
    transaction_s: schemas/* number */.aig().nullable(),
    waiting_s: schemas/* number */.aig().nullable(),
    lock_type: schemas/* string */.YjP().nullable(),
    lock_mode: schemas/* string */.YjP().nullable(),
    relation_name: schemas/* string */.YjP().nullable(),
    backend_start: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const blocking_queries_check = ((0,check/* defineCheck */.q)({
    id: "blocking-queries",
    title: "No session keeps others waiting for a lock",
    why: "Whoever holds a lock and does not finish stops all who need it, and behind the first that waits the others queue up, readers too: one forgotten transaction can stop an application.",
    category: "queries",
    priority: "high",
    pointInTime: true,
    options: schemas/* strictObject */.rej({
        // PgHero and check_postgres report from 1 minute on.
        "blocked-for": (0,units/* duration */.p0)()
            .prefault("1min")
            .describe("How long a session must have waited for a lock before its blocker is a finding."),
    }),
    query: {
        row: blocking_queries_check_row,
        statement: (server) => {
            const unknown = (0,privileges/* lacksStatistics */.y)(server);
            return unknown ? { unknown } : { statement: sql/* sql */.l["blocking-queries"] };
        },
    },
    evaluate: (rows, { options, priority }) => {
        const queues = queuesOf(rows).filter((queue) => longestWait(queue) * 1_000 >= options["blocked-for"]);
        const byKey = Map.groupBy(queues, keyOf);
        return {
            findings: [...byKey].flatMap(([key, [worst, ...others]]) => worst === undefined
                ? []
                : [
                    {
                        key,
                        priority: isAdvisory(worst) ? (0,core_priority/* atMost */.Tu)(priority, "low") : priority,
                        ...describe(worst, others),
                    },
                ]),
        };
    },
}));
/** Each blocker that waits for no other session, with all that wait for it; the longest wait first. */
function queuesOf(rows) {
    const sessions = new Map(rows.map((row) => [row.pid, row]));
    const waits = Map.groupBy(rows.flatMap(({ pid, blocked_by }) => blocked_by.map((blocker) => ({ pid, blocker }))), ({ blocker }) => blocker);
    const queues = [...waits.keys()].flatMap((pid) => {
        const head = sessions.get(pid);
        const isGone = head === undefined && pid !== PREPARED;
        if (isGone || (head?.blocked_by.length ?? 0) > 0)
            return [];
        const waiting = waitingFor(pid, waits);
        const victims = rows
            .filter((row) => waiting.has(row.pid) && row.backend_type !== "autovacuum worker")
            .sort((a, b) => (b.waiting_s ?? 0) - (a.waiting_s ?? 0));
        const first = victims.find((row) => row.blocked_by.includes(pid)) ?? victims[0];
        return first === undefined ? [] : [{ head, victims, first }];
    });
    return queues.sort((a, b) => longestWait(b) - longestWait(a));
}
/** The sessions that wait for this one, directly or behind others that do. They may wait in a circle. */
function waitingFor(pid, waits) {
    const found = new Set();
    const blockers = [pid];
    for (let blocker = blockers.pop(); blocker !== undefined; blocker = blockers.pop()) {
        for (const waiter of waits.get(blocker) ?? []) {
            if (waiter.pid === pid || found.has(waiter.pid))
                continue;
            found.add(waiter.pid);
            blockers.push(waiter.pid);
        }
    }
    return found;
}
function longestWait({ victims }) {
    return victims[0]?.waiting_s ?? 0;
}
/** Only applications take advisory locks. Waiting for one may be on purpose, like a standby worker that waits to lead. */
function isAdvisory({ first }) {
    return first.lock_type === "advisory";
}
/** The role and the lock stay the same from run to run, but process ids do not. */
function keyOf(queue) {
    return `${blockerName(queue.head)} on ${lockName(queue.first)}`;
}
function blockerName(head) {
    if (head === undefined)
        return "a prepared transaction";
    return head.role_name ?? head.backend_type ?? "a background process";
}
function lockName(waiter) {
    return waiter.relation_name ?? `${waiter.lock_type ?? "an unknown"} lock`;
}
function describe(worst, others) {
    const { head, first } = worst;
    const queues = [worst, ...others];
    const waiting = new Set(queues.flatMap(({ victims }) => victims.map((victim) => victim.pid))).size;
    const fix = isAdvisory(worst) ? undefined : fixFor(queues.flatMap((queue) => queue.head ?? []));
    return {
        message: `${blockerName(head)} ${describeActivity(head)} and keeps ${(0,format/* count */.U)(waiting, "session")} waiting for ${lockName(first)}, the longest for ${(0,format/* elapsed */.v)(longestWait(worst) * 1_000)}.${isAdvisory(worst) ? " The application takes such locks itself, so this may be on purpose." : ""}`,
        facts: {
            blocker_role: head?.role_name ?? null,
            blocker_pid: head === undefined || head.pid === PREPARED ? null : String(head.pid),
            application: head?.application || null,
            state: head?.state ?? null,
            state_for_s: head?.state_s ?? null,
            transaction_s: head?.transaction_s ?? null,
            waiting_for: lockName(first),
            lock_mode: first.lock_mode,
            waiting_sessions: waiting,
            longest_wait_s: longestWait(worst),
        },
        ...(fix ? { fix } : {}),
    };
}
function describeActivity(head) {
    if (head === undefined)
        return "is neither committed nor rolled back";
    if (head.backend_type === "autovacuum worker") {
        return "does not give way, as it does when transaction ids run out,";
    }
    const time = head.state_s === null ? "" : ` for ${(0,format/* elapsed */.v)(head.state_s * 1_000)}`;
    return head.state?.startsWith("idle") === true ? `has been ${head.state}${time}` : `has been busy${time}`;
}
/** Cancelling is milder, but needs a running statement. Autovacuum is left alone, because it would start again. */
function fixFor(heads) {
    const sessions = heads.flatMap(({ pid, backend_start, backend_type }) => backend_start === null || backend_type !== "client backend" ? [] : [{ pid, backend_start }]);
    if (sessions.length === 0)
        return undefined;
    return heads.every((head) => head.state === "active") ? cancelStatement(sessions) : endSession(sessions);
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/sources/pgbouncer.js
/** PgBouncer's admin console. */
const PGBOUNCER = { provider: "pgbouncer", name: "console" };

;// CONCATENATED MODULE: ./.build/src/checks/connection-pooling/poolers.js


/** The poolers that the sources report. */
function poolersOf(sources, database) {
    return [...supabasePoolers(sources), ...pgbouncer(sources.get(PGBOUNCER), database)];
}
/** The shared pooler and the dedicated one, which not every project has, have pools of their own. */
function supabasePoolers(sources) {
    const one = (source, key, what) => {
        if ("skipped" in source)
            return [];
        if ("unknown" in source)
            return [{ unknown: source.unknown }];
        const { mode, poolSize, maxClients } = source.value;
        if (mode === null && poolSize === null)
            return [];
        return [
            {
                pooler: {
                    key,
                    what,
                    modes: mode === null ? [] : [mode],
                    poolSize,
                    mostServers: poolSize,
                    maxClients,
                    clientsWaiting: null,
                },
            },
        ];
    };
    return [
        ...one(sources.get((0,sources_supabase/* supabaseSource */.o)("pooler")), "shared pooler", "Supabase's shared pooler"),
        ...one(sources.get((0,sources_supabase/* supabaseSource */.o)("pgbouncer")), "dedicated pooler", "Supabase's dedicated pooler"),
    ];
}
/** PgBouncer by its console: this database's entries show mode and size; the entries of the whole server add up. */
function pgbouncer(source, database) {
    if ("skipped" in source)
        return [];
    if ("unknown" in source)
        return [{ unknown: source.unknown }];
    const { settings, databases, pools } = source.value;
    const entries = databases.filter(({ target }) => target === database);
    const names = new Set(entries.map(({ name }) => name));
    const pooler = {
        key: "PgBouncer",
        what: "PgBouncer",
        maxClients: parseNumber(settings.max_client_conn),
        clientsWaiting: pools
            .filter(({ database: name }) => names.has(name))
            .reduce((sum, { clientsWaiting }) => sum + clientsWaiting, 0),
    };
    const mode = settings.pool_mode ?? "";
    const first = entries[0];
    if (first === undefined) {
        // An entry * is listed only under the database names that clients use at the moment.
        const detail = `PgBouncer's console lists no database that leads to ${database}: nothing shows that its connections are pooled.`;
        return [{ unknown: { reason: "error", detail } }];
    }
    return [
        {
            pooler: {
                ...pooler,
                modes: [...new Set(entries.map((entry) => entry.mode ?? mode))],
                poolSize: Math.max(...entries.map(({ poolSize }) => poolSize)),
                mostServers: mostServersOf(source.value, first.server),
            },
        },
    ];
}
/** The sum over each database and user that has connected, with each pool at its maximum size. */
function mostServersOf({ databases, pools }, server) {
    return databases
        .filter((entry) => entry.server === server)
        .map(({ name, poolSize, reservePool, maxConnections }) => {
        const users = pools.filter(({ database }) => database === name).length;
        return Math.min(users * (poolSize + reservePool), maxConnections ?? Number.POSITIVE_INFINITY);
    })
        .reduce((sum, most) => sum + most, 0);
}
function parseNumber(text) {
    const number = Number(text);
    return text === undefined || Number.isNaN(number) ? null : number;
}

;// CONCATENATED MODULE: ./.build/src/checks/connection-pooling/check.js







/** The modes of PgBouncer and Supavisor. The meaning of a mode that an API may add later is not known. */
const MODES = ["transaction", "session", "statement"];
/** Minimum wait of a client for a finding, in seconds: shorter ones are normal. PgBouncer gives up after 120 s. */
const LONG_WAIT = 10;
const connection_pooling_check_row = schemas/* object */.Ikc({
    /** -1: none. */
    database_limit: schemas/* number */.aig(),
});
/* harmony default export */ const connection_pooling_check = ((0,check/* defineCheck */.q)({
    id: "connection-pooling",
    title: "Connections are pooled, and the pools fit the server",
    why: "Without a pooler each request holds a session of its own, and a busy hour uses them up. Pools larger than the server fail just then, when they are needed.",
    category: "capacity",
    priority: "medium",
    options: schemas/* strictObject */.rej({
        mode: schemas/* enum */.k5n(["transaction", "session"])
            .default("transaction")
            .describe("When a server connection goes back to the pool: after each transaction, or with the client."),
        "pool-size": schemas/* strictObject */.rej({ min: schemas/* number */.aig().int().min(1), max: schemas/* number */.aig().int().min(1) })
            .refine(({ min, max }) => min <= max, "min is larger than max")
            .optional()
            .describe("The server connections that one pool may have, from min to max."),
    }),
    sources: () => [(0,sources_supabase/* supabaseSource */.o)("pooler"), (0,sources_supabase/* supabaseSource */.o)("pgbouncer"), PGBOUNCER],
    query: {
        row: connection_pooling_check_row,
        statement: () => ({ statement: sql/* sql */.l["connection-pooling"] }),
    },
    evaluate: ([limits], context) => {
        const { sources, server } = context;
        const found = poolersOf(sources, server.database);
        const poolers = found.flatMap((one) => ("pooler" in one ? [one.pooler] : []));
        const unread = found.flatMap((one) => ("unknown" in one ? [one.unknown] : []))[0];
        if (poolers.length === 0) {
            return unread === undefined ? notConfigured(sources, server.isSupabase) : { unknown: unread };
        }
        const slots = slotsOf(context, limits?.database_limit ?? -1);
        const unknown = unread ?? poolers.flatMap((pooler) => unknownMode(pooler) ?? unknownSize(pooler, context.options))[0];
        return {
            findings: [
                ...poolers.flatMap((pooler) => [...evaluateMode(pooler, context), ...evaluateSize(pooler, context)]),
                ...evaluateSum(poolers, slots, context),
                ...evaluateQueue(sources.get(PGBOUNCER), context),
            ],
            measurements: poolers.map((pooler) => factsOf(pooler, slots)),
            ...(unknown && { unknown }),
        };
    },
}));
/** One entry of the declared mode is enough, because another one may pool by sessions for migrations. */
function evaluateMode(pooler, { options, priority }) {
    if (pooler.modes.length === 0 || pooler.modes.includes(options.mode))
        return [];
    if (unknownMode(pooler) !== undefined)
        return [];
    const seen = pooler.modes.join(", ");
    return [
        {
            key: `${pooler.key}: mode`,
            priority,
            message: `${pooler.what} pools by ${seen}; ${options.mode} is wanted.`,
            facts: { pool_mode: seen, wanted: options.mode },
        },
    ];
}
function evaluateSize({ key, what, poolSize }, { options, priority }) {
    const range = options["pool-size"];
    if (range === undefined || poolSize === null)
        return [];
    if (poolSize >= range.min && poolSize <= range.max)
        return [];
    return [
        {
            key: `${key}: pool size`,
            priority,
            message: `A pool of ${what} has ${(0,format/* count */.U)(poolSize, "server connection")}; ${range.min} to ${range.max} are wanted.`,
            facts: { pool_size: poolSize, wanted_from: range.min, wanted_to: range.max },
        },
    ];
}
/** The worst case: every pooler fills its pools at the same time. */
function evaluateSum(poolers, slots, { priority }) {
    const most = poolers.reduce((sum, { mostServers }) => sum + (mostServers ?? 0), 0);
    if (most <= slots)
        return [];
    return [
        {
            key: "sum of the pools",
            priority,
            message: `The pools may open ${most} server connections in all, and the server has ${slots} for everybody.`,
            facts: { most_server_connections: most, limit: slots },
        },
    ];
}
function evaluateQueue(source, { priority, server }) {
    if (!("value" in source))
        return [];
    const { databases, pools } = source.value;
    const names = new Set(databases.filter(({ target }) => target === server.database).map(({ name }) => name));
    return pools
        .filter((pool) => names.has(pool.database) && pool.clientsWaiting > 0 && pool.longestWait >= LONG_WAIT)
        .map((pool) => ({
        key: `waiting: ${pool.database}, ${pool.user}`,
        priority,
        message: `${(0,format/* count */.U)(pool.clientsWaiting, "client")} of ${pool.user} wait for a server connection, the first since ${pool.longestWait} seconds.`,
        facts: {
            database: pool.database,
            user: pool.user,
            clients_waiting: pool.clientsWaiting,
            longest_wait_s: pool.longestWait,
            servers_active: pool.serversActive,
            servers_idle: pool.serversIdle,
        },
    }));
}
function unknownMode({ what, modes }) {
    const strange = modes.find((mode) => !MODES.includes(mode));
    if (strange === undefined)
        return undefined;
    return { reason: "version", detail: `${what} pools in a way that this version does not know.` };
}
/** A pool size is declared, but the platform does not report its default. */
function unknownSize({ what, poolSize }, { "pool-size": range }) {
    if (range === undefined || poolSize !== null)
        return [];
    return [
        {
            reason: "error",
            detail: `The pool size of ${what} is the default of the project's compute size, which the Management API does not tell: set it in the project's Database settings, or take pool-size out of the configuration.`,
        },
    ];
}
function slotsOf({ server }, databaseLimit) {
    const free = server.maxConnections - server.reservedConnections;
    return databaseLimit < 0 ? free : Math.min(free, databaseLimit);
}
function factsOf(pooler, slots) {
    const { key, modes, poolSize, mostServers, maxClients, clientsWaiting } = pooler;
    return {
        pooler: key,
        pool_mode: modes.join(", "),
        pool_size: poolSize ?? "the platform's default",
        most_server_connections: mostServers,
        max_clients: maxClients,
        clients_waiting: clientsWaiting,
        limit: slots,
    };
}
/** No source is configured: the configuration for each, the likelier one first. */
function notConfigured(sources, isSupabase) {
    const supabase = sources.get((0,sources_supabase/* supabaseSource */.o)("pooler"));
    const consoleSource = sources.get(PGBOUNCER);
    const isProjectNamed = "skipped" in supabase && supabase.skipped.reason !== "not-configured";
    const ways = isSupabase || isProjectNamed ? [supabase, consoleSource] : [consoleSource, supabase];
    const skipped = ways.flatMap((source) => ("skipped" in source ? [source.skipped] : []));
    const [first] = skipped;
    if (first === undefined) {
        return {
            unknown: { reason: "error", detail: "Supabase tells of no pooler before this project's database." },
        };
    }
    // The first sentence is followed by lines to copy, so the second source's sentence is a comment between them.
    const detail = skipped.map(({ detail: text }) => text).join("\n# ");
    return { skipped: { reason: first.reason, detail } };
}

;// CONCATENATED MODULE: ./.build/src/checks/connection-security/check.js




/** The role that sql/setup/monitoring-role.sql creates. */
const LOGIN = "preflight";
const connection_security_check_row = schemas/* object */.Ikc({
    is_encrypted: schemas/* boolean */.zMY(),
    tls_version: schemas/* string */.YjP().nullable(),
    tls_cipher: schemas/* string */.YjP().nullable(),
    is_local: schemas/* boolean */.zMY(),
    attributes: schemas/* array */.YOg(schemas/* string */.YjP()),
    memberships: schemas/* array */.YOg(schemas/* string */.YjP()),
    owned_tables: coerce/* number */.ai(),
});
/* harmony default export */ const connection_security_check = ((0,check/* defineCheck */.q)({
    id: "connection-security",
    title: "This action connects encrypted and with few rights",
    why: "Its password lies in a repository's secrets: whoever takes it, or reads an unencrypted line, can do what this login can.",
    category: "settings",
    priority: "medium",
    options: schemas/* strictObject */.rej({}),
    query: {
        row: connection_security_check_row,
        statement: () => ({ statement: sql/* sql */.l["connection-security"] }),
    },
    evaluate([facts], context) {
        if (facts === undefined)
            return {};
        return {
            findings: [...evaluateEncryption(facts, context), ...check_evaluateRole(facts, context)],
            measurements: [
                {
                    server_sees: facts.is_encrypted ? "TLS" : "plain text",
                    tls_version: facts.tls_version,
                    tls_cipher: facts.tls_cipher,
                    same_machine: facts.is_local,
                },
            ],
        };
    },
}));
/** The client's end decides: behind a pooler the server sees the pooler's connection, which this check does not cover. */
function evaluateEncryption(facts, { server, priority }) {
    if (server.connection.isEncrypted || server.connection.isLoopback)
        return [];
    return [
        {
            key: "encryption",
            priority,
            message: "The connection is not encrypted and leaves this machine. Take sslmode=disable out of database-url; ssl-ca takes a private CA.",
            facts: { server_sees: facts.is_encrypted ? "TLS" : "plain text", same_machine: facts.is_local },
        },
    ];
}
function check_evaluateRole(facts, { server, priority }) {
    const isSuperuser = facts.attributes.includes("SUPERUSER");
    const rights = [
        ...(isSuperuser ? ["SUPERUSER"] : facts.attributes),
        ...facts.memberships.map((role) => `member of ${role}`),
        ...(!isSuperuser && facts.owned_tables > 0 ? [`owner of ${(0,format/* count */.U)(facts.owned_tables, "table")}`] : []),
    ];
    if (rights.length === 0)
        return [];
    return [
        {
            key: "login",
            priority,
            message: `The login can do more than look at statistics: ${rights.join(", ")}. Give this action a login of its own.`,
            facts: { login: server.login, rights },
            fix: { sql: leastPrivilegedRole(facts, server) },
        },
    ];
}
/** The necessary part of sql/setup/monitoring-role.sql; for the role that it creates, revokes what was granted later. */
function leastPrivilegedRole({ attributes, memberships, owned_tables }, server) {
    if (server.login === LOGIN) {
        const revoked = [
            ...attributes.map((attribute) => `ALTER ROLE ${LOGIN} NO${attribute};`),
            ...memberships.map((role) => `REVOKE ${role} FROM ${LOGIN};`),
            ...(owned_tables > 0
                ? [`-- In each database where ${LOGIN} owns tables:\nREASSIGN OWNED BY ${LOGIN} TO CURRENT_USER;`]
                : []),
        ];
        return revoked.join("\n");
    }
    return [
        "-- sql/setup/monitoring-role.sql makes this login, and the views that more checks read.",
        `CREATE ROLE ${LOGIN} LOGIN CONNECTION LIMIT 3;`,
        `GRANT pg_monitor TO ${LOGIN};`,
        `GRANT CONNECT ON DATABASE ${server.quotedDatabase} TO ${LOGIN};`,
        `-- Then give it a password (in psql: \\password ${LOGIN}), and put its URL into database-url.`,
    ].join("\n");
}

;// CONCATENATED MODULE: ./.build/src/checks/connection-usage/check.js




/** A limit of one serves as a lock, so a session in use is its purpose. */
const SMALLEST_LIMIT = 2;
/** Maximum number of roles with a row of their own; the others share one. */
const MAX_ROLES_SHOWN = 20;
const connection_usage_check_row = schemas/* object */.Ikc({
    role_name: schemas/* string */.YjP(),
    is_ours: schemas/* boolean */.zMY(),
    sessions: schemas/* number */.aig(),
    active: schemas/* number */.aig().nullable(),
    idle: schemas/* number */.aig().nullable(),
    idle_in_transaction: schemas/* number */.aig().nullable(),
    waiting_for_lock: schemas/* number */.aig().nullable(),
    /** -1: none. */
    role_limit: schemas/* number */.aig(),
    database_limit: schemas/* number */.aig(),
    database_sessions: schemas/* number */.aig(),
});
/* harmony default export */ const connection_usage_check = ((0,check/* defineCheck */.q)({
    id: "connection-usage",
    title: "Connections are left for new sessions",
    why: "When no connection is left, the server refuses every new session: the application fails as a whole, and so does whoever wants to see why.",
    category: "capacity",
    priority: "high",
    pointInTime: true,
    options: schemas/* strictObject */.rej({
        // pgbot has 85 and 95 %; check_postgres has 90 and 95, pgdoctor 70 and 85.
        "max-percent": schemas/* number */.aig()
            .min(0)
            .max(100)
            .default(85)
            .describe("Sessions in percent of what the server, a role or the database may have: medium from here on."),
        "urgent-percent": schemas/* number */.aig().min(0).max(100).default(95).describe("From here on it is high."),
    }),
    query: {
        row: connection_usage_check_row,
        statement: () => ({ statement: sql/* sql */.l["connection-usage"] }),
    },
    evaluate: (rows, { options, priority, server }) => {
        const whole = {
            key: "max_connections",
            what: "the server",
            sessions: sum(rows, (role) => role.sessions),
            limit: server.maxConnections - server.reservedConnections,
            roles: rows,
        };
        const findings = [whole, ...ownLimits(rows)].flatMap((capacity) => {
            const percent = capacity.limit > 0 ? (100 * capacity.sessions) / capacity.limit : 100;
            if (percent < options["max-percent"])
                return [];
            return [
                {
                    key: capacity.key,
                    priority: percent >= options["urgent-percent"] ? priority : (0,core_priority/* atMost */.Tu)(priority, "medium"),
                    message: `${capacity.sessions} of the ${capacity.limit} sessions that ${capacity.what} may have are in use (${Math.floor(percent)} %).`,
                    facts: {
                        used_percent: Math.round(percent * 10) / 10,
                        limit: capacity.limit,
                        ...statesOf(capacity.roles),
                    },
                },
            ];
        });
        const shown = rows.slice(0, MAX_ROLES_SHOWN);
        const rest = rows.slice(MAX_ROLES_SHOWN);
        return {
            findings,
            measurements: [
                { role: "all", limit: whole.limit, ...statesOf(rows) },
                ...shown.map((role) => ({
                    role: role.role_name,
                    limit: limitOf(role.role_limit),
                    ...statesOf([role]),
                })),
                ...(rest.length > 0 ? [{ role: `${rest.length} others`, limit: null, ...statesOf(rest) }] : []),
            ],
        };
    },
}));
/** Limits of the database and of roles. The monitoring role's is left out: it is often low, and this run uses it up. */
function ownLimits(rows) {
    const roles = rows
        .filter((role) => !role.is_ours)
        .map((role) => ({
        key: `role ${role.role_name}`,
        what: `the role ${role.role_name}`,
        sessions: role.sessions,
        limit: role.role_limit,
        roles: [role],
    }));
    const database = rows.slice(0, 1).map((any) => ({
        key: "database",
        what: "this database",
        sessions: any.database_sessions,
        limit: any.database_limit,
        roles: [],
    }));
    return [...database, ...roles].filter(({ limit }) => limit >= SMALLEST_LIMIT);
}
/** What the sessions of some roles do; empty without roles, since the database's row has only their number. */
function statesOf(roles) {
    if (roles.length === 0)
        return {};
    return {
        sessions: sum(roles, (role) => role.sessions),
        active: sum(roles, (role) => role.active),
        idle: sum(roles, (role) => role.idle),
        idle_in_transaction: sum(roles, (role) => role.idle_in_transaction),
        waiting_for_lock: sum(roles, (role) => role.waiting_for_lock),
    };
}
function limitOf(limit) {
    return limit < 0 ? null : limit;
}
function sum(roles, pick) {
    const values = roles.map(pick);
    return values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
}

// EXTERNAL MODULE: ./.build/src/core/finding.js
var finding = __webpack_require__(5666);
;// CONCATENATED MODULE: ./.build/src/checks/shared/pg-cron/jobs.js

/** The file that creates the helper views (`preflight.cron_jobs`). */
const SETUP_FILE = "sql/setup/monitoring-role.sql";
const JOB_COLUMNS = ["jobid", "jobname", "schedule", "command", "database", "username", "active"];
const RUN_COLUMNS = ["jobid", "runid", "status", "return_message", "start_time", "end_time"];
/** Seconds since 1970 become milliseconds. */
const jobs_time = schemas/* number */.aig()
    .nullable()
    .transform((seconds) => (seconds === null ? null : seconds * 1_000));
const run = schemas/* object */.Ikc({
    status: schemas/* string */.YjP().nullable(),
    started: jobs_time,
    ended: jobs_time,
    /** pg_cron's own message about why it failed, or "error". */
    failure: schemas/* string */.YjP().nullable(),
});
/** A job of pg_cron with a summary of its history. */
const job = schemas/* object */.Ikc({
    id: schemas/* number */.aig(),
    name: schemas/* string */.YjP().nullable(),
    schedule: schemas/* string */.YjP(),
    database: schemas/* string */.YjP(),
    user: schemas/* string */.YjP(),
    active: schemas/* boolean */.zMY(),
    commandHash: schemas/* string */.YjP().nullable(),
    /** When its newest successful run ended. */
    lastSuccess: jobs_time,
    failuresInARow: schemas/* number */.aig(),
    /** The job existed by this time, because it or a job with a larger number ran then. */
    existedBy: jobs_time,
    /** The newest five, the newest first. */
    runs: schemas/* array */.YOg(run),
});
/** The one row with pg_cron's settings and jobs. */
const cronRow = schemas/* object */.Ikc({
    settings: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP().nullable()),
    has_launcher: schemas/* boolean */.zMY(),
    /** When the oldest run in the history began. */
    history_reaches: jobs_time,
    history_rows: schemas/* number */.aig().nullable(),
    jobs: schemas/* array */.YOg(job),
});
function cronSource(server) {
    const find = (schema, name) => server.knownRelations.find((relation) => relation.schema === schema && relation.name === name);
    const views = [find("preflight", "cron_jobs"), find("preflight", "cron_runs")];
    const tables = [find("cron", "job"), find("cron", "job_run_details")];
    if (views.every((view) => isReadable(view)))
        return { from: "views", schema: quotedSchema(views) };
    if (isReadable(tables[0], JOB_COLUMNS) && isReadable(tables[1], RUN_COLUMNS)) {
        return { from: "tables", schema: quotedSchema(tables) };
    }
    if (tables[0] === undefined && server.extensions.pg_cron === undefined)
        return { absent: true };
    if (views.every((view) => view !== undefined)) {
        return {
            unknown: {
                reason: "permission",
                detail: "The login may not read the owner's views of pg_cron's jobs.",
                fix: `GRANT USAGE ON SCHEMA preflight TO ${server.login};\nGRANT SELECT ON preflight.cron_jobs, preflight.cron_runs TO ${server.login};`,
            },
        };
    }
    const filtered = tables.some((table) => table?.filtered === true && table.schemaUsable);
    return {
        unknown: {
            reason: "permission",
            detail: filtered
                ? "pg_cron's row-level security shows each role its own jobs only: the others are hidden from the login, and may well be there."
                : "The login may not look into the schema cron, where pg_cron keeps its jobs.",
            fix: createHelperViews(server),
        },
    };
}
/** How to let the monitoring role read all jobs without their commands. */
function createHelperViews(server) {
    const lines = [
        `-- Run ${SETUP_FILE} as ${server.isSupabase ? "postgres, in the SQL editor" : "a superuser"}: it makes views that show jobs without their commands.`,
    ];
    // The file grants the views to the role that it creates itself.
    if (server.login !== "preflight") {
        lines.push(`GRANT USAGE ON SCHEMA preflight TO ${server.login};`, `GRANT SELECT ON preflight.cron_jobs, preflight.cron_runs TO ${server.login};`);
    }
    return lines.join("\n");
}
/** The fix when the helper views return no rows, because row-level security filters the rows of the views' owner. */
function seeAllJobs() {
    return `-- As a superuser; then run ${SETUP_FILE} as one.\nDROP VIEW preflight.cron_jobs, preflight.cron_runs;`;
}
function isReadable(relation, columns = relation?.columns ?? []) {
    if (relation === undefined || relation.filtered)
        return false;
    return relation.schemaUsable && columns.every((column) => relation.readable.includes(column));
}
function quotedSchema([relation]) {
    return relation?.quotedSchema ?? "";
}
/**
 * The job of this name. Several users may have one of the same name: one that runs in the database comes first, then
 * one that is active.
 */
function findJob(jobs, declared) {
    const rank = (job) => (job.database === declared.database ? 2 : 0) + (job.active ? 1 : 0);
    return jobs
        .filter(({ name, user }) => name === declared.name && user === (declared.user ?? user))
        .toSorted((a, b) => rank(b) - rank(a) || b.id - a.id)[0];
}
/** False when pg_cron is set to keep no history. */
function keepsHistory({ settings }) {
    return settings["cron.log_run"] !== "off";
}
const IN_PROGRESS = ["starting", "running", "sending", "connecting"];
function isInProgress(run) {
    return run !== undefined && IN_PROGRESS.includes(run.status ?? "");
}

// EXTERNAL MODULE: ./node_modules/croner/dist/croner.js
var croner = __webpack_require__(5814);
// EXTERNAL MODULE: ./.build/src/checks/shared/pg-stat-statements.js
var pg_stat_statements = __webpack_require__(7152);
;// CONCATENATED MODULE: ./.build/src/checks/shared/pg-cron/schedule.js



/** pg_cron's library before 1.5 has no cron.timezone and uses this time zone. */
const DEFAULT_TIME_ZONE = "GMT";
/** The versions of pg_cron that introduced `30 seconds`, and `$` for a month's last day. */
const SECONDS_SINCE = "1.5";
const LAST_DAY_SINCE = "1.6";
/** A job that runs when the server starts is due at no time. */
const AT_START = { dueBefore: () => null, dueAfter: () => null };
const EVERY_SECONDS = /^(\d+) seconds?$/i;
const AT_START_WORDS = /^@(reboot|restart)$/;
const NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
};
/** How many values each field has. pg_cron accepts a longer step, which has the same effect as this one. */
const VALUES = [60, 24, 31, 12, 7];
const DAY_OF_MONTH = 2;
const MONTH = 3;
const WEEKDAY = 4;
const NAMES = {
    [MONTH]: "jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
    [WEEKDAY]: "sun mon tue wed thu fri sat".split(" "),
};
/**
 * Reads a schedule as pg_cron does; `timeZone` is its setting cron.timezone. Undefined when pg_cron would refuse the
 * schedule, or when Node.js does not know the time zone.
 */
function readSchedule(text, timeZone = DEFAULT_TIME_ZONE) {
    const normal = normalSchedule(text);
    if (AT_START_WORDS.test(normal))
        return AT_START;
    const seconds = EVERY_SECONDS.exec(normal)?.[1];
    if (seconds !== undefined)
        return everySeconds(Number(seconds));
    const fields = normal.split(" ");
    if (fields.length !== VALUES.length || fields.some((field, index) => !isField(field, index)))
        return undefined;
    const pattern = fields.map((field) => (field === "$" ? "L" : field)).join(" ");
    // When both days are restricted, one of them has to match (OR). But cron takes a day that begins with a star, such as
    // */2, for unrestricted: then both have to match (AND).
    const bothDays = [fields[DAY_OF_MONTH], fields[WEEKDAY]].some((field) => field?.startsWith("*"));
    try {
        const cron = new croner/* Cron */.l4(pattern, { mode: "5-part", paused: true, timezone: timeZone, domAndDow: bothDays });
        const schedule = {
            // croner searches before the time that it is given, in whole seconds.
            dueBefore: (at) => cron.previousRuns(1, (0,lib_time/* toIso */.tK)(at + lib_time/* SECOND */.Z2))[0]?.getTime() ?? null,
            dueAfter: (at) => cron.nextRun((0,lib_time/* toIso */.tK)(at))?.getTime() ?? null,
        };
        schedule.dueAfter(0);
        return schedule;
    }
    catch {
        return undefined;
    }
}
/** True when both schedules have the same due times: `@daily` is `0 0 * * *`. */
function isSameSchedule(a, b) {
    return normalSchedule(a) === normalSchedule(b);
}
/** Why this version of pg_cron does not support a schedule; undefined when it does. */
function whyUnsupported(text, version) {
    const normal = normalSchedule(text);
    if (EVERY_SECONDS.test(normal) && !(0,pg_stat_statements/* isVersionAtLeast */.xt)(version, SECONDS_SINCE)) {
        return `schedules of seconds came with pg_cron ${SECONDS_SINCE}, and this is ${version}`;
    }
    if (normal.includes("$") && !(0,pg_stat_statements/* isVersionAtLeast */.xt)(version, LAST_DAY_SINCE)) {
        return `$ for a month's last day came with pg_cron ${LAST_DAY_SINCE}, and this is ${version}`;
    }
    return undefined;
}
/**
 * The same text for schedules that differ only in blanks, capitals, names, nicknames, 7 for Sunday, or in what follows
 * the fifth field.
 */
function normalSchedule(text) {
    const line = text.trim().replace(/\s+/g, " ").toLowerCase();
    const fields = (NICKNAMES[line] ?? line).split(" ");
    const seconds = EVERY_SECONDS.exec(line)?.[1];
    if (seconds !== undefined)
        return `${Number(seconds)} seconds`;
    if (fields.length < VALUES.length)
        return fields.join(" ");
    return fields
        .slice(0, VALUES.length)
        .map((field, index) => field
        .split(",")
        .map((part) => normalPart(part, index))
        .join(","))
        .join(" ");
}
function normalPart(part, index) {
    const [range = "", step] = part.split("/");
    const ends = range.split("-").map((end) => normalValue(end, index));
    const most = VALUES[index] ?? 0;
    const [first = "", last] = ends;
    // A range may end on Sunday as 7, but alone it is 0.
    const isSunday = index === WEEKDAY && first === "7";
    const alone = isSunday ? "0" : first;
    const written = last === undefined ? alone : `${first}-${last}`;
    return step === undefined ? written : `${written}/${Number(step) > most ? most : step}`;
}
function normalValue(end, index) {
    const place = NAMES[index]?.indexOf(end) ?? -1;
    if (place < 0)
        return /^\d+$/.test(end) ? String(Number(end)) : end;
    return String(index === MONTH ? place + 1 : place);
}
/** croner's own additions (L, W, #, ?) are refused, because pg_cron does not support them. */
function isField(field, index) {
    if (index === DAY_OF_MONTH && field === "$")
        return true;
    return field.split(",").every((part) => /^(\*|\d+)(-\d+)?(\/0*[1-9]\d*)?$/.test(part));
}
function everySeconds(seconds) {
    // The bounds are pg_cron's.
    if (seconds < 1 || seconds > 59)
        return undefined;
    return { dueBefore: (at) => at - seconds * lib_time/* SECOND */.Z2, dueAfter: (at) => at + seconds * lib_time/* SECOND */.Z2 };
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/pg-cron/history.js




/**
 * The health of a job that had to succeed after `since`, milliseconds since 1970. While a run is still in progress,
 * the job must have succeeded after `before` instead; null when there is no such time.
 */
function healthSince(job, since, facts, before = null) {
    if (job.lastSuccess !== null && job.lastSuccess >= since)
        return "succeeded";
    const running = healthInProgress(job, since, before);
    if (running !== undefined)
        return running;
    const finished = job.runs.find((run) => !isInProgress(run));
    if (finished?.status === "failed" && (finished.ended ?? finished.started ?? 0) >= since)
        return "failing";
    return healthWithoutRun(job, since, facts);
}
/** The health of a job with a run in progress; undefined when there is none, or when earlier runs decide. */
function healthInProgress(job, since, before) {
    const [newest] = job.runs;
    if (newest === undefined || !isInProgress(newest))
        return undefined;
    if (newest.started !== null && newest.started < since)
        return "stuck";
    // It began in time and may still succeed: the job is healthy when the run before it did.
    return before === null || (job.lastSuccess ?? 0) >= before ? "succeeded" : undefined;
}
/** The health of a job of which the history has no run since that time. */
function healthWithoutRun(job, since, facts) {
    if (!keepsHistory(facts))
        return "unrecorded";
    if (job.existedBy !== null && job.existedBy <= since)
        return job.failuresInARow > 0 ? "failing" : "silent";
    return facts.history_reaches === null || facts.history_reaches <= since ? "pending" : "forgotten";
}
/** The last due time that is at least `grace` milliseconds ago, and the due time before it. */
function dueTimes(schedule, now, grace) {
    const due = schedule.dueBefore(now - grace);
    return { due, before: due === null ? null : schedule.dueBefore(due - 1) };
}
/** Maximum number of jobs for which the proposed configuration has a line. */
const MAX_LISTED = 50;
/** A job as a row of a table. It shows only times and states of the runs. */
function describeJob(job, { settings }) {
    return {
        job: job.name,
        schedule: job.schedule,
        time_zone: settings["cron.timezone"] ?? DEFAULT_TIME_ZONE,
        active: job.active,
        database: job.database,
        user: job.user,
        last_success_at: job.lastSuccess === null ? null : (0,lib_time/* toIso */.tK)(job.lastSuccess),
        failures_in_a_row: job.failuresInARow,
        last_runs: job.runs.map(describeRun),
    };
}
/** "2026-11-22 12:00 succeeded in 3 seconds", "2026-11-22 12:05 failed: statement timeout". */
function describeRun(run) {
    const start = run.started === null ? "" : `${(0,lib_time/* toIso */.tK)(run.started).slice(0, 16).replace("T", " ")} `;
    if (isInProgress(run))
        return `${start}${run.status}`;
    const took = run.started === null || run.ended === null ? "" : ` in ${(0,format/* elapsed */.v)(run.ended - run.started)}`;
    const why = run.failure === null || run.failure === "error" ? "" : `: ${run.failure}`;
    return `${start}${run.status ?? "no status"}${took}${why}`;
}
/** Why the history gives no verdict on a job. */
function whyUnknown(health, { name }, { facts, due, next }) {
    switch (health) {
        case "unrecorded":
            return {
                reason: "window",
                detail: `pg_cron records no runs (cron.log_run is off), so whether the job ${name} succeeds can't be seen.`,
                fix: "-- Then restart the server.\nALTER SYSTEM SET cron.log_run = on;",
            };
        case "forgotten":
            return {
                reason: "window",
                detail: `The known history of runs begins at ${formatMinute(facts.history_reaches ?? due)}, after ${formatMinute(due)}, when the job ${name} was due: keep runs for longer than the job's period.`,
            };
        case "pending":
            return {
                reason: "window",
                detail: `The job ${name} has no run yet, and nothing shows that it was there at ${formatMinute(due)}, when it would have been due${next === null ? "" : `; it is next due at ${formatMinute(next)}`}.`,
            };
    }
}
/** Why no job is evaluated, and the configuration to add for the jobs that exist. */
function undeclaredJobs(jobs, database) {
    const named = jobs.flatMap((job) => job.name === null || job.database !== database ? [] : [{ ...job, name: job.name }]);
    const lines = named.length === 0
        ? ['      - { name: refresh-my-view, schedule: "*/5 * * * *", command: "SELECT refresh_my_view();" }']
        : named.slice(0, MAX_LISTED).map(
        // A JSON string is a YAML string too.
        ({ name, schedule }) => `      - { name: ${JSON.stringify(name)}, schedule: ${JSON.stringify(schedule)} }`);
    return [
        "Declare the jobs that must be there and succeed:",
        "checks:",
        "  cron-jobs:",
        "    jobs:",
        ...lines,
        ...(named.length > MAX_LISTED ? [`      # and ${named.length - MAX_LISTED} more`] : []),
    ].join("\n");
}
/** "2026-11-22 12:00 UTC". */
function formatMinute(time) {
    return `${(0,lib_time/* toIso */.tK)(time).slice(0, 16).replace("T", " ")} UTC`;
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/pg-cron/link-declarations.js
/**
 * What the declarations say about one another. A job that a view names in `refreshed-by` refreshes that view; where only
 * the view names it, it counts as declared. A view that a job names in `refreshes` is refreshed by it. A view whose
 * job's command says CONCURRENTLY is refreshed so. Undefined where there is nothing to link.
 *
 * @param jobs the options of cron-jobs
 * @param views the options of materialized-views
 */
function linkDeclarations(jobs, views) {
    // Both were parsed by the schemas of their checks.
    const [jobOptions, viewOptions] = [jobs, views];
    if (jobOptions === undefined || viewOptions === undefined || viewOptions.enabled === false)
        return undefined;
    const linkedViews = viewOptions.views.map((view) => withRefresher(view, jobOptions.jobs));
    return {
        jobs: linkJobs(jobOptions.jobs, linkedViews),
        views: linkedViews.map((view) => view.concurrently === undefined && isConcurrent(view["refreshed-by"], jobOptions.jobs)
            ? { ...view, concurrently: true }
            : view),
    };
}
function withRefresher(view, jobs) {
    const refresher = jobs.find(({ refreshes, enabled }) => enabled && refreshes.includes(view.name));
    return view["refreshed-by"] !== undefined || refresher === undefined
        ? view
        : { ...view, "refreshed-by": refresher.name };
}
function linkJobs(jobs, views) {
    const refreshedBy = (job) => views.filter((view) => view["refreshed-by"] === job).map(({ name }) => name);
    const declared = new Set(jobs.map(({ name }) => name));
    const refreshers = new Set(views.flatMap((view) => view["refreshed-by"] ?? []));
    return [
        ...jobs.map((job) => ({
            ...job,
            refreshes: [...new Set([...job.refreshes, ...refreshedBy(job.name)])],
        })),
        ...[...refreshers]
            .filter((name) => !declared.has(name))
            .map((name) => ({ name, refreshes: refreshedBy(name), enabled: true })),
    ];
}
function isConcurrent(job, jobs) {
    return jobs.some(({ name, command }) => name === job && /\bconcurrently\b/i.test(command ?? ""));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./.build/src/checks/cron-jobs/fixes.js
function createJob({ name, schedule, command, database }, server) {
    const values = [name, schedule ?? "*/5 * * * *", command ?? "SELECT 1;"].map(literal).join(", ");
    const missing = [
        ...(schedule === undefined ? ["schedule"] : []),
        ...(command === undefined ? ["command"] : []),
    ];
    const lines = missing.length === 0 ? [] : [`-- Put your own ${missing.join(" and ")} in place.`];
    lines.push(database === server.database
        ? `SELECT cron.schedule(${values});`
        : `SELECT cron.schedule_in_database(${values}, ${literal(database)});`);
    return { sql: lines.join("\n") };
}
/** The keys of `values` are the parameters of cron.alter_job. */
function alterJob(job, values) {
    const changes = Object.entries(values).map(([name, value]) => `${name} := ${value === true ? "true" : literal(value)}`);
    return `-- As a superuser, or as the job's own user ${JSON.stringify(job.user)} where that may call it.\nSELECT cron.alter_job(${job.id}, ${changes.join(", ")});`;
}
/** The messages of failed runs may quote data, so the report does not show them and a person reads them with this. */
function showRuns(job) {
    return [
        "-- What its runs said; kept out of this report because it may quote data.",
        `SELECT runid, status, start_time, end_time, return_message FROM cron.job_run_details WHERE jobid = ${job.id} ORDER BY runid DESC LIMIT 5;`,
    ].join("\n");
}
function showSession(job) {
    return [
        "-- Its session, if there is still one, and what it waits for.",
        "SELECT a.pid, a.state, a.wait_event_type, a.wait_event, a.query_start FROM pg_stat_activity AS a",
        `WHERE a.pid IN (SELECT job_pid FROM cron.job_run_details WHERE jobid = ${job.id} AND end_time IS NULL);`,
    ].join("\n");
}
function createCron(server) {
    return server.isSupabase
        ? "CREATE EXTENSION IF NOT EXISTS pg_cron WITH SCHEMA pg_catalog;"
        : "-- Needs pg_cron in shared_preload_libraries, and this database's name in cron.database_name.\nCREATE EXTENSION IF NOT EXISTS pg_cron;";
}
/** Keeps 35 days, so that the last run of a weekly or monthly job stays in the history. */
const PURGE_HISTORY = {
    sql: "SELECT cron.schedule('purge-cron-history', '30 3 * * *', 'DELETE FROM cron.job_run_details WHERE end_time < now() - interval ''35 days''');",
    destructive: true,
};
/** As E'' where the text holds a backslash, so that the literal does not depend on standard_conforming_strings. */
function literal(text) {
    const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
    return text.includes("\\") ? `E${quoted}` : quoted;
}

;// CONCATENATED MODULE: ./.build/src/checks/cron-jobs/evaluate-job.js





/**
 * Shows whether a job still runs the declared command without showing the command: the SHA-256, in hex, of the command
 * with each run of blanks as one space and without blanks and semicolons at its ends. The helper views
 * (sql/setup/monitoring-role.sql) and sql/checks/cron-jobs.direct.sql compute the same.
 */
function commandHash(command) {
    const normal = command
        .replace(/[ \t\n\r\f\v]+/g, " ")
        .replace(/[ ;]+$/, "")
        .replace(/^ +/, "");
    return (0,external_node_crypto_.createHash)("sha256").update(normal, "utf8").digest("hex");
}
/** How a job differs from its declaration. */
function differences({ schedule, command }, job, database) {
    const problems = [];
    if (!job.active) {
        problems.push({
            problem: "inactive",
            text: "is not active, so it never runs",
            fix: alterJob(job, { active: true }),
        });
    }
    if (schedule !== undefined && !isSameSchedule(schedule, job.schedule)) {
        problems.push({
            problem: "schedule",
            text: `runs at ${job.schedule} and not at ${schedule} as declared`,
            fix: alterJob(job, { schedule }),
        });
    }
    if (command !== undefined && job.commandHash !== commandHash(command)) {
        problems.push({
            problem: "command",
            text: "runs another command than the declared one",
            fix: alterJob(job, { command }),
        });
    }
    if (job.database !== database) {
        problems.push({
            problem: "database",
            text: `runs in the database ${job.database} and not in ${database}`,
            fix: alterJob(job, { database }),
        });
    }
    return problems;
}
/** A problem of its runs, or why the history shows none; undefined when the job runs on time. */
function runProblem(declared, job, facts, { grace, maxFailures, now }) {
    const last = job.lastSuccess === null
        ? "has not succeeded in all its known runs"
        : `last succeeded ${(0,format/* elapsed */.v)(now - job.lastSuccess)} ago`;
    if (job.failuresInARow >= maxFailures) {
        return {
            problem: "failing",
            text: `failed ${(0,format/* count */.U)(job.failuresInARow, "time")} in a row and ${last}`,
            fix: showRuns(job),
        };
    }
    const schedule = readSchedule(job.schedule, facts.settings["cron.timezone"] ?? DEFAULT_TIME_ZONE);
    if (schedule === undefined) {
        return {
            reason: "error",
            detail: `When the job ${job.name} is due is not known: its schedule, or cron.timezone, can't be read.`,
        };
    }
    const { due, before } = dueTimes(schedule, now, grace);
    if (due === null) {
        // @reboot has no due time but runs. A 30th of February never does.
        if (/^\s*@re/i.test(job.schedule))
            return undefined;
        return {
            problem: "never due",
            text: `has the schedule ${job.schedule}, which never comes`,
            fix: alterJob(job, { schedule: declared.schedule ?? "0 3 * * *" }),
        };
    }
    const health = healthSince(job, due, facts, before);
    switch (health) {
        case "succeeded":
            return undefined;
        case "failing":
            return {
                problem: health,
                text: `was due ${(0,format/* elapsed */.v)(now - due)} ago and failed; it ${last}`,
                fix: showRuns(job),
            };
        case "stuck":
            return {
                problem: health,
                text: `has a run in progress since ${(0,format/* elapsed */.v)(now - (job.runs[0]?.started ?? due))}, which holds up the next`,
                fix: showSession(job),
            };
        case "silent":
            return {
                problem: health,
                text: `was due ${(0,format/* elapsed */.v)(now - due)} ago and did not run; it ${last}`,
                fix: showRuns(job),
            };
        default:
            return whyUnknown(health, job, { facts, due, next: schedule.dueAfter(now) });
    }
}
/** Only "on time" is good; "unknown" means that the history does not decide it. */
function stateOf(problems, running) {
    if (problems.length > 0)
        return problems.map(({ problem }) => problem).join(", ");
    return running === undefined ? "on time" : "unknown";
}

// EXTERNAL MODULE: ./.build/src/core/checklist/item-evidence.js + 1 modules
var item_evidence = __webpack_require__(5873);
;// CONCATENATED MODULE: ./.build/src/checks/cron-jobs/scheduler.js



/** Problems that keep every job from running. */
function schedulerFindings({ settings, has_launcher }, server, priority) {
    // On a standby pg_cron does not run, and the history there is the primary's.
    if (server.inRecovery)
        return [];
    if (settings["cron.launch_active_jobs"] === "off") {
        return [
            {
                key: "cron.launch_active_jobs",
                priority,
                message: "cron.launch_active_jobs is off, so pg_cron starts no job at all.",
                facts: { problem: ["switched off"] },
                fix: {
                    sql: "-- Then: SELECT pg_reload_conf();\nALTER SYSTEM SET cron.launch_active_jobs = on;",
                    standsAlone: true,
                },
            },
        ];
    }
    if (has_launcher || !server.readsAllStatistics)
        return [];
    return [
        {
            key: "pg_cron launcher",
            priority,
            message: "pg_cron's launcher is not running, so no job is started.",
            facts: { problem: ["no launcher"] },
            fix: {
                sql: server.isSupabase
                    ? "-- Restart the project; if that does not help, the server's log says why the launcher ends."
                    : "-- Restart the server with pg_cron in shared_preload_libraries; its log says why the launcher ends.",
            },
        },
    ];
}
/** The key of the finding about the history, which the checklist has to distinguish from jobs. */
const HISTORY_KEY = "cron.job_run_details";
/** pg_cron itself never deletes from its history. */
function historyFindings({ history_rows }, maxRows) {
    if (history_rows === null || history_rows <= maxRows)
        return [];
    return [
        {
            key: HISTORY_KEY,
            priority: "low",
            message: `pg_cron's history has grown to ${(0,format/* count */.U)(Math.round(history_rows), "row")}: it is never cleared, and slow to search.`,
            facts: { problem: ["history"], rows: Math.round(history_rows) },
            fix: PURGE_HISTORY,
        },
    ];
}
/** The outcome for declared jobs in a database that has none of pg_cron's tables. */
function withoutCron(databaseName, { server, priority }) {
    if (databaseName !== null && databaseName !== server.database) {
        return {
            unknown: {
                reason: "extension",
                detail: `pg_cron keeps its jobs in another database of this server, ${databaseName} (cron.database_name), so they can't be seen from ${server.database}.`,
                fix: `# Give database-url the database that holds the jobs, and name the job's own:\nchecks:\n  cron-jobs:\n    jobs: [{ name: …, database: ${JSON.stringify(server.database)} }]`,
            },
        };
    }
    if (databaseName === null && !server.readsAllSettings) {
        return {
            unknown: {
                reason: "permission",
                detail: "This database has no pg_cron, and whether another one of this server has it is hidden from the login.",
                fix: (0,privileges/* grantMonitor */.L)(server),
            },
        };
    }
    return {
        findings: [
            {
                key: "pg_cron",
                priority,
                message: "The declared jobs can't run: pg_cron is not installed.",
                facts: { problem: ["no pg_cron"] },
                fix: { sql: createCron(server) },
            },
        ],
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/cron-jobs/refreshing.js


/** The scheduler and the jobs that refresh a declared view. A history of runs that grows is another matter. */
const refreshing = (result, _about, columns) => {
    const refreshes = (facts) => Array.isArray(facts.refreshes) && facts.refreshes.length > 0;
    const findings = (result.findings ?? []).filter(({ key, facts }) => refreshes(facts) || (facts.job === undefined && key !== HISTORY_KEY));
    if (findings.length > 0)
        return (0,item_evidence/* failing */.Jr)(findings, result);
    const jobs = (result.measurements ?? []).filter(refreshes);
    if (jobs.length === 0) {
        return (0,item_evidence/* withoutVerdict */.UL)(result) ?? (0,item_evidence/* unknownItem */.qX)("No declared job refreshes a declared view.");
    }
    // The check's own unknown may be that of another job: a weekly one before its first Sunday.
    const unclear = jobs.filter(({ state }) => state === undefined || state === "unknown");
    if (unclear.length === 0)
        return (0,item_evidence/* passing */.qO)(result.title, jobs, columns);
    const names = unclear.map(({ job }) => String(job)).join(", ");
    return (0,item_evidence/* withoutVerdict */.UL)(result) ?? (0,item_evidence/* unknownItem */.qX)(`Whether these jobs succeed on time is not known: ${names}.`);
};

;// CONCATENATED MODULE: ./.build/src/checks/cron-jobs/check.js














const declaredJob = schemas/* strictObject */.rej({
    name: schemas/* string */.YjP().min(1).describe("The job's name, as cron.schedule() was given it."),
    schedule: schemas/* string */.YjP()
        .refine((text) => readSchedule(text) !== undefined, "pg_cron would refuse this schedule: write */5 * * * * or 30 seconds")
        .optional()
        .describe("The schedule it must have. Without it the job's own counts."),
    command: schemas/* string */.YjP()
        .min(1)
        .optional()
        .describe("The command it must have. Blanks and semicolons at the end make no difference."),
    database: schemas/* string */.YjP()
        .min(1)
        .optional()
        .describe("The database that it must run in. Default: the one that is checked."),
    user: schemas/* string */.YjP()
        .min(1)
        .optional()
        .describe("The role whose job it is, where more than one has a job of that name."),
    priority: schemas/* enum */.k5n(core_priority/* PRIORITIES */.BE)
        .optional()
        .describe("Its own priority. Default: the check's; critical for a job that refreshes a declared view."),
    grace: (0,units/* duration */.p0)()
        .optional()
        .describe("How long after its due time it may take to succeed. Default: the check's grace."),
    refreshes: schemas/* array */.YOg(schemas/* string */.YjP().min(1))
        .default([])
        .describe("The materialized views that it refreshes. Those that name it in refreshed-by count by themselves."),
    enabled: schemas/* boolean */.zMY().default(true).describe("false: the job is not looked at."),
});
/** Where the version of pg_cron is not known, every schedule counts as supported. */
const NEWEST = "99.0";
const options = schemas/* strictObject */.rej({
    jobs: schemas/* array */.YOg(declaredJob).default([]).describe("The jobs of pg_cron that must be there and succeed."),
    // By then a job that runs every five minutes has missed two runs.
    grace: (0,units/* duration */.p0)().prefault("10min").describe("How long after its due time a job may take to succeed."),
    // One failure may be a deadlock or a restart; pgMonitor and others alert on repeated ones.
    "max-failures": schemas/* number */.aig()
        .int()
        .min(1)
        .default(3)
        .describe("As many failed runs in a row are a finding, even in time."),
    // A search of three million rows took 0.3 seconds, because pg_cron has no index for it.
    "max-history-rows": schemas/* number */.aig()
        .int()
        .min(1)
        .default(1_000_000)
        .describe("A longer history of runs is a finding: pg_cron never clears it."),
});
/** The second form where pg_cron's tables are not in this database. */
const cron_jobs_check_row = schemas/* union */.KCZ([cronRow, schemas/* object */.Ikc({ database_name: schemas/* string */.YjP().nullable() })]);
/* harmony default export */ const cron_jobs_check = ((0,check/* defineCheck */.q)({
    id: "cron-jobs",
    title: "Scheduled jobs succeed on time",
    why: "A job that stopped says nothing: views grow stale, old rows pile up, and people notice weeks later.",
    category: "cron",
    priority: "high",
    evidence: { refreshing: refreshing },
    link(own, optionsOf) {
        const linked = linkDeclarations(own, optionsOf("materialized-views"));
        return linked === undefined ? own : { ...own, jobs: linked.jobs };
    },
    options,
    query: {
        row: cron_jobs_check_row,
        statement(server, { jobs }) {
            const source = cronSource(server);
            if ("from" in source) {
                return {
                    statement: sql/* sql */.l[source.from === "views" ? "cron-jobs" : "cron-jobs.direct"],
                    schema: source.schema,
                };
            }
            if (jobs.length === 0)
                return notDeclared([], server);
            if ("unknown" in source)
                return { unknown: source.unknown };
            return { statement: sql/* sql */.l["cron-jobs.absent"] };
        },
        grants: seeAllJobs,
    },
    evaluate([facts], { options, priority, server }) {
        const declaredJobs = options.jobs.filter(({ enabled }) => enabled);
        if (facts === undefined || (options.jobs.length === 0 && "jobs" in facts)) {
            return notDeclared(facts !== undefined && "jobs" in facts ? facts.jobs : [], server);
        }
        const urgent = (0,core_priority/* mostUrgent */.tH)(declaredJobs.map((job) => priorityOf(job, priority)));
        if (!("jobs" in facts))
            return withoutCron(facts.database_name, { server, priority: urgent });
        const rules = { grace: options.grace, maxFailures: options["max-failures"], priority, server };
        const outcomes = declaredJobs.map((declared) => evaluateJob(declared, facts, rules));
        const unknown = (0,finding/* joinUnknowns */.MG)(outcomes.flatMap((outcome) => outcome.unknown ?? []));
        return {
            findings: [
                ...schedulerFindings(facts, server, urgent),
                ...outcomes.flatMap(({ findings }) => findings ?? []),
                ...historyFindings(facts, options["max-history-rows"]),
            ],
            ...(unknown && { unknown }),
            measurements: outcomes.flatMap(({ measurements }) => measurements ?? []),
        };
    },
}));
function evaluateJob(declared, facts, { grace, maxFailures, priority: usual, server }) {
    const { name, user } = declared;
    const refreshes = declared.refreshes.length > 0 ? declared.refreshes : null;
    // Several roles may have a job of that name.
    const key = user === undefined ? name : `${name} (${user})`;
    const priority = priorityOf(declared, usual);
    const database = declared.database ?? server.database;
    const job = findJob(facts.jobs, { name, database, user });
    if (job === undefined) {
        const reason = whyUnsupported(declared.schedule ?? "", server.extensions.pg_cron?.version ?? NEWEST);
        return {
            findings: [
                {
                    key,
                    priority,
                    message: `There is no job ${name}${reason === undefined ? "" : `, and there can't be: ${reason}`}.`,
                    facts: {
                        job: name,
                        problem: ["missing"],
                        schedule: declared.schedule ?? null,
                        refreshes,
                    },
                    fix: createJob({ ...declared, database }, server),
                },
            ],
        };
    }
    const rules = { grace: declared.grace ?? grace, maxFailures, now: server.now };
    const described = { ...describeJob(job, facts), refreshes };
    const differing = differences(declared, job, database);
    const running = job.active ? runProblem(declared, job, facts, rules) : undefined;
    const problems = [...differing, ...(running !== undefined && "problem" in running ? [running] : [])];
    return {
        ...(problems.length > 0 && {
            findings: [
                {
                    key,
                    priority,
                    message: `The job ${name} ${problems.map(({ text }) => text).join("; ")}.`,
                    facts: { ...described, problem: problems.map(({ problem }) => problem) },
                    fix: { sql: problems.map(({ fix }) => fix).join("\n") },
                },
            ],
        }),
        ...(running !== undefined && "reason" in running && { unknown: running }),
        measurements: [{ ...described, state: stateOf(problems, running) }],
    };
}
function notDeclared(jobs, server) {
    return { skipped: { reason: "not-configured", detail: undeclaredJobs(jobs, server.database) } };
}
function priorityOf({ priority, refreshes }, usual) {
    return priority ?? (refreshes.length > 0 ? "critical" : usual);
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/drop-index.js
/**
 * Drops an index. CONCURRENTLY leaves the table usable but can't run in a transaction. PostgreSQL does not support it
 * for a partitioned index, whose drop includes the indexes of the partitions.
 */
function dropIndex(index) {
    return index.partitioned
        ? { sql: `DROP INDEX ${index.name};`, destructive: true }
        : { sql: `DROP INDEX CONCURRENTLY ${index.name};`, destructive: true, standsAlone: true };
}

;// CONCATENATED MODULE: ./.build/src/checks/duplicate-indexes/check.js




/* harmony default export */ const duplicate_indexes_check = ((0,check/* defineCheck */.q)({
    id: "duplicate-indexes",
    title: "No index repeats another",
    why: "Each write to the table maintains both indexes, while queries need only one: the other costs disk, cache and time.",
    category: "indexes",
    priority: "low",
    indexUsage: { part: "duplicate" },
    options: schemas/* strictObject */.rej({}),
    query: {
        row: schemas/* object */.Ikc({
            index_name: schemas/* string */.YjP(),
            table_name: schemas/* string */.YjP(),
            kept_name: schemas/* string */.YjP(),
            identical: schemas/* boolean */.zMY(),
            partitioned: schemas/* boolean */.zMY(),
            size_bytes: coerce/* number */.ai(),
            kept_size_bytes: coerce/* number */.ai(),
            scans: coerce/* number */.ai(),
            definition: schemas/* string */.YjP().nullable(),
        }),
        statement: () => ({ statement: sql/* sql */.l["duplicate-indexes"] }),
    },
    evaluate: (rows, { priority }) => ({
        findings: rows.map((row) => ({
            key: row.index_name,
            priority,
            message: row.identical
                ? `${row.index_name} is identical to ${row.kept_name}, so one of them is enough.`
                : `${row.index_name} holds only what ${row.kept_name} begins with, so queries can use that one instead.`,
            facts: {
                index: row.index_name,
                table: row.table_name,
                size_bytes: row.size_bytes,
                scans: row.scans,
                kept_index: row.kept_name,
                kept_size_bytes: row.kept_size_bytes,
                identical: row.identical,
                definition: row.definition,
            },
            fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
        })),
    }),
}));

;// CONCATENATED MODULE: ./.build/src/checks/shared/effective-settings.js


/**
 * Where a session's value of a setting comes from; the first level that exists applies. `SHOW` in pg-preflight's
 * session does not show the values of other sessions, because each login role may have its own.
 */
const SETTING_LEVELS = ["role in database", "role", "database", "all roles", "server"];
/**
 * The value that a new session of a role gets in this database. Without a role: the value of every role that has none
 * of its own. It is null when the server's value applies and the monitoring role can't see it, because that role has
 * a value of its own.
 */
const effectiveSettingRow = schemas/* object */.Ikc({
    role_name: schemas/* string */.YjP().nullable(),
    quoted_role: schemas/* string */.YjP().nullable(),
    can_login: schemas/* boolean */.zMY(),
    setting: schemas/* string */.YjP(),
    value: schemas/* string */.YjP().nullable(),
    level: schemas/* enum */.k5n(SETTING_LEVELS),
});
/** True when the role has a value of its own. */
function isOwn({ level }) {
    return level === "role" || level === "role in database";
}
/** A finding's key: the setting, with the role where it is a role's. */
function settingKey({ quoted_role, setting }) {
    return quoted_role === null ? setting : `${quoted_role}.${setting}`;
}
/** Whose setting it is, as a sentence names it. */
function settingSubject({ role_name }, server) {
    return role_name ?? `the database ${server.database}`;
}
/** A time as PostgreSQL stores it (`8s`, `250`, `-1`) in milliseconds, the unit of a number without one. */
function settingMilliseconds(text) {
    const number = Number(text.trim());
    return text.trim() !== "" && !Number.isNaN(number) ? number : (0,units/* parseDuration */.E9)(text);
}
/**
 * Sets another value at the level that will apply: for the role, or for the whole database when the row has no role.
 * `value` comes from pg-preflight and holds no quote.
 */
function changeSetting(row, value, server) {
    const change = `SET ${row.setting} = '${value}';`;
    if (row.quoted_role === null)
        return { sql: `ALTER DATABASE ${server.quotedDatabase} ${change}` };
    const where = row.level === "role in database" ? ` IN DATABASE ${server.quotedDatabase}` : "";
    return { sql: `ALTER ROLE ${row.quoted_role}${where} ${change}` };
}
/** Why a value is not known: the monitoring role's own value hides the server's. */
function hiddenSetting(setting, server) {
    return {
        reason: "permission",
        detail: `The login has a value of its own for ${setting}, which hides the server's from it.`,
        fix: `ALTER ROLE ${server.login} RESET ${setting};`,
    };
}
/** `1s`, `250ms`: the shortest way to write whole milliseconds. */
function writeDuration(milliseconds) {
    return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${milliseconds}ms`;
}
/**
 * The settings that a check evaluates. With roles: theirs, and `missing` lists the roles that do not exist. Without:
 * the database's own (the row without a role) and those of login roles that have a value of their own. The monitoring
 * role is left out, because no application uses it.
 */
function settingSubjects(rows, roles, server) {
    if (roles !== undefined) {
        return {
            subjects: rows.filter(({ role_name }) => role_name !== null && roles.includes(role_name)),
            missing: rows.length === 0 ? [] : roles.filter((role) => !rows.some(({ role_name }) => role_name === role)),
        };
    }
    const subjects = rows.filter((row) => row.role_name === null || (row.can_login && isOwn(row) && row.quoted_role !== server.login));
    return { subjects, missing: [] };
}

;// CONCATENATED MODULE: ./.build/src/checks/error-logging/check.js





/** Both settings name the least severe level that is logged. These levels leave out errors. */
const WITHOUT_ERRORS = ["log", "fatal", "panic"];
const EVALUATED = ["log_min_messages", "log_min_error_statement"];
/** Supabase's own services log in as these roles, whose settings a team can't change. */
const SUPABASE_SERVICES = /^supabase_|^(pgbouncer|dashboard_user)$/;
/* harmony default export */ const error_logging_check = ((0,check/* defineCheck */.q)({
    id: "error-logging",
    title: "Errors are logged with their statements",
    why: "When the application fails on the database, its log is the place that says which statement failed and why.",
    category: "settings",
    priority: "medium",
    options: schemas/* strictObject */.rej({}),
    query: {
        row: effectiveSettingRow,
        statement: () => ({ statement: sql/* sql */.l["error-logging"] }),
    },
    evaluate(rows, { server, priority }) {
        const { subjects } = settingSubjects(rows, undefined, server);
        const evaluated = subjects.filter(({ setting, role_name }) => EVALUATED.includes(setting) && !(server.isSupabase && SUPABASE_SERVICES.test(role_name ?? "")));
        const hidden = evaluated.find(({ value }) => value === null);
        return {
            findings: evaluated
                .filter(({ value }) => value !== null && WITHOUT_ERRORS.includes(value.toLowerCase()))
                .map((row) => {
                const subject = settingSubject(row, server);
                return {
                    key: settingKey(row),
                    priority,
                    message: row.setting === "log_min_messages"
                        ? `Errors of ${subject} are not logged.`
                        : `Errors of ${subject} are logged without the statement that failed.`,
                    facts: { role: row.role_name, setting: row.setting, value: row.value, set_for: row.level },
                    fix: logErrors(row, server),
                };
            }),
            ...(hidden && { unknown: hiddenSetting(hidden.setting, server) }),
            ...(rows.length > 0 && {
                measurements: [
                    Object.fromEntries(rows.filter(({ role_name }) => role_name === null).map(({ setting, value }) => [setting, value])),
                ],
            }),
        };
    },
}));
function logErrors(row, server) {
    // PostgreSQL's own default of log_min_messages is warning.
    const value = row.setting === "log_min_messages" ? "warning" : "error";
    if (!server.isSupabase || row.role_name !== null)
        return changeSetting(row, value, server);
    const changes = LOGIN_ROLES.map((role) => changeSetting({ ...row, role_name: role, quoted_role: role, level: "role" }, value, server));
    return { sql: changes.map((change) => change.sql).join("\n") };
}

;// CONCATENATED MODULE: ./.build/src/checks/foreign-key-indexes/check.js





const foreign_key_indexes_check_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    columns: schemas/* array */.YOg(schemas/* string */.YjP()),
    constraint_name: schemas/* string */.YjP(),
    referenced_name: schemas/* string */.YjP(),
    partitioned: schemas/* boolean */.zMY(),
    tables_lacking: coerce/* number */.ai(),
    size_bytes: coerce/* number */.ai(),
    on_delete: schemas/* string */.YjP(),
    referenced_deletes: coerce/* number */.ai().nullable(),
    referenced_updates: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const foreign_key_indexes_check = ((0,check/* defineCheck */.q)({
    id: "foreign-key-indexes",
    title: "Foreign keys are indexed",
    why: "Without an index, each row deleted from the referenced table reads the whole referencing table, with locks held meanwhile; joins along the key do the same.",
    category: "indexes",
    priority: "low",
    indexUsage: { part: "foreign-key" },
    window: "tables",
    options: schemas/* strictObject */.rej({
        // pgbot's minimum for indexes is 1 MB. Reading that much costs about a millisecond for each deleted row.
        "min-size": (0,units/* size */.Ej)()
            .refine((bytes) => bytes >= SMALLEST_SIZE, "tables below 96 kB are never looked at")
            .prefault("1 MB")
            .describe("Referencing tables below this size are read quickly without an index. At least 96 kB."),
    }),
    query: {
        row: foreign_key_indexes_check_row,
        statement: () => ({ statement: sql/* sql */.l["foreign-key-indexes"] }),
    },
    evaluate(rows, { options, priority }) {
        const large = rows.filter((key) => key.size_bytes >= options["min-size"]);
        // One index serves all foreign keys on the same columns.
        const groups = Map.groupBy(large, (key) => JSON.stringify([key.table_name, key.columns.toSorted()]));
        return {
            findings: [...groups.values()].flatMap((keys) => {
                const [first] = keys;
                if (first === undefined)
                    return [];
                return {
                    key: `${first.table_name} (${first.columns.join(", ")})`,
                    priority,
                    message: message(first),
                    facts: {
                        table: first.table_name,
                        columns: first.columns,
                        size_bytes: first.size_bytes,
                        foreign_keys: keys.map((key) => key.constraint_name),
                        references: [...new Set(keys.map((key) => key.referenced_name))],
                        on_delete: first.on_delete,
                        referenced_deletes: first.referenced_deletes,
                        referenced_updates: first.referenced_updates,
                        ...(first.partitioned && { partitions_lacking: first.tables_lacking }),
                    },
                    fix: createIndex(first),
                };
            }),
        };
    },
}));
function message(key) {
    const columns = `${key.table_name} (${key.columns.join(", ")})`;
    return `No index begins with the foreign key ${columns}: a deleted or re-keyed row of ${key.referenced_name} reads the whole table${changes(key)}.`;
}
/** How often that happens; empty where the statistics have no such counters, as for a partitioned table. */
function changes({ referenced_deletes, referenced_updates }) {
    if (referenced_deletes === null || referenced_updates === null)
        return "";
    if (referenced_deletes + referenced_updates === 0) {
        return ", though none was deleted or updated since the counters began";
    }
    return ` (since the counters began: ${referenced_deletes} deleted, ${referenced_updates} updated)`;
}
function createIndex(key) {
    const target = `${key.table_name} (${key.columns.join(", ")})`;
    return key.partitioned
        ? {
            // A name may hold a line break, which would end the comment, so the comment holds no names.
            sql: `-- Blocks writes to every partition while it builds; the check's page says how to do without.\nCREATE INDEX ON ${target};`,
        }
        : { sql: `CREATE INDEX CONCURRENTLY ON ${target};`, standsAlone: true };
}

// EXTERNAL MODULE: ./.build/src/core/run-stamp.js
var run_stamp = __webpack_require__(9856);
;// CONCATENATED MODULE: ./.build/src/checks/index-sizes/state.js


const storedIndexSchema = schemas/* object */.Ikc({
    ref: schemas/* string */.YjP(),
    /** The first of our runs that saw it. */
    firstSeen: run_stamp/* time */.kB,
    /** Its counter at the last run. */
    scans: run_stamp/* count */.U9,
    /** Since when it has been seen without a scan: see `quietSince`. */
    quietSince: run_stamp/* time */.kB,
    /** `[time, bytes]` of the runs that saw it, oldest first. */
    sizes: schemas/* array */.YOg(schemas/* tuple */.PVZ([run_stamp/* time */.kB, run_stamp/* count */.U9])),
});
/** Enough for a line over ten weeks. */
const SIZES_KEPT = 10;
/** The indexes of the last run, the largest first: their scans, their sizes and how long they have had no scan. */
const indexState = {
    entry: storedIndexSchema,
    namespace: "index",
    // An index that is not among them is gone, or too small to be listed: it is new when it comes back.
    update: ({ indexes }, input) => {
        const known = input.lookup(input.previous?.list ?? []);
        return indexes.map((row) => {
            const { ref, entry } = known.find(row.name);
            const { at } = input;
            return {
                ref,
                firstSeen: entry?.firstSeen ?? at,
                scans: row.scans,
                quietSince: quietSince(row, entry, input),
                sizes: [...(entry?.sizes ?? []), [at, row.bytes]].slice(-SIZES_KEPT),
            };
        });
    },
    // A counter that was reset says so itself.
    comparable: ({ list }) => list,
    trim: [
        {
            turn: "before-findings",
            size: (list) => list.reduce((most, { sizes }) => Math.max(most, sizes.length), 0),
            least: 2,
            cut: (list, size) => list.map((index) => ({ ...index, sizes: size === 0 ? [] : index.sizes.slice(-size) })),
        },
        {
            turn: "after-findings",
            size: (list) => list.length,
            least: 0,
            cut: (list, size) => list.slice(0, size),
        },
    ],
};
/**
 * Since when an index has been seen without a scan. Only what was watched from end to end counts: a wrong "unused"
 * takes an index away from a query.
 */
function quietSince({ scans }, known, { at, clock, reset }) {
    // Before the first look the index was not watched. A counter of 0 does not help: a rebuilt index has that too.
    if (known === undefined)
        return at;
    // What was counted between the last look and the new start is lost, and a 0 speaks for the time since. A counter
    // above 0 moved at an unknown moment of that time.
    if (reset !== null && scans === 0 && (known.scans === 0 || reset.since > lastLook(known))) {
        return Math.max(known.quietSince, reset.since);
    }
    if (reset !== null)
        return at;
    // It was used since the last run; or it fell, so this index alone was reset or rebuilt at an unknown moment.
    if (scans !== known.scans)
        return at;
    // Where the server does not say since when it counts, a 0 may be that of a crash an hour ago. A number above 0
    // that stayed the same went through no restart.
    if (scans === 0 && clock.window === null)
        return at;
    return known.quietSince;
}
function lastLook({ sizes, firstSeen }) {
    return sizes.at(-1)?.[0] ?? firstSeen;
}

;// CONCATENATED MODULE: ./.build/src/checks/index-sizes/check.js




const index_sizes_check_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP().nullable(),
    index_name: schemas/* string */.YjP().nullable(),
    /** Null in the rows that are of indexes. */
    tables: coerce/* number */.ai().nullable(),
    indexes: coerce/* number */.ai(),
    index_bytes: coerce/* number */.ai(),
    table_bytes: coerce/* number */.ai().nullable(),
    scans: coerce/* number */.ai().nullable(),
    table_writes: coerce/* number */.ai().nullable(),
    is_unique: schemas/* boolean */.zMY().nullable(),
});
/* harmony default export */ const index_sizes_check = ((0,check/* defineCheck */.q)({
    id: "index-sizes",
    title: "Indexes of each table",
    why: "Where the indexes' room goes, and whether queries pay it back with scans.",
    category: "indexes",
    priority: "info",
    measures: true,
    indexUsage: { part: "inventory" },
    window: "tables",
    options: schemas/* strictObject */.rej({}),
    query: {
        row: index_sizes_check_row,
        statement: () => ({ statement: sql/* sql */.l["index-sizes"] }),
    },
    state: {
        ...indexState,
        read(rows) {
            const inventory = inventoryOf(rows);
            return inventory.indexes.length === 0 ? undefined : inventory;
        },
    },
    evaluate: (rows) => ({
        measurements: rows
            .filter(({ tables }) => tables !== null)
            .map((table) => ({
            table: table.table_name ?? `${table.tables} smaller tables together`,
            indexes: table.indexes,
            index_size_bytes: table.index_bytes,
            table_size_bytes: table.table_bytes,
            scans: table.scans,
        })),
    }),
}));
/** The indexes one by one, for the state and the weekly issue. */
function inventoryOf(answer) {
    const rows = answer.filter(({ tables }) => tables === null);
    const rest = rows.find(({ index_name }) => index_name === null);
    return {
        indexes: rows.flatMap(indexRow),
        smaller: { count: rest?.indexes ?? 0, bytes: rest?.index_bytes ?? 0 },
    };
}
function indexRow(index) {
    if (index.index_name === null || index.table_name === null)
        return [];
    return [
        {
            name: index.index_name,
            table: index.table_name,
            bytes: index.index_bytes,
            scans: index.scans ?? 0,
            tableWrites: index.table_writes ?? 0,
            isUnique: index.is_unique ?? false,
        },
    ];
}

;// CONCATENATED MODULE: ./.build/src/checks/invalid-indexes/check.js




const invalid_indexes_check_row = schemas/* object */.Ikc({
    index_name: schemas/* string */.YjP(),
    table_name: schemas/* string */.YjP(),
    partitioned: schemas/* boolean */.zMY(),
    in_progress: schemas/* boolean */.zMY(),
    is_maintained: schemas/* boolean */.zMY(),
    is_live: schemas/* boolean */.zMY(),
    is_unique: schemas/* boolean */.zMY(),
    is_exclusion: schemas/* boolean */.zMY(),
    has_constraint: schemas/* boolean */.zMY(),
    has_valid_twin: schemas/* boolean */.zMY(),
    is_reindex_leftover: schemas/* boolean */.zMY(),
    lacking_count: coerce/* number */.ai(),
    lacking: schemas/* array */.YOg(schemas/* string */.YjP()),
    definition: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const invalid_indexes_check = ((0,check/* defineCheck */.q)({
    id: "invalid-indexes",
    title: "Every index is valid",
    why: "An invalid index serves no query, and a unique one does not keep the table unique: a build failed and nobody was told.",
    category: "indexes",
    priority: "high",
    indexUsage: { part: "invalid" },
    options: schemas/* strictObject */.rej({}),
    query: {
        row: invalid_indexes_check_row,
        statement: () => ({ statement: sql/* sql */.l["invalid-indexes"] }),
    },
    evaluate(rows, { priority, server }) {
        const underway = rows.filter((index) => index.in_progress);
        const broken = rows.filter((index) => !index.in_progress);
        // A standby does not show the primary's sessions, so a build in progress can't be told from a failed one.
        if (server.inRecovery && broken.length > 0) {
            return {
                unknown: {
                    reason: "unreachable",
                    detail: `${broken.length} invalid indexes, but this server is a standby and can't see whether the primary builds them right now. Look at the primary.`,
                },
            };
        }
        return {
            findings: broken.map((index) => ({
                key: index.index_name,
                // The valid indexes of its partitions still serve queries.
                priority: index.partitioned ? "low" : priority,
                message: check_message(index),
                facts: {
                    index: index.index_name,
                    table: index.table_name,
                    unique: index.is_unique,
                    maintained_by_writes: index.is_maintained,
                    ...(index.partitioned && { lacking_partitions: index.lacking_count, first_lacking: index.lacking }),
                    definition: index.definition,
                },
                ...fix(index),
            })),
            ...(underway.length > 0 && {
                measurements: underway.map((index) => ({
                    index: index.index_name,
                    table: index.table_name,
                    state: "being built or dropped right now",
                })),
            }),
        };
    },
}));
function check_message(index) {
    const name = index.index_name;
    if (index.partitioned) {
        return index.lacking_count > 0
            ? `${name} waits for its partitions: ${index.lacking_count} of them have no valid index attached to it.`
            : `${name} is not valid, although each partition has a valid index attached to it.`;
    }
    const cost = index.is_maintained
        ? "no query uses it, yet every write maintains it"
        : "no query uses it and writes pass it by";
    if (!index.is_live)
        return `${name} is what an interrupted DROP INDEX CONCURRENTLY left behind.`;
    if (index.is_reindex_leftover) {
        return `${name} is what a failed REINDEX CONCURRENTLY left behind: ${cost}; the index that it should replace still works.`;
    }
    if (index.has_valid_twin)
        return `${name} is what a failed build left behind: ${cost}; a valid index like it exists.`;
    return `${name} is what a failed build or an interrupted drop left behind: ${cost}.${index.is_unique ? " Values that stand twice may have stopped it: they must be mended first." : ""}`;
}
function fix(index) {
    // Each partition may need another statement, so the check's page explains how to add what is missing.
    if (index.partitioned)
        return {};
    const isLeftover = !index.is_live || index.is_reindex_leftover || index.has_valid_twin;
    if (isLeftover && !index.has_constraint) {
        return { fix: dropIndex({ name: index.index_name, partitioned: false }) };
    }
    // PostgreSQL does not support CONCURRENTLY for the index of an exclusion constraint.
    return index.is_exclusion
        ? { fix: { sql: `REINDEX INDEX ${index.index_name};` } }
        : { fix: { sql: `REINDEX INDEX CONCURRENTLY ${index.index_name};`, standsAlone: true } };
}

;// CONCATENATED MODULE: ./.build/src/checks/long-running-queries/check.js







const long_running_queries_check_row = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n(["session", "prepared transaction"]),
    pid: schemas/* number */.aig(),
    name: schemas/* string */.YjP().nullable(),
    application: schemas/* string */.YjP().nullable(),
    state: schemas/* string */.YjP().nullable(),
    query_s: schemas/* number */.aig().nullable(),
    idle_s: schemas/* number */.aig().nullable(),
    transaction_s: schemas/* number */.aig().nullable(),
    holds_vacuum_back: schemas/* boolean */.zMY(),
    backend_start: schemas/* string */.YjP().nullable(),
    quoted_name: schemas/* string */.YjP().nullable(),
});
/** What a session does for too long, as the finding's key and its sentence say it. */
const PROBLEMS = {
    idle: { key: "idle in transaction", says: "idle in a transaction" },
    query: { key: "statement", says: "running a statement" },
    transaction: { key: "transaction", says: "in one transaction" },
};
/* harmony default export */ const long_running_queries_check = ((0,check/* defineCheck */.q)({
    id: "long-running-queries",
    title: "No statement or transaction runs for too long",
    why: "A transaction that stays open keeps its locks, keeps vacuum from removing what died since it began, and takes a connection: one forgotten session slows the whole database.",
    category: "queries",
    priority: "medium",
    pointInTime: true,
    options: schemas/* strictObject */.rej({
        // supabase inspect db long-running-queries reports from 5 min on, and so does pgdoctor where no timeout is set.
        "max-duration": (0,units/* duration */.p0)().prefault("5min").describe("How long one statement may run."),
        // pgbot reports from 300 s on.
        "max-transaction": (0,units/* duration */.p0)()
            .prefault("5min")
            .describe("How long a transaction may stay open, prepared ones included."),
        // pgdoctor has 5 min where no timeout is set. pgbot's 60 s are too strict for people at a prompt.
        "max-idle-in-transaction": (0,units/* duration */.p0)()
            .prefault("5min")
            .describe("How long a session may do nothing within an open transaction."),
        "ignore-applications": schemas/* array */.YOg(schemas/* string */.YjP())
            .default(["pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup", "pg_cron"])
            .describe("Sessions whose application_name is one of these are let be."),
    }),
    query: {
        row: long_running_queries_check_row,
        statement: () => ({ statement: sql/* sql */.l["long-running-queries"] }),
    },
    evaluate: (rows, { options, priority, server }) => {
        const sessions = rows.filter((each) => each.kind === "session" && !options["ignore-applications"].includes(each.application ?? ""));
        const late = sessions.flatMap((session) => lateSession(session, options) ?? []);
        const byKey = Map.groupBy(late, ({ session, problem }) => `${session.name}: ${PROBLEMS[problem].key}`);
        const prepared = rows.filter((each) => each.kind === "prepared transaction" &&
            (each.transaction_s ?? 0) * 1_000 >= options["max-transaction"]);
        const unknown = (0,privileges/* lacksStatistics */.y)(server) ?? untracked(sessions);
        return {
            findings: [
                ...[...byKey].flatMap(([key, group]) => check_finding(key, group, priority)),
                ...prepared.map((each) => preparedFinding(each, priority)),
            ],
            ...(unknown ? { unknown } : {}),
        };
    },
}));
/** Its worst problem: idling is worse than working, and a statement is more specific than its transaction. */
function lateSession(session, limits) {
    const late = (problem, seconds, limit) => seconds !== null && seconds * 1_000 >= limit ? { problem, seconds, session } : undefined;
    return (late("idle", session.idle_s, limits["max-idle-in-transaction"]) ??
        late("query", session.query_s, limits["max-duration"]) ??
        late("transaction", session.transaction_s, limits["max-transaction"]));
}
/** One finding for all sessions of a role with the same problem: process ids would change from run to run. */
function check_finding(key, group, priority) {
    const [worst, ...others] = group.toSorted((a, b) => b.seconds - a.seconds);
    if (worst === undefined)
        return [];
    const { session, problem, seconds } = worst;
    const { says } = PROBLEMS[problem];
    const time = (0,format/* elapsed */.v)(seconds * 1_000);
    const sessions = group.flatMap(({ session: { pid, backend_start } }) => backend_start === null ? [] : [{ pid, backend_start }]);
    return [
        {
            key,
            priority,
            message: others.length === 0
                ? `A session of ${session.name} has been ${says} for ${time}.`
                : `${(0,format/* count */.U)(group.length, "session")} of ${session.name} have been ${says} for long, the longest for ${time}.`,
            facts: {
                role: session.name,
                application: session.application || null,
                state: session.state,
                sessions: group.length,
                longest_s: seconds,
                transaction_s: session.transaction_s,
                holds_vacuum_back: group.some((late) => late.session.holds_vacuum_back),
                pids: group.map((late) => String(late.session.pid)),
            },
            fix: problem === "query" ? cancelStatement(sessions) : endSession(sessions),
        },
    ];
}
function preparedFinding({ name, application, transaction_s, quoted_name }, priority) {
    return {
        key: `prepared transaction ${name}`,
        priority,
        message: `The prepared transaction ${name} has been neither committed nor rolled back for ${(0,format/* elapsed */.v)((transaction_s ?? 0) * 1_000)}.`,
        facts: { role: application, prepared_transaction: name, transaction_s, holds_vacuum_back: true },
        fix: { sql: `ROLLBACK PREPARED ${quoted_name};`, destructive: true, standsAlone: true },
    };
}
function untracked(sessions) {
    const hidden = sessions.filter(({ state }) => state === "disabled").length;
    if (hidden === 0)
        return undefined;
    return {
        reason: "error",
        detail: `track_activities is off for ${(0,format/* count */.U)(hidden, "session")}, so nothing tells for how long they have been running.`,
        fix: "ALTER SYSTEM SET track_activities = on;\nSELECT pg_reload_conf();",
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/materialized-views/freshness.js





/** A materialized view as sql/checks/materialized-views.sql returns it. */
const viewRow = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    bareName: schemas/* string */.YjP(),
    isLookedAt: schemas/* boolean */.zMY(),
    isPopulated: schemas/* boolean */.zMY(),
    bytes: schemas/* number */.aig(),
    hasKey: schemas/* boolean */.zMY(),
    /** Seconds since 1970; null when the server does not track commit times. */
    changed: schemas/* number */.aig().nullable(),
});
/** By the strongest evidence that exists: the job's last success, else the time in the system catalogs. */
function freshness(declared, found, { cron, grace, server }) {
    const maxAge = declared["max-age"];
    const jobName = declared["refreshed-by"];
    if (jobName !== undefined) {
        const source = cronSource(server);
        if ("unknown" in source)
            return source.unknown;
        if (cron !== undefined)
            return freshByJob(jobName, { cron, grace, server, maxAge, found });
    }
    if (maxAge === undefined)
        return jobName === undefined ? noRule(found) : noEvidence(found, jobName);
    if (found.changed === null)
        return noEvidence(found, jobName);
    const age = server.now - found.changed * 1_000;
    return age <= maxAge ? undefined : outdated(found, `was last refreshed ${(0,format/* elapsed */.v)(age)} ago`);
}
function freshByJob(name, { cron, grace, server, maxAge, found, }) {
    const job = findJob(cron.jobs, { name, database: server.database });
    if (job === undefined)
        return outdated(found, `is refreshed by nobody: there is no job ${name}`);
    // A success of that job refreshed the view of another database.
    if (job.database !== server.database) {
        return outdated(found, `is refreshed by nobody: the job ${name} runs in the database ${job.database}`);
    }
    const schedule = readSchedule(job.schedule, cron.settings["cron.timezone"] ?? DEFAULT_TIME_ZONE);
    const byJob = schedule === undefined ? { due: null, before: null } : dueTimes(schedule, server.now, grace);
    const since = maxAge === undefined ? byJob.due : server.now - maxAge;
    // The schedule is never due or can't be read, which is a finding of cron-jobs.
    if (since === null)
        return noEvidence(found, name);
    const health = healthSince(job, since, cron, maxAge === undefined ? byJob.before : since);
    switch (health) {
        case "succeeded":
            return undefined;
        case "failing":
        case "stuck":
        case "silent": {
            const last = job.lastSuccess === null
                ? "was not refreshed in all known runs of its job"
                : `was last refreshed ${(0,format/* elapsed */.v)(server.now - job.lastSuccess)} ago`;
            return outdated(found, `${last}: the job ${name} ${WHY[health]}`);
        }
        default:
            return whyUnknown(health, job, {
                facts: cron,
                due: since,
                next: schedule?.dueAfter(server.now) ?? null,
            });
    }
}
const WHY = { failing: "fails", stuck: "has a run that does not end", silent: "did not run" };
function outdated({ name, hasKey }, text) {
    return {
        problem: "stale",
        text,
        fix: `REFRESH MATERIALIZED VIEW ${hasKey ? "CONCURRENTLY " : ""}${name};`,
    };
}
/** Without a declared age or job, the view is neither fresh nor stale. */
function noRule({ name }) {
    return {
        reason: "error",
        detail: `How old ${name} may be is not declared, nor the job that refreshes it.`,
        fix: `checks:\n  materialized-views:\n    views: [{ name: ${JSON.stringify(name)}, refreshed-by: …, max-age: 15min }]`,
    };
}
function noEvidence({ name }, jobName) {
    return {
        reason: jobName === undefined ? "error" : "extension",
        detail: jobName === undefined
            ? `When ${name} was refreshed can't be known: PostgreSQL keeps no time of it, and no job was declared that does it.`
            : `When ${name} was refreshed can't be known: no run of the job ${jobName} can be seen from this database.`,
        fix: `# Name its job, or set track_commit_timestamp = on and restart the server:\nchecks:\n  materialized-views:\n    views: [{ name: ${JSON.stringify(name)}, refreshed-by: …, max-age: 15min }]`,
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/materialized-views/check.js









const declaredView = schemas/* strictObject */.rej({
    name: schemas/* string */.YjP().min(1).describe("The view with its schema, public.my_view."),
    "refreshed-by": schemas/* string */.YjP().min(1).optional().describe("The pg_cron job that refreshes it."),
    "max-age": (0,units/* duration */.p0)()
        .optional()
        .describe("How old its last refresh may be. Default: as its job's schedule says, with its grace."),
    concurrently: schemas/* boolean */.zMY()
        .optional()
        .describe("true: it is refreshed CONCURRENTLY. By itself so when the declared command of its job says the word."),
});
const check_options = schemas/* strictObject */.rej({
    views: schemas/* array */.YOg(declaredView).default([]).describe("The materialized views that must be there and fresh."),
    // The same as for cron-jobs: by then a refresh every five minutes has missed two of them.
    grace: (0,units/* duration */.p0)().prefault("10min").describe("For a view without max-age: how late its job may be."),
});
const materialized_views_check_row = schemas/* object */.Ikc({ views: schemas/* array */.YOg(viewRow), keeps_times: schemas/* string */.YjP(), cron: cronRow.optional() });
/* harmony default export */ const materialized_views_check = ((0,check/* defineCheck */.q)({
    id: "materialized-views",
    title: "Materialized views are fresh",
    why: "A materialized view shows what was true at its last refresh, and nothing tells its readers how long ago that was.",
    category: "cron",
    priority: "critical",
    link(own, optionsOf) {
        const linked = linkDeclarations(optionsOf("cron-jobs"), own);
        return linked === undefined ? own : { ...own, views: linked.views };
    },
    options: check_options,
    query: {
        row: materialized_views_check_row,
        statement(server, { views }) {
            const source = views.some((declared) => declared["refreshed-by"] !== undefined)
                ? cronSource(server)
                : undefined;
            if (source === undefined || !("from" in source))
                return { statement: sql/* sql */.l["materialized-views"] };
            return {
                statement: sql/* sql */.l[source.from === "views" ? "materialized-views.owners-views" : "materialized-views.direct"],
                schema: source.schema,
            };
        },
        grants: seeAllJobs,
    },
    evaluate([facts], { options, priority, server }) {
        const views = facts?.views ?? [];
        const isDeclared = (candidate) => options.views.some((declared) => hasName(candidate, declared.name));
        const measurements = views.filter((known) => known.isLookedAt || isDeclared(known)).map(measured);
        if (facts === undefined || options.views.length === 0)
            return nothingDeclared(views, measurements);
        const outcomes = options.views.map((declared) => evaluateView(declared, { views, cron: facts.cron, grace: options.grace, priority, server }));
        const unknown = (0,finding/* joinUnknowns */.MG)(outcomes.flatMap((outcome) => outcome.unknown ?? []));
        return {
            findings: outcomes.flatMap(({ findings }) => findings ?? []),
            ...(unknown && { unknown }),
            measurements,
        };
    },
}));
function evaluateView(declared, evidence) {
    const { priority } = evidence;
    const found = evidence.views.find((candidate) => hasName(candidate, declared.name));
    if (found === undefined) {
        const message = `There is no materialized view ${declared.name}.`;
        return {
            findings: [
                { key: declared.name, priority, message, facts: { view: declared.name, problem: ["missing"] } },
            ],
        };
    }
    const state = found.isPopulated ? freshness(declared, found, evidence) : notPopulated(found);
    const problems = [
        ...(state !== undefined && "problem" in state ? [state] : []),
        ...(declared.concurrently === true && !found.hasKey ? [notConcurrently(found)] : []),
    ];
    return {
        findings: problems.map((problem) => findingOf(problem, { declared, found, priority })),
        ...(state !== undefined && "reason" in state && { unknown: state }),
    };
}
function findingOf({ problem, text, fix }, { declared, found, priority, }) {
    const { view, ...facts } = measured(found);
    return {
        key: problem === NO_KEY ? `${found.name} (unique index)` : found.name,
        priority,
        message: `${found.name} ${text}.`,
        facts: {
            view: view ?? null,
            problem: [problem],
            refreshed_by: declared["refreshed-by"] ?? null,
            ...facts,
        },
        fix: { sql: fix, ...(problem === NO_KEY && { standsAlone: true }) },
    };
}
const NO_KEY = "no key";
function notPopulated({ name }) {
    return {
        problem: "not populated",
        text: "was never filled: every query of it fails",
        fix: `REFRESH MATERIALIZED VIEW ${name};`,
    };
}
function notConcurrently({ name }) {
    return {
        problem: NO_KEY,
        text: "can't be refreshed CONCURRENTLY: it has no unique index on plain columns of all its rows",
        fix: `-- Put the columns in place that tell its rows apart, and run it:\n-- CREATE UNIQUE INDEX CONCURRENTLY ON ${name} (…);`,
    };
}
/** A view's row, shown without a verdict where the view is not declared. */
function measured({ name, isPopulated, bytes, hasKey, changed }) {
    return {
        view: name,
        populated: isPopulated,
        bytes,
        can_refresh_concurrently: hasKey,
        refreshed_or_altered_at: changed === null ? null : (0,lib_time/* toIso */.tK)(changed * 1_000),
    };
}
function nothingDeclared(views, measurements) {
    const names = views.filter(({ isLookedAt }) => isLookedAt).map(({ name }) => name);
    if (names.length === 0) {
        return {
            skipped: {
                reason: "not-applicable",
                detail: "There are no materialized views in the schemas that are looked at.",
            },
        };
    }
    const lines = names
        .slice(0, 20)
        .map((name) => `      - { name: ${JSON.stringify(name)}, refreshed-by: name-of-its-job, max-age: 15min }`);
    return {
        skipped: {
            reason: "not-configured",
            detail: [
                "Declare the materialized views that must be fresh:",
                "checks:",
                "  materialized-views:",
                "    views:",
                ...lines,
            ].join("\n"),
        },
        measurements,
    };
}
/** The configuration may write a name as the server quotes it, or without quotes. */
function hasName({ name, bareName }, declared) {
    return declared === name || declared === bareName;
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/directory.js


/** The option `directory` of the checks that read migrations. */
const directoryOption = schemas/* string */.YjP()
    .min(1)
    .transform(cleanPath)
    .optional()
    .describe("The folder of the migrations, from the repository's root. Default: the tool's own.");
/** The folders to list and the files to read to find the migrations of these tools. */
function migrationSources(tools, directory) {
    return pairsOf(tools, directory).flatMap(({ path, tool }) => [
        directorySource(path),
        ...(tool.index === undefined ? [] : [fileSource(`${path}/${tool.index}`)]),
    ]);
}
/**
 * The first folder that holds migrations of one of these tools; else the first folder that exists; undefined when none
 * does. A folder that could not be read makes the result unknown, because migrations may be in it.
 */
function findFolder(sources, tools, directory) {
    const folders = [];
    for (const { path, tool } of pairsOf(tools, directory)) {
        const listed = sources.get(directorySource(path));
        if ("unknown" in listed)
            return listed;
        const index = sources.get(fileSource(`${path}/${tool.index}`));
        if ("unknown" in index)
            return index;
        if ("skipped" in listed || listed.value === null)
            continue;
        const text = "value" in index ? index.value : null;
        folders.push({ path, tool, migrations: tool.migrations(listed.value, text) });
    }
    return folders.find(({ migrations }) => migrations.length > 0) ?? folders[0];
}
/** As the repository writes it: `./db/migrate/` is db/migrate. */
function cleanPath(path) {
    return path.replace(/^(\.\/)+/, "").replace(/\/+$/, "");
}
/** Why a folder is not there: the job has not checked the commit out, or the path is wrong. */
function notCheckedOut(path) {
    return {
        reason: "error",
        detail: `The workspace has no folder ${path}. Name it in the check's directory if it is elsewhere; else the job must check the commit out before this step:`,
        fix: "- uses: actions/checkout@v6",
    };
}
function pairsOf(tools, directory) {
    return tools.flatMap((tool) => (directory === undefined ? tool.directories : [directory]).map((path) => ({ path, tool })));
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/tools/tool.js
/** Orders versions of any number of digits, of which a JavaScript number would lose some. */
function compareNumbers(a, b) {
    const [left, right] = [withoutZeros(a), withoutZeros(b)];
    return left.length - right.length || compareTexts(left, right);
}
/** `1.10` is newer than `1.9`. */
function compareDotted(a, b) {
    const [left, right] = [a.split("."), b.split(".")];
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
        const order = compareNumbers(left[index] ?? "0", right[index] ?? "0");
        if (order !== 0)
            return order;
    }
    return 0;
}
function compareTexts(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}
function withoutZeros(digits) {
    return digits.replace(/^0+(?=\d)/, "");
}
/** Files named `<version>_<name>`: `pattern` has the groups version and name. */
function numbered(files, pattern) {
    return files.flatMap((file) => {
        const { version, name } = pattern.exec(file)?.groups ?? {};
        return version === undefined ? [] : [{ version, name: name ?? "", file }];
    });
}
/** For history tables in which each row is an applied migration. */
function appliedEntries(rows) {
    return rows.flatMap(({ version, name }) => version == null ? [] : [{ version, state: "applied", ...(name == null ? {} : { name }) }]);
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/tools/flyway.js

const REPEATABLE = "R__";
/** Flyway: `V<version>__<name>.sql`, and `R__<name>.sql` for a file that runs again whenever it changes. */
const flyway = {
    id: "flyway",
    title: "Flyway",
    table: "flyway_schema_history",
    directories: ["src/main/resources/db/migration", "db/migration", "migrations", "sql", "flyway/sql"],
    owns: ({ columns }) => columns.includes("installed_rank"),
    statement: () => ({
        variant: "flyway",
        columns: ["installed_rank", "version", "type", "script", "success"],
    }),
    migrations: (files) => files.flatMap((file) => {
        const { kind, version = "", name = "" } = FILE.exec(file)?.groups ?? {};
        if (kind === "R" && version === "") {
            return [{ version: REPEATABLE + name, name, file, isRepeatable: true }];
        }
        return kind === "V" && version !== "" ? [{ version: normal(version), name, file }] : [];
    }),
    entries,
    compare: compareDotted,
    late: "`flyway migrate` refuses to run with it unless outOfOrder is set",
    afterFailure: "Mend what it left behind, run `flyway repair`, and migrate again.",
    mayBeSquashed: false,
};
const FILE = /^(?:.*\/)?(?<kind>[VR])(?<version>[\d._]*?)__(?<name>.+)\.sql$/;
/** A version may have several rows, of which the last one counts: it may say that the version was undone. */
function entries(rows) {
    const byVersion = new Map();
    for (const row of rows) {
        const version = versionOf(row);
        if (version === undefined)
            continue;
        // An entry's place in the order is that of its last row.
        byVersion.delete(version);
        if (!/^(UNDO|DELETE)/.test(row.type ?? ""))
            byVersion.set(version, entryOf(version, row));
    }
    return [...byVersion.values()];
}
/** Undefined for the row that says that Flyway created the schema. */
function versionOf({ version, script = "" }) {
    if (version != null)
        return normal(version);
    return script.split("/").at(-1)?.startsWith(REPEATABLE) ? repeatable(script) : undefined;
}
function entryOf(version, row) {
    const { type = "", script = "", is_success } = row;
    const isBaseline = type.includes("BASELINE");
    return {
        version,
        state: is_success === false ? "failed" : "applied",
        ...named(script),
        ...(row.version == null ? { isRepeatable: true } : {}),
        ...(isBaseline ? { coversOlder: true } : {}),
        ...(isBaseline || type !== "SQL" ? { needsNoFile: true } : {}),
    };
}
function named(script) {
    const name = FILE.exec(script)?.groups?.name;
    return name === undefined ? {} : { name };
}
function repeatable(script) {
    return (script.split("/").at(-1) ?? script).replace(/\.sql$/, "");
}
/** `1_0`, `1.0` and `01` are the same version to Flyway. */
function normal(version) {
    const parts = version.split(/[._]/).map(withoutZeros);
    while (parts.length > 1 && parts.at(-1) === "0")
        parts.pop();
    return parts.join(".");
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/tools/prisma-drizzle.js



/** The migration tools of two ORMs for JavaScript, whose history tables no other tool shares. */
/** Prisma Migrate: a folder for each migration, whose whole name is the version. */
const prisma = {
    id: "prisma",
    title: "Prisma",
    table: "_prisma_migrations",
    directories: ["prisma/migrations"],
    owns: ({ columns }) => columns.includes("migration_name"),
    statement: () => ({ variant: "prisma", columns: ["migration_name", "finished_at", "rolled_back_at"] }),
    migrations: (files) => numbered(files, /^(?<version>(?:\d+_)?(?<name>[^/]+))\/migration\.sql$/),
    // A migration that was rolled back and run again has a row for each attempt.
    entries: (rows) => rows.flatMap(({ version, is_finished, is_rolled_back }) => version == null || is_rolled_back === true
        ? []
        : [{ version, state: is_finished === true ? "applied" : "failed" }]),
    compare: compareTexts,
    late: "`prisma migrate deploy` will run it after newer ones",
    afterFailure: "Prisma runs nothing more until `prisma migrate resolve` says whether it was rolled back or applied.",
    mayBeSquashed: true,
};
const journal = schemas/* object */.Ikc({ entries: schemas/* array */.YOg(schemas/* object */.Ikc({ when: schemas/* number */.aig(), tag: schemas/* string */.YjP() })) });
/** Drizzle: its journal lists the files. The history table stores only the time that the journal has for each. */
const drizzle = {
    id: "drizzle",
    title: "Drizzle",
    table: "__drizzle_migrations",
    directories: ["drizzle"],
    index: "meta/_journal.json",
    owns: ({ columns }) => columns.includes("created_at"),
    statement: () => ({ variant: "drizzle", columns: ["created_at"] }),
    migrations: (_files, index) => (index === null ? [] : readJournal(index)),
    entries: appliedEntries,
    compare: compareNumbers,
    late: "Drizzle skips it for ever without a word",
    afterFailure: "Mend the file and migrate again.",
    mayBeSquashed: true,
};
function readJournal(index) {
    const read = journal.safeParse((0,json/* parseJson */.qF)(index));
    if (!read.success)
        return [];
    return read.data.entries.map(({ when, tag }) => ({
        version: String(when),
        name: tag.replace(/^\d+_/, ""),
        file: `${tag}.sql`,
    }));
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/tools/schema-migrations.js

/** The tools whose history table is called schema_migrations. Its columns and its schema show which tool made it. */
/** Active Record. */
const rails = {
    id: "rails",
    title: "Rails",
    table: "schema_migrations",
    directories: ["db/migrate"],
    // Where the second table that newer versions create is missing, the table may be dbmate's as well.
    owns: ({ schema, columns }) => columns.length === 1 && columns[0] === "version" && schema !== "supabase_migrations",
    statement: () => ({ variant: "version", columns: ["version"] }),
    // Rails reads subfolders too, and stores the version as a number.
    migrations: (files) => numbered(files, /^(?:.*\/)?(?<version>\d+)_(?<name>[_a-z0-9]*)(?:\.[_a-z0-9]*)?\.rb$/).map((migration) => ({ ...migration, version: withoutZeros(migration.version) })),
    entries: (rows) => appliedEntries(rows).map((entry) => ({ ...entry, version: withoutZeros(entry.version) })),
    compare: compareNumbers,
    late: "`rails db:migrate` will run it after newer ones",
    afterFailure: "Mend the file and migrate again.",
    mayBeSquashed: true,
};
/** The CLI ignores a first file `<version>_init.sql` that is older than this, because an early `db dump` made it. */
const FIRST_INIT = "20211209000000";
/** The Supabase CLI, and the dashboard and branches with it. */
const supabase = {
    id: "supabase",
    title: "Supabase",
    table: "schema_migrations",
    directories: ["supabase/migrations"],
    // Early history tables have only the version, and a helper view has no column for the statements.
    owns: ({ schema, columns }) => schema === "supabase_migrations" || columns.includes("name"),
    statement: ({ readable }) => readable.includes("name")
        ? { variant: "supabase", columns: ["version", "name"] }
        : { variant: "version", columns: ["version"] },
    migrations(files) {
        const all = numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.sql$/);
        return all.filter(({ version, name, file }) => !(file === all[0]?.file && name === "init" && version < FIRST_INIT));
    },
    entries: appliedEntries,
    compare: compareTexts,
    late: "`supabase db push` refuses to run it without --include-all",
    afterFailure: "Mend the file and push it again.",
    mayBeSquashed: false,
};
/** Its history table has the same form as the one of Rails, which also creates ar_internal_metadata. */
const dbmate = {
    id: "dbmate",
    title: "dbmate",
    table: "schema_migrations",
    directories: ["db/migrations"],
    hasCommonNames: true,
    owns: ({ schema, columns }, all) => columns.length === 1 &&
        columns[0] === "version" &&
        schema !== "supabase_migrations" &&
        !all.some((other) => other.schema === schema && other.name === "ar_internal_metadata"),
    statement: () => ({ variant: "version", columns: ["version"] }),
    migrations: (files) => numbered(files, /^(?<version>\d+)(?!.*\.(?:up|down)\.sql$)(?<name>[^/]*)\.sql$/).map(withoutSeparator),
    entries: appliedEntries,
    compare: compareTexts,
    late: "`dbmate up` will run it after newer ones, and refuses to with --strict",
    afterFailure: "Mend the file and migrate again.",
    mayBeSquashed: true,
};
function withoutSeparator(migration) {
    return { ...migration, name: migration.name.replace(/^[_-]/, "") };
}
/** golang-migrate keeps one row: the last version, and whether it failed. */
const golangMigrate = {
    id: "golang-migrate",
    title: "golang-migrate",
    table: "schema_migrations",
    directories: ["migrations", "db/migrations", "migration", "db/migration"],
    hasCommonNames: true,
    owns: ({ columns }) => columns.includes("dirty"),
    statement: () => ({ variant: "golang-migrate", columns: ["version", "dirty"] }),
    migrations: (files) => numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.up\.[^/]+$/).map((migration) => ({
        ...migration,
        version: withoutZeros(migration.version),
    })),
    entries: (rows) => rows.flatMap(({ version, is_dirty }) => version == null || version.startsWith("-")
        ? []
        : [{ version, state: is_dirty === true ? "failed" : "applied", coversOlder: true }]),
    compare: compareNumbers,
    late: "golang-migrate never runs it",
    afterFailure: "Mend what it left behind, then tell golang-migrate with `migrate force` where the database stands.",
    mayBeSquashed: false,
};

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/tools/index.js



/** The strictest tools come first: where several could have made a history table or its files, the first one is taken. */
const TOOLS = [
    prisma,
    drizzle,
    rails,
    flyway,
    golangMigrate,
    supabase,
    dbmate,
];
const TOOL_IDS = [
    "supabase",
    "prisma",
    "drizzle",
    "rails",
    "dbmate",
    "golang-migrate",
    "flyway",
];
/** The tools that the configuration allows: the named one, or those whose default is the named folder; else all. */
function toolsOf(tool, directory) {
    if (tool !== "auto")
        return TOOLS.filter(({ id }) => id === tool);
    const ofDirectory = TOOLS.filter(({ directories }) => directory !== undefined && directories.includes(directory));
    return ofDirectory.length > 0 ? ofDirectory : TOOLS;
}

;// CONCATENATED MODULE: ./.build/src/checks/migrations/compare.js
function compareMigrations(tool, files, entries) {
    const byOrder = (a, b) => tool.compare(a.version, b.version);
    const inOrder = [...files].sort((a, b) => Number(a.isRepeatable ?? false) - Number(b.isRepeatable ?? false) || byOrder(a, b));
    const byVersion = new Map();
    const doubled = [];
    for (const file of inOrder) {
        if (byVersion.has(file.version))
            doubled.push(file);
        else
            byVersion.set(file.version, file);
    }
    // A version may have a row for each attempt. One that succeeded is enough.
    const applied = new Map(entries.filter(({ state }) => state === "applied").map((entry) => [entry.version, entry]));
    const failed = new Map(entries
        .filter(({ state, version }) => state === "failed" && !applied.has(version))
        .map((entry) => [entry.version, entry]));
    const ordered = entries.filter(({ isRepeatable }) => isRepeatable !== true).sort(byOrder);
    const last = ordered.at(-1);
    const covering = ordered.filter(({ coversOlder }) => coversOlder === true).at(-1);
    const isCovered = (file) => applied.has(file.version) ||
        (covering !== undefined && file.isRepeatable !== true && byOrder(file, covering) < 0);
    const single = [...byVersion.values()];
    const open = single.filter((file) => !isCovered(file) && !failed.has(file.version));
    const isLate = (file) => file.isRepeatable !== true && last !== undefined && byOrder(file, last) < 0;
    const oldest = single.find(({ isRepeatable }) => isRepeatable !== true);
    const missing = [...applied.values()].filter(({ version, needsNoFile }) => needsNoFile !== true && !byVersion.has(version));
    const isSquashed = (entry) => tool.mayBeSquashed && oldest !== undefined && byOrder(entry, oldest) < 0;
    return {
        failed: [...failed.values()].map((entry) => ({ entry, file: byVersion.get(entry.version) })),
        doubled,
        late: open.filter(isLate),
        pending: open.filter((file) => !isLate(file)),
        remoteOnly: missing.filter((entry) => !isSquashed(entry)).sort(byOrder),
        squashed: missing.filter(isSquashed),
        applied: single.filter(isCovered),
        last,
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/migrations/describe.js
/** Maximum number of names in a measurement; the others are counted. */
const MAX_NAMED = 10;
/** One finding for each migration in a wrong state. The key is its version. */
function describeDifference(difference, { path, tool, pending, priority }) {
    const { failed, doubled, late, remoteOnly } = difference;
    const finding = (key, message, facts, file) => ({
        key,
        priority,
        message,
        facts,
        ...(file === undefined ? {} : { file: `${path}/${file.file}` }),
    });
    const unapplied = [...late, ...difference.pending];
    return [
        ...failed.map(({ entry, file }) => finding(entry.version, `${describeMigration(entry, file)} was begun and has not ended well, or still runs. ${tool.afterFailure}`, { migration: describeMigration(entry, file), state: "failed" }, file)),
        ...doubled.map((file) => finding(`${file.version} ${file.file}`, `${file.file} has the same version as another file, so ${tool.title} takes it for that one or stops.`, { migration: file.file, state: "same version twice" }, file)),
        ...late.map((file) => finding(file.version, `${file.file} is not applied although newer migrations are: ${tool.late}.`, { migration: file.file, state: "out of order", last_applied: difference.last?.version ?? null }, file)),
        ...(pending === "expected" ? [] : difference.pending).map((file) => finding(file.version, `${file.file} is not applied.`, { migration: file.file, state: "pending" }, file)),
        ...remoteOnly.map((entry) => {
            const twin = unapplied.find(({ name }) => name !== "" && name === entry.name);
            const hint = twin === undefined
                ? ""
                : ` ${twin.file} has the same name: the same change may have got another number.`;
            return finding(entry.version, `${describeMigration(entry)} is applied to the database and this commit has no file of it.${hint}`, { migration: describeMigration(entry), state: "only in the database" });
        }),
    ];
}
/** How many migrations were compared, and the pending ones, which are not findings when they are expected. */
function measureDifference({ applied, pending, squashed, last }) {
    return {
        applied: applied.length,
        last_applied: last?.version ?? null,
        pending: pending.length,
        pending_files: shortened(pending.map(({ file }) => file)),
        ...(squashed.length === 0 ? {} : { older_than_the_oldest_file: squashed.length }),
    };
}
function describeMigration(entry, file) {
    if (file !== undefined)
        return file.file;
    return entry.name === undefined ? entry.version : `${entry.version} (${entry.name})`;
}
function shortened(names) {
    const rest = names.length - MAX_NAMED;
    return rest <= 0 ? names : [...names.slice(0, MAX_NAMED), `and ${rest} more`];
}

;// CONCATENATED MODULE: ./.build/src/checks/migrations/history-table.js
/** Schemas with the history tables of Supabase's own services. */
const SERVICE_SCHEMAS = new Set([
    "_analytics",
    "_realtime",
    "_supavisor",
    "auth",
    "realtime",
    "storage",
    "supabase_functions",
]);
/** The schema of the helper views (sql/setup/monitoring-role.sql). */
const HELPER_SCHEMA = "preflight";
/**
 * The history tables of these tools in this database; with `table` (schema.name) only that one. Where row-level
 * security filters a table, the helper view of the same name takes its place.
 */
function historiesOf(server, tools, table) {
    const all = server.knownRelations;
    const viewOf = (relation) => relation.filtered
        ? all.find(({ schema, name }) => schema === HELPER_SCHEMA && name === relation.name)
        : undefined;
    const helperViews = new Set(all.flatMap((relation) => viewOf(relation) ?? []));
    return all
        .filter((relation) => table === undefined
        ? !helperViews.has(relation) && !(server.isSupabase && SERVICE_SCHEMAS.has(relation.schema))
        : qualifiedName(relation) === table)
        .map((relation) => ({
        relation: viewOf(relation) ?? relation,
        tools: tools.filter((tool) => tool.table === relation.name && tool.owns(relation, all)),
    }))
        .filter(({ tools }) => tools.length > 0);
}
/** `schema.name`, as the configuration names it. */
function qualifiedName({ schema, name }) {
    return `${schema}.${name}`;
}
/** Why the monitoring role can't read these columns, with the grants that fix it; undefined when it can. */
function unreadable(relation, columns, server) {
    const grants = relation.filtered
        ? viewFor(relation, columns, server)
        : grantsFor(relation, columns, server);
    if (grants.length === 0)
        return undefined;
    const why = relation.filtered ? ", for row-level security filters that table" : "";
    return {
        reason: "permission",
        detail: `The login may not read which migrations are applied (${qualifiedName(relation)})${why}.`,
        fix: grants.join("\n"),
    };
}
function grantsFor(relation, columns, { login }) {
    const { quotedSchema, name, schemaUsable, readable } = relation;
    const isReadable = columns.every((column) => readable.includes(column));
    return [
        ...(schemaUsable ? [] : [`GRANT USAGE ON SCHEMA ${quotedSchema} TO ${login};`]),
        ...(isReadable ? [] : [`GRANT SELECT (${columns.join(", ")}) ON ${quotedSchema}.${name} TO ${login};`]),
    ];
}
/** pg-preflight's session sets row_security = off, so the server refuses the read, whatever the policies allow. */
function viewFor({ quotedSchema, name }, columns, { login }) {
    return [
        `CREATE SCHEMA IF NOT EXISTS ${HELPER_SCHEMA};`,
        `CREATE VIEW ${HELPER_SCHEMA}.${name} AS SELECT ${columns.join(", ")} FROM ${quotedSchema}.${name};`,
        `GRANT USAGE ON SCHEMA ${HELPER_SCHEMA} TO ${login};`,
        `GRANT SELECT ON ${HELPER_SCHEMA}.${name} TO ${login};`,
    ];
}

;// CONCATENATED MODULE: ./.build/src/checks/migrations/check.js









const migrations_check_options = schemas/* strictObject */.rej({
    directory: directoryOption,
    tool: schemas/* enum */.k5n(["auto", ...TOOL_IDS])
        .default("auto")
        .describe("The tool that applies the migrations; auto recognises it by its table."),
    table: schemas/* string */.YjP()
        .regex(/^[^.]+\.[^.]+$/, "write the schema and the table, like app.flyway_schema_history")
        .optional()
        .describe("The table in which the tool notes what it applied, when there are several: schema.table."),
    pending: schemas/* enum */.k5n(["expected", "forbidden"])
        .default("expected")
        .describe("Before migrating, files newer than the last applied one are expected; after it they are forbidden."),
});
const migrations_check_row = schemas/* object */.Ikc({
    version: schemas/* string */.YjP().nullable().optional(),
    name: schemas/* string */.YjP().nullable().optional(),
    is_finished: schemas/* boolean */.zMY().optional(),
    is_rolled_back: schemas/* boolean */.zMY().optional(),
    is_dirty: schemas/* boolean */.zMY().optional(),
    is_success: schemas/* boolean */.zMY().optional(),
    type: schemas/* string */.YjP().optional(),
    script: schemas/* string */.YjP().optional(),
    other_ledger: schemas/* string */.YjP().optional(),
});
/* harmony default export */ const migrations_check = ((0,check/* defineCheck */.q)({
    id: "migrations",
    title: "The commit's migrations and the database agree",
    why: "Code that meets a schema of another version fails in ways that nobody tested: a migration that is missing, half done, or known to the database alone.",
    category: "migrations",
    priority: "critical",
    options: migrations_check_options,
    sources: ({ tool, directory }) => migrationSources(toolsOf(tool, directory), directory),
    query: {
        row: migrations_check_row,
        statement(server, options) {
            const histories = historiesIn(server, options);
            const [history] = histories;
            if (history === undefined)
                return { statement: sql/* sql */.l.migrations };
            if (histories.length > 1)
                return { unknown: several(histories) };
            const { relation, tools } = history;
            const question = tools[0]?.statement(relation);
            if (question === undefined)
                return { statement: sql/* sql */.l.migrations };
            const unknown = unreadable(relation, question.columns, server);
            if (unknown !== undefined)
                return { unknown };
            return { statement: sql/* sql */.l[`migrations.${question.variant}`], schema: relation.quotedSchema };
        },
    },
    evaluate(rows, { server, sources, options, priority }) {
        const [history] = historiesIn(server, options);
        const tools = history?.tools ?? toolsOf(options.tool, options.directory);
        const folder = findFolder(sources, tools, options.directory);
        if (folder !== undefined && "unknown" in folder)
            return folder;
        if (history === undefined)
            return withoutHistory(rows, folder, options, priority);
        if (folder === undefined) {
            const defaults = history.tools.flatMap(({ directories }) => directories.slice(0, 1));
            return { unknown: notCheckedOut(options.directory ?? defaults.join(" or ")) };
        }
        const { path, tool, migrations } = folder;
        const entries = tool.entries(rows);
        if (migrations.length === 0 && entries.length > 0) {
            return {
                unknown: {
                    reason: "error",
                    detail: `${path} holds no migrations as ${tool.title} names them, but ${qualifiedName(history.relation)} lists some. Say where they are:`,
                    fix: "checks:\n  migrations: { tool: supabase, directory: supabase/migrations }",
                },
            };
        }
        if (migrations.length === 0)
            return noMigrations(path);
        const difference = compareMigrations(tool, migrations, entries);
        return {
            findings: describeDifference(difference, { path, tool, pending: options.pending, priority }),
            measurements: [
                {
                    ledger: qualifiedName(history.relation),
                    tool: tool.title,
                    directory: path,
                    ...measureDifference(difference),
                },
            ],
        };
    },
}));
/** Without the tool's table: a finding where its files exist, and nothing to check where they do not. */
function withoutHistory(rows, folder, { tool, directory, table }, priority) {
    const seen = rows.flatMap(({ other_ledger }) => other_ledger ?? []);
    const isDeclared = tool !== "auto" || directory !== undefined || table !== undefined;
    const isFound = folder !== undefined && (isDeclared || folder.migrations.length > 0);
    // Where another tool's table exists, the files are probably that tool's.
    if ((!isFound && !isDeclared) || (tool === "auto" && seen.length > 0)) {
        return { skipped: { reason: "not-configured", detail: declare(seen) } };
    }
    if (!isFound)
        return { unknown: notCheckedOut(directory ?? "of migrations") };
    const { path, migrations } = folder;
    const { length } = migrations;
    if (length === 0)
        return noMigrations(path);
    // Many tools and scripts use such file names, so nothing shows that this tool applies the files.
    if (!isDeclared && folder.tool.hasCommonNames === true) {
        return { unknown: { reason: "error", detail: guessed(folder), fix: declaration(folder) } };
    }
    const tableName = table ?? `${folder.tool.table} (${folder.tool.title}'s)`;
    const message = `None of the ${length} migrations in ${path} is applied: the database has no table ${tableName}.`;
    const facts = { directory: path, migrations: length };
    return { findings: [{ key: folder.tool.table, priority, message, facts }] };
}
/** This is not a pass, because nothing was compared: the folder may be the wrong one. */
function noMigrations(path) {
    return { skipped: { reason: "not-applicable", detail: `${path} holds no migrations.` } };
}
function historiesIn(server, { tool, directory, table }) {
    return historiesOf(server, toolsOf(tool, directory), table);
}
function several(histories) {
    const [first] = histories;
    const names = histories.map(({ relation }) => qualifiedName(relation));
    return {
        reason: "error",
        detail: `The database has the ledgers of several migration tools (${names.join(", ")}). Name the one that counts:`,
        fix: `checks:\n  migrations: { tool: ${first?.tools[0]?.id}, table: ${JSON.stringify(names[0])} }`,
    };
}
function guessed({ path, tool, migrations }) {
    return `${path} holds ${(0,format/* count */.U)(migrations.length, "file")} that ${tool.title} might apply, but the database has no table ${tool.table}. Name the tool; or disable this check where another one that it does not read is used:`;
}
function declaration({ path, tool }) {
    return `checks:\n  migrations: { tool: ${tool.id}, directory: ${JSON.stringify(path)} }`;
}
function declare(seen) {
    const known = seen.length === 0
        ? ""
        : ` The database has ${seen.join(", ")}, of ${seen.length === 1 ? "a tool" : "tools"} that this check does not read.`;
    return `No table of a known migration tool and no folder of migrations was found.${known} Declare them:\nchecks:\n  migrations: { tool: supabase, directory: supabase/migrations }`;
}

;// CONCATENATED MODULE: ./.build/src/checks/shared/sources/workflows.js
/** The repository's scheduled workflows and their runs. */
const WORKFLOWS = { provider: "workflows", name: "scheduled" };

;// CONCATENATED MODULE: ./.build/src/checks/monitoring-schedule/status.js
/** The states in which a check counts as monitored: its last run is recent, or its first is not due yet. */
const MONITORED_STATES = ["running", "waiting"];
/**
 * Reads the result of `monitoring-schedule` for one check. The ids of monitored checks are the keys of its findings,
 * and its measurements have them in `check`.
 */
function monitoringOf(result, check) {
    if (result === undefined)
        return { status: "unknown", evidence: "monitoring-schedule did not run." };
    const finding = result.findings?.find(({ key }) => key === check);
    if (finding !== undefined)
        return { status: "fail", evidence: finding.message };
    const row = result.measurements?.find((facts) => facts.check === check);
    if (row === undefined) {
        const why = result.unknown?.detail ?? result.skipped?.detail;
        const knowsOthers = result.findings !== undefined || result.measurements !== undefined;
        return why === undefined || knowsOthers
            ? { status: "absent", evidence: `monitoring-schedule does not look after ${check}.` }
            : { status: "unknown", evidence: why };
    }
    const evidence = String(row.evidence);
    const isMonitored = MONITORED_STATES.includes(row.state);
    return { status: isMonitored ? "pass" : "unknown", evidence };
}

;// CONCATENATED MODULE: ./.build/src/checks/monitoring-schedule/evaluate.js



function isProblem(state) {
    return state !== "unsure" && !MONITORED_STATES.includes(state);
}
/**
 * Whether a check is run by schedule. The best of all workflows decides, because one good schedule is enough.
 *
 * @param period the longest time in milliseconds since its last scheduled run
 * @param now milliseconds since 1970
 */
function scheduleStatus(check, period, evidence, now) {
    const { workflows, unread, target } = evidence;
    const steps = workflows.flatMap((workflow) => workflow.steps.filter(({ checks }) => checks?.includes(check)).map((step) => ({ workflow, step })));
    const running = steps
        .filter(({ step }) => step.target === target)
        .map(({ workflow, step }) => evaluateStep(check, period, workflow, step, now));
    const best = ORDER.map((state) => running.find((status) => status.state === state)).find((status) => status !== undefined);
    if (best !== undefined && !isProblem(best.state))
        return best;
    const unclear = workflows.find(({ schedules, steps }) => schedules.length > 0 && steps.some(({ checks }) => checks === null));
    if (unclear !== undefined) {
        return unsure(`${unclear.path} decides by an expression or in another repository which checks it runs: write suite or checks as plain text.`, unclear);
    }
    if (best !== undefined)
        return best;
    if (unread > 0) {
        return unsure(`${(0,format/* count */.U)(unread, "workflow file")} of the repository could not be read: there are too many.`);
    }
    return {
        state: "missing",
        evidence: missing(check, evidence, steps.map(({ step }) => step.target)),
        workflow: null,
        lastRanAt: null,
    };
}
function missing(check, { defaultBranch, target }, others) {
    const [other] = others;
    return other === undefined || other === null
        ? `No workflow on ${defaultBranch} runs ${check}: add it to a workflow with on: schedule.`
        : `No workflow on ${defaultBranch} runs ${check} for target ${target}, only for ${other}.`;
}
/** From the best to the worst. */
const ORDER = [
    ...MONITORED_STATES,
    "unsure",
    "overdue",
    "disabled",
    "unscheduled",
];
function evaluateStep(check, period, workflow, { lastRanAt }, now) {
    const { path, state, createdAt, schedules, runs } = workflow;
    const status = (stepState, evidence) => ({
        state: stepState,
        evidence,
        workflow: path,
        lastRanAt,
    });
    if (schedules.length === 0) {
        return status("unscheduled", `${path} runs ${check}, but not by schedule: add on: schedule with a cron line.`);
    }
    if (state !== "active")
        return status("disabled", `${path} runs ${check}, but ${DISABLED[state] ?? OTHERWISE_DISABLED}`);
    if (lastRanAt !== null && now - lastRanAt <= period) {
        return status("running", `${path} ran ${check} by schedule ${(0,format/* elapsed */.v)(now - lastRanAt)} ago.`);
    }
    if (now - createdAt <= period) {
        return status("waiting", `${path} is new and will run ${check}: its first run is not overdue yet.`);
    }
    if (lastRanAt !== null) {
        return status("overdue", `${path} last ran ${check} by schedule ${(0,format/* elapsed */.v)(now - lastRanAt)} ago; ${(0,core_window/* inWords */.r4)(period)} are allowed.`);
    }
    if (runs.hasOlder && now - (runs.since ?? now) < period) {
        return unsure(`${path} has not run ${check} in its last ${(0,format/* count */.U)(runs.looked, "scheduled run")}; older ones were not looked at.`, workflow);
    }
    return status("overdue", runs.looked === 0
        ? `${path} should run ${check}, but GitHub has no scheduled run of it on the default branch.`
        : `${path} did not run ${check} in its last ${(0,format/* count */.U)(runs.looked, "scheduled run")}: the step was skipped, cancelled, or not there.`);
}
const DISABLED = {
    disabled_inactivity: "GitHub disabled it: schedules of public repositories stop after 60 days without activity. Enable it again on the Actions page.",
    disabled_manually: "somebody disabled it. Enable it again on the Actions page.",
    disabled_fork: "GitHub disables schedules in forks. Enable it on the Actions page of the fork.",
};
const OTHERWISE_DISABLED = "GitHub says that it is not active. Enable it again on the Actions page.";
function unsure(evidence, workflow) {
    return { state: "unsure", evidence, workflow: workflow?.path ?? null, lastRanAt: null };
}

;// CONCATENATED MODULE: ./.build/src/checks/monitoring-schedule/monitored.js


/** The scheduled runs of one check; about `any`, one well monitored check is enough. */
const monitored = (result, about = "any") => {
    if (about !== "any")
        return ofCheck(result, about);
    const ids = [
        ...(result.measurements ?? []).map(({ check }) => String(check)),
        ...(result.findings ?? []).map(({ key }) => key),
    ];
    const all = ids.map((id) => ofCheck(result, id));
    return (all.find(({ status }) => status === "pass") ??
        all.find(({ status }) => status === "unknown") ??
        all[0] ??
        (0,item_evidence/* withoutVerdict */.UL)(result) ??
        (0,item_evidence/* unknownItem */.qX)("Nothing is known of scheduled runs."));
};
function ofCheck(result, check) {
    const { status, evidence } = monitoringOf(result, check);
    if (status === "pass")
        return { status, evidence };
    if (status === "fail") {
        return (0,item_evidence/* failing */.Jr)((result.findings ?? []).filter(({ key }) => key === check), result);
    }
    return ((result.skipped === undefined ? undefined : (0,item_evidence/* withoutVerdict */.UL)(result)) ?? (0,item_evidence/* unknownItem */.qX)((0,item_evidence/* firstLine */.TM)(evidence)));
}

;// CONCATENATED MODULE: ./.build/src/checks/monitoring-schedule/check.js








/**
 * The document asks for index usage weekly and bloat monthly; alerts and connections are sampled daily. Each period has
 * one more day, because GitHub starts scheduled runs late and drops some.
 */
const DEFAULT_PERIODS = {
    "slow-queries": "2d",
    "connection-usage": "2d",
    "unused-indexes": "8d",
    "table-bloat": "32d",
};
/* harmony default export */ const monitoring_schedule_check = ((0,check/* defineCheck */.q)({
    id: "monitoring-schedule",
    title: "Scheduled workflows run the monitoring",
    why: "Trouble between deploys is found only by checks that run by themselves, and GitHub switches schedules off without asking.",
    category: "monitoring",
    priority: "medium",
    evidence: { monitored: monitored },
    options: schemas/* strictObject */.rej({
        checks: schemas/* record */.g1P(schemas/* string */.YjP(), (0,units/* duration */.p0)())
            .refine((checks) => Object.keys(checks).length > 0, "name a check, or disable this one: enabled: false")
            .prefault(DEFAULT_PERIODS)
            .describe("The checks to be run by schedule, and how long ago the last such run may be."),
    }),
    sources: () => [WORKFLOWS],
    evaluate(_rows, { options: { checks }, sources, now, priority }) {
        const workflows = sources.get(WORKFLOWS);
        if (!("value" in workflows))
            return workflows;
        const monitored = Object.entries(checks).map(([check, period]) => ({
            check,
            period,
            status: scheduleStatus(check, period, workflows.value, now),
        }));
        const findings = monitored
            .filter(({ status }) => isProblem(status.state))
            .map((each) => {
            return { key: each.check, priority, message: each.status.evidence, facts: check_factsOf(each) };
        });
        const unknown = (0,finding/* joinUnknowns */.MG)(monitored
            .filter(({ status }) => status.state === "unsure")
            .map(({ status }) => ({ reason: "error", detail: status.evidence })));
        return {
            ...(findings.length > 0 ? { findings } : {}),
            ...(unknown && { unknown }),
            measurements: monitored
                .filter(({ status }) => !isProblem(status.state))
                .map((each) => ({
                ...check_factsOf(each),
                state: each.status.state,
                evidence: each.status.evidence,
            })),
        };
    },
}));
function check_factsOf({ check, period, status: { workflow, lastRanAt } }) {
    return {
        check,
        workflow,
        last_run_at: lastRanAt === null ? null : (0,lib_time/* toIso */.tK)(lastRanAt),
        allowed_age_s: Math.round(period / 1000),
    };
}

// EXTERNAL MODULE: ./.build/src/checks/performance-baseline/check.js + 24 modules
var performance_baseline_check = __webpack_require__(6516);
;// CONCATENATED MODULE: ./.build/src/checks/prepared-transactions/check.js






const setting = { max_prepared_transactions: schemas/* number */.aig() };
const transaction = schemas/* object */.Ikc({
    ...setting,
    gid: schemas/* string */.YjP(),
    quoted_gid: schemas/* string */.YjP(),
    /** Null when the role was dropped. */
    owner: schemas/* string */.YjP().nullable(),
    /** Seconds since 1970. */
    prepared_at: schemas/* number */.aig(),
    age_s: schemas/* number */.aig(),
    xid_age: schemas/* number */.aig(),
});
const prepared_transactions_check_row = schemas/* union */.KCZ([transaction, schemas/* object */.Ikc({ ...setting, gid: schemas/* null */.chJ() })]);
/* harmony default export */ const prepared_transactions_check = ((0,check/* defineCheck */.q)({
    id: "prepared-transactions",
    title: "Prepared transactions are finished soon",
    why: "A prepared transaction keeps its locks and holds back vacuum until it is committed or rolled back, even across a restart. A forgotten one brings transaction ID wraparound nearer.",
    category: "vacuum",
    priority: "low",
    options: schemas/* strictObject */.rej({
        // check_postgres warns at 1 s, to detect any use at all. Where they are used on purpose, a transaction manager
        // finishes its own after a restart: an hour is longer than that takes.
        "max-age": (0,units/* duration */.p0)().prefault("1h").describe("How long a transaction may stay prepared."),
    }),
    query: {
        row: prepared_transactions_check_row,
        statement: (server) => server.inRecovery
            ? {
                skipped: {
                    reason: "not-applicable",
                    detail: "A standby lists no prepared transactions: check the primary.",
                },
            }
            : { statement: sql/* sql */.l["prepared-transactions"] },
    },
    evaluate(rows, { options, priority }) {
        const transactions = rows.filter((each) => each.gid !== null);
        return {
            findings: transactions
                .filter(({ age_s }) => age_s * 1_000 >= options["max-age"])
                .map((each) => prepared_transactions_check_finding(each, priority)),
            // Without it a server that cannot prepare any would look like one where all were finished.
            measurements: rows.slice(0, 1).map(({ max_prepared_transactions }) => ({
                max_prepared_transactions,
                prepared_transactions: transactions.length,
            })),
        };
    },
}));
function prepared_transactions_check_finding({ gid, quoted_gid, owner, prepared_at, age_s, xid_age }, priority) {
    return {
        key: gid,
        priority,
        message: `The prepared transaction ${gid} has been neither committed nor rolled back for ${(0,format/* elapsed */.v)(age_s * 1_000)}: it keeps its locks, and vacuum cannot remove rows that died since.`,
        facts: {
            gid,
            owner: owner ?? "a role that was dropped",
            prepared_at: (0,lib_time/* toIso */.tK)(prepared_at * 1_000),
            age_s: Math.round(age_s),
            xid_age,
        },
        fix: {
            // The name is not repeated in the comment, which a line break in it would end.
            sql: `-- In this database, as its owner or a superuser. If the application decided to commit it, use COMMIT PREPARED.\nROLLBACK PREPARED ${quoted_gid};`,
            destructive: true,
            standsAlone: true,
        },
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/query-logging/check.js






/** The values of log_statement, from the one that logs least. */
const LOG_STATEMENTS = ["none", "ddl", "mod", "all"];
const query_logging_check_options = schemas/* strictObject */.rej({
    // The defaults of this option and the next are the document's.
    log_min_duration_statement: (0,units/* duration */.p0)()
        .prefault("1s")
        .describe("Statements that take this long must be logged: the setting may be at most this."),
    log_statement: schemas/* enum */.k5n(LOG_STATEMENTS)
        .default("ddl")
        .describe("What must be logged whatever it takes: the setting must be at least this."),
    roles: schemas/* array */.YOg(schemas/* string */.YjP())
        .min(1)
        .optional()
        .describe("The logins of the application. Without them: the database's own value, and every login that logs less."),
});
/* harmony default export */ const query_logging_check = ((0,check/* defineCheck */.q)({
    id: "query-logging",
    title: "Slow statements and schema changes are logged",
    why: "The log is where a slow statement shows its values and its hour, and where a schema change shows who made it.",
    category: "settings",
    priority: "medium",
    options: query_logging_check_options,
    query: {
        row: effectiveSettingRow,
        statement: () => ({ statement: sql/* sql */.l["query-logging"] }),
    },
    evaluate(rows, context) {
        const roles = context.options.roles ?? (context.server.isSupabase ? LOGIN_ROLES : undefined);
        const { subjects, missing } = settingSubjects(rows, roles, context.server);
        const required = subjects.filter(({ setting }) => setting !== "auto_explain.log_min_duration");
        const unknown = missing.length > 0
            ? {
                reason: "error",
                detail: `What is logged is not known for ${missing.join(", ")}: there is no such role.`,
            }
            : required
                .filter(({ value }) => value === null)
                .map(({ setting }) => hiddenSetting(setting, context.server))[0];
        return {
            findings: required.flatMap((row) => evaluateSetting(row, context)),
            ...(subjects.length > 0 && { measurements: check_measured(subjects) }),
            ...(unknown && { unknown }),
        };
    },
}));
function evaluateSetting(row, { options, server, priority }) {
    if (row.value === null)
        return [];
    const isDuration = row.setting === "log_min_duration_statement";
    const isEnough = isDuration
        ? logsFrom(row.value, options.log_min_duration_statement)
        : levelOf(row.value) >= levelOf(options.log_statement);
    if (isEnough)
        return [];
    const value = isDuration ? writeDuration(options.log_min_duration_statement) : options.log_statement;
    const subject = settingSubject(row, server);
    return [
        {
            key: settingKey(row),
            priority,
            message: isDuration
                ? `Slow statements of ${subject} are not logged from ${value} on.`
                : `Of ${subject}, less than ${value} is logged.`,
            facts: {
                role: row.role_name,
                setting: row.setting,
                value: row.value,
                set_for: row.level,
                wanted: value,
            },
            fix: changeSetting(row, value, server),
        },
    ];
}
/** How much a value of log_statement logs. The system catalogs keep the letters as the user typed them. */
function levelOf(logStatement) {
    const levels = LOG_STATEMENTS;
    return levels.indexOf(logStatement.toLowerCase());
}
/** A value of -1 disables it. log_min_duration_sample does not count, because it logs only a sample. */
function logsFrom(value, maxDuration) {
    const from = settingMilliseconds(value);
    return from !== undefined && from >= 0 && from <= maxDuration;
}
/** One row for each role, with the threshold of auto_explain, which logs plans of slow statements where it is loaded. */
function check_measured(subjects) {
    return [...new Set(subjects.map(({ role_name }) => role_name))].map((role) => ({
        role: role ?? "any other",
        ...Object.fromEntries(subjects.filter(({ role_name }) => role_name === role).map(({ setting, value }) => [setting, value])),
    }));
}

;// CONCATENATED MODULE: ./.build/src/checks/query-statistics/check.js





const query_statistics_check_row = schemas/* object */.Ikc({
    is_loaded: schemas/* boolean */.zMY(),
    other_libraries: schemas/* string */.YjP().nullable(),
    sees_libraries: schemas/* boolean */.zMY(),
    track: schemas/* string */.YjP().nullable(),
    track_level: schemas/* string */.YjP().nullable(),
    has_query_ids: schemas/* boolean */.zMY(),
    capacity: coerce/* number */.ai().nullable(),
    entries: coerce/* number */.ai(),
    hidden: coerce/* number */.ai(),
    calls: coerce/* number */.ai(),
    evictions: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const query_statistics_check = ((0,check/* defineCheck */.q)({
    id: "query-statistics",
    title: "Statement statistics are collected",
    why: "Without pg_stat_statements nobody can tell which query became slow, before or after a deploy.",
    category: "queries",
    priority: "high",
    options: schemas/* strictObject */.rej({}),
    query: {
        row: query_statistics_check_row,
        statement(server) {
            const extension = (0,pg_stat_statements/* statementsOf */.GX)(server);
            if ("unknown" in extension) {
                // Here a missing extension is a finding. Its fix depends on whether the library is loaded, which the query reads.
                return extension.unknown.reason === "extension"
                    ? { statement: sql/* sql */.l["query-statistics.missing"] }
                    : { unknown: extension.unknown };
            }
            const variant = (0,pg_stat_statements/* isVersionAtLeast */.xt)(extension.version, pg_stat_statements/* STATEMENTS_INFO */.MT)
                ? sql/* sql */.l["query-statistics"]
                : sql/* sql */.l["query-statistics.before-1-9"];
            return { statement: variant, schema: extension.schema };
        },
    },
    evaluate([facts], context) {
        if (facts === undefined)
            return {};
        const extension = context.server.extensions.pg_stat_statements;
        const findings = [
            ...(extension === undefined ? [notCreated(context)] : []),
            ...(facts.is_loaded ? [] : [notLoaded(facts, context)]),
            ...(extension !== undefined && facts.is_loaded ? notCounting(facts, context) : []),
            ...(extension === undefined ? [] : tooOld(extension.version, context)),
        ];
        return {
            findings,
            ...(facts.hidden > 0 && {
                unknown: {
                    reason: "permission",
                    detail: "The login sees the statements of its own role only; those of others are hidden from it.",
                    fix: (0,privileges/* grantMonitor */.L)(context.server),
                },
            }),
            ...(extension !== undefined &&
                facts.is_loaded && { measurements: [query_statistics_check_measured(facts, extension.version)] }),
        };
    },
}));
function notCreated({ server, priority }) {
    return {
        key: "extension",
        priority,
        message: `The database ${server.database} has no extension pg_stat_statements.`,
        facts: {},
        fix: { sql: (0,pg_stat_statements/* createStatements */.zY)(server) },
    };
}
function notLoaded(facts, { server, priority }) {
    return {
        key: "library",
        priority,
        message: "The server was started without the library pg_stat_statements, so nothing is counted.",
        facts: {},
        fix: loadLibrary(facts, server),
    };
}
/** ALTER SYSTEM replaces the whole list, so the fix repeats the libraries that are loaded now, where they are visible. */
function loadLibrary({ sees_libraries, other_libraries }, server) {
    if (server.isSupabase) {
        return {
            sql: "-- Supabase loads the library by itself: restart the project, and ask its support if that does not help.",
        };
    }
    if (!sees_libraries) {
        return {
            sql: "-- Add pg_stat_statements to what this shows, in postgresql.conf or the provider's settings; then restart.\nSHOW shared_preload_libraries;",
        };
    }
    const libraries = [...(other_libraries === null ? [] : [other_libraries]), "'pg_stat_statements'"].join(", ");
    return {
        sql: `-- Takes effect when the server is restarted. Where the provider keeps the settings, set it there.\nALTER SYSTEM SET shared_preload_libraries = ${libraries};`,
        standsAlone: true,
    };
}
function notCounting(facts, { server, priority }) {
    if (facts.track === "none") {
        return [
            {
                key: "track",
                priority,
                message: "pg_stat_statements.track is none, so no new statement is counted.",
                facts: { track: facts.track, set_for: facts.track_level },
                fix: trackAgain(facts.track_level, server),
            },
        ];
    }
    if (!facts.has_query_ids) {
        return [
            {
                key: "query-ids",
                priority,
                message: "compute_query_id is off, so statements get no id and no new one is counted.",
                facts: { entries: facts.entries },
                fix: {
                    sql: "-- Then: SELECT pg_reload_conf(); Where the provider keeps the settings, set it there.\nALTER SYSTEM SET compute_query_id = 'auto';",
                    standsAlone: true,
                },
            },
        ];
    }
    // This run has sent statements before this one, so with no calls at all nothing is counted.
    if (facts.calls > 0)
        return [];
    return [
        {
            key: "counting",
            priority,
            message: "pg_stat_statements is loaded but has counted nothing, not even this run's own statements.",
            facts: { track: facts.track, entries: facts.entries, calls: facts.calls },
        },
    ];
}
function trackAgain(level, server) {
    if (level === "database") {
        return { sql: `ALTER DATABASE ${server.quotedDatabase} SET pg_stat_statements.track = 'top';` };
    }
    if (level === "all roles")
        return { sql: "ALTER ROLE ALL SET pg_stat_statements.track = 'top';" };
    return {
        sql: "-- Then: SELECT pg_reload_conf(); Where the provider keeps the settings, set it there.\nALTER SYSTEM SET pg_stat_statements.track = 'top';",
        standsAlone: true,
    };
}
/** After an upgrade of the server the extension keeps its old version, whose column names the manual no longer lists. */
function tooOld(version, { server }) {
    if ((0,pg_stat_statements/* isVersionAtLeast */.xt)(version, pg_stat_statements/* STATEMENTS_EXEC_TIME */.JX))
        return [];
    return [
        {
            key: "version",
            // Statements are counted all the same, but queries from the manual fail.
            priority: "low",
            message: `The extension pg_stat_statements was left at version ${version}; PostgreSQL ${server.version} brings a newer one.`,
            facts: { version },
            fix: { sql: "ALTER EXTENSION pg_stat_statements UPDATE;" },
        },
    ];
}
function query_statistics_check_measured(facts, version) {
    return {
        version,
        track: facts.track,
        statements: facts.entries,
        room_for: facts.capacity,
        evictions: facts.evictions,
        calls: facts.calls,
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/query-summary/check.js






/** Statements of 10³ milliseconds, one second, or more count as slow. */
const SLOW_MAGNITUDE = 3;
/* harmony default export */ const query_summary_check = ((0,check/* defineCheck */.q)({
    id: "query-summary",
    title: "Query performance summary",
    why: "How much the database does and how fast, in one line: a jump between two runs is worth a look.",
    category: "queries",
    priority: "info",
    measures: true,
    window: "statements",
    options: schemas/* strictObject */.rej({}),
    query: {
        row: schemas/* object */.Ikc({
            magnitude: schemas/* number */.aig().nullable(),
            statements: coerce/* number */.ai(),
            hidden: coerce/* number */.ai(),
            calls: schemas/* number */.aig(),
            total_ms: schemas/* number */.aig(),
            evictions: coerce/* number */.ai().nullable(),
        }),
        statement(server) {
            const extension = (0,pg_stat_statements/* statementsOf */.GX)(server);
            if ("unknown" in extension)
                return extension;
            const { version, schema } = extension;
            if ((0,pg_stat_statements/* isVersionAtLeast */.xt)(version, pg_stat_statements/* STATEMENTS_INFO */.MT))
                return { statement: sql/* sql */.l["query-summary"], schema };
            const statement = (0,pg_stat_statements/* isVersionAtLeast */.xt)(version, pg_stat_statements/* STATEMENTS_EXEC_TIME */.JX)
                ? sql/* sql */.l["query-summary.before-1-9"]
                : sql/* sql */.l["query-summary.before-1-8"];
            return { statement, schema };
        },
    },
    evaluate(rows, { server, windows }) {
        if (rows.length === 0)
            return {};
        const sum = (value) => rows.reduce((total, row) => total + value(row), 0);
        const calls = sum((row) => row.calls);
        const { since } = windows.statements;
        const unknown = sum((row) => row.hidden) > 0 ? (0,privileges/* lacksStatistics */.y)(server) : undefined;
        return {
            measurements: [
                {
                    calls,
                    statements: sum((row) => row.statements),
                    slow_statements: sum((row) => row.magnitude !== null && row.magnitude >= SLOW_MAGNITUDE ? row.statements : 0),
                    average_ms: calls === 0 ? null : Math.round((100 * sum((row) => row.total_ms)) / calls) / 100,
                    counted_since_at: since === null ? null : (0,lib_time/* toIso */.tK)(since),
                    evictions: rows[0]?.evictions ?? null,
                },
            ],
            ...(unknown && { unknown }),
        };
    },
}));

;// CONCATENATED MODULE: ./.build/src/checks/query-text-exposure/check.js



/** The roles of Supabase and PostgREST for end users, signed in or not, in the order of the documented default. */
const API_ROLES = ["anon", "authenticated"];
/* harmony default export */ const query_text_exposure_check = ((0,check/* defineCheck */.q)({
    id: "query-text-exposure",
    title: "End users can't read query texts",
    why: "pg_stat_statements shows a role every statement that the same role ran. When all end users share a role, each can read what all others asked.",
    category: "queries",
    priority: "medium",
    options: schemas/* strictObject */.rej({
        roles: schemas/* array */.YOg(schemas/* string */.YjP())
            .min(1)
            .default(API_ROLES)
            .describe("The roles that statements of end users run as. Those that do not exist are left out."),
    }),
    query: {
        row: schemas/* object */.Ikc({
            role_name: schemas/* string */.YjP(),
            quoted_role: schemas/* string */.YjP(),
            reads_texts: schemas/* boolean */.zMY(),
            reads_view: schemas/* boolean */.zMY(),
            reads_all_roles: schemas/* boolean */.zMY(),
            view_name: schemas/* string */.YjP(),
            function_name: schemas/* string */.YjP(),
            owner_name: schemas/* string */.YjP(),
        }),
        statement: (server) => server.extensions.pg_stat_statements === undefined
            ? {
                skipped: { reason: "not-applicable", detail: "This database has no pg_stat_statements to read." },
            }
            : { statement: sql/* sql */.l["query-text-exposure"] },
    },
    evaluate(rows, { options, priority }) {
        if (rows.length === 0)
            return {};
        const endUsers = rows.filter(({ role_name }) => options.roles.includes(role_name));
        if (endUsers.length === 0) {
            return {
                skipped: {
                    reason: "not-applicable",
                    detail: `No role of end users exists here (${options.roles.join(", ")}). Where they share another, name it in this check's "roles".`,
                },
            };
        }
        const readers = endUsers.filter(({ reads_texts }) => reads_texts);
        const [first] = readers;
        if (first === undefined)
            return {};
        const names = readers.map(({ role_name }) => role_name);
        return {
            findings: [
                {
                    key: first.view_name,
                    priority,
                    message: `${names.join(" and ")} may read the statements in pg_stat_statements that ${names.length === 1 ? "it" : "they"} ran, so each end user may read what all others asked.`,
                    facts: {
                        view: first.view_name,
                        readers: names,
                        readers_of_all_roles: readers
                            .filter((role) => role.reads_all_roles)
                            .map((role) => role.role_name),
                        owner: first.owner_name,
                    },
                    fix: {
                        sql: revokeAccess(first, readers.map(({ quoted_role }) => quoted_role)),
                    },
                },
            ],
        };
    },
}));
/** Members of pg_read_all_stats, such as monitoring and Supabase's dashboard, keep their access. */
function revokeAccess(names, readers) {
    const from = ["PUBLIC", ...readers].join(", ");
    return [
        `REVOKE ALL ON ${names.view_name} FROM ${from};`,
        `REVOKE ALL ON FUNCTION ${names.function_name} FROM ${from};`,
        `GRANT SELECT ON ${names.view_name} TO pg_read_all_stats;`,
        `GRANT EXECUTE ON FUNCTION ${names.function_name} TO pg_read_all_stats;`,
    ].join("\n");
}

;// CONCATENATED MODULE: ./.build/src/checks/replication-slots/check.js






const replication_slots_check_row = schemas/* object */.Ikc({
    slot_name: schemas/* string */.YjP(),
    quoted_name: schemas/* string */.YjP(),
    slot_type: schemas/* string */.YjP(),
    database_name: schemas/* string */.YjP().nullable(),
    active: schemas/* boolean */.zMY(),
    /** Null where the slot does not retain WAL yet, or no longer does. */
    retained_bytes: coerce/* number */.ai().nullable(),
    position_unknown: schemas/* boolean */.zMY(),
    wal_status: schemas/* string */.YjP().nullable(),
    invalidation_reason: schemas/* string */.YjP().nullable(),
    /** Null while it is active, and before PostgreSQL 17. */
    inactive_s: schemas/* number */.aig().nullable(),
    held_transactions: coerce/* number */.ai().nullable(),
    /** Null where max_slot_wal_keep_size sets no limit. */
    retained_limit_bytes: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const replication_slots_check = ((0,check/* defineCheck */.q)({
    id: "replication-slots",
    title: "Replication slots are used and keep little WAL",
    why: "A slot keeps WAL until its consumer has read it, and old rows until it needs them no more. When the consumer is gone, the disk fills up and the server stops.",
    category: "capacity",
    priority: "high",
    options: schemas/* strictObject */.rej({
        // For pgdoctor 5 GB is critical, and it warns from 1 GB on. PostgreSQL itself has no limit by default.
        "max-retained": (0,units/* size */.Ej)().prefault("5GB").describe("How much WAL a slot may keep from being removed."),
        // Longer than any restart or upgrade of a consumer.
        "max-inactive": (0,units/* duration */.p0)()
            .prefault("1d")
            .describe("How long a slot may keep WAL without a consumer (PostgreSQL 17 and later tell)."),
        // Half of autovacuum_freeze_max_age's default, at which vacuums against wraparound start, which the slot hinders.
        "max-held-transactions": schemas/* number */.aig()
            .int()
            .min(1)
            .default(100_000_000)
            .describe("How many transactions back a slot may keep vacuum from removing rows."),
    }),
    query: {
        row: replication_slots_check_row,
        statement: () => ({ statement: sql/* sql */.l["replication-slots"] }),
    },
    evaluate: (rows, { options, priority }) => ({
        findings: rows.flatMap((slot) => {
            const problem = problemOf(slot, options);
            if (problem === undefined)
                return [];
            const { message, isMilder, fix } = problem;
            return [
                {
                    key: slot.slot_name,
                    priority: isMilder === true ? (0,core_priority/* atMost */.Tu)(priority, "medium") : priority,
                    message,
                    facts: replication_slots_check_factsOf(slot),
                    ...(fix ? { fix } : {}),
                },
            ];
        }),
        measurements: rows.map(replication_slots_check_factsOf),
        ...(rows.some((slot) => slot.position_unknown)
            ? {
                unknown: {
                    reason: "error",
                    detail: "The standby has not replayed anything yet: try again later.",
                },
            }
            : {}),
    }),
}));
/** The worst of a slot's problems. */
function problemOf(slot, options) {
    return (lostPosition(slot) ??
        missingConsumer(slot, options) ??
        heldBackVacuum(slot, options["max-held-transactions"]) ??
        lateConsumer(slot, options["max-retained"]));
}
function lostPosition(slot) {
    if (slot.wal_status === "lost" || slot.invalidation_reason !== null) {
        const reason = slot.invalidation_reason ?? "wal_removed";
        return {
            message: `${titleOf(slot)} is no longer valid (${reason}): its consumer has to be set up anew.`,
            fix: drop(slot),
        };
    }
    if (slot.wal_status !== "unreserved")
        return undefined;
    return {
        message: `${titleOf(slot)} is about to lose WAL that its consumer still needs: the next checkpoint may remove it.`,
    };
}
function missingConsumer(slot, options) {
    if (slot.active)
        return undefined;
    const retained = slot.retained_bytes ?? 0;
    if (retained > options["max-retained"]) {
        return {
            message: `${titleOf(slot)} has no consumer and keeps ${inGigabytes(retained)} of WAL.`,
            fix: drop(slot),
        };
    }
    const inactive = (slot.inactive_s ?? 0) * 1_000;
    if (retained <= 0 || inactive < options["max-inactive"])
        return undefined;
    return {
        message: `${titleOf(slot)} has had no consumer for ${(0,format/* elapsed */.v)(inactive)}, and the WAL that it keeps only grows.`,
        fix: drop(slot),
    };
}
function heldBackVacuum(slot, maxHeld) {
    const held = slot.held_transactions ?? 0;
    if (held < maxHeld)
        return undefined;
    const message = `${titleOf(slot)} keeps vacuum from removing what died in the last ${held.toLocaleString("en-US")} transactions.`;
    return slot.active ? { message } : { message, fix: drop(slot) };
}
/** The consumer of an active slot may still catch up. */
function lateConsumer(slot, maxRetained) {
    const retained = slot.retained_bytes ?? 0;
    if (retained <= maxRetained)
        return undefined;
    return {
        message: `The consumer of ${slot.slot_name} lags behind by ${inGigabytes(retained)} of WAL.`,
        isMilder: true,
    };
}
function titleOf(slot) {
    return `The replication slot ${slot.slot_name}`;
}
function drop(slot) {
    return {
        sql: `-- Only when its consumer is gone for good, or has to be set up anew anyway.\nSELECT pg_drop_replication_slot(${slot.quoted_name});`,
        destructive: true,
    };
}
function replication_slots_check_factsOf(slot) {
    return {
        slot: slot.slot_name,
        type: slot.slot_type,
        database: slot.database_name,
        active: slot.active,
        retained_wal_bytes: slot.retained_bytes,
        retained_limit_bytes: slot.retained_limit_bytes,
        wal_status: slot.wal_status,
        invalidation_reason: slot.invalidation_reason,
        inactive_s: slot.inactive_s === null ? null : Math.round(slot.inactive_s),
        held_transactions: slot.held_transactions,
    };
}
function inGigabytes(bytes) {
    return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

;// CONCATENATED MODULE: ./.build/src/checks/review/check.js





/* harmony default export */ const review_check = ((0,check/* defineCheck */.q)({
    id: "review",
    title: "The review is held in time",
    why: "Thresholds, ignores and attestations age. A review that nobody remembers is a review that nobody holds.",
    category: "monitoring",
    shownAs: "review",
    priority: "low",
    options: schemas/* strictObject */.rej({
        last: iso/* date */.p6("write the day of the last review, like 2026-11-16")
            .optional()
            .describe("The day of the last review, like 2026-11-16."),
        every: (0,units/* duration */.p0)().prefault("7d").describe("The time from one review to the next."),
    }),
    evaluate(_rows, { options: { last, every }, now, priority }) {
        if (last === undefined) {
            return {
                skipped: {
                    reason: "not-configured",
                    detail: "No review is declared. Add to the configuration `checks: { review: { last: 2026-11-16, every: 7d } }`.",
                },
            };
        }
        const reviewedAt = (0,lib_time/* startOfDay */.ol)(last);
        const dueAt = reviewedAt + every;
        const facts = { last_review: last, due_at: (0,lib_time/* toDate */.ay)(dueAt) };
        // A date has no time zone: a day of grace covers those ahead of UTC, and below those behind it.
        if (reviewedAt > now + lib_time/* DAY */.d_) {
            return {
                findings: [
                    { key: "review", priority, message: `The last review, ${last}, is a day in the future.`, facts },
                ],
            };
        }
        // A review on the day on which it is due is still in time.
        if (now < dueAt + lib_time/* DAY */.d_)
            return { measurements: [facts] };
        return {
            findings: [
                {
                    key: "review",
                    priority,
                    message: `The review was due on ${facts.due_at}, ${(0,format/* elapsed */.v)(now - dueAt)} ago: hold it, and write its day into checks.review.last.`,
                    facts,
                },
            ],
        };
    },
}));

;// CONCATENATED MODULE: ./.build/src/checks/shared/migration-files/version.js

/** A number of at least this many digits is a timestamp, which identifies its migration anywhere in a line. */
const DIGITS_OF_A_DATE = 8;
/** The number in a migration's name, `20261101090000` or `1.1`; undefined when it has none. */
function migrationNumber(file) {
    const { flyway, digits } = /^(?:V(?<flyway>\d+(?:[._]\d+)*)__|(?<digits>\d+))/.exec(stemOf(file))?.groups ?? {};
    return digits ?? flyway?.replaceAll("_", ".");
}
/** Whether a line of a changelog names this migration, by its whole name or by its number. */
function mentions(line, file) {
    if (holds(line, stemOf(file), /[\w-]/))
        return true;
    const number = migrationNumber(file);
    if (number === undefined)
        return false;
    if (number.length >= DIGITS_OF_A_DATE && !number.includes("."))
        return holds(line, number, /\d/);
    const beginning = /^\W*(?:(?:migration|version|number|no|v)[\s.:#]*)?0*(\d+(?:\.\d+)*)(?![\w-]|\.\d)/i;
    return beginning.exec(line)?.[1] === withoutZeros(number);
}
/** Whether a line contains a text as a whole, with none of these characters before or after it. */
function holds(line, text, joined) {
    for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
        const neighbours = [line[at - 1] ?? "", line[at + text.length] ?? ""];
        if (!neighbours.some((character) => joined.test(character)))
            return true;
    }
    return false;
}
/** The file's name without folder and extension. Of a Prisma migration it is the folder's name. */
function stemOf(file) {
    const name = file
        .replace(/\/migration\.sql$/, "")
        .split("/")
        .at(-1) ?? file;
    return name.replace(/(\.(up|down))?\.[A-Za-z]+$/, "");
}

;// CONCATENATED MODULE: ./.build/src/checks/schema-changelog/changelog.js
/** The fields that the document requires of an entry besides the migration's number. */
const ENTRY_FIELDS = ["date", "purpose", "impact"];
/** The labels that people use for the fields, in lower case. */
const LABELS = new Map([
    ["date", "date"],
    ["purpose", "purpose"],
    ["why", "purpose"],
    ["impact", "impact"],
    ["effect", "impact"],
    ["effects", "impact"],
]);
const NUMBER_LABELS = new Set(["migration", "migrations", "number", "migration number", "version", "file"]);
/** Every entry of a document. A section within a section is an entry too. */
function entriesOf(parts) {
    return parts.flatMap((part, index) => {
        if ("heading" in part)
            return sectionsOf(part, parts.slice(index + 1));
        if ("row" in part)
            return [rowOf(part.row)];
        return [];
    });
}
/** The section below a heading; one entry for each line in it that names a migration, when several do. */
function sectionsOf({ heading, level }, rest) {
    const end = rest.findIndex((part) => "heading" in part && part.level <= level);
    const body = end < 0 ? rest : rest.slice(0, end);
    const nextHeading = body.findIndex((part) => "heading" in part);
    const own = nextHeading < 0 ? body : body.slice(0, nextHeading);
    const starts = own.flatMap((part, index) => (numberIn(part) === undefined ? [] : [index]));
    if (starts.length > 1) {
        return starts.map((start, index) => {
            const lines = own.slice(start, starts[index + 1]);
            return { names: [numberIn(lines[0]) ?? ""], filled: filledIn("", lines) };
        });
    }
    const names = [heading, ...own.flatMap((part) => numberIn(part) ?? [])];
    return [{ names, filled: filledIn(heading, body) }];
}
function rowOf(row) {
    const cells = Object.entries(row);
    const filled = cells.flatMap(([column, text]) => {
        const field = LABELS.get(changelog_normal(column));
        return field !== undefined && hasContent(field, text) ? [field] : [];
    });
    return { names: cells.map(([, text]) => text), filled: new Set(filled) };
}
/** The text after the label of a line like "Migration: 20261101090000". */
function numberIn(part) {
    if (part === undefined || !("depth" in part))
        return undefined;
    const { label, text } = labelled(part);
    return label !== undefined && NUMBER_LABELS.has(label) ? text : undefined;
}
/** The fields that say something in the lines of an entry. */
function filledIn(heading, body) {
    const reader = new FieldReader(heading);
    for (const part of body)
        reader.read(part);
    return reader.filled();
}
/** Collects the text of each field while the lines of an entry are read in their order. */
class FieldReader {
    #texts = new Map();
    /** The field whose label was read last: lines that follow belong to it. */
    #field;
    /** How many lists are around that label. Lines that are less deep do not belong to its field. */
    #depth = 0;
    constructor(heading) {
        this.#texts.set("date", /\d{4}-\d{2}-\d{2}/.exec(heading)?.[0] ?? "");
    }
    read(part) {
        if ("heading" in part)
            this.#begin(LABELS.get(changelog_normal(part.heading)), -1);
        else if ("row" in part)
            this.#readRow(part.row);
        else if ("code" in part)
            this.#add(part.code);
        else
            this.#readLine(part);
    }
    filled() {
        return new Set([...this.#texts].flatMap(([name, text]) => (hasContent(name, text) ? [name] : [])));
    }
    /** A row whose first cell is a label holds its whole field. */
    #readRow(row) {
        const cells = Object.values(row);
        const field = LABELS.get(changelog_normal(cells[0] ?? ""));
        if (field === undefined)
            this.#add(cells.join(" "));
        else
            this.#texts.set(field, cells.slice(1).join(" "));
    }
    #readLine(part) {
        const { label, text } = labelled(part);
        const field = label === undefined ? undefined : LABELS.get(label);
        if (field !== undefined) {
            this.#begin(field, part.depth);
            this.#add(text);
        }
        else if (label !== undefined && part.depth <= this.#depth) {
            // A label at the same depth that is not one of the fields' ends the previous field.
            this.#field = undefined;
        }
        else if (part.depth >= this.#depth) {
            this.#add(`${label ?? ""} ${text}`);
        }
    }
    #begin(field, depth) {
        this.#field = field;
        this.#depth = depth;
    }
    #add(text) {
        if (this.#field !== undefined)
            this.#texts.set(this.#field, `${this.#texts.get(this.#field) ?? ""} ${text}`);
    }
}
/** A bold beginning is a label, and so is a word before a colon, or a known label alone on its line. */
function labelled(part) {
    if (part.label !== undefined)
        return { label: changelog_normal(part.label), text: part.text };
    const match = /^(?<label>\p{L}[\p{L} ]{0,30}?)\s*:(?:\s+(?<text>.*))?$/su.exec(part.text);
    if (match?.groups !== undefined) {
        return { label: changelog_normal(match.groups.label ?? ""), text: match.groups.text ?? "" };
    }
    return LABELS.has(changelog_normal(part.text)) ? { label: changelog_normal(part.text), text: "" } : { text: part.text };
}
function changelog_normal(label) {
    return label.trim().replace(/:$/, "").trim().toLowerCase();
}
/** Whether the text is more than a placeholder. A date must contain a digit. */
function hasContent(field, text) {
    if (field === "date")
        return /\d/.test(text);
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.some((word) => !/^(todo|tbd|tba|fixme|xxx)$/i.test(word));
}

;// CONCATENATED MODULE: ./.build/src/checks/schema-changelog/check.js








/** The document's own path comes first. */
const DEFAULT_FILES = [
    "supabase/SCHEMA_CHANGELOG.md",
    "docs/SCHEMA_CHANGELOG.md",
    "db/SCHEMA_CHANGELOG.md",
    "SCHEMA_CHANGELOG.md",
];
const schema_changelog_check_options = schemas/* strictObject */.rej({
    file: schemas/* string */.YjP()
        .min(1)
        .transform(cleanPath)
        .optional()
        .describe("The changelog, a Markdown file, from the repository's root. Default: SCHEMA_CHANGELOG.md where it is."),
    directory: directoryOption,
    since: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()])
        .transform(String)
        .pipe(schemas/* string */.YjP().regex(/^\d+(\.\d+)*$/, 'write the number of the first migration, like "20251116220935"'))
        .optional()
        .describe("The number of the first migration that must have an entry. Default: all of them."),
});
/* harmony default export */ const schema_changelog_check = ((0,check/* defineCheck */.q)({
    id: "schema-changelog",
    title: "Every migration has its entry in the changelog",
    why: "A migration's file says what it does, not why it was needed and what it changes for others. A year later the changelog is all that tells.",
    category: "migrations",
    priority: "low",
    options: schema_changelog_check_options,
    sources: ({ file, directory }) => [
        ...migrationSources(toolsOf("auto", directory), directory),
        ...(file === undefined ? DEFAULT_FILES : [file]).map(documentSource),
    ],
    evaluate(_rows, { options: { file, directory, since }, priority, sources }) {
        const changelog = findChangelog(sources, file);
        if ("unknown" in changelog)
            return changelog;
        const isDeclared = file !== undefined || directory !== undefined || since !== undefined;
        if (changelog.parts === null && !isDeclared)
            return { skipped: NOT_CONFIGURED };
        const folder = findFolder(sources, toolsOf("auto", directory), directory);
        if (folder === undefined)
            return { unknown: notCheckedOut(directory ?? "of migrations") };
        if ("unknown" in folder)
            return folder;
        const migrations = folder.migrations
            .map((migration) => ({ ...migration, number: migrationNumber(migration.file) }))
            .filter(({ number }) => number !== undefined && (since === undefined || compareDotted(number, since) >= 0));
        if (migrations.length === 0) {
            const isFound = directory !== undefined || folder.migrations.length > 0;
            const detail = isFound
                ? `${folder.path} holds no migrations${since === undefined ? "" : ` from ${since} on`}.`
                : "No folder of migrations was found where tools usually keep it: name it in this check's directory.";
            return { skipped: { reason: "not-applicable", detail } };
        }
        const entries = entriesOf(changelog.parts ?? []);
        const findings = migrations.flatMap((migration) => {
            const path = `${folder.path}/${migration.file}`;
            const missing = missingIn(entries, migration.file);
            if (missing.length === 0)
                return [];
            const message = changelog.parts === null
                ? `${migration.file} has no entry, for there is no ${changelog.path}.`
                : `${migration.file} ${missing.includes("number") ? "has no entry" : `has an entry without ${missing.join(" and ")}`} in ${changelog.path}.`;
            return [
                {
                    key: path,
                    priority,
                    message,
                    facts: { migration: path, changelog: changelog.path, missing },
                    file: path,
                },
            ];
        });
        return {
            findings,
            measurements: [
                {
                    changelog: changelog.path,
                    migrations: migrations.length,
                    with_entry: migrations.length - findings.length,
                },
            ],
        };
    },
}));
const NOT_CONFIGURED = {
    reason: "not-configured",
    detail: 'No schema changelog was found. Say where it is, and from which migration on it is kept:\nchecks:\n  schema-changelog: { file: supabase/SCHEMA_CHANGELOG.md, since: "20251116220935" }',
};
/** The declared file, or the first of the default ones that exists; parts are null when there is none. */
function findChangelog(sources, file) {
    let parts = null;
    let path = file ?? DEFAULT_FILES[0] ?? "";
    for (const candidate of file === undefined ? DEFAULT_FILES : [file]) {
        const source = sources.get(documentSource(candidate));
        if ("unknown" in source)
            return source;
        if (parts !== null || "skipped" in source || source.value === null)
            continue;
        [parts, path] = [source.value, candidate];
    }
    return { path, parts };
}
/** What the most complete entry of a migration lacks; without an entry also the number. */
function missingIn(entries, file) {
    const lacks = entries
        .filter(({ names }) => names.some((name) => mentions(name, file)))
        .map(({ filled }) => ENTRY_FIELDS.filter((field) => !filled.has(field)));
    const [best] = lacks.sort((a, b) => a.length - b.length);
    return best ?? ["number", ...ENTRY_FIELDS];
}

;// CONCATENATED MODULE: ./.build/src/checks/sequence-exhaustion/check.js



/** The statement returns only sequences of which at least this share is used. */
const LEAST_PERCENT = 50;
const sequence_exhaustion_check_row = schemas/* object */.Ikc({
    schema_name: schemas/* string */.YjP(),
    /** Null in a row that counts the sequences of a schema that the monitoring role can't read. */
    sequence_name: schemas/* string */.YjP().nullable(),
    hidden: coerce/* number */.ai(),
    sequence_type: schemas/* string */.YjP().nullable(),
    table_name: schemas/* string */.YjP().nullable(),
    column_name: schemas/* string */.YjP().nullable(),
    column_type: schemas/* string */.YjP().nullable(),
    column_ends_first: schemas/* boolean */.zMY().nullable(),
    ascending: schemas/* boolean */.zMY().nullable(),
    last_value: coerce/* number */.ai().nullable(),
    last_possible: coerce/* number */.ai().nullable(),
    used_percent: schemas/* number */.aig().nullable(),
});
/* harmony default export */ const sequence_exhaustion_check = ((0,check/* defineCheck */.q)({
    id: "sequence-exhaustion",
    title: "Sequences have numbers left",
    why: "When a sequence or the column it fills has no number left, every insert into the table fails, at once and until the column is rebuilt.",
    category: "capacity",
    priority: "high",
    options: schemas/* strictObject */.rej({
        // pgdoctor warns at 75 and fails at 90.
        "max-used-percent": schemas/* number */.aig()
            .min(LEAST_PERCENT, "at least 50: what is less than half used is never looked at")
            .max(100)
            .default(80)
            .describe("A sequence that has used this share of its numbers is a finding. At least 50."),
    }),
    query: {
        row: sequence_exhaustion_check_row,
        statement: () => ({ statement: sql/* sql */.l["sequence-exhaustion"] }),
    },
    evaluate(rows, { options, priority, server }) {
        const hidden = rows.filter((row) => row.sequence_name === null);
        const hiddenCount = hidden.reduce((sum, row) => sum + row.hidden, 0);
        return {
            findings: rows.flatMap((row) => {
                if (row.sequence_name === null || (row.used_percent ?? 0) < options["max-used-percent"])
                    return [];
                return {
                    key: row.sequence_name,
                    priority,
                    message: sequence_exhaustion_check_message(row),
                    facts: {
                        sequence: row.sequence_name,
                        table: row.table_name,
                        column: row.column_name,
                        column_type: row.column_type,
                        last_value: row.last_value,
                        last_possible: row.last_possible,
                        used_percent: Math.floor((row.used_percent ?? 0) * 10) / 10,
                    },
                    fix: widen(row),
                };
            }),
            ...(hiddenCount > 0 && {
                unknown: {
                    reason: "permission",
                    detail: `The login may not read where ${hiddenCount === 1 ? "1 sequence stands" : `${hiddenCount} sequences stand`}. SELECT on a sequence shows its counter and nothing else.`,
                    fix: hidden
                        .map((row) => `GRANT SELECT ON ALL SEQUENCES IN SCHEMA ${row.schema_name} TO ${server.login};`)
                        .join("\n"),
                },
            }),
        };
    },
}));
function sequence_exhaustion_check_message(row) {
    const number = Math.abs((row.last_possible ?? 0) - (row.last_value ?? 0));
    const remaining = number.toLocaleString("en-US");
    const used = `${Math.floor(row.used_percent ?? 0)} % of its numbers`;
    return row.column_ends_first
        ? `${row.sequence_name} has used ${used}: the column ${row.table_name}.${row.column_name} is only ${row.column_type} and takes ${remaining} more.`
        : `${row.sequence_name} has used ${used}: ${remaining} ${number === 1 ? "is" : "are"} left.`;
}
function widen(row) {
    const bound = row.ascending ? "NO MAXVALUE" : "NO MINVALUE";
    const sequence = `ALTER SEQUENCE ${row.sequence_name} AS bigint ${bound};`;
    if (row.column_name === null)
        return { sql: sequence };
    return {
        sql: [
            "-- Rewrites the table and blocks it meanwhile; columns that refer to it need the same. The check's page",
            "-- says how to do it without a stop.",
            `ALTER TABLE ${row.table_name} ALTER COLUMN ${row.column_name} TYPE bigint;`,
            sequence,
        ].join("\n"),
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/slowdown.js

/** Nightly runs come an hour early or late; less than a day has other hours in it than the next. */
const SHORTEST = 20 * lib_time/* HOUR */.dp;
/** So many times as long as it took the last time, a verdict waits for enough calls; a week is among them. */
const PATIENCE = 10;
/** But no longer than this: what runs no more went with the code that sent it. */
const LONGEST = 30 * lib_time/* DAY */.d_;
/** Nightly runs make a week of it, so that its working days and its Sunday are among them, and the newest. */
const MEANS_KEPT = 8;
/** What is usual must have been seen for so long, and more than once. */
const LEARNING = 7 * lib_time/* DAY */.d_;
const MEANS_NEEDED = 2;
/** As many bad nights in a row as a weekend has are usual once they are over: they may come every week. */
const SPIKE = 2;
/** A few calls that waited for a lock, or had heavier parameters, raise the mean by less than this many errors. */
const ERRORS_BEYOND_CHANCE = 3;
/** People wait for what takes this long: PgHero calls a query slow from here on. */
const NOTICEABLE_MEAN = 20;
/** SQL Server's automatic correction of plans acts on this much too. */
const NOTICEABLE_ADDED = 10_000;
/** Nobody waits for a faster one, but the server works so much more in a day. */
const BURDEN_ADDED = 600_000;
/**
 * What is remembered of a statement after this look at its counters. An interval ends with the first look that has
 * enough calls since it began; until then they add up, and the last interval's verdict stands. Looking again at the
 * same time changes nothing.
 *
 * @param since of a statement that is met for the first time: since when its counters have counted
 */
function observe(now, held, at, rule, since = at) {
    // A later run looked already; one that is more than a day ahead had a wrong clock.
    if (held !== undefined && held.at >= at && held.at - at <= lib_time/* DAY */.d_)
        return held;
    if (held === undefined)
        return firstObservation(now, at, since, rule);
    const interval = intervalSince(held, now, at);
    if (interval === undefined)
        return firstObservation(now, at, at, rule);
    const isOver = interval.calls >= rule.minCalls ? SHORTEST : patienceWith(held);
    if (at - held.at < isOver)
        return held;
    const slowed = held.slowed + 1;
    const known = { last: interval, before: typicalAfter(held, rule), since: held.since, slowed };
    const isSlowdown = slowdownFrom(known, rule) !== null;
    const spike = isSlowdown || held.slowed === 0 || held.slowed > SPIKE ? null : held.last;
    const before = spike === null ? known.before : withMean(held.before, spike.mean);
    return { ...startOf(now, at), ...known, before, slowed: isSlowdown ? slowed : 0 };
}
function patienceWith({ last }) {
    return last === null ? LONGEST : Math.min(LONGEST, PATIENCE * (last.to - last.from));
}
/** The mean of all that was counted so far is the first of those that tell what is usual. */
function firstObservation(now, at, since, { minCalls }) {
    const before = now.calls >= minCalls ? [slowdown_short(now.ms / now.calls)] : [];
    return { ...startOf(now, at), since: Math.min(since, at), last: null, before, slowed: 0 };
}
/** An interval with enough calls; null when there were too few for as long as we wait. */
function judgedInterval({ last }, { minCalls }) {
    return last !== null && last.calls >= minCalls ? last : null;
}
/**
 * The mean before the last interval, when that one is a slowdown against it: beyond what is usual, and it matters to
 * somebody. One that is told already stays one over a quiet weekend.
 */
function slowdownFrom(known, rule) {
    const interval = judgedInterval(known, rule);
    const typical = exceeded(known, rule);
    if (interval === null || typical === null || known.slowed === 0)
        return null;
    const { mean, calls, from, to } = interval;
    const addedPerDay = ((mean - typical) * calls * lib_time/* DAY */.d_) / (to - from);
    const matters = addedPerDay >= BURDEN_ADDED || (mean >= NOTICEABLE_MEAN && addedPerDay >= NOTICEABLE_ADDED);
    return matters || isLasting(known) ? typical : null;
}
/** The slowest of the week before, when the last interval is slower by too much, and by more than chance. */
function exceeded(known, rule) {
    const { before, since } = known;
    const interval = judgedInterval(known, rule);
    if (interval === null || before.length < MEANS_NEEDED || interval.to - since < LEARNING)
        return null;
    const { mean, doubt } = interval;
    const typical = Math.max(...settled(before));
    if (typical === 0)
        return null;
    // It is gone when it is nearer to what is usual than to what was told, or it would come and go with each day's load.
    if (isLasting(known))
        return mean > Math.sqrt(rule.maxSlowdown) * typical ? typical : null;
    return mean > rule.maxSlowdown * typical && mean - ERRORS_BEYOND_CHANCE * doubt > typical ? typical : null;
}
function isLasting({ slowed }) {
    return slowed > 1;
}
/**
 * Without the newest: the deploy may have been in the middle of it, and half a slowdown, too little to be told, would
 * hide the whole one that comes after it.
 */
function settled(before) {
    return before.slice(0, Math.max(MEANS_NEEDED, before.length - 1));
}
/** What is too slow never becomes what is usual: it is told until it is gone, or as soon as it matters. */
function typicalAfter(held, rule) {
    const interval = judgedInterval(held, rule);
    if (interval === null || exceeded(held, rule) !== null)
        return held.before;
    return withMean(held.before, interval.mean);
}
function withMean(before, mean) {
    return [...before, mean].slice(-MEANS_KEPT);
}
function startOf({ entries, calls, ms, squares }, at) {
    return { entries, at, calls, ms: Math.floor(ms), squares: Math.floor(squares) };
}
/** Undefined when the counters did not go on from where they were: a difference would be no time that anybody spent. */
function intervalSince(held, now, at) {
    const calls = now.calls - held.calls;
    // What memory holds is rounded down.
    const ms = now.ms - held.ms;
    const squares = now.squares - held.squares;
    if (now.entries !== held.entries || held.at > at || calls < 0 || ms < 0 || squares < 0)
        return undefined;
    const atLeast = ms - 1;
    if (calls === 0)
        return atLeast > 0 ? undefined : { from: held.at, to: at, calls, mean: 0, doubt: 0 };
    // No mean is above the slowest call's, and no sum of squares below the mean's: where an entry was thrown out and
    // came back, such things are seen.
    if (now.slowest > 0 && atLeast > now.slowest * calls)
        return undefined;
    if (atLeast > 0 && atLeast ** 2 / calls > squares + 1 + now.squares * 1e-9)
        return undefined;
    const mean = ms / calls;
    const variance = Math.max(0, squares - calls * mean ** 2) / Math.max(1, calls - 1);
    return { from: held.at, to: at, calls, mean: slowdown_short(mean), doubt: slowdown_short(Math.sqrt(variance / calls)) };
}
/** Five digits: memory has little room. */
function slowdown_short(value) {
    return Number(value.toPrecision(5));
}

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/pace.js

/**
 * Wherever memory has one, the last interval with enough calls counts, so that a slow past is soon forgotten and a
 * fast one hides nothing. What memory met for the first time at the last run is judged by all that was counted.
 *
 * @param now when the run began
 */
function meanTimeOf(counted, { now, stored }, rule) {
    const held = stored?.(counted.id);
    const remembered = held === undefined ? undefined : observe(counted, held, now, rule);
    const isOver = (mean) => mean > rule.maxMeanTime;
    if (remembered === undefined || remembered.last === null) {
        const { calls } = counted;
        const mean = counted.ms / calls;
        const isSlow = isOver(mean) && calls >= rule.minCalls;
        return { mean, calls, interval: null, isOld: false, isSlow, typical: null };
    }
    const { last } = remembered;
    return {
        mean: last.mean,
        calls: last.calls,
        interval: last,
        isOld: last.to < now,
        isSlow: judgedInterval(remembered, rule) !== null && isOver(last.mean),
        typical: slowdownFrom(remembered, rule),
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/query-text.js
/** What stays of a statement in a report: enough to find it in the code. */
const SHOWN = 200;
/** An end that the cut may have taken away is as good as the real one. */
const PARTS = [
    /"(?:[^"]|"")*(?:"|$)/, // a quoted name, which stays
    /\/\*[\s\S]*?(?:\*\/|$)/, // comments
    /--[^\n]*/,
    /\bE'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/, // literals
    /'(?:[^']|'')*(?:'|$)/,
    /\$(?<tag>[a-z_]*)\$[\s\S]*?(?:\$\k<tag>\$|$)/,
    /(?<![\w$.])\d+(?:\.\d+)?(?!\w)/,
];
const PART = new RegExp(PARTS.map(({ source }) => source).join("|"), "gi");
/**
 * A statement as pg_stat_statements keeps it, on one line, cut short. Comments go, for frameworks write users and
 * routes into them. So do literals: PostgreSQL leaves them in place when it threw a statement out while it ran.
 */
function showStatement(text) {
    const line = text
        .replace(PART, (part) => {
        if (part.startsWith('"'))
            return part;
        return part.startsWith("/*") || part.startsWith("--") ? " " : "…";
    })
        .replace(/\s+/g, " ")
        .trim();
    return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

// EXTERNAL MODULE: ./.build/src/core/check-state.js
var check_state = __webpack_require__(9715);
;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/stored-statement.js


const intervalSchema = schemas/* object */.Ikc({
    from: run_stamp/* time */.kB,
    to: run_stamp/* time */.kB,
    calls: run_stamp/* count */.U9,
    /** Milliseconds. */
    mean: run_stamp/* count */.U9,
    /** The standard error of the mean. */
    doubt: run_stamp/* count */.U9,
});
/** One statement of pg_stat_statements, and how fast it was: see slowdown.ts. */
const storedStatementSchema = schemas/* object */.Ikc({
    ref: schemas/* string */.YjP(),
    /** Which of the server's entries are summed up here. */
    entries: run_stamp/* count */.U9,
    /** When the running interval began, and the counters then; `ms` and `squares` rounded down. */
    at: run_stamp/* time */.kB,
    calls: run_stamp/* count */.U9,
    ms: run_stamp/* count */.U9,
    squares: run_stamp/* count */.U9,
    /** The last interval that ended: what the statement is evaluated by. */
    last: intervalSchema.nullable(),
    /** Mean times before that one, oldest first; without those that were too slow. */
    before: schemas/* array */.YOg(run_stamp/* count */.U9),
    /** How many intervals in a row, up to that one, are a slowdown. */
    slowed: run_stamp/* count */.U9,
    /** Since when those tell of it. */
    since: run_stamp/* time */.kB,
});

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/state.js



/** As many as the query gives, slow or not. */
const KEPT = 100;
/** Room for those that are no longer among the first: they may come back. */
const KEPT_WITH_UNSEEN = 120;
/** The statements that took the most time, with their mean times of the days before. */
const statementState = {
    entry: storedStatementSchema,
    namespace: "statement",
    update({ counters, rule }, { at, clock, previous, lookup }) {
        const known = previous === undefined ? [] : statementState.comparable(previous, clock);
        const { find, rest } = lookup(known);
        // Later a statement is new, or new among the first: what it took before is not known.
        const since = known.length === 0 ? (clock.window ?? at) : at;
        const seen = counters.flatMap((counted, place) => {
            const { ref, entry } = find(counted.id);
            return place < KEPT || entry !== undefined
                ? [{ ...observe(counted, entry, at, rule, since), ref }]
                : [];
        });
        return [...seen, ...rest()].slice(0, KEPT_WITH_UNSEEN);
    },
    // After a reset, a promotion or on another server there is nothing to compare with.
    comparable: (stored, clock) => ((0,check_state/* isSameClock */.z)(clock, stored) ? stored.list : []),
    trim: [{ turn: "first", size: (list) => list.length, least: 0, cut: (list, size) => list.slice(0, size) }],
};

;// CONCATENATED MODULE: ./.build/src/checks/slow-queries/check.js












/** The statement leaves out what is faster or ran less often. PgHero calls a query slow from 20 ms on. */
const LEAST_MEAN_TIME = 20;
const LEAST_CALLS = 2;
/** PostgreSQL 14 brought the version of the extension that tells since when it counts. */
const TELLS_WINDOW = 140_000;
// 1s is the document's. An average of 20 runs is not one cold start; PgHero waits for 100. A day holds an
// application's busy hours and its nightly jobs. pgbot too calls twice as slow a slowdown.
const slow_queries_check_options = schemas/* strictObject */.rej({
    "max-mean-time": (0,units/* duration */.p0)()
        .refine((time) => time >= LEAST_MEAN_TIME, "faster statements than 20ms are never looked at")
        .prefault("1s")
        .describe("A statement is slow when it takes longer than this on average. At least 20ms."),
    "max-slowdown": schemas/* number */.aig()
        .min(1.2)
        .default(2)
        .describe("A statement has slowed down when it takes more than this many times as long as before."),
    "min-calls": schemas/* int */.Whr()
        .min(LEAST_CALLS)
        .default(20)
        .describe("A statement that ran less often is left alone. At least 2."),
    "observed-for": (0,units/* duration */.p0)()
        .prefault("1d")
        .describe("Without a slow statement, the counters must have counted this long for a pass. 0s asks for nothing."),
});
const slow_queries_check_row = schemas/* object */.Ikc({
    query_id: schemas/* string */.YjP(),
    entries: schemas/* number */.aig(),
    calls: schemas/* number */.aig(),
    total_ms: schemas/* number */.aig(),
    squares: schemas/* number */.aig(),
    max_ms: schemas/* number */.aig(),
    row_count: schemas/* number */.aig(),
    database_ms: schemas/* number */.aig(),
    has_text: schemas/* boolean */.zMY(),
    query: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const slow_queries_check = ((0,check/* defineCheck */.q)({
    id: "slow-queries",
    title: "Queries answer fast",
    why: "A query that is slow on average makes its users wait each time, and holds a connection and locks meanwhile.",
    category: "queries",
    priority: "medium",
    window: "statements",
    options: slow_queries_check_options,
    query: {
        row: slow_queries_check_row,
        statement(server) {
            const extension = (0,pg_stat_statements/* statementsOf */.GX)(server);
            if ("unknown" in extension)
                return extension;
            const statement = (0,pg_stat_statements/* isVersionAtLeast */.xt)(extension.version, pg_stat_statements/* STATEMENTS_EXEC_TIME */.JX)
                ? sql/* sql */.l["slow-queries"]
                : sql/* sql */.l["slow-queries.before-1-8"];
            return { statement, schema: extension.schema };
        },
    },
    state: {
        ...statementState,
        read: (rows, wanted) => ({ counters: rows.map(countersOf), rule: ruleOf(wanted) }),
    },
    evaluate(rows, context) {
        const troubled = rows.flatMap((each) => {
            const meanTime = meanTimeOf(countersOf(each), context, {
                ...ruleOf(context.options),
                maxMeanTime: context.options["max-mean-time"],
            });
            return meanTime.isSlow || meanTime.typical !== null ? [{ row: each, meanTime }] : [];
        });
        const known = troubled.filter((each) => each.row.has_text);
        const unknown = reasonForUnknown(context, {
            slow: known.length,
            nameless: troubled.length - known.length,
        });
        return {
            findings: known.map((each) => ({ ...check_findingOf(each.row, each.meanTime), priority: context.priority })),
            ...(unknown && { unknown }),
        };
    },
}));
function check_findingOf(counted, meanTime) {
    const { mean, calls, interval, typical } = meanTime;
    return {
        key: counted.query_id,
        message: tell(meanTime),
        facts: {
            statement: counted.query === null ? null : showStatement(counted.query),
            calls,
            mean_ms: rounded(mean),
            ...(typical === null ? {} : { mean_before_ms: rounded(typical), slowdown: rounded(mean / typical) }),
            ...(interval === null ? {} : { since_at: (0,lib_time/* toIso */.tK)(interval.from) }),
            max_ms: rounded(counted.max_ms),
            total_ms: rounded(counted.total_ms),
            share_percent: counted.database_ms === 0 ? 0 : rounded((100 * counted.total_ms) / counted.database_ms),
            rows: counted.row_count,
            query_id: counted.query_id,
        },
    };
}
function tell({ mean, calls, interval, isOld, typical }) {
    const more = typical === null ? "" : `, ${(mean / typical).toFixed(1)} times as long as before (${inWords(typical)})`;
    const often = `it ran ${(0,format/* count */.U)(calls, "time")}`;
    if (interval === null)
        return `A statement takes ${inWords(mean)} on average; ${often}.`;
    const [from, to] = [interval.from, interval.to].map((time) => (0,lib_time/* toIso */.tK)(time).slice(0, 16).replace("T", " "));
    return isOld
        ? `A statement took ${inWords(mean)} on average from ${from} to ${to} UTC${more}; ${often}.`
        : `A statement takes ${inWords(mean)} on average since ${from} UTC${more}; ${often}.`;
}
function ruleOf(wanted) {
    return { minCalls: wanted["min-calls"], maxSlowdown: wanted["max-slowdown"] };
}
function countersOf({ query_id, entries, calls, total_ms, squares, max_ms }) {
    return { id: query_id, entries, calls, ms: total_ms, squares, slowest: max_ms };
}
/** What could hide a slow statement. A slow one that was found needs no longer window. */
function reasonForUnknown(context, { slow, nameless }) {
    const { server, options: wanted } = context;
    const hidden = (0,privileges/* lacksStatistics */.y)(server);
    if (hidden !== undefined)
        return hidden;
    if (nameless > 0) {
        return {
            reason: "error",
            detail: `${(0,format/* count */.U)(nameless, "statement")} above the limit lost the text, so nothing tells what ${nameless === 1 ? "it is" : "they are"}.`,
        };
    }
    if (slow > 0 || wanted["observed-for"] === 0)
        return undefined;
    const window = (0,core_window/* windowShorterThan */.BU)(context, "statements", wanted["observed-for"]);
    if (window === undefined || context.windows.statements.since !== null || window.fix !== undefined)
        return window;
    return {
        ...window,
        fix: server.versionNumber >= TELLS_WINDOW
            ? "ALTER EXTENSION pg_stat_statements UPDATE;"
            : "slow-queries: { observed-for: 0s }  # under checks in the config, for PostgreSQL 13 never tells",
    };
}
function inWords(milliseconds) {
    if (milliseconds >= 120_000)
        return (0,format/* elapsed */.v)(milliseconds);
    return milliseconds >= 1_000 ? `${(milliseconds / 1_000).toFixed(1)} s` : `${Math.round(milliseconds)} ms`;
}
/** Two decimals: more is noise. */
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./.build/src/checks/statement-timeout/check.js







/** Maximum number of login roles in the sentence that asks to declare some of them. */
const MAX_NAMED_ROLES = 10;
const statement_timeout_check_options = schemas/* strictObject */.rej({
    // 30s is the document's.
    max: (0,units/* duration */.p0)()
        .refine((time) => time > 0, "0 would mean no limit")
        .prefault("30s")
        .describe("The longest statement_timeout that a role may have."),
    roles: schemas/* array */.YOg(schemas/* string */.YjP())
        .min(1)
        .optional()
        .describe("The roles of the application. On Supabase, authenticated and anon unless you say otherwise."),
});
/* harmony default export */ const statement_timeout_check = ((0,check/* defineCheck */.q)({
    id: "statement-timeout",
    title: "Statements have a time limit",
    why: "Without a limit one bad query runs until somebody notices, holding its locks and its connection.",
    category: "settings",
    priority: "medium",
    options: statement_timeout_check_options,
    query: {
        row: effectiveSettingRow,
        statement: () => ({ statement: sql/* sql */.l["statement-timeout"] }),
    },
    evaluate(rows, context) {
        if (rows.length === 0)
            return {};
        const { server } = context;
        const roles = context.options.roles ??
            (server.isSupabase ? END_USER_ROLES.filter((role) => rows.some((row) => row.role_name === role)) : []);
        if (roles.length === 0)
            return { skipped: { reason: "not-configured", detail: askForRoles(rows, server) } };
        const verdicts = roles.map((role) => statement_timeout_check_evaluateRole(role, rows, context));
        const unknown = verdicts.find((verdict) => "unknown" in verdict)?.unknown;
        return {
            findings: verdicts.flatMap((verdict) => verdict.findings ?? []),
            measurements: verdicts.flatMap((verdict) => verdict.measurements ?? []),
            ...(unknown && { unknown }),
        };
    },
}));
function askForRoles(rows, server) {
    const logins = rows
        .filter((row) => row.can_login && row.quoted_role !== server.login)
        .map((row) => row.role_name);
    const names = [...new Set(logins)].filter((name) => name !== null);
    const shown = names.slice(0, MAX_NAMED_ROLES);
    const rest = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    const example = JSON.stringify(shown.length === 1 ? shown : ["app"]);
    return `Say which roles your application logs in as, under checks in the config: \`statement-timeout: { roles: ${example} }\`. This server's login roles: ${shown.join(", ") || "none but ours"}${rest}.`;
}
function statement_timeout_check_evaluateRole(role, rows, context) {
    const settings = rows
        .filter((row) => row.role_name === role)
        .map((row) => sessionSetting(row, rows, context.server));
    const timeout = settings.find(({ setting }) => setting === "statement_timeout");
    if (timeout === undefined)
        return { unknown: cannotEvaluate(role, "there is no such role") };
    const measurements = [statement_timeout_check_measured(role, settings)];
    if (!timeout.can_login && !isOwn(timeout)) {
        const why = "it can't log in and has no limit of its own; name the login roles that become it";
        return { measurements, unknown: cannotEvaluate(role, why) };
    }
    if (timeout.value === null) {
        return { measurements, unknown: hiddenSetting("statement_timeout", context.server) };
    }
    const limit = settingMilliseconds(timeout.value);
    if (limit === undefined)
        return { measurements, unknown: cannotEvaluate(role, "its statement_timeout can't be read") };
    if (limit > 0 && limit <= context.options.max)
        return { measurements };
    return { measurements, findings: [tooLong(role, { timeout, limit }, context)] };
}
/**
 * SET ROLE does not apply a role's settings. Supabase's Data API applies those that the role has itself; the others
 * stay as its login role has them.
 */
function sessionSetting(row, rows, server) {
    if (row.can_login || isOwn(row) || !server.isSupabase)
        return row;
    const login = rows.find((other) => other.role_name === DATA_API_LOGIN && other.setting === row.setting);
    return login === undefined ? row : { ...row, can_login: true, value: login.value, level: login.level };
}
function cannotEvaluate(role, why) {
    return { reason: "error", detail: `The time limit of ${role} is not known: ${why}.` };
}
function statement_timeout_check_measured(role, settings) {
    const limits = settings.map(({ setting, value }) => [
        `${setting}_ms`,
        value === null ? null : (settingMilliseconds(value) ?? null),
    ]);
    return { role, ...Object.fromEntries(limits) };
}
function tooLong(role, { timeout, limit }, context) {
    const { priority, options, server } = context;
    const allowed = (0,format/* elapsed */.v)(options.max);
    return {
        key: timeout.quoted_role ?? role,
        priority,
        message: limit === 0
            ? `${role}: a statement may run for ever.`
            : `${role}: a statement may run for ${(0,format/* elapsed */.v)(limit)}; the limit is ${allowed}.`,
        facts: { role, statement_timeout_ms: limit, set_for: timeout.level },
        fix: limitRole(timeout, writeDuration(options.max), server),
    };
}
function limitRole(timeout, value, server) {
    const { sql: change } = changeSetting(timeout, value, server);
    // PostgREST reads the settings of its roles when it starts, and after this notification.
    const isApiRole = server.isSupabase && END_USER_ROLES.includes(timeout.role_name ?? "");
    return { sql: isApiRole ? `${change}\nNOTIFY pgrst, 'reload config';` : change };
}

;// CONCATENATED MODULE: ./.build/src/checks/statistics-freshness/check.js








/** Since PostgreSQL 18, ANALYZE ONLY can leave out the partitions, which autovacuum analyzes. */
const ANALYZE_ONLY_FROM = 180_000;
const statistics_freshness_check_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    is_partitioned: schemas/* boolean */.zMY(),
    rows: coerce/* number */.ai(),
    changed_rows: coerce/* number */.ai(),
    analyze_trigger: coerce/* number */.ai(),
    never_counted: schemas/* boolean */.zMY(),
    autovacuum_off: schemas/* boolean */.zMY(),
    last_analyze: schemas/* number */.aig().nullable(),
});
/* harmony default export */ const statistics_freshness_check = ((0,check/* defineCheck */.q)({
    id: "statistics-freshness",
    title: "The planner's statistics are fresh",
    why: "The planner chooses indexes and joins by what the last ANALYZE saw. When much has changed since, it chooses for a table that no longer exists, and queries that were fast become slow.",
    category: "vacuum",
    priority: "low",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "min-rows": schemas/* number */.aig()
            .int()
            .min(0)
            .default(10_000)
            .describe("Tables with fewer rows are let be: any plan is fast on them."),
        "observed-for": (0,units/* duration */.p0)()
            .prefault("1h")
            .describe("How long the counters must have counted before no finding means fresh statistics."),
    }),
    query: {
        row: statistics_freshness_check_row,
        statement: (server) => server.inRecovery
            ? { skipped: { reason: "not-applicable", detail: "A standby counts no changes: ask the primary." } }
            : { statement: sql/* sql */.l["statistics-freshness"] },
    },
    evaluate: (rows, context) => {
        const stale = rows.filter((table) => table.rows >= context.options["min-rows"] &&
            table.changed_rows > AUTOVACUUM_MARGIN * table.analyze_trigger);
        const unknown = (0,core_window/* windowShorterThan */.BU)(context, "tables", context.options["observed-for"]);
        return {
            findings: stale.map((table) => ({
                key: table.table_name,
                priority: context.priority,
                message: statistics_freshness_check_message(table),
                facts: {
                    table: table.table_name,
                    rows: table.rows,
                    changed_rows: table.changed_rows,
                    analyze_trigger: table.analyze_trigger,
                    partitioned: table.is_partitioned,
                    autovacuum: table.autovacuum_off ? "off" : "on",
                    last_analyze_at: (0,lib_time/* isoOf */.dF)(table.last_analyze),
                },
                fix: check_fix(table, context.server),
            })),
            ...(unknown ? { unknown } : {}),
        };
    },
}));
function statistics_freshness_check_message(table) {
    const { table_name: name, changed_rows: changed } = table;
    if (table.is_partitioned) {
        return table.never_counted
            ? `${name} is partitioned and was never analyzed: autovacuum analyzes its partitions, but never the whole.`
            : `${name} is partitioned and has changed by at least ${(0,format/* count */.U)(changed, "row")} since it was analyzed: autovacuum analyzes its partitions, but never the whole.`;
    }
    const why = table.autovacuum_off ? " Autovacuum is off for it." : "";
    return table.never_counted
        ? `${name} has ${(0,format/* count */.U)(table.rows, "row")} and was never analyzed.${why}`
        : `${(0,format/* count */.U)(changed, "row")} of ${name} changed since the last ANALYZE; autovacuum comes at ${table.analyze_trigger.toLocaleString("en-US")}.${why}`;
}
function check_fix(table, server) {
    const only = table.is_partitioned && server.versionNumber >= ANALYZE_ONLY_FROM ? "ONLY " : "";
    return { sql: `ANALYZE ${only}${table.table_name};` };
}

;// CONCATENATED MODULE: ./.build/src/checks/table-bloat/check.js







/**
 * A table must be past its autovacuum threshold by a tenth, because one row past it is noise. With the default
 * settings 20 % dead rows are a quarter past it (0.25 live rows against 0.2), so the margin never hides those.
 */
const MARGIN = 1.1;
/** Minimum age of a transaction that is named as holding back vacuum, in milliseconds. pgbot reports from this age on. */
const HOLDS_BACK_FROM = 300_000;
/** The same for slots and standbys, whose age is known only in transactions. A busy server has as many in minutes. */
const HOLDS_BACK_FROM_TRANSACTIONS = 10_000;
const table_bloat_check_row = schemas/* object */.Ikc({
    table_name: schemas/* string */.YjP(),
    dead_rows: coerce/* number */.ai(),
    live_rows: coerce/* number */.ai(),
    counted: schemas/* boolean */.zMY(),
    planner_rows: coerce/* number */.ai(),
    autovacuum_starts_at: coerce/* number */.ai(),
    autovacuum: schemas/* boolean */.zMY(),
    table_bytes: coerce/* number */.ai(),
    toast_dead_rows: coerce/* number */.ai(),
    being_vacuumed: schemas/* boolean */.zMY(),
    last_vacuum: schemas/* number */.aig().nullable(),
    holder_kind: schemas/* enum */.k5n(["session", "standby", "prepared transaction", "replication slot"]).nullable(),
    holder_name: schemas/* string */.YjP().nullable(),
    holder_since: schemas/* number */.aig().nullable(),
    holder_transactions: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const table_bloat_check = ((0,check/* defineCheck */.q)({
    id: "table-bloat",
    title: "Vacuum keeps up with dead rows",
    why: "Dead rows take disk and cache and slow every scan until vacuum frees their space. Space that is already free inside a table is not measured here.",
    category: "vacuum",
    priority: "medium",
    window: "tables",
    options: schemas/* strictObject */.rej({
        "max-dead-percent": schemas/* number */.aig()
            .min(0)
            .max(100)
            .default(20)
            .describe("Dead rows of a table, in percent of all its rows, above which it is a finding."),
        "min-rows": schemas/* number */.aig()
            .int()
            .min(0)
            .default(10_000)
            .describe("Smaller tables (live and dead rows together) are let be."),
        "observed-for": (0,units/* duration */.p0)()
            .prefault("1h")
            .describe("How long the counters must have counted before no finding means no dead rows."),
    }),
    query: {
        row: table_bloat_check_row,
        statement: (server) => server.inRecovery
            ? { skipped: { reason: "not-applicable", detail: "A standby counts no dead rows: ask the primary." } }
            : { statement: sql/* sql */.l["table-bloat"] },
    },
    evaluate: (rows, context) => {
        const { options, priority, server } = context;
        const bloated = rows.filter((table) => {
            const all = liveRows(table) + table.dead_rows;
            return (!table.being_vacuumed &&
                all >= options["min-rows"] &&
                deadPercent(table) > options["max-dead-percent"] &&
                (!table.autovacuum || table.dead_rows > MARGIN * table.autovacuum_starts_at));
        });
        const unknown = (0,core_window/* windowShorterThan */.BU)(context, "tables", options["observed-for"]);
        return {
            findings: bloated.map((table) => {
                const heldBackBy = holder(table, server.now);
                return {
                    key: table.table_name,
                    priority,
                    message: `${Math.round(deadPercent(table))} % of the rows of ${table.table_name} are dead (${(0,format/* count */.U)(table.dead_rows, "row")})${cause(table, heldBackBy)}.`,
                    facts: check_facts(table, heldBackBy),
                    fix: table_bloat_check_fix(table, heldBackBy),
                };
            }),
            ...(unknown ? { unknown } : {}),
        };
    },
}));
/**
 * A crash resets the statistics, and until the next VACUUM or ANALYZE they hold only the rows that changed since. Until
 * then the planner's estimate, which survives, keeps a few dead rows from looking like the whole table.
 */
function liveRows(table) {
    return table.counted ? table.live_rows : Math.max(table.live_rows, table.planner_rows);
}
function deadPercent(table) {
    const all = liveRows(table) + table.dead_rows;
    return all === 0 ? 0 : (100 * table.dead_rows) / all;
}
/** What holds back the xmin horizon, as a phrase; undefined when nothing does for long enough to matter. */
function holder(table, now) {
    const { holder_kind: kind, holder_name: name, holder_since: since, holder_transactions: transactions, } = table;
    if (kind === null)
        return undefined;
    if (since === null) {
        return (transactions ?? 0) >= HOLDS_BACK_FROM_TRANSACTIONS ? `the ${kind} ${name ?? ""}` : undefined;
    }
    const age = now - since * 1_000;
    if (age < HOLDS_BACK_FROM)
        return undefined;
    return kind === "session"
        ? `a transaction of ${name ?? "another role"}, open for ${(0,format/* elapsed */.v)(age)}`
        : `the prepared transaction ${name ?? ""}, ${(0,format/* elapsed */.v)(age)} old`;
}
function cause(table, heldBackBy) {
    if (heldBackBy !== undefined)
        return `, and vacuum can't remove what died since: held back by ${heldBackBy}`;
    return table.autovacuum ? "" : ", and autovacuum is off for it";
}
function check_facts(table, heldBackBy) {
    return {
        table: table.table_name,
        dead_percent: Math.round(deadPercent(table) * 10) / 10,
        dead_rows: table.dead_rows,
        live_rows: liveRows(table),
        autovacuum_starts_at_rows: table.autovacuum_starts_at,
        table_bytes: table.table_bytes,
        toast_dead_rows: table.toast_dead_rows > 0 ? table.toast_dead_rows : null,
        autovacuum: table.autovacuum ? "on" : "off",
        last_vacuum_at: (0,lib_time/* isoOf */.dF)(table.last_vacuum),
        held_back_by: heldBackBy ?? null,
    };
}
/** Comments hold no names, because a name may hold a line break. */
function table_bloat_check_fix(table, heldBackBy) {
    const comments = [
        ...(heldBackBy === undefined ? [] : ["-- First end what holds vacuum back, or this removes little.\n"]),
        ...(table.autovacuum
            ? []
            : ["-- Autovacuum is off for this table: the check autovacuum-activity says how to turn it on.\n"]),
    ];
    return { sql: `${comments.join("")}VACUUM (ANALYZE) ${table.table_name};`, standsAlone: true };
}

;// CONCATENATED MODULE: ./.build/src/checks/transaction-id-age/check.js





/** Ids are compared within 2^31. The server refuses writes some three million ids before. */
const LIMIT = 2 ** 31;
/** About half of the limit, at which pgdoctor fails and pgbot starts to report. Below it a day does not matter. */
const URGENT_AGE = 1_000_000_000;
/** The default of vacuum_failsafe_age, at which vacuum skips all other work: a finding whatever the settings are. */
const FAILSAFE_AGE = 1_600_000_000;
/** Autovacuum starts at its freeze age and needs some time. At this multiple of that age it does not keep up. */
const CATCH_UP = 2;
const transaction_id_age_check_row = schemas/* object */.Ikc({
    kind: schemas/* enum */.k5n([
        "database",
        "table",
        "temporary table",
        "session",
        "standby",
        "prepared transaction",
        "replication slot",
        "replication slot in use",
    ]),
    /** Quoted by the server; for a session, its process id. */
    name: schemas/* string */.YjP(),
    /** Of a session: by the time the fix runs, another session may have the process id. */
    backend_start: schemas/* string */.YjP().nullable(),
    is_here: schemas/* boolean */.zMY().nullable(),
    xid_age: coerce/* number */.ai().nullable(),
    multixact_age: coerce/* number */.ai().nullable(),
    xid_freeze_age: coerce/* number */.ai().nullable(),
    multixact_freeze_age: coerce/* number */.ai().nullable(),
});
/* harmony default export */ const transaction_id_age_check = ((0,check/* defineCheck */.q)({
    id: "transaction-id-age",
    title: "Old transaction ids are frozen in time",
    why: "When the oldest id is 2 billion transactions old, the server takes no more writes until vacuum has caught up, which can last for hours.",
    category: "vacuum",
    priority: "critical",
    options: schemas/* strictObject */.rej({
        // pgdoctor warns at 500 million, and autovacuum starts at 200 million.
        "max-age": schemas/* number */.aig()
            .int()
            .positive()
            .default(500_000_000)
            .describe("Transactions. A database that holds an older id is a finding, once the age is also twice autovacuum_freeze_max_age."),
    }),
    query: {
        row: transaction_id_age_check_row,
        statement: () => ({ statement: sql/* sql */.l["transaction-id-age"] }),
    },
    evaluate(rows, { options, priority, server }) {
        const cluster = {
            tables: rows.filter((row) => row.kind === "table" || row.kind === "temporary table"),
            holder: oldestHolder(rows),
            inRecovery: server.inRecovery,
        };
        const databases = rows.filter((row) => row.kind === "database");
        return {
            findings: databases.flatMap((database) => ID_KINDS.flatMap((kind) => evaluateDatabase(database, kind, { cluster, priority, maxAge: options["max-age"] }))),
        };
    },
}));
const ID_KINDS = [
    {
        ids: "transaction ids",
        unit: "transactions",
        keyOf: (database) => database,
        ageOf: ({ xid_age }) => xid_age ?? 0,
        freezeAgeOf: ({ xid_freeze_age }) => xid_freeze_age ?? 0,
        isHeldBack: true,
    },
    {
        ids: "multixacts",
        unit: "multixacts",
        keyOf: (database) => `${database} (multixacts)`,
        ageOf: ({ multixact_age }) => multixact_age ?? 0,
        freezeAgeOf: ({ multixact_freeze_age }) => multixact_freeze_age ?? 0,
        isHeldBack: false,
    },
];
function oldestHolder(rows) {
    return rows
        .filter((row) => !["database", "table", "temporary table"].includes(row.kind))
        .reduce((oldest, row) => ((row.xid_age ?? 0) > (oldest?.xid_age ?? 0) ? row : oldest), undefined);
}
function evaluateDatabase(database, { ids, unit, keyOf, ageOf, freezeAgeOf, isHeldBack }, { cluster: { tables, holder, inRecovery }, priority, maxAge, }) {
    const age = ageOf(database);
    const freezeAge = freezeAgeOf(database);
    const tolerated = Math.min(Math.max(maxAge, CATCH_UP * freezeAge), FAILSAFE_AGE);
    if (age < tolerated)
        return [];
    const heldBy = isHeldBack && (holder?.xid_age ?? 0) >= freezeAge ? holder : undefined;
    const oldest = database.is_here ? tables.toSorted((a, b) => ageOf(b) - ageOf(a)) : [];
    const fix = inRecovery ? undefined : check_fixFor(heldBy, oldest[0]);
    const held = heldBy === undefined ? "" : ` ${describeHolder(heldBy)} keeps vacuum from freezing.`;
    return [
        {
            key: keyOf(database.name),
            priority: age >= URGENT_AGE ? priority : (0,core_priority/* atMost */.Tu)(priority, "high"),
            message: `Database ${database.name} holds ${ids} ${millions(age)} ${unit} old; near ${millions(LIMIT)} ${unit} the server stops taking writes.${held}`,
            facts: {
                database: database.name,
                age,
                used_percent: Math.floor((age / LIMIT) * 100),
                freeze_max_age: freezeAge,
                held_back_by: heldBy === undefined ? null : describeHolder(heldBy),
                oldest_tables: oldest.map((table) => table.name),
            },
            ...(fix && { fix }),
        },
    ];
}
/** Ends what holds back freezing, or runs the vacuum where nothing does. */
function check_fixFor(holder, table) {
    switch (holder?.kind) {
        case "session":
            return holder.backend_start === null
                ? undefined
                : endSession([{ pid: Number(holder.name), backend_start: holder.backend_start }]);
        case "prepared transaction":
            return { sql: `ROLLBACK PREPARED ${holder.name};`, destructive: true, standsAlone: true };
        case "replication slot":
            return { sql: `SELECT pg_drop_replication_slot(${holder.name});`, destructive: true };
        // The server refuses to drop a slot in use; its consumer has to catch up or to disconnect first.
        case "replication slot in use":
        case "standby":
            return undefined;
    }
    // Only its own session can vacuum a temporary table, which is dropped when that session ends.
    if (table === undefined || table.kind === "temporary table")
        return undefined;
    return { sql: `VACUUM (FREEZE) ${table.name};`, standsAlone: true };
}
function describeHolder(holder) {
    return holder.kind === "session" || holder.kind === "standby"
        ? `The ${holder.kind} of process ${holder.name}`
        : `The ${holder.kind} ${holder.name}`;
}
function millions(age) {
    return `${Math.round(age / 1_000_000).toLocaleString("en-US")} million`;
}

;// CONCATENATED MODULE: ./.build/src/checks/unused-indexes/replicas.js


/** The replicas that returned rows. */
function readNodes(nodes = []) {
    return nodes.flatMap((node) => ("rows" in node ? [node] : []));
}
/**
 * Why reads on replicas may have been missed, as the end of a sentence "…, but": a replica could not be queried, its
 * statistics cover too short a time, or it is not configured. Empty when the statistics of every replica are known.
 *
 * @param milliseconds how long the statistics of each replica must cover
 */
function replicaUnknowns({ server, replicas, nodes = [] }, milliseconds) {
    if (replicas === "none")
        return [];
    if (replicas === undefined && nodes.length === 0)
        return undeclared(server);
    const missing = (replicas ?? []).filter((name) => !nodes.some((node) => node.name === name));
    return [
        ...(missing.length === 0 ? [] : [notChecked(missing)]),
        ...nodes.flatMap((node) => unknownOfNode(node, milliseconds)),
        ...unnamedStandbys({ server, replicas, nodes }, nodes.length + missing.length),
    ];
}
/** Nothing is configured, so the standbys that are connected to this server decide. */
function undeclared(server) {
    if (server.standbys === null) {
        return [
            {
                reason: "permission",
                detail: "the login can't see whether standbys are connected, whose reads this server does not count.",
                fix: (0,privileges/* grantMonitor */.L)(server),
            },
        ];
    }
    if (server.standbys === 0)
        return [];
    return [
        {
            reason: "window",
            detail: "a standby is connected, and this server does not count the reads it serves: give its address in replica-urls, or say that it serves none.",
            fix: "replicas: none  # in the config, if no query reads from the standby",
        },
    ];
}
function notChecked(names) {
    const [who, serves] = names.length === 1
        ? [`the replica ${names[0]}`, "serves"]
        : [`the replicas ${names.join(", ")}`, "serve"];
    return {
        reason: "window",
        detail: `${who} ${serves} reads that nobody looked at: add ${names.length === 1 ? "it" : "them"} to replica-urls.`,
        fix: `replica-urls: ${names[0]}=\${{ secrets.REPLICA_URL }}  # in the workflow`,
    };
}
function unknownOfNode(node, milliseconds) {
    if ("unknown" in node)
        return [node.unknown];
    const unknown = (0,core_window/* windowShorterThan */.BU)(node, "tables", milliseconds);
    return unknown === undefined
        ? []
        : [{ ...unknown, detail: `of the replica ${node.name}: ${unknown.detail}` }];
}
/** Standbys may also stream from a replica, so all servers together must not have more standbys than the known ones. */
function unnamedStandbys({ server, replicas, nodes = [] }, known) {
    if (server.standbys === null && replicas === undefined)
        return undeclared(server);
    const counts = [server, ...readNodes(nodes).map((node) => node.server)].map(({ standbys }) => standbys ?? 0);
    const streaming = counts.reduce((sum, standbys) => sum + standbys, 0);
    if (streaming <= known)
        return [];
    return [
        {
            reason: "window",
            detail: `${streaming} standbys are connected and only ${known} of them ${known === 1 ? "is" : "are"} named: give each one's address in replica-urls.`,
        },
    ];
}

;// CONCATENATED MODULE: ./.build/src/checks/unused-indexes/check.js








/** PostgreSQL 16 and later keep the time of an index's last scan. */
const KEEPS_LAST_SCAN = 160_000;
/** The statement leaves out smaller indexes (12 pages of 8 kB) and those scanned within a day. */
const LEAST_SIZE = 96 * 1024;
const LEAST_TIME = lib_time/* DAY */.d_;
// 100 kB is DESIGN's example; pganalyze starts at 32 kB, pgbot at 1 MiB, PgHero at 10 MB. 30 days span a
// month-end, 100 days a quarter's end, so that such reports keep their indexes (pganalyze waits 35 days).
const unused_indexes_check_options = schemas/* strictObject */.rej({
    "min-size": (0,units/* size */.Ej)()
        .refine((bytes) => bytes >= LEAST_SIZE, "indexes below 96 kB are never looked at")
        .prefault("100 kB")
        .describe("Smaller indexes are left alone. At least 96 kB."),
    "observed-for": (0,units/* duration */.p0)()
        .refine((time) => time >= LEAST_TIME, "at least 1d")
        .prefault("30d")
        .describe("The counters must have counted this long before an index without a scan is called unused."),
    "idle-for": (0,units/* duration */.p0)()
        .refine((time) => time >= LEAST_TIME, "at least 1d")
        .prefault("100d")
        .describe("From PostgreSQL 16: an index whose last scan is longer ago than this is unused too."),
});
const unused_indexes_check_row = schemas/* object */.Ikc({
    index_name: schemas/* string */.YjP(),
    table_name: schemas/* string */.YjP(),
    partitioned: schemas/* boolean */.zMY(),
    has_expressions: schemas/* boolean */.zMY(),
    size_bytes: coerce/* number */.ai(),
    scans: coerce/* number */.ai(),
    last_scan_s: schemas/* number */.aig().nullable(),
    table_writes: coerce/* number */.ai(),
    definition: schemas/* string */.YjP().nullable(),
});
/* harmony default export */ const unused_indexes_check = ((0,check/* defineCheck */.q)({
    id: "unused-indexes",
    title: "Every index is used",
    why: "Each write to the table maintains the index, backups carry it and it takes room in the cache, but no query reads it.",
    category: "indexes",
    priority: "low",
    indexUsage: { part: "unused", observedFor },
    window: "tables",
    options: unused_indexes_check_options,
    query: {
        row: unused_indexes_check_row,
        statement: ({ versionNumber }) => ({
            statement: versionNumber >= KEEPS_LAST_SCAN ? sql/* sql */.l["unused-indexes.last-scan"] : sql/* sql */.l["unused-indexes"],
        }),
        onReplicas: true,
    },
    evaluate(rows, context) {
        const nodes = readNodes(context.nodes);
        const here = { server: context.server, windows: context.windows, rows };
        const idle = [here, ...nodes].map((node) => idleIndexes(node, context.options));
        const [onThisServer = new Map()] = idle;
        const unused = [...onThisServer.values()].filter(({ row }) => idle.every((there) => there.has(row.index_name)));
        // Scans elsewhere or earlier could only save an index: without a suspect there is nothing to doubt.
        if (unused.length === 0)
            return {};
        const unknown = check_reasonForUnknown(context, unused.length);
        const since = check_latestOf([here, ...nodes].map(({ windows }) => windows.tables.since));
        if (unknown !== undefined || since === null)
            return { ...(unknown && { unknown }) };
        return {
            findings: unused.map(({ row }) => {
                const everywhere = idle.flatMap((there) => there.get(row.index_name) ?? []);
                const unusedSince = (0,lib_time/* toIso */.tK)(check_latestOf(everywhere.map((each) => each.since)) ?? since);
                const scans = everywhere.reduce((sum, each) => sum + each.row.scans, 0);
                const where = nodes.length === 0 ? "" : ` on any of ${idle.length} servers`;
                return {
                    key: row.index_name,
                    priority: context.priority,
                    message: (everywhere.every((each) => each.row.last_scan_s === null)
                        ? `${row.index_name}: ${where === "" ? "0 scans" : `no scan${where}`} since ${unusedSince}, or since it was created if that is later.`
                        : `${row.index_name}: no scan${where} since ${unusedSince}.`) +
                        (row.has_expressions ? " It also gives the planner statistics on its expression." : ""),
                    facts: {
                        index: row.index_name,
                        table: row.table_name,
                        size_bytes: row.size_bytes,
                        scans,
                        ...(nodes.length === 0 ? {} : { servers: idle.length }),
                        unused_since_at: unusedSince,
                        table_writes: row.table_writes,
                        definition: row.definition,
                    },
                    fix: dropIndex({ name: row.index_name, partitioned: row.partitioned }),
                };
            }),
            ...(context.replicas !== "none" && {
                measurements: [{ counted_since_at: (0,lib_time/* toIso */.tK)(since), counted_on: countedOn(nodes) }],
            }),
        };
    },
}));
/** A run that leaves the check out has its default. */
function observedFor(given) {
    const parsed = schemas/* object */.Ikc({ "observed-for": schemas/* number */.aig() }).safeParse(given);
    return parsed.data?.["observed-for"] ?? unused_indexes_check_options.parse({})["observed-for"];
}
/** What one server calls idle, by its own clock and its own counters. */
function idleIndexes({ server, windows, rows }, options) {
    const idleSince = server.now - options["idle-for"];
    return new Map(rows
        .filter((row) => row.size_bytes >= options["min-size"] &&
        (row.scans === 0 || (row.last_scan_s !== null && row.last_scan_s * 1000 <= idleSince)))
        .map((row) => [
        row.index_name,
        { row, since: row.last_scan_s === null ? windows.tables.since : row.last_scan_s * 1000 },
    ]));
}
/** Null when one of them is not known. */
function check_latestOf(times) {
    return times.some((time) => time === null) ? null : Math.max(...times.map(Number));
}
function countedOn(nodes) {
    if (nodes.length === 0) {
        return "this server alone: no standby is connected now, and the config declares no replicas";
    }
    return `this server and ${nodes.length === 1 ? "its replica" : "its replicas"} ${nodes.map(({ name }) => name).join(", ")}`;
}
/** Why the counters can't tell that an index is unused; undefined when they can. */
function check_reasonForUnknown(context, suspects) {
    const counted = suspects === 1 ? "1 index shows no scan" : `${suspects} indexes show no scan`;
    if (context.server.inRecovery) {
        return {
            reason: "window",
            detail: `${counted}, but this server is a standby: it counts only the reads that it serves itself. Look at the primary.`,
        };
    }
    const needed = context.options["observed-for"];
    const [first, ...others] = replicaUnknowns(context, needed);
    if (first === undefined)
        return (0,core_window/* windowShorterThan */.BU)(context, "tables", needed);
    const fix = [first, ...others].find((each) => each.fix !== undefined)?.fix;
    return {
        reason: first.reason,
        detail: [`${counted}, but ${first.detail}`, ...others.map(({ detail }) => `And ${detail}`)].join(" "),
        ...(fix === undefined ? {} : { fix }),
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/index.js
// Made by `npm run build` from the folders beside it. Do not edit.


































const registered = [
    application_pool_check,
    autovacuum_activity_check,
    backups_check,
    blocking_queries_check,
    connection_pooling_check,
    connection_security_check,
    connection_usage_check,
    cron_jobs_check,
    duplicate_indexes_check,
    error_logging_check,
    foreign_key_indexes_check,
    index_sizes_check,
    invalid_indexes_check,
    long_running_queries_check,
    materialized_views_check,
    migrations_check,
    monitoring_schedule_check,
    performance_baseline_check/* default */.A,
    prepared_transactions_check,
    query_logging_check,
    query_statistics_check,
    query_summary_check,
    query_text_exposure_check,
    replication_slots_check,
    review_check,
    schema_changelog_check,
    sequence_exhaustion_check,
    slow_queries_check,
    statement_timeout_check,
    statistics_freshness_check,
    table_bloat_check,
    transaction_id_age_check,
    unused_indexes_check,
];
/** Every check, in the order in which they are shown. */
const checks = registered.sort(check/* byPageOrder */.x);
const byId = new Map(checks.map((check) => [check.id, check]));
/** The check of this id, or undefined when there is none. */
function checkById(id) {
    return byId.get(id);
}


/***/ }),

/***/ 6516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ performance_baseline_check)
});

// EXTERNAL MODULE: ./.build/src/core/check.js
var check = __webpack_require__(9147);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./.build/src/core/run-stamp.js
var run_stamp = __webpack_require__(9856);
// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/node.js
/** The node and all nodes below it, the root first. */
function nodesOf(plan) {
    return [plan, ...plan.children.flatMap(nodesOf)];
}
/** The names of the indexes that the plan uses, one for each node that uses one. */
function indexNamesIn(plan) {
    return nodesOf(plan).flatMap(({ index }) => (index === undefined ? [] : [index]));
}
/** Rows that the plan's index-only scans read in their tables. */
function heapFetchesOf(plan) {
    return nodesOf(plan).reduce((sum, { heapFetches = 0 }) => sum + heapFetches, 0);
}
function rootsOf({ tables, indexes }) {
    const rootOfTable = new Map(tables.flatMap(({ name, partitions }) => partitions.map((partition) => [partition, name])));
    const rootOfIndex = new Map(indexes.flatMap(({ name, root }) => (root === null ? [] : [[name, root]])));
    return {
        table: (name) => rootOfTable.get(name) ?? name,
        index: (name) => rootOfIndex.get(name) ?? name,
    };
}
/**
 * Whether a name in the configuration means this object, whose name PostgreSQL quoted: `documents_org_idx`,
 * `public.documents_org_idx`, `"Org idx"`, and `Org idx` too, because YAML has quotes of its own.
 */
function matchesName(declared, quoted) {
    const parts = namePartsOf(quoted);
    if (declared === parts.at(-1) || declared === parts.join("."))
        return true;
    const declaredParts = namePartsOf(declared);
    return declaredParts.every((part, at) => part === parts.at(at - declaredParts.length));
}
/** A name's parts as the catalog stores them: without quotes, and in lower case if they were not quoted. */
function namePartsOf(name) {
    return [...name.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain = ""]) => quoted === undefined ? plain.trim().toLowerCase() : quoted.replaceAll('""', '"'));
}

// EXTERNAL MODULE: ./.build/src/lib/format.js
var format = __webpack_require__(8380);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __webpack_require__(2358);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/text.js


/** `0.052 ms`, `48.3 ms`, `1.35 s`: three significant digits, the precision of a measurement. */
function text_time(milliseconds) {
    return milliseconds < 1_000
        ? `${number(rounded(milliseconds, 3))} ms`
        : `${number(rounded(milliseconds / 1_000, 3))} s`;
}
/** `24 blocks`, `1 block`. */
function blocks(value) {
    return (0,format/* count */.U)(value, "block");
}
function rows(value) {
    return (0,format/* count */.U)(Math.round(value), "row");
}
function kilobytes(bytes) {
    return `${number(Math.ceil(bytes / 1024))} kB`;
}
/** `1,894 times`, `2.3 times`. */
function times(factor) {
    return `${number(factor < 10 ? Math.round(factor * 10) / 10 : Math.round(factor))} times`;
}
function number(value) {
    return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}
/** @param digits significant ones */
function rounded(value, digits) {
    return value === 0 ? 0 : Number(value.toPrecision(digits));
}
/** Names in a sentence: the first three, and the number of the others. */
function names(all) {
    const shown = all.slice(0, 3).join(", ");
    return all.length > 3 ? `${shown} and ${all.length - 3} more` : shown;
}
/** A query's name in backticks: without them `order with its customer` would read like a part of the sentence. */
function called(name) {
    return `\`${name.replaceAll("`", "'")}\``;
}
/** `2026-11-15`. */
function day(timestamp) {
    return (0,time/* toDate */.ay)((0,time/* fromIso */.ap)(timestamp) ?? 0);
}
/** With a capital and a full stop. */
function sentence(text) {
    return `${capital(text)}.`;
}
function capital(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/collapse.js
/**
 * The parents whose children are interchangeable, most often one for each partition. A join's children are not: which one
 * is the outer one matters.
 */
const GATHERING = ["Append", "Merge Append", "BitmapAnd", "BitmapOr"];
/** The plan with equal siblings merged: hundreds of partitions that are read the same way become one node. */
function collapsePartitions(plan, roots) {
    return collapse(plan, roots, new Map()).node;
}
function collapsedNodesOf(node) {
    return [node, ...node.children.flatMap(collapsedNodesOf)];
}
/** @param signatures a number for each description of a subtree so far; descriptions of parents hold these numbers */
function collapse(plan, roots, signatures) {
    const all = plan.children.map((child) => collapse(child, roots, signatures));
    const children = GATHERING.includes(plan.type) ? mergeEqual(all, roots) : all;
    const { type, strategy, relation, index, label } = plan;
    const description = JSON.stringify([
        type,
        strategy,
        relation === undefined ? undefined : roots.table(relation),
        index === undefined ? undefined : roots.index(index),
        label,
        children.map(({ signature }) => signature),
    ]);
    const signature = signatures.get(description) ?? signatures.size;
    signatures.set(description, signature);
    return { node: { ...plan, count: 1, children: children.map(({ node }) => node) }, signature };
}
function mergeEqual(all, roots) {
    const bySignature = new Map();
    for (const { node, signature } of all) {
        const before = bySignature.get(signature);
        bySignature.set(signature, before === undefined ? node : merge(before, node, roots));
    }
    return [...bySignature].map(([signature, node]) => ({ signature, node }));
}
function merge(a, b, roots) {
    return {
        ...a,
        ...(a.relation === undefined ? {} : { relation: roots.table(a.relation) }),
        ...(a.index === undefined ? {} : { index: roots.index(a.index) }),
        count: a.count + b.count,
        expectedRows: a.expectedRows + b.expectedRows,
        rows: a.rows + b.rows,
        loops: Math.max(a.loops, b.loops),
        removedRows: a.removedRows + b.removedRows,
        blocks: a.blocks + b.blocks,
        spilledBytes: a.spilledBytes + b.spilledBytes,
        ms: a.ms === null || b.ms === null ? null : a.ms + b.ms,
        children: a.children.map((child, at) => {
            const other = b.children[at];
            return other === undefined ? child : merge(child, other, roots);
        }),
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/outline.js



/** Significant digits: the numbers of single nodes change a little with every ANALYZE, and the file is committed. */
const DIGITS = 2;
/** A plan as the recorded baseline holds it: one entry a node, partitions under the name of their table. */
function planOutline(plan, measured) {
    const roots = rootsOf(measured);
    return outlineOf(collapsePartitions(plan, roots), roots, 0);
}
function outlineOf(node, roots, depth) {
    const { type, strategy, relation, index, label, rows, expectedRows, blocks, children } = node;
    return [
        {
            depth,
            type,
            ...(strategy === undefined ? {} : { strategy }),
            ...(relation === undefined ? {} : { relation: roots.table(relation) }),
            ...(index === undefined ? {} : { index: roots.index(index) }),
            ...(label === undefined ? {} : { label }),
            rows: rounded(Math.round(rows), DIGITS),
            expectedRows: rounded(Math.round(expectedRows), DIGITS),
            blocks: rounded(blocks, DIGITS),
        },
        ...children.flatMap((child) => outlineOf(child, roots, depth + 1)),
    ];
}
/** Whether two plans read the same tables by the same indexes with the same nodes. */
function isSamePlan(then, now) {
    return (then.length === now.length &&
        then.every((node, at) => ["depth", "type", "relation", "index"].every((key) => node[key] === now[at]?.[key])));
}
/** The share of a recorded query's blocks that each table accounts for; the shares add up to at most 1. */
function sharesOfTables({ plan, indexes }) {
    const blocksByTable = new Map();
    let total = 0;
    for (const [at, node] of plan.entries()) {
        const ofChildren = childrenOf(plan, at).reduce((sum, child) => sum + child.blocks, 0);
        const blocks = Math.max(0, node.blocks - ofChildren);
        total += blocks;
        const table = node.relation ?? indexes.find(({ name }) => name === node.index)?.table;
        if (table !== undefined)
            blocksByTable.set(table, (blocksByTable.get(table) ?? 0) + blocks);
    }
    return new Map([...blocksByTable].map(([table, blocks]) => [table, total === 0 ? 0 : blocks / total]));
}
function childrenOf(outline, at) {
    const depth = outline[at]?.depth ?? 0;
    const after = outline.slice(at + 1);
    const end = after.findIndex((node) => node.depth <= depth);
    return after.slice(0, end < 0 ? undefined : end).filter((node) => node.depth === depth + 1);
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/outline-node.js


/** One node of a plan's outline, in which the root comes first; `depth` is the number of nodes above it. */
const outlineNodeSchema = schemas/* object */.Ikc({
    depth: schemas/* int */.Whr().min(0),
    type: schemas/* string */.YjP(),
    strategy: schemas/* string */.YjP().optional(),
    relation: schemas/* string */.YjP().optional(),
    index: schemas/* string */.YjP().optional(),
    label: schemas/* string */.YjP().optional(),
    rows: run_stamp/* count */.U9,
    expectedRows: run_stamp/* count */.U9,
    blocks: run_stamp/* count */.U9,
});

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/timing.js
/** The times of both rounds together; undefined without a run. */
function timesOf({ times, again }) {
    const sorted = [...times, ...again].sort((a, b) => a - b);
    const [fastest] = sorted;
    const slowest = sorted.at(-1);
    if (fastest === undefined || slowest === undefined)
        return undefined;
    return { median: quantile(sorted, 0.5), fastest, slowest, runs: sorted.length };
}
/** No temporary load makes every run slower by this factor: then one round proves it without a second one. */
const BEYOND_NOISE = 10;
/**
 * Other sessions, a checkpoint or a cold cache only ever add to an execution, so the fastest runs are the nearest to what
 * the query itself needs: one run within the budget proves that the query can keep it. A burst of load can last longer
 * than one round, which takes a second or less. So the second round, which comes after all other queries, must exceed the
 * budget as well. Under a lasting load the runs are scattered, and their minimum is uncertain by as much as the fastest
 * quarter of them differs: the minimum must exceed the budget by more than that.
 */
function evaluateTime({ times, again }, maxTime) {
    const sorted = [...times, ...again].sort((a, b) => a - b);
    if (times.length === 0)
        return "undecided";
    if (Math.min(...times) <= maxTime)
        return quantile(sorted, 0.5) <= maxTime ? "within" : "noisy";
    if (again.length === 0)
        return Math.min(...times) > BEYOND_NOISE * maxTime ? "over" : "undecided";
    const minimum = quantile(sorted, 0);
    const uncertainty = quantile(sorted, 0.25) - minimum;
    return minimum > maxTime + uncertainty ? "over" : "noisy";
}
/** Interpolates between two runs. */
function quantile(sorted, part) {
    const place = (sorted.length - 1) * part;
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    return below + (above - below) * (place - Math.floor(place));
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/baseline-file.js








/**
 * The recorded baseline, a small JSON file in the user's repository. It holds names of tables and indexes, counts and
 * times: no row, no parameter, no text of a query.
 */
const tableSchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    rows: run_stamp/* count */.U9.nullable().describe("As ANALYZE and VACUUM left it."),
    bytes: run_stamp/* count */.U9,
});
const indexSchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    table: schemas/* string */.YjP(),
    definition: schemas/* string */.YjP().nullable().describe("Null where it holds a literal."),
});
const recordedQuerySchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    statement: schemas/* string */.YjP()
        .describe("Digest of its SQL, parameters, role and settings: another digest is another query."),
    rows: run_stamp/* count */.U9,
    rowsRead: run_stamp/* count */.U9,
    blocks: run_stamp/* count */.U9.describe("Shared blocks of 8 kB."),
    heapFetches: run_stamp/* count */.U9
        .optional()
        .describe("Rows that index-only scans looked up in the table, until VACUUM comes; none when it is missing."),
    spilledBytes: run_stamp/* count */.U9,
    ms: schemas/* object */.Ikc({ median: run_stamp/* count */.U9, fastest: run_stamp/* count */.U9, slowest: run_stamp/* count */.U9, runs: schemas/* int */.Whr().min(1) }),
    tables: schemas/* array */.YOg(tableSchema),
    indexes: schemas/* array */.YOg(indexSchema),
    plan: schemas/* array */.YOg(outlineNodeSchema),
});
const recordedSchema = schemas/* object */.Ikc({
    version: schemas/* literal */.euz(1),
    recordedAt: iso/* datetime */.w$(),
    toolVersion: schemas/* string */.YjP(),
    target: schemas/* string */.YjP(),
    server: schemas/* object */.Ikc({ version: schemas/* string */.YjP(), database: schemas/* string */.YjP() }),
    queries: schemas/* array */.YOg(recordedQuerySchema),
});
/** In characters: a baseline of a hundred queries with long plans is a tenth of this. */
const MAX_LENGTH = 2_000_000;
const RECORD_AGAIN = "Record it anew: commit the file of the output baseline-file of a run that keeps its budgets.";
/** @param file its path, for the texts */
function readRecorded(source, file) {
    if ("unknown" in source)
        return { unusable: source.unknown };
    if ("skipped" in source)
        return { missing: source.skipped.detail };
    if (source.value === null)
        return { missing: `there is no file ${file} yet.` };
    const unusable = (what, remedy = RECORD_AGAIN) => ({
        unusable: { reason: "error", detail: `The recorded baseline ${file} ${what}. ${remedy}` },
    });
    if (source.value.length > MAX_LENGTH)
        return unusable("is too large to be one (more than 2 MB)");
    const json = parseJson(source.value);
    if (json === undefined)
        return unusable("is no JSON, perhaps because of a merge");
    const version = versionOf(json);
    if (version !== undefined && version > 1) {
        return unusable(`was written by a newer pg-preflight (its version is ${version})`, "Use the newer one, or record it anew.");
    }
    const read = recordedSchema.safeParse(json);
    if (read.success)
        return { baseline: read.data };
    const [issue] = read.error.issues;
    const place = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
    return unusable(`has not the form of one${place}`);
}
/** Undefined for invalid JSON. */
function parseJson(text) {
    try {
        const json = JSON.parse(text.replace(/^\uFEFF/, ""));
        return json;
    }
    catch {
        return undefined;
    }
}
function versionOf(json) {
    if (typeof json !== "object" || json === null || !("version" in json))
        return undefined;
    return typeof json.version === "number" ? json.version : undefined;
}
/** Identifies the recorded query. A change of its SQL, parameters, role or settings changes its cost. */
function digestOf({ sql, params, "params-from": from, role, settings }) {
    const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
    return (0,json/* fingerprint */.Rj)(JSON.stringify([sql, params ?? [], from ?? null, role ?? null, sorted]));
}
/** Significant digits of the numbers that vary from run to run: a committed file should change only when the query did. */
const baseline_file_DIGITS = 3;
/** One query as the recorded baseline stores it; undefined for a measurement without a run. */
function recordOf(query, measurement) {
    const times = timesOf(measurement);
    if (times === undefined)
        return undefined;
    const { rows, rowsRead, blocks, spilledBytes, plan, tables } = measurement;
    const fetches = heapFetchesOf(plan);
    return {
        name: query.name,
        statement: digestOf(query),
        rows,
        rowsRead: rounded(rowsRead, baseline_file_DIGITS),
        blocks,
        ...(fetches === 0 ? {} : { heapFetches: fetches }),
        spilledBytes,
        ms: {
            median: rounded(times.median, baseline_file_DIGITS),
            fastest: rounded(times.fastest, baseline_file_DIGITS),
            slowest: rounded(times.slowest, baseline_file_DIGITS),
            runs: times.runs,
        },
        tables: sorted(tables.map((table) => ({
            name: table.name,
            rows: table.rows === null ? null : rounded(table.rows, baseline_file_DIGITS),
            bytes: rounded(table.bytes, baseline_file_DIGITS),
        }))),
        indexes: indexesOf(measurement),
        plan: planOutline(plan, measurement),
    };
}
/** The indexes that the plan uses; a partition's index under the partitioned index that it belongs to. */
function indexesOf(measurement) {
    const roots = rootsOf(measurement);
    const byRoot = new Map(indexNamesIn(measurement.plan).flatMap((name) => {
        const known = measurement.indexes.find((index) => index.name === name);
        if (known === undefined)
            return [];
        const root = roots.index(name);
        // A partition's definition creates the index of one partition only.
        const definition = root === name ? known.definition : null;
        return [[root, { name: root, table: roots.table(known.table), definition }]];
    }));
    return sorted([...byRoot.values()]);
}
function sorted(all) {
    return [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
}
/** The recorded baseline as the repository keeps it: its keys in the schema's order, so that a diff shows what changed. */
function renderRecorded(baseline) {
    return `${JSON.stringify(recordedSchema.parse(baseline), null, 2)}\n`;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/sequential-reads.js

/** Rows. A sequential scan of a smaller table reads some hundred blocks, and is often the right plan. */
const LARGE_TABLE = 10_000;
const SEQ_SCAN = "Seq Scan";
/** The tables that the execution read sequentially, the largest first. */
function sequentialReads({ plan, tables, indexes }) {
    const roots = rootsOf({ tables, indexes });
    const rowsByTable = new Map();
    for (const node of nodesOf(plan)) {
        if (node.type !== SEQ_SCAN || node.relation === undefined || node.loops === 0)
            continue;
        const table = roots.table(node.relation);
        const partitions = rowsByTable.get(table) ?? new Map();
        partitions.set(node.relation, Math.max(rowsOfOneScan(node), partitions.get(node.relation) ?? 0));
        rowsByTable.set(table, partitions);
    }
    return [...rowsByTable]
        .map(([table, partitions]) => {
        const read = [...partitions.values()].reduce((sum, rows) => sum + rows, 0);
        const known = tables.find(({ name }) => name === table);
        // A partitioned table's own number counts all its partitions, also those that the plan does not read.
        const whole = known === undefined || known.partitions.length > 0 ? null : known.rows;
        return { table, rows: Math.round(Math.max(read, whole ?? 0)) };
    })
        .sort((a, b) => b.rows - a.rows);
}
/** Workers divide one scan among themselves; each loop of a join is a scan of its own. */
function rowsOfOneScan({ rows, removedRows, loops, strategy = "" }) {
    return (rows + removedRows) / (strategy.includes("Parallel") ? 1 : loops);
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/budgets.js




/** Whether the query has a budget for its costs, which `min-rows` is not. */
function hasBudget(query) {
    return ([
        query["max-time"],
        query["max-blocks"],
        query["max-rows-read"],
        query["max-seq-scan-rows"],
        query["max-spill"],
    ].some((budget) => budget !== undefined) ||
        [query["uses-index"], query["requires-nodes"], query["forbids-nodes"]].some(({ length }) => length > 0));
}
/**
 * The budgets that do not depend on the machine's load: every run gives the same answer.
 *
 * @param growth what the query read when the baseline was recorded, of a regression
 */
function brokenBudgets(query, measurement, growth) {
    return [
        ...tooManyBlocks(query, measurement, growth),
        ...tooManyRowsRead(query, measurement),
        ...largeSequentialReads(query, measurement),
        ...tooLargeSpill(query, measurement),
        ...unusedIndexes(query, measurement),
        ...wrongNodes(query, measurement),
    ];
}
/** For a query that needs more than its time even in its fastest run. */
function describeTooSlow(measurement, maxTime) {
    const { fastest, median, runs } = timesOf(measurement) ?? { fastest: 0, median: 0, runs: 0 };
    return `needs ${text_time(median)}, and ${text_time(fastest)} in the fastest of ${runs} runs, where max-time is ${text_time(maxTime)}`;
}
/** A query that finds nothing is fast with any plan. */
function tooFewRows({ "min-rows": min }, measurement) {
    if (min === undefined || measurement.rows >= min)
        return [];
    return [`returns ${rows(measurement.rows)} where min-rows is ${number(min)}`];
}
/** The budget and the growth share a sentence, because both are about the same number. */
function* tooManyBlocks({ "max-blocks": max }, measurement, growth) {
    const isOver = max !== undefined && measurement.blocks > max;
    if (!isOver && growth === undefined)
        return;
    const budget = isOver ? ` where max-blocks is ${number(max)}` : "";
    const before = growth === undefined ? "" : `${isOver ? "," : ""} and ${growth}`;
    yield { text: `reads ${blocks(measurement.blocks)}${budget}${before}` };
}
function* tooManyRowsRead({ "max-rows-read": max }, { rows: returned, rowsRead }) {
    if (max === undefined || rowsRead / Math.max(1, returned) <= max)
        return;
    yield {
        text: `reads ${rows(rowsRead)} to return ${number(returned)}, where max-rows-read allows ${number(max)} for each`,
    };
}
function* largeSequentialReads(query, measurement) {
    const max = query["max-seq-scan-rows"];
    const reads = forbiddenReads(query, measurement);
    if (max === undefined || reads.length === 0)
        return;
    const tables = reads.map((read) => `${read.table} (${rows(read.rows)})`);
    yield {
        text: `reads ${names(tables)} sequentially, where max-seq-scan-rows is ${number(max)}`,
        namesSequentialReads: true,
    };
}
function forbiddenReads({ "max-seq-scan-rows": max }, measurement) {
    return max === undefined ? [] : sequentialReads(measurement).filter((read) => read.rows > max);
}
function* tooLargeSpill({ "max-spill": max }, { spilledBytes }) {
    if (max === undefined || spilledBytes <= max)
        return;
    yield { text: `puts ${kilobytes(spilledBytes)} on disk where max-spill is ${kilobytes(max)}` };
}
function* unusedIndexes(query, measurement) {
    const required = query["uses-index"];
    const roots = rootsOf(measurement);
    const used = [...new Set(indexNamesIn(measurement.plan))];
    const missing = required.filter((name) => !used.some((index) => matchesName(name, index) || matchesName(name, roots.index(index))));
    if (missing.length === 0)
        return;
    const others = [...new Set(used.map(roots.index))].filter((index) => !required.some((name) => matchesName(name, index)));
    // largeSequentialReads() names the forbidden ones.
    const hasForbidden = forbiddenReads(query, measurement).length > 0;
    const read = hasForbidden ? [] : sequentialReads(measurement).map(({ table }) => table);
    const instead = [
        ...(others.length === 0 ? [] : [`it uses ${names(others)}`]),
        ...(read.length === 0 ? [] : [`it reads ${names(read)} sequentially`]),
    ];
    const inBrackets = instead.length === 0 ? "" : ` (${instead.join(", ")})`;
    yield {
        text: `does not use ${names(missing)}, which uses-index wants${inBrackets}`,
        ...(read.length === 0 ? {} : { namesSequentialReads: true }),
    };
}
function* wrongNodes(query, { plan }) {
    const all = nodesOf(plan);
    const types = all.map(({ type }) => type);
    // A node that never ran costs nothing: PostgreSQL 13 shows also the alternative subplans that it did not choose.
    const executed = all.filter(({ loops }) => loops > 0).map(({ type }) => type);
    const missing = query["requires-nodes"].filter((type) => !types.includes(type));
    const forbidden = query["forbids-nodes"].filter((type) => executed.includes(type));
    if (missing.length > 0)
        yield { text: `has no ${names(missing)} in its plan, which requires-nodes wants` };
    if (forbidden.length > 0)
        yield { text: `has ${names(forbidden)} in its plan, which forbids-nodes names` };
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/compare/comparison.js





/** Ten times as much data, or a tenth of it, needs other plans: a comparison with the old one proves nothing. */
const OTHER_VOLUME = 10;
/** Bytes: the size from which a table without statistics is large. */
const LARGE_BYTES = 1024 ** 2;
function comparisonOf(read, query, measurement, { now, maxAge, serverVersion }) {
    if ("missing" in read)
        return { missing: true, why: read.missing };
    if ("unusable" in read)
        return { unknown: read.unusable, why: firstSentence(read.unusable.detail) };
    const { recordedAt, server, queries } = read.baseline;
    const at = (0,time/* fromIso */.ap)(recordedAt) ?? 0;
    const record = queries.find(({ name }) => name === query.name);
    if (record === undefined)
        return { missing: true, why: "it is not in the file yet." };
    if (at > now + time/* DAY */.d_)
        return notComparable("error", `its day, ${(0,time/* toDate */.ay)(at)}, is in the future.`);
    if (now - at > maxAge) {
        return notComparable("window", `it is of ${(0,time/* toDate */.ay)(at)}, older than max-age (${(0,format/* elapsed */.v)(maxAge)}).`);
    }
    if (record.statement !== digestOf(query)) {
        return notComparable("error", "the query's SQL, parameters, role or settings have changed since.");
    }
    if (serverVersion !== undefined && major(serverVersion) !== major(server.version)) {
        return notComparable("version", `it is of PostgreSQL ${major(server.version)}, and the server is ${major(serverVersion)} now.`);
    }
    const volume = measurement === undefined ? undefined : describeOtherVolume(record, measurement);
    return volume === undefined ? { record, recordedAt } : notComparable("error", volume);
}
function notComparable(reason, why) {
    const detail = `Not compared with the recorded baseline: ${why} ${RECORD_AGAIN}`;
    return { unknown: { reason, detail }, why, isOfQuery: true };
}
/** The first table of another order of magnitude. Small tables may grow freely: they cost little. */
function describeOtherVolume(record, { tables }) {
    for (const now of tables) {
        const then = record.tables.find(({ name }) => name === now.name);
        if (then === undefined)
            continue;
        if (then.rows !== null && now.rows !== null) {
            if (isOtherVolume(then.rows, now.rows, LARGE_TABLE)) {
                return `${now.name} has ${rows(now.rows)} now and had ${rows(then.rows)} then.`;
            }
        }
        else if (isOtherVolume(then.bytes, now.bytes, LARGE_BYTES)) {
            return `${now.name} has ten times another size now than then.`;
        }
    }
    return undefined;
}
function isOtherVolume(then, now, large) {
    const [less, more] = then < now ? [then, now] : [now, then];
    return more >= large && more >= OTHER_VOLUME * less;
}
function major(version) {
    return Number.parseInt(version, 10);
}
function firstSentence(detail) {
    return /^.*?\.(?= |$)/s.exec(detail)?.[0] ?? detail;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/misestimates.js


/** An estimate that is wrong by less than this factor mostly leads to the same plan. */
const MISESTIMATE_FACTOR = 10;
/** No plan is expensive that has fewer rows than this. */
const MIN_ROWS = 1_000;
/** The worst misestimate. Those of tables come first: ANALYZE can fix them. */
function worstMisestimate(plan, measured) {
    const roots = rootsOf(measured);
    const all = [...misestimatedNodes(collapsePartitions(plan, roots))].sort((a, b) => factorOf(b) - factorOf(a));
    const worst = all.find(({ relation }) => relation !== undefined) ?? all[0];
    return worst === undefined ? undefined : misestimateOf(worst, roots);
}
/** Too few rows prove nothing about a node whose parent can stop before it has read them all. */
function misestimatedNodes(root) {
    const stoppable = stoppableNodes(root);
    return new Set(collapsedNodesOf(root).filter((node) => isMisestimated(node) && (node.rows > node.expectedRows || !stoppable.has(node))));
}
/** How many times the smaller of the two numbers the larger one is. */
function factorOf({ rows, expectedRows }) {
    const [less = 1, more = 1] = [Math.max(1, rows), Math.max(1, expectedRows)].sort((a, b) => a - b);
    return more / less;
}
function misestimateOf(node, roots) {
    const table = node.relation === undefined ? undefined : roots.table(node.relation);
    return {
        what: table ?? node.type,
        table,
        expected: Math.round(node.expectedRows),
        rows: Math.round(node.rows),
        factor: factorOf(node),
    };
}
function isMisestimated(node) {
    if (node.loops === 0 || WITHOUT_ROWS.includes(node.type))
        return false;
    return Math.max(node.rows, node.expectedRows) >= MIN_ROWS && factorOf(node) >= MISESTIMATE_FACTOR;
}
/** These return bits, and the server does not count their rows. */
const WITHOUT_ROWS = ["BitmapAnd", "BitmapOr", "Bitmap Index Scan"];
/** The nodes that their parents do not necessarily read to the end. */
function stoppableNodes(root) {
    const found = new Set();
    const visit = (node, isStoppable) => {
        if (isStoppable || isSubquery(node))
            found.add(node);
        const areChildrenStoppable = readsAllFirst(node) ? false : isStoppable || canStopEarly(node);
        for (const child of node.children)
            visit(child, areChildrenStoppable);
    };
    visit(root, false);
    return found;
}
/** Such a node can end before its children have returned all rows. */
function canStopEarly(node) {
    const { type, strategy = "" } = node;
    return (type === "Limit" ||
        type === "Merge Join" ||
        (type === "Nested Loop" && /Semi|Anti/.test(strategy)) ||
        isSubquery(node));
}
/** EXISTS needs one row of its subquery only. */
function isSubquery({ label = "" }) {
    return /^(InitPlan|SubPlan)/.test(label);
}
/** Such a node reads all rows of its children before it returns its first row. */
function readsAllFirst({ type, strategy = "" }) {
    return type === "Sort" || type === "Hash" || (type === "Aggregate" && !strategy.includes("Sorted"));
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/compare/plan-changes.js




/**
 * Blocks. A smaller growth is never a regression: 800 kB from the cache take a fraction of a millisecond, and 3 blocks
 * become 7 when an index grows by a level or its dead entries wait for VACUUM.
 */
const MIN_GROWTH = 100;
/** @param large a table with more rows is large */
function changesSince(record, measurement, large = LARGE_TABLE) {
    const roots = rootsOf(measurement);
    const used = new Set(indexNamesIn(measurement.plan).map(roots.index));
    const before = new Set(record.plan.flatMap(({ type, relation }) => (type === SEQ_SCAN ? [relation] : [])));
    return {
        lostIndexes: record.indexes.filter(({ name }) => !used.has(name)),
        sequential: sequentialReads(measurement).filter((read) => read.rows > large && !before.has(read.table)),
        misestimate: newMisestimate(record, measurement),
        unvacuumed: unvacuumedIn(measurement, record.heapFetches),
    };
}
/** What is notable in a plan that cannot be compared. */
function notableIn(measurement) {
    return {
        lostIndexes: [],
        sequential: sequentialReads(measurement).filter((read) => read.rows > LARGE_TABLE),
        misestimate: worstMisestimate(measurement.plan, measurement),
        unvacuumed: unvacuumedIn(measurement),
    };
}
/** An estimate that was as wrong when the query was recorded did not make the plan worse. */
function newMisestimate(record, measurement) {
    const worst = worstMisestimate(measurement.plan, measurement);
    if (worst === undefined)
        return undefined;
    const wasRecorded = record.plan
        .filter(({ type, relation }) => (relation ?? type) === worst.what)
        .filter((node) => node.rows > node.expectedRows === worst.rows > worst.expected)
        // The record has rounded numbers: half the factor is enough.
        .some((node) => factorOf(node) >= MISESTIMATE_FACTOR / 2);
    return wasRecorded ? undefined : worst;
}
/** Each row is a block at most, and so few blocks more are not a regression. */
function unvacuumedIn(measurement, before = 0) {
    const [most] = nodesOf(measurement.plan).sort((a, b) => (b.heapFetches ?? 0) - (a.heapFetches ?? 0));
    const { relation, heapFetches: fetches = 0 } = most ?? {};
    if (relation === undefined || fetches < MIN_GROWTH || fetches < 2 * before)
        return undefined;
    return { table: relation, fetches };
}
/** All changes since the recorded plan. */
function describeChanges(changes) {
    return [...describeOtherPlan(changes), ...describeCauses(changes)];
}
/** The changes that only a comparison shows. */
function describeOtherPlan({ lostIndexes, sequential, }) {
    return [
        ...lostIndexes.map(({ name }) => `the index ${name} is no longer used`),
        ...sequential.map((read) => `${tableWithRows(read)} is now read sequentially`),
    ];
}
/** The same of a plan that is not compared. */
function describeNotable(changes) {
    const tables = changes.sequential.map(tableWithRows);
    return [
        ...(tables.length === 0 ? [] : [`it reads ${names(tables)} sequentially`]),
        ...describeCauses(changes),
    ];
}
/** What makes a plan costly without being another plan. */
function describeCauses({ misestimate, unvacuumed, }) {
    return [
        ...(misestimate === undefined ? [] : [describeMisestimate(misestimate)]),
        ...(unvacuumed === undefined ? [] : [describeUnvacuumed(unvacuumed)]),
    ];
}
function tableWithRows({ table, rows: all }) {
    return `${table} (${rows(all)})`;
}
function describeMisestimate({ what, table, expected, rows: actual, factor }) {
    const of = table === undefined ? `of its ${what}` : `of ${what}`;
    return `the planner expected ${rows(expected)} ${of} and ${number(actual)} came, wrong by a factor of ${number(Math.round(factor))}`;
}
function describeUnvacuumed({ table, fetches }) {
    return `${rows(fetches)} of an index-only scan were looked up in ${table}, which VACUUM has not seen since they were written`;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/compare/regression.js




/**
 * A plan that lost an index, or now reads a large table sequentially, has a reason to be worse: this growth confirms it.
 * Counts differ by less from one ANALYZE to the next, and then the other plan is as good.
 */
const GROWTH_OF_OTHER_PLAN = 1.2;
/** `read 24 on 2026-11-15 (1,894 times as many)`, of a query that reads too many more blocks than recorded. */
function describeRegression({ record, recordedAt }, measurement, { maxGrowth, changes }) {
    const growth = growthOfTables(record, measurement);
    const hasOtherPlan = changes.lostIndexes.length > 0 || changes.sequential.length > 0;
    const factor = hasOtherPlan ? Math.min(maxGrowth, GROWTH_OF_OTHER_PLAN) : maxGrowth;
    if (measurement.blocks <= factor * growth * record.blocks + MIN_GROWTH)
        return undefined;
    if (!hasOtherPlan && isExplainedByHeapFetches(record, measurement, factor * growth))
        return undefined;
    const grown = record.blocks === 0 ? "" : ` (${times(measurement.blocks / record.blocks)} as many)`;
    const allowed = factor === maxGrowth ? `, where max-growth is ${number(maxGrowth)}` : "";
    return `read ${number(record.blocks)} on ${day(recordedAt)}${grown}${allowed}`;
}
/**
 * The factor by which blocks can grow because the tables grew. Each table's share of the old blocks grows at most with its
 * rows; a table that shrank explains nothing.
 */
function growthOfTables(record, { tables }) {
    const shares = sharesOfTables(record);
    return [...shares].reduce((sum, [name, share]) => {
        const then = record.tables.find((table) => table.name === name)?.rows ?? 0;
        const now = tables.find((table) => table.name === name)?.rows ?? 0;
        return then > 0 && now > then ? sum + share * (now / then - 1) : sum;
    }, 1);
}
/**
 * An index-only scan reads rows in the table that were written since the last VACUUM, each in a block of its own: a busy
 * queue reads 45 blocks in one hour and 8,900 in the next, by the same plan and for the same rows. The report says so,
 * and the next VACUUM ends it. More rows than before have another reason.
 */
function isExplainedByHeapFetches(record, { blocks, rowsRead, plan }, allowed) {
    const now = Math.max(0, blocks - heapFetchesOf(plan));
    const then = Math.max(0, record.blocks - (record.heapFetches ?? 0));
    return now <= allowed * then + MIN_GROWTH && rowsRead <= allowed * record.rowsRead + MIN_GROWTH;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/compare/remedy.js



/** @param wasJustNamed the sentence before is about the one lost index alone */
function remedyForChanges({ lostIndexes, sequential, misestimate, unvacuumed }, wasJustNamed = false) {
    const isRead = (table) => sequential.some((read) => read.table === table);
    // An index whose table is now read sequentially comes first.
    const [lost] = [...lostIndexes].sort((a, b) => Number(isRead(b.table)) - Number(isRead(a.table)));
    if (lost !== undefined) {
        const fix = createAgain(lost);
        const how = fix === undefined ? ", as the migration that made it did" : "";
        const which = wasJustNamed ? "it" : lost.name;
        return {
            sentence: `If ${which} is gone, create it again${how}.`,
            ...(fix === undefined ? {} : { fix }),
        };
    }
    if (unvacuumed !== undefined) {
        return {
            sentence: `Vacuum ${unvacuumed.table}, and let autovacuum do it sooner.`,
            fix: { sql: `VACUUM (ANALYZE) ${unvacuumed.table};`, standsAlone: true },
        };
    }
    if (misestimate?.table !== undefined) {
        return {
            sentence: `The statistics of ${misestimate.table} may be stale: analyse it.`,
            fix: { sql: `ANALYZE ${misestimate.table};` },
        };
    }
    const [read] = sequential;
    return read === undefined
        ? undefined
        : { sentence: `See whether ${read.table} has an index on what the query filters and sorts by.` };
}
/**
 * SQL that takes no lock against writes, and does nothing if the index still exists. The definition comes from a file
 * that people can edit: only one statement about this table is accepted, in the form of pg_get_indexdef.
 */
function createAgain({ definition, table }) {
    const [, unique = "", rest = ""] = /^CREATE (UNIQUE )?INDEX ([^;'\n]+)$/.exec(definition ?? "") ?? [];
    if (!rest.includes(` ON ${table} USING `) || /--|\/\*/.test(rest))
        return undefined;
    return { sql: `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${rest};`, standsAlone: true };
}
/**
 * For a query that costs too much by the recorded plan; undefined when the plan is another one.
 *
 * @param isOnlyTime its time is over the budget, and nothing else
 */
function remedyForSamePlan(measurement, { record, recordedAt }, isOnlyTime) {
    if (!isSamePlan(record.plan, planOutline(measurement.plan, measurement)))
        return undefined;
    if (measurement.blocks > GROWTH_OF_OTHER_PLAN * record.blocks) {
        if (measurement.rowsRead > GROWTH_OF_OTHER_PLAN * record.rowsRead) {
            return {
                sentence: `It is the recorded plan, and reads ${rows(measurement.rowsRead)} where it read ${number(record.rowsRead)}: its parameters find more.`,
            };
        }
        const tables = names(record.tables.map(({ name }) => name));
        return {
            sentence: `It is the recorded plan, and reads no more rows than it did: see whether dead rows of ${tables} wait for VACUUM.`,
        };
    }
    if (!isOnlyTime)
        return undefined;
    return {
        sentence: `The plan and its blocks are as recorded on ${day(recordedAt)}: the server is slower, or the budget too tight.`,
    };
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/compare/explain.js




/**
 * What the plan does differently than the recorded one, and what most likely helps. It does not repeat what the sentence
 * about the costs says already.
 */
function explainCosts(query, measurement, { costs, changes, comparable, }) {
    const remaining = withoutRepetition(query, changes, costs);
    const sentences = comparable === undefined
        ? oneSentence(describeNotable(remaining))
        : sentencesSince(remaining, costs, comparable);
    const isOneLostIndex = sentences.length > 0 && remaining.lostIndexes.length === 1 && describeChanges(remaining).length === 1;
    const isOnlyTime = costs.time.length > 0 && costs.budgets.length === 0;
    const remedy = remedyForChanges(changes, isOneLostIndex) ??
        (comparable && remedyForSamePlan(measurement, comparable, isOnlyTime));
    return {
        text: [...sentences, ...(remedy === undefined ? [] : [remedy.sentence])]
            .map((each) => ` ${each}`)
            .join(""),
        ...(remedy?.fix === undefined ? {} : { fix: remedy.fix }),
    };
}
function withoutRepetition(query, changes, { budgets }) {
    return {
        ...changes,
        sequential: budgets.some(({ namesSequentialReads }) => namesSequentialReads) ? [] : changes.sequential,
        lostIndexes: changes.lostIndexes.filter((lost) => !query["uses-index"].some((required) => matchesName(required, lost.name))),
    };
}
function sentencesSince(changes, { growth }, { recordedAt }) {
    const otherPlan = describeOtherPlan(changes);
    // The sentence about the growth has the day already.
    const then = growth === undefined ? day(recordedAt) : "then";
    return [
        ...(otherPlan.length === 0 ? [] : [`Since ${then} ${otherPlan.join("; ")}.`]),
        ...oneSentence(describeCauses(changes)),
    ];
}
function oneSentence(parts) {
    return parts.length === 0 ? [] : [sentence(parts.join("; "))];
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/exclusive-cost.js

/**
 * The part of a cost that each node causes itself, without its children. Workers' times are added up, so a share of the
 * sum is a share of the work, and the shares are at most all of it.
 *
 * @param costOf a cost that includes the children's
 */
function exclusiveCost(plan, costOf) {
    const nodes = nodesOf(plan);
    const exclusive = new Map();
    for (const node of nodes) {
        const children = node.children.filter((child) => cteStartingAt(child) === undefined);
        exclusive.set(node, Math.max(0, costOf(node) - sumOf(children, costOf)));
    }
    for (const node of nodes)
        subtractFromScans(node, nodes, exclusive, costOf);
    for (const node of nodes)
        subtractInitPlans(node, exclusive, costOf);
    return exclusive;
}
/** A common table expression runs when it is read: the costs of the scans that read it include its cost. */
function subtractFromScans(producer, nodes, exclusive, costOf) {
    const name = cteStartingAt(producer);
    if (name === undefined)
        return;
    let left = costOf(producer);
    for (const scan of nodes) {
        if (scan.type !== "CTE Scan" || partsOfLabel(scan).source !== name)
            continue;
        const included = Math.min(left, exclusive.get(scan) ?? 0);
        exclusive.set(scan, (exclusive.get(scan) ?? 0) - included);
        left -= included;
    }
}
/**
 * A subquery that is computed once is a child of the topmost node and runs where its value is first needed, further
 * below: the cost of that node includes it. Where the children's sum shows this, the most expensive node below gives it
 * up.
 */
function subtractInitPlans(parent, exclusive, costOf) {
    const isInitPlan = (node) => partsOfLabel(node).subplan?.startsWith("InitPlan") === true;
    const initPlans = parent.children.filter(isInitPlan);
    const others = parent.children.filter((child) => !isInitPlan(child) && cteStartingAt(child) === undefined);
    const costOfInitPlans = sumOf(initPlans, costOf);
    const excess = costOfInitPlans + sumOf(others, costOf) - costOf(parent);
    const countedTwice = Math.min(costOfInitPlans, Math.max(0, excess));
    const [costliest] = others
        .flatMap(nodesOf)
        .sort((a, b) => (exclusive.get(b) ?? 0) - (exclusive.get(a) ?? 0));
    if (costliest === undefined)
        return;
    exclusive.set(costliest, Math.max(0, (exclusive.get(costliest) ?? 0) - countedTwice));
}
function sumOf(nodes, costOf) {
    return nodes.reduce((sum, node) => sum + costOf(node), 0);
}
/** The common table expression whose plan starts at this node. */
function cteStartingAt(node) {
    const { subplan } = partsOfLabel(node);
    return subplan?.startsWith("CTE ") ? subplan : undefined;
}
/**
 * A label's two parts: the part of the query whose plan starts at this node (`InitPlan 1`, `CTE recent`), and what the
 * node itself reads (a function, or `CTE recent` in a scan).
 */
function partsOfLabel({ type, label }) {
    if (label === undefined)
        return {};
    const [, subplan, source] = /^((?:InitPlan|SubPlan|CTE) .+?)(?:: (.+))?$/s.exec(label) ?? [];
    const isScanOfCte = type === "CTE Scan" || type === "WorkTable Scan";
    if (subplan === undefined || (isScanOfCte && source === undefined))
        return { source: label };
    return source === undefined ? { subplan } : { subplan, source };
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/render.js





/** In nodes, each a line. */
const MAX_NODES = 40;
/** A smaller share is not worth its place on the line. */
const MIN_PERCENT = 1;
/**
 * A plan for people to read, one node a line, each with its exclusive cost; equal partitions share a line, and the
 * costliest node is marked.
 */
function renderTree(plan, measured) {
    const root = collapsePartitions(plan, rootsOf(measured));
    const all = collapsedNodesOf(root);
    const costs = costsOf(root, all);
    const shown = new Set(shownNodes(root, all, costs.costliest));
    const lines = linesOf(root, { own: "", below: "" }, { shown, costs });
    const left = all.length - shown.size;
    return [...lines, ...(left === 0 ? [] : [`… and ${number(left)} more node${left === 1 ? "" : "s"}`])].join("\n");
}
function costsOf(root, all) {
    const isTimed = all.every(({ ms, loops }) => ms !== null || loops === 0) && (root.ms ?? 0) > 0;
    const time = isTimed ? exclusiveCost(root, ({ ms }) => ms ?? 0) : undefined;
    const ownBlocks = exclusiveCost(root, (node) => node.blocks);
    const costOf = (node) => (time ?? ownBlocks).get(node) ?? 0;
    const total = all.reduce((sum, node) => sum + costOf(node), 0);
    const most = all.reduce((best, node) => (costOf(node) > costOf(best) ? node : best), root);
    const costliest = all.length > 1 && costOf(most) > 0 ? most : undefined;
    return { time, blocks: ownBlocks, total, costliest, misestimated: misestimatedNodes(root) };
}
/** The first nodes from the root, and always the path to the costliest one. A shown node's parents are shown too. */
function shownNodes(root, all, costliest) {
    const path = costliest === undefined ? [] : pathTo(costliest, root);
    const others = all.filter((node) => !path.includes(node));
    return [...path, ...others.slice(0, Math.max(0, MAX_NODES - path.length))];
}
function pathTo(node, from) {
    if (from === node)
        return [from];
    for (const child of from.children) {
        const path = pathTo(node, child);
        if (path.length > 0)
            return [from, ...path];
    }
    return [];
}
function linesOf(node, indent, context) {
    const children = node.children.filter((child) => context.shown.has(child));
    return [
        `${indent.own}${titleOf(node)}: ${numbersOf(node, context.costs)}`,
        ...children.flatMap((child, at) => {
            const isLast = at === children.length - 1;
            const own = `${indent.below}${isLast ? "└─ " : "├─ "}`;
            return linesOf(child, { own, below: `${indent.below}${isLast ? "   " : "│  "}` }, context);
        }),
    ];
}
function titleOf(node) {
    const { type, strategy, relation, index, count } = node;
    const { subplan, source } = partsOfLabel(node);
    const read = relation ?? source;
    const title = [
        subplan === undefined ? "" : `${subplan}: `,
        type,
        strategy === undefined ? "" : ` (${strategy})`,
        index === undefined ? "" : ` using ${index}`,
        read === undefined ? "" : ` on ${read}`,
        count === 1 ? "" : ` × ${number(count)}`,
    ].join("");
    return title.replaceAll(/\s+/g, " ");
}
function numbersOf(node, costs) {
    if (node.loops === 0)
        return "never executed";
    const expected = costs.misestimated.has(node) ? ` (expected ${number(Math.round(node.expectedRows))})` : "";
    const isCostliest = node === costs.costliest;
    const parts = [
        `${rows(node.rows)}${expected}`,
        ...(node.removedRows > 0 ? [`${number(Math.round(node.removedRows))} filtered away`] : []),
        ...(node.loops > 1 ? [`${number(node.loops)} loops`] : []),
        ...(isCostliest ? [] : costParts(node, costs)),
        ...(node.spilledBytes > 0 ? [`${kilobytes(node.spilledBytes)} on disk`] : []),
    ];
    return `${parts.join(", ")}${isCostliest ? markOf(node, costs) : ""}`;
}
function costParts(node, { time, blocks: ownBlocks, total }) {
    const own = ownBlocks.get(node) ?? 0;
    const share = time === undefined ? 0 : percentageOf(time.get(node), total);
    return [...(share >= MIN_PERCENT ? [percent(share)] : []), ...(own > 0 ? [blocks(own)] : [])];
}
/** Follows the numbers of the costliest node. */
function markOf(node, { time, blocks: ownBlocks, total }) {
    const own = ownBlocks.get(node) ?? 0;
    if (time === undefined)
        return ` ← ${percent(percentageOf(own, total))} of the blocks: ${number(own)}`;
    const read = own > 0 ? `, ${blocks(own)}` : "";
    return ` ← ${percent(percentageOf(time.get(node), total))} of the time${read}`;
}
function percentageOf(part = 0, total) {
    return total === 0 ? 0 : (100 * part) / total;
}
function percent(share) {
    return share < MIN_PERCENT ? "< 1 %" : `${number(Math.round(share))} %`;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/measurement.js
/** The recorded baseline at this path, and the declared queries measured. */
function baselineSource(file) {
    return { provider: "declared-queries", name: file };
}
function measurementIn(measured) {
    return measured !== undefined && "measurement" in measured ? measured.measurement : undefined;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/row.js



/** The query's row in the report: its targets, its recorded and its measured numbers. */
function rowOf(query, { verdict, measured, comparison, changes }) {
    const measurement = measurementIn(measured);
    const now = measuredNumbers(measurement);
    const baseline = recordedNumbers(comparison);
    const target = query["promised-before"] ?? null;
    return {
        query: query.name,
        verdict,
        promised_before_ms: target,
        budget_ms: query["max-time"] ?? null,
        baseline_ms: baseline.ms,
        now_ms: roundedMs(now.median),
        change_percent: changeInPercent(baseline.ms, now.median),
        since_promised_percent: changeInPercent(target, now.median),
        fastest_ms: roundedMs(now.fastest),
        slowest_ms: roundedMs(now.slowest),
        runs: now.runs,
        noisy: isNoisy(query, measurement) ? true : null,
        stopped_after_ms: measured !== undefined && "stopped" in measured ? measured.stopped.afterMs : null,
        baseline_blocks: baseline.blocks,
        blocks: now.blocks,
        blocks_change_percent: changeInPercent(baseline.blocks, now.blocks),
        rows: now.rows,
        tables_rows: rowsOfLargestTable(measurement),
        baseline: describeComparison(comparison, measurement),
        recorded_at: baseline.at,
        changed: changes === "" ? null : changes,
    };
}
function measuredNumbers(measurement) {
    const without = { median: null, fastest: null, slowest: null, runs: null, blocks: null, rows: null };
    if (measurement === undefined)
        return without;
    const { blocks, rows } = measurement;
    return { ...without, ...timesOf(measurement), blocks, rows };
}
function recordedNumbers(comparison) {
    if (!("record" in comparison))
        return { ms: null, blocks: null, at: null };
    const { record, recordedAt } = comparison;
    return { ms: record.ms.median, blocks: record.blocks, at: recordedAt };
}
function describeComparison(comparison, measurement) {
    if (!("record" in comparison))
        return comparison.why;
    return measurement === undefined ? "it was not measured." : "compared";
}
function isNoisy({ "max-time": maxTime }, measurement) {
    if (measurement === undefined || maxTime === undefined)
        return false;
    return evaluateTime(measurement, maxTime) === "noisy";
}
function rowsOfLargestTable(measurement) {
    const known = (measurement?.tables ?? []).flatMap(({ rows }) => (rows === null ? [] : [rows]));
    return known.length === 0 ? null : Math.max(...known);
}
function roundedMs(milliseconds) {
    return milliseconds === null ? null : rounded(milliseconds, 3);
}
function changeInPercent(before, now) {
    if (before === null || now === null || before === 0)
        return null;
    return Math.round(((now - before) / before) * 1_000) / 10;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/unknowns.js






/** What this measurement does not prove. */
function unknownsOfMeasurement(query, measurement) {
    const { "min-rows": min, "max-time": maxTime } = query;
    const unknowns = [];
    if (min === undefined && measurement.rows === 0) {
        unknowns.push({
            reason: "error",
            detail: "No row came back, which proves nothing: give parameters that find some, or declare min-rows: 0.",
        });
    }
    if (min === undefined && measurement.rows > 0 && everyReadIsEmpty(measurement)) {
        unknowns.push({
            reason: "error",
            detail: "No table gave a row, and a count of nothing proves nothing: give parameters that find some, a role and settings that may see some, or declare min-rows.",
        });
    }
    if (maxTime !== undefined && evaluateTime(measurement, maxTime) === "undecided") {
        unknowns.push({
            reason: "timeout",
            detail: "Slower than max-time, and the run's time was over before a second round could tell whether that was noise (policy.timeout in the configuration).",
        });
    }
    return unknowns.map((unknown) => ({ unknown }));
}
/** Row-level security can hide all rows, and a count returns a row all the same. */
function everyReadIsEmpty({ plan }) {
    const reads = nodesOf(plan).filter(({ relation }) => relation !== undefined);
    return reads.length > 0 && reads.every(({ rows }) => rows === 0);
}
/** A recorded baseline that cannot be used is always reported; a missing one only for a query without a budget. */
function unknownsOfComparison(query, comparison) {
    if ("unknown" in comparison) {
        const { unknown, isOfQuery, why } = comparison;
        return [{ unknown, ...(isOfQuery === true ? { notComparable: why } : {}) }];
    }
    if ("record" in comparison || hasBudget(query))
        return [];
    return [{ unknown: { reason: "error", detail: NEITHER_BUDGET_NOR_BASELINE } }];
}
const NEITHER_BUDGET_NOR_BASELINE = "Measured, and judged by nothing, for want of a budget and of a recorded baseline: declare max-blocks or max-time, or commit the file of the output baseline-file.";
/** The limit of sentences and of fixes; further reasons are counted. */
const MAX_REASONS = 20;
/** All reasons as one: each of them once, with the names of its queries. */
function joinUnknowns(queries) {
    const all = queries.flatMap(({ query: { name }, unknowns }) => unknowns.map((reason) => ({ name, ...reason })));
    const [first] = all;
    if (first === undefined)
        return undefined;
    const reasons = groupByText(all.flatMap(({ name, unknown, notComparable }) => (notComparable ? [] : [[unknown.detail, name]])));
    const notComparable = groupByText(all.flatMap(({ name, notComparable: why }) => (why ? [[why, name]] : [])));
    const sentences = reasons.slice(0, MAX_REASONS).map((reason) => withQueries(reason, queries.length));
    const left = reasons.length - sentences.length;
    const fixes = new Set(all.flatMap(({ unknown: { fix } }) => (fix === undefined ? [] : [fix])));
    const fix = [...fixes].slice(0, MAX_REASONS).join("\n");
    return {
        reason: first.unknown.reason,
        detail: [
            ...sentences,
            ...(left > 0 ? [`And ${(0,format/* count */.U)(left, "other reason")}.`] : []),
            ...describeNotComparable(notComparable, queries.length),
        ].join(" "),
        ...(fix === "" ? {} : { fix }),
    };
}
function groupByText(all) {
    const byText = new Map();
    for (const [text = "", name = ""] of all)
        byText.set(text, [...(byText.get(text) ?? []), name]);
    return [...byText].map(([text, queries]) => ({ text, queries }));
}
/** The beginning of a sentence about a query, which needs its name even if it is true of all queries. */
const ABOUT_A_QUERY = /^(It|No|Not|Measured|Slower|Stopped) /;
/** What is true of a file, a login or a server is true of all queries, and needs no names. */
function withQueries({ text, queries }, total) {
    return queries.length === total && queries.length > 1 && !ABOUT_A_QUERY.test(text)
        ? text
        : `${names(queries.map(called))}: ${text}`;
}
/** The reasons in one sentence, because they have the same remedy. */
function describeNotComparable(reasons, total) {
    if (reasons.length === 0)
        return [];
    const shown = reasons
        .slice(0, MAX_REASONS)
        .map(({ text, queries }) => withQueries({ text: text.replace(/\.$/, ""), queries }, total));
    const left = reasons.length - shown.length;
    const more = left > 0 ? [`and ${(0,format/* count */.U)(left, "other reason")}`] : [];
    return [`Not compared with the recorded baseline: ${[...shown, ...more].join("; ")}. ${RECORD_AGAIN}`];
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/evaluate.js











/**
 * Evaluates each declared query. Queries of the recorded file that are no longer declared are ignored.
 *
 * @param now milliseconds since 1970
 */
function evaluateQueries({ file, queries, "max-age": maxAge, "max-growth": maxGrowth }, { recorded, measured }, now) {
    const run = "value" in measured ? measured.value : undefined;
    const context = {
        baseline: readRecorded(recorded, file),
        maxGrowth,
        maxAge,
        now,
        serverVersion: run?.server.version,
    };
    return queries.map((query) => evaluateQuery(query, run?.queries.get(query.name), context));
}
/** @param measured undefined when the run measured nothing, which proves nothing */
function evaluateQuery(query, measured, context) {
    const compare = (measurement) => comparisonOf(context.baseline, query, measurement, context);
    if (measured === undefined || !("measurement" in measured)) {
        return evaluateUnmeasured(query, measured, compare());
    }
    const { measurement } = measured;
    return evaluateMeasurement(query, measurement, compare(measurement), context.maxGrowth);
}
function evaluateMeasurement(query, measurement, comparison, maxGrowth) {
    const comparable = "record" in comparison ? comparison : undefined;
    const changes = comparable === undefined
        ? notableIn(measurement)
        : changesSince(comparable.record, measurement, query["max-seq-scan-rows"]);
    const growth = comparable && describeRegression(comparable, measurement, { maxGrowth, changes });
    const problem = problemOf(query, measurement, { growth, changes, comparable });
    const incomplete = unknownsOfMeasurement(query, measurement);
    const isComplete = incomplete.length === 0;
    return {
        query,
        problem,
        unknowns: [...incomplete, ...unknownsOfComparison(query, comparison)],
        row: rowOf(query, {
            verdict: problem === undefined ? verdictWithoutProblem(query, isComplete, comparison) : "fail",
            measured: { measurement },
            comparison,
            changes: comparable === undefined ? "" : describeChanges(changes).join("; "),
        }),
        recordable: problem === undefined && isComplete ? measurement : undefined,
    };
}
function problemOf(query, measurement, { growth, changes, comparable }) {
    const costs = excessCosts(query, measurement, growth);
    const excess = [...costs.time, ...costs.budgets.map(({ text }) => text)];
    const problems = [...tooFewRows(query, measurement), ...excess];
    if (problems.length === 0)
        return undefined;
    const reason = excess.length === 0 ? undefined : explainCosts(query, measurement, { costs, changes, comparable });
    return {
        message: `${called(query.name)} ${problems.join("; it ")}.${reason?.text ?? ""}`,
        plan: renderTree(measurement.plan, measurement),
        ...(reason?.fix === undefined ? {} : { fix: reason.fix }),
    };
}
function excessCosts(query, measurement, growth) {
    const maxTime = query["max-time"];
    const isTooSlow = maxTime !== undefined && evaluateTime(measurement, maxTime) === "over";
    return {
        time: isTooSlow ? [describeTooSlow(measurement, maxTime)] : [],
        budgets: brokenBudgets(query, measurement, growth),
        growth,
    };
}
function verdictWithoutProblem(query, isComplete, comparison) {
    if (!isComplete)
        return "unknown";
    if (hasBudget(query) || "record" in comparison)
        return "pass";
    return "missing" in comparison ? "measured" : "unknown";
}
function evaluateUnmeasured(query, measured, comparison) {
    const tooLong = measured !== undefined && "stopped" in measured
        ? describeTooLong(query, measured.stopped, comparison)
        : undefined;
    return {
        query,
        problem: tooLong === undefined ? undefined : { message: `${called(query.name)} ${tooLong}.` },
        unknowns: tooLong === undefined ? [{ unknown: whyUnmeasured(measured) }] : [],
        row: rowOf(query, {
            verdict: tooLong === undefined ? "unknown" : "fail",
            measured,
            comparison,
            changes: "",
        }),
        recordable: undefined,
    };
}
/** Noise does not stop a query whose budget is below the timeout, or that took a tenth of it when it was recorded. */
function describeTooLong({ "max-time": maxTime }, stopped, comparison) {
    if (maxTime !== undefined && maxTime <= stopped.afterMs) {
        return `was ${describeStop(stopped)}, where max-time is ${text_time(maxTime)}`;
    }
    if (!("record" in comparison))
        return undefined;
    const { record, recordedAt } = comparison;
    if (stopped.afterMs <= BEYOND_NOISE * record.ms.slowest)
        return undefined;
    return `was ${describeStop(stopped)}, and needed ${text_time(record.ms.median)} on ${day(recordedAt)}`;
}
function whyUnmeasured(measured) {
    if (measured === undefined)
        return { reason: "error", detail: "Not measured." };
    if ("unknown" in measured)
        return measured.unknown;
    return {
        reason: "timeout",
        detail: `${capital(describeStop(measured.stopped))}: declare a longer timeout, or a max-time that says how long it may take.`,
    };
}
function describeStop({ afterMs, times }) {
    return `stopped by the server after ${text_time(afterMs)}${times > 1 ? `, ${times} times` : ""}`;
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/new-baseline.js




/**
 * The baseline that this run can record: null unless every declared query was measured, returned rows, and is within its
 * budgets and the old baseline. An ignored finding is still a finding here: no later run must be compared with it.
 */
function newBaseline(options, sources, report) {
    const source = sources.get(baselineSource(options.file));
    if (options.queries.length === 0 || !("value" in source))
        return null;
    const { measured } = source.value;
    if (!("value" in measured))
        return null;
    const verdicts = evaluateQueries(options, source.value, (0,time/* fromIso */.ap)(report.startedAt) ?? 0);
    const queries = verdicts.flatMap(({ query, recordable }) => {
        const record = recordable === undefined ? undefined : recordOf(query, recordable);
        return record === undefined ? [] : [record];
    });
    if (queries.length < options.queries.length)
        return null;
    const { version, database } = measured.value.server;
    return {
        version: 1,
        recordedAt: report.startedAt,
        toolVersion: report.toolVersion,
        target: report.target,
        server: { version, database },
        queries,
    };
}
/** Notices about how the declared queries were measured. */
function baselineNotices({ file }, sources, database) {
    const source = sources.get(baselineSource(file));
    if (!("value" in source) || !("value" in source.value.measured))
        return [];
    const { server, notices } = source.value.measured.value;
    if (!database.reached)
        return [...notices];
    const { system } = database.identity;
    // A standby has the identifier of its primary.
    const measuredOn = server.system ?? null;
    const isOther = system !== null && measuredOn !== null && measuredOn !== system;
    if (isOther)
        return [...notices, OTHER_SERVER];
    return [...notices, ...(server.database === database.server.database ? [] : [OTHER_DATABASE])];
}
const OTHER_SERVER = "The declared queries were measured on another server than the rest of this report: baseline-database-url leads elsewhere than database-url.";
const OTHER_DATABASE = "The declared queries were measured in another database than the rest of this report: baseline-database-url names another one than database-url.";

// EXTERNAL MODULE: ./.build/src/lib/units.js
var units = __webpack_require__(7432);
// EXTERNAL MODULE: ./.build/src/checks/performance-baseline/query.js + 1 modules
var query = __webpack_require__(6204);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/options.js



const DEFAULT_FILE = ".github/pg-preflight.baseline.json";
const options = schemas/* strictObject */.rej({
    file: schemas/* string */.YjP()
        .min(1)
        .default(DEFAULT_FILE)
        .describe("The recorded baseline, from the repository's root."),
    "max-age": (0,units/* duration */.p0)().prefault("90d").describe("An older baseline is not compared with: record it anew."),
    "max-growth": schemas/* number */.aig()
        .min(1.1)
        .default(2)
        .describe("How many times the blocks of the baseline are a regression; growth of the tables is taken out."),
    runs: schemas/* int */.Whr().min(3).max(50).default(7).describe("Warm executions of each query, 3 to 50."),
    "on-pull-requests": schemas/* boolean */.zMY()
        .default(false)
        .describe("true: the queries run on pull requests too, when the base branch's configuration says so."),
    queries: query/* queriesSchema */.o.default([]).describe("The queries that are to stay fast."),
});

// EXTERNAL MODULE: ./.build/src/core/checklist/item-evidence.js + 1 modules
var item_evidence = __webpack_require__(5873);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/recorded.js


/** Every declared query needs a recorded baseline that still counts; that a query is within budget is not enough. */
const recorded = (result) => {
    const { findings = [], measurements = [], skipped, unknown } = result;
    if (findings.length > 0)
        return (0,item_evidence/* failing */.Jr)(findings, result);
    const isMeasured = skipped === undefined;
    if (measurements.length === 0 || (isMeasured && unknown !== undefined)) {
        return (0,item_evidence/* withoutVerdict */.UL)(result) ?? (0,item_evidence/* unknownItem */.qX)("No query was measured.");
    }
    const without = measurements.filter((row) => typeof row.recorded_at !== "string");
    const [first] = without;
    if (first !== undefined) {
        const sameReason = without.filter(({ baseline }) => baseline === first.baseline);
        const whose = sameReason.length === measurements.length
            ? "No"
            : `${names(sameReason.map(({ query }) => called(String(query))))}: no`;
        const others = without.length - sameReason.length;
        const more = others > 0 ? ` And ${others} more.` : "";
        return (0,item_evidence/* unknownItem */.qX)(`${whose} recorded baseline counts, for ${String(first.baseline)}${more}`);
    }
    const days = [...new Set(measurements.map((row) => String(row.recorded_at).slice(0, 10)))].sort();
    const queries = measurements.length === 1 ? "1 query has" : `${measurements.length} queries have`;
    const now = isMeasured ? "kept now" : `not measured now: ${(0,item_evidence/* firstLine */.TM)(skipped.detail)}`;
    return {
        status: "pass",
        evidence: `${queries} a baseline, recorded on ${days.join(", ")}, ${now.replace(/\.?$/, ".")}`,
    };
};

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/check.js








/* harmony default export */ const performance_baseline_check = ((0,check/* defineCheck */.q)({
    id: "performance-baseline",
    title: "Declared queries keep within their budgets",
    why: "A query that the product waits for gets slow by one dropped index or one stale statistic, and users notice before anybody looks.",
    category: "queries",
    shownAs: "performance",
    priority: "medium",
    evidence: { recorded: recorded },
    options: options,
    sources: ({ queries, file }) => (queries.length === 0 ? [] : [baselineSource(file)]),
    notices: baselineNotices,
    file: {
        output: "baseline-file",
        name: "baseline.json",
        text(wanted, sources, report) {
            const baseline = newBaseline(wanted, sources, report);
            return baseline === null ? null : renderRecorded(baseline);
        },
    },
    evaluate(_rows, { options, priority, sources, now }) {
        if (options.queries.length === 0)
            return { skipped: NOT_CONFIGURED };
        const source = sources.get(baselineSource(options.file));
        if (!("value" in source))
            return source;
        const evidence = source.value;
        const verdicts = evaluateQueries(options, evidence, now);
        const measurements = verdicts.map(({ row }) => row);
        // The checklist accepts the recorded numbers as evidence, also in a run that measured nothing.
        if (!("value" in evidence.measured))
            return { ...evidence.measured, measurements };
        // A first run has nothing to compare with, and that is not an unknown: its numbers are for choosing budgets.
        if (measurements.every(({ verdict }) => verdict === "measured"))
            return { measurements, unjudged: true };
        const unknown = joinUnknowns(verdicts);
        return {
            findings: verdicts.flatMap(({ query, problem, row }) => problem === undefined ? [] : [{ key: query.name, priority, ...problem, facts: row }]),
            measurements,
            ...(unknown === undefined ? {} : { unknown }),
        };
    },
}));
const NOT_CONFIGURED = {
    reason: "not-configured",
    detail: `No query is declared. Declare those that the product waits for, and give the step the input baseline-database-url, a login that may read what they read:
checks:
  performance-baseline:
    queries:
      - name: Document list
        sql: SELECT * FROM documents WHERE org_id = $1 AND status = 'done' ORDER BY created_at DESC LIMIT 20
        params-from: SELECT org_id FROM documents GROUP BY org_id ORDER BY count(*) DESC LIMIT 1
        max-time: 50ms`,
};


/***/ }),

/***/ 6204:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ MAX_QUERIES),
  o: () => (/* binding */ queriesSchema)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
// EXTERNAL MODULE: ./.build/src/core/session-settings.js
var session_settings = __webpack_require__(2813);
// EXTERNAL MODULE: ./.build/src/lib/units.js
var units = __webpack_require__(7432);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/plan/node-types.js
/** The node types of PostgreSQL 13 to 18, as EXPLAIN (FORMAT JSON) names them. */
const NODE_TYPES = [
    "Aggregate",
    "Append",
    "Bitmap Heap Scan",
    "Bitmap Index Scan",
    "BitmapAnd",
    "BitmapOr",
    "CTE Scan",
    "Custom Scan",
    "Foreign Scan",
    "Function Scan",
    "Gather",
    "Gather Merge",
    "Group",
    "Hash",
    "Hash Join",
    "Incremental Sort",
    "Index Only Scan",
    "Index Scan",
    "Limit",
    "Materialize",
    "Memoize",
    "Merge Append",
    "Merge Join",
    "Named Tuplestore Scan",
    "Nested Loop",
    "ProjectSet",
    "Recursive Union",
    "Result",
    "Sample Scan",
    "Seq Scan",
    "SetOp",
    "Sort",
    "Subquery Scan",
    "Table Function Scan",
    "Tid Range Scan",
    "Tid Scan",
    "Unique",
    "Values Scan",
    "WindowAgg",
    "WorkTable Scan",
];
/** The node type that a person wrote, in any case and with any spaces and dashes. */
function nodeType(written) {
    const letters = lettersOf(written);
    return NODE_TYPES.find((type) => lettersOf(type) === letters);
}
/**
 * The likely node types for an unknown one. EXPLAIN's text format adds how a node works (`Parallel Seq Scan`,
 * `Hash Left Join`, `HashAggregate`): the rest is its type.
 */
function nodeTypesNear(written) {
    const kind = nodeType(written
        .replaceAll(/\b(parallel|async|partial|finalize|simple|left|right|full|semi|anti)\b/gi, "")
        .replace(/(hash|group|mixed|sorted) ?(aggregate|setop)/i, "$2"));
    return kind === undefined ? [...NODE_TYPES] : [kind];
}
function lettersOf(text) {
    return text.toLowerCase().replaceAll(/[^a-z]/g, "");
}

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/query.js




/** In milliseconds. No page or job waits longer for a query; the whole run has two minutes by default. */
const MAX_TIMEOUT = 300_000;
const query_text = () => schemas/* string */.YjP().trim().min(1);
const oneOrMore = () => schemas/* union */.KCZ([query_text(), schemas/* array */.YOg(query_text()).min(1)]);
const names = () => oneOrMore()
    .transform((value) => (typeof value === "string" ? [value] : value))
    .default([]);
const nodes = () => oneOrMore()
    .transform((value, context) => (typeof value === "string" ? [value] : value).map((word, index) => {
    const type = nodeType(word);
    if (type !== undefined)
        return type;
    const path = typeof value === "string" ? [] : [index];
    context.issues.push({ code: "invalid_value", values: nodeTypesNear(word), input: word, path });
    return core/* NEVER */.tm;
}))
    .default([]);
/** The YAML parser has already lost the last digits of a larger integer. */
const isExact = (value) => !Number.isInteger(value) || Number.isSafeInteger(value);
const EXACT = "so large a number is not read exactly: write it in quotes";
/** The keys of a declared query. */
const query = schemas/* strictObject */.rej({
    name: query_text()
        .max(80)
        .describe("What people call it: it names the query in every table, and in the baseline."),
    sql: query_text().describe("One SELECT, with $1, $2 for its parameters."),
    params: schemas/* array */.YOg(schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig().refine(isExact, EXACT), schemas/* boolean */.zMY(), schemas/* null */.chJ()]))
        .optional()
        .describe("The values of $1, $2, in their order."),
    "params-from": query_text()
        .optional()
        .describe("A SELECT that picks representative values: its one row gives $1, $2, in the order of its columns."),
    role: query_text()
        .optional()
        .describe("The application's role, so that row-level security counts. Default: the login."),
    settings: (0,session_settings/* applicationSettings */.c)()
        .default({})
        .describe("Settings of the application for the query, like request.jwt.claims."),
    "promised-before": (0,units/* duration */.p0)()
        .optional()
        .describe("How long it took before it was made faster, for the report's table."),
    "max-time": (0,units/* duration */.p0)()
        .optional()
        .describe("The budget of its execution on the server. Exceeded only when even the fastest runs are over it."),
    "max-blocks": schemas/* int */.Whr()
        .min(0)
        .optional()
        .describe("The budget of shared blocks (8 kB), found in the cache or read, of one execution."),
    "max-rows-read": schemas/* number */.aig().min(1).optional().describe("How many rows may be read for each row returned."),
    "max-seq-scan-rows": schemas/* int */.Whr()
        .min(0)
        .optional()
        .describe("A table with more rows than this must not be read sequentially."),
    "max-spill": (0,units/* size */.Ej)()
        .optional()
        .describe("How much of its sorts and hashes may go to disk: 0 kB for nothing."),
    "uses-index": names().describe("Indexes that its plan must use."),
    "requires-nodes": nodes().describe("Kinds of plan nodes that its plan must have: Index Only Scan."),
    "forbids-nodes": nodes().describe("Kinds of plan nodes that its plan must not have: Seq Scan."),
    "min-rows": schemas/* int */.Whr()
        .min(0)
        .optional()
        .describe("It must return at least so many rows: a query that returns nothing proves nothing. Default: 1."),
    timeout: (0,units/* duration */.p0)()
        .refine((time) => time > 0 && time <= MAX_TIMEOUT, "write more than 0s and at most 5min")
        .prefault("10s")
        .describe("The server stops an execution that takes longer."),
});
const querySchema = query.superRefine((value, context) => {
    for (const { key, message } of contradictionsIn(value)) {
        context.addIssue({ code: "custom", path: [key], message });
    }
}, { when: ({ value }) => isObject(value) });
/** It also bounds the work of parsing a configuration that no person has reviewed. */
const MAX_QUERIES = 100;
/** The name identifies a query in every table, in the baseline and in `ignore`: it is unique. */
const queriesSchema = schemas/* array */.YOg(querySchema)
    .max(MAX_QUERIES, `declare at most ${MAX_QUERIES}`)
    .superRefine((queries, context) => {
    const names = queries.map((each) => (isObject(each) ? each.name : undefined));
    for (const [index, name] of names.entries()) {
        if (name === undefined || names.indexOf(name) === index)
            continue;
        const message = "another query has this name already: each has its own";
        context.addIssue({ code: "custom", path: [index, "name"], message });
    }
}, { when: ({ value }) => Array.isArray(value) });
/** Checked also when other keys are invalid, so that all problems are reported together: any key can be missing or wrong. */
function* contradictionsIn(value) {
    if (value.params !== undefined && value["params-from"] !== undefined) {
        yield { key: "params-from", message: "params gives the values already: write one of the two" };
    }
    const { "max-time": budget, timeout } = value;
    if (typeof budget === "number" && typeof timeout === "number" && budget >= timeout) {
        const message = "it must be less than timeout (10s when it is not written), after which the server stops";
        yield { key: "max-time", message: `${message} the query` };
    }
}
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 7152:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GX: () => (/* binding */ statementsOf),
/* harmony export */   JX: () => (/* binding */ STATEMENTS_EXEC_TIME),
/* harmony export */   MT: () => (/* binding */ STATEMENTS_INFO),
/* harmony export */   xt: () => (/* binding */ isVersionAtLeast),
/* harmony export */   zY: () => (/* binding */ createStatements)
/* harmony export */ });
/** Versions of the extension that changed its columns. The server's version does not matter. */
const STATEMENTS_EXEC_TIME = "1.8";
const STATEMENTS_INFO = "1.9";
/** True when `version` ("1.10") is `least` ("1.8") or newer. */
function isVersionAtLeast(version, least) {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
    return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
/** The statement that creates the extension in the schema that the platform expects. */
function createStatements(server) {
    return server.isSupabase
        ? "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA extensions;"
        : "CREATE EXTENSION IF NOT EXISTS pg_stat_statements;";
}
/** The extension's version and schema, or why it can't be read. */
function statementsOf(server) {
    const extension = server.extensions.pg_stat_statements;
    if (extension === undefined) {
        return {
            unknown: {
                reason: "extension",
                detail: "This database has no pg_stat_statements, which counts what each statement costs.",
                fix: createStatements(server),
            },
        };
    }
    if (!extension.schemaUsable) {
        return {
            unknown: {
                reason: "permission",
                detail: "The login may not look into the schema that holds pg_stat_statements.",
                fix: `GRANT USAGE ON SCHEMA ${extension.schema} TO ${server.login};`,
            },
        };
    }
    return extension;
}


/***/ }),

/***/ 1354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ supabaseSource),
/* harmony export */   u: () => (/* binding */ SUPABASE_TOPICS)
/* harmony export */ });
/** One topic of the Management API, which is one endpoint: a missing permission for one does not hide the others. */
function supabaseSource(topic) {
    return { provider: "supabase", name: topic };
}
/** In the order in which they are asked for. */
const SUPABASE_TOPICS = ["project", "backups", "pooler", "pgbouncer", "postgrest"];


/***/ }),

/***/ 7973:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   e: () => (/* binding */ parseSql)
/* harmony export */ });
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8877);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/** PostgreSQL's own parser (libpg_query, of PostgreSQL 18) in WebAssembly. It connects to nothing and runs nothing. */


/**
 * The statements of a text. "crashed": the parser ran out of stack, as it does with thousands of nested brackets.
 */
async function parseSql(text) {
    loading ??= load();
    const parser = await loading;
    try {
        return parse(parser, text);
    }
    catch {
        // A parser that stopped in the middle of its work cannot be trusted: the next text gets a new one.
        loading = undefined;
        return "crashed";
    }
}
const treeSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    stmts: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        /** One key, the kind of statement: SelectStmt. */
        stmt: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J()),
        /** In bytes; absent for 0. */
        stmt_location: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().default(0),
        /** In bytes; absent when it goes to the end of the text. */
        stmt_len: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().optional(),
    })),
});
let loading;
async function load() {
    // V8 would optimise the grammar's one enormous function after the first statement. That takes up to a second, and the
    // process does not exit before it is done.
    (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)("--wasm-tiering-budget=1000000000");
    // The bundle has the package's file beside it, as it is: see scripts/bundle.ts.
    const { default: start } = await import(/* webpackIgnore: true */ "#libpg-query");
    // Its output on a crash may quote the text.
    const silent = () => { };
    return await start({ print: silent, printErr: silent });
}
function parse(parser, text) {
    const bytes = parser.lengthBytesUTF8(text) + 1;
    const pointer = parser._malloc(bytes);
    parser.stringToUTF8(text, pointer, bytes);
    const result = parser._wasm_parse_query_raw(pointer);
    try {
        const error = parser.getValue(result + 8, "i32");
        if (error !== 0) {
            return {
                error: {
                    message: parser.UTF8ToString(parser.getValue(error, "i32")),
                    // PostgreSQL counts from 1, and reports 0 for an unknown position.
                    position: Math.max(0, parser.getValue(error + 16, "i32") - 1),
                },
            };
        }
        const tree = parser.UTF8ToString(parser.getValue(result, "i32"));
        return { statements: treeSchema.parse(JSON.parse(tree)).stmts };
    }
    finally {
        parser._free(pointer);
        parser._wasm_free_parse_result(result);
    }
}


/***/ }),

/***/ 6568:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M0: () => (/* binding */ explainConnectionError),
/* harmony export */   Rk: () => (/* binding */ isUnknownCa),
/* harmony export */   fI: () => (/* binding */ isTooManyConnections)
/* harmony export */ });
/* harmony import */ var _supabase_ca_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2101);

const USE_SESSION_POOLER = "copy the session pooler's address (port 5432, it has IPv4) from Connect in the Supabase dashboard";
const UNKNOWN_CA = new Set([
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "UNABLE_TO_GET_ISSUER_CERT",
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);
const RULES = [
    {
        when: ({ message }) => /tenant.*not found|tenant or user/i.test(message),
        say: "The pooler does not know this project and user: the host must be the one of your project's region and the user must be written as user.project-ref (postgres.abcdefghijklmnopqrst).",
    },
    {
        when: ({ code, message }, { host, user }) => isRefusedPassword(code, message) && (0,_supabase_ca_js__WEBPACK_IMPORTED_MODULE_0__/* .isSupabasePooler */ .C1)(host) && !user.includes("."),
        say: "The Supabase pooler wants the user written as user.project-ref, like preflight.abcdefghijklmnopqrst.",
    },
    {
        when: ({ code, message }, { host, user }) => isRefusedPassword(code, message) && (0,_supabase_ca_js__WEBPACK_IMPORTED_MODULE_0__/* .isSupabasePooler */ .C1)(host) && !user.startsWith("postgres."),
        say: "The Supabase pooler refused this login. If the password is right, the pooler may not accept custom logins in this project: use the direct address (with the IPv4 add-on, or from a runner with IPv6), or as a last resort postgres.project-ref.",
    },
    {
        when: ({ code, message }) => isRefusedPassword(code, message),
        say: "The user or the password is wrong. A password with characters like @ : / # must be percent-encoded in the URL, and after a restore custom logins need a new password.",
    },
    {
        when: ({ message }) => /client password must be a string|no password/i.test(message),
        say: "The server asks for a password and the URL holds none: write it as postgresql://user:password@host:5432/database.",
    },
    {
        when: ({ message }) => /unsupported startup parameter/i.test(message),
        say: ({ message }) => `The pooler refuses a start-up parameter${parameterName(message)}: take PGOPTIONS out of the step's environment and options out of the URL, or add the parameter to the pooler's ignore_startup_parameters.`,
    },
    {
        when: ({ message }) => /pg_hba\.conf (entry|rejects)/i.test(message),
        say: ({ message }) => /no encryption|SSL off/i.test(message)
            ? "The server's pg_hba.conf lets this user in from here only with TLS, or not at all: take sslmode=disable out of the URL (for a server on this machine, add sslmode=require), or allow the address for this user and database."
            : "The server's pg_hba.conf does not let this user in from here: allow the runner's address for this user and database.",
    },
    {
        when: ({ code, message }) => code === "3D000" || /no such database/i.test(message),
        say: "The server has no database of this name: check the part of the URL behind the last slash.",
    },
    {
        when: ({ code, message }) => code === "28000" && /role .* is not permitted to log in/i.test(message),
        say: "This role may not log in: run ALTER ROLE … LOGIN, or use the login that sql/setup/monitoring-role.sql makes.",
    },
    {
        when: ({ code, message }) => meansNoRoom(code, message),
        say: "The server or the pooler has no free connection (or the login's CONNECTION LIMIT is reached): the application holds them all. See who does in pg_stat_activity, and lower the application's pools.",
    },
    {
        when: ({ code }) => code === "57P03",
        say: "The server is starting, stopping or restoring and takes no connections yet: try again in a minute.",
    },
    {
        when: ({ code }, { host }) => ["ENETUNREACH", "EHOSTUNREACH", "ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"].includes(code) &&
            (0,_supabase_ca_js__WEBPACK_IMPORTED_MODULE_0__/* .isSupabaseDirectHost */ .MR)(host),
        say: `Supabase's direct host has only an IPv6 address, and GitHub's runners have no IPv6: ${USE_SESSION_POOLER}.`,
    },
    {
        when: ({ code }) => code === "ENOTFOUND" || code === "EAI_AGAIN",
        say: "The host's name is not known: check it for a typing error, and that it can be resolved from the runner (a private network's names cannot).",
    },
    {
        when: ({ code }) => code === "ENETUNREACH" || code === "EHOSTUNREACH" || code === "EADDRNOTAVAIL",
        say: "There is no network path to the server: it may have only an IPv6 address, which GitHub's runners cannot reach, or stand in a private network.",
    },
    {
        when: ({ code }) => code === "ECONNREFUSED",
        say: "The connection was refused: no PostgreSQL listens at this host and port (listen_addresses, the port, a stopped server).",
    },
    {
        when: ({ message }) => /does not support SSL/i.test(message),
        say: "The server offers no TLS, and a password must not travel in the clear: switch TLS on at the server, or, in a network you trust, add sslmode=disable to the URL (it is reported as a finding).",
    },
    {
        when: ({ code }, { host }) => UNKNOWN_CA.has(code) && (0,_supabase_ca_js__WEBPACK_IMPORTED_MODULE_0__/* .isSupabaseHost */ .ZG)(host),
        say: "The server's certificate is signed by no CA known here and not by Supabase's known roots: download the certificate from the project's Database settings and give it as ssl-ca. If that fails too, something between here and Supabase answers in its place.",
    },
    {
        when: ({ code }) => UNKNOWN_CA.has(code),
        say: "The server's certificate is signed by a CA that is not known here: give the CA's certificate (PEM) as ssl-ca.",
    },
    {
        when: ({ code }) => code === "ERR_TLS_CERT_ALTNAME_INVALID",
        say: "The server's certificate is for another host name: write the host in the URL as the certificate names it.",
    },
    {
        when: ({ code }) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID",
        say: "The server's certificate has expired or is not valid yet: renew it.",
    },
    {
        when: ({ code, message }) => code === "ETIMEDOUT" || /timeout/i.test(message),
        say: "The server did not answer in time: a firewall or network restrictions may drop the runner's packets, or the project is paused.",
    },
    {
        when: ({ code, message }) => code === "ECONNRESET" || /terminated unexpectedly|socket (hang up|disconnected)/i.test(message),
        say: "The connection was cut while it was being made: the port may belong to another service, or a proxy closed it.",
    },
];
/** One sentence of advice for a failed connection. It never holds the address, the user or the server's own words. */
function explainConnectionError(error, address) {
    const failure = first(error);
    const rule = RULES.find(({ when }) => when(failure, address));
    if (rule !== undefined)
        return typeof rule.say === "string" ? rule.say : rule.say(failure, address);
    const code = /^[A-Z0-9_]{3,40}$/.test(failure.code) ? ` (${failure.code})` : "";
    return `The connection failed${code}: check that the URL works with psql from the same network.`;
}
/** Every connection is taken. */
function isTooManyConnections(error) {
    const { code, message } = first(error);
    return meansNoRoom(code, message);
}
/** The server's certificate leads to no CA that is known here. */
function isUnknownCa(error) {
    return UNKNOWN_CA.has(first(error).code);
}
/** Node tries several addresses of a name at once and then throws all errors together: the first one counts. */
function first(error) {
    const one = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
    const code = typeof one === "object" && one !== null && "code" in one ? String(one.code) : "";
    return { code, message: one instanceof Error ? one.message : "" };
}
function meansNoRoom(code, message) {
    return (code === "53300" || /too many (clients|connections)|MaxClients|remaining connection slots/i.test(message));
}
function isRefusedPassword(code, message) {
    return (code === "28P01" ||
        /password authentication failed|SASL authentication failed|no such user/i.test(message));
}
function parameterName(message) {
    const name = /startup parameter:?\s*"?([a-z_.]{1,60})"?/i.exec(message)?.[1];
    return name === undefined ? "" : ` (${name})`;
}


/***/ }),

/***/ 4006:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ secretsOf),
/* harmony export */   z: () => (/* binding */ parseConnectionUrl)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6512);

const HIGHEST_PORT = 65_535;
/** Stands where a URL names no host; no real one is called so. */
const NO_HOST = "no-host.invalid";
const FORM = "postgresql://user:password@host:5432/database";
/**
 * Reads a postgres:// or postgresql:// URL. TLS is on unless the host is this machine or the URL says
 * `sslmode=disable`; every other sslmode means a verified connection. `input` names the setting in errors.
 *
 * @throws UserError that never repeats the URL
 */
function parseConnectionUrl(text, input) {
    const problem = (what) => new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo([`${input}: ${what}`]);
    if (!/^postgres(ql)?:\/\//i.test(text)) {
        throw problem(`this is no PostgreSQL URL. Write it as ${FORM} (a libpq "host=… password=…" text is not read).`);
    }
    let url;
    try {
        url = readUrl(text);
    }
    catch {
        throw problem(`this URL cannot be read. A password with characters like @ : / # ? % must be percent-encoded (@ is %40, # is %23), and a port is a number up to ${HIGHEST_PORT}. The form is ${FORM}.`);
    }
    const parts = decodeParts(url);
    if (parts === undefined)
        throw problem("a % in this URL is not followed by two hexadecimal digits; write % itself as %25.");
    const { host } = parts;
    if (host === "")
        throw problem(`this URL names no host. The form is ${FORM}.`);
    if (host.includes(","))
        throw problem("this URL names several hosts; give the one to check.");
    if (parts.user === "")
        throw problem(`this URL names no user. The form is ${FORM}.`);
    const port = Number(url.searchParams.get("port") ?? (url.port || 5432));
    if (!(Number.isInteger(port) && port >= 1 && port <= HIGHEST_PORT)) {
        throw problem(`the port in this URL is no number between 1 and ${HIGHEST_PORT}.`);
    }
    const mode = url.searchParams.get("sslmode") ?? undefined;
    const isLoopback = isThisMachine(host);
    return {
        host,
        port,
        user: parts.user,
        password: parts.password === "" ? undefined : parts.password,
        database: parts.database === "" ? parts.user : parts.database,
        tls: mode === undefined ? !isLoopback : mode !== "disable",
        isLoopback,
    };
}
/**
 * Every text of a URL that must never be shown: the whole, the password in both forms and the host. A host
 * without a dot and a loopback address tell nothing and would blank out ordinary words.
 */
function secretsOf(text) {
    try {
        const url = readUrl(text);
        const { password = "", host = "" } = decodeParts(url) ?? {};
        const isTelling = /[.:]/.test(host) && !isThisMachine(host);
        return [text, url.password, password, ...(isTelling ? [url.host, url.hostname, host] : [])].filter((secret) => secret !== "");
    }
    catch {
        return [text];
    }
}
/** WHATWG's URL wants a host after a user; a socket's URL (`postgresql://user@/database?host=/run/…`) has none. */
function readUrl(text) {
    return new URL(text.replace(/^([a-z]+:\/\/[^/?#]*@)(?=[/?#]|$)/i, `$1${NO_HOST}`));
}
function isThisMachine(host) {
    return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host) || host.startsWith("/");
}
function decodeParts(url) {
    const named = url.hostname === NO_HOST ? "" : url.hostname;
    try {
        return {
            host: (url.searchParams.get("host") ?? decodeURIComponent(named)).replace(/^\[|\]$/g, ""),
            user: decodeURIComponent(url.username) || (url.searchParams.get("user") ?? ""),
            password: decodeURIComponent(url.password) || (url.searchParams.get("password") ?? ""),
            database: decodeURIComponent(url.pathname.slice(1)),
        };
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 6765:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ readServer)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9567);
/* harmony import */ var _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7813);
/* harmony import */ var _session_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5082);



/** PostgreSQL 13: older servers lack columns and roles that the checks rest on. */
const OLDEST_VERSION = 130_000;
const extension = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    version: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    schema: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    schemaUsable: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
});
const knownRelation = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    schema: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    quotedSchema: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    schemaUsable: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    filtered: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    columns: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    readable: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
});
const row = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    version_number: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    version: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    database: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    quoted_database: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    login: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    is_superuser: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    reads_all_statistics: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    reads_all_settings: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    lists_wal: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    in_recovery: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    now_ms: zod__WEBPACK_IMPORTED_MODULE_3__/* .number */ .ai(),
    client_port: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().nullable(),
    max_connections: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    reserved_connections: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    client_sessions: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    is_supabase: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    standbys: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    extensions: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), extension),
    schemas: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .tuple */ .PVZ([zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()])),
    known_relations: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(knownRelation),
});
function whyUntold({ code }) {
    switch (code) {
        case "42703":
        case "42883":
        case "42704":
            return "The server is older than PostgreSQL 13, the oldest that can be checked: upgrade it.";
        case "08P01":
            return "A pooler's own console answers, or a pooler in statement mode, which knows no transactions: give the address of the database, or of a pool in session or transaction mode.";
        case "lost":
            return "The server took the connection and then gave no answer: it, a pooler or a proxy in between may be overloaded or about to stop. Run the action again.";
        default:
            return `The server took the connection but did not tell what it is (${code}): run the action again, and look into the server's log if it stays so.`;
    }
}
/**
 * The first round trip: what the server is, and whether we speak to it directly.
 *
 * @throws Unreachable when the server is too old or gives no answer
 */
async function readServer(session) {
    const outcome = await session.runQuery({ text: _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__/* .sql */ .l["server/server"] }, "opening");
    if ("error" in outcome) {
        throw new _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Unreachable */ .LL(whyUntold(outcome.error));
    }
    const { data: facts } = row.safeParse(outcome.rows[0]);
    if (facts === undefined) {
        throw new _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Unreachable */ .LL("What answers at this address is no PostgreSQL, but something that resembles it.");
    }
    if (facts.version_number < OLDEST_VERSION) {
        throw new _session_js__WEBPACK_IMPORTED_MODULE_1__/* .Unreachable */ .LL(`The server runs PostgreSQL ${facts.version}; the oldest that can be checked is 13: upgrade it.`);
    }
    return {
        versionNumber: facts.version_number,
        // "15.8 (Debian 15.8-1.pgdg120+1)": the package's name says nothing more.
        version: facts.version.split(" ")[0] ?? facts.version,
        database: facts.database,
        quotedDatabase: facts.quoted_database,
        login: facts.login,
        isSuperuser: facts.is_superuser,
        readsAllStatistics: facts.reads_all_statistics,
        readsAllSettings: facts.reads_all_settings,
        listsWal: facts.lists_wal,
        inRecovery: facts.in_recovery,
        now: facts.now_ms,
        maxConnections: facts.max_connections,
        reservedConnections: facts.reserved_connections,
        clientSessions: facts.client_sessions,
        isSupabase: facts.is_supabase,
        standbys: facts.reads_all_statistics ? facts.standbys : null,
        extensions: facts.extensions,
        schemas: facts.schemas.map(([oid, name]) => ({ oid, name })),
        connection: session.connection(facts.client_port),
        knownRelations: facts.known_relations,
    };
}


/***/ }),

/***/ 5082:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  ch: () => (/* binding */ TOO_LONG),
  je: () => (/* binding */ TooManyConnections),
  LL: () => (/* binding */ Unreachable),
  fA: () => (/* binding */ openSession)
});

// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-errors.js
var connection_errors = __webpack_require__(6568);
// EXTERNAL MODULE: ./.build/src/collect/postgres/supabase-ca.js
var supabase_ca = __webpack_require__(2101);
;// CONCATENATED MODULE: ./.build/src/collect/postgres/transaction.js
/** How long one check's statement may run on the server. */
const STATEMENT_TIMEOUT = 10_000;
/** How long it may wait for a lock: a migration may hold one, and we are not to stand in its queue. */
const LOCK_TIMEOUT = 1_000;
/** `search_path = ''`: nothing of the user's can stand in for a name of pg_catalog. */
function beginTransaction({ workMem, freshCounters, own }) {
    if (own !== undefined)
        return beginCustomTransaction(own);
    return [
        "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
        `SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT}`,
        `SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`,
        `SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT}`,
        "SET LOCAL search_path = ''",
        "SET LOCAL row_security = off",
        "SET LOCAL jit = off",
        "SET LOCAL max_parallel_workers_per_gather = 0",
        ...(freshCounters === true ? ["SET LOCAL stats_fetch_consistency = none"] : []),
        ...(workMem === undefined ? [] : [`SET LOCAL work_mem = '${workMem}'`]),
    ].join("; ");
}
/** Read only and limited in time; search_path and row-level security stay as the login or the role has them. */
function beginCustomTransaction({ role, settings, timeout = STATEMENT_TIMEOUT, standardStrings, }) {
    return [
        "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
        // 0 would be no limit at all.
        `SET LOCAL statement_timeout = ${Math.max(1, Math.ceil(timeout))}`,
        `SET LOCAL lock_timeout = ${LOCK_TIMEOUT}`,
        `SET LOCAL idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT}`,
        ...(standardStrings === true ? ["SET LOCAL standard_conforming_strings = on"] : []),
        ...Object.entries(settings).map(([name, value]) => `SET LOCAL ${name.split(".").map(quoteName).join(".")} = ${quoteText(value)}`),
        ...(role === undefined ? [] : [`SET LOCAL ROLE ${quoteName(role)}`]),
    ].join("; ");
}
function quoteName(name) {
    return `"${name.replaceAll("\0", "").replaceAll('"', '""')}"`;
}
/** The form with E means the same whatever standard_conforming_strings is. */
function quoteText(text) {
    return `E'${text.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

;// CONCATENATED MODULE: ./.build/src/collect/postgres/session.js



/** Stands where a SQLSTATE does. */
const TOO_LONG = "too long";
/** What is too long for us is cut off while it comes: the server stops, for nobody reads on. */
async function withByteLimit(stream, most, runQuery) {
    if (most === undefined)
        return runQuery();
    let received = 0;
    const count = (chunk) => {
        received += chunk.length;
        if (received > most)
            stream.destroy();
    };
    stream.on("data", count);
    const outcome = await runQuery();
    stream.off("data", count);
    return received > most ? { error: { code: TOO_LONG, message: "its answer is too long" } } : outcome;
}
/** Long enough for TLS over a bad line, short enough to leave time for the advice. */
const CONNECT_TIMEOUT = 10_000;
/** How long a server may take to close a connection that we have said farewell to. */
const CLOSE_TIMEOUT = 1_000;
class Unreachable extends Error {
}
/** Every connection that the server, the database or the login may have is taken. */
class TooManyConnections extends Unreachable {
}
/**
 * Connects with verified TLS (see Address.tls).
 *
 * @param ca PEM text of a private CA
 * @param timeLeft milliseconds; a connection is never waited for longer
 * @throws Unreachable whose message is one sentence of advice without the address
 */
async function openSession(address, ca, timeLeft) {
    const timeout = Math.min(CONNECT_TIMEOUT, timeLeft);
    try {
        return await connect(address, ca, timeout);
    }
    catch (error) {
        if (ca === undefined && (0,connection_errors/* isUnknownCa */.Rk)(error) && (0,supabase_ca/* isSupabaseHost */.ZG)(address.host)) {
            const root = await (0,supabase_ca/* findKnownRoot */.Tb)(address, timeout);
            if (root !== undefined) {
                return connect(address, root, timeout).catch((second) => {
                    throw new Unreachable((0,connection_errors/* explainConnectionError */.M0)(second, address));
                });
            }
        }
        throw new ((0,connection_errors/* isTooManyConnections */.fI)(error) ? TooManyConnections : Unreachable)((0,connection_errors/* explainConnectionError */.M0)(error, address));
    }
}
async function connect(address, ca, timeout) {
    // pg is loaded only when a connection is made, so that bad inputs are told at once.
    const { default: pg } = await __webpack_require__.e(/* import() */ 849).then(__webpack_require__.bind(__webpack_require__, 3849));
    const client = new pg.Client({
        host: address.host,
        port: address.port,
        user: address.user,
        password: address.password,
        database: address.database,
        application_name: "pg-preflight",
        connectionTimeoutMillis: timeout,
        // Questions are only ever sent without waiting when the connection is proved direct; see `ask`.
        pipeline: true,
        ssl: address.tls
            ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), ...serverName(address.host) }
            : false,
    });
    // A connection that dies later must not end the process: the question under way is told by its own promise.
    client.on("error", () => undefined);
    await client.connect();
    return sessionOf(client, address);
}
/** SNI takes names only. */
function serverName(host) {
    return /^[\d.]+$|:/.test(host) ? {} : { servername: host };
}
function sessionOf(client, address) {
    // A private field of pg, whose exact version is pinned in package.json.
    const { stream } = client.connection;
    let lastCommit = Promise.resolve();
    return {
        connection: (clientPort) => ({
            isEncrypted: address.tls,
            isLoopback: address.isLoopback,
            isDirect: clientPort !== null && clientPort === stream.localPort && !(0,supabase_ca/* isSupabasePooler */.C1)(address.host),
        }),
        served: () => client.query(`${beginTransaction({})}; COMMIT`),
        runQuery: (question, mode) => withByteLimit(stream, question.own?.longestAnswer, async () => {
            if (mode === "pipelined")
                return sendPipelined(client, question);
            await lastCommit;
            const { outcome, commit } = await sendSequential(client, question);
            lastCommit = commit;
            if (mode === "sequential")
                await commit;
            return outcome;
        }),
        end: async () => {
            const watchdog = setTimeout(() => stream.destroy(), CLOSE_TIMEOUT);
            await client.end().catch(() => undefined);
            clearTimeout(watchdog);
        },
        destroy: () => stream.destroy(),
    };
}
async function sendPipelined(client, question) {
    const [begin, answer, commit] = await Promise.allSettled([
        client.query(beginTransaction(question)),
        client.query(statement(question)),
        client.query(endTransaction(question)),
    ]);
    return resultOf(begin, answer, commit);
}
async function sendSequential(client, question) {
    const [begin] = await Promise.allSettled([client.query(beginTransaction(question))]);
    // Without its frame the statement must not run; a failed statement still gets its COMMIT.
    const [answer] = begin.status === "rejected" ? [begin] : await Promise.allSettled([client.query(statement(question))]);
    const commit = client.query(endTransaction(question)).catch(() => undefined);
    return { outcome: resultOf(begin, answer), commit };
}
/**
 * The statement goes by the extended protocol: the simple one would let `commit; drop …` out of the
 * read-only transaction.
 */
function statement({ text, values, own, asText }) {
    // Two columns of one name would be one in an object, and an unnamed column has no name of its own.
    const rowMode = own === undefined ? {} : { rowMode: "array" };
    const types = asText === true ? { types: AS_TEXT } : {};
    return { text, values: [...(values ?? [])], queryMode: "extended", ...rowMode, ...types };
}
const AS_TEXT = { getTypeParser: () => (text) => text };
/**
 * COMMIT, so that the user's count of rollbacks stays true. But a team's own statement may change its session
 * (set_config, SET ROLE), in which the next check, or behind a pooler somebody else, would find itself: only ROLLBACK
 * takes that back.
 */
function endTransaction({ own }) {
    return own === undefined ? "COMMIT" : "ROLLBACK";
}
function resultOf(begin, answer, commit) {
    const failed = [begin, answer, commit].find((step) => step?.status === "rejected");
    if (failed !== undefined)
        return { error: queryErrorOf(failed.reason) };
    return { rows: answer.status === "fulfilled" ? (answer.value.rows ?? []) : [] };
}
function queryErrorOf(error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "lost";
    const message = error instanceof Error ? error.message : "";
    // A SQLSTATE has five characters, digits among them; anything else (EPIPE) is the client's own word for a broken
    // connection.
    return /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
        ? { code, message }
        : { code: "lost", message: "the connection was lost" };
}


/***/ }),

/***/ 2101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C1: () => (/* binding */ isSupabasePooler),
/* harmony export */   MR: () => (/* binding */ isSupabaseDirectHost),
/* harmony export */   Tb: () => (/* binding */ findKnownRoot),
/* harmony export */   ZG: () => (/* binding */ isSupabaseHost)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1692);


/**
 * SHA-256 fingerprints of the two "Supabase Root 2021 CA" certificates, as shipped in the public CLI's
 * repository (valid to 2031-04-26 and to 2035-09-01).
 */
const SUPABASE_ROOTS = [
    "80:70:25:AD:50:D4:ED:21:9D:2C:9C:7D:29:9C:00:4F:82:4E:B0:0C:F7:F6:5A:FE:F6:07:D0:7B:72:E6:CA:FA",
    "5F:9B:77:95:1A:7A:A1:30:3F:9B:58:EE:A9:BF:A8:9E:35:8C:FD:C1:5F:97:86:FF:10:D4:93:0A:72:2C:9A:E2",
];
/** A project's own host, which has no IPv4 address unless the add-on was bought. */
function isSupabaseDirectHost(host) {
    return /^db\.[a-z0-9]+\.supabase\.(co|com)$/i.test(host);
}
function isSupabasePooler(host) {
    return /\.pooler\.supabase\.com$/i.test(host);
}
function isSupabaseHost(host) {
    return isSupabaseDirectHost(host) || isSupabasePooler(host);
}
/**
 * The root certificate that the server sends in its chain, as PEM, when its fingerprint is one of `roots`;
 * undefined otherwise. Nothing is sent over this connection but the request for TLS, so that an impostor
 * learns nothing; the PEM is then the CA of a second, fully verified connection.
 */
async function findKnownRoot(address, timeout, roots = SUPABASE_ROOTS) {
    const socket = await openTls(address, timeout);
    if (socket === undefined)
        return undefined;
    try {
        let certificate = socket.getPeerCertificate(true);
        for (let depth = 0; depth < 10 && certificate?.raw !== undefined; depth += 1) {
            if (roots.includes(certificate.fingerprint256))
                return toPem(certificate.raw);
            const issuer = certificate.issuerCertificate;
            if (issuer === certificate)
                return undefined;
            certificate = issuer;
        }
        return undefined;
    }
    finally {
        socket.destroy();
    }
}
/** PostgreSQL's SSLRequest, then the TLS handshake, without judging the certificate. */
function openTls(address, timeout) {
    return new Promise((resolve) => {
        const socket = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.connect)({ host: address.host, port: address.port });
        const giveUp = () => {
            socket.destroy();
            resolve(undefined);
        };
        socket.setTimeout(timeout, giveUp);
        socket.once("error", giveUp);
        socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
        socket.once("data", (answer) => {
            if (answer.toString("latin1") !== "S") {
                giveUp();
                return;
            }
            const secure = (0,node_tls__WEBPACK_IMPORTED_MODULE_1__.connect)({ socket, servername: address.host, rejectUnauthorized: false }, () => {
                socket.setTimeout(0);
                resolve(secure);
            });
            secure.once("error", giveUp);
        });
    });
}
function toPem(der) {
    const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}


/***/ }),

/***/ 7405:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ statementsWindow),
/* harmony export */   MX: () => (/* binding */ tablesWindowQuestion),
/* harmony export */   Rl: () => (/* binding */ identityQuestion),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   lP: () => (/* binding */ statementsWindowQuestion),
/* harmony export */   sP: () => (/* binding */ tablesWindow)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9567);
/* harmony import */ var _checks_shared_pg_stat_statements_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7152);
/* harmony import */ var _core_privileges_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1059);
/* harmony import */ var _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7813);




const tablesRow = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    database_reset_ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai().nullable(),
    archiver_reset_ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai().nullable(),
    bgwriter_reset_ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai().nullable(),
    timeline: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable(),
    promoted_ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai().nullable(),
});
const statementsRow = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ reset_ms: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .ai().nullable() });
function tablesWindowQuestion(server) {
    return { text: _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__/* .sql */ .l[server.listsWal ? "server/windows" : "server/windows.without-wal"] };
}
/** Undefined where nothing tells: no extension, or one that is too old. */
function statementsWindowQuestion(server) {
    const extension = server.extensions.pg_stat_statements;
    if (extension === undefined || !extension.schemaUsable)
        return undefined;
    if (!(0,_checks_shared_pg_stat_statements_js__WEBPACK_IMPORTED_MODULE_3__/* .isVersionAtLeast */ .xt)(extension.version, _checks_shared_pg_stat_statements_js__WEBPACK_IMPORTED_MODULE_3__/* .STATEMENTS_INFO */ .MT))
        return undefined;
    return { text: _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__/* .sql */ .l["server/statements-window"].replace(":schema", () => extension.schema) };
}
const identityRow = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ system: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable() });
function identityQuestion() {
    return { text: _generated_sql_js__WEBPACK_IMPORTED_MODULE_0__/* .sql */ .l["server/identity"] };
}
/** Some platforms keep the system identifier to themselves. */
function identityOf(identity, tables) {
    return {
        system: "error" in identity ? null : (identityRow.safeParse(identity.rows[0]).data?.system ?? null),
        timeline: "error" in tables ? null : (tablesRow.safeParse(tables.rows[0]).data?.timeline ?? null),
    };
}
const UNKNOWN_FORM = {
    since: null,
    detail: "It is unknown since when the server counts: its answer does not have the form that this version knows.",
};
/**
 * The latest of everything that starts the counters: a reset of this database's, the shared ones (which move
 * after a crash, when the database's own stays NULL), and a promotion.
 */
function tablesWindow(outcome, server) {
    if ("error" in outcome) {
        return { since: null, detail: `The server did not tell since when it counts (${outcome.error.code}).` };
    }
    const facts = tablesRow.safeParse(outcome.rows[0]).data;
    if (facts === undefined)
        return UNKNOWN_FORM;
    // The first timeline is 1: a higher one means a promotion or a restore, at a time that only the history file tells.
    const wasPromoted = facts.timeline !== null && Number.parseInt(facts.timeline, 16) > 1;
    if (wasPromoted && facts.promoted_ms === null) {
        return {
            since: null,
            detail: "The server was promoted or restored at a time that the login cannot see, and its counters start there.",
            ...(server.listsWal ? {} : { fix: (0,_core_privileges_js__WEBPACK_IMPORTED_MODULE_4__/* .grantMonitor */ .L)(server) }),
        };
    }
    const starts = [
        [facts.database_reset_ms, "the statistics were reset"],
        [facts.archiver_reset_ms, "the server was created or recovered from a crash"],
        [facts.bgwriter_reset_ms, "the server was created or recovered from a crash"],
        [endOfSecond(facts.promoted_ms, server.now), "the server was promoted or restored"],
    ];
    return latest(starts) ?? { since: null, detail: "Nothing tells since when the counters count." };
}
/** The server tells a file's time in whole seconds; what was counted within that second may be older. */
function endOfSecond(time, now) {
    return time === null ? null : Math.min(time + 999, now);
}
function statementsWindow(outcome, { extensions }) {
    const extension = extensions.pg_stat_statements;
    if (outcome === undefined) {
        const detail = extension === undefined
            ? "This database has no pg_stat_statements."
            : "This pg_stat_statements does not tell since when it counts: it is older than 1.9, or the login may not look into its schema.";
        return { since: null, detail };
    }
    if ("error" in outcome) {
        return {
            since: null,
            detail: `pg_stat_statements did not tell since when it counts (${outcome.error.code}).`,
        };
    }
    const facts = statementsRow.safeParse(outcome.rows[0]).data;
    if (facts === undefined)
        return UNKNOWN_FORM;
    return (latest([[facts.reset_ms, "pg_stat_statements was reset or created"]]) ?? {
        since: null,
        detail: "pg_stat_statements does not tell since when it counts.",
    });
}
function latest(starts) {
    let window;
    for (const [since, detail] of starts) {
        if (since !== null && since > (window?.since ?? Number.NEGATIVE_INFINITY))
            window = { since, detail };
    }
    return window;
}


/***/ }),

/***/ 6868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ why),
/* harmony export */   w: () => (/* binding */ reader)
/* harmony export */ });
/* harmony import */ var _workspace_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1494);

/** Reading them may take so long, in milliseconds: the database waits. */
const TIMEOUT = 20_000;
/**
 * Reads files of the commit that counts: the checked-out one, but on a pull request the base branch's, for a branch
 * must not grade itself. A sentence where that can't be done.
 */
async function reader(settings, wanted) {
    return settings.isPullRequest ? baseReader(settings, wanted) : workspaceReader(settings);
}
function workspaceReader({ workspace }) {
    return (path) => (0,_workspace_js__WEBPACK_IMPORTED_MODULE_0__.readText)(workspace, path);
}
async function baseReader({ github, baseSha }, { files, what }) {
    const { token, repository, apiUrl } = github;
    if (token === undefined || repository === null || baseSha === null) {
        return `On a pull request the base branch's ${what} counts, and without github-token it can't be read.`;
    }
    const [{ gitHubClient }, { readRepositoryFile }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(942), __webpack_require__.e(392), __webpack_require__.e(987)]).then(__webpack_require__.bind(__webpack_require__, 6987)),
        __webpack_require__.e(/* import() */ 993).then(__webpack_require__.bind(__webpack_require__, 5993)),
    ]);
    const client = gitHubClient({
        apiUrl,
        token,
        repository,
        deadline: Date.now() + TIMEOUT,
        maxRequests: files,
    });
    return async (path) => {
        // In an address it would lead to another place of GitHub's API.
        if (path.split(/[\\/]/).includes(".."))
            throw new _workspace_js__WEBPACK_IMPORTED_MODULE_0__/* .Refused */ .Lw("leads out of the repository.");
        return readRepositoryFile(client, { path, ref: baseSha });
    };
}
/** What may be shown of a file that could not be read: the end of a sentence. */
function why(refusal) {
    if (refusal instanceof _workspace_js__WEBPACK_IMPORTED_MODULE_0__/* .Refused */ .Lw)
        return `: it ${refusal.message}`;
    // Only our own errors' words are shown.
    return refusal instanceof Error && refusal.name === "GitHubError" ? `: ${refusal.message}` : ".";
}


/***/ }),

/***/ 1494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lw: () => (/* binding */ Refused),
/* harmony export */   bJ: () => (/* binding */ nullIfMissing),
/* harmony export */   readText: () => (/* binding */ readText),
/* harmony export */   x5: () => (/* binding */ locate)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);



/** Larger than any changelog or journal that people write: a larger file is none. */
const LARGEST_FILE = 5 * 1024 ** 2;
/** Why a path of the configuration is not read: the end of a sentence that begins with the path. */
class Refused extends Error {
    name = "Refused";
}
/**
 * The real place of a path of the workspace, symbolic links followed; null when nothing is there.
 *
 * @throws Refused when it lies outside of the workspace, or in Git's own folder, which may hold a token
 */
async function locate(workspace, path) {
    if ((0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(path) || path.split(/[\\/]/).includes(".."))
        throw new Refused("leads out of the workspace.");
    const root = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(workspace).catch(nullIfMissing);
    if (root === null)
        return null;
    const place = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(root, path)).catch(nullIfMissing);
    if (place === null)
        return null;
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(root, place).split(node_path__WEBPACK_IMPORTED_MODULE_2__.sep);
    if (inside[0] === ".." || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(inside[0] ?? "")) {
        throw new Refused("leads out of the workspace by a symbolic link.");
    }
    if (inside[0]?.toLowerCase() === ".git")
        throw new Refused("is Git's own and is not read.");
    return place;
}
/**
 * A file's text; null when there is no such file.
 *
 * @throws Refused when it is outside of the workspace, no regular file or too large; the system's error otherwise
 */
async function readText(workspace, path) {
    const place = await locate(workspace, path);
    if (place === null)
        return null;
    // A FIFO would be waited for until somebody writes to it: O_NONBLOCK opens it at once.
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(place, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK);
    try {
        const stats = await file.stat();
        if (!stats.isFile())
            throw new Refused("is no file.");
        if (stats.size > LARGEST_FILE) {
            throw new Refused(`has ${stats.size} bytes; at most ${LARGEST_FILE} are read.`);
        }
        return (await file.readFile("utf8")).replace(/^\uFEFF/, "");
    }
    finally {
        await file.close();
    }
}
function nullIfMissing(error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
        return null;
    throw error;
}


/***/ }),

/***/ 8981:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ checklistSchema),
  r: () => (/* binding */ selectItems)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./.build/src/core/checklist/item.js
var item = __webpack_require__(4333);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __webpack_require__(2358);
;// CONCATENATED MODULE: ./.build/src/checklist/attestation.js



/** The keys of an attestation in the configuration; all but the note must be there together. */
const attestationKeys = {
    "attested-by": schemas/* string */.YjP().trim().min(1).optional().describe("Who looked: a login or a name; it is shown."),
    "attested-on": iso/* date */.p6().optional().describe("The day on which they looked, like 2026-11-01."),
    expires: iso/* date */.p6()
        .optional()
        .describe(`The last day on which it counts, at most ${item/* LONGEST_ATTESTATION */.y} days later.`),
    note: schemas/* string */.YjP().trim().min(1).optional().describe("What they saw, and where; it is shown."),
};
const REQUIRED = ["attested-by", "attested-on", "expires"];
/** True when any key of an attestation is there. */
function isAttestation(written) {
    return [...REQUIRED, "note"].some((key) => written[key] !== undefined);
}
/** The attestation, or undefined when there is none; the schema has seen that it is whole. */
function attestationOf(written) {
    const { "attested-by": by, "attested-on": on, expires, note } = written;
    return by === undefined || on === undefined || expires === undefined
        ? undefined
        : { by, on, expires, note };
}
/** Everything that is wrong with an attestation, by its key. `today` is the latest date on Earth. */
function attestationProblems(written, today) {
    if (!isAttestation(written))
        return [];
    const problems = REQUIRED.filter((key) => written[key] === undefined).map((key) => ({
        key: key,
        message: "it is missing: an attestation has attested-by, attested-on and expires",
    }));
    const { "attested-on": on, expires } = written;
    if (isDate(on) && on > today) {
        problems.push({
            key: "attested-on",
            message: `${on} is in the future: write the day on which somebody looked`,
        });
    }
    if (isDate(on) && isDate(expires)) {
        const days = (0,time/* daysBetween */.YM)(on, expires);
        if (days < 0)
            problems.push({ key: "expires", message: `${expires} is before ${on}, the day of attested-on` });
        if (days > item/* LONGEST_ATTESTATION */.y) {
            problems.push({
                key: "expires",
                message: `${expires} is ${days} days after attested-on: an attestation lasts ${item/* LONGEST_ATTESTATION */.y} days at most`,
            });
        }
    }
    return problems;
}
function isDate(value) {
    return iso/* date */.p6().safeParse(value).success;
}

// EXTERNAL MODULE: ./.build/src/checklist/items.js
var items = __webpack_require__(8424);
// EXTERNAL MODULE: ./.build/src/checks/index.js + 72 modules
var checks = __webpack_require__(8783);
// EXTERNAL MODULE: ./.build/src/core/session-settings.js
var session_settings = __webpack_require__(2813);
// EXTERNAL MODULE: ./.build/src/lib/did-you-mean.js
var did_you_mean = __webpack_require__(9884);
;// CONCATENATED MODULE: ./.build/src/config/checklist.js







/** What the configuration says of the checklist: the built-in items by their ids, and the team's own. */
/** A day has begun there while it is still yesterday in UTC. */
const EASTERNMOST = 14 * time/* HOUR */.dp;
/** Momentary checks judge a glance, others give no verdict: neither can tick a box. */
const TICKING = checks/* checks */.A.filter(({ pointInTime, measures }) => pointInTime !== true && measures !== true);
const BUILT_IN = items/* ITEMS */.D.map(({ id }) => id);
const OWN_ID = /^[a-z][a-z0-9-]{0,59}$/;
const checklist_text = () => schemas/* string */.YjP().trim().min(1);
const builtIn = schemas/* strictObject */.rej({
    ...attestationKeys,
    dropped: schemas/* string */.YjP()
        .trim()
        .min(1, "write why the team does without it: the reason is shown")
        .optional()
        .describe("Why the team does without this item; it is shown."),
})
    .superRefine((item, context) => {
    reportAttestation(item, context);
    if (item.dropped !== undefined && isAttestation(item))
        tell(context, "dropped", "it is attested as well");
    if (Object.keys(item).length === 0) {
        tell(context, undefined, "write attested-by, attested-on and expires, or dropped with the reason");
    }
}, { when: ({ value }) => isThere(value) });
const own = schemas/* strictObject */.rej({
    section: checklist_text().optional().describe("The heading that it stands under. Default: Team."),
    title: checklist_text().describe("The good case, as the checklist shows it."),
    check: schemas/* enum */.k5n(TICKING.map(({ id }) => id))
        .optional()
        .describe("The check that ticks it; suite deploy then runs it."),
    sql: checklist_text()
        .optional()
        .describe("A file of the repository with one read-only statement that gives one row: true or false, and the evidence as text. On pull requests the base branch's file counts."),
    role: checklist_text().optional().describe("The role that the statement runs as."),
    settings: (0,session_settings/* applicationSettings */.c)()
        .optional()
        .describe("Settings of the application for the statement, like request.jwt.claims."),
    ...attestationKeys,
})
    .superRefine((item, context) => {
    reportAttestation(item, context);
    const { check, sql } = item;
    if (check !== undefined && sql !== undefined)
        tell(context, "sql", "the item rests on a check already");
    if (sql === undefined && (item.role ?? item.settings) !== undefined) {
        tell(context, "sql", "it is missing: role and settings are a statement's");
    }
    if (check === undefined && sql === undefined && !isAttestation(item)) {
        tell(context, undefined, "it rests on nothing: give it a check, a sql file, or attested-by and its dates");
    }
}, { when: ({ value }) => isThere(value) });
const checklistSchema = schemas/* object */.Ikc(Object.fromEntries(BUILT_IN.map((id) => [id, builtIn.optional()])))
    .catchall(own)
    .superRefine((entries, context) => {
    for (const [id, entry] of Object.entries(entries).filter(([key]) => !BUILT_IN.includes(key))) {
        const near = isThere(entry) && "title" in entry ? "" : (0,did_you_mean/* didYouMean */.a)(id, BUILT_IN);
        if (near !== "")
            tell(context, id, `it is no item of the document.${near}`);
        else if (!OWN_ID.test(id))
            tell(context, id, "an id has lower-case letters, digits and dashes");
    }
}, { when: ({ value }) => isThere(value) });
function reportAttestation(item, context) {
    // biome-ignore lint/style/noRestrictedGlobals: whether an attestation has expired is a mistake of the file that is read today
    const today = (0,time/* toDate */.ay)(Date.now() + EASTERNMOST);
    for (const { key, message } of attestationProblems(item, today))
        tell(context, key, message);
}
function tell(context, key, message) {
    context.addIssue({ code: "custom", message, path: key === undefined ? [] : [key] });
}
/** The rules are looked at together with the keys, so that everything is told at once. */
function isThere(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** The heading of the team's own items that name none. */
const OWN_SECTION = "Team";
/**
 * The checklist as this run wants it: the document's items, then the team's own, each section together.
 */
function selectItems(entries) {
    const builtIn = items/* ITEMS */.D.map((item) => withEntry(item, entries[item.id]));
    const own = Object.entries(entries)
        .filter(([id]) => !items/* ITEMS */.D.some((item) => item.id === id))
        // The schema has seen that what is no item of the document has the shape of an own one.
        .map(([id, entry]) => ownItem(id, entry));
    const all = [...builtIn, ...own];
    const sections = [...new Set(all.map(({ section }) => section))];
    return sections.flatMap((section) => all.filter((item) => item.section === section));
}
function withEntry(item, entry) {
    if (entry === undefined)
        return item;
    const attestation = attestationOf(entry);
    return {
        ...item,
        ...(attestation === undefined ? {} : { attestation }),
        ...("dropped" in entry && entry.dropped !== undefined ? { dropped: entry.dropped } : {}),
    };
}
function ownItem(id, own) {
    const item = withEntry({
        id,
        section: own.section ?? OWN_SECTION,
        title: own.title,
        evidence: own.check === undefined ? [] : [{ check: own.check }],
    }, own);
    if (own.sql === undefined)
        return item;
    return { ...item, sql: { path: own.sql, role: own.role, settings: own.settings ?? {} } };
}


/***/ }),

/***/ 5259:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ ConfigErrors),
/* harmony export */   w: () => (/* binding */ describeIssues)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6512);
/* harmony import */ var _lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9884);



/** Gathers the problems of several steps, so that the user is told all of them at once. */
class ConfigErrors {
    #found = [];
    /** What the step gives, or undefined when it has a UserError to tell. */
    async of(step) {
        try {
            return await step();
        }
        catch (error) {
            if (!(error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo))
                throw error;
            this.#found.push(...error.problems);
            return undefined;
        }
    }
    get some() {
        return this.#found.length > 0;
    }
    error() {
        return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo(this.#found);
    }
}
/**
 * One sentence a problem, in the file's order: where (`file:line`), which key, what is wrong, what to write.
 *
 * @param lineOf the line of the value at a place, or undefined when there is nothing
 */
function describeIssues(issues, schema, file, lineOf) {
    return issues
        .flatMap((issue) => issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            place: [...issue.path, key],
            text: unknownKey(key, keysAt(schema, issue.path)),
        }))
        : [{ place: issue.path, text: `: ${sentence(issue)}` }])
        .map(({ place, text }) => ({ place, text, line: nearestLine(place, lineOf) }))
        .sort((a, b) => a.line - b.line)
        .map(({ place, text, line }) => `${file}:${line}: ${dotted(place)}${text}`);
}
function unknownKey(key, known) {
    const expected = known.length > 0 && known.length <= 12 ? ` It takes ${known.join(", ")}.` : "";
    return ` is not known.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__/* .didYouMean */ .a)(key, known) || expected}`;
}
/** The line of the place, or of the innermost thing around it that stands in the file. */
function nearestLine(place, lineOf) {
    for (let length = place.length; length > 0; length -= 1) {
        const line = lineOf(place.slice(0, length));
        if (line !== undefined)
            return line;
    }
    return 1;
}
function sentence(issue) {
    if (issue.code === "invalid_value") {
        const values = issue.values.map(String);
        const written = typeof issue.input === "string" ? issue.input : JSON.stringify(issue.input);
        const choice = values.length > 12 ? "" : ` Write ${values.length === 1 ? "" : "one of "}${values.join(", ")}.`;
        return `${JSON.stringify(written)} is not known.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_1__/* .didYouMean */ .a)(String(written), values)}${choice}`;
    }
    if (issue.code === "invalid_union") {
        const choices = issue.errors.map((errors) => (errors[0] === undefined ? "" : sentence(errors[0])));
        return `none of the forms fits: ${choices.join(" Or: ")}`;
    }
    if (issue.code === "invalid_key" && issue.issues[0] !== undefined)
        return sentence(issue.issues[0]);
    const message = issue.message.replace(/^Invalid input: /, "");
    return issue.code === "invalid_type" && issue.input === undefined ? `it is missing (${message})` : message;
}
function dotted(place) {
    return place.length === 0 ? "the file" : place.map(String).join(".");
}
/** The keys that the schema knows at a place, through defaults and lists. */
function keysAt(schema, place) {
    let current = schema;
    for (const step of place) {
        const inner = unwrap(current);
        if (inner instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodObject */ .bvH)
            current = inner.shape[String(step)] ?? inner.def.catchall;
        else if (inner instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodArray */ .naA)
            current = inner.element;
        else if (inner instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodRecord */ .b8S)
            current = inner.valueType;
        else
            return [];
    }
    const inner = unwrap(current);
    return inner instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodObject */ .bvH ? Object.keys(inner.shape) : [];
}
function unwrap(schema) {
    let current = schema;
    while (current instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodDefault */ .XiL ||
        current instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodPrefault */ .xgV ||
        current instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodOptional */ .IiU ||
        current instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodNullable */ .l1C) {
        current = current.unwrap();
    }
    return current;
}


/***/ }),

/***/ 6682:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  o: () => (/* binding */ parseConfig),
  X: () => (/* binding */ readConfig)
});

// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
// EXTERNAL MODULE: ./.build/src/checks/performance-baseline/query.js + 1 modules
var query = __webpack_require__(6204);
// EXTERNAL MODULE: ./.build/src/checks/shared/sql/parser.js
var parser = __webpack_require__(7973);
;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/config/one-select.js


/** In characters: longer than any query that a person writes. It also bounds the work of the parser. */
const MAX_LENGTH = 20_000;
/** In levels of the parse tree, of which an operator or a bracket takes a few. Only generated SQL has more. */
const MAX_DEPTH = 2_000;
/** Parses a text that has to be one SELECT which only reads. A problem never repeats the text. */
async function readSelect(text) {
    if (text.length > MAX_LENGTH) {
        return { problem: `it has ${text.length} characters: write a query of at most ${MAX_LENGTH}` };
    }
    if (text.includes("\0") || !text.isWellFormed()) {
        return { problem: "it holds a character that no SQL can hold (U+0000, or half of a pair): leave it out" };
    }
    const whole = await statementsIn(text);
    if ("problem" in whole)
        return whole;
    const [first, second] = whole.statements;
    if (first === undefined)
        return { problem: "it holds no statement: write one SELECT" };
    if (second !== undefined) {
        const count = whole.statements.length;
        return { problem: `it holds ${count} statements: write one SELECT, and each other one as its own query` };
    }
    const statementText = cutOut(first, text);
    // The check is of the text that will run, not of the one that it was cut from.
    const alone = await statementsIn(statementText);
    if ("problem" in alone)
        return alone;
    const [statement, ...more] = alone.statements;
    if (statement === undefined || more.length > 0)
        throw new Error("the statement was cut wrongly");
    return checkStatement(statement, statementText);
}
async function statementsIn(text) {
    const parsed = await (0,parser/* parseSql */.e)(text);
    if (parsed === "crashed")
        return { problem: TOO_DEEP };
    if ("statements" in parsed)
        return parsed;
    const { message } = parsed.error;
    return {
        problem: message.startsWith("memory exhausted") ? TOO_DEEP : describeSyntaxError(parsed.error, text),
    };
}
const TOO_DEEP = "it is nested too deeply: write it with fewer brackets and operators inside one another";
function cutOut({ stmt_location: start, stmt_len: length }, text) {
    const bytes = Buffer.from(text);
    const statement = bytes
        .subarray(start, length === undefined ? undefined : start + length)
        .toString()
        .trim();
    // Without a line break a final line comment would swallow what is appended.
    return /--.*$/.test(statement) ? `${statement}\n` : statement;
}
function checkStatement({ stmt }, text) {
    const [kind = ""] = Object.keys(stmt);
    if (kind !== "SelectStmt") {
        const instead = INSTEAD[kind] ?? "write one SELECT, which only reads";
        return { problem: `it is ${commandWithArticle(kind)}: ${instead}` };
    }
    const parameters = new Set();
    for (const { key, value, depth } of (0,json/* membersOf */.lS)(stmt)) {
        if (depth > MAX_DEPTH)
            return { problem: TOO_DEEP };
        const problem = problemWithMember(key, value);
        if (problem !== undefined)
            return { problem };
        // PostgreSQL's tree leaves out a 0.
        if (key === "ParamRef")
            parameters.add(Number((0,json/* memberOf */.C5)(value, "number") ?? 0));
    }
    return checkParameters([...parameters].sort((a, b) => a - b), text);
}
function checkParameters(parameters, text) {
    if (parameters[0] === 0)
        return { problem: "it uses $0, and parameters begin with $1" };
    const gap = parameters.findIndex((number, index) => number !== index + 1);
    if (gap < 0)
        return { text, parameters };
    return {
        problem: `it uses $${parameters.at(-1)} and not $${gap + 1}: number its parameters $1, $2, without a gap`,
    };
}
/** Every member of the parse tree is checked by its name alone, wherever it is. */
function problemWithMember(key, value) {
    if (key === "intoClause" || key === "IntoClause") {
        return "SELECT … INTO creates a table: leave out INTO and its table";
    }
    if (key === "LockingClause") {
        const lock = LOCKS[String((0,json/* memberOf */.C5)(value, "strength"))] ?? "FOR UPDATE or FOR SHARE";
        return `it locks rows with ${lock}: leave that out, a query that is measured must not lock`;
    }
    if (/^[A-Z].*Stmt$/.test(key) && key !== "SelectStmt") {
        return `it holds ${commandWithArticle(key)}: a WITH in it may hold only SELECTs`;
    }
    return undefined;
}
/** InsertStmt: "an INSERT". CreateExtensionStmt: "a CREATE EXTENSION". */
function commandWithArticle(kind) {
    const command = COMMANDS[kind] ??
        kind
            .replace(/Stmt$/, "")
            .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
            .toUpperCase();
    return `${/^[AEIOU]/.test(command) ? "an" : "a"} ${command}`;
}
function describeSyntaxError({ message, position }, text) {
    const what = MESSAGE_WITHOUT_TEXT.exec(message)?.[1] ?? "an error";
    const lines = [...text].slice(0, position).join("").split("\n");
    const where = `line ${lines.length}, column ${[...(lines.at(-1) ?? "")].length + 1} of the statement`;
    const hint = DRIVER_PLACEHOLDER.test(text) ? ". Its parameters are written $1, $2" : "";
    return `PostgreSQL cannot read it: ${what} at ${where}${hint}`;
}
/** The commands of statements whose node in the parse tree has another name. */
const COMMANDS = {
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
const INSTEAD = {
    ExplainStmt: "write the SELECT alone, the action explains it itself",
    VariableSetStmt: "write the SELECT alone, and the application's settings under settings:",
    DeclareCursorStmt: "write the SELECT alone",
    CreateTableAsStmt: "write the SELECT alone",
    PrepareStmt: "write the SELECT alone, and its values under params:",
    ExecuteStmt: "write the SELECT itself, and its values under params:",
};
const LOCKS = {
    LCS_FORUPDATE: "FOR UPDATE",
    LCS_FORNOKEYUPDATE: "FOR NO KEY UPDATE",
    LCS_FORSHARE: "FOR SHARE",
    LCS_FORKEYSHARE: "FOR KEY SHARE",
};
/** Messages of the parser that quote nothing of the text. */
const MESSAGE_WITHOUT_TEXT = /^(syntax error|unterminated [/*a-z -]+|zero-length delimited identifier|trailing junk after \w+( \w+)?|parameter number too large|invalid Unicode [a-z ]+|invalid hexadecimal [a-z ]+|multiple [A-Z ]+ clauses not allowed|unsafe use of [\\'a-z ]+)(?= at (or near |end of input)|$)/;
/** The placeholder of a driver; `a::text` is a cast and `a ? 'b'` can be an operator of jsonb. */
const DRIVER_PLACEHOLDER = /(?<!:):[a-z_]|%(?:s|\()|\?(?!\s*[|&'])/i;

;// CONCATENATED MODULE: ./.build/src/checks/performance-baseline/config/queries.js



const CHECK = "performance-baseline";
/**
 * Parses the SQL of the declared queries with PostgreSQL's own parser, before anything connects to a database. It reads
 * the file's values and not the schema's, so that its problems are reported together with those of the schema.
 */
async function parseQueries(file) {
    const queries = (0,json/* memberOf */.C5)((0,json/* memberOf */.C5)((0,json/* memberOf */.C5)(file, "checks"), CHECK), "queries");
    const issues = [];
    const statements = [];
    const all = Array.isArray(queries) ? queries.slice(0, query/* MAX_QUERIES */.E) : [];
    // One after the other: they share one parser.
    for (const [index, query] of all.entries()) {
        const declared = declaredIn(query);
        const sql = await readOptional(declared.sql);
        const paramsFrom = await readOptional(declared.paramsFrom);
        for (const [key, message] of problemsOf(sql, paramsFrom, declared)) {
            const path = ["checks", CHECK, "queries", index, key];
            issues.push({ code: "custom", path, message, input: undefined });
        }
        statements.push({ ...statementOf("sql", sql), ...statementOf("params-from", paramsFrom) });
    }
    return { issues, statements };
}
function statementOf(key, result) {
    return result === undefined || "problem" in result ? {} : { [key]: result.text };
}
function declaredIn(query) {
    const params = (0,json/* memberOf */.C5)(query, "params");
    return {
        sql: textIn(query, "sql"),
        paramsFrom: textIn(query, "params-from"),
        params: Array.isArray(params) ? params.length : undefined,
    };
}
/** The schema reports a blank text. */
function textIn(query, key) {
    const value = (0,json/* memberOf */.C5)(query, key);
    const text = typeof value === "string" ? value.trim() : "";
    return text === "" ? undefined : text;
}
async function readOptional(text) {
    return text === undefined ? undefined : await readSelect(text);
}
function* problemsOf(sql, paramsFrom, { params, paramsFrom: from }) {
    if (paramsFrom !== undefined) {
        if ("problem" in paramsFrom)
            yield ["params-from", paramsFrom.problem];
        else if (paramsFrom.parameters.length > 0) {
            yield ["params-from", "it uses $1, and nothing gives it a value: it is the one that picks the values"];
        }
    }
    if (sql === undefined)
        return;
    if ("problem" in sql)
        yield ["sql", sql.problem];
    else
        yield* problemsOfCount(sql.parameters.length, params, from !== undefined);
}
/** The number of values that `params-from` returns is known only once it has run. */
function* problemsOfCount(used, params, hasParamsFrom) {
    const uses = `sql uses ${describeParameters(used)}`;
    if (hasParamsFrom) {
        if (used === 0)
            yield ["params-from", `${uses}: leave params-from out, or use its values as $1, $2`];
    }
    else if (params !== undefined) {
        if (used !== params) {
            yield ["params", `${uses}, and there ${params === 1 ? "is 1 value" : `are ${params} values`} here`];
        }
    }
    else if (used > 0) {
        yield [
            "sql",
            `it uses ${describeParameters(used)} without values: write them under params, or a SELECT that picks them under params-from`,
        ];
    }
}
function describeParameters(used) {
    if (used === 0)
        return "no parameter";
    return used === 1 ? "$1" : `$1 to $${used}`;
}

// EXTERNAL MODULE: ./.build/src/core/errors.js
var errors = __webpack_require__(6512);
// EXTERNAL MODULE: ./.build/src/config/errors.js
var config_errors = __webpack_require__(5259);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./.build/src/checks/index.js + 72 modules
var checks = __webpack_require__(8783);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var priority = __webpack_require__(8699);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __webpack_require__(2358);
// EXTERNAL MODULE: ./.build/src/lib/units.js
var units = __webpack_require__(7432);
// EXTERNAL MODULE: ./.build/src/config/checklist.js + 1 modules
var checklist = __webpack_require__(8981);
;// CONCATENATED MODULE: ./.build/src/config/schema.js






/** A run takes seconds; Node's timers end after 24 days and would then fire at once. */
const LONGEST_RUN = time/* HOUR */.dp;
/**
 * The configuration file, composed from the checks' own option schemas. The JSON Schema for editors is made
 * from it.
 */
const configSchema = schemas/* strictObject */.rej({
    schemas: schemas/* array */.YOg(schemas/* string */.YjP().min(1))
        .min(1)
        .optional()
        .describe("The schemas to look at. Default: all but the system's, extensions' and the platform's own."),
    policy: schemas/* strictObject */.rej({
        unknown: schemas/* enum */.k5n(["auto", "fail", "warn"])
            .default("auto")
            .describe("What a check that could not look does to the step. auto: fail in suite deploy, warn elsewhere."),
        "known-findings": schemas/* enum */.k5n(["auto", "fail", "pass"])
            .default("auto")
            .describe("What a finding does to the step that an open issue holds already. auto: pass on pull requests, fail elsewhere."),
        "pull-request-comment": schemas/* enum */.k5n(["auto", "never"])
            .default("auto")
            .describe("auto: one comment on the pull request, edited in place, when there is something to say."),
        "public-details": schemas/* boolean */.zMY()
            .default(false)
            .describe("In a public repository names are counted, not shown, until this is true."),
        timeout: (0,units/* duration */.p0)()
            .refine((time) => time > 0 && time <= LONGEST_RUN, "write more than 0s and at most 1h")
            .prefault("2min")
            .describe("The whole run's time, at most 1h; a check has 10 seconds."),
    })
        .prefault({}),
    issues: schemas/* strictObject */.rej({
        from: schemas/* enum */.k5n(priority/* PRIORITIES */.BE)
            .default("high")
            .describe("A failing check of this priority or a more urgent one has an issue of its own; the others stand in the overview."),
        assignees: schemas/* array */.YOg(schemas/* string */.YjP().regex(/^@?[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, "write a login, like octocat"))
            .max(10)
            .default([])
            .transform((logins) => logins.map((login) => login.replace(/^@/, "")))
            .describe("Logins of people to whom new issues are assigned, at most 10."),
        labels: schemas/* array */.YOg(schemas/* string */.YjP()
            .max(50, "a label has at most 50 characters")
            .regex(/^\S(?:.*\S)?$/, "a label begins and ends with no blank"))
            .max(20)
            .default([])
            .describe("Labels of new issues, besides pg-preflight and the priority's."),
    })
        .prefault({})
        .describe("The issues that the action opens, follows and closes."),
    replicas: schemas/* union */.KCZ([schemas/* literal */.euz("none"), schemas/* array */.YOg(schemas/* string */.YjP().min(1)).min(1)])
        .optional()
        .describe("none when no replica serves reads, or the replicas' names. Undeclared, unused-indexes says so."),
    supabase: schemas/* strictObject */.rej({
        "project-ref": schemas/* string */.YjP()
            .regex(/^[a-z]{20}$/, "a project's reference has 20 lower-case letters: see the project's settings")
            .describe("The project's reference, from its address or settings."),
    })
        .optional()
        .describe("For the checks that ask the Management API, with supabase-access-token."),
    checks: schemas/* strictObject */.rej(Object.fromEntries(checks/* checks */.A.map((check) => [check.id, checkSchema(check.options)])))
        .prefault({}),
    checklist: checklist/* checklistSchema */.Y
        .default({})
        .describe("Items of the deployment checklist that a person attests or the team drops, and items of your own."),
    ignore: schemas/* array */.YOg(schemas/* strictObject */.rej({
        check: schemas/* enum */.k5n(checks/* checks */.A.map(({ id }) => id)).describe("The check's id."),
        key: schemas/* string */.YjP()
            .min(1)
            .refine((key) => !/^[*\s]+$/.test(key), "a key of * alone would hide everything the check ever finds: name the object, or disable the check")
            .describe("The finding's key; * stands for any text."),
        reason: schemas/* string */.YjP().min(1).describe("Why the team lives with it; it is shown."),
        expires: iso/* date */.p6().optional().describe("The last day on which it counts, like 2027-01-01."),
    }))
        .default([])
        .describe("Findings that the team has decided to live with."),
    suites: schemas/* record */.g1P(schemas/* string */.YjP().regex(/^[a-z][a-z0-9-]*$/, "a suite's name has lower-case letters, digits and dashes"), schemas/* array */.YOg(schemas/* string */.YjP()).min(1))
        .default({})
        .describe("Suites of your own: ids or categories of checks by the suite's name."),
});
/** A check's own options, and the two that every check takes. */
function checkSchema(options) {
    if (!(options instanceof schemas/* ZodObject */.bvH))
        throw new TypeError("a check's options must be one zod object");
    return options
        .extend({
        priority: schemas/* enum */.k5n(priority/* PRIORITIES */.BE).optional().describe("Takes the place of the check's default priority."),
        enabled: schemas/* boolean */.zMY().default(true).describe("false: the check is skipped, and shown as disabled."),
    })
        .prefault({});
}

;// CONCATENATED MODULE: ./.build/src/config/parse.js




/**
 * The configuration that counts; without a file everything has its default.
 *
 * @throws UserError with every problem and its line
 */
async function readConfig(path, { text, origin }) {
    if (text === null)
        return configSchema.parse({});
    try {
        return await parseConfig(text, path);
    }
    catch (error) {
        if (origin === undefined || !(error instanceof errors/* UserError */.yo))
            throw error;
        throw new errors/* UserError */.yo([...error.problems, origin]);
    }
}
/** @throws UserError with every problem and its line */
async function parseConfig(text, path) {
    // Loaded only when there is a file: most of a start-up's time is loading.
    const { LineCounter, parseDocument, visit } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 8815, 19));
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
        throw new errors/* UserError */.yo(document.errors.map(({ message, pos }) => `${path}:${lines.linePos(pos[0]).line}: this is no valid YAML: ${message}`));
    }
    const unresolved = [];
    visit(document, {
        Alias(_, alias) {
            if (alias.resolve(document) !== undefined)
                return;
            const { line } = lines.linePos(alias.range?.[0] ?? 0);
            unresolved.push(`${path}:${line}: *${alias.source} is an alias in YAML, and nothing has that name. A text that begins with * stands in quotes: "*${alias.source}".`);
        },
    });
    if (unresolved.length > 0)
        throw new errors/* UserError */.yo(unresolved);
    const raw = document.toJS() ?? {};
    const queries = await parseQueries(raw);
    const parsed = configSchema.safeParse(raw, { reportInput: true });
    if (parsed.success && queries.issues.length === 0)
        return withStatements(parsed.data, queries.statements);
    const issues = [...(parsed.error?.issues ?? []), ...queries.issues];
    throw new errors/* UserError */.yo((0,config_errors/* describeIssues */.w)(issues, configSchema, path, (place) => {
        const node = document.getIn(place, true);
        const offset = node?.range?.[0];
        return offset === undefined ? undefined : lines.linePos(offset).line;
    }));
}
/** The configuration with each query's statement alone, as the parser cut it out. */
function withStatements(config, statements) {
    const options = config.checks[CHECK];
    if (options === undefined || statements.length === 0)
        return config;
    const queries = options.queries.map((query, index) => ({ ...query, ...statements[index] }));
    return { ...config, checks: { ...config.checks, [CHECK]: { ...options, queries } } };
}


/***/ }),

/***/ 7752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ selectChecks),
/* harmony export */   w: () => (/* binding */ DEPLOY)
/* harmony export */ });
/* harmony import */ var _checklist_items_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8424);
/* harmony import */ var _core_category_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1707);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6512);
/* harmony import */ var _lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9884);




/** The suite that shows the checklist. */
const DEPLOY = "deploy";
/** The suites that come with the action. */
const BUILT_IN = new Map([
    [DEPLOY, ({ id }, checklist) => checklist.includes(id)],
    ["health", () => true],
    ["index-usage", ({ indexUsage }) => indexUsage !== undefined],
]);
/**
 * The checks to run, in the registry's order: those of the input `checks` when it says any, else the suite's.
 *
 * @param suites the configuration's own; undefined when it could not be read, and then any suite may be one of them
 * @throws UserError with every unknown suite, check and category
 */
function selectChecks(all, { suite, words, suites, checklist = (0,_checklist_items_js__WEBPACK_IMPORTED_MODULE_0__/* .checksOf */ .t)(_checklist_items_js__WEBPACK_IMPORTED_MODULE_0__/* .ITEMS */ .D), }) {
    const problems = [];
    const ofConfig = new Map(Object.entries(suites ?? {}));
    for (const [name, members] of ofConfig) {
        if (BUILT_IN.has(name))
            problems.push(`suites.${name}: this name belongs to a suite of the action; choose another.`);
        problems.push(...unknownWords(members, all, `suites.${name}`));
    }
    problems.push(...unknownWords(words, all, "checks"));
    const known = [...BUILT_IN.keys(), ...ofConfig.keys()];
    const own = ofConfig.get(suite);
    const builtIn = BUILT_IN.get(suite);
    if (suites !== undefined && own === undefined && builtIn === undefined) {
        problems.push(`suite: ${JSON.stringify(suite)} is not known. The suites are ${known.join(", ")}.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_2__/* .didYouMean */ .a)(suite, known)}`);
    }
    if (problems.length > 0)
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo(problems);
    const wanted = words.length > 0 ? words : own;
    return all.filter((check) => wanted === undefined
        ? builtIn?.(check, checklist)
        : wanted.includes(check.id) || wanted.includes(check.category));
}
function unknownWords(words, all, where) {
    const known = [...all.map(({ id }) => id), ..._core_category_js__WEBPACK_IMPORTED_MODULE_3__/* .CATEGORIES */ .R];
    return words
        .filter((word) => !known.includes(word))
        .map((word) => `${where}: ${JSON.stringify(word)} is no check and no category.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_2__/* .didYouMean */ .a)(word, known)}`);
}


/***/ }),

/***/ 1707:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ CATEGORIES)
/* harmony export */ });
/** The order in which they are shown. */
const CATEGORIES = [
    "cron",
    "migrations",
    "queries",
    "indexes",
    "vacuum",
    "capacity",
    "settings",
    "backups",
    "monitoring",
];


/***/ }),

/***/ 9715:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ CLOCK_TOLERANCE),
/* harmony export */   z: () => (/* binding */ isSameClock)
/* harmony export */ });
/** A start that is told in whole seconds may move by less than one. Milliseconds. */
const CLOCK_TOLERANCE = 1_000;
/** Whether statistics go on: no reset, no promotion and no other server in between. */
function isSameClock(one, other) {
    const isSameStart = one.window === null || other.window === null
        ? one.window === other.window
        : Math.abs(one.window - other.window) <= CLOCK_TOLERANCE;
    return isSameStart && (one.timeline === null || other.timeline === null || one.timeline === other.timeline);
}


/***/ }),

/***/ 9147:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ defineCheck),
/* harmony export */   x: () => (/* binding */ byPageOrder)
/* harmony export */ });
/* harmony import */ var _category_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1707);
/* harmony import */ var _priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);


function defineCheck(check) {
    return check;
}
/** The order of a page: by category, the most urgent first within it, then by id. */
function byPageOrder(a, b) {
    const byCategory = _category_js__WEBPACK_IMPORTED_MODULE_1__/* .CATEGORIES */ .R.indexOf(a.category) - _category_js__WEBPACK_IMPORTED_MODULE_1__/* .CATEGORIES */ .R.indexOf(b.category);
    return byCategory || (0,_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .byPriority */ .mu)(a, b) || (a.id < b.id ? -1 : 1);
}


/***/ }),

/***/ 5873:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Jr: () => (/* binding */ failing),
  TM: () => (/* binding */ firstLine),
  qO: () => (/* binding */ passing),
  qX: () => (/* binding */ unknownItem),
  UL: () => (/* binding */ withoutVerdict)
});

// EXTERNAL MODULE: ./.build/src/lib/format.js
var format = __webpack_require__(8380);
;// CONCATENATED MODULE: ./.build/src/core/checklist/facts-text.js

/** Maximum number of rows in a sentence, and of facts of each row. */
const ROWS = 2;
const FACTS = 4;
/** A longer value is left out. */
const LONGEST_VALUE = 80;
/**
 * `Statement statistics are collected: version 1.11, track top.`, for the report's prose.
 *
 * @param columns the facts to write; of a row that has none of them, its first ones
 */
function describeFacts(title, measurements, columns = []) {
    const rows = measurements
        .slice(0, ROWS)
        .map((facts) => describeRow(facts, columns))
        .filter((row) => row !== "");
    if (rows.length === 0)
        return `${title}: nothing wrong was found.`;
    const omitted = measurements.length - rows.length;
    return `${title}: ${rows.join("; ")}${omitted > 0 ? `; and ${omitted} more` : ""}.`;
}
function describeRow(facts, columns) {
    const usable = Object.entries(facts).filter(([, value]) => isUsable(value));
    const chosen = columns.flatMap((wanted) => usable.filter(([key]) => key === wanted));
    return (chosen.length > 0 ? chosen : usable)
        .slice(0, FACTS)
        .map(([key, value]) => formatFact(key, value))
        .join(", ");
}
function isUsable(value) {
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0))
        return false;
    return textOf(value).length <= LONGEST_VALUE;
}
function formatFact(key, value) {
    const [, name = key, unit = ""] = /^(.+)_(bytes|ms|s|percent|at)$/.exec(key) ?? [];
    return `${name.replaceAll("_", " ")} ${formatValue(value, unit)}`;
}
function formatValue(value, unit) {
    if (typeof value === "number" && (unit === "ms" || unit === "s")) {
        const milliseconds = unit === "s" ? value * 1_000 : value;
        return milliseconds < 2_000 ? `${milliseconds.toLocaleString("en-US")} ms` : (0,format/* elapsed */.v)(milliseconds);
    }
    const text = textOf(value);
    // Backticks mark a value of several words as one value.
    const shown = text.includes(" ") ? `\`${text.replaceAll("`", "'")}\`` : text;
    if (unit === "bytes")
        return `${shown} bytes`;
    return unit === "percent" ? `${shown} %` : shown;
}
function textOf(value) {
    if (typeof value === "number")
        return value.toLocaleString("en-US");
    if (typeof value === "boolean")
        return value ? "yes" : "no";
    return [value].flat().join(", ");
}

;// CONCATENATED MODULE: ./.build/src/core/checklist/item-evidence.js

/** Findings that fail an item. */
function failing(findings, { unknown }) {
    const [first] = findings;
    const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : "";
    return {
        status: "fail",
        evidence: `${first?.message ?? ""}${more}`,
        ...(unknown === undefined && findings.every(({ known }) => known) ? { known: true } : {}),
    };
}
/** Why a result without findings does not complete an item; undefined when it does. */
function withoutVerdict({ check, unknown, skipped, status }) {
    if (unknown !== undefined) {
        return unknownItem(`The check \`${check}\` could not look: ${firstLine(unknown.detail)}`);
    }
    if (skipped !== undefined) {
        return unknownItem(`The check \`${check}\` was skipped: ${firstLine(skipped.detail)}`);
    }
    return status === "measured" ? unknownItem(`The check \`${check}\` gives no verdict.`) : undefined;
}
function unknownItem(evidence) {
    return { status: "unknown", evidence };
}
/** The lines to add to the configuration follow after the first line of a detail. */
function firstLine(detail) {
    const line = detail.split("\n")[0] ?? "";
    return line.replace(/:$/, ".");
}
/** A check's good state with the facts that show it. */
function passing(title, measurements, columns) {
    return { status: "pass", evidence: describeFacts(title, measurements, columns) };
}


/***/ }),

/***/ 4333:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ LONGEST_ATTESTATION)
/* harmony export */ });
/** So many days a person's word counts: then somebody looks again. */
const LONGEST_ATTESTATION = 90;


/***/ }),

/***/ 5666:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MG: () => (/* binding */ joinUnknowns),
/* harmony export */   f: () => (/* binding */ STATUSES)
/* harmony export */ });
/* unused harmony exports UNKNOWN_REASONS, SKIPPED_REASONS */
const UNKNOWN_REASONS = (/* unused pure expression or super */ null && ([
    "permission",
    "extension",
    "version",
    "timeout",
    "window",
    "unreachable",
    "error",
]));
/** One unknown for several: the reason and the fix of the first, and each one's sentence once. */
function joinUnknowns(unknowns) {
    const [first] = unknowns;
    if (first === undefined)
        return undefined;
    return { ...first, detail: [...new Set(unknowns.map(({ detail }) => detail))].join(" ") };
}
const SKIPPED_REASONS = (/* unused pure expression or super */ null && (["not-configured", "disabled", "no-secret", "not-applicable"]));
const STATUSES = ["pass", "fail", "unknown", "skipped", "measured"];


/***/ }),

/***/ 8699:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BE: () => (/* binding */ PRIORITIES),
/* harmony export */   Tu: () => (/* binding */ atMost),
/* harmony export */   du: () => (/* binding */ isAtLeast),
/* harmony export */   jH: () => (/* binding */ DUE),
/* harmony export */   mu: () => (/* binding */ byPriority),
/* harmony export */   tH: () => (/* binding */ mostUrgent)
/* harmony export */ });
/** How soon a finding wants a person: one ordered scale for findings, the gate and issue labels. */
const PRIORITIES = ["critical", "high", "medium", "low", "info"];
/** When the document asks for each priority to be done. */
const DUE = {
    critical: "do immediately",
    high: "within 24 hours",
    medium: "within 1 week",
    low: "within 1 month",
    info: "for information",
};
/** True when `priority` is at least as urgent as `threshold`. */
function isAtLeast(priority, threshold) {
    return PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf(threshold);
}
/** The priority, but no more urgent than `limit`: for a finding that is milder than its check's other ones. */
function atMost(priority, limit) {
    return isAtLeast(priority, limit) ? limit : priority;
}
/** Orders the most urgent first. */
function byPriority(a, b) {
    return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
}
/** The most urgent priority of a list, or `info` for an empty one. */
function mostUrgent(priorities) {
    return PRIORITIES.find((priority) => priorities.includes(priority)) ?? "info";
}


/***/ }),

/***/ 1059:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ grantMonitor),
/* harmony export */   y: () => (/* binding */ lacksStatistics)
/* harmony export */ });
/** The one grant that most of the checks need. */
function grantMonitor(server) {
    return `GRANT pg_monitor TO ${server.login};`;
}
/** An unknown when our login may not see other sessions and other roles' statements; else undefined. */
function lacksStatistics(server) {
    if (server.readsAllStatistics)
        return undefined;
    return {
        reason: "permission",
        detail: "The login sees only its own sessions and statements.",
        fix: grantMonitor(server),
    };
}


/***/ }),

/***/ 9856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cp: () => (/* binding */ runStampSchema),
/* harmony export */   K9: () => (/* binding */ isLaterRun),
/* harmony export */   Mf: () => (/* binding */ isSameRun),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   kB: () => (/* binding */ time)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);

/** Up to the year 9999: what is written as a date later must be one, whoever edited the block. */
const time = zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().min(0).max(253_402_300_799_999);
const count = zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().min(0);
/** One run of the action: what wrote last, and whether that was later than we are. */
const runStampSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    /** GITHUB_RUN_ID. */
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    attempt: count,
    /** When it began. */
    at: time,
});
/** Whether `a` began after `b`; of two that began in the same moment the higher run id is the later. */
function isLaterRun(a, b) {
    if (a.at !== b.at)
        return a.at > b.at;
    if (a.id !== b.id)
        return a.id.length === b.id.length ? a.id > b.id : a.id.length > b.id.length;
    return a.attempt > b.attempt;
}
function isSameRun(a, b) {
    return a.id === b.id && a.attempt === b.attempt && a.at === b.at;
}


/***/ }),

/***/ 2813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ applicationSettings)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);

/**
 * Settings of the application for a statement of the team's, like request.jwt.claims. Those have a dot: the server's own,
 * transaction_read_only and statement_timeout among them, would take the statement out of its frame.
 */
function applicationSettings() {
    return zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^[a-z_]\w*(\.[a-z_]\w*)+$/i, "only an application's settings, which have a dot"), zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP());
}


/***/ }),

/***/ 4647:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BU: () => (/* binding */ windowShorterThan),
/* harmony export */   nF: () => (/* binding */ windowLength),
/* harmony export */   r4: () => (/* binding */ inWords)
/* harmony export */ });
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2358);

/** Milliseconds that the counters have been counting, or null when nothing tells. */
function windowLength(window, server) {
    return window.since === null ? null : Math.max(0, server.now - window.since);
}
/** An unknown when the window is not known or shorter than `milliseconds`; else undefined. */
function windowShorterThan({ server, windows }, kind, milliseconds) {
    const window = windows[kind];
    const length = windowLength(window, server);
    if (length === null) {
        return {
            reason: "window",
            detail: window.detail,
            ...(window.fix === undefined ? {} : { fix: window.fix }),
        };
    }
    if (length >= milliseconds)
        return undefined;
    return {
        reason: "window",
        detail: `The counters count for ${inWords(length)} only (${window.detail}); the check needs ${inWords(milliseconds)}.`,
    };
}
/** "3 days", "5 hours", "less than an hour". */
function inWords(milliseconds) {
    if (milliseconds >= 2 * _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)
        return `${Math.floor(milliseconds / _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)} days`;
    if (milliseconds >= 2 * _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return `${Math.floor(milliseconds / _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)} hours`;
    if (milliseconds >= _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return "an hour";
    return "less than an hour";
}


/***/ }),

/***/ 7813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ sql)
/* harmony export */ });
// Made by `npm run build` from sql/. Do not edit.
const sql = {
    "application-pool": "-- Client sessions of every role that could be declared, with the role's own limit. Roles of the system are left out.\n-- Whose session it is can be seen without any privilege; a login without pg_read_all_stats can't tell a client from\n-- the few background processes that work in a user's name, so those count too.\nwith sessions as (\n    select a.usesysid, count(*)::int4 as sessions\n    from pg_catalog.pg_stat_activity as a\n    where a.backend_type = 'client backend' or (a.backend_type is null and a.datid is not null)\n    group by a.usesysid\n)\nselect\n    r.rolname::text as role_name,\n    r.rolcanlogin as can_login,\n    r.rolconnlimit as role_limit,\n    coalesce(s.sessions, 0) as sessions\nfrom pg_catalog.pg_roles as r\nleft join sessions as s on s.usesysid = r.oid\nwhere r.rolname !~ '^pg_'\norder by role_name",
    "autovacuum-activity": "-- What autovacuum does: the server's switches, the workers at work, and the tables that matter to it.\n-- One row a table: those past the number at which autovacuum comes (their own settings first), those where it is off\n-- and something changed, and the 20 with the most dead rows for the dashboard. The switches stand in every row, and\n-- alone in one when there is no table. Left out: partitioned and temporary tables, those of extensions.\n-- PostgreSQL 18 counts only the not yet frozen part of a table for the insert trigger; here it is the whole table.\nwith owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum')::bool as autovacuum,\n        pg_catalog.current_setting('track_counts')::bool as track_counts,\n        pg_catalog.current_setting('autovacuum_max_workers')::int4 as workers,\n        (\n            select count(*)::int4\n            from pg_catalog.pg_stat_activity as a\n            where a.backend_type = 'autovacuum worker'\n        ) as workers_busy,\n        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as vacuum_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as vacuum_scale_factor,\n        -- From PostgreSQL 18 on; below 0 there is none.\n        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as vacuum_max_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_insert_threshold')::float8 as insert_threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_insert_scale_factor')::float8 as insert_scale_factor,\n        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as analyze_threshold,\n        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as analyze_scale_factor\n),\nvacuumed as materialized (\n    -- A login without pg_monitor sees that a vacuum runs and its lock, but not its table.\n    select coalesce(v.relid, l.relation) as relid\n    from pg_catalog.pg_stat_progress_vacuum as v\n    left join pg_catalog.pg_locks as l\n        on v.relid is null and l.pid = v.pid and l.mode = 'ShareUpdateExclusiveLock'\n    where v.datname = pg_catalog.current_database() and coalesce(v.relid, l.relation) is not null\n),\ntriggers as (\n    select\n        c.oid,\n        greatest(c.reltuples, 0) as planner_rows,\n        own.enabled,\n        counters.dead,\n        counters.inserted,\n        counters.changed,\n        least(\n            own.vacuum_threshold + own.vacuum_scale_factor * greatest(c.reltuples, 0),\n            case when own.vacuum_max_threshold >= 0 then own.vacuum_max_threshold end\n        ) as vacuum_trigger,\n        -- Below 0 inserts alone never bring a vacuum.\n        case when own.insert_threshold >= 0\n            then own.insert_threshold + own.insert_scale_factor * greatest(c.reltuples, 0)\n        end as insert_trigger,\n        own.analyze_threshold + own.analyze_scale_factor * greatest(c.reltuples, 0) as analyze_trigger\n    from pg_catalog.pg_class as c\n    cross join settings as s\n    cross join lateral (\n        select\n            pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead,\n            pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) as inserted,\n            pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed\n        offset 0\n    ) as counters\n    cross join lateral (\n        select\n            coalesce(bool_and(o.value::bool) filter (where o.name = 'autovacuum_enabled'), true) as enabled,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_threshold'), s.vacuum_threshold)\n                as vacuum_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_scale_factor'), s.vacuum_scale_factor)\n                as vacuum_scale_factor,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_max_threshold'), s.vacuum_max_threshold)\n                as vacuum_max_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_threshold'), s.insert_threshold)\n                as insert_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_scale_factor'), s.insert_scale_factor)\n                as insert_scale_factor,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_threshold'), s.analyze_threshold)\n                as analyze_threshold,\n            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_scale_factor'), s.analyze_scale_factor)\n                as analyze_scale_factor\n        from (\n            select p.option_name as name, p.option_value as value\n            from pg_catalog.pg_options_to_table(c.reloptions) as p\n            where p.option_name like 'autovacuum%'\n        ) as o\n    ) as own\n    where\n        c.relkind in ('r', 'm')\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and c.oid not in (select o.objid from owned as o)\n),\nranked as (\n    select t.*, row_number() over (order by t.dead desc, t.planner_rows desc, t.oid) as place\n    from triggers as t\n)\nselect\n    s.autovacuum,\n    s.track_counts,\n    s.workers,\n    s.workers_busy,\n    case when t.oid is not null then pg_catalog.format('%I.%I', named.nspname, named.relname) end as table_name,\n    named.relkind = 'm' as is_materialized_view,\n    t.enabled,\n    t.place <= 20 as on_dashboard,\n    pg_catalog.pg_stat_get_live_tuples(t.oid) as live_rows,\n    t.planner_rows::int8 as planner_rows,\n    t.dead as dead_rows,\n    t.inserted as inserted_rows,\n    t.changed as changed_rows,\n    t.vacuum_trigger::int8 as vacuum_trigger,\n    t.insert_trigger::int8 as insert_trigger,\n    t.analyze_trigger::int8 as analyze_trigger,\n    coalesce(t.oid in (select k.relid from vacuumed as k), false) as being_vacuumed,\n    extract(epoch from pg_catalog.pg_stat_get_last_vacuum_time(t.oid))::float8 as last_manual_vacuum,\n    extract(epoch from pg_catalog.pg_stat_get_last_autovacuum_time(t.oid))::float8 as last_autovacuum,\n    pg_catalog.pg_stat_get_autovacuum_count(t.oid) as autovacuums,\n    extract(epoch from pg_catalog.pg_stat_get_last_analyze_time(t.oid))::float8 as last_manual_analyze,\n    extract(epoch from pg_catalog.pg_stat_get_last_autoanalyze_time(t.oid))::float8 as last_autoanalyze,\n    pg_catalog.pg_stat_get_autoanalyze_count(t.oid) as autoanalyzes\nfrom settings as s\nleft join (\n    select r.*\n    from ranked as r\n    where\n        r.place <= 20\n        or r.dead > r.vacuum_trigger\n        or r.inserted > r.insert_trigger\n        or r.changed > r.analyze_trigger\n        or (not r.enabled and r.dead + r.inserted + r.changed > 0)\n) as t on true\nleft join lateral (\n    -- One look-up a table that comes back, not a walk over them all.\n    select c.relname, c.relkind, n.nspname\n    from pg_catalog.pg_class as c\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    where c.oid = t.oid\n    offset 0\n) as named on true\norder by t.place",
    "backups": "-- Whether the server gives its write-ahead log to an archive, and how that went: times are seconds since 1970.\n-- That proves no backup, which nothing inside a server can. The archive's command is not read: it may hold secrets.\nselect\n    s.setting as archive_mode,\n    a.archived_count,\n    extract(epoch from a.last_archived_time)::float8 as last_archived_at,\n    a.failed_count,\n    extract(epoch from a.last_failed_time)::float8 as last_failed_at\nfrom pg_catalog.pg_stat_archiver as a\ncross join pg_catalog.pg_settings as s\nwhere s.name = 'archive_mode'\norder by archive_mode",
    "blocking-queries": "-- Sessions of this database that wait for a lock, and the sessions they wait for: one row each, with who blocks whom.\n-- No text of a query is read. How long a session has waited is told by pg_locks from PostgreSQL 14 on; before that it\n-- is at most as long as its query has run. A prepared transaction that blocks has the process id 0 and no row.\n-- Left out: our own sessions, and parallel workers, whose leader waits for them.\nwith waiting as materialized (\n    select a.pid, pg_catalog.pg_blocking_pids(a.pid) as blocked_by\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.wait_event_type = 'Lock'\n        and a.datname = pg_catalog.current_database()\n        and a.leader_pid is null\n        and a.pid <> pg_catalog.pg_backend_pid()\n        and a.application_name <> 'pg-preflight'\n),\nlocks as materialized (\n    select\n        l.pid,\n        l.granted,\n        l.locktype,\n        l.mode,\n        case when l.database = d.oid then l.relation end as relation,\n        (pg_catalog.to_jsonb(l) ->> 'waitstart')::timestamptz as wait_start\n    from pg_catalog.pg_locks as l\n    join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()\n    -- Who waits for a row holds a lock on that row's place in the queue: it tells the table.\n    where l.pid in (select w.pid from waiting as w) and (not l.granted or l.locktype = 'tuple')\n),\nsessions as (\n    select w.pid from waiting as w\n    union\n    select b.pid\n    from waiting as w\n    cross join lateral pg_catalog.unnest(w.blocked_by) as b (pid)\n)\nselect\n    a.pid,\n    coalesce(w.blocked_by, '{}') as blocked_by,\n    a.usename::text as role_name,\n    a.application_name as application,\n    a.backend_type,\n    a.state,\n    extract(epoch from pg_catalog.statement_timestamp() - a.state_change)::float8 as state_s,\n    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,\n    extract(\n        epoch from pg_catalog.statement_timestamp() - case\n            when pg_catalog.current_setting('server_version_num')::int4 >= 140000 then waited.wait_start\n            else a.query_start\n        end\n    )::float8 as waiting_s,\n    waited.locktype as lock_type,\n    waited.mode as lock_mode,\n    (\n        select pg_catalog.format('%I.%I', n.nspname, c.relname)\n        from pg_catalog.pg_class as c\n        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n        where c.oid = coalesce(\n            waited.relation,\n            (select max(t.relation) from locks as t where t.pid = a.pid and t.granted)\n        )\n    ) as relation_name,\n    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start\nfrom sessions as s\njoin pg_catalog.pg_stat_activity as a on a.pid = s.pid\nleft join waiting as w on w.pid = a.pid\nleft join lateral (\n    select l.locktype, l.mode, l.relation, l.wait_start\n    from locks as l\n    where l.pid = a.pid and not l.granted\n    order by l.wait_start\n    limit 1\n) as waited on true\norder by a.pid",
    "connection-pooling": "-- The sessions that this database may have at most besides the server's own limit, which every check knows.\n-- Poolers themselves can't be seen from here: whether a session came through one is not told.\nselect\n    d.datname::text as database_name,\n    -- -1: none.\n    d.datconnlimit as database_limit\nfrom pg_catalog.pg_database as d\nwhere d.datname = pg_catalog.current_database()\norder by database_name",
    "connection-security": "-- How our own connection reaches the server, as the server sees it, and what our login may do beyond looking at\n-- statistics. One row. Through a pooler the server sees the pooler's connection.\nselect\n    coalesce(s.ssl, false) as is_encrypted,\n    s.version as tls_version,\n    s.cipher as tls_cipher,\n    pg_catalog.inet_client_addr() is null\n        or pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr()\n        or pg_catalog.host(pg_catalog.inet_client_addr()) ~ '^(127[.]|::1$|::ffff:127[.])' as is_local,\n    pg_catalog.array_remove(\n        array[\n            case when r.rolsuper then 'SUPERUSER' end,\n            case when r.rolbypassrls then 'BYPASSRLS' end,\n            case when r.rolcreaterole then 'CREATEROLE' end,\n            case when r.rolcreatedb then 'CREATEDB' end,\n            case when r.rolreplication then 'REPLICATION' end\n        ],\n        null\n    ) as attributes,\n    array(\n        select m.rolname::text\n        from pg_catalog.pg_roles as m\n        where\n            not r.rolsuper\n            and m.oid <> r.oid\n            and m.rolname in (\n                'pg_read_all_data', 'pg_write_all_data', 'pg_maintain', 'pg_database_owner',\n                'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend',\n                'postgres', 'supabase_admin', 'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin', 'neon_superuser'\n            )\n            and pg_catalog.pg_has_role(r.oid, m.oid, 'member')\n        order by m.rolname\n    ) as memberships,\n    (\n        -- By what depends on the role, not by walking all tables. Of the role that initdb made, a superuser, nothing\n        -- is written down.\n        select count(*)\n        from pg_catalog.pg_shdepend as d\n        join pg_catalog.pg_class as c on c.oid = d.objid\n        where\n            d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass\n            and d.refobjid = r.oid\n            and d.deptype = 'o'\n            and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n            and d.dbid = (select b.oid from pg_catalog.pg_database as b where b.datname = pg_catalog.current_database())\n            and c.relkind in ('r', 'p', 'm', 'f')\n            and c.relpersistence <> 't'\n    ) as owned_tables\nfrom pg_catalog.pg_roles as r\nleft join pg_catalog.pg_stat_ssl as s on s.pid = pg_catalog.pg_backend_pid()\nwhere r.rolname = session_user\norder by r.rolname",
    "connection-usage": "-- Client sessions of the whole server by role, with the roles' and this database's own limits: max_connections\n-- is shared by all databases. Not counted: autovacuum, replication and other background processes.\n-- A login without pg_read_all_stats sees how many sessions a role has, but not what they do: those counts are null.\nwith clients as materialized (\n    select a.usesysid, a.datname, a.state, a.wait_event_type\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.backend_type = 'client backend'\n        or (a.backend_type is null and a.datid is not null and a.usesysid is not null)\n),\nseen as (\n    select pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as everything\n)\nselect\n    -- A session that is just logging in has no role yet.\n    coalesce(r.rolname, c.usesysid::text, '(logging in)')::text as role_name,\n    coalesce(r.rolname = current_user, false) as is_ours,\n    c.sessions,\n    case when s.everything then c.active end as active,\n    case when s.everything then c.idle end as idle,\n    case when s.everything then c.idle_in_transaction end as idle_in_transaction,\n    case when s.everything then c.waiting_for_lock end as waiting_for_lock,\n    -- Superusers are never refused for their role's or database's limit.\n    case when r.rolsuper then -1 else coalesce(r.rolconnlimit, -1) end as role_limit,\n    d.datconnlimit as database_limit,\n    (select count(*)::int4 from clients as h where h.datname = pg_catalog.current_database()) as database_sessions\nfrom (\n    select\n        l.usesysid,\n        count(*)::int4 as sessions,\n        count(*) filter (where l.state = 'active')::int4 as active,\n        count(*) filter (where l.state = 'idle')::int4 as idle,\n        count(*) filter (where l.state like 'idle in transaction%')::int4 as idle_in_transaction,\n        count(*) filter (where l.wait_event_type = 'Lock')::int4 as waiting_for_lock\n    from clients as l\n    group by l.usesysid\n) as c\ncross join seen as s\njoin pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()\nleft join pg_catalog.pg_roles as r on r.oid = c.usesysid\norder by c.sessions desc, role_name",
    "cron-jobs.absent": "-- Where pg_cron keeps its jobs, asked in a database that has none of its tables. One row. The name is null when the\n-- server does not load pg_cron, and when our login may not see the setting.\nselect\n    (select s.setting from pg_catalog.pg_settings as s where s.name = 'cron.database_name') as database_name\norder by 1",
    "cron-jobs.direct": "-- The same as cron-jobs.sql for a login that reads pg_cron's own tables and sees all of their rows. The command and\n-- the message of a run hold secrets: they are only looked at here, and never come back. What is done to them is what\n-- the owner's views do (sql/setup/monitoring-role.sql).\nwith recent as materialized (\n    select\n        r.jobid,\n        r.runid,\n        r.status,\n        extract(epoch from r.start_time)::float8 as started,\n        extract(epoch from r.end_time)::float8 as ended,\n        case\n            when r.status is distinct from 'failed' then null\n            when r.return_message in (\n                'job startup timeout', 'server restarted', 'connection failed', 'connection lost', 'job canceled'\n            ) then r.return_message\n            when r.return_message like 'could not start background process%' then 'could not start background process'\n            when r.return_message like '%canceling statement due to statement timeout%' then 'statement timeout'\n            else 'error'\n        end as failure\n    from :schema.job_run_details as r\n    order by r.runid desc\n    limit 200000\n),\njob_runs as materialized (\n    select\n        r.jobid,\n        max(r.runid) filter (where r.status = 'succeeded') as last_success,\n        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,\n        min(r.started) as first_started\n    from recent as r\n    group by r.jobid\n),\nfailures as (\n    select r.jobid, count(*) as in_a_row\n    from recent as r\n    join job_runs as j on j.jobid = r.jobid\n    where r.status = 'failed' and (j.last_success is null or r.runid > j.last_success)\n    group by r.jobid\n),\nnewest as (\n    select\n        n.jobid,\n        pg_catalog.json_agg(\n            pg_catalog.json_build_object(\n                'status', n.status,\n                'started', n.started,\n                'ended', n.ended,\n                'failure', n.failure\n            )\n            order by n.runid desc\n        ) as runs\n    from (\n        select r.*, row_number() over (partition by r.jobid order by r.runid desc) as place\n        from recent as r\n    ) as n\n    where n.place <= 5\n    group by n.jobid\n),\nsettings as (\n    select pg_catalog.json_object_agg(s.name, s.setting) as by_name\n    from pg_catalog.pg_settings as s\n    where s.name in ('cron.database_name', 'cron.timezone', 'cron.log_run', 'cron.launch_active_jobs')\n)\nselect\n    coalesce((select s.by_name from settings as s), '{}') as settings,\n    exists (select from pg_catalog.pg_stat_activity as a where a.backend_type = 'pg_cron launcher') as has_launcher,\n    (select min(r.started) from recent as r) as history_reaches,\n    (\n        -- The planner's number is of the last ANALYZE, the counter is lost in a crash: the larger one is nearer.\n        select greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))::float8\n        from pg_catalog.pg_class as c\n        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n        where n.nspname = 'cron' and c.relname = 'job_run_details'\n    ) as history_rows,\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'id', j.jobid,\n                        'name', j.jobname::text,\n                        'schedule', j.schedule,\n                        'database', j.database,\n                        'user', j.username,\n                        'active', j.active,\n                        'commandHash', pg_catalog.encode(\n                            pg_catalog.sha256(\n                                pg_catalog.convert_to(\n                                    pg_catalog.ltrim(\n                                        pg_catalog.regexp_replace(\n                                            pg_catalog.regexp_replace(j.command, E'[ \\\\t\\\\n\\\\r\\\\f\\\\v]+', ' ', 'g'),\n                                            '[ ;]+$', ''\n                                        ),\n                                        ' '\n                                    ),\n                                    'UTF8'\n                                )\n                            ),\n                            'hex'\n                        ),\n                        'lastSuccess', o.last_success_ended,\n                        'failuresInARow', coalesce(f.in_a_row, 0),\n                        'existedBy', (select min(l.first_started) from job_runs as l where l.jobid >= j.jobid),\n                        'runs', coalesce(w.runs, '[]')\n                    )\n                    order by j.jobid\n                ),\n                '[]'\n            )\n        from :schema.job as j\n        left join job_runs as o on o.jobid = j.jobid\n        left join failures as f on f.jobid = j.jobid\n        left join newest as w on w.jobid = j.jobid\n    ) as jobs\norder by 2",
    "cron-jobs": "-- pg_cron's jobs with their newest runs, as the owner's views show them (sql/setup/monitoring-role.sql): no command,\n-- no message. One row. Times are seconds since 1970.\n-- Of the history the 200,000 newest runs are read, by its primary key, for it has no index on anything else. A run's\n-- row stays when its job is unscheduled: it still tells that jobs of smaller numbers existed by then.\nwith recent as materialized (\n    select\n        r.jobid,\n        r.runid,\n        r.status,\n        extract(epoch from r.start_time)::float8 as started,\n        extract(epoch from r.end_time)::float8 as ended,\n        r.failure\n    from :schema.cron_runs as r\n    order by r.runid desc\n    limit 200000\n),\njob_runs as materialized (\n    select\n        r.jobid,\n        max(r.runid) filter (where r.status = 'succeeded') as last_success,\n        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,\n        min(r.started) as first_started\n    from recent as r\n    group by r.jobid\n),\nfailures as (\n    select r.jobid, count(*) as in_a_row\n    from recent as r\n    join job_runs as j on j.jobid = r.jobid\n    where r.status = 'failed' and (j.last_success is null or r.runid > j.last_success)\n    group by r.jobid\n),\nnewest as (\n    select\n        n.jobid,\n        pg_catalog.json_agg(\n            pg_catalog.json_build_object(\n                'status', n.status,\n                'started', n.started,\n                'ended', n.ended,\n                'failure', n.failure\n            )\n            order by n.runid desc\n        ) as runs\n    from (\n        select r.*, row_number() over (partition by r.jobid order by r.runid desc) as place\n        from recent as r\n    ) as n\n    where n.place <= 5\n    group by n.jobid\n),\nsettings as (\n    select pg_catalog.json_object_agg(s.name, s.setting) as by_name\n    from pg_catalog.pg_settings as s\n    where s.name in ('cron.database_name', 'cron.timezone', 'cron.log_run', 'cron.launch_active_jobs')\n)\nselect\n    coalesce((select s.by_name from settings as s), '{}') as settings,\n    exists (select from pg_catalog.pg_stat_activity as a where a.backend_type = 'pg_cron launcher') as has_launcher,\n    (select min(r.started) from recent as r) as history_reaches,\n    (\n        -- The planner's number is of the last ANALYZE, the counter is lost in a crash: the larger one is nearer.\n        select greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid))::float8\n        from pg_catalog.pg_class as c\n        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n        where n.nspname = 'cron' and c.relname = 'job_run_details'\n    ) as history_rows,\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'id', j.jobid,\n                        'name', j.jobname,\n                        'schedule', j.schedule,\n                        'database', j.database,\n                        'user', j.username,\n                        'active', j.active,\n                        'commandHash', j.command_hash,\n                        'lastSuccess', o.last_success_ended,\n                        'failuresInARow', coalesce(f.in_a_row, 0),\n                        'existedBy', (select min(l.first_started) from job_runs as l where l.jobid >= j.jobid),\n                        'runs', coalesce(w.runs, '[]')\n                    )\n                    order by j.jobid\n                ),\n                '[]'\n            )\n        from :schema.cron_jobs as j\n        left join job_runs as o on o.jobid = j.jobid\n        left join failures as f on f.jobid = j.jobid\n        left join newest as w on w.jobid = j.jobid\n    ) as jobs\norder by 2",
    "duplicate-indexes": "-- Indexes that another index of the same table makes superfluous: identical twins, and btree indexes whose\n-- columns another btree index begins with. One row for each, with the index that stays.\n-- Left out: what must stay (constraints, replica identity, CLUSTER, the only unique one), invalid indexes,\n-- indexes attached to a partitioned one (their parent stands for them), temporary and extensions' tables.\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nshared as materialized (\n    -- Two numbers of each index: only tables with two that begin with the same column are looked at any further.\n    select distinct x.indrelid\n    from pg_catalog.pg_index x\n    where x.indisvalid and x.indisready and x.indislive\n    group by x.indrelid, x.indkey[0]\n    having count(*) > 1\n),\nsuspects as materialized (\n    -- Sorted by their columns, an index stands right before one that begins with the same.\n    select distinct s.indrelid\n    from (\n        select\n            x.indrelid,\n            (x.indkey::int2[])[0:x.indnkeyatts - 1] as columns,\n            pg_catalog.lead((x.indkey::int2[])[0:x.indnkeyatts - 1]) over (\n                partition by x.indrelid\n                order by (x.indkey::int2[])[0:x.indnkeyatts - 1]\n            ) as next_columns\n        from pg_catalog.pg_index x\n        -- As an array the tables are looked up one by one.\n        where x.indrelid = any (array(select h.indrelid from shared h))\n            and x.indisvalid and x.indisready and x.indislive\n    ) s\n    where s.next_columns[1:pg_catalog.cardinality(s.columns)] = s.columns\n),\ncandidates as materialized (\n    -- The longer one begins with the shorter one's columns, in the same order and by the same operators, and\n    -- holds its INCLUDE columns too.\n    select\n        less.indexrelid as oid,\n        more.indexrelid as kept_oid,\n        less.indrelid as table_oid,\n        more.indkey = less.indkey and more.indnkeyatts = less.indnkeyatts as identical,\n        more.indnkeyatts = less.indnkeyatts and less.indkey::int2[] @> more.indkey::int2[] as mutual,\n        less.indisunique,\n        more.indisunique as kept_unique,\n        more.indisprimary or more.indisexclusion or more.indisreplident or more.indisclustered as kept_stays,\n        -- Trees as the server stores them, without their places in the text: they lock nothing.\n        pg_catalog.regexp_replace(less.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as expressions,\n        pg_catalog.regexp_replace(more.indexprs::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g') as kept_expressions\n    from suspects s\n    join pg_catalog.pg_index less on less.indrelid = s.indrelid\n    join pg_catalog.pg_index more on more.indrelid = s.indrelid and more.indexrelid <> less.indexrelid\n    where less.indisvalid and less.indisready and less.indislive\n        and more.indisvalid and more.indisready and more.indislive\n        and not (less.indisprimary or less.indisexclusion or less.indisreplident or less.indisclustered)\n        and more.indnkeyatts >= less.indnkeyatts\n        and more.indkey::int2[] @> less.indkey::int2[]\n        and (more.indkey::int2[])[0:less.indnkeyatts - 1] = (less.indkey::int2[])[0:less.indnkeyatts - 1]\n        and (more.indclass::oid[])[0:less.indnkeyatts - 1] = (less.indclass::oid[])[0:less.indnkeyatts - 1]\n        and (more.indcollation::oid[])[0:less.indnkeyatts - 1] = (less.indcollation::oid[])[0:less.indnkeyatts - 1]\n        and (more.indoption::int2[])[0:less.indnkeyatts - 1] = (less.indoption::int2[])[0:less.indnkeyatts - 1]\n        and pg_catalog.regexp_replace(more.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')\n            is not distinct from\n            pg_catalog.regexp_replace(less.indpred::text, ' :(location|list_start|list_end) -?[0-9]+', '', 'g')\n        -- A unique index yields only to one that keeps the very same values unique, at once.\n        and (\n            not less.indisunique\n            or more.indisunique and more.indimmediate and more.indnkeyatts = less.indnkeyatts\n            and pg_catalog.to_jsonb(more) -> 'indnullsnotdistinct'\n                is not distinct from pg_catalog.to_jsonb(less) -> 'indnullsnotdistinct'\n        )\n),\npairs as materialized (\n    select c.oid, c.kept_oid, c.table_oid, c.identical\n    from candidates c\n    join pg_catalog.pg_class t on t.oid = c.table_oid\n    join pg_catalog.pg_class i on i.oid = c.oid\n    join pg_catalog.pg_class k on k.oid = c.kept_oid and k.relam = i.relam\n    where t.relnamespace = any ($1::oid[])\n        and t.relpersistence <> 't'\n        and t.oid not in (select o.objid from owned o)\n        and i.oid not in (select o.objid from owned o)\n        and not i.relispartition\n        and i.oid not in (select f.conindid from pg_catalog.pg_constraint f)\n        and case\n            when c.identical then\n                c.kept_expressions is not distinct from c.expressions\n                -- A btree's options say how it is stored; another's may say what it is good for.\n                and (\n                    i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')\n                    or k.reloptions::text is not distinct from i.reloptions::text\n                )\n                and not exists (\n                    select\n                    from pg_catalog.pg_attribute p\n                    join pg_catalog.pg_attribute q on q.attrelid = k.oid and q.attnum = p.attnum\n                    where p.attrelid = i.oid and p.attoptions::text is distinct from q.attoptions::text\n                )\n            -- Only a btree that begins like another one yields to it.\n            else c.expressions is null and i.relam = (select a.oid from pg_catalog.pg_am a where a.amname = 'btree')\n        end\n        -- Of two that could stand in for each other: what must stay, then the unique one, then the first name.\n        and case\n            when not c.mutual then true\n            when c.kept_stays or k.relispartition then true\n            when k.oid in (select f.conindid from pg_catalog.pg_constraint f) then true\n            when c.kept_unique <> c.indisunique then c.kept_unique\n            else k.relname < i.relname\n        end\n),\nchosen as materialized (\n    -- The one that stays is not superfluous itself.\n    select distinct on (p.oid) p.oid, p.kept_oid, p.table_oid, p.identical\n    from pairs p\n    join pg_catalog.pg_class k on k.oid = p.kept_oid\n    where p.kept_oid not in (select q.oid from pairs q)\n    order by p.oid, p.identical desc, k.relnatts, k.relname\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages\n    from (select c.oid from chosen c union select c.kept_oid from chosen c) c\n    join pg_catalog.pg_class i on i.oid = c.oid\n    union all\n    select l.root, i.oid, i.relkind, i.relpages\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    where l.relkind = 'I'\n),\nmeasured as materialized (\n    select\n        l.root,\n        sum(l.relpages) * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n),\nranked as (\n    select\n        c.oid,\n        c.kept_oid,\n        c.table_oid,\n        c.identical,\n        coalesce(m.size_bytes, 0) as size_bytes,\n        coalesce(m.scans, 0) as scans,\n        pg_catalog.row_number() over (order by m.size_bytes desc nulls last, c.oid) as place\n    from chosen c\n    left join measured m on m.root = c.oid\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    pg_catalog.format('%I.%I', n.nspname, k.relname) as kept_name,\n    r.identical,\n    i.relkind = 'I' as partitioned,\n    r.size_bytes,\n    coalesce(m.size_bytes, 0) as kept_size_bytes,\n    r.scans,\n    case\n        when r.place <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(r.oid),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom ranked r\njoin pg_catalog.pg_class i on i.oid = r.oid\njoin pg_catalog.pg_class k on k.oid = r.kept_oid\njoin pg_catalog.pg_class t on t.oid = r.table_oid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\nleft join measured m on m.root = r.kept_oid\norder by r.size_bytes desc, n.nspname, i.relname",
    "error-logging": "-- Which messages the server logs for a new session of each role in this database, and where that comes from.\n-- The row without a role is for roles without values of their own; other roles are there when they have some.\n-- Left out: PostgreSQL's predefined roles. Where the log goes is a fact, not a measure.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in ('log_min_messages', 'log_min_error_statement', 'log_destination', 'logging_collector')\n),\nchosen as materialized (\n    -- One value a role and setting, the one for this database first; without a role, everybody's. Joined by what is\n    -- equal, for servers with thousands of roles.\n    select distinct on (o.role_oid, o.name) o.role_oid, o.name, o.value, o.is_for_database\n    from stored as o\n    order by o.role_oid, o.name, o.is_for_database desc\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, e.value, s.server_value) as value,\n    case\n        when o.value is not null then case when o.is_for_database then 'role in database' else 'role' end\n        when e.value is not null then case when e.is_for_database then 'database' else 'all roles' end\n        else 'server'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join chosen as o on o.role_oid = r.role_oid and o.name = s.name and r.role_oid <> 0\nleft join chosen as e on e.role_oid = 0 and e.name = s.name\nwhere r.role_oid = 0 or o.role_oid is not null\norder by r.role_name nulls first, s.name",
    "foreign-key-indexes": "-- Foreign keys whose columns no index of the referencing table begins with (in any order), one row for each,\n-- with how often the referenced table was changed since the counters began. A partitioned table is one row\n-- that sums the partitions lacking an index.\n-- Left out: tables below 12 pages (96 kB), temporary ones and those of extensions; keys that are not enforced or\n-- hold a PERIOD.\nwith recursive operator_classes as materialized (\n    -- What finds equal values: a btree by the columns it begins with, a hash index by its only one.\n    select o.oid\n    from pg_catalog.pg_opclass o\n    join pg_catalog.pg_am a on a.oid = o.opcmethod\n    where a.amname in ('btree', 'hash')\n),\nsuspects as materialized (\n    -- The foreign keys of tables that hold rows (a partition has its own copy of its parent's). A table that is no\n    -- partition counts alone, so a small one need not be looked at any further.\n    select c.oid, c.conparentid, c.conrelid, c.conkey, t.relpages\n    from pg_catalog.pg_class t\n    join pg_catalog.pg_constraint c on c.conrelid = t.oid\n    where c.contype = 'f'\n        and t.relkind = 'r'\n        and t.relpersistence <> 't'\n        and (t.relpages >= 12 or t.relispartition)\n),\nlacking as materialized (\n    select c.oid, c.conparentid, c.conrelid, c.relpages\n    from suspects c\n    where not exists (\n        select\n        from pg_catalog.pg_index x\n        join operator_classes o on o.oid = x.indclass[0]\n        where x.indrelid = c.conrelid\n            and x.indisvalid and x.indisready\n            and x.indnkeyatts >= pg_catalog.cardinality(c.conkey)\n            -- indkey counts from 0, conkey from 1.\n            and (x.indkey::int2[])[0:pg_catalog.cardinality(c.conkey) - 1] @> c.conkey\n            -- A partial index does when its condition is only that columns of the key are not null.\n            and coalesce(pg_catalog.regexp_replace(\n                x.indpred::text,\n                '\\{NULLTEST :arg \\{VAR :varno 1 :varattno (' || pg_catalog.array_to_string(c.conkey, '|')\n                    || ') [^{}]*\\} :nulltesttype 1 [^{}]*\\}',\n                '', 'g'\n            ), '') ~ '^(\\{BOOLEXPR :boolop and :args \\( *\\) :location -?[0-9]+\\})?$'\n    )\n),\nclimb as (\n    select l.oid as leaf, l.conrelid, l.relpages, l.oid, l.conparentid\n    from lacking l\n    union all\n    select k.leaf, k.conrelid, k.relpages, c.oid, c.conparentid\n    from climb k\n    join pg_catalog.pg_constraint c on c.oid = k.conparentid\n),\nroots as materialized (\n    -- A foreign key to a partitioned table has a copy for each of its partitions: a table counts once.\n    select r.oid, count(*) as tables_lacking, sum(r.relpages) as pages\n    from (select distinct k.oid, k.conrelid, k.relpages from climb k where k.conparentid = 0) r\n    group by r.oid\n    having sum(r.relpages) >= 12\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    (\n        select pg_catalog.array_agg(pg_catalog.quote_ident(a.attname) order by k.place)\n        from pg_catalog.unnest(c.conkey) with ordinality as k (attnum, place)\n        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum\n    ) as columns,\n    pg_catalog.quote_ident(c.conname) as constraint_name,\n    pg_catalog.format('%I.%I', m.nspname, p.relname) as referenced_name,\n    t.relkind = 'p' as partitioned,\n    r.tables_lacking,\n    r.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    case c.confdeltype\n        when 'c' then 'CASCADE' when 'n' then 'SET NULL' when 'd' then 'SET DEFAULT' when 'r' then 'RESTRICT'\n        else 'NO ACTION'\n    end as on_delete,\n    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_deleted(p.oid) end as referenced_deletes,\n    case when p.relkind = 'r' then pg_catalog.pg_stat_get_tuples_updated(p.oid) end as referenced_updates\nfrom roots r\njoin pg_catalog.pg_constraint c on c.oid = r.oid\njoin pg_catalog.pg_class t on t.oid = c.conrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\njoin pg_catalog.pg_class p on p.oid = c.confrelid\njoin pg_catalog.pg_namespace m on m.oid = p.relnamespace\nwhere t.relnamespace = any ($1::oid[])\n    -- From PostgreSQL 18 on: one that is not enforced looks nothing up, one over periods wants a gist index.\n    and pg_catalog.to_jsonb(c) ->> 'conenforced' is distinct from 'false'\n    and pg_catalog.to_jsonb(c) ->> 'conperiod' is distinct from 'true'\n    and not exists (\n        select\n        from pg_catalog.pg_depend e\n        where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = t.oid and e.deptype = 'e'\n    )\norder by r.pages desc, n.nspname, t.relname, c.conname",
    "index-sizes": "-- Two dashboards in one pass over the indexes, and of each one row more that sums what it leaves out.\n-- Rows with `tables`: the 50 tables with the most index: how many indexes, their size and the table's own, and how\n-- often they were scanned. A partition is a table of its own here.\n-- Rows without: the 500 largest indexes, with their scans and what is written to their tables. A partitioned index\n-- is one row with the sums of its partitions' ones, which are not listed apart.\n-- Sizes are the server's own estimates (relpages). Left out: temporary tables.\nwith recursive own as materialized (\n    select\n        x.indexrelid,\n        x.indrelid,\n        -- As text it is as short as it is: with 40,000 of them this fits in memory.\n        i.relname::text as index_name,\n        i.relkind,\n        i.relpages,\n        i.relispartition,\n        x.indisunique or x.indisexclusion as is_unique,\n        i.relnamespace = any ($1::oid[]) as in_scope\n    from pg_catalog.pg_index x\n    join pg_catalog.pg_class i on i.oid = x.indexrelid\n    where i.relpersistence <> 't'\n        -- A partition's index may stand in another schema than the one it belongs to.\n        and (i.relnamespace = any ($1::oid[]) or i.relispartition)\n),\nparts as (\n    select o.indexrelid as root, o.indexrelid as part\n    from own o\n    where o.relkind = 'I' and not o.relispartition\n    union all\n    select p.root, h.inhrelid\n    from parts p\n    join pg_catalog.pg_inherits h on h.inhparent = p.part\n),\nindexes as materialized (\n    select o.indexrelid as root, o.relpages::bigint as pages\n    from own o\n    where o.relkind = 'i' and not o.relispartition\n    union all\n    select p.root, sum(o.relpages)\n    from parts p\n    join own o on o.indexrelid = p.part\n    group by p.root\n),\nlargest_indexes as materialized (\n    select i.root, i.pages from indexes i order by i.pages desc, i.root limit 500\n),\nuse_of_largest as materialized (\n    select\n        m.root,\n        m.pages,\n        sum(pg_catalog.pg_stat_get_numscans(o.indexrelid)) as scans,\n        sum(\n            pg_catalog.pg_stat_get_tuples_inserted(o.indrelid)\n            + pg_catalog.pg_stat_get_tuples_updated(o.indrelid)\n            + pg_catalog.pg_stat_get_tuples_deleted(o.indrelid)\n        ) as table_writes\n    from (\n        -- What each index is made of; an ordinary one stands for itself.\n        select l.root, l.pages, l.root as part from largest_indexes l\n        union\n        select l.root, l.pages, p.part from largest_indexes l join parts p on p.root = l.root\n    ) m\n    join own o on o.indexrelid = m.part\n    group by m.root, m.pages\n),\ntables as materialized (\n    select o.indrelid, count(*) as indexes, sum(o.relpages) as pages\n    from own o\n    where o.relkind = 'i' and o.in_scope\n    group by o.indrelid\n),\nlargest_tables as materialized (\n    select t.indrelid, t.indexes, t.pages from tables t order by t.pages desc, t.indrelid limit 50\n),\nuse_of_tables as materialized (\n    select o.indrelid, sum(pg_catalog.pg_stat_get_numscans(o.indexrelid)) as scans\n    from largest_tables l\n    join own o on o.indrelid = l.indrelid\n    group by o.indrelid\n),\nshown_tables as materialized (\n    select t.oid, n.nspname, t.relname, t.relpages, t.reltoastrelid\n    from (\n        select o.indrelid from use_of_largest u join own o on o.indexrelid = u.root\n        union\n        select l.indrelid from largest_tables l\n    ) s\n    join pg_catalog.pg_class t on t.oid = s.indrelid\n    join pg_catalog.pg_namespace n on n.oid = t.relnamespace\n),\nlisted as (\n    select\n        pg_catalog.format('%I.%I', t.nspname, t.relname) as table_name,\n        null as index_name,\n        1::bigint as tables,\n        l.indexes,\n        l.pages,\n        t.relpages + coalesce(o.relpages, 0) as table_pages,\n        u.scans,\n        null::numeric as table_writes,\n        null::boolean as is_unique\n    from largest_tables l\n    join use_of_tables u on u.indrelid = l.indrelid\n    join shown_tables t on t.oid = l.indrelid\n    left join pg_catalog.pg_class o on o.oid = t.reltoastrelid\n    union all\n    select null, null, count(*), sum(t.indexes)::bigint, sum(t.pages), null, null, null, null\n    from tables t\n    where t.indrelid not in (select l.indrelid from largest_tables l)\n    having count(*) > 0\n    union all\n    select\n        pg_catalog.format('%I.%I', t.nspname, t.relname),\n        -- An index is always in its table's schema.\n        pg_catalog.format('%I.%I', t.nspname, o.index_name),\n        null,\n        1,\n        u.pages,\n        null,\n        u.scans,\n        u.table_writes,\n        o.is_unique\n    from use_of_largest u\n    join own o on o.indexrelid = u.root\n    join shown_tables t on t.oid = o.indrelid\n    union all\n    select null, null, null, count(*), sum(i.pages), null, null, null, null\n    from indexes i\n    where i.root not in (select l.root from largest_indexes l)\n    having count(*) > 0\n)\nselect\n    d.table_name,\n    d.index_name,\n    d.tables,\n    d.indexes,\n    d.pages * pg_catalog.current_setting('block_size')::bigint as index_bytes,\n    d.table_pages::bigint * pg_catalog.current_setting('block_size')::bigint as table_bytes,\n    d.scans,\n    d.table_writes,\n    d.is_unique\nfrom listed d\norder by d.tables is null, d.table_name is null, d.pages desc, d.table_name, d.index_name",
    "invalid-indexes": "-- Indexes that no query can use because they are not valid, with what tells why: a build that goes on now,\n-- what a failed or cancelled one left behind, or a partitioned index that waits for its partitions' ones.\n-- Left out: indexes of extensions and of temporary tables.\nwith invalid as materialized (\n    select\n        i.oid,\n        i.relname,\n        i.relkind,\n        n.nspname,\n        t.oid as table_oid,\n        t.relname as table_name,\n        x.indisready,\n        x.indislive,\n        x.indisunique,\n        x.indisexclusion,\n        x.indkey,\n        x.indclass,\n        x.indcollation,\n        x.indoption,\n        x.indexprs::text as expressions,\n        x.indpred::text as predicate\n    from pg_catalog.pg_index x\n    join pg_catalog.pg_class i on i.oid = x.indexrelid\n    join pg_catalog.pg_class t on t.oid = x.indrelid\n    join pg_catalog.pg_namespace n on n.oid = t.relnamespace\n    where not x.indisvalid\n        and t.relnamespace = any ($1::oid[])\n        and t.relpersistence <> 't'\n        and not exists (\n            select\n            from pg_catalog.pg_depend e\n            where e.classid = 'pg_catalog.pg_class'::regclass and e.objid in (i.oid, t.oid) and e.deptype = 'e'\n        )\n),\njudged as materialized (\n    select\n        i.*,\n        -- CREATE INDEX and REINDEX keep the table's lock and DROP INDEX the index's over their transactions.\n        -- Every login sees these locks and the process numbers of builds in progress.\n        exists (\n            select\n            from pg_catalog.pg_locks l\n            where l.locktype = 'relation'\n                and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())\n                and l.mode = 'ShareUpdateExclusiveLock'\n                and l.granted\n                and (\n                    l.relation = i.oid\n                    or l.relation = i.table_oid\n                    and l.pid in (select p.pid from pg_catalog.pg_stat_progress_create_index p)\n                )\n        ) as in_progress,\n        exists (\n            select\n            from pg_catalog.pg_index x\n            where x.indrelid = i.table_oid\n                and x.indisvalid\n                and x.indisunique = i.indisunique\n                and x.indkey::text = i.indkey::text\n                and x.indclass::text = i.indclass::text\n                and x.indcollation::text = i.indcollation::text\n                and x.indoption::text = i.indoption::text\n                and x.indexprs::text is not distinct from i.expressions\n                and x.indpred::text is not distinct from i.predicate\n        ) as has_valid_twin,\n        (\n            select pg_catalog.array_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) order by n.nspname, c.relname)\n            from pg_catalog.pg_inherits h\n            join pg_catalog.pg_class c on c.oid = h.inhrelid and c.relkind <> 'f'\n            join pg_catalog.pg_namespace n on n.oid = c.relnamespace\n            where i.relkind = 'I'\n                and h.inhparent = i.table_oid\n                and not exists (\n                    select\n                    from pg_catalog.pg_inherits a\n                    join pg_catalog.pg_index x on x.indexrelid = a.inhrelid\n                    where a.inhparent = i.oid and x.indrelid = h.inhrelid and x.indisvalid\n                )\n        ) as lacking\n    from invalid i\n)\nselect\n    pg_catalog.format('%I.%I', j.nspname, j.relname) as index_name,\n    pg_catalog.format('%I.%I', j.nspname, j.table_name) as table_name,\n    j.relkind = 'I' as partitioned,\n    j.in_progress,\n    j.indisready as is_maintained,\n    j.indislive as is_live,\n    j.indisunique as is_unique,\n    j.indisexclusion as is_exclusion,\n    exists (select from pg_catalog.pg_constraint c where c.conindid = j.oid) as has_constraint,\n    j.has_valid_twin,\n    j.relname ~ '_cc(new|old)[0-9]*$' as is_reindex_leftover,\n    coalesce(pg_catalog.cardinality(j.lacking), 0) as lacking_count,\n    coalesce(j.lacking[1:20], '{}') as lacking,\n    case\n        when not j.in_progress and pg_catalog.row_number() over (order by j.oid) <= 200\n            then pg_catalog.pg_get_indexdef(j.oid)\n    end as definition\nfrom judged j\norder by j.nspname, j.relname",
    "long-running-queries": "-- Client sessions of this database that run a statement or hold a transaction open, and prepared transactions.\n-- No text of a query is read. Left out: our own sessions, replication, autovacuum and other background processes,\n-- parallel workers (their leader stands for them), VACUUM and indexes built CONCURRENTLY, which are long by nature,\n-- and what began less than a second ago. State `disabled`: track_activities is off, and nothing tells what it does.\nwith expected as (\n    select v.pid from pg_catalog.pg_stat_progress_vacuum as v\n    union\n    select i.pid from pg_catalog.pg_stat_progress_create_index as i where i.command like '%CONCURRENTLY'\n)\nselect\n    'session' as kind,\n    a.pid,\n    coalesce(a.usename::text, 'a role that was dropped') as name,\n    a.application_name as application,\n    a.state,\n    case when a.state = 'active'\n        then extract(epoch from pg_catalog.statement_timestamp() - a.query_start)\n    end::float8 as query_s,\n    case when a.state like 'idle in transaction%'\n        then extract(epoch from pg_catalog.statement_timestamp() - a.state_change)\n    end::float8 as idle_s,\n    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,\n    -- While it holds one of these, vacuum can't remove what died since.\n    coalesce(a.backend_xmin, a.backend_xid) is not null as holds_vacuum_back,\n    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start,\n    null as quoted_name\nfrom pg_catalog.pg_stat_activity as a\nwhere\n    a.datname = pg_catalog.current_database()\n    and a.pid <> pg_catalog.pg_backend_pid()\n    and a.application_name <> 'pg-preflight'\n    and a.backend_type = 'client backend'\n    and (\n        a.state = 'disabled'\n        or (\n            a.state <> 'idle'\n            and coalesce(a.xact_start, a.query_start) < pg_catalog.statement_timestamp() - interval '1 second'\n        )\n    )\n    and a.pid not in (select e.pid from expected as e)\nunion all\nselect\n    'prepared transaction',\n    0,\n    p.gid,\n    p.owner::text,\n    null,\n    null,\n    null,\n    extract(epoch from pg_catalog.statement_timestamp() - p.prepared)::float8,\n    true,\n    null,\n    pg_catalog.quote_literal(p.gid)\nfrom pg_catalog.pg_prepared_xacts as p\nwhere p.database = pg_catalog.current_database()\norder by kind, transaction_s desc, pid, name",
    "materialized-views.direct": "-- The same as materialized-views.owners-views.sql for a login that reads pg_cron's own tables and sees all of their rows.\n-- No command and no message of a run is looked at.\nwith views as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,\n        n.nspname || '.' || c.relname as bare_name,\n        c.relnamespace = any ($1::oid[]) as is_looked_at,\n        c.relispopulated as is_populated,\n        c.relpages::int8 * pg_catalog.current_setting('block_size')::int8 as bytes,\n        exists (\n            select\n            from pg_catalog.pg_index as i\n            where\n                i.indrelid = c.oid\n                and i.indisunique\n                and i.indisvalid\n                and i.indimmediate\n                and i.indpred is null\n                and i.indexprs is null\n        ) as has_key,\n        case\n            when\n                pg_catalog.current_setting('track_commit_timestamp')::boolean\n                and not pg_catalog.pg_is_in_recovery()\n                then extract(epoch from pg_catalog.pg_xact_commit_timestamp(c.xmin))::float8\n        end as changed\n    from pg_catalog.pg_class as c\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    where\n        c.relkind = 'm'\n        and not exists (\n            select\n            from pg_catalog.pg_depend as d\n            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'\n        )\n),\nrecent as materialized (\n    select\n        r.jobid,\n        r.runid,\n        r.status,\n        extract(epoch from r.start_time)::float8 as started,\n        extract(epoch from r.end_time)::float8 as ended\n    from :schema.job_run_details as r\n    order by r.runid desc\n    limit 200000\n),\njob_runs as materialized (\n    select\n        r.jobid,\n        max(r.runid) as newest,\n        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,\n        min(r.started) as first_started\n    from recent as r\n    group by r.jobid\n),\nsettings as (\n    select pg_catalog.json_object_agg(s.name, s.setting) as by_name\n    from pg_catalog.pg_settings as s\n    where s.name in ('cron.timezone', 'cron.log_run')\n)\nselect\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'name', v.name,\n                        'bareName', v.bare_name,\n                        'isLookedAt', v.is_looked_at,\n                        'isPopulated', v.is_populated,\n                        'bytes', v.bytes,\n                        'hasKey', v.has_key,\n                        'changed', v.changed\n                    )\n                    order by v.name\n                ),\n                '[]'\n            )\n        from views as v\n    ) as views,\n    pg_catalog.current_setting('track_commit_timestamp') as keeps_times,\n    pg_catalog.json_build_object(\n        'settings', coalesce((select s.by_name from settings as s), '{}'),\n        'has_launcher', true,\n        'history_reaches', (select min(r.started) from recent as r),\n        'history_rows', null,\n        'jobs', (\n            select\n                coalesce(\n                    pg_catalog.json_agg(\n                        pg_catalog.json_build_object(\n                            'id', j.jobid,\n                            'name', j.jobname::text,\n                            'schedule', j.schedule,\n                            'database', j.database,\n                            'user', j.username,\n                            'active', j.active,\n                            'commandHash', null,\n                            'lastSuccess', o.last_success_ended,\n                            'failuresInARow', case when n.status = 'failed' then 1 else 0 end,\n                            'existedBy', (select min(l.first_started) from job_runs as l where l.jobid >= j.jobid),\n                            'runs',\n                            case\n                                when n.runid is null then '[]'::json\n                                else\n                                    pg_catalog.json_build_array(\n                                        pg_catalog.json_build_object(\n                                            'status', n.status, 'started', n.started, 'ended', n.ended, 'failure', null\n                                        )\n                                    )\n                            end\n                        )\n                        order by j.jobid\n                    ),\n                    '[]'\n                )\n            from :schema.job as j\n            left join job_runs as o on o.jobid = j.jobid\n            left join recent as n on n.runid = o.newest\n        )\n    ) as cron\norder by 2",
    "materialized-views.owners-views": "-- The same as materialized-views.sql, with pg_cron's jobs and the newest 200,000 of their runs as the owner's views show\n-- them (sql/setup/monitoring-role.sql): what tells when a job last refreshed a view. cron-jobs.sql looks at more of them.\nwith views as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,\n        n.nspname || '.' || c.relname as bare_name,\n        c.relnamespace = any ($1::oid[]) as is_looked_at,\n        c.relispopulated as is_populated,\n        c.relpages::int8 * pg_catalog.current_setting('block_size')::int8 as bytes,\n        exists (\n            select\n            from pg_catalog.pg_index as i\n            where\n                i.indrelid = c.oid\n                and i.indisunique\n                and i.indisvalid\n                and i.indimmediate\n                and i.indpred is null\n                and i.indexprs is null\n        ) as has_key,\n        case\n            when\n                pg_catalog.current_setting('track_commit_timestamp')::boolean\n                and not pg_catalog.pg_is_in_recovery()\n                then extract(epoch from pg_catalog.pg_xact_commit_timestamp(c.xmin))::float8\n        end as changed\n    from pg_catalog.pg_class as c\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    where\n        c.relkind = 'm'\n        and not exists (\n            select\n            from pg_catalog.pg_depend as d\n            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'\n        )\n),\nrecent as materialized (\n    select\n        r.jobid,\n        r.runid,\n        r.status,\n        extract(epoch from r.start_time)::float8 as started,\n        extract(epoch from r.end_time)::float8 as ended\n    from :schema.cron_runs as r\n    order by r.runid desc\n    limit 200000\n),\njob_runs as materialized (\n    select\n        r.jobid,\n        max(r.runid) as newest,\n        max(r.ended) filter (where r.status = 'succeeded') as last_success_ended,\n        min(r.started) as first_started\n    from recent as r\n    group by r.jobid\n),\nsettings as (\n    select pg_catalog.json_object_agg(s.name, s.setting) as by_name\n    from pg_catalog.pg_settings as s\n    where s.name in ('cron.timezone', 'cron.log_run')\n)\nselect\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'name', v.name,\n                        'bareName', v.bare_name,\n                        'isLookedAt', v.is_looked_at,\n                        'isPopulated', v.is_populated,\n                        'bytes', v.bytes,\n                        'hasKey', v.has_key,\n                        'changed', v.changed\n                    )\n                    order by v.name\n                ),\n                '[]'\n            )\n        from views as v\n    ) as views,\n    pg_catalog.current_setting('track_commit_timestamp') as keeps_times,\n    pg_catalog.json_build_object(\n        'settings', coalesce((select s.by_name from settings as s), '{}'),\n        'has_launcher', true,\n        'history_reaches', (select min(r.started) from recent as r),\n        'history_rows', null,\n        'jobs', (\n            select\n                coalesce(\n                    pg_catalog.json_agg(\n                        pg_catalog.json_build_object(\n                            'id', j.jobid,\n                            'name', j.jobname::text,\n                            'schedule', j.schedule,\n                            'database', j.database,\n                            'user', j.username,\n                            'active', j.active,\n                            'commandHash', null,\n                            'lastSuccess', o.last_success_ended,\n                            'failuresInARow', case when n.status = 'failed' then 1 else 0 end,\n                            'existedBy', (select min(l.first_started) from job_runs as l where l.jobid >= j.jobid),\n                            'runs',\n                            case\n                                when n.runid is null then '[]'::json\n                                else\n                                    pg_catalog.json_build_array(\n                                        pg_catalog.json_build_object(\n                                            'status', n.status, 'started', n.started, 'ended', n.ended, 'failure', null\n                                        )\n                                    )\n                            end\n                        )\n                        order by j.jobid\n                    ),\n                    '[]'\n                )\n            from :schema.cron_jobs as j\n            left join job_runs as o on o.jobid = j.jobid\n            left join recent as n on n.runid = o.newest\n        )\n    ) as cron\norder by 2",
    "materialized-views": "-- Materialized views of all schemas (a declared one may lie outside of those that are looked at), but none that an\n-- extension brought. One row. PostgreSQL keeps no time of a refresh. What comes nearest is the transaction that last\n-- changed the view's row in the catalogue, where the server keeps the times of transactions (track_commit_timestamp):\n-- a refresh does that, CONCURRENTLY too, but so does an ALTER or a GRANT.\n-- has_key: REFRESH … CONCURRENTLY needs a unique index on plain columns of all rows.\nwith views as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,\n        n.nspname || '.' || c.relname as bare_name,\n        c.relnamespace = any ($1::oid[]) as is_looked_at,\n        c.relispopulated as is_populated,\n        c.relpages::int8 * pg_catalog.current_setting('block_size')::int8 as bytes,\n        exists (\n            select\n            from pg_catalog.pg_index as i\n            where\n                i.indrelid = c.oid\n                and i.indisunique\n                and i.indisvalid\n                and i.indimmediate\n                and i.indpred is null\n                and i.indexprs is null\n        ) as has_key,\n        case\n            when\n                pg_catalog.current_setting('track_commit_timestamp')::boolean\n                and not pg_catalog.pg_is_in_recovery()\n                then extract(epoch from pg_catalog.pg_xact_commit_timestamp(c.xmin))::float8\n        end as changed\n    from pg_catalog.pg_class as c\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    where\n        c.relkind = 'm'\n        and not exists (\n            select\n            from pg_catalog.pg_depend as d\n            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'\n        )\n)\nselect\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'name', v.name,\n                        'bareName', v.bare_name,\n                        'isLookedAt', v.is_looked_at,\n                        'isPopulated', v.is_populated,\n                        'bytes', v.bytes,\n                        'hasKey', v.has_key,\n                        'changed', v.changed\n                    )\n                    order by v.name\n                ),\n                '[]'\n            )\n        from views as v\n    ) as views,\n    pg_catalog.current_setting('track_commit_timestamp') as keeps_times\norder by 2",
    "migrations.drizzle": "-- The migrations that Drizzle noted as applied: one row for each, with the time of its entry in the journal. That time\n-- is all that Drizzle itself compares.\nselect m.created_at::text as version\nfrom :schema.\"__drizzle_migrations\" as m\norder by m.created_at",
    "migrations.flyway": "-- What Flyway noted, one row for each time that it ran something, in its own order. Repeatable migrations have no\n-- version.\nselect\n    m.version::text as version,\n    m.type::text as type,\n    m.script::text as script,\n    m.success as is_success\nfrom :schema.flyway_schema_history as m\norder by m.installed_rank",
    "migrations.golang-migrate": "-- Where golang-migrate says the database stands: one row, the last version and whether it ended in an error. No row\n-- before the first migration.\nselect m.version::text as version, m.dirty as is_dirty\nfrom :schema.schema_migrations as m\norder by m.version",
    "migrations.prisma": "-- The attempts that Prisma noted, one row for each: of which migration, finished or not, taken back or not. Its log,\n-- which may quote data, is not read.\nselect\n    m.migration_name::text as version,\n    m.finished_at is not null as is_finished,\n    m.rolled_back_at is not null as is_rolled_back\nfrom :schema.\"_prisma_migrations\" as m\norder by m.migration_name, 2, 3",
    "migrations": "-- The ledgers of migration tools that the check migrations does not read, for a database in which it found none that\n-- it reads: so it can say what it saw. Names alone, no rows of theirs.\nselect pg_catalog.format('%I.%I', n.nspname, c.relname) as other_ledger\nfrom pg_catalog.pg_class as c\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\nwhere\n    c.relname in (\n        'pgmigrations', 'knex_migrations', 'typeorm_migrations', 'SequelizeMeta', 'kysely_migration', 'mikro_orm_migrations',\n        'alembic_version', 'django_migrations', '__EFMigrationsHistory', 'databasechangelog', 'goose_db_version',\n        'atlas_schema_revisions', '_sqlx_migrations', '__diesel_schema_migrations', 'doctrine_migration_versions'\n    )\n    and c.relkind in ('r', 'p')\norder by n.nspname, c.relname",
    "migrations.supabase": "-- The migrations that the Supabase CLI noted as applied: one row for each, its version and its name. The statements\n-- that it keeps with them are not read.\nselect m.version::text as version, m.name::text as name\nfrom :schema.schema_migrations as m\norder by m.version",
    "migrations.version": "-- The migrations that Rails, dbmate or an early Supabase CLI noted as applied: one row for each, its version.\nselect m.version::text as version\nfrom :schema.schema_migrations as m\norder by m.version",
    "prepared-transactions": "-- Prepared transactions of this database, the oldest first: how old each is, and how many transaction IDs were assigned\n-- since its own. max_prepared_transactions is in every row, and alone in one row when no transaction is prepared.\n-- Left out: those of other databases, since only a session there can finish them.\nselect\n    s.max_prepared_transactions,\n    p.gid,\n    pg_catalog.quote_literal(p.gid) as quoted_gid,\n    -- Null when the role was dropped.\n    p.owner::text as owner,\n    extract(epoch from p.prepared)::float8 as prepared_at,\n    extract(epoch from pg_catalog.statement_timestamp() - p.prepared)::float8 as age_s,\n    pg_catalog.age(p.transaction) as xid_age\nfrom (\n    select pg_catalog.current_setting('max_prepared_transactions')::int4 as max_prepared_transactions\n) as s\nleft join pg_catalog.pg_prepared_xacts as p on p.database = pg_catalog.current_database()\norder by p.prepared, p.gid",
    "query-logging": "-- What the server logs of the statements of a new session of each role in this database, and where that comes\n-- from. The row without a role is for roles without values of their own.\n-- Left out: PostgreSQL's predefined roles. auto_explain's threshold is there when the server loads it.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in ('log_min_duration_statement', 'log_statement', 'auto_explain.log_min_duration')\n),\nchosen as materialized (\n    -- One value a role and setting, the one for this database first; without a role, everybody's. Joined by what is\n    -- equal, for servers with thousands of roles.\n    select distinct on (o.role_oid, o.name) o.role_oid, o.name, o.value, o.is_for_database\n    from stored as o\n    order by o.role_oid, o.name, o.is_for_database desc\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, e.value, s.server_value) as value,\n    case\n        when o.value is not null then case when o.is_for_database then 'role in database' else 'role' end\n        when e.value is not null then case when e.is_for_database then 'database' else 'all roles' end\n        else 'server'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join chosen as o on o.role_oid = r.role_oid and o.name = s.name and r.role_oid <> 0\nleft join chosen as e on e.role_oid = 0 and e.name = s.name\norder by r.role_name nulls first, s.name",
    "query-statistics.before-1-9": "-- The same as query-statistics.sql for versions of the extension before 1.9, which do not tell how often they\n-- threw entries out.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n),\nstored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 2) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        pg_catalog.split_part(e.entry, '=', 1) = 'pg_stat_statements.track'\n        and (\n            s.setdatabase = 0\n            or s.setdatabase = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n        )\n),\n-- The value that a login without one of its own gets in this database; NULL when ours hides the server's.\ntrack as (\n    select o.value, case when o.is_for_database then 'database' else 'all roles' end as level\n    from stored as o\n    where o.role_oid = 0\n    union all\n    select s.reset_val, 'server'\n    from pg_catalog.pg_settings as s\n    where\n        s.name = 'pg_stat_statements.track'\n        and not exists (\n            select\n            from stored as o\n            join pg_catalog.pg_roles as r on r.oid = o.role_oid\n            where r.rolname = session_user\n        )\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    t.value as track,\n    t.level as track_level,\n    -- From PostgreSQL 14 on only statements with an id are counted; this one has none when compute_query_id is off.\n    not exists (\n        select\n        from pg_catalog.pg_stat_activity as a\n        where\n            a.pid = pg_catalog.pg_backend_pid()\n            and a.state = 'active'\n            and pg_catalog.to_jsonb(a) ? 'query_id'\n            and pg_catalog.to_jsonb(a) ->> 'query_id' is null\n    ) as has_query_ids,\n    case when l.is_loaded then pg_catalog.current_setting('pg_stat_statements.max')::int8 end as capacity,\n    e.entries,\n    e.hidden,\n    e.calls,\n    null::int8 as evictions\nfrom library as l\ncross join lateral (\n    select count(*) as entries, count(*) - count(s.queryid) as hidden, coalesce(sum(s.calls), 0)::int8 as calls\n    from :schema.pg_stat_statements(false) as s\n    -- Without the library the function fails, so then it is not called.\n    where l.is_loaded\n) as e\nleft join lateral (\n    select t.value, t.level\n    from track as t\n    order by case t.level when 'database' then 1 when 'all roles' then 2 else 3 end\n    limit 1\n) as t on true\norder by l.is_loaded",
    "query-statistics.missing": "-- Is the library of pg_stat_statements loaded, in a database that lacks its extension? One row.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    null::text as track,\n    null::text as track_level,\n    true as has_query_ids,\n    null::int8 as capacity,\n    0::int8 as entries,\n    0::int8 as hidden,\n    0::int8 as calls,\n    null::int8 as evictions\nfrom library as l\norder by l.is_loaded",
    "query-statistics": "-- Does pg_stat_statements count: is its library loaded, what does it track in this database, how much has it\n-- counted and may our login see it? One row. Counts are of the whole server; no text is read.\nwith library as (\n    select\n        -- Only the loaded library defines its settings; a mere line in postgresql.conf does not show here.\n        exists (select from pg_catalog.pg_settings as s where s.name = 'pg_stat_statements.max') as is_loaded,\n        -- NULL when the login may not see it.\n        (select s.setting from pg_catalog.pg_settings as s where s.name = 'shared_preload_libraries') as preloaded\n),\nstored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 2) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        pg_catalog.split_part(e.entry, '=', 1) = 'pg_stat_statements.track'\n        and (\n            s.setdatabase = 0\n            or s.setdatabase = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n        )\n),\n-- The value that a login without one of its own gets in this database; NULL when ours hides the server's.\ntrack as (\n    select o.value, case when o.is_for_database then 'database' else 'all roles' end as level\n    from stored as o\n    where o.role_oid = 0\n    union all\n    select s.reset_val, 'server'\n    from pg_catalog.pg_settings as s\n    where\n        s.name = 'pg_stat_statements.track'\n        and not exists (\n            select\n            from stored as o\n            join pg_catalog.pg_roles as r on r.oid = o.role_oid\n            where r.rolname = session_user\n        )\n)\nselect\n    l.is_loaded,\n    (\n        select pg_catalog.string_agg(pg_catalog.quote_literal(pg_catalog.btrim(p.library, ' \"')), ', ' order by p.position)\n        from pg_catalog.unnest(pg_catalog.string_to_array(l.preloaded, ',')) with ordinality as p (library, position)\n        where pg_catalog.btrim(p.library, ' \"') not in ('', 'pg_stat_statements')\n    ) as other_libraries,\n    l.preloaded is not null as sees_libraries,\n    t.value as track,\n    t.level as track_level,\n    -- From PostgreSQL 14 on only statements with an id are counted; this one has none when compute_query_id is off.\n    not exists (\n        select\n        from pg_catalog.pg_stat_activity as a\n        where\n            a.pid = pg_catalog.pg_backend_pid()\n            and a.state = 'active'\n            and pg_catalog.to_jsonb(a) ? 'query_id'\n            and pg_catalog.to_jsonb(a) ->> 'query_id' is null\n    ) as has_query_ids,\n    case when l.is_loaded then pg_catalog.current_setting('pg_stat_statements.max')::int8 end as capacity,\n    e.entries,\n    e.hidden,\n    e.calls,\n    case\n        when l.is_loaded then (select i.dealloc from :schema.pg_stat_statements_info as i)\n    end as evictions\nfrom library as l\ncross join lateral (\n    select count(*) as entries, count(*) - count(s.queryid) as hidden, coalesce(sum(s.calls), 0)::int8 as calls\n    from :schema.pg_stat_statements(false) as s\n    -- Without the library the function fails, so then it is not called.\n    where l.is_loaded\n) as e\nleft join lateral (\n    select t.value, t.level\n    from track as t\n    order by case t.level when 'database' then 1 when 'all roles' then 2 else 3 end\n    limit 1\n) as t on true\norder by l.is_loaded",
    "query-summary.before-1-8": "-- The same as query-summary.sql for versions of the extension before 1.8, whose columns have older names.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    null::int8 as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-summary.before-1-9": "-- The same as query-summary.sql for version 1.8 of the extension, which does not tell how often it threw entries out.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    null::int8 as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-summary": "-- How many statements of this database ran how often and how long, by the power of ten of their average time,\n-- as pg_stat_statements counts them. No text is read. Utility statements are counted too.\nwith statements as (\n    select\n        -- A login without pg_read_all_stats gets no identity of other roles' statements: each stays apart.\n        s.queryid is null as is_hidden,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms\n    from :schema.pg_stat_statements(false) with ordinality as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid, case when s.queryid is null then s.ordinality end\n)\nselect\n    -- The power of ten of the average in milliseconds: 3 is one second to ten.\n    case\n        when s.total_ms > 0 and s.calls > 0 then pg_catalog.floor(pg_catalog.log(s.total_ms / s.calls))::int4\n    end as magnitude,\n    count(*) as statements,\n    count(*) filter (where s.is_hidden) as hidden,\n    sum(s.calls) as calls,\n    sum(s.total_ms) as total_ms,\n    (select i.dealloc from :schema.pg_stat_statements_info as i) as evictions\nfrom statements as s\ngroup by magnitude\norder by magnitude nulls first",
    "query-text-exposure": "-- Which roles may read the statement texts of pg_stat_statements, directly or through its view. One row for each\n-- role. Both ways call the function with the reader's own rights, so that right and the schema's decide.\n-- Left out: superusers, PostgreSQL's predefined roles.\nselect\n    r.rolname::text as role_name,\n    pg_catalog.quote_ident(r.rolname) as quoted_role,\n    pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')\n        and pg_catalog.has_function_privilege(r.oid, p.oid, 'execute') as reads_texts,\n    pg_catalog.has_table_privilege(r.oid, c.oid, 'select') as reads_view,\n    pg_catalog.pg_has_role(r.oid, 'pg_read_all_stats', 'usage') as reads_all_roles,\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as view_name,\n    pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))\n        as function_name,\n    pg_catalog.pg_get_userbyid(p.proowner)::text as owner_name\nfrom pg_catalog.pg_extension as e\njoin pg_catalog.pg_namespace as n on n.oid = e.extnamespace\njoin pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = 'pg_stat_statements' and c.relkind = 'v'\njoin pg_catalog.pg_proc as p on p.pronamespace = n.oid and p.proname = 'pg_stat_statements'\ncross join pg_catalog.pg_roles as r\nwhere\n    e.extname = 'pg_stat_statements'\n    and not r.rolsuper\n    and r.rolname !~ '^pg_'\norder by r.rolname",
    "replication-slots": "-- Replication slots of the whole server: how much WAL each keeps from being removed, how far back it holds vacuum,\n-- and whether it is still good. On a standby it is the WAL that was replayed there.\n-- Columns that came later than PostgreSQL 13 are null before: conflicting (16), invalidation_reason, inactive_since,\n-- synced (17). Left out: temporary slots, which end with their session, and those that a standby copies from its primary.\nselect\n    s.slot_name::text as slot_name,\n    pg_catalog.quote_literal(s.slot_name) as quoted_name,\n    s.slot_type,\n    s.database::text as database_name,\n    s.active,\n    pg_catalog.pg_wal_lsn_diff(position.now, s.restart_lsn) as retained_bytes,\n    s.restart_lsn is not null and position.now is null as position_unknown,\n    s.wal_status,\n    coalesce(more.columns ->> 'invalidation_reason', case when more.columns ->> 'conflicting' = 'true' then 'conflict' end)\n        as invalidation_reason,\n    extract(\n        epoch from pg_catalog.statement_timestamp() - (more.columns ->> 'inactive_since')::timestamptz\n    )::float8 as inactive_s,\n    greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin)) as held_transactions,\n    nullif(keep.megabytes, -1) * 1048576 as retained_limit_bytes\nfrom pg_catalog.pg_replication_slots as s\ncross join lateral (select pg_catalog.to_jsonb(s) as columns) as more\ncross join (\n    select case when pg_catalog.pg_is_in_recovery()\n        then pg_catalog.pg_last_wal_replay_lsn()\n        else pg_catalog.pg_current_wal_lsn()\n    end as now\n) as position\ncross join (\n    select g.setting::int8 as megabytes\n    from pg_catalog.pg_settings as g\n    where g.name = 'max_slot_wal_keep_size'\n) as keep\nwhere\n    not s.temporary\n    and coalesce(more.columns ->> 'synced', 'false') <> 'true'\norder by s.slot_name",
    "sequence-exhaustion": "-- Sequences that have used at least half of their numbers: of what the sequence itself allows or of what the\n-- columns that take its values can hold, whichever ends first. And for each schema, how many sequences our\n-- login may not read (row with a null sequence).\n-- Left out: sequences that start again (CYCLE), temporary ones, those of extensions, and those with more than\n-- 2^53 numbers to come, which last for centuries.\nwith recursive integers as (\n    -- The types that end early, and the domains over them, over such a domain too.\n    select\n        t.oid,\n        case t.oid when 'int2'::regtype then 32767 else 2147483647 end as type_limit\n    from pg_catalog.pg_type t\n    where t.oid in ('int2'::regtype, 'int4'::regtype)\n    union all\n    select t.oid, i.type_limit\n    from integers i\n    join pg_catalog.pg_type t on t.typbasetype = i.oid and t.typtype = 'd'\n),\ntakers as materialized (\n    -- Columns that own a sequence (serial, identity) or have it in their default.\n    select d.objid as sequence_oid, d.refobjid as table_oid, d.refobjsubid as attnum\n    from pg_catalog.pg_depend d\n    join pg_catalog.pg_sequence s on s.seqrelid = d.objid\n    where d.classid = 'pg_catalog.pg_class'::regclass\n        and d.refclassid = 'pg_catalog.pg_class'::regclass\n        and d.deptype in ('a', 'i')\n        and d.refobjsubid > 0\n    union all\n    select d.refobjid, a.adrelid, a.adnum\n    from pg_catalog.pg_depend d\n    join pg_catalog.pg_sequence s on s.seqrelid = d.refobjid\n    join pg_catalog.pg_attrdef a on a.oid = d.objid\n    where d.classid = 'pg_catalog.pg_attrdef'::regclass\n        and d.refclassid = 'pg_catalog.pg_class'::regclass\n        -- Not the default's own column.\n        and d.refobjsubid = 0\n),\ncolumns as materialized (\n    -- The narrowest one of each sequence; a partitioned table is older than its partitions.\n    select distinct on (k.sequence_oid) k.sequence_oid, k.table_oid, k.attnum, y.type_limit\n    from takers k\n    join pg_catalog.pg_attribute a on a.attrelid = k.table_oid and a.attnum = k.attnum\n    join integers y on y.oid = a.atttypid\n    order by k.sequence_oid, y.type_limit, k.table_oid, k.attnum\n),\nlimits as materialized (\n    select\n        c.oid,\n        c.relname,\n        c.relnamespace,\n        c.relpersistence,\n        s.seqincrement > 0 as ascending,\n        s.seqmin,\n        s.seqmax,\n        case\n            when s.seqincrement > 0 then least(s.seqmax, o.type_limit::bigint)\n            else greatest(s.seqmin, -o.type_limit::bigint - 1)\n        end as last_possible,\n        s.seqtypid,\n        o.table_oid,\n        o.attnum,\n        case\n            when s.seqincrement > 0 then o.type_limit::bigint < s.seqmax\n            else -o.type_limit::bigint - 1 > s.seqmin\n        end as column_ends_first\n    from pg_catalog.pg_sequence s\n    join pg_catalog.pg_class c on c.oid = s.seqrelid\n    left join columns o on o.sequence_oid = s.seqrelid\n    where not s.seqcycle\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and (\n            s.seqincrement > 0 and least(s.seqmax, o.type_limit::bigint) < 9007199254740992\n            or s.seqincrement < 0 and greatest(s.seqmin, -o.type_limit::bigint - 1) > -9007199254740992\n        )\n        and c.oid not in (\n            select e.objid\n            from pg_catalog.pg_depend e\n            where e.refclassid = 'pg_catalog.pg_extension'::regclass\n                and e.classid = 'pg_catalog.pg_class'::regclass\n                and e.deptype = 'e'\n        )\n),\nreadings as materialized (\n    -- A standby can't read an unlogged sequence. Nothing is asked that the login has no right to.\n    select\n        l.*,\n        pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT') as readable,\n        case\n            when pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT')\n                and not (l.relpersistence = 'u' and pg_catalog.pg_is_in_recovery())\n                then pg_catalog.pg_sequence_last_value(l.oid::regclass)\n        end as last_value\n    from limits l\n)\nselect\n    pg_catalog.quote_ident(n.nspname) as schema_name,\n    pg_catalog.format('%I.%I', n.nspname, r.relname) as sequence_name,\n    0::bigint as hidden,\n    pg_catalog.format_type(r.seqtypid, null) as sequence_type,\n    case when t.oid is not null then pg_catalog.format('%I.%I', m.nspname, t.relname) end as table_name,\n    pg_catalog.quote_ident(a.attname) as column_name,\n    pg_catalog.format_type(a.atttypid, a.atttypmod) as column_type,\n    coalesce(r.column_ends_first, false) as column_ends_first,\n    r.ascending,\n    r.last_value,\n    r.last_possible,\n    case\n        when r.ascending then 100 * (r.last_value::numeric - r.seqmin) / nullif(r.last_possible::numeric - r.seqmin, 0)\n        else 100 * (r.seqmax::numeric - r.last_value) / nullif(r.seqmax::numeric - r.last_possible, 0)\n    end::float8 as used_percent\nfrom readings r\njoin pg_catalog.pg_namespace n on n.oid = r.relnamespace\nleft join pg_catalog.pg_class t on t.oid = r.table_oid\nleft join pg_catalog.pg_namespace m on m.oid = t.relnamespace\nleft join pg_catalog.pg_attribute a on a.attrelid = r.table_oid and a.attnum = r.attnum\nwhere case\n    when r.ascending then 2 * (r.last_value::numeric - r.seqmin) >= r.last_possible::numeric - r.seqmin\n    else 2 * (r.seqmax::numeric - r.last_value) >= r.seqmax::numeric - r.last_possible\nend\nunion all\nselect pg_catalog.quote_ident(n.nspname), null, count(*), null, null, null, null, null, null, null, null, null\nfrom readings r\njoin pg_catalog.pg_namespace n on n.oid = r.relnamespace\nwhere not r.readable\ngroup by n.nspname\norder by schema_name, sequence_name",
    "slow-queries.before-1-8": "-- The same as slow-queries.sql for versions of the extension before 1.8, whose columns have older names.\nwith statements as (\n    select\n        s.queryid,\n        count(*)::float8 as entries,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_time) as total_ms,\n        sum(\n            s.stddev_time * s.stddev_time * s.calls + s.total_time * s.total_time / greatest(s.calls, 1)\n        ) as squares,\n        max(s.max_time) as max_ms,\n        sum(s.rows)::float8 as row_count,\n        sum(sum(s.total_time)) over () as database_ms\n    from :schema.pg_stat_statements(false) as s\n    where s.dbid = (\n        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n    )\n    group by s.queryid\n),\ncounted as materialized (\n    select s.*\n    from statements as s\n    where s.calls > 1 and s.queryid is not null\n),\nlooked_at as materialized (\n    select\n        c.*,\n        row_number() over (order by c.total_ms desc, c.queryid) as place,\n        -- What had no such call can't be slow since any time, nor need a name.\n        c.max_ms >= 20 or c.total_ms >= 20 * c.calls as is_named\n    from counted as c\n    where\n        c.total_ms >= 20 * c.calls\n        or c.total_ms >= coalesce((select f.total_ms from counted as f order by f.total_ms desc offset 99 limit 1), 0)\n),\n-- Grouped, not joined: the planner cannot know how many there are, and its nested loop took seconds for thousands.\nnamed as (\n    select\n        n.queryid,\n        max(n.place) as place,\n        bool_or(n.is_named) as is_named,\n        max(n.entries) as entries,\n        max(n.calls) as calls,\n        max(n.total_ms) as total_ms,\n        max(n.squares) as squares,\n        max(n.max_ms) as max_ms,\n        max(n.row_count) as row_count,\n        max(n.database_ms) as database_ms,\n        min(n.query) as query\n    from (\n        select\n            l.queryid,\n            l.place,\n            l.is_named,\n            l.entries,\n            l.calls,\n            l.total_ms,\n            l.squares,\n            l.max_ms,\n            l.row_count,\n            l.database_ms,\n            null::text as query\n        from looked_at as l\n        union all\n        select s.queryid, null, null, null, null, null, null, null, null, null, s.query\n        from :schema.pg_stat_statements(true) as s\n        where\n            -- Reading the texts is what costs, so they stay unread where nothing needs a name.\n            exists (select from looked_at as l where l.is_named)\n            and s.dbid = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n    ) as n\n    group by n.queryid\n)\nselect\n    n.queryid::text as query_id,\n    n.entries,\n    n.calls,\n    n.total_ms,\n    n.squares,\n    n.max_ms,\n    n.row_count,\n    n.database_ms,\n    n.query is not null as has_text,\n    case\n        when n.place <= 200 and n.is_named\n            then pg_catalog.left(n.query, case when n.total_ms >= 20 * n.calls then 500 else 300 end)\n    end as query\nfrom named as n\nwhere\n    n.place is not null\n    and (\n        n.query is null\n        or (\n            -- Blanks, comments and brackets, then a word that is no utility statement's.\n            n.query ~* E'^([[:space:](]|--[^\\n]*\\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'\n            and n.query !~* '(from|join)[[:space:]]+(\"?(pg_catalog|information_schema)\"?[.]|pg_)'\n            and n.query !~* 'pg_stat_|cron\"?[.]\"?job'\n        )\n    )\norder by n.total_ms desc, n.queryid",
    "slow-queries": "-- Statements of this database as pg_stat_statements counts them, one row for each normalised statement, whoever ran\n-- it: those that take long, and beside them the 100 that took the most time, for what they take may have changed since\n-- the last look.\n-- Left out: what ran once; utility statements, whose texts hold literals and even passwords; statements that look at\n-- the catalogue, at statistics or at pg_cron's own tables. Where no text is read, these are among the rows.\n-- Texts come, cut short, with those of the first 200 that had a slow call.\nwith ours as (\n    -- A login that only looks on: what it alone runs is this action's own, and would be slow enough to be read here.\n    select r.oid\n    from pg_catalog.pg_roles as r\n    where\n        r.rolname = current_user\n        and not r.rolsuper\n        and not exists (\n            select\n            from pg_catalog.pg_shdepend as d\n            where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.refobjid = r.oid and d.deptype = 'o'\n        )\n),\nentries as (\n    select e.*\n    from (select null::timestamptz as stats_since) as older\n    cross join lateral (\n        select\n            s.queryid,\n            s.userid,\n            s.calls,\n            s.total_exec_time,\n            s.max_exec_time,\n            s.stddev_exec_time,\n            s.rows,\n            -- A column since version 1.11 of the extension; before that it is the null of `older`.\n            stats_since\n        from :schema.pg_stat_statements(false) as s\n        where s.dbid = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n    ) as e\n),\nstatements as (\n    select\n        s.queryid,\n        -- Which entries they are: when each began, or only how many where that is not told.\n        sum(coalesce(pg_catalog.floor(1000 * pg_catalog.date_part('epoch', s.stats_since)), 1)) as entries,\n        sum(s.calls)::float8 as calls,\n        sum(s.total_exec_time) as total_ms,\n        sum(\n            s.stddev_exec_time * s.stddev_exec_time * s.calls\n            + s.total_exec_time * s.total_exec_time / greatest(s.calls, 1)\n        ) as squares,\n        max(s.max_exec_time) as max_ms,\n        sum(s.rows)::float8 as row_count,\n        sum(sum(s.total_exec_time)) over () as database_ms\n    from entries as s\n    group by s.queryid\n    having bool_and(s.userid = (select o.oid from ours as o)) is not true\n),\ncounted as materialized (\n    select s.*\n    from statements as s\n    where s.calls > 1 and s.queryid is not null\n),\nlooked_at as materialized (\n    select\n        c.*,\n        row_number() over (order by c.total_ms desc, c.queryid) as place,\n        -- What had no such call can't be slow since any time, nor need a name.\n        c.max_ms >= 20 or c.total_ms >= 20 * c.calls as is_named\n    from counted as c\n    where\n        c.total_ms >= 20 * c.calls\n        or c.total_ms >= coalesce((select f.total_ms from counted as f order by f.total_ms desc offset 99 limit 1), 0)\n),\n-- Grouped, not joined: the planner cannot know how many there are, and its nested loop took seconds for thousands.\nnamed as (\n    select\n        n.queryid,\n        max(n.place) as place,\n        bool_or(n.is_named) as is_named,\n        max(n.entries) as entries,\n        max(n.calls) as calls,\n        max(n.total_ms) as total_ms,\n        max(n.squares) as squares,\n        max(n.max_ms) as max_ms,\n        max(n.row_count) as row_count,\n        max(n.database_ms) as database_ms,\n        min(n.query) as query\n    from (\n        select\n            l.queryid,\n            l.place,\n            l.is_named,\n            l.entries,\n            l.calls,\n            l.total_ms,\n            l.squares,\n            l.max_ms,\n            l.row_count,\n            l.database_ms,\n            null::text as query\n        from looked_at as l\n        union all\n        select s.queryid, null, null, null, null, null, null, null, null, null, s.query\n        from :schema.pg_stat_statements(true) as s\n        where\n            -- Reading the texts is what costs, so they stay unread where nothing needs a name.\n            exists (select from looked_at as l where l.is_named)\n            and s.dbid = (\n                select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n            )\n    ) as n\n    group by n.queryid\n)\nselect\n    n.queryid::text as query_id,\n    n.entries,\n    n.calls,\n    n.total_ms,\n    n.squares,\n    n.max_ms,\n    n.row_count,\n    n.database_ms,\n    n.query is not null as has_text,\n    case\n        when n.place <= 200 and n.is_named\n            then pg_catalog.left(n.query, case when n.total_ms >= 20 * n.calls then 500 else 300 end)\n    end as query\nfrom named as n\nwhere\n    n.place is not null\n    and (\n        n.query is null\n        or (\n            -- Blanks, comments and brackets, then a word that is no utility statement's.\n            n.query ~* E'^([[:space:](]|--[^\\n]*\\n|/[*]([^*]|[*]+[^*/])*[*]+/)*(select|insert|update|delete|merge|with|values|table)([^a-z0-9_]|$)'\n            and n.query !~* '(from|join)[[:space:]]+(\"?(pg_catalog|information_schema)\"?[.]|pg_)'\n            and n.query !~* 'pg_stat_|cron\"?[.]\"?job'\n        )\n    )\norder by n.total_ms desc, n.queryid",
    "statement-timeout": "-- How long a statement, a transaction or an idle session may last for a new session of each role in this\n-- database, and where that comes from. The row without a role is for roles without values of their own.\n-- Left out: PostgreSQL's predefined roles, and what an application or a pooler sets for itself.\nwith stored as (\n    select\n        s.setrole as role_oid,\n        s.setdatabase <> 0 as is_for_database,\n        pg_catalog.split_part(e.entry, '=', 1) as name,\n        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value\n    from pg_catalog.pg_db_role_setting as s\n    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)\n    where\n        s.setdatabase = 0\n        or s.setdatabase = (\n            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()\n        )\n),\nsettings as (\n    select\n        s.name,\n        -- What our own session started with is the server's value, unless one is stored for our login.\n        case\n            when not exists (\n                select\n                from stored as o\n                left join pg_catalog.pg_roles as r on r.oid = o.role_oid\n                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)\n            ) then s.reset_val\n        end as server_value\n    from pg_catalog.pg_settings as s\n    where s.name in (\n        'statement_timeout', 'lock_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout',\n        'idle_session_timeout'\n    )\n),\nchosen as materialized (\n    -- One value a role and setting, the one for this database first; without a role, everybody's. Joined by what is\n    -- equal, for servers with thousands of roles.\n    select distinct on (o.role_oid, o.name) o.role_oid, o.name, o.value, o.is_for_database\n    from stored as o\n    order by o.role_oid, o.name, o.is_for_database desc\n),\nroles as (\n    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login\n    union all\n    select r.oid, r.rolname::text, r.rolcanlogin\n    from pg_catalog.pg_roles as r\n    where r.rolname !~ '^pg_'\n)\nselect\n    r.role_name,\n    pg_catalog.quote_ident(r.role_name) as quoted_role,\n    r.can_login,\n    s.name as setting,\n    coalesce(o.value, e.value, s.server_value) as value,\n    case\n        when o.value is not null then case when o.is_for_database then 'role in database' else 'role' end\n        when e.value is not null then case when e.is_for_database then 'database' else 'all roles' end\n        else 'server'\n    end as level\nfrom roles as r\ncross join settings as s\nleft join chosen as o on o.role_oid = r.role_oid and o.name = s.name and r.role_oid <> 0\nleft join chosen as e on e.role_oid = 0 and e.name = s.name\norder by r.role_name nulls first, s.name",
    "statistics-freshness": "-- Tables of which more has changed since their last ANALYZE than brings autovacuum to analyze them (their own\n-- settings first, then the server's), and partitioned tables, which autovacuum never analyzes: of those the change\n-- is the difference between their partitions' rows now and the rows the last ANALYZE counted.\n-- Left out: temporary tables, foreign ones, those of extensions; partitioned tables that are partitions themselves,\n-- and all of them before PostgreSQL 14, where nothing that we may see tells that one was analyzed.\nwith recursive owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as threshold,\n        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as scale_factor\n),\npartitions as (\n    select c.oid as root, c.oid, c.relkind, 0::float8 as rows\n    from pg_catalog.pg_partitioned_table as t\n    join pg_catalog.pg_class as c on c.oid = t.partrelid\n    where\n        not c.relispartition\n        and c.relnamespace = any ($1::oid[])\n        and pg_catalog.current_setting('server_version_num')::int4 >= 140000\n    union all\n    select\n        p.root,\n        c.oid,\n        c.relkind,\n        case when c.relkind = 'p'\n            then 0\n            else greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0)\n        end\n    from partitions as p\n    join pg_catalog.pg_inherits as h on h.inhparent = p.oid\n    join pg_catalog.pg_class as c on c.oid = h.inhrelid\n    where p.relkind = 'p'\n),\nparents as (\n    select\n        c.oid,\n        sum(p.rows) as rows,\n        s.threshold + s.scale_factor * greatest(c.reltuples, 0) as trigger,\n        pg_catalog.abs(sum(p.rows) - greatest(c.reltuples, 0)) as changed\n    from partitions as p\n    join pg_catalog.pg_class as c on c.oid = p.root\n    cross join settings as s\n    group by c.oid, c.reltuples, s.threshold, s.scale_factor\n),\ntables as (\n    select\n        c.oid,\n        greatest(c.reltuples, pg_catalog.pg_stat_get_live_tuples(c.oid), 0) as rows,\n        own.threshold + own.scale_factor * greatest(c.reltuples, 0) as trigger,\n        counters.changed::float8 as changed\n    from pg_catalog.pg_class as c\n    cross join settings as s\n    cross join lateral (select pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed offset 0) as counters\n    cross join lateral (\n        select\n            coalesce(\n                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_threshold'),\n                s.threshold\n            ) as threshold,\n            coalesce(\n                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_scale_factor'),\n                s.scale_factor\n            ) as scale_factor\n        from pg_catalog.pg_options_to_table(c.reloptions) as o\n        where o.option_name like 'autovacuum%'\n    ) as own\n    where\n        c.relkind in ('r', 'm')\n        and c.relnamespace = any ($1::oid[])\n        and c.relpersistence <> 't'\n        and counters.changed > 0\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,\n    c.relkind = 'p' as is_partitioned,\n    t.rows::int8 as rows,\n    t.changed::int8 as changed_rows,\n    t.trigger::int8 as analyze_trigger,\n    -- No VACUUM or ANALYZE has ever counted it: certain from PostgreSQL 14 on, and no crash takes it away.\n    c.reltuples < 0 as never_counted,\n    not coalesce(\n        (\n            select bool_and(o.option_value::bool)\n            from pg_catalog.pg_options_to_table(c.reloptions) as o\n            where o.option_name = 'autovacuum_enabled'\n        ),\n        true\n    ) as autovacuum_off,\n    extract(epoch from greatest(\n        pg_catalog.pg_stat_get_last_analyze_time(c.oid),\n        pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)\n    ))::float8 as last_analyze\nfrom (\n    select u.oid, u.rows, u.trigger, u.changed from tables as u where u.changed > u.trigger\n    union all\n    select p.oid, p.rows, p.trigger, p.changed from parents as p where p.changed > p.trigger\n) as t\njoin pg_catalog.pg_class as c on c.oid = t.oid\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\nwhere\n    c.oid not in (select o.objid from owned as o)\norder by t.changed desc, table_name",
    "table-bloat": "-- Tables and materialized views with more dead rows than autovacuum leaves: beyond the number at which it starts\n-- (their own settings first, then the server's), or where it is off. With what holds vacuum back, if anything.\n-- Left out: partitioned tables (they hold no rows themselves), temporary ones, those of extensions.\n-- Dead rows are the counters' estimate. Free space inside a table is not measured: that takes reading it.\nwith owned as materialized (\n    select d.objid\n    from pg_catalog.pg_depend as d\n    where\n        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        and d.deptype = 'e'\n),\nsettings as materialized (\n    select\n        pg_catalog.current_setting('autovacuum')::bool\n            and pg_catalog.current_setting('track_counts')::bool as autovacuum,\n        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as threshold,\n        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as scale_factor,\n        -- From PostgreSQL 18 on; below 0 there is none.\n        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as max_threshold,\n        pg_catalog.current_setting('block_size')::int8 as block_size\n),\nvacuumed as materialized (\n    -- A login without pg_monitor sees that a vacuum runs and its lock, but not its table.\n    select coalesce(v.relid, l.relation) as relid\n    from pg_catalog.pg_stat_progress_vacuum as v\n    left join pg_catalog.pg_locks as l\n        on v.relid is null and l.pid = v.pid and l.mode = 'ShareUpdateExclusiveLock'\n    where v.datname = pg_catalog.current_database() and coalesce(v.relid, l.relation) is not null\n),\nholders as (\n    -- Whoever may still read a row that is dead by now. Sessions of other databases don't count, standbys do.\n    select\n        'session' as kind,\n        a.usename::text as name,\n        a.xact_start as since,\n        greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as transactions\n    from pg_catalog.pg_stat_activity as a\n    where\n        a.datname = pg_catalog.current_database()\n        and a.pid <> pg_catalog.pg_backend_pid()\n        and a.usename is not null\n        and (a.backend_type is null or a.backend_type <> 'walsender')\n        and (a.backend_xmin is not null or a.backend_xid is not null)\n        -- A vacuum never stands in the way of another.\n        and a.pid not in (select v.pid from pg_catalog.pg_stat_progress_vacuum as v)\n    union all\n    select 'standby', r.application_name, null, pg_catalog.age(r.backend_xmin)\n    from pg_catalog.pg_stat_replication as r\n    where r.backend_xmin is not null\n    union all\n    select 'prepared transaction', p.gid, p.prepared, pg_catalog.age(p.transaction)\n    from pg_catalog.pg_prepared_xacts as p\n    where p.database = pg_catalog.current_database()\n    union all\n    select 'replication slot', s.slot_name::text, null, pg_catalog.age(s.xmin)\n    from pg_catalog.pg_replication_slots as s\n    where s.xmin is not null\n),\nholder as materialized (\n    select h.kind, h.name, h.since, h.transactions\n    from holders as h\n    order by h.transactions desc, h.kind, h.name\n    limit 1\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,\n    dead.rows as dead_rows,\n    pg_catalog.pg_stat_get_live_tuples(c.oid) as live_rows,\n    -- Since the counters began, VACUUM or ANALYZE has counted the live rows.\n    pg_catalog.pg_stat_get_vacuum_count(c.oid) + pg_catalog.pg_stat_get_autovacuum_count(c.oid)\n        + pg_catalog.pg_stat_get_analyze_count(c.oid) + pg_catalog.pg_stat_get_autoanalyze_count(c.oid) > 0 as counted,\n    greatest(c.reltuples, 0)::int8 as planner_rows,\n    start.rows::int8 as autovacuum_starts_at,\n    s.autovacuum and own.enabled as autovacuum,\n    c.relpages * s.block_size as table_bytes,\n    pg_catalog.pg_stat_get_dead_tuples(c.reltoastrelid) as toast_dead_rows,\n    c.oid in (select k.relid from vacuumed as k) as being_vacuumed,\n    extract(epoch from greatest(\n        pg_catalog.pg_stat_get_last_vacuum_time(c.oid),\n        pg_catalog.pg_stat_get_last_autovacuum_time(c.oid)\n    ))::float8 as last_vacuum,\n    h.kind as holder_kind,\n    h.name as holder_name,\n    extract(epoch from h.since)::float8 as holder_since,\n    h.transactions as holder_transactions\nfrom pg_catalog.pg_class as c\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\ncross join settings as s\ncross join lateral (select pg_catalog.pg_stat_get_dead_tuples(c.oid) as rows offset 0) as dead\ncross join lateral (\n    select\n        coalesce(bool_and(o.option_value::bool) filter (where o.option_name = 'autovacuum_enabled'), true) as enabled,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_threshold'),\n            s.threshold\n        ) as threshold,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_scale_factor'),\n            s.scale_factor\n        ) as scale_factor,\n        coalesce(\n            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_max_threshold'),\n            s.max_threshold\n        ) as max_threshold\n    from pg_catalog.pg_options_to_table(c.reloptions) as o\n    where o.option_name like 'autovacuum%'\n) as own\ncross join lateral (\n    select least(\n        own.threshold + own.scale_factor * greatest(c.reltuples, 0),\n        case when own.max_threshold >= 0 then own.max_threshold end\n    ) as rows\n) as start\nleft join holder as h on true\nwhere\n    c.relkind in ('r', 'm')\n    and c.relnamespace = any ($1::oid[])\n    and c.relpersistence <> 't'\n    and dead.rows > 0\n    and (dead.rows > start.rows or not (s.autovacuum and own.enabled))\n    and c.oid not in (select o.objid from owned as o)\norder by dead.rows desc, table_name",
    "transaction-id-age": "-- How old the oldest transaction id and multixact are that each database still holds, template databases too;\n-- when one is past the server's own freezing age, also this database's five oldest tables and what keeps\n-- vacuum from freezing: the oldest session, prepared transaction and replication slot.\nwith databases as materialized (\n    select\n        d.oid,\n        d.datname,\n        pg_catalog.age(d.datfrozenxid) as xid_age,\n        pg_catalog.mxid_age(d.datminmxid) as multixact_age,\n        pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint as xid_freeze_age,\n        pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint as multixact_freeze_age\n    from pg_catalog.pg_database d\n),\nold as materialized (\n    select\n        coalesce(pg_catalog.bool_or(d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age), false) as anywhere,\n        coalesce(pg_catalog.bool_or(\n            (d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age)\n            and d.datname = pg_catalog.current_database()\n        ), false) as here\n    from databases d\n),\ntables as (\n    select\n        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,\n        pg_catalog.age(c.relfrozenxid) as xid_age,\n        pg_catalog.mxid_age(c.relminmxid) as multixact_age,\n        c.relpersistence = 't' as is_temporary\n    from pg_catalog.pg_class c\n    join pg_catalog.pg_namespace n on n.oid = c.relnamespace\n    where c.relkind in ('r', 'm', 't')\n        and c.relfrozenxid <> '0'::xid\n        and (select o.here from old o)\n    order by greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.mxid_age(c.relminmxid)) desc, c.oid\n    limit 5\n),\nholders as (\n    (\n        select\n            case a.backend_type when 'walsender' then 'standby' else 'session' end as kind,\n            a.pid::text as name,\n            pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start,\n            greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as xid_age\n        from pg_catalog.pg_stat_activity a\n        where (a.backend_xmin is not null or a.backend_xid is not null)\n            and a.pid <> pg_catalog.pg_backend_pid()\n            -- A vacuum never stands in the way of another, and one that freezes must go on.\n            and coalesce(a.leader_pid, a.pid) not in (select v.pid from pg_catalog.pg_stat_progress_vacuum v)\n            and (select o.anywhere from old o)\n        order by 4 desc nulls last, 2\n        limit 1\n    )\n    union all\n    (\n        select 'prepared transaction', pg_catalog.quote_literal(p.gid), null, pg_catalog.age(p.transaction)\n        from pg_catalog.pg_prepared_xacts p\n        where (select o.anywhere from old o)\n        order by 4 desc, 2\n        limit 1\n    )\n    union all\n    (\n        select\n            case when s.active then 'replication slot in use' else 'replication slot' end,\n            pg_catalog.quote_literal(s.slot_name),\n            null,\n            greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))\n        from pg_catalog.pg_replication_slots s\n        where (s.xmin is not null or s.catalog_xmin is not null)\n            and (select o.anywhere from old o)\n        order by 4 desc nulls last, 2\n        limit 1\n    )\n)\nselect\n    'database' as kind,\n    pg_catalog.quote_ident(d.datname) as name,\n    null as backend_start,\n    d.datname = pg_catalog.current_database() as is_here,\n    d.xid_age,\n    d.multixact_age,\n    d.xid_freeze_age,\n    d.multixact_freeze_age\nfrom databases d\nunion all\nselect case when t.is_temporary then 'temporary table' else 'table' end, t.name, null, true, t.xid_age, t.multixact_age, null, null\nfrom tables t\nunion all\nselect h.kind, h.name, h.backend_start, null, h.xid_age, null, null, null\nfrom holders h\norder by 1, 5 desc, 2",
    "unused-indexes.last-scan": "-- Indexes that no query has scanned since the counters began,\n-- or for a day and more (16 and later tell when), with what they cost.\n-- A partitioned index is one row with the scans and sizes of all its partitions' ones.\n-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index\n-- that supports a foreign key, one that takes over when a duplicate of it is dropped, invalid ones,\n-- those of extensions and of temporary tables, and those below 12 pages (96 kB).\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages, null::oid as partition\n    from pg_catalog.pg_class i\n    where i.relnamespace = any ($1::oid[])\n        and i.relpersistence <> 't'\n        and not i.relispartition\n        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and (\n            pg_catalog.pg_stat_get_numscans(i.oid) = 0\n            or pg_catalog.pg_stat_get_lastscan(i.oid) < pg_catalog.now() - interval '1 day'\n        ))\n    union all\n    select l.root, i.oid, i.relkind, i.relpages, x.indrelid\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    join pg_catalog.pg_index x on x.indexrelid = h.inhrelid\n    where l.relkind = 'I'\n),\nidle as materialized (\n    select\n        l.root,\n        sum(l.relpages) as pages,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,\n        max(pg_catalog.pg_stat_get_lastscan(l.oid)) as last_scan,\n        sum(\n            pg_catalog.pg_stat_get_tuples_inserted(l.partition)\n            + pg_catalog.pg_stat_get_tuples_updated(l.partition)\n            + pg_catalog.pg_stat_get_tuples_deleted(l.partition)\n        ) as partition_writes\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n    having sum(l.relpages) >= 12 and (\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0\n        or max(pg_catalog.pg_stat_get_lastscan(l.oid)) < pg_catalog.now() - interval '1 day'\n    )\n),\nunused as materialized (\n    select d.*, x.indrelid, x.indexprs is not null as has_expressions\n    from idle d\n    join pg_catalog.pg_index x on x.indexrelid = d.root\n    where x.indisvalid and x.indisready and x.indislive\n        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)\n        and d.root not in (select o.objid from owned o)\n        and x.indrelid not in (select o.objid from owned o)\n        -- Supports a foreign key that no other index supports which is sure to stay. A standby checks none.\n        and not exists (\n            select\n            from pg_catalog.pg_constraint f\n            where not pg_catalog.pg_is_in_recovery()\n                and f.conrelid = x.indrelid\n                and f.contype = 'f'\n                and x.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                and (x.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                and not exists (\n                    select\n                    from pg_catalog.pg_index o\n                    where o.indrelid = x.indrelid\n                        and o.indexrelid not in (select e.root from idle e)\n                        and o.indisvalid and o.indisready and o.indpred is null\n                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                )\n        )\n        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).\n        and not exists (\n            select\n            from pg_catalog.pg_index o\n            where o.indrelid = x.indrelid\n                and o.indkey[0] = x.indkey[0]\n                and o.indclass[0] = x.indclass[0]\n                and o.indexrelid not in (select e.root from idle e)\n                and o.indisvalid and not o.indisunique\n                and (o.indpred is null) = (x.indpred is null)\n                and o.indnkeyatts <= x.indnkeyatts\n                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = (x.indkey::int2[])[0:o.indnkeyatts - 1]\n        )\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    i.relkind = 'I' as partitioned,\n    u.has_expressions,\n    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    u.scans,\n    extract(epoch from u.last_scan)::float8 as last_scan_s,\n    coalesce(\n        u.partition_writes,\n        pg_catalog.pg_stat_get_tuples_inserted(t.oid)\n        + pg_catalog.pg_stat_get_tuples_updated(t.oid)\n        + pg_catalog.pg_stat_get_tuples_deleted(t.oid)\n    ) as table_writes,\n    case\n        when pg_catalog.row_number() over (order by u.pages desc, u.root) <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(u.root),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom unused u\njoin pg_catalog.pg_class i on i.oid = u.root\njoin pg_catalog.pg_class t on t.oid = u.indrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\norder by u.pages desc, n.nspname, i.relname",
    "unused-indexes": "-- Indexes that no query has scanned since the counters began, with what they cost.\n-- A partitioned index is one row with the scans and sizes of all its partitions' ones.\n-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index\n-- that supports a foreign key, one that takes over when a duplicate of it is dropped, invalid ones,\n-- those of extensions and of temporary tables, and those below 12 pages (96 kB).\nwith recursive owned as materialized (\n    select e.objid\n    from pg_catalog.pg_depend e\n    where e.refclassid = 'pg_catalog.pg_extension'::regclass\n        and e.classid = 'pg_catalog.pg_class'::regclass\n        and e.deptype = 'e'\n),\nleaves as (\n    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.\n    select i.oid as root, i.oid, i.relkind, i.relpages, null::oid as partition\n    from pg_catalog.pg_class i\n    where i.relnamespace = any ($1::oid[])\n        and i.relpersistence <> 't'\n        and not i.relispartition\n        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and pg_catalog.pg_stat_get_numscans(i.oid) = 0)\n    union all\n    select l.root, i.oid, i.relkind, i.relpages, x.indrelid\n    from leaves l\n    join pg_catalog.pg_inherits h on h.inhparent = l.oid\n    join pg_catalog.pg_class i on i.oid = h.inhrelid\n    join pg_catalog.pg_index x on x.indexrelid = h.inhrelid\n    where l.relkind = 'I'\n),\nidle as materialized (\n    select\n        l.root,\n        sum(l.relpages) as pages,\n        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,\n        sum(\n            pg_catalog.pg_stat_get_tuples_inserted(l.partition)\n            + pg_catalog.pg_stat_get_tuples_updated(l.partition)\n            + pg_catalog.pg_stat_get_tuples_deleted(l.partition)\n        ) as partition_writes\n    from leaves l\n    where l.relkind = 'i'\n    group by l.root\n    having sum(l.relpages) >= 12 and sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0\n),\nunused as materialized (\n    select d.*, x.indrelid, x.indexprs is not null as has_expressions\n    from idle d\n    join pg_catalog.pg_index x on x.indexrelid = d.root\n    where x.indisvalid and x.indisready and x.indislive\n        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)\n        and d.root not in (select o.objid from owned o)\n        and x.indrelid not in (select o.objid from owned o)\n        -- Supports a foreign key that no other index supports which is sure to stay. A standby checks none.\n        and not exists (\n            select\n            from pg_catalog.pg_constraint f\n            where not pg_catalog.pg_is_in_recovery()\n                and f.conrelid = x.indrelid\n                and f.contype = 'f'\n                and x.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                and (x.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                and not exists (\n                    select\n                    from pg_catalog.pg_index o\n                    where o.indrelid = x.indrelid\n                        and o.indexrelid not in (select e.root from idle e)\n                        and o.indisvalid and o.indisready and o.indpred is null\n                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)\n                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey\n                )\n        )\n        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).\n        and not exists (\n            select\n            from pg_catalog.pg_index o\n            where o.indrelid = x.indrelid\n                and o.indkey[0] = x.indkey[0]\n                and o.indclass[0] = x.indclass[0]\n                and o.indexrelid not in (select e.root from idle e)\n                and o.indisvalid and not o.indisunique\n                and (o.indpred is null) = (x.indpred is null)\n                and o.indnkeyatts <= x.indnkeyatts\n                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = (x.indkey::int2[])[0:o.indnkeyatts - 1]\n        )\n)\nselect\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,\n    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,\n    i.relkind = 'I' as partitioned,\n    u.has_expressions,\n    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,\n    u.scans,\n    null::float8 as last_scan_s,\n    coalesce(\n        u.partition_writes,\n        pg_catalog.pg_stat_get_tuples_inserted(t.oid)\n        + pg_catalog.pg_stat_get_tuples_updated(t.oid)\n        + pg_catalog.pg_stat_get_tuples_deleted(t.oid)\n    ) as table_writes,\n    case\n        when pg_catalog.row_number() over (order by u.pages desc, u.root) <= 200 then\n            -- ONLY would make a partitioned index without its partitions' ones.\n            pg_catalog.replace(\n                pg_catalog.pg_get_indexdef(u.root),\n                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),\n                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)\n            )\n    end as definition\nfrom unused u\njoin pg_catalog.pg_class i on i.oid = u.root\njoin pg_catalog.pg_class t on t.oid = u.indrelid\njoin pg_catalog.pg_namespace n on n.oid = t.relnamespace\norder by u.pages desc, n.nspname, i.relname",
    "server/identity": "-- Which cluster this is: a number that a copy of its files shares (a standby, a restored backup) and no other has.\n-- One row.\nselect s.system_identifier::text as system\nfrom pg_catalog.pg_control_system() as s\norder by 1",
    "server/server": "-- What the server is and what our login may see: the facts that every check may rest on.\n-- One row. The port tells whether the server sees our own socket or a pooler's.\nselect\n    pg_catalog.current_setting('server_version_num')::int4 as version_number,\n    pg_catalog.current_setting('server_version') as version,\n    pg_catalog.current_database()::text as database,\n    pg_catalog.quote_ident(pg_catalog.current_database()) as quoted_database,\n    pg_catalog.quote_ident(current_user) as login,\n    (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user) as is_superuser,\n    pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as reads_all_statistics,\n    pg_catalog.pg_has_role(current_user, 'pg_read_all_settings', 'usage') as reads_all_settings,\n    pg_catalog.has_function_privilege('pg_catalog.pg_ls_waldir()', 'execute') as lists_wal,\n    pg_catalog.pg_is_in_recovery() as in_recovery,\n    extract(epoch from pg_catalog.clock_timestamp()) * 1000 as now_ms,\n    pg_catalog.inet_client_port() as client_port,\n    pg_catalog.current_setting('max_connections')::int4 as max_connections,\n    pg_catalog.current_setting('superuser_reserved_connections')::int4\n        + coalesce(pg_catalog.current_setting('reserved_connections', true), '0')::int4 as reserved_connections,\n    (\n        select count(*)::int4\n        from pg_catalog.pg_stat_activity as a\n        where\n            a.backend_type = 'client backend'\n            -- A login without pg_read_all_stats sees others' rows, but not what they are.\n            or (a.backend_type is null and a.datid is not null and a.usesysid is not null)\n    ) as client_sessions,\n    exists (select from pg_catalog.pg_roles as r where r.rolname = 'supabase_admin')\n        and exists (select from pg_catalog.pg_roles as r where r.rolname = 'authenticator') as is_supabase,\n    (\n        select count(*)::int4\n        from pg_catalog.pg_stat_replication as s\n        where\n            s.state in ('startup', 'catchup', 'streaming')\n            and s.application_name <> 'pg_receivewal'\n            and not exists (\n                select\n                from pg_catalog.pg_replication_slots as l\n                where l.active_pid = s.pid and l.slot_type = 'logical'\n            )\n    ) as standbys,\n    (\n        select\n            coalesce(\n                pg_catalog.json_object_agg(\n                    e.extname,\n                    pg_catalog.json_build_object(\n                        'version', e.extversion,\n                        'schema', pg_catalog.quote_ident(n.nspname),\n                        'schemaUsable', pg_catalog.has_schema_privilege(n.oid, 'usage')\n                    )\n                ),\n                '{}'\n            )\n        from pg_catalog.pg_extension as e\n        join pg_catalog.pg_namespace as n on n.oid = e.extnamespace\n    ) as extensions,\n    (\n        select coalesce(pg_catalog.json_agg(pg_catalog.json_build_array(n.oid::int8, n.nspname) order by n.nspname), '[]')\n        from pg_catalog.pg_namespace as n\n        where\n            n.nspname !~ '^pg_'\n            and n.nspname <> 'information_schema'\n            and not exists (\n                select\n                from pg_catalog.pg_depend as d\n                where\n                    d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass\n                    and d.objid = n.oid\n                    and d.deptype = 'e'\n            )\n    ) as schemas,\n    -- The tables of migration tools and of pg_cron, and the owner's views: which are here, and what of them we may read.\n    (\n        select\n            coalesce(\n                pg_catalog.json_agg(\n                    pg_catalog.json_build_object(\n                        'schema', n.nspname,\n                        'name', c.relname,\n                        'quotedSchema', pg_catalog.quote_ident(n.nspname),\n                        'schemaUsable', pg_catalog.has_schema_privilege(n.oid, 'usage'),\n                        'filtered', pg_catalog.row_security_active(c.oid),\n                        'columns', k.columns,\n                        'readable', k.readable\n                    )\n                    order by n.nspname, c.relname\n                ),\n                '[]'\n            )\n        from pg_catalog.pg_class as c\n        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n        cross join lateral (\n            select\n                pg_catalog.array_agg(a.attname::text order by a.attnum) as columns,\n                coalesce(\n                    pg_catalog.array_agg(a.attname::text order by a.attnum)\n                        filter (where pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')),\n                    '{}'\n                ) as readable\n            from pg_catalog.pg_attribute as a\n            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped\n        ) as k\n        where\n            c.relname in (\n                'schema_migrations', '_prisma_migrations', '__drizzle_migrations', 'flyway_schema_history',\n                'ar_internal_metadata', 'job', 'job_run_details', 'cron_jobs', 'cron_runs'\n            )\n            and c.relkind in ('r', 'p', 'v')\n            and (c.relname not in ('job', 'job_run_details') or n.nspname = 'cron')\n            and (c.relname not in ('cron_jobs', 'cron_runs') or n.nspname = 'preflight')\n    ) as known_relations\norder by 1",
    "server/statements-window": "-- Since when pg_stat_statements counts, from its version 1.9 on.\nselect extract(epoch from i.stats_reset) * 1000 as reset_ms\nfrom :schema.pg_stat_statements_info as i\norder by 1",
    "server/windows": "-- Since when the counters of tables and indexes count: everything that tells a reset, a crash or a promotion.\n-- A crash moves the shared reset times and leaves the database's own NULL; a promotion moves none of them,\n-- and only the newest timeline history file tells its time.\nselect\n    extract(epoch from (select d.stats_reset from pg_catalog.pg_stat_database as d where d.datname = pg_catalog.current_database())) * 1000\n        as database_reset_ms,\n    extract(epoch from (select a.stats_reset from pg_catalog.pg_stat_archiver as a)) * 1000 as archiver_reset_ms,\n    extract(epoch from (select b.stats_reset from pg_catalog.pg_stat_bgwriter as b)) * 1000 as bgwriter_reset_ms,\n    case\n        when pg_catalog.pg_is_in_recovery() then null\n        else pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)\n    end as timeline,\n    extract(\n        epoch from (\n            select max(w.modification)\n            from pg_catalog.pg_ls_waldir() as w\n            where w.name ~ '^[0-9A-F]{8}[.]history$'\n        )\n    ) * 1000 as promoted_ms\norder by 1",
    "server/windows.without-wal": "-- The same as windows.sql for a login that may not list the WAL directory: a promotion is seen by the\n-- timeline's number, its time is not.\nselect\n    extract(epoch from (select d.stats_reset from pg_catalog.pg_stat_database as d where d.datname = pg_catalog.current_database())) * 1000\n        as database_reset_ms,\n    extract(epoch from (select a.stats_reset from pg_catalog.pg_stat_archiver as a)) * 1000 as archiver_reset_ms,\n    extract(epoch from (select b.stats_reset from pg_catalog.pg_stat_bgwriter as b)) * 1000 as bgwriter_reset_ms,\n    case\n        when pg_catalog.pg_is_in_recovery() then null\n        else pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)\n    end as timeline,\n    null::float8 as promoted_ms\norder by 1",
    "baseline/definitions": "-- What is run though a statement does not say so: the definitions of the views that it names and of those behind them, the\n-- row-level policies of their tables and of those that policies read, and what its types' domains check. Each as a SELECT.\n-- $1 and $2: schemas (null: whichever the path finds) and names of relations; $3: the path; $4: the role, null for the\n-- login; $5: every name that may be a type's; $6: the types' names; $7 and $8: schemas and names of functions.\n-- Left out: materialized views, which a query reads as a table.\nwith recursive seen as (\n    select c.oid, r.oid as reader\n    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)\n    join pg_catalog.pg_class as c on c.relname = w.name\n    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace\n    join pg_catalog.pg_roles as r on r.rolname = coalesce($4::text, current_user)\n    where\n        c.relkind in ('r', 'p', 'v')\n        and (n.nspname = w.schema_name or w.schema_name is null and n.nspname = any ($3::text[]))\n    union\n    select c.oid, behind.reader\n    from (\n        select s.oid, s.reader, o.relowner\n        from seen as s\n        join pg_catalog.pg_class as o on o.oid = s.oid\n    ) as s\n    cross join lateral (\n        -- A view reads as its owner, or, when it is declared so, as who reads it.\n        select d.refobjid, as_whom.reader\n        from pg_catalog.pg_rewrite as w\n        join pg_catalog.pg_depend as d on\n            d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass\n            and d.objid = w.oid\n            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        cross join lateral (values (s.reader), (s.relowner)) as as_whom (reader)\n        where w.ev_class = s.oid\n        union all\n        select d.refobjid, s.reader\n        from pg_catalog.pg_policy as p\n        join pg_catalog.pg_depend as d on\n            d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass\n            and d.objid = p.oid\n            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass\n        where p.polrelid = s.oid and p.polcmd in ('r', '*')\n    ) as behind (oid, reader)\n    join pg_catalog.pg_class as c on c.oid = behind.oid\n    where c.relkind in ('r', 'p', 'v')\n),\n-- Whoever makes a value of a type makes those within it. The row of a table holds what was checked when it was written,\n-- and counts where its type is named alone.\nreached as (\n    select t.oid, t.typrelid\n    from pg_catalog.pg_type as t\n    left join pg_catalog.pg_class as c on c.oid = t.typrelid\n    where\n        t.typname = any ($6::text[])\n        or (c.oid is null or c.relkind = 'c')\n        and (\n            t.typname = any ($5::text[])\n            or t.oid in (\n                select pg_catalog.unnest(f.proargtypes)\n                from rows from (pg_catalog.unnest($7::text[]), pg_catalog.unnest($8::text[])) as w (schema_name, name)\n                join pg_catalog.pg_proc as f on f.proname = w.name\n            )\n        )\n    union\n    select t.oid, t.typrelid\n    from reached as r\n    cross join lateral (\n        values\n        ('pg_catalog.pg_type'::pg_catalog.regclass, r.oid),\n        ('pg_catalog.pg_class'::pg_catalog.regclass, r.typrelid)\n    ) as holder (classid, objid)\n    join pg_catalog.pg_depend as d on d.classid = holder.classid and d.objid = holder.objid\n    join pg_catalog.pg_type as t on t.oid = d.refobjid\n    where d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass\n)\nselect pg_catalog.pg_get_viewdef(s.oid) as definition\nfrom seen as s\njoin pg_catalog.pg_class as c on c.oid = s.oid\nwhere c.relkind = 'v'\nunion\nselect pg_catalog.format('SELECT %s', pg_catalog.pg_get_expr(p.polqual, p.polrelid))\nfrom seen as s\njoin pg_catalog.pg_class as c on c.oid = s.oid\njoin pg_catalog.pg_roles as r on r.oid = s.reader\njoin pg_catalog.pg_policy as p on p.polrelid = s.oid\nwhere\n    c.relrowsecurity\n    and p.polqual is not null\n    and p.polcmd in ('r', '*')\n    and not (r.rolsuper or r.rolbypassrls)\n    and (c.relforcerowsecurity or not pg_catalog.pg_has_role(s.reader, c.relowner, 'usage'))\n    and exists (\n        select\n        from pg_catalog.unnest(p.polroles) as whom (oid)\n        where whom.oid = 0 or pg_catalog.pg_has_role(s.reader, whom.oid, 'usage')\n    )\nunion\nselect pg_catalog.format('SELECT %s', pg_catalog.pg_get_expr(k.conbin, 0))\nfrom reached as r\njoin pg_catalog.pg_constraint as k on k.contypid = r.oid\nwhere k.conbin is not null\norder by 1",
    "baseline/functions": "-- What may do more than read, among the functions, operators and types that a plan or a statement names. One row for each.\n-- $1 and $2: schemas (null: whichever the path finds) and names of functions; $3 and $4: of operators; $5: the path;\n-- $6: every name that may be a type's; $7: the relations' names.\n-- Left out: what no longer shows by a name, such as the comparison inside an index; only superusers make those.\nwith called as (\n    select c.schema_name, c.name\n    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as c (schema_name, name)\n),\noperated as (\n    select o.schema_name, o.name\n    from rows from (pg_catalog.unnest($3::text[]), pg_catalog.unnest($4::text[])) as o (schema_name, name)\n),\nroutines as (\n    select 'function' as kind, n.nspname, p.proname, p.oid\n    from called as c\n    join pg_catalog.pg_proc as p on p.proname = c.name\n    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace\n    where\n        p.prokind <> 'p'\n        and (n.nspname = c.schema_name or c.schema_name is null and n.nspname = any ($5::text[]))\n    union\n    -- A function of a row may be written as if it were a column.\n    select 'function', n.nspname, p.proname, p.oid\n    from pg_catalog.pg_proc as p\n    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace\n    join pg_catalog.pg_type as t on t.oid = p.proargtypes[0]\n    where\n        p.proname = any ($6::text[])\n        and p.prokind <> 'p'\n        and p.pronargs - p.pronargdefaults <= 1\n        and (t.typtype in ('c', 'd') or t.typname ~ '^(record$|any)')\n        and n.nspname = any ($5::text[])\n),\nsuspects as (\n    select r.kind, r.nspname, r.proname as name, r.oid as routine, '{}'::oid[] as types\n    from routines as r\n    union all\n    -- An aggregate is what its parts are.\n    select r.kind, r.nspname, r.proname, part.oid, '{}'\n    from routines as r\n    join pg_catalog.pg_aggregate as a on a.aggfnoid = r.oid\n    cross join lateral (\n        values\n        (a.aggtransfn::oid), (a.aggfinalfn::oid), (a.aggcombinefn::oid), (a.aggserialfn::oid),\n        (a.aggdeserialfn::oid), (a.aggmtransfn::oid), (a.aggminvtransfn::oid), (a.aggmfinalfn::oid)\n    ) as part (oid)\n    union all\n    select 'operator', n.nspname, o.oprname, o.oprcode::oid, array[o.oprleft, o.oprright]\n    from pg_catalog.pg_operator as o\n    join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace\n    where\n        n.nspname <> 'pg_catalog'\n        and exists (\n            select\n            from operated as w\n            where\n                w.name = o.oprname\n                and (w.schema_name = n.nspname or w.schema_name is null and n.nspname = any ($5::text[]))\n        )\n    union all\n    -- An implicit cast shows by nothing.\n    select 'cast', n.nspname, t.typname, c.castfunc, array[c.castsource, c.casttarget]\n    from pg_catalog.pg_cast as c\n    join pg_catalog.pg_type as t on t.oid = c.casttarget\n    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace\n    where c.castfunc <> 0 and (c.castcontext = 'i' or t.typname = any ($6::text[]))\n)\nselect distinct\n    s.kind,\n    s.nspname::text as schema_name,\n    s.name::text as name,\n    p.proname::text as function_name,\n    pn.nspname::text as function_schema,\n    pg_catalog.format('%I.%I', pn.nspname, p.proname) as quoted,\n    (\n        select e.extname::text\n        from pg_catalog.pg_depend as d\n        join pg_catalog.pg_extension as e on e.oid = d.refobjid\n        where\n            d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n            and d.objid = p.oid\n            and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass\n            and d.deptype = 'e'\n    ) as extension\nfrom suspects as s\njoin pg_catalog.pg_proc as p on p.oid = s.routine\njoin pg_catalog.pg_namespace as pn on pn.oid = p.pronamespace\nwhere\n    p.provolatile = 'v'\n    -- = is in every query, and an implicit cast may be: of somebody's own type they count where a value of it can be.\n    and not exists (\n        select\n        from pg_catalog.pg_type as t\n        where\n            t.oid = any (s.types)\n            and t.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace\n            and t.typname <> all ($6::text[] || $7::text[])\n            and not exists (\n                select\n                from pg_catalog.pg_class as c\n                join pg_catalog.pg_attribute as a on a.attrelid = c.oid\n                where c.relname = any ($7::text[]) and a.atttypid in (t.oid, t.typarray)\n            )\n            and not exists (\n                select\n                from called as c\n                join pg_catalog.pg_proc as f on f.proname = c.name\n                where f.prorettype in (t.oid, t.typarray)\n            )\n    )\norder by 1, 2, 3, 4, 5",
    "baseline/indexes": "-- The indexes of a plan, each with the partitioned index that it belongs to, its table, and its definition.\n-- One row for each. $1 and $2: their schemas and names.\n-- Left out: a definition whose expression or condition holds a literal, or what may be one.\nwith recursive ancestors as (\n    select\n        c.oid as leaf,\n        c.oid,\n        c.relispartition\n    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)\n    join pg_catalog.pg_namespace as n on n.nspname = w.schema_name\n    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w.name\n    where c.relkind in ('i', 'I')\n    union all\n    select\n        a.leaf,\n        p.oid,\n        p.relispartition\n    from ancestors as a\n    join pg_catalog.pg_inherits as h on h.inhrelid = a.oid\n    join pg_catalog.pg_class as p on p.oid = h.inhparent\n    where a.relispartition\n),\nroots as (\n    select\n        a.leaf,\n        a.oid as root\n    from ancestors as a\n    where not a.relispartition\n),\ntable_ancestors as (\n    select\n        r.leaf,\n        t.oid,\n        t.relispartition\n    from roots as r\n    join pg_catalog.pg_index as x on x.indexrelid = r.root\n    join pg_catalog.pg_class as t on t.oid = x.indrelid\n    union all\n    -- An index that one partition alone has is still one of its partitioned table.\n    select\n        a.leaf,\n        p.oid,\n        p.relispartition\n    from table_ancestors as a\n    join pg_catalog.pg_inherits as h on h.inhrelid = a.oid\n    join pg_catalog.pg_class as p on p.oid = h.inhparent\n    where a.relispartition\n)\nselect\n    n.nspname::text as schema_name,\n    i.relname::text as name,\n    pg_catalog.format('%I.%I', n.nspname, i.relname) as quoted,\n    case when r.root <> r.leaf then pg_catalog.format('%I.%I', rn.nspname, ri.relname) end as root,\n    pg_catalog.format('%I.%I', tn.nspname, t.relname) as table_name,\n    case\n        when\n            pg_catalog.concat(\n                pg_catalog.pg_get_expr(x.indexprs, x.indrelid),\n                ' ',\n                pg_catalog.pg_get_expr(x.indpred, x.indrelid)\n            ) !~ '''|(^|[^[:alnum:]_])[0-9]'\n            then\n                pg_catalog.replace(\n                    pg_catalog.pg_get_indexdef(r.root),\n                    pg_catalog.format(' ON ONLY %I.%I ', rtn.nspname, rt.relname),\n                    pg_catalog.format(' ON %I.%I ', rtn.nspname, rt.relname)\n                )\n    end as definition\nfrom roots as r\njoin pg_catalog.pg_class as i on i.oid = r.leaf\njoin pg_catalog.pg_namespace as n on n.oid = i.relnamespace\njoin pg_catalog.pg_class as ri on ri.oid = r.root\njoin pg_catalog.pg_namespace as rn on rn.oid = ri.relnamespace\njoin pg_catalog.pg_index as x on x.indexrelid = r.root\njoin pg_catalog.pg_class as rt on rt.oid = x.indrelid\njoin pg_catalog.pg_namespace as rtn on rtn.oid = rt.relnamespace\njoin table_ancestors as ta on ta.leaf = r.leaf and not ta.relispartition\njoin pg_catalog.pg_class as t on t.oid = ta.oid\njoin pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace\norder by 1, 2",
    "baseline/path": "-- The schemas in which a name without a schema is looked up, in their order, as the login or its role sees them.\n-- One row. Nothing but functions: this is asked in the query's own frame, where an operator may be anybody's.\nselect pg_catalog.to_jsonb(pg_catalog.current_schemas(true)) as schemas\norder by 1",
    "baseline/role": "-- Whether the login may take on a role. One row; $1: the role's name.\nselect\n    pg_catalog.quote_ident($1::text) as quoted_role,\n    pg_catalog.quote_ident(current_user) as login,\n    r.oid is not null as is_there,\n    coalesce(pg_catalog.pg_has_role(current_user, r.oid, 'member'), false) as is_member\nfrom (select 1 as one) as o\nleft join pg_catalog.pg_roles as r on r.rolname = $1::text\norder by 1",
    "baseline/tables": "-- Rows and size of the tables of a plan, as ANALYZE and VACUUM left them; of partitions, those of the whole partitioned\n-- table. One row for each table of the plan. $1 and $2: their schemas and names.\n-- Left out: TOAST and indexes; children by inheritance, which are tables of their own.\nwith recursive ancestors as (\n    select\n        c.oid as leaf,\n        c.oid,\n        c.relispartition\n    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)\n    join pg_catalog.pg_namespace as n on n.nspname = w.schema_name\n    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w.name\n    union all\n    select\n        a.leaf,\n        p.oid,\n        p.relispartition\n    from ancestors as a\n    join pg_catalog.pg_inherits as h on h.inhrelid = a.oid\n    join pg_catalog.pg_class as p on p.oid = h.inhparent\n    where a.relispartition\n),\nroots as (\n    select\n        a.leaf,\n        a.oid as root\n    from ancestors as a\n    where not a.relispartition\n),\nmembers as (\n    select\n        r.root,\n        r.root as oid\n    from (select distinct o.root from roots as o) as r\n    union all\n    select\n        m.root,\n        h.inhrelid\n    from members as m\n    join pg_catalog.pg_class as c on c.oid = m.oid\n    join pg_catalog.pg_inherits as h on h.inhparent = m.oid\n    where c.relkind = 'p'\n),\nsums as (\n    select\n        m.root,\n        sum(\n            case\n                when c.reltuples < 0 then null\n                -- Before PostgreSQL 14 a table that was never looked at seems empty.\n                when\n                    c.reltuples = 0 and c.relpages = 0\n                    and pg_catalog.current_setting('server_version_num')::int4 < 140000\n                    then null\n                else c.reltuples\n            end\n        )::float8 as row_count,\n        sum(c.relpages)::float8 * pg_catalog.current_setting('block_size')::float8 as bytes\n    from members as m\n    join pg_catalog.pg_class as c on c.oid = m.oid\n    where c.relkind <> 'p'\n    group by m.root\n)\nselect\n    n.nspname::text as schema_name,\n    c.relname::text as name,\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as quoted,\n    pg_catalog.format('%I.%I', rn.nspname, rc.relname) as root,\n    s.row_count,\n    coalesce(s.bytes, 0) as bytes\nfrom roots as r\njoin pg_catalog.pg_class as c on c.oid = r.leaf\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\njoin pg_catalog.pg_class as rc on rc.oid = r.root\njoin pg_catalog.pg_namespace as rn on rn.oid = rc.relnamespace\nleft join sums as s on s.root = r.root\norder by 1, 2",
    "baseline/unreadable": "-- Which of the relations that a statement names may not be read. One row for each.\n-- $1 and $2: schemas (null: whichever the path finds) and names; $3: the path; $4: the role, null for the login.\n-- Left out: rights on single columns, and on what is behind a view: they are the view owner's.\nselect\n    pg_catalog.format('%I.%I', n.nspname, c.relname) as quoted,\n    pg_catalog.quote_ident(n.nspname) as quoted_schema,\n    pg_catalog.has_schema_privilege(r.rolname, n.oid, 'usage') as schema_usable,\n    pg_catalog.has_table_privilege(r.rolname, c.oid, 'select') as readable\nfrom rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)\njoin pg_catalog.pg_class as c on c.relname = w.name\njoin pg_catalog.pg_namespace as n on n.oid = c.relnamespace\njoin pg_catalog.pg_roles as r on r.rolname = coalesce($4::text, current_user)\nwhere\n    c.relkind in ('r', 'p', 'v', 'm', 'f')\n    and (n.nspname = w.schema_name or w.schema_name is null and n.nspname = any ($3::text[]))\n    and not (\n        pg_catalog.has_schema_privilege(r.rolname, n.oid, 'usage')\n        and pg_catalog.has_table_privilege(r.rolname, c.oid, 'select')\n    )\norder by 1",
};


/***/ }),

/***/ 800:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ sentenceOf),
/* harmony export */   S4: () => (/* binding */ isLimit),
/* harmony export */   _n: () => (/* binding */ PAUSE_BEFORE_CHECKING),
/* harmony export */   c4: () => (/* binding */ isNotFound),
/* harmony export */   dk: () => (/* binding */ mayHaveHappened),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub did not give what was requested. What it says itself is not repeated. */
class GitHubError extends Error {
    name = "GitHubError";
    unknown;
    /** The HTTP status; null when there was no answer. */
    status;
    constructor(unknown, status) {
        super(unknown.detail);
        this.unknown = unknown;
        this.status = status;
    }
}
/** No answer, a server in trouble, an answer that broke off: what was requested may have been done or not. */
function mayHaveHappened({ unknown, status }) {
    if (status === null)
        return unknown.reason === "unreachable" || unknown.reason === "timeout";
    return status >= 500 || (status >= 200 && status < 300);
}
/** Milliseconds until GitHub is asked whether a write that got no answer was done. */
const PAUSE_BEFORE_CHECKING = 1_000;
function isLimit({ unknown, status }) {
    return status !== null && unknown.reason === "timeout";
}
/** Only what is not there: other refusals are thrown on. */
function isNotFound(error) {
    return error instanceof GitHubError && error.status === 404;
}
/** For the log, the summary and an annotation: one sentence, and what to add where something is missing. */
function sentenceOf({ unknown: { detail, fix } }) {
    return fix === undefined ? detail : `${detail} Add to the workflow: \`${fix}\``;
}


/***/ }),

/***/ 7411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BS: () => (/* binding */ priorityLabel),
/* harmony export */   D6: () => (/* binding */ INDEX_USAGE),
/* harmony export */   TS: () => (/* binding */ NO_ISSUES),
/* harmony export */   VD: () => (/* binding */ CHECKLIST),
/* harmony export */   d_: () => (/* binding */ LABEL),
/* harmony export */   v_: () => (/* binding */ EMPTY_SNAPSHOT),
/* harmony export */   wS: () => (/* binding */ OVERVIEW)
/* harmony export */ });
/** The label by which issues are found. Only people with triage permission can set labels. */
const LABEL = "pg-preflight";
const OVERVIEW = "overview";
const CHECKLIST = "checklist";
const INDEX_USAGE = "index-usage";
const EMPTY_SNAPSHOT = { issues: [], notices: [], newerVersionTopics: [] };
/** For a run without issues. */
const NO_ISSUES = {
    showsNames: true,
    writes: false,
    tracker: { skipped: { reason: "not-configured", detail: "This run keeps no issues." } },
};
/** The label of an issue's priority. */
function priorityLabel(priority) {
    return `priority: ${priority}`;
}


/***/ }),

/***/ 1114:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Oz: () => (/* binding */ mayBeHashed),
/* harmony export */   P: () => (/* binding */ storedId),
/* harmony export */   Qk: () => (/* binding */ PLAIN_IDS),
/* harmony export */   oe: () => (/* binding */ hashedIds)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** 60 bits: among 40,000 findings two alike are as good as impossible. */
const HASH_LENGTH = 10;
const PLAIN_IDS = { idFormat: "plain", of: (_, key) => key };
/** @param secret the server's system identifier */
function hashedIds(secret) {
    return {
        idFormat: "hashed",
        of: (check, key) => (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)("sha256", secret)
            .update(`${check}\0${key}`, "utf8")
            .digest("base64url")
            .slice(0, HASH_LENGTH),
    };
}
/** What a check stores is no finding: its objects have names of their own. */
function storedId(ids, namespace, name) {
    return ids.of(namespace, name);
}
/** Whether a ref may be a hash: a plain one may look the same, so it proves nothing. */
function mayBeHashed(ref) {
    return ref.length === HASH_LENGTH && /^[A-Za-z0-9_-]+$/.test(ref);
}


/***/ }),

/***/ 909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CA: () => (/* binding */ suiteStateInFormat),
/* harmony export */   UF: () => (/* binding */ idFinder),
/* harmony export */   wD: () => (/* binding */ inIdFormat)
/* harmony export */ });
/* harmony import */ var _refs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1114);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1655);
/* harmony import */ var _stateful_checks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5176);



/**
 * A repository becomes public, or `public-details` is switched: memory then names findings in the other form.
 * Names become hashes wherever they stand, since everybody may read them from now on. A hash can't become a name
 * again: it stays, and is recognised when its finding is seen.
 *
 * @param home whose issue holds the state: the check that its own findings are of
 */
function inIdFormat(state, topic, ids) {
    if (state.idFormat === ids.idFormat)
        return state;
    return {
        ...state,
        idFormat: ids.idFormat,
        findings: changeIds(state.findings, ids, topic),
        suites: Object.fromEntries(Object.entries(state.suites).map(([suite, suiteState]) => [
            suite,
            suiteStateInFormat(suiteState, state.idFormat, ids),
        ])),
    };
}
/** The same for one suite's slot. */
function suiteStateInFormat(suiteState, idFormat, ids) {
    if (idFormat === ids.idFormat)
        return suiteState;
    return {
        ...suiteState,
        checks: Object.fromEntries(Object.entries(suiteState.checks).map(([check, state]) => [
            check,
            { ...state, findings: changeIds(state.findings, ids, check) },
        ])),
        stored: Object.fromEntries(_stateful_checks_js__WEBPACK_IMPORTED_MODULE_2__/* .statefulChecks */ .E.flatMap(({ id, state }) => {
            const stored = (0,_schema_js__WEBPACK_IMPORTED_MODULE_1__/* .storedIn */ .P3)(suiteState, id);
            if (stored === undefined)
                return [];
            const list = stored.list.map((entry) => ({
                ...entry,
                ref: (0,_refs_js__WEBPACK_IMPORTED_MODULE_0__/* .storedId */ .P)(ids, state.namespace, entry.ref),
            }));
            return [[id, { ...stored, list }]];
        })),
    };
}
/** A plain ref of a hash is that hash. */
function changeIds(findings, ids, check) {
    return findings.map((finding) => ({ ...finding, ref: ids.of(check, finding.ref) }));
}
/**
 * @param ofName the ref of a name in the form that is written now
 * @param held what memory holds, in either form
 */
function idFinder(ids, system, held, ofName) {
    const known = new Set(held.map(({ ref }) => ref));
    // Most memory holds no hash, and then none is worked out.
    const former = ids.idFormat === "plain" && system !== null && held.some(({ ref }) => (0,_refs_js__WEBPACK_IMPORTED_MODULE_0__/* .mayBeHashed */ .Oz)(ref))
        ? (0,_refs_js__WEBPACK_IMPORTED_MODULE_0__/* .hashedIds */ .oe)(system)
        : undefined;
    return (name) => {
        const ref = ofName(ids, name);
        if (former === undefined)
            return { ref, storedAs: ref };
        const other = ofName(former, name);
        if (known.has(ref))
            return { ref, storedAs: ref, twin: other };
        return { ref, storedAs: known.has(other) ? other : ref };
    };
}


/***/ }),

/***/ 1655:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   He: () => (/* binding */ EMPTY_SUITE_STATE),
/* harmony export */   I: () => (/* binding */ issueStateSchema),
/* harmony export */   P3: () => (/* binding */ storedIn),
/* harmony export */   fv: () => (/* binding */ suiteStateOf),
/* harmony export */   gM: () => (/* binding */ holdsRun),
/* harmony export */   is: () => (/* binding */ checkIn),
/* harmony export */   it: () => (/* binding */ isConfirmed),
/* harmony export */   nd: () => (/* binding */ STATE_VERSION)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2857);
/* harmony import */ var _core_finding_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5666);
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9856);
/* harmony import */ var _stateful_checks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5176);





/**
 * What the next run must know, kept in hidden blocks of our own issues. Times are milliseconds since 1970.
 * Every issue's block has its findings; the overview, the checklist and the weekly index usage have one slot
 * for each suite that writes them as well.
 */
/** A block of a newer version is left alone. */
const STATE_VERSION = 1;
/** Where a finding's name may be read by everybody it is a keyed hash: see src/issues/state/refs.ts. */
const storedFindingSchema = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    ref: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    priority: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE),
    firstSeen: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB,
    /**
     * Runs that agree on it; counting ends at 2, and with 2 it stands. A finding that needs no second run has 2 at
     * once, and one that stood keeps them while it is missed.
     */
    runs: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9,
    /** Runs in a row that did not see it any more; at 2 it is forgotten. */
    missed: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9,
});
const storedCheckSchema = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    status: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_core_finding_js__WEBPACK_IMPORTED_MODULE_4__/* .STATUSES */ .f),
    /** When the check got this status. */
    since: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB,
    /** The last run that had this check in it. */
    at: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB,
    /** Since when it can't look, or not at everything; null when it can. */
    unknownSince: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB.nullable(),
    findings: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(storedFindingSchema),
    /** Findings that did not fit: never more urgent than the last of those that did. */
    leftOut: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9,
});
const storedRunSchema = _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .runStampSchema */ .Cp.extend({
    conclusion: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(["pass", "fail", "unknown"]),
    /** Findings that stand, by priority. */
    findings: zod__WEBPACK_IMPORTED_MODULE_3__/* .partialRecord */ .jgl(zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE), _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9),
    /** All indexes looked at: how many, and their bytes. */
    indexes: zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ count: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9, bytes: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9 }).optional(),
});
/** A list that a check stored, with the clock of the statistics that it was read from. */
function storedListSchema(entry) {
    return zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
        window: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB.nullable(),
        timeline: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
        list: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(entry),
        /** Entries that did not fit. */
        leftOut: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9,
    });
}
const suiteStateSchema = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    /** Newest first. */
    runs: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(storedRunSchema),
    checks: zod__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), storedCheckSchema),
    /** Since when the server's counters counted at the last run that learned it; null when none did. */
    windows: zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ tables: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB.nullable(), statements: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .kB.nullable() }),
    /** The server's WAL timeline at the last run that learned it: it moves with a promotion. */
    timeline: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP().nullable(),
    /** What checks stored for their next run, by check id. */
    stored: zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc(Object.fromEntries(_stateful_checks_js__WEBPACK_IMPORTED_MODULE_2__/* .statefulChecks */ .E.map(({ id, state }) => [id, storedListSchema(state.entry).optional()]))),
});
const issueStateSchema = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    version: zod__WEBPACK_IMPORTED_MODULE_3__/* .literal */ .euz(STATE_VERSION),
    run: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .runStampSchema */ .Cp,
    /** Why we closed it; null while it is open, and when a person closed it. */
    closed: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(["pass", "duplicate", "disabled"]).nullable(),
    /** Refs are names, or keyed hashes. */
    idFormat: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(["plain", "hashed"]),
    /** Whose label we put on the issue. */
    priority: zod__WEBPACK_IMPORTED_MODULE_3__/* ["enum"] */ .k5n(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE).nullable(),
    /** Digest of what the block shows, the run that wrote it aside: the same digest is no change. */
    content: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
    /** What the issue tells of, and holds against nobody's pull request. */
    findings: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(storedFindingSchema),
    leftOut: _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9,
    suites: zod__WEBPACK_IMPORTED_MODULE_3__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(), suiteStateSchema),
});
const EMPTY_SUITE_STATE = {
    runs: [],
    checks: {},
    windows: { tables: null, statements: null },
    timeline: null,
    stored: {},
};
/** Whether the newest run of a slot is this very one: it has written already. */
function holdsRun(suiteState, run) {
    const newest = suiteState?.runs[0];
    return newest !== undefined && (0,_core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .isSameRun */ .Mf)(newest, run);
}
/** Whether two runs agreed on it, or it needed no second. */
function isConfirmed({ runs }) {
    return runs >= 2;
}
/** A suite's slot. A suite may be called like something that every object has: `constructor`. */
function suiteStateOf(state, suite) {
    return state && Object.hasOwn(state.suites, suite) ? state.suites[suite] : undefined;
}
/** What a check stored; undefined where it stored nothing. */
function storedIn(suiteState, check) {
    if (suiteState === undefined || !Object.hasOwn(suiteState.stored, check))
        return undefined;
    // Every list was parsed by the schema of its check.
    return suiteState.stored[check];
}
/** What a slot remembers of a check. */
function checkIn(suiteState, check) {
    return suiteState && Object.hasOwn(suiteState.checks, check) ? suiteState.checks[check] : undefined;
}


/***/ }),

/***/ 5176:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ statefulChecks)
/* harmony export */ });
/* harmony import */ var _checks_index_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8783);

/** Every check that stores something for its next run. */
const statefulChecks = _checks_index_js__WEBPACK_IMPORTED_MODULE_0__/* .checks */ .A.flatMap(({ id, window = "tables", ...check }) => check.query === undefined || check.state === undefined ? [] : [{ id, window, state: check.state }]);


/***/ }),

/***/ 3501:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ lookup),
/* harmony export */   e: () => (/* binding */ storedAfter)
/* harmony export */ });
/* harmony import */ var _refs_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1114);
/* harmony import */ var _rehash_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(909);
/* harmony import */ var _schema_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1655);
/* harmony import */ var _stateful_checks_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5176);
/* harmony import */ var _update_windows_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1569);





/** What the checks of this run store. A check that was not asked, or got no answer, leaves what it stored before. */
function storedAfter(facts, previous, ids) {
    const reset = (0,_update_windows_js__WEBPACK_IMPORTED_MODULE_4__/* .statisticsReset */ .b)(facts, previous);
    return {
        stored: Object.fromEntries(_stateful_checks_js__WEBPACK_IMPORTED_MODULE_3__/* .statefulChecks */ .E.flatMap((check) => {
            const stored = storedByCheck(check, facts, previous, ids, reset);
            return stored === undefined ? [] : [[check.id, stored]];
        })),
    };
}
function storedByCheck({ id, window, state }, facts, previous, ids, reset) {
    const before = (0,_schema_js__WEBPACK_IMPORTED_MODULE_2__/* .storedIn */ .P3)(previous, id);
    const reading = facts.readings.get(id);
    if (reading === undefined)
        return before;
    const clock = { window: facts.windows?.[window].since ?? null, timeline: facts.timeline };
    const list = state.update(reading, {
        at: facts.run.at,
        clock,
        reset,
        previous: before,
        lookup: (entries) => lookup(entries, state.namespace, facts.system, ids),
    });
    return {
        window: clock.window,
        timeline: clock.timeline ?? before?.timeline ?? null,
        list: [...list],
        leftOut: 0,
    };
}
/** Entries by the names of their objects, whichever way they are stored. */
function lookup(entries, namespace, system, ids) {
    const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
    const findId = (0,_rehash_js__WEBPACK_IMPORTED_MODULE_1__/* .idFinder */ .UF)(ids, system, entries, (format, name) => (0,_refs_js__WEBPACK_IMPORTED_MODULE_0__/* .storedId */ .P)(format, namespace, name));
    return {
        find(name) {
            const { ref, storedAs, twin = storedAs } = findId(name);
            const entry = byRef.get(storedAs);
            byRef.delete(storedAs);
            byRef.delete(twin);
            return { ref, entry };
        },
        rest: () => [...byRef.values()],
    };
}


/***/ }),

/***/ 1569:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ windowsAfter),
/* harmony export */   b: () => (/* binding */ statisticsReset)
/* harmony export */ });
/* harmony import */ var _core_check_state_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9715);
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2358);


/**
 * Whether the counters' clock started anew since the last run: a reset, a crash, a promotion or a restore. Null
 * when it did not, at the first run, and when the database was not reached. A run that memory has counted already
 * has nothing before it to be compared with: ask with the slot before.
 */
function statisticsReset(facts, previous) {
    const { run, timeline } = facts;
    const tablesWindow = facts.windows?.tables;
    const last = previous?.runs[0];
    if (previous === undefined || last === undefined)
        return null;
    const since = tablesWindow?.since ?? null;
    if (tablesWindow !== undefined && since !== null && since > boundary(previous, last) + _core_check_state_js__WEBPACK_IMPORTED_MODULE_1__/* .CLOCK_TOLERANCE */ .l) {
        return { since: Math.min(since, run.at), why: tablesWindow.detail };
    }
    // A promoted standby has counters of its own, whatever time they tell.
    if (previous.timeline !== null && timeline !== null && timeline !== previous.timeline) {
        return { since: run.at, why: "the server was promoted or restored" };
    }
    return null;
}
/**
 * A window that begins later than the one of memory is another one. The two times are the server's own, so that
 * a runner whose clock is wrong does not matter; without the former the last run's time has to do.
 */
function boundary({ windows }, last) {
    return windows.tables ?? last.at;
}
/** A run that did not learn something leaves what was learned before, or a later one would miss the change. */
function windowsAfter(facts, previous) {
    const before = previous?.windows ?? { tables: null, statements: null };
    const { server } = facts.report;
    if (server === null)
        return { windows: before, timeline: previous?.timeline ?? null };
    const { statements } = server.windows;
    return {
        windows: {
            tables: facts.windows?.tables.since ?? before.tables,
            statements: statements === null ? before.statements : ((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .fromIso */ .ap)(statements) ?? before.statements),
        },
        timeline: facts.timeline ?? previous?.timeline ?? null,
    };
}


/***/ }),

/***/ 8380:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ count),
/* harmony export */   v: () => (/* binding */ elapsed)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2358);

/** Numbers as our sentences write them. Tables have their own forms in the report. */
/** "40 seconds", "12 minutes", "3 hours", "2 days": how long something has lasted, rounded down. */
function elapsed(milliseconds) {
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_), "day");
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp), "hour");
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY), "minute");
    return count(Math.max(0, Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)), "second");
}
/** "1 session", "12,000 sessions". */
function count(number, noun) {
    return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}


/***/ }),

/***/ 1433:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C5: () => (/* binding */ memberOf),
/* harmony export */   Rj: () => (/* binding */ fingerprint),
/* harmony export */   lS: () => (/* binding */ membersOf),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

/** Reads values whose shape nobody has promised: a parse tree, a file of the team's. */
function memberOf(value, key) {
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
/** The value of a JSON text, undefined when it is not JSON. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Every member of every object in a tree. Not recursive: the tree may be as deep as a parser can bear. */
function* membersOf(tree) {
    const waiting = [{ value: tree, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { value, depth } = next;
        if (typeof value !== "object" || value === null)
            continue;
        for (const [key, member] of Object.entries(value)) {
            if (!Array.isArray(value))
                yield { key, value: member, depth };
            waiting.push({ value: member, depth: depth + 1 });
        }
    }
}
/** Tells whether a text is the same as before, without keeping it. */
function fingerprint(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(text, "utf8").digest("base64url").slice(0, 16);
}


/***/ }),

/***/ 7432:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Ej: () => (/* binding */ size),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8532);

/** PostgreSQL's units of time, in milliseconds. */
const TIME_UNITS = {
    us: 0.001,
    ms: 1,
    s: 1_000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
};
/** PostgreSQL's units of memory, in bytes. */
const SIZE_UNITS = {
    B: 1,
    kB: 1024,
    MB: 1024 ** 2,
    GB: 1024 ** 3,
    TB: 1024 ** 4,
};
/**
 * A duration written as PostgreSQL writes it (`15min`, `30d`, `500 ms`), read as milliseconds. The default
 * is written the same way.
 */
function duration() {
    return quantity("duration", TIME_UNITS, "15min, 36h or 30d");
}
/** A size written as PostgreSQL writes it (`100 kB`, `1GB`), read as bytes. */
function size() {
    return quantity("size", SIZE_UNITS, "100 kB, 5MB or 1GB");
}
/** Milliseconds, or undefined when the text is no duration. */
function parseDuration(text) {
    return parse(text, TIME_UNITS);
}
function quantity(kind, units, examples) {
    // As lenient with blanks as PostgreSQL, and as `parse` is.
    const pattern = `^\\s*\\d+(\\.\\d+)?\\s*(${Object.keys(units).join("|")})\\s*$`;
    return zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP({ error: () => `write a ${kind} with its unit, like ${examples}` })
        .meta({ pattern })
        .transform((text, context) => {
        const value = parse(text, units);
        if (value === undefined) {
            context.issues.push({
                code: "custom",
                message: `"${text}" is no ${kind}: write a number and one of PostgreSQL's units (${Object.keys(units).join(", ")}), like ${examples}`,
                input: text,
            });
            return zod__WEBPACK_IMPORTED_MODULE_1__/* .NEVER */ .tm;
        }
        return value;
    });
}
function parse(text, units) {
    const match = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]+)$/.exec(text.trim());
    const factor = units[match?.[2] ?? ""];
    return match?.[1] === undefined || factor === undefined ? undefined : Number(match[1]) * factor;
}


/***/ }),

/***/ 7184:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M0: () => (/* binding */ overview),
/* harmony export */   l0: () => (/* binding */ blocksStep),
/* harmony export */   ly: () => (/* binding */ STATUS_WORDS),
/* harmony export */   mQ: () => (/* binding */ countsOf)
/* harmony export */ });
/* harmony import */ var markdown_table__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(735);
/* harmony import */ var _core_finding_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5666);
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _icons_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2024);




function countsOf(report) {
    const findings = zeros();
    const fresh = zeros();
    const checks = zeros();
    const statuses = { pass: 0, fail: 0, unknown: 0, skipped: 0, measured: 0 };
    for (const result of report.results) {
        statuses[result.status] += 1;
        const seen = new Set();
        for (const finding of result.findings ?? []) {
            findings[finding.priority] += 1;
            if (!finding.known)
                fresh[finding.priority] += 1;
            seen.add(finding.priority);
        }
        for (const priority of seen)
            checks[priority] += 1;
    }
    const total = sum(findings);
    return { findings, fresh, checks, statuses, total, known: total - sum(fresh) };
}
function zeros() {
    return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}
function sum(counts) {
    return _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.reduce((total, priority) => total + counts[priority], 0);
}
/** Whether this check is one reason why the step fails. */
function blocksStep(result, report) {
    if (!report.stepFails)
        return false;
    if (result.stops !== undefined)
        return result.stops;
    const { failOn } = report;
    if (failOn === "never")
        return false;
    return (result.findings ?? []).some((finding) => !finding.known && (0,_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .isAtLeast */ .du)(finding.priority, failOn));
}
const STATUS_WORDS = {
    pass: "pass",
    fail: "fail",
    unknown: "could not look",
    skipped: "skipped",
    measured: "measured",
};
/** The only Markdown table: it has counts and fixed words only. */
function overview(counts) {
    const blocks = [];
    if (counts.total > 0) {
        const rows = _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.filter((priority) => counts.findings[priority] > 0).map((priority) => [
            `${_icons_js__WEBPACK_IMPORTED_MODULE_1__/* .PRIORITY_ICONS */ .sh[priority]} ${priority}`,
            _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .DUE */ .jH[priority],
            String(counts.findings[priority]),
            ...(counts.known > 0 ? [String(counts.fresh[priority])] : []),
            String(counts.checks[priority]),
        ]);
        blocks.push((0,markdown_table__WEBPACK_IMPORTED_MODULE_2__/* .markdownTable */ .Q)([["Priority", "Due", "Findings", ...(counts.known > 0 ? ["New"] : []), "Checks"], ...rows], {
            align: ["left", "left", "right", "right", "right"],
            stringLength: (text) => text.length,
        }));
    }
    const statuses = _core_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .STATUSES */ .f.filter((status) => counts.statuses[status] > 0);
    if (statuses.length > 0) {
        const parts = statuses.map((status) => `${_icons_js__WEBPACK_IMPORTED_MODULE_1__/* .STATUS_ICONS */ .I[status]} ${counts.statuses[status]} ${STATUS_WORDS[status]}`);
        blocks.push(`<p>${parts.join(" · ")}</p>`);
    }
    return blocks;
}


/***/ }),

/***/ 2190:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   OF: () => (/* binding */ fenced),
/* harmony export */   PO: () => (/* binding */ linkToIssue),
/* harmony export */   Pl: () => (/* binding */ safeUrl),
/* harmony export */   TH: () => (/* binding */ documentation),
/* harmony export */   ZW: () => (/* binding */ commentedOut),
/* harmony export */   ap: () => (/* binding */ collapse),
/* harmony export */   eX: () => (/* binding */ languageOf),
/* harmony export */   lA: () => (/* binding */ fits),
/* harmony export */   qZ: () => (/* binding */ statement),
/* harmony export */   zj: () => (/* binding */ moreRows)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2571);
/* harmony import */ var _inline_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8017);


/**
 * Fenced and collapsed blocks. SQL for a person to copy is in fences. Invisible characters are written out, although
 * the statement then names something else: it is better that it fails than that it does what a person could not read.
 */
/** A longer statement is left out completely, since a part of it must not be copied. */
const STATEMENT_LENGTH = 20_000;
function fits(sql) {
    return sql.length <= STATEMENT_LENGTH;
}
/** A fenced block that nothing in `text` can end. */
function fenced(text, language = "") {
    const body = (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visibleLines */ .gB)(text);
    const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${body}\n${fence}`;
}
/** A statement with its semicolon. */
function statement(sql) {
    const text = (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visibleLines */ .gB)(sql).trim();
    const last = text.slice(text.lastIndexOf("\n") + 1).trimStart();
    return text === "" || text.endsWith(";") || last.startsWith("--") ? text : `${text};`;
}
/** The statement with every line commented out. */
function commentedOut(sql) {
    return statement(sql)
        .split("\n")
        .map((line) => (line.startsWith("--") ? line : `-- ${line}`))
        .join("\n");
}
/** The fix of an unknown check is SQL or configuration. */
function languageOf(text) {
    if (/^\s*(?:--|(?:GRANT|ALTER|CREATE|SELECT|SET|DROP|VACUUM|ANALYZE|REINDEX|REVOKE|COMMENT|DO)\b)/i.test(text))
        return "sql";
    return /^\s*[\w-]+:/.test(text) ? "yaml" : "";
}
/** Collapsed blocks, or open ones that can be collapsed. GitHub reads Markdown after each blank line. */
function collapse(summary, blocks, isOpen = false) {
    return [`<details${isOpen ? " open" : ""}><summary>${summary}</summary>`, ...blocks, "</details>"];
}
const DOCUMENTATION = "https://github.com/pg-preflight/pg-preflight/blob/v1/src/checks";
/** The URL of a check's page. */
function documentation(check) {
    return `${DOCUMENTATION}/${encodeURIComponent((0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(check))}/README.md`;
}
/** The URL if it is safe in an attribute, else undefined. */
function safeUrl(url) {
    return /^https?:\/\/[A-Za-z0-9._~:/?#@!$()*+,;=%[\]-]+$/.test(url) ? url : undefined;
}
/** `#3`, as a link when the run's URL shows the repository's. */
function linkToIssue(number, { runUrl }) {
    const address = /^(https?:\/\/.+)\/actions\/runs\/\d+$/.exec(runUrl ?? "")?.[1];
    const url = address === undefined ? undefined : safeUrl(address);
    if (url === undefined)
        return (0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `#${number}`;
    return (0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<a href="${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(url.replaceAll("&", "&amp;"))}/issues/${number}">#${number}</a>`;
}
/** What follows the visible rows: collapsed rows, and the number of rows that are left out. */
function moreRows(collapsed, cut, tableOf) {
    return [
        ...(collapsed.length === 0
            ? []
            : collapse((0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `${(0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(collapsed.length, "more row")}`, [tableOf(collapsed)])),
        ...(cut === 0 ? [] : [(0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<p>${(0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(cut, "row")} not shown here; the report file has all.</p>`]),
    ];
}


/***/ }),

/***/ 1268:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ cell),
/* harmony export */   PL: () => (/* binding */ columnsOf),
/* harmony export */   wd: () => (/* binding */ factsTable)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2571);
/* harmony import */ var _inline_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8017);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2594);



const UNITS = [
    { ending: "bytes", heading: "size", format: _values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3 },
    { ending: "ms", heading: "", format: _values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a3 },
    { ending: "s", heading: "", format: (seconds) => (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatDuration */ .a3)(seconds * 1_000) },
    { ending: "percent", heading: "", format: _values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatPercent */ .l9 },
];
/** Words of keys that people write in capitals. */
const CAPITALS = { sql: "SQL", tls: "TLS", wal: "WAL", pid: "PID" };
/** Numbers that name something are not grouped. */
const NAMES = /(?:^|_)(?:pid|oid|port|id|version)$/;
/** More names than this in one cell are counted. */
const LISTED = 12;
/** The columns of a table: the keys in the first row's order, then what other rows add, without the empty. */
function columnsOf(rows) {
    const keys = new Set();
    for (const row of rows) {
        for (const [key, value] of Object.entries(row))
            if (value !== null)
                keys.add(key);
    }
    // The first row decides the order, even where it has no value itself.
    const first = Object.keys(rows[0] ?? {});
    return [...first.filter((key) => keys.has(key)), ...[...keys].filter((key) => !first.includes(key))];
}
/** One HTML table of rows; `columns` are given for the parts of a divided table. */
function factsTable(rows, columns = columnsOf(rows)) {
    const headings = headingsOf(columns);
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(columns.map((key, index) => ({
        heading: (0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(headings[index] ?? key),
        right: rows.some((row) => typeof row[key] === "number") || hasNumericText(key, rows),
    })), rows.map((row) => columns.map((key) => cell(key, row[key] ?? null))));
}
function hasNumericText(key, rows) {
    return unitOf(key) !== undefined && rows.some((row) => typeof row[key] === "string");
}
function headingsOf(keys) {
    const short = keys.map(headingOf);
    // Two keys may differ in their units alone: `dead_rows`, `dead_percent` and `dead`.
    return short.map((text, index) => short.indexOf(text) === short.lastIndexOf(text) ? text : sentence(keys[index] ?? text));
}
function headingOf(key) {
    const unit = unitOf(key);
    const ending = unit?.ending ?? (key.endsWith("_at") ? "at" : undefined);
    if (ending === undefined || key === ending)
        return sentence(key === "bytes" ? "size" : key);
    const stem = key.slice(0, -ending.length - 1);
    const suffix = unit?.heading ?? "";
    return sentence(suffix === "" || stem.endsWith(suffix) ? stem : `${stem}_${suffix}`);
}
function sentence(key) {
    const words = key.split("_").map((word) => CAPITALS[word] ?? word);
    const text = words.join(" ");
    return text.charAt(0).toUpperCase() + text.slice(1);
}
function unitOf(key) {
    return UNITS.find((unit) => key === unit.ending || key.endsWith(`_${unit.ending}`));
}
/** A fact as people read it: names in `<code>`, numbers with their unit. */
function cell(key, value) {
    if (value === null)
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("—");
    if (typeof value === "boolean")
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(value ? "yes" : "no");
    if (typeof value === "number")
        return NAMES.test(key) ? (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(String(value)) : (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(formatted(key, value));
    if (typeof value === "string")
        return text(key, value);
    if (value.length === 0)
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("—");
    const names = value.slice(0, LISTED).map((name) => (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(name));
    const omitted = value.length > LISTED ? (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(` + ${value.length - LISTED} more`) : (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("");
    return (0,_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(names.join(", "))}${omitted}`;
}
function formatted(key, value) {
    if (!Number.isFinite(value))
        return "—";
    return unitOf(key)?.format(value) ?? (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatNumber */ .ZV)(value);
}
function text(key, value) {
    if (key.endsWith("_at") || key === "at") {
        const time = (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTime */ .fU)(value);
        if (time !== undefined)
            return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(time);
    }
    // Integers too large for a number come as text.
    if (unitOf(key) !== undefined && /^-?\d{1,30}$/.test(value))
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(formatted(key, Number(value)));
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(value);
}


/***/ }),

/***/ 2024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ STATUS_ICONS),
/* harmony export */   sh: () => (/* binding */ PRIORITY_ICONS),
/* harmony export */   vA: () => (/* binding */ ITEM_ICONS)
/* harmony export */ });
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2571);

/** The icons of the page. Each has its word beside it. */
const PRIORITY_ICONS = {
    critical: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("🔴"),
    high: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("🟠"),
    medium: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("🟡"),
    low: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("🔵"),
    info: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("⚪"),
};
const STATUS_ICONS = {
    pass: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("✅"),
    fail: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("❌"),
    unknown: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("❔"),
    skipped: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("➖"),
    measured: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("📊"),
};
const ITEM_ICONS = {
    pass: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("✅"),
    fail: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("❌"),
    unknown: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("❔"),
    attested: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("📝"),
    dropped: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("➖"),
};


/***/ }),

/***/ 8452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A_: () => (/* binding */ LEVELS),
/* harmony export */   P: () => (/* binding */ rowsLeftOut),
/* harmony export */   b_: () => (/* binding */ FIXES_OF_A_CHECK),
/* harmony export */   wQ: () => (/* binding */ beyond)
/* harmony export */ });
/** From all details to counts only. The first level that fits the budget is used. */
const LEVELS = [
    { shown: 12, collapsed: 400, statements: 400, listed: 100, plans: 20, sentences: 8 },
    { shown: 12, collapsed: 150, statements: 150, listed: 50, plans: 10, sentences: 6 },
    { shown: 12, collapsed: 50, statements: 50, listed: 30, plans: 6, sentences: 5 },
    { shown: 10, collapsed: 10, statements: 20, listed: 20, plans: 4, sentences: 5 },
    { shown: 5, collapsed: 0, statements: 5, listed: 10, plans: 2, sentences: 3 },
    { shown: 2, collapsed: 0, statements: 2, listed: 5, plans: 0, sentences: 1 },
    { shown: 0, collapsed: 0, statements: 0, listed: 0, plans: 0, sentences: 0 },
];
/** Maximum number of fixes under a check's rows; the block to copy has all. */
const FIXES_OF_A_CHECK = 10;
/** Rows of findings that the page leaves out. */
function rowsLeftOut(results, limits) {
    return results.reduce((sum, result) => sum + beyond(result, limits), 0);
}
/** Rows of one check that the page leaves out. */
function beyond(result, { shown, collapsed }) {
    return Math.max(0, (result.findings?.length ?? 0) - shown - collapsed);
}


/***/ }),

/***/ 8441:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E$: () => (/* binding */ redact),
/* harmony export */   lE: () => (/* binding */ redactFinding),
/* harmony export */   rd: () => (/* binding */ redactResult),
/* harmony export */   vX: () => (/* binding */ isRedacted)
/* harmony export */ });
/* harmony import */ var _checklist_items_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8424);
/* harmony import */ var _lib_format_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8380);


/** Notices that stay as they are: our sentences, with counts only. */
const HARMLESS = [
    /^This pull request has no secrets, because GitHub gives none to forks and to Dependabot: \d+ of \d+ checks were not run and nothing is concluded of them\. The next run on the default branch looks at everything\.$/,
    /^There is no \.github\/pg-preflight\.yml(?: in the workspace)?: every check runs with its defaults\.$/,
    /^(?:Issue|What issue) #\d+ (?:carries our label|was written by a newer|remembered can't be read)[a-z ',:.-]*(?: It starts anew\.)?$/,
    /^The login of baseline-database-url is a superuser, [^"`]*$/,
    /^The declared queries were measured (?:on another server|in another database) than the rest of this report: [^"`]*$/,
    // GitHub's errors in our sentences; its own texts are never repeated.
    /^Our issues could not be read, so /,
    /^(?:Names are counted, not shown|No issue is written), /,
];
const COUNTED = "Names are counted, not shown, ";
/** Notices that name something, and the public sentence for each. */
const REPLACEMENTS = [
    [
        "The configuration did not count: ",
        "The configuration did not count: a pull request is judged by the base branch's, which could not be read. Every " +
            "check ran with its defaults, and nothing was ignored or attested. Give the step `github-token: ${{ github.token }}` " +
            "and the workflow `permissions: contents: read`.",
    ],
    [
        "This branch ",
        "This branch changes the configuration. It counts from the merge on; this run went by the base branch.",
    ],
    ["After the merge ", "After the merge the configuration would be refused: it has errors."],
    ["The config's schemas name ", "The configuration names a schema that this database does not have."],
    ["The ignore of ", "An entry of the configuration's ignore list expired or matched nothing."],
];
/** The notices without names, after the notice that names are redacted. */
function publicNotices(report) {
    const allowed = report.notices.flatMap((notice) => {
        if (HARMLESS.some((pattern) => pattern.test(notice)))
            return [notice];
        const instead = REPLACEMENTS.find(([start]) => notice.startsWith(start))?.[1];
        return instead === undefined ? [] : [instead];
    });
    const omitted = report.notices.length - allowed.length;
    const isCounted = report.notices.some((notice) => notice.startsWith(COUNTED));
    return [
        ...(namesSomething(report) && !isCounted ? [REDACTED_NOTICE] : []),
        ...new Set(allowed),
        ...(omitted === 0
            ? []
            : [`${(0,_lib_format_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U)(omitted, "notice")} that may name something: the report file has all.`]),
    ];
}
const REDACTED_NOTICE = "Names are kept back because this repository is public: `policy.public-details: true` shows them, and the report " +
    "file has them.";
function namesSomething({ results, ignored }) {
    return ignored.length > 0 || results.some(({ findings, unknown }) => (findings ?? unknown) !== undefined);
}
/** Replaces every sentence that names something. */
const REDACTED = "What it names is kept back here.";
function isRedacted({ redacted }) {
    return redacted === true;
}
const UNKNOWN = {
    permission: "A privilege is missing.",
    extension: "It needs an extension that is not there or does not work.",
    version: "This version does not tell it.",
    timeout: "The answer did not come in time.",
    window: "Its counters are too young.",
    unreachable: "What it asks did not answer.",
    error: "It could not be carried out.",
};
const SKIPPED = {
    "not-configured": "The configuration does not ask for it; its page has the lines to add.",
    disabled: "The configuration switches it off.",
    "no-secret": "A secret that it needs was not given.",
    "not-applicable": "There is nothing here that it could look at.",
};
/**
 * The public report. It keeps our own words, counts, the target, the suite, versions and times: nothing that a
 * database, a configuration or a server's message supplied. A new key of the report is left out until it is added
 * here.
 */
function redact(report) {
    const { server, unreachable } = report;
    return {
        schemaVersion: report.schemaVersion,
        toolVersion: report.toolVersion,
        target: report.target,
        suite: report.suite,
        conclusion: report.conclusion,
        failOn: report.failOn,
        stepFails: report.stepFails,
        // Ids of checks and of items, and counts.
        gate: report.gate,
        commit: report.commit,
        runUrl: report.runUrl,
        startedAt: report.startedAt,
        durationMs: report.durationMs,
        server: server === null ? null : { version: server.version, database: "", windows: server.windows },
        ...(unreachable === undefined ? {} : { unreachable: withoutParameter(unreachable) }),
        notices: publicNotices(report),
        results: report.results.map(redactResult),
        checklist: report.checklist.map(({ section, items }) => ({
            section: _checklist_items_js__WEBPACK_IMPORTED_MODULE_0__/* .ITEMS */ .D.some((item) => item.section === section) ? section : "Team",
            items: items.map(redactItem),
        })),
        ignored: report.ignored.map(({ check, expires }) => ({ check, key: "", reason: "", expires })),
        redacted: true,
    };
}
function redactResult(result) {
    const { check, title, why, category, status, priority } = result;
    const { momentary, stops, window, findings, unknown, skipped } = result;
    return {
        check,
        title,
        why,
        category,
        status,
        priority,
        ...(momentary === undefined ? {} : { momentary }),
        ...(stops === undefined ? {} : { stops }),
        ...(window === undefined ? {} : { window }),
        ...(findings === undefined ? {} : { findings: findings.map(redactFinding) }),
        ...(unknown === undefined ? {} : { unknown: redactUnknown(unknown) }),
        ...(skipped === undefined
            ? {}
            : { skipped: { reason: skipped.reason, detail: SKIPPED[skipped.reason] } }),
    };
}
/** @param place the finding's place in its list, so that keys stay unique */
function redactFinding({ priority, known }, place = 0) {
    return { key: `finding ${place + 1}`, priority, message: REDACTED, facts: {}, known, redacted: true };
}
/** Lines of a workflow hold no names; every other fix may name a role or a schema. */
const WORKFLOW_LINES = /^(?:permissions:(?:\n {2}[a-z-]+: (?:read|write))+|github-token: \$\{\{ github\.token \}\})$/;
function redactUnknown({ reason, fix }) {
    if (fix !== undefined && WORKFLOW_LINES.test(fix))
        return { reason, detail: UNKNOWN[reason], fix };
    return { reason, detail: `${UNKNOWN[reason]} The report file says more.` };
}
function redactItem(item) {
    const { id, status, checks, attestation, stops } = item;
    return {
        id,
        title: _checklist_items_js__WEBPACK_IMPORTED_MODULE_0__/* .ITEMS */ .D.find((each) => each.id === id)?.title ?? `\`${id}\``,
        status,
        evidence: evidenceOf(item),
        checks,
        ...(attestation === undefined
            ? {}
            : { attestation: { by: "a person", on: attestation.on, expires: attestation.expires } }),
        ...(stops === undefined ? {} : { stops }),
    };
}
function evidenceOf({ status, checks, attestation }) {
    const ids = [...new Set(checks)].map((check) => `\`${check}\``).join(", ");
    const sources = ids === "" ? "a statement or a word of the team's own" : ids;
    switch (status) {
        case "pass":
            return `Rests on ${sources}.`;
        case "fail":
            return `Fails by ${sources}; the report file says how.`;
        case "unknown":
            return `Not shown by ${sources}; the report file says why.`;
        case "attested":
            return `Attested by a person on ${attestation?.on ?? "a day of the past"}.`;
        case "dropped":
            return "Dropped by the team.";
    }
}
/** Removes the only word of the server in our advice: a start-up parameter in brackets. */
function withoutParameter(advice) {
    return advice.replace(/^(The pooler refuses a start-up parameter) \([^)]*\)/, "$1");
}


/***/ }),

/***/ 1005:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CG: () => (/* binding */ ratio),
/* harmony export */   D4: () => (/* binding */ checklist),
/* harmony export */   mK: () => (/* binding */ incompleteLines),
/* harmony export */   sv: () => (/* binding */ tallyOf)
/* harmony export */ });
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8017);
/* harmony import */ var _icons_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2024);



/** The deployment checklist: every item with its evidence. */
/** Longer evidence is cut; the report file has all of it. */
const EVIDENCE_LENGTH = 700;
const WORDS = {
    pass: "ticked",
    fail: "fails",
    unknown: "not shown",
    attested: "attested",
    dropped: "dropped",
};
function tallyOf(report) {
    return tally(report.checklist.flatMap(({ items }) => items));
}
function tally(items) {
    const of = (...statuses) => items.filter(({ status }) => statuses.includes(status)).length;
    const dropped = of("dropped");
    return {
        complete: of("pass", "attested"),
        attested: of("attested"),
        items: items.length - dropped,
        dropped,
    };
}
/** `11 of 14`. */
function ratio({ complete, items }) {
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `${complete} of ${items}`;
}
/** The items under their headings, as one table, so that its columns are aligned. */
function checklist(report, evidenceLength = EVIDENCE_LENGTH) {
    if (report.checklist.length === 0)
        return [];
    const whole = tallyOf(report);
    const besides = [
        ...(whole.attested > 0 ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `${whole.attested} of them attested by a person`] : []),
        ...(whole.dropped > 0 ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(whole.dropped, "item")} dropped`] : []),
    ];
    const rows = report.checklist.flatMap(({ section, items }) => [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<tr><th align="left" colspan="3">${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(section, 80)}: ${ratio(tally(items))}</th></tr>`,
        ...items.map((item) => row(item, evidenceLength)),
    ]);
    return [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<h3>Checklist: ${ratio(whole)}${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(besides.length === 0 ? "" : `, ${besides.join(", ")}`)}</h3>`,
        `<table>\n${rows.join("\n")}\n</table>`,
    ];
}
function row({ title, status, evidence, attestation }, length) {
    const name = (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(title, 120);
    const until = attestation === undefined ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("") : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) ` until ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(attestation.expires)}`;
    const box = status === "dropped" ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<del>${name}</del>` : name;
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<tr><td>${_icons_js__WEBPACK_IMPORTED_MODULE_2__/* .ITEM_ICONS */ .vA[status]} ${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(WORDS[status])}${until}</td><td>${box}</td><td>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(evidence, length)}</td></tr>`;
}
/** Incomplete items as sentences for the log. */
function incompleteLines(report) {
    return report.checklist
        .flatMap(({ items }) => items)
        .filter(({ status }) => status === "fail" || status === "unknown")
        .map(({ title, status, evidence }) => `${status === "fail" ? "✗" : "?"} [ ] ${title}: ${evidence}`);
}


/***/ }),

/***/ 3532:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PP: () => (/* binding */ ignored),
/* harmony export */   bF: () => (/* binding */ passed),
/* harmony export */   cX: () => (/* binding */ dashboards),
/* harmony export */   hT: () => (/* binding */ skipped),
/* harmony export */   nT: () => (/* binding */ skippedCheck)
/* harmony export */ });
/* harmony import */ var _html_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2190);
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2571);
/* harmony import */ var _html_facts_table_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1268);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8017);
/* harmony import */ var _performance_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3938);





/** Collapsed sections for some readers only. */
/** The document's dashboards, and measurements of passing checks. */
function dashboards(report, limits) {
    if (report.redacted === true)
        return redactedDashboards(report);
    const shown = report.results.filter((result) => 
    // Declared queries have a collapsed section of their own.
    (0,_performance_js__WEBPACK_IMPORTED_MODULE_4__/* .performanceRows */ .AD)(result).length === 0 &&
        (result.status === "measured" || (result.status !== "fail" && (result.measurements ?? []).length > 0)));
    const each = shown.flatMap((result) => dashboard(result, limits));
    return shown.length < 2 ? each : (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `📊 Dashboards: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(shown.length, "check")}`, each);
}
/** Titles only, since the rows hold names. */
function redactedDashboards({ results }) {
    const titles = results.filter(({ status }) => status === "measured").map(({ title }) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(title));
    if (titles.length === 0)
        return [];
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `📊 Measured: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(titles.length, "check")}`, [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(titles.join("<br>\n"))}</p>`,
        "<p>Their rows are kept back; the report file has them.</p>",
    ]);
}
function dashboard({ title, why, window, measurements = [] }, limits) {
    const kept = measurements.slice(0, limits.listed);
    const cut = measurements.length - kept.length;
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `📊 ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(title)}: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(measurements.length, "row")}`, [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(why)}</p>`,
        ...(kept.length === 0 ? [] : [(0,_html_facts_table_js__WEBPACK_IMPORTED_MODULE_2__/* .factsTable */ .wd)(kept)]),
        ...(cut === 0 ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(cut, "row")} not shown here; the report file has all.</p>`]),
        ...(window === undefined ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p><sub>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(window)}</sub></p>`]),
    ]);
}
function ignored(report, limits) {
    if (report.ignored.length === 0)
        return [];
    if (report.redacted === true)
        return redactedIgnored(report);
    const kept = report.ignored.slice(0, limits.listed);
    const cut = report.ignored.length - kept.length;
    const headings = ["Check", "Finding", "Reason", "Until"].map((heading) => ({ heading: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(heading) }));
    const rows = kept.map(({ check, key, reason, expires }) => [
        (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(check),
        (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(key),
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(reason),
        expires === null ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("—") : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(expires),
    ]);
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `🔕 Ignored: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(report.ignored.length, "finding")}`, [
        ...(kept.length === 0 ? [] : [(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .table */ .tp)(headings, rows)]),
        ...(cut === 0 ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(cut, "row")} not shown here; the report file has all.</p>`]),
    ]);
}
function redactedIgnored({ ignored: entries }) {
    const checks = [...new Set(entries.map(({ check }) => check))];
    const lines = checks.map((check) => {
        const number = entries.filter((entry) => entry.check === check).length;
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<li>${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(check)}: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(number, "finding")}</li>`;
    });
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `🔕 Ignored: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(entries.length, "finding")}`, [
        `<ul>\n${lines.join("\n")}\n</ul>`,
    ]);
}
const SKIPPED = {
    "not-configured": (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("Not configured"),
    "no-secret": (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("Without its secret"),
    "not-applicable": (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("Does not apply here"),
    disabled: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("Switched off"),
};
/** Skipped checks. The lines after the first of a detail are lines to add to the configuration. */
function skipped(report) {
    const results = report.results.filter((result) => result.status === "skipped");
    if (results.length === 0)
        return [];
    const blocks = Object.entries(SKIPPED).flatMap(([reason, words]) => {
        const sameReason = results.filter((result) => (result.skipped?.reason ?? "not-applicable") === reason);
        return sameReason.length === 0 ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p><b>${words}</b></p>`, ...sameReason.flatMap(skippedCheck)];
    });
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `➖ Skipped: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(results.length, "check")}`, blocks);
}
function skippedCheck({ title, skipped: why }) {
    const [first = "", ...rest] = (why?.detail ?? "").split("\n");
    const lines = rest.join("\n").replace(/^\n+|\s+$/g, "");
    return [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(title)}: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(first)}</p>`,
        ...(lines === "" || !(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fits */ .lA)(lines) ? [] : [(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(lines, (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .languageOf */ .eX)(lines) || "yaml")]),
    ];
}
function passed(report) {
    const results = report.results.filter((result) => result.status === "pass");
    if (results.length === 0)
        return [];
    const lines = results.map(({ title, window }) => {
        const since = window === undefined ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("") : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) ` · <i>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(window)}</i>`;
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `✅ ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(title)}${since}`;
    });
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `✅ Passed: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(results.length, "check")}`, [`<p>${lines.join("<br>\n")}</p>`]);
}


/***/ }),

/***/ 5748:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ failingCheckOf),
/* harmony export */   c: () => (/* binding */ summaryModel)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _counts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7184);
/* harmony import */ var _fixes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9654);
/* harmony import */ var _sentences_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3327);




function summaryModel(report) {
    const failed = report.results.filter(({ status }) => status === "fail");
    const failing = failed.flatMap((result) => partOf(result, false)).sort(byUrgency);
    const known = failed.flatMap((result) => partOf(result, true)).sort(byUrgency);
    return {
        report,
        counts: (0,_counts_js__WEBPACK_IMPORTED_MODULE_1__/* .countsOf */ .mQ)(report),
        failing,
        known,
        // The verdict already says that the database is unreachable.
        unknownResults: report.results.filter((result) => report.server === null && result.unknown?.reason === "unreachable"
            ? false
            : result.unknown !== undefined || result.status === "unknown"),
        fixes: (0,_fixes_js__WEBPACK_IMPORTED_MODULE_2__/* .fixBlocks */ .mv)([...failing, ...known].flatMap((check) => check.fixes)),
    };
}
/** A failing check with its new or its known findings only; empty when it has none of them. */
function partOf(whole, isKnown) {
    const all = whole.findings ?? [];
    const findings = all.filter(({ known }) => known === isKnown);
    // A failure without findings is new.
    if (findings.length === 0 && (isKnown || all.length > 0))
        return [];
    if (findings.length === all.length)
        return [failingCheckOf(whole)];
    const priority = (0,_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .mostUrgent */ .tH)(findings.map((finding) => finding.priority));
    return [failingCheckOf({ ...whole, findings, priority })];
}
function failingCheckOf(result) {
    const findings = [...(result.findings ?? [])].sort(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .byPriority */ .mu);
    return { result, findings, wordings: (0,_sentences_js__WEBPACK_IMPORTED_MODULE_3__/* .byWording */ .S)(findings), fixes: (0,_fixes_js__WEBPACK_IMPORTED_MODULE_2__/* .fixTextsOf */ .DZ)(findings, result.title) };
}
function byUrgency(a, b) {
    return (0,_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .byPriority */ .mu)(a.result, b.result);
}


/***/ }),

/***/ 7581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ge: () => (/* binding */ rows),
/* harmony export */   WZ: () => (/* binding */ whyItMatters),
/* harmony export */   jX: () => (/* binding */ knownChecks),
/* harmony export */   oe: () => (/* binding */ failingChecks),
/* harmony export */   ox: () => (/* binding */ prioritiesOf)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _html_blocks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2190);
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2571);
/* harmony import */ var _html_facts_table_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1268);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8017);
/* harmony import */ var _icons_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2024);
/* harmony import */ var _limits_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8452);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8441);
/* harmony import */ var _performance_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(3938);
/* harmony import */ var _sentences_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(3327);










/** Checks of these priorities are always collapsed. */
const CAN_WAIT = ["low", "info"];
/** With more failing checks than this, all are collapsed, so that people see the list first. */
const OPEN_CHECKS = 2;
const PRIORITY_HEADINGS = {
    critical: "Critical",
    high: "High",
    medium: "Medium",
    low: "Low",
    info: "For information",
};
/** Failing checks by priority, each with its new findings: why it matters, its rows, its fix. */
function failingChecks({ failing }, limits) {
    return _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.flatMap((priority) => {
        const checks = failing.filter(({ result }) => result.priority === priority);
        if (checks.length === 0)
            return [];
        const due = priority === "info" ? "" : `: ${_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .DUE */ .jH[priority]}`;
        const heading = `### ${_icons_js__WEBPACK_IMPORTED_MODULE_5__/* .PRIORITY_ICONS */ .sh[priority]} ${PRIORITY_HEADINGS[priority]}${due}`;
        const isOpen = failing.length <= OPEN_CHECKS && !CAN_WAIT.includes(priority);
        return [heading, ...checks.flatMap((check) => section(check, limits, isOpen))];
    });
}
/** Findings that open issues track, collapsed, since they are not new and do not block. */
function knownChecks({ known, counts }, limits) {
    if (known.length === 0)
        return [];
    return [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h3>📌 Known, in open issues: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(counts.known, "finding")}</h3>`,
        ...known.flatMap((check) => (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .collapse */ .ap)(headingOf(check), bodyOf(check, limits))),
    ];
}
function section(check, limits, isOpen) {
    const body = bodyOf(check, limits);
    if (!isOpen)
        return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .collapse */ .ap)(headingOf(check), body);
    const { result, findings } = check;
    return [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h4>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(result.title)}: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(findings.length, "finding")}</h4>`, ...body];
}
function headingOf({ result, findings }) {
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<b>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(result.title)}</b>: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(findings.length, "finding")}`;
}
function bodyOf({ result, findings, wordings, fixes }, limits) {
    return [
        whyItMatters(result),
        ...(findings.some(_redact_js__WEBPACK_IMPORTED_MODULE_7__/* .isRedacted */ .vX)
            ? byPriorityNote(findings)
            : [
                ...(0,_sentences_js__WEBPACK_IMPORTED_MODULE_9__/* .sentencesOf */ .c)(wordings, limits.sentences),
                ...rows({ result, findings }, limits),
                ...(0,_performance_js__WEBPACK_IMPORTED_MODULE_8__/* .plans */ .vw)(findings, limits),
            ]),
        ...fixOf(fixes, limits),
        ...facts(result, limits),
        ...notes(result),
    ];
}
function byPriorityNote(findings) {
    const isMixed = findings.some(({ priority }) => priority !== findings[0]?.priority);
    return isMixed ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>By priority: ${prioritiesOf(findings)}.</p>`] : [];
}
/** `1 high and 2 low`. */
function prioritiesOf(findings) {
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.flatMap((priority) => {
        const number = findings.filter((finding) => finding.priority === priority).length;
        return number === 0 ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(number, priority, priority)];
    }));
}
function whyItMatters({ why, check }) {
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(why)} <a href="${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)((0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .documentation */ .TH)(check))}">More, and how to mend it</a></p>`;
}
function notes({ momentary, window }) {
    return [
        ...(window === undefined ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p><sub>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(window)}</sub></p>`]),
        ...(momentary === true
            ? ["<p><sub>It judges this moment, so on a pull request it stops nothing.</sub></p>"]
            : []),
    ];
}
/** What the check measured besides its findings. */
function facts(result, limits) {
    if ((0,_performance_js__WEBPACK_IMPORTED_MODULE_8__/* .performanceRows */ .AD)(result).length > 0)
        return [];
    const kept = (result.measurements ?? []).slice(0, limits.listed);
    return kept.length === 0 ? [] : (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `What was measured`, [(0,_html_facts_table_js__WEBPACK_IMPORTED_MODULE_3__/* .factsTable */ .wd)(kept)]);
}
/** The findings as rows: the first visible, the next collapsed, the others counted. */
function rows({ result, findings }, limits) {
    const queries = (0,_performance_js__WEBPACK_IMPORTED_MODULE_8__/* .performanceRows */ .AD)(result);
    return queries.length > 0 ? (0,_performance_js__WEBPACK_IMPORTED_MODULE_8__/* .performanceTable */ .NX)(queries, limits) : rowsOf(findings, limits);
}
function rowsOf(findings, limits) {
    const mixed = findings.some((finding) => finding.priority !== findings[0]?.priority);
    const kept = findings.slice(0, limits.shown + limits.collapsed).map((finding) => ({
        ...(mixed ? { priority: finding.priority } : {}),
        ...(Object.keys(finding.facts).length === 0 && findings.length > limits.sentences
            ? { object: finding.key }
            : finding.facts),
    }));
    const columns = (0,_html_facts_table_js__WEBPACK_IMPORTED_MODULE_3__/* .columnsOf */ .PL)(kept);
    const cut = findings.length - kept.length;
    if (columns.length === 0 && cut === 0)
        return [];
    const tableOf = (part) => (0,_html_facts_table_js__WEBPACK_IMPORTED_MODULE_3__/* .factsTable */ .wd)(part, columns);
    return [
        ...(kept.length > 0 && columns.length > 0 ? [tableOf(kept.slice(0, limits.shown))] : []),
        ...(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .moreRows */ .zj)(kept.slice(limits.shown), cut, tableOf),
    ];
}
function fixOf(fixes, limits) {
    const kept = fixes.filter((fix) => (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .fits */ .lA)(fix.text)).slice(0, Math.min(_limits_js__WEBPACK_IMPORTED_MODULE_6__/* .FIXES_OF_A_CHECK */ .b_, limits.statements));
    if (kept.length === 0)
        return [];
    const omitted = fixes.length - kept.length;
    const note = kept.some((fix) => fix.kind === "destructive")
        ? [
            "<p>What takes something away is commented out: read it, decide, then take away the <code>--</code>.</p>",
        ]
        : [];
    const moreNote = omitted > 0 ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(omitted, "statement")} more under “Fixes to copy”.</p>`] : [];
    const sql = (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .fenced */ .OF)(kept.map((fix) => fix.text).join("\n"), "sql");
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `Fix: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(fixes.length, "statement")} to review`, [...note, sql, ...moreNote]);
}


/***/ }),

/***/ 9654:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DZ: () => (/* binding */ fixTextsOf),
/* harmony export */   W6: () => (/* binding */ fixesToCopy),
/* harmony export */   ch: () => (/* binding */ PROPOSALS),
/* harmony export */   mv: () => (/* binding */ fixBlocks),
/* harmony export */   z1: () => (/* binding */ collapsedFixes)
/* harmony export */ });
/* harmony import */ var _html_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2190);
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8017);



/** The statements that fix findings, for a person to review. The action runs none of them. */
/** Up to this many statements that run outside a transaction have a block each. */
const BLOCKS_EACH = 5;
/** The distinct statements of one check. */
function fixTextsOf(findings, title) {
    const texts = new Map();
    for (const finding of findings) {
        if (finding.fix === undefined || finding.fix.trim() === "")
            continue;
        const kind = kindOf(finding);
        const text = kind === "destructive" ? (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .commentedOut */ .ZW)(finding.fix) : (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .statement */ .qZ)(finding.fix);
        if (!texts.has(text))
            texts.set(text, { text, kind, title });
    }
    return [...texts.values()];
}
function kindOf({ destructive, standsAlone }) {
    if (destructive === true)
        return "destructive";
    return standsAlone === true ? "alone" : "safe";
}
/** All statements by kind, each once, in the order of urgency. */
function fixBlocks(texts) {
    const once = [...new Map(texts.map((fix) => [fix.text, fix])).values()];
    const shown = once.filter((fix) => (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fits */ .lA)(fix.text));
    const of = (kind) => shown.filter((fix) => fix.kind === kind);
    return {
        safe: of("safe"),
        alone: of("alone"),
        destructive: of("destructive"),
        tooLong: once.length - shown.length,
    };
}
/** All fixes, to copy. */
function fixesToCopy(fixes, limits) {
    const blocks = collapsedFixes(fixes, limits);
    return blocks.length === 0 ? [] : ["### Fixes to copy", PROPOSALS, ...blocks];
}
const PROPOSALS = "<p>Proposals for a person to review. Nothing of this was run.</p>";
/** Safe statements in one block, those outside a transaction apart, destructive ones commented out. */
function collapsedFixes(fixes, limits, isOpen = false) {
    const blocks = [
        ...safe(fixes.safe, limits, isOpen),
        ...alone(fixes.alone, limits, isOpen),
        ...destructive(fixes.destructive, limits, isOpen),
    ];
    if (fixes.tooLong > 0)
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(fixes.tooLong, "statement")} too long to show; the report file has them.</p>`);
    return blocks;
}
function safe(fixes, limits, isOpen) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    const blocks = [...(kept.length === 0 ? [] : [(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(withTitles(kept), "sql")]), ...leftOut(fixes, kept)];
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `To run together: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(fixes.length, "statement")}`, blocks, isOpen);
}
function alone(fixes, limits, isOpen) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    const blocks = kept.length <= BLOCKS_EACH
        ? kept.map((fix) => (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(fix.text, "sql"))
        : [(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(kept.map((fix) => fix.text).join("\n\n"), "sql")];
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `To run one at a time, outside a transaction: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(fixes.length, "statement")}`, [
        "<p>One after the other, each sent alone: psql does that, many SQL editors wrap what they send in a transaction.</p>",
        ...blocks,
        ...leftOut(fixes, kept),
    ], isOpen);
}
function destructive(fixes, limits, isOpen) {
    if (fixes.length === 0)
        return [];
    const kept = fixes.slice(0, limits.statements);
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `Taking something away, commented out: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(fixes.length, "statement")}`, [
        "<p>Read what the check says about each, decide, then take away the <code>--</code>.</p>",
        ...(kept.length === 0 ? [] : [(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(withTitles(kept), "sql")]),
        ...leftOut(fixes, kept),
    ], isOpen);
}
function withTitles(fixes) {
    return fixes
        .map((fix, index) => {
        const title = fix.title === fixes[index - 1]?.title ? "" : `${index === 0 ? "" : "\n"}-- ${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(fix.title)}\n`;
        return title + fix.text;
    })
        .join("\n");
}
function leftOut(all, kept) {
    const cut = all.length - kept.length;
    return cut === 0 ? [] : [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(cut, "statement")} not shown here; the report file has all.</p>`];
}


/***/ }),

/***/ 3938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  FO: () => (/* binding */ performance),
  AD: () => (/* binding */ performanceRows),
  NX: () => (/* binding */ performanceTable),
  vw: () => (/* binding */ plans)
});

// EXTERNAL MODULE: ./.build/src/checks/index.js + 72 modules
var checks = __webpack_require__(8783);
// EXTERNAL MODULE: ./.build/src/report/html/blocks.js
var blocks = __webpack_require__(2190);
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __webpack_require__(2571);
// EXTERNAL MODULE: ./.build/src/report/html/inline-text.js
var inline_text = __webpack_require__(8017);
// EXTERNAL MODULE: ./.build/src/report/icons.js
var icons = __webpack_require__(2024);
// EXTERNAL MODULE: ./.build/src/report/html/values.js
var values = __webpack_require__(2594);
;// CONCATENATED MODULE: ./.build/src/report/summary/performance-cells.js

/** The cells of the table of declared queries: fixed words and numbers; only `nameOf` gives a name. */
const VERDICTS = ["fail", "unknown", "measured", "pass"];
/** A smaller difference in milliseconds cannot be distinguished from noise. */
const MIN_DIFFERENCE_MS = 0.1;
/** The columns after the query's name; all hold numbers. */
const VALUE_COLUMNS = [
    { heading: "Promised before", of: (row) => milliseconds(row, "promised_before_ms") },
    { heading: "Budget", of: (row) => milliseconds(row, "budget_ms") },
    { heading: "Baseline", of: (row) => milliseconds(row, "baseline_ms") },
    { heading: "Now", of: now },
    { heading: "Change", of: change },
    { heading: "Blocks", of: performance_cells_blocks },
    { heading: "Rows", of: returned },
];
const LEGEND = "Now: the median of the warm runs, on the server alone, from the fastest to the slowest. Change: against the baseline, or against what was promised before. Blocks: of 8 kB, found in the cache or read. Rows: returned, of those in its largest table.";
/** The columns in which one of these rows has a value. */
function columnsFor(rows) {
    return VALUE_COLUMNS.filter(({ heading, of }) => heading === "Now" || rows.some((row) => of(row) !== undefined));
}
/** Rows that are over their budget come first. */
function worstFirst(rows) {
    return VERDICTS.flatMap((verdict) => rows.filter((row) => verdictOf(row) === verdict));
}
function verdictOf(row) {
    return VERDICTS.find((verdict) => verdict === row.verdict) ?? "unknown";
}
function nameOf({ query }) {
    return typeof query === "string" ? query : "";
}
/** When the baseline was recorded. One file has one time. */
function recordedAt(rows) {
    return rows.map((row) => row.recorded_at).find((at) => typeof at === "string");
}
function notesOf(rows) {
    return [
        ...(rows.length > 0 && isUnjudged(rows) ? [NOT_JUDGED] : []),
        ...notesAbout("Not compared with the recorded baseline", rows, ({ baseline }) => baseline === COMPARED || baseline === UNMEASURED ? null : baseline),
        // The finding of a failing query already says it.
        ...notesAbout("Another plan than the recorded one", rows, (row) => verdictOf(row) === "fail" ? null : row.changed),
        ...notesAbout("Noisy", rows, (row) => row.noisy === true && verdictOf(row) !== "fail"
            ? "most runs are over the budget, but not the fastest, so nothing follows from it."
            : null),
    ];
}
/** Whether no row has a budget or a baseline. */
function isUnjudged(rows) {
    return rows.every((row) => verdictOf(row) === "measured");
}
const NOT_JUDGED = {
    about: "Nothing judges them yet",
    parts: [
        {
            names: [],
            text: "declare max-blocks and max-time by what stands here, or commit the file of the output baseline-file",
        },
    ],
};
const COMPARED = "compared";
/** There is a baseline, but no measurement of this run. */
const UNMEASURED = "recorded";
/** One note for each kind; queries with the same text share one part. */
function notesAbout(about, rows, textOf) {
    const names = new Map();
    for (const row of rows) {
        const text = textOf(row);
        if (typeof text === "string")
            names.set(text, [...(names.get(text) ?? []), nameOf(row)]);
    }
    const parts = [...names].map(([text, of]) => ({
        names: of.length === rows.length ? [] : of,
        text: text.replace(/\.$/, ""),
    }));
    return parts.length === 0 ? [] : [{ about, parts }];
}
function milliseconds(row, key) {
    const value = numberOf(row, key);
    return value === undefined ? undefined : { text: (0,values/* formatDuration */.a3)(value) };
}
function now(row) {
    const median = milliseconds(row, "now_ms");
    const fastest = numberOf(row, "fastest_ms");
    const slowest = numberOf(row, "slowest_ms");
    const stopped = numberOf(row, "stopped_after_ms");
    if (stopped !== undefined)
        return { text: `over ${(0,values/* formatDuration */.a3)(stopped)}`, small: "stopped" };
    if (median === undefined || fastest === undefined || slowest === undefined)
        return median;
    const [from, to] = [(0,values/* formatDuration */.a3)(fastest), (0,values/* formatDuration */.a3)(slowest)];
    return from === to ? median : { ...median, small: range(from, to) };
}
/** `41 to 55 ms`, with the common unit once. */
function range(from, to) {
    const unit = /\D+$/.exec(to)?.[0] ?? "";
    const isShared = from.endsWith(unit) && /^[\d.,]+$/.test(from.slice(0, -unit.length));
    return `${isShared ? from.slice(0, -unit.length) : from} to ${to}`;
}
/** Against the baseline; without one against the promised time, which is marked. */
function change(row) {
    const since = numberOf(row, "change_percent");
    if (since !== undefined)
        return { text: isMeasurable(row) ? signed(since) : AS_BEFORE };
    const promised = numberOf(row, "since_promised_percent");
    return promised === undefined ? undefined : { text: signed(promised), small: "(promised)" };
}
function performance_cells_blocks(row) {
    const read = numberOf(row, "blocks");
    if (read === undefined)
        return undefined;
    const before = numberOf(row, "baseline_blocks");
    const isOther = before !== undefined && before !== read;
    return { text: (0,values/* formatNumber */.ZV)(read), ...(isOther ? { small: `was ${(0,values/* formatNumber */.ZV)(before)}` } : {}) };
}
function returned(row) {
    const rows = numberOf(row, "rows");
    if (rows === undefined)
        return undefined;
    const of = numberOf(row, "tables_rows");
    return { text: (0,values/* formatNumber */.ZV)(rows), ...(of === undefined ? {} : { small: `of ${(0,values/* formatNumber */.ZV)(of)}` }) };
}
const AS_BEFORE = "≈\u00a00\u00a0%";
function isMeasurable(row) {
    const [before = 0, now = 0] = [numberOf(row, "baseline_ms"), numberOf(row, "now_ms")];
    return Math.abs(now - before) >= MIN_DIFFERENCE_MS;
}
/** Maximum percentage that is shown as saved. */
const NEARLY_ALL = 99.9;
function signed(percent) {
    if (percent < 0) {
        const saved = Math.min(-percent, NEARLY_ALL);
        return `−${saved < 10 ? (0,values/* formatPercent */.l9)(saved) : `${saved > 99 ? (0,values/* formatNumber */.ZV)(saved) : Math.round(saved)}\u00a0%`}`;
    }
    return `+${percent < 10 ? (0,values/* formatPercent */.l9)(percent) : `${(0,values/* formatNumber */.ZV)(Math.round(percent))}\u00a0%`}`;
}
function numberOf(row, key) {
    const value = row[key];
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

;// CONCATENATED MODULE: ./.build/src/report/summary/performance.js






/** The document's table of declared queries: promised time, budget, baseline, present time. */
/** The measured rows of declared queries; empty for other checks, and where names are redacted. */
function performanceRows({ check, measurements = [] }) {
    return (0,checks/* checkById */.x)(check)?.shownAs === "performance" ? worstFirst(measurements) : [];
}
/** The first rows visible, the next collapsed, the others counted. */
function performanceTable(rows, limits) {
    const kept = rows.slice(0, limits.shown + limits.collapsed);
    const cut = rows.length - kept.length;
    const columns = columnsFor(kept);
    return [
        ...(kept.length === 0 ? [] : [tableOf(kept.slice(0, limits.shown), columns)]),
        ...(0,blocks/* moreRows */.zj)(kept.slice(limits.shown), cut, (part) => tableOf(part, columns)),
        ...(kept.length === 0 ? [] : [legend(kept)]),
        ...notesOf(kept).map((note) => noteBelow(note, limits)),
    ];
}
function tableOf(rows, columns) {
    return (0,html_escape/* table */.tp)([
        { heading: (0,html_escape/* trusted */.IZ)("Query") },
        ...columns.map(({ heading }) => ({ heading: (0,html_escape/* trusted */.IZ)(heading), right: true })),
    ], rows.map((row) => [
        (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I[verdictOf(row)]} ${(0,html_escape/* code */.aY)(nameOf(row))}`,
        ...columns.map(({ of }) => cell(of(row))),
    ]));
}
function cell(value) {
    if (value === undefined)
        return (0,html_escape/* trusted */.IZ)("—");
    const { text, small } = value;
    if (small === undefined)
        return (0,html_escape/* trusted */.IZ)(text);
    return (0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(text)}<br><sub>${(0,html_escape/* trusted */.IZ)(small.replaceAll(" ", "\u00a0"))}</sub>`;
}
function legend(rows) {
    const at = recordedAt(rows);
    const recorded = at === undefined ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) ` Baseline: recorded on ${(0,inline_text/* renderText */.S5)(at)}.`;
    return (0,inline_text/* html */.qy) `<p><sub>${(0,html_escape/* trusted */.IZ)(LEGEND)}${recorded}</sub></p>`;
}
function noteBelow({ about, parts }, { listed }) {
    const lines = parts.slice(0, listed).map(({ names, text }) => {
        const whose = names.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) ` ${(0,inline_text/* list */.p_)(names.map((name) => (0,html_escape/* code */.aY)(name)))}:`;
        return (0,inline_text/* html */.qy) `${whose} ${(0,inline_text/* renderText */.S5)(text)}`;
    });
    const omitted = parts.length - lines.length;
    const all = [...lines, ...(omitted > 0 ? [(0,inline_text/* html */.qy) ` and ${(0,inline_text/* count */.U9)(omitted, "other")}`] : [])];
    return (0,inline_text/* html */.qy) `<p><sub>${(0,html_escape/* trusted */.IZ)(about)}:${(0,html_escape/* trusted */.IZ)(all.join(";"))}.</sub></p>`;
}
/** A collapsed section for a check that does not fail. A skipped one is left out. */
function performance({ results }, limits) {
    return results.flatMap((result) => {
        const rows = performanceRows(result);
        if (rows.length === 0 || result.status === "fail" || result.status === "skipped")
            return [];
        return (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `⏱️ Performance: ${budgetsKept(rows)}`, [
            (0,inline_text/* html */.qy) `<p>${(0,inline_text/* renderText */.S5)(result.why)}</p>`,
            ...performanceTable(rows, limits),
        ]);
    });
}
function budgetsKept(rows) {
    if (isUnjudged(rows))
        return (0,inline_text/* html */.qy) `${(0,inline_text/* count */.U9)(rows.length, "query", "queries")} measured, judged by nothing yet`;
    const good = rows.filter((row) => verdictOf(row) === "pass").length;
    const number = (0,inline_text/* html */.qy) `${good === rows.length ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `${good} of `}${(0,inline_text/* count */.U9)(rows.length, "query", "queries")}`;
    return (0,inline_text/* html */.qy) `${number} ${(0,html_escape/* trusted */.IZ)(good === 1 ? "keeps its budget" : "keep their budgets")}`;
}
/** The plans of findings, each collapsed; plans without room are counted. */
function plans(findings, limits) {
    const all = findings.flatMap(({ key, plan }) => (plan === undefined ? [] : [{ key, plan }]));
    const kept = all.filter(({ plan }) => (0,blocks/* fits */.lA)(plan)).slice(0, limits.plans);
    const cut = all.length - kept.length;
    return [
        ...kept.flatMap(({ key, plan }) => (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `Plan of ${(0,html_escape/* code */.aY)(key)}`, [(0,blocks/* fenced */.OF)(plan)])),
        ...(cut === 0 ? [] : [(0,inline_text/* html */.qy) `<p>${(0,inline_text/* count */.U9)(cut, "plan")} not shown here; the report file has all.</p>`]),
    ];
}


/***/ }),

/***/ 3327:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ byWording),
/* harmony export */   c: () => (/* binding */ sentencesOf)
/* harmony export */ });
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8017);


/** Maximum length of a sentence: a finding may have several reasons, and its remedy comes last. */
const SENTENCES_LENGTH = 1_500;
/** Up to this many findings each keep their sentence; of more, one of each wording is shown. */
const EACH = 3;
/** The findings' sentences as a list: one of each wording, at most `most`, the others counted. */
function sentencesOf(groups, most) {
    if (groups.length === 0 || most === 0)
        return [];
    const lines = groups.slice(0, most).map((group) => {
        const [first] = group;
        const similar = group.length > 1 ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) ` <i>(and ${group.length - 1} alike)</i>` : (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("");
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<li>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(first?.message ?? "", SENTENCES_LENGTH)}${similar}</li>`;
    });
    if (groups.length > most) {
        const omitted = groups.slice(most).reduce((sum, group) => sum + group.length, 0);
        lines.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<li>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(omitted, "other finding")}</li>`);
    }
    return [`<ul>\n${lines.join("\n")}\n</ul>`];
}
/** Groups findings whose sentences differ in names and numbers only. */
function byWording(findings) {
    if (findings.length <= EACH)
        return findings.map((finding) => [finding]);
    const groups = new Map();
    for (const finding of findings) {
        const wording = wordingOf(finding);
        const group = groups.get(wording);
        if (group === undefined)
            groups.set(wording, [finding]);
        else
            group.push(finding);
    }
    return [...groups.values()];
}
function wordingOf({ key, facts, message }) {
    const names = [key, ...Object.values(facts).flat()].filter((value) => typeof value === "string" && value !== "");
    return names
        .sort((a, b) => b.length - a.length)
        .reduce((text, name) => text.replaceAll(name, "·"), message)
        .replace(/\d+/g, "0");
}


/***/ }),

/***/ 4150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ unknownChecks),
/* harmony export */   r: () => (/* binding */ fixOfUnknown)
/* harmony export */ });
/* harmony import */ var _html_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2190);
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8017);



const REASONS = {
    permission: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("The login may not look"),
    extension: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("An extension is missing or does not work"),
    version: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("This server's version cannot tell"),
    timeout: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("It took too long"),
    window: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("The counters have not counted long enough"),
    unreachable: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("It could not be reached"),
    error: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("For another reason"),
};
/** Unknown checks, and how to fix them. */
function unknownChecks({ unknownResults }, limits) {
    if (unknownResults.length === 0)
        return [];
    const causes = causesOf(unknownResults);
    const most = Math.max(3, limits.listed);
    const blocks = causes
        .slice(0, most)
        .flatMap((cause, index) => causeBlock(cause, most, causes[index - 1]?.reason !== cause.reason));
    if (causes.length > most)
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(causes.length - most, "other cause")}</p>`);
    // A failing check that is unknown in part is listed among the failing checks above.
    const whole = unknownResults.filter(({ status }) => status === "unknown").length;
    const partly = unknownResults.length - whole;
    const inPart = (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(partly, "failing check")} in part`;
    const counted = [...(whole > 0 ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(whole, "check")] : []), ...(partly > 0 ? [inPart] : [])];
    return [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<h3>❔ Could not look: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .list */ .p_)(counted)}</h3>`, ...blocks];
}
function causesOf(unknownResults) {
    const causes = new Map();
    for (const result of unknownResults) {
        const { reason = "error", fix } = result.unknown ?? {};
        const key = JSON.stringify([reason, fix]);
        const cause = causes.get(key);
        if (cause === undefined)
            causes.set(key, { reason, fix, results: [result] });
        else
            cause.results.push(result);
    }
    const inOrder = [...causes.values()];
    const reasons = [...new Set(inOrder.map(({ reason }) => reason))];
    return inOrder.toSorted((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason));
}
function causeBlock({ reason, fix, results }, most, isFirstOfReason) {
    const details = new Map();
    for (const result of results.slice(0, most)) {
        const detail = result.unknown?.detail ?? "";
        details.set(detail, [...(details.get(detail) ?? []), (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(result.title)]);
    }
    const lines = [...details].map(([detail, titles]) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<li>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(detail)}<br><sub>${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(titles.join(" · "))}</sub></li>`);
    if (results.length > most)
        lines.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<li>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(results.length - most, "other check")}</li>`);
    return [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `${isFirstOfReason ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p><b>${REASONS[reason]}</b></p>\n` : (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("")}<ul>\n${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(lines.join("\n"))}\n</ul>`,
        ...(fix === undefined || fix.trim() === "" ? [] : fixOfUnknown(fix)),
    ];
}
/** The fix of an unknown check, to copy. */
function fixOfUnknown(fix) {
    return (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fits */ .lA)(fix)
        ? [(0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .fenced */ .OF)(fix.trim(), (0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .languageOf */ .eX)(fix))]
        : ["<p>What mends it is too long to show; the report file has it.</p>"];
}


/***/ }),

/***/ 6628:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FD: () => (/* binding */ isAllGreen),
/* harmony export */   PS: () => (/* binding */ consequences),
/* harmony export */   WJ: () => (/* binding */ verdict),
/* harmony export */   Yy: () => (/* binding */ fixFirst),
/* harmony export */   _g: () => (/* binding */ findingsText),
/* harmony export */   oE: () => (/* binding */ notices)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _html_blocks_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2190);
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8017);
/* harmony import */ var _icons_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2024);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8441);
/* harmony import */ var _checklist_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1005);







/** The first screen: the verdict in one sentence, why the step fails, and what to fix first. */
/** Maximum number of first steps. */
const FIRST_STEPS = 5;
/** A longer fix is shown only in its block. */
const SHORT_FIX = 140;
const SHORT_MESSAGE = 300;
/** Maximum number of notices; each is a paragraph. */
const NOTICES = 20;
/** Whether every check passes and there is nothing else to report. */
function isAllGreen({ report, counts, unknownResults }) {
    return (report.conclusion === "pass" &&
        !report.stepFails &&
        report.server !== null &&
        counts.total === 0 &&
        counts.statuses.fail === 0 &&
        counts.statuses.pass > 0 &&
        unknownResults.length === 0);
}
/** Icon and sentence. */
function verdict(model) {
    const { report, counts, unknownResults } = model;
    const target = (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(report.target, 80);
    if (report.unreachable !== undefined)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `❌ ${target} could not be reached`;
    if (report.checklist.length > 0)
        return checklistVerdict(model, target);
    const { fail, pass } = counts.statuses;
    if (counts.total > 0 || fail > 0) {
        const sign = (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(report.stepFails ? "❌" : "⚠️");
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${sign} ${target} has ${findingsText(counts)}`;
    }
    if (unknownResults.length > 0) {
        const sign = (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(report.stepFails ? "❌" : "❔");
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${sign} ${target}: nothing wrong in sight, but ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(unknownResults.length, "check")} could not look`;
    }
    if (report.stepFails)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `❌ ${target} is not ready`;
    if (report.server === null)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `❔ ${target} was not looked at`;
    if (pass === 0)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `❔ ${target}: no check gave a verdict`;
    return pass === 1 ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `✅ ${target} passes its one check` : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `✅ ${target} passes all ${pass} checks`;
}
/** `11 of 14 ticked, 2 high findings`. */
function checklistVerdict({ report, counts }, target) {
    const tally = (0,_checklist_js__WEBPACK_IMPORTED_MODULE_6__/* .tallyOf */ .sv)(report);
    const isComplete = tally.complete === tally.items;
    if (isComplete && !report.stepFails && counts.total === 0) {
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `✅ ${target} is ready: ${(0,_checklist_js__WEBPACK_IMPORTED_MODULE_6__/* .ratio */ .CG)(tally)} ticked`;
    }
    const sign = isComplete || counts.total > 0 ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("⚠️") : (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("❔");
    const found = counts.total === 0 ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("") : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `, ${findingsText(counts)}`;
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${report.stepFails ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("❌") : sign} ${target}: ${(0,_checklist_js__WEBPACK_IMPORTED_MODULE_6__/* .ratio */ .CG)(tally)} ticked${found}`;
}
/** `2 critical, 1 high and 3 other findings`; `2 new findings (1 high and 1 low); 5 known, in open issues`. */
function findingsText(counts) {
    const { total, known } = counts;
    if (total === 0)
        return (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("something to mend");
    if (known === 0)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${urgentFirst(counts.findings)} ${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(total === 1 ? "finding" : "findings")}`;
    const fresh = total - known;
    const news = fresh === 0
        ? (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("no new finding")
        : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(fresh, "new finding")} (${urgentFirst(counts.fresh)})`;
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${news}; ${known} known, in open issues`;
}
/** The two most urgent priorities by name, the others together. */
function urgentFirst(numbers) {
    const present = _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.filter((priority) => numbers[priority] > 0);
    const named = present.slice(0, 2);
    const omitted = present.slice(2).reduce((sum, priority) => sum + numbers[priority], 0);
    const parts = named.map((priority) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(numbers[priority], priority, priority));
    if (omitted > 0)
        parts.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(omitted, "other", "other"));
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .list */ .p_)(parts);
}
/** Whether the step fails, and why. */
function consequences(model, limits) {
    const { report, counts } = model;
    const blocks = [];
    if (report.unreachable !== undefined)
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p><b>What to do:</b> ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(report.unreachable, 2_000)}</p>`);
    else if (report.stepFails && report.gate.length > 0)
        blocks.push(gate(report.gate, limits));
    else if (report.failOn === "never" && !report.stepFails && counts.total > 0) {
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>Advisory: with <code>fail-on: never</code> this step passes whatever is found.</p>`);
    }
    else if (!report.stepFails && counts.total > 0) {
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>This step passes: nothing here stops it at <code>fail-on: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(report.failOn)}</code>.</p>`);
    }
    if (counts.known > 0) {
        blocks.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>What an open issue holds already stops nothing here (<code>policy.known-findings</code>).</p>`);
    }
    return blocks;
}
/** The notices of the run, which are independent of the verdict. */
function notices({ report }) {
    const shown = report.notices.slice(0, NOTICES).map((notice) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>ℹ️ ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(notice)}</p>`);
    const omitted = report.notices.length - shown.length;
    return omitted === 0 ? shown : [...shown, (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(omitted, "other notice")}</p>`];
}
function gate(sentences, limits) {
    const [first = ""] = sentences;
    if (sentences.length === 1)
        return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p><b>This step fails:</b> ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(first)}</p>`;
    const shown = sentences
        .slice(0, Math.max(1, limits.sentences))
        .map((sentence) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<li>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(sentence)}</li>`);
    const omitted = sentences.length - shown.length;
    if (omitted > 0)
        shown.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<li>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(omitted, "reason")} more</li>`);
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p><b>This step fails:</b></p>\n<ul>\n${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(shown.join("\n"))}\n</ul>`;
}
/** The next step for the most urgent findings, one line for each check. */
function fixFirst({ failing, known }) {
    const fresh = failing.filter(({ findings }) => findings.length > 0);
    const found = fresh.length > 0 ? fresh : known;
    // Low priorities come first only when there is nothing more urgent.
    const urgent = found.filter(({ result }) => (0,_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .isAtLeast */ .du)(result.priority, "medium"));
    const first = urgent.length > 0 ? urgent : found;
    if (first.length === 0)
        return [];
    const steps = first.slice(0, FIRST_STEPS).map((check) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<li>${step(check)}</li>`);
    const omitted = found.length - steps.length;
    return [
        "### Do first",
        `<ol>\n${steps.join("\n")}\n</ol>`,
        ...(omitted > 0 ? [(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<p>Then ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .count */ .U9)(omitted, "more check")}, below.</p>`] : []),
    ];
}
/** The first sentence of a long message; the page has all of it below. */
function shortened(message) {
    return message.length <= SHORT_MESSAGE ? message : (/^.*?\.(?= \p{Lu})/su.exec(message)?.[0] ?? message);
}
/** `findings` has the most urgent first. */
function step({ result, findings }) {
    const priority = findings[0]?.priority ?? "info";
    const samePriority = findings.filter((finding) => finding.priority === priority);
    const [finding] = samePriority;
    const others = samePriority.length > 1 ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) ` <i>(and ${samePriority.length - 1} more)</i>` : (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("");
    const fix = finding?.fix?.trim() ?? "";
    const short = fix !== "" && finding?.destructive !== true && fix.length <= SHORT_FIX && !fix.includes("\n");
    const what = finding === undefined || (0,_redact_js__WEBPACK_IMPORTED_MODULE_5__/* .isRedacted */ .vX)(finding)
        ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `see to “${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(result.title)}”`
        : (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(shortened(finding.message));
    const how = (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) ` <a href="${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)((0,_html_blocks_js__WEBPACK_IMPORTED_MODULE_1__/* .documentation */ .TH)(result.check))}">How to mend it</a>`;
    const next = short ? (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `<br>${(0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(fix, SHORT_FIX)}` : (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("");
    return (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .html */ .qy) `${_icons_js__WEBPACK_IMPORTED_MODULE_4__/* .PRIORITY_ICONS */ .sh[priority]} <b>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_3__/* .renderText */ .S5)(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .DUE */ .jH[priority])}</b>: ${what}${others}${how}${next}`;
}


/***/ })

};
