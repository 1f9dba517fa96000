import { Secrets } from '../parts/secrets.ts';
import type { ShellParts } from '../parts/shell-parts.ts';
import type { Updates } from '../parts/updates.ts';

/** The answers of the Help menu. */
export class Help {
  private readonly parts: Pick<ShellParts, 'electron' | 'dataDir' | 'version'>;

  constructor(parts: Pick<ShellParts, 'electron' | 'dataDir' | 'version'>) {
    this.parts = parts;
  }

  async say(message: string, detail: string): Promise<void> {
    const { dialog } = this.parts.electron;
    await dialog.showMessageBox({ type: 'info', title: 'Pitwall', message, detail, buttons: ['OK'] });
  }

  about(): Promise<void> {
    const { version, dataDir, electron } = this.parts;
    const { electron: e, chrome, node } = process.versions as Record<string, string | undefined>;
    const engine = `Electron ${e ?? 'none'}, Chromium ${chrome ?? 'none'}, Node ${node ?? 'none'}`;
    const secrets = new Secrets(dataDir, electron.safeStorage).notice ?? "Secrets are sealed by the system's keychain.";
    return this.say(`Pitwall ${version}`, `${engine}\nData: ${dataDir}\n${secrets}`);
  }

  async checkForUpdates(updates: Updates): Promise<void> {
    const stage = await updates.check();
    const words = {
      off: 'No feed of updates is set (updateFeed in shell.json).',
      idle: 'There is no newer version.',
      checking: 'Already looking.',
      downloading: 'A newer version is being fetched.',
      ready: 'A newer version is ready; it is installed at a quit with nothing open.',
      failed: 'The feed could not be used.',
    } as const;
    await this.say(words[stage.kind], stage.kind === 'failed' ? stage.why : '');
  }
}
