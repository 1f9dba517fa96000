/** The venue's file cannot be used: an expected failure with a message for a person. Nothing was overwritten. */
export class VenueFileProblem extends Error {
  override readonly name = 'VenueFileProblem';
}

/** SQLite's code of an error ("SQLITE_BUSY"), '' when it is not SQLite's. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}
