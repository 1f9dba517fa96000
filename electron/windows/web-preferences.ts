import type { WebPreferences } from 'electron';

/**
 * What a page of ours may do in its window: what a page in a browser may, and nothing more.
 * @param preload only for the cockpit's own page
 */
export function pagePreferences(preload?: string): WebPreferences {
  return {
    ...(preload === undefined ? {} : { preload }),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    webviewTag: false,
    safeDialogs: true,
    spellcheck: false,
  };
}
