export const id = 518;
export const ids = [518];
export const modules = {

/***/ 7518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   changeNotices: () => (/* binding */ changeNotices)
/* harmony export */ });
/* harmony import */ var _config_parse_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6682);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6512);


/** More changes than these are counted. */
const SHOWN = 20;
/** What makes the checks milder is listed first, lest a branch hide it behind many harmless changes. */
const FIRST = ["ignore", "checklist", "policy"];
/** Keys of the schema look like this; others, which the branch may have invented, are not repeated. */
const HARMLESS = /^[A-Za-z0-9_-]{1,60}$/;
/**
 * What a branch changes in the configuration file, key by key and without values: it does not count yet.
 *
 * @param base the file on the base branch; null when there is none
 * @param own the file on the branch
 */
async function changeNotices(path, base, own) {
    if (base === own)
        return base === null ? [`There is no ${path}: every check runs with its defaults.`] : [];
    const counts = "It counts from the merge on; this run went by the base branch";
    if (own === null)
        return [`There is no ${path} in the checkout of this branch: the base branch's counts until the merge.`];
    const problems = await problemsOf(own, path);
    const refusal = problems.length === 0
        ? []
        : [
            `After the merge ${path} would be refused: ${problems.join(", ")}. Its errors are told in full when it counts.`,
        ];
    if (base === null)
        return [`This branch adds ${path}. ${counts}, with every check's defaults.`, ...refusal];
    const keys = await changedKeys(base, own);
    if (keys === undefined)
        return [`This branch changes ${path}. ${counts}.`, ...refusal];
    if (keys.length === 0)
        return refusal;
    const rest = keys.length > SHOWN ? ` and ${keys.length - SHOWN} more` : "";
    return [`This branch changes ${path}: ${keys.slice(0, SHOWN).join(", ")}${rest}. ${counts}.`, ...refusal];
}
/** Places of errors, `file:line`, without what stands there. */
async function problemsOf(text, path) {
    try {
        await (0,_config_parse_js__WEBPACK_IMPORTED_MODULE_0__/* .parseConfig */ .o)(text, path);
        return [];
    }
    catch (error) {
        if (!(error instanceof _core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo))
            throw error;
        const places = error.problems.map((problem) => {
            const line = problem.startsWith(`${path}:`)
                ? /^\d+/.exec(problem.slice(path.length + 1))?.[0]
                : undefined;
            return line === undefined ? "an error" : `line ${line}`;
        });
        return [...new Set(places)].slice(0, SHOWN);
    }
}
/** Dotted paths whose values differ, a list being one value; undefined when one of the texts is no YAML. */
async function changedKeys(base, own) {
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 8815, 19));
    try {
        const read = (text) => parse(text, { maxAliasCount: 10, logLevel: "silent" });
        const keys = [...new Set(differences(read(base), read(own), []))].sort();
        return [...keys.filter(isReportedFirst), ...keys.filter((key) => !isReportedFirst(key))];
    }
    catch {
        return undefined;
    }
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
