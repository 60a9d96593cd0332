import { checksOf, ITEMS } from "../checklist/items.ts";
import { CATEGORIES } from "../core/category.ts";
import type { Check } from "../core/check.ts";
import { UserError } from "../core/errors.ts";
import { didYouMean } from "../lib/did-you-mean.ts";

/** The suite that shows the checklist. */
export const DEPLOY = "deploy";

/** The suite for when something is wrong right now. It writes no issues by itself. */
export const INCIDENT = "incident";

/** The suites that come with the action. */
const BUILT_IN: ReadonlyMap<string, (check: Check, checklist: readonly string[]) => boolean> = new Map([
  [DEPLOY, ({ id }: Check, checklist: readonly string[]) => checklist.includes(id)],
  ["health", () => true],
  ["index-usage", ({ indexUsage }: Check) => indexUsage !== undefined],
  [INCIDENT, ({ incident }: Check) => incident === true],
]);

/**
 * The checks to run, in the registry's order: those of the input `checks` when it says any, else the suite's.
 *
 * @param suites the configuration's own; undefined when it could not be read, and then any suite may be one of them
 * @throws UserError with every unknown suite, check and category
 */
export function selectChecks(
  all: readonly Check[],
  {
    suite,
    words,
    suites,
    checklist = checksOf(ITEMS),
  }: {
    suite: string;
    words: readonly string[];
    /** Undefined when the configuration could not be read: then the suite may be one of its own. */
    suites: Readonly<Record<string, readonly string[]>> | undefined;
    /** Ids of the checks that the checklist rests on; by default the document's. */
    checklist?: readonly string[];
  },
): Check[] {
  const problems: string[] = [];
  const ofConfig = new Map(Object.entries(suites ?? {}));
  for (const [name, members] of ofConfig) {
    if (BUILT_IN.has(name))
      problems.push(`suites.${name}: this name belongs to a suite of the action; choose another.`);
    problems.push(...unknownWords(members, all, `suites.${name}`));
  }
  problems.push(...unknownWords(words, all, "checks"));
  const known = [...BUILT_IN.keys(), ...ofConfig.keys()];
  const own = ofConfig.get(suite);
  const builtIn = BUILT_IN.get(suite);
  if (suites !== undefined && own === undefined && builtIn === undefined) {
    problems.push(
      `suite: ${JSON.stringify(suite)} is not known. The suites are ${known.join(", ")}.${didYouMean(suite, known)}`,
    );
  }
  if (problems.length > 0) throw new UserError(problems);
  const wanted = words.length > 0 ? words : own;
  return all.filter((check) =>
    wanted === undefined
      ? builtIn?.(check, checklist)
      : wanted.includes(check.id) || wanted.includes(check.category),
  );
}

function unknownWords(words: readonly string[], all: readonly Check[], where: string): string[] {
  const known = [...all.map(({ id }) => id), ...CATEGORIES];
  return words
    .filter((word) => !known.includes(word))
    .map(
      (word) => `${where}: ${JSON.stringify(word)} is no check and no category.${didYouMean(word, known)}`,
    );
}
