/** The configuration file that counts for this run. On a pull request that is the base branch's. */
export interface ConfigText {
  /** Null when there is none: everything has its default. */
  readonly text: string | null;
  /** There may be one that counts, but it could not be read: what it declares was not looked at. */
  readonly isRefused?: true;
  /** Where it stands when it is not the workspace's, to be told with its errors. */
  readonly origin?: string;
  /** What the reader should know of it. */
  readonly notices: readonly string[];
}
