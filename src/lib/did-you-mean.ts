import { closest, distance } from "fastest-levenshtein";

/** In characters: no known word is as long, and comparing takes longer with each. */
const LONGEST_WORD = 100;

/** " Did you mean `high`?", or nothing when no known word is near. Starts with a blank. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0 || word.length > LONGEST_WORD) return "";
  const candidate = closest(word, known);
  // A third of the word may be wrong: "unused-index" is near "unused-indexes", "backup" is not near "review".
  return distance(word, candidate) <= Math.max(2, Math.floor(candidate.length / 3))
    ? ` Did you mean ${candidate}?`
    : "";
}
