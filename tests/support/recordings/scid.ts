/** Sierra Chart's own file of ticks, as tests write it. */
export interface ScidTick {
  readonly timeMs: number;
  readonly price: number;
  readonly size: number;
  readonly takesAsk: boolean;
  /** 0: one trade; else what stands in place of it. */
  readonly open?: number;
}

export function scidOf(ticks: readonly ScidTick[], tickSize = 0.25): Buffer {
  const bytes = Buffer.alloc(56 + 40 * ticks.length);
  bytes.write('SCID');
  bytes.writeUInt32LE(56, 4);
  bytes.writeUInt32LE(40, 8);
  bytes.writeUInt16LE(1, 12);
  ticks.forEach(({ timeMs, price, size, takesAsk, open = 0 }, i) => {
    const at = 56 + 40 * i;
    bytes.writeBigInt64LE(BigInt(timeMs - Date.UTC(1899, 11, 30)) * 1_000n + 7n, at);
    bytes.writeFloatLE(open, at + 8);
    bytes.writeFloatLE(takesAsk ? price : price + tickSize, at + 12);
    bytes.writeFloatLE(takesAsk ? price - tickSize : price, at + 16);
    bytes.writeFloatLE(price, at + 20);
    bytes.writeUInt32LE(1, at + 24);
    bytes.writeUInt32LE(size, at + 28);
    bytes.writeUInt32LE(takesAsk ? 0 : size, at + 32);
    bytes.writeUInt32LE(takesAsk ? size : 0, at + 36);
  });
  return bytes;
}
