export const id = 927;
export const ids = [927,336];
export const modules = {

/***/ 516:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Us: () => (/* binding */ jobsSchema),
/* harmony export */   Wp: () => (/* binding */ parseAnswer),
/* harmony export */   _L: () => (/* binding */ repositorySchema),
/* harmony export */   gf: () => (/* binding */ runsSchema),
/* harmony export */   kB: () => (/* binding */ time),
/* harmony export */   sM: () => (/* binding */ workflowsSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2336);


/** Of GitHub's answers only what we use; new fields pass by. */
/** An ISO 8601 time as milliseconds since 1970. */
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

/***/ 2336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GitHubError: () => (/* reexport safe */ _errors_js__WEBPACK_IMPORTED_MODULE_0__.y_),
/* harmony export */   gitHubClient: () => (/* binding */ gitHubClient)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(800);
/* harmony import */ var _refusals_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6154);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4474);




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

/***/ 800:
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

/***/ 6154:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ PERMISSIONS),
/* harmony export */   Jz: () => (/* binding */ isRateLimited),
/* harmony export */   cq: () => (/* binding */ explainStatus),
/* harmony export */   jy: () => (/* binding */ waitBeforeRetry)
/* harmony export */ });
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2358);

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
        const until = reset > 0 ? ` until ${(0,_lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .toIso */ .tK)(reset * 1000).slice(11, 16)} UTC` : "";
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

/***/ 927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRepositoryFacts: () => (/* binding */ readRepositoryFacts)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(516);


const schema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    default_branch: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    private: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    /** An internal repository is private to its enterprise. */
    visibility: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
});
/** @throws GitHubError */
async function readRepositoryFacts(client, repository) {
    const what = "the repository";
    const answer = (0,_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .Wp)(schema, await client.get(`/repos/${repository}`, what), what);
    return {
        isPublic: answer.visibility === undefined ? !answer.private : answer.visibility === "public",
        defaultBranch: answer.default_branch,
    };
}


/***/ }),

/***/ 4474:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ SYSTEM_CLOCK),
/* harmony export */   e: () => (/* binding */ transport)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(800);

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


/***/ })

};
