import type { App, Session, WebContents } from 'electron';
import type { OwnOrigins } from '../parts/origins.ts';

/** The part of a page's contents that the guard holds on to. */
export type GuardedContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** Permissions that our own pages may have; every other one is refused, to everybody. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen', 'notifications']);

/** No page leaves our origins, opens a window or embeds a guest. */
export function guardContents(contents: GuardedContents, own: OwnOrigins): void {
  contents.on('will-navigate', (event) => {
    if (!own.includes(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!own.includes(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!own.includes(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Guards every page that there will ever be. Call it before the first window is made. */
export function guardPages(app: Pick<App, 'on'>, own: OwnOrigins): void {
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, own);
  });
}

export function guardSession(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>,
  own: OwnOrigins,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(GRANTED.has(permission) && own.includes(details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => GRANTED.has(permission) && own.includes(origin));
}
