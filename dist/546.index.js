export const id = 546;
export const ids = [546];
export const modules = {

/***/ 6546:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectSupabase: () => (/* binding */ collectSupabase),
  projectRefOf: () => (/* binding */ projectRefOf),
  readSupabase: () => (/* binding */ readSupabase)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./.build/src/checks/shared/sources/supabase.js
var sources_supabase = __webpack_require__(1354);
// EXTERNAL MODULE: ./.build/src/core/finding.js
var finding = __webpack_require__(5666);
// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
// EXTERNAL MODULE: ./.build/src/collect/postgres/connection-url.js
var connection_url = __webpack_require__(4006);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
;// CONCATENATED MODULE: ./.build/src/collect/supabase/endpoints.js

const time = schemas/* string */.YjP().transform((text, context) => {
    const milliseconds = parseTime(text);
    if (Number.isNaN(milliseconds)) {
        context.issues.push({ code: "custom", message: "no time", input: text });
        return core/* NEVER */.tm;
    }
    return milliseconds;
});
const project = schemas/* object */.Ikc({ status: schemas/* string */.YjP(), created_at: time })
    .transform(({ status, created_at }) => ({ status, createdAt: created_at }));
const backups = schemas/* object */.Ikc({
    pitr_enabled: schemas/* boolean */.zMY(),
    walg_enabled: schemas/* boolean */.zMY(),
    backups: schemas/* array */.YOg(schemas/* object */.Ikc({ status: schemas/* string */.YjP(), is_physical_backup: schemas/* boolean */.zMY(), inserted_at: time })),
    physical_backup_data: schemas/* object */.Ikc({
        earliest_physical_backup_date_unix: schemas/* number */.aig().nullish(),
        latest_physical_backup_date_unix: schemas/* number */.aig().nullish(),
    }),
})
    .transform(({ pitr_enabled, walg_enabled, backups, physical_backup_data: physical }) => ({
    pitrEnabled: pitr_enabled,
    walgEnabled: walg_enabled,
    backups: backups.map(({ status, is_physical_backup, inserted_at }) => ({
        status,
        isPhysical: is_physical_backup,
        at: inserted_at,
    })),
    latestPhysicalAt: fromSeconds(physical.latest_physical_backup_date_unix),
    earliestPhysicalAt: fromSeconds(physical.earliest_physical_backup_date_unix),
}));
const pooler = schemas/* array */.YOg(schemas/* object */.Ikc({
    database_type: schemas/* string */.YjP(),
    pool_mode: schemas/* string */.YjP(),
    default_pool_size: schemas/* number */.aig().nullable(),
    max_client_conn: schemas/* number */.aig().nullable(),
}))
    .transform((poolers, context) => {
    const primary = poolers.find(({ database_type }) => database_type === "PRIMARY");
    if (primary === undefined) {
        context.issues.push({ code: "custom", message: "no pooler of the primary", input: poolers });
        return core/* NEVER */.tm;
    }
    return settingsOf(primary);
});
/** Every field may be missing: no dedicated pooler has been set up, or its default counts. */
const pgbouncer = schemas/* object */.Ikc({
    pool_mode: schemas/* string */.YjP().nullish(),
    default_pool_size: schemas/* number */.aig().nullish(),
    max_client_conn: schemas/* number */.aig().nullish(),
})
    .transform(settingsOf);
/** The answer may hold the project's JWT secret, which is dropped here. */
const postgrest = schemas/* object */.Ikc({ db_pool: schemas/* number */.aig().nullable() })
    .transform(({ db_pool }) => ({ poolSize: db_pool }));
const ENDPOINTS = {
    project: { path: "", what: "the project", permission: "Project Settings", answer: project },
    backups: { path: "/database/backups", what: "the backups", permission: "Backups", answer: backups },
    pooler: {
        path: "/config/database/pooler",
        what: "the shared pooler",
        permission: "Connection Pooling",
        answer: pooler,
    },
    pgbouncer: {
        path: "/config/database/pgbouncer",
        what: "the dedicated pooler",
        permission: "Database",
        answer: pgbouncer,
    },
    postgrest: { path: "/postgrest", what: "the Data API", permission: "Data API Config", answer: postgrest },
};
function settingsOf(pooler) {
    return {
        mode: pooler.pool_mode ?? null,
        poolSize: pooler.default_pool_size ?? null,
        maxClients: pooler.max_client_conn ?? null,
    };
}
function fromSeconds(seconds) {
    return seconds === null || seconds === undefined ? null : seconds * 1_000;
}
/** ISO 8601, or PostgreSQL's own form; without a zone it is UTC. NaN when it is no time. */
function parseTime(text) {
    const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text.trim());
    if (match === null)
        return Number.NaN;
    const [, day, clock, zone = "Z"] = match;
    return Date.parse(`${day}T${clock}${zone.length === 3 ? `${zone}:00` : zone}`);
}

// EXTERNAL MODULE: ./.build/src/lib/http-status.js
var http_status = __webpack_require__(4638);
;// CONCATENATED MODULE: ./.build/src/collect/supabase/explain-error.js

/** One clear sentence for an answer that is not 200. Nothing of what the API wrote goes into it. */
function explainStatus(status, { what, permission }) {
    switch ((0,http_status/* refusalKind */.l)(status)) {
        case "unauthenticated":
            return everywhere({
                reason: "permission",
                detail: "Supabase does not know this access token: it is mistyped, expired or revoked. Make a new one in the dashboard under Account, Access Tokens, and put it into the secret that supabase-access-token names.",
            });
        case "payment":
            return here({
                reason: "permission",
                detail: `The plan of the project's organisation does not let the Management API tell about ${what}.`,
            });
        case "forbidden":
            return here({
                reason: "permission",
                detail: `This access token may not read ${what}: give it the permission ${permission} (Read) for this project; its owner must be a member of the organisation.`,
            });
        case "not-found":
            return here({
                reason: "error",
                detail: `Supabase knows no ${what.replace(/^the /, "")} for this project-ref: check supabase.project-ref, and that the token's owner is a member of the project's organisation.`,
            });
        case "rate-limit":
            return mayPass(everywhere({
                reason: "unreachable",
                detail: "Supabase's rate limit for this token is reached, and this run has no time to wait any longer: run again in a few minutes.",
            }));
        case "server-error":
            return mayPass(here({
                reason: "unreachable",
                detail: `Supabase's Management API failed to tell about ${what} (HTTP ${status}): run again later, and see status.supabase.com.`,
            }));
        case "redirect":
            return everywhere({
                reason: "unreachable",
                detail: "The Management API answered with a redirect, which is not followed, since the token would go along: something between here and Supabase answers in its place.",
            });
        default:
            return here({
                reason: "error",
                detail: `The Management API refused to tell about ${what} (HTTP ${status}).`,
            });
    }
}
/** One clear sentence for a call that got no answer. The error's own words may hold the address, and are not used. */
function explainFailure(error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "TimeoutError" || name === "AbortError") {
        return everywhere({ reason: "timeout", detail: "Supabase's Management API did not answer in time." });
    }
    return mayPass(everywhere({
        reason: "unreachable",
        detail: "Supabase's Management API was not reached: the runner needs HTTPS to api.supabase.com, and nothing may cut the connection.",
    }));
}
function here(unknown) {
    return { unknown, isEverywhere: false, mayPass: false };
}
function everywhere(unknown) {
    return { unknown, isEverywhere: true, mayPass: false };
}
function mayPass(failure) {
    return { ...failure, mayPass: true };
}

;// CONCATENATED MODULE: ./.build/src/collect/supabase/index.js







const REF = "[a-z]{20}";
/**
 * The project's reference, when the database's address tells it: the direct host is db.<ref>.supabase.co, and the
 * pooler's user ends with .<ref>. Undefined otherwise, also for an address that cannot be read.
 */
function projectRefOf(databaseUrl) {
    if (databaseUrl === undefined)
        return undefined;
    try {
        const { host, user } = (0,connection_url/* parseConnectionUrl */.z)(databaseUrl, "database-url");
        const direct = new RegExp(`^db\\.(${REF})\\.supabase\\.(co|com)$`, "i").exec(host);
        if (direct !== null)
            return direct[1]?.toLowerCase();
        if (!/\.pooler\.supabase\.com$/i.test(host))
            return undefined;
        return new RegExp(`\\.(${REF})$`).exec(user)?.[1];
    }
    catch {
        return undefined;
    }
}
/** One call may take so long, in milliseconds; the run's time may be shorter. */
const CALL_TIMEOUT = 10_000;
/** How long to wait before a failed call is tried again when the API does not say, in milliseconds. */
const PAUSE = 1_000;
/** Each topic on its own; what stands in the way of all of them is said of each. */
async function readSupabase(names, { supabase, database }, { fetch, deadline }) {
    const topics = names.flatMap((name) => sources_supabase/* SUPABASE_TOPICS */.u.find((topic) => topic === name) ?? []);
    const found = await collectSupabase(supabase, topics, deadline - Date.now(), {
        databaseUrl: database?.url,
        fetch,
    });
    return new Map(topics.flatMap((topic) => {
        const source = "value" in found ? found.value[topic] : found;
        return source === undefined ? [] : [[topic, source]];
    }));
}
/**
 * Asks the Management API for some topics of one project: one call each, a second one when the API asks to wait
 * or fails. The token goes to `apiUrl` alone; what cannot be had is said, never thrown.
 *
 * @param timeout milliseconds that all of it may take
 * @param databaseUrl its host or user may tell the project when the configuration does not
 * @param fetch default: Node's own, which knows no proxy
 */
async function collectSupabase({ token, projectRef, apiUrl }, topics, timeout, { databaseUrl, fetch = globalThis.fetch, } = {}) {
    const refOfDatabase = projectRefOf(databaseUrl);
    const ref = projectRef ?? refOfDatabase;
    if (ref === undefined)
        return NOT_CONFIGURED;
    if (refOfDatabase !== undefined && refOfDatabase !== ref)
        return ANOTHER_PROJECT;
    if (token === undefined)
        return NO_TOKEN;
    const project = { apiUrl, token, ref, deadline: Date.now() + timeout, fetch };
    const [first, ...others] = topics;
    if (first === undefined)
        return { value: {} };
    // The first answer tells whether the API, the token and its rate limit are any good.
    const answer = await ask(project, first);
    const isHopeless = "unknown" in answer && answer.isEverywhere;
    const answers = await Promise.all(others.map(async (topic) => [topic, isHopeless ? answer : await ask(project, topic)]));
    return {
        value: Object.fromEntries([[first, answer], ...answers].map(([topic, outcome]) => [topic, sourceOf(outcome)])),
    };
}
const NOT_CONFIGURED = {
    skipped: {
        reason: "not-configured",
        detail: "For a Supabase project, name it in the configuration:",
        fix: (0,finding/* yamlBlock */.RP)("supabase: { project-ref: abcdefghijklmnopqrst }"),
    },
};
/** One file for staging and production would tick staging's boxes with production's backups. */
const ANOTHER_PROJECT = {
    unknown: {
        reason: "error",
        detail: "database-url leads to another Supabase project than supabase.project-ref names, so the Management API was not asked: take project-ref out of the configuration, for the address tells it, or give this run a config of its own.",
    },
};
const NO_TOKEN = {
    skipped: {
        reason: "no-secret",
        detail: "Supabase's Management API wants an access token. Give it to the action:",
        fix: (0,finding/* yamlBlock */.RP)("supabase-access-token: ${{ secrets.SUPABASE_ACCESS_TOKEN }}"),
    },
};
function sourceOf(outcome) {
    return "value" in outcome ? outcome : { unknown: outcome.unknown };
}
/** One topic. A wait that the API asks for is kept, when the run has the time. */
async function ask(project, topic) {
    const endpoint = ENDPOINTS[topic];
    const { outcome, pause } = await call(project, endpoint);
    const mayPass = "unknown" in outcome && outcome.mayPass;
    if (!mayPass || Date.now() + pause >= project.deadline)
        return outcome;
    await (0,promises_.setTimeout)(pause);
    return (await call(project, endpoint)).outcome;
}
/** `pause`: milliseconds to wait before the same call is made again. */
async function call({ apiUrl, token, ref, deadline, fetch }, endpoint) {
    const timeLeft = Math.max(1, Math.min(CALL_TIMEOUT, deadline - Date.now()));
    try {
        const response = await fetch(`${apiUrl}/v1/projects/${ref}${endpoint.path}`, {
            headers: { authorization: `Bearer ${token}`, accept: "application/json" },
            // A redirect would take the token along.
            redirect: "manual",
            signal: AbortSignal.timeout(timeLeft),
        });
        const text = await response.text();
        const outcome = response.ok ? read(endpoint, text) : explainStatus(response.status, endpoint);
        return { outcome, pause: retryAfter(response.headers.get("retry-after")) };
    }
    catch (error) {
        return { outcome: explainFailure(error), pause: PAUSE };
    }
}
/** New fields are left out, secrets among them; a field that we need and that is missing makes the answer unusable. */
function read(endpoint, text) {
    const answer = endpoint.answer.safeParse((0,json/* parseJson */.qF)(text));
    if (answer.success)
        return { value: answer.data };
    const place = answer.error.issues[0]?.path.join(".") ?? "";
    return {
        isEverywhere: false,
        mayPass: false,
        unknown: {
            reason: "version",
            detail: `The Management API's answer about ${endpoint.what} has not the form that this version knows${place === "" ? "" : ` (${place})`}.`,
        },
    };
}
/** Seconds or a date, as HTTP has it; in milliseconds from now. */
function retryAfter(header) {
    if (header === null)
        return PAUSE;
    const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
    return Number.isNaN(wait) ? PAUSE : Math.max(0, wait);
}


/***/ }),

/***/ 4638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ refusalKind)
/* harmony export */ });
const KINDS = {
    401: "unauthenticated",
    402: "payment",
    403: "forbidden",
    404: "not-found",
    429: "rate-limit",
};
function refusalKind(status) {
    if (status >= 500)
        return "server-error";
    if (status >= 300 && status < 400)
        return "redirect";
    return KINDS[status] ?? "refused";
}


/***/ })

};
