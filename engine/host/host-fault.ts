/** An expected reason not to start, or to end: its message is for a person, without a stack. */
export class HostFault extends Error {
  override readonly name = 'HostFault';
}
