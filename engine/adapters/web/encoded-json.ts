import type { Server } from 'socket.io';

/** A payload that is JSON already: encoded once, sent to many, or again and again (the chart's history). */
export class EncodedJson {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

/** Passes ready JSON where a typed payload is wanted; only for servers prepared by `acceptEncodedJson`. */
export function encoded<T>(json: string): T {
  return new EncodedJson(json) as unknown as T;
}

interface Packet {
  readonly type: number;
  readonly nsp?: string;
  readonly id?: number;
  readonly data?: unknown;
}

/** Socket.IO packet type of an event. */
const EVENT = 2;

/** Makes a server's encoder take `EncodedJson` arguments as they are. The wire format stays Socket.IO's own. */
export function acceptEncodedJson(io: Server): void {
  const { encoder } = io as unknown as { encoder: { encode(packet: Packet): unknown[] } };
  const encode = encoder.encode.bind(encoder);
  encoder.encode = (packet) => {
    const { data } = packet;
    if (packet.type !== EVENT || !Array.isArray(data) || !data.some((part) => part instanceof EncodedJson)) {
      return encode(packet);
    }
    const place = packet.nsp === undefined || packet.nsp === '/' ? '' : `${packet.nsp},`;
    const parts = data.map((part: unknown) => (part instanceof EncodedJson ? part.json : JSON.stringify(part)));
    return [`${packet.type}${place}${packet.id ?? ''}[${parts.join(',')}]`];
  };
}
