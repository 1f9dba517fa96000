import { expect, test as base } from '@playwright/test';
import { FakeCockpit, type FakeOptions } from '../support/fake-cockpit-server.ts';

interface CockpitFixtures {
  readonly options: FakeOptions;
  /** A made-up installation of its own for each test. */
  readonly fake: FakeCockpit;
  /** What the page complained of: nothing, unless a test expects it. */
  readonly complaints: string[];
}

/** Lines that a browser writes about servers that a test takes away on purpose. */
const EXPECTED = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|status of 401|status of 404|WebSocket connection to/;

export const test = base.extend<CockpitFixtures>({
  options: [{}, { option: true }],
  fake: async ({ options }, use) => {
    const fake = new FakeCockpit(options);
    await fake.listen();
    await use(fake);
    await fake.close();
    expect(fake.faults).toEqual([]);
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text());
    });
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

test.use({ viewport: { width: 1440, height: 900 } });

export { expect };
