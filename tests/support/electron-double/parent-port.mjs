/**
 * Loaded into a child before its main: gives it what a utility process has (`process.parentPort`) and takes what it has
 * not (`process.send`). A utility process ends with the program that started it.
 */
import { EventEmitter } from 'node:events';

const send = process.send?.bind(process);
const port = new EventEmitter();
const waiting = [];
process.on('message', (data) => {
  if (port.listenerCount('message') === 0) waiting.push(data);
  else port.emit('message', { data, ports: [] });
});
port.on('newListener', (name) => {
  if (name === 'message')
    queueMicrotask(() => waiting.splice(0).forEach((data) => port.emit('message', { data, ports: [] })));
});
process.on('disconnect', () => process.exit(0));
port.postMessage = (message) => {
  if (process.connected) send?.(message, undefined, {}, () => undefined);
};
process.parentPort = port;
process.send = undefined;
delete process.env.NODE_CHANNEL_FD;
