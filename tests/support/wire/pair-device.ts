import type { Role } from '../../../engine/wire/index.ts';
import { OWNER_TOKEN, call } from './symbol-rig.ts';

export interface PairedDevice {
  readonly token: string;
  readonly deviceId: string;
  readonly role: Role;
}

/** A device that was paired by a code, and that the owner has confirmed. */
export async function pairDevice(
  hub: string,
  wish: { readonly name: string; readonly role: Role; readonly days?: number },
  owner = OWNER_TOKEN,
): Promise<PairedDevice> {
  const post = async <T>(path: string, body: unknown, token?: string): Promise<T> =>
    (await call<T>(hub, path, { method: 'POST', token, body })).body;
  const { code } = await post<{ code: string }>('/api/devices/pairing', wish, owner);
  const paired = await post<PairedDevice>('/api/pair', { code });
  await post(`/api/devices/${paired.deviceId}/confirm`, {}, owner);
  return paired;
}
