export const id = 311;
export const ids = [311];
export const modules = {

/***/ 5311:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describeDone: () => (/* binding */ describeDone),
/* harmony export */   describePlan: () => (/* binding */ describePlan),
/* harmony export */   issuesOfKnown: () => (/* binding */ issuesOfKnown)
/* harmony export */ });
/* harmony import */ var _report_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2190);
/* harmony import */ var _report_html_escape_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2571);
/* harmony import */ var _report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8017);
/* harmony import */ var _issue_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7411);




const DID = {
    open: "Opened",
    update: "Updated",
    close: "Closed",
    reopen: "Reopened",
    "close-duplicate": "Closed as a duplicate",
};
const WOULD = {
    open: "Would open",
    update: "Would update",
    close: "Would close",
    reopen: "Would reopen",
    "close-duplicate": "Would close as a duplicate",
};
const COMMENT_DID = {
    create: "Wrote the pull request's comment.",
    edit: "Edited the pull request's comment.",
};
const COMMENT_WOULD = {
    none: "Would write no comment.",
    unchanged: "Would leave the pull request's comment as it is.",
    create: "Would write this comment on the pull request:",
    edit: "Would edit the pull request's comment, which would then say:",
};
/** After writing. */
function describeDone(report, { changes, comment, problems }) {
    const lines = changes.map(({ check, number, action, why }) => ({
        markup: (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(DID[action])} ${(0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .linkToIssue */ .PO)(number, report)}, ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(nameOf(check, report))}: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(why)}`,
        text: `${DID[action]} #${number}, ${nameOf(check, report)}: ${why}`,
    }));
    const about = COMMENT_DID[comment];
    const all = [...lines, ...(about === undefined ? [] : [{ markup: (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(about), text: about }])];
    if (all.length + problems.length === 0)
        return { summary: "", log: [] };
    // A comment alone gets no section, since it is visible on the pull request.
    const isWorthASection = lines.length + problems.length > 0;
    const section = ["### Issues", ...bullets(all.map(({ markup }) => markup)), ...problems.map(warning)];
    return {
        summary: isWorthASection ? join(section) : "",
        log: [
            { group: null, lines: [...all.map(({ text }) => text), ...problems.map((problem) => `! ${problem}`)] },
        ],
    };
}
/** In place of writing. */
function describePlan(report, { plan, comment, text, problems }) {
    const { writes: planned, notices } = typeof plan === "string" ? { writes: [], notices: [] } : plan;
    const writes = planned.map(({ action, topic, number, why }) => {
        const place = number === null ? "an issue" : `#${number}`;
        return {
            markup: (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(WOULD[action])} ${number === null ? (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("an issue") : (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .linkToIssue */ .PO)(number, report)}, ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(nameOf(topic, report))}: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(why)}`,
            text: `${WOULD[action]} ${place}, ${nameOf(topic, report)}: ${why}`,
        };
    });
    const none = typeof plan === "string" ? plan : "Nothing would be done to issues.";
    const shown = text !== undefined && (comment === "create" || comment === "edit") ? text : undefined;
    const about = text === undefined ? [] : [COMMENT_WOULD[comment]];
    return {
        summary: join([
            "### Dry run: nothing was written",
            ...(writes.length === 0
                ? [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(none)}</p>`]
                : bullets(writes.map(({ markup }) => markup))),
            ...notices.map((notice) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>ℹ️ ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(notice)}</p>`),
            ...problems.map(warning),
            ...(shown === undefined
                ? about.map((line) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(line)}</p>`)
                : (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_0__/* .collapse */ .ap)(about.map((line) => (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(line)).join(""), [shown])),
        ]),
        log: [
            {
                group: "Dry run: nothing was written",
                lines: [
                    ...(writes.length === 0 ? [none] : writes.map((write) => write.text)),
                    ...notices,
                    ...problems.map((problem) => `! ${problem}`),
                    ...about,
                    ...(shown === undefined ? [] : withoutMarkup(shown)),
                ],
            },
        ],
    };
}
/** The open issues that report the known findings: the check's own, else the weekly one or the overview. */
function issuesOfKnown({ results }, { issues }, indexUsage) {
    const open = issues.filter(({ isOpen }) => isOpen);
    const numbers = results
        .filter(({ findings = [] }) => findings.some(({ known }) => known))
        .flatMap(({ check }) => {
        const topics = [check, indexUsage.has(check) ? _issue_js__WEBPACK_IMPORTED_MODULE_3__/* .INDEX_USAGE */ .D6 : _issue_js__WEBPACK_IMPORTED_MODULE_3__/* .OVERVIEW */ .wS];
        return topics.flatMap((topic) => open.find((issue) => issue.topic === topic)?.number ?? []).slice(0, 1);
    });
    return [...new Set(numbers)].sort((a, b) => a - b);
}
const TOPICS = new Map([
    [_issue_js__WEBPACK_IMPORTED_MODULE_3__/* .OVERVIEW */ .wS, "the overview"],
    [_issue_js__WEBPACK_IMPORTED_MODULE_3__/* .CHECKLIST */ .VD, "the deployment checklist"],
    [_issue_js__WEBPACK_IMPORTED_MODULE_3__/* .INDEX_USAGE */ .D6, "the weekly index usage"],
]);
function nameOf(topic, { results }) {
    return TOPICS.get(topic) ?? results.find(({ check }) => check === topic)?.title ?? topic;
}
function bullets(lines) {
    return lines.length === 0 ? [] : [`<ul>\n${lines.map((line) => `<li>${line}</li>`).join("\n")}\n</ul>`];
}
const ENTITIES = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
};
/** The text of our own markup, for the log. */
function withoutMarkup(markup) {
    return markup
        .split("\n")
        .map((line) => line
        .replace(/<\/t[dh]>/g, " | ")
        .replace(/<[^>]*>/g, "")
        .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
        .replace(/[ |]+$/, ""))
        .filter((line) => line !== "");
}
function warning(problem) {
    return (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .html */ .qy) `<p>⚠️ ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_2__/* .renderText */ .S5)(problem)}</p>`;
}
/** It begins with a blank line, since it follows the end of the summary. */
function join(blocks) {
    return `\n${blocks.join("\n\n")}\n`;
}


/***/ })

};
