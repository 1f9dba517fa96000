import { join } from 'node:path';
import { folderStamp } from '../../engine/host/data-command.ts';
import { exportData } from '../../engine/store/data-export.ts';
import { ASKED_PARTS } from '../../engine/store/data-files.ts';
import { checkExport } from '../../engine/store/data-import.ts';
import { planImport } from './planned-import.ts';
import type { ShellParts } from '../parts/shell-parts.ts';

export type DataMenuOptions = Pick<ShellParts, 'dataDir' | 'version' | 'now'> & {
  readonly dialog: Pick<ShellParts['electron']['dialog'], 'showOpenDialog' | 'showMessageBox' | 'showErrorBox'>;
  readonly say: (message: string, detail: string) => Promise<void>;
};

/** Export and import of the whole data folder as a person asks for them in the menu. */
export class DataMenu {
  private readonly options: DataMenuOptions;

  constructor(options: DataMenuOptions) {
    this.options = options;
  }

  async export(): Promise<void> {
    const { dialog, say, now } = this.options;
    const folder = await this.choose('Export all data into a new folder in …', ['openDirectory', 'createDirectory']);
    if (folder === undefined) return;
    const target = join(folder, `pitwall-export-${folderStamp(now())}`);
    try {
      await this.exportTo(target);
      await say('All data were exported', `${target}\nSecrets of this installation are among them.`);
    } catch (fault) {
      dialog.showErrorBox('The data were not exported', (fault as Error).message);
    }
  }

  async import(): Promise<void> {
    const { dialog, say, dataDir } = this.options;
    const source = await this.choose('Import the data of an export', ['openDirectory']);
    if (source === undefined) return;
    try {
      await checkExport(source);
    } catch (fault) {
      dialog.showErrorBox('This cannot be imported', (fault as Error).message);
      return;
    }
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: 'Import',
      message: 'Take in the account alone, or everything?',
      detail:
        "Everything: also users, devices, settings with the feed of updates, keys and the owner's token, instead of those here. " +
        'Whoever else has this export is then owner here: choose it only for an export that you made yourself and kept.',
      buttons: ['Account alone', 'Everything', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response === 2) return;
    planImport(dataDir, source, response === 1 ? ASKED_PARTS : []);
    await say('The data are imported at the next start', 'Those that are here now are set aside, not deleted.');
  }

  /** Copies all data beside the data folder; gives the folder. */
  async backUp(name: string): Promise<string> {
    const { dataDir, now } = this.options;
    const target = `${dataDir}.${name}-${folderStamp(now())}`;
    await this.exportTo(target);
    return target;
  }

  private async exportTo(target: string): Promise<void> {
    const { dataDir, version, now } = this.options;
    await exportData(dataDir, target, { version, time: new Date(now()).toISOString(), withSecrets: true });
  }

  private async choose(
    title: string,
    properties: ('openDirectory' | 'createDirectory')[],
  ): Promise<string | undefined> {
    const { canceled, filePaths } = await this.options.dialog.showOpenDialog({ title, properties });
    return canceled ? undefined : filePaths[0];
  }
}
