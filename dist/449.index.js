export const id = 449;
export const ids = [449];
export const modules = {

/***/ 7434:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fg: () => (/* binding */ markOf),
/* harmony export */   HN: () => (/* binding */ joinBody),
/* harmony export */   OG: () => (/* binding */ parseBody)
/* harmony export */ });
/**
 * At the start of a line, or after text that a person typed before it on the same line. A mark after `>` or a
 * backtick is quoted and does not count.
 */
const MARK = /^([^\n\r\u2028\u2029>`]*?)<!-- pg-preflight:issue=([A-Za-z0-9._%-]*)\/([a-z][a-z0-9-]*) -->/gm;
const STATE = /<!-- pg-preflight:state=([A-Za-z0-9._-]*) -->/;
const END = "<!-- pg-preflight:end -->";
const ANY_MARK = "<!-- pg-preflight:";
/** Undefined when the body has no mark of pg-preflight. It never throws, whatever the body holds. */
function parseBody(body) {
    // GitHub's editor writes \r\n.
    const text = (body ?? "").replaceAll("\r\n", "\n");
    const marks = [...text.matchAll(MARK)].map(({ index, 0: line, 1: typed = "", 2: target, 3: topic }, at, all) => {
        const from = index + line.length;
        const following = text.slice(from, all[at + 1]?.index);
        return {
            start: index + typed.length,
            target,
            topic,
            block: blockOf(following),
            end: text.slice(from + following.length),
        };
    });
    // People may quote a single mark above the block, so a complete block is preferred.
    const ours = marks.find(({ block }) => block.isWhole) ?? marks[0];
    if (ours?.target === undefined || ours.topic === undefined)
        return undefined;
    return {
        target: decodeTarget(ours.target),
        topic: ours.topic,
        before: text.slice(0, ours.start),
        shown: ours.block.shown.trim(),
        state: ours.block.state,
        after: ours.block.after + ours.end,
    };
}
/** The text between the first mark and the next one, or the end of the body. */
function blockOf(following) {
    const state = STATE.exec(following);
    if (state !== null) {
        const behind = following.slice(state.index + state[0].length);
        return {
            shown: following.slice(0, state.index),
            state: state[1] ?? "",
            after: behind.startsWith(`\n${END}`) ? behind.slice(END.length + 1) : behind,
            isWhole: true,
        };
    }
    const end = following.indexOf(END);
    if (end >= 0) {
        return {
            shown: following.slice(0, end),
            state: "",
            after: following.slice(end + END.length),
            isWhole: true,
        };
    }
    // The end of the block is not known: old text of the block may remain, but no text of a person is lost.
    return { shown: "", state: "", after: following, isWhole: false };
}
/** The whole body, with people's text unchanged. */
function joinBody({ target, topic, before, after, shown, state }) {
    // A quoted name in fenced SQL may contain a line that looks like a mark.
    const safe = shown.trim().replaceAll(ANY_MARK, "<!-- pg-preflight :");
    const block = [markOf(target, topic), "", safe, "", `<!-- pg-preflight:state=${state} -->`, END].join("\n");
    // A mark on the same line as a person's text is not hidden everywhere.
    const lead = before === "" || before.endsWith("\n") ? before : `${before}\n`;
    return `${lead}${block}${after}`;
}
function markOf(target, topic) {
    // encodeURIComponent keeps these characters, and throws at a lone surrogate.
    const safe = encodeURIComponent(target.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
    return `<!-- pg-preflight:issue=${safe}/${topic} -->`;
}
function decodeTarget(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}


/***/ }),

/***/ 8449:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planIssues: () => (/* binding */ planIssues),
  rulesOf: () => (/* reexport */ rulesOf)
});

// EXTERNAL MODULE: ./.build/src/checks/index.js + 82 modules
var checks = __webpack_require__(1574);
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
    // A check that could not see everything, or was skipped, does not show that a finding is gone.
    const wasFullyChecked = result.unknown === undefined && result.skipped === undefined;
    const seen = countSeen(result, previous, context);
    const unseen = countUnseen(seen.unmatched, wasFullyChecked, context);
    const changes = changesOf(seen.findings, unseen, context.isCounted);
    if (context.isCounted && previous !== undefined)
        return { memory: previous, changes };
    const { at } = context.run;
    const memory = {
        status: result.status,
        since: previous?.status === result.status ? previous.since : at,
        at,
        unknownSince: result.unknown === undefined ? null : (previous?.unknownSince ?? at),
        findings: [...seen.findings.map(({ stored }) => stored), ...unseen.kept],
        // A run that sees everything has stored everything again.
        leftOut: wasFullyChecked ? 0 : Math.max(0, (previous?.leftOut ?? 0) - seen.fromLeftOut),
        ...scheduledAfter(result, previous, context),
    };
    return { memory, changes };
}
/** A skipped check was not in the run; one that could not be carried out was, and shows nothing. */
function scheduledAfter({ status, unknown }, previous, { isScheduled, run: { at } }) {
    const before = previous?.scheduled;
    if (!isScheduled || status === "skipped")
        return before === undefined ? {} : { scheduled: before };
    const wasCarriedOut = status !== "unknown" || unknown?.reason === "window";
    return { scheduled: { at, checkedAt: wasCarriedOut ? at : (before?.checkedAt ?? null) } };
}
function changesOf(seen, unseen, isCounted) {
    const confirmed = seen.filter(({ stored }) => (0,schema/* isConfirmed */.it)(stored));
    const isNew = ({ before }) => before === undefined || !(0,schema/* isConfirmed */.it)(before);
    const stillThere = unseen.kept.filter(schema/* isConfirmed */.it);
    return {
        standing: [
            ...confirmed.map(({ stored, finding }) => ({ stored, finding })),
            ...stillThere.map((stored) => ({ stored, finding: undefined })),
        ],
        pending: seen.filter(({ stored }) => !(0,schema/* isConfirmed */.it)(stored)).map(({ finding }) => finding),
        appeared: isCounted ? [] : confirmed.filter(isNew).map(({ finding }) => finding),
        resolved: unseen.resolved,
    };
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
            isScheduled: facts.event === "schedule",
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
        ...(facts.event === "" ? {} : { event: facts.event }),
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
// EXTERNAL MODULE: ./.build/src/issues/render/parts.js
var parts = __webpack_require__(8863);
;// CONCATENATED MODULE: ./.build/src/issues/render/check.js













/** Up to this many statements are not collapsed. */
const FEW_STATEMENTS = 3;
/** The issue of one failing check. */
function renderCheckIssue(view) {
    const check = (0,parts/* asInIssue */.BA)(view.result);
    const content = (0,parts/* withinBudget */.xV)(parts/* ISSUE_CHARACTERS */.XJ, (limits) => page(view, check, limits), head(view, check));
    return { content, footer: (0,parts/* issueFooter */.$2)(view.run) };
}
function page(view, check, limits) {
    const { result, showsNames } = view;
    const { findings } = check;
    const found = showsNames
        ? namedFindings(check, limits)
        : [(0,inline_text/* html */.qy) `<p>By priority: ${(0,failing/* prioritiesOf */.ox)(findings)}.</p>`, parts/* NAMES_REDACTED */.oX];
    return [
        ...head(view, check),
        ...(findings.length === 0 ? [] : found),
        ...partlyUnknown(view, limits),
        ...(limits.listed === 0 ? [] : (0,parts/* verifyQuery */.IL)(result.check)),
        ...(findings.length === 0
            ? []
            : (0,parts/* howToIgnore */.Gh)(result.check, findings, { from: view.firstSeen, showsNames })),
        ...(0,parts/* formerIssue */.RJ)(view.previous),
        closing(view),
        ...(showsNames ? (0,parts/* cutNote */.nA)((0,report_limits/* beyond */.wQ)(result, limits)) : []),
    ];
}
/** The problem, why it matters, and when it is due. */
function head(view, check) {
    const { result, run, priority } = view;
    const { findings } = check;
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    if (findings.length === 0 && view.fading === 0) {
        return [(0,inline_text/* html */.qy) `<h3>${closedHeading(view)}</h3>`, (0,failing/* whyItMatters */.WZ)(result)];
    }
    const name = (0,inline_text/* html */.qy) `“${(0,inline_text/* renderText */.S5)(result.title, 120)}”`;
    const wrong = findings.length === 0
        ? (0,inline_text/* html */.qy) `${name} on ${target}: nothing of it was seen by the last run`
        : (0,inline_text/* html */.qy) `${name} fails on ${target}: ${(0,verdict/* findingsText */._g)((0,counts/* countsOf */.mQ)({ results: [check.result] }))}`;
    const since = (0,inline_text/* html */.qy) `since ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(view.firstSeen))}`;
    return [
        (0,inline_text/* html */.qy) `<h3>${icons/* PRIORITY_ICONS */.sh[priority]} ${wrong}</h3>`,
        (0,failing/* whyItMatters */.WZ)(result),
        (0,inline_text/* html */.qy) `<p>${(0,parts/* dueText */.sC)(priority, view.due)} · ${since}${unconfirmed(view)}</p>`,
    ];
}
/** The heading of an issue that closes. */
function closedHeading({ result, run }) {
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    if (result.status === "skipped")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.skipped} ${target} is no longer looked at here`;
    if (result.status === "unknown")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.unknown} ${target} could not be looked at`;
    return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${target}: ${(0,inline_text/* renderText */.S5)(result.title)}`;
}
/** Counts of findings that the next run decides. */
function unconfirmed({ pending, fading }) {
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
function namedFindings(check, limits) {
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
/** What the check could not check, beside its findings. */
function partlyUnknown({ result: { unknown } }, limits) {
    if (unknown === undefined)
        return [];
    return [
        (0,inline_text/* html */.qy) `<p>❔ It could not see everything, so nothing counts as gone: ${(0,inline_text/* renderText */.S5)(unknown.detail)}</p>`,
        ...(unknown.fix === undefined || limits.listed === 0 ? [] : (0,unknowns/* fixOfUnknown */.rT)(unknown.fix)),
    ];
}
function closing({ result }) {
    // Findings of statistics or of the moment may differ a minute later.
    const settles = result.momentary === true || result.window !== undefined;
    const when = settles ? "when two runs in a row see none of it" : "when a run sees none of it";
    return `<p>This issue closes itself ${when}; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Numbers that move by themselves are those of the run below; they are brought up to date once a week.</p>`;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/comments.js





/** Maximum number of names, so that a comment fits on one screen. */
const NAMES = 20;
/** Names of resolved findings that new ones do not displace. */
const RESOLVED = 8;
const MESSAGE_LENGTH = 200;
const NAME_LENGTH = 120;
/** The changes since the issue was last written. */
function commentOnChanges(view) {
    const verb = view.remaining === 1 ? "stands" : "stand";
    return comment(view, [
        (0,inline_text/* html */.qy) `<p>${changes(view)}. Now ${things(view, view.remaining)} ${(0,html_escape/* trusted */.IZ)(verb)}.</p>`,
        ...raised(view),
        ...lists(view),
    ]);
}
function commentOnClosing(view, why) {
    return comment(view, [(0,inline_text/* html */.qy) `<p>${ending(view, why)}</p>`, ...lists(view)]);
}
function ending(view, why) {
    const title = (0,inline_text/* html */.qy) `<b>${(0,inline_text/* renderText */.S5)(view.title, MESSAGE_LENGTH)}</b>`;
    if (why.kind === "disabled")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.skipped} ${title}: switched off in the configuration, so this closes. Nothing says that it was mended.`;
    if (why.kind === "below")
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: what is left is less urgent than <code>issues: { from: ${(0,html_escape/* trusted */.IZ)(why.from)} }</code>, so this closes. ${things(view, view.remaining)} ${(0,html_escape/* trusted */.IZ)(view.remaining === 1 ? "stands" : "stand")} in the overview.`;
    if (view.ignored !== undefined)
        return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: nothing is left but ${(0,inline_text/* count */.U9)(view.ignored.all, "finding")} that the configuration ignores, so this closes.`;
    const gone = countsItems(view) ? "every box is ticked" : "nothing of it is there any more";
    return (0,inline_text/* html */.qy) `${icons/* STATUS_ICONS */.I.pass} ${title}: ${(0,html_escape/* trusted */.IZ)(gone)}, so this closes.`;
}
/** Why an issue is open again: its findings came back, or there are new ones since a person closed it. */
function commentOnReopening(view, why) {
    const reason = why === "came-back"
        ? "It came back, so this is open again"
        : "A person had closed this; it is open again because there is something new";
    return comment(view, [(0,inline_text/* html */.qy) `<p>${(0,html_escape/* trusted */.IZ)(reason)}: ${changes(view)}.</p>`, ...raised(view), ...lists(view)]);
}
/** The text of an issue that another run opened twice at the same moment. */
function duplicateText(run, of) {
    return (0,inline_text/* html */.qy) `<p>Two runs opened an issue for ${(0,html_escape/* code */.aY)(run.target, 80)} at the same moment. ${(0,parts/* reference */.ir)(of)} stays, and this one is closed as its duplicate.</p>`;
}
function comment({ run }, blocks) {
    const foot = (0,inline_text/* html */.qy) `<p><sub>${(0,parts/* linkTo */.uM)(run, "Run")} of ${(0,html_escape/* trusted */.IZ)((0,parts/* moment */.n$)(run.at))}, suite ${(0,html_escape/* code */.aY)(run.suite, 80)}</sub></p>`;
    return [...blocks, foot].join("\n\n");
}
function countsItems(view) {
    return view.of === "items";
}
function things(view, number) {
    return countsItems(view)
        ? (0,inline_text/* count */.U9)(number, "box without a tick", "boxes without a tick")
        : (0,inline_text/* count */.U9)(number, "finding");
}
/** `2 new findings and 1 resolved`. */
function changes(view) {
    const appeared = view.appeared.length;
    const isChecklist = countsItems(view);
    const parts = [
        ...(appeared > 0
            ? [
                isChecklist
                    ? (0,inline_text/* count */.U9)(appeared, "box lost its tick", "boxes lost their ticks")
                    : (0,inline_text/* count */.U9)(appeared, "new finding"),
            ]
            : []),
        ...(view.resolved > 0
            ? [
                isChecklist
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
    const words = countsItems(view)
        ? { new: "Without a tick", gone: "Ticked" }
        : { new: "New", gone: "Resolved" };
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
    const omitted = all - items.length;
    const lines = [
        ...items.map((item) => (0,inline_text/* html */.qy) `<li>${item}</li>`),
        ...(omitted > 0 ? [(0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(omitted, "more", "more")}</li>`] : []),
    ];
    return [(0,inline_text/* html */.qy) `<p><b>${(0,html_escape/* trusted */.IZ)(heading)}</b></p>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`];
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/issues-by-topic.js


function issuesByTopic({ issues, newerVersionTopics }) {
    const byTopic = Map.groupBy([...issues].sort((a, b) => a.number - b.number), ({ topic }) => topic);
    return {
        of: (topic) => issuesOf(byTopic.get(topic) ?? []),
        known: [...byTopic.keys()].filter((topic) => !newerVersionTopics.includes(topic)),
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
/** Last closed first. GitHub's times are whole seconds: of two equal ones the last written was closed last. */
function byClosing(a, b) {
    const writtenAt = ({ state }) => state?.run.at ?? 0;
    return (b.closedAt ?? 0) - (a.closedAt ?? 0) || writtenAt(b) - writtenAt(a) || b.number - a.number;
}
/** The suite states that a topic's issue stores, in the id format of this run. */
function suiteStatesIn(topics, topic, ids) {
    const state = topics.of(topic).issue?.state ?? null;
    return state === null ? {} : (0,rehash/* inIdFormat */.wD)(state, topic, ids).suites;
}
/** The state of one suite that a topic's issue stores. */
function suiteStateIn(topics, topic, ids, suite) {
    const state = topics.of(topic).issue?.state ?? null;
    return (0,schema/* suiteStateOf */.fv)(state && (0,rehash/* inIdFormat */.wD)(state, topic, ids), suite);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/context.js


function rulesOf({ issues, github }, showsNames) {
    return { ...issues, showsNames, isEnterpriseServer: github.apiUrl.endsWith("/api/v3") };
}
/** The suite states that a topic's issue stores after this run. */
function suiteStatesAfterRun(ctx, topic) {
    return { ...suiteStatesIn(ctx.topics, topic, ctx.ids), [ctx.facts.report.suite]: ctx.stored.suiteState };
}
/** A result with these findings only, redacted where the repository is public. */
function shownResult({ rules }, result, findings) {
    const part = { ...result, findings: [...findings] };
    return rules.showsNames ? part : (0,redact/* redactResult */.rd)(part);
}
function shownFindings({ rules }, findings) {
    return rules.showsNames ? findings : findings.map((finding, place) => (0,redact/* redactFinding */.lE)(finding, place));
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/diff.js


/** For an issue that cannot be compared: its block is broken, or has ids of the other format. */
const NO_DIFFERENCE = { appeared: [], resolved: [], resolvedUnnamed: 0, raised: null };
/** The most urgent first, since the state keeps the first ones; the order is the same in every run. */
function inOrder(findings) {
    const place = ({ priority }) => core_priority/* PRIORITIES */.BE.indexOf(priority);
    const byText = (a, b) => (a < b ? -1 : Number(a > b));
    return [...findings].sort((a, b) => place(a) - place(b) || byText(a.ref, b.ref));
}
/** Undefined when the two cannot be compared. */
function differenceOf(state, idFormat, now) {
    if (state === null || state.idFormat !== idFormat)
        return undefined;
    const present = new Set(now.findings.map(({ ref }) => ref));
    const notHeld = inOrder(notHeldBy(state, now.findings));
    return {
        // The least urgent ones may be those that the state left out.
        appeared: notHeld.slice(0, Math.max(0, notHeld.length - state.leftOut)),
        resolved: state.findings.filter(({ ref }) => !present.has(ref)),
        resolvedUnnamed: now.wasFullyChecked ? leftOutAfter(state, now.findings) : 0,
        raised: raisedFrom(state.priority, now.priority),
    };
}
/** How many findings that the state left out are not among these. */
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
/** Whether every finding that the issue reports has the same priority as before. */
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
function describeDifference({ appeared, resolved, resolvedUnnamed, raised }) {
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
/** A number with its unit: `3 hours` and `1 day`, `1.2 GB`, `91 %`. */
const NUMBER = /\d[\d.,]*(?:\s?(?:[A-Za-z]+|%))?/g;
/**
 * The content of a check's issue without numbers that change by themselves. Ages, sizes and counters differ in every
 * run; findings, priorities, fixes and the wording without its numbers do not.
 */
function stableDigest(view, confirmed) {
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
        // Only whether some were not seen: their number depends on how many the state had room for.
        confirmed.some(({ finding }) => finding === undefined),
        confirmed.flatMap(({ stored, finding }) => (finding === undefined ? [] : [stored.ref])).sort(),
        findings
            .map((finding) => JSON.stringify([finding.priority, wordingOf(finding.message), finding.fix ?? null]))
            .sort(),
    ]);
}
function wordingOf(text) {
    return text.replace(NUMBER, "#");
}
/** Ids of the check's findings that the configuration ignores. */
function ignoredIds({ facts, ids }, check) {
    const ignored = facts.report.ignored.filter((each) => each.check === check);
    return new Set(ignored.map(({ key }) => ids.of(check, key)));
}
/**
 * Separates resolved findings from those that the configuration ignores now.
 *
 * @param ignored ids in the format of the issue's state
 * @param nameOf a finding's own name
 */
function ignoredOf({ ids }, { resolved, resolvedUnnamed }, ignored, nameOf = ({ ref }) => ref) {
    const namesOf = (findings) => ids.idFormat === "plain" ? findings.map(nameOf) : [];
    const ignoredNow = resolved.filter(({ ref }) => ignored.has(ref));
    const gone = resolved.filter(({ ref }) => !ignored.has(ref));
    // Findings without a name count as ignored, as many as there are ignored ones, rather than as resolved.
    const ignoredUnnamed = Math.min(resolvedUnnamed, ignored.size - ignoredNow.length);
    const counts = { resolvedNames: namesOf(gone), resolved: gone.length + resolvedUnnamed - ignoredUnnamed };
    if (ignored.size === 0)
        return counts;
    return {
        ...counts,
        ignored: { names: namesOf(ignoredNow), count: ignoredNow.length + ignoredUnnamed, all: ignored.size },
    };
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/next-action.js



/** A finding that returns within this time after its issue was closed belongs to the same incident. */
const SAME_INCIDENT = 14 * lib_time/* DAY */.d_;
/** @param now when this run began */
function nextAction(issue, needs, now) {
    if (issue === undefined)
        return needs.isWanted ? { kind: "open" } : { kind: "leave", issue };
    if (issue.isOpen)
        return nextForOpenIssue(issue, needs);
    // An issue with a broken block does not say who closed it: it is treated as closed by this action.
    const closedByPerson = issue.state !== null && issue.state.closed === null;
    return closedByPerson ? nextAfterPerson(issue, needs) : nextAfterOurClosing(issue, needs, now);
}
function nextForOpenIssue(issue, { isWanted, isOver }) {
    if (isWanted)
        return { kind: "update", issue };
    // A person reopened what this action closed, and wants it open.
    const isReopened = issue.state !== null && issue.state.closed !== null;
    return { kind: isOver && !isReopened ? "close" : "leave", issue };
}
function nextAfterPerson(issue, { isWanted, isOver, hasNews }) {
    if (isOver)
        return { kind: "acknowledge", issue };
    return isWanted && hasNews ? { kind: "reopen", issue, why: "new-since-closed" } : { kind: "leave", issue };
}
function nextAfterOurClosing(issue, { isWanted }, now) {
    if (!isWanted)
        return { kind: "leave", issue };
    const isRecent = issue.closedAt !== null && now - issue.closedAt < SAME_INCIDENT;
    return isRecent ? { kind: "reopen", issue, why: "came-back" } : { kind: "open" };
}
/** The document's deadlines: immediately (null), within 24 hours, 1 week, 1 month. */
const TIME_TO_FIX = {
    critical: null,
    high: lib_time/* DAY */.d_,
    medium: 7 * lib_time/* DAY */.d_,
    low: 30 * lib_time/* DAY */.d_,
    info: 30 * lib_time/* DAY */.d_,
};
/** @param otherwise used when there are no findings */
function urgencyOf(findings, otherwise) {
    const priority = findings.length === 0 ? otherwise.priority : (0,core_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority));
    const oldest = (times) => times.reduce((least, { firstSeen }) => Math.min(least, firstSeen), otherwise.at);
    const time = TIME_TO_FIX[priority];
    const since = oldest(findings.filter((finding) => finding.priority === priority));
    return { priority, firstSeen: oldest(findings), due: time === null ? null : since + time };
}
/**
 * Whether a later run has already written this. A stamp more than a day ahead is ignored: a runner's clock that was
 * a year ahead would stop every run from writing for a year.
 */
function isSupersededBy(written, run) {
    return (0,run_stamp/* isLaterRun */.K9)(written, run) && written.at - run.at <= lib_time/* DAY */.d_;
}

// EXTERNAL MODULE: ./.build/src/issues/render/fit.js + 4 modules
var fit = __webpack_require__(544);
;// CONCATENATED MODULE: ./.build/src/issues/plan/write.js







/** Maximum length of a title that is sent; GitHub accepts 256 characters. */
const TITLE_LENGTH = 240;
/** After this time an issue is rewritten although only its numbers changed. */
const NUMBERS_LAST = 7 * lib_time/* DAY */.d_;
/** Undefined, with a notice, when people's text leaves no room. */
function operationOf(ctx, draft, options) {
    const frame = frameOf(ctx, draft);
    return frame && operationWith(draft, options, (0,fit/* composeBody */.h$)(frame, draft.text));
}
/** An operation that changes labels and assignees only where the options say so. */
function operationWith({ topic, issue }, options, body) {
    const number = issue?.number ?? null;
    return { topic, number, addLabels: [], removeLabels: [], assignees: [], ...options, body };
}
/** Undefined, with a notice, when people's text leaves no room. */
function frameOf(ctx, draft) {
    const { topic, issue } = draft;
    const frame = (0,fit/* bodyFrame */.gI)({ target: ctx.run.target, topic, around: issue }, {
        version: schema/* STATE_VERSION */.nd,
        run: ctx.facts.run,
        closed: draft.closed,
        idFormat: ctx.ids.idFormat,
        priority: draft.priority,
        findings: inOrder(draft.findings),
        leftOut: draft.wasFullyChecked ? 0 : leftOutAfter(issue?.state ?? null, draft.findings),
        suites: draft.suites,
    });
    if (frame === undefined) {
        ctx.notice(`Issue #${issue?.number} is left alone: the text around our block leaves no room for it.`);
    }
    return frame;
}
/** Title, labels and assignees of a new issue. */
function opening({ rules }, title, priority) {
    const ours = [issues_issue/* LABEL */.d_, ...(priority === null ? [] : [(0,issues_issue/* priorityLabel */.BS)(priority)])];
    return {
        title: [...title].slice(0, TITLE_LENGTH).join(""),
        addLabels: [...new Set([...ours, ...rules.labels])],
        assignees: rules.assignees,
    };
}
const SAME_LABELS = { addLabels: [], removeLabels: [] };
/** Replaces the priority label of the last run, unless a person has removed it. */
function relabelling({ labels, state }, priority) {
    const former = state?.priority ?? null;
    if (priority === null || former === null || former === priority)
        return SAME_LABELS;
    // GitHub compares labels without regard to case.
    const find = (wanted) => labels.find((label) => label.toLowerCase() === wanted.toLowerCase());
    const ours = find((0,issues_issue/* priorityLabel */.BS)(former));
    if (ours === undefined)
        return SAME_LABELS;
    const label = (0,issues_issue/* priorityLabel */.BS)(priority);
    return { addLabels: find(label) === undefined ? [label] : [], removeLabels: [ours] };
}
/** Whether the issue already shows and stores this. For issues that store no suite and link to no other issue. */
function isWritten({ ids, facts }, issue, draft) {
    const { state } = issue;
    if (state === null || state.closed !== draft.closed || state.priority !== draft.priority)
        return false;
    const difference = differenceOf(state, ids.idFormat, draft);
    if (difference === undefined || !isEmpty(difference))
        return false;
    if (!samePriorities(state, draft.findings))
        return false;
    const content = (0,fit/* contentOf */.$E)(draft.text);
    const isStable = state.content.split(".")[0] === content.split(".")[0];
    return state.content === content || (isStable && facts.run.at - state.run.at < NUMBERS_LAST);
}
/** Closes the other issues of a topic, which runs at the same moment opened: the lowest number is kept. */
function closeDuplicates(ctx, topic) {
    const { issue, duplicates } = ctx.topics.of(topic);
    return issue === undefined ? [] : duplicates.map((duplicate) => closeOne(ctx, issue, duplicate));
}
function closeOne(ctx, kept, duplicate) {
    const content = duplicateText(ctx.run, kept.number);
    const draft = {
        topic: duplicate.topic,
        issue: duplicate,
        closed: "duplicate",
        priority: duplicate.state?.priority ?? null,
        findings: [],
        wasFullyChecked: true,
        suites: {},
        text: { content, footer: (0,parts/* issueFooter */.$2)(ctx.run) },
    };
    const supportsDuplicates = !ctx.rules.isEnterpriseServer;
    const options = {
        action: "close-duplicate",
        reason: supportsDuplicates ? "duplicate" : "not_planned",
        why: `#${kept.number} stays`,
        ...(supportsDuplicates ? { duplicateOf: { number: kept.number, id: kept.id } } : {}),
    };
    // Where people's text leaves no room, the duplicate is closed with its body as it is.
    return operationOf(ctx, draft, options) ?? operationWith(draft, options, duplicate.body);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/topic-issue.js




/** The one operation on a topic's issue; undefined when it is left as it is. */
function planTopicIssue(ctx, topic) {
    const { difference, change, why } = topic;
    const step = nextAction(topic.issue, topic.needs, ctx.facts.run.at);
    if (step.kind === "leave" && (step.issue === undefined || !topic.storesSuite))
        return undefined;
    const draft = topic.draft(step.kind === "open" ? undefined : step.issue);
    switch (step.kind) {
        case "open":
            return operationOf(ctx, draft, {
                action: "open",
                why: why.open,
                ...opening(ctx, topic.title, draft.priority),
            });
        case "update":
            if (!topic.storesSuite && isWritten(ctx, step.issue, draft))
                return undefined;
            return operationOf(ctx, draft, {
                action: "update",
                why: describeDifference(difference),
                ...relabelling(step.issue, draft.priority),
                ...(isEmpty(difference) ? {} : { comment: commentOnChanges(change) }),
            });
        case "close":
            return operationOf(ctx, { ...draft, closed: "pass" }, {
                action: "close",
                reason: "completed",
                why: why.close,
                ...relabelling(step.issue, draft.priority),
                comment: commentOnClosing(change, topic.closing),
            });
        case "reopen":
            return operationOf(ctx, draft, {
                action: "reopen",
                why: step.why === "came-back" ? "it came back" : describeDifference(difference),
                ...relabelling(step.issue, draft.priority),
                comment: commentOnReopening(change, step.why),
            });
        case "acknowledge":
            return operationOf(ctx, 
            // The label stays as it is.
            { ...draft, closed: "pass", priority: step.issue.state?.priority ?? draft.priority }, { action: "update", why: why.acknowledge });
        case "leave":
            return storeSuite(ctx, draft, step.issue?.state ?? null);
    }
}
/** Writes the new state of the suite alone: what the issue reported stays as it was. */
function storeSuite(ctx, draft, state) {
    const reported = state !== null && state.idFormat === ctx.ids.idFormat
        ? { closed: state.closed, priority: state.priority, findings: state.findings }
        : { closed: state === null ? "pass" : state.closed };
    return operationOf(ctx, { ...draft, ...reported }, { action: "update", why: "its memory" });
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/check-issue.js









/** The operation on one check's issue; undefined when it is left as it is. */
function planCheck(ctx, result) {
    const { issue } = ctx.topics.of(result.check);
    if (issue?.state && isSupersededBy(issue.state.run, ctx.facts.run))
        return undefined;
    const changes = ctx.stored.checks.get(result.check);
    if (result.skipped?.reason === "disabled")
        return closeDisabled(ctx, result, issue);
    if (changes === undefined || (result.status !== "pass" && result.status !== "fail"))
        return undefined;
    return planTopicIssue(ctx, findingsOf(ctx, result, changes, issue));
}
function findingsOf(ctx, result, changes, issue) {
    const { from } = ctx.rules;
    const open = changes.standing.map(({ stored }) => stored);
    const now = {
        findings: open,
        priority: (0,core_priority/* mostUrgent */.tH)(open.map(({ priority }) => priority)),
        wasFullyChecked: result.unknown === undefined,
    };
    const whole = differenceOf(issue?.state ?? null, ctx.ids.idFormat, now) ?? NO_DIFFERENCE;
    const difference = seenBy(changes, whole);
    const urgent = changes.standing.filter(({ stored }) => (0,core_priority/* isAtLeast */.du)(stored.priority, from));
    return {
        title: `Failing on ${ctx.run.target}: ${result.title}`,
        issue,
        needs: {
            // A finding that this run does not see keeps an issue open; it opens none, nor one that another suite closed.
            isWanted: urgent.some(({ finding }) => issue?.isOpen === true || finding !== undefined),
            isOver: urgent.length === 0 && isOver(result, changes, from),
            hasNews: difference.raised !== null || difference.appeared.some(({ priority }) => (0,core_priority/* isAtLeast */.du)(priority, from)),
        },
        difference,
        change: changeView(ctx, result, changes, difference),
        closing: open.length === 0 ? { kind: "pass" } : { kind: "below", from },
        why: {
            open: open.length === 1 ? "1 finding" : `${open.length} findings`,
            close: open.length === 0 ? "it passes" : `what is left is below ${from}`,
            acknowledge: "it passes since a person closed it",
        },
        storesSuite: false,
        draft: (target) => draftOf(ctx, result, changes, target),
    };
}
/** A finding that this run does not see is no new one, even if the issue has not reported it yet. */
function seenBy({ standing }, difference) {
    const seen = new Set(standing.filter(({ finding }) => finding !== undefined).map(({ stored }) => stored.ref));
    return { ...difference, appeared: difference.appeared.filter(({ ref }) => seen.has(ref)) };
}
/** A finding seen once is resolved only after the next run, and an unknown check resolves nothing. */
function isOver({ status, unknown }, { standing, pending }, from) {
    if (unknown !== undefined)
        return false;
    if (standing.length === 0)
        return status === "pass" && pending.length === 0;
    return !pending.some((finding) => (0,core_priority/* isAtLeast */.du)(finding.priority, from));
}
/** A disabled check does not show that its findings are resolved. */
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
    const text = { ...renderCheckIssue(view), stable: stableDigest(view, standing) };
    const wasFullyChecked = result.unknown === undefined;
    return {
        topic: result.check,
        issue,
        closed: null,
        priority,
        findings,
        wasFullyChecked,
        suites: {},
        text,
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
        remaining: standing.length,
        raised,
        showsNames: ctx.rules.showsNames,
    };
}
/** Maximum number of issues that one run opens; the next runs open the others. */
const MAX_OPENED = 5;
function planChecks(ctx, tracker) {
    const planned = ctx.facts.report.results
        .filter(({ check }) => !ctx.facts.indexUsage.has(check) && !tracker.newerVersionTopics.includes(check))
        .flatMap((result) => {
        const write = planCheck(ctx, result);
        return write === undefined ? [] : [{ write, priority: result.priority }];
    });
    const changes = planned.filter(({ write }) => write.action !== "open");
    const opens = planned.filter(({ write }) => write.action === "open").sort(core_priority/* byPriority */.mu);
    const room = Math.max(0, MAX_OPENED - writtenBy(ctx, tracker));
    return {
        writes: [...opens.slice(0, room), ...changes].map(({ write }) => write),
        waiting: opens.slice(room).map(({ write }) => write.topic),
    };
}
/**
 * The number of checks' issues that this run has already written, when it plans again after its own writes. Which of
 * them it opened is not known, so all count towards the limit.
 */
function writtenBy({ facts }, { issues }) {
    const checks = new Set(facts.report.results.map(({ check }) => check));
    return issues.filter(({ topic, state }) => checks.has(topic) && state !== null && (0,run_stamp/* isSameRun */.Mf)(state.run, facts.run)).length;
}

// EXTERNAL MODULE: ./.build/src/report/html/blocks.js
var blocks = __webpack_require__(2190);
// EXTERNAL MODULE: ./.build/src/report/runbook.js
var runbook = __webpack_require__(4002);
// EXTERNAL MODULE: ./.build/src/report/summary/checklist.js
var checklist = __webpack_require__(1005);
// EXTERNAL MODULE: ./.build/src/report/summary/collapsed.js
var collapsed = __webpack_require__(3532);
;// CONCATENATED MODULE: ./.build/src/issues/render/checklist.js











/** How long the example's attestation lasts; the configuration allows a little more. */
const ATTESTED = 80 * lib_time/* DAY */.d_;
/** With fewer rows than this, evidence is cut to SHORT_EVIDENCE. */
const LISTED = 10;
const SHORT_EVIDENCE = 150;
/** With fewer statements than this, the runbook is in the run's summary alone. */
const RUNBOOK_FROM = 20;
/** The issue of the deployment checklist. */
function renderChecklistIssue(view) {
    const content = (0,parts/* withinBudget */.xV)(parts/* ISSUE_CHARACTERS */.XJ, (limits) => checklist_page(view, limits), checklist_head(view));
    return { content, footer: (0,parts/* issueFooter */.$2)(view.run) };
}
function checklist_page(view, limits) {
    const failing = failingOf(view);
    return [
        ...checklist_head(view),
        ...(0,checklist/* checklist */.D4)(view.report, limits.listed < LISTED ? SHORT_EVIDENCE : undefined),
        ...whatToDo(view, limits),
        ...failingChecks(failing, view, limits),
        ...(limits.statements < RUNBOOK_FROM ? [] : (0,runbook/* runbook */.l)(view.report)),
        ...(0,parts/* formerIssue */.RJ)(view.previous),
        "<p>This issue closes itself when every item is complete. What could not be checked completes nothing; an attestation can stand in for it, with a date and an end. What is pending is complete after its first proof.</p>",
        ...(view.showsNames ? (0,parts/* cutNote */.nA)(failing.reduce((sum, { result }) => sum + (0,report_limits/* beyond */.wQ)(result, limits), 0)) : []),
    ];
}
function incompleteOf({ report }) {
    return report.checklist
        .flatMap(({ items }) => items)
        .filter(({ status }) => status === "fail" || status === "unknown");
}
function checklist_head(view) {
    const { report, run, priority } = view;
    const target = (0,html_escape/* code */.aY)(run.target, 80);
    const incomplete = incompleteOf(view);
    const isPending = report.checklist.some(({ items }) => items.some(({ status }) => status === "pending"));
    const tally = (0,html_escape/* trusted */.IZ)((0,checklist/* tallyText */.Wl)(report));
    if (incomplete.length === 0) {
        return isPending
            ? [(0,inline_text/* html */.qy) `<h2>${icons/* ITEM_ICONS */.vA.pending} ${target} is not complete yet: ${tally}</h2>`]
            : [(0,inline_text/* html */.qy) `<h2>✅ ${target} is ready: ${tally}</h2>`];
    }
    const counted = ["fail", "unknown"].flatMap((status) => {
        const number = incomplete.filter((item) => item.status === status).length;
        if (number === 0)
            return [];
        return [
            status === "fail"
                ? (0,inline_text/* count */.U9)(number, "item fails", "items fail")
                : (0,inline_text/* count */.U9)(number, "has no evidence", "have no evidence"),
        ];
    });
    return [
        (0,inline_text/* html */.qy) `<h2>${icons/* PRIORITY_ICONS */.sh[priority]} ${target} is not ready: ${tally}</h2>`,
        (0,inline_text/* html */.qy) `<p>${(0,inline_text/* list */.p_)(counted)} · ${(0,parts/* dueText */.sC)(priority, view.due)} · since ${(0,html_escape/* trusted */.IZ)((0,lib_time/* toDate */.ay)(view.firstSeen))}</p>`,
    ];
}
/** The steps that complete each incomplete item. */
function whatToDo(view, limits) {
    const incomplete = incompleteOf(view);
    if (incomplete.length === 0)
        return [];
    const shown = new Set();
    return ["### What to do", ...incomplete.flatMap((item) => step(item, view, { limits, shown }))];
}
/** @param shown checks whose fix is already shown above, since items share checks */
function step(item, view, { limits, shown }) {
    const results = view.report.results.filter(({ check }) => item.checks.includes(check));
    const remedies = results.flatMap((result) => remedy(result, shown));
    // The table above already has its evidence.
    const why = remedies.length === 0
        ? (0,inline_text/* html */.qy) `: ${(0,inline_text/* renderText */.S5)(item.evidence, limits.sentences === 0 ? SHORT_EVIDENCE : 300)}`
        : (0,html_escape/* trusted */.IZ)("");
    return [
        (0,inline_text/* html */.qy) `<p>${icons/* ITEM_ICONS */.vA[item.status]} <b>${(0,inline_text/* renderText */.S5)(item.title, 120)}</b>${why}</p>`,
        ...(limits.sentences === 0 ? [] : remedies),
        ...(limits.sentences === 0 || item.status !== "unknown" ? [] : attestation(item, view.firstSeen, shown)),
    ];
}
function remedy(result, shown) {
    if (shown.has(result.check))
        return [];
    shown.add(result.check);
    if (result.status === "fail" && (result.findings ?? []).length > 0) {
        return [
            (0,inline_text/* html */.qy) `<p>${(0,inline_text/* renderText */.S5)(result.title, 120)}: ${(0,inline_text/* count */.U9)((result.findings ?? []).length, "finding")}, with what mends them, below.</p>`,
        ];
    }
    if (result.unknown?.fix !== undefined) {
        return [(0,inline_text/* html */.qy) `<p>What mends ${(0,html_escape/* code */.aY)(result.check)}:</p>`, ...(0,unknowns/* fixOfUnknown */.rT)(result.unknown.fix)];
    }
    return result.status === "skipped" && result.skipped?.reason === "not-configured"
        ? (0,collapsed/* skippedCheck */.nT)(result)
        : [];
}
/** The configuration lines of an attestation, shown once. */
function attestation({ id }, from, shown) {
    const lines = [
        "checklist:",
        `  ${id}: { attested-by: "@your-login", attested-on: ${(0,lib_time/* toDate */.ay)(from)}, expires: ${(0,lib_time/* toDate */.ay)(from + ATTESTED)}, note: "what was checked, and what it showed" }`,
    ].join("\n");
    if (shown.has("attestation"))
        return [(0,inline_text/* html */.qy) `<p>Or a person attests ${(0,html_escape/* code */.aY)(id)}, as above.</p>`];
    shown.add("attestation");
    return ["<p>Or a person who looked attests it in the configuration:</p>", (0,blocks/* fenced */.OF)(lines, "yaml")];
}
/** Failing checks that incomplete items rest on. */
function failingOf(view) {
    const checkIds = new Set(incompleteOf(view).flatMap(({ checks }) => checks));
    return view.report.results
        .filter(({ check, status }) => status === "fail" && checkIds.has(check))
        .map(parts/* asInIssue */.BA)
        .filter(({ findings }) => findings.length > 0);
}
function failingChecks(failing, { showsNames }, limits) {
    if (failing.length === 0)
        return [];
    return [
        (0,inline_text/* html */.qy) `<h3>What fails: ${(0,inline_text/* count */.U9)(failing.length, "check")}</h3>`,
        ...(showsNames ? [] : [parts/* NAMES_REDACTED */.oX]),
        ...failing.flatMap((check) => (0,parts/* collapsedCheck */.Q)(check, limits, showsNames)),
    ];
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/checklist-issue.js







/** The deployment checklist: open while an item is incomplete. */
function planChecklist(ctx) {
    const { issue } = ctx.topics.of(issues_issue/* CHECKLIST */.VD);
    const items = ctx.facts.report.checklist.flatMap((section) => section.items);
    const incomplete = items.filter(({ status }) => status === "fail" || status === "unknown");
    const isPending = items.some(({ status }) => status === "pending");
    const findings = incomplete.map((item) => stored(ctx, item, issue));
    const priority = (0,core_priority/* mostUrgent */.tH)(findings.map((finding) => finding.priority));
    const difference = differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority, wasFullyChecked: true }) ??
        NO_DIFFERENCE;
    const titles = new Map(ctx.shown.checklist.flatMap((section) => section.items.map((item) => [refOf(ctx, item.id), item.title])));
    const titleOf = ({ ref }) => titles.get(ref) ?? "";
    const dropped = new Set(items.filter(({ status }) => status === "dropped").map(({ id }) => refOf(ctx, id)));
    // A dropped item is not complete, so the comment names it as dropped.
    const resolvedName = (finding) => dropped.has(finding.ref) ? `${titleOf(finding)} (dropped from the checklist)` : titleOf(finding);
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
        resolvedNames: difference.resolved.filter(({ ref }) => titles.has(ref)).map(resolvedName),
        resolved: difference.resolved.length + difference.resolvedUnnamed,
        remaining: findings.length,
        raised: difference.raised,
        showsNames: ctx.rules.showsNames,
        of: "items",
    };
    return planTopicIssue(ctx, {
        title: `Deployment checklist: ${ctx.run.target}`,
        issue,
        needs: {
            isWanted: findings.length > 0,
            // What is pending keeps an issue open, and opens none.
            isOver: items.length > 0 && findings.length === 0 && !isPending,
            hasNews: difference.appeared.length > 0 || difference.raised !== null,
        },
        difference,
        change,
        closing: { kind: "pass" },
        why: {
            open: findings.length === 1 ? "1 box without a tick" : `${findings.length} boxes without a tick`,
            close: "nothing is left",
            acknowledge: "its memory",
        },
        storesSuite: true,
        draft: (target) => checklist_issue_draftOf(ctx, target, findings, issue),
    });
}
function checklist_issue_draftOf(ctx, target, findings, issue) {
    const { priority, firstSeen, due } = urgencyOf(findings, {
        priority: issue?.state?.priority ?? "info",
        at: ctx.facts.run.at,
    });
    return {
        topic: issues_issue/* CHECKLIST */.VD,
        issue: target,
        closed: null,
        priority,
        findings,
        wasFullyChecked: true,
        suites: suiteStatesAfterRun(ctx, issues_issue/* CHECKLIST */.VD),
        text: renderChecklistIssue({
            run: ctx.run,
            report: ctx.shown,
            priority,
            firstSeen,
            due,
            previous: ctx.topics.of(issues_issue/* CHECKLIST */.VD).previousOf(target),
            showsNames: ctx.rules.showsNames,
        }),
    };
}
function refOf({ ids }, id) {
    return ids.of(issues_issue/* CHECKLIST */.VD, id);
}
/** An incomplete item is stored as a finding, since the first run that found it incomplete. */
function stored(ctx, item, issue) {
    const ref = refOf(ctx, item.id);
    const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : undefined;
    const firstSeen = state?.findings.find((finding) => finding.ref === ref)?.firstSeen ?? ctx.facts.run.at;
    return { ref, priority: priorityOf(ctx, item), firstSeen, runs: 2, missed: 0 };
}
/** The priority of the most urgent check that keeps the item incomplete. */
function priorityOf({ facts }, { checks, status }) {
    const reasons = facts.report.results.filter((result) => checks.includes(result.check) && (result.status === "fail" || result.unknown !== undefined));
    const priorities = reasons.map((result) => result.priority);
    // An item that fails blocks a deploy; one without evidence waits for the team's attestation.
    const least = status === "fail" ? "high" : "medium";
    return (0,core_priority/* mostUrgent */.tH)([...priorities, ...(status === "fail" || priorities.length === 0 ? [least] : [])]);
}

// EXTERNAL MODULE: ./.build/src/lib/sql-text.js
var sql_text = __webpack_require__(9791);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/classify.js



function caseOf(finding, known) {
    const { result, row, history } = known;
    const { key } = finding;
    const columns = columnsOf(finding);
    const seenOnce = history.isPending(result.check, key);
    const drops = finding.fixKind === "destructive";
    return {
        finding,
        name: key,
        table: columns.table ?? row?.table ?? "",
        bytes: columns.bytes ?? row?.bytes ?? null,
        scans: columns.scans ?? row?.scans ?? null,
        sinceLastRun: row === undefined ? { unknown: "not-stored" } : history.sinceLastRun(row.name, row.scans),
        tableWrites: columns.tableWrites ?? row?.tableWrites ?? null,
        unusedSince: unusedSince(key, columns, history),
        seenOnce,
        drops,
        advice: drops ? adviceFor(key, columns, known, seenOnce) : null,
        undo: drops ? undoOf(finding, columns) : null,
    };
}
function adviceFor(key, columns, known, seenOnce) {
    const { result, facts } = known;
    if (result.unknown !== undefined)
        return { kind: "wait", for: "full-check" };
    // No query can use an invalid index, and another index replaces a duplicate.
    if (result.check !== checkOfPart("unused"))
        return { kind: "safe", since: null };
    const since = unusedForCertainSince(key, columns, known);
    const until = since + facts.observedFor;
    if (until > facts.run.at)
        return { kind: "watch", until };
    return seenOnce ? { kind: "wait", for: "second-run" } : { kind: "safe", since };
}
/** The server's time, but not a time before the index was created. */
function unusedSince(key, columns, history) {
    const since = columns.unusedSince;
    if (since === null || columns.scans !== 0)
        return since;
    return Math.max(since, history.appearedAt(key) ?? since);
}
/**
 * The time of the last scan, which PostgreSQL 16 and later store, or the first of our runs that saw no scan. A
 * counter of zero says nothing about the time before that run: an index that was created or rebuilt yesterday has
 * one too.
 */
function unusedForCertainSince(key, columns, { result, facts, history }) {
    const reported = columns.unusedSince ?? facts.run.at;
    if (columns.scans !== 0)
        return reported;
    return Math.max(reported, history.watchedSince(result.check, key));
}
/** The index's definition. A DROP that runs outside a transaction is CONCURRENTLY, and so is its CREATE. */
function undoOf({ standsAlone }, { definition }) {
    if (definition === null)
        return null;
    const sql = (0,sql_text/* escapeInvisible */.t)(definition);
    return standsAlone === true ? sql.replace(/^CREATE (UNIQUE )?INDEX /, "CREATE $1INDEX CONCURRENTLY ") : sql;
}
function columnsOf({ facts }) {
    const since = textOf(facts.unused_since_at);
    return {
        table: textOf(facts.table),
        bytes: numberOf(facts.size_bytes),
        scans: numberOf(facts.scans),
        tableWrites: numberOf(facts.table_writes),
        unusedSince: since === null ? null : (0,lib_time/* fromIso */.ap)(since),
        definition: textOf(facts.definition),
    };
}
function numberOf(value) {
    return typeof value === "number" ? value : null;
}
function textOf(value) {
    return typeof value === "string" ? value : null;
}
/**
 * Limits of a rarely used index. pgdoctor counts less than 1,000 scans and more than 10,000 writes, PgHero at most 50
 * scans, whatever the length of the statistics window. Here both are rates, so that they mean the same after a month
 * and after a year: less than one scan a day, more than 1,000 writes for each, and at least pgdoctor's 10,000 writes.
 */
const SCANS_A_DAY = 1;
const WRITES_A_SCAN = 1_000;
const MIN_WRITES = 10_000;
/** The smallest index that unused-indexes reads. */
const MIN_BYTES = 96 * 1024;
/** Those with the most writes for each scan first. Indexes that enforce a constraint are left out. */
function rarelyUsedIndexes(rows, facts, history) {
    const { run, observedFor, report } = facts;
    const tablesWindow = facts.windows?.tables;
    const inventory = inventoryIn(facts).indexes;
    if (tablesWindow === undefined || inventory.length === 0)
        return { unknown: "not-checked" };
    const length = tablesWindow.since === null ? 0 : run.at - tablesWindow.since;
    if (length < observedFor)
        return { unknown: "window" };
    const unused = report.results.find(({ check }) => check === checkOfPart("unused"));
    if (unused?.unknown !== undefined)
        return { unknown: "unused-unknown" };
    const indexes = rows
        .filter(({ isUnique, scans, bytes }) => !isUnique && scans > 0 && bytes >= MIN_BYTES)
        .map((index) => ({
        index,
        scansPerDay: (index.scans * lib_time/* DAY */.d_) / length,
        writesPerScan: index.tableWrites / index.scans,
        sinceLastRun: history.sinceLastRun(index.name, index.scans),
    }))
        .filter(({ index, scansPerDay, writesPerScan }) => scansPerDay < SCANS_A_DAY && writesPerScan > WRITES_A_SCAN && index.tableWrites >= MIN_WRITES)
        .sort((a, b) => b.writesPerScan - a.writesPerScan);
    return { indexes };
}

// EXTERNAL MODULE: ./.build/src/issues/state/stateful-checks.js
var stateful_checks = __webpack_require__(5176);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/history.js







/** Sizes are compared with the oldest stored one within this time. */
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
    const reset = (0,update_windows/* statisticsReset */.b)(facts, previous);
    const oldestRun = previous?.runs.findLast(({ indexes }) => indexes !== undefined)?.at ?? at;
    return {
        lastRun: previous?.runs[0]?.at ?? null,
        reset,
        sinceLastRun(name, scans) {
            if (previous === undefined || previous.runs.length === 0)
                return { unknown: "first-run" };
            if (reset !== null)
                return { unknown: "statistics-reset" };
            const last = before.get(find(name).storedAs);
            if (last === undefined)
                return { unknown: "not-stored" };
            // Without a reset, only a new index of the same name has fewer scans.
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
 * Minimum growth that is reported. Any table in use grows by less than a fifth; sizes are the server's estimates, and
 * a small index may double without harm.
 */
const MIN_SHARE = 0.2;
const history_MIN_BYTES = 8 * 1024 * 1024;
/** Those that grew most come first. */
function growingIndexes(rows, history) {
    return rows
        .flatMap((index) => {
        const from = history.oldestSize(index.name);
        return from === null || !grew(from.bytes, index.bytes) ? [] : [{ index, from }];
    })
        .sort((a, b) => grownBy(b) - grownBy(a));
}
function grew(before, now) {
    return now - before >= history_MIN_BYTES && now >= before * (1 + MIN_SHARE);
}
function grownBy({ index, from }) {
    return index.bytes - from.bytes;
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/evaluate.js



/** @param previous the state before this run */
function indexUsageOf(facts, previous, refs) {
    const history = indexHistory(facts, previous, refs);
    const of = (check) => casesOf(check, facts, history);
    const duplicates = of(checkOfPart("duplicate"));
    const repeated = new Set(duplicates.map(({ name }) => name));
    // A duplicate is listed as such only, since it can be dropped even when it is used.
    const unused = of(checkOfPart("unused")).filter(({ name }) => !repeated.has(name));
    const invalid = of(checkOfPart("invalid"));
    const listed = new Set([...invalid, ...duplicates, ...unused].map(({ name }) => name));
    const unlisted = inventoryIn(facts).indexes.filter(({ name }) => !listed.has(name) && !isIgnored(name, facts));
    const droppable = [...invalid, ...duplicates, ...unused].filter(({ drops }) => drops);
    return {
        at: facts.run.at,
        lastRun: history.lastRun,
        countedSince: facts.windows?.tables?.since ?? null,
        reset: history.reset,
        observedFor: facts.observedFor,
        checks: facts.indexUsage,
        totals: totalsOf(facts),
        invalid,
        duplicates,
        unused,
        foreignKeys: of(checkOfPart("foreign-key")),
        rarelyUsed: rarelyUsedIndexes(unlisted, facts, history),
        growing: growingIndexes(unlisted, history),
        reclaim: { all: sum(droppable), now: sum(droppable.filter(({ advice }) => advice?.kind === "safe")) },
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
/** A run that did not reach the database, or has no index-sizes check, has no totals. */
function totalsOf(facts) {
    if (resultOf(checkOfPart("inventory"), facts)?.status !== "measured")
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
/** An ignored finding is not reported as a rarely used index instead. */
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
// EXTERNAL MODULE: ./.build/src/report/html/values.js
var values = __webpack_require__(2594);
// EXTERNAL MODULE: ./.build/src/core/window.js
var core_window = __webpack_require__(4647);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-tables.js





/** The first rows are visible, the next ones collapsed; the end of the page counts those that are left out. */
function tableOf(columns, rows, limits) {
    const drawn = (some) => (0,html_escape/* table */.tp)(columns, some.map((row) => columns.map((column) => column.of(row))));
    const shown = rows.slice(0, limits.shown);
    const collapsed = rows.slice(limits.shown, limits.shown + limits.collapsed);
    return [...(shown.length === 0 ? [] : [drawn(shown)]), ...(0,blocks/* moreRows */.zj)(collapsed, 0, drawn)];
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
/** Index and table in one cell, which leaves room for the numbers. */
function indexOn(index, table) {
    return (0,inline_text/* html */.qy) `${render_tables_name(index)}<br><sub>on ${render_tables_name(table)}</sub>`;
}
function bytes(value) {
    return (0,html_escape/* trusted */.IZ)(value === null ? "—" : (0,values/* formatBytes */.z3)(value));
}
function number(value) {
    return (0,html_escape/* trusted */.IZ)(value === null ? "—" : (0,values/* formatNumber */.ZV)(value));
}
/** `+31 %`, `−4 %`, `12 times`. Growth to ten times or more is hard to read as a percentage. */
function change(before, now) {
    if (now >= 10 * before)
        return `${(0,values/* formatNumber */.ZV)(Math.round(now / before))} times`;
    return `${now >= before ? "+" : "−"}${(0,values/* formatPercent */.l9)((100 * Math.abs(now - before)) / before)}`;
}
function date(time) {
    return (0,html_escape/* trusted */.IZ)(time === null ? "—" : (0,lib_time/* toDate */.ay)(time));
}
const SCANS_UNKNOWN = {
    "first-run": "first run",
    "statistics-reset": "counters began anew",
    "not-stored": "not known before",
    "went-down": "made anew",
};
/** Scans since the last run, or why the number is not known. */
function sinceLastRun(since) {
    return "scans" in since ? number(since.scans) : (0,inline_text/* html */.qy) `<i>${(0,html_escape/* trusted */.IZ)(SCANS_UNKNOWN[since.unknown])}</i>`;
}
/** Whether the index is safe to drop. */
function isSafeToDrop({ advice, drops }) {
    if (advice === null || !drops)
        return (0,html_escape/* trusted */.IZ)("—");
    if (advice.kind === "safe")
        return (0,html_escape/* trusted */.IZ)("<b>now</b>");
    if (advice.kind === "watch")
        return (0,inline_text/* html */.qy) `watch until ${date(advice.until)}`;
    return (0,html_escape/* trusted */.IZ)(advice.for === "second-run" ? "when the next run agrees" : "when all was seen");
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-head.js







/** The first screen: the verdict, the size of the indexes, the statistics window, the first steps. */
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
        const unknownResults = report.results.filter(({ check, unknown }) => usage.checks.has(check) && unknown !== undefined);
        return unknownResults.length === 0
            ? (0,inline_text/* html */.qy) `✅ ${target}: every index earns its keep`
            : (0,inline_text/* html */.qy) `❔ ${target}: no index wrong in sight, but ${(0,inline_text/* count */.U9)(unknownResults.length, "check")} could not look at everything`;
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
/** The statistics window, and whether the statistics were reset since the last run. */
function clock({ countedSince, reset, lastRun, at, observedFor }) {
    const last = lastRun === null
        ? (0,inline_text/* html */.qy) `This is the first run, so there are no scans since the last one.`
        : (0,inline_text/* html */.qy) `The last run was on ${date(lastRun)}.`;
    if (reset !== null) {
        return [
            (0,inline_text/* html */.qy) `<p>⏱️ The counters of scans began anew on <b>${date(reset.since)}</b>: ${(0,inline_text/* renderText */.S5)(reset.why)}. What they had counted is gone, so no scans since the last run are told, and each silence is watched for ${(0,html_escape/* trusted */.IZ)((0,core_window/* inWords */.r4)(observedFor))} from there. ${last}</p>`,
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
    const now = [...duplicates, ...unused].filter(({ advice }) => advice?.kind === "safe");
    const watched = unused.flatMap(({ advice }) => (advice?.kind === "watch" ? [advice.until] : []));
    const waiting = [...duplicates, ...unused].filter(({ advice }) => advice?.kind === "wait").length;
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
        ...rarelyUsed(usage, limits),
        ...growing(usage.growing, limits),
    ];
}
/** Rows that the page leaves out. */
function rowsBeyond(usage, { shown, collapsed }) {
    const hardly = "indexes" in usage.rarelyUsed ? usage.rarelyUsed.indexes : [];
    return [usage.invalid, usage.duplicates, usage.unused, usage.foreignKeys, hardly, usage.growing].reduce((sum, rows) => sum + Math.max(0, rows.length - shown - collapsed), 0);
}
function invalid(rows, limits) {
    if (rows.length === 0)
        return [];
    const maintained = left("Costs writes", (row) => (0,facts_table/* cell */.Hn)("maintained", row.finding.facts.maintained_by_writes ?? null));
    const fixColumn = left("Mended by", (row) => (0,html_escape/* trusted */.IZ)(fixedBy(row)));
    return [
        heading("⛔", "Invalid", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>No query can use them. ${pageLink(checkOfPart("invalid"))}</p>`,
        ...(0,sentences/* sentencesOf */.c)((0,sentences/* byWording */.S)(rows.map(({ finding }) => finding)), limits.sentences),
        ...tableOf([index, size, maintained, writes, fixColumn], rows, limits),
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
    // Both names share one cell, since two columns of long names would push the numbers off the page.
    const both = left("Index, and the one that stays", (row) => {
        const { identical, kept_index: kept = null } = row.finding.facts;
        const relation = (0,html_escape/* trusted */.IZ)(identical === true ? "identical to" : "begins like");
        return (0,inline_text/* html */.qy) `${index.of(row)}<br><sub>${relation} ${(0,facts_table/* cell */.Hn)("kept", kept)}</sub>`;
    });
    return [
        heading("👯", "Duplicate", (0,inline_text/* count */.U9)(rows.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>Another index takes over, whatever the scans say. One that begins the same is larger: a query may read a little more. ${pageLink(checkOfPart("duplicate"))}</p>`,
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
        (0,inline_text/* html */.qy) `<p>An index may go after ${days} of silence that our own runs or the server vouch for: a counter at zero tells nothing of the time before the index was there. A yearly report may still want it. ${pageLink(checkOfPart("unused"))}</p>`,
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
        (0,inline_text/* html */.qy) `<p>Deleting or re-keying a referenced row reads the whole table below. ${pageLink(checkOfPart("foreign-key"))}</p>`,
        ...tableOf([
            left("Table", (row) => render_tables_name(row.table)),
            left("Columns", facts("columns")),
            right("Table size", (row) => bytes(row.bytes)),
            left("References", facts("references")),
            right("Deleted there", facts("referenced_deletes")),
        ], rows, limits),
    ];
}
function rarelyUsed(usage, limits) {
    const { rarelyUsed: rare, countedSince } = usage;
    if (!("indexes" in rare) || rare.indexes.length === 0)
        return [];
    return [
        heading("🐌", "Hardly used", (0,inline_text/* count */.U9)(rare.indexes.length, "index", "indexes")),
        (0,inline_text/* html */.qy) `<p>Since ${date(countedSince)} less than one scan a day, and more than 1,000 writes to the table for each, counted on this server alone. None is proposed to go: look first which query, or which foreign key, wants it.</p>`,
        ...tableOf([
            left("Index", (row) => indexOn(row.index.name, row.index.table)),
            right("Size", (row) => bytes(row.index.bytes)),
            right("Scans", (row) => number(row.index.scans)),
            ...lately(usage),
            right("Table writes", (row) => number(row.index.tableWrites)),
            right("Writes for a scan", (row) => number(Math.round(row.writesPerScan))),
        ], rare.indexes, limits),
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
    const size = (0,values/* formatBytes */.z3)(now.bytes - from.bytes);
    return from.bytes === 0 ? size : `${size} (${change(from.bytes, now.bytes)})`;
}
/** Left out when there is nothing to compare with; the head of the page says why. */
function lately({ lastRun, reset, }) {
    if (lastRun === null || reset !== null)
        return [];
    return [right(`Scans since ${(0,lib_time/* toDate */.ay)(lastRun)}`, (row) => sinceLastRun(row.sinceLastRun))];
}
/** A link to the check's page. */
function pageLink(check) {
    return (0,inline_text/* html */.qy) `<a href="${(0,html_escape/* trusted */.IZ)((0,blocks/* documentation */.TH)(check))}">More</a>`;
}
function heading(sign, words, counted) {
    return `### ${sign} ${words}: ${counted}`;
}

;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-sql.js




/** Fixes, and DROP statements with the CREATE that undoes them. Every DROP is commented out. */
function statements(usage, limits) {
    if (limits.statements === 0)
        return [];
    const dropping = [...usage.duplicates, ...usage.unused, ...usage.invalid].filter(({ drops }) => drops);
    const now = dropping.filter(({ advice }) => advice?.kind === "safe");
    const later = dropping.filter(({ advice }) => advice?.kind !== "safe");
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
    const omitted = cases.length - kept.length;
    return (0,blocks/* collapse */.ap)(summary, [
        "<p>Below each DROP stands what makes the index again. Take away the <code>--</code> of one DROP, and send it alone: CONCURRENTLY runs in no transaction.</p>",
        ...(kept.length === 0 ? [] : [(0,blocks/* fenced */.OF)(kept.map(dropWithUndo).join("\n\n"), "sql")]),
        ...(omitted === 0
            ? []
            : [(0,inline_text/* html */.qy) `<p>${(0,inline_text/* count */.U9)(omitted, "statement")} not shown here; the report file has all.</p>`]),
    ]);
}
function dropWithUndo({ finding, undo, advice }) {
    return [
        ...when(advice),
        (0,blocks/* commentedOut */.ZW)(finding.fix ?? ""),
        ...(undo === null
            ? ["-- Note its definition first (pg_get_indexdef): it is not at hand here."]
            : ["-- undone by", (0,blocks/* commentedOut */.ZW)(undo)]),
    ].join("\n");
}
function when(advice) {
    if (advice?.kind === "watch")
        return [`-- Not before ${(0,lib_time/* toDate */.ay)(advice.until)}:`];
    if (advice?.kind !== "wait")
        return [];
    return [advice.for === "second-run" ? "-- When the next run agrees:" : "-- When every server was seen:"];
}

// EXTERNAL MODULE: ./.build/src/issues/render/trend.js
var trend = __webpack_require__(2974);
;// CONCATENATED MODULE: ./.build/src/issues/index-usage/render-trend.js







const UNITS = [
    { name: "GB", bytes: 1024 ** 3 },
    { name: "MB", bytes: 1024 ** 2 },
    { name: "kB", bytes: 1024 },
];
/** Size and number of the indexes over the last weeks, as charts and as sentences. */
function indexTrend(newestFirst, { at, totals }) {
    // This run is a point of its own until the state has it.
    const now = totals === null ? [] : [{ at, ...totals }];
    const points = (0,trend/* lastOfEachDay */.NK)([...now, ...newestFirst.flatMap(pointOf)]);
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
        ...(0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `The same in numbers: ${(0,inline_text/* count */.U9)(points.length, "day")}`, [numbers(points)]),
    ];
}
/** The charts are low because there are two of them. */
const LOW = '%%{init: {"xyChart": {"height": 220}}}%%';
function picture(title, labels, bars) {
    return (0,blocks/* fenced */.OF)(`${LOW}\n${(0,trend/* xychart */.w_)({ title, labels, bars })}`, "mermaid");
}
function pointOf({ at, indexes }) {
    return indexes === undefined ? [] : [{ at, ...indexes }];
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
function numbers(points) {
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













/** The weekly issue of the index checks. */
function renderIndexUsage(view) {
    const content = (0,parts/* withinBudget */.xV)(parts/* ISSUE_CHARACTERS */.XJ, (limits) => render_page(view, limits), [
        ...indexHead(view),
        ...render_counts(view),
    ]);
    return { content, footer: (0,parts/* issueFooter */.$2)(view.run) };
}
function render_page(view, limits) {
    const { usage, runs, showsNames } = view;
    return [
        ...indexHead(view),
        ...(showsNames ? sections(usage, limits) : [parts/* NAMES_REDACTED */.oX, ...render_counts(view)]),
        ...unknownSection(view, limits),
        ...(showsNames ? [...statements(usage, limits), ...countedServers(view)] : []),
        ...indexTrend(runs, usage),
        ...(showsNames ? eachTable(view, limits) : []),
        ...(0,parts/* formerIssue */.RJ)(view.previous),
        CLOSING,
        ...(showsNames ? (0,parts/* cutNote */.nA)(rowsBeyond(usage, limits)) : []),
    ];
}
const CLOSING = "<p>This issue closes itself when all index checks pass. An unused index is told when two runs in a row see it, and gone when two do not; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Sizes are the server's estimates, as VACUUM and ANALYZE keep them.</p>";
/** Counts and sizes, shown instead of names. */
function render_counts({ usage }) {
    const hardly = "indexes" in usage.rarelyUsed ? usage.rarelyUsed.indexes.map(({ index }) => index) : [];
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
/** Unknown and skipped checks, and how to fix the unknown ones. */
function unknownSection({ usage, report }, limits) {
    const results = report.results.filter(({ check }) => usage.checks.has(check));
    const unknownResults = results.filter(({ unknown }) => unknown !== undefined);
    const skipped = results.filter(({ status }) => status === "skipped");
    const doubt = "unknown" in usage.rarelyUsed ? DOUBTS[usage.rarelyUsed.unknown] : "";
    const lines = unknownResults.map(({ title, unknown, findings }) => (0,inline_text/* html */.qy) `<li><b>${(0,inline_text/* renderText */.S5)(title)}</b>${(0,html_escape/* trusted */.IZ)((findings ?? []).length > 0 ? ", in part" : "")}: ${(0,inline_text/* renderText */.S5)(unknown?.detail ?? "")}</li>`);
    const fixes = new Map(unknownResults.flatMap(({ unknown }) => unknown?.fix === undefined ? [] : [[JSON.stringify(unknown.fix), unknown.fix]]));
    const kept = [...fixes.values()].slice(0, Math.max(2, limits.sentences));
    return [
        ...(lines.length === 0
            ? []
            : [(0,inline_text/* html */.qy) `<h3>❔ Could not look</h3>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`]),
        ...(kept.length === 0 ? [] : ["<p>What mends it:</p>", ...kept.flatMap(unknowns/* fixOfUnknown */.rT)]),
        ...(doubt === "" ? [] : [(0,inline_text/* html */.qy) `<p>🐌 Hardly used indexes: ${(0,html_escape/* trusted */.IZ)(doubt)}</p>`]),
        ...(skipped.length === 0
            ? []
            : [(0,inline_text/* html */.qy) `<p>➖ Not looked at: ${(0,inline_text/* list */.p_)(skipped.map(({ title }) => (0,inline_text/* renderText */.S5)(title)))}.</p>`]),
    ];
}
const DOUBTS = {
    "not-checked": "",
    window: "they are told once the counters have counted as long as an unused index is watched for.",
    "unused-unknown": "the counters can't tell them either, for the reason that the unused ones have.",
};
const TABLES = 15;
/** The dashboard: size and scans of the indexes of each table. */
function eachTable({ report }, limits) {
    const rows = report.results.find(({ check }) => check === checkOfPart("inventory"))?.measurements ?? [];
    const kept = rows.slice(0, Math.min(TABLES, limits.listed));
    if (kept.length === 0)
        return [];
    const omitted = rows.length - kept.length;
    return (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `📊 Indexes of each table: the first ${kept.length} of ${(0,inline_text/* count */.U9)(rows.length, "row")}`, [
        (0,facts_table/* factsTable */.wd)(kept),
        ...(omitted === 0 ? [] : ["<p>The summary of the run below has more of them.</p>"]),
    ]);
}
/** Servers whose scans were counted for unused indexes, and since when. */
function countedServers({ report }) {
    const rows = report.results.find(({ check }) => check === checkOfPart("unused"))?.measurements ?? [];
    return rows.length === 0
        ? []
        : (0,blocks/* collapse */.ap)((0,inline_text/* html */.qy) `Where scans were counted: ${(0,inline_text/* count */.U9)(rows.length, "row")}`, [(0,facts_table/* factsTable */.wd)(rows.slice(0, 12))]);
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/index-usage-issue.js






/** The weekly index-usage issue: open while an index check has findings. */
function planIndexUsage(ctx) {
    const { issue } = ctx.topics.of(issues_issue/* INDEX_USAGE */.D6);
    const results = ctx.facts.report.results.filter(({ check }) => ctx.facts.indexUsage.has(check));
    const wasFullyChecked = results.every(({ unknown, skipped }) => unknown === undefined && skipped === undefined);
    const reported = reportedNow(ctx, results, issue);
    const findings = reported.map(({ stored }) => stored);
    const difference = differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority: null, wasFullyChecked }) ??
        NO_DIFFERENCE;
    const isFirst = ctx.previous === undefined;
    const isSeen = results.some(({ status, unknown }) => status === "fail" || unknown !== undefined);
    // An open issue stays open until nothing is left. A closed one opens for findings that two runs agree on.
    const isWanted = findings.length > 0 || (isSeen && (isFirst || issue?.isOpen !== false));
    const ids = new Set(difference.appeared.map(({ ref }) => ref));
    const appeared = reported.flatMap(({ stored, finding }) => finding !== undefined && ids.has(stored.ref) ? [finding] : []);
    const ignored = new Set(results.flatMap(({ check }) => [...ignoredIds(ctx, check)].map((ref) => refIn(check, ref))));
    const change = {
        run: ctx.run,
        title: "Index usage",
        appeared: shownFindings(ctx, appeared),
        ...ignoredOf(ctx, difference, ignored, nameIn),
        remaining: findings.length,
        raised: null,
        showsNames: ctx.rules.showsNames,
    };
    return planTopicIssue(ctx, {
        title: `Index usage: ${ctx.run.target}`,
        issue,
        needs: {
            isWanted,
            isOver: !isWanted && isEveryIndexFine(results),
            hasNews: difference.appeared.length > 0,
        },
        difference,
        change,
        closing: { kind: "pass" },
        why: {
            open: findings.length === 1 ? "1 finding" : `${findings.length} findings`,
            close: "nothing is left",
            acknowledge: "its memory",
        },
        storesSuite: true,
        draft: (target) => index_usage_issue_draftOf(ctx, target, findings, wasFullyChecked),
    });
}
function index_usage_issue_draftOf(ctx, target, findings, wasFullyChecked) {
    return {
        topic: issues_issue/* INDEX_USAGE */.D6,
        issue: target,
        closed: null,
        priority: null,
        findings,
        wasFullyChecked,
        suites: suiteStatesAfterRun(ctx, issues_issue/* INDEX_USAGE */.D6),
        text: renderIndexUsage({
            run: ctx.run,
            report: ctx.shown,
            usage: indexUsageOf(ctx.facts, ctx.previous, ctx.ids),
            runs: ctx.stored.suiteState.runs,
            previous: ctx.topics.of(issues_issue/* INDEX_USAGE */.D6).previousOf(target),
            showsNames: ctx.rules.showsNames,
        }),
    };
}
/**
 * Findings that two runs agree on, and those of this run that the issue reported before. A new issue reports all
 * findings of its first run; what a later run finds waits for the second run.
 */
function reportedNow(ctx, results, issue) {
    const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : undefined;
    const reported = state && new Set(state.findings.map(({ ref }) => ref));
    const isClosed = issue !== undefined && !issue.isOpen;
    const isReported = (ref) => (reported === undefined ? !isClosed : reported.has(ref));
    return results.flatMap(({ check }) => reportedOf(ctx, check, isReported));
}
function reportedOf(ctx, check, isReported) {
    const { standing = [], pending = [] } = ctx.stored.checks.get(check) ?? {};
    const confirmed = standing.map(({ stored, finding }) => ({
        stored: { ...stored, ref: refIn(check, stored.ref) },
        finding,
    }));
    const refs = new Set(confirmed.map(({ stored }) => stored.ref));
    const seenOnce = pending.flatMap((finding) => {
        const ref = refIn(check, ctx.ids.of(check, finding.key));
        if (refs.has(ref) || !isReported(ref))
            return [];
        const { priority } = finding;
        return [{ stored: { ref, priority, firstSeen: ctx.facts.run.at, runs: 1, missed: 0 }, finding }];
    });
    return [...confirmed, ...seenOnce];
}
/** One index may be invalid and unused: the issue reports both. */
function refIn(check, ref) {
    return `${check} ${ref}`;
}
function nameIn({ ref }) {
    return ref.slice(ref.indexOf(" ") + 1);
}
/** A check that is disabled or does not apply is no obstacle; a check with status unknown is. */
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
 * This suite's state, with the findings that open issues report. Where the state was lost, had no room, or another
 * suite opened the issue, these findings are confirmed all the same: none counts as new or as resolved at once.
 */
function mergeOpenIssues(facts, suiteState, topics, ids) {
    const checks = facts.report.results
        .filter(({ check }) => !facts.indexUsage.has(check))
        .flatMap((result) => {
        const { issue } = topics.of(result.check);
        const reported = issue?.isOpen === true ? reportedIn(issue, result, facts, ids) : [];
        const stored = reported.length === 0 ? undefined : mergeReported(suiteState, result, reported, facts);
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
        return (0,rehash/* inIdFormat */.wD)(state, check, ids).findings.map(confirmed);
    // A broken block is assumed to have reported the findings of this run.
    return findings.map(({ key, priority }) => confirmed({ ref: ids.of(check, key), priority, firstSeen: run.at, runs: 2, missed: 0 }));
}
function confirmed(finding) {
    return { ...finding, runs: 2, missed: 0 };
}
function mergeReported(suiteState, { check }, reported, { run }) {
    const known = (0,schema/* checkIn */.is)(suiteState, check);
    if (known === undefined) {
        const findings = [...reported];
        return { status: "fail", since: run.at, at: run.at, unknownSince: null, findings, leftOut: 0 };
    }
    const ids = new Set(reported.map(({ ref }) => ref));
    const stored = new Set(known.findings.map(({ ref }) => ref));
    // A finding that this run has already removed from the state is resolved, unless there was no room for it.
    const isForgotten = (0,schema/* holdsRun */.gM)(suiteState, run) && known.leftOut === 0;
    const missing = isForgotten ? [] : reported.filter(({ ref }) => !stored.has(ref));
    const agreed = known.findings.map((finding) => !(0,schema/* isConfirmed */.it)(finding) && ids.has(finding.ref) ? confirmed(finding) : finding);
    return { ...known, findings: [...agreed, ...missing] };
}

;// CONCATENATED MODULE: ./.build/src/issues/plan/overview-rows.js







/** Every check that a suite of this target has stored, with its last status. */
function overviewRows(ctx, issueOf) {
    const latest = new Map();
    for (const suiteState of suiteStatesOf(ctx)) {
        for (const [check, stored] of Object.entries(suiteState.checks)) {
            // A runner's clock may have been ahead, so a time after this run counts as this run's.
            const at = Math.min(stored.at, ctx.facts.run.at);
            if (at > (latest.get(check)?.at ?? Number.NEGATIVE_INFINITY))
                latest.set(check, { ...stored, at });
        }
    }
    return [...latest].map(([check, stored]) => rowOf(ctx, check, stored, issueOf));
}
/** This run's state first: of two equal times the first is taken. */
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
        confirmed: findings.length - pending + leftOut,
        pending,
        since,
        at,
        unknownSince,
        unknownDetail: result?.unknown?.detail,
        issue: issueOf(facts.indexUsage.has(check) ? issues_issue/* INDEX_USAGE */.D6 : check),
    };
}
/** Changes since this suite's last run; none at its first run. */
function changesSince(ctx) {
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
 * The overview, which is always open and written once in each run, without a comment.
 *
 * @param writes the plan's operations on other issues
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
        suites: suiteStatesAfterRun(ctx, issues_issue/* OVERVIEW */.wS),
    };
    const frame = frameOf(ctx, draft);
    if (frame === undefined)
        return undefined;
    const body = { frame, view: viewOf(ctx, issuesAfter(ctx, writes), waiting, overview_issue_leftOutOf(frame.state)) };
    const why = describeResults(ctx);
    if (issue === undefined) {
        const { title, addLabels } = opening({ ...ctx, rules: { ...ctx.rules, labels: [] } }, `Database health: ${ctx.run.target}`, null);
        const titled = title === undefined ? {} : { title };
        return operationWith(draft, { action: "open", why, ...titled, addLabels }, body);
    }
    const isNews = ctx.previous !== undefined && hasAppeared(ctx);
    return operationWith(draft, { action: !issue.isOpen && isNews ? "reopen" : "update", why }, body);
}
function hasAppeared({ stored }) {
    return [...stored.checks.values()].some(({ appeared }) => appeared.length > 0);
}
function describeResults({ facts }) {
    const { results, unreachable } = facts.report;
    if (unreachable !== undefined)
        return "the database was not reached, so nothing was checked";
    if (!results.some(({ status }) => ["pass", "fail", "measured"].includes(status))) {
        return "nothing could be checked";
    }
    const failing = results.filter(({ status }) => status === "fail").length;
    return `${failing} of ${results.length} checks ${failing === 1 ? "fails" : "fail"}`;
}
/** Findings of all suites that the state has no room for. */
function overview_issue_leftOutOf({ suites }) {
    return Object.values(suites)
        .flatMap(({ checks }) => Object.values(checks))
        .reduce((sum, check) => sum + check.leftOut, 0);
}
/** Which issues are open after the plan was applied. Those that it opens have no number yet. */
function issuesAfter({ topics }, writes) {
    return (topic) => {
        const write = writes.find((each) => each.topic === topic && each.action !== "close-duplicate");
        if (write?.action === "open" || write?.action === "close")
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
        changes: changesSince(ctx),
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
 * Records a notice for each open issue of a check that this version does not have, or that has no issue of its own
 * any more. Another version may run in the same repository, so none of them is closed.
 */
function noticeStaleIssues({ facts, notice }, { issues, newerVersionTopics }) {
    const reported = new Set(facts.report.results.map(({ check }) => check));
    for (const { number, topic, isOpen } of issues) {
        if (!isOpen || [issues_issue/* OVERVIEW */.wS, issues_issue/* CHECKLIST */.VD, issues_issue/* INDEX_USAGE */.D6, ...newerVersionTopics].includes(topic))
            continue;
        const hasOwnIssue = (0,checks/* checkById */.x)(topic) !== undefined || reported.has(topic);
        if (hasOwnIssue && !facts.indexUsage.has(topic))
            continue;
        notice(`Issue #${number} tells of the check ${topic}, and this version of pg-preflight keeps no such issue: close it when you are done with it.`);
    }
}
/** For a run without findings. */
const NO_IDS = { idFormat: "hashed", of: () => "" };
/**
 * The facts of a run that could not connect. Without the system identifier no finding can be hashed, so the run
 * reports only which checks are unknown and since when; the stored findings stay as they are. Undefined when the
 * state has plain names.
 */
function factsWithoutFindings(facts, suiteTopic, { issues }) {
    const { report } = facts;
    if (report.unreachable === undefined || suiteTopic === issues_issue/* CHECKLIST */.VD)
        return undefined;
    if (issues.some(({ state }) => state !== null && storesNames(state)))
        return undefined;
    const results = report.results.filter(({ findings = [] }) => findings.length === 0);
    return { ...facts, report: { ...report, results, ignored: [] }, readings: new Map() };
}
/** Whether the state has plain names, which this run could not hash. */
function storesNames({ idFormat, findings, suites }) {
    if (idFormat === "hashed")
        return false;
    return (findings.length > 0 ||
        Object.values(suites).some(({ checks, stored }) => Object.values(stored).some((list) => (list?.list.length ?? 0) > 0) ||
            Object.values(checks).some((check) => check.findings.length > 0)));
}
/** Suites with an issue of their own. All others write the overview and the checks' issues. */
const SUITE_TOPICS = { deploy: issues_issue/* CHECKLIST */.VD, "index-usage": issues_issue/* INDEX_USAGE */.D6 };
/**
 * The operations after which the issues report what this run found. Pure; after they were applied the plan of the
 * same run is empty.
 */
function planIssues(run, tracker, rules) {
    const { suite } = run.report;
    const suiteTopic = Object.hasOwn(SUITE_TOPICS, suite) ? (SUITE_TOPICS[suite] ?? issues_issue/* OVERVIEW */.wS) : issues_issue/* OVERVIEW */.wS;
    if (tracker.newerVersionTopics.includes(suiteTopic)) {
        return noWrites(`A newer version of pg-preflight keeps the memory of suite ${suite}, so no issue is written.`);
    }
    const lacksIds = !rules.showsNames && run.system === null;
    const facts = lacksIds ? factsWithoutFindings(run, suiteTopic, tracker) : run;
    if (facts === undefined) {
        return noWrites("No issue is written: names are kept back here, and without the server's system identifier, which this run did not get, nothing tells one finding from another.");
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
function noWrites(notice) {
    return { writes: [], notices: [notice] };
}
/** The topic whose suites write the issue of this one. */
function suiteTopicOf(topic) {
    return topic === issues_issue/* CHECKLIST */.VD || topic === issues_issue/* INDEX_USAGE */.D6 ? topic : issues_issue/* OVERVIEW */.wS;
}
function lastRunIsLater({ run }, suiteState) {
    const [newest] = suiteState?.runs ?? [];
    return newest !== undefined && isSupersededBy(newest, run);
}
/** This suite's state before this run. An issue with ids of the other format was not written by this run. */
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
    const merged = suiteTopic === issues_issue/* OVERVIEW */.wS ? mergeOpenIssues(facts, previous, topics, ids) : previous;
    return {
        facts,
        rules,
        ids,
        topics,
        previous,
        notice,
        stored: updateState(facts, merged, ids),
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
    // The issue that stores the suite's state is written once in a run.
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
/** The duplicates of a topic are closed right after its issue was written. */
function withDuplicates(ctx, writes, owned) {
    const written = new Set(writes.map(({ topic }) => topic));
    const unwritten = owned.filter((topic) => !written.has(topic));
    return [
        ...unwritten.flatMap((topic) => closeDuplicates(ctx, topic)),
        ...writes.flatMap((write) => [write, ...closeDuplicates(ctx, write.topic)]),
    ];
}


/***/ }),

/***/ 544:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  gI: () => (/* binding */ bodyFrame),
  EN: () => (/* binding */ bodyOf),
  h$: () => (/* binding */ composeBody),
  $E: () => (/* binding */ contentOf)
});

// EXTERNAL MODULE: ./.build/src/lib/json.js
var json = __webpack_require__(1433);
// EXTERNAL MODULE: ./.build/src/issues/body.js
var body = __webpack_require__(7434);
// EXTERNAL MODULE: ./.build/src/issues/state/codec.js + 1 modules
var codec = __webpack_require__(941);
// EXTERNAL MODULE: ./.build/src/checks/index.js + 82 modules
var checks = __webpack_require__(1574);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var priority = __webpack_require__(8699);
// EXTERNAL MODULE: ./.build/src/lib/time.js
var time = __webpack_require__(2358);
// EXTERNAL MODULE: ./.build/src/report/html/escape.js
var html_escape = __webpack_require__(2571);
// EXTERNAL MODULE: ./.build/src/report/html/inline-text.js
var inline_text = __webpack_require__(8017);
// EXTERNAL MODULE: ./.build/src/report/limits.js
var report_limits = __webpack_require__(8452);
// EXTERNAL MODULE: ./.build/src/report/icons.js
var icons = __webpack_require__(2024);
// EXTERNAL MODULE: ./.build/src/report/summary/failing.js
var failing = __webpack_require__(7581);
// EXTERNAL MODULE: ./.build/src/core/finding.js
var finding = __webpack_require__(5666);
// EXTERNAL MODULE: ./.build/src/report/counts.js
var counts = __webpack_require__(7184);
// EXTERNAL MODULE: ./.build/src/report/html/blocks.js
var blocks = __webpack_require__(2190);
// EXTERNAL MODULE: ./.build/src/report/html/values.js
var values = __webpack_require__(2594);
// EXTERNAL MODULE: ./.build/src/issues/render/parts.js
var parts = __webpack_require__(8863);
;// CONCATENATED MODULE: ./.build/src/issues/render/check-states.js










/** Minimum number of rows: all checks of pg-preflight fit at any level of detail. */
const ROWS = 60;
/** Every check and its status: those that need attention visible, the others collapsed. */
function statesOfChecks(rows, limits) {
    const most = Math.max(ROWS, limits.listed);
    const visible = rows.filter(needsAttention).toSorted(byUrgency);
    const others = rows.filter((row) => !needsAttention(row)).toSorted(byStatus);
    return [
        ...(visible.length === 0
            ? []
            : [stateTable(visible.slice(0, most)), ...otherChecks(visible.length - most)]),
        ...(others.length === 0
            ? []
            : (0,blocks/* collapse */.ap)(countedByStatus(others), [
                shortTable(others.slice(0, most)),
                ...otherChecks(others.length - most),
            ])),
    ];
}
function needsAttention({ status, unknownSince, pending }) {
    return status === "fail" || status === "unknown" || unknownSince !== null || pending > 0;
}
function byUrgency(a, b) {
    const order = (row) => (row.status === "fail" ? 0 : 1);
    return order(a) - order(b) || (0,priority/* byPriority */.mu)(a, b);
}
function byStatus(a, b) {
    return finding/* STATUSES */.f.indexOf(a.status) - finding/* STATUSES */.f.indexOf(b.status);
}
function otherChecks(omitted) {
    return omitted <= 0 ? [] : [(0,inline_text/* html */.qy) `<p>and ${(0,inline_text/* count */.U9)(omitted, "other check")}</p>`];
}
/** `20 pass, 3 skipped`, with icons. */
function countedByStatus(rows) {
    return (0,inline_text/* list */.p_)(finding/* STATUSES */.f.flatMap((status) => {
        const number = rows.filter((row) => row.status === status).length;
        return number === 0 ? [] : [state(status, `${(0,values/* formatNumber */.ZV)(number)} `)];
    }));
}
/** Icon and word of a status. */
function state(status, before = "") {
    return (0,html_escape/* trusted */.IZ)(`${icons/* STATUS_ICONS */.I[status]} ${before}${counts/* STATUS_WORDS */.ly[status]}`);
}
function stateTable(rows) {
    return tableOf(["State", "Check", "Priority", "Findings", "Since", "Issue"], rows, (row) => [
        state(row.status),
        (0,inline_text/* renderText */.S5)(row.title, 120),
        row.status === "fail" ? (0,html_escape/* trusted */.IZ)(`${icons/* PRIORITY_ICONS */.sh[row.priority]} ${row.priority}`) : (0,html_escape/* trusted */.IZ)("—"),
        findings(row),
        (0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(row.since)),
        row.issue === null ? (0,html_escape/* trusted */.IZ)("—") : (0,parts/* reference */.ir)(row.issue),
    ]);
}
function shortTable(rows) {
    return tableOf(["State", "Check", "Since", "Last run"], rows, (row) => [
        state(row.status),
        (0,inline_text/* renderText */.S5)(row.title, 120),
        (0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(row.since)),
        (0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(row.at)),
    ]);
}
function tableOf(headings, rows, cells) {
    return (0,html_escape/* table */.tp)(headings.map((heading) => ({ heading: (0,html_escape/* trusted */.IZ)(heading) })), rows.map(cells));
}
function findings({ confirmed, pending }) {
    const once = (0,html_escape/* trusted */.IZ)(`${(0,values/* formatNumber */.ZV)(pending)} seen once`);
    if (confirmed === 0)
        return pending === 0 ? (0,html_escape/* trusted */.IZ)("—") : once;
    const stand = (0,html_escape/* trusted */.IZ)((0,values/* formatNumber */.ZV)(confirmed));
    return pending === 0 ? stand : (0,inline_text/* html */.qy) `${stand} + ${once}`;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/changes.js






const NAME_LENGTH = 120;
const MESSAGE_LENGTH = 200;
const LEAST_CHECKS = 10;
/** Changes of checks since the last run. */
function changesSince(view, limits) {
    const { previousRun, changes } = view;
    if (previousRun === null) {
        return ["<p>This is the first run that is remembered: changes are told from the next one on.</p>"];
    }
    const since = (0,inline_text/* html */.qy) `Since the run of ${(0,html_escape/* trusted */.IZ)((0,parts/* moment */.n$)(previousRun))}`;
    if (changes.length === 0)
        return [(0,inline_text/* html */.qy) `<p>${since} nothing changed.</p>`];
    const most = Math.max(LEAST_CHECKS, limits.listed);
    const lines = changes.slice(0, most).map((change) => (0,inline_text/* html */.qy) `<li>${changeText(change, view, limits)}</li>`);
    const omitted = changes.length - lines.length;
    if (omitted > 0)
        lines.push((0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(omitted, "other check")}</li>`);
    return [(0,inline_text/* html */.qy) `<h3>What changed</h3>\n<p>${since}:</p>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`];
}
function changeText(change, { showsNames }, limits) {
    const { before, now, appeared, resolved } = change;
    const turned = before !== null && before !== now
        ? (0,inline_text/* html */.qy) `: ${state(before)} → ${state(now)}`
        : (0,html_escape/* trusted */.IZ)(before === null ? ": looked at for the first time" : "");
    const counts = [
        ...(appeared.length > 0 ? [(0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(String(appeared.length))} new`] : []),
        ...(resolved > 0 ? [(0,inline_text/* html */.qy) `${(0,html_escape/* trusted */.IZ)(String(resolved))} resolved`] : []),
    ];
    const numbers = counts.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `, ${(0,inline_text/* list */.p_)(counts)}`;
    return (0,inline_text/* html */.qy) `<b>${(0,inline_text/* renderText */.S5)(change.title, NAME_LENGTH)}</b>${turned}${numbers}${nameList(change, showsNames, limits)}`;
}
function nameList({ appeared, resolvedNames, resolved }, showsNames, limits) {
    if (!showsNames)
        return appeared.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) ` (${(0,failing/* prioritiesOf */.ox)(appeared)})`;
    const most = limits.sentences;
    const lines = [
        ...appeared
            .slice(0, most)
            .map(({ priority, message }) => (0,inline_text/* html */.qy) `<li>${icons/* PRIORITY_ICONS */.sh[priority]} ${(0,inline_text/* renderText */.S5)(message, MESSAGE_LENGTH)}</li>`),
        ...omittedItems(appeared.length - most, most, "new"),
        ...resolvedNames.slice(0, most).map((name) => (0,inline_text/* html */.qy) `<li>✅ ${(0,html_escape/* code */.aY)(name, NAME_LENGTH)}</li>`),
        ...omittedItems(resolved - Math.min(most, resolvedNames.length), most, "resolved"),
    ];
    return lines.length === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`;
}
function omittedItems(number, most, word) {
    return number <= 0 || most === 0
        ? []
        : [(0,inline_text/* html */.qy) `<li>and ${(0,html_escape/* trusted */.IZ)(String(number))} more ${(0,html_escape/* trusted */.IZ)(word)}</li>`];
}

// EXTERNAL MODULE: ./.build/src/issues/render/trend.js
var trend = __webpack_require__(2974);
// EXTERNAL MODULE: ./.build/src/report/summary/unknowns.js
var unknowns = __webpack_require__(4150);
;// CONCATENATED MODULE: ./.build/src/issues/render/unknowns.js




const LEAST = 5;
/** Unknown checks, since when, and how to fix them. */
function unknownSinceText({ rows, report }, limits) {
    const unknown = rows.filter(({ status, unknownSince }) => status === "unknown" || unknownSince !== null);
    if (unknown.length === 0)
        return [];
    const most = Math.max(LEAST, limits.listed);
    const causes = [...titlesByCause(unknown)];
    const lines = causes.slice(0, most).map(([cause, titles]) => {
        const kept = titles.slice(0, most);
        const omitted = titles.length > most ? (0,inline_text/* html */.qy) ` · and ${(0,inline_text/* count */.U9)(titles.length - most, "other check")}` : (0,html_escape/* trusted */.IZ)("");
        return (0,inline_text/* html */.qy) `<li>${(0,html_escape/* trusted */.IZ)(cause)}<br><sub>${(0,html_escape/* trusted */.IZ)(kept.join(" · "))}${omitted}</sub></li>`;
    });
    if (causes.length > most)
        lines.push((0,inline_text/* html */.qy) `<li>and ${(0,inline_text/* count */.U9)(causes.length - most, "other cause")}</li>`);
    const fixes = new Map(report.results.flatMap(({ unknown }) => unknown?.fix === undefined ? [] : [[JSON.stringify(unknown.fix), unknown.fix]]));
    const shown = [...fixes.values()].slice(0, limits.sentences);
    const otherFixes = fixes.size - shown.length;
    return [
        (0,inline_text/* html */.qy) `<h3>❔ Could not look: ${(0,inline_text/* count */.U9)(unknown.length, "check")}</h3>\n<ul>\n${(0,html_escape/* trusted */.IZ)(lines.join("\n"))}\n</ul>`,
        ...(shown.length === 0 ? [] : ["<p>What mends it:</p>", ...shown.flatMap(unknowns/* fixOfUnknown */.rT)]),
        ...(otherFixes > 0
            ? [
                (0,inline_text/* html */.qy) `<p>and ${(0,inline_text/* count */.U9)(otherFixes, "other remedy", "other remedies")}, in the summary of the run below</p>`,
            ]
            : []),
    ];
}
/** Checks with the same reason share one line. */
function titlesByCause(rows) {
    const causes = new Map();
    for (const row of rows) {
        const since = (0,inline_text/* html */.qy) `<b>Since ${(0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(row.unknownSince ?? row.since))}</b>`;
        const cause = row.unknownDetail === undefined
            ? (0,inline_text/* html */.qy) `${since}, as its last run on ${(0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(row.at))} told; this run did not look`
            : (0,inline_text/* html */.qy) `${since}: ${(0,inline_text/* renderText */.S5)(row.unknownDetail)}`;
        causes.set(cause, [...(causes.get(cause) ?? []), (0,inline_text/* renderText */.S5)(row.title, 120)]);
    }
    return causes;
}

;// CONCATENATED MODULE: ./.build/src/issues/render/overview.js











/** Maximum number of titles in one paragraph. */
const TITLES = 30;
/** The one issue that is always open: every check and its status. */
function renderOverview(view) {
    const lower = withoutIssue(view);
    const content = (0,parts/* withinBudget */.xV)(parts/* OVERVIEW_CHARACTERS */.pn, (limits) => page(view, lower, limits), head(view));
    return { content, footer: (0,parts/* issueFooter */.$2)(view.run) };
}
function page(view, lower, limits) {
    return [
        ...head(view),
        ...statesOfChecks(view.rows, limits),
        ...changesSince(view, limits),
        ...unknownSinceText(view, limits),
        ...waiting(view),
        ...pending(view),
        ...lowerFindings(lower, view, limits),
        ...ofOtherRuns(view),
        ...(0,trend/* trend */.GW)(view.runs),
        ...nextReview(view),
        ...leftOut(view),
        ...(view.showsNames ? (0,parts/* cutNote */.nA)(lower.reduce((sum, { result }) => sum + (0,report_limits/* beyond */.wQ)(result, limits), 0)) : []),
    ];
}
/** The verdict in one line, and links to the other issues. */
function head({ rows, run, report, checklistIssue, indexUsageIssue }) {
    const others = [
        ...(checklistIssue === null ? [] : [(0,inline_text/* html */.qy) `Deployment checklist: ${(0,parts/* reference */.ir)(checklistIssue)}`]),
        ...(indexUsageIssue === null ? [] : [(0,inline_text/* html */.qy) `Index usage: ${(0,parts/* reference */.ir)(indexUsageIssue)}`]),
    ];
    return [
        (0,inline_text/* html */.qy) `<h2>${verdict(rows, (0,html_escape/* code */.aY)(run.target, 80), report.unreachable !== undefined)}</h2>`,
        ...(report.unreachable === undefined
            ? []
            : [(0,inline_text/* html */.qy) `<p><b>What to do:</b> ${(0,inline_text/* renderText */.S5)(report.unreachable, 2_000)}</p>`]),
        ...(others.length === 0 ? [] : [`<p>${others.join(" · ")}</p>`]),
    ];
}
function verdict(rows, target, isUnreachable) {
    const failing = rows.filter(({ status }) => status === "fail");
    const unknown = rows.filter(({ status }) => status === "unknown").length;
    const passing = rows.filter(({ status }) => status === "pass").length;
    const andUnknown = unknown === 0 ? (0,html_escape/* trusted */.IZ)("") : (0,inline_text/* html */.qy) `, ${(0,inline_text/* count */.U9)(unknown, "check")} could not look`;
    if (isUnreachable)
        return (0,inline_text/* html */.qy) `❌ ${target} could not be reached by the last run`;
    if (failing.length > 0) {
        const counted = priority/* PRIORITIES */.BE.flatMap((priority) => {
            const number = failing.filter((row) => row.priority === priority).length;
            return number === 0 ? [] : [(0,inline_text/* count */.U9)(number, priority, priority)];
        });
        const verb = (0,html_escape/* trusted */.IZ)(failing.length === 1 ? "fails" : "fail");
        return (0,inline_text/* html */.qy) `❌ ${target}: ${(0,inline_text/* count */.U9)(failing.length, "check")} ${verb} (${(0,inline_text/* list */.p_)(counted)})${andUnknown}`;
    }
    if (unknown > 0)
        return passing === 0
            ? (0,inline_text/* html */.qy) `❔ ${target}: nothing could be checked (${(0,inline_text/* count */.U9)(unknown, "check")})`
            : (0,inline_text/* html */.qy) `❔ ${target}: ${(0,inline_text/* count */.U9)(passing, "check passes", "checks pass")}, ${(0,inline_text/* count */.U9)(unknown, "check")} could not look`;
    if (passing === 0)
        return (0,inline_text/* html */.qy) `❔ ${target}: no check gave a verdict yet`;
    return (0,inline_text/* html */.qy) `✅ ${target}: ${passing === 1 ? (0,html_escape/* trusted */.IZ)("its one check passes") : (0,inline_text/* html */.qy) `all ${(0,inline_text/* count */.U9)(passing, "check")} that gave a verdict pass`}`;
}
/** Failing checks without an issue: not urgent enough, or a later run opens it. */
function withoutIssue({ report, rows }) {
    const topics = new Map(rows.map(({ check, issue }) => [check, issue]));
    const isHere = ({ check, status }) => status === "fail" && (topics.get(check) ?? null) === null;
    return report.results
        .filter(isHere)
        .map(parts/* asInIssue */.BA)
        .filter(({ findings }) => findings.length > 0)
        .toSorted((a, b) => (0,priority/* byPriority */.mu)(a.result, b.result));
}
function lowerFindings(lower, { showsNames }, limits) {
    if (lower.length === 0)
        return [];
    const blocks = limits.shown === 0
        ? titles(lower, ({ result, findings }) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(result.title, 120)} (${(0,inline_text/* count */.U9)(findings.length, "finding")})`)
        : lower.flatMap((check) => (0,parts/* collapsedCheck */.Q)(check, limits, showsNames));
    return [
        (0,inline_text/* html */.qy) `<h3>Findings without an issue of their own: ${(0,inline_text/* count */.U9)(lower.length, "check")}</h3>`,
        ...(showsNames ? [] : [parts/* NAMES_REDACTED */.oX]),
        ...blocks,
    ];
}
/** The first titles, in one paragraph. */
function titles(all, title, lead = (0,html_escape/* trusted */.IZ)("")) {
    if (all.length === 0)
        return [];
    const omitted = all.length - TITLES;
    const shown = all.slice(0, TITLES).map(title);
    if (omitted > 0)
        shown.push((0,inline_text/* html */.qy) `and ${(0,inline_text/* count */.U9)(omitted, "other check")}`);
    return [(0,inline_text/* html */.qy) `<p>${lead}${(0,html_escape/* trusted */.IZ)(shown.join(" · "))}</p>`];
}
/** Counts of what other suites found, since this run's report does not have their findings. */
function ofOtherRuns({ report, rows }) {
    const here = new Set(report.results.map(({ check }) => check));
    const others = rows.filter(({ check, status, issue }) => status === "fail" && issue === null && !here.has(check));
    return titles(others, ({ title, confirmed, at }) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(title, 120)} (${(0,inline_text/* count */.U9)(confirmed, "finding")}, ${(0,html_escape/* trusted */.IZ)((0,time/* toDate */.ay)(at))})`, (0,html_escape/* trusted */.IZ)("Found by runs of other suites, whose summaries show the rows: "));
}
function waiting({ waiting: checks, rows }) {
    return titles(checks, (check) => (0,inline_text/* renderText */.S5)(rows.find((row) => row.check === check)?.title ?? check, 120), (0,html_escape/* trusted */.IZ)("⏳ Issues that open in one of the next runs, so that one night does not flood: "));
}
/** Findings seen once, which the next run must confirm. */
function pending({ rows }) {
    return titles(rows.filter((row) => row.pending > 0), (row) => (0,inline_text/* html */.qy) `${(0,inline_text/* renderText */.S5)(row.title, 120)} (${row.pending})`, (0,html_escape/* trusted */.IZ)("👀 Seen once, told when the next run agrees: "));
}
const DATE = /^\d{4}-\d\d-\d\d$/;
/** From the facts of the check `review`. */
function nextReview({ report }) {
    const result = report.results.find(({ check }) => (0,checks/* checkById */.x)(check)?.shownAs === "review");
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

;// CONCATENATED MODULE: ./.build/src/issues/render/fit.js




/** Maximum length of a body; GitHub accepts 65,536 characters. */
const BODY_LIMIT = 65_000;
/** Length of the hidden marks, without the first one. */
const MARKS = 120;
/** With less room beside people's text nothing is written. */
const LEAST_ROOM = 6_000;
/** The final digest of the text may make the compressed state this much longer. */
const DIGEST_ROOM = 100;
const CUT = "\n\n<p>More does not fit here: the summary of the run has it.</p>";
/** All of a body but its text, with the state cut to the room; undefined when people's text leaves too little. */
function bodyFrame({ target, topic, around }, state) {
    const { before, after } = around ?? { before: "", after: "" };
    const taken = before.length + after.length + (0,body/* markOf */.Fg)(target, topic).length;
    const room = BODY_LIMIT - taken - MARKS;
    return room < LEAST_ROOM ? undefined : { target, topic, before, after, room, state: fitState(room, state) };
}
/** The part of the state that the room holds; what is cut is counted in it. */
function fitState(room, whole) {
    const state = { ...whole, content: (0,json/* fingerprint */.Rj)("") };
    const kept = (0,codec/* decodeState */.UJ)((0,codec/* encodeState */.Md)(state, stateBudget(room) - DIGEST_ROOM));
    return "state" in kept ? kept.state : { ...state, findings: [], suites: {} };
}
/** The whole body. */
function composeBody({ room, state: fitted, ...around }, text) {
    const state = (0,codec/* encodeState */.Md)({ ...fitted, content: contentOf(text) }, stateBudget(room));
    return (0,body/* joinBody */.HN)({ ...around, shown: cut(text, room - state.length), state });
}
/** @param numbers of the issues that the plan has opened so far */
function bodyOf({ body }, numbers) {
    if (typeof body === "string")
        return body;
    return composeBody(body.frame, renderOverview(withNumbers(body.view, numbers)));
}
function withNumbers(view, numbers) {
    return {
        ...view,
        rows: view.rows.map((row) => ({ ...row, issue: row.issue ?? numbers.get(row.check) ?? null })),
    };
}
function stateBudget(room) {
    return Math.min(codec/* STATE_BUDGET */.Au, Math.floor(room / 2));
}
/** A digest of the stable part, if there is one, and of the whole text: the next run compares it. */
function contentOf({ content, stable }) {
    return stable === undefined ? (0,json/* fingerprint */.Rj)(content) : `${(0,json/* fingerprint */.Rj)(stable)}.${(0,json/* fingerprint */.Rj)(content)}`;
}
function cut({ content, footer }, room) {
    const end = footer === "" ? "" : `\n\n${footer}`;
    // Marks in quoted SQL are broken up as in joinBody, which makes them longer.
    const safe = content.replaceAll("<!-- pg-preflight:", "<!-- pg-preflight :");
    if (safe.length + end.length <= room)
        return `${safe}${end}`;
    const most = safe.slice(0, Math.max(0, room - end.length - CUT.length));
    const line = most.lastIndexOf("\n");
    return `${line > 0 ? most.slice(0, line) : ""}${CUT}${end}`;
}


/***/ }),

/***/ 8863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $2: () => (/* binding */ issueFooter),
/* harmony export */   BA: () => (/* binding */ asInIssue),
/* harmony export */   Gh: () => (/* binding */ howToIgnore),
/* harmony export */   IL: () => (/* binding */ verifyQuery),
/* harmony export */   Q: () => (/* binding */ collapsedCheck),
/* harmony export */   RJ: () => (/* binding */ formerIssue),
/* harmony export */   XJ: () => (/* binding */ ISSUE_CHARACTERS),
/* harmony export */   ir: () => (/* binding */ reference),
/* harmony export */   n$: () => (/* binding */ moment),
/* harmony export */   nA: () => (/* binding */ cutNote),
/* harmony export */   oX: () => (/* binding */ NAMES_REDACTED),
/* harmony export */   pn: () => (/* binding */ OVERVIEW_CHARACTERS),
/* harmony export */   sC: () => (/* binding */ dueText),
/* harmony export */   uM: () => (/* binding */ linkTo),
/* harmony export */   xV: () => (/* binding */ withinBudget)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _generated_sql_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7813);
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2358);
/* harmony import */ var _lib_visible_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4729);
/* harmony import */ var _report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2190);
/* harmony import */ var _report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2571);
/* harmony import */ var _report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8017);
/* harmony import */ var _report_html_values_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(2594);
/* harmony import */ var _report_icons_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2024);
/* harmony import */ var _report_limits_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8452);
/* harmony import */ var _report_summary_failing_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(7581);
/* harmony import */ var _report_summary_failing_check_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(5748);
/* harmony import */ var _report_summary_fixes_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(9654);
/* harmony import */ var _report_summary_sentences_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(3327);














/** A failing check without an issue of its own, collapsed. */
function collapsedCheck(check, limits, showsNames) {
    const { result, findings, wordings, fixes } = check;
    const heading = (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `${_report_icons_js__WEBPACK_IMPORTED_MODULE_8__/* .PRIORITY_ICONS */ .sh[result.priority]} <b>${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .renderText */ .S5)(result.title)}</b>: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .count */ .U9)(findings.length, "finding")}`;
    if (!showsNames)
        return (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .collapse */ .ap)(heading, [(0,_report_summary_failing_js__WEBPACK_IMPORTED_MODULE_10__/* .whyItMatters */ .WZ)(result), (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>${(0,_report_summary_failing_js__WEBPACK_IMPORTED_MODULE_10__/* .prioritiesOf */ .ox)(findings)}</p>`]);
    return (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .collapse */ .ap)(heading, [
        (0,_report_summary_failing_js__WEBPACK_IMPORTED_MODULE_10__/* .whyItMatters */ .WZ)(result),
        ...(0,_report_summary_sentences_js__WEBPACK_IMPORTED_MODULE_13__/* .sentencesOf */ .c)(wordings, limits.sentences),
        ...(0,_report_summary_failing_js__WEBPACK_IMPORTED_MODULE_10__/* .rows */ .Ge)(check, limits),
        ...plansElsewhere(findings),
        ...(0,_report_summary_fixes_js__WEBPACK_IMPORTED_MODULE_12__/* .collapsedFixes */ .z1)((0,_report_summary_fixes_js__WEBPACK_IMPORTED_MODULE_12__/* .fixBlocks */ .mv)(fixes), limits),
    ]);
}
/** Execution plans are long, and this issue is shared by many checks. */
function plansElsewhere(findings) {
    const number = findings.filter(({ plan }) => plan !== undefined).length;
    if (number === 0)
        return [];
    return [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>The summary of the run below has ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .count */ .U9)(number, "execution plan")}.</p>`];
}
/** The run that wrote an issue's text. It differs in every run, so it is apart from the text. */
function issueFooter(run) {
    const parts = [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `Written by ${linkTo(run)}`,
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `suite ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .code */ .aY)(run.suite, 80)}`,
        (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(moment(run.at)),
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `pg-preflight ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .renderText */ .S5)(run.toolVersion, 40)}`,
    ];
    return (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p><sub>${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(parts.join(" · "))} · what you write above or below this text stays</sub></p>`;
}
/** `this run`, as a link where it has an address. */
function linkTo({ url }, words = "this run") {
    const address = url === null ? undefined : (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .safeUrl */ .Pl)(url);
    if (address === undefined)
        return (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(words);
    return (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<a href="${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(address.replaceAll("&", "&amp;"))}">${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(words)}</a>`;
}
/** `2026-11-22 03:00 UTC`. */
function moment(time) {
    return (0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_7__/* .formatTime */ .fU)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .toIso */ .tK)(time)) ?? (0,_lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .toIso */ .tK)(time);
}
/** Maximum number of example lines. */
const EXAMPLES = 3;
const LONGEST_KEY = 300;
/** How long the example ignores a finding. */
const DAYS = 90 * _lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .DAY */ .d_;
/** The configuration lines that ignore a finding. */
function howToIgnore(check, findings, { from, showsNames }) {
    const keys = showsNames ? findings.map(({ key }) => key).filter((key) => key.length <= LONGEST_KEY) : [];
    const shown = keys.length === 0 ? ["its key, as the report file has it"] : keys.slice(0, EXAMPLES);
    const until = (0,_lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .toDate */ .ay)(from + DAYS);
    const lines = shown.map((key) => `  - { check: ${check}, key: ${(0,_lib_visible_js__WEBPACK_IMPORTED_MODULE_3__/* .yamlString */ .lJ)(key)}, reason: "why it may be so", expires: ${until} }`);
    return (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .collapse */ .ap)("To ignore a finding", [
        "<p>With a reason, and best with an end, in the configuration; a <code>*</code> in the key stands for any text. Keep only the lines that you mean.</p>",
        (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .fenced */ .OF)(["ignore:", ...lines].join("\n"), "yaml"),
    ]);
}
/**
 * Maximum length of an issue's text. GitHub accepts 65,536 characters, the state needs its share, and ten screens
 * are too long to read. Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
const ISSUE_CHARACTERS = 30_000;
/** The overview needs more room for the state. */
const OVERVIEW_CHARACTERS = 28_000;
/** The first level of detail that fits the budget; `last` when none does. */
function withinBudget(budget, page, last) {
    for (const limits of _report_limits_js__WEBPACK_IMPORTED_MODULE_9__/* .LEVELS */ .A_) {
        const text = joined(page(limits));
        if (text.length <= budget)
            return text;
    }
    return joined([...last, "<p>More does not fit here: the summary of the run below has it.</p>"]);
}
/** How many rows were left out, and where they are. */
function cutNote(rows) {
    if (rows === 0)
        return [];
    return [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>✂️ ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .count */ .U9)(rows, "row")} left out, so that this issue opens: the summary of the run below shows more, and its report file has all.</p>`,
    ];
}
/** A blank line separates blocks, so that Markdown reads each one by itself. */
function joined(blocks) {
    return blocks.join("\n\n");
}
/** Replaces the names of findings in a public repository. */
const NAMES_REDACTED = "<p>Everybody can read this repository, so findings are counted here and not named. The report file names them (the action's output <code>report-file</code>), and with <code>policy: { public-details: true }</code> in the configuration this issue does too.</p>";
/** Without the mark "known": in an issue every finding is, and the text must be the same in the next run. */
function asInIssue(result) {
    const { findings = [] } = result;
    return (0,_report_summary_failing_check_js__WEBPACK_IMPORTED_MODULE_11__/* .failingCheckOf */ .ae)({ ...result, findings: findings.map((finding) => ({ ...finding, known: false })) });
}
/** "Due by 2026-11-29 (within 1 week)", "Due at once". */
function dueText(priority, due) {
    if (priority === "info")
        return (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)("For information");
    if (due === null)
        return (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<b>Due at once</b>`;
    return (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<b>Due by ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_2__/* .toDate */ .ay)(due))}</b> (${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(_core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .DUE */ .jH[priority])})`;
}
/** An issue by its number: GitHub makes a link of it. */
function reference(number) {
    return (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(`#${number}`);
}
/** The closed issue of the same topic. */
function formerIssue(previous) {
    return previous === null ? [] : [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>It was there before: see ${reference(previous)}.</p>`];
}
const QUERIES = _generated_sql_js__WEBPACK_IMPORTED_MODULE_1__/* .sql */ .l;
/** The check's query, as the server receives it. */
function verifyQuery(check) {
    const query = Object.hasOwn(QUERIES, check) ? QUERIES[check] : undefined;
    const page = (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<a href="${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)((0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .documentation */ .TH)(check))}#verify">the check's page</a>`;
    if (query === undefined)
        return [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>How to see it for yourself: ${page}.</p>`];
    const placeholders = [
        ...(query.includes("$1")
            ? [
                (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)("<code>$1</code> are the schemas that are looked at, as in <code>array['public'::regnamespace::oid]</code>."),
            ]
            : []),
        ...(query.includes(":schema")
            ? [(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)("<code>:schema</code> is the schema that holds what it reads.")]
            : []),
    ];
    const ready = placeholders.length === 0
        ? (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `It only reads. In short: ${page}.`
        : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `It only reads. ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_5__/* .trusted */ .IZ)(placeholders.join(" "))} One that runs as it is: ${page}.`;
    return (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .collapse */ .ap)("The query that verifies it", [(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_6__/* .html */ .qy) `<p>${ready}</p>`, (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_4__/* .fenced */ .OF)(query, "sql")]);
}


/***/ }),

/***/ 2974:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GW: () => (/* binding */ trend),
/* harmony export */   NK: () => (/* binding */ lastOfEachDay),
/* harmony export */   w_: () => (/* binding */ xychart)
/* harmony export */ });
/* harmony import */ var _core_priority_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8699);
/* harmony import */ var _lib_time_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2358);
/* harmony import */ var _report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2190);
/* harmony import */ var _report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2571);
/* harmony import */ var _report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8017);
/* harmony import */ var _report_html_values_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2594);
/* harmony import */ var _report_icons_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2024);







/** A Mermaid chart of bars over time. Its facts must also be in a text beside it. */
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
/** Without the year, unless two labels would be the same: their bars would become one. */
function shortened(labels) {
    const short = labels.map((label) => label.slice(5));
    return new Set(short).size === short.length ? short : labels;
}
/** Maximum number of days in a chart: the labels of more dates overlap. */
const DAYS = 12;
const SHOWN = ["critical", "high", "medium", "low"];
/** The number of findings over the last runs, as a chart and as sentences. */
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
        labels: runs.map(({ at }) => (0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(at)),
        bars: all,
        line: urgent,
    });
    const most = Math.max(...all);
    const peak = runs[all.indexOf(most)] ?? last;
    const words = [
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `Bars are all findings that stand, the line those of critical and high priority.`,
        (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `From ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(first.at))} to ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(last.at))}: all findings ${went(total(first), total(last))}, critical and high ones ${went(urgentOf(first), urgentOf(last))}; the most were ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_5__/* .formatNumber */ .ZV)(most))}, on ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(peak.at))}.`,
    ];
    return [
        "### Trend",
        (0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__/* .fenced */ .OF)(chart, "mermaid"),
        `<p>${words.join(" ")}</p>`,
        ...(0,_report_html_blocks_js__WEBPACK_IMPORTED_MODULE_2__/* .collapse */ .ap)((0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `The same in numbers: ${(0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .count */ .U9)(runs.length, "day")}`, [numbers(runs)]),
    ];
}
/** The last run of each day, oldest first. */
function lastOfEachDay(newestFirst) {
    const days = new Map();
    for (const run of newestFirst) {
        const day = (0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(run.at);
        if (!days.has(day))
            days.set(day, run);
    }
    return [...days.values()].slice(0, DAYS).reverse();
}
function total({ findings }) {
    return _core_priority_js__WEBPACK_IMPORTED_MODULE_0__/* .PRIORITIES */ .BE.reduce((sum, priority) => sum + (findings[priority] ?? 0), 0);
}
function urgentOf({ findings }) {
    return (findings.critical ?? 0) + (findings.high ?? 0);
}
/** `went from 3 to 5`, `stayed at 3`. */
function went(before, now) {
    return before === now
        ? (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `stayed at ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_5__/* .formatNumber */ .ZV)(now))}`
        : (0,_report_html_inline_text_js__WEBPACK_IMPORTED_MODULE_4__/* .html */ .qy) `went from ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_5__/* .formatNumber */ .ZV)(before))} to ${(0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_5__/* .formatNumber */ .ZV)(now))}`;
}
const CONCLUSIONS = {
    pass: "✅ pass",
    fail: "❌ fail",
    unknown: "❔ could not look",
};
function numbers(runs) {
    const columns = [
        { heading: (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)("Last run of") },
        { heading: (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)("Conclusion") },
        ...SHOWN.map((priority) => ({
            heading: (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(`${_report_icons_js__WEBPACK_IMPORTED_MODULE_6__/* .PRIORITY_ICONS */ .sh[priority]} ${priority}`),
            right: true,
        })),
    ];
    return (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .table */ .tp)(columns, runs
        .toReversed()
        .map(({ at, conclusion, findings }) => [
        (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_lib_time_js__WEBPACK_IMPORTED_MODULE_1__/* .toDate */ .ay)(at)),
        (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)(CONCLUSIONS[conclusion]),
        ...SHOWN.map((priority) => (0,_report_html_escape_js__WEBPACK_IMPORTED_MODULE_3__/* .trusted */ .IZ)((0,_report_html_values_js__WEBPACK_IMPORTED_MODULE_5__/* .formatNumber */ .ZV)(findings[priority] ?? 0))),
    ]));
}


/***/ }),

/***/ 941:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Au: () => (/* binding */ STATE_BUDGET),
  UJ: () => (/* binding */ decodeState),
  Md: () => (/* binding */ encodeState)
});

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./.build/src/issues/state/schema.js
var schema = __webpack_require__(1655);
// EXTERNAL MODULE: ./.build/src/core/priority.js
var priority = __webpack_require__(8699);
// EXTERNAL MODULE: ./.build/src/issues/state/stateful-checks.js
var stateful_checks = __webpack_require__(5176);
;// CONCATENATED MODULE: ./.build/src/issues/state/trim.js



const FINDINGS = "findings";
const RUNS = "runs";
/** The most important findings: they stay until what checks store and former runs have gone. */
const FINDINGS_BEFORE_ALL_ELSE = 300;
/** So many of each list's first findings go before everybody else's others: one check alone must not oust all. */
const OF_EACH_LIST = 20;
/** A state's block holds no more of a text that somebody forged. */
const LONGEST_TEXT = 80;
/**
 * Leaves out of a state what matters least, and counts it. What a list keeps is always its most important part:
 * a finding that was left out is never more urgent than one that stayed.
 */
class StateTrimmer {
    #state;
    #lists;
    /** One entry for each finding, the most important first: the list that it belongs to. */
    #places;
    /** Room for everything. */
    whole;
    constructor(state) {
        this.#state = state;
        const suites = Object.values(state.suites);
        const lists = [state.findings, ...suites.flatMap(findingsOf)].map(inOrder);
        this.#lists = new Map(lists.map((list) => [list.findings, list]));
        this.#places = placesOf(lists);
        this.whole = new Map([
            [FINDINGS, this.#places.length],
            [RUNS, most(suites.map(({ runs }) => runs.length))],
            ...TRIM_STEPS.map(({ kind, check, step }) => [kind, most(suites.map((suite) => step.size((0,schema/* storedIn */.P3)(suite, check)?.list ?? [])))]),
        ]);
    }
    /** What may be left out, in its order. */
    get kinds() {
        const of = (turn) => TRIM_STEPS.filter(({ step }) => step.turn === turn).map(({ kind, step: { least } }) => ({
            kind,
            least,
        }));
        return [
            ...of("first"),
            ...of("before-findings"),
            { kind: FINDINGS, least: Math.min(FINDINGS_BEFORE_ALL_ELSE, this.#places.length) },
            ...of("after-findings"),
            { kind: RUNS, least: 1 },
            { kind: FINDINGS, least: 0 },
        ];
    }
    trimmed(limits) {
        const kept = new Map();
        const places = this.#places.slice(0, limits.get(FINDINGS));
        for (const list of places)
            kept.set(list, (kept.get(list) ?? 0) + 1);
        const trim = (holder) => {
            const list = this.#lists.get(holder.findings);
            const stay = list === undefined ? 0 : (kept.get(list) ?? 0);
            const gone = holder.findings.length - stay;
            if (list === undefined || gone === 0)
                return holder;
            return { ...holder, findings: list.ordered.slice(0, stay), leftOut: holder.leftOut + gone };
        };
        const suites = mapValues(this.#state.suites, (suiteState) => ({
            ...trimSuiteState(suiteState, limits),
            checks: mapValues(suiteState.checks, trim),
        }));
        return { ...trim(this.#state), suites };
    }
    /** For a state that is no use anyway: which run wrote it, and how much there was. */
    bare() {
        const { findings, leftOut, run, content } = this.#state;
        return {
            ...this.#state,
            run: { ...run, id: run.id.slice(0, LONGEST_TEXT) },
            content: content.slice(0, LONGEST_TEXT),
            findings: [],
            leftOut: leftOut + findings.length,
            suites: {},
        };
    }
}
/** The ways to make the lists smaller that checks store. */
const TRIM_STEPS = stateful_checks/* statefulChecks */.E.flatMap(({ id, state }) => state.trim.map((step, place) => ({ kind: `${id} ${place}`, check: id, step })));
function trimSuiteState(suiteState, limits) {
    return {
        ...suiteState,
        runs: suiteState.runs.slice(0, limits.get(RUNS)),
        stored: Object.fromEntries(stateful_checks/* statefulChecks */.E.flatMap(({ id }) => {
            const stored = (0,schema/* storedIn */.P3)(suiteState, id);
            if (stored === undefined)
                return [];
            const list = TRIM_STEPS.filter(({ check }) => check === id).reduce((rest, { kind, step }) => {
                const limit = limits.get(kind) ?? 0;
                return step.size(rest) > limit ? step.cut(rest, limit) : rest;
            }, stored.list);
            return [
                [id, { ...stored, list, leftOut: stored.leftOut + stored.list.length - list.length }],
            ];
        })),
    };
}
/**
 * Of all lists together: the first of each, then by priority, and among those of one priority the lists take
 * turns. Within a list the order stays, or a later run could not tell what is new.
 */
function placesOf(lists) {
    return lists
        .flatMap((list) => list.ordered.map(({ priority }, rank) => ({ list, priority, rank, isFirst: rank < OF_EACH_LIST })))
        .sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || (0,priority/* byPriority */.mu)(a, b) || a.rank - b.rank)
        .map(({ list }) => list);
}
function findingsOf({ checks }) {
    return Object.values(checks).map(({ findings }) => findings);
}
function inOrder(findings) {
    return { findings, ordered: findings.toSorted((a, b) => (0,priority/* byPriority */.mu)(a, b) || a.firstSeen - b.firstSeen) };
}
function mapValues(record, change) {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
function most(numbers) {
    return numbers.reduce((highest, number) => Math.max(highest, number), 0);
}

;// CONCATENATED MODULE: ./.build/src/issues/state/codec.js



/** A forged block must not blow up: our largest is far smaller. */
const LARGEST_STATE = 8 * 1024 * 1024;
/** Half of what an issue may have, so that what people read has the other half. */
const STATE_BUDGET = 30_000;
/**
 * Text of A-Z a-z 0-9 - _ and dots only, safe in a comment of HTML. What does not fit is left out and counted in
 * the state: old sizes of indexes first, then the least important findings, then indexes, then former runs. Before all
 * of them statements go, uncounted: without memory they are judged as in a first run.
 *
 * @param budget characters; at least 1,000
 */
function encodeState(state, budget = STATE_BUDGET) {
    const trimmer = new StateTrimmer(state);
    const within = (limits) => {
        const text = pack(trimmer.trimmed(limits));
        return text !== undefined && text.length <= budget ? text : undefined;
    };
    const whole = trimmer.whole;
    const fits = within(whole);
    if (fits !== undefined)
        return fits;
    let limits = whole;
    for (const { kind, least } of trimmer.kinds) {
        const most = limits.get(kind) ?? 0;
        const withSize = (size) => new Map(limits).set(kind, size);
        limits = withSize(Math.min(least, most));
        const smallest = within(limits);
        if (smallest !== undefined)
            return largest(least, most, smallest, (size) => within(withSize(size)));
    }
    return pack(trimmer.bare()) ?? "";
}
/**
 * The text of the largest size below `most` that fits; `least` does. It doubles, then halves: most of what is far
 * too much is never compressed.
 */
function largest(least, most, smallest, within) {
    let [low, high, best, step] = [least, most, smallest, Math.max(least, 1)];
    while (high - low > 1) {
        const size = Math.min(low + step, Math.floor((low + high) / 2));
        const text = within(size);
        if (text === undefined)
            high = size;
        else
            [low, best] = [size, text];
        step *= 2;
    }
    return best;
}
/** Undefined when nobody would read it back. */
function pack(state) {
    const json = Buffer.from(JSON.stringify(state), "utf8");
    if (json.length > LARGEST_STATE)
        return undefined;
    return `${schema/* STATE_VERSION */.nd}.${(0,external_node_zlib_.deflateRawSync)(json, { level: 9 }).toString("base64url")}`;
}
/** Total: whatever stands there. */
function decodeState(text) {
    const [, version = "", data = ""] = /^(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(text) ?? [];
    if (Number(version) > schema/* STATE_VERSION */.nd)
        return { problem: "newer" };
    try {
        const json = (0,external_node_zlib_.inflateRawSync)(Buffer.from(data, "base64url"), { maxOutputLength: LARGEST_STATE });
        return { state: schema/* issueStateSchema */.I.parse(JSON.parse(json.toString("utf8"))) };
    }
    catch {
        return { problem: "broken" };
    }
}


/***/ })

};
