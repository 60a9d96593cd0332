export const id = 993;
export const ids = [993];
export const modules = {

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


/***/ })

};
