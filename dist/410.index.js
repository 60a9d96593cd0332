export const id = 410;
export const ids = [410,987,483,585];
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
    const model = (0,_report_summary_failing_check_js__WEBPACK_IMPORTED_MODULE_7__/* .summaryModel */ .cT)(view.report);
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
        .map(({ title, unknown }) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `<li>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(title)}: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderText */ .S5)(unknown?.detail ?? "")}</li>`);
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2857);
/* harmony import */ var _core_deadlines_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2458);
/* harmony import */ var _core_finding_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5666);
/* harmony import */ var _github_answer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9425);
/* harmony import */ var _github_authors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4483);
/* harmony import */ var _github_client_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6987);
/* harmony import */ var _github_clock_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1253);
/* harmony import */ var _github_errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(800);
/* harmony import */ var _render_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(585);









/** GitHub keeps 2,500 comments of an issue, and up to a hundred come at once. */
const MAX_PAGES = 25;
/** The pages, and what is written. */
const MAX_REQUESTS = 40;
const TIMEOUT = 60_000;
const WRITING = {
    verb: "write",
    permissions: (0,_core_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .yamlBlock */ .RP)("permissions: { contents: read, pull-requests: write }"),
};
/**
 * Writes the pull request's one comment, or edits it. What GitHub refuses is returned, not thrown.
 *
 * @param clock a test's own
 */
async function publishComment(text, run, settings, clock = _github_clock_js__WEBPACK_IMPORTED_MODULE_5__/* .SYSTEM_CLOCK */ .V) {
    const { token, repository, apiUrl, pullRequest: number } = settings.github;
    if (number === null || token === undefined || repository === null)
        return { action: "none" };
    const deadline = Math.min(clock.now() + TIMEOUT, settings.deadline + _core_deadlines_js__WEBPACK_IMPORTED_MODULE_0__/* .AFTER_DEADLINE */ .S.writing);
    const client = (0,_github_client_js__WEBPACK_IMPORTED_MODULE_4__.gitHubClient)({ apiUrl, token, repository, deadline, clock, maxRequests: MAX_REQUESTS });
    const comments = new Comments(client, number, clock);
    try {
        return await comments.publish(text, run, { isDry: settings.issues.dryRun });
    }
    catch (error) {
        if (!(error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .GitHubError */ .y_))
            throw error;
        return { action: "none", ...describeRefusal(error, settings) };
    }
}
const commentSchema = zod__WEBPACK_IMPORTED_MODULE_8__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_8__/* .number */ .aig(), body: zod__WEBPACK_IMPORTED_MODULE_8__/* .string */ .YjP().nullish(), user: _github_authors_js__WEBPACK_IMPORTED_MODULE_3__.authorSchema });
const UNRECOGNIZED = "GitHub does not say whose token this is, so the next run would not recognize the pull request's comment: it was " +
    "deleted again. Give the step the job's own token: `github-token: ${{ github.token }}`";
class Comments {
    #client;
    #pullRequest;
    #clock;
    #authors;
    constructor(client, pullRequest, clock) {
        this.#client = client;
        this.#pullRequest = pullRequest;
        this.#clock = clock;
        this.#authors = new _github_authors_js__WEBPACK_IMPORTED_MODULE_3__.Authors(client);
    }
    async publish(text, run, { isDry }) {
        const found = await this.#list(text.mark);
        if (found.length === 0 && !text.isNews)
            return { action: "none" };
        if (isDry)
            return { action: actionFor(found, text, run) };
        if (found.length > 0)
            return { action: await this.#converge(found, text, run) };
        const created = await this.#create(text);
        if (created !== undefined && (await this.#authors.standingOf(created.user)) !== "trusted") {
            await this.#remove(created.id);
            return { action: "none", problem: UNRECOGNIZED };
        }
        // Another run may have done the same at the same moment.
        await this.#converge(await this.#list(text.mark), text, run);
        return { action: "create" };
    }
    /**
     * When the request got no answer, the comments are read before it is sent again.
     *
     * @returns undefined when it is there although its request got no answer
     */
    async #create(text) {
        const body = (0,_render_js__WEBPACK_IMPORTED_MODULE_7__.commentBody)(text);
        const create = async () => {
            const answer = await this.#write(({ issues }, repository) => issues.createComment({ ...repository, issue_number: this.#pullRequest, body }));
            return (0,_github_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAnswer */ .W)(commentSchema, answer, "the pull request's comment");
        };
        try {
            return await create();
        }
        catch (error) {
            if (!(error instanceof _github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .GitHubError */ .y_ && (0,_github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .mayHaveHappened */ .dk)(error)))
                throw error;
            await this.#clock.sleep(_github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .PAUSE_BEFORE_CHECKING */ ._n);
            return (await this.#list(text.mark)).length === 0 ? create() : undefined;
        }
    }
    /** The oldest stays and says what this run says; the others go, but not what a person pasted with words of theirs. */
    async #converge(found, text, run) {
        const [oldest, ...others] = found;
        const action = actionFor(found, text, run);
        if (oldest !== undefined && action === "edit") {
            const body = (0,_render_js__WEBPACK_IMPORTED_MODULE_7__.commentBody)(text);
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
            if (!(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .isNotFound */ .c4)(error))
                throw error;
        }
    }
    /** Ours, the oldest first. */
    async #list(mark) {
        const what = "the pull request's comments";
        const { items } = await this.#client.list(what, ({ issues }, repository) => issues.listComments({ ...repository, issue_number: this.#pullRequest, per_page: 100 }), { maxPages: MAX_PAGES, purpose: { ...WRITING, verb: "read" } });
        const ours = [];
        for (const { id, body, user } of (0,_github_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAnswer */ .W)(zod__WEBPACK_IMPORTED_MODULE_8__/* .array */ .YOg(commentSchema), items, what)) {
            const read = (0,_render_js__WEBPACK_IMPORTED_MODULE_7__.readComment)(body ?? "", mark);
            // Anybody may write a comment that begins like ours.
            if (read === undefined || (await this.#authors.standingOf(user)) !== "trusted")
                continue;
            ours.push({ id, author: user?.login, ...read });
        }
        return ours.sort((a, b) => a.id - b.id);
    }
    #write(request) {
        return this.#client.ask("the pull request's comment", request, WRITING);
    }
}
function actionFor([oldest], text, run) {
    if (oldest === undefined)
        return "create";
    const isSame = oldest.content === text.content.trim() || (0,_render_js__WEBPACK_IMPORTED_MODULE_7__.isOutdated)(run, oldest.run);
    return isSame ? "unchanged" : "edit";
}
function describeRefusal(error, { database }) {
    // A fork's token only reads, and who sent the pull request can do nothing about it.
    if (database === undefined && error.unknown.reason === "permission") {
        return { remark: "The pull request gets no comment: its token may not write, as on every fork." };
    }
    return { problem: `The pull request's comment could not be written. ${(0,_github_errors_js__WEBPACK_IMPORTED_MODULE_6__/* .sentenceOf */ .$N)(error)}` };
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
