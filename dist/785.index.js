export const id = 785;
export const ids = [785];
export const modules = {

/***/ 5785:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ openClient),
/* harmony export */   abandonConnections: () => (/* binding */ abandonConnections)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);

const openConnections = new Set();
/**
 * Ends every connection of this process and what it asked. Nobody who waits for an answer gets one: it is for a process
 * that ends.
 */
async function abandonConnections() {
    await Promise.all([...openConnections].map((connection) => connection.abandon()));
}
/**
 * Connects with verified TLS (see Address.tls). A connection that fails has no socket left.
 *
 * @param options.ca PEM text of a private CA
 * @param options.timeout milliseconds
 * @param options.pipeline statements may be sent before the one before them is answered
 */
async function openClient(address, { ca, timeout, pipeline, }) {
    // pg is loaded only when a connection is made, so that bad inputs are reported at once.
    const [{ default: pg }, { ANSWER_LIMIT, LimitedConnection }] = await Promise.all([
        __webpack_require__.e(/* import() */ 849).then(__webpack_require__.bind(__webpack_require__, 3849)),
        Promise.all(/* import() */[__webpack_require__.e(849), __webpack_require__.e(850)]).then(__webpack_require__.bind(__webpack_require__, 5850)),
    ]);
    const { host, port, user, password, database, tls } = address;
    // SNI takes names only.
    const servername = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) === 0 ? { servername: host } : {};
    const ssl = tls ? { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }), ...servername } : false;
    const connection = new LimitedConnection({ host, port, ssl });
    const config = {
        ...{ host, port, user, password, database, ssl, connection, pipeline },
        application_name: "pg-preflight",
        // 0 would be no limit at all.
        connectionTimeoutMillis: Math.max(1, timeout),
    };
    const client = new pg.Client(config);
    // A connection that dies later must not end the process: the question under way learns it by its own promise.
    client.on("error", () => undefined);
    openConnections.add(connection);
    client.once("end", () => openConnections.delete(connection));
    try {
        await client.connect();
    }
    catch (error) {
        // The other side may keep it open, and nothing else would close it.
        connection.stream.destroy();
        throw error;
    }
    connection.longestAnswer = ANSWER_LIMIT;
    return {
        client,
        // TLS and TCP alike.
        stream: connection.stream,
        processId: connection.processId,
        Query: pg.Query,
        withByteLimit: async (longestAnswer, run) => {
            const before = connection.longestAnswer;
            connection.longestAnswer = longestAnswer;
            try {
                return await run();
            }
            finally {
                connection.longestAnswer = before;
            }
        },
        cancel: async () => {
            await connection.requestCancel();
            connection.stream.destroy();
        },
    };
}


/***/ })

};
