export const id = 696;
export const ids = [696,483];
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


/***/ })

};
