import { expect, test } from 'vitest';
import { MAX_SOCKET_PATH_BYTES, socketPath, socketPathFault } from '../../../../../engine/adapters/link/socket-path.ts';

test('a socket in the runtime folder, on Windows a pipe named after it', () => {
  expect(socketPath('/run/pw', 'desk', 'linux')).toBe('/run/pw/desk.sock');
  expect(socketPath('C:\\Users\\a\\pw', 'desk', 'win32')).toMatch(/^\\\\\.\\pipe\\pitwall-[0-9a-f]{16}-desk$/);
  expect(socketPath('C:\\Users\\A\\pw', 'desk', 'win32')).toBe(socketPath('C:\\Users\\a\\pw', 'desk', 'win32'));
});

test('the length counts in bytes; a pipe has none to fear', () => {
  expect(socketPathFault('/'.padEnd(MAX_SOCKET_PATH_BYTES, 'x'))).toBeUndefined();
  expect(socketPathFault('/'.padEnd(MAX_SOCKET_PATH_BYTES + 1, 'x'))).toMatch(/shorter runtime folder/);
  expect(socketPathFault('/'.padEnd(MAX_SOCKET_PATH_BYTES, 'ü'))).toMatch(/at most/);
  expect(socketPathFault('\\\\.\\pipe\\'.padEnd(300, 'x'))).toBeUndefined();
});
