import type { MessageBoxOptions } from 'electron';
import { isAnythingOpen, openText, type Picture } from '../parts/picture.ts';

export type EndChoice = 'quit' | 'tray' | 'flatten' | 'stay';

export interface EndQuestion {
  readonly options: MessageBoxOptions;
  /** What each button means. */
  readonly choices: readonly EndChoice[];
}

export interface EndFacts {
  readonly picture: Picture;
  /** There is an icon by the clock to come back from. */
  readonly hasTray: boolean;
  /** The engines belong to another program (headless) and go on whatever happens here. */
  readonly isGuest: boolean;
  /** The engines were never up, or are gone. */
  readonly isRunning: boolean;
}

const WORDS: Readonly<Record<Exclude<EndChoice, 'quit'>, string>> = {
  tray: 'Keep running in the tray',
  flatten: 'Flatten everything and quit',
  stay: 'Cancel',
};

function leaving({ account }: Picture): { readonly button: string; readonly detail: string } {
  if (account === undefined) return { button: 'Quit', detail: '' };
  if (account.isSimulated) {
    return {
      button: 'Quit as it is',
      detail: 'Quit as it is: the simulated market stands still, and everything goes on from here at the next start.',
    };
  }
  const bare = account.positions.filter(({ isProtected }) => !isProtected);
  if (bare.length > 0) {
    const names = bare.map(({ symbol, side, quantity }) => `${symbol} ${side} ${quantity}`).join(', ');
    return {
      button: 'Quit WITHOUT protection',
      detail: `Quit: ${names} would be left WITHOUT a stop at the broker.`,
    };
  }
  return {
    button: 'Quit, protection stays at the broker',
    detail: 'Quit: the stops rest at the broker and act without Pitwall. Nothing else does: no flat-by, no loss limit.',
  };
}

/** What to ask before Pitwall ends; undefined: nothing is at stake. */
export function endQuestion({ picture, hasTray, isGuest, isRunning }: EndFacts): EndQuestion | undefined {
  if (isGuest || !isRunning) return undefined;
  const isKnown = picture.isFresh && picture.account !== undefined;
  if (isKnown && !isAnythingOpen(picture)) return undefined;
  const { button, detail } = leaving(picture);
  const choices: readonly EndChoice[] = [...(hasTray ? (['tray'] as const) : []), 'flatten', 'quit', 'stay'];
  const what = picture.account === undefined ? 'not known' : openText(picture.account);
  return {
    choices,
    options: {
      type: 'warning',
      title: 'Pitwall',
      message: isKnown ? `Quit with ${what} open?` : `Quit while the account is out of reach? Last known: ${what}.`,
      detail: [detail, hasTray ? '' : 'There is no tray here to keep running in.'].filter(Boolean).join('\n'),
      buttons: choices.map((choice) => (choice === 'quit' ? button : WORDS[choice])),
      defaultId: hasTray ? 0 : choices.length - 1,
      cancelId: choices.length - 1,
      noLink: true,
    },
  };
}
