export const id = 22;
export const ids = [22,761,771];
export const modules = {

/***/ 4963:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Us: () => (/* binding */ jobsSchema),
/* harmony export */   Wp: () => (/* binding */ parseAnswer),
/* harmony export */   _L: () => (/* binding */ repositorySchema),
/* harmony export */   gf: () => (/* binding */ runsSchema),
/* harmony export */   sM: () => (/* binding */ workflowsSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3761);


/** Of GitHub's answers only what we use; new fields pass by. */
const time = zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$({ offset: true }).transform((text) => Date.parse(text));
const repositorySchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ default_branch: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() });
const workflowsSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    total_count: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    workflows: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(), path: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), state: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), created_at: time })),
});
const runsSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    total_count: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
    workflow_runs: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
        id: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig(),
        status: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
        created_at: time,
        run_started_at: time.optional(),
    })),
});
const jobsSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    jobs: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
        name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        steps: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), status: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), conclusion: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable() }))
            .optional(),
    })),
});
/** @throws GitHubError when the answer has not the form we need */
function parseAnswer(schema, answer, what) {
    const parsed = schema.safeParse(answer);
    if (parsed.success)
        return parsed.data;
    throw new _client_js__WEBPACK_IMPORTED_MODULE_0__.GitHubError({ reason: "version", detail: `GitHub's answer for ${what} has not the form that this check expects.` }, 200);
}


/***/ }),

/***/ 3761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GitHubError: () => (/* reexport safe */ _errors_js__WEBPACK_IMPORTED_MODULE_0__.y_),
/* harmony export */   gitHubClient: () => (/* binding */ gitHubClient)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8313);
/* harmony import */ var _refusals_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5411);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4309);




const ATTEMPTS = 3;
const LONGEST_WAIT = 30_000;
/** The token is sent to the API's own host alone: a redirect to another is not followed. */
function gitHubClient(options) {
    const { apiUrl, deadline, maxRequests, longestWait = LONGEST_WAIT, clock = _transport_js__WEBPACK_IMPORTED_MODULE_2__/* .SYSTEM_CLOCK */ .V } = options;
    const { ask, follow } = (0,_transport_js__WEBPACK_IMPORTED_MODULE_2__/* .transport */ .e)(options);
    let left = maxRequests;
    /** Asks until there is an answer to go by. */
    async function settle(once, what, { isRepeatable, purpose, outlastsSilence = false }) {
        left -= 1;
        for (let attempt = 1;; attempt += 1) {
            const response = await answerOf(once, {
                mayRepeat: isRepeatable && attempt < ATTEMPTS,
                outlastsSilence: outlastsSilence && clock.now() < deadline,
            });
            if (response === undefined)
                continue;
            if (response.ok)
                return response;
            const { status, headers } = response;
            const refused = { status, headers, text: await response.text().catch(() => "") };
            const wait = (0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .waitBeforeRetry */ .jy)(refused, { attempt, now: clock.now(), longest: longestWait });
            const mayRepeat = attempt < ATTEMPTS && (isRepeatable || (0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .isRateLimited */ .Jz)(refused));
            if (!mayRepeat || wait === undefined || clock.now() + wait >= deadline) {
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_((0,_refusals_js__WEBPACK_IMPORTED_MODULE_1__/* .explainStatus */ .cq)(refused, what, purpose), status);
            }
            await clock.sleep(wait);
        }
    }
    return {
        left: () => left,
        async get(path, what, query = {}) {
            const url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
            return readJson(await settle(() => follow(url, what), what, { isRepeatable: true }), what);
        },
        async list({ path, what, query, maxPages, purpose }) {
            const items = [];
            let url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
            for (let page = 1;; page += 1) {
                const from = url;
                const request = { isRepeatable: true, ...(purpose === undefined ? {} : { purpose }) };
                const response = await settle(() => follow(from, what), what, request);
                const answer = await readJson(response, what);
                if (!Array.isArray(answer))
                    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "version", detail: noList(what) }, 200);
                items.push(...answer);
                const next = nextPage(response.headers.get("link"), { url, page, items: answer.length });
                if (next === undefined || page === maxPages)
                    return { items, isWhole: next === undefined };
                url = next;
            }
        },
        async send(request) {
            const { method, path, what, body } = request;
            const url = new URL(`${apiUrl}${path}`);
            // A redirect leads to another repository, where an issue was moved to: not ours to write.
            const response = await settle(() => ask(url, what, { method, body }), what, {
                ...request,
                outlastsSilence: true,
            });
            return response.status === 204 ? undefined : readJson(response, what);
        },
    };
}
/** A connection that broke is tried again where that is allowed; undefined says so. */
async function answerOf(ask, { mayRepeat, outlastsSilence }) {
    try {
        return await ask();
    }
    catch (error) {
        if (!mayRepeat || !(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_))
            throw error;
        const { reason } = error.unknown;
        if (reason !== "unreachable" && !(reason === "timeout" && outlastsSilence))
            throw error;
        return undefined;
    }
}
async function readJson(response, what) {
    try {
        return await response.json();
    }
    catch {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "unreachable", detail: `GitHub's answer for ${what} broke off or is no JSON.` }, response.status);
    }
}
/** Where GitHub names no next page, a full one may still have a follower: proxies drop headers. */
function nextPage(link, { url, page, items }) {
    const named = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
    const size = Number(url.searchParams.get("per_page") ?? 30);
    if (named === undefined && (link !== null || items < size))
        return undefined;
    const next = named === undefined ? null : URL.parse(named, url.href);
    if (next?.origin === url.origin)
        return next;
    const counted = new URL(url);
    counted.searchParams.set("page", String(page + 1));
    return counted;
}
function noList(what) {
    return `GitHub's answer for ${what} is no list.`;
}


/***/ }),

/***/ 8313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ sentenceOf),
/* harmony export */   S4: () => (/* binding */ isLimit),
/* harmony export */   dk: () => (/* binding */ mayHaveHappened),
/* harmony export */   y_: () => (/* binding */ GitHubError)
/* harmony export */ });
/** GitHub did not give what was asked for. What it says itself is not repeated. */
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
/** No answer, a server in trouble, an answer that broke off: what was asked for may have been done or not. */
function mayHaveHappened({ unknown, status }) {
    if (status === null)
        return unknown.reason === "unreachable" || unknown.reason === "timeout";
    return status >= 500 || (status >= 200 && status < 300);
}
function isLimit({ unknown, status }) {
    return status !== null && unknown.reason === "timeout";
}
/** For the log, the summary and an annotation: one sentence, and what to add where something is missing. */
function sentenceOf({ unknown: { detail, fix } }) {
    return fix === undefined ? detail : `${detail} Add to the workflow: \`${fix}\``;
}


/***/ }),

/***/ 5411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ PERMISSIONS),
/* harmony export */   Jz: () => (/* binding */ isRateLimited),
/* harmony export */   cq: () => (/* binding */ explainStatus),
/* harmony export */   jy: () => (/* binding */ waitBeforeRetry)
/* harmony export */ });
/* harmony import */ var _domain_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4099);

/** What a workflow must give so that the token may read what we ask. */
const PERMISSIONS = "permissions:\n  actions: read\n  contents: read";
const READING = { verb: "read", permissions: PERMISSIONS };
const FIRST_WAIT = 500;
/** GitHub asks for a minute at least where it names no time. */
const UNNAMED_WAIT = 60_000;
/** Milliseconds to wait before the same question is asked again; undefined when asking again is of no use. */
function waitBeforeRetry(response, { attempt, now, longest }) {
    const isLimit = isRateLimited(response);
    if (response.status < 500 && !isLimit)
        return undefined;
    const unnamed = isLimit ? UNNAMED_WAIT * 2 ** (attempt - 1) : FIRST_WAIT * 4 ** (attempt - 1);
    const wait = toldToWait(response, now) ?? unnamed;
    return wait > longest ? undefined : wait;
}
/** One sentence for each way in which GitHub refuses. */
function explainStatus(response, what, { verb, permissions } = READING) {
    const { status } = response;
    if (isRateLimited(response)) {
        const reset = Number(response.headers.get("x-ratelimit-reset"));
        const until = reset > 0 ? ` until ${(0,_domain_time_js__WEBPACK_IMPORTED_MODULE_0__/* .toIso */ .tK)(reset * 1000).slice(11, 16)} UTC` : "";
        return {
            reason: "timeout",
            detail: `GitHub's rate limit lets no more questions through${until} (${status}).`,
        };
    }
    if (status === 401) {
        return {
            reason: "permission",
            detail: "GitHub does not accept the token (401): it is wrong, or it has expired.",
            fix: "github-token: ${{ github.token }}",
        };
    }
    if (status === 403 && /archived/i.test(response.text)) {
        return { reason: "permission", detail: "The repository is archived, so nothing can be written (403)." };
    }
    if (status === 403) {
        return { reason: "permission", detail: `The token may not ${verb} ${what} (403).`, fix: permissions };
    }
    if (status === 404) {
        return {
            reason: "permission",
            detail: `GitHub knows nothing of ${what} (404), or the token may not see it.`,
            fix: permissions,
        };
    }
    if (status >= 500) {
        return { reason: "unreachable", detail: `GitHub's API is in trouble: it answers ${status} for ${what}.` };
    }
    const asked = verb === "read" ? "the question for" : "to write";
    return { reason: "error", detail: `GitHub's API refuses ${asked} ${what} (${status}).` };
}
/** 429, or 403 with one of the signs of a limit: a missing permission has neither. */
function isRateLimited({ status, headers, text }) {
    if (status === 429)
        return true;
    return (status === 403 &&
        (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text)));
}
function toldToWait({ headers }, now) {
    const seconds = headers.get("retry-after");
    if (seconds !== null && /^\d+$/.test(seconds))
        return Number(seconds) * 1000;
    const reset = Number(headers.get("x-ratelimit-reset"));
    return headers.get("x-ratelimit-remaining") === "0" && reset > 0
        ? Math.max(0, reset * 1000 - now)
        : undefined;
}


/***/ }),

/***/ 4309:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ SYSTEM_CLOCK),
/* harmony export */   e: () => (/* binding */ transport)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8313);

const API_VERSION = "2022-11-28";
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;
const SYSTEM_CLOCK = {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
/** Single requests, with the headers that GitHub wants and within the time. */
function transport({ token, deadline, clock = SYSTEM_CLOCK }) {
    const headers = {
        accept: "application/vnd.github+json",
        "x-github-api-version": API_VERSION,
        authorization: `Bearer ${token}`,
        "user-agent": "pg-preflight",
    };
    async function ask(url, what, { method, body } = { method: "GET" }) {
        const time = Math.min(clock.requestTimeout ?? REQUEST_TIMEOUT, deadline - clock.now());
        if (time <= 0)
            throw outOfTime(what);
        const json = body === undefined
            ? { headers }
            : { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
        try {
            return await fetch(url.href, {
                method,
                ...json,
                redirect: "manual",
                signal: AbortSignal.timeout(time),
            });
        }
        catch (error) {
            if (error instanceof Error && error.name === "TimeoutError")
                throw outOfTime(what);
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` }, null);
        }
    }
    /** A renamed repository answers 301 with its new address on the same host. */
    async function follow(first, what) {
        let url = first;
        for (let hop = 0; hop <= REDIRECTS; hop += 1) {
            const response = await ask(url, what);
            const location = response.headers.get("location");
            if (response.status < 300 || response.status >= 400 || location === null)
                return response;
            await response.body?.cancel();
            const next = URL.parse(location, url.href);
            if (next?.origin !== url.origin)
                break;
            url = next;
        }
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({
            reason: "error",
            detail: `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`,
        }, null);
    }
    return { ask, follow };
}
function outOfTime(what) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` }, null);
}


/***/ }),

/***/ 7385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ed: () => (/* binding */ stands),
/* harmony export */   I: () => (/* binding */ issueStateSchema),
/* harmony export */   K9: () => (/* binding */ isLaterRun),
/* harmony export */   Mf: () => (/* binding */ isSameRun),
/* harmony export */   SW: () => (/* binding */ slotOf),
/* harmony export */   hz: () => (/* binding */ EMPTY_SLOT),
/* harmony export */   zn: () => (/* binding */ MEMORY_VERSION)
/* harmony export */ });
/* unused harmony export runStampSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5378);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6187);



/**
 * What the next run must know, kept in hidden blocks of our own issues. Times are milliseconds since 1970.
 * Every issue's block has its findings; the overview, the checklist and the weekly index usage have one slot
 * for each suite that writes them as well.
 */
/** A block of a newer version is left alone. */
const MEMORY_VERSION = 1;
/** Up to the year 9999: what is written as a date later must be one, whoever edited the block. */
const time = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0).max(253_402_300_799_999);
const count = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0);
/** One run of the action: what wrote last, and whether that was later than we are. */
const runStampSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** GITHUB_RUN_ID. */
    id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    attempt: count,
    /** When it began. */
    at: time,
});
/** Where a finding's name may be read by everybody it is a keyed hash: see src/domain/refs.ts. */
const rememberedFindingSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    ref: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    priority: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE),
    firstSeen: time,
    /**
     * Runs that agree on it; counting ends at 2, and with 2 it stands. A finding that needs no second run has 2 at
     * once, and one that stood keeps them while it is missed.
     */
    runs: count,
    /** Runs in a row that did not see it any more; at 2 it is forgotten. */
    missed: count,
});
const rememberedCheckSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    status: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_result_js__WEBPACK_IMPORTED_MODULE_2__/* .STATUSES */ .f),
    /** When the check got this status. */
    since: time,
    /** The last run that had this check in it. */
    at: time,
    /** Since when it can't look, or not at everything; null when it can. */
    blindSince: time.nullable(),
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedFindingSchema),
    /** Findings that did not fit: never more urgent than the last of those that did. */
    leftOut: count,
});
const rememberedRunSchema = runStampSchema.extend({
    conclusion: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["pass", "fail", "unknown"]),
    /** Findings that stand, by priority. */
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .partialRecord */ .jgl(zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE), count),
    /** All indexes looked at: how many, and their bytes. */
    indexes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ count, bytes: count }).optional(),
});
const rememberedIndexSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    ref: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** The first of our runs that saw it. */
    firstSeen: time,
    /** Its counter at the last run. */
    scans: count,
    /** Since when it has been seen to rest: see src/judge/memory/indexes.ts. */
    quietSince: time,
    /** `[time, bytes]` of the runs that saw it, oldest first. */
    sizes: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .tuple */ .PVZ([time, count])),
});
const slotSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** Newest first. */
    runs: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedRunSchema),
    checks: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), rememberedCheckSchema),
    /** Since when the server's counters counted at the last run that learned it; null when none did. */
    windows: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ tables: time.nullable(), statements: time.nullable() }),
    /** The server's WAL timeline at the last run that learned it: it moves with a promotion. */
    timeline: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable(),
    indexes: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedIndexSchema),
    /** Indexes that did not fit. */
    indexesLeftOut: count,
});
const issueStateSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    version: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz(MEMORY_VERSION),
    run: runStampSchema,
    /** Why we closed it; null while it is open, and when a person closed it. */
    closed: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["pass", "duplicate", "disabled"]).nullable(),
    /** Refs are names, or keyed hashes. */
    form: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["plain", "hashed"]),
    /** Whose label we put on the issue. */
    priority: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE).nullable(),
    /** Digest of what the block shows, the run that wrote it aside: the same digest is no change. */
    content: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** What the issue tells of, and holds against nobody's pull request. */
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedFindingSchema),
    leftOut: count,
    slots: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), slotSchema),
});
const EMPTY_SLOT = {
    runs: [],
    checks: {},
    windows: { tables: null, statements: null },
    timeline: null,
    indexes: [],
    indexesLeftOut: 0,
};
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
/** Whether two runs agreed on it, or it needed no second. */
function stands({ runs }) {
    return runs >= 2;
}
/** A suite's slot. A suite may be called like something that every object has: `constructor`. */
function slotOf(state, suite) {
    return state && Object.hasOwn(state.slots, suite) ? state.slots[suite] : undefined;
}


/***/ }),

/***/ 2022:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   publishComment: () => (/* binding */ publishComment)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2857);
/* harmony import */ var _collect_github_answers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4963);
/* harmony import */ var _collect_github_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3761);
/* harmony import */ var _collect_github_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8313);
/* harmony import */ var _collect_github_transport_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4309);
/* harmony import */ var _report_comment_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7771);






/** GitHub keeps 2,500 comments of an issue, and up to a hundred come at once. */
const MAX_PAGES = 25;
/** The pages, and what is written. */
const MAX_REQUESTS = 40;
const TIMEOUT = 60_000;
/** Before a look whether something was done. */
const PAUSE = 1_000;
const PURPOSE = {
    verb: "write",
    permissions: "permissions: { contents: read, pull-requests: write }",
};
/**
 * Writes the pull request's one comment, or edits it. What GitHub refuses is told, not thrown.
 *
 * @param clock a test's own
 */
async function publishComment(text, run, settings, clock = _collect_github_transport_js__WEBPACK_IMPORTED_MODULE_3__/* .SYSTEM_CLOCK */ .V) {
    const { token, repository, apiUrl, pullRequest: number } = settings.github;
    if (number === null || token === undefined || repository === null)
        return { action: "none" };
    const deadline = clock.now() + TIMEOUT;
    const client = (0,_collect_github_client_js__WEBPACK_IMPORTED_MODULE_1__.gitHubClient)({ apiUrl, token, deadline, clock, maxRequests: MAX_REQUESTS });
    const comments = new Comments(client, { path: `/repos/${repository}/issues`, number, clock });
    try {
        return await comments.settle(text, run, { isDry: settings.issues.dryRun });
    }
    catch (error) {
        if (!(error instanceof _collect_github_client_js__WEBPACK_IMPORTED_MODULE_1__.GitHubError))
            throw error;
        return { action: "none", ...tell(error, settings) };
    }
}
const commentsSchema = zod__WEBPACK_IMPORTED_MODULE_5__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_5__/* .number */ .aig(),
    body: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP().nullish(),
    user: zod__WEBPACK_IMPORTED_MODULE_5__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP(), login: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP() }).nullish(),
    author_association: zod__WEBPACK_IMPORTED_MODULE_5__/* .string */ .YjP().nullish(),
}));
/** Who has rights here. Anybody else may write a comment that begins like ours. */
const TRUSTED = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);
class Comments {
    #client;
    /** `/repos/owner/name/issues`. */
    #path;
    #number;
    #clock;
    constructor(client, place) {
        this.#client = client;
        this.#path = place.path;
        this.#number = place.number;
        this.#clock = place.clock;
    }
    async settle(text, run, { isDry }) {
        const found = await this.#list(text.mark);
        if (found.length === 0 && !text.isNews)
            return { action: "none" };
        if (isDry)
            return { action: actionFor(found, text, run) };
        if (found.length > 0)
            return { action: await this.#converge(found, text, run) };
        await this.#create(text);
        // Another run may have done the same at the same moment.
        await this.#converge(await this.#list(text.mark), text, run);
        return { action: "create" };
    }
    /** A create is never sent again before a look whether it was done. */
    async #create(text) {
        const create = () => this.#send("POST", `${this.#path}/${this.#number}/comments`, (0,_report_comment_js__WEBPACK_IMPORTED_MODULE_4__.commentBody)(text));
        try {
            await create();
        }
        catch (error) {
            if (!(error instanceof _collect_github_client_js__WEBPACK_IMPORTED_MODULE_1__.GitHubError && (0,_collect_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .mayHaveHappened */ .dk)(error)))
                throw error;
            await this.#clock.sleep(PAUSE);
            if ((await this.#list(text.mark)).length === 0)
                await create();
        }
    }
    /** The oldest stays and says what this run says; the others go, but not what a person pasted with words of theirs. */
    async #converge(found, text, run) {
        const [oldest, ...others] = found;
        const action = actionFor(found, text, run);
        if (oldest !== undefined && action === "edit") {
            await this.#send("PATCH", `${this.#path}/comments/${oldest.id}`, (0,_report_comment_js__WEBPACK_IMPORTED_MODULE_4__.commentBody)(text));
        }
        for (const { id, author } of others) {
            if (author === oldest?.author)
                await this.#remove(id);
        }
        return action === "edit" ? "edit" : "unchanged";
    }
    async #remove(id) {
        try {
            await this.#send("DELETE", `${this.#path}/comments/${id}`);
        }
        catch (error) {
            // Another run was faster.
            if (!(error instanceof _collect_github_client_js__WEBPACK_IMPORTED_MODULE_1__.GitHubError && error.status === 404))
                throw error;
        }
    }
    /** Ours, the oldest first. */
    async #list(mark) {
        const what = "the pull request's comments";
        const { items } = await this.#client.list({
            path: `${this.#path}/${this.#number}/comments`,
            what,
            query: { per_page: "100" },
            maxPages: MAX_PAGES,
            purpose: { ...PURPOSE, verb: "read" },
        });
        return (0,_collect_github_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .Wp)(commentsSchema, items, what)
            .flatMap(({ id, body, user, author_association: association }) => {
            const isTrusted = user?.type === "Bot" || TRUSTED.has(association ?? "");
            const read = isTrusted ? (0,_report_comment_js__WEBPACK_IMPORTED_MODULE_4__.readComment)(body ?? "", mark) : undefined;
            return read === undefined ? [] : [{ id, author: user?.login, ...read }];
        })
            .sort((a, b) => a.id - b.id);
    }
    #send(method, path, body) {
        return this.#client.send({
            method,
            path,
            what: "the pull request's comment",
            ...(body === undefined ? {} : { body: { body } }),
            isRepeatable: method !== "POST",
            purpose: PURPOSE,
        });
    }
}
function actionFor([oldest], text, run) {
    if (oldest === undefined)
        return "create";
    const isSame = oldest.content === text.content.trim() || (0,_report_comment_js__WEBPACK_IMPORTED_MODULE_4__.isOutdated)(run, oldest.run);
    return isSame ? "unchanged" : "edit";
}
function tell(error, { database }) {
    // A fork's token only reads, and who sent the pull request can do nothing about it.
    if (database === undefined && error.unknown.reason === "permission") {
        return { remark: "The pull request gets no comment: its token may not write, as on every fork." };
    }
    return { problem: `The pull request's comment could not be written. ${(0,_collect_github_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .sentenceOf */ .$N)(error)}` };
}


/***/ }),

/***/ 7771:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   commentBody: () => (/* binding */ commentBody),
/* harmony export */   isOutdated: () => (/* binding */ isOutdated),
/* harmony export */   readComment: () => (/* binding */ readComment),
/* harmony export */   renderComment: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _domain_memory_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7385);
/* harmony import */ var _domain_priority_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5378);
/* harmony import */ var _cells_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3315);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6000);
/* harmony import */ var _links_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5731);
/* harmony import */ var _prose_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7757);
/* harmony import */ var _public_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7460);
/* harmony import */ var _signs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6532);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2747);









/** The one comment that a pull request has of each target and suite: verdict, what is new, what is known. */
/** GitHub takes 65,536; nobody reads more than this beside a diff. */
const LONGEST = 30_000;
/** Rows of new findings, and lines of every other list; fewer where the texts are long. */
const MOST = [10, 5, 2, 0];
function renderComment(view) {
    const digest = (0,_digest_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .o)(view.report);
    const { target, suite } = view.report;
    const texts = MOST.map((most) => page(digest, view, most));
    return {
        mark: `<!-- pg-preflight:comment=${encodeURIComponent(target)}/${encodeURIComponent(suite)} -->`,
        content: texts.find((text) => text.length <= LONGEST) ?? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h3>${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(digest)}</h3>`,
        footer: footerOf(view),
        isNews: isNews(digest),
    };
}
/** The whole comment. */
function commentBody({ mark, content, footer }) {
    return `${mark}\n\n${content}\n\n${footer}`;
}
/**
 * What is known already is told by its issue, and what this database never lets anybody see by the overview: told
 * again on every pull request they would be noise.
 */
function isNews({ report, failing }) {
    return report.stepFails || failing.length > 0;
}
/** Of a comment of ours: what it says, and the run that wrote it. Undefined when it is another's. */
function readComment(body, mark) {
    // GitHub's editor writes \r\n.
    const text = body.replaceAll("\r\n", "\n");
    if (text !== mark && !text.startsWith(`${mark}\n`))
        return undefined;
    const rest = text.slice(mark.length);
    const run = RUN.exec(rest);
    const [, id = "", attempt, at] = run ?? [];
    return {
        content: (run === null ? rest : rest.slice(0, run.index)).trim(),
        run: run === null ? null : { id, attempt: Number(attempt), at: Number(at) },
    };
}
/** A later run has written already: what this one says is old. */
function isOutdated(run, written) {
    return written !== null && (0,_domain_memory_js__WEBPACK_IMPORTED_MODULE_0__/* .isLaterRun */ .K9)(written, run);
}
/** No text of a database can look so: its `<` is escaped. */
const RUN = /^<!-- pg-preflight:run=(\d*)\.(\d+)\.(\d+) -->$/m;
function footerOf({ report, run }) {
    const url = report.runUrl === null ? undefined : (0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .safeUrl */ .Pl)(report.runUrl);
    const words = (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("Everything is in this run's summary");
    const link = url === undefined ? words : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<a href="${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(url.replaceAll("&", "&amp;"))}">${words}</a>`;
    const id = /^\d+$/.test(run.id) ? run.id : "";
    return [
        `<!-- pg-preflight:run=${id}.${run.attempt}.${run.at} -->`,
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p><sub>${link} · suite ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(report.suite, 80)} · pg-preflight ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(report.toolVersion)}</sub></p>`,
    ].join("\n");
}
function page(digest, view, most) {
    const { report } = digest;
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h3>${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(digest)}</h3>`,
        ...(report.unreachable === undefined
            ? outcome(digest, most)
            : [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(report.unreachable)}</p>`]),
        ...fresh(digest, most),
        ...known(digest, view),
        ...unseen(digest, most),
        ...((0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .isAllGreen */ .FD)(digest) ? [] : remarks(report, most)),
    ].join("\n\n");
}
function outcome({ report }, most) {
    if (!report.stepFails)
        return [];
    const shown = report.gate.slice(0, most).map((reason) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(reason));
    return [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p><b>This step fails.</b> ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(shown.join(" "))}</p>`];
}
function fresh({ failing, counts }, most) {
    const rows = failing
        .flatMap(({ result, findings }) => {
        const [first] = findings;
        // Without names a check is one row.
        if (first !== undefined && (0,_public_js__WEBPACK_IMPORTED_MODULE_6__/* .isKeptBack */ .c)(first))
            return [{ result, finding: first, number: findings.length }];
        return findings.map((finding) => ({ result, finding, number: 1 }));
    })
        .sort((a, b) => (0,_domain_priority_js__WEBPACK_IMPORTED_MODULE_1__/* .byPriority */ .mu)(a.finding, b.finding));
    const total = rows.reduce((sum, { number }) => sum + number, 0);
    if (total === 0)
        return [];
    const shown = rows.slice(0, most);
    const rest = total - shown.reduce((sum, { number }) => sum + number, 0);
    const headings = ["Priority", "Check", "Finding"].map((heading) => ({ heading: (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(heading) }));
    return [
        counts.known === 0
            ? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(total, "finding")}</h4>`
            : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>New: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(total, "finding")}</h4>`,
        ...(shown.length === 0 ? [] : [(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(headings, shown.map(cells))]),
        ...(rest === 0 ? [] : [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>and ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(rest, "other")}, in the summary of the run.</p>`]),
    ];
}
function cells({ result, finding, number }) {
    const { priority, message } = finding;
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `${_signs_js__WEBPACK_IMPORTED_MODULE_7__/* .PRIORITY_SIGNS */ .y_[priority]} ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(priority)}`,
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<a href="${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)((0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .documentation */ .TH)(result.check))}">${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(result.title)}</a>`,
        (0,_public_js__WEBPACK_IMPORTED_MODULE_6__/* .isKeptBack */ .c)(finding) ? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(number, "finding")}, names kept back` : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(message),
    ];
}
function known({ counts }, { report, issues }) {
    if (counts.known === 0)
        return [];
    const links = issues.map((number) => (0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .linkToIssue */ .PO)(number, report));
    const where = links.length === 0 ? (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("in open issues") : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .list */ .p_)(links);
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>📌 Known: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(counts.known, "finding")}, ${where}. ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(counts.known === 1 ? "It stops" : "They stop")} nothing here.</p>`,
    ];
}
function unseen({ blind }, most) {
    if (blind.length === 0)
        return [];
    const lines = blind
        .slice(0, most)
        .map(({ title, unknown }) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<li>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(title)}: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(unknown?.detail.split("\n")[0] ?? "")}</li>`);
    const rest = blind.length - lines.length;
    if (rest > 0)
        lines.push((0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<li>and ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(rest, "other check")}</li>`);
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>❔ Could not look: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(blind.length, "check")}</h4>`,
        `<ul>\n${lines.join("\n")}\n</ul>`,
    ];
}
function remarks({ notices }, most) {
    return notices.slice(0, most).map((notice) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>ℹ️ ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(notice)}</p>`);
}


/***/ })

};
