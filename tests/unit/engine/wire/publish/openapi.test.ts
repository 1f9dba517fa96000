import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApi } from '../../../../../engine/wire/publish/openapi.ts';
import { HUB_ROUTES, SYMBOL_ROUTES } from '../../../../../engine/wire/index.ts';

const ROOT = resolve(import.meta.dirname, '../../../../..');

describe('the published calls', () => {
  it.each(['hub', 'symbol'] as const)(
    '%s: docs/wire is what the declarations say (npx vitest -u writes it anew)',
    async (server) => {
      const text = `${JSON.stringify(openApi(server, '1'), null, 2)}\n`;
      await expect(text).toMatchFileSnapshot(resolve(ROOT, `docs/wire/${server}.openapi.json`));
    },
  );

  it('has every route with a schema for what it answers', () => {
    for (const [server, table] of [
      ['hub', HUB_ROUTES],
      ['symbol', SYMBOL_ROUTES],
    ] as const) {
      const { paths } = openApi(server, '1') as {
        paths: Record<
          string,
          Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>
        >;
      };
      const count = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
      expect(count).toBe(Object.keys(table).length);
      for (const methods of Object.values(paths)) {
        for (const operation of Object.values(methods)) {
          expect(Object.keys(operation.responses['200']?.content['application/json']?.schema ?? {})).not.toEqual([]);
        }
      }
    }
  });
});
