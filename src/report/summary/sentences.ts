import type { ReportedFinding } from "../../core/report.ts";
import { trusted } from "../html/escape.ts";
import { count, html, renderText } from "../html/inline-text.ts";

/** Maximum length of a sentence: a finding may have several reasons, and its remedy comes last. */
const SENTENCES_LENGTH = 1_500;
/** Up to this many findings each keep their sentence; of more, one of each wording is shown. */
const EACH = 3;

/** The findings' sentences as a list: one of each wording, at most `most`, the others counted. */
export function sentencesOf(groups: readonly (readonly ReportedFinding[])[], most: number): string[] {
  if (groups.length === 0 || most === 0) return [];
  const lines = groups.slice(0, most).map((group) => {
    const [first] = group;
    const similar = group.length > 1 ? html` <i>(and ${group.length - 1} alike)</i>` : trusted("");
    return html`<li>${renderText(first?.message ?? "", SENTENCES_LENGTH)}${similar}</li>`;
  });
  if (groups.length > most) {
    const omitted = groups.slice(most).reduce((sum, group) => sum + group.length, 0);
    lines.push(html`<li>and ${count(omitted, "other finding")}</li>`);
  }
  return [`<ul>\n${lines.join("\n")}\n</ul>`];
}

/** Groups findings whose sentences differ in names and numbers only. */
export function byWording(findings: readonly ReportedFinding[]): ReportedFinding[][] {
  if (findings.length <= EACH) return findings.map((finding) => [finding]);
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const wording = wordingOf(finding);
    const group = groups.get(wording);
    if (group === undefined) groups.set(wording, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function wordingOf({ key, facts, message }: ReportedFinding): string {
  const names = [key, ...Object.values(facts).flat()].filter(
    (value) => typeof value === "string" && value !== "",
  );
  return (names as string[])
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, "·"), message)
    .replace(/\d+/g, "0");
}
