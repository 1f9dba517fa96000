import type { ChildToHost } from './messages.ts';

/** A child's end of the channel to its host: Node's fork channel, or the parent port of an Electron utility process. */
export interface HostChannel {
  send(message: ChildToHost): void;
  /** The host is gone, told also to a child that is too busy to hear of it. */
  isLost(): boolean;
  onMessage(handler: (message: unknown) => void): void;
  /** The host is gone. */
  onLost(handler: () => void): void;
}

/** What we use of Electron's `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

function forkChannel(): HostChannel {
  const host = process.ppid;
  return {
    // The disconnect comes through the event loop, the system knows at once who a process's parent is.
    isLost: () => !process.connected || process.ppid !== host,
    send: (message) => {
      // A host that dies meanwhile shows as a disconnect, not as a fault of the message.
      if (process.connected) process.send?.(message, undefined, {}, () => undefined);
    },
    onMessage: (handler) => void process.on('message', handler),
    onLost: (handler) => {
      if (!process.connected) queueMicrotask(handler);
      else process.once('disconnect', handler);
    },
  };
}

function utilityChannel(port: ParentPort): HostChannel {
  return {
    isLost: () => false,
    send: (message) => port.postMessage(message),
    onMessage: (handler) => void port.on('message', (event) => handler(event.data)),
    onLost: (handler) => void port.on('close', handler),
  };
}

/** The channel to the host that started this process; undefined when nobody did. */
export function hostChannel(): HostChannel | undefined {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) return utilityChannel(port);
  return process.send === undefined ? undefined : forkChannel();
}
