export const id = 204;
export const ids = [204,336,993];
export const modules = {

/***/ 5204:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  collectWorkflows: () => (/* binding */ collectWorkflows)
});

// EXTERNAL MODULE: ./.build/src/github/answers.js
var answers = __webpack_require__(516);
// EXTERNAL MODULE: ./.build/src/github/client.js
var github_client = __webpack_require__(2336);
// EXTERNAL MODULE: ./.build/src/github/contents.js
var contents = __webpack_require__(5993);
// EXTERNAL MODULE: ./.build/src/github/refusals.js
var refusals = __webpack_require__(6154);
;// CONCATENATED MODULE: ./.build/src/collect/workflows/runs.js

/** A nightly workflow whose weekly step is skipped on the other nights needs a week of runs. */
const RUNS_LOOKED_INTO = 8;
/** Goes back through the scheduled runs until each step was seen to run. */
async function readRuns(client, { id, repository, branch, steps }) {
    const what = "the runs of the repository's workflows";
    const answer = await client.get(`/repos/${repository}/actions/workflows/${id}/runs`, what, {
        event: "schedule",
        branch,
        exclude_pull_requests: "true",
        per_page: String(RUNS_LOOKED_INTO),
    });
    const { workflow_runs: runs, total_count: total } = (0,answers/* parseAnswer */.Wp)(answers/* runsSchema */.gf, answer, what);
    const lastRanAt = new Map();
    const looked = [];
    for (const run of [...runs].sort((a, b) => startOf(b) - startOf(a))) {
        if (lastRanAt.size === steps.length || client.left() <= 0)
            break;
        const answer = await client.get(`/repos/${repository}/actions/runs/${run.id}/jobs`, what, {
            filter: "latest",
            per_page: "100",
        });
        const { jobs } = (0,answers/* parseAnswer */.Wp)(answers/* jobsSchema */.Us, answer, what);
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
/** Success and failure both are a look at the database; the run that asks this is still in progress. */
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

// EXTERNAL MODULE: ./.build/src/checks/index.js + 58 modules
var checks = __webpack_require__(5128);
// EXTERNAL MODULE: ./.build/src/config/selection.js
var config_selection = __webpack_require__(7752);
;// CONCATENATED MODULE: ./.build/src/collect/workflows/selected-checks.js


/** The inputs' defaults, as action.yml has them. */
const DEFAULT_SUITE = "health";
const DEFAULT_CONFIG = ".github/pg-preflight.yml";
const DEFAULT_TARGET = "database";
/** The label of the database that a step looks at; null when that can't be told. */
function targetOfStep(inputs) {
    return inputs === null ? null : inputs.target || DEFAULT_TARGET;
}
/**
 * The checks that a step of another workflow runs, by the rules that this run selects its own by; null when that
 * can't be told: an expression decides, or a configuration file that is not this run's.
 */
function checksOfStep(inputs, { selection }) {
    if (inputs === null)
        return null;
    const isSameConfig = (inputs.config || DEFAULT_CONFIG) === selection.config;
    try {
        const selected = (0,config_selection/* selectChecks */.o)(checks/* checks */.A, {
            suite: inputs.suite || DEFAULT_SUITE,
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

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
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
/** More combinations than these are not told apart. */
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

;// CONCATENATED MODULE: ./.build/src/collect/workflows/our-workflows.js
/**
 * The workflows of this action's repository that others call (.github/workflows/). A run can't read the files of
 * another repository, but these are ours: what a monitoring check must know of them stands here, and a test
 * compares it with the files.
 */
const SUITES = {
    "gate.yml": "${{ inputs.suite }}",
    "nightly.yml": "health",
    "weekly-index-usage.yml": "index-usage",
};
const JOBS = {
    "gate.yml": "Database gate",
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

;// CONCATENATED MODULE: ./.build/src/collect/workflows/workflow-steps.js



/** The inputs that tell what a step of this action looks at. */
const TELLING = ["suite", "checks", "config", "target"];
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
/** The steps of a job that run this action: one for each combination of its matrix that they tell apart. */
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
        const telling = TELLING.map((input) => step.with[input] ?? "");
        return combinationsOf(matrix, telling).map((combination) => {
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
    const path = /^\.\/(\.github\/workflows\/[^@]+)$/.exec(uses)?.[1];
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
    const texts = TELLING.map((name) => [name, settleText(given[name] ?? "", values).trim()]);
    if (texts.some(([, text]) => hasExpression(text)))
        return null;
    return Object.fromEntries(texts);
}
function whole(pattern) {
    return new RegExp(`^${pattern}$`, "s");
}

;// CONCATENATED MODULE: ./.build/src/collect/workflows/workflow-file.js


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
            return fileSchema.safeParse(parse(texts.get(file) ?? "", { maxAliasCount: 100, logLevel: "silent" }))
                .data;
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
        const client = (0,github_client.gitHubClient)({ apiUrl, token, deadline, maxRequests: MAX_REQUESTS });
        return { value: await collect(client, repository, settings) };
    }
    catch (error) {
        if (error instanceof github_client.GitHubError)
            return { unknown: error.unknown };
        throw error;
    }
}
async function collect(client, repository, settings) {
    const [{ default_branch: branch }, listed] = await Promise.all([
        client
            .get(`/repos/${repository}`, "the repository")
            .then((answer) => (0,answers/* parseAnswer */.Wp)(answers/* repositorySchema */._L, answer, "the repository")),
        listWorkflows(client, repository),
    ]);
    const files = listed.workflows
        .filter(({ path }) => path.startsWith(".github/workflows/"))
        .sort((a, b) => rank(a, settings) - rank(b, settings));
    const texts = await readTexts(client, repository, branch, files.slice(0, MAX_FILES));
    const isOwnRepository = repository.endsWith("/pg-preflight");
    const workflows = await Promise.all(files.flatMap((file) => texts.has(file.path)
        ? [readWorkflow(client, { repository, branch, file, texts, isOwnRepository }, settings)]
        : []));
    return {
        defaultBranch: branch,
        target: settings.target,
        workflows: workflows.filter(({ steps }) => steps.length > 0),
        unread: Math.max(0, files.length - MAX_FILES) + listed.total_count - listed.workflows.length,
    };
}
/** The first hundred. */
async function listWorkflows(client, repository) {
    const what = "the repository's workflows";
    const answer = await client.get(`/repos/${repository}/actions/workflows`, what, { per_page: "100" });
    return (0,answers/* parseAnswer */.Wp)(answers/* workflowsSchema */.sM, answer, what);
}
/** Files that are on another branch only have no text here. */
async function readTexts(client, repository, branch, files) {
    const texts = await Promise.all(files.map(async ({ path }) => [path, await (0,contents.readRepositoryFile)(client, { repository, path, ref: branch })]));
    const found = new Map(texts.flatMap(([path, text]) => (text === null ? [] : [[path, text]])));
    if (found.size === 0 && files.some(({ state }) => state === "active")) {
        throw new github_client.GitHubError({
            reason: "permission",
            detail: "The token may not read the repository's files, so its workflows are not known (404).",
            fix: refusals/* PERMISSIONS */.Jj,
        }, 404);
    }
    return found;
}
/** A workflow without a schedule, or without a step of ours for this database, has no runs to look into. */
async function readWorkflow(client, { repository, branch, file, texts, isOwnRepository }, settings) {
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
        : await readRuns(client, { id: file.id, repository, branch, steps: ours });
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

/***/ 5993:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRepositoryFile: () => (/* binding */ readRepositoryFile)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2336);


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


/***/ })

};
