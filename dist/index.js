import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 1916:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
exports.Io = exports.kp = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
exports.Io = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
exports.kp = closest;


/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 2250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 8253:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util/types");

/***/ }),

/***/ 5498:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _config_options_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4200);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6512);
/* harmony import */ var _report_input_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(9680);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2449);
/* harmony import */ var _outputs_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3660);
/* harmony import */ var _workflow_commands_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(5672);






const runner = (0,_workflow_commands_js__WEBPACK_IMPORTED_MODULE_4__/* .workflowCommands */ .i)(process.env, (line) => process.stdout.write(`${line}\n`));
// The one place that turns an error into a failed step.
try {
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .readInputs */ .K)(process.env);
    // Loaded late: wrong inputs are told at once.
    const { main } = await Promise.all(/* import() */[__nccwpck_require__.e(938), __nccwpck_require__.e(877)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5877));
    if (await main(inputs, process.env, runner))
        process.exitCode = 1;
}
catch (error) {
    process.exitCode = 1;
    const problems = error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo ? error.problems : [describe(error)];
    const isOfBase = (0,_config_options_js__WEBPACK_IMPORTED_MODULE_5__/* .isPullRequest */ .r)(process.env.GITHUB_EVENT_NAME ?? "");
    for (const annotation of (0,_report_input_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .problemAnnotations */ .u)(problems, isOfBase))
        runner.annotate(annotation);
    for (const [name, value] of Object.entries(_outputs_js__WEBPACK_IMPORTED_MODULE_3__/* .EMPTY_OUTPUTS */ .J))
        runner.output(name, value);
    // Last: it may be the summary's own file that cannot be written.
    runner.summary((0,_report_input_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .renderProblems */ .x)(problems));
}
/** An error's own message may quote what must not be shown; its kind and place say enough to report it. */
function describe(error) {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const place = /\n\s+at (?:.*[/\\(])?([\w.-]+:\d+:\d+)/.exec(stack)?.[1] ?? "an unknown place";
    return `This is a defect of pg-preflight (${(0,_core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .errorName */ .Is)(error)} at ${place}). Please report it at https://github.com/pg-preflight/pg-preflight/issues.`;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2449:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readInputs)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3024);
/* harmony import */ var _config_options_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4200);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6512);
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8699);
/* harmony import */ var _lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9884);






const WRITE_ISSUES = ["auto", "always", "never"];
const FAIL_ON = ["critical", "high", "medium", "low", "never"];
/** The first choice is the default. */
function choiceOf(environment, name, choices, problems) {
    const text = getInput(environment, name) || choices[0];
    const choice = choices.find((each) => each === text);
    if (choice !== undefined)
        return choice;
    problems.push(`${name}: ${JSON.stringify(text)} is not known. Write one of ${choices.join(", ")}.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_4__/* .didYouMean */ .a)(text ?? "", choices)}`);
    return choices[0];
}
/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;
/** @throws UserError with every problem of the inputs */
function readInputs(environment) {
    const problems = [];
    const databaseUrl = getInput(environment, "database-url");
    if (databaseUrl === "" && !(0,_config_options_js__WEBPACK_IMPORTED_MODULE_5__/* .isPullRequest */ .r)(environment.GITHUB_EVENT_NAME ?? "")) {
        problems.push("database-url: it is empty. Most often the repository has no secret of that name yet: store the address under " +
            "Settings, Secrets and variables, Actions, and give it to the step: `database-url: ${{ secrets.DATABASE_URL }}`. " +
            "Scheduled runs of a fork get no secrets.");
    }
    const target = getInput(environment, "target") || "database";
    if (!TARGET.test(target)) {
        problems.push(`target: ${JSON.stringify(target)} is no label. Write up to 40 letters, digits, blanks, dots, dashes and underscores, like production.`);
    }
    const failOn = getInput(environment, "fail-on") || "high";
    if (!isFailOn(failOn)) {
        problems.push(`fail-on: ${JSON.stringify(failOn)} is not known. Write one of ${FAIL_ON.join(", ")}.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_4__/* .didYouMean */ .a)(failOn, FAIL_ON)}`);
    }
    const writeIssues = choiceOf(environment, "write-issues", WRITE_ISSUES, problems);
    const dryRun = choiceOf(environment, "dry-run", ["false", "true"], problems) === "true";
    const ca = readCa(getInput(environment, "ssl-ca"), problems);
    if (problems.length > 0 || !isFailOn(failOn))
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo(problems);
    return {
        databaseUrl: databaseUrl || undefined,
        supabaseToken: getInput(environment, "supabase-access-token") || undefined,
        githubToken: getInput(environment, "github-token") || undefined,
        pgbouncerUrl: getInput(environment, "pgbouncer-admin-url") || undefined,
        baselineUrl: getInput(environment, "baseline-database-url") || undefined,
        ca,
        target,
        config: getInput(environment, "config") || _config_options_js__WEBPACK_IMPORTED_MODULE_5__/* .DEFAULT_CONFIG */ .P,
        suite: getInput(environment, "suite") || "health",
        checks: getInput(environment, "checks")
            .split(/[\s,]+/)
            .filter((word) => word !== ""),
        failOn,
        replicaUrls: getInput(environment, "replica-urls")
            .split(/[\r\n]+/)
            .map((line) => line.trim())
            .filter((line) => line !== ""),
        writeIssues,
        dryRun,
    };
}
/** The runner's rule: upper case, blanks to underscores, dashes kept. */
function getInput(environment, name) {
    return (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}
function isFailOn(text) {
    return text === "never" || (text !== "info" && _core_priority_js__WEBPACK_IMPORTED_MODULE_3__/* .PRIORITIES */ .BE.includes(text));
}
function readCa(text, problems) {
    if (text === "")
        return undefined;
    const pem = text.includes(PEM) ? text : readIfFile(text);
    if (pem === undefined) {
        problems.push(`ssl-ca: this is neither a PEM text (${PEM}) nor a file that can be read on the runner.`);
    }
    else if (!isCertificate(pem)) {
        problems.push(`ssl-ca: this holds no PEM certificate that can be read (${PEM} and its lines).`);
    }
    return pem;
}
const PEM = "-----BEGIN CERTIFICATE-----";
function readIfFile(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(path, "utf8");
    }
    catch {
        return undefined;
    }
}
function isCertificate(pem) {
    try {
        return new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(pem).raw.length > 0;
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 3660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ EMPTY_OUTPUTS)
/* harmony export */ });
/** Every output of a run that could not start, so that a later step's `fromJSON` still reads them. */
const EMPTY_OUTPUTS = {
    conclusion: "fail",
    "report-file": "",
    "baseline-file": "",
    "failed-checks": "[]",
    "unknown-checks": "[]",
    "issue-changes": "[]",
    "critical-findings": "0",
    "high-findings": "0",
    "medium-findings": "0",
    "low-findings": "0",
};


/***/ }),

/***/ 5672:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ workflowCommands)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8161);
/* harmony import */ var _report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2571);




/** `write` takes one line without its end. Outside a GitHub runner the lines are for people. */
function workflowCommands(environment, write) {
    const { GITHUB_STEP_SUMMARY: summaryFile, GITHUB_OUTPUT: outputFile } = environment;
    const inRunner = environment.GITHUB_ACTIONS === "true";
    const openGroup = (title) => write(inRunner ? command("group", {}, title) : (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .logLine */ .BP)(title));
    const closeGroup = () => {
        if (inRunner)
            write(command("endgroup", {}, ""));
    };
    return {
        summary: (markdown) => {
            if (summaryFile !== undefined && summaryFile !== "")
                (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.appendFileSync)(summaryFile, markdown, "utf8");
        },
        output: (name, value) => {
            if (outputFile !== undefined && outputFile !== "")
                (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.appendFileSync)(outputFile, keyValue(name, value) + node_os__WEBPACK_IMPORTED_MODULE_2__.EOL, "utf8");
            else
                write(`${name}=${value}`);
        },
        annotate: ({ level, title, message, file = "", line }) => {
            const place = file === "" ? "" : ` (${file})`;
            write(inRunner
                ? command(level, { title, file, line: line === undefined ? "" : String(line) }, message)
                : (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .logLine */ .BP)(`${level}: ${title}: ${message}${place}`));
        },
        line: (text) => write((0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .logLine */ .BP)(text)),
        group: (title, lines) => {
            openGroup(title);
            for (const line of lines)
                write((0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .logLine */ .BP)(line));
            closeGroup();
        },
        openGroup,
        closeGroup,
        mask: (secret) => {
            if (inRunner && secret !== "")
                write(command("add-mask", {}, secret));
        },
    };
}
/** A heredoc: no value can hold a delimiter that is drawn after it was made. */
function keyValue(name, value) {
    const delimiter = `ghadelimiter_${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
    return `${name}<<${delimiter}${node_os__WEBPACK_IMPORTED_MODULE_2__.EOL}${value}${node_os__WEBPACK_IMPORTED_MODULE_2__.EOL}${delimiter}`;
}
/** `::name key=value::message`, escaped as the runner unescapes it. */
function command(name, properties, message) {
    const pairs = Object.entries(properties).filter(([, value]) => value !== "");
    const list = pairs.map(([key, value]) => `${key}=${escapeProperty(value)}`).join(",");
    return `::${name}${list === "" ? "" : ` ${list}`}::${escapeData(message)}`;
}
function escapeData(text) {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}


/***/ }),

/***/ 4200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ DEFAULT_CONFIG),
/* harmony export */   r: () => (/* binding */ isPullRequest)
/* harmony export */ });
const DEFAULT_CONFIG = ".github/pg-preflight.yml";
/** Of the runner's event: the base branch's configuration counts, and there may be no secrets. */
function isPullRequest(eventName) {
    return /^pull_request/.test(eventName);
}


/***/ }),

/***/ 6512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Is: () => (/* binding */ errorName),
/* harmony export */   WB: () => (/* binding */ internalError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/** The user can mend this: a setting is wrong, a file is missing. Its message says what, where and what to write. */
class UserError extends Error {
    name = "UserError";
    /** Every problem found, each one sentence. */
    problems;
    constructor(problems) {
        super(problems.join("\n"));
        this.problems = problems;
    }
}
/** What an error is, without its own words, which may quote what must not be shown. */
function errorName(error) {
    return error instanceof Error ? error.name : typeof error;
}
/** What nobody foresaw, as an unknown: it must not take along what others found. */
function internalError(error) {
    return {
        reason: "error",
        detail: `This is a defect of pg-preflight (${errorName(error)}); please report it.`,
    };
}


/***/ }),

/***/ 8699:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BE: () => (/* binding */ PRIORITIES),
/* harmony export */   Tu: () => (/* binding */ atMost),
/* harmony export */   du: () => (/* binding */ isAtLeast),
/* harmony export */   jH: () => (/* binding */ DUE),
/* harmony export */   mu: () => (/* binding */ byPriority),
/* harmony export */   tH: () => (/* binding */ mostUrgent)
/* harmony export */ });
/** How soon a finding wants a person: one ordered scale for findings, the gate and issue labels. */
const PRIORITIES = ["critical", "high", "medium", "low", "info"];
/** When the document asks for each priority to be done. */
const DUE = {
    critical: "do immediately",
    high: "within 24 hours",
    medium: "within 1 week",
    low: "within 1 month",
    info: "for information",
};
/** True when `priority` is at least as urgent as `threshold`. */
function isAtLeast(priority, threshold) {
    return PRIORITIES.indexOf(priority) <= PRIORITIES.indexOf(threshold);
}
/** The priority, but no more urgent than `limit`: for a finding that is milder than its check's other ones. */
function atMost(priority, limit) {
    return isAtLeast(priority, limit) ? limit : priority;
}
/** Orders the most urgent first. */
function byPriority(a, b) {
    return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority);
}
/** The most urgent priority of a list, or `info` for an empty one. */
function mostUrgent(priorities) {
    return PRIORITIES.find((priority) => priorities.includes(priority)) ?? "info";
}


/***/ }),

/***/ 9884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1916);

/** " Did you mean `high`?", or nothing when no known word is near. Starts with a blank. */
function didYouMean(word, known) {
    if (known.length === 0)
        return "";
    const candidate = (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .kp)(word, known);
    // A third of the word may be wrong: "unused-index" is near "unused-indexes", "backup" is not near "review".
    return (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(word, candidate) <= Math.max(2, Math.floor(candidate.length / 3))
        ? ` Did you mean ${candidate}?`
        : "";
}


/***/ }),

/***/ 2358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   IW: () => (/* binding */ latest),
/* harmony export */   YM: () => (/* binding */ daysBetween),
/* harmony export */   Z2: () => (/* binding */ SECOND),
/* harmony export */   ap: () => (/* binding */ fromIso),
/* harmony export */   ay: () => (/* binding */ toDate),
/* harmony export */   dF: () => (/* binding */ isoOf),
/* harmony export */   d_: () => (/* binding */ DAY),
/* harmony export */   dp: () => (/* binding */ HOUR),
/* harmony export */   ol: () => (/* binding */ startOfDay),
/* harmony export */   pY: () => (/* binding */ MINUTE),
/* harmony export */   tK: () => (/* binding */ toIso)
/* harmony export */ });
/** Spans of time in milliseconds. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** ISO 8601 text of a time in milliseconds since 1970, without fractions of a second. */
function toIso(milliseconds) {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
/** The date of a time in milliseconds since 1970, `2026-11-22`, in UTC. */
function toDate(milliseconds) {
    return toIso(milliseconds).slice(0, 10);
}
/** Whole days from one date, `2026-11-01`, to another; less than zero when the other is before it. */
function daysBetween(from, to) {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
/** The first moment of a date, `2026-11-01`, in UTC, in milliseconds since 1970. */
function startOfDay(date) {
    return Date.parse(`${date}T00:00:00Z`);
}
/** Milliseconds since 1970 of an ISO 8601 text; null when it is none. */
function fromIso(iso) {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? null : time;
}
function isoOf(time) {
    return time === null ? null : toIso(time * 1_000);
}
/** The later of two times. */
function latest(a, b) {
    return a === null || b === null ? (a ?? b) : Math.max(a, b);
}


/***/ }),

/***/ 2571:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   IZ: () => (/* binding */ trusted),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   gB: () => (/* binding */ visibleLines),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/**
 * Turns database text into page text. A name in a database may hold anything, so it reaches the page only inside
 * `<code>`, made visible and escaped, in HTML blocks that Markdown does not read.
 * GitHub's own filters (mentions, references, emoji) leave `<code>` alone, and nothing else: an escaped
 * `&#64;octocat` outside of it still notifies.
 */
/** Maximum number of code points in a cell; the JSON report has the whole text. */
const CELL_LENGTH = 240;
/** Words and markup written in this source, never data. */
function trusted(markup) {
    return markup;
}
/**
 * What cannot be seen, or changes how its neighbours are seen: controls, soft hyphen, zero-width and other
 * ignorable characters, bidirectional marks, line separators, lone surrogates, blanks that are not the blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\p{Bidi_C}\p{Zl}\p{Zp}\p{NChar}]|(?! )\p{Zs}/u;
const EACH_INVISIBLE = new RegExp(`\\r\\n|${INVISIBLE.source}`, "gu");
/** One line in which every character is seen; at most `length` code points of `text`, then `…`. */
function visible(text, length = CELL_LENGTH) {
    const short = cut(text, length);
    return INVISIBLE.test(short) ? short.replace(EACH_INVISIBLE, show) : short;
}
/** Like `visible`, but keeps its line breaks (`\n`), for blocks of SQL; nothing is cut. */
function visibleLines(text) {
    return text
        .replaceAll("\r\n", "\n")
        .replace(EACH_INVISIBLE, (found) => (found === "\n" ? found : point(found)));
}
function show(found) {
    if (found === "\r\n" || found === "\n" || found === "\r")
        return "↵";
    return found === "\t" ? "⇥" : point(found);
}
function point(character) {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
function cut(text, length) {
    if (text.length <= length)
        return text;
    // A code point is at most two units: no need to take a megabyte apart.
    const points = Array.from(text.slice(0, 2 * length + 2));
    return points.length <= length ? text : `${points.slice(0, length).join("")}…`;
}
const ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
/** For text that `visible` has seen; the result is safe between tags and in quoted attributes. */
function escapeHtml(text) {
    return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found) : text;
}
/** Any text at all, as `<code>`. */
function code(text, length = CELL_LENGTH) {
    return trusted(`<code>${escapeHtml(visible(text, length))}</code>`);
}
/**
 * A table as one HTML block. A blank line would end the block and let Markdown read the rest, and `visible`
 * leaves no line break in a cell.
 */
function table(columns, rows) {
    const side = columns.map((column) => (column.right === true ? ' align="right"' : ""));
    const line = (tag, cells) => `<tr>${cells.map((cell, index) => `<${tag}${side[index] ?? ""}>${cell}</${tag}>`).join("")}</tr>`;
    const head = line("th", columns.map((column) => column.heading));
    return `<table>\n${[head, ...rows.map((row) => line("td", row))].join("\n")}\n</table>`;
}
/** Maximum length of a log line: some terminals are slow with longer ones. */
const LOG_LENGTH = 1_000;
/**
 * One line for the log, which the runner cannot read as a command, whatever the text: it takes `::command::`
 * at the start of a line, blanks before it or not, and `##[command]` anywhere in one.
 */
function logLine(text) {
    const line = visible(text, LOG_LENGTH).replaceAll("##[", "## [");
    return /^ *::/.test(line) ? `· ${line}` : line;
}


/***/ }),

/***/ 8017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S5: () => (/* binding */ renderText),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   qy: () => (/* binding */ html)
/* harmony export */ });
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2571);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2594);


/**
 * Our sentences with names in them. Plain words stay as they are; a token that could be a name, a mention, a
 * reference, a URL or markup is put in `<code>`. So `public.orders_idx` is shown as a name, and `@octocat` is not
 * notified, although no check marks its names. A check that needs a phrase in code writes it between backticks; an
 * ISO 8601 time is written as in the tables.
 */
/** Longer sentences are cut, in code points. */
const SENTENCE_LENGTH = 600;
/** A phrase between backticks, or the text between blanks (a quoted name keeps its blanks). */
const TOKEN = /`[^`]+`|(?:"[^"]*"|[^ `])+|`/gu;
/** Words and numbers that neither Markdown nor GitHub's filters change. */
const PLAIN_FORMS = [
    "", // punctuation alone
    "[\"'“‘]?[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*[\"'”’]?", // word, pull-request, "word", isn't
    "[+-]?\\d{1,6}(?:[.,]\\d{1,6})*[a-zA-Z%]{0,3}", // 12, 1,000, 18.4, 95%, 1.5h
    "\\d\\d:\\d\\d(?::\\d\\d)?", // 03:00
    "(?:\\p{L}\\.)+\\p{L}", // e.g, i.e
    "[–—…→≥≤×=+%&·<>/-]+",
];
const PLAIN = new RegExp(`^(?:${PLAIN_FORMS.join("|")})$`, "u");
/** What GitHub may link though it is a word: a commit's id, `GH-7`, a tracker's `ABC-123`, `www` and its dot. */
const REFERENCE = /(?<![\p{L}\p{N}])(?:[0-9a-f]{7,}|www|\p{L}[\p{L}\p{N}]*-\d+)(?![\p{L}\p{N}])/iu;
/** Safe inside an HTML block, such as `<p>`, and only there: Markdown would still read a leading `1.`. */
function renderText(text, length = SENTENCE_LENGTH) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)((0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text, length).replace(TOKEN, neutral));
}
function neutral(token) {
    if (token.length > 2 && token.startsWith("`") && token.endsWith("`"))
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(token.slice(1, -1), token.length);
    const { before, core, after } = peel(token);
    const time = (0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .formatTime */ .fU)(core);
    if (time !== undefined)
        return `${before}${time}${after}`;
    if (PLAIN.test(core) && !REFERENCE.test(core))
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeHtml */ .ZD)(token);
    return `${before}${(0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(core, core.length)}${after}`;
}
/** Takes the sentence's punctuation off a word: `(public.orders),` has its name in the middle. */
function peel(token) {
    const before = /^\(*/.exec(token)?.[0] ?? "";
    let core = token.slice(before.length);
    while (/[.,;:!?]$/.test(core) || (core.endsWith(")") && occurrences(core, ")") > occurrences(core, "("))) {
        core = core.slice(0, -1);
    }
    return { before, core, after: token.slice(before.length + core.length) };
}
function occurrences(text, character) {
    return text.split(character).length - 1;
}
/** Markup of ours around parts that are Html already: the compiler takes no other text. */
function html(markup, ...parts) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(markup.reduce((text, piece, index) => {
        const part = parts[index - 1];
        return text + (Array.isArray(part) ? part.join("") : String(part)) + piece;
    }));
}
/** `1 finding`, `2 findings`: a count and its word. */
function count(number, one, many = `${one}s`) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(`${(0,_values_js__WEBPACK_IMPORTED_MODULE_1__/* .formatNumber */ .ZV)(number)} ${number === 1 ? one : many}`);
}
/** `a`, `a and b`, `a, b and c`. */
function list(parts) {
    const last = parts.at(-1);
    if (last === undefined)
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)("");
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .trusted */ .IZ)(parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`);
}


/***/ }),

/***/ 2594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ZV: () => (/* binding */ formatNumber),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   l9: () => (/* binding */ formatPercent),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2358);

/** Numbers as people read them. Text made here holds digits, letters and blanks only. */
/** No-break, so that a cell keeps its unit on the line. */
const SPACE = "\u00a0";
/** Between groups of three digits, as our sentences write them. */
const GROUP = ",";
const SIZE_UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];
/** PostgreSQL's units, as pg_size_pretty writes them: `512 bytes`, `1.2 GB`. */
function formatBytes(bytes) {
    let value = bytes;
    let unit = 0;
    while (Math.abs(value) >= 1024 && unit < SIZE_UNITS.length - 1) {
        value /= 1024;
        unit += 1;
    }
    return `${formatNumber(unit > 0 && Math.abs(value) < 10 ? tenths(value) : Math.round(value))}${SPACE}${SIZE_UNITS[unit]}`;
}
/** `0.02 ms`, `350 ms`, `1.3 s`, `2 min 5 s`, `3 h 12 min`, `4 d 3 h`. */
function formatDuration(milliseconds) {
    const size = Math.abs(milliseconds);
    if (size < 1)
        return `${Math.round(milliseconds * 100) / 100}${SPACE}ms`;
    if (size < 10)
        return `${tenths(milliseconds)}${SPACE}ms`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)
        return `${Math.round(milliseconds)}${SPACE}ms`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY)
        return `${tenths(milliseconds / _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)}${SPACE}s`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY, "min", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2, "s");
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)
        return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp, "h", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY, "min");
    return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_, "d", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp, "h");
}
function twoUnits(value, big, bigName, small, smallName) {
    const whole = Math.trunc(value / big);
    const remainder = Math.floor(Math.abs(value % big) / small);
    const first = `${formatNumber(whole)}${SPACE}${bigName}`;
    return remainder === 0 ? first : `${first}${SPACE}${remainder}${SPACE}${smallName}`;
}
/** `12 %`, `0.4 %`. */
function formatPercent(percent) {
    return `${Math.abs(percent) < 10 ? tenths(percent) : Math.round(percent)}${SPACE}%`;
}
/** Whole numbers in groups of three digits, others with at most two places. */
function formatNumber(value) {
    if (!Number.isFinite(value))
        return "—";
    const [whole = "", places] = String(Number.isInteger(value) ? value : Math.round(value * 100) / 100).split(".");
    if (whole.includes("e"))
        return whole;
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP);
    return places === undefined ? grouped : `${grouped}.${places}`;
}
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00(?::?00)?)$/;
/** `2026-11-01 03:00 UTC` of an ISO 8601 time in UTC; undefined when the text is none. */
function formatTime(iso) {
    const match = ISO.exec(iso);
    return match === null ? undefined : `${match[1]} ${match[2]} UTC`;
}
function tenths(value) {
    return Math.round(value * 10) / 10;
}


/***/ }),

/***/ 9680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ problemAnnotations),
/* harmony export */   x: () => (/* binding */ renderProblems)
/* harmony export */ });
/* harmony import */ var _html_escape_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2571);
/* harmony import */ var _html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8017);


/** Maximum number of problems that are listed. */
const SHOWN = 200;
/** A problem of the configuration begins with its place: `.github/pg-preflight.yml:12: …`. */
const PLACE = /^([^\s:]+\.ya?ml):(\d+): /;
/**
 * Each problem as an error, at its line of the configuration if it has one.
 *
 * @param isPullRequest the configuration is the base branch's then, so its lines are not those of the commit
 */
function problemAnnotations(problems, isPullRequest) {
    return problems.map((problem) => {
        const error = { level: "error", title: "pg-preflight", message: (0,_html_escape_js__WEBPACK_IMPORTED_MODULE_0__/* .logLine */ .BP)(problem) };
        const [, file, line] = (isPullRequest ? null : PLACE.exec(problem)) ?? [];
        return file === undefined ? error : { ...error, file, line: Number(line) };
    });
}
/** The summary of a run that stopped on errors of its inputs or configuration, with all of them. */
function renderProblems(problems) {
    const items = problems.slice(0, SHOWN).map((problem) => (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<li>${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .renderText */ .S5)(problem, 1_000)}</li>`);
    const omitted = problems.length - items.length;
    if (omitted > 0)
        items.push((0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<li>and ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(omitted, "other problem")}</li>`);
    return [
        (0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .html */ .qy) `<h2>❌ pg-preflight stopped: ${(0,_html_inline_text_js__WEBPACK_IMPORTED_MODULE_1__/* .count */ .U9)(problems.length, "problem")} to mend</h2>`,
        `<ul>\n${items.join("\n")}\n</ul>\n`,
    ].join("\n\n");
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5498);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
