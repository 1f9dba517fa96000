/** An answer that is JSON already, made in a thread: it is sent as it is. */
export class EncodedBody {
  readonly bytes: Buffer;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Of JSON text. */
  static of(json: string): EncodedBody {
    return new EncodedBody(new TextEncoder().encode(json));
  }
}
