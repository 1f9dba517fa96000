import { randomUUID } from 'node:crypto';
import type { ManagerOptions, SocketOptions } from 'socket.io-client';
import { makeKey } from '../../../renderer/proof/page-key.ts';
import { createProver, type Prover } from '../../../renderer/proof/prover.ts';
import { type Answer, call } from './symbol-rig.ts';

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the cockpit's page does to be let in, without a browser: its key, its proofs, a younger nonce where one is wanted. */
export class PageClient {
  readonly prover: Prover = createProver(makeKey(), randomUUID);
  token: string | undefined;
  /** Good for looking. */
  readingToken: string | undefined;
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** A page that was opened by a one-time link. @param maker who asks for the link: a token, or another page */
  static async opened(url: string, maker: string | PageClient): Promise<PageClient> {
    const asked = { method: 'POST' };
    const link =
      typeof maker === 'string'
        ? await call<{ url: string }>(url, '/api/auth/link', { ...asked, token: maker })
        : await maker.call<{ url: string }>('/api/auth/link', asked);
    const page = new PageClient(url);
    await page.redeem(new URLSearchParams(new URL(link.body.url).hash.slice(1)).get('open') ?? '');
    return page;
  }

  async redeem(code: string): Promise<Answer> {
    const answer = await this.call<{ token: string; readingToken: string }>('/api/auth/redeem', {
      method: 'POST',
      body: { code },
    });
    if (answer.status === 200) ({ token: this.token, readingToken: this.readingToken } = answer.body);
    return answer;
  }

  async call<T = Record<string, unknown>>(path: string, asked: Asked = {}, url = this.url): Promise<Answer<T>> {
    const answer = await this.ask<T>(path, asked, url);
    return answer.headers.get('www-authenticate')?.includes('use_dpop_nonce') === true
      ? this.ask<T>(path, asked, url)
      : answer;
  }

  /** Headers of one call. */
  async headers(path: string, method = 'GET', url = this.url): Promise<Record<string, string>> {
    const dpop = await this.prover.ofCall(method, url + path, this.token);
    return this.token === undefined ? { dpop } : { dpop, authorization: `DPoP ${this.token}` };
  }

  /** Options of a socket to a server and namespace; the nonce is to be one of that server. */
  socket(url = this.url): Partial<ManagerOptions & SocketOptions> {
    return {
      auth: (give) => {
        const token = this.token ?? '';
        void this.prover.ofSocket(url, token).then((proof) => give({ token, proof }));
      },
    };
  }

  private async ask<T>(path: string, { method = 'GET', body, headers }: Asked, url: string): Promise<Answer<T>> {
    const proven = await this.headers(path, method, url);
    const answer = await call<T>(url, path, { method, body, headers: { ...proven, ...headers } });
    const nonce = answer.headers.get('dpop-nonce');
    if (nonce !== null) this.prover.heard(url, nonce);
    return answer;
  }
}
