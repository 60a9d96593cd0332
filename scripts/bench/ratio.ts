/** Two programs in interleaved pairs: on a busy machine only what ran side by side can be compared. */

const PAIRS = 5;

export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Medians of both sides, in their own unit. */
  readonly ours: number;
  readonly theirs: number;
}

/** After one warm-up of each: A B A B … Each side gives several numbers, and each is compared. */
export async function compare<Key extends string>(
  ours: () => Promise<Record<Key, number>>,
  theirs: () => Promise<Record<Key, number>>,
): Promise<Record<Key, Ratio>> {
  await ours();
  await theirs();
  const pairs: [Record<Key, number>, Record<Key, number>][] = [];
  for (let pair = 0; pair < PAIRS; pair++) pairs.push([await ours(), await theirs()]);
  const keys = Object.keys(pairs[0]?.[0] ?? {}) as Key[];
  return Object.fromEntries(
    keys.map((key) => [key, ratioOf(pairs.map(([a, b]) => [a[key], b[key]]))]),
  ) as Record<Key, Ratio>;
}

function ratioOf(pairs: readonly [number, number][]): Ratio {
  const ratios = pairs.map(([ours, theirs]) => ours / theirs);
  return {
    median: median(ratios),
    min: Math.min(...ratios),
    max: Math.max(...ratios),
    ours: median(pairs.map(([ours]) => ours)),
    theirs: median(pairs.map(([, theirs]) => theirs)),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle) - 1] ?? Number.NaN)) / 2;
}
