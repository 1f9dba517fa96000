import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asyncApi } from '../../../../../engine/wire/publish/asyncapi.ts';

const ROOT = resolve(import.meta.dirname, '../../../../..');

describe('the published events', () => {
  it.each(['hub', 'symbol'] as const)(
    '%s: docs/wire is what the declarations say (npx vitest -u writes it anew)',
    async (server) => {
      const text = `${JSON.stringify(asyncApi(server, '1'), null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(resolve(ROOT, `docs/wire/${server}.asyncapi.json`));
    },
  );
});
