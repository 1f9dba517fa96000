import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { expect, test } from 'vitest';
import { openGate, senderFault, tellPage, type GateOptions } from '../../../../electron/windows/ipc-gate.ts';
import { PAGE_ASKS } from '../../../../electron/parts/messages.ts';
import { OwnOrigins } from '../../../../electron/parts/origins.ts';

type Handler = (event: IpcMainInvokeEvent, payload: unknown) => Promise<unknown>;

const cockpit = { id: 1 } as WebContents;
const own = new OwnOrigins();
own.add('http://127.0.0.1:3000');

function sender(url: string, change: object = {}): IpcMainInvokeEvent {
  return { sender: cockpit, senderFrame: { url, parent: null, ...change } } as unknown as IpcMainInvokeEvent;
}

function gate(): { handlers: Map<string, Handler>; warnings: string[]; options: GateOptions; set: unknown[] } {
  const handlers = new Map<string, Handler>();
  const warnings: string[] = [];
  const set: unknown[] = [];
  const options: GateOptions = {
    ipc: { handle: (name: string, handler: Handler) => void handlers.set(name, handler) },
    own,
    isCockpit: (contents) => contents === cockpit,
    warn: (message) => void warnings.push(message),
    handlers: {
      'shell:info': () => ({
        version: '1.0.0',
        platform: 'linux',
        shortcut: { accelerator: null, isRegistered: false },
      }),
      'shell:set-shortcut': ({ accelerator }) => {
        set.push(accelerator);
        return { accelerator, isRegistered: true };
      },
    },
  };
  openGate(options);
  return { handlers, warnings, options, set };
}

const HOME = 'http://127.0.0.1:3000/';

test('exactly the declared messages have a handler', () => {
  expect([...gate().handlers.keys()].sort()).toEqual(Object.keys(PAGE_ASKS).sort());
});

test('a declared message from our page passes', async () => {
  const { handlers, set } = gate();
  const answer = await handlers.get('shell:set-shortcut')?.(sender(HOME), { accelerator: 'Ctrl+Alt+F8' });
  expect(answer).toEqual({ accelerator: 'Ctrl+Alt+F8', isRegistered: true });
  expect(set).toEqual(['Ctrl+Alt+F8']);
});

test.each([
  ['another page in our window', sender('https://example.com/')],
  ['the start page', sender('data:text/html,x')],
  ['a frame inside our page', sender(HOME, { parent: {} })],
  ['another window', { ...sender(HOME), sender: { id: 2 } } as unknown as IpcMainInvokeEvent],
  ['a frame that has gone', { ...sender(HOME), senderFrame: null }],
])('%s is refused', async (_who, event) => {
  const { handlers, warnings, options, set } = gate();
  expect(senderFault(event, options)).toBeDefined();
  await expect(handlers.get('shell:set-shortcut')?.(event, { accelerator: null })).rejects.toThrow('refused');
  expect(warnings).toHaveLength(1);
  expect(set).toEqual([]);
});

test.each([[{ accelerator: 'A' }], [{ accelerator: null, more: 1 }], ['Ctrl+Alt+F8'], [undefined]])(
  'content that is not as declared is refused: %j',
  async (payload) => {
    const { handlers, set } = gate();
    await expect(handlers.get('shell:set-shortcut')?.(sender(HOME), payload)).rejects.toThrow('not as declared');
    expect(set).toEqual([]);
  },
);

test('what goes to a page is checked too', () => {
  const sent: unknown[] = [];
  const page = { send: (...args: unknown[]) => void sent.push(args) };
  tellPage(page, 'shell:go-to', { strategy: 'MNQ', panel: null });
  expect(sent).toEqual([['shell:go-to', { strategy: 'MNQ', panel: null }]]);
  expect(() => tellPage(page, 'shell:go-to', { strategy: 'x'.repeat(99), panel: null })).toThrow();
});
