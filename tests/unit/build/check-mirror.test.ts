import { expect, test } from 'vitest';
import { mirrorBreaches } from '../../../build/check-mirror.ts';

test('a unit test needs the source file that it mirrors', () => {
  const files = [
    'engine/domain/order.ts',
    'renderer/panels/book.tsx',
    'tests/unit/engine/domain/order.test.ts',
    'tests/unit/renderer/panels/book.test.tsx',
    'tests/unit/engine/domain/gone.test.ts',
    'tests/integration/anything.test.ts',
  ];
  expect(mirrorBreaches(files).map((breach) => breach.file)).toEqual(['tests/unit/engine/domain/gone.test.ts']);
});
