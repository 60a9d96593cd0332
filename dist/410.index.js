export const id = 410;
export const ids = [410,987,696,585];
export const modules = {

/***/ 585:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   commentBody: () => (/* binding */ commentBody),
/* harmony export */   isOutdated: () => (/* binding */ isOutdated),
/* harmony export */   readComment: () => (/* binding */ readComment),
/* harmony export */   renderComment: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9856);
/* harmony import */ var _report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2190);
/* harmony import */ var _report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2571);
/* harmony import */ var _report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8017);
/* harmony import */ var _report_icons_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2024);
/* harmony import */ var _report_redact_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8441);
/* harmony import */ var _report_summary_failing_check_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5748);
/* harmony import */ var _report_summary_verdict_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6628);









/** The one comment of a pull request for each target and suite: verdict, new findings, known findings. */
/** Maximum number of characters: a longer text is not read beside a diff. GitHub accepts 65,536. */
const LONGEST = 30_000;
/** Number of rows of new findings and of lines in each list. A smaller one is taken where the texts are long. */
const MOST = [10, 5, 2, 0];
function renderComment(view) {
    const model = (0,_report_summary_failing_check_js__WEBPACK_IMPORTED_MODULE_7__/* .summaryModel */ .c)(view.report);
    const { target, suite } = view.report;
    const texts = MOST.map((most) => page(model, view, most));
    return {
        mark: `<!-- pg-preflight:comment=${encodeURIComponent(target)}/${encodeURIComponent(suite)} -->`,
        content: texts.find((text) => text.length <= LONGEST) ?? (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h3>${(0,_report_summary_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(model)}</h3>`,
        footer: footerOf(view),
        isNews: isNews(model),
    };
}
/** The whole comment. */
function commentBody({ mark, content, footer }) {
    return `${mark}\n\n${content}\n\n${footer}`;
}
/**
 * Known findings are left to their issues, and permanently unknown checks to the overview: repeated on every pull
 * request they would be noise.
 */
function isNews({ report, failing }) {
    return report.stepFails || failing.length > 0;
}
/** The text of a pg-preflight comment and the run that wrote it; undefined for another comment. */
function readComment(body, mark) {
    // GitHub's editor writes \r\n.
    const text = body.replaceAll("\r\n", "\n");
    if (text !== mark && !text.startsWith(`${mark}\n`))
        return undefined;
    const omitted = text.slice(mark.length);
    const run = RUN.exec(omitted);
    const [, id = "", attempt, at] = run ?? [];
    return {
        content: (run === null ? omitted : omitted.slice(0, run.index)).trim(),
        run: run === null ? null : { id, attempt: Number(attempt), at: Number(at) },
    };
}
/** Whether a later run has already written the comment. */
function isOutdated(run, written) {
    return written !== null && (0,_core_run_stamp_js__WEBPACK_IMPORTED_MODULE_1__/* .isLaterRun */ .K9)(written, run);
}
/** Text of a database cannot match, since its `<` is escaped. */
const RUN = /^<!-- pg-preflight:run=(\d*)\.(\d+)\.(\d+) -->$/m;
function footerOf({ report, run }) {
    const url = report.runUrl === null ? undefined : (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__/* .safeUrl */ .Pl)(report.runUrl);
    const words = (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)("Everything is in this run's summary");
    const link = url === undefined ? words : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<a href="${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(url.replaceAll("&", "&amp;"))}">${words}</a>`;
    const id = /^\d+$/.test(run.id) ? run.id : "";
    return [
        `<!-- pg-preflight:run=${id}.${run.attempt}.${run.at} -->`,
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p><sub>${link} · suite ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .code */ .aY)(report.suite, 80)} · pg-preflight ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(report.toolVersion)}</sub></p>`,
    ].join("\n");
}
function page(model, view, most) {
    const { report } = model;
    return [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h3>${(0,_report_summary_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(model)}</h3>`,
        ...(report.unreachable === undefined
            ? outcome(model, most)
            : [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(report.unreachable)}</p>`]),
        ...fresh(model, most),
        ...known(model, view),
        ...unknownChecks(model, most),
        ...((0,_report_summary_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .isAllGreen */ .FD)(model) ? [] : remarks(report, most)),
    ].join("\n\n");
}
function outcome({ report }, most) {
    if (!report.stepFails)
        return [];
    const shown = report.gate.slice(0, most).map((reason) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(reason));
    return [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p><b>This step fails.</b> ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(shown.join(" "))}</p>`];
}
function fresh({ failing, counts }, most) {
    const rows = failing
        .flatMap(({ result, findings }) => {
        const [first] = findings;
        // Redacted findings of a check share one row.
        if (first !== undefined && (0,_report_redact_js__WEBPACK_IMPORTED_MODULE_6__/* .isRedacted */ .vX)(first))
            return [{ result, finding: first, number: findings.length }];
        return findings.map((finding) => ({ result, finding, number: 1 }));
    })
        .sort((a, b) => (0,_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .byPriority */ .mu)(a.finding, b.finding));
    const total = rows.reduce((sum, { number }) => sum + number, 0);
    if (total === 0)
        return [];
    const shown = rows.slice(0, most);
    const omitted = total - shown.reduce((sum, { number }) => sum + number, 0);
    const headings = ["Priority", "Check", "Finding"].map((heading) => ({ heading: (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(heading) }));
    return [
        counts.known === 0
            ? (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h4>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(total, "finding")}</h4>`
            : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h4>New: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(total, "finding")}</h4>`,
        ...(shown.length === 0 ? [] : [(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(headings, shown.map(cells))]),
        ...(omitted === 0 ? [] : [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>and ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(omitted, "other")}, in the summary of the run.</p>`]),
    ];
}
function cells({ result, finding, number }) {
    const { priority, message } = finding;
    return [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `${_report_icons_js__WEBPACK_IMPORTED_MODULE_5__/* .PRIORITY_ICONS */ .sh[priority]} ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(priority)}`,
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<a href="${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__/* .documentation */ .TH)(result.check))}">${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(result.title)}</a>`,
        (0,_report_redact_js__WEBPACK_IMPORTED_MODULE_6__/* .isRedacted */ .vX)(finding) ? (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(number, "finding")}, names kept back` : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(message),
    ];
}
function known({ counts }, { report, issues }) {
    if (counts.known === 0)
        return [];
    const links = issues.map((number) => (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__/* .linkToIssue */ .PO)(number, report));
    const where = links.length === 0 ? (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)("in open issues") : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .list */ .p_)(links);
    return [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>📌 Known: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(counts.known, "finding")}, ${where}. ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(counts.known === 1 ? "It stops" : "They stop")} nothing here.</p>`,
    ];
}
function unknownChecks({ unknownResults }, most) {
    if (unknownResults.length === 0)
        return [];
    const lines = unknownResults
        .slice(0, most)
        .map(({ title, unknown }) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<li>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(title)}: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(unknown?.detail.split("\n")[0] ?? "")}</li>`);
    const omitted = unknownResults.length - lines.length;
    if (omitted > 0)
        lines.push((0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<li>and ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(omitted, "other check")}</li>`);
    return [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<h4>❔ Could not look: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(unknownResults.length, "check")}</h4>`,
        `<ul>\n${lines.join("\n")}\n</ul>`,
    ];
}
function remarks({ notices }, most) {
    return notices.slice(0, most).map((notice) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<p>ℹ️ ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(notice)}</p>`);
}


/***/ }),

/***/ 1410:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   publishComment: () => (/* binding */ publishComment)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2857);
/* harmony import */ var _github_answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9425);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6987);
/* harmony import */ var _github_clock_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1253);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(800);
/* harmony import */ var _issues_sync_list_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6696);
/* harmony import */ var _render_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(585);







/** GitHub keeps 2,500 comments of an issue, and up to a hundred come at once. */
const MAX_PAGES = 25;
/** The pages, and what is written. */
const MAX_REQUESTS = 40;
const TIMEOUT = 60_000;
const WRITING = {
    verb: "write",
    permissions: "permissions: { contents: read, pull-requests: write }",
};
/**
 * Writes the pull request's one comment, or edits it. What GitHub refuses is returned, not thrown.
 *
 * @param clock a test's own
 */
async function publishComment(text, run, settings, clock = _github_clock_js__WEBPACK_IMPORTED_MODULE_2__/* .SYSTEM_CLOCK */ .V) {
    const { token, repository, apiUrl, pullRequest: number } = settings.github;
    if (number === null || token === undefined || repository === null)
        return { action: "none" };
    const deadline = clock.now() + TIMEOUT;
    const client = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_1__.gitHubClient)({ apiUrl, token, repository, deadline, clock, maxRequests: MAX_REQUESTS });
    const comments = new Comments(client, number, clock);
    try {
        return await comments.publish(text, run, { isDry: settings.issues.dryRun });
    }
    catch (error) {
        if (!(error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_))
            throw error;
        return { action: "none", ...describeRefusal(error, settings) };
    }
}
const commentsSchema = zod__WEBPACK_IMPORTED_MODULE_6__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_6__/* .number */ .aig(),
    body: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP().nullish(),
    user: zod__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP(), login: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP() }).nullish(),
    author_association: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP().nullish(),
}));
class Comments {
    #client;
    #pullRequest;
    #clock;
    constructor(client, pullRequest, clock) {
        this.#client = client;
        this.#pullRequest = pullRequest;
        this.#clock = clock;
    }
    async publish(text, run, { isDry }) {
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
    /** When the request got no answer, the comments are read before it is sent again. */
    async #create(text) {
        const body = (0,_render_js__WEBPACK_IMPORTED_MODULE_5__.commentBody)(text);
        const create = () => this.#write(({ issues }, repository) => issues.createComment({ ...repository, issue_number: this.#pullRequest, body }));
        try {
            await create();
        }
        catch (error) {
            if (!(error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .GitHubError */ .y_ && (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .mayHaveHappened */ .dk)(error)))
                throw error;
            await this.#clock.sleep(_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .PAUSE_BEFORE_CHECKING */ ._n);
            if ((await this.#list(text.mark)).length === 0)
                await create();
        }
    }
    /** The oldest stays and says what this run says; the others go, but not what a person pasted with words of theirs. */
    async #converge(found, text, run) {
        const [oldest, ...others] = found;
        const action = actionFor(found, text, run);
        if (oldest !== undefined && action === "edit") {
            const body = (0,_render_js__WEBPACK_IMPORTED_MODULE_5__.commentBody)(text);
            await this.#write(({ issues }, repository) => issues.updateComment({ ...repository, comment_id: oldest.id, body }));
        }
        for (const { id, author } of others) {
            if (author === oldest?.author)
                await this.#remove(id);
        }
        return action === "edit" ? "edit" : "unchanged";
    }
    async #remove(id) {
        try {
            await this.#write(({ issues }, repository) => issues.deleteComment({ ...repository, comment_id: id }));
        }
        catch (error) {
            // Another run was faster.
            if (!(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .isNotFound */ .c4)(error))
                throw error;
        }
    }
    /** Ours, the oldest first. */
    async #list(mark) {
        const what = "the pull request's comments";
        const { items } = await this.#client.list(what, ({ issues }, repository) => issues.listComments({ ...repository, issue_number: this.#pullRequest, per_page: 100 }), { maxPages: MAX_PAGES, purpose: { ...WRITING, verb: "read" } });
        return (0,_github_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(commentsSchema, items, what)
            .flatMap((comment) => {
            const { id, body, user } = comment;
            // Anybody may write a comment that begins like ours.
            const read = (0,_issues_sync_list_js__WEBPACK_IMPORTED_MODULE_4__/* .isTrusted */ .W2)(comment) ? (0,_render_js__WEBPACK_IMPORTED_MODULE_5__.readComment)(body ?? "", mark) : undefined;
            return read === undefined ? [] : [{ id, author: user?.login, ...read }];
        })
            .sort((a, b) => a.id - b.id);
    }
    async #write(request) {
        await this.#client.ask("the pull request's comment", request, WRITING);
    }
}
function actionFor([oldest], text, run) {
    if (oldest === undefined)
        return "create";
    const isSame = oldest.content === text.content.trim() || (0,_render_js__WEBPACK_IMPORTED_MODULE_5__.isOutdated)(run, oldest.run);
    return isSame ? "unchanged" : "edit";
}
function describeRefusal(error, { database }) {
    // A fork's token only reads, and who sent the pull request can do nothing about it.
    if (database === undefined && error.unknown.reason === "permission") {
        return { remark: "The pull request gets no comment: its token may not write, as on every fork." };
    }
    return { problem: `The pull request's comment could not be written. ${(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .sentenceOf */ .$N)(error)}` };
}


/***/ }),

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
    };
}
/** Octokit parses only what the header says to be JSON, and proxies drop that header. */
function parsedBody(data) {
    const text = data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data;
    if (typeof text !== "string")
        return text;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
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
/* harmony import */ var _octokit_request_error__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1015);
/* harmony import */ var _lib_http_status_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4638);
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2358);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(800);




/** What a workflow must give so that the token may read what the checks need. */
const READ_PERMISSIONS = "permissions:\n  actions: read\n  contents: read";
const READING = { verb: "read", permissions: READ_PERMISSIONS };
/**
 * What Octokit threw, in one sentence. Errors that are not a request's stay as they are.
 *
 * @param what names the thing requested: "the repository's workflows"
 */
function explainError(error, what, purpose) {
    if (!(error instanceof _octokit_request_error__WEBPACK_IMPORTED_MODULE_3__/* .RequestError */ .G))
        return error;
    if (error.response !== undefined)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GitHubError */ .y_(explainRefusal(error, what, purpose), error.status);
    const unknown = isTimeout(error)
        ? { reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` }
        : { reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` };
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GitHubError */ .y_(unknown, null);
}
function isTimeout({ cause }) {
    return cause instanceof Error && cause.name === "TimeoutError";
}
/** Answers that are a success to Octokit, and none to us. */
function explainRedirect(status, what, { verb }) {
    // A redirect leads to another repository, where an issue was moved to: not ours to write.
    if (verb === "write")
        return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GitHubError */ .y_(refusedFor(what, verb, status), status);
    const detail = `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .GitHubError */ .y_({ reason: "error", detail }, null);
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
    switch (isRateLimited(error) ? "rate-limit" : (0,_lib_http_status_js__WEBPACK_IMPORTED_MODULE_0__/* .refusalKind */ .l)(status)) {
        case "rate-limit":
            return {
                reason: "timeout",
                detail: `GitHub's rate limit lets no more questions through${untilReset(error)} (${status}).`,
            };
        case "unauthenticated":
            return {
                reason: "permission",
                detail: "GitHub does not accept the token (401): it is wrong, or it has expired.",
                fix: "github-token: ${{ github.token }}",
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
    return reset > 0 ? ` until ${(0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toIso */ .tK)(reset * 1000).slice(11, 16)} UTC` : "";
}
function refusedFor(what, verb, status) {
    const request = verb === "read" ? "the question for" : "to write";
    return { reason: "error", detail: `GitHub's API refuses ${request} ${what} (${status}).` };
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
 * At the start of a line, or after text that a person typed before it on the same line. A mark after `>` or a
 * backtick is quoted and does not count.
 */
const MARK = /^([^\n\r\u2028\u2029>`]*?)<!-- pg-preflight:issue=([A-Za-z0-9._%-]*)\/([a-z][a-z0-9-]*) -->/gm;
const STATE = /<!-- pg-preflight:state=([A-Za-z0-9._-]*) -->/;
const END = "<!-- pg-preflight:end -->";
const ANY_MARK = "<!-- pg-preflight:";
/** Undefined when the body has no mark of pg-preflight. It never throws, whatever the body holds. */
function parseBody(body) {
    // GitHub's editor writes \r\n.
    const text = (body ?? "").replaceAll("\r\n", "\n");
    const marks = [...text.matchAll(MARK)].map(({ index, 0: line, 1: typed = "", 2: target, 3: topic }, at, all) => {
        const from = index + line.length;
        const following = text.slice(from, all[at + 1]?.index);
        return {
            start: index + typed.length,
            target,
            topic,
            block: blockOf(following),
            end: text.slice(from + following.length),
        };
    });
    // People may quote a single mark above the block, so a complete block is preferred.
    const ours = marks.find(({ block }) => block.isWhole) ?? marks[0];
    if (ours?.target === undefined || ours.topic === undefined)
        return undefined;
    return {
        target: decodeTarget(ours.target),
        topic: ours.topic,
        before: text.slice(0, ours.start),
        shown: ours.block.shown.trim(),
        state: ours.block.state,
        after: ours.block.after + ours.end,
    };
}
/** The text between the first mark and the next one, or the end of the body. */
function blockOf(following) {
    const state = STATE.exec(following);
    if (state !== null) {
        const behind = following.slice(state.index + state[0].length);
        return {
            shown: following.slice(0, state.index),
            state: state[1] ?? "",
            after: behind.startsWith(`\n${END}`) ? behind.slice(END.length + 1) : behind,
            isWhole: true,
        };
    }
    const end = following.indexOf(END);
    if (end >= 0) {
        return {
            shown: following.slice(0, end),
            state: "",
            after: following.slice(end + END.length),
            isWhole: true,
        };
    }
    // The end of the block is not known: old text of the block may remain, but no text of a person is lost.
    return { shown: "", state: "", after: following, isWhole: false };
}
/** The whole body, with people's text unchanged. */
function joinBody({ target, topic, before, after, shown, state }) {
    // A quoted name in fenced SQL may contain a line that looks like a mark.
    const safe = shown.trim().replaceAll(ANY_MARK, "<!-- pg-preflight :");
    const block = [markOf(target, topic), "", safe, "", `<!-- pg-preflight:state=${state} -->`, END].join("\n");
    // A mark on the same line as a person's text is not hidden everywhere.
    const lead = before === "" || before.endsWith("\n") ? before : `${before}\n`;
    return `${lead}${block}${after}`;
}
function markOf(target, topic) {
    // encodeURIComponent keeps these characters, and throws at a lone surrogate.
    const safe = encodeURIComponent(target.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    return `<!-- pg-preflight:issue=${safe}/${topic} -->`;
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
// EXTERNAL MODULE: ./.build/src/issues/state/stateful-checks.js
var stateful_checks = __webpack_require__(5176);
;// CONCATENATED MODULE: ./.build/src/issues/state/trim.js



const FINDINGS = "findings";
const RUNS = "runs";
/** The most important findings: they stay until what checks store and former runs have gone. */
const FINDINGS_BEFORE_ALL_ELSE = 300;
/** So many of each list's first findings go before everybody else's others: one check alone must not oust all. */
const OF_EACH_LIST = 20;
/** A state's block holds no more of a text that somebody forged. */
const LONGEST_TEXT = 80;
/**
 * Leaves out of a state what matters least, and counts it. What a list keeps is always its most important part:
 * a finding that was left out is never more urgent than one that stayed.
 */
class StateTrimmer {
    #state;
    #lists;
    /** One entry for each finding, the most important first: the list that it belongs to. */
    #places;
    /** Room for everything. */
    whole;
    constructor(state) {
        this.#state = state;
        const suites = Object.values(state.suites);
        const lists = [state.findings, ...suites.flatMap(findingsOf)].map(inOrder);
        this.#lists = new Map(lists.map((list) => [list.findings, list]));
        this.#places = placesOf(lists);
        this.whole = new Map([
            [FINDINGS, this.#places.length],
            [RUNS, most(suites.map(({ runs }) => runs.length))],
            ...TRIM_STEPS.map(({ kind, check, step }) => [kind, most(suites.map((suite) => step.size((0,schema/* storedIn */.P3)(suite, check)?.list ?? [])))]),
        ]);
    }
    /** What may be left out, in its order. */
    get kinds() {
        const of = (turn) => TRIM_STEPS.filter(({ step }) => step.turn === turn).map(({ kind, step: { least } }) => ({
            kind,
            least,
        }));
        return [
            ...of("first"),
            ...of("before-findings"),
            { kind: FINDINGS, least: Math.min(FINDINGS_BEFORE_ALL_ELSE, this.#places.length) },
            ...of("after-findings"),
            { kind: RUNS, least: 1 },
            { kind: FINDINGS, least: 0 },
        ];
    }
    trimmed(limits) {
        const kept = new Map();
        const places = this.#places.slice(0, limits.get(FINDINGS));
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
        const suites = mapValues(this.#state.suites, (suiteState) => ({
            ...trimSuiteState(suiteState, limits),
            checks: mapValues(suiteState.checks, trim),
        }));
        return { ...trim(this.#state), suites };
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
            suites: {},
        };
    }
}
/** The ways to make the lists smaller that checks store. */
const TRIM_STEPS = stateful_checks/* statefulChecks */.E.flatMap(({ id, state }) => state.trim.map((step, place) => ({ kind: `${id} ${place}`, check: id, step })));
function trimSuiteState(suiteState, limits) {
    return {
        ...suiteState,
        runs: suiteState.runs.slice(0, limits.get(RUNS)),
        stored: Object.fromEntries(stateful_checks/* statefulChecks */.E.flatMap(({ id }) => {
            const stored = (0,schema/* storedIn */.P3)(suiteState, id);
            if (stored === undefined)
                return [];
            const list = TRIM_STEPS.filter(({ check }) => check === id).reduce((rest, { kind, step }) => {
                const limit = limits.get(kind) ?? 0;
                return step.size(rest) > limit ? step.cut(rest, limit) : rest;
            }, stored.list);
            return [
                [id, { ...stored, list, leftOut: stored.leftOut + stored.list.length - list.length }],
            ];
        })),
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
/**
 * Text of A-Z a-z 0-9 - _ and dots only, safe in a comment of HTML. What does not fit is left out and counted in
 * the state: old sizes of indexes first, then the least important findings, then indexes, then former runs. Before all
 * of them statements go, uncounted: without memory they are judged as in a first run.
 *
 * @param budget characters; at least 1,000
 */
function encodeState(state, budget = STATE_BUDGET) {
    const trimmer = new StateTrimmer(state);
    const within = (limits) => {
        const text = pack(trimmer.trimmed(limits));
        return text !== undefined && text.length <= budget ? text : undefined;
    };
    const whole = trimmer.whole;
    const fits = within(whole);
    if (fits !== undefined)
        return fits;
    let limits = whole;
    for (const { kind, least } of trimmer.kinds) {
        const most = limits.get(kind) ?? 0;
        const withSize = (size) => new Map(limits).set(kind, size);
        limits = withSize(Math.min(least, most));
        const smallest = within(limits);
        if (smallest !== undefined)
            return largest(least, most, smallest, (size) => within(withSize(size)));
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
    return `${schema/* STATE_VERSION */.nd}.${(0,external_node_zlib_.deflateRawSync)(json, { level: 9 }).toString("base64url")}`;
}
/** Total: whatever stands there. */
function decodeState(text) {
    const [, version = "", data = ""] = /^(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
    if (Number(version) > schema/* STATE_VERSION */.nd)
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
/* harmony export */   EO: () => (/* binding */ describeSwitchedOff),
/* harmony export */   PC: () => (/* binding */ labelsOf),
/* harmony export */   W2: () => (/* binding */ isTrusted),
/* harmony export */   i: () => (/* binding */ WRITING_ISSUES),
/* harmony export */   j8: () => (/* binding */ issueSchema),
/* harmony export */   listIssues: () => (/* binding */ listIssues),
/* harmony export */   nM: () => (/* binding */ openedIssue)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2857);
/* harmony import */ var _github_answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9425);
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
    closed_at: _github_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .time */ .k.nullish(),
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
async function listIssues(client, { target, writes }) {
    const what = "the repository's issues";
    const purpose = { ...READING_ISSUES, ...(writes ? { permissions: WRITING_ISSUES.permissions } : {}) };
    const { items, isWhole } = await client
        .list(what, ({ issues }, repository) => issues.listForRepo({
        ...repository,
        labels: _issue_js__WEBPACK_IMPORTED_MODULE_2__/* .LABEL */ .d_,
        state: "all",
        sort: "created",
        direction: "asc",
        per_page: 100,
    }), { maxPages: MAX_PAGES, purpose })
        .catch(describeSwitchedOff);
    if (!isWhole) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_({
            reason: "error",
            detail: `More than ${(MAX_PAGES * 100).toLocaleString("en")} issues carry the label ${_issue_js__WEBPACK_IMPORTED_MODULE_2__/* .LABEL */ .d_}: take it from closed ones.`,
        }, 200);
    }
    return sortIssues((0,_github_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(issueSchema), items, what), target);
}
/** @throws GitHubError */
function describeSwitchedOff(error) {
    if (error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_ && error.status === 410) {
        throw new _github_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_({
            reason: "error",
            detail: "Issues are switched off in this repository (410): switch them on in its settings, or set `write-issues: never`.",
        }, 410);
    }
    throw error;
}
/** The managed issues of this target among all that carry the label. */
function sortIssues(listed, target) {
    const issues = [];
    const notices = [];
    const newerVersionTopics = new Set();
    for (const item of listed) {
        const { issue, notice, newerVersionTopic } = sortIssue(item, target);
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
function sortIssue(item, target) {
    const { number, state } = item;
    if (item.pull_request !== undefined && item.pull_request !== null)
        return {};
    const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_5__/* .parseBody */ .OG)(item.body);
    if (parsed?.target !== target)
        return {};
    if (!isTrusted(item)) {
        if (state !== "open")
            return {};
        return {
            notice: `Issue #${number} carries our label and mark but was opened by somebody without rights here: left alone.`,
        };
    }
    const decoded = (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeState */ .UJ)(parsed.state);
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
/** Whether its author, of an issue or a comment, has rights here. */
function isTrusted({ user, author_association: association, }) {
    return user?.type === "Bot" || TRUSTED.has(association ?? "");
}
/** What was just opened with a body of ours; undefined when GitHub gave it back without our mark. */
function openedIssue(item) {
    const parsed = (0,_body_js__WEBPACK_IMPORTED_MODULE_5__/* .parseBody */ .OG)(item.body ?? "");
    return parsed && managedIssue(item, parsed, (0,_state_codec_js__WEBPACK_IMPORTED_MODULE_3__/* .decodeState */ .UJ)(parsed.state));
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
