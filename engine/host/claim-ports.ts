import { randomInt } from 'node:crypto';
import type { ListenAddress } from '../domain/listen-addresses.ts';
import { HostFault } from './host-fault.ts';

/** A port for a server of ours. */
export interface PortWish {
  /** "hub", "MNQ": what it is for. */
  readonly name: string;
  /** 0: any free one. */
  readonly port: number;
  /** "--hub-port N": how to choose another. */
  readonly flag: string;
  /** Not to be exposed: on this machine's own address alone. */
  readonly isLocal?: boolean;
}

/** A port that is ours, with its sockets. */
export interface Claim<S> {
  readonly name: string;
  readonly port: number;
  readonly sockets: readonly (ListenAddress & { readonly socket: S })[];
}

/** Binds and listens. Rejects with the system's code. */
export interface Binder<S> {
  listen(port: number, address: string): Promise<S>;
  close(socket: S): Promise<void>;
}

/** Below the range from which systems take the local ports of outgoing connections, so that none of those gets in the way. */
const FREE_FROM = 20_000;
const FREE_TO = 32_000;
const MOST_TRIES = 200;

const REASONS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'it is not an address of this machine',
  EAFNOSUPPORT: 'this machine has no addresses of its kind',
};

const codeOf = (error: unknown): string => {
  // What Node's server emits; `code` may be missing.
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
};

function faultText({ name, port, flag }: PortWish, code: string, address: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} of ${name} is taken by another program; choose another with ${flag} (0 = any free one)`;
    case 'EACCES':
      return `port ${port} of ${name} may not be used by this user; choose another with ${flag}`;
    default:
      return `port ${port} of ${name} cannot be used on ${address} (${code}); choose another with ${flag}`;
  }
}

/** Takes the ports of one start. */
class Claiming<S> {
  private readonly binder: Binder<S>;
  private readonly addresses: readonly ListenAddress[];
  private readonly claims: Claim<S>[] = [];

  constructor(binder: Binder<S>, addresses: readonly ListenAddress[]) {
    this.binder = binder;
    this.addresses = addresses;
  }

  async all(wishes: readonly PortWish[]): Promise<readonly Claim<S>[]> {
    try {
      await this.checkAddresses();
      const faults: string[] = [];
      for (const wish of wishes.filter(({ port }) => port !== 0)) {
        const fault = await this.take(wish, wish.port);
        if (fault !== undefined) faults.push(faultText(wish, fault.code, fault.address));
      }
      if (faults.length > 0) throw new HostFault([...new Set(faults)].join('\n  '));
      for (const wish of wishes.filter(({ port }) => port === 0)) await this.takeAny(wish);
      return this.claims;
    } catch (error) {
      for (const { sockets } of this.claims) for (const { socket } of sockets) await this.binder.close(socket);
      throw error;
    }
  }

  private async checkAddresses(): Promise<void> {
    for (const { address } of this.addresses) {
      try {
        await this.binder.close(await this.binder.listen(0, address));
      } catch (error) {
        const code = codeOf(error);
        throw new HostFault(
          `nothing can listen on ${address} (${REASONS[code] ?? code}); choose another with --listen ADDRESS`,
        );
      }
    }
  }

  /** One port on every address, or on none. */
  private async take(wish: PortWish, port: number): Promise<{ code: string; address: string } | undefined> {
    const sockets: (ListenAddress & { socket: S })[] = [];
    const addresses = this.addresses.filter(({ isExposed }) => !(wish.isLocal === true && isExposed));
    for (const place of addresses) {
      try {
        sockets.push({ ...place, socket: await this.binder.listen(port, place.address) });
      } catch (error) {
        for (const { socket } of sockets) await this.binder.close(socket);
        return { code: codeOf(error), address: place.address };
      }
    }
    this.claims.push({ name: wish.name, port, sockets });
    return undefined;
  }

  private async takeAny(wish: PortWish): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      if ((await this.take(wish, randomInt(FREE_FROM, FREE_TO))) === undefined) return;
    }
    throw new HostFault(`no free port found between ${FREE_FROM} and ${FREE_TO}`);
  }
}

/**
 * Takes every port of a start, on every address, before anything else is started, and a free one for each wish that wants
 * any: they are never let go again. HostFault names all that are taken; then none is held.
 */
export function claimPorts<S>(
  wishes: readonly PortWish[],
  addresses: readonly ListenAddress[],
  binder: Binder<S>,
): Promise<readonly Claim<S>[]> {
  return new Claiming(binder, addresses).all(wishes);
}
