import type { Dialog } from 'electron';
import { endQuestion, type EndChoice, type EndFacts } from './end-dialog.ts';

export interface LeavingOptions {
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly facts: () => EndFacts;
  readonly flatten: (cause: string) => Promise<boolean>;
}

/** Asks how to leave; undefined where nothing is at stake. */
export async function askEnd({ dialog, facts }: LeavingOptions): Promise<EndChoice | undefined> {
  const question = endQuestion(facts());
  if (question === undefined) return undefined;
  const { response } = await dialog.showMessageBox(question.options);
  return question.choices[response] ?? 'stay';
}

/** Flattens before the end. False: it could not be verified, and the person would rather stay. */
export async function flattenToEnd({ dialog, flatten }: LeavingOptions): Promise<boolean> {
  if (await flatten('quit dialog')) return true;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Pitwall',
    message: 'It could not be verified that everything is flat.',
    detail: 'Look at the cockpit, or at your broker.',
    buttons: ['Stay', 'Quit all the same'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
