import type { Server } from 'socket.io';

/** What is used here of an Engine.IO transport: `socket` is the WebSocket, `_socket` the connection under it. */
interface Transport {
  readonly name: string;
  send(packets: readonly unknown[]): void;
  readonly socket?: { readonly _socket?: { cork(): void; uncork(): void } | null };
}

interface Connection {
  readonly transport: Transport;
  on(event: 'upgrade', listener: (transport: Transport) => void): void;
}

/**
 * Several packets that go out together become one write to the system. Engine.IO writes each packet of a flush by itself,
 * and a write costs more than a packet: every second each socket is pushed about a dozen. Order and content stay.
 */
export function writeAtOnce(io: Server): void {
  io.engine.on('connection', (connection: Connection) => {
    gather(connection.transport);
    connection.on('upgrade', gather);
  });
}

function gather(transport: Transport): void {
  if (transport.name !== 'websocket') return;
  const send = transport.send.bind(transport);
  transport.send = (packets) => {
    const connection = packets.length > 1 ? transport.socket?._socket : undefined;
    connection?.cork();
    try {
      send(packets);
    } finally {
      connection?.uncork();
    }
  };
}
