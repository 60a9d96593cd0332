export const id = 696;
export const ids = [696,336];
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


/***/ }),

/***/ 7434:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fg: () => (/* binding */ markOf),
/* harmony export */   HN: () => (/* binding */ joinBody),
/* harmony export */   OG: () => (/* binding */ parseBody)
/* harmony export */ });
/**
 * At the start of a line, or behind what a person typed before it on the same line. A quoted mark is none: behind
 * `>` or a backtick somebody only shows what ours look like.
 */
const MARK = /^([^\n\r\u2028\u2029>`]*?)<!-- pg-preflight:issue=([A-Za-z0-9._%-]*)\/([a-z][a-z0-9-]*) -->/gm;
const STATE = /<!-- pg-preflight:state=([A-Za-z0-9._-]*) -->/;
const END = "<!-- pg-preflight:end -->";
const ANY_MARK = "<!-- pg-preflight:";
/** Undefined when the body has no mark of ours. Total: whatever GitHub or a person put there. */
function parseBody(body) {
    // GitHub's editor writes \r\n.
    const text = (body ?? "").replaceAll("\r\n", "\n");
    const found = [...text.matchAll(MARK)].map(({ index, 0: line, 1: typed = "", 2: target, 3: home }, at, all) => {
        const from = index + line.length;
        const rest = text.slice(from, all[at + 1]?.index);
        return {
            start: index + typed.length,
            target,
            home,
            block: blockOf(rest),
            tail: text.slice(from + rest.length),
        };
    });
    // People may show a lone mark above our block, so a whole block goes before.
    const ours = found.find(({ block }) => block.isWhole) ?? found[0];
    if (ours?.target === undefined || ours.home === undefined)
        return undefined;
    return {
        target: decodeTarget(ours.target),
        home: ours.home,
        before: text.slice(0, ours.start),
        shown: ours.block.shown.trim(),
        state: ours.block.state,
        after: ours.block.after + ours.tail,
    };
}
/** What stands behind our first mark, up to the next one or the end of the body. */
function blockOf(rest) {
    const state = STATE.exec(rest);
    if (state !== null) {
        const behind = rest.slice(state.index + state[0].length);
        return {
            shown: rest.slice(0, state.index),
            state: state[1] ?? "",
            after: behind.startsWith(`\n${END}`) ? behind.slice(END.length + 1) : behind,
            isWhole: true,
        };
    }
    const end = rest.indexOf(END);
    if (end >= 0) {
        return { shown: rest.slice(0, end), state: "", after: rest.slice(end + END.length), isWhole: true };
    }
    // Nobody knows where our text ended: what we wrote before may stay twice, but no word of a person's is lost.
    return { shown: "", state: "", after: rest, isWhole: false };
}
/** The whole body, people's text kept as it was. */
function joinBody({ target, home, before, after, shown, state }) {
    // A quoted name in fenced SQL may hold a line like ours.
    const safe = shown.trim().replaceAll(ANY_MARK, "<!-- pg-preflight :");
    const block = [markOf(target, home), "", safe, "", `<!-- pg-preflight:state=${state} -->`, END].join("\n");
    // A mark that shares its line with a person's text is not hidden everywhere.
    const lead = before === "" || before.endsWith("\n") ? before : `${before}\n`;
    return `${lead}${block}${after}`;
}
function markOf(target, home) {
    // encodeURIComponent leaves these five, and throws at half a character.
    const safe = encodeURIComponent(target.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    return `<!-- pg-preflight:issue=${safe}/${home} -->`;
}
function decodeTarget(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 941:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Au: () => (/* binding */ STATE_BUDGET),
  UJ: () => (/* binding */ decodeState),
  Md: () => (/* binding */ encodeState)
});

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./.build/src/issues/state/schema.js
var schema = __webpack_require__(1655);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var priority = __webpack_require__(8699);
;// CONCATENATED MODULE: ./.build/src/issues/state/trim.js

/** So many of each list's first findings go before everybody else's others: one check alone must not oust all. */
const OF_EACH_LIST = 20;
/** A state's block holds no more of a text that somebody forged. */
const LONGEST_TEXT = 80;
/**
 * Leaves out of a state what matters least, and counts it. What a list keeps is always its most important part:
 * a finding that was left out is never more urgent than one that stayed.
 */
class MemoryTrimmer {
    #state;
    #lists;
    /** One entry for each finding, the most important first: the list that it belongs to. */
    #places;
    /** Room for everything. */
    whole;
    constructor(state) {
        this.#state = state;
        const slots = Object.values(state.slots);
        const lists = [state.findings, ...slots.flatMap(findingsOf)].map(inOrder);
        this.#lists = new Map(lists.map((list) => [list.findings, list]));
        this.#places = placesOf(lists);
        this.whole = {
            sizes: most(slots.flatMap(({ indexes }) => indexes.map(({ sizes }) => sizes.length))),
            findings: this.#places.length,
            indexes: most(slots.map(({ indexes }) => indexes.length)),
            runs: most(slots.map(({ runs }) => runs.length)),
            statements: most(slots.map(({ statements }) => statements?.list.length ?? 0)),
        };
    }
    trimmed(room) {
        const kept = new Map();
        const places = room.findings < this.#places.length ? this.#places.slice(0, room.findings) : this.#places;
        for (const list of places)
            kept.set(list, (kept.get(list) ?? 0) + 1);
        const trim = (holder) => {
            const list = this.#lists.get(holder.findings);
            const stay = list === undefined ? 0 : (kept.get(list) ?? 0);
            const gone = holder.findings.length - stay;
            if (list === undefined || gone === 0)
                return holder;
            return { ...holder, findings: list.ordered.slice(0, stay), leftOut: holder.leftOut + gone };
        };
        const slots = mapValues(this.#state.slots, (slot) => ({
            ...trimSlot(slot, room),
            checks: mapValues(slot.checks, trim),
        }));
        return { ...trim(this.#state), slots };
    }
    /** For a state that is no use anyway: which run wrote it, and how much there was. */
    bare() {
        const { findings, leftOut, run, content } = this.#state;
        return {
            ...this.#state,
            run: { ...run, id: run.id.slice(0, LONGEST_TEXT) },
            content: content.slice(0, LONGEST_TEXT),
            findings: [],
            leftOut: leftOut + findings.length,
            slots: {},
        };
    }
}
function trimSlot(slot, room) {
    const indexes = slot.indexes
        .slice(0, room.indexes)
        .map((index) => ({ ...index, sizes: room.sizes === 0 ? [] : index.sizes.slice(-room.sizes) }));
    return {
        ...slot,
        runs: slot.runs.slice(0, room.runs),
        ...(slot.statements && {
            statements: { ...slot.statements, list: slot.statements.list.slice(0, room.statements) },
        }),
        indexes,
        indexesLeftOut: slot.indexesLeftOut + slot.indexes.length - indexes.length,
    };
}
/**
 * Of all lists together: the first of each, then by priority, and among those of one priority the lists take
 * turns. Within a list the order stays, or a later run could not tell what is new.
 */
function placesOf(lists) {
    return lists
        .flatMap((list) => list.ordered.map(({ priority }, rank) => ({ list, priority, rank, isFirst: rank < OF_EACH_LIST })))
        .sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || (0,priority/* byPriority */.mu)(a, b) || a.rank - b.rank)
        .map(({ list }) => list);
}
function findingsOf({ checks }) {
    return Object.values(checks).map(({ findings }) => findings);
}
function inOrder(findings) {
    return { findings, ordered: findings.toSorted((a, b) => (0,priority/* byPriority */.mu)(a, b) || a.firstSeen - b.firstSeen) };
}
function mapValues(record, change) {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
function most(numbers) {
    return numbers.reduce((highest, number) => Math.max(highest, number), 0);
}

;// CONCATENATED MODULE: ./.build/src/issues/state/codec.js



/** A forged block must not blow up: our largest is far smaller. */
const LARGEST_STATE = 8 * 1024 * 1024;
/** Half of what an issue may have, so that what people read has the other half. */
const STATE_BUDGET = 30_000;
/** So many of the most important findings stay before indexes and former runs have to go. */
const FINDINGS_BEFORE_ALL_ELSE = 300;
/**
 * Text of A-Z a-z 0-9 - _ and dots only, safe in a comment of HTML. What does not fit is left out and counted in
 * the state: old sizes of indexes first, then the least important findings, then indexes, then former runs. Before all
 * of them statements go, uncounted: without memory they are judged as in a first run.
 *
 * @param budget characters; at least 1,000
 */
function encodeState(state, budget = STATE_BUDGET) {
    const trimmer = new MemoryTrimmer(state);
    const within = (room) => {
        const text = pack(trimmer.trimmed(room));
        return text !== undefined && text.length <= budget ? text : undefined;
    };
    const whole = trimmer.whole;
    const fits = within(whole);
    if (fits !== undefined)
        return fits;
    const stay = Math.min(FINDINGS_BEFORE_ALL_ELSE, whole.findings);
    const steps = [
        ["statements", 0],
        ["sizes", 2],
        ["findings", stay],
        ["indexes", 0],
        ["runs", 1],
        ["findings", 0],
    ];
    let room = whole;
    for (const [what, least] of steps) {
        const most = room[what];
        room = { ...room, [what]: least };
        const smallest = within(room);
        if (smallest !== undefined)
            return largest(least, most, smallest, (size) => within({ ...room, [what]: size }));
    }
    return pack(trimmer.bare()) ?? "";
}
/**
 * The text of the largest size below `most` that fits; `least` does. It doubles, then halves: most of what is far
 * too much is never compressed.
 */
function largest(least, most, smallest, within) {
    let [low, high, best, step] = [least, most, smallest, Math.max(least, 1)];
    while (high - low > 1) {
        const size = Math.min(low + step, Math.floor((low + high) / 2));
        const text = within(size);
        if (text === undefined)
            high = size;
        else
            [low, best] = [size, text];
        step *= 2;
    }
    return best;
}
/** Undefined when nobody would read it back. */
function pack(state) {
    const json = Buffer.from(JSON.stringify(state), "utf8");
    if (json.length > LARGEST_STATE)
        return undefined;
    return `${schema/* MEMORY_VERSION */.zn}.${(0,external_node_zlib_.deflateRawSync)(json, { level: 9 }).toString("base64url")}`;
}
/** Total: whatever stands there. */
function decodeState(text) {
    const [, version = "", data = ""] = /^(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
    if (Number(version) > schema/* MEMORY_VERSION */.zn)
        return { problem: "newer" };
    try {
        const json = (0,external_node_zlib_.inflateRawSync)(Buffer.from(data, "base64url"), { maxOutputLength: LARGEST_STATE });
        return { state: schema/* issueStateSchema */.I.parse(JSON.parse(json.toString("utf8"))) };
    }
    catch {
        return { problem: "broken" };
    }
}


/***/ }),

/***/ 6696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AK: () => (/* binding */ asOurs),
/* harmony export */   K_: () => (/* binding */ tellSwitchedOff),
/* harmony export */   PC: () => (/* binding */ labelsOf),
/* harmony export */   W2: () => (/* binding */ isTrusted),
/* harmony export */   i: () => (/* binding */ WRITING_ISSUES),
/* harmony export */   j8: () => (/* binding */ issueSchema),
/* harmony export */   listIssues: () => (/* binding */ listIssues)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2857);
/* harmony import */ var _github_answers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(516);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(800);
/* harmony import */ var _body_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7434);
/* harmony import */ var _issue_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7411);
/* harmony import */ var _state_codec_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(941);






/** 2,000 issues. */
const MAX_PAGES = 20;
/** What a workflow must give so that the token may keep the issues. */
const WRITING_ISSUES = {
    verb: "write",
    permissions: "permissions: { contents: read, issues: write }",
};
const READING_ISSUES = {
    verb: "read",
    permissions: "permissions: { contents: read, issues: read }",
};
/** Of GitHub's answers only what we use; new fields pass by. */
const issueSchema = zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig(),
    number: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig(),
    title: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    body: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(),
    state: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    closed_at: _github_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .time */ .kB.nullish(),
    labels: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish() })])),
    user: zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() }).nullish(),
    author_association: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullish(),
    pull_request: zod__WEBPACK_IMPORTED_MODULE_4__/* .unknown */ .L5J().optional(),
});
/** Who has rights here. An outsider may edit the body of an issue that he opened, whoever put our label on it. */
const TRUSTED = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);
/**
 * Our issues of this target, open and closed, by label and hidden mark: never by search, whose index lags behind, and
 * never by title, which people change.
 *
 * @throws GitHubError
 */
async function listIssues(client, { repository, target, writes }) {
    const what = "the repository's issues";
    const purpose = { ...READING_ISSUES, ...(writes ? { permissions: WRITING_ISSUES.permissions } : {}) };
    const { items, isWhole } = await client
        .list({
        path: `/repos/${repository}/issues`,
        what,
        query: { labels: _issue_js__WEBPACK_IMPORTED_MODULE_2__/* .LABEL */ .d_, state: "all", sort: "created", direction: "asc", per_page: "100" },
        maxPages: MAX_PAGES,
        purpose,
    })
        .catch(tellSwitchedOff);
    if (!isWhole) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_({
            reason: "error",
            detail: `More than ${(MAX_PAGES * 100).toLocaleString("en")} issues carry the label ${_issue_js__WEBPACK_IMPORTED_MODULE_2__/* .LABEL */ .d_}: take it from closed ones.`,
        }, 200);
    }
    return sortIssues((0,_github_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .Wp)(zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(issueSchema), items, what), target);
}
/** @throws GitHubError */
function tellSwitchedOff(error) {
    if (error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_ && error.status === 410) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_({
            reason: "error",
            detail: "Issues are switched off in this repository (410): switch them on in its settings, or set `write-issues: never`.",
        }, 410);
    }
    throw error;
}
/** Ours from the others. */
function sortIssues(listed, target) {
    const issues = [];
    const notices = [];
    const untouchable = new Set();
    for (const item of listed) {
        if (item.pull_request !== undefined && item.pull_request !== null)
            continue;
        const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_5__/* .parseBody */ .OG)(item.body ?? "");
        if (parsed?.target !== target)
            continue;
        if (!isTrusted(item)) {
            if (item.state === "open")
                notices.push(`Issue #${item.number} carries our label and mark but was opened by somebody without rights here: left alone.`);
            continue;
        }
        const decoded = (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeState */ .UJ)(parsed.state);
        if ("problem" in decoded && decoded.problem === "newer") {
            untouchable.add(parsed.home);
            notices.push(`Issue #${item.number} was written by a newer version of pg-preflight: left alone.`);
            continue;
        }
        const issue = asOurs(item);
        if (issue === undefined)
            continue;
        if (issue.state === null && issue.isOpen) {
            notices.push(`What issue #${item.number} remembered can't be read: its hidden block is broken. It starts anew.`);
        }
        issues.push(issue);
    }
    issues.sort((a, b) => a.number - b.number);
    return { issues, notices, untouchable: [...untouchable] };
}
/** Whether its author, of an issue or a comment, has rights here. */
function isTrusted({ user, author_association: association, }) {
    return user?.type === "Bot" || TRUSTED.has(association ?? "");
}
/** Undefined when the body has no mark of ours. */
function asOurs(item) {
    const body = item.body ?? "";
    const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_5__/* .parseBody */ .OG)(body);
    if (parsed === undefined)
        return undefined;
    const decoded = (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeState */ .UJ)(parsed.state);
    return {
        number: item.number,
        id: item.id,
        home: parsed.home,
        isOpen: item.state === "open",
        closedAt: item.closed_at ?? null,
        title: item.title,
        labels: labelsOf(item),
        body,
        before: parsed.before,
        after: parsed.after,
        state: "state" in decoded ? decoded.state : null,
    };
}
function labelsOf({ labels }) {
    return labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? [])));
}


/***/ })

};
