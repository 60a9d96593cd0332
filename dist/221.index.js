export const id = 221;
export const ids = [221];
export const modules = {

/***/ 6221:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   showStatement: () => (/* binding */ showStatement)
/* harmony export */ });
/* unused harmony export NOT_SHOWN */
/* harmony import */ var _parser_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7973);

/** What stays of a statement in a report: enough to find it in the code. */
const SHOWN = 200;
const NOT_SHOWN = "text not shown: it can't be read as SQL";
/** Tokens of PostgreSQL's scanner, by the numbers of its grammar. */
const TOKENS = {
    literals: new Set([260, 261, 262, 263, 264, 266]), // FCONST, SCONST, USCONST, BCONST, XCONST, ICONST
    comments: new Set([275, 276]),
};
/** A number or a quote at its beginning is a literal's, whatever the number of its token. */
const LITERAL = /^(?:\.?\d|(?:[a-z]|u&)?'|\$(?!\d+$))/i;
/** Where standard_conforming_strings is off, this does not end where the scanner says. */
const AMBIGUOUS = /^'[\s\S]*\\'/;
/** Where a token that was cut off may begin. */
const OPENING = /['"$\d]|\/\*/g;
/** How many of them are tried, from the end. */
const ATTEMPTS = 40;
/**
 * A statement as pg_stat_statements keeps it, on one line, cut short. Comments go, for frameworks write users and
 * routes into them. So do literals: PostgreSQL leaves them in place when it threw a statement out while it ran. What
 * PostgreSQL's own scanner does not take is not shown.
 */
async function showStatement(text) {
    const whole = await (0,_parser_js__WEBPACK_IMPORTED_MODULE_0__/* .scanSql */ .C)(text);
    const tokens = whole ?? (await scanBeginning(text));
    if (tokens === undefined || tokens.some((token) => AMBIGUOUS.test(token.text)))
        return NOT_SHOWN;
    const line = lineOf(tokens) + (whole === undefined ? " …" : "");
    return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
/** The server cuts long texts, perhaps in the middle of a literal. What comes before it is scanned as in the whole text. */
async function scanBeginning(text) {
    const places = [...text.matchAll(OPENING)].map(({ index }) => index).reverse();
    for (const place of places.slice(0, ATTEMPTS)) {
        const tokens = await (0,_parser_js__WEBPACK_IMPORTED_MODULE_0__/* .scanSql */ .C)(text.slice(0, place));
        // A lone dollar is the beginning of a literal's tag.
        if (tokens?.every((token) => token.text !== "$") === true)
            return tokens;
    }
    return undefined;
}
function lineOf(tokens) {
    let line = "";
    let end = tokens[0]?.start ?? 0;
    for (const token of tokens) {
        if (token.start > end && !line.endsWith(" "))
            line += " ";
        line += shown(token);
        end = token.end;
    }
    return line.replace(/\s+/g, " ").trim();
}
function shown({ type, text }) {
    if (TOKENS.comments.has(type))
        return " ";
    return TOKENS.literals.has(type) || LITERAL.test(text) ? "…" : text;
}


/***/ })

};
