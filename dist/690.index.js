export const id = 690;
export const ids = [690];
export const modules = {

/***/ 8690:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  bringInLine: () => (/* binding */ bringInLine)
});

// EXTERNAL MODULE: ./.build/src/github/client.js
var github_client = __webpack_require__(2336);
// EXTERNAL MODULE: ./.build/src/github/transport.js
var transport = __webpack_require__(4474);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/github/answers.js
var answers = __webpack_require__(516);
// EXTERNAL MODULE: ./.build/src/issues/sync/list.js
var list = __webpack_require__(6696);
;// CONCATENATED MODULE: ./.build/src/issues/sync/api.js




/** GitHub lets 80 contents a minute through: beyond the first few we keep below that. */
const WRITES_WITHOUT_PAUSE = 20;
const PAUSE = 1000;
const READING = { ...list/* WRITING_ISSUES */.i, verb: "read" };
const bodySchema = schemas/* object */.Ikc({ body: schemas/* string */.YjP().nullish() });
function issueApi(client, { repository, target }, clock) {
    const root = `/repos/${repository}`;
    let written = 0;
    async function write(method, path, what, { body, isRepeatable }) {
        written += 1;
        if (written > WRITES_WITHOUT_PAUSE)
            await clock.sleep(PAUSE);
        const request = { method, path: `${root}${path}`, what, isRepeatable, purpose: list/* WRITING_ISSUES */.i };
        return client.send(body === undefined ? request : { ...request, body });
    }
    return {
        list: () => (0,list.listIssues)(client, { repository, target, writes: true }),
        async body(number) {
            const what = `issue #${number}`;
            const answer = await client.get(`${root}/issues/${number}`, what);
            return (0,answers/* parseAnswer */.Wp)(bodySchema, answer, what).body ?? "";
        },
        async create(issue) {
            const what = "a new issue";
            const answer = await write("POST", "/issues", what, { body: issue, isRepeatable: false }).catch(list/* tellSwitchedOff */.K_);
            return (0,answers/* parseAnswer */.Wp)(list/* issueSchema */.j8, answer, what);
        },
        async update(number, patch) {
            await write("PATCH", `/issues/${number}`, `issue #${number}`, { body: patch, isRepeatable: true });
        },
        async addLabels(number, labels) {
            const what = `the labels of issue #${number}`;
            await write("POST", `/issues/${number}/labels`, what, { body: { labels }, isRepeatable: true });
        },
        async removeLabel(number, label) {
            const path = `/issues/${number}/labels/${encodeURIComponent(label)}`;
            try {
                await write("DELETE", path, `the labels of issue #${number}`, { isRepeatable: true });
            }
            catch (error) {
                if (!(error instanceof github_client.GitHubError && error.status === 404))
                    throw error;
            }
        },
        async addComment(number, body) {
            const what = `the comment on issue #${number}`;
            await write("POST", `/issues/${number}/comments`, what, { body: { body }, isRepeatable: false });
        },
        async commentsSince(number, since) {
            const what = `the comments on issue #${number}`;
            const { items } = await client.list({
                path: `${root}/issues/${number}/comments`,
                what,
                query: { since: new Date(since).toISOString(), per_page: "100" },
                maxPages: 3,
                purpose: READING,
            });
            return (0,answers/* parseAnswer */.Wp)(schemas/* array */.YOg(bodySchema), items, what).map(({ body }) => body ?? "");
        },
        async isAssignable(login) {
            const path = `${root}/assignees/${encodeURIComponent(login)}`;
            try {
                const what = `the assignee ${login}`;
                await client.send({ method: "GET", path, what, isRepeatable: true, purpose: READING });
                return true;
            }
            catch (error) {
                if (error instanceof github_client.GitHubError && error.status === 404)
                    return false;
                throw error;
            }
        },
    };
}

// EXTERNAL MODULE: ./.build/src/github/errors.js
var errors = __webpack_require__(800);
;// CONCATENATED MODULE: ./.build/src/issues/sync/comment-once.js

const comment_once_PAUSE = 1000;
/** Our clock and GitHub's may differ by as much. */
const LEEWAY = 120_000;
/**
 * Adds a comment once: when nobody knows whether it was added, the issue is looked at before the second try.
 *
 * @throws GitHubError
 */
async function addComment(number, text, { api, clock }) {
    const since = clock.now() - LEEWAY;
    try {
        await api.addComment(number, text);
        return;
    }
    catch (error) {
        if (!(error instanceof errors/* GitHubError */.y_ && (0,errors/* mayHaveHappened */.dk)(error)))
            throw error;
    }
    await clock.sleep(comment_once_PAUSE);
    const isThere = async () => (await api.commentsSince(number, since)).some((comment) => sameText(comment, text));
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
/** GitHub trims, and a browser ends lines its own way. */
function sameText(one, other) {
    return one.replaceAll("\r\n", "\n").trim() === other.replaceAll("\r\n", "\n").trim();
}

// EXTERNAL MODULE: ./.build/src/issues/body.js
var issues_body = __webpack_require__(7434);
// EXTERNAL MODULE: ./.build/src/issues/issue.js
var issue = __webpack_require__(7411);
// EXTERNAL MODULE: ./.build/src/issues/state/codec.js + 1 modules
var codec = __webpack_require__(941);
;// CONCATENATED MODULE: ./.build/src/issues/sync/open-issue.js






const open_issue_PAUSE = 1000;
/**
 * Opens an issue once: a request that may have been carried out is never sent again before the list was looked at.
 *
 * @returns its number; undefined when it can't be kept
 * @throws GitHubError
 */
async function openIssue(write, body, round) {
    const { ledger } = round;
    const created = await createOnce(write, body, round);
    if ("seen" in created) {
        // Another run's is brought in line by the next round.
        if (sameText(created.seen.body, body))
            ledger.opened(write, created.seen);
        return created.seen.number;
    }
    const { number } = created.issue;
    if (!(0,list/* labelsOf */.PC)(created.issue).some((label) => label.toLowerCase() === issue/* LABEL */.d_)) {
        const why = "The token may not set labels, by which issues are found again";
        await takeBack(number, body, round, {
            why,
            remedy: `Add to the workflow: \`${list/* WRITING_ISSUES */.i.permissions}\``,
        });
        return undefined;
    }
    if (!(0,list/* isTrusted */.W2)(created.issue)) {
        // A member of an organization whose membership is private looks like a stranger.
        const why = "GitHub shows the token's user as somebody without rights here, whose issues count as nobody's";
        await takeBack(number, body, round, {
            why,
            remedy: "Give the step the job's own token: `github-token: ${{ github.token }}`",
        });
        return undefined;
    }
    const ours = (0,list/* asOurs */.AK)(created.issue);
    if (ours !== undefined)
        ledger.opened(write, ours);
    return number;
}
async function createOnce(write, body, round) {
    const { api, ledger, clock } = round;
    for (let lost = 0;;) {
        try {
            const assignees = write.assignees.filter((login) => !ledger.refusedAssignees.has(login));
            const labels = write.addLabels.filter((label) => !ledger.refusedLabels.has(label));
            return { issue: await api.create({ title: write.title ?? write.home, body, labels, assignees }) };
        }
        catch (error) {
            if (!(error instanceof errors/* GitHubError */.y_))
                throw error;
            if (error.status === 422 && (await dropRefused(write, round)))
                continue;
            if (!(0,errors/* mayHaveHappened */.dk)(error))
                throw error;
            await clock.sleep(open_issue_PAUSE);
            const seen = await look(write, body, round);
            if (seen !== undefined)
                return { seen };
            lost += 1;
            if (lost === 2)
                throw error;
        }
    }
}
/** An open issue for the same thing that was not there when the plan was made; ours before another run's. */
async function look(write, body, { api, tracker }) {
    const before = new Set(tracker.issues.map(({ number }) => number));
    const found = (await api.list()).issues.filter(({ home, isOpen, number }) => home === write.home && isOpen && !before.has(number));
    return found.find((issue) => sameText(issue.body, body)) ?? found[0];
}
/** Whether there was something to leave out: people who can't be assigned, or labels that can't be. */
async function dropRefused(write, { api, ledger }) {
    const refused = [];
    for (const login of write.assignees.filter((name) => !ledger.refusedAssignees.has(name))) {
        if (!(await api.isAssignable(login)))
            refused.push(login);
    }
    for (const login of refused) {
        ledger.refusedAssignees.add(login);
        ledger.tell(`Nothing can be assigned to @${login} of issues.assignees here: issues are opened without.`);
    }
    if (refused.length > 0)
        return true;
    const labels = write.addLabels.filter((label) => ledger.optionalLabels.includes(label) && !ledger.refusedLabels.has(label));
    for (const label of labels)
        ledger.refusedLabels.add(label);
    if (labels.length > 0)
        ledger.tell("GitHub refuses labels of issues.labels: issues are opened without.");
    return labels.length > 0;
}
/** Nobody would find it again, or take it for ours, and every run would open another. */
async function takeBack(number, body, { api, ledger }, { why, remedy }) {
    ledger.opensNothing = true;
    ledger.tell(`${why}: #${number} was closed at once and no other is opened. ${remedy}`);
    await api.update(number, { body: withdrawn(body), state: "closed", state_reason: "not_planned" });
}
/** Should somebody label it by hand: it is nobody's issue. */
function withdrawn(body) {
    const parsed = (0,issues_body/* parseBody */.OG)(body);
    const decoded = parsed === undefined ? undefined : (0,codec/* decodeState */.UJ)(parsed.state);
    if (parsed === undefined || decoded === undefined || !("state" in decoded))
        return body;
    return (0,issues_body/* joinBody */.HN)({ ...parsed, state: (0,codec/* encodeState */.Md)({ ...decoded.state, closed: "duplicate" }) });
}

;// CONCATENATED MODULE: ./.build/src/issues/sync/apply.js



/** After that a person may well have edited what we are about to replace: the issue is looked at again. */
const FRESH = 10_000;
/** The issue is not what the plan was made from. */
class OutOfDate extends Error {
    name = "OutOfDate";
}
/**
 * Carries out one after another. One that fails does not stop the others, unless they would fail as well.
 *
 * @returns whether there is reason to list and plan again
 */
async function carryOut(writes, round) {
    const { ledger } = round;
    const numbers = new Map();
    let again = false;
    for (const write of writes) {
        if (ledger.isStopped)
            return false;
        let body = "";
        try {
            body = write.body(numbers);
            if (write.number === null) {
                const number = ledger.opensNothing ? undefined : await openIssue(write, body, round);
                again = true;
                if (number !== undefined) {
                    numbers.set(write.home, number);
                    await say(write, number, round);
                }
            }
            else {
                await change(write, write.number, body, round);
            }
        }
        catch (error) {
            if (error instanceof OutOfDate)
                again = true;
            else if (write.number !== null && isGone(error)) {
                ledger.lose(write.number);
                again = true;
            }
            else
                ledger.fail(error, write, body);
        }
    }
    return again;
}
async function change(write, number, body, round) {
    const { api, ledger } = round;
    if (ledger.hasSent(write, body))
        return;
    await mustBeAsPlanned(number, round);
    await update(api, write, number, body);
    ledger.updated(write, number, body);
    await attempt(write, ledger, async () => {
        for (const label of write.removeLabels)
            await api.removeLabel(number, label);
        if (write.addLabels.length > 0)
            await api.addLabels(number, write.addLabels);
    });
    await say(write, number, round);
}
async function say(write, number, round) {
    const { ledger } = round;
    const { comment } = write;
    if (comment === undefined || ledger.isStopped)
        return;
    await attempt(write, ledger, async () => {
        try {
            await addComment(number, comment, round);
        }
        catch (error) {
            // The text of the same issue was changed a moment ago, so it is no missing permission.
            if (!(error instanceof errors/* GitHubError */.y_ && error.status === 403 && error.unknown.reason === "permission")) {
                throw error;
            }
            ledger.tell(`Issue #${number} is locked: its text was updated, but no comment could be added (403).`);
        }
    });
}
async function mustBeAsPlanned(number, { api, tracker, clock, listedAt }) {
    if (clock.now() - listedAt <= FRESH)
        return;
    const planned = tracker.issues.find((issue) => issue.number === number)?.body;
    if ((await api.body(number)) !== planned)
        throw new OutOfDate();
}
async function update(api, write, number, body) {
    const patch = patchOf(write, body);
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
async function attempt(write, ledger, part) {
    try {
        await part();
    }
    catch (error) {
        ledger.fail(error, write);
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


/** After so many writes in a row that got no answer the rest is left to the next run. */
const MOST_LOST = 3;
/** What this run did to the issues and what failed, over all rounds. */
class Ledger {
    #changes = [];
    #problems = new Set();
    #opened = new Map();
    #gone = new Set();
    #failed = new Set();
    #sent = new Map();
    #lost = 0;
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
    /** The list as it is: what we opened a moment ago may not be in it yet, what is gone may be. */
    amend(tracker) {
        const listed = new Set(tracker.issues.map(({ number }) => number));
        const missing = [...this.#opened.values()].filter(({ number }) => !listed.has(number));
        const issues = [...tracker.issues, ...missing]
            .filter(({ number }) => !this.#gone.has(number))
            .sort((a, b) => a.number - b.number);
        return { ...tracker, issues };
    }
    /** What failed once would fail again, and would open or tell twice. */
    mayTry({ action, home, number }) {
        if (action === "open" && this.opensNothing)
            return false;
        return !this.#failed.has(number ?? home);
    }
    /** A list that lags behind asks for the same once more; its comment would stand there twice. */
    hasSent({ action, number }, body) {
        return number !== null && this.#sent.get(number) === `${action} ${body}`;
    }
    opened(write, issue) {
        this.#opened.set(issue.number, issue);
        this.#note(write, issue.number);
    }
    updated(write, number, body) {
        this.#sent.set(number, `${write.action} ${body}`);
        this.#note(write, number);
    }
    /** Deleted or transferred. */
    lose(number) {
        this.#gone.add(number);
        this.#opened.delete(number);
    }
    tell(problem) {
        this.#problems.add(problem);
    }
    /**
     * @param write what failed; null when it was no single write
     * @param body what was sent
     */
    fail(error, write, body = "") {
        if (write !== null)
            this.#failed.add(write.number ?? write.home);
        if (!(error instanceof errors/* GitHubError */.y_)) {
            this.tell(`The issues are not all up to date: a defect of pg-preflight (${(0,core_errors/* kindOf */.I)(error)}); please report it.`);
            return;
        }
        this.tell(`${whatIs(write)}: ${(0,errors/* sentenceOf */.$N)(error)}${isOurDefect(error) ? defect(body) : ""}`);
        this.#lost = (0,errors/* mayHaveHappened */.dk)(error) ? this.#lost + 1 : 0;
        if (write === null || stopsAll(error))
            this.isStopped = true;
        if (this.#lost < MOST_LOST || this.isStopped)
            return;
        this.isStopped = true;
        this.tell("GitHub gave no answer several times in a row: the other issues are left to the next run.");
    }
    #note({ action, home, why }, number) {
        this.#lost = 0;
        // The links to issues that were opened with it are a part of opening it.
        const isFresh = this.#opened.has(number) && action === "update";
        if (!isFresh)
            this.#changes.push({ check: home, number, action, why });
    }
}
function whatIs(write) {
    if (write === null)
        return "The issues could not be brought in line";
    if (write.number === null)
        return `The issue of ${write.home} could not be opened`;
    return `Issue #${write.number} could not be updated`;
}
/** What refuses one refuses all: a missing permission, a wrong token, a limit, no issues here. */
function stopsAll(error) {
    return (0,errors/* isLimit */.S4)(error) || [401, 403, 410].includes(error.status ?? 0);
}
function isOurDefect({ status, unknown }) {
    return (status === 400 || status === 422) && unknown.reason === "error";
}
function defect(body) {
    const why = body.length > 65_536 ? " Its text is longer than GitHub takes." : "";
    return `${why} This is a defect of pg-preflight; please report it.`;
}

;// CONCATENATED MODULE: ./.build/src/issues/sync/reconcile.js





/** One to write, one to see whether another run wrote at the same moment, two for what a race may leave. */
const ROUNDS = 4;
/** Milliseconds for all of it: the run's own time is for the database. */
const TIME = 180_000;
const MAX_REQUESTS = 500;
/** List, plan, carry out; and again after an issue was opened, until there is nothing left to do. */
async function bringInLine(job) {
    const { plan, settings, token, repository, clock = transport/* SYSTEM_CLOCK */.V } = job;
    const { apiUrl } = settings.github;
    const deadline = clock.now() + TIME;
    const client = (0,github_client.gitHubClient)({
        apiUrl,
        token,
        deadline,
        clock,
        maxRequests: MAX_REQUESTS,
        longestWait: TIME,
    });
    const api = issueApi(client, { repository, target: settings.target }, clock);
    const ledger = new Ledger(settings.issues.labels);
    try {
        for (let round = 1; !ledger.isStopped; round += 1) {
            const listedAt = clock.now();
            const tracker = ledger.amend(await api.list());
            const planned = plan(tracker);
            for (const notice of planned.notices)
                ledger.tell(notice);
            const writes = planned.writes.filter((write) => ledger.mayTry(write));
            if (writes.length === 0)
                break;
            if (round > ROUNDS) {
                ledger.tell("The issues kept changing while they were written: the next run goes on.");
                break;
            }
            if (!(await carryOut(writes, { api, ledger, tracker, clock, listedAt })))
                break;
        }
    }
    catch (error) {
        ledger.fail(error, null);
    }
    const { changes, problems } = ledger;
    return { changes, problems };
}


/***/ })

};
