import { isAnythingOpen, type Picture } from './picture.ts';
import { manifestFault, type ManifestFacts } from './update-manifest.ts';

/** The part of electron-updater's updater that is used. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  disableWebInstaller: boolean;
  setFeedURL(options: { readonly provider: 'generic'; readonly url: string }): void;
  checkForUpdates(): Promise<{
    readonly isUpdateAvailable: boolean;
    readonly updateInfo: { readonly version: string };
  } | null>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void;
}

/** An update goes through these stages and never skips one; installing is only ever done at an end that a person chose. */
export type UpdateStage =
  | { readonly kind: 'off' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'downloading'; readonly version: string }
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * Why an update may not be installed now; undefined: it may. Not knowing is a reason.
 * @param isMarketOpen the account's market; undefined: not known
 */
export function whyNotNow(picture: Picture, isMarketOpen: boolean | undefined): string | undefined {
  const { account, isFresh } = picture;
  if (account === undefined || !isFresh) return 'the state of the account is not known';
  if (isAnythingOpen(picture)) return 'a position or an order is open';
  if (!account.isSimulated && isMarketOpen !== false) return 'the session is open';
  return undefined;
}

export interface UpdatesOptions {
  /** Loaded at the first look only. */
  readonly load: () => Promise<Updater>;
  readonly feed: () => string | null;
  readonly genuine: ManifestFacts;
  readonly whyNot: () => string | undefined;
  /** Copies all data aside, before a newer version may change them; gives the folder. */
  readonly backup: (version: string) => Promise<string>;
  readonly tell: (title: string, text: string) => void;
}

/** Looks for updates, fetches them, and installs them when nothing is at stake. */
export class Updates {
  private readonly options: UpdatesOptions;
  private current: UpdateStage = { kind: 'idle' };
  private updater: Updater | undefined;

  constructor(options: UpdatesOptions) {
    this.options = options;
  }

  get stage(): UpdateStage {
    return this.options.feed() === null ? { kind: 'off' } : this.current;
  }

  /** Looks, and fetches what it finds. Never throws: an update is no reason for a fault. */
  async check(): Promise<UpdateStage> {
    const feed = this.options.feed();
    if (feed === null) return { kind: 'off' };
    if (this.current.kind === 'checking' || this.current.kind === 'downloading' || this.current.kind === 'ready') {
      return this.current;
    }
    this.current = { kind: 'checking' };
    try {
      this.current = await this.fetch(feed);
    } catch (fault) {
      this.current = { kind: 'failed', why: (fault as Error).message };
    }
    return this.current;
  }

  /**
   * At an end that a person chose: backs the data up and installs. To be asked before the engines stop (`mayInstall`)
   * and called after they have.
   * @returns false: nothing was installed, and the program is to end by itself
   */
  async install(): Promise<boolean> {
    if (this.current.kind !== 'ready' || this.updater === undefined) return false;
    const { version } = this.current;
    try {
      const folder = await this.options.backup(version);
      this.options.tell(`Updating to ${version}`, `All data were copied to ${folder}; that is the way back.`);
    } catch (fault) {
      this.options.tell('The update was not installed', `The data could not be backed up: ${(fault as Error).message}`);
      return false;
    }
    this.updater.quitAndInstall(true, true);
    return true;
  }

  mayInstall(): boolean {
    return this.current.kind === 'ready' && this.options.whyNot() === undefined;
  }

  private async fetch(feed: string): Promise<UpdateStage> {
    const updater = await this.options.load();
    this.updater = updater;
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.disableWebInstaller = true;
    updater.setFeedURL({ provider: 'generic', url: feed });
    const found = await updater.checkForUpdates();
    if (found?.isUpdateAvailable !== true) return { kind: 'idle' };
    const fault = manifestFault(found.updateInfo, this.options.genuine);
    if (fault !== undefined) throw new Error(`Nothing was fetched: ${fault}.`);
    const { version } = found.updateInfo;
    this.current = { kind: 'downloading', version };
    await updater.downloadUpdate();
    const why = this.options.whyNot();
    const when = why === undefined ? 'It is installed when you quit.' : `It waits, because ${why}.`;
    this.options.tell(`Pitwall ${version} is ready`, when);
    return { kind: 'ready', version };
  }
}
