export const id = 585;
export const ids = [585];
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


/***/ })

};
