/** What a desk found at its start and cannot go on with: its message is for a person and says what to do. */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}
