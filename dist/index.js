import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 1916:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
exports.Io = exports.kp = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
exports.Io = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
exports.kp = closest;


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 2250:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("dns");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 714:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:vm");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 8253:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util/types");

/***/ }),

/***/ 1967:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  V4: () => (/* binding */ getInput),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, debug, exportVariable, getBooleanInput, getIDToken, getMultilineInput, getState, group, isDebug, markdownSummary, platform, saveState, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
;// CONCATENATED MODULE: ./.build/node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./.build/node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(6982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./.build/node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(6928);
;// CONCATENATED MODULE: ./.build/node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

/***/ }),

/***/ 5498:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2449);
/* harmony import */ var _run_end_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(962);
/* harmony import */ var _workflow_commands_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8860);



const runner = (0,_workflow_commands_js__WEBPACK_IMPORTED_MODULE_2__/* .workflowCommands */ .i)();
const end = new _run_end_js__WEBPACK_IMPORTED_MODULE_1__/* .RunEnd */ .l(runner);
try {
    const inputs = (0,_inputs_js__WEBPACK_IMPORTED_MODULE_0__/* .readInputs */ .K)();
    // Loaded late: wrong inputs are reported without it.
    const { main } = await Promise.all(/* import() */[__nccwpck_require__.e(938), __nccwpck_require__.e(372)]).then(__nccwpck_require__.bind(__nccwpck_require__, 372));
    await end.finish(await main(inputs, process.env, runner, end));
}
catch (error) {
    await end.fail(error);
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 2449:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ readInputs)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3024);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(1967);
/* harmony import */ var _config_events_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(949);
/* harmony import */ var _config_options_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(4200);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6512);
/* harmony import */ var _lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(9884);







const WRITE_ISSUES = ["auto", "always", "never"];
const FAIL_ON = ["critical", "high", "medium", "low", "never"];
function choiceOf(name, choices, byDefault, problems) {
    const text = (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)(name) || byDefault;
    const choice = choices.find((each) => each === text);
    if (choice !== undefined)
        return choice;
    problems.push(`${name}: ${JSON.stringify(text)} is not known. Write one of ${choices.join(", ")}.${(0,_lib_did_you_mean_js__WEBPACK_IMPORTED_MODULE_4__/* .didYouMean */ .a)(text, choices)}`);
    return byDefault;
}
/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;
/** @throws UserError with every problem of the inputs */
function readInputs() {
    const problems = [];
    const databaseUrl = (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("database-url");
    if (databaseUrl === "" && !(0,_config_events_js__WEBPACK_IMPORTED_MODULE_2__/* .isPullRequest */ .r0)(process.env.GITHUB_EVENT_NAME ?? "")) {
        problems.push("database-url: it is empty. Most often the repository has no secret of that name yet: store the address under " +
            "Settings, Secrets and variables, Actions, and give it to the step: `database-url: ${{ secrets.DATABASE_URL }}`. " +
            "Scheduled runs of a fork get no secrets.");
    }
    const target = (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("target") || _config_options_js__WEBPACK_IMPORTED_MODULE_6__/* .DEFAULT_TARGET */ .Kv;
    if (!TARGET.test(target)) {
        problems.push(`target: ${JSON.stringify(target)} is no label. Write up to 40 letters, digits, blanks, dots, dashes and underscores, like production.`);
    }
    const failOn = choiceOf("fail-on", FAIL_ON, "high", problems);
    const writeIssues = choiceOf("write-issues", WRITE_ISSUES, "auto", problems);
    const dryRun = choiceOf("dry-run", ["false", "true"], "false", problems) === "true";
    const ca = readCa((0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("ssl-ca"), problems);
    if (problems.length > 0)
        throw new _core_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .UserError */ .yo(problems);
    return {
        databaseUrl: databaseUrl || undefined,
        supabaseToken: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("supabase-access-token") || undefined,
        githubToken: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("github-token") || undefined,
        pgbouncerUrl: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("pgbouncer-admin-url") || undefined,
        baselineUrl: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("baseline-database-url") || undefined,
        ca,
        target,
        config: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("config") || _config_options_js__WEBPACK_IMPORTED_MODULE_6__/* .DEFAULT_CONFIG */ .PV,
        suite: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("suite") || _config_options_js__WEBPACK_IMPORTED_MODULE_6__/* .DEFAULT_SUITE */ .TR,
        checks: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("checks")
            .split(/[\s,]+/)
            .filter((word) => word !== ""),
        failOn,
        replicaUrls: (0,_actions_core__WEBPACK_IMPORTED_MODULE_5__/* .getInput */ .V4)("replica-urls")
            .split(/[\r\n]+/)
            .map((line) => line.trim())
            .filter((line) => line !== ""),
        writeIssues,
        dryRun,
    };
}
function readCa(text, problems) {
    if (text === "")
        return undefined;
    const pem = text.includes(PEM) ? text : readIfFile(text);
    if (pem === undefined) {
        problems.push(`ssl-ca: this is neither a PEM text (${PEM}) nor a file that can be read on the runner.`);
    }
    else if (!isCertificate(pem)) {
        problems.push(`ssl-ca: this holds no PEM certificate that can be read (${PEM} and its lines).`);
    }
    return pem;
}
const PEM = "-----BEGIN CERTIFICATE-----";
function readIfFile(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(path, "utf8");
    }
    catch {
        return undefined;
    }
}
function isCertificate(pem) {
    try {
        return new node_crypto__WEBPACK_IMPORTED_MODULE_0__.X509Certificate(pem).raw.length > 0;
    }
    catch {
        return false;
    }
}


/***/ }),

/***/ 3660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ EMPTY_OUTPUTS)
/* harmony export */ });
/** Every output of a run that could not start, so that a later step's `fromJSON` still reads them. */
const EMPTY_OUTPUTS = {
    conclusion: "fail",
    "report-file": "",
    "baseline-file": "",
    "failed-checks": "[]",
    "unknown-checks": "[]",
    "issue-changes": "[]",
    "critical-findings": "0",
    "high-findings": "0",
    "medium-findings": "0",
    "low-findings": "0",
};


/***/ }),

/***/ 962:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  l: () => (/* binding */ RunEnd)
});

// EXTERNAL MODULE: ./.build/src/config/events.js
var events = __nccwpck_require__(949);
// EXTERNAL MODULE: ./.build/src/config/options.js
var options = __nccwpck_require__(4200);
// EXTERNAL MODULE: ./.build/src/core/deadlines.js
var deadlines = __nccwpck_require__(2458);
// EXTERNAL MODULE: ./.build/src/core/errors.js
var errors = __nccwpck_require__(6512);
// EXTERNAL MODULE: ./.build/src/lib/format.js
var format = __nccwpck_require__(8380);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __nccwpck_require__(2358);
// EXTERNAL MODULE: ./.build/src/report/html/inline-text.js
var inline_text = __nccwpck_require__(8017);
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __nccwpck_require__(2571);
;// CONCATENATED MODULE: ./.build/src/report/input-errors.js


/** Maximum number of problems that are listed. */
const SHOWN = 200;
/** A problem of the configuration begins with its place: `.github/pg-preflight.yml:12: …`. */
const PLACE = /^([^\s:]+\.ya?ml):(\d+): /;
/**
 * Each problem as an error, at its line of the configuration if it has one.
 *
 * @param isOfCheckout whether the configuration is the checkout's: another's lines are not those of the commit
 */
function problemAnnotations(problems, isOfCheckout) {
    return problems.map((problem) => {
        const error = { level: "error", title: "pg-preflight", message: (0,html_escape/* logLine */.BP)(problem) };
        const [, file, line] = (isOfCheckout ? PLACE.exec(problem) : null) ?? [];
        return file === undefined ? error : { ...error, file, line: Number(line) };
    });
}
/**
 * The summary of a run that stopped on errors of its inputs or configuration.
 *
 * @param omittedBefore the number of problems that are not among them
 */
function renderProblems(problems, omittedBefore = 0) {
    const items = problems.slice(0, SHOWN).map((problem) => (0,inline_text/* html */.qy) `<li>${(0,inline_text/* renderText */.S5)(problem, 1_000)}</li>`);
    const omitted = problems.length - items.length + omittedBefore;
    if (omitted > 0)
        items.push((0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(omitted, "other problem")}</li>`);
    return [
        (0,inline_text/* html */.qy) `<h2>❌ pg-preflight stopped: ${(0,inline_text/* count */.U9)(problems.length + omittedBefore, "problem")} to mend</h2>`,
        `<ul>\n${items.join("\n")}\n</ul>\n`,
    ].join("\n\n");
}

// EXTERNAL MODULE: ./.build/src/action/outputs.js
var outputs = __nccwpck_require__(3660);
;// CONCATENATED MODULE: ./.build/src/action/run-end.js









/** Milliseconds for a run that is ended to say why. */
const LAST_WORDS = deadlines/* AFTER_DEADLINE */.S.process - deadlines/* AFTER_DEADLINE */.S.running;
/** As shells count them. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
/**
 * The one place that ends the process. A run ends when its work is done; on an error, wherever it comes from; when its time is
 * over; and on a signal. Whatever the other sides of its connections do, no socket keeps the process.
 */
class RunEnd {
    #runner;
    #timeout = options/* DEFAULT_TIMEOUT_MINUTES */.EV * time/* MINUTE */.pY;
    #watchdog;
    /** Whether the step fails, once the outputs say so too. */
    #verdict;
    #exitCode;
    constructor(runner) {
        this.#runner = runner;
        this.setTimeout(this.#timeout);
        process.on("uncaughtException", (error) => void this.fail(error));
        process.on("unhandledRejection", (error) => void this.fail(error));
        for (const signal of ["SIGINT", "SIGTERM"]) {
            process.on(signal, () => void this.#cancel(signal));
        }
        // Nobody reads the log any more: the summary and the outputs are written all the same.
        for (const stream of [process.stdout, process.stderr])
            stream.on("error", () => undefined);
    }
    /** policy.timeout, in milliseconds from the start of the process. Until the configuration is read its default holds. */
    setTimeout(timeout) {
        this.#timeout = timeout;
        clearTimeout(this.#watchdog);
        // performance.now() begins with the process.
        const timeLeft = timeout + deadlines/* AFTER_DEADLINE */.S.running - performance.now();
        this.#watchdog = setTimeout(() => void this.#runOutOfTime(), timeLeft);
    }
    /** Waits for ever when the run is being ended already: its summary and its outputs have been written. */
    async beforePublishing() {
        if (this.#exitCode !== undefined)
            await new Promise(() => undefined);
    }
    /** The outputs of the verdict are written: no error from now on writes others. */
    conclude(verdict) {
        this.#verdict = verdict;
    }
    /** Everything is done. */
    async finish(stepFails) {
        if (this.#exitCode !== undefined)
            return;
        // The watchdog goes on: the log's reader may be slow.
        await this.#exit(stepFails ? 1 : 0);
    }
    /** The run cannot go on. */
    async fail(error) {
        await this.#endEarly(1, async () => {
            this.#runner.closeGroup();
            const problems = [...new Set([...problemsOf(error), ...this.#writeEmptyOutputs()])];
            const omitted = error instanceof errors/* UserError */.yo ? error.omitted : 0;
            for (const annotation of problemAnnotations(problems, isOfCheckout(process.env))) {
                this.#runner.annotate(annotation);
            }
            if (omitted > 0)
                this.#runner.line(`and ${(0,format/* count */.U9)(omitted, "other problem")}`);
            await this.#runner.summary(renderProblems(problems, omitted));
        });
    }
    /** @returns why they cannot be written */
    #writeEmptyOutputs() {
        if (this.#verdict !== undefined)
            return [];
        try {
            for (const [name, value] of Object.entries(outputs/* EMPTY_OUTPUTS */.J))
                this.#runner.output(name, value);
            return [];
        }
        catch (error) {
            return problemsOf(error);
        }
    }
    async #runOutOfTime() {
        if (this.#exitCode !== undefined)
            return this.#exitNow();
        const limit = `policy.timeout (${(0,format/* elapsed */.vk)(this.#timeout)}) and ${(0,format/* elapsed */.vk)(deadlines/* AFTER_DEADLINE */.S.running)} more were over`;
        if (this.#verdict === undefined) {
            const sentence = `The run was ended and concluded nothing: ${limit}. Raise policy.timeout, or see in the log what it waited for.`;
            return this.fail(new errors/* UserError */.yo([sentence]));
        }
        const message = `The run was ended while it wrote to GitHub: ${limit}. Its result counts; the next run writes what is missing in the issues.`;
        await this.#endEarly(this.#verdict.stepFails ? 1 : 0, async () => {
            this.#runner.annotate({ level: "warning", title: "pg-preflight", message });
            await this.#runner.summary(`${(0,inline_text/* html */.qy) `<p>⚠️ ${(0,inline_text/* renderText */.S5)(message)}</p>`}\n\n`);
        });
    }
    /** The runner sends SIGINT, 7.5 seconds later SIGTERM, and kills 2.5 seconds after that. */
    async #cancel(signal) {
        await this.#endEarly(EXIT_CODES[signal], () => {
            this.#runner.line(`The run was cancelled (${signal}): its statements are cancelled and its connections are closed.`);
        });
    }
    async #endEarly(exitCode, lastWords) {
        // Only the first reason counts.
        if (this.#exitCode !== undefined)
            return;
        this.#exitCode = exitCode;
        setTimeout(() => this.#exitNow(), LAST_WORDS);
        const closed = closeConnections();
        // It may be the summary's own file that cannot be written.
        await Promise.resolve()
            .then(lastWords)
            .catch(() => undefined);
        await closed;
        await this.#exit(exitCode);
    }
    async #exit(exitCode) {
        this.#exitCode = exitCode;
        await Promise.all([process.stdout, process.stderr].map(flush));
        this.#exitNow();
    }
    #exitNow() {
        process.exit(this.#exitCode);
    }
}
/** Whose configuration counts, known without the event's own text, for loading what reads it takes time. */
function isOfCheckout(environment) {
    const { GITHUB_EVENT_NAME: eventName = "", GITHUB_REF: ref } = environment;
    const facts = { baseSha: null, baseRef: null, defaultBranch: null };
    return (0,events/* rulesSource */.HL)({ ...facts, eventName, ref: ref ?? null }) === undefined;
}
/** No statement goes on at a server. */
async function closeConnections() {
    const { abandonConnections } = await __nccwpck_require__.e(/* import() */ 785).then(__nccwpck_require__.bind(__nccwpck_require__, 5785));
    await abandonConnections();
}
/** Resolves when all that was written before has reached the other side, or cannot. */
function flush(stream) {
    return new Promise((resolve) => stream.write("", () => resolve()));
}
/** Every problem, one sentence each. */
function problemsOf(error) {
    if (error instanceof errors/* UserError */.yo)
        return error.problems;
    if (error instanceof AggregateError)
        return error.errors.flatMap(problemsOf);
    return [describeDefect(error)];
}
/** An error's own message may quote what must not be shown; its kind and place say enough to report it. */
function describeDefect(error) {
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    const place = /\n\s+at (?:.*[/\\(])?([\w.-]+:\d+:\d+)/.exec(stack)?.[1] ?? "an unknown place";
    return `This is a defect of pg-preflight (${(0,errors/* errorName */.Is)(error)} at ${place}). Please report it at https://github.com/pg-preflight/pg-preflight/issues.`;
}


/***/ }),

/***/ 4763:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ unwritable)
/* harmony export */ });
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6512);

/** What the file system's codes mean for a file that is to be written. */
const REASONS = {
    EACCES: "this user has no permission to write there",
    EDQUOT: "the disk quota is exceeded",
    EISDIR: "a folder has its name",
    ENOENT: "its folder does not exist",
    ENOSPC: "the disk is full",
    ENOTDIR: "its folder is a file",
    EPERM: "this user has no permission to write there",
    EROFS: "the file system is read-only",
};
/**
 * The error for a file of the runner's that could not be written: one sentence for the person who maintains the runner. Any other
 * error stays what it is.
 *
 * @param what names it in a sentence: "The job summary"
 * @param variable of the environment that says where it is
 */
function unwritable(what, variable, error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!/^E[A-Z0-9]+$/.test(code))
        return error;
    const reason = REASONS[code] === undefined ? `(${code})` : `because ${REASONS[code]} (${code})`;
    return new _core_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .UserError */ .yo([`${what} could not be written ${reason}: see where ${variable} leads to.`]);
}


/***/ }),

/***/ 8860:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ workflowCommands)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./.build/node_modules/@actions/core/lib/core.js + 3 modules
var core = __nccwpck_require__(1967);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
;// CONCATENATED MODULE: ./.build/node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __nccwpck_require__(2571);
// EXTERNAL MODULE: ./.build/src/action/unwritable.js
var unwritable = __nccwpck_require__(4763);
;// CONCATENATED MODULE: ./.build/src/action/workflow-commands.js




const ANNOTATE = { error: core/* error */.z3, warning: core/* warning */.$e, notice: core/* notice */.lm };
function workflowCommands(environment = process.env) {
    const inRunner = environment.GITHUB_ACTIONS === "true";
    const line = (text) => core/* info */.pq((0,html_escape/* logLine */.BP)(text));
    let isGroupOpen = false;
    const openGroup = (title) => {
        isGroupOpen = inRunner;
        if (inRunner)
            core/* startGroup */.Oh(title);
        else
            line(title);
    };
    const closeGroup = () => {
        if (isGroupOpen)
            core/* endGroup */.N4();
        isGroupOpen = false;
    };
    return {
        summary: async (markdown) => {
            const file = environment.GITHUB_STEP_SUMMARY || undefined;
            if (file !== undefined)
                await appendToSummary(file, markdown);
        },
        output: (name, value) => {
            const file = environment.GITHUB_OUTPUT || undefined;
            // Without the file the toolkit would print a command of old, which runners warn of.
            if (file === undefined)
                return core/* info */.pq(`${name}=${value}`);
            try {
                createFile(file);
                core/* setOutput */.uH(name, value);
            }
            catch (error) {
                throw (0,unwritable/* unwritable */.m)("An output of this step", "GITHUB_OUTPUT", error);
            }
        },
        annotate: ({ level, title, message, file = "", line: startLine }) => {
            const place = file === "" ? "" : ` (${file})`;
            if (!inRunner)
                return line(`${level}: ${title}: ${message}${place}`);
            ANNOTATE[level](message, { title, file, ...(startLine === undefined ? {} : { startLine }) });
        },
        line,
        group: (title, lines) => {
            openGroup(title);
            for (const each of lines)
                line(each);
            closeGroup();
        },
        openGroup,
        closeGroup,
        mask: (secret) => {
            if (inRunner && secret !== "")
                core/* setSecret */.Pq(secret);
        },
    };
}
async function appendToSummary(file, markdown) {
    try {
        createFile(file);
        await summary.addRaw(markdown).write();
    }
    catch (error) {
        throw (0,unwritable/* unwritable */.m)("The job summary", "GITHUB_STEP_SUMMARY", error);
    }
    finally {
        // The toolkit keeps what it could not write and would add it to the next part.
        summary.emptyBuffer();
    }
}
/**
 * The toolkit refuses to write to a file that is not there. The runner makes it before the step; whoever sets the variable
 * outside a runner need not. A file that cannot be written is refused here, with the file system's own error.
 */
function createFile(file) {
    (0,external_node_fs_.appendFileSync)(file, "");
}


/***/ }),

/***/ 949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   HL: () => (/* binding */ rulesSource),
/* harmony export */   r0: () => (/* binding */ isPullRequest)
/* harmony export */ });
/* unused harmony export EVENT_GROUPS */
/**
 * Every event that GitHub starts a workflow with, as its documentation lists them. A workflow that is called
 * (workflow_call) has the event of its caller. docs/threat-model.md shows the table; a test compares the two.
 */
const EVENT_GROUPS = [
    {
        events: [
            "pull_request",
            "pull_request_comment",
            "pull_request_review",
            "pull_request_review_comment",
            "pull_request_target",
        ],
        rules: "base commit",
        why: "The checkout is the pull request's, and a pull request must not set its own rules.",
    },
    {
        events: ["merge_group"],
        rules: "tip of the base branch",
        why: "The group holds pull requests that are not merged, and its parent commit can be another group's.",
    },
    {
        events: ["check_run", "check_suite", "status", "workflow_run"],
        rules: "default branch",
        why: "The event reports on any commit, also of a fork, and workflows check that commit out.",
    },
    {
        events: [
            "discussion",
            "discussion_comment",
            "fork",
            "gollum",
            "issue_comment",
            "issues",
            "label",
            "milestone",
            "project",
            "project_card",
            "project_column",
            "watch",
        ],
        rules: "default branch",
        why: "A person without write access can cause it, and a workflow can check out what that person names.",
    },
    {
        events: ["create", "deployment", "deployment_status", "registry_package", "release"],
        rules: "default branch",
        why: "It names a commit, branch or tag that need not be merged.",
    },
    {
        events: ["repository_dispatch"],
        rules: "default branch",
        why: "A program outside of GitHub causes it, and its payload can name any commit.",
    },
    {
        events: ["branch_protection_rule", "delete", "image_version", "page_build", "public"],
        rules: "default branch",
        why: "It belongs to no commit, so a checkout of another branch is a choice of the workflow.",
    },
    {
        events: ["push", "workflow_dispatch"],
        rules: "checkout",
        why: "Only people with write access cause it, and they can change the workflow of that branch too. Outside of the default branch it writes no issues.",
    },
    {
        events: ["schedule"],
        rules: "checkout",
        why: "It runs on the default branch only.",
    },
];
/** An event that GitHub adds later goes by the default branch, and one that is named like a pull request's by its base. */
function rulesOf(eventName) {
    const group = EVENT_GROUPS.find(({ events }) => events.includes(eventName));
    if (group !== undefined)
        return group.rules;
    // Outside of a runner there is no event.
    if (eventName === "")
        return "checkout";
    return eventName.startsWith("pull_request") ? "base commit" : "default branch";
}
/** The run belongs to one pull request: there may be no secrets, and it writes no issues by itself. */
function isPullRequest(eventName) {
    return rulesOf(eventName) === "base commit";
}
/** Undefined where the checkout's own files count. */
function rulesSource({ eventName, ref, baseSha, baseRef, defaultBranch, }) {
    const rules = rulesOf(eventName);
    const queue = queueBase(ref);
    if (rules === "base commit")
        return { of: "base branch", ref: baseSha, when: "on a pull request" };
    if (rules === "tip of the base branch" || (rules === "checkout" && queue !== null)) {
        return { of: "base branch", ref: baseRef ?? queue, when: "in a merge queue" };
    }
    if (rules === "checkout")
        return undefined;
    const branch = defaultBranch === null ? "HEAD" : `refs/heads/${defaultBranch}`;
    return { of: "default branch", ref: branch, when: `for the event ${eventName}` };
}
/** GitHub also pushes the branch of a merge group: refs/heads/gh-readonly-queue/main/pr-7-0123…. */
function queueBase(ref) {
    const branch = /^refs\/heads\/gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(ref ?? "")?.[1];
    return branch === undefined ? null : `refs/heads/${branch}`;
}


/***/ }),

/***/ 4200:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   EV: () => (/* binding */ DEFAULT_TIMEOUT_MINUTES),
/* harmony export */   Kv: () => (/* binding */ DEFAULT_TARGET),
/* harmony export */   PV: () => (/* binding */ DEFAULT_CONFIG),
/* harmony export */   TR: () => (/* binding */ DEFAULT_SUITE)
/* harmony export */ });
/** The defaults of the inputs, as action.yml has them; a test compares the two. */
const DEFAULT_CONFIG = ".github/pg-preflight.yml";
const DEFAULT_SUITE = "health";
const DEFAULT_TARGET = "database";
/** policy.timeout, where the configuration names none. */
const DEFAULT_TIMEOUT_MINUTES = 2;


/***/ }),

/***/ 2458:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ AFTER_DEADLINE)
/* harmony export */ });
/**
 * A run ends within policy.timeout and 15 seconds, counted from the start of its process. What follows
 * RunConfig.deadline, in milliseconds after it.
 */
const AFTER_DEADLINE = {
    /** No request to write an issue or the comment goes on. */
    writing: 8_000,
    /** The run is ended, whatever it waits for. */
    running: 12_000,
    /** The process is ended, though its last words are not written. */
    process: 14_500,
};


/***/ }),

/***/ 6512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Is: () => (/* binding */ errorName),
/* harmony export */   WB: () => (/* binding */ internalError),
/* harmony export */   yo: () => (/* binding */ UserError)
/* harmony export */ });
/* harmony import */ var _lib_visible_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4729);

/** The user can mend this: a setting is wrong, a file is missing. Its message says what, where and what to write. */
class UserError extends Error {
    name = "UserError";
    /** The problems found, each one sentence. */
    problems;
    /** The number of problems that are not among them. */
    omitted;
    constructor(problems, omitted = 0) {
        // Problems quote keys, values and names of files: each is one line.
        const lines = problems.map((problem) => (0,_lib_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(problem));
        super(lines.join("\n"));
        this.problems = lines;
        this.omitted = omitted;
    }
}
/** What an error is, without its own words, which may quote what must not be shown. */
function errorName(error) {
    return error instanceof Error ? error.name : typeof error;
}
/** What nobody foresaw, as an unknown: it must not take along what others found. */
function internalError(error) {
    return {
        reason: "error",
        detail: `This is a defect of pg-preflight (${errorName(error)}); please report it.`,
    };
}


/***/ }),

/***/ 9884:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ didYouMean)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1916);

/** In characters: no known word is as long, and comparing takes longer with each. */
const LONGEST_WORD = 100;
/** " Did you mean `high`?", or nothing when no known word is near. Starts with a blank. */
function didYouMean(word, known) {
    if (known.length === 0 || word.length > LONGEST_WORD)
        return "";
    const candidate = (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .kp)(word, known);
    // A third of the word may be wrong: "unused-index" is near "unused-indexes", "backup" is not near "review".
    return (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(word, candidate) <= Math.max(2, Math.floor(candidate.length / 3))
        ? ` Did you mean ${candidate}?`
        : "";
}


/***/ }),

/***/ 8380:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   sC: () => (/* binding */ dueText),
/* harmony export */   vk: () => (/* binding */ elapsed)
/* harmony export */ });
/* harmony import */ var _time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2358);

/** Numbers as our sentences write them. Tables have their own forms in the report. */
/** "40 seconds", "12 minutes", "3 hours", "2 days": how long something has lasted, rounded down. */
function elapsed(milliseconds) {
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_), "day");
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp), "hour");
    if (milliseconds >= 2 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY)
        return count(Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY), "minute");
    return count(Math.max(0, Math.floor(milliseconds / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)), "second");
}
/** A time to come, in UTC: "Sunday 03:00 UTC" within a week, "2026-12-20 03:00 UTC" later. Milliseconds since 1970. */
function dueText(due, now) {
    const text = `${(0,_time_js__WEBPACK_IMPORTED_MODULE_0__/* .toIso */ .tK)(due).slice(0, 16).replace("T", " ")} UTC`;
    const isThisWeek = due >= now && due - now < 7 * _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_ - _time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp;
    // The first day of 1970 was a Thursday.
    return isThisWeek ? `${WEEKDAYS[Math.floor(due / _time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_) % 7]} ${text.slice("2026-12-20 ".length)}` : text;
}
const WEEKDAYS = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
/** "1 session", "12,000 sessions". */
function count(number, noun) {
    return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
/** `a, b and c`; of a long list the first ones, and how many more there are. */
function listed(names, word = "and", most = 10) {
    const shown = names.slice(0, most);
    const rest = names.length - shown.length;
    const [last, ...before] = rest > 0 ? [`${rest} more`, ...shown.toReversed()] : shown.toReversed();
    return before.length === 0 ? (last ?? "") : `${before.toReversed().join(", ")} ${word} ${last}`;
}


/***/ }),

/***/ 2358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   IW: () => (/* binding */ latest),
/* harmony export */   YM: () => (/* binding */ daysBetween),
/* harmony export */   Z2: () => (/* binding */ SECOND),
/* harmony export */   ap: () => (/* binding */ fromIso),
/* harmony export */   ay: () => (/* binding */ toDate),
/* harmony export */   dF: () => (/* binding */ isoOf),
/* harmony export */   d_: () => (/* binding */ DAY),
/* harmony export */   dp: () => (/* binding */ HOUR),
/* harmony export */   ol: () => (/* binding */ startOfDay),
/* harmony export */   pY: () => (/* binding */ MINUTE),
/* harmony export */   tK: () => (/* binding */ toIso)
/* harmony export */ });
/** Spans of time in milliseconds. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** ISO 8601 text of a time in milliseconds since 1970, without fractions of a second. */
function toIso(milliseconds) {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
/** The date of a time in milliseconds since 1970, `2026-11-22`, in UTC. */
function toDate(milliseconds) {
    return toIso(milliseconds).slice(0, 10);
}
/** Whole days from one date, `2026-11-01`, to another; less than zero when the other is before it. */
function daysBetween(from, to) {
    return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
/** The first moment of a date, `2026-11-01`, in UTC, in milliseconds since 1970. */
function startOfDay(date) {
    return Date.parse(`${date}T00:00:00Z`);
}
/** Milliseconds since 1970 of an ISO 8601 text; null when it is none. */
function fromIso(iso) {
    const time = Date.parse(iso);
    return Number.isNaN(time) ? null : time;
}
function isoOf(time) {
    return time === null ? null : toIso(time * 1_000);
}
/** The later of two times. */
function latest(a, b) {
    return a === null || b === null ? (a ?? b) : Math.max(a, b);
}


/***/ }),

/***/ 4729:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   c1: () => (/* binding */ EACH_INVISIBLE),
/* harmony export */   gB: () => (/* binding */ visibleLines),
/* harmony export */   lJ: () => (/* binding */ yamlString)
/* harmony export */ });
/**
 * Text of a database, a file or an API, made visible. A name may hold anything: a line break in it could begin a line of
 * a log or of a block to copy, a bidirectional mark could make one statement look like another.
 */
/**
 * What cannot be seen, or changes how its neighbours are seen: controls, soft hyphen, zero-width and other
 * ignorable characters, bidirectional marks, line separators, lone surrogates, blanks that are not the blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\p{Bidi_C}\p{Zl}\p{Zp}\p{NChar}]|(?! )\p{Zs}/u;
const EACH_INVISIBLE = new RegExp(`\\r\\n|${INVISIBLE.source}`, "gu");
/** One line in which every character is seen; at most `length` code points of `text`, then `…`. */
function visible(text, length = Number.POSITIVE_INFINITY) {
    const short = cut(text, length);
    return INVISIBLE.test(short) ? short.replace(EACH_INVISIBLE, show) : short;
}
/** Like `visible`, but keeps its line breaks (`\n`), for blocks to copy; nothing is cut. */
function visibleLines(text) {
    return text
        .replaceAll("\r\n", "\n")
        .replace(EACH_INVISIBLE, (found) => (found === "\n" ? found : point(found)));
}
/** A string of YAML in one line. A JSON string is one too, but leaves most invisible characters as they are. */
function yamlString(text) {
    return JSON.stringify(text).replace(EACH_INVISIBLE, (found) => 
    // JSON has escaped line breaks, so that each match is one character.
    [...Array(found.length).keys()]
        .map((index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`)
        .join(""));
}
function show(found) {
    if (found === "\r\n" || found === "\n" || found === "\r")
        return "↵";
    return found === "\t" ? "⇥" : point(found);
}
function point(character) {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
function cut(text, length) {
    if (text.length <= length)
        return text;
    // A code point is at most two units: no need to take a megabyte apart.
    const points = Array.from(text.slice(0, 2 * length + 2));
    return points.length <= length ? text : `${points.slice(0, length).join("")}…`;
}


/***/ }),

/***/ 2571:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   IZ: () => (/* binding */ trusted),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/* harmony import */ var _lib_visible_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4729);

/** Maximum number of code points in a cell; the JSON report has the whole text. */
const CELL_LENGTH = 240;
/** Words and markup written in this source, never data. */
function trusted(markup) {
    return markup;
}
const ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
/** For text that `visible` has seen; the result is safe between tags and in quoted attributes. */
function escapeHtml(text) {
    return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found) : text;
}
/** Any text at all, as `<code>`. */
function code(text, length = CELL_LENGTH) {
    return trusted(`<code>${escapeHtml((0,_lib_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text, length))}</code>`);
}
/**
 * A table as one HTML block. A blank line would end the block and let Markdown read the rest, and `visible`
 * leaves no line break in a cell.
 */
function table(columns, rows) {
    const side = columns.map((column) => (column.right === true ? ' align="right"' : ""));
    const line = (tag, cells) => `<tr>${cells.map((cell, index) => `<${tag}${side[index] ?? ""}>${cell}</${tag}>`).join("")}</tr>`;
    const head = line("th", columns.map((column) => column.heading));
    return `<table>\n${[head, ...rows.map((row) => line("td", row))].join("\n")}\n</table>`;
}
/** Maximum length of a log line: some terminals are slow with longer ones. */
const LOG_LENGTH = 1_000;
/**
 * One line for the log, which the runner cannot read as a command, whatever the text: it takes `::command::`
 * at the start of a line, blanks before it or not, and `##[command]` anywhere in one.
 */
function logLine(text) {
    const line = (0,_lib_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text, LOG_LENGTH).replaceAll("##[", "## [");
    return /^ *::/.test(line) ? `· ${line}` : line;
}


/***/ }),

/***/ 8017:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S5: () => (/* binding */ renderText),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   p_: () => (/* binding */ list),
/* harmony export */   qy: () => (/* binding */ html)
/* harmony export */ });
/* harmony import */ var _lib_visible_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4729);
/* harmony import */ var _escape_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2571);
/* harmony import */ var _values_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2594);



/**
 * Our sentences with names in them. Plain words stay as they are; a token that could be a name, a mention, a
 * reference, a URL or markup is put in `<code>`. So `public.orders_idx` is shown as a name, and `@octocat` is not
 * notified, although no check marks its names. A check that needs a phrase in code writes it between backticks; an
 * ISO 8601 time is written as in the tables.
 */
/** Longer sentences are cut, in code points. */
const SENTENCE_LENGTH = 600;
/** A phrase between backticks, or the text between blanks (a quoted name keeps its blanks). */
const TOKEN = /`[^`]+`|(?:"[^"]*"|[^ `])+|`/gu;
/** Words and numbers that neither Markdown nor GitHub's filters change. */
const PLAIN_FORMS = [
    "", // punctuation alone
    "[\"'“‘]?[\\p{L}\\p{N}]+(?:[-'’][\\p{L}\\p{N}]+)*[\"'”’]?", // word, pull-request, "word", isn't
    "[+-]?\\d{1,6}(?:[.,]\\d{1,6})*[a-zA-Z%]{0,3}", // 12, 1,000, 18.4, 95%, 1.5h
    "\\d\\d:\\d\\d(?::\\d\\d)?", // 03:00
    "(?:\\p{L}\\.)+\\p{L}", // e.g, i.e
    "[–—…→≥≤×=+%&·<>/-]+",
];
const PLAIN = new RegExp(`^(?:${PLAIN_FORMS.join("|")})$`, "u");
/** What GitHub may link though it is a word: a commit's id, `GH-7`, a tracker's `ABC-123`, `www` and its dot. */
const REFERENCE = /(?<![\p{L}\p{N}])(?:[0-9a-f]{7,}|www|\p{L}[\p{L}\p{N}]*-\d+)(?![\p{L}\p{N}])/iu;
/** Safe inside an HTML block, such as `<p>`, and only there: Markdown would still read a leading `1.`. */
function renderText(text, length = SENTENCE_LENGTH) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)((0,_lib_visible_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text, length).replace(TOKEN, neutral));
}
function neutral(token) {
    if (token.length > 2 && token.startsWith("`") && token.endsWith("`"))
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(token.slice(1, -1), token.length);
    const { before, core, after } = peel(token);
    const time = (0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTime */ .fU)(core);
    if (time !== undefined)
        return `${before}${time}${after}`;
    if (PLAIN.test(core) && !REFERENCE.test(core))
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .escapeHtml */ .ZD)(token);
    return `${before}${(0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .code */ .aY)(core, core.length)}${after}`;
}
/** Takes the sentence's punctuation off a word: `(public.orders),` has its name in the middle. */
function peel(token) {
    const before = /^\(*/.exec(token)?.[0] ?? "";
    let core = token.slice(before.length);
    while (/[.,;:!?]$/.test(core) || (core.endsWith(")") && occurrences(core, ")") > occurrences(core, "("))) {
        core = core.slice(0, -1);
    }
    return { before, core, after: token.slice(before.length + core.length) };
}
function occurrences(text, character) {
    return text.split(character).length - 1;
}
/** Markup of ours around parts that are Html already: the compiler takes no other text. */
function html(markup, ...parts) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(markup.reduce((text, piece, index) => {
        const part = parts[index - 1];
        return text + (Array.isArray(part) ? part.join("") : String(part)) + piece;
    }));
}
/** `1 finding`, `2 findings`: a count and its word. */
function count(number, one, many = `${one}s`) {
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(`${(0,_values_js__WEBPACK_IMPORTED_MODULE_2__/* .formatNumber */ .ZV)(number)} ${number === 1 ? one : many}`);
}
/** `a`, `a and b`, `a, b and c`. */
function list(parts) {
    const last = parts.at(-1);
    if (last === undefined)
        return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)("");
    return (0,_escape_js__WEBPACK_IMPORTED_MODULE_1__/* .trusted */ .IZ)(parts.length === 1 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`);
}


/***/ }),

/***/ 2594:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   ZV: () => (/* binding */ formatNumber),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   l9: () => (/* binding */ formatPercent),
/* harmony export */   z3: () => (/* binding */ formatBytes)
/* harmony export */ });
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2358);

/** Numbers as people read them. Text made here holds digits, letters and blanks only. */
/** No-break, so that a cell keeps its unit on the line. */
const SPACE = "\u00a0";
/** Between groups of three digits, as our sentences write them. */
const GROUP = ",";
const SIZE_UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];
/** PostgreSQL's units, as pg_size_pretty writes them: `512 bytes`, `1.2 GB`. */
function formatBytes(bytes) {
    let value = bytes;
    let unit = 0;
    while (Math.abs(value) >= 1024 && unit < SIZE_UNITS.length - 1) {
        value /= 1024;
        unit += 1;
    }
    return `${formatNumber(unit > 0 && Math.abs(value) < 10 ? tenths(value) : Math.round(value))}${SPACE}${SIZE_UNITS[unit]}`;
}
/** `0.02 ms`, `350 ms`, `1.3 s`, `2 min 5 s`, `3 h 12 min`, `4 d 3 h`. */
function formatDuration(milliseconds) {
    const size = Math.abs(milliseconds);
    if (size < 1)
        return `${Math.round(milliseconds * 100) / 100}${SPACE}ms`;
    if (size < 10)
        return `${tenths(milliseconds)}${SPACE}ms`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)
        return `${Math.round(milliseconds)}${SPACE}ms`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY)
        return `${tenths(milliseconds / _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2)}${SPACE}s`;
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp)
        return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY, "min", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .SECOND */ .Z2, "s");
    if (size < _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_)
        return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp, "h", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .MINUTE */ .pY, "min");
    return twoUnits(milliseconds, _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .DAY */ .d_, "d", _lib_time_js__WEBPACK_IMPORTED_MODULE_0__/* .HOUR */ .dp, "h");
}
function twoUnits(value, big, bigName, small, smallName) {
    const whole = Math.trunc(value / big);
    const remainder = Math.floor(Math.abs(value % big) / small);
    const first = `${formatNumber(whole)}${SPACE}${bigName}`;
    return remainder === 0 ? first : `${first}${SPACE}${remainder}${SPACE}${smallName}`;
}
/** `12 %`, `0.4 %`. */
function formatPercent(percent) {
    return `${Math.abs(percent) < 10 ? tenths(percent) : Math.round(percent)}${SPACE}%`;
}
/** Whole numbers in groups of three digits, others with at most two places. */
function formatNumber(value) {
    if (!Number.isFinite(value))
        return "—";
    const [whole = "", places] = String(Number.isInteger(value) ? value : Math.round(value * 100) / 100).split(".");
    if (whole.includes("e"))
        return whole;
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP);
    return places === undefined ? grouped : `${grouped}.${places}`;
}
const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00(?::?00)?)$/;
/** `2026-11-01 03:00 UTC` of an ISO 8601 time in UTC; undefined when the text is none. */
function formatTime(iso) {
    const match = ISO.exec(iso);
    return match === null ? undefined : `${match[1]} ${match[2]} UTC`;
}
function tenths(value) {
    return Math.round(value * 10) / 10;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5498);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
