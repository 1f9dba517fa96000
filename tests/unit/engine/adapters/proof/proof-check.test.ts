import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NONCE_LIFE_MS, ProofCheck } from '../../../../../engine/adapters/proof/proof-check.ts';
import type { ProvenCall } from '../../../../../engine/adapters/proof/proof.ts';
import { ManualClock } from '../../../../../engine/ports/clock.ts';
import { makeKey } from '../../../../../renderer/proof/page-key.ts';
import { createProver, type Prover } from '../../../../../renderer/proof/prover.ts';

const HUB = 'http://127.0.0.1:3000';
const call: ProvenCall = { method: 'POST', url: `${HUB}/api/stop`, token: 'the token' };

function page(newId: () => string = randomUUID): Prover {
  return createProver(makeKey(), newId);
}

describe('ProofCheck', () => {
  it('takes a proof with a nonce of its own, once', async () => {
    const check = new ProofCheck(new ManualClock(5_000));
    const prover = page();
    const first = await prover.ofCall(call.method, call.url, call.token);
    expect(await check.check(first, call)).toMatchObject({ ok: false, code: 'use_dpop_nonce' });
    prover.heard(`${HUB}/anything`, check.nonce());
    const second = await prover.ofCall(call.method, call.url, call.token);
    expect(await check.check(second, call)).toMatchObject({ ok: true });
    expect(await check.check(second, call)).toMatchObject({ ok: false, code: 'invalid_dpop_proof' });
    const third = await prover.ofCall(call.method, call.url, call.token);
    expect(await check.check(third, call)).toMatchObject({ ok: true });
  });

  it('tells the same key by the same thumbprint, and another by another', async () => {
    const check = new ProofCheck(new ManualClock());
    const jkts: string[] = [];
    for (const prover of [page(), page()]) {
      prover.heard(HUB, check.nonce());
      for (let n = 0; n < 2; n += 1) {
        const proven = await check.check(await prover.ofCall(call.method, call.url, call.token), call);
        if (proven.ok) jkts.push(proven.jkt);
      }
    }
    expect(jkts).toHaveLength(4);
    expect(jkts[0]).toBe(jkts[1]);
    expect(jkts[2]).toBe(jkts[3]);
    expect(jkts[0]).not.toBe(jkts[2]);
  });

  it('counts time by its own clock alone: a nonce ends, and a proof is never taken twice while it lasts', async () => {
    const clock = new ManualClock(1_000);
    const check = new ProofCheck(clock);
    const prover = page();
    prover.heard(HUB, check.nonce());
    const early = await prover.ofCall(call.method, call.url, call.token);
    const late = await prover.ofCall(call.method, call.url, call.token);
    const tooLate = await prover.ofCall(call.method, call.url, call.token);
    expect(await check.check(early, call)).toMatchObject({ ok: true });
    clock.advance(NONCE_LIFE_MS);
    expect(await check.check(early, call)).toMatchObject({ ok: false, code: 'invalid_dpop_proof' });
    expect(await check.check(late, call)).toMatchObject({ ok: true });
    clock.advance(1);
    for (const proof of [early, late, tooLate])
      expect(await check.check(proof, call)).toMatchObject({ ok: false, code: 'use_dpop_nonce' });
  });

  it('takes no nonce of another server, of an earlier life of this one, or of somebody else', async () => {
    const clock = new ManualClock(1_000);
    const check = new ProofCheck(clock);
    const own = Buffer.from(check.nonce(), 'base64url');
    own.writeUInt8(own.readUInt8(0) + 1, 0);
    const others = [new ProofCheck(clock).nonce(), own.toString('base64url'), check.nonce().slice(4), 'x', ''];
    for (const nonce of others) {
      const prover = page();
      prover.heard(HUB, nonce);
      const proof = await prover.ofCall(call.method, call.url, call.token);
      expect(await check.check(proof, call), nonce).toMatchObject({ ok: false, code: 'use_dpop_nonce' });
    }
  });

  it('wants a proof, and one of this call', async () => {
    const check = new ProofCheck(new ManualClock());
    const prover = page();
    prover.heard(HUB, check.nonce());
    expect(await check.check(undefined, call)).toMatchObject({ ok: false, code: 'invalid_dpop_proof' });
    const socket = await prover.ofSocket(HUB, 'the token');
    expect(await check.check(socket, call)).toMatchObject({ ok: false, code: 'invalid_dpop_proof' });
    expect(await check.check(socket, { ...call, method: 'CONNECT', url: HUB })).toMatchObject({ ok: true });
  });

  it('forgets under a flood only together with the nonces: what was shown stays shown', async () => {
    const clock = new ManualClock(1_000);
    const check = new ProofCheck(clock, 3);
    const prover = page();
    prover.heard(HUB, check.nonce());
    const shown: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const proof = await prover.ofCall(call.method, call.url, call.token);
      shown.push(proof);
      expect(await check.check(proof, call)).toMatchObject({ ok: true });
    }
    for (const proof of shown) expect(await check.check(proof, call)).toMatchObject({ ok: false });
    clock.advance(1);
    prover.heard(HUB, check.nonce());
    const next = await prover.ofCall(call.method, call.url, call.token);
    expect(await check.check(next, call)).toMatchObject({ ok: true });
  });
});
