import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { guardContents, guardSession, type GuardedContents } from '../../../../electron/windows/guard-pages.ts';
import { OwnOrigins } from '../../../../electron/parts/origins.ts';

const own = new OwnOrigins();
own.add('http://127.0.0.1:3000');

function contents(): { readonly emitter: EventEmitter; readonly opened: () => string } {
  const emitter = new EventEmitter();
  let handler: Parameters<WebContents['setWindowOpenHandler']>[0] | undefined;
  const fake = Object.assign(emitter, {
    setWindowOpenHandler: (given: Parameters<WebContents['setWindowOpenHandler']>[0]) => {
      handler = given;
    },
  });
  guardContents(fake as unknown as GuardedContents, own); // an emitter knows no event names
  const details = { url: 'http://127.0.0.1:3000/' } as Electron.HandlerDetails;
  return { emitter, opened: () => handler?.(details).action ?? 'allow' };
}

function prevented(emitter: EventEmitter, event: string, url: string): boolean {
  let stopped = false;
  const details = { url, preventDefault: () => (stopped = true) };
  emitter.emit(event, details);
  return stopped;
}

test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s stays within our origins', (event) => {
  const { emitter } = contents();
  expect(prevented(emitter, event, 'http://127.0.0.1:3000/x')).toBe(false);
  expect(prevented(emitter, event, 'https://example.com/')).toBe(true);
  expect(prevented(emitter, event, 'file:///etc/passwd')).toBe(true);
});

test('no page opens a window or embeds a guest, not even of ours', () => {
  const { emitter, opened } = contents();
  expect(opened()).toBe('deny');
  expect(prevented(emitter, 'will-attach-webview', 'http://127.0.0.1:3000/')).toBe(true);
});

test('permissions: few, and for our pages only', () => {
  const answers: boolean[] = [];
  let ask: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  let check: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  guardSession(
    {
      setPermissionRequestHandler: (handler) => {
        ask = handler;
      },
      setPermissionCheckHandler: (handler) => {
        check = handler;
      },
    },
    own,
  );
  const request = (permission: string, requestingUrl: string): void => {
    const none = undefined as unknown as WebContents; // the handler does not look at it
    ask?.(none, permission as 'notifications', (granted) => answers.push(granted), {
      requestingUrl,
      isMainFrame: true,
    });
  };
  request('notifications', 'http://127.0.0.1:3000/');
  request('notifications', 'https://example.com/');
  request('media', 'http://127.0.0.1:3000/');
  expect(answers).toEqual([true, false, false]);
  const checked = (permission: string, origin: string): boolean | undefined =>
    (check as ((...args: unknown[]) => boolean) | null)?.(null, permission, origin, {});
  expect(checked('notifications', 'http://127.0.0.1:3000')).toBe(true);
  expect(checked('geolocation', 'http://127.0.0.1:3000')).toBe(false);
});
