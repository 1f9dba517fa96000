import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { INSTANCE_FILE } from '../store/schema/files.ts';
import type { Instance } from '../store/schema/instance.ts';
import { writePrivate } from './secret-file.ts';

const file = (dataDir: string): string => join(dataDir, INSTANCE_FILE);

export function writeInstance(dataDir: string, instance: Instance): void {
  writePrivate(file(dataDir), `${JSON.stringify(instance)}\n`);
}

export function removeInstance(dataDir: string): void {
  rmSync(file(dataDir), { force: true });
}
