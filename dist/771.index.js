export const id = 771;
export const ids = [771];
export const modules = {

/***/ 7385:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ed: () => (/* binding */ stands),
/* harmony export */   I: () => (/* binding */ issueStateSchema),
/* harmony export */   K9: () => (/* binding */ isLaterRun),
/* harmony export */   Mf: () => (/* binding */ isSameRun),
/* harmony export */   SW: () => (/* binding */ slotOf),
/* harmony export */   hz: () => (/* binding */ EMPTY_SLOT),
/* harmony export */   zn: () => (/* binding */ MEMORY_VERSION)
/* harmony export */ });
/* unused harmony export runStampSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5378);
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6187);



/**
 * What the next run must know, kept in hidden blocks of our own issues. Times are milliseconds since 1970.
 * Every issue's block has its findings; the overview, the checklist and the weekly index usage have one slot
 * for each suite that writes them as well.
 */
/** A block of a newer version is left alone. */
const MEMORY_VERSION = 1;
/** Up to the year 9999: what is written as a date later must be one, whoever edited the block. */
const time = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0).max(253_402_300_799_999);
const count = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0);
/** One run of the action: what wrote last, and whether that was later than we are. */
const runStampSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** GITHUB_RUN_ID. */
    id: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    attempt: count,
    /** When it began. */
    at: time,
});
/** Where a finding's name may be read by everybody it is a keyed hash: see src/domain/refs.ts. */
const rememberedFindingSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    ref: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    priority: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE),
    firstSeen: time,
    /**
     * Runs that agree on it; counting ends at 2, and with 2 it stands. A finding that needs no second run has 2 at
     * once, and one that stood keeps them while it is missed.
     */
    runs: count,
    /** Runs in a row that did not see it any more; at 2 it is forgotten. */
    missed: count,
});
const rememberedCheckSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    status: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_result_js__WEBPACK_IMPORTED_MODULE_2__/* .STATUSES */ .f),
    /** When the check got this status. */
    since: time,
    /** The last run that had this check in it. */
    at: time,
    /** Since when it can't look, or not at everything; null when it can. */
    blindSince: time.nullable(),
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedFindingSchema),
    /** Findings that did not fit: never more urgent than the last of those that did. */
    leftOut: count,
});
const rememberedRunSchema = runStampSchema.extend({
    conclusion: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["pass", "fail", "unknown"]),
    /** Findings that stand, by priority. */
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .partialRecord */ .jgl(zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE), count),
    /** All indexes looked at: how many, and their bytes. */
    indexes: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ count, bytes: count }).optional(),
});
const rememberedIndexSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    ref: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** The first of our runs that saw it. */
    firstSeen: time,
    /** Its counter at the last run. */
    scans: count,
    /** Since when it has been seen to rest: see src/judge/memory/indexes.ts. */
    quietSince: time,
    /** `[time, bytes]` of the runs that saw it, oldest first. */
    sizes: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .tuple */ .PVZ([time, count])),
});
const slotSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** Newest first. */
    runs: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedRunSchema),
    checks: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), rememberedCheckSchema),
    /** Since when the server's counters counted at the last run that learned it; null when none did. */
    windows: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ tables: time.nullable(), statements: time.nullable() }),
    /** The server's WAL timeline at the last run that learned it: it moves with a promotion. */
    timeline: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable(),
    indexes: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedIndexSchema),
    /** Indexes that did not fit. */
    indexesLeftOut: count,
});
const issueStateSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    version: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz(MEMORY_VERSION),
    run: runStampSchema,
    /** Why we closed it; null while it is open, and when a person closed it. */
    closed: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["pass", "duplicate", "disabled"]).nullable(),
    /** Refs are names, or keyed hashes. */
    form: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["plain", "hashed"]),
    /** Whose label we put on the issue. */
    priority: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE).nullable(),
    /** Digest of what the block shows, the run that wrote it aside: the same digest is no change. */
    content: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** What the issue tells of, and holds against nobody's pull request. */
    findings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(rememberedFindingSchema),
    leftOut: count,
    slots: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), slotSchema),
});
const EMPTY_SLOT = {
    runs: [],
    checks: {},
    windows: { tables: null, statements: null },
    timeline: null,
    indexes: [],
    indexesLeftOut: 0,
};
/** Whether `a` began after `b`; of two that began in the same moment the higher run id is the later. */
function isLaterRun(a, b) {
    if (a.at !== b.at)
        return a.at > b.at;
    if (a.id !== b.id)
        return a.id.length === b.id.length ? a.id > b.id : a.id.length > b.id.length;
    return a.attempt > b.attempt;
}
function isSameRun(a, b) {
    return a.id === b.id && a.attempt === b.attempt && a.at === b.at;
}
/** Whether two runs agreed on it, or it needed no second. */
function stands({ runs }) {
    return runs >= 2;
}
/** A suite's slot. A suite may be called like something that every object has: `constructor`. */
function slotOf(state, suite) {
    return state && Object.hasOwn(state.slots, suite) ? state.slots[suite] : undefined;
}


/***/ }),

/***/ 7771:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   commentBody: () => (/* binding */ commentBody),
/* harmony export */   isOutdated: () => (/* binding */ isOutdated),
/* harmony export */   readComment: () => (/* binding */ readComment),
/* harmony export */   renderComment: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _domain_memory_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7385);
/* harmony import */ var _domain_priority_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5378);
/* harmony import */ var _cells_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3315);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6000);
/* harmony import */ var _links_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5731);
/* harmony import */ var _prose_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7757);
/* harmony import */ var _public_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(7460);
/* harmony import */ var _signs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6532);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2747);









/** The one comment that a pull request has of each target and suite: verdict, what is new, what is known. */
/** GitHub takes 65,536; nobody reads more than this beside a diff. */
const LONGEST = 30_000;
/** Rows of new findings, and lines of every other list; fewer where the texts are long. */
const MOST = [10, 5, 2, 0];
function renderComment(view) {
    const digest = (0,_digest_js__WEBPACK_IMPORTED_MODULE_3__/* .digestOf */ .o)(view.report);
    const { target, suite } = view.report;
    const texts = MOST.map((most) => page(digest, view, most));
    return {
        mark: `<!-- pg-preflight:comment=${encodeURIComponent(target)}/${encodeURIComponent(suite)} -->`,
        content: texts.find((text) => text.length <= LONGEST) ?? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h3>${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(digest)}</h3>`,
        footer: footerOf(view),
        isNews: isNews(digest),
    };
}
/** The whole comment. */
function commentBody({ mark, content, footer }) {
    return `${mark}\n\n${content}\n\n${footer}`;
}
/**
 * What is known already is told by its issue, and what this database never lets anybody see by the overview: told
 * again on every pull request they would be noise.
 */
function isNews({ report, failing }) {
    return report.stepFails || failing.length > 0;
}
/** Of a comment of ours: what it says, and the run that wrote it. Undefined when it is another's. */
function readComment(body, mark) {
    // GitHub's editor writes \r\n.
    const text = body.replaceAll("\r\n", "\n");
    if (text !== mark && !text.startsWith(`${mark}\n`))
        return undefined;
    const rest = text.slice(mark.length);
    const run = RUN.exec(rest);
    const [, id = "", attempt, at] = run ?? [];
    return {
        content: (run === null ? rest : rest.slice(0, run.index)).trim(),
        run: run === null ? null : { id, attempt: Number(attempt), at: Number(at) },
    };
}
/** A later run has written already: what this one says is old. */
function isOutdated(run, written) {
    return written !== null && (0,_domain_memory_js__WEBPACK_IMPORTED_MODULE_0__/* .isLaterRun */ .K9)(written, run);
}
/** No text of a database can look so: its `<` is escaped. */
const RUN = /^<!-- pg-preflight:run=(\d*)\.(\d+)\.(\d+) -->$/m;
function footerOf({ report, run }) {
    const url = report.runUrl === null ? undefined : (0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .safeUrl */ .Pl)(report.runUrl);
    const words = (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("Everything is in this run's summary");
    const link = url === undefined ? words : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<a href="${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(url.replaceAll("&", "&amp;"))}">${words}</a>`;
    const id = /^\d+$/.test(run.id) ? run.id : "";
    return [
        `<!-- pg-preflight:run=${id}.${run.attempt}.${run.at} -->`,
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p><sub>${link} · suite ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .code */ .aY)(report.suite, 80)} · pg-preflight ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(report.toolVersion)}</sub></p>`,
    ].join("\n");
}
function page(digest, view, most) {
    const { report } = digest;
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h3>${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .verdict */ .WJ)(digest)}</h3>`,
        ...(report.unreachable === undefined
            ? outcome(digest, most)
            : [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(report.unreachable)}</p>`]),
        ...fresh(digest, most),
        ...known(digest, view),
        ...unseen(digest, most),
        ...((0,_verdict_js__WEBPACK_IMPORTED_MODULE_8__/* .isAllGreen */ .FD)(digest) ? [] : remarks(report, most)),
    ].join("\n\n");
}
function outcome({ report }, most) {
    if (!report.stepFails)
        return [];
    const shown = report.gate.slice(0, most).map((reason) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(reason));
    return [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p><b>This step fails.</b> ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(shown.join(" "))}</p>`];
}
function fresh({ failing, counts }, most) {
    const rows = failing
        .flatMap(({ result, findings }) => {
        const [first] = findings;
        // Without names a check is one row.
        if (first !== undefined && (0,_public_js__WEBPACK_IMPORTED_MODULE_6__/* .isKeptBack */ .c)(first))
            return [{ result, finding: first, number: findings.length }];
        return findings.map((finding) => ({ result, finding, number: 1 }));
    })
        .sort((a, b) => (0,_domain_priority_js__WEBPACK_IMPORTED_MODULE_1__/* .byPriority */ .mu)(a.finding, b.finding));
    const total = rows.reduce((sum, { number }) => sum + number, 0);
    if (total === 0)
        return [];
    const shown = rows.slice(0, most);
    const rest = total - shown.reduce((sum, { number }) => sum + number, 0);
    const headings = ["Priority", "Check", "Finding"].map((heading) => ({ heading: (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(heading) }));
    return [
        counts.known === 0
            ? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(total, "finding")}</h4>`
            : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>New: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(total, "finding")}</h4>`,
        ...(shown.length === 0 ? [] : [(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(headings, shown.map(cells))]),
        ...(rest === 0 ? [] : [(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>and ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(rest, "other")}, in the summary of the run.</p>`]),
    ];
}
function cells({ result, finding, number }) {
    const { priority, message } = finding;
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `${_signs_js__WEBPACK_IMPORTED_MODULE_7__/* .PRIORITY_SIGNS */ .y_[priority]} ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(priority)}`,
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<a href="${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)((0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .documentation */ .TH)(result.check))}">${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(result.title)}</a>`,
        (0,_public_js__WEBPACK_IMPORTED_MODULE_6__/* .isKeptBack */ .c)(finding) ? (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(number, "finding")}, names kept back` : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(message),
    ];
}
function known({ counts }, { report, issues }) {
    if (counts.known === 0)
        return [];
    const links = issues.map((number) => (0,_links_js__WEBPACK_IMPORTED_MODULE_4__/* .linkToIssue */ .PO)(number, report));
    const where = links.length === 0 ? (0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)("in open issues") : (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .list */ .p_)(links);
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>📌 Known: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(counts.known, "finding")}, ${where}. ${(0,_cells_js__WEBPACK_IMPORTED_MODULE_2__/* .trusted */ .IZ)(counts.known === 1 ? "It stops" : "They stop")} nothing here.</p>`,
    ];
}
function unseen({ blind }, most) {
    if (blind.length === 0)
        return [];
    const lines = blind
        .slice(0, most)
        .map(({ title, unknown }) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<li>${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(title)}: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(unknown?.detail.split("\n")[0] ?? "")}</li>`);
    const rest = blind.length - lines.length;
    if (rest > 0)
        lines.push((0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<li>and ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(rest, "other check")}</li>`);
    return [
        (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<h4>❔ Could not look: ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .count */ .U9)(blind.length, "check")}</h4>`,
        `<ul>\n${lines.join("\n")}\n</ul>`,
    ];
}
function remarks({ notices }, most) {
    return notices.slice(0, most).map((notice) => (0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .html */ .qy) `<p>ℹ️ ${(0,_prose_js__WEBPACK_IMPORTED_MODULE_5__/* .prose */ .CS)(notice)}</p>`);
}


/***/ })

};
