const NEWLINE = 0x0a;

/** A line grew beyond its bound before its end came. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/**
 * Cuts a stream of bytes into lines of UTF-8. Bytes of an unfinished line are kept as they came and decoded once, so
 * that a character split between two chunks is whole again.
 */
export class LineSplitter {
  private parts: Buffer[] = [];
  private partBytes = 0;
  private maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Changes the bound for lines still to come (a link is trusted with more after its hello). */
  setMaxBytes(maxBytes: number): void {
    this.maxBytes = maxBytes;
  }

  /** Complete lines within `chunk` and what came before it, without their newline. Throws LineTooLong. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from);
      if (end === -1) break;
      this.check(this.partBytes + end - from);
      lines.push(this.join(chunk.subarray(from, end)));
      from = end + 1;
    }
    if (from < chunk.length) {
      this.partBytes += chunk.length - from;
      this.check(this.partBytes);
      this.parts.push(chunk.subarray(from));
    }
    return lines;
  }

  private join(last: Buffer): string {
    if (this.parts.length === 0) return last.toString('utf8');
    const line = Buffer.concat([...this.parts, last]).toString('utf8');
    this.parts = [];
    this.partBytes = 0;
    return line;
  }

  private check(bytes: number): void {
    if (bytes > this.maxBytes) throw new LineTooLong(`expected lines of at most ${this.maxBytes} bytes, found more`);
  }
}
