export const id = 96;
export const ids = [96,761];
export const modules = {

/***/ 3761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GitHubError: () => (/* binding */ GitHubError),
/* harmony export */   gitHubClient: () => (/* binding */ gitHubClient)
/* harmony export */ });
/* harmony import */ var _refusals_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5411);

const API_VERSION = "2022-11-28";
const ATTEMPTS = 3;
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;
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
/** The token is sent to the API's own host alone: a redirect to another is not followed. */
function gitHubClient({ apiUrl, token, deadline, maxRequests }) {
    let left = maxRequests;
    const headers = {
        accept: "application/vnd.github+json",
        "x-github-api-version": API_VERSION,
        authorization: `Bearer ${token}`,
        "user-agent": "pg-preflight",
    };
    async function ask(url, what) {
        const time = Math.min(REQUEST_TIMEOUT, deadline - Date.now());
        if (time <= 0)
            throw outOfTime(what);
        try {
            return await fetch(url.href, { headers, redirect: "manual", signal: AbortSignal.timeout(time) });
        }
        catch (error) {
            if (error instanceof Error && error.name === "TimeoutError")
                throw outOfTime(what);
            throw new GitHubError({ reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` }, null);
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
        throw new GitHubError({
            reason: "error",
            detail: `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`,
        }, null);
    }
    return {
        left: () => left,
        async get(path, what, query = {}) {
            left -= 1;
            const url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
            for (let attempt = 1;; attempt += 1) {
                const response = await answerOf(() => follow(url, what), attempt);
                if (response === undefined)
                    continue;
                if (response.ok)
                    return readJson(response, what);
                const { status, headers } = response;
                const refused = { status, headers, text: await response.text().catch(() => "") };
                const wait = (0,_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .waitBeforeRetry */ .jy)(refused, attempt, Date.now());
                if (wait === undefined || attempt === ATTEMPTS || Date.now() + wait >= deadline) {
                    throw new GitHubError((0,_refusals_js__WEBPACK_IMPORTED_MODULE_0__/* .explainStatus */ .cq)(refused, what), status);
                }
                await new Promise((resolve) => setTimeout(resolve, wait));
            }
        },
    };
}
/** A connection that broke is tried again; undefined says so. */
async function answerOf(ask, attempt) {
    try {
        return await ask();
    }
    catch (error) {
        const isBroken = error instanceof GitHubError && error.unknown.reason === "unreachable";
        if (!isBroken || attempt === ATTEMPTS)
            throw error;
        return undefined;
    }
}
async function readJson(response, what) {
    try {
        return await response.json();
    }
    catch {
        throw new GitHubError({ reason: "unreachable", detail: `GitHub's answer for ${what} broke off or is no JSON.` }, response.status);
    }
}
function outOfTime(what) {
    return new GitHubError({ reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` }, null);
}


/***/ }),

/***/ 4096:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRepositoryFile: () => (/* binding */ readRepositoryFile)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3761);


/** What the contents API says of a file; a folder is a list. Content is left out above 1 MB. */
const fileSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("file"), encoding: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("base64"), content: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() });
/**
 * The text of a file of the repository at a commit or branch; null when there is none.
 *
 * @param path from the repository's root, with `/`
 * @throws GitHubError
 */
async function readRepositoryFile(client, { repository, path, ref }) {
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    const what = `the file ${path}`;
    let answer;
    try {
        answer = await client.get(`/repos/${repository}/contents/${encoded}`, what, { ref });
    }
    catch (error) {
        if (error instanceof _client_js__WEBPACK_IMPORTED_MODULE_0__.GitHubError && error.status === 404)
            return null;
        throw error;
    }
    const file = fileSchema.safeParse(answer);
    if (!file.success) {
        throw new _client_js__WEBPACK_IMPORTED_MODULE_0__.GitHubError({ reason: "version", detail: `GitHub gives no text for ${what}: is it a file?` }, 200);
    }
    return Buffer.from(file.data.content, "base64").toString("utf8");
}


/***/ }),

/***/ 5411:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ PERMISSIONS),
/* harmony export */   cq: () => (/* binding */ explainStatus),
/* harmony export */   jy: () => (/* binding */ waitBeforeRetry)
/* harmony export */ });
/* harmony import */ var _domain_time_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4099);

/** What a workflow must give so that the token may read what we ask. */
const PERMISSIONS = "permissions:\n  actions: read\n  contents: read";
const LONGEST_WAIT = 30_000;
const FIRST_WAIT = 500;
/** Milliseconds to wait before the same question is asked again; undefined when asking again is of no use. */
function waitBeforeRetry(response, attempt, now) {
    if (response.status < 500 && !isRateLimited(response))
        return undefined;
    const wait = toldToWait(response, now) ?? FIRST_WAIT * 4 ** (attempt - 1);
    return wait > LONGEST_WAIT ? undefined : wait;
}
/** One sentence for each way in which GitHub refuses. */
function explainStatus(response, what) {
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
    if (status === 403) {
        return { reason: "permission", detail: `The token may not read ${what} (403).`, fix: PERMISSIONS };
    }
    if (status === 404) {
        return {
            reason: "permission",
            detail: `GitHub knows nothing of ${what} (404), or the token may not see it.`,
            fix: PERMISSIONS,
        };
    }
    if (status >= 500) {
        return { reason: "unreachable", detail: `GitHub's API is in trouble: it answers ${status} for ${what}.` };
    }
    return { reason: "error", detail: `GitHub's API refuses the question for ${what} (${status}).` };
}
/** 429, or 403 with one of the signs of a limit: a missing permission has neither. */
function isRateLimited({ status, headers, text }) {
    if (status === 429)
        return true;
    return (status === 403 &&
        (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text)));
}
function toldToWait({ headers, text }, now) {
    const seconds = headers.get("retry-after");
    if (seconds !== null && /^\d+$/.test(seconds))
        return Number(seconds) * 1000;
    // GitHub asks for a minute at least where it names no time.
    if (/secondary rate limit/i.test(text))
        return 60_000;
    const reset = Number(headers.get("x-ratelimit-reset"));
    return headers.get("x-ratelimit-remaining") === "0" && reset > 0
        ? Math.max(0, reset * 1000 - now)
        : undefined;
}


/***/ })

};
