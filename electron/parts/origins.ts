/** The origins of the running instance: the hub's and each symbol server's. Nothing else is ever shown in a window. */
export class OwnOrigins {
  private readonly origins = new Set<string>();

  /** @throws TypeError if the address is none */
  add(address: string): void {
    const { origin, protocol } = new URL(address);
    if (protocol === 'http:' || protocol === 'https:') this.origins.add(origin);
  }

  /** An address that is none, and an opaque origin ("null"), are not ours. */
  includes(address: string): boolean {
    return URL.canParse(address) && this.origins.has(new URL(address).origin);
  }
}
