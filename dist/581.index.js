export const id = 581;
export const ids = [581,993];
export const modules = {

/***/ 2581:
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

// EXTERNAL MODULE: ./.build/src/checks/index.js + 66 modules
var checks = __webpack_require__(5103);
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

;// CONCATENATED MODULE: ./.build/src/collect/workflows/workflow-file.js


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


/***/ })

};
