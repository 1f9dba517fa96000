import { describe, expect, it } from 'vitest';
import { EnginePeer } from '../../../../engine/desk/engine-peer.ts';

const STEP = { n: 7, endMs: 250, quotes: [], rows: [] };
const ANSWER = { n: 7, intents: [], bars: [], points: [], logs: [] };

describe('EnginePeer', () => {
  it('takes the answer to the step it asked for and no other', async () => {
    const peer = new EnginePeer('MNQ');
    const asked = peer.ask(STEP);
    peer.done({ ...ANSWER, n: 6 });
    expect(peer.owes).toBe(7);
    peer.done(ANSWER);
    await expect(asked).resolves.toEqual(ANSWER);
    expect(peer.owes).toBeUndefined();
  });

  it('answers nothing once it is dropped, also for what was asked before', async () => {
    const peer = new EnginePeer('MNQ');
    const asked = peer.ask(STEP);
    peer.drop();
    await expect(asked).resolves.toBeUndefined();
    await expect(peer.ask(STEP)).resolves.toBeUndefined();
  });
});
