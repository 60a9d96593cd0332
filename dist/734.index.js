export const id = 734;
export const ids = [734];
export const modules = {

/***/ 6734:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readDirectories: () => (/* binding */ readDirectories),
  readDocuments: () => (/* binding */ readDocuments),
  readFiles: () => (/* binding */ readFiles)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./.build/src/lib/time-limit.js
var time_limit = __webpack_require__(3184);
// EXTERNAL MODULE: ./.build/src/collect/repository/workspace.js
var repository_workspace = __webpack_require__(1494);
;// CONCATENATED MODULE: ./.build/src/collect/repository/markdown.js


/** In milliseconds: the parser takes hours for some texts, and a branch writes its changelog itself. */
const LONGEST_READING = 5_000;
/** Twenty years of a migration a day. What is done with the parts takes the square of their number. */
const MOST_PARTS = 20_000;
/** Takes a Markdown document (GitHub's kind) apart. The parser is loaded only when there is something to parse. */
async function readMarkdown(text) {
    const { lexer } = await __webpack_require__.e(/* import() */ 22).then(__webpack_require__.bind(__webpack_require__, 8022));
    const read = (0,time_limit/* withinTime */.d)(LONGEST_READING, () => partsOf(lexer(text, { gfm: true }), 0));
    if (read === undefined)
        throw new repository_workspace.Refused(`takes more than ${LONGEST_READING / 1000} s to read.`);
    if (read.result.length > MOST_PARTS)
        throw new repository_workspace.Refused(`has more than ${MOST_PARTS} headings, lines and rows.`);
    return read.result;
}
function partsOf(tokens, depth) {
    return tokens.flatMap((token) => partsOfBlock(token, depth));
}
function partsOfBlock(token, depth) {
    switch (token.type) {
        case "heading":
            return [{ heading: plain(token.tokens ?? []).trim(), level: token.depth }];
        case "paragraph":
        case "text":
            return linesOf(token.tokens ?? [token], depth);
        case "list":
            return token.items.flatMap((item) => partsOf(item.tokens, depth + 1));
        case "blockquote":
            return partsOf(token.tokens ?? [], depth);
        case "table":
            return rowsOf(token);
        case "code":
            return [{ code: token.text }];
        default:
            return [];
    }
}
/** The lines of a paragraph, each with its bold beginning apart. */
function linesOf(tokens, depth) {
    const lines = [[]];
    for (const token of tokens) {
        if (token.type === "br")
            lines.push([]);
        else if (token.type !== "text")
            lines.at(-1)?.push(token);
        else {
            const [first = "", ...others] = plain([token]).split("\n");
            lines.at(-1)?.push({ type: "escape", raw: first, text: first });
            for (const other of others)
                lines.push([{ type: "escape", raw: other, text: other }]);
        }
    }
    return lines.flatMap((line) => {
        const [first, ...rest] = line.filter((token) => plain([token]).trim() !== "");
        if (first === undefined)
            return [];
        if (first.type !== "strong")
            return [{ text: plain(line).trim(), depth }];
        const label = plain([first]).trim().replace(/\s*:$/, "");
        return [{ label, text: plain(rest).trim().replace(/^:\s*/, ""), depth }];
    });
}
function rowsOf({ header, rows }) {
    const names = header.map(({ tokens }) => plain(tokens).trim());
    return rows.map((cells) => ({
        row: Object.fromEntries(cells.map(({ tokens }, index) => [names[index] ?? "", plain(tokens).trim()])),
    }));
}
/** What a reader sees: no form, no comments. */
function plain(tokens) {
    return tokens
        .map((token) => {
        if (token.type === "html")
            return "";
        if (token.type === "br")
            return "\n";
        if ("tokens" in token && token.tokens !== undefined)
            return plain(token.tokens);
        if (token.type === "codespan" || token.type === "escape")
            return token.text;
        return "text" in token ? unescapeEntities(token.text) : "";
    })
        .join("");
}
function unescapeEntities(text) {
    return text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name) => ENTITIES[name] ?? "");
}
const ENTITIES = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    nbsp: " ",
    "#39": "'",
};

;// CONCATENATED MODULE: ./.build/src/collect/repository/index.js




/** Ten times the migrations of a project that is old and large. */
const MOST_FILES = 20_000;
/** Tools that nest their files use one folder for each migration, or one for each year. */
const DEEPEST = 4;
/**
 * The files below a folder, relative to it, with `/` between the names, sorted; null when there is no such folder.
 * Folders behind symbolic links are not entered.
 *
 * @throws Refused when it is outside of the workspace, no folder or too large; the system's error otherwise
 */
async function listFiles(workspace, path) {
    const root = await (0,repository_workspace/* locate */.x)(workspace, path);
    if (root === null)
        return null;
    if (!(await (0,promises_.stat)(root)).isDirectory())
        throw new repository_workspace.Refused("is no folder.");
    const files = [];
    let entries = 0;
    const visit = async (folder, prefix, depth) => {
        for await (const entry of await (0,promises_.opendir)(folder)) {
            entries += 1;
            if (entries > MOST_FILES)
                throw new repository_workspace.Refused(`holds more than ${MOST_FILES} files.`);
            const name = prefix + entry.name;
            if (entry.isDirectory() && depth < DEEPEST) {
                await visit((0,external_node_path_.join)(folder, entry.name), `${name}/`, depth + 1);
            }
            else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(workspace, `${path}/${name}`)))) {
                files.push(name);
            }
        }
    };
    await visit(root, "", 1);
    return files.sort();
}
/** Whether a symbolic link leads to a file of the workspace. */
async function isFile(workspace, path) {
    const place = await (0,repository_workspace/* locate */.x)(workspace, path);
    return place !== null && ((await (0,promises_.stat)(place).catch(repository_workspace/* nullIfMissing */.b))?.isFile() ?? false);
}
/**
 * The folders that the checks need, listed, and the files read, never outside of the workspace. What cannot be read is
 * said and never thrown; what is not there is null.
 */
function readDirectories(paths, { workspace }) {
    return gather(paths, (path) => listFiles(workspace, path));
}
function readFiles(paths, { workspace }) {
    return gather(paths, (path) => (0,repository_workspace.readText)(workspace, path));
}
function readDocuments(paths, { workspace }) {
    return gather(paths, async (path) => {
        const text = await (0,repository_workspace.readText)(workspace, path);
        return text === null ? null : readMarkdown(text);
    });
}
async function gather(paths, read) {
    const all = paths.map(async (path) => {
        try {
            return [path, { value: await read(path) }];
        }
        catch (error) {
            return [path, { unknown: { reason: "error", detail: explain(path, error) } }];
        }
    });
    return new Map(await Promise.all(all));
}
function explain(path, error) {
    if (error instanceof repository_workspace.Refused)
        return `${path} ${error.message}`;
    // The system's own message holds the runner's folders: its code says enough.
    const code = error.code ?? "an error";
    return `${path} in the workspace could not be read (${code}).`;
}


/***/ })

};
