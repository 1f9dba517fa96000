import { describe, expect, it } from 'vitest';
import { type Claim, judge, judgeAgain, Standing } from '../../../../../engine/adapters/web/judge.ts';
import type { Grant } from '../../../../../engine/wire/link/grants.ts';

const NOW = 1_800_000_000_000;
const HERE = '127.0.0.1';
const AWAY = '10.0.0.5';

const grantOf = (id: string, more: Partial<Grant> = {}): Grant => ({
  id,
  kind: 'user',
  userId: 'user-1',
  userName: 'Ann',
  role: 'trader',
  device: 'Firefox',
  endsMs: NOW + 1,
  ...more,
});
const page = (id: string, parent?: string): Grant =>
  grantOf(id, { kind: 'page', userId: 'owner', role: 'owner', ...(parent === undefined ? {} : { parent }) });
const claimOf = (id: string, more: Partial<Extract<Claim, { kind: 'grant' }>> = {}): Claim => ({
  kind: 'grant',
  id,
  userId: 'user-1',
  mayAct: true,
  isShared: false,
  issuedMs: NOW,
  ...more,
});
const at = (grants: readonly Grant[], more: { isLive?: boolean; remoteCommands?: boolean; nowMs?: number } = {}) => ({
  standing: new Standing({ madeMs: NOW, remoteCommands: more.remoteCommands ?? false, grants }),
  nowMs: more.nowMs ?? NOW,
  isLive: more.isLive ?? false,
});

describe('judge', () => {
  it('takes for nobody what is not in the list, has ended, or belongs to another user', () => {
    const known = at([grantOf('s1')]);
    expect(judge(claimOf('s1'), HERE, known)).toMatchObject({ userId: 'user-1', role: 'trader', sessionId: 's1' });
    expect(judge(claimOf('s2'), HERE, known)).toBeUndefined();
    expect(judge(claimOf('s1', { userId: 'owner' }), HERE, known)).toBeUndefined();
    expect(judge(claimOf('s1'), HERE, at([grantOf('s1')], { nowMs: NOW + 1 }))).toBeUndefined();
  });

  it('knows the owner without a list', () => {
    expect(judge({ kind: 'owner' }, HERE, at([]))).toMatchObject({ role: 'owner', sessionId: undefined });
  });

  it('lets what the shared secret signed be a log-in alone', () => {
    const list = at([page('p1'), grantOf('s1')]);
    expect(judge(claimOf('p1', { userId: 'owner' }), HERE, list)).toMatchObject({ kind: 'page' });
    expect(judge(claimOf('p1', { userId: 'owner', isShared: true }), HERE, list)).toBeUndefined();
    expect(judge(claimOf('s1', { isShared: true }), HERE, list)).toMatchObject({ kind: 'user' });
  });

  it('lets a page live no longer than who asked for its link, and only while that one is an owner', () => {
    const claim = claimOf('p2', { userId: 'owner' });
    const pages = [page('p1', 'd1'), page('p2', 'p1')];
    const device = grantOf('d1', { kind: 'device', userId: 'd1', role: 'owner' });
    expect(judge(claim, HERE, at([...pages, device]))).toMatchObject({ role: 'owner' });
    expect(judge(claim, HERE, at(pages))).toBeUndefined();
    expect(judge(claim, HERE, at([...pages, { ...device, role: 'trader' }]))).toBeUndefined();
    expect(judge(claim, HERE, at([...pages, { ...device, endsMs: NOW }]))).toBeUndefined();
    expect(judge(claim, HERE, at([page('p1', 'p2'), page('p2', 'p1')]))).toBeUndefined();
  });

  it('knows a device by its token alone', () => {
    const list = at([grantOf('d1', { kind: 'device', userId: 'd1', role: 'flatten', token: 'hash' })]);
    expect(judge({ kind: 'device', token: 'hash' }, HERE, list)).toMatchObject({ kind: 'device', role: 'flatten' });
    expect(judge({ kind: 'device', token: 'other' }, HERE, list)).toBeUndefined();
    expect(judge(claimOf('d1', { userId: 'd1' }), HERE, list)).toBeUndefined();
  });

  it('judges whom the hub speaks for where that one is, not where the hub is', () => {
    const list = at([grantOf('s1')], { isLive: true });
    const relay = { kind: 'relay', issuedMs: NOW } as const;
    expect(judge({ ...relay, of: 's1', peer: HERE }, HERE, list)).toMatchObject({ kind: 'relay', role: 'trader' });
    expect(judge({ ...relay, of: 's1', peer: AWAY }, HERE, list)).toMatchObject({ role: 'viewer' });
    expect(judge({ ...relay, of: undefined, peer: AWAY }, HERE, list)).toMatchObject({ role: 'viewer' });
    expect(judge({ ...relay, of: 's2', peer: HERE }, HERE, list)).toBeUndefined();
  });

  it('lets other machines only look where orders are real, unless the owner allowed more', () => {
    const role = (address: string, isLive: boolean, remoteCommands: boolean): unknown =>
      judge(claimOf('s1'), address, at([grantOf('s1')], { isLive, remoteCommands }))?.role;
    expect([
      role(AWAY, false, false),
      role(AWAY, true, false),
      role(AWAY, true, true),
      role(HERE, true, false),
    ]).toEqual(['trader', 'viewer', 'trader', 'trader']);
  });

  it('judges anew who was let in: role and end of now, the way of then', () => {
    const before = judge(claimOf('s1', { mayAct: false }), AWAY, at([grantOf('s1')]));
    if (before === undefined) throw new Error('expected somebody');
    expect(judgeAgain(before, AWAY, at([grantOf('s1', { role: 'viewer' })]))).toMatchObject({
      role: 'viewer',
      mayAct: false,
    });
    expect(judgeAgain(before, AWAY, at([]))).toBeUndefined();
    const owner = judge({ kind: 'owner' }, AWAY, at([], { isLive: true }));
    if (owner === undefined) throw new Error('expected somebody');
    expect(owner.role).toBe('viewer');
    expect(judgeAgain(owner, AWAY, at([]))?.role).toBe('owner');
  });
});
