export const id = 483;
export const ids = [483];
export const modules = {

/***/ 9425:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ parseAnswer),
/* harmony export */   k: () => (/* binding */ time)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(800);


/** An ISO 8601 time as milliseconds since 1970. */
const time = zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$({ offset: true }).transform((text) => Date.parse(text));
/**
 * An answer in the form that we need, new fields left out: its type is GitHub's promise, and an Enterprise Server or a
 * proxy may keep it otherwise.
 *
 * @throws GitHubError when it has another form
 */
function parseAnswer(schema, answer, what) {
    const parsed = schema.safeParse(answer);
    if (parsed.success)
        return parsed.data;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .GitHubError */ .y_({ reason: "version", detail: `GitHub's answer for ${what} has not the form that this check expects.` }, 200);
}


/***/ }),

/***/ 4483:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Authors: () => (/* binding */ Authors),
/* harmony export */   authorSchema: () => (/* binding */ authorSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2857);
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9425);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(800);



/** Who acts with the job's own token: the workflows of this repository, and no other App. */
const JOB = "github-actions[bot]";
/** So many people are asked for at most: anybody may write a comment that begins like ours. */
const MAX_PEOPLE = 10;
/** The author in GitHub's answers; null when the account was deleted. */
const authorSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ type: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), login: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }).nullish();
const permissionSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    permission: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    role_name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
    /** A custom role shows here what it includes. */
    user: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ permissions: zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({ triage: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY().optional() }).optional() }).nullish(),
});
/**
 * Decides whose issues and comments are ours: the job's token's, this token's own, and those of people with triage
 * rights, who could edit ours as well. What GitHub calls the author's association is a weaker sign: a member of the
 * organization may have no rights here, and one whose membership is private looks like a stranger.
 */
class Authors {
    #client;
    #people = new Map();
    #viewer;
    constructor(client) {
        this.#client = client;
    }
    /** @throws GitHubError when GitHub does not answer; a refusal leaves the author without trust */
    async standingOf(author) {
        if (author === null || author === undefined)
            return "no-rights";
        const login = author.login.toLowerCase();
        if (login === JOB)
            return "trusted";
        this.#viewer ??= this.#readViewer();
        if (login === (await this.#viewer))
            return "trusted";
        // GitHub knows no role of an App's bot, and issues: write is enough for it to set a label.
        if (author.type === "Bot")
            return "another-bot";
        const known = this.#people.get(login);
        if (known === undefined && this.#people.size === MAX_PEOPLE)
            return "not-checked";
        const standing = known ?? this.#readStanding(author.login);
        this.#people.set(login, standing);
        return standing;
    }
    async #readViewer() {
        try {
            return (await this.#client.viewer()).toLowerCase();
        }
        catch (error) {
            if (isRefusal(error))
                return null;
            throw error;
        }
    }
    async #readStanding(username) {
        const what = "the role of an issue's author";
        try {
            const answer = await this.#client.ask(what, ({ repos }, repository) => repos.getCollaboratorPermissionLevel({ ...repository, username }));
            return canTriage((0,_answer_js__WEBPACK_IMPORTED_MODULE_0__/* .parseAnswer */ .W)(permissionSchema, answer, what)) ? "trusted" : "no-rights";
        }
        catch (error) {
            if (!isRefusal(error))
                throw error;
            return error.status === 404 ? "no-rights" : "not-checked";
        }
    }
}
/** GitHub maps `triage` to `read` in `permission`, and `maintain` to `write`. */
function canTriage({ permission, role_name: role, user }) {
    return (permission === "admin" ||
        permission === "write" ||
        role === "triage" ||
        user?.permissions?.triage === true);
}
/** GitHub answered, and another try would get the same. */
function isRefusal(error) {
    if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .GitHubError */ .y_) || error.unknown.reason === "timeout")
        return false;
    return error.status !== null && error.status < 500 && error.unknown.reason !== "unreachable";
}


/***/ })

};
