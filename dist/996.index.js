export const id = 996;
export const ids = [996];
export const modules = {

/***/ 4996:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   collectBaseline: () => (/* binding */ collectBaseline)
/* harmony export */ });
/** The recorded baseline, and the declared queries measured once everything else was asked. */
async function collectBaseline(_settings, _file, _circumstances) {
    return { skipped: { reason: "not-configured", detail: "Not built yet." } };
}


/***/ })

};
