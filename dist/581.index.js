export const id = 581;
export const ids = [581,987,993,927];
export const modules = {

/***/ 4962:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectWorkflows: () => (/* binding */ collectWorkflows)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./.build/src/github/answer.js
var github_answer = __webpack_require__(9425);
// EXTERNAL MODULE: ./.build/src/github/client.js + 1 modules
var github_client = __webpack_require__(6987);
// EXTERNAL MODULE: ./.build/src/github/contents.js
var contents = __webpack_require__(5993);
// EXTERNAL MODULE: ./.build/src/github/errors.js
var errors = __webpack_require__(800);
// EXTERNAL MODULE: ./.build/src/github/explain-error.js
var explain_error = __webpack_require__(2651);
// EXTERNAL MODULE: ./.build/src/github/repository.js
var repository = __webpack_require__(927);
;// CONCATENATED MODULE: ./.build/src/collect/workflows/runs.js


/** A nightly workflow whose weekly step is skipped on the other nights needs a week of runs. */
const RUNS_INSPECTED = 8;
const runsSchema = schemas/* object */.Ikc({
    total_count: schemas/* number */.aig(),
    workflow_runs: schemas/* array */.YOg(schemas/* object */.Ikc({ id: schemas/* number */.aig(), created_at: github_answer/* time */.k, run_started_at: github_answer/* time */.k.optional() })),
});
const jobsSchema = schemas/* object */.Ikc({
    jobs: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        steps: schemas/* array */.YOg(schemas/* object */.Ikc({ name: schemas/* string */.YjP(), status: schemas/* string */.YjP(), conclusion: schemas/* string */.YjP().nullable() }))
            .optional(),
    })),
});
/** Goes back through the scheduled runs until each step was found to have run. */
async function readRuns(client, { id, branch, steps }) {
    const what = "the runs of the repository's workflows";
    const answer = await client.ask(what, ({ actions }, repository) => actions.listWorkflowRuns({
        ...repository,
        workflow_id: id,
        event: "schedule",
        branch,
        exclude_pull_requests: true,
        per_page: RUNS_INSPECTED,
    }));
    const { workflow_runs: runs, total_count: total } = (0,github_answer/* parseAnswer */.W)(runsSchema, answer, what);
    const lastRanAt = new Map();
    const looked = [];
    for (const run of [...runs].sort((a, b) => startOf(b) - startOf(a))) {
        if (lastRanAt.size === steps.length || client.left() <= 0)
            break;
        const answer = await client.ask(what, ({ actions }, repository) => actions.listJobsForWorkflowRun({ ...repository, run_id: run.id, filter: "latest", per_page: 100 }));
        const { jobs } = (0,github_answer/* parseAnswer */.W)(jobsSchema, answer, what);
        for (const step of steps) {
            if (!lastRanAt.has(step) && didRun(step, jobs))
                lastRanAt.set(step, startOf(run));
        }
        looked.push(run);
    }
    return {
        steps: steps.map((step) => asEvidence(step, lastRanAt.get(step) ?? null)),
        runs: {
            looked: looked.length,
            since: looked.length === 0 ? null : Math.min(...looked.map(startOf)),
            hasOlder: total > looked.length,
        },
    };
}
function asEvidence({ job, name, target, checks }, lastRanAt) {
    return { job, name, target, checks, lastRanAt };
}
/** Both success and failure are a check of the database; the run that asks this is still in progress. */
function didRun({ jobPattern, stepPattern }, jobs) {
    return jobs
        .filter(({ name }) => jobPattern.test(name))
        .flatMap(({ steps }) => steps ?? [])
        .filter(({ name }) => stepPattern.test(name))
        .some(({ status, conclusion }) => status === "in_progress" || conclusion === "success" || conclusion === "failure");
}
function startOf(run) {
    return run.run_started_at ?? run.created_at;
}

// EXTERNAL MODULE: ./.build/src/checks/index.js + 82 modules
var checks = __webpack_require__(1574);
// EXTERNAL MODULE: ./.build/src/config/options.js
var options = __webpack_require__(4200);
// EXTERNAL MODULE: ./.build/src/config/selection.js
var config_selection = __webpack_require__(7752);
;// CONCATENATED MODULE: ./.build/src/collect/workflows/selected-checks.js



/** The label of the database that a step checks; null when that is not known. */
function targetOfStep(inputs) {
    return inputs === null ? null : inputs.target || options/* DEFAULT_TARGET */.Kv;
}
/**
 * The checks that a step of another workflow runs, by the rules that this run selects its own by; null when that
 * is not known: an expression decides, or a configuration file that is not this run's.
 */
function checksOfStep(inputs, { selection }) {
    if (inputs === null)
        return null;
    const isSameConfig = (inputs.config || options/* DEFAULT_CONFIG */.PV) === selection.config;
    try {
        const selected = (0,config_selection/* selectChecks */.oL)(checks/* checks */.A, {
            suite: inputs.suite || options/* DEFAULT_SUITE */.TR,
            words: inputs.checks.split(/[\s,]+/).filter((word) => word !== ""),
            suites: isSameConfig ? selection.suites : {},
            checklist: selection.checklist,
        });
        const disabled = isSameConfig ? selection.disabled : [];
        return selected.map(({ id }) => id).filter((id) => !disabled.includes(id));
    }
    catch {
        // A suite or check that does not exist makes that step fail: it runs nothing.
        return isSameConfig ? [] : null;
    }
}

// EXTERNAL MODULE: ./.build/src/lib/time-limit.js
var time_limit = __webpack_require__(3184);
;// CONCATENATED MODULE: ./.build/src/collect/workflows/expressions.js
/** `${{ inputs.suite }}` and `${{ inputs.suite || 'health' }}`. */
const SIMPLE = /\$\{\{\s*(?:github\.event\.)?((?:inputs|matrix)\.[\w-]+)\s*(?:\|\|\s*'([^']*)'\s*)?\}\}/g;
const EXPRESSION = /\$\{\{[\s\S]*?\}\}/;
/** The text with what is known put in. A schedule gives no inputs: they are empty. */
function settleText(text, values) {
    return text.replace(SIMPLE, (expression, name, otherwise) => {
        const value = values[name] ?? (name.startsWith("inputs.") ? "" : undefined);
        return value === "" ? (otherwise ?? "") : (value ?? expression);
    });
}
function hasExpression(text) {
    return EXPRESSION.test(text);
}
/** A pattern for the name that GitHub shows: an expression in it may have become any text. */
function namePattern(name) {
    return name.split(EXPRESSION).map(escapePattern).join(".*");
}
function escapePattern(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
/** More combinations than these are not distinguished. */
const MOST_COMBINATIONS = 50;
/**
 * What the jobs of a matrix put for its names that the texts use, one entry a combination; `[{}]` when they use
 * none, or when an expression makes the matrix.
 */
function combinationsOf(matrix, texts) {
    const names = [
        ...new Set(texts.flatMap((text) => [...text.matchAll(SIMPLE)].map(([, name = ""]) => name))),
    ].flatMap((name) => (name.startsWith("matrix.") ? [name.slice("matrix.".length)] : []));
    if (names.length === 0 || typeof matrix !== "object" || matrix === null)
        return [{}];
    const lists = matrix;
    const product = names.reduce((combinations, name) => combinations.flatMap((values) => scalarsOf(lists[name]).map((value) => ({ ...values, [`matrix.${name}`]: value }))), [{}]);
    const included = (Array.isArray(lists.include) ? lists.include : []).flatMap((entry) => {
        const values = names.map((name) => scalarsOf([entry?.[name]])[0]);
        return values.includes(undefined)
            ? []
            : [Object.fromEntries(names.map((name, index) => [`matrix.${name}`, values[index] ?? ""]))];
    });
    const all = [...product, ...included];
    return all.length === 0 || all.length > MOST_COMBINATIONS ? [{}] : all;
}
function scalarsOf(list) {
    if (!Array.isArray(list))
        return [];
    return list.flatMap((value) => ["string", "number", "boolean"].includes(typeof value) ? [String(value)] : []);
}

;// CONCATENATED MODULE: ./.build/src/collect/workflows/workflow-file.js



/** The inputs that decide which checks a step of this action runs, and on which database. */
const SELECTING_INPUTS = ["suite", "checks", "config", "target"];
/** In milliseconds: a large workflow takes some hundred. */
const LONGEST_READING = 2_000;
/** GitHub's own limit is 10 levels on github.com, 4 on Enterprise Server. */
const DEEPEST_CALL = 4;
const scalar = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]).transform(String);
const inputsSchema = schemas/* record */.g1P(schemas/* string */.YjP(), scalar.catch("")).catch({}).default({});
const jobSchema = schemas/* object */.Ikc({
    name: scalar.optional(),
    uses: schemas/* string */.YjP().optional(),
    with: inputsSchema,
    strategy: schemas/* object */.Ikc({ matrix: schemas/* unknown */.L5J() }).optional().catch(undefined),
    steps: schemas/* array */.YOg(schemas/* unknown */.L5J()).catch([]).default([]),
});
const stepSchema = schemas/* object */.Ikc({ name: scalar.optional(), uses: schemas/* string */.YjP(), with: inputsSchema });
/** The steps of a job that run this action: one for each combination of its matrix that they distinguish. */
function stepsOfJob(id, value, around) {
    const job = jobSchema.safeParse(value).data;
    if (job === undefined)
        return [];
    const name = job.name ?? id;
    const matrix = job.strategy?.matrix;
    if (job.uses !== undefined) {
        const uses = job.uses;
        return combinationsOf(matrix, Object.values(job.with)).flatMap((combination) => stepsOfCall(name, uses, job.with, combination, around));
    }
    return job.steps.flatMap((raw) => {
        const step = stepSchema.safeParse(raw).data;
        if (step === undefined || !runsThisAction(step.uses, around))
            return [];
        const selecting = SELECTING_INPUTS.map((input) => step.with[input] ?? "");
        return combinationsOf(matrix, selecting).map((combination) => {
            const values = { ...around.values, ...combination };
            return {
                job: name,
                name: step.name ?? `Run ${step.uses}`,
                jobPattern: whole(around.prefix + jobPattern(name, combination)),
                // Without a name GitHub shows the reference, which may have been another version's then.
                stepPattern: whole(step.name === undefined
                    ? `Run ${escapePattern(step.uses.split("@")[0] ?? step.uses)}(?:@.*)?`
                    : namePattern(settleText(step.name, values))),
                inputs: inputsOf(step.with, values),
            };
        });
    });
}
/** The steps of a called workflow: followed in this repository, known of ours, unknown in another. */
function stepsOfCall(name, uses, given, combination, around) {
    const pattern = around.prefix + jobPattern(name, combination);
    // `$/` is this repository at the workflow's own commit; `./` of a call is the same.
    const path = /^[.$]\/(\.github\/workflows\/[^@]+)$/.exec(uses)?.[1];
    const called = path === undefined ? ourWorkflow(uses) : calledHere(path, around);
    if (called === undefined) {
        if (path !== undefined || !isOurs(uses))
            return [];
        const jobs = whole(`${pattern}(?: \\/ .*)?`);
        return [{ job: name, name: uses, jobPattern: jobs, stepPattern: /pg-preflight/, inputs: null }];
    }
    const values = { ...around.values, ...combination };
    const handed = Object.entries(given).map(([input, text]) => [input, settleText(text, values)]);
    const inputs = Object.entries({ ...called.defaults, ...Object.fromEntries(handed) });
    const inside = {
        ...around,
        values: Object.fromEntries(inputs.map(([input, text]) => [`inputs.${input}`, text])),
        prefix: `${pattern} \\/ `,
        depth: around.depth + 1,
    };
    return Object.entries(called.jobs).flatMap(([id, job]) => stepsOfJob(id, job, inside));
}
function calledHere(path, { depth, find }) {
    return depth < DEEPEST_CALL ? find(path) : undefined;
}
/** The values of a matrix stand in the name, or in brackets behind it. */
function jobPattern(name, combination) {
    const settled = namePattern(settleText(name, combination));
    const values = Object.values(combination);
    if (values.length === 0 || settleText(name, combination) !== name)
        return `${settled}(?: \\(.*\\))?`;
    const each = values.map((value) => `(?=.*${escapePattern(value)})`).join("");
    return `${settled} \\(${each}.*\\)`;
}
function runsThisAction(uses, { isOwnRepository }) {
    return isOurs(uses) || (isOwnRepository && uses === "./");
}
/** `pg-preflight/pg-preflight@v1`, a fork of it, a copy in a folder of that name. */
function isOurs(uses) {
    return /(?:^|\/)pg-preflight(?:@|$|\/\.github\/workflows\/)/.test(uses);
}
function inputsOf(given, values) {
    const texts = SELECTING_INPUTS.map((name) => [name, settleText(given[name] ?? "", values).trim()]);
    if (texts.some(([, text]) => hasExpression(text)))
        return null;
    return Object.fromEntries(texts);
}
function whole(pattern) {
    return new RegExp(`^${pattern}$`, "s");
}
const fileSchema = schemas/* object */.Ikc({ on: schemas/* unknown */.L5J(), jobs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).catch({}) });
const scheduleSchema = schemas/* object */.Ikc({
    schedule: schemas/* array */.YOg(schemas/* object */.Ikc({ cron: schemas/* string */.YjP(), timezone: schemas/* string */.YjP().optional() })),
});
const callSchema = schemas/* object */.Ikc({
    workflow_call: schemas/* object */.Ikc({
        inputs: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ default: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]).optional() })),
    }),
});
/**
 * Reads what a workflow file says of this action. What is no workflow says nothing.
 *
 * @param texts the workflow files of the repository by path, to follow calls by
 * @param isOwnRepository whether `./` is this action itself
 */
async function readWorkflowFile(path, texts, isOwnRepository) {
    // Loaded only when there is a file to read.
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 8815, 19));
    const load = (file) => {
        try {
            const options = { maxAliasCount: 100, logLevel: "silent", uniqueKeys: false };
            const read = (0,time_limit/* withinTime */.d)(LONGEST_READING, () => parse(texts.get(file) ?? "", options));
            return fileSchema.safeParse(read?.result).data;
        }
        catch {
            return undefined;
        }
    };
    const find = (file) => {
        const workflow = load(file);
        return workflow && { jobs: workflow.jobs, defaults: defaultsOf(workflow.on) };
    };
    const workflow = load(path);
    const schedules = scheduleSchema.safeParse(workflow?.on).data?.schedule ?? [];
    return {
        schedules: schedules.map(({ cron, timezone }) => ({ cron, timezone: timezone ?? null })),
        steps: Object.entries(workflow?.jobs ?? {}).flatMap(([id, job]) => stepsOfJob(id, job, { find, isOwnRepository, values: {}, prefix: "", depth: 1 })),
    };
}
function defaultsOf(on) {
    const inputs = callSchema.safeParse(on).data?.workflow_call.inputs ?? {};
    return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? "")]));
}
/**
 * The workflows of this action's repository that others call (.github/workflows/). A run can't read the files of
 * another repository, but these are ours: what a monitoring check must know of them stands here, and a test
 * compares it with the files.
 */
const SUITES = {
    "gate.yml": "${{ inputs.suite }}",
    "incident.yml": "incident",
    "nightly.yml": "health",
    "weekly-index-usage.yml": "index-usage",
};
const JOBS = {
    "gate.yml": "Database gate",
    "incident.yml": "Database incident",
    "nightly.yml": "Database health",
    "weekly-index-usage.yml": "Index usage",
};
/** What a call of `owner/pg-preflight/.github/workflows/nightly.yml@v1` runs; undefined when it is none of ours. */
function ourWorkflow(uses) {
    const file = /^[^/]+\/pg-preflight\/\.github\/workflows\/([^/@]+)@/.exec(uses)?.[1] ?? "";
    const suite = SUITES[file];
    const name = JOBS[file];
    if (suite === undefined || name === undefined)
        return undefined;
    const step = {
        uses: "pg-preflight/pg-preflight",
        with: { suite, target: "${{ inputs.target }}", config: "${{ inputs.config }}" },
    };
    return {
        jobs: { [name]: { name, steps: [step] } },
        defaults: { target: "", config: "", suite: "deploy" },
    };
}

;// CONCATENATED MODULE: ./.build/src/collect/workflows/index.js










/** A run may ask GitHub this often: GITHUB_TOKEN has 1,000 questions an hour for the whole repository. */
const MAX_REQUESTS = 30;
const MAX_FILES = 12;
/**
 * The repository's workflows that run this action, and when GitHub last ran them by schedule.
 *
 * @param deadline milliseconds since 1970
 */
async function collectWorkflows(settings, deadline) {
    const { token, apiUrl, repository } = settings.github;
    if (repository === null) {
        return {
            skipped: { reason: "not-applicable", detail: "This run belongs to no repository on GitHub." },
        };
    }
    if (token === undefined) {
        return {
            skipped: {
                reason: "no-secret",
                detail: "No github-token was given. Add `github-token: ${{ github.token }}` to the step, and to the workflow " +
                    "`permissions: { actions: read, contents: read }`.",
            },
        };
    }
    try {
        const client = (0,github_client.gitHubClient)({ apiUrl, token, repository, deadline, maxRequests: MAX_REQUESTS });
        return { value: await collect(client, settings, repository.endsWith("/pg-preflight")) };
    }
    catch (error) {
        if (error instanceof errors/* GitHubError */.y_)
            return { unknown: error.unknown };
        throw error;
    }
}
async function collect(client, settings, isOwnRepository) {
    const [{ defaultBranch: branch }, listed] = await Promise.all([
        (0,repository.readRepositoryFacts)(client),
        listWorkflows(client),
    ]);
    const files = listed.workflows
        .filter(({ path }) => path.startsWith(".github/workflows/"))
        .sort((a, b) => rank(a, settings) - rank(b, settings));
    const texts = await readTexts(client, branch, files.slice(0, MAX_FILES));
    const workflows = await Promise.all(files.flatMap((file) => texts.has(file.path) ? [readWorkflow(client, { branch, file, texts, isOwnRepository }, settings)] : []));
    return {
        defaultBranch: branch,
        target: settings.target,
        workflows: workflows.filter(({ steps }) => steps.length > 0),
        unread: Math.max(0, files.length - MAX_FILES) + listed.total_count - listed.workflows.length,
    };
}
const workflowsSchema = schemas/* object */.Ikc({
    total_count: schemas/* number */.aig(),
    workflows: schemas/* array */.YOg(schemas/* object */.Ikc({ id: schemas/* number */.aig(), path: schemas/* string */.YjP(), state: schemas/* string */.YjP(), created_at: github_answer/* time */.k })),
});
/** The first hundred. */
async function listWorkflows(client) {
    const what = "the repository's workflows";
    const answer = await client.ask(what, ({ actions }, repository) => actions.listRepoWorkflows({ ...repository, per_page: 100 }));
    return (0,github_answer/* parseAnswer */.W)(workflowsSchema, answer, what);
}
/** Files that are on another branch only have no text here. */
async function readTexts(client, branch, files) {
    const texts = await Promise.all(files.map(async ({ path }) => [path, await (0,contents.readRepositoryFile)(client, { path, ref: branch })]));
    const found = new Map(texts.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
    if (found.size === 0 && files.some(({ state }) => state === "active")) {
        throw new errors/* GitHubError */.y_({
            reason: "permission",
            detail: "The token may not read the repository's files, so its workflows are not known (404).",
            fix: explain_error/* READ_PERMISSIONS */.Cb,
        }, 404);
    }
    return found;
}
/** A workflow without a schedule, or without a step of ours for this database, has no runs to inspect. */
async function readWorkflow(client, { branch, file, texts, isOwnRepository }, settings) {
    const { schedules, steps } = await readWorkflowFile(file.path, texts, isOwnRepository);
    const known = steps.map((step) => ({
        ...step,
        target: targetOfStep(step.inputs),
        checks: checksOfStep(step.inputs, settings),
    }));
    const ours = schedules.length === 0 ? [] : known.filter(({ target }) => target === settings.target);
    const others = known.filter((step) => !ours.includes(step)).map((step) => asEvidence(step, null));
    const seen = ours.length === 0
        ? { steps: [], runs: { looked: 0, since: null, hasOlder: false } }
        : await readRuns(client, { id: file.id, branch, steps: ours });
    return {
        path: file.path,
        state: file.state,
        createdAt: file.created_at,
        schedules,
        steps: [...seen.steps, ...others],
        runs: seen.runs,
    };
}
/** The workflow that runs now comes first, then those whose names promise something. */
function rank({ path }, { github }) {
    if (path === github.workflow)
        return 0;
    return /preflight|postgres|pg|database|db|supabase|night|daily|week|schedule|cron|health|monitor|check/i.test(path)
        ? 1
        : 2;
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

/***/ 5993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   assertReadable: () => (/* binding */ assertReadable),
/* harmony export */   readRepositoryFile: () => (/* binding */ readRepositoryFile)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(800);


/** In bytes: the contents API gives the text of no larger file. */
const LARGEST_CONTENT = 1024 ** 2;
/** A file of the contents API; a folder is a list. Above 1 MiB the content is left out, and the encoding is none. */
const fileSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    type: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("file"),
    encoding: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    content: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    size: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().optional().catch(undefined),
});
/**
 * The text of a file of the repository at a commit or branch; null when there is none.
 *
 * @throws GitHubError when it is too large, no file, or GitHub refuses
 */
async function readRepositoryFile(client, { path, ref, largest = LARGEST_CONTENT }) {
    const what = `the file ${path}`;
    let answer;
    try {
        answer = await client.ask(what, ({ repos }, repository) => repos.getContent({ ...repository, path, ref }));
    }
    catch (error) {
        if ((0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .isNotFound */ .c4)(error))
            return null;
        throw error;
    }
    const file = fileSchema.safeParse(answer).data;
    if (file === undefined) {
        throw refusal(`GitHub gives no text for ${what}: write a file there, not a folder, a submodule or a link to one.`);
    }
    const bytes = Buffer.from(file.encoding === "base64" ? file.content : "", "base64");
    const size = Math.max(file.size ?? 0, bytes.length);
    if (size > largest || file.encoding !== "base64") {
        throw refusal(`${path} has ${size} bytes; at most ${largest} are read.`);
    }
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
function refusal(detail) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "error", detail }, 200);
}
/**
 * Asks for the root folder at a commit or branch. "Not found" for a file means that there is none only where the
 * token can read the repository there.
 *
 * @throws GitHubError when it cannot
 */
async function assertReadable(client, ref) {
    await client.ask("the repository's files", ({ repos }, repository) => repos.getContent({ ...repository, path: "", ref }));
}


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

/***/ 927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRepositoryFacts: () => (/* binding */ readRepositoryFacts)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9425);


const schema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    default_branch: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    private: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    /** An internal repository is private to its enterprise. */
    visibility: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
});
/** @throws GitHubError */
async function readRepositoryFacts(client) {
    const what = "the repository";
    const answer = await client.ask(what, ({ repos }, repository) => repos.get({ ...repository }));
    const { default_branch: defaultBranch, private: isPrivate, visibility } = (0,_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(schema, answer, what);
    return {
        isPublic: visibility === undefined ? !isPrivate : visibility === "public",
        defaultBranch,
    };
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
