import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { envExample } from '../../../../engine/config/env-example.ts';
import { load } from '../../../../engine/config/load.ts';

test('the file in the repository is the generated one', () => {
  const file = join(import.meta.dirname, '../../../../.env.example');
  // To write it anew: node -e "import('./engine/config/env-example.ts').then((m) => fs.writeFileSync('.env.example', m.envExample()))"
  expect(readFileSync(file, 'utf8')).toBe(envExample());
});

test('with every # taken away it is read without a fault, and its values are the defaults', () => {
  const env = parseEnv(envExample().replace(/^# (?=[A-Z_]+=)/gm, ''));
  const loaded = load({ argv: [], env, folder: import.meta.dirname });
  const plain = load({ argv: [], env: {}, folder: import.meta.dirname });
  if (loaded.kind !== 'settings' || plain.kind !== 'settings') throw new Error(JSON.stringify(loaded));
  expect(loaded.settled).toEqual(plain.settled);
});
