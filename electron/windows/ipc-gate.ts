import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { z } from 'zod';
import { PAGE_ASKS, SHELL_TELLS, type PageAsk, type ShellTell } from '../parts/messages.ts';
import type { OwnOrigins } from '../parts/origins.ts';

type Payload<N extends PageAsk> = z.output<(typeof PAGE_ASKS)[N]['payload']>;
type Answer<N extends PageAsk> = z.input<(typeof PAGE_ASKS)[N]['reply']>;
export type PageHandlers = { readonly [N in PageAsk]: (payload: Payload<N>) => Answer<N> | Promise<Answer<N>> };

export interface GateOptions {
  readonly ipc: Pick<IpcMain, 'handle'>;
  readonly own: OwnOrigins;
  /** Is this the page of one of our cockpit windows? */
  readonly isCockpit: (contents: WebContents) => boolean;
  readonly handlers: PageHandlers;
  readonly warn: (message: string) => void;
}

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** Why a message may not pass; undefined: it may. */
export function senderFault({ sender, senderFrame }: Sender, { own, isCockpit }: GateOptions): string | undefined {
  if (!isCockpit(sender)) return 'the sender is no window of the cockpit';
  if (senderFrame === null) return 'the frame has gone';
  if (senderFrame.parent !== null) return 'the sender is a frame inside a page';
  if (!own.includes(senderFrame.url)) return 'the page is not of this installation';
  return undefined;
}

/** Opens exactly the declared messages; each one's sender and content are checked. */
export function openGate(options: GateOptions): void {
  for (const name of Object.keys(PAGE_ASKS) as PageAsk[]) {
    options.ipc.handle(name, async (event, payload: unknown) => {
      const fault = senderFault(event, options);
      if (fault !== undefined) {
        options.warn(`refused ${name}: ${fault}`);
        throw new Error('refused');
      }
      const read = PAGE_ASKS[name].payload.safeParse(payload);
      if (!read.success) {
        options.warn(`refused ${name}: ${read.error.message}`);
        throw new Error('not as declared');
      }
      const handler = options.handlers[name] as (payload: unknown) => unknown;
      return PAGE_ASKS[name].reply.parse(await handler(read.data));
    });
  }
}

/** Sends a declared message to a page. */
export function tellPage<N extends ShellTell>(
  contents: Pick<WebContents, 'send'>,
  name: N,
  payload: z.input<(typeof SHELL_TELLS)[N]>,
): void {
  contents.send(name, SHELL_TELLS[name].parse(payload));
}
