export const id = 638;
export const ids = [638];
export const modules = {

/***/ 6638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxiedFetch: () => (/* binding */ proxiedFetch)
/* harmony export */ });
/* harmony import */ var _actions_http_client__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4942);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6752);


const send = (input, init) => {
    const dispatcher = new _actions_http_client__WEBPACK_IMPORTED_MODULE_0__/* .HttpClient */ .Qq().getAgentDispatcher(String(input));
    return (0,undici__WEBPACK_IMPORTED_MODULE_1__/* .fetch */ .hd)(input, dispatcher === undefined ? init : { ...init, dispatcher });
};
/**
 * Fetches through the proxy of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in either case of the letters, by the rules of GitHub's
 * toolkit: Node's own fetch knows no proxy. src/github has the same from the toolkit. (Node's types are those of its own
 * version of undici.)
 */
const proxiedFetch = send;


/***/ })

};
