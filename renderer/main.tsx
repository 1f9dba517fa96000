import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { openCockpit } from './connection/cockpit.ts';
import { startEffects } from './connection/effects.ts';
import { browserPace } from './connection/frame.ts';
import { keptKey } from './connection/kept-key.ts';
import { browserKept } from './connection/kept.ts';
import { browserPasskeys } from './connection/passkeys.ts';
import { readPlace } from './connection/place.ts';
import type { PageDoor } from './connection/session.ts';
import { findShell } from './connection/shell.ts';
import { App } from './frame/app.tsx';
import { createProver } from './proof/prover.ts';
import type { Dialog, Screen } from './context/cockpit-context.ts';
import { createCell } from './state/cell.ts';
import { readPrefs } from './state/prefs.ts';
import type { SecurityPage } from './state/security-pages.ts';
import { createStore } from './state/store.ts';

/** Canvas text needs its fonts before the first chart is drawn; a page without them goes on after a moment. */
const FONTS_PATIENCE_MS = 1_500;

async function fontsReady(): Promise<void> {
  const fonts = Promise.all(['400', '500', '600', '700'].map((weight) => document.fonts.load(`${weight} 12px Inter`)));
  await Promise.race([fonts, new Promise((resolve) => setTimeout(resolve, FONTS_PATIENCE_MS))]);
}

const shell = findShell(window);
const kept = browserKept(localStorage);
const prefs = createCell(readPrefs(shell.withDefaults(kept.read('prefs'))), (next) => kept.write('prefs', next));
const dialog = createCell<Dialog>({ kind: 'none' });
const store = createStore(browserPace);
/** 96 random bits; `randomUUID` is missing where the page came over plain HTTP from elsewhere. */
const newId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `cockpit-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
const place = readPlace(document);
const prover = createProver(keptKey(indexedDB), newId);
if (place.nonce !== null) prover.heard(location.origin, place.nonce);
const door: PageDoor = {
  hash: () => location.hash,
  clearHash: () => history.replaceState(null, '', location.pathname + location.search),
  path: () => location.pathname,
  goHome: () => history.replaceState(null, '', '/'),
  tab: sessionStorage,
  browser: localStorage,
  origin: location.origin,
  prover,
  fetch: (url, init) => fetch(url, init),
};
const cockpit = openCockpit(store, {
  location,
  place,
  door,
  newId,
  passkeys: browserPasskeys(window),
  passwordWanted: (run) => dialog.set({ kind: 'password', run }),
});
startEffects(store, prefs.get);
const securityPage = createCell<SecurityPage>('sessions');
const screen: Screen = { cockpit, prefs, dialog, securityPage, kept, shell };

const root = document.getElementById('app');
if (root === null) throw new Error('expected an element with id "app" in the page, found none');
await fontsReady();
createRoot(root).render(<App screen={screen} />);
