export const id = 518;
export const ids = [518];
export const modules = {

/***/ 7518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   changeNotices: () => (/* binding */ changeNotices)
/* harmony export */ });
/* harmony import */ var _config_parse_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7475);
/* harmony import */ var _config_yaml_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2847);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6512);
/* harmony import */ var _lib_time_limit_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3184);




/** More changes than these are counted. */
const SHOWN = 20;
/** What makes the checks milder is listed first, lest a branch hide it behind many harmless changes. */
const FIRST = ["ignore", "checklist", "policy"];
/** Keys of the schema look like this; others, which the branch may have invented, are not repeated. */
const HARMLESS = /^[A-Za-z0-9_-]{1,60}$/;
/** Milliseconds for reading one of the two files: all of this only feeds a notice, and takes a second at most. */
const LONGEST_READING = 300;
/** Milliseconds for what the configuration declares as SQL. */
const LONGEST_PARSING = 200;
/** In characters of one statement: a longer one is parsed when it counts. */
const LONGEST_SQL = 1_000;
/**
 * What the checkout changes in the configuration file, key by key and without values: it does not count yet.
 *
 * @param counting the text of the file that counts; null when there is none
 * @param own the file of the checkout
 */
async function changeNotices(path, { rules, counting, own, }) {
    const branch = rules.when === "on a pull request" ? "This branch" : "This checkout";
    const counts = `It counts from the merge on; this run went by the ${rules.of}`;
    if ("refused" in own)
        return [`${branch} changes ${path}: it ${own.refused} ${counts}.`];
    if (counting === own.text) {
        return counting === null ? [`There is no ${path}: every check runs with its defaults.`] : [];
    }
    if (own.text === null)
        return [`There is no ${path} in the checkout of this branch: the ${rules.of}'s counts until the merge.`];
    const file = await read(own.text, path);
    if (file === "slow") {
        return [`${branch} changes ${path}, which takes too long to read to list the changes. ${counts}.`];
    }
    const problems = await problemsOf(file, path);
    const refusal = problems.length === 0
        ? []
        : [
            `After the merge ${path} would be refused: ${problems.join(", ")}. Its errors are told in full when it counts.`,
        ];
    if (counting === null)
        return [`${branch} adds ${path}. ${counts}, with every check's defaults.`, ...refusal];
    const keys = changedKeys(await read(counting, path), file);
    if (keys === undefined)
        return [`${branch} changes ${path}. ${counts}.`, ...refusal];
    if (keys.length === 0)
        return refusal;
    const rest = keys.length > SHOWN ? ` and ${keys.length - SHOWN} more` : "";
    return [`${branch} changes ${path}: ${keys.slice(0, SHOWN).join(", ")}${rest}. ${counts}.`, ...refusal];
}
async function read(text, path) {
    try {
        return await (0,_config_yaml_js__WEBPACK_IMPORTED_MODULE_1__/* .readYaml */ .gM)(text, path, LONGEST_READING);
    }
    catch (error) {
        if (error instanceof _config_yaml_js__WEBPACK_IMPORTED_MODULE_1__/* .TooSlow */ .yY)
            return "slow";
        if (error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo)
            return error;
        throw error;
    }
}
async function problemsOf(file, path) {
    if (file instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo)
        return placesOf(file, path);
    const end = performance.now() + LONGEST_PARSING;
    try {
        await (0,_config_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .checkConfig */ .l2)(file, path, (sql) => sql.length <= LONGEST_SQL && performance.now() < end);
        return [];
    }
    catch (error) {
        if (!(error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo))
            throw error;
        return placesOf(error, path);
    }
}
/** Places of errors, `file:line`, without what stands there. */
function placesOf({ problems }, path) {
    const places = problems.map((problem) => {
        const line = problem.startsWith(`${path}:`)
            ? /^\d+/.exec(problem.slice(path.length + 1))?.[0]
            : undefined;
        return line === undefined ? "an error" : `line ${line}`;
    });
    return [...new Set(places)].slice(0, SHOWN);
}
/** Dotted paths whose values differ, a list being one value; undefined when one of the files cannot be read. */
function changedKeys(counting, own) {
    if (counting === "slow" || counting instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo || own instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .UserError */ .yo)
        return undefined;
    const compared = (0,_lib_time_limit_js__WEBPACK_IMPORTED_MODULE_3__/* .withinTime */ .d)(LONGEST_READING, () => differences(counting.value, own.value, []));
    if (compared === undefined)
        return undefined;
    const keys = [...new Set(compared.result)].sort();
    return [...keys.filter(isReportedFirst), ...keys.filter((key) => !isReportedFirst(key))];
}
function isReportedFirst(key) {
    return FIRST.includes(key.split(".")[0] ?? "");
}
function differences(base, own, path) {
    if (isRecord(base ?? {}) && isRecord(own ?? {}) && path.length < 8) {
        const [before, after] = [(base ?? {}), (own ?? {})];
        const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
        return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
    }
    if (JSON.stringify(base) === JSON.stringify(own))
        return [];
    return [path.map((key) => (HARMLESS.test(key) ? key : "(an unusual key)")).join(".")];
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}


/***/ })

};
