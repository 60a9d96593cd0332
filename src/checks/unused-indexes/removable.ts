/** An index without a scan, and what it is needed for all the same. */
interface UnusedIndex {
  readonly index_name: string;
  /** Of each foreign key that only indexes support which may go too: those other indexes. */
  readonly needed_for: readonly (readonly AlternativeIndex[])[];
  /** Indexes that duplicate-indexes reports because this one can take over from them. */
  readonly replaces: readonly ReplacedIndex[];
}

interface ReplacedIndex {
  readonly name: string;
  /** This server scanned it. */
  readonly is_scanned: boolean;
}

interface AlternativeIndex {
  readonly name: string;
  /** duplicate-indexes may report it. */
  readonly is_duplicate: boolean;
}

interface DropContext {
  /** Whether duplicate-indexes reports an index in this run. */
  isReportedDuplicate(name: string): boolean;
  /** Replicas may scan what this server does not. */
  readonly hasReplicas: boolean;
}

/**
 * Those of the unused indexes that can all be dropped, together with the duplicates: each foreign key keeps an index
 * that supports it, and no query loses both the index that it uses and the one that takes over from it.
 *
 * @param unused those that should rather go come first
 */
export function removableIndexes<Index extends UnusedIndex>(
  unused: readonly Index[],
  { isReportedDuplicate, hasReplicas }: DropContext,
): Index[] {
  const names = new Set(unused.map(({ index_name }) => index_name));
  const going = new Set<string>();
  const stays = ({ name, is_duplicate }: AlternativeIndex): boolean =>
    !going.has(name) && !(is_duplicate && isReportedDuplicate(name));
  return unused.filter(({ index_name, needed_for, replaces }) => {
    const takesOver = replaces.some(
      ({ name, is_scanned }) => (is_scanned || hasReplicas) && !names.has(name) && isReportedDuplicate(name),
    );
    if (takesOver || !needed_for.every((others) => others.some(stays))) return false;
    going.add(index_name);
    return true;
  });
}
