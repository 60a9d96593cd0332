/** What GitHub says of the repository; null where it could not be learned. */
export interface RepositoryFacts {
  readonly isPublic: boolean | null;
  readonly defaultBranch: string | null;
}
