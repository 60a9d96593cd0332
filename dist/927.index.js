export const id = 927;
export const ids = [927];
export const modules = {

/***/ 927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRepositoryFacts: () => (/* binding */ readRepositoryFacts)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _answers_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(516);


const schema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    default_branch: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    private: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    /** An internal repository is private to its enterprise. */
    visibility: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
});
/** @throws GitHubError */
async function readRepositoryFacts(client, repository) {
    const what = "the repository";
    const answer = (0,_answers_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .Wp)(schema, await client.get(`/repos/${repository}`, what), what);
    return {
        isPublic: answer.visibility === undefined ? !answer.private : answer.visibility === "public",
        defaultBranch: answer.default_branch,
    };
}


/***/ })

};
