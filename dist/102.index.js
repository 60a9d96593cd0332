export const id = 102;
export const ids = [102,987,483];
export const modules = {

/***/ 9425:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ parseAnswer),
/* harmony export */   k: () => (/* binding */ time)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(800);


/** An ISO 8601 time as milliseconds since 1970. */
const time = zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$({ offset: true }).transform((text) => Date.parse(text));
/**
 * An answer in the form that we need, new fields left out: its type is GitHub's promise, and an Enterprise Server or a
 * proxy may keep it otherwise.
 *
 * @throws GitHubError when it has another form
 */
function parseAnswer(schema, answer, what) {
    const parsed = schema.safeParse(answer);
    if (parsed.success)
        return parsed.data;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "version", detail: `GitHub's answer for ${what} has not the form that this check expects.` }, 200);
}


/***/ }),

/***/ 4483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Authors: () => (/* binding */ Authors),
/* harmony export */   authorSchema: () => (/* binding */ authorSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9425);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(800);



/** Who acts with the job's own token: the workflows of this repository, and no other App. */
const JOB = "github-actions[bot]";
/** So many people are asked for at most: anybody may write a comment that begins like ours. */
const MAX_PEOPLE = 10;
/** The author in GitHub's answers; null when the account was deleted. */
const authorSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), login: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }).nullish();
const permissionSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    permission: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    role_name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
    /** A custom role shows here what it includes. */
    user: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ permissions: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ triage: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY().optional() }).optional() }).nullish(),
});
/**
 * Decides whose issues and comments are ours: the job's token's, this token's own, and those of people with triage
 * rights, who could edit ours as well. What GitHub calls the author's association is a weaker sign: a member of the
 * organization may have no rights here, and one whose membership is private looks like a stranger.
 */
class Authors {
    #client;
    #people = new Map();
    #viewer;
    constructor(client) {
        this.#client = client;
    }
    /** @throws GitHubError when GitHub does not answer; a refusal leaves the author without trust */
    async standingOf(author) {
        if (author === null || author === undefined)
            return "no-rights";
        const login = author.login.toLowerCase();
        if (login === JOB)
            return "trusted";
        this.#viewer ??= this.#readViewer();
        if (login === (await this.#viewer))
            return "trusted";
        // GitHub knows no role of an App's bot, and issues: write is enough for it to set a label.
        if (author.type === "Bot")
            return "another-bot";
        const known = this.#people.get(login);
        if (known === undefined && this.#people.size === MAX_PEOPLE)
            return "not-checked";
        const standing = known ?? this.#readStanding(author.login);
        this.#people.set(login, standing);
        return standing;
    }
    async #readViewer() {
        try {
            return (await this.#client.viewer()).toLowerCase();
        }
        catch (error) {
            if (isRefusal(error))
                return null;
            throw error;
        }
    }
    async #readStanding(username) {
        const what = "the role of an issue's author";
        try {
            const answer = await this.#client.ask(what, ({ repos }, repository) => repos.getCollaboratorPermissionLevel({ ...repository, username }));
            return canTriage((0,_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(permissionSchema, answer, what)) ? "trusted" : "no-rights";
        }
        catch (error) {
            if (!isRefusal(error))
                throw error;
            return error.status === 404 ? "no-rights" : "not-checked";
        }
    }
}
/** GitHub maps `triage` to `read` in `permission`, and `maintain` to `write`. */
function canTriage({ permission, role_name: role, user }) {
    return (permission === "admin" ||
        permission === "write" ||
        role === "triage" ||
        user?.permissions?.triage === true);
}
/** GitHub answered, and another try would get the same. */
function isRefusal(error) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_) || error.unknown.reason === "timeout")
        return false;
    return error.status !== null && error.status < 500 && error.unknown.reason !== "unreachable";
}


/***/ }),

/***/ 6987:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  gitHubClient: () => (/* binding */ gitHubClient)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(1351);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-retry/dist-bundle/index.js
var dist_bundle = __webpack_require__(9735);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-throttling/dist-bundle/index.js
var plugin_throttling_dist_bundle = __webpack_require__(6856);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
// EXTERNAL MODULE: ./.build/src/github/answer.js
var github_answer = __webpack_require__(9425);
// EXTERNAL MODULE: ./.build/src/github/clock.js
var github_clock = __webpack_require__(1253);
// EXTERNAL MODULE: ./.build/src/github/errors.js
var errors = __webpack_require__(800);
// EXTERNAL MODULE: ./.build/src/github/explain-error.js
var explain_error = __webpack_require__(2651);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/utils.js + 19 modules
var utils = __webpack_require__(5555);
// EXTERNAL MODULE: ./node_modules/@octokit/request-error/dist-src/index.js
var dist_src = __webpack_require__(1015);
;// CONCATENATED MODULE: ./.build/src/github/limits.js



const API_VERSION = "2022-11-28";
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;
/** How often one request is sent at most. */
const ATTEMPTS = 3;
const FIRST_WAIT = 500;
/** GitHub asks for a minute at least where it names no time. */
const UNNAMED_WAIT = 60_000;
/** GitHub lets 80 contents a minute through: beyond the first few writes we keep below that. */
const WRITES_WITHOUT_PAUSE = 20;
const WRITE_PAUSE = 1000;
/**
 * Sends one attempt through the runner's proxy, within the time. The token is sent to the API's own host alone: a
 * redirect to another is not followed, and one of a write never, for it leads to another repository.
 */
function limitedFetch({ deadline, clock }) {
    const proxied = utils/* defaults */.NT.request?.fetch;
    return async (input, init = {}) => {
        const { method = "GET" } = init;
        const headers = { ...init.headers, "x-github-api-version": API_VERSION };
        let url = new URL(String(input));
        for (let hop = 0;; hop += 1) {
            const time = Math.min(clock.requestTimeout ?? REQUEST_TIMEOUT, deadline - clock.now());
            if (time <= 0)
                throw new DOMException("The run's time is over.", "TimeoutError");
            const signal = AbortSignal.timeout(time);
            const response = await proxied(url.href, { ...init, headers, redirect: "manual", signal });
            const next = redirectOf(response, url);
            if (method !== "GET" || next?.origin !== url.origin || hop === REDIRECTS)
                return response;
            await response.body?.cancel();
            url = next;
        }
    };
}
/** A renamed repository answers 301 with its new address on the same host. */
function redirectOf({ status, headers }, from) {
    const location = headers.get("location");
    return status < 300 || status >= 400 || location === null ? null : URL.parse(location, from.href);
}
/**
 * A plugin of Octokit that decides whether a failed request is sent again, and waits before it is. The plugins for
 * retries and throttling send it; their own rules know no deadline, and would create an issue twice after a lost answer.
 */
function decideRetries(limits) {
    return (octokit) => {
        octokit.hook.error("request", async (error, { method, request }) => {
            if (error instanceof dist_src/* RequestError */.G)
                await decide(error, method, request, limits);
            throw error;
        });
        return {};
    };
}
async function decide(error, method, request, limits) {
    request.attempt = (request.attempt ?? 0) + 1;
    const isLimit = (0,explain_error/* isRateLimited */.Jz)(error);
    // What was refused for a limit has not been done.
    const mayRepeat = isLimit || request.isRepeatable === true || method !== "POST";
    const wait = mayRepeat ? waitBeforeRetry(error, method, request.attempt, limits) : undefined;
    request.isRepeated = wait !== undefined;
    // Set at every decision: the notes of one attempt are still there at the next. The number of attempts is kept above.
    request.retries = wait === undefined || isLimit ? 0 : ATTEMPTS;
    // Plugin-throttling knows a limit by these words alone, and GitHub's documentation by status and headers.
    if (isLimit)
        error.message = "secondary rate limit";
    if (wait !== undefined && wait > 0)
        await limits.clock.sleep(wait);
}
/** Milliseconds to wait before the same request is sent again; undefined when that is of no use, or no time is left. */
function waitBeforeRetry(error, method, attempt, { deadline, longestWait, clock }) {
    const { status, response } = error;
    const isLimit = (0,explain_error/* isRateLimited */.Jz)(error);
    // A write may have been done, which the next attempt shows; a read that got no answer has used up its time.
    const isUseless = response === undefined ? method === "GET" && (0,explain_error/* isTimeout */.kL)(error) : status < 500 && !isLimit;
    if (isUseless || attempt >= ATTEMPTS)
        return undefined;
    const now = clock.now();
    const unnamed = isLimit ? UNNAMED_WAIT * 2 ** (attempt - 1) : FIRST_WAIT * 4 ** (attempt - 1);
    const wait = response === undefined ? 0 : (namedWait(response.headers, now) ?? unnamed);
    return wait <= longestWait && now + wait < deadline ? wait : undefined;
}
function namedWait(headers, now) {
    const seconds = headers["retry-after"];
    if (seconds !== undefined && /^\d+$/.test(String(seconds)))
        return Number(seconds) * 1000;
    const reset = Number(headers["x-ratelimit-reset"]);
    return headers["x-ratelimit-remaining"] === "0" && reset > 0 ? Math.max(0, reset * 1000 - now) : undefined;
}
const UNPACED = groupOf((request) => request());
function pace(clock) {
    let written = 0;
    return groupOf(async (request) => {
        written += 1;
        if (written > WRITES_WITHOUT_PAUSE)
            await clock.sleep(WRITE_PAUSE);
        return request();
    });
}
/** The plugin calls nothing else of a group. */
function groupOf(run) {
    const schedule = (_options, request) => run(request);
    return { key: () => ({ schedule }) };
}

;// CONCATENATED MODULE: ./.build/src/github/client.js










const LONGEST_WAIT = 30_000;
/** The tokens of jobs and Apps get 403 from `GET /user`; GraphQL answers all of them. */
const VIEWER_QUERY = "query { viewer { login } }";
const viewerSchema = schemas/* object */.Ikc({ data: schemas/* object */.Ikc({ viewer: schemas/* object */.Ikc({ login: schemas/* string */.YjP() }) }) });
function gitHubClient(options) {
    const octokit = octokitFor(options);
    const [owner = "", repo = ""] = options.repository.split("/");
    let left = options.maxRequests;
    async function send(what, request, purpose) {
        left -= 1;
        const response = await request(octokit.rest, { owner, repo }).catch((error) => {
            throw (0,explain_error/* explainError */.UW)(error, what, purpose);
        });
        // The types know neither redirects nor an answer that broke off.
        const { status } = response;
        const data = parsedBody(response.data);
        if (status >= 300)
            throw (0,explain_error/* explainRedirect */.wj)(status, what, purpose);
        if (status !== 204 && (typeof data !== "object" || data === null)) {
            const detail = `GitHub's answer for ${what} broke off or is no JSON.`;
            throw new errors/* GitHubError */.y_({ reason: "unreachable", detail }, status);
        }
        // Its fields are held to what they must be by `parseAnswer`.
        return { ...response, data: data };
    }
    return {
        left: () => left,
        async ask(what, request, purpose = explain_error/* READING */.rq) {
            return (await send(what, request, purpose)).data;
        },
        async list(what, firstPage, { maxPages, purpose = explain_error/* READING */.rq }) {
            const items = [];
            let request = firstPage;
            for (let page = 1;; page += 1) {
                const response = await send(what, request, purpose);
                if (!Array.isArray(response.data)) {
                    throw new errors/* GitHubError */.y_({ reason: "version", detail: `GitHub's answer for ${what} is no list.` }, 200);
                }
                items.push(...response.data);
                const url = nextPage(response, page)?.href;
                if (url === undefined || page === maxPages)
                    return { items, isWhole: url === undefined };
                request = () => octokit.request({ method: "GET", url });
            }
        },
        async viewer() {
            const what = "the token's identity";
            const url = graphqlUrl(options.apiUrl);
            const answer = await send(what, () => octokit.request({ method: "POST", url, query: VIEWER_QUERY, request: { isRepeatable: true } }), explain_error/* READING */.rq);
            return (0,github_answer/* parseAnswer */.W)(viewerSchema, answer.data, what).data.viewer.login;
        },
    };
}
/** Beside the REST API: `/api/v3` of an Enterprise Server has it at `/api/graphql`. */
function graphqlUrl(apiUrl) {
    return `${apiUrl.replace(/\/+$/, "").replace(/\/api\/v3$/, "/api")}/graphql`;
}
/** Octokit parses only what the header says to be JSON, and proxies drop that header. */
function parsedBody(data) {
    const text = data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data;
    return typeof text === "string" ? (0,json/* parseJson */.qF)(text) : text;
}
function octokitFor({ apiUrl, token, deadline, longestWait = LONGEST_WAIT, clock = github_clock/* SYSTEM_CLOCK */.V, }) {
    const limits = { deadline, longestWait, clock };
    const isRepeated = (_seconds, { request }) => request.isRepeated;
    const octokit = (0,github/* getOctokit */.Q)(token, {
        // An address that is none is refused here, where it is no answer of GitHub's.
        baseUrl: new URL(apiUrl).href.replace(/\/+$/, ""),
        userAgent: "pg-preflight",
        log: SILENT,
        request: { fetch: limitedFetch(limits), log: SILENT },
        // When and whether is decided, and waited for, in decideRetries.
        retry: { retries: ATTEMPTS - 1, retryAfterBaseValue: 0 },
        throttle: {
            retryAfterBaseValue: 0,
            onRateLimit: isRepeated,
            onSecondaryRateLimit: isRepeated,
            write: pace(clock),
            notifications: UNPACED,
        },
    }, decideRetries(limits), dist_bundle/* retry */.L, plugin_throttling_dist_bundle/* throttling */.A);
    // Octokit hands one object to all requests, and the plugins write into it.
    octokit.hook.before("request", (options) => {
        options.request = { ...options.request };
    });
    return octokit;
}
/** What it would log are words of the server's. */
const SILENT = { debug: () => { }, info: () => { }, warn: () => { }, error: () => { } };
/** Where GitHub names no next page, a full one may still have a follower: proxies drop headers. */
function nextPage({ url: from, headers, data }, page) {
    const url = new URL(from);
    const named = /<([^>]+)>;\s*rel="next"/.exec(headers.link ?? "")?.[1];
    const size = Number(url.searchParams.get("per_page") ?? 30);
    if (named === undefined && (headers.link !== undefined || data.length < size))
        return undefined;
    const next = named === undefined ? null : URL.parse(named, url.href);
    if (next?.origin === url.origin)
        return next;
    url.searchParams.set("page", String(page + 1));
    return url;
}


/***/ }),

/***/ 1253:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ SYSTEM_CLOCK)
/* harmony export */ });
const SYSTEM_CLOCK = {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};


/***/ }),

/***/ 2651:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cb: () => (/* binding */ READ_PERMISSIONS),
/* harmony export */   Jz: () => (/* binding */ isRateLimited),
/* harmony export */   UW: () => (/* binding */ explainError),
/* harmony export */   kL: () => (/* binding */ isTimeout),
/* harmony export */   rq: () => (/* binding */ READING),
/* harmony export */   wj: () => (/* binding */ explainRedirect)
/* harmony export */ });
/* harmony import */ var _octokit_request_error__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1015);
/* harmony import */ var _core_finding_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5666);
/* harmony import */ var _lib_http_status_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4638);
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2358);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(800);





/** What a workflow must give so that the token may read what the checks need. */
const READ_PERMISSIONS = (0,_core_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .yamlBlock */ .RP)("permissions:\n  actions: read\n  contents: read");
const READING = { verb: "read", permissions: READ_PERMISSIONS };
/**
 * What Octokit threw, in one sentence. Errors that are not a request's stay as they are.
 *
 * @param what names the thing requested: "the repository's workflows"
 */
function explainError(error, what, purpose) {
    if (!(error instanceof _octokit_request_error__WEBPACK_IMPORTED_MODULE_4__/* .RequestError */ .G))
        return error;
    if (error.response !== undefined)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_(explainRefusal(error, what, purpose), error.status);
    const unknown = isTimeout(error)
        ? { reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` }
        : { reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` };
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_(unknown, null);
}
function isTimeout({ cause }) {
    return cause instanceof Error && cause.name === "TimeoutError";
}
/** Answers that are a success to Octokit, and none to us. */
function explainRedirect(status, what, { verb }) {
    // A redirect leads to another repository, where an issue was moved to: not ours to write.
    if (verb === "write")
        return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_(refusedFor(what, verb, status), status);
    const detail = `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_({ reason: "error", detail }, null);
}
/** 429, or 403 with one of the signs of a limit: a missing permission has neither. */
function isRateLimited({ status, message, response }) {
    if (status === 429)
        return true;
    const { "retry-after": after, "x-ratelimit-remaining": remaining } = response?.headers ?? {};
    return status === 403 && (after !== undefined || remaining === "0" || /rate limit/i.test(message));
}
/** One sentence for each way in which GitHub refuses. The error's message is read for signs and never repeated. */
function explainRefusal(error, what, { verb, permissions }) {
    const { status, message } = error;
    switch (isRateLimited(error) ? "rate-limit" : (0,_lib_http_status_js__WEBPACK_IMPORTED_MODULE_1__/* .refusalKind */ .l)(status)) {
        case "rate-limit":
            return {
                reason: "timeout",
                detail: `GitHub's rate limit lets no more questions through${untilReset(error)} (${status}).`,
            };
        case "unauthenticated":
            return {
                reason: "permission",
                detail: "GitHub does not accept the token (401): it is wrong, or it has expired.",
                fix: (0,_core_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .yamlBlock */ .RP)("github-token: ${{ github.token }}"),
            };
        case "forbidden":
            if (/archived/i.test(message)) {
                return {
                    reason: "permission",
                    detail: "The repository is archived, so nothing can be written (403).",
                };
            }
            return { reason: "permission", detail: `The token may not ${verb} ${what} (403).`, fix: permissions };
        case "not-found":
            return {
                reason: "permission",
                detail: `GitHub knows nothing of ${what} (404), or the token may not see it.`,
                fix: permissions,
            };
        case "server-error":
            return {
                reason: "unreachable",
                detail: `GitHub's API is in trouble: it answers ${status} for ${what}.`,
            };
        default:
            return refusedFor(what, verb, status);
    }
}
function untilReset({ response }) {
    const reset = Number(response?.headers["x-ratelimit-reset"]);
    return reset > 0 ? ` until ${(0,_lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .toIso */ .tK)(reset * 1000).slice(11, 16)} UTC` : "";
}
function refusedFor(what, verb, status) {
    const request = verb === "read" ? "the question for" : "to write";
    return { reason: "error", detail: `GitHub's API refuses ${request} ${what} (${status}).` };
}


/***/ }),

/***/ 6696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WRITING_ISSUES: () => (/* binding */ WRITING_ISSUES),
/* harmony export */   describeSwitchedOff: () => (/* binding */ describeSwitchedOff),
/* harmony export */   issueSchema: () => (/* binding */ issueSchema),
/* harmony export */   labelsOf: () => (/* binding */ labelsOf),
/* harmony export */   listIssues: () => (/* binding */ listIssues),
/* harmony export */   openedIssue: () => (/* binding */ openedIssue)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2857);
/* harmony import */ var _core_finding_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5666);
/* harmony import */ var _github_answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9425);
/* harmony import */ var _github_authors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4483);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(800);
/* harmony import */ var _body_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(7434);
/* harmony import */ var _issue_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7411);
/* harmony import */ var _state_codec_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(941);








/** 2,000 issues. */
const MAX_PAGES = 20;
/** What a workflow must give so that the token may keep the issues. */
const WRITING_ISSUES = {
    verb: "write",
    permissions: (0,_core_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .yamlBlock */ .RP)("permissions: { contents: read, issues: write }"),
};
const READING_ISSUES = {
    verb: "read",
    permissions: (0,_core_finding_js__WEBPACK_IMPORTED_MODULE_0__/* .yamlBlock */ .RP)("permissions: { contents: read, issues: read }"),
};
/** Of GitHub's answers only what we use; new fields pass by. */
const issueSchema = zod__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_6__/* .number */ .aig(),
    number: zod__WEBPACK_IMPORTED_MODULE_6__/* .number */ .aig(),
    title: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP(),
    body: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP().nullish(),
    state: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP(),
    closed_at: _github_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .time */ .k.nullish(),
    labels: zod__WEBPACK_IMPORTED_MODULE_6__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_6__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ikc({ name: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP().nullish() })])),
    user: _github_authors_js__WEBPACK_IMPORTED_MODULE_2__.authorSchema,
    pull_request: zod__WEBPACK_IMPORTED_MODULE_6__/* .unknown */ .L5J().optional(),
});
/**
 * Our issues of this target, open and closed, by label and hidden mark: never by search, whose index lags behind, and
 * never by title, which people change.
 *
 * @throws GitHubError
 */
async function listIssues(client, { target, writes, authors }) {
    const what = "the repository's issues";
    const purpose = { ...READING_ISSUES, ...(writes ? { permissions: WRITING_ISSUES.permissions } : {}) };
    const { items, isWhole } = await client
        .list(what, ({ issues }, repository) => issues.listForRepo({
        ...repository,
        labels: _issue_js__WEBPACK_IMPORTED_MODULE_4__/* .LABEL */ .d_,
        state: "all",
        sort: "created",
        direction: "asc",
        per_page: 100,
    }), { maxPages: MAX_PAGES, purpose })
        .catch(describeSwitchedOff);
    if (!isWhole) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_({
            reason: "error",
            detail: `More than ${(MAX_PAGES * 100).toLocaleString("en")} issues carry the label ${_issue_js__WEBPACK_IMPORTED_MODULE_4__/* .LABEL */ .d_}: take it from closed ones.`,
        }, 200);
    }
    return sortIssues((0,_github_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .parseAnswer */ .W)(zod__WEBPACK_IMPORTED_MODULE_6__/* .array */ .YOg(issueSchema), items, what), target, authors);
}
/** @throws GitHubError */
function describeSwitchedOff(error) {
    if (error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_ && error.status === 410) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_({
            reason: "error",
            detail: "Issues are switched off in this repository (410): switch them on in its settings, or set `write-issues: never`.",
        }, 410);
    }
    throw error;
}
/** The managed issues of this target among all that carry the label. */
async function sortIssues(listed, target, authors) {
    const issues = [];
    const notices = [];
    const newerVersionTopics = new Set();
    for (const item of listed) {
        const { issue, notice, newerVersionTopic } = await sortIssue(item, target, authors);
        if (issue !== undefined)
            issues.push(issue);
        if (notice !== undefined)
            notices.push(notice);
        if (newerVersionTopic !== undefined)
            newerVersionTopics.add(newerVersionTopic);
    }
    issues.sort((a, b) => a.number - b.number);
    return { issues, notices, newerVersionTopics: [...newerVersionTopics] };
}
/** Nothing of it for a pull request, and for an issue of another target. */
async function sortIssue(item, target, authors) {
    const { number, state } = item;
    if (item.pull_request !== undefined && item.pull_request !== null)
        return {};
    const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_7__/* .parseBody */ .OG)(item.body);
    if (parsed?.target !== target)
        return {};
    const standing = await authors.standingOf(item.user);
    if (standing !== "trusted")
        return state === "open" ? { notice: strangersIssue(item, standing) } : {};
    const decoded = (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_5__/* .decodeState */ .UJ)(parsed.state);
    if ("problem" in decoded && decoded.problem === "newer") {
        return {
            newerVersionTopic: parsed.topic,
            notice: `Issue #${number} was written by a newer version of pg-preflight: left alone.`,
        };
    }
    const issue = managedIssue(item, parsed, decoded);
    if (issue.state !== null || !issue.isOpen)
        return { issue };
    return {
        issue,
        notice: `What issue #${number} remembered can't be read: its hidden block is broken. It starts anew.`,
    };
}
function strangersIssue({ number, user }, standing) {
    const because = {
        "another-bot": `was opened by ${nameOf(user)}, which is neither github-actions[bot] nor the identity of this run's token`,
        "no-rights": "was opened by a user without triage rights here",
        "not-checked": "GitHub did not say whether the user who opened it has triage rights here",
    }[standing];
    return `Issue #${number} carries pg-preflight's label and marker, but ${because}: it was left alone.`;
}
/** An App's name is a slug of GitHub's; a proxy's answer may hold anything. */
function nameOf(user) {
    return /^[\w-]+\[bot\]$/.exec(user?.login ?? "")?.[0] ?? "another App";
}
/** What was just opened with a body of ours; undefined when GitHub gave it back without our mark. */
function openedIssue(item) {
    const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_7__/* .parseBody */ .OG)(item.body ?? "");
    return parsed && managedIssue(item, parsed, (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_5__/* .decodeState */ .UJ)(parsed.state));
}
function managedIssue(item, parsed, decoded) {
    return {
        number: item.number,
        id: item.id,
        topic: parsed.topic,
        isOpen: item.state === "open",
        closedAt: item.closed_at ?? null,
        title: item.title,
        labels: labelsOf(item),
        body: item.body ?? "",
        before: parsed.before,
        after: parsed.after,
        state: "state" in decoded ? decoded.state : null,
    };
}
function labelsOf({ labels }) {
    return labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? [])));
}


/***/ }),

/***/ 1102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  publishIssues: () => (/* binding */ publishIssues)
});

// UNUSED EXPORTS: reconcile

// EXTERNAL MODULE: ./.build/src/core/deadlines.js
var deadlines = __webpack_require__(2458);
// EXTERNAL MODULE: ./.build/src/github/client.js + 1 modules
var github_client = __webpack_require__(6987);
// EXTERNAL MODULE: ./.build/src/github/clock.js
var github_clock = __webpack_require__(1253);
// EXTERNAL MODULE: ./.build/src/issues/plan/plan.js + 28 modules
var plan_plan = __webpack_require__(8449);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/github/answer.js
var github_answer = __webpack_require__(9425);
// EXTERNAL MODULE: ./.build/src/github/authors.js
var github_authors = __webpack_require__(4483);
// EXTERNAL MODULE: ./.build/src/github/errors.js
var errors = __webpack_require__(800);
// EXTERNAL MODULE: ./.build/src/issues/sync/list.js
var list = __webpack_require__(6696);
;// CONCATENATED MODULE: ./.build/src/issues/sync/api.js





const READING = { ...list.WRITING_ISSUES, verb: "read" };
/** Three hundred comments. */
const MAX_COMMENT_PAGES = 3;
const bodySchema = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish() });
/** @param target the label of the database */
function issueApi(client, target) {
    const authors = new github_authors.Authors(client);
    return {
        ...labelApi(client),
        ...commentApi(client),
        list: () => (0,list.listIssues)(client, { target, writes: true, authors }),
        isTrusted: async ({ user }) => (await authors.standingOf(user)) === "trusted",
        async readBody(number) {
            const what = `issue #${number}`;
            const answer = await client.ask(what, ({ issues }, repository) => issues.get({ ...repository, issue_number: number }), READING);
            return (0,github_answer/* parseAnswer */.W)(bodySchema, answer, what).body ?? "";
        },
        async create(issue) {
            const what = "a new issue";
            const answer = await client
                .ask(what, ({ issues }, repository) => issues.create({ ...repository, ...issue }), list.WRITING_ISSUES)
                .catch(list.describeSwitchedOff);
            return (0,github_answer/* parseAnswer */.W)(list.issueSchema, answer, what);
        },
        async update(number, patch) {
            await client.ask(`issue #${number}`, ({ issues }, repository) => issues.update({ ...repository, issue_number: number, ...patch }), list.WRITING_ISSUES);
        },
        async isAssignable(login) {
            try {
                await client.ask(`the assignee ${login}`, ({ issues }, repository) => issues.checkUserCanBeAssigned({ ...repository, assignee: login }), READING);
                return true;
            }
            catch (error) {
                if ((0,errors/* isNotFound */.c4)(error))
                    return false;
                throw error;
            }
        },
    };
}
function labelApi(client) {
    return {
        async addLabels(number, labels) {
            await client.ask(`the labels of issue #${number}`, ({ issues }, repository) => 
            // Adding a label twice is the same as once.
            issues.addLabels({
                ...repository,
                issue_number: number,
                labels: [...labels],
                request: { isRepeatable: true },
            }), list.WRITING_ISSUES);
        },
        async removeLabel(number, label) {
            try {
                await client.ask(`the labels of issue #${number}`, ({ issues }, repository) => issues.removeLabel({ ...repository, issue_number: number, name: label }), list.WRITING_ISSUES);
            }
            catch (error) {
                if (!(0,errors/* isNotFound */.c4)(error))
                    throw error;
            }
        },
    };
}
function commentApi(client) {
    return {
        async addComment(number, body) {
            await client.ask(`the comment on issue #${number}`, ({ issues }, repository) => issues.createComment({ ...repository, issue_number: number, body }), list.WRITING_ISSUES);
        },
        async listCommentsSince(number, since) {
            const what = `the comments on issue #${number}`;
            const { items } = await client.list(what, ({ issues }, repository) => issues.listComments({
                ...repository,
                issue_number: number,
                since: new Date(since).toISOString(),
                per_page: 100,
            }), { maxPages: MAX_COMMENT_PAGES, purpose: READING });
            return (0,github_answer/* parseAnswer */.W)(schemas/* array */.YOg(bodySchema), items, what).map(({ body }) => body ?? "");
        },
    };
}

// EXTERNAL MODULE: ./.build/src/issues/render/fit.js + 4 modules
var fit = __webpack_require__(544);
// EXTERNAL MODULE: ./.build/src/issues/body.js
var issues_body = __webpack_require__(7434);
// EXTERNAL MODULE: ./.build/src/issues/issue.js
var issues_issue = __webpack_require__(7411);
// EXTERNAL MODULE: ./.build/src/issues/state/codec.js + 1 modules
var codec = __webpack_require__(941);
;// CONCATENATED MODULE: ./.build/src/issues/sync/open-issue.js





/**
 * Opens an issue once: a request that may have been carried out is never sent again before the list was read.
 *
 * @returns its number; undefined when it can't be kept
 * @throws GitHubError
 */
async function openIssue(operation, body, context) {
    const { journal } = context;
    const created = await createOnce(operation, body, context);
    if ("found" in created) {
        // An issue of another run is brought in line by the next round.
        if (isSameText(created.found.body, body))
            journal.recordOpened(operation, created.found);
        return created.found.number;
    }
    const { issue } = created;
    const reason = await reasonToWithdraw(issue, context);
    if (reason !== undefined) {
        await withdrawIssue(issue.number, body, context, reason);
        return undefined;
    }
    const opened = (0,list.openedIssue)(issue);
    if (opened !== undefined)
        journal.recordOpened(operation, opened);
    return issue.number;
}
/** The next run would not find the issue, or not take it for one of ours. */
async function reasonToWithdraw(issue, { api }) {
    if (!(0,list.labelsOf)(issue).some((label) => label.toLowerCase() === issues_issue/* LABEL */.d_)) {
        return {
            why: "The token may not set labels, by which issues are found again",
            remedy: `Add to the workflow: \`${list.WRITING_ISSUES.permissions.text}\``,
        };
    }
    if (await api.isTrusted(issue))
        return undefined;
    return {
        why: "GitHub does not say whose token this is, so the next run would not recognize the issue",
        remedy: "Give the step the job's own token: `github-token: ${{ github.token }}`",
    };
}
async function createOnce(operation, body, context) {
    for (let unanswered = 0;;) {
        try {
            return { issue: await createIssue(operation, body, context) };
        }
        catch (error) {
            const next = await afterFailure(error, operation, body, context);
            if (typeof next === "object")
                return next;
            if (next === "unanswered")
                unanswered += 1;
            if (unanswered === 2)
                throw error;
        }
    }
}
/** @throws the error where another try is of no use */
async function afterFailure(error, operation, body, context) {
    if (!(error instanceof errors/* GitHubError */.y_))
        throw error;
    if (error.status === 422 && (await dropRefused(operation, context)))
        return "without-refused";
    if (!(0,errors/* mayHaveHappened */.dk)(error))
        throw error;
    await context.clock.sleep(errors/* PAUSE_BEFORE_CHECKING */._n);
    const found = await findOpened(operation, body, context);
    return found === undefined ? "unanswered" : { found };
}
function createIssue(operation, body, { api, journal }) {
    const assignees = operation.assignees.filter((login) => !journal.refusedAssignees.has(login));
    const labels = operation.addLabels.filter((label) => !journal.refusedLabels.has(label));
    return api.create({ title: operation.title ?? operation.topic, body, labels, assignees });
}
/** An open issue of the same topic that was not there when the plan was made; this run's before another's. */
async function findOpened(operation, body, { api, snapshot }) {
    const before = new Set(snapshot.issues.map(({ number }) => number));
    const found = (await api.list()).issues.filter(({ topic, isOpen, number }) => topic === operation.topic && isOpen && !before.has(number));
    return found.find((issue) => isSameText(issue.body, body)) ?? found[0];
}
/** Whether there was something to leave out: people who can't be assigned, or labels that can't be set. */
async function dropRefused(operation, { api, journal }) {
    const refused = [];
    for (const login of operation.assignees.filter((name) => !journal.refusedAssignees.has(name))) {
        if (!(await api.isAssignable(login)))
            refused.push(login);
    }
    for (const login of refused) {
        journal.refusedAssignees.add(login);
        journal.addProblem(`Nothing can be assigned to @${login} of issues.assignees here: issues are opened without.`);
    }
    if (refused.length > 0)
        return true;
    const labels = operation.addLabels.filter((label) => journal.optionalLabels.includes(label) && !journal.refusedLabels.has(label));
    for (const label of labels)
        journal.refusedLabels.add(label);
    if (labels.length > 0)
        journal.addProblem("GitHub refuses labels of issues.labels: issues are opened without.");
    return labels.length > 0;
}
/** Otherwise every run would open another. */
async function withdrawIssue(number, body, { api, journal }, { why, remedy }) {
    journal.opensNothing = true;
    journal.addProblem(`${why}: #${number} was closed at once and no other is opened. ${remedy}`);
    await api.update(number, { body: withdrawnBody(body), state: "closed", state_reason: "not_planned" });
}
/** Should somebody label the issue by hand, it still counts as a duplicate. */
function withdrawnBody(body) {
    const parsed = (0,issues_body/* parseBody */.OG)(body);
    const decoded = parsed === undefined ? undefined : (0,codec/* decodeState */.UJ)(parsed.state);
    if (parsed === undefined || decoded === undefined || !("state" in decoded))
        return body;
    return (0,issues_body/* joinBody */.HN)({ ...parsed, state: (0,codec/* encodeState */.Md)({ ...decoded.state, closed: "duplicate" }) });
}
/** GitHub trims, and a browser ends lines its own way. */
function isSameText(one, other) {
    return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}

;// CONCATENATED MODULE: ./.build/src/issues/sync/apply-plan.js



/** After that a person may well have edited what is about to be replaced: the issue is read again. */
const FRESH = 10_000;
/** The clocks of the runner and of GitHub may differ by as much. */
const LEEWAY = 120_000;
/** The issue is not what the plan was made from. */
class IssueEdited extends Error {
    name = "IssueEdited";
}
/**
 * Carries out one operation after another. One that fails does not stop the others, unless they would fail as well.
 *
 * @returns the reasons to list and plan again; empty when everything is in line
 */
async function applyPlan(operations, context) {
    const numbers = new Map();
    const reasons = [];
    for (const operation of operations) {
        if (context.journal.isStopped)
            return [];
        const reason = await applyOperation(operation, numbers, context);
        if (reason !== undefined)
            reasons.push(reason);
    }
    return reasons;
}
/** @param numbers of the issues that this plan has opened; a new one is added */
async function applyOperation(operation, numbers, context) {
    const { journal } = context;
    let body = "";
    try {
        body = (0,fit/* bodyOf */.EN)(operation, numbers);
        if (operation.number !== null) {
            await changeIssue(operation, operation.number, body, context);
            return undefined;
        }
        const number = journal.opensNothing ? undefined : await openIssue(operation, body, context);
        if (number !== undefined) {
            numbers.set(operation.topic, number);
            await postComment(operation, number, context);
        }
        return "opened";
    }
    catch (error) {
        if (error instanceof IssueEdited)
            return "edited";
        if (operation.number !== null && isGone(error)) {
            journal.recordGone(operation.number);
            return "gone";
        }
        journal.recordFailure(error, operation, body);
        return undefined;
    }
}
async function changeIssue(operation, number, body, context) {
    const { api, journal } = context;
    if (journal.hasSent(operation, body))
        return;
    await assertUnedited(number, context);
    await updateIssue(api, operation, number, body);
    journal.recordUpdated(operation, number, body);
    await attemptPart(operation, journal, async () => {
        for (const label of operation.removeLabels)
            await api.removeLabel(number, label);
        if (operation.addLabels.length > 0)
            await api.addLabels(number, operation.addLabels);
    });
    await postComment(operation, number, context);
}
async function postComment(operation, number, context) {
    const { journal } = context;
    const { comment } = operation;
    if (comment === undefined || journal.isStopped)
        return;
    await attemptPart(operation, journal, async () => {
        try {
            await addCommentOnce(number, comment, context);
        }
        catch (error) {
            // The text of the same issue was changed a moment ago, so it is no missing permission.
            if (!(error instanceof errors/* GitHubError */.y_ && error.status === 403 && error.unknown.reason === "permission")) {
                throw error;
            }
            journal.addProblem(`Issue #${number} is locked: its text was updated, but no comment could be added (403).`);
        }
    });
}
/**
 * Adds a comment once: when its request got no answer, the comments are read before the second try.
 *
 * @throws GitHubError
 */
async function addCommentOnce(number, text, { api, clock }) {
    const since = clock.now() - LEEWAY;
    try {
        await api.addComment(number, text);
        return;
    }
    catch (error) {
        if (!(error instanceof errors/* GitHubError */.y_ && (0,errors/* mayHaveHappened */.dk)(error)))
            throw error;
    }
    await clock.sleep(errors/* PAUSE_BEFORE_CHECKING */._n);
    const isThere = async () => (await api.listCommentsSince(number, since)).some((comment) => isSameText(comment, text));
    if (await isThere())
        return;
    try {
        await api.addComment(number, text);
    }
    catch (error) {
        if (!(error instanceof errors/* GitHubError */.y_ && (0,errors/* mayHaveHappened */.dk)(error) && (await isThere())))
            throw error;
    }
}
/** @throws IssueEdited */
async function assertUnedited(number, { api, snapshot, clock, listedAt }) {
    if (clock.now() - listedAt <= FRESH)
        return;
    const planned = snapshot.issues.find((issue) => issue.number === number)?.body;
    if ((await api.readBody(number)) !== planned)
        throw new IssueEdited();
}
async function updateIssue(api, operation, number, body) {
    const patch = patchOf(operation, body);
    try {
        await api.update(number, patch);
    }
    catch (error) {
        const isUnknownReason = patch.state_reason === "duplicate" && error instanceof errors/* GitHubError */.y_ && error.status === 422;
        if (!isUnknownReason)
            throw error;
        // Servers before 3.17 know no duplicates.
        await api.update(number, { body, state: "closed", state_reason: "not_planned" });
    }
}
function patchOf({ action, reason = "completed", duplicateOf }, body) {
    if (action === "reopen")
        return { body, state: "open" };
    if (action === "update" || action === "open")
        return { body };
    const patch = { body, state: "closed", state_reason: reason };
    if (reason !== "duplicate")
        return patch;
    // Without the other issue GitHub takes no duplicate.
    return duplicateOf === undefined
        ? { ...patch, state_reason: "not_planned" }
        : { ...patch, duplicate_issue_id: duplicateOf.id };
}
/** A part that fails does not take the rest of the issue's changes along. */
async function attemptPart(operation, journal, part) {
    try {
        await part();
    }
    catch (error) {
        journal.recordFailure(error, operation);
    }
}
/** Deleted (410, 404), or moved to another repository (a redirect). */
function isGone(error) {
    const status = error instanceof errors/* GitHubError */.y_ ? (error.status ?? 0) : 0;
    return status === 404 || status === 410 || (status >= 300 && status < 400);
}

// EXTERNAL MODULE: ./.build/src/core/errors.js
var core_errors = __webpack_require__(6512);
;// CONCATENATED MODULE: ./.build/src/issues/sync/journal.js


/** After so many writes in a row without an answer the rest is left to the next run. */
const MAX_UNANSWERED = 3;
/** What this run did to the issues and what failed, over all rounds. */
class SyncJournal {
    #changes = [];
    #problems = new Set();
    #opened = new Map();
    #gone = new Set();
    #failed = new Set();
    #sent = new Map();
    #unanswered = 0;
    /** Nothing more is written. */
    isStopped = false;
    /** Nothing more is opened. */
    opensNothing = false;
    refusedAssignees = new Set();
    refusedLabels = new Set();
    /** Those of the configuration: an issue may go without them. */
    optionalLabels;
    constructor(optionalLabels) {
        this.optionalLabels = optionalLabels;
    }
    get changes() {
        return this.#changes;
    }
    get problems() {
        return [...this.#problems];
    }
    /** The list as it is: what was opened a moment ago may not be in it yet, what is gone may be. */
    correctSnapshot(snapshot) {
        const listed = new Set(snapshot.issues.map(({ number }) => number));
        const missing = [...this.#opened.values()].filter(({ number }) => !listed.has(number));
        const issues = [...snapshot.issues, ...missing]
            .filter(({ number }) => !this.#gone.has(number))
            .sort((a, b) => a.number - b.number);
        return { ...snapshot, issues };
    }
    /** An operation that failed once would fail again, and would open an issue or report its failure twice. */
    mayTry({ action, topic, number }) {
        if (action === "open" && this.opensNothing)
            return false;
        return !this.#failed.has(number ?? topic);
    }
    /** A list that lags behind asks for the same once more; its comment would be added twice. */
    hasSent({ action, number }, body) {
        return number !== null && this.#sent.get(number) === `${action} ${body}`;
    }
    recordOpened(operation, issue) {
        this.#opened.set(issue.number, issue);
        this.#recordChange(operation, issue.number);
    }
    recordUpdated(operation, number, body) {
        this.#sent.set(number, `${operation.action} ${body}`);
        this.#recordChange(operation, number);
    }
    /** Deleted or transferred. */
    recordGone(number) {
        this.#gone.add(number);
        this.#opened.delete(number);
    }
    addProblem(problem) {
        this.#problems.add(problem);
    }
    /**
     * @param operation what failed; null when it was no single operation
     * @param body what was sent
     */
    recordFailure(error, operation, body = "") {
        if (operation !== null)
            this.#failed.add(operation.number ?? operation.topic);
        if (!(error instanceof errors/* GitHubError */.y_)) {
            this.addProblem(`The issues are not all up to date: a defect of pg-preflight (${(0,core_errors/* errorName */.Is)(error)}); please report it.`);
            return;
        }
        const defect = isOurDefect(error) ? describeDefect(body) : "";
        this.addProblem(`${describeFailed(operation)}: ${(0,errors/* sentenceOf */.$N)(error)}${defect}`);
        this.#unanswered = (0,errors/* mayHaveHappened */.dk)(error) ? this.#unanswered + 1 : 0;
        if (operation === null || refusesAll(error))
            this.isStopped = true;
        if (this.#unanswered < MAX_UNANSWERED || this.isStopped)
            return;
        this.isStopped = true;
        this.addProblem("GitHub gave no answer several times in a row: the other issues are left to the next run.");
    }
    #recordChange({ action, topic, why }, number) {
        this.#unanswered = 0;
        // The links to issues that were opened with it are a part of opening it.
        const isPartOfOpening = this.#opened.has(number) && action === "update";
        if (!isPartOfOpening)
            this.#changes.push({ check: topic, number, action, why });
    }
}
function describeFailed(operation) {
    if (operation === null)
        return "The issues could not be brought in line";
    if (operation.number === null)
        return `The issue of ${operation.topic} could not be opened`;
    return `Issue #${operation.number} could not be updated`;
}
/** A missing permission, a wrong token, a limit, no issues here: the next operation would be refused as well. */
function refusesAll(error) {
    return (0,errors/* isLimit */.S4)(error) || [401, 403, 410].includes(error.status ?? 0);
}
function isOurDefect({ status, unknown }) {
    return (status === 400 || status === 422) && unknown.reason === "error";
}
function describeDefect(body) {
    const why = body.length > 65_536 ? " Its text is longer than GitHub takes." : "";
    return `${why} This is a defect of pg-preflight; please report it.`;
}

;// CONCATENATED MODULE: ./.build/src/issues/sync/reconcile.js







/** Brings the issues in line with what this run found. It never throws: failures are among the problems. */
async function publishIssues(facts, { writes, tracker, showsNames }, settings) {
    const { token, repository } = settings.github;
    const mayWrite = writes && "value" in tracker && !settings.issues.dryRun;
    if (!mayWrite || token === undefined || repository === null)
        return { changes: [], problems: [] };
    const rules = (0,plan_plan.rulesOf)(settings, showsNames);
    const plan = (issues) => (0,plan_plan.planIssues)(facts, issues, rules);
    return reconcile({ plan, settings, token, repository });
}
/** One to write, one to see whether another run wrote at the same moment, two for what a race may leave. */
const ROUNDS = 4;
/** Milliseconds for all of it, where the run's own time does not end before. */
const TIMEOUT = 180_000;
const MAX_REQUESTS = 500;
/** List, plan, apply; and again after an issue was opened, until there is nothing left to do. */
async function reconcile(reconciliation) {
    const { plan, settings, token, repository, clock = github_clock/* SYSTEM_CLOCK */.V } = reconciliation;
    const client = (0,github_client.gitHubClient)({
        apiUrl: settings.github.apiUrl,
        token,
        repository,
        deadline: Math.min(clock.now() + TIMEOUT, settings.deadline + deadlines/* AFTER_DEADLINE */.S.writing),
        clock,
        maxRequests: MAX_REQUESTS,
        longestWait: TIMEOUT,
    });
    const api = issueApi(client, settings.target);
    const journal = new SyncJournal(settings.issues.labels);
    try {
        for (let round = 1; !journal.isStopped; round += 1) {
            const listedAt = clock.now();
            const snapshot = journal.correctSnapshot(await api.list());
            const { writes, notices } = plan(snapshot);
            for (const notice of notices)
                journal.addProblem(notice);
            const operations = writes.filter((operation) => journal.mayTry(operation));
            if (operations.length === 0)
                break;
            if (round > ROUNDS) {
                journal.addProblem("The issues kept changing while they were written: the next run goes on.");
                break;
            }
            const reasons = await applyPlan(operations, { api, journal, snapshot, clock, listedAt });
            if (reasons.length === 0)
                break;
        }
    }
    catch (error) {
        journal.recordFailure(error, null);
    }
    const { changes, problems } = journal;
    return { changes, problems };
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
