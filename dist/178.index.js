export const id = 178;
export const ids = [178];
export const modules = {

/***/ 4178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  NO_IDS: () => (/* binding */ NO_IDS),
  noticeStaleIssues: () => (/* binding */ noticeStaleIssues),
  planIssues: () => (/* binding */ planIssues),
  rulesOf: () => (/* reexport */ rulesOf),
  withoutFindings: () => (/* binding */ withoutFindings)
});

// EXTERNAL MODULE: ./.build/src/checks/index.js + 66 modules
var checks = __webpack_require__(5103);
// EXTERNAL MODULE: ./.build/src/report/redact.js
var redact = __webpack_require__(8441);
// EXTERNAL MODULE: ./.build/src/issues/issue.js
var issues_issue = __webpack_require__(7411);
// EXTERNAL MODULE: ./.build/src/issues/state/refs.js
var refs = __webpack_require__(1114);
// EXTERNAL MODULE: ./.build/src/issues/state/schema.js
var schema = __webpack_require__(1655);
;// CONCATENATED MODULE: ./.build/src/core/index-usage.js
const NO_INVENTORY = { indexes: [], smaller: { count: 0, bytes: 0 } };

;// CONCATENATED MODULE: ./.build/src/issues/run-facts.js


/** The check that has this part in the weekly index-usage issue. */
function checkOfPart(part) {
    return checks/* checks */.A.find(({ indexUsage }) => indexUsage?.part === part)?.id ?? part;
}
/** The indexes of the database; none in a run that did not ask for them. */
function inventoryIn({ readings }) {
    return readings.get(checkOfPart("inventory")) ?? NO_INVENTORY;
}

// EXTERNAL MODULE: ./.build/src/issues/state/rehash.js
var rehash = __webpack_require__(909);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var core_priority = __webpack_require__(8699);
;// CONCATENATED MODULE: ./.build/src/issues/state/update-checks.js


function updateCheck(result, previous, context) {
    const { run, isCounted } = context;
    // Whoever was blind, even to a part, or had nothing to look at has not seen that anything is gone.
    const wasFullyChecked = result.unknown === undefined && result.skipped === undefined;
    const seen = countSeen(result, previous, context);
    const unseen = countUnseen(seen.unmatched, wasFullyChecked, context);
    const standing = [];
    const pending = [];
    const appeared = [];
    for (const { stored, finding, before } of seen.findings) {
        if (!(0,schema/* isConfirmed */.it)(stored)) {
            pending.push(finding);
            continue;
        }
        standing.push({ stored, finding });
        if (!isCounted && (before === undefined || !(0,schema/* isConfirmed */.it)(before)))
            appeared.push(finding);
    }
    for (const stored of unseen.kept) {
        if ((0,schema/* isConfirmed */.it)(stored))
            standing.push({ stored, finding: undefined });
    }
    const changes = { standing, pending, appeared, resolved: unseen.resolved };
    if (isCounted && previous !== undefined)
        return { memory: previous, changes };
    const unknownSince = result.unknown === undefined ? null : (previous?.unknownSince ?? run.at);
    const memory = {
        status: result.status,
        since: previous?.status === result.status ? previous.since : run.at,
        at: run.at,
        unknownSince,
        findings: [...seen.findings.map(({ stored }) => stored), ...unseen.kept],
        // A run that sees everything has everything in memory again.
        leftOut: wasFullyChecked ? 0 : Math.max(0, (previous?.leftOut ?? 0) - seen.fromLeftOut),
    };
    return { memory, changes };
}
function countSeen({ findings = [] }, previous, { run, isSettling, isCounted, find }) {
    const unmatched = new Map(previous?.findings.map((finding) => [finding.ref, finding]));
    const left = leftOutOf(previous, run);
    const seen = new Map();
    let fromLeftOut = 0;
    for (const finding of findings) {
        const { ref, storedAs, twin = storedAs } = find(finding.key);
        if (seen.has(ref))
            continue;
        const held = unmatched.get(storedAs);
        const taken = held ?? left?.(ref, finding.priority);
        if (held === undefined && taken !== undefined)
            fromLeftOut++;
        unmatched.delete(storedAs);
        unmatched.delete(twin);
        const { priority } = finding;
        const stored = isCounted && taken !== undefined
            ? { ...taken, ref, priority }
            : {
                ref,
                priority,
                // A runner's clock may have been ahead.
                firstSeen: Math.min(taken?.firstSeen ?? run.at, run.at),
                // Nobody doubts a finding that rests on what is there, so it needs no second run.
                runs: isSettling ? Math.min(2, (taken?.runs ?? 0) + 1) : 2,
                missed: 0,
            };
        seen.set(ref, { stored, finding, before: taken });
    }
    return { findings: [...seen.values()], unmatched: [...unmatched.values()], fromLeftOut };
}
/**
 * Memory that had no room for everything can't tell a new finding from one that was left out, unless it is more
 * urgent than what had room. All others are taken for left out, and counted as the last that had room: thousands
 * of them would be news again in every run otherwise. Undefined when nothing was left out.
 */
function leftOutOf(previous, run) {
    if (previous === undefined || previous.leftOut === 0)
        return undefined;
    const last = leastImportant(previous.findings);
    // With room for none, only the check's own time tells whether the run that left them out was their first.
    const runs = last?.runs ?? (previous.since < previous.at ? 2 : 1);
    return (ref, priority) => last !== undefined && !(0,core_priority/* isAtLeast */.du)(last.priority, priority)
        ? undefined
        : { ref, priority, firstSeen: run.at, runs, missed: 0 };
}
function leastImportant(findings) {
    return findings.reduce((least, finding) => {
        if (least === undefined)
            return finding;
        if (least.priority !== finding.priority)
            return (0,core_priority/* isAtLeast */.du)(least.priority, finding.priority) ? finding : least;
        return finding.firstSeen >= least.firstSeen ? finding : least;
    }, undefined);
}
function countUnseen(unmatched, wasFullyChecked, { isSettling, isCounted, ignored }) {
    if (isCounted)
        return { kept: [...unmatched], resolved: [] };
    const kept = [];
    const resolved = [];
    for (const finding of unmatched) {
        const isIgnored = ignored.has(finding.ref);
        if (!wasFullyChecked && !isIgnored) {
            kept.push(finding);
            continue;
        }
        // Two runs did not agree on it: it never stood, so nobody is told that it went.
        if (!(0,schema/* isConfirmed */.it)(finding))
            continue;
        const missed = finding.missed + 1;
        if (isSettling && missed < 2 && !isIgnored)
            kept.push({ ...finding, missed });
        else
            resolved.push(finding);
    }
    return { kept, resolved };
}

// EXTERNAL MODULE: ./.build/src/issues/state/update-stored.js
var update_stored = __webpack_require__(3501);
// EXTERNAL MODULE: ./.build/src/issues/state/update-windows.js
var update_windows = __webpack_require__(1569);
;// CONCATENATED MODULE: ./.build/src/issues/state/update.js








/** A year of weekly runs, or two months of nightly ones. */
const RUNS_KEPT = 60;
/**
 * What this run leaves behind, and what changed since the last one. A run that the slot holds already changes
 * nothing: the same slot comes back, and the same findings stand. Pure.
 *
 * @param previousForm how the slot names findings, when that is not how this run does
 */
function updateState(facts, previous, ids, previousForm = ids.idFormat) {
    const before = previous === undefined ? undefined : (0,rehash/* suiteStateInFormat */.CA)(previous, previousForm, ids);
    const isCounted = (0,schema/* holdsRun */.gM)(before, facts.run);
    const memories = [];
    const changes = new Map();
    for (const result of facts.report.results) {
        const held = (0,schema/* checkIn */.is)(before, result.check);
        const find = (0,rehash/* idFinder */.UF)(ids, facts.system, held?.findings ?? [], (idFormat, key) => idFormat.of(result.check, key));
        const ignored = facts.report.ignored.filter(({ check }) => check === result.check);
        const after = updateCheck(result, held, {
            run: facts.run,
            isSettling: facts.needsConfirmation.has(result.check),
            isCounted,
            find,
            ignored: new Set(ignored.map(({ key }) => find(key).storedAs)),
        });
        memories.push([result.check, after.memory]);
        changes.set(result.check, after.changes);
    }
    if (before !== undefined && isCounted)
        return { suiteState: before, checks: changes };
    const suiteState = {
        runs: [runAfter(facts, changes), ...(before?.runs ?? [])].slice(0, RUNS_KEPT),
        // A check that this run had not in it keeps what is known of it.
        checks: { ...before?.checks, ...Object.fromEntries(memories) },
        ...(0,update_windows/* windowsAfter */.O)(facts, before),
        ...(0,update_stored/* storedAfter */.e)(facts, before, ids),
    };
    return { suiteState, checks: changes };
}
/** One point of the trend: what stood in the checks of this run. */
function runAfter(facts, changes) {
    const { report, run } = facts;
    const { indexes, smaller } = inventoryIn(facts);
    const findings = {};
    for (const { check } of report.results.filter(isLookedAt)) {
        for (const { stored } of changes.get(check)?.standing ?? []) {
            findings[stored.priority] = (findings[stored.priority] ?? 0) + 1;
        }
    }
    const bytes = indexes.reduce((sum, index) => sum + index.bytes, smaller.bytes);
    return {
        ...run,
        conclusion: report.conclusion,
        findings,
        ...(indexes.length === 0 ? {} : { indexes: { count: indexes.length + smaller.count, bytes } }),
    };
}
/** A check that is switched off keeps its memory, but its findings trouble nobody. An unknown one's still do. */
function isLookedAt({ skipped }) {
    return skipped === undefined;
}

// EXTERNAL MODULE: ./.build/src/core/run-stamp.js
var run_stamp = __webpack_require__(9856);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var lib_time = __webpack_require__(2358);
// EXTERNAL MODULE: ./.build/src/report/counts.js
var counts = __webpack_require__(7184);
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __webpack_require__(2571);
// EXTERNAL MODULE: ./.build/src/report/html/inline-text.js
var inline_text = __webpack_require__(8017);
// EXTERNAL MODULE: ./.build/src/report/icons.js
var icons = __webpack_require__(2024);
// EXTERNAL MODULE: ./.build/src/report/limits.js
var report_limits = __webpack_require__(8452);
// EXTERNAL MODULE: ./.build/src/report/summary/failing.js
var failing = __webpack_require__(7581);
// EXTERNAL MODULE: ./.build/src/report/summary/fixes.js
var summary_fixes = __webpack_require__(9654);
// EXTERNAL MODULE: ./.build/src/report/summary/performance.js + 1 modules
var performance = __webpack_require__(3938);
// EXTERNAL MODULE: ./.build/src/report/summary/sentences.js
var sentences = __webpack_require__(3327);
// EXTERNAL MODULE: ./.build/src/report/summary/unknowns.js
var unknowns = __webpack_require__(4150);
// EXTERNAL MODULE: ./.build/src/report/summary/verdict.js
var verdict = __webpack_require__(6628);
// EXTERNAL MODULE: ./.build/src/generated/sql.js
var sql = __webpack_require__(7813);
// EXTERNAL MODULE: ./.build/src/report/html/blocks.js
var blocks = __webpack_require__(2190);
// EXTERNAL MODULE: ./.build/src/report/html/values.js
var values = __webpack_require__(2594);
// EXTERNAL MODULE: ./.build/src/report/summary/failing-check.js
var failing_check = __webpack_require__(5748);
;// CONCATENATED MODULE: ./.build/src/issues/render/parts.js













/** A failing check that has no issue of its own, behind a click. */
function collapsedCheck(check, limits, showsNames) {
    const { result, findings, wordings, fixes } = check;
    const heading = (0,inline_text/* html */.qy) `${icons/* PRIORITY_ICONS */.sh[result.priority]} <b>${(0,inline_text/* renderText */.S5)(result.title)}</b>: ${(0,inline_text/* count */.U9)(findings.length, "finding")}`;
    if (!showsNames)
        return (0,blocks/* collapse */.ap)(heading, [(0,failing/* whyItMatters */.WZ)(result), (0,inline_text/* html */.qy) `<p>${(0,failing/* prioritiesOf */.ox)(findings)}</p>`]);
    return (0,blocks/* collapse */.ap)(heading, [
        (0,failing/* whyItMatters */.WZ)(result),
        ...(0,sentences/* sentencesOf */.c)(wordings, limits.sentences),
        ...(0,failing/* rows */.Ge)(check, limits),
        ...plansElsewhere(findings),
        ...(0,summary_fixes/* collapsedFixes */.z1)((0,summary_fixes/* fixBlocks */.mv)(fixes), limits),
    ]);
}
/** Plans are long, and this issue is everybody's. */
function plansElsewhere(findings) {
    const number = findings.filter(({ plan }) => plan !== undefined).length;
    if (number === 0)
        return [];
    return [(0,inline_text/* html */.qy) `<p>The summary of the run below has ${(0,inline_text/* count */.U9)(number, "execution plan")}.</p>`];
}
/** Which run wrote an issue's text. It is new in every run, so it stands apart from the text. */
function issueFooter(run) {
    const parts = [
        (0,inline_text/* html */.qy) `Written by ${linkTo(run)}`,
        (0,inline_text/* html */.qy) `suite ${(0,html_escape/* code */.aY)(run.suite, 80)}`,
        (0,html_escape/* trusted */.IZ)(moment(run.at)),
        (0,inline_text/* html */.qy) `pg-preflight ${(0,inline_text/* renderText */.S5)(run.toolVersion, 40)}`,
    ];
    return (0,inline_text/* html */.qy) `<p><sub>${(0,html_escape/* trusted */.IZ)(parts.join(" · "))} · what you write above or below this text stays</sub></p>`;
}
/** `this run`, as a link where it has an address. */
function linkTo({ url }, words = "this run") {
    const address = url === null ? undefined : (0,blocks/* safeUrl */.Pl)(url);
    if (address === undefined)
        return (0,html_escape/* trusted */.IZ)(words);
    return (0,inline_text/* html */.qy) `<a href="${(0,html_escape/* trusted */.IZ)(address.replaceAll("&", "&amp;"))}">${(0,html_escape/* trusted */.IZ)(words)}</a>`;
}
/** `2026-11-22 03:00 UTC`. */
function moment(time) {
    return (0,values/* formatTime */.fU)((0,lib_time/* toIso */.tK)(time)) ?? (0,lib_time/* toIso */.tK)(time);
}
/** Lines for so many findings; the others are written alike. */
const EXAMPLES = 3;
const LONGEST_KEY = 300;
/** So long the example ignores. */
const DAYS = 90 * lib_time/* DAY */.d_;
/** The lines of the configuration that let a finding be. */
function howToIgnore(check, findings, { from, showsNames }) {
    const keys = showsNames ? findings.map(({ key }) => key).filter((key) => key.length <= LONGEST_KEY) : [];
    const shown = keys.length === 0 ? ["its key, as the report file has it"] : keys.slice(0, EXAMPLES);
    const until = (0,lib_time/* toDate */.ay)(from + DAYS);
    // JSON's strings are YAML's.
    const lines = shown.map((key) => `  - { check: ${check}, key: ${JSON.stringify(key)}, reason: "why it may be so", expires: ${until} }`);
    return (0,blocks/* collapse */.ap)("To ignore a finding", [
        "<p>With a reason, and best with an end, in the configuration; a <code>*</code> in the key stands for any text. Keep only the lines that you mean.</p>",
        (0,blocks/* fenced */.OF)(["ignore:", ...lines].join("\n"), "yaml"),
    ]);
}
/**
 * GitHub takes 65,536 characters of an issue, memory needs its share, and an issue of ten screens is read by
 * nobody. Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
const ISSUE_CHARACTERS = 30_000;
/** The overview holds most of memory. */
const OVERVIEW_CHARACTERS = 28_000;
/** The first level of detail that keeps the budget; `last` where none does. */
function withinBudget(budget, page, last) {
    for (const limits of report_limits/* LEVELS */.A_) {
        const text = joined(page(limits));
        if (text.length <= budget)
            return text;
    }
    return joined([...last, "<p>More does not fit here: the summary of the run below has it.</p>"]);
}
/** What was cut, and where it is. */
function cutNote(rows) {
    if (rows === 0)
        return [];
    return [
        (0,inline_text/* html */.qy) `<p>✂️ ${(0,inline_text/* count */.U9)(rows, "row")} left out, so that this issue opens: the summary of the run below shows more, and its report file has all.</p>`,
    ];
}
/** Every block apart from the next by a blank line, so that each is read for itself. */
function joined(blocks) {
    return blocks.join("\n\n");
}
/** Stands where the findings of a repository that everybody can read would be named. */
const NAMES_REDACTED = "<p>Everybody can read this repository, so findings are counted here and not named. The report file names them (the action's output <code>report-file</code>), and with <code>policy: { public-details: true }</code> in the configuration this issue does too.</p>";
/** In an issue every finding is in an open issue: no column says so, and the next run writes the same. */
function asInIssue(result) {
    const { findings = [] } = result;
    return (0,failing_check/* failingCheckOf */.a)({ ...result, findings: findings.map((finding) => ({ ...finding, known: false })) });
}
/** "Due by 2026-11-29 (within 1 week)", "Due at once". */
function dueInWords(priority, due) {
    if (priority === "info")
        return (0,html_escape/* trusted */.IZ)("For information");
    if (due === null)
        return (0,inline_text/* html */.qy) `<b>Due at once</b>`;
    return (0,inline_text/* html */.qy) `<b>Due by ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(due))}</b> (${(0,html_escape/* trusted */.IZ)(core_priority/* DUE */.jH[priority])})`;
}
/** An issue by its number: GitHub makes a link of it. */
function reference(number) {
    return (0,html_escape/* trusted */.IZ)(`#${number}`);
}
/** The closed issue that told of the same before. */
function formerIssue(previous) {
    return previous === null ? [] : [(0,inline_text/* html */.qy) `<p>It was there before: see ${reference(previous)}.</p>`];
}
const QUERIES = sql/* sql */.l;
/** The statement that the check asks, as the server gets it: anybody can see what the verdict rests on. */
function verifyQuery(check) {
    const query = Object.hasOwn(QUERIES, check) ? QUERIES[check] : undefined;
    const page = (0,inline_text/* html */.qy) `<a href="${(0,html_escape/* trusted */.IZ)((0,blocks/* documentation */.TH)(check))}#verify">the check's page</a>`;
    if (query === undefined)
        return [(0,inline_text/* html */.qy) `<p>How to see it for yourself: ${page}.</p>`];
    const placeholders = [
        ...(query.includes("$1")
            ? [
                (0,html_escape/* trusted */.IZ)("<code>$1</code> are the schemas that are looked at, as in <code>array['public'::regnamespace::oid]</code>."),
            ]
            : []),
        ...(query.includes(":schema")
            ? [(0,html_escape/* trusted */.IZ)("<code>:schema</code> is the schema that holds what it reads.")]
            : []),
    ];
    const ready = placeholders.length === 0
        ? (0,inline_text/* html */.qy) `It only reads. In short: ${page}.`
        : (0,inline_text/* html */.qy) `It only reads. ${(0,html_escape/* trusted */.IZ)(placeholders.join(" "))} One that runs as it is: ${page}.`;
    return (0,blocks/* collapse */.ap)("The query that verifies it", [(0,inline_text/* html */.qy) `<p>${ready}</p>`, (0,blocks/* fenced */.OF)(query, "sql")]);
}

;// CONCATENATED MODULE: ./.build/src/issues/render/check.js













/** Up to this many statements are in sight, not behind a click. */
const FEW_STATEMENTS = 3;
/** The issue of one failing check. */
function renderCheckIssue(view) {
    const check = asInIssue(view.result);
    const content = withinBudget(ISSUE_CHARACTERS, (limits) => page(view, check, limits), head(view, check));
    return { content, footer: issueFooter(view.run) };
}
function page(view, check, limits) {
    const { result, showsNames } = view;
    const { findings } = check;
    const found = showsNames
        ? named(check, limits)
        : [(0,inline_text/* html */.qy) `<p>By priority: ${(0,failing/* prioritiesOf */.ox)(findings)}.</p>`, NAMES_REDACTED];
    return [
        ...head(view, check),
        ...(findings.length === 0 ? [] : found),
        ...partlyUnknown(view, limits),
        ...(limits.listed === 0 ? [] : verifyQuery(result.check)),
        ...(findings.length === 0
            ? []
            : howToIgnore(result.check, findings, { from: view.firstSeen, showsNames })),
        ...formerIssue(view.previous),
        closing(view),
        ...(showsNames ? cutNote((0,report_limits/* beyond */.wQ)(result, limits)) : []),
    ];
}
/** What is wrong, why it matters, until when it wants a person. */
function head(view, check) {
    const { result, run, priority } = view;
    const { findings } = check;
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    if (findings.length === 0 && view.fading === 0) {
        return [(0,inline_text/* html */.qy) `<h3>${ended(view)}</h3>`, (0,failing/* whyItMatters */.WZ)(result)];
    }
    const name = (0,inline_text/* html */.qy) `“${(0,inline_text/* renderText */.S5)(result.title, 120)}”`;
    const wrong = findings.length === 0
        ? (0,inline_text/* html */.qy) `${name} on ${target}: nothing of it was seen by the last run`
        : (0,inline_text/* html */.qy) `${name} fails on ${target}: ${(0,verdict/* findingsInWords */.n$)((0,counts/* countsOf */.mQ)({ results: [check.result] }))}`;
    const since = (0,inline_text/* html */.qy) `since ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(view.firstSeen))}`;
    return [
        (0,inline_text/* html */.qy) `<h3>${icons/* PRIORITY_ICONS */.sh[priority]} ${wrong}</h3>`,
        (0,failing/* whyItMatters */.WZ)(result),
        (0,inline_text/* html */.qy) `<p>${dueInWords(priority, view.due)} · ${since}${settling(view)}</p>`,
    ];
}
/** The text of an issue that closes. */
function ended({ result, run }) {
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    if (result.status === "skipped")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.skipped} ${target} is no longer looked at here`;
    if (result.status === "unknown")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.unknown} ${target} could not be looked at`;
    return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${target}: ${(0,inline_text/* renderText */.S5)(result.title)}`;
}
/** What one run alone does not decide. */
function settling({ pending, fading }) {
    const parts = [
        ...(pending > 0
            ? [(0,inline_text/* html */.qy) `${(0,inline_text/* count */.U9)(pending, "finding")} seen once, to be told when the next run agrees`]
            : []),
        ...(fading > 0
            ? [(0,inline_text/* html */.qy) `${(0,inline_text/* count */.U9)(fading, "finding")} not seen any more, gone when the next run agrees`]
            : []),
    ];
    return (0,html_escape/* trusted */.IZ)(parts.map((part) => ` · ${part}`).join(""));
}
function named(check, limits) {
    const { findings, wordings, fixes } = check;
    const statements = (0,summary_fixes/* collapsedFixes */.z1)((0,summary_fixes/* fixBlocks */.mv)(fixes), limits, fixes.length <= FEW_STATEMENTS);
    return [
        "### What was found",
        ...(0,sentences/* sentencesOf */.c)(wordings, limits.sentences),
        ...(limits.sentences === 0 ? [(0,inline_text/* html */.qy) `<p>${(0,failing/* prioritiesOf */.ox)(findings)}</p>`] : []),
        ...(0,failing/* rows */.Ge)(check, limits),
        ...(0,performance/* plans */.vw)(findings, limits),
        ...(statements.length === 0 ? [] : ["### Fix", summary_fixes/* PROPOSALS */.ch, ...statements]),
    ];
}
/** What it could not see beside what it found. */
function partlyUnknown({ result: { unknown } }, limits) {
    if (unknown === undefined)
        return [];
    return [
        (0,inline_text/* html */.qy) `<p>❔ It could not see everything, so nothing counts as gone: ${(0,inline_text/* renderText */.S5)(unknown.detail)}</p>`,
        ...(unknown.fix === undefined || unknown.fix.trim() === "" || limits.listed === 0
            ? []
            : (0,unknowns/* fixOfUnknown */.r)(unknown.fix)),
    ];
}
function closing({ result }) {
    // What rests on counters, or on the moment, may be otherwise a minute later.
    const settles = result.momentary === true || result.window !== undefined;
    const when = settles ? "when two runs in a row see none of it" : "when a run sees none of it";
    return `<p>This issue closes itself ${when}; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Numbers that move by themselves are those of the run below; they are brought up to date once a week.</p>`;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/comments.js





/** A comment is one screen: so many names in it. */
const NAMES = 20;
/** Room that new findings leave to resolved ones. */
const RESOLVED = 8;
const MESSAGE_LENGTH = 200;
const NAME_LENGTH = 120;
/** What changed since the issue was last written. */
function commentOnChanges(view) {
    const stand = view.standing === 1 ? "stands" : "stand";
    return comment(view, [
        (0,inline_text/* html */.qy) `<p>${changes(view)}. Now ${things(view, view.standing)} ${(0,html_escape/* trusted */.IZ)(stand)}.</p>`,
        ...raised(view),
        ...lists(view),
    ]);
}
/** Why we close: a pass, a check that is switched off, or that what is left is less urgent than `issues.from`. */
function commentOnClosing(view, why) {
    return comment(view, [(0,inline_text/* html */.qy) `<p>${ending(view, why)}</p>`, ...lists(view)]);
}
function ending(view, why) {
    const title = (0,inline_text/* html */.qy) `<b>${(0,inline_text/* renderText */.S5)(view.title, MESSAGE_LENGTH)}</b>`;
    if (why.kind === "disabled")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.skipped} ${title}: switched off in the configuration, so this closes. Nothing says that it was mended.`;
    if (why.kind === "below")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: what is left is less urgent than <code>issues: { from: ${(0,html_escape/* trusted */.IZ)(why.from)} }</code>, so this closes. ${things(view, view.standing)} ${(0,html_escape/* trusted */.IZ)(view.standing === 1 ? "stands" : "stand")} in the overview.`;
    if (view.ignored !== undefined)
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: nothing is left but ${(0,inline_text/* count */.U9)(view.ignored.all, "finding")} that the configuration ignores, so this closes.`;
    const gone = isBoxes(view) ? "every box is ticked" : "nothing of it is there any more";
    return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: ${(0,html_escape/* trusted */.IZ)(gone)}, so this closes.`;
}
/** Why an issue is open again: what was gone came back, or a person had closed it and there is something new. */
function commentOnReopening(view, why) {
    const reason = why === "came-back"
        ? "It came back, so this is open again"
        : "A person had closed this; it is open again because there is something new";
    return comment(view, [(0,inline_text/* html */.qy) `<p>${(0,html_escape/* trusted */.IZ)(reason)}: ${changes(view)}.</p>`, ...raised(view), ...lists(view)]);
}
/** In place of the block of an issue that two runs opened at the same moment. */
function duplicateText(run, of) {
    return (0,inline_text/* html */.qy) `<p>Two runs opened an issue for ${(0,html_escape/* code */.aY)(run.target, 80)} at the same moment. ${reference(of)} stays, and this one is closed as its duplicate.</p>`;
}
function comment({ run }, blocks) {
    const foot = (0,inline_text/* html */.qy) `<p><sub>${linkTo(run, "Run")} of ${(0,html_escape/* trusted */.IZ)(moment(run.at))}, suite ${(0,html_escape/* code */.aY)(run.suite, 80)}</sub></p>`;
    return [...blocks, foot].join("\n\n");
}
function isBoxes(view) {
    return view.of === "boxes";
}
function things(view, number) {
    return isBoxes(view)
        ? (0,inline_text/* count */.U9)(number, "box without a tick", "boxes without a tick")
        : (0,inline_text/* count */.U9)(number, "finding");
}
/** `2 new findings and 1 resolved`. */
function changes(view) {
    const appeared = view.appeared.length;
    const boxes = isBoxes(view);
    const parts = [
        ...(appeared > 0
            ? [
                boxes
                    ? (0,inline_text/* count */.U9)(appeared, "box lost its tick", "boxes lost their ticks")
                    : (0,inline_text/* count */.U9)(appeared, "new finding"),
            ]
            : []),
        ...(view.resolved > 0
            ? [
                boxes
                    ? (0,inline_text/* count */.U9)(view.resolved, "box ticked", "boxes ticked")
                    : (0,inline_text/* count */.U9)(view.resolved, "resolved", "resolved"),
            ]
            : []),
    ];
    const ignored = view.ignored?.count ?? 0;
    if (ignored > 0)
        parts.push((0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(String(ignored))} now ignored by the configuration`);
    if (parts.length === 0)
        return (0,html_escape/* trusted */.IZ)(view.raised === null ? "Nothing new" : "More urgent");
    return (0,inline_text/* html */.qy) `<b>${(0,inline_text/* list */.p_)(parts)}</b>`;
}
function raised({ raised: change }) {
    if (change === null)
        return [];
    const of = (priority) => (0,html_escape/* trusted */.IZ)(`${icons/* PRIORITY_ICONS */.sh[priority]} ${priority}`);
    return [(0,inline_text/* html */.qy) `<p>Its priority went up: from ${of(change.from)} to ${of(change.to)}.</p>`];
}
function lists(view) {
    if (!view.showsNames)
        return view.appeared.length === 0 ? [] : [(0,inline_text/* html */.qy) `<p>New: ${(0,failing/* prioritiesOf */.ox)(view.appeared)}.</p>`];
    const resolvedFirst = Math.min(view.resolvedNames.length, RESOLVED);
    const appeared = view.appeared.slice(0, NAMES - resolvedFirst);
    const resolved = view.resolvedNames.slice(0, NAMES - appeared.length);
    const words = isBoxes(view) ? { new: "Without a tick", gone: "Ticked" } : { new: "New", gone: "Resolved" };
    return [
        ...listed(words.new, appeared.map(finding), view.appeared.length),
        ...listed(words.gone, resolved.map((name) => (0,html_escape/* code */.aY)(name, NAME_LENGTH)), view.resolved),
        ...listed("Ignored", (view.ignored?.names ?? []).slice(0, RESOLVED).map((name) => (0,html_escape/* code */.aY)(name, NAME_LENGTH)), view.ignored?.count ?? 0),
    ];
}
function finding({ priority, message }) {
    return (0,inline_text/* html */.qy) `${icons/* PRIORITY_ICONS */.sh[priority]} ${(0,inline_text/* renderText */.S5)(message, MESSAGE_LENGTH)}`;
}
function listed(heading, items, all) {
    if (items.length === 0)
        return [];
    const rest = all - items.length;
    const lines = [
        ...items.map((item) => (0,inline_text/* html */.qy) `<li>${item}</li>`),
        ...(rest > 0 ? [(0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(rest, "more", "more")}</li>`] : []),
    ];
    return [(0,inline_text/* html */.qy) `<p><b>${(0,html_escape/* trusted */.IZ)(heading)}</b></p>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`];
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/context.js

function rulesOf({ issues, github }, showsNames) {
    return { ...issues, showsNames, isEnterpriseServer: github.apiUrl.endsWith("/api/v3") };
}
/** A result as those who read the issues may see it, with these findings only. */
function shownResult({ rules }, result, findings) {
    const part = { ...result, findings: [...findings] };
    return rules.showsNames ? part : (0,redact/* redactResult */.rd)(part);
}
function shownFindings({ rules }, findings) {
    return rules.showsNames ? findings : findings.map((finding, place) => (0,redact/* redactFinding */.lE)(finding, place));
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/diff.js


/** What nobody can compare: the block is broken, or names its findings in the other form. */
const NO_DIFFERENCE = { appeared: [], resolved: [], resolvedUnnamed: 0, raised: null };
/** Memory keeps the most urgent; among those alike the order is the same in every run. */
function inOrder(findings) {
    const place = ({ priority }) => core_priority/* PRIORITIES */.BE.indexOf(priority);
    const byText = (a, b) => (a < b ? -1 : Number(a > b));
    return [...findings].sort((a, b) => place(a) - place(b) || byText(a.ref, b.ref));
}
/** Undefined when the two cannot be compared. */
function differenceOf(state, idFormat, now) {
    if (state === null || state.idFormat !== idFormat)
        return undefined;
    const standing = new Set(now.findings.map(({ ref }) => ref));
    const notHeld = inOrder(notHeldBy(state, now.findings));
    return {
        // The least urgent may be those that were left out.
        appeared: notHeld.slice(0, Math.max(0, notHeld.length - state.leftOut)),
        resolved: state.findings.filter(({ ref }) => !standing.has(ref)),
        resolvedUnnamed: now.wasFullyChecked ? leftOutAfter(state, now.findings) : 0,
        raised: raisedFrom(state.priority, now.priority),
    };
}
/** Of those that the issue's memory had no room for, how many are not among these. */
function leftOutAfter(state, findings) {
    return state === null ? 0 : Math.max(0, state.leftOut - notHeldBy(state, findings).length);
}
function notHeldBy(state, findings) {
    const held = new Set(state.findings.map(({ ref }) => ref));
    return findings.filter(({ ref }) => !held.has(ref));
}
function isEmpty({ appeared, resolved, resolvedUnnamed, raised }) {
    return appeared.length === 0 && resolved.length === 0 && resolvedUnnamed === 0 && raised === null;
}
/** Whether each finding that the issue names has the priority that it had. */
function samePriorities(state, now) {
    const priorities = new Map(now.map(({ ref, priority }) => [ref, priority]));
    return state.findings.every(({ ref, priority }) => priorities.get(ref) === priority);
}
function raisedFrom(from, to) {
    if (from === null || to === null || (0,core_priority/* isAtLeast */.du)(from, to))
        return null;
    return { from, to };
}
/** `2 new findings, 1 resolved, now critical`. */
function inWords({ appeared, resolved, resolvedUnnamed, raised }) {
    const gone = resolved.length + resolvedUnnamed;
    const parts = [
        ...(appeared.length > 0
            ? [`${appeared.length} new ${appeared.length === 1 ? "finding" : "findings"}`]
            : []),
        ...(gone > 0 ? [`${gone} resolved`] : []),
        ...(raised === null ? [] : [`${raised.from} before, ${raised.to} now`]),
    ];
    return parts.length === 0 ? "its text" : parts.join(", ");
}
/** A number and the word that it counts: `3 hours` and `1 day`, `1.2 GB`, `91 %`. */
const NUMBER = /\d[\d.,]*(?:\s?(?:[A-Za-z]+|%))?/g;
/**
 * What a check's issue tells, without what moves by itself. Ages, sizes and counters are others every night; which
 * findings stand and how urgent they are, what is said of them but for its numbers, and what mends them, are not.
 */
function stableDigest(view, standing) {
    const { run, result, priority, firstSeen, due, previous, showsNames } = view;
    const { title, why, status, unknown, findings = [] } = result;
    return JSON.stringify([
        run.toolVersion,
        [
            title,
            why,
            status,
            priority,
            (0,lib_time/* toDate */.ay)(firstSeen),
            due === null ? null : (0,lib_time/* toDate */.ay)(due),
            previous,
            showsNames,
        ],
        unknown === undefined ? null : [wordingOf(unknown.detail), unknown.fix ?? null],
        // How many fade is another number where memory had no room for all.
        standing.some(({ finding }) => finding === undefined),
        standing.flatMap(({ stored, finding }) => (finding === undefined ? [] : [stored.ref])).sort(),
        findings
            .map((finding) => JSON.stringify([finding.priority, wordingOf(finding.message), finding.fix ?? null]))
            .sort(),
    ]);
}
function wordingOf(text) {
    return text.replace(NUMBER, "#");
}
/** Findings of a check that are there, and that the configuration lets be. */
function ignoredIds({ facts, ids }, check) {
    const ignored = facts.report.ignored.filter((each) => each.check === check);
    return new Set(ignored.map(({ key }) => ids.of(check, key)));
}
/**
 * What is gone, and what nobody mended: the configuration ignores it.
 *
 * @param ignored refs, as the issue's memory has them
 * @param nameOf a finding's own name
 */
function ignoredOf({ ids }, { resolved, resolvedUnnamed }, ignored, nameOf = ({ ref }) => ref) {
    const namesOf = (findings) => ids.idFormat === "plain" ? findings.map(nameOf) : [];
    const letBe = resolved.filter(({ ref }) => ignored.has(ref));
    const gone = resolved.filter(({ ref }) => !ignored.has(ref));
    // Nobody knows which those without a name were: as many as may be are taken for ignored, none for mended.
    const letBeUnnamed = Math.min(resolvedUnnamed, ignored.size - letBe.length);
    const told = { resolvedNames: namesOf(gone), resolved: gone.length + resolvedUnnamed - letBeUnnamed };
    if (ignored.size === 0)
        return told;
    return {
        ...told,
        ignored: { names: namesOf(letBe), count: letBe.length + letBeUnnamed, all: ignored.size },
    };
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/next-action.js



/** What comes back so soon after we closed its issue is the same trouble. */
const SAME_INCIDENT = 14 * lib_time/* DAY */.d_;
/** @param now when this run began */
function nextAction(issue, { isWanted, isOver, hasNews }, now) {
    if (issue === undefined)
        return isWanted ? { kind: "open", after: undefined } : { kind: "rest", issue };
    if (issue.isOpen) {
        if (isWanted)
            return { kind: "update", issue };
        // Open though we closed it: a person wants it open.
        return { kind: isOver && !isClosedByUs(issue) ? "close" : "rest", issue };
    }
    if (isClosedByPerson(issue)) {
        if (isOver)
            return { kind: "settle", issue };
        return isWanted && hasNews ? { kind: "reopen", issue, why: "new-since-closed" } : { kind: "rest", issue };
    }
    if (!isWanted)
        return { kind: "rest", issue };
    const isRecent = issue.closedAt !== null && now - issue.closedAt < SAME_INCIDENT;
    return isRecent ? { kind: "reopen", issue, why: "came-back" } : { kind: "open", after: issue };
}
function isClosedByUs({ state }) {
    return state !== null && state.closed !== null;
}
/** Of an issue whose block is broken nothing tells: it is taken as closed by us. */
function isClosedByPerson({ state }) {
    return state !== null && state.closed === null;
}
/** What the document asks for: at once, within 24 hours, 1 week, 1 month. */
const TIME_TO_FIX = {
    critical: null,
    high: lib_time/* DAY */.d_,
    medium: 7 * lib_time/* DAY */.d_,
    low: 30 * lib_time/* DAY */.d_,
    info: 30 * lib_time/* DAY */.d_,
};
/** @param otherwise when nothing stands */
function urgencyOf(findings, otherwise) {
    const priority = findings.length === 0 ? otherwise.priority : (0,core_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority));
    const oldest = (times) => times.reduce((least, { firstSeen }) => Math.min(least, firstSeen), otherwise.at);
    const time = TIME_TO_FIX[priority];
    const since = oldest(findings.filter((finding) => finding.priority === priority));
    return { priority, firstSeen: oldest(findings), due: time === null ? null : since + time };
}
/**
 * A later run has written this. Nobody is overtaken by more than a day: a runner's clock that was a year ahead
 * would keep every later run from writing for a year.
 */
function isSupersededBy(written, run) {
    return (0,run_stamp/* isLaterRun */.K9)(written, run) && written.at - run.at <= lib_time/* DAY */.d_;
}

// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
// EXTERNAL MODULE: ./.build/src/issues/body.js
var body = __webpack_require__(7434);
// EXTERNAL MODULE: ./.build/src/issues/state/codec.js + 1 modules
var codec = __webpack_require__(941);
;// CONCATENATED MODULE: ./.build/src/issues/render/fit.js



/** GitHub takes 65,536 characters. */
const BODY_LIMIT = 65_000;
/** The marks, aside from the first one. */
const MARKS = 120;
/** With less room beside people's text an issue says nothing. */
const LEAST_ROOM = 6_000;
/** Another digest of the text may pack a little worse. */
const DIGEST_ROOM = 100;
const CUT = "\n\n<p>More does not fit here: the summary of the run has it.</p>";
/** What is left for our block, beside people's text; undefined when that is too little. */
function roomIn({ target, topic, around }) {
    const taken = (around?.before.length ?? 0) + (around?.after.length ?? 0) + (0,body/* markOf */.Fg)(target, topic).length;
    const room = BODY_LIMIT - taken - MARKS;
    return room < LEAST_ROOM ? undefined : room;
}
/** State as so much room keeps it; what it does not hold is counted in it. */
function fitInto(room, whole) {
    const state = { ...whole, content: (0,json/* fingerprint */.Rj)("") };
    const kept = (0,codec/* decodeState */.UJ)((0,codec/* encodeState */.Md)(state, stateBudget(room) - DIGEST_ROOM));
    return "state" in kept ? kept.state : { ...state, findings: [], suites: {} };
}
/** The whole body. */
function composeBody(place, text, fitted, room) {
    const state = (0,codec/* encodeState */.Md)({ ...fitted, content: contentOf(text) }, stateBudget(room));
    const shown = cut(text, room - state.length);
    const { before, after } = place.around ?? { before: "", after: "" };
    return (0,body/* joinBody */.HN)({ target: place.target, topic: place.topic, before, after, shown, state });
}
function stateBudget(room) {
    return Math.min(codec/* STATE_BUDGET */.Au, Math.floor(room / 2));
}
/** The digest by which the next run knows that nothing changed: of the gist, and of every number, where they differ. */
function contentOf({ content, gist }) {
    return gist === undefined ? (0,json/* fingerprint */.Rj)(content) : `${(0,json/* fingerprint */.Rj)(gist)}.${(0,json/* fingerprint */.Rj)(content)}`;
}
function cut({ content, footer }, room) {
    const end = footer === "" ? "" : `\n\n${footer}`;
    // Marks in quoted SQL are broken up as joinBody does it, which makes them longer.
    const safe = content.replaceAll("<!-- pg-preflight:", "<!-- pg-preflight :");
    if (safe.length + end.length <= room)
        return `${safe}${end}`;
    const most = safe.slice(0, Math.max(0, room - end.length - CUT.length));
    const line = most.lastIndexOf("\n");
    return `${line > 0 ? most.slice(0, line) : ""}${CUT}${end}`;
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/write.js







/** GitHub takes 256 characters of a title. */
const TITLE_LENGTH = 240;
/** Numbers that move by themselves are brought up to date so often. */
const NUMBERS_LAST = 7 * lib_time/* DAY */.d_;
/** Undefined, with a notice, when people's text leaves no room. */
function operationOf(ctx, draft, manner) {
    const { topic, issue } = draft;
    const place = { target: ctx.run.target, topic, around: issue };
    const room = roomIn(place);
    if (room === undefined) {
        ctx.notice(`Issue #${issue?.number} is left alone: the text around our block leaves no room for it.`);
        return undefined;
    }
    const state = fitInto(room, {
        version: schema/* STATE_VERSION */.nd,
        run: ctx.facts.run,
        closed: draft.closed,
        idFormat: ctx.ids.idFormat,
        priority: draft.priority,
        findings: inOrder(draft.findings),
        leftOut: draft.wasFullyChecked ? 0 : leftOutAfter(issue?.state ?? null, draft.findings),
        suites: draft.suites,
    });
    const leftOut = Object.values(state.suites)
        .flatMap(({ checks }) => Object.values(checks))
        .reduce((sum, check) => sum + check.leftOut, 0);
    return {
        topic,
        number: issue?.number ?? null,
        addLabels: [],
        removeLabels: [],
        assignees: [],
        ...manner,
        body: (numbers) => composeBody(place, draft.text(numbers, leftOut), state, room),
    };
}
/** What a new issue gets beside its text. */
function opening({ rules }, title, priority) {
    const ours = [issues_issue/* LABEL */.d_, ...(priority === null ? [] : [(0,issues_issue/* priorityLabel */.BS)(priority)])];
    return {
        title: [...title].slice(0, TITLE_LENGTH).join(""),
        addLabels: [...new Set([...ours, ...rules.labels])],
        assignees: rules.assignees,
    };
}
/** Our label gives way to another only where it is still there: people relabel. */
function relabelling({ labels, state }, priority) {
    const former = state?.priority;
    if (former === undefined || former === null || former === priority)
        return { addLabels: [], removeLabels: [] };
    // GitHub's labels are the same in capitals.
    const find = (wanted) => labels.find((label) => label.toLowerCase() === wanted.toLowerCase());
    const ours = find((0,issues_issue/* priorityLabel */.BS)(former));
    if (ours === undefined)
        return { addLabels: [], removeLabels: [] };
    const label = (0,issues_issue/* priorityLabel */.BS)(priority);
    return { addLabels: find(label) === undefined ? [label] : [], removeLabels: [ours] };
}
/** The issue says all this already. Never true where numbers of other issues or memory are written. */
function isWritten({ ids, facts }, issue, draft) {
    const { state } = issue;
    if (state === null || state.closed !== draft.closed || state.priority !== draft.priority)
        return false;
    const difference = differenceOf(state, ids.idFormat, draft);
    if (difference === undefined || !isEmpty(difference))
        return false;
    if (!samePriorities(state, draft.findings))
        return false;
    const content = contentOf(draft.text(new Map(), 0));
    const isSameGist = state.content.split(".")[0] === content.split(".")[0];
    return state.content === content || (isSameGist && facts.run.at - state.run.at < NUMBERS_LAST);
}
/** Two runs that started at the same moment opened one each: the lowest number stays. */
function closeDuplicates(ctx, topic) {
    const { issue, duplicates } = ctx.topics.of(topic);
    return issue === undefined ? [] : duplicates.map((duplicate) => closeOne(ctx, issue, duplicate));
}
function closeOne(ctx, stays, duplicate) {
    const content = duplicateText(ctx.run, stays.number);
    const draft = {
        topic: duplicate.topic,
        issue: duplicate,
        closed: "duplicate",
        priority: duplicate.state?.priority ?? null,
        findings: [],
        wasFullyChecked: true,
        suites: {},
        text: () => ({ content, footer: issueFooter(ctx.run) }),
    };
    const knows = !ctx.rules.isEnterpriseServer;
    const manner = {
        action: "close-duplicate",
        reason: knows ? "duplicate" : "not_planned",
        why: `#${stays.number} stays`,
        ...(knows ? { duplicateOf: { number: stays.number, id: stays.id } } : {}),
    };
    const write = operationOf(ctx, draft, manner);
    // People's text fills it: it is closed as it is.
    const { topic, number, body } = duplicate;
    return (write ?? { topic, number, body: () => body, addLabels: [], removeLabels: [], assignees: [], ...manner });
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/check-issue.js








/** What the issue of one failing check needs of this run. */
function planCheck(ctx, result) {
    const { issue } = ctx.topics.of(result.check);
    if (issue?.state && isSupersededBy(issue.state.run, ctx.facts.run))
        return undefined;
    const changes = ctx.stored.checks.get(result.check);
    if (result.skipped?.reason === "disabled")
        return closeDisabled(ctx, result, issue);
    if (changes === undefined || (result.status !== "pass" && result.status !== "fail"))
        return undefined;
    return plan(ctx, result, changes, issue);
}
function plan(ctx, result, changes, issue) {
    const { from } = ctx.rules;
    const standing = changes.standing.map(({ stored }) => stored);
    const priority = (0,core_priority/* mostUrgent */.tH)(standing.map((finding) => finding.priority));
    const difference = seenBy(changes, differenceOf(issue?.state ?? null, ctx.ids.idFormat, {
        findings: standing,
        priority,
        wasFullyChecked: result.unknown === undefined,
    }) ?? NO_DIFFERENCE);
    const urgent = changes.standing.filter(({ stored }) => (0,core_priority/* isAtLeast */.du)(stored.priority, from));
    // What this run does not see keeps an issue open; it opens none, nor one that another suite closed.
    const isWanted = urgent.some(({ finding }) => issue?.isOpen === true || finding !== undefined);
    const step = nextAction(issue, {
        isWanted,
        isOver: urgent.length === 0 && isOver(result, changes, from),
        hasNews: difference.raised !== null ||
            difference.appeared.some((finding) => (0,core_priority/* isAtLeast */.du)(finding.priority, from)),
    }, ctx.facts.run.at);
    if (step.kind === "rest")
        return undefined;
    const draft = draftOf(ctx, result, changes, step.kind === "open" ? undefined : issue);
    const change = changeView(ctx, result, changes, difference);
    const why = inWords(difference);
    switch (step.kind) {
        case "open": {
            const title = `Failing on ${ctx.run.target}: ${result.title}`;
            const count = standing.length === 1 ? "1 finding" : `${standing.length} findings`;
            return operationOf(ctx, draft, { action: "open", why: count, ...opening(ctx, title, priority) });
        }
        case "update": {
            if (isWritten(ctx, step.issue, draft))
                return undefined;
            const comment = isEmpty(difference) ? {} : { comment: commentOnChanges(change) };
            return operationOf(ctx, draft, {
                action: "update",
                why,
                ...relabelling(step.issue, priority),
                ...comment,
            });
        }
        case "close": {
            const kind = standing.length === 0 ? { kind: "pass" } : { kind: "below", from };
            return operationOf(ctx, { ...draft, closed: "pass" }, {
                action: "close",
                reason: "completed",
                why: kind.kind === "pass" ? "it passes" : `what is left is below ${from}`,
                ...relabelling(step.issue, draft.priority ?? priority),
                comment: commentOnClosing(change, kind),
            });
        }
        case "settle":
            return operationOf(ctx, 
            // The label stays as it is.
            { ...draft, closed: "pass", priority: step.issue.state?.priority ?? draft.priority }, { action: "update", why: "it passes since a person closed it" });
        case "reopen":
            return operationOf(ctx, draft, {
                action: "reopen",
                why: step.why === "came-back" ? "it came back" : why,
                ...relabelling(step.issue, priority),
                comment: commentOnReopening(change, step.why),
            });
    }
}
/** What only fades is no news, though the issue had not told of it. */
function seenBy({ standing }, difference) {
    const seen = new Set(standing.filter(({ finding }) => finding !== undefined).map(({ stored }) => stored.ref));
    return { ...difference, appeared: difference.appeared.filter(({ ref }) => seen.has(ref)) };
}
/** What one run saw is not over before the next has looked, and what nobody could see is not over either. */
function isOver({ status, unknown }, { standing, pending }, from) {
    if (unknown !== undefined)
        return false;
    if (standing.length === 0)
        return status === "pass" && pending.length === 0;
    return !pending.some((finding) => (0,core_priority/* isAtLeast */.du)(finding.priority, from));
}
/** Nobody looks any more, so nobody can say that it is mended. */
function closeDisabled(ctx, result, issue) {
    if (issue === undefined || !issue.isOpen || issue.state?.closed === "disabled")
        return undefined;
    const nothing = { standing: [], pending: [], appeared: [], resolved: [] };
    const draft = { ...draftOf(ctx, result, nothing, issue), closed: "disabled" };
    return operationOf(ctx, draft, {
        action: "close",
        reason: "not_planned",
        why: "the check is disabled",
        comment: commentOnClosing(changeView(ctx, result, nothing, NO_DIFFERENCE), { kind: "disabled" }),
    });
}
function draftOf(ctx, result, { standing, pending }, issue) {
    const findings = standing.map(({ stored }) => stored);
    const seen = standing.flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
    const { priority, firstSeen, due } = urgencyOf(findings, {
        priority: issue?.state?.priority ?? result.priority,
        at: ctx.facts.run.at,
    });
    const view = {
        run: ctx.run,
        result: shownResult(ctx, result, seen),
        priority,
        firstSeen,
        due,
        fading: standing.length - seen.length,
        pending: pending.length,
        previous: ctx.topics.of(result.check).previousOf(issue),
        showsNames: ctx.rules.showsNames,
    };
    const text = { ...renderCheckIssue(view), gist: stableDigest(view, standing) };
    const wasFullyChecked = result.unknown === undefined;
    return {
        topic: result.check,
        issue,
        closed: null,
        priority,
        findings,
        wasFullyChecked,
        suites: {},
        text: () => text,
    };
}
function changeView(ctx, result, { standing }, { appeared, resolved, resolvedUnnamed, raised }) {
    const ids = new Set(appeared.map(({ ref }) => ref));
    const seen = standing.flatMap(({ finding, stored }) => finding !== undefined && ids.has(stored.ref) ? [finding] : []);
    return {
        run: ctx.run,
        title: result.title,
        appeared: shownFindings(ctx, seen),
        ...ignoredOf(ctx, { resolved, resolvedUnnamed }, ignoredIds(ctx, result.check)),
        standing: standing.length,
        raised,
        showsNames: ctx.rules.showsNames,
    };
}
/** So that the first night does not flood: the others open in the next runs. */
const OPENED_IN_A_RUN = 5;
function planChecks(ctx, tracker) {
    const planned = ctx.facts.report.results
        .filter(({ check }) => !ctx.facts.indexUsage.has(check) && !tracker.newerVersionTopics.includes(check))
        .flatMap((result) => {
        const write = planCheck(ctx, result);
        return write === undefined ? [] : [{ write, priority: result.priority }];
    });
    const changes = planned.filter(({ write }) => write.action !== "open");
    const opens = planned.filter(({ write }) => write.action === "open").sort(core_priority/* byPriority */.mu);
    const room = Math.max(0, OPENED_IN_A_RUN - writtenBy(ctx, tracker));
    return {
        writes: [...opens.slice(0, room), ...changes].map(({ write }) => write),
        waiting: opens.slice(room).map(({ write }) => write.topic),
    };
}
/**
 * Issues of checks that this very run has written already, when it looks again after its own writes. Which of them
 * it opened is not told, so none is opened over the limit. What it wrote it wrote: the number never falls.
 */
function writtenBy({ facts }, { issues }) {
    const checks = new Set(facts.report.results.map(({ check }) => check));
    return issues.filter(({ topic, state }) => checks.has(topic) && state !== null && (0,run_stamp/* isSameRun */.Mf)(state.run, facts.run)).length;
}

// EXTERNAL MODULE: ./.build/src/report/summary/checklist.js
var checklist = __webpack_require__(1005);
// EXTERNAL MODULE: ./.build/src/report/summary/collapsed.js
var collapsed = __webpack_require__(3532);
;// CONCATENATED MODULE: ./.build/src/issues/render/checklist.js










/** An example's time, less than the longest that an attestation may last. */
const ATTESTED = 80 * lib_time/* DAY */.d_;
/** Below this level of detail evidence is cut shorter. */
const LISTED = 10;
const SHORT_EVIDENCE = 150;
/** The issue of the deployment checklist. */
function renderChecklistIssue(view) {
    const content = withinBudget(ISSUE_CHARACTERS, (limits) => checklist_page(view, limits), checklist_head(view));
    return { content, footer: issueFooter(view.run) };
}
function checklist_page(view, limits) {
    const failing = failingOf(view);
    return [
        ...checklist_head(view),
        ...(0,checklist/* checklist */.D4)(view.report, limits.listed < LISTED ? SHORT_EVIDENCE : undefined),
        ...whatToDo(view, limits),
        ...failingChecks(failing, view, limits),
        ...formerIssue(view.previous),
        "<p>This issue closes itself when every box is ticked. What could not be looked at is no tick; a person's word can stand in for it, with a date and an end.</p>",
        ...(view.showsNames ? cutNote(failing.reduce((sum, { result }) => sum + (0,report_limits/* beyond */.wQ)(result, limits), 0)) : []),
    ];
}
function untickedOf({ report }) {
    return report.checklist
        .flatMap(({ items }) => items)
        .filter(({ status }) => status === "fail" || status === "unknown");
}
function checklist_head(view) {
    const { report, run, priority } = view;
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    const unticked = untickedOf(view);
    if (unticked.length === 0)
        return [(0,inline_text/* html */.qy) `<h2>✅ ${target} is ready: ${(0,checklist/* ratio */.CG)((0,checklist/* tallyOf */.sv)(report))} ticked</h2>`];
    const counted = ["fail", "unknown"].flatMap((status) => {
        const number = unticked.filter((item) => item.status === status).length;
        if (number === 0)
            return [];
        return [
            status === "fail"
                ? (0,inline_text/* count */.U9)(number, "box fails", "boxes fail")
                : (0,inline_text/* count */.U9)(number, "is not shown", "are not shown"),
        ];
    });
    return [
        (0,inline_text/* html */.qy) `<h2>${icons/* PRIORITY_ICONS */.sh[priority]} ${target} is not ready: ${(0,checklist/* ratio */.CG)((0,checklist/* tallyOf */.sv)(report))} ticked</h2>`,
        (0,inline_text/* html */.qy) `<p>${(0,inline_text/* list */.p_)(counted)} · ${dueInWords(priority, view.due)} · since ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(view.firstSeen))}</p>`,
    ];
}
/** For each box without a tick: what is in its way, and what mends that. */
function whatToDo(view, limits) {
    const unticked = untickedOf(view);
    if (unticked.length === 0)
        return [];
    const said = new Set();
    return ["### What to do", ...unticked.flatMap((item) => step(item, view, { limits, said }))];
}
/** @param said remedies that stand above already: boxes rest on the same checks */
function step(item, view, { limits, said }) {
    const results = view.report.results.filter(({ check }) => item.checks.includes(check));
    const remedies = results.flatMap((result) => remedy(result, said));
    // Its evidence stands in the table already.
    const why = remedies.length === 0
        ? (0,inline_text/* html */.qy) `: ${(0,inline_text/* renderText */.S5)(item.evidence, limits.sentences === 0 ? SHORT_EVIDENCE : 300)}`
        : (0,html_escape/* trusted */.IZ)("");
    return [
        (0,inline_text/* html */.qy) `<p>${icons/* ITEM_ICONS */.vA[item.status]} <b>${(0,inline_text/* renderText */.S5)(item.title, 120)}</b>${why}</p>`,
        ...(limits.sentences === 0 ? [] : remedies),
        ...(limits.sentences === 0 || item.status !== "unknown" ? [] : attestation(item, view.firstSeen, said)),
    ];
}
function remedy(result, said) {
    if (said.has(result.check))
        return [];
    said.add(result.check);
    if (result.status === "fail" && (result.findings ?? []).length > 0) {
        return [
            (0,inline_text/* html */.qy) `<p>${(0,inline_text/* renderText */.S5)(result.title, 120)}: ${(0,inline_text/* count */.U9)((result.findings ?? []).length, "finding")}, with what mends them, below.</p>`,
        ];
    }
    if (result.unknown?.fix !== undefined && result.unknown.fix.trim() !== "") {
        return [(0,inline_text/* html */.qy) `<p>What mends ${(0,html_escape/* code */.aY)(result.check)}:</p>`, ...(0,unknowns/* fixOfUnknown */.r)(result.unknown.fix)];
    }
    return result.status === "skipped" && result.skipped?.reason === "not-configured"
        ? (0,collapsed/* skippedCheck */.nT)(result)
        : [];
}
/** Lines for a person's word; once is enough to know how. */
function attestation({ id }, from, said) {
    const lines = [
        "checklist:",
        `  ${id}: { attested-by: "@your-login", attested-on: ${(0,lib_time/* toDate */.ay)(from)}, expires: ${(0,lib_time/* toDate */.ay)(from + ATTESTED)}, note: "what was looked at" }`,
    ].join("\n");
    if (said.has("attestation"))
        return [(0,inline_text/* html */.qy) `<p>Or a person attests ${(0,html_escape/* code */.aY)(id)}, as above.</p>`];
    said.add("attestation");
    return ["<p>Or a person who looked attests it in the configuration:</p>", (0,blocks/* fenced */.OF)(lines, "yaml")];
}
/** What the boxes rest on and fails. */
function failingOf(view) {
    const grounds = new Set(untickedOf(view).flatMap(({ checks }) => checks));
    return view.report.results
        .filter(({ check, status }) => status === "fail" && grounds.has(check))
        .map(asInIssue)
        .filter(({ findings }) => findings.length > 0);
}
function failingChecks(failing, { showsNames }, limits) {
    if (failing.length === 0)
        return [];
    return [
        (0,inline_text/* html */.qy) `<h3>What fails: ${(0,inline_text/* count */.U9)(failing.length, "check")}</h3>`,
        ...(showsNames ? [] : [NAMES_REDACTED]),
        ...failing.flatMap((check) => collapsedCheck(check, limits, showsNames)),
    ];
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/issues-by-topic.js


function issuesByTopic({ issues, newerVersionTopics }) {
    const byHome = Map.groupBy([...issues].sort((a, b) => a.number - b.number), ({ topic }) => topic);
    return {
        of: (topic) => issuesOf(byHome.get(topic) ?? []),
        known: [...byHome.keys()].filter((topic) => !newerVersionTopics.includes(topic)),
    };
}
/** @param issues lowest number first */
function issuesOf(issues) {
    const [open, ...duplicates] = issues.filter(({ isOpen }) => isOpen);
    const closed = issues
        .filter(({ isOpen, state }) => !isOpen && state?.closed !== "duplicate")
        .sort(byClosing);
    return {
        issue: open ?? closed[0],
        duplicates,
        previousOf: (issue) => closed.find(({ number }) => issue === undefined || number < issue.number)?.number ?? null,
    };
}
/** Last closed first. GitHub tells whole seconds: of two alike the one that we wrote last was closed last. */
function byClosing(a, b) {
    const writtenAt = ({ state }) => state?.run.at ?? 0;
    return (b.closedAt ?? 0) - (a.closedAt ?? 0) || writtenAt(b) - writtenAt(a) || b.number - a.number;
}
/** The memory that the issue of a home keeps for its suites, as this run names findings. */
function suiteStatesIn(topics, topic, ids) {
    const state = topics.of(topic).issue?.state ?? null;
    return state === null ? {} : (0,rehash/* inIdFormat */.wD)(state, topic, ids).suites;
}
/** One suite's part of it. */
function suiteStateIn(topics, topic, ids, suite) {
    const state = topics.of(topic).issue?.state ?? null;
    return (0,schema/* suiteStateOf */.fv)(state && (0,rehash/* inIdFormat */.wD)(state, topic, ids), suite);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/suite-issue.js





/** One write a run: the plan asks only when memory does not hold this run yet. */
function planSuiteIssue(ctx, suiteIssue) {
    const { standing, difference, change } = suiteIssue;
    const step = nextAction(suiteIssue.issue, standing, ctx.facts.run.at);
    switch (step.kind) {
        case "open": {
            const draft = suiteIssue.draft(undefined);
            return operationOf(ctx, draft, {
                action: "open",
                why: `${change.standing} ${suiteIssue.what[change.standing === 1 ? 0 : 1]}`,
                ...opening(ctx, suiteIssue.title, draft.priority),
            });
        }
        case "update": {
            const draft = suiteIssue.draft(step.issue);
            return operationOf(ctx, draft, {
                action: "update",
                why: inWords(difference),
                ...labels(step.issue, draft),
                ...(isEmpty(difference) ? {} : { comment: commentOnChanges(change) }),
            });
        }
        case "close":
            return operationOf(ctx, { ...suiteIssue.draft(step.issue), closed: "pass" }, {
                action: "close",
                reason: "completed",
                why: "nothing is left",
                comment: commentOnClosing(change, { kind: "pass" }),
            });
        case "reopen": {
            const draft = suiteIssue.draft(step.issue);
            return operationOf(ctx, draft, {
                action: "reopen",
                why: step.why === "came-back" ? "it came back" : inWords(difference),
                ...labels(step.issue, draft),
                comment: commentOnReopening(change, step.why),
            });
        }
        case "settle":
            return operationOf(ctx, { ...suiteIssue.draft(step.issue), closed: "pass" }, { action: "update", why: "its memory" });
        case "rest":
            return step.issue === undefined ? undefined : rest(ctx, suiteIssue, step.issue);
    }
}
/** Memory goes on, and nothing else: what the issue tells of stays as it was. */
function rest(ctx, suiteIssue, issue) {
    const { state } = issue;
    const draft = suiteIssue.draft(issue);
    const told = state !== null && state.idFormat === ctx.ids.idFormat
        ? { closed: state.closed, priority: state.priority, findings: state.findings }
        : { closed: state === null ? "pass" : state.closed };
    return operationOf(ctx, { ...draft, ...told }, { action: "update", why: "its memory" });
}
function labels(issue, { priority }) {
    return priority === null ? { addLabels: [], removeLabels: [] } : relabelling(issue, priority);
}
/** This suite's new slot beside those of the others. */
function keptSuiteStates(ctx, topic) {
    return { ...suiteStatesIn(ctx.topics, topic, ctx.ids), [ctx.facts.report.suite]: ctx.stored.suiteState };
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/checklist-issue.js






/** The deployment checklist: open while a box has no tick. */
function planChecklist(ctx) {
    const { issue } = ctx.topics.of(issues_issue/* CHECKLIST */.VD);
    const items = ctx.facts.report.checklist.flatMap((section) => section.items);
    const unticked = items.filter(({ status }) => status === "fail" || status === "unknown");
    const findings = unticked.map((item) => stored(ctx, item, issue));
    const priority = (0,core_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority));
    const difference = differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority, wasFullyChecked: true }) ??
        NO_DIFFERENCE;
    const titles = new Map(ctx.shown.checklist.flatMap((section) => section.items.map((item) => [refOf(ctx, item.id), item.title])));
    const titleOf = ({ ref }) => titles.get(ref) ?? "";
    const dropped = new Set(items.filter(({ status }) => status === "dropped").map(({ id }) => refOf(ctx, id)));
    // A box that is dropped has no tick: nobody is told that it has.
    const endOf = (finding) => dropped.has(finding.ref) ? `${titleOf(finding)} (dropped from the checklist)` : titleOf(finding);
    const change = {
        run: ctx.run,
        title: "Deployment checklist",
        appeared: difference.appeared.map((finding) => ({
            key: titleOf(finding),
            priority: finding.priority,
            message: titleOf(finding),
            facts: {},
            known: false,
        })),
        resolvedNames: difference.resolved.filter(({ ref }) => titles.has(ref)).map(endOf),
        resolved: difference.resolved.length + difference.resolvedUnnamed,
        standing: findings.length,
        raised: difference.raised,
        showsNames: ctx.rules.showsNames,
        of: "boxes",
    };
    return planSuiteIssue(ctx, {
        title: `Deployment checklist: ${ctx.run.target}`,
        issue,
        standing: {
            isWanted: findings.length > 0,
            isOver: items.length > 0 && findings.length === 0,
            hasNews: difference.appeared.length > 0 || difference.raised !== null,
        },
        difference,
        change,
        what: ["box without a tick", "boxes without a tick"],
        draft: (place) => checklist_issue_draftOf(ctx, place, findings, issue),
    });
}
function checklist_issue_draftOf(ctx, place, findings, known) {
    const { priority, firstSeen, due } = urgencyOf(findings, {
        priority: known?.state?.priority ?? "info",
        at: ctx.facts.run.at,
    });
    return {
        topic: issues_issue/* CHECKLIST */.VD,
        issue: place,
        closed: null,
        priority,
        findings,
        wasFullyChecked: true,
        suites: keptSuiteStates(ctx, issues_issue/* CHECKLIST */.VD),
        text: () => renderChecklistIssue({
            run: ctx.run,
            report: ctx.shown,
            priority,
            firstSeen,
            due,
            previous: ctx.topics.of(issues_issue/* CHECKLIST */.VD).previousOf(place),
            showsNames: ctx.rules.showsNames,
        }),
    };
}
function refOf({ ids }, id) {
    return ids.of(issues_issue/* CHECKLIST */.VD, id);
}
/** A box without a tick is remembered as a finding, from the first run that saw it so. */
function stored(ctx, item, issue) {
    const ref = refOf(ctx, item.id);
    const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : undefined;
    const firstSeen = state?.findings.find((finding) => finding.ref === ref)?.firstSeen ?? ctx.facts.run.at;
    return { ref, priority: priorityOf(ctx, item), firstSeen, runs: 2, missed: 0 };
}
/** As urgent as what stands in the way of its tick. */
function priorityOf({ facts }, { checks, status }) {
    const reasons = facts.report.results.filter((result) => checks.includes(result.check) && (result.status === "fail" || result.unknown !== undefined));
    const priorities = reasons.map((result) => result.priority);
    // A box that fails waits for a deploy; one that nothing was looked up for is its team's to attest.
    const least = status === "fail" ? "high" : "medium";
    return (0,core_priority/* mostUrgent */.tH)([...priorities, ...(status === "fail" || priorities.length === 0 ? [least] : [])]);
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/classify.js


function caseOf(finding, known) {
    const { result, row, history } = known;
    const { key } = finding;
    const scans = numberOf(finding.facts.scans) ?? row?.scans ?? null;
    const seenOnce = history.isPending(result.check, key);
    const drops = finding.destructive === true;
    return {
        finding,
        name: key,
        table: textOf(finding.facts.table) ?? row?.table ?? "",
        bytes: numberOf(finding.facts.size_bytes) ?? row?.bytes ?? null,
        scans,
        sinceLastRun: row === undefined ? { unknown: "not-remembered" } : history.sinceLastRun(row.name, row.scans),
        tableWrites: numberOf(finding.facts.table_writes) ?? row?.tableWrites ?? null,
        unusedSince: unusedSince(finding, history),
        seenOnce,
        drops,
        verdict: drops ? verdictOf(finding, known, seenOnce) : null,
        undo: drops ? undoOf(finding) : null,
    };
}
function verdictOf(finding, known, seenOnce) {
    const { result, facts } = known;
    if (result.unknown !== undefined)
        return { kind: "wait", for: "sight" };
    // What is invalid serves no query, and another index takes over from a duplicate.
    if (result.check !== "unused-indexes")
        return { kind: "safe", since: null };
    const since = silentSince(finding, known);
    const until = since + facts.observedFor;
    if (until > facts.run.at)
        return { kind: "watch", until };
    return seenOnce ? { kind: "wait", for: "second-run" } : { kind: "safe", since };
}
/** What the server tells, but not from before there was such an index. */
function unusedSince({ key, facts }, history) {
    const since = timeOf(facts.unused_since_at);
    if (since === null || numberOf(facts.scans) !== 0)
        return since;
    return Math.max(since, history.appearedAt(key) ?? since);
}
/**
 * Since when its silence is proven: by the time of the last scan, which PostgreSQL 16 and later keep, or by our own
 * runs. A counter at zero tells nothing of the time before the first of them: an index that was made, or rebuilt,
 * yesterday has one too.
 */
function silentSince({ key, facts: columns }, { result, facts, history }) {
    const told = timeOf(columns.unused_since_at) ?? facts.run.at;
    if (numberOf(columns.scans) !== 0)
        return told;
    return Math.max(told, history.watchedSince(result.check, key));
}
/** As it was made; CONCURRENTLY where it was dropped so, for the table is in use. */
function undoOf({ fix, facts }) {
    const definition = textOf(facts.definition);
    if (definition === null)
        return null;
    return fix?.includes(" CONCURRENTLY ") === true
        ? definition.replace(/^CREATE (UNIQUE )?INDEX /, "CREATE $1INDEX CONCURRENTLY ")
        : definition;
}
function timeOf(value) {
    return typeof value === "string" ? (0,lib_time/* fromIso */.ap)(value) : null;
}
function numberOf(value) {
    return typeof value === "number" ? value : null;
}
function textOf(value) {
    return typeof value === "string" ? value : null;
}
/**
 * pgdoctor calls an index with less than 1,000 scans and more than 10,000 writes little used, PgHero one with 50
 * scans or less, however long they took. Here both sides are rates, so that they mean the same after a month and
 * after a year: less than one scan a day, more than 1,000 writes for each, and pgdoctor's 10,000 writes at least.
 */
const SCANS_A_DAY = 1;
const WRITES_A_SCAN = 1_000;
const LEAST_WRITES = 10_000;
/** As small as unused-indexes looks at. */
const LEAST_BYTES = 96 * 1024;
/** What costs the most writes for the fewest scans first. Those that enforce a rule are left alone. */
function hardlyUsedIndexes(rows, facts, history) {
    const { run, observedFor, report } = facts;
    const tablesWindow = facts.windows?.tables;
    const inventory = inventoryIn(facts).indexes;
    if (tablesWindow === undefined || inventory.length === 0)
        return { unknown: "not-looked" };
    const length = tablesWindow.since === null ? 0 : run.at - tablesWindow.since;
    if (length < observedFor)
        return { unknown: "window" };
    const unused = report.results.find(({ check }) => check === "unused-indexes");
    if (unused?.unknown !== undefined)
        return { unknown: "unused-unknown" };
    const indexes = rows
        .filter(({ isUnique, scans, bytes }) => !isUnique && scans > 0 && bytes >= LEAST_BYTES)
        .map((index) => ({
        index,
        scansPerDay: (index.scans * lib_time/* DAY */.d_) / length,
        writesPerScan: index.tableWrites / index.scans,
        sinceLastRun: history.sinceLastRun(index.name, index.scans),
    }))
        .filter(({ index, scansPerDay, writesPerScan }) => scansPerDay < SCANS_A_DAY && writesPerScan > WRITES_A_SCAN && index.tableWrites >= LEAST_WRITES)
        .sort((a, b) => b.writesPerScan - a.writesPerScan);
    return { indexes };
}

// EXTERNAL MODULE: ./.build/src/issues/state/stateful-checks.js
var stateful_checks = __webpack_require__(5176);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/history.js







/** Sizes are compared with the oldest remembered one of so long. */
const GROWTH_WINDOW = 56 * lib_time/* DAY */.d_;
/** By which a stored index is named. */
function indexId(ids, name) {
    const { state } = stateful_checks/* statefulChecks */.E.find(({ id }) => id === checkOfPart("inventory")) ?? {};
    return (0,refs/* storedId */.P)(ids, state?.namespace ?? "", name);
}
function indexHistory(facts, previous, refs) {
    const { at } = facts.run;
    const inventory = checkOfPart("inventory");
    const held = (0,schema/* storedIn */.P3)(previous, inventory)?.list ?? [];
    const before = new Map(held.map((index) => [index.ref, index]));
    const find = (0,rehash/* idFinder */.UF)(refs, facts.system, held, indexId);
    const { suiteState, checks } = updateState(facts, previous, refs);
    const after = new Map(((0,schema/* storedIn */.P3)(suiteState, inventory)?.list ?? []).map((index) => [index.ref, index]));
    const pending = new Map([...checks].map(([id, changes]) => [id, new Set(keysOf(changes.pending))]));
    const firstSeen = new Map([...checks].map(([id, { standing }]) => [
        id,
        new Map(standing.map(({ finding, stored }) => [finding?.key, stored.firstSeen])),
    ]));
    const anew = (0,update_windows/* statisticsReset */.b)(facts, previous);
    const oldestRun = previous?.runs.findLast(({ indexes }) => indexes !== undefined)?.at ?? at;
    return {
        lastRun: previous?.runs[0]?.at ?? null,
        anew,
        sinceLastRun(name, scans) {
            if (previous === undefined || previous.runs.length === 0)
                return { unknown: "first-run" };
            if (anew !== null)
                return { unknown: "clock-anew" };
            const last = before.get(find(name).storedAs);
            if (last === undefined)
                return { unknown: "not-remembered" };
            // Only an index of the same name that was made since then counts less.
            return scans < last.scans ? { unknown: "went-down" } : { scans: scans - last.scans };
        },
        watchedSince: (check, name) => after.get(indexId(refs, name))?.quietSince ?? firstSeen.get(check)?.get(name) ?? at,
        appearedAt(name) {
            const first = after.get(indexId(refs, name))?.firstSeen ?? null;
            return first !== null && first > oldestRun ? first : null;
        },
        isPending: (check, key) => pending.get(check)?.has(key) ?? false,
        oldestSize(name) {
            const sizes = before.get(find(name).storedAs)?.sizes ?? [];
            const oldest = sizes.find(([time]) => time >= at - GROWTH_WINDOW);
            return oldest === undefined ? null : { at: oldest[0], bytes: oldest[1] };
        },
    };
}
function keysOf(findings) {
    return findings.map(({ key }) => key);
}
/**
 * A fifth, as less is what any table in use gains, and 8 MB, as sizes are the server's estimates and a small index
 * doubles without anybody being the worse for it.
 */
const LEAST_SHARE = 0.2;
const history_LEAST_BYTES = 8 * 1024 * 1024;
/** The ones that grew most first. */
function growingIndexes(rows, history) {
    return rows
        .flatMap((index) => {
        const from = history.oldestSize(index.name);
        return from === null || !grew(from.bytes, index.bytes) ? [] : [{ index, from }];
    })
        .sort((a, b) => grownBy(b) - grownBy(a));
}
function grew(before, now) {
    return now - before >= history_LEAST_BYTES && now >= before * (1 + LEAST_SHARE);
}
function grownBy({ index, from }) {
    return index.bytes - from.bytes;
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/evaluate.js



/** @param previous the slot before this run */
function indexUsageOf(facts, previous, refs) {
    const history = indexHistory(facts, previous, refs);
    const of = (check) => casesOf(check, facts, history);
    const duplicates = of("duplicate-indexes");
    const repeated = new Set(duplicates.map(({ name }) => name));
    // One that repeats another may go whatever its use: it is told there.
    const unused = of("unused-indexes").filter(({ name }) => !repeated.has(name));
    const invalid = of("invalid-indexes");
    const told = new Set([...invalid, ...duplicates, ...unused].map(({ name }) => name));
    const rest = inventoryIn(facts).indexes.filter(({ name }) => !told.has(name) && !isIgnored(name, facts));
    const droppable = [...invalid, ...duplicates, ...unused].filter(({ drops }) => drops);
    return {
        at: facts.run.at,
        lastRun: history.lastRun,
        countedSince: facts.windows?.tables?.since ?? null,
        anew: history.anew,
        observedFor: facts.observedFor,
        checks: facts.indexUsage,
        totals: totalsOf(facts),
        invalid,
        duplicates,
        unused,
        foreignKeys: of("foreign-key-indexes"),
        hardlyUsed: hardlyUsedIndexes(rest, facts, history),
        growing: growingIndexes(rest, history),
        reclaim: { all: sum(droppable), now: sum(droppable.filter(({ verdict }) => verdict?.kind === "safe")) },
    };
}
function casesOf(check, facts, history) {
    const result = resultOf(check, facts);
    if (result?.findings === undefined)
        return [];
    const rows = new Map(inventoryIn(facts).indexes.map((row) => [row.name, row]));
    return result.findings
        .map((finding) => caseOf(finding, { result, row: rows.get(finding.key), facts, history }))
        .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || compare(a.name, b.name));
}
/** The run that reached no database, or left the check out, knows of no index at all. */
function totalsOf(facts) {
    if (resultOf("index-sizes", facts)?.status !== "measured")
        return null;
    const { count, bytes } = inventoryIn(facts).smaller;
    return {
        count: inventoryIn(facts).indexes.length + count,
        bytes: inventoryIn(facts).indexes.reduce((total, row) => total + row.bytes, bytes),
    };
}
function resultOf(check, { report }) {
    return report.results.find((result) => result.check === check);
}
/** The team lives with it: it is not told as hardly used instead. */
function isIgnored(name, { report, indexUsage }) {
    return report.ignored.some(({ check, key }) => key === name && indexUsage.has(check));
}
function sum(cases) {
    return { count: cases.length, bytes: cases.reduce((total, { bytes }) => total + (bytes ?? 0), 0) };
}
function compare(a, b) {
    if (a === b)
        return 0;
    return a < b ? -1 : 1;
}

// EXTERNAL MODULE: ./.build/src/report/html/facts-table.js
var facts_table = __webpack_require__(1268);
// EXTERNAL MODULE: ./.build/src/core/window.js
var core_window = __webpack_require__(4647);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-tables.js





/** The first rows in sight, more behind a click; what is beyond is counted at the end of the page. */
function tableOf(columns, rows, limits) {
    const drawn = (some) => (0,html_escape/* table */.tp)(columns, some.map((row) => columns.map((column) => column.of(row))));
    const shown = rows.slice(0, limits.shown);
    const folded = rows.slice(limits.shown, limits.shown + limits.folded);
    return [
        ...(shown.length === 0 ? [] : [drawn(shown)]),
        ...(folded.length === 0 ? [] : (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `${(0,inline_text/* count */.U9)(folded.length, "more row")}`, [drawn(folded)])),
    ];
}
function left(heading, of) {
    return { heading: (0,html_escape/* trusted */.IZ)(heading), of };
}
function right(heading, of) {
    return { heading: (0,html_escape/* trusted */.IZ)(heading), right: true, of };
}
function render_tables_name(text) {
    return (0,html_escape/* code */.aY)(text, 140);
}
/** Two names in one cell, for the numbers want the room. */
function indexOn(index, table) {
    return (0,inline_text/* html */.qy) `${render_tables_name(index)}<br><sub>on ${render_tables_name(table)}</sub>`;
}
function bytes(value) {
    return (0,html_escape/* trusted */.IZ)(value === null ? "—" : (0,values/* formatBytes */.z3)(value));
}
function number(value) {
    return (0,html_escape/* trusted */.IZ)(value === null ? "—" : (0,values/* formatNumber */.ZV)(value));
}
/** `+31 %`, `−4 %`, `12 times`: from ten times on a percentage tells nobody anything. */
function change(before, now) {
    if (now >= 10 * before)
        return `${(0,values/* formatNumber */.ZV)(Math.round(now / before))} times`;
    return `${now >= before ? "+" : "−"}${(0,values/* formatPercent */.l9)((100 * Math.abs(now - before)) / before)}`;
}
function date(time) {
    return (0,html_escape/* trusted */.IZ)(time === null ? "—" : (0,lib_time/* toDate */.ay)(time));
}
const render_tables_NO_DIFFERENCE = {
    "first-run": "first run",
    "clock-anew": "counters began anew",
    "not-remembered": "not known before",
    "went-down": "made anew",
};
/** Scans since the last run, or why nobody can tell. */
function sinceLastRun(since) {
    return "scans" in since ? number(since.scans) : (0,inline_text/* html */.qy) `<i>${(0,html_escape/* trusted */.IZ)(render_tables_NO_DIFFERENCE[since.unknown])}</i>`;
}
/** Whether the index may go, in the words of a cell. */
function isSafeToDrop({ verdict, drops }) {
    if (verdict === null || !drops)
        return (0,html_escape/* trusted */.IZ)("—");
    if (verdict.kind === "safe")
        return (0,html_escape/* trusted */.IZ)("<b>now</b>");
    if (verdict.kind === "watch")
        return (0,inline_text/* html */.qy) `watch until ${date(verdict.until)}`;
    return (0,html_escape/* trusted */.IZ)(verdict.for === "second-run" ? "when the next run agrees" : "when all was seen");
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-head.js







/** The first screen: the verdict, what the indexes cost, since when they were watched, what to do first. */
function indexHead(view) {
    const { usage } = view;
    return [(0,inline_text/* html */.qy) `<h3>${render_head_verdict(view)}</h3>`, ...totals(usage), ...clock(usage), ...first(usage)];
}
function render_head_verdict({ usage, report, run }) {
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    if (report.unreachable !== undefined)
        return (0,inline_text/* html */.qy) `❌ ${target} could not be reached`;
    const problems = [...usage.invalid, ...usage.duplicates, ...usage.unused, ...usage.foreignKeys];
    if (problems.length === 0) {
        const blind = report.results.filter(({ check, unknown }) => usage.checks.has(check) && unknown !== undefined);
        return blind.length === 0
            ? (0,inline_text/* html */.qy) `✅ ${target}: every index earns its keep`
            : (0,inline_text/* html */.qy) `❔ ${target}: no index wrong in sight, but ${(0,inline_text/* count */.U9)(blind.length, "check")} could not look at everything`;
    }
    const kinds = [
        kind(usage.invalid, "invalid index", "invalid indexes"),
        kind(usage.duplicates, "duplicate index", "duplicate indexes"),
        kind(usage.unused, "unused index", "unused indexes"),
        kind(usage.foreignKeys, "foreign key without an index", "foreign keys without an index"),
    ].flat();
    const sign = icons/* PRIORITY_ICONS */.sh[(0,core_priority/* mostUrgent */.tH)(problems.map(({ finding }) => finding.priority))];
    return (0,inline_text/* html */.qy) `${sign} ${target} has ${(0,inline_text/* list */.p_)(kinds)}`;
}
function kind(cases, one, many) {
    return cases.length === 0 ? [] : [(0,inline_text/* count */.U9)(cases.length, one, many)];
}
function totals({ totals: all, reclaim }) {
    if (all === null)
        return [];
    const sizes = (0,inline_text/* html */.qy) `${(0,inline_text/* count */.U9)(all.count, "index takes", "indexes take")} ${(0,html_escape/* trusted */.IZ)((0,values/* formatBytes */.z3)(all.bytes))}.`;
    if (reclaim.all.count === 0)
        return [(0,inline_text/* html */.qy) `<p>${sizes}</p>`];
    const now = reclaim.now.count === 0
        ? (0,html_escape/* trusted */.IZ)("none of it may go yet")
        : (0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)((0,values/* formatBytes */.z3)(reclaim.now.bytes))} of it (${(0,inline_text/* count */.U9)(reclaim.now.count, "index", "indexes")}) may go now`;
    return [
        (0,inline_text/* html */.qy) `<p>${sizes} Dropping what can go would give back <b>${(0,html_escape/* trusted */.IZ)((0,values/* formatBytes */.z3)(reclaim.all.bytes))}</b> (${(0,inline_text/* count */.U9)(reclaim.all.count, "index", "indexes")}); ${now}.</p>`,
    ];
}
/** Since when the counters count, and whether they began anew. */
function clock({ countedSince, anew, lastRun, at, observedFor }) {
    const last = lastRun === null
        ? (0,inline_text/* html */.qy) `This is the first run, so there are no scans since the last one.`
        : (0,inline_text/* html */.qy) `The last run was on ${date(lastRun)}.`;
    if (anew !== null) {
        return [
            (0,inline_text/* html */.qy) `<p>⏱️ The counters of scans began anew on <b>${date(anew.since)}</b>: ${(0,inline_text/* renderText */.S5)(anew.why)}. What they had counted is gone, so no scans since the last run are told, and each silence is watched for ${(0,html_escape/* trusted */.IZ)((0,core_window/* inWords */.r4)(observedFor))} from there. ${last}</p>`,
        ];
    }
    if (countedSince === null)
        return [(0,inline_text/* html */.qy) `<p>${last}</p>`];
    return [
        (0,inline_text/* html */.qy) `<p>Scans and writes are counted since ${date(countedSince)} (${(0,html_escape/* trusted */.IZ)((0,core_window/* inWords */.r4)(at - countedSince))}). ${last}</p>`,
    ];
}
function first(usage) {
    const { invalid, duplicates, unused, foreignKeys } = usage;
    const now = [...duplicates, ...unused].filter(({ verdict: word }) => word?.kind === "safe");
    const watched = unused.flatMap(({ verdict: word }) => (word?.kind === "watch" ? [word.until] : []));
    const waiting = [...duplicates, ...unused].filter(({ verdict: word }) => word?.kind === "wait").length;
    const broken = invalid.length;
    const steps = [
        ...(broken === 0
            ? []
            : [(0,inline_text/* html */.qy) `Mend ${(0,inline_text/* count */.U9)(broken, "invalid index", "invalid indexes")}, which no query can use.`]),
        ...(now.length === 0
            ? []
            : [(0,inline_text/* html */.qy) `Drop ${(0,inline_text/* count */.U9)(now.length, "index", "indexes")} that may go now: ${bytes(sizeOf(now))}.`]),
        ...(foreignKeys.length === 0 ? [] : [(0,inline_text/* html */.qy) `Index ${(0,inline_text/* count */.U9)(foreignKeys.length, "foreign key")}.`]),
        ...(watched.length === 0
            ? []
            : [
                (0,inline_text/* html */.qy) `Wait for ${(0,inline_text/* count */.U9)(watched.length, "unused index", "unused indexes")}: the first may go on ${date(Math.min(...watched))}.`,
            ]),
        ...(waiting === 0
            ? []
            : [(0,inline_text/* html */.qy) `Let the next run look again at ${(0,inline_text/* count */.U9)(waiting, "index", "indexes")}, before anything goes.`]),
    ];
    if (steps.length === 0)
        return [];
    return [
        `<p><b>What to do first</b></p>\n<ol>\n${steps.map((step) => `<li>${step}</li>`).join("\n")}\n</ol>`,
    ];
}
function sizeOf(cases) {
    return cases.reduce((sum, { bytes: size }) => sum + (size ?? 0), 0);
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-sections.js








const index = left("Index", (row) => indexOn(row.name, row.table));
const size = right("Size", (row) => bytes(row.bytes));
const scans = right("Scans", (row) => number(row.scans));
const writes = right("Table writes", (row) => number(row.tableWrites));
const may = left("May go", isSafeToDrop);
/** Each kind of finding with its rows; a section without rows is left out. */
function sections(usage, limits) {
    return [
        ...invalid(usage.invalid, limits),
        ...duplicates(usage, limits),
        ...unused(usage, limits),
        ...foreignKeys(usage.foreignKeys, limits),
        ...hardlyUsed(usage, limits),
        ...growing(usage.growing, limits),
    ];
}
/** Rows that the page leaves out. */
function rowsBeyond(usage, { shown, folded }) {
    const hardly = "indexes" in usage.hardlyUsed ? usage.hardlyUsed.indexes : [];
    return [usage.invalid, usage.duplicates, usage.unused, usage.foreignKeys, hardly, usage.growing].reduce((sum, rows) => sum + Math.max(0, rows.length - shown - folded), 0);
}
function invalid(rows, limits) {
    if (rows.length === 0)
        return [];
    const maintained = left("Costs writes", (row) => (0,facts_table/* cell */.Hn)("maintained", row.finding.facts.maintained_by_writes ?? null));
    const mended = left("Mended by", (row) => (0,html_escape/* trusted */.IZ)(fixedBy(row)));
    return [
        heading("⛔", "Invalid", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>No query can use them. ${more("invalid-indexes")}</p>`,
        ...(0,sentences/* sentencesOf */.c)((0,sentences/* byWording */.S)(rows.map(({ finding }) => finding)), limits.sentences),
        ...tableOf([index, size, maintained, writes, mended], rows, limits),
    ];
}
function fixedBy({ finding, drops }) {
    if (finding.fix === undefined)
        return "hand: see the check's page";
    return drops ? "DROP" : "REINDEX";
}
function duplicates(usage, limits) {
    const rows = usage.duplicates;
    if (rows.length === 0)
        return [];
    // In one cell: two columns of long names would push the numbers off the page.
    const both = left("Index, and the one that stays", (row) => {
        const { identical, kept_index: kept = null } = row.finding.facts;
        const alike = (0,html_escape/* trusted */.IZ)(identical === true ? "identical to" : "begins like");
        return (0,inline_text/* html */.qy) `${index.of(row)}<br><sub>${alike} ${(0,facts_table/* cell */.Hn)("kept", kept)}</sub>`;
    });
    return [
        heading("👯", "Duplicate", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>Another index takes over, whatever the scans say. One that begins the same is larger: a query may read a little more. ${more("duplicate-indexes")}</p>`,
        ...tableOf([both, size, scans, ...lately(usage), writes, may], rows, limits),
    ];
}
function unused(usage, limits) {
    const { unused: rows, observedFor } = usage;
    if (rows.length === 0)
        return [];
    const since = right("Unused since", (row) => date(row.unusedSince));
    const days = (0,inline_text/* count */.U9)(Math.round(observedFor / lib_time/* DAY */.d_), "day");
    return [
        heading("💤", "Unused", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>An index may go after ${days} of silence that our own runs or the server vouch for: a counter at zero tells nothing of the time before the index was there. A yearly report may still want it. ${more("unused-indexes")}</p>`,
        ...tableOf([index, size, scans, ...lately(usage), since, writes, may], rows, limits),
    ];
}
function foreignKeys(rows, limits) {
    if (rows.length === 0)
        return [];
    const facts = (key) => {
        return (row) => (0,facts_table/* cell */.Hn)(key, row.finding.facts[key] ?? null);
    };
    return [
        heading("🔗", "Missing for foreign keys", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>Deleting or re-keying a referenced row reads the whole table below. ${more("foreign-key-indexes")}</p>`,
        ...tableOf([
            left("Table", (row) => render_tables_name(row.table)),
            left("Columns", facts("columns")),
            right("Table size", (row) => bytes(row.bytes)),
            left("References", facts("references")),
            right("Deleted there", facts("referenced_deletes")),
        ], rows, limits),
    ];
}
function hardlyUsed(usage, limits) {
    const { hardlyUsed: told, countedSince } = usage;
    if (!("indexes" in told) || told.indexes.length === 0)
        return [];
    return [
        heading("🐌", "Hardly used", (0,inline_text/* count */.U9)(told.indexes.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>Since ${date(countedSince)} less than one scan a day, and more than 1,000 writes to the table for each, counted on this server alone. None is proposed to go: look first which query, or which foreign key, wants it.</p>`,
        ...tableOf([
            left("Index", (row) => indexOn(row.index.name, row.index.table)),
            right("Size", (row) => bytes(row.index.bytes)),
            right("Scans", (row) => number(row.index.scans)),
            ...lately(usage),
            right("Table writes", (row) => number(row.index.tableWrites)),
            right("Writes for a scan", (row) => number(Math.round(row.writesPerScan))),
        ], told.indexes, limits),
    ];
}
function growing(rows, limits) {
    if (rows.length === 0)
        return [];
    return [
        heading("📈", "Growing", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>By a fifth and ${(0,html_escape/* trusted */.IZ)((0,values/* formatBytes */.z3)(8 * 1024 * 1024))} at least. Where the table did not grow alike, ${(0,inline_text/* renderText */.S5)("`REINDEX INDEX CONCURRENTLY`")} gives the difference back.</p>`,
        ...tableOf([
            left("Index", (row) => indexOn(row.index.name, row.index.table)),
            right("Size", (row) => bytes(row.index.bytes)),
            right("Was", (row) => bytes(row.from.bytes)),
            right("On", (row) => date(row.from.at)),
            right("Grew by", (row) => (0,html_escape/* trusted */.IZ)(growth(row))),
        ], rows, limits),
    ];
}
function growth({ index: now, from }) {
    const more = (0,values/* formatBytes */.z3)(now.bytes - from.bytes);
    return from.bytes === 0 ? more : `${more} (${change(from.bytes, now.bytes)})`;
}
/** The head of the page says why there is nothing to compare with. */
function lately({ lastRun, anew, }) {
    if (lastRun === null || anew !== null)
        return [];
    return [right(`Scans since ${(0,lib_time/* toDate */.ay)(lastRun)}`, (row) => sinceLastRun(row.sinceLastRun))];
}
/** Why, how to decide, how to verify. */
function more(check) {
    return (0,inline_text/* html */.qy) `<a href="${(0,html_escape/* trusted */.IZ)((0,blocks/* documentation */.TH)(check))}">More</a>`;
}
function heading(sign, words, counted) {
    return `### ${sign} ${words}: ${counted}`;
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-sql.js




/** What mends, and what drops with the statement that undoes it. All that drops is commented out. */
function statements(usage, limits) {
    if (limits.statements === 0)
        return [];
    const dropping = [...usage.duplicates, ...usage.unused, ...usage.invalid].filter(({ drops }) => drops);
    const now = dropping.filter(({ verdict }) => verdict?.kind === "safe");
    const later = dropping.filter(({ verdict }) => verdict?.kind !== "safe");
    const blocks = [
        ...(0,summary_fixes/* collapsedFixes */.z1)((0,summary_fixes/* fixBlocks */.mv)(fixes(usage)), limits),
        ...drops((0,inline_text/* html */.qy) `To drop now, commented out: ${(0,inline_text/* count */.U9)(now.length, "index", "indexes")}`, now, limits),
        ...drops((0,inline_text/* html */.qy) `To drop later, commented out: ${(0,inline_text/* count */.U9)(later.length, "index", "indexes")}`, later, limits),
    ];
    return blocks.length === 0 ? [] : ["### Statements", summary_fixes/* PROPOSALS */.ch, ...blocks];
}
function fixes({ invalid, foreignKeys }) {
    const findings = (cases) => cases.filter(({ drops }) => !drops).map(({ finding }) => finding);
    return [
        ...(0,summary_fixes/* fixTextsOf */.DZ)(findings(invalid), "Invalid indexes"),
        ...(0,summary_fixes/* fixTextsOf */.DZ)(findings(foreignKeys), "Indexes for foreign keys"),
    ];
}
function drops(summary, cases, limits) {
    if (cases.length === 0)
        return [];
    const fitting = cases.filter(({ finding, undo }) => (0,blocks/* fits */.lA)(finding.fix ?? "") && (0,blocks/* fits */.lA)(undo ?? ""));
    const kept = fitting.slice(0, limits.statements);
    const rest = cases.length - kept.length;
    return (0,blocks/* collapse */.ap)(summary, [
        "<p>Below each DROP stands what makes the index again. Take away the <code>--</code> of one DROP, and send it alone: CONCURRENTLY runs in no transaction.</p>",
        ...(kept.length === 0 ? [] : [(0,blocks/* fenced */.OF)(kept.map(dropWithUndo).join("\n\n"), "sql")]),
        ...(rest === 0
            ? []
            : [(0,inline_text/* html */.qy) `<p>${(0,inline_text/* count */.U9)(rest, "statement")} not shown here; the report file has all.</p>`]),
    ]);
}
function dropWithUndo({ finding, undo, verdict }) {
    return [
        ...when(verdict),
        (0,blocks/* commentedOut */.ZW)(finding.fix ?? ""),
        ...(undo === null
            ? ["-- Note its definition first (pg_get_indexdef): it is not at hand here."]
            : ["-- undone by", (0,blocks/* commentedOut */.ZW)(undo)]),
    ].join("\n");
}
function when(verdict) {
    if (verdict?.kind === "watch")
        return [`-- Not before ${(0,lib_time/* toDate */.ay)(verdict.until)}:`];
    if (verdict?.kind !== "wait")
        return [];
    return [verdict.for === "second-run" ? "-- When the next run agrees:" : "-- When every server was seen:"];
}

;// CONCATENATED MODULE: ./.build/src/issues/render/trend.js







/** Mermaid's text of bars over time. A picture never carries a fact alone: say it in words beside it. */
function xychart({ title, labels, bars, line }) {
    const top = Math.max(1, ...bars, ...(line ?? []));
    return [
        "xychart-beta",
        `    x-axis [${shortened(labels)
            .map((label) => `"${label}"`)
            .join(", ")}]`,
        `    y-axis "${title}" 0 --> ${top}`,
        `    bar [${bars.join(", ")}]`,
        ...(line === undefined ? [] : [`    line [${line.join(", ")}]`]),
    ].join("\n");
}
/** Without the year, where that keeps them apart: two bars of one label would be one. */
function shortened(labels) {
    const short = labels.map((label) => label.slice(5));
    return new Set(short).size === short.length ? short : labels;
}
/** More dates run into each other under the picture. */
const trend_DAYS = 12;
const SHOWN = ["critical", "high", "medium", "low"];
/** How the findings went over the last runs: a picture, and the same in words. */
function trend(newestFirst) {
    const runs = lastOfEachDay(newestFirst);
    const [first] = runs;
    const last = runs.at(-1);
    if (first === undefined || last === undefined || runs.length < 2)
        return [];
    const all = runs.map(total);
    const urgent = runs.map(urgentOf);
    const chart = xychart({
        title: "Findings",
        labels: runs.map(({ at }) => (0,lib_time/* toDate */.ay)(at)),
        bars: all,
        line: urgent,
    });
    const most = Math.max(...all);
    const peak = runs[all.indexOf(most)] ?? last;
    const words = [
        (0,inline_text/* html */.qy) `Bars are all findings that stand, the line those of critical and high priority.`,
        (0,inline_text/* html */.qy) `From ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(first.at))} to ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(last.at))}: all findings ${went(total(first), total(last))}, critical and high ones ${went(urgentOf(first), urgentOf(last))}; the most were ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(most))}, on ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(peak.at))}.`,
    ];
    return [
        "### Trend",
        (0,blocks/* fenced */.OF)(chart, "mermaid"),
        `<p>${words.join(" ")}</p>`,
        ...(0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `The same in numbers: ${(0,inline_text/* count */.U9)(runs.length, "day")}`, [numbers(runs)]),
    ];
}
/** Oldest first; of a day with many runs the last. */
function lastOfEachDay(newestFirst) {
    const days = new Map();
    for (const run of newestFirst) {
        const day = (0,lib_time/* toDate */.ay)(run.at);
        if (!days.has(day))
            days.set(day, run);
    }
    return [...days.values()].slice(0, trend_DAYS).reverse();
}
function total({ findings }) {
    return core_priority/* PRIORITIES */.BE.reduce((sum, priority) => sum + (findings[priority] ?? 0), 0);
}
function urgentOf({ findings }) {
    return (findings.critical ?? 0) + (findings.high ?? 0);
}
/** `went from 3 to 5`, `stayed at 3`. */
function went(before, now) {
    return before === now
        ? (0,inline_text/* html */.qy) `stayed at ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(now))}`
        : (0,inline_text/* html */.qy) `went from ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(before))} to ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(now))}`;
}
const CONCLUSIONS = {
    pass: "✅ pass",
    fail: "❌ fail",
    unknown: "❔ could not look",
};
function numbers(runs) {
    const columns = [
        { heading: (0,html_escape/* trusted */.IZ)("Last run of") },
        { heading: (0,html_escape/* trusted */.IZ)("Conclusion") },
        ...SHOWN.map((priority) => ({
            heading: (0,html_escape/* trusted */.IZ)(`${icons/* PRIORITY_ICONS */.sh[priority]} ${priority}`),
            right: true,
        })),
    ];
    return (0,html_escape/* table */.tp)(columns, runs
        .toReversed()
        .map(({ at, conclusion, findings }) => [
        (0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(at)),
        (0,html_escape/* trusted */.IZ)(CONCLUSIONS[conclusion]),
        ...SHOWN.map((priority) => (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(findings[priority] ?? 0))),
    ]));
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-trend.js







/** More dates run into each other under the picture. */
const render_trend_DAYS = 12;
const UNITS = [
    { name: "GB", bytes: 1024 ** 3 },
    { name: "MB", bytes: 1024 ** 2 },
    { name: "kB", bytes: 1024 },
];
/** How size and number of the indexes went over the weeks: pictures, and the same in words. */
function indexTrend(newestFirst, { at, totals }) {
    const points = render_trend_lastOfEachDay(newestFirst, totals === null ? undefined : { at, ...totals });
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined)
        return [];
    if (points.length < 2) {
        return ["### Trend", "<p>Two days of runs make a picture; this is the first.</p>"];
    }
    const largest = Math.max(...points.map(({ bytes }) => bytes));
    const unit = UNITS.find(({ bytes }) => largest >= bytes) ?? UNITS[2];
    const labels = points.map(({ at: time }) => (0,lib_time/* toDate */.ay)(time));
    const inUnit = points.map(({ bytes }) => Math.round((bytes / unit.bytes) * 10) / 10);
    return [
        "### Trend",
        picture(`Index size ${unit.name}`, labels, inUnit),
        picture("Number of indexes", labels, points.map((point) => point.count)),
        (0,inline_text/* html */.qy) `<p>From ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(first.at))} to ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(last.at))}: ${sizeWent(first, last)}, and ${numberWent(first, last)}.</p>`,
        ...(0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `The same in numbers: ${(0,inline_text/* count */.U9)(points.length, "day")}`, [render_trend_numbers(points)]),
    ];
}
/** Low, for there are two of them. */
const LOW = '%%{init: {"xyChart": {"height": 220}}}%%';
function picture(title, labels, bars) {
    return (0,blocks/* fenced */.OF)(`${LOW}\n${xychart({ title, labels, bars })}`, "mermaid");
}
/** Oldest first; of a day with many runs the last. This run is a point of its own until memory has it. */
function render_trend_lastOfEachDay(newestFirst, now) {
    const stored = newestFirst.flatMap(({ at, indexes }) => indexes === undefined ? [] : [{ at, ...indexes }]);
    const days = new Map();
    for (const point of now === undefined ? stored : [now, ...stored]) {
        const day = (0,lib_time/* toDate */.ay)(point.at);
        if (!days.has(day))
            days.set(day, point);
    }
    return [...days.values()].slice(0, render_trend_DAYS).reverse();
}
function sizeWent(first, last) {
    const [before, now] = [(0,values/* formatBytes */.z3)(first.bytes), (0,values/* formatBytes */.z3)(last.bytes)];
    if (before === now)
        return (0,inline_text/* html */.qy) `the indexes' size stayed at ${(0,html_escape/* trusted */.IZ)(now)}`;
    const by = first.bytes === 0 ? "" : ` (${change(first.bytes, last.bytes)})`;
    return (0,inline_text/* html */.qy) `the indexes' size went from ${(0,html_escape/* trusted */.IZ)(before)} to ${(0,html_escape/* trusted */.IZ)(now + by)}`;
}
function numberWent(first, last) {
    return first.count === last.count
        ? (0,inline_text/* html */.qy) `their number stayed at ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(last.count))}`
        : (0,inline_text/* html */.qy) `their number from ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(first.count))} to ${(0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(last.count))}`;
}
function render_trend_numbers(points) {
    return (0,html_escape/* table */.tp)([
        { heading: (0,html_escape/* trusted */.IZ)("Last run of") },
        { heading: (0,html_escape/* trusted */.IZ)("Indexes"), right: true },
        { heading: (0,html_escape/* trusted */.IZ)("Size"), right: true },
    ], points
        .toReversed()
        .map((point) => [
        (0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(point.at)),
        (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(point.count)),
        (0,html_escape/* trusted */.IZ)((0,values/* formatBytes */.z3)(point.bytes)),
    ]));
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render.js












/** The weekly issue, home of the index checks. */
function renderIndexUsage(view) {
    const content = withinBudget(ISSUE_CHARACTERS, (limits) => render_page(view, limits), [
        ...indexHead(view),
        ...render_counts(view),
    ]);
    return { content, footer: issueFooter(view.run) };
}
function render_page(view, limits) {
    const { usage, runs, showsNames } = view;
    return [
        ...indexHead(view),
        ...(showsNames ? sections(usage, limits) : [NAMES_REDACTED, ...render_counts(view)]),
        ...couldNotLook(view, limits),
        ...(showsNames ? [...statements(usage, limits), ...grounds(view)] : []),
        ...indexTrend(runs, usage),
        ...(showsNames ? eachTable(view, limits) : []),
        ...formerIssue(view.previous),
        CLOSING,
        ...(showsNames ? cutNote(rowsBeyond(usage, limits)) : []),
    ];
}
const CLOSING = "<p>This issue closes itself when all index checks pass. An unused index is told when two runs in a row see it, and gone when two do not; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Sizes are the server's estimates, as VACUUM and ANALYZE keep them.</p>";
/** In place of names. */
function render_counts({ usage }) {
    const hardly = "indexes" in usage.hardlyUsed ? usage.hardlyUsed.indexes.map(({ index }) => index) : [];
    const kinds = [
        ["⛔ Invalid", usage.invalid],
        ["👯 Duplicate", usage.duplicates],
        ["💤 Unused", usage.unused],
        ["🐌 Hardly used", hardly],
        ["📈 Growing", usage.growing.map(({ index }) => index)],
    ];
    const rows = kinds
        .filter(([, indexes]) => indexes.length > 0)
        .map(([words, indexes]) => [
        (0,html_escape/* trusted */.IZ)(words),
        (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(indexes.length)),
        bytes(indexes.reduce((sum, index) => sum + (index.bytes ?? 0), 0)),
    ]);
    if (usage.foreignKeys.length > 0) {
        rows.push([
            (0,html_escape/* trusted */.IZ)("🔗 Missing for foreign keys"),
            (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(usage.foreignKeys.length)),
            (0,html_escape/* trusted */.IZ)("—"),
        ]);
    }
    if (rows.length === 0)
        return [];
    const headings = [
        { heading: (0,html_escape/* trusted */.IZ)("Kind") },
        { heading: (0,html_escape/* trusted */.IZ)("Indexes"), right: true },
        { heading: (0,html_escape/* trusted */.IZ)("Size"), right: true },
    ];
    return [(0,html_escape/* table */.tp)(headings, rows)];
}
/** What could not be looked at, and what mends it. */
function couldNotLook({ usage, report }, limits) {
    const results = report.results.filter(({ check }) => usage.checks.has(check));
    const blind = results.filter(({ unknown }) => unknown !== undefined);
    const skipped = results.filter(({ status }) => status === "skipped");
    const doubt = "unknown" in usage.hardlyUsed ? DOUBTS[usage.hardlyUsed.unknown] : "";
    const lines = blind.map(({ title, unknown, findings }) => (0,inline_text/* html */.qy) `<li><b>${(0,inline_text/* renderText */.S5)(title)}</b>${(0,html_escape/* trusted */.IZ)((findings ?? []).length > 0 ? ", in part" : "")}: ${(0,inline_text/* renderText */.S5)(unknown?.detail ?? "")}</li>`);
    const fixes = [...new Set(blind.flatMap(({ unknown }) => unknown?.fix ?? []))].filter((fix) => fix.trim() !== "");
    const kept = fixes.slice(0, Math.max(2, limits.sentences));
    return [
        ...(lines.length === 0
            ? []
            : [(0,inline_text/* html */.qy) `<h3>❔ Could not look</h3>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`]),
        ...(kept.length === 0 ? [] : ["<p>What mends it:</p>", ...kept.flatMap(unknowns/* fixOfUnknown */.r)]),
        ...(doubt === "" ? [] : [(0,inline_text/* html */.qy) `<p>🐌 Hardly used indexes: ${(0,html_escape/* trusted */.IZ)(doubt)}</p>`]),
        ...(skipped.length === 0
            ? []
            : [(0,inline_text/* html */.qy) `<p>➖ Not looked at: ${(0,inline_text/* list */.p_)(skipped.map(({ title }) => (0,inline_text/* renderText */.S5)(title)))}.</p>`]),
    ];
}
const DOUBTS = {
    "not-looked": "",
    window: "they are told once the counters have counted as long as an unused index is watched for.",
    "unused-unknown": "the counters can't tell them either, for the reason that the unused ones have.",
};
const TABLES = 15;
/** The dashboard: where the indexes' room goes. */
function eachTable({ report }, limits) {
    const rows = report.results.find(({ check }) => check === "index-sizes")?.measurements ?? [];
    const kept = rows.slice(0, Math.min(TABLES, limits.listed));
    if (kept.length === 0)
        return [];
    const rest = rows.length - kept.length;
    return (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `📊 Indexes of each table: the first ${kept.length} of ${(0,inline_text/* count */.U9)(rows.length, "row")}`, [
        (0,facts_table/* factsTable */.wd)(kept),
        ...(rest === 0 ? [] : ["<p>The summary of the run below has more of them.</p>"]),
    ]);
}
/** What the verdict on unused indexes rests on: which servers were counted, since when. */
function grounds({ report }) {
    const rows = report.results.find(({ check }) => check === "unused-indexes")?.measurements ?? [];
    return rows.length === 0
        ? []
        : (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `Where scans were counted: ${(0,inline_text/* count */.U9)(rows.length, "row")}`, [(0,facts_table/* factsTable */.wd)(rows.slice(0, 12))]);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/index-usage-issue.js






/** The weekly index usage: open while an index check has something to tell. */
function planIndexUsage(ctx) {
    const { issue } = ctx.topics.of(issues_issue/* INDEX_USAGE */.D6);
    const results = ctx.facts.report.results.filter(({ check }) => ctx.facts.indexUsage.has(check));
    const wasFullyChecked = results.every(({ unknown, skipped }) => unknown === undefined && skipped === undefined);
    const told = reportedNow(ctx, results, issue);
    const findings = [...told.values()].map(({ stored }) => stored);
    const difference = differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority: null, wasFullyChecked }) ??
        NO_DIFFERENCE;
    const isFirst = ctx.previous === undefined;
    const isSeen = results.some(({ status, unknown }) => status === "fail" || unknown !== undefined);
    // An issue that is open stays so until nothing is left; a closed one waits for what two runs agree on.
    const isWanted = findings.length > 0 || (isSeen && (isFirst || issue?.isOpen !== false));
    const ids = new Set(difference.appeared.map(({ ref }) => ref));
    const appeared = [...told.values()].flatMap(({ stored, finding }) => finding !== undefined && ids.has(stored.ref) ? [finding] : []);
    const ignored = new Set(results.flatMap(({ check }) => [...ignoredIds(ctx, check)].map((ref) => refIn(check, ref))));
    const change = {
        run: ctx.run,
        title: "Index usage",
        appeared: shownFindings(ctx, appeared),
        ...ignoredOf(ctx, difference, ignored, nameIn),
        standing: findings.length,
        raised: null,
        showsNames: ctx.rules.showsNames,
    };
    return planSuiteIssue(ctx, {
        title: `Index usage: ${ctx.run.target}`,
        issue,
        standing: {
            isWanted,
            isOver: !isWanted && isEveryIndexFine(results),
            hasNews: difference.appeared.length > 0,
        },
        difference,
        change,
        what: ["finding", "findings"],
        draft: (place) => index_usage_issue_draftOf(ctx, place, findings, wasFullyChecked),
    });
}
function index_usage_issue_draftOf(ctx, place, findings, wasFullyChecked) {
    return {
        topic: issues_issue/* INDEX_USAGE */.D6,
        issue: place,
        closed: null,
        priority: null,
        findings,
        wasFullyChecked,
        suites: keptSuiteStates(ctx, issues_issue/* INDEX_USAGE */.D6),
        text: () => renderIndexUsage({
            run: ctx.run,
            report: ctx.shown,
            usage: indexUsageOf(ctx.facts, ctx.previous, ctx.ids),
            runs: ctx.stored.suiteState.runs,
            previous: ctx.topics.of(issues_issue/* INDEX_USAGE */.D6).previousOf(place),
            showsNames: ctx.rules.showsNames,
        }),
    };
}
/**
 * What stands. A new issue tells of everything that its first run sees, and keeps it until it is seen no more;
 * what is seen later waits for the second run.
 */
function reportedNow(ctx, results, issue) {
    const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : null;
    const held = state === null ? undefined : new Set(state.findings.map(({ ref }) => ref));
    const isClosed = issue !== undefined && !issue.isOpen;
    const told = new Map();
    for (const { check } of results) {
        const { standing = [], pending = [] } = ctx.stored.checks.get(check) ?? {};
        for (const { stored, finding } of standing) {
            const ref = refIn(check, stored.ref);
            const named = { ...stored, ref };
            told.set(ref, finding === undefined ? { stored: named } : { stored: named, finding });
        }
        for (const finding of pending) {
            const ref = refIn(check, ctx.ids.of(check, finding.key));
            if (told.has(ref) || (held === undefined ? isClosed : !held.has(ref)))
                continue;
            const { priority } = finding;
            told.set(ref, {
                stored: { ref, priority, firstSeen: ctx.facts.run.at, runs: 1, missed: 0 },
                finding,
            });
        }
    }
    return told;
}
/** One index may be invalid and unused: the issue tells of both. */
function refIn(check, ref) {
    return `${check} ${ref}`;
}
function nameIn({ ref }) {
    return ref.slice(ref.indexOf(" ") + 1);
}
/** A check that nobody asked for is no obstacle; one that could not look is. */
function isEveryIndexFine(results) {
    const isFine = ({ status, skipped, unknown }) => unknown === undefined &&
        (status === "pass" ||
            status === "measured" ||
            skipped?.reason === "disabled" ||
            skipped?.reason === "not-applicable");
    return results.length > 0 && results.every(isFine);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/merge-open-issues.js



/**
 * This suite's slot, with what open issues tell of. Where memory was lost, had no room, or another suite opened
 * the issue, its findings stand all the same: none is taken for new, none for gone at the first glance.
 */
function mergeOpenIssues(facts, suiteState, topics, ids) {
    const checks = facts.report.results
        .filter(({ check }) => !facts.indexUsage.has(check))
        .flatMap((result) => {
        const { issue } = topics.of(result.check);
        const told = issue?.isOpen === true ? reportedIn(issue, result, facts, ids) : [];
        const stored = told.length === 0 ? undefined : merge_open_issues_joined(suiteState, result, told, facts);
        return stored === undefined ? [] : [[result.check, stored]];
    });
    if (checks.length === 0)
        return suiteState;
    const known = suiteState ?? schema/* EMPTY_SUITE_STATE */.He;
    return { ...known, checks: { ...known.checks, ...Object.fromEntries(checks) } };
}
function reportedIn({ state }, { check, findings = [] }, { run }, ids) {
    if (state !== null && isSupersededBy(state.run, run))
        return [];
    if (state !== null)
        return (0,rehash/* inIdFormat */.wD)(state, check, ids).findings.map(standing);
    // What a broken block told of is taken to be what this run sees.
    return findings.map(({ key, priority }) => standing({ ref: ids.of(check, key), priority, firstSeen: run.at, runs: 2, missed: 0 }));
}
function standing(finding) {
    return { ...finding, runs: 2, missed: 0 };
}
function merge_open_issues_joined(suiteState, { check }, told, { run }) {
    const known = (0,schema/* checkIn */.is)(suiteState, check);
    if (known === undefined) {
        const findings = [...told];
        return { status: "fail", since: run.at, at: run.at, unknownSince: null, findings, leftOut: 0 };
    }
    const ids = new Set(told.map(({ ref }) => ref));
    const stored = new Set(known.findings.map(({ ref }) => ref));
    // What this very run has forgotten is gone, unless there was no room for it.
    const isForgotten = (0,schema/* holdsRun */.gM)(suiteState, run) && known.leftOut === 0;
    const missing = isForgotten ? [] : told.filter(({ ref }) => !stored.has(ref));
    const agreed = known.findings.map((finding) => !(0,schema/* isConfirmed */.it)(finding) && ids.has(finding.ref) ? standing(finding) : finding);
    return { ...known, findings: [...agreed, ...missing] };
}

// EXTERNAL MODULE: ./.build/src/core/finding.js
var core_finding = __webpack_require__(5666);
;// CONCATENATED MODULE: ./.build/src/issues/render/check-states.js










/** Every check fits in at any level of detail; a team's own may be many. */
const ROWS = 60;
/** Every check and its state: what wants a person in sight, the rest behind a click. */
function statesOfChecks(rows, limits) {
    const most = Math.max(ROWS, limits.listed);
    const inSight = rows.filter(wantsPerson).toSorted(byUrgency);
    const others = rows.filter((row) => !wantsPerson(row)).toSorted(byStatus);
    return [
        ...(inSight.length === 0 ? [] : [stateTable(inSight.slice(0, most)), ...check_states_more(inSight.length - most)]),
        ...(others.length === 0
            ? []
            : (0,blocks/* collapse */.ap)(countedByStatus(others), [
                shortTable(others.slice(0, most)),
                ...check_states_more(others.length - most),
            ])),
    ];
}
function wantsPerson({ status, unknownSince, pending }) {
    return status === "fail" || status === "unknown" || unknownSince !== null || pending > 0;
}
function byUrgency(a, b) {
    const order = (row) => (row.status === "fail" ? 0 : 1);
    return order(a) - order(b) || (0,core_priority/* byPriority */.mu)(a, b);
}
function byStatus(a, b) {
    return core_finding/* STATUSES */.f.indexOf(a.status) - core_finding/* STATUSES */.f.indexOf(b.status);
}
function check_states_more(rest) {
    return rest <= 0 ? [] : [(0,inline_text/* html */.qy) `<p>and ${(0,inline_text/* count */.U9)(rest, "other check")}</p>`];
}
/** `20 pass, 3 skipped`, with their signs. */
function countedByStatus(rows) {
    return (0,inline_text/* list */.p_)(core_finding/* STATUSES */.f.flatMap((status) => {
        const number = rows.filter((row) => row.status === status).length;
        return number === 0 ? [] : [state(status, `${(0,values/* formatNumber */.ZV)(number)} `)];
    }));
}
/** Sign and word. */
function state(status, before = "") {
    return (0,html_escape/* trusted */.IZ)(`${icons/* STATUS_ICONS */.I[status]} ${before}${counts/* STATUS_WORDS */.ly[status]}`);
}
function stateTable(rows) {
    return check_states_tableOf(["State", "Check", "Priority", "Findings", "Since", "Issue"], rows, (row) => [
        state(row.status),
        (0,inline_text/* renderText */.S5)(row.title, 120),
        row.status === "fail" ? (0,html_escape/* trusted */.IZ)(`${icons/* PRIORITY_ICONS */.sh[row.priority]} ${row.priority}`) : (0,html_escape/* trusted */.IZ)("—"),
        findings(row),
        (0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(row.since)),
        row.issue === null ? (0,html_escape/* trusted */.IZ)("—") : reference(row.issue),
    ]);
}
function shortTable(rows) {
    return check_states_tableOf(["State", "Check", "Since", "Last run"], rows, (row) => [
        state(row.status),
        (0,inline_text/* renderText */.S5)(row.title, 120),
        (0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(row.since)),
        (0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(row.at)),
    ]);
}
function check_states_tableOf(headings, rows, cells) {
    return (0,html_escape/* table */.tp)(headings.map((heading) => ({ heading: (0,html_escape/* trusted */.IZ)(heading) })), rows.map(cells));
}
function findings({ standing, pending }) {
    const once = (0,html_escape/* trusted */.IZ)(`${(0,values/* formatNumber */.ZV)(pending)} seen once`);
    if (standing === 0)
        return pending === 0 ? (0,html_escape/* trusted */.IZ)("—") : once;
    const stand = (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(standing));
    return pending === 0 ? stand : (0,inline_text/* html */.qy) `${stand} + ${once}`;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/changes.js






const changes_NAME_LENGTH = 120;
const changes_MESSAGE_LENGTH = 200;
const LEAST_CHECKS = 10;
/** What became of the checks since the last run. */
function changesSince(view, limits) {
    const { previousRun, changes } = view;
    if (previousRun === null) {
        return ["<p>This is the first run that is remembered: changes are told from the next one on.</p>"];
    }
    const since = (0,inline_text/* html */.qy) `Since the run of ${(0,html_escape/* trusted */.IZ)(moment(previousRun))}`;
    if (changes.length === 0)
        return [(0,inline_text/* html */.qy) `<p>${since} nothing changed.</p>`];
    const most = Math.max(LEAST_CHECKS, limits.listed);
    const lines = changes.slice(0, most).map((change) => (0,inline_text/* html */.qy) `<li>${told(change, view, limits)}</li>`);
    const rest = changes.length - lines.length;
    if (rest > 0)
        lines.push((0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(rest, "other check")}</li>`);
    return [(0,inline_text/* html */.qy) `<h3>What changed</h3>\n<p>${since}:</p>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`];
}
function told(change, { showsNames }, limits) {
    const { before, now, appeared, resolved } = change;
    const turned = before !== null && before !== now
        ? (0,inline_text/* html */.qy) `: ${state(before)} → ${state(now)}`
        : (0,html_escape/* trusted */.IZ)(before === null ? ": looked at for the first time" : "");
    const counts = [
        ...(appeared.length > 0 ? [(0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(String(appeared.length))} new`] : []),
        ...(resolved > 0 ? [(0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(String(resolved))} resolved`] : []),
    ];
    const numbers = counts.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `, ${(0,inline_text/* list */.p_)(counts)}`;
    return (0,inline_text/* html */.qy) `<b>${(0,inline_text/* renderText */.S5)(change.title, changes_NAME_LENGTH)}</b>${turned}${numbers}${names(change, showsNames, limits)}`;
}
function names({ appeared, resolvedNames, resolved }, showsNames, limits) {
    if (!showsNames)
        return appeared.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) ` (${(0,failing/* prioritiesOf */.ox)(appeared)})`;
    const most = limits.sentences;
    const lines = [
        ...appeared
            .slice(0, most)
            .map(({ priority, message }) => (0,inline_text/* html */.qy) `<li>${icons/* PRIORITY_ICONS */.sh[priority]} ${(0,inline_text/* renderText */.S5)(message, changes_MESSAGE_LENGTH)}</li>`),
        ...changes_rest(appeared.length - most, most, "new"),
        ...resolvedNames.slice(0, most).map((name) => (0,inline_text/* html */.qy) `<li>✅ ${(0,html_escape/* code */.aY)(name, changes_NAME_LENGTH)}</li>`),
        ...changes_rest(resolved - Math.min(most, resolvedNames.length), most, "resolved"),
    ];
    return lines.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`;
}
function changes_rest(number, most, word) {
    return number <= 0 || most === 0
        ? []
        : [(0,inline_text/* html */.qy) `<li>and ${(0,html_escape/* trusted */.IZ)(String(number))} more ${(0,html_escape/* trusted */.IZ)(word)}</li>`];
}

;// CONCATENATED MODULE: ./.build/src/issues/render/unknowns.js




const LEAST = 5;
/** What could not be looked at, since when, and what mends it. */
function unknownSinceText({ rows, report }, limits) {
    const unknown = rows.filter(({ status, unknownSince }) => status === "unknown" || unknownSince !== null);
    if (unknown.length === 0)
        return [];
    const most = Math.max(LEAST, limits.listed);
    const causes = [...alike(unknown)];
    const lines = causes.slice(0, most).map(([cause, titles]) => {
        const kept = titles.slice(0, most);
        const rest = titles.length > most ? (0,inline_text/* html */.qy) ` · and ${(0,inline_text/* count */.U9)(titles.length - most, "other check")}` : (0,html_escape/* trusted */.IZ)("");
        return (0,inline_text/* html */.qy) `<li>${(0,html_escape/* trusted */.IZ)(cause)}<br><sub>${(0,html_escape/* trusted */.IZ)(kept.join(" · "))}${rest}</sub></li>`;
    });
    if (causes.length > most)
        lines.push((0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(causes.length - most, "other cause")}</li>`);
    const fixes = new Set(report.results.flatMap(({ unknown }) => unknown?.fix === undefined || unknown.fix.trim() === "" ? [] : [unknown.fix]));
    const shown = [...fixes].slice(0, limits.sentences);
    const unsaid = fixes.size - shown.length;
    return [
        (0,inline_text/* html */.qy) `<h3>❔ Could not look: ${(0,inline_text/* count */.U9)(unknown.length, "check")}</h3>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`,
        ...(shown.length === 0 ? [] : ["<p>What mends it:</p>", ...shown.flatMap(unknowns/* fixOfUnknown */.r)]),
        ...(unsaid > 0
            ? [(0,inline_text/* html */.qy) `<p>and ${(0,inline_text/* count */.U9)(unsaid, "other remedy", "other remedies")}, in the summary of the run below</p>`]
            : []),
    ];
}
/** Twenty checks may lack the same: it is said once. */
function alike(rows) {
    const causes = new Map();
    for (const row of rows) {
        const since = (0,inline_text/* html */.qy) `<b>Since ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(row.unknownSince ?? row.since))}</b>`;
        const cause = row.blindness === undefined
            ? (0,inline_text/* html */.qy) `${since}, as its last run on ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(row.at))} told; this run did not look`
            : (0,inline_text/* html */.qy) `${since}: ${(0,inline_text/* renderText */.S5)(row.blindness)}`;
        causes.set(cause, [...(causes.get(cause) ?? []), (0,inline_text/* renderText */.S5)(row.title, 120)]);
    }
    return causes;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/overview.js










/** Titles in one paragraph; more are counted. */
const TITLES = 30;
/** The one issue that is always open: every check and its state. */
function renderOverview(view) {
    const lower = withoutIssue(view);
    const content = withinBudget(OVERVIEW_CHARACTERS, (limits) => overview_page(view, lower, limits), overview_head(view));
    return { content, footer: issueFooter(view.run) };
}
function overview_page(view, lower, limits) {
    return [
        ...overview_head(view),
        ...statesOfChecks(view.rows, limits),
        ...changesSince(view, limits),
        ...unknownSinceText(view, limits),
        ...waiting(view),
        ...pending(view),
        ...lowerFindings(lower, view, limits),
        ...ofOtherRuns(view),
        ...trend(view.runs),
        ...nextReview(view),
        ...leftOut(view),
        ...(view.showsNames ? cutNote(lower.reduce((sum, { result }) => sum + (0,report_limits/* beyond */.wQ)(result, limits), 0)) : []),
    ];
}
/** The verdict in one line, and where else to look. */
function overview_head({ rows, run, report, checklistIssue, indexUsageIssue }) {
    const others = [
        ...(checklistIssue === null ? [] : [(0,inline_text/* html */.qy) `Deployment checklist: ${reference(checklistIssue)}`]),
        ...(indexUsageIssue === null ? [] : [(0,inline_text/* html */.qy) `Index usage: ${reference(indexUsageIssue)}`]),
    ];
    return [
        (0,inline_text/* html */.qy) `<h2>${overview_verdict(rows, (0,html_escape/* code */.aY)(run.target, 80), report.unreachable !== undefined)}</h2>`,
        ...(report.unreachable === undefined
            ? []
            : [(0,inline_text/* html */.qy) `<p><b>What to do:</b> ${(0,inline_text/* renderText */.S5)(report.unreachable, 2_000)}</p>`]),
        ...(others.length === 0 ? [] : [`<p>${others.join(" · ")}</p>`]),
    ];
}
function overview_verdict(rows, target, isUnreachable) {
    const failing = rows.filter(({ status }) => status === "fail");
    const unknown = rows.filter(({ status }) => status === "unknown").length;
    const passing = rows.filter(({ status }) => status === "pass").length;
    const andUnknown = unknown === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `, ${(0,inline_text/* count */.U9)(unknown, "check")} could not look`;
    if (isUnreachable)
        return (0,inline_text/* html */.qy) `❌ ${target} could not be reached by the last run`;
    if (failing.length > 0) {
        const counted = core_priority/* PRIORITIES */.BE.flatMap((priority) => {
            const number = failing.filter((row) => row.priority === priority).length;
            return number === 0 ? [] : [(0,inline_text/* count */.U9)(number, priority, priority)];
        });
        const verb = (0,html_escape/* trusted */.IZ)(failing.length === 1 ? "fails" : "fail");
        return (0,inline_text/* html */.qy) `❌ ${target}: ${(0,inline_text/* count */.U9)(failing.length, "check")} ${verb} (${(0,inline_text/* list */.p_)(counted)})${andUnknown}`;
    }
    if (unknown > 0)
        return (0,inline_text/* html */.qy) `❔ ${target}: nothing wrong in sight, but ${(0,inline_text/* count */.U9)(unknown, "check")} could not look`;
    if (passing === 0)
        return (0,inline_text/* html */.qy) `❔ ${target}: no check gave a verdict yet`;
    return (0,inline_text/* html */.qy) `✅ ${target}: ${passing === 1 ? (0,html_escape/* trusted */.IZ)("its one check passes") : (0,inline_text/* html */.qy) `all ${(0,inline_text/* count */.U9)(passing, "check")} that gave a verdict pass`}`;
}
/** Failing checks that no issue tells of: too little urgent, or the issue waits for the next run. */
function withoutIssue({ report, rows }) {
    const topics = new Map(rows.map(({ check, issue }) => [check, issue]));
    const isHere = ({ check, status }) => status === "fail" && (topics.get(check) ?? null) === null;
    return report.results
        .filter(isHere)
        .map(asInIssue)
        .filter(({ findings }) => findings.length > 0)
        .toSorted((a, b) => (0,core_priority/* byPriority */.mu)(a.result, b.result));
}
function lowerFindings(lower, { showsNames }, limits) {
    if (lower.length === 0)
        return [];
    const blocks = limits.shown === 0
        ? titles(lower, ({ result, findings }) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(result.title, 120)} (${(0,inline_text/* count */.U9)(findings.length, "finding")})`)
        : lower.flatMap((check) => collapsedCheck(check, limits, showsNames));
    return [
        (0,inline_text/* html */.qy) `<h3>Findings without an issue of their own: ${(0,inline_text/* count */.U9)(lower.length, "check")}</h3>`,
        ...(showsNames ? [] : [NAMES_REDACTED]),
        ...blocks,
    ];
}
/** In one paragraph, the first of them. */
function titles(all, title, lead = (0,html_escape/* trusted */.IZ)("")) {
    if (all.length === 0)
        return [];
    const rest = all.length - TITLES;
    const shown = all.slice(0, TITLES).map(title);
    if (rest > 0)
        shown.push((0,inline_text/* html */.qy) `and ${(0,inline_text/* count */.U9)(rest, "other check")}`);
    return [(0,inline_text/* html */.qy) `<p>${lead}${(0,html_escape/* trusted */.IZ)(shown.join(" · "))}</p>`];
}
/** What another suite found is not in this run's report: only how much of it. */
function ofOtherRuns({ report, rows }) {
    const here = new Set(report.results.map(({ check }) => check));
    const others = rows.filter(({ check, status, issue }) => status === "fail" && issue === null && !here.has(check));
    return titles(others, ({ title, standing, at }) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(title, 120)} (${(0,inline_text/* count */.U9)(standing, "finding")}, ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(at))})`, (0,html_escape/* trusted */.IZ)("Found by runs of other suites, whose summaries show the rows: "));
}
function waiting({ waiting: checks, rows }) {
    return titles(checks, (check) => (0,inline_text/* renderText */.S5)(rows.find((row) => row.check === check)?.title ?? check, 120), (0,html_escape/* trusted */.IZ)("⏳ Issues that open in one of the next runs, so that one night does not flood: "));
}
/** Seen once: counters and moments may be otherwise a minute later. */
function pending({ rows }) {
    return titles(rows.filter((row) => row.pending > 0), (row) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(row.title, 120)} (${row.pending})`, (0,html_escape/* trusted */.IZ)("👀 Seen once, told when the next run agrees: "));
}
const DATE = /^\d{4}-\d\d-\d\d$/;
/** From the facts of the check `review`. */
function nextReview({ report }) {
    const result = report.results.find(({ check }) => check === "review");
    const facts = result?.findings?.[0]?.facts ?? result?.measurements?.[0];
    const due = facts?.due_at;
    if (typeof due !== "string" || !DATE.test(due))
        return [];
    const last = facts?.last_review;
    const held = typeof last === "string" && DATE.test(last)
        ? (0,inline_text/* html */.qy) ` (the last was held on ${(0,html_escape/* trusted */.IZ)(last)})`
        : (0,html_escape/* trusted */.IZ)("");
    return result?.status === "fail"
        ? [(0,inline_text/* html */.qy) `<p>🗓️ <b>The review was due on ${(0,html_escape/* trusted */.IZ)(due)}</b>${held}.</p>`]
        : [(0,inline_text/* html */.qy) `<p>🗓️ Next review: ${(0,html_escape/* trusted */.IZ)(due)}${held}.</p>`];
}
function leftOut({ leftOut: number }) {
    if (number === 0)
        return [];
    return [
        (0,inline_text/* html */.qy) `<p>🧠 The memory in this issue had no room for ${(0,inline_text/* count */.U9)(number, "finding")}, the least urgent: on a pull request they count as new.</p>`,
    ];
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/overview-rows.js







/** Every check that any suite of this target remembers, in its last state. */
function overviewRows(ctx, issueOf) {
    const latest = new Map();
    for (const suiteState of suiteStatesOf(ctx)) {
        for (const [check, stored] of Object.entries(suiteState.checks)) {
            // A runner's clock may have been ahead: nothing is later than this run.
            const at = Math.min(stored.at, ctx.facts.run.at);
            if (at > (latest.get(check)?.at ?? Number.NEGATIVE_INFINITY))
                latest.set(check, { ...stored, at });
        }
    }
    return [...latest].map(([check, stored]) => rowOf(ctx, check, stored, issueOf));
}
/** This run's own slot first: of two alike the first is taken. */
function suiteStatesOf({ topics, stored, ids, facts }) {
    const others = [issues_issue/* OVERVIEW */.wS, issues_issue/* CHECKLIST */.VD, issues_issue/* INDEX_USAGE */.D6].flatMap((topic) => Object.entries(suiteStatesIn(topics, topic, ids))
        .filter(([suite]) => topic !== issues_issue/* OVERVIEW */.wS || suite !== facts.report.suite)
        .map(([, suiteState]) => suiteState));
    return [stored.suiteState, ...others];
}
function rowOf(ctx, check, stored, issueOf) {
    const { facts, shown } = ctx;
    const result = shown.results.find((each) => each.check === check);
    const { findings, leftOut, status, since, at, unknownSince } = stored;
    const pending = findings.filter((finding) => !(0,schema/* isConfirmed */.it)(finding)).length;
    const entry = (0,checks/* checkById */.x)(check);
    return {
        check,
        title: result?.title ?? entry?.title ?? check,
        status,
        priority: result?.priority ??
            (findings.length > 0
                ? (0,core_priority/* mostUrgent */.tH)(findings.map(({ priority }) => priority))
                : (entry?.priority ?? "info")),
        standing: findings.length - pending + leftOut,
        pending,
        since,
        at,
        unknownSince,
        blindness: result?.unknown?.detail,
        issue: issueOf(facts.indexUsage.has(check) ? issues_issue/* INDEX_USAGE */.D6 : check),
    };
}
/** What became otherwise since this suite's last run; nothing at its first. */
function overview_rows_changesSince(ctx) {
    const { previous, stored, facts, ids } = ctx;
    if (previous === undefined)
        return [];
    return facts.report.results.flatMap(({ check, title, status }) => {
        const changes = stored.checks.get(check);
        const before = previous.checks[check]?.status ?? null;
        const { appeared = [], resolved: gone = [] } = changes ?? {};
        const ignored = ignoredIds(ctx, check);
        const resolved = gone.filter(({ ref }) => !ignored.has(ref));
        const isSame = before === status;
        if (isSame && appeared.length === 0 && resolved.length === 0)
            return [];
        const resolvedNames = ids.idFormat === "plain" ? resolved.map(({ ref }) => ref) : [];
        return [
            {
                check,
                title,
                before,
                now: status,
                appeared: shownFindings(ctx, appeared),
                resolvedNames,
                resolved: resolved.length,
            },
        ];
    });
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/overview-issue.js





/**
 * The overview, which is always there and written once a run, without a comment.
 *
 * @param writes what this plan does to other issues
 * @param waiting ids of the checks whose issue opens in one of the next runs
 */
function planOverview(ctx, writes, waiting) {
    const { issue } = ctx.topics.of(issues_issue/* OVERVIEW */.wS);
    const draft = {
        topic: issues_issue/* OVERVIEW */.wS,
        issue,
        closed: null,
        priority: null,
        findings: [],
        wasFullyChecked: true,
        suites: keptSuiteStates(ctx, issues_issue/* OVERVIEW */.wS),
        text: (numbers, leftOut) => renderOverview(viewOf(ctx, issuesAfter(ctx, writes, numbers), waiting, leftOut)),
    };
    const why = describeResults(ctx);
    if (issue === undefined) {
        const { title, addLabels } = opening({ ...ctx, rules: { ...ctx.rules, labels: [] } }, `Database health: ${ctx.run.target}`, null);
        return operationOf(ctx, draft, {
            action: "open",
            why,
            ...(title === undefined ? {} : { title }),
            addLabels,
        });
    }
    const isNews = ctx.previous !== undefined && hasAppeared(ctx);
    return operationOf(ctx, draft, { action: !issue.isOpen && isNews ? "reopen" : "update", why });
}
function hasAppeared({ stored }) {
    return [...stored.checks.values()].some(({ appeared }) => appeared.length > 0);
}
function describeResults({ facts }) {
    const { results } = facts.report;
    const failing = results.filter(({ status }) => status === "fail").length;
    return `${failing} of ${results.length} checks ${failing === 1 ? "fails" : "fail"}`;
}
/** Which issues are open once the plan is carried out. */
function issuesAfter({ topics }, writes, numbers) {
    return (topic) => {
        const write = writes.find((each) => each.topic === topic && each.action !== "close-duplicate");
        if (write?.action === "open")
            return numbers.get(topic) ?? null;
        if (write?.action === "close")
            return null;
        const { issue } = topics.of(topic);
        return issue?.isOpen === true || write?.action === "reopen" ? (issue?.number ?? null) : null;
    };
}
function viewOf(ctx, issueOf, waiting, leftOut) {
    return {
        run: ctx.run,
        report: ctx.shown,
        rows: overviewRows(ctx, issueOf),
        previousRun: ctx.previous?.runs[0]?.at ?? null,
        changes: overview_rows_changesSince(ctx),
        runs: ctx.stored.suiteState.runs,
        waiting,
        checklistIssue: issueOf(issues_issue/* CHECKLIST */.VD),
        indexUsageIssue: issueOf(issues_issue/* INDEX_USAGE */.D6),
        leftOut,
        showsNames: ctx.rules.showsNames,
    };
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/plan.js














/**
 * Open issues of checks that this version does not have, or gives no issue of their own. Another version may be at
 * work in the same repository, so none of them is closed; but nobody is to wait for it for ever.
 */
function noticeStaleIssues({ facts, notice }, { issues, newerVersionTopics }) {
    const looked = new Set(facts.report.results.map(({ check }) => check));
    for (const { number, topic, isOpen } of issues) {
        if (!isOpen || [issues_issue/* OVERVIEW */.wS, issues_issue/* CHECKLIST */.VD, issues_issue/* INDEX_USAGE */.D6, ...newerVersionTopics].includes(topic))
            continue;
        const isFollowed = (0,checks/* checkById */.x)(topic) !== undefined || looked.has(topic);
        if (isFollowed && !facts.indexUsage.has(topic))
            continue;
        notice(`Issue #${number} tells of the check ${topic}, and this version of pg-preflight keeps no such issue: close it when you are done with it.`);
    }
}
/** For a run that has nothing to name. */
const NO_IDS = { idFormat: "hashed", of: () => "" };
/**
 * A database out of reach tells no system identifier, and without it no finding can be hashed. That nothing could
 * be looked at, and since when, is said all the same: memory stays as it is, and what names something waits.
 * Undefined where that can't be done.
 */
function withoutFindings(facts, suiteTopic, { issues }) {
    const { report } = facts;
    if (report.unreachable === undefined || suiteTopic === issues_issue/* CHECKLIST */.VD)
        return undefined;
    if (issues.some(({ state }) => state !== null && isNamed(state)))
        return undefined;
    const results = report.results.filter(({ findings = [] }) => findings.length === 0);
    return { ...facts, report: { ...report, results, ignored: [] }, readings: new Map() };
}
/** Names that would have to become hashes. */
function isNamed({ idFormat, findings, suites }) {
    if (idFormat === "hashed")
        return false;
    return (findings.length > 0 ||
        Object.values(suites).some(({ checks, stored }) => Object.values(stored).some((list) => (list?.list.length ?? 0) > 0) ||
            Object.values(checks).some((check) => check.findings.length > 0)));
}

/** The suites that have an issue of their own; every other writes the overview and the checks' issues. */
const SUITE_TOPICS = { deploy: issues_issue/* CHECKLIST */.VD, "index-usage": issues_issue/* INDEX_USAGE */.D6 };
/**
 * What is to be done to the issues so that they say what this run found. Pure; after it was carried out the same
 * question gives an empty plan.
 */
function planIssues(run, tracker, rules) {
    const { suite } = run.report;
    const suiteTopic = Object.hasOwn(SUITE_TOPICS, suite) ? (SUITE_TOPICS[suite] ?? issues_issue/* OVERVIEW */.wS) : issues_issue/* OVERVIEW */.wS;
    if (tracker.newerVersionTopics.includes(suiteTopic)) {
        return nothing(`A newer version of pg-preflight keeps the memory of suite ${suite}, so no issue is written.`);
    }
    const isNameless = !rules.showsNames && run.system === null;
    const facts = isNameless ? withoutFindings(run, suiteTopic, tracker) : run;
    if (facts === undefined) {
        return nothing("No issue is written: names are kept back here, and without the server's system identifier, which this run did not get, nothing tells one finding from another.");
    }
    const ids = idsFor(facts, rules);
    const topics = issuesByTopic(tracker);
    const notices = [];
    const ctx = contextOf(facts, rules, ids, topics, suiteTopic, (sentence) => notices.push(sentence));
    const owned = topics.known.filter((topic) => suiteTopicOf(topic) === suiteTopic);
    const isStale = lastRunIsLater(facts, (0,schema/* suiteStateOf */.fv)(topics.of(suiteTopic).issue?.state, suite));
    if (isStale) {
        notices.push(`A later run of suite ${suite} has written its issues already: this one leaves them alone.`);
    }
    const writes = isStale ? [] : planTopics(ctx, suiteTopic, tracker);
    return { writes: withDuplicates(ctx, writes, owned), notices };
}
function idsFor({ system }, { showsNames }) {
    if (showsNames)
        return refs/* PLAIN_IDS */.Qk;
    return system === null ? NO_IDS : (0,refs/* hashedIds */.oe)(system);
}
function nothing(notice) {
    return { writes: [], notices: [notice] };
}
/** The issue whose suites write this home. */
function suiteTopicOf(topic) {
    return topic === issues_issue/* CHECKLIST */.VD || topic === issues_issue/* INDEX_USAGE */.D6 ? topic : issues_issue/* OVERVIEW */.wS;
}
function lastRunIsLater({ run }, suiteState) {
    const [newest] = suiteState?.runs ?? [];
    return newest !== undefined && isSupersededBy(newest, run);
}
/** A run names all findings in one form: what names them in the other is no writing of this one. */
function writtenBefore({ report, run }, topics, suiteTopic, ids) {
    const suiteState = suiteStateIn(topics, suiteTopic, ids, report.suite);
    const [, ...runs] = suiteState?.runs ?? [];
    if (suiteState === undefined || !(0,schema/* holdsRun */.gM)(suiteState, run))
        return suiteState;
    return topics.of(suiteTopic).issue?.state?.idFormat === ids.idFormat ? suiteState : { ...suiteState, runs };
}
function contextOf(facts, rules, ids, topics, suiteTopic, notice) {
    const { report, run } = facts;
    const previous = writtenBefore(facts, topics, suiteTopic, ids);
    const told = suiteTopic === issues_issue/* OVERVIEW */.wS ? mergeOpenIssues(facts, previous, topics, ids) : previous;
    return {
        facts,
        rules,
        ids,
        topics,
        previous,
        notice,
        stored: updateState(facts, told, ids),
        shown: rules.showsNames ? report : (0,redact/* redact */.E$)(report),
        run: {
            target: report.target,
            suite: report.suite,
            at: run.at,
            url: report.runUrl,
            toolVersion: report.toolVersion,
        },
    };
}
function planTopics(ctx, suiteTopic, tracker) {
    // The issue that keeps a suite's memory is written once a run.
    const isKept = (0,schema/* holdsRun */.gM)(ctx.previous, ctx.facts.run);
    const kept = (plan) => [isKept ? undefined : plan()].filter((write) => write !== undefined);
    if (suiteTopic === issues_issue/* CHECKLIST */.VD)
        return kept(() => planChecklist(ctx));
    if (suiteTopic === issues_issue/* INDEX_USAGE */.D6)
        return kept(() => planIndexUsage(ctx));
    noticeStaleIssues(ctx, tracker);
    const { writes, waiting } = planChecks(ctx, tracker);
    return [...writes, ...kept(() => planOverview(ctx, writes, waiting))];
}
/** Each home's duplicates are closed right after the issue that stays was written. */
function withDuplicates(ctx, writes, owned) {
    const written = new Set(writes.map(({ topic }) => topic));
    const unwritten = owned.filter((topic) => !written.has(topic));
    return [
        ...unwritten.flatMap((topic) => closeDuplicates(ctx, topic)),
        ...writes.flatMap((write) => [write, ...closeDuplicates(ctx, write.topic)]),
    ];
}


/***/ })

};
