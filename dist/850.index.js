export const id = 850;
export const ids = [850];
export const modules = {

/***/ 5850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ANSWER_LIMIT: () => (/* binding */ ANSWER_LIMIT),
/* harmony export */   LimitedConnection: () => (/* binding */ LimitedConnection)
/* harmony export */ });
/* harmony import */ var pg__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3849);
/* harmony import */ var _core_evidence_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5450);


/** Bytes that the other side may send before it has let us in: a login takes a few hundred. */
const LOGIN_LIMIT = 1_000_000;
/**
 * Bytes of one answer. The longest honest ones have a row for every index or table: this is 1,600 bytes for each of 40,000
 * (test/action/forty-thousand.test.ts). A server that sends rows without end must not end our process.
 */
const ANSWER_LIMIT = 64_000_000;
/** Messages of one answer; each row is one. Short rows take more memory than their bytes say. */
const MESSAGE_LIMIT = 500_000;
/** Bytes of all answers of one connection. */
const CONNECTION_LIMIT = 256_000_000;
/** Milliseconds that a request to cancel may take. */
const CANCEL_TIMEOUT = 1_000;
/** These come from the socket or from the client itself, all others from the server. */
const OWN_EVENTS = new Set([
    "connect",
    "sslconnect",
    "error",
    "end",
    "newListener",
    "removeListener",
]);
/** What the other side sent is not PostgreSQL's protocol, or a part of it that pg does not know. */
class ProtocolError extends Error {
    name = "ProtocolError";
}
/**
 * pg's connection, which trusts the other side: it throws in the socket's handler at a message that it does not know, and
 * keeps whatever comes. Here such a message is an error of the connection, and an answer that is too long is an
 * error of its statement.
 */
class LimitedConnection extends pg__WEBPACK_IMPORTED_MODULE_0__["default"].Connection {
    /** Bytes of the answer that comes next. */
    longestAnswer = LOGIN_LIMIT;
    #peer;
    /** Names our session in a request to cancel its statement. */
    #key;
    #isTooLong = false;
    #isSilent = false;
    #bytes = 0;
    #messages = 0;
    #bytesOfAll = 0;
    /** Bytes that came since the last whole message. */
    #unparsed = 0;
    constructor(peer) {
        super({ ssl: peer.ssl });
        this.#peer = peer;
    }
    get processId() {
        return this.#key?.processID ?? null;
    }
    attachListeners(stream) {
        const receive = (parse) => (chunk) => {
            this.#unparsed += chunk.length;
            try {
                parse(chunk);
                // One message of so many bytes is never parsed, and would be kept until it is whole.
                if (this.#unparsed > this.longestAnswer) {
                    this.#fail();
                    stream.destroy();
                }
            }
            catch (error) {
                stream.destroy(new ProtocolError(error instanceof Error ? error.message : ""));
            }
        };
        const on = (event, listener) => stream.on(event, event === "data" ? receive(listener) : listener);
        // pg does nothing else with it here.
        super.attachListeners({ on });
    }
    emit(name, ...values) {
        if (this.#isSilent && name !== "end")
            return false;
        if (OWN_EVENTS.has(name))
            return super.emit(name, ...values);
        this.#unparsed = 0;
        const [message] = values;
        if (name === "backendKeyData")
            this.#key = message;
        if (name === "readyForQuery") {
            this.#isTooLong = false;
            this.#bytes = 0;
            this.#messages = 0;
            return super.emit(name, ...values);
        }
        this.#count(message?.length ?? 0);
        return !this.#isTooLong && super.emit(name, ...values);
    }
    #count(bytes) {
        if (this.#isTooLong)
            return;
        this.#bytes += bytes;
        this.#bytesOfAll += bytes;
        this.#messages += 1;
        const isWithin = this.#bytes <= this.longestAnswer && this.#messages <= MESSAGE_LIMIT;
        if (!isWithin || this.#bytesOfAll > CONNECTION_LIMIT)
            this.#fail();
    }
    /** The statement fails; what else comes of its answer is dropped, and the next statement has its own answer. */
    #fail() {
        if (this.#isTooLong)
            return;
        const error = Object.assign(new Error("the answer is too long"), { code: _core_evidence_js__WEBPACK_IMPORTED_MODULE_1__/* .TOO_LONG */ .c });
        super.emit("errorMessage", error);
        this.#isTooLong = true;
    }
    /** Asks the server to cancel the statement under way, on a connection of its own as the protocol wants it. */
    async requestCancel() {
        const key = this.#key;
        if (key === undefined)
            return;
        const { host, port, ssl } = this.#peer;
        const connection = new pg__WEBPACK_IMPORTED_MODULE_0__["default"].Connection({ ssl });
        const send = () => connection.cancel(key.processID, key.secretKey);
        connection.on("connect", () => (ssl ? connection.requestSsl() : send()));
        connection.on("sslconnect", send);
        await new Promise((resolve) => {
            const timer = setTimeout(resolve, CANCEL_TIMEOUT);
            for (const event of ["end", "error"]) {
                connection.on(event, () => {
                    clearTimeout(timer);
                    resolve();
                });
            }
            connection.connect(port, host);
        });
        connection.stream.destroy();
    }
    /**
     * Ends the session and its statement on the server. Whoever waits for an answer waits for ever: nothing is concluded
     * from a connection that we end ourselves.
     */
    async abandon() {
        this.#isSilent = true;
        // A pooler forgets whose statement it is when the client has gone; behind a canceled statement others may wait.
        await this.requestCancel();
        this.stream.destroy();
        await this.requestCancel();
    }
}


/***/ }),

/***/ 5450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ TOO_LONG)
/* harmony export */ });
/** Instead of a SQLSTATE: more came than the statement's answer can honestly have. */
const TOO_LONG = "too long";


/***/ })

};
