import type { Role } from '../../../engine/wire/index.ts';
import { OWNER_TOKEN, call } from './symbol-rig.ts';

/** The token of a device that was paired by a code. */
export async function pairDevice(
  hub: string,
  wish: { readonly name: string; readonly role: Role; readonly days?: number },
): Promise<string> {
  const post = async <T>(path: string, body: unknown, token?: string): Promise<T> =>
    (await call<T>(hub, path, { method: 'POST', token, body })).body;
  const { code } = await post<{ code: string }>('/api/devices/pairing', wish, OWNER_TOKEN);
  const { token } = await post<{ token: string }>('/api/pair', { code });
  return token;
}
