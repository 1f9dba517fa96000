import { LOOPBACK_NAMES } from './hosts.ts';

const PORT = /:\d{1,5}$/;
const DEFAULTS = [':80', ':443'];

export type OriginVerdict = 'none' | 'allowed' | 'refused';

/**
 * Host and Origin checks of every HTTP request and socket. A page of another origin cannot even read; a name that
 * somebody else's DNS points at us (rebinding) is no name of this installation.
 */
export class OriginGuard {
  private readonly names: ReadonlySet<string>;
  private secureNames: ReadonlySet<string> = new Set();
  /** Names with a port of their own, as behind a proxy: "desk.example.org:443". */
  private readonly places: readonly string[];
  private readonly ports = new Set<number>();
  private readonly extraOrigins: ReadonlySet<string>;

  /**
   * `extraOrigins`: exact origins that a person configured (CORS_ORIGIN, FRONTEND_URL). `*` is refused when loading.
   * `extraNames`: names of this machine that a person configured (PITWALL_HOST_NAMES), with a port or with ours.
   */
  constructor(options: {
    readonly ports: readonly number[];
    readonly names?: readonly string[];
    readonly extraOrigins?: readonly string[];
    readonly extraNames?: readonly string[];
  }) {
    const extra = options.extraNames ?? [];
    this.names = new Set([...(options.names ?? LOOPBACK_NAMES), ...extra.filter((name) => !PORT.test(name))]);
    this.places = extra.filter((name) => PORT.test(name));
    this.extraOrigins = new Set(options.extraOrigins ?? []);
    this.add(options.ports);
  }

  add(ports: readonly number[]): void {
    for (const port of ports) if (Number.isInteger(port) && port > 0 && port < 65_536) this.ports.add(port);
  }

  /**
   * Names of a certificate that a person brought: of this installation over TLS alone, for over plain HTTP whoever answers
   * for the name on the network could lead a page to this machine.
   */
  addSecure(names: readonly string[]): void {
    this.secureNames = new Set(names);
  }

  hostAllowed(host: string | undefined, isSecure: boolean): boolean {
    if (host === undefined) return false;
    const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/\\@?#\s*]+)(?::(\d{1,5}))?$/.exec(host);
    const name = match?.[1]?.toLowerCase();
    if (name === undefined) return false;
    const port = match?.[2];
    // Without a port it is the one of the scheme, which only a proxy of ours knows.
    if (this.places.some((place) => (port === undefined ? DEFAULTS : [`:${port}`]).some((end) => place === name + end)))
      return true;
    const isOwn = this.names.has(name) || (isSecure && this.isSecureName(name));
    return isOwn && this.ports.has(Number(port ?? (isSecure ? 443 : 80)));
  }

  /** Addresses under which the servers at some of the ports are reached, for each scheme. */
  addressesOf(ports: readonly number[]): readonly string[] {
    const at = (names: ReadonlySet<string>): string[] =>
      [...names].flatMap((name) => ports.map((port) => `${name}:${port}`));
    const known = [...at(this.names), ...this.places].flatMap((host) => [`http://${host}`, `https://${host}`]);
    return [...known, ...at(this.secureNames).map((host) => `https://${host}`)];
  }

  private isSecureName(name: string): boolean {
    return this.secureNames.has(name) || this.secureNames.has(name.replace(/^[^.]+/, '*'));
  }

  /** A missing Origin is a program (allowed); `null` is a sandboxed or file page (refused). */
  origin(origin: string | undefined): OriginVerdict {
    if (origin === undefined) return 'none';
    if (this.extraOrigins.has(origin)) return 'allowed';
    const match = /^http(s?):\/\/(.+)$/.exec(origin);
    return match !== null && this.hostAllowed(match[2], match[1] === 's') ? 'allowed' : 'refused';
  }

  /** Origins whose pages may frame ours: this installation's own, and those that a person configured. */
  framers(): readonly string[] {
    return [...this.origins('http'), ...this.extraOrigins];
  }

  /** Every origin of this installation, for connect-src and frame-ancestors. */
  origins(scheme: 'http' | 'https' | 'ws' | 'wss' = 'http'): readonly string[] {
    const secure = scheme === 'https' || scheme === 'wss' ? this.secureNames : [];
    const names = [...this.names, ...secure].filter((name) => !name.startsWith('[')); // CSP cannot name IPv6 hosts
    const ports = [...this.ports].toSorted((a, b) => a - b);
    const hosts = [...names.flatMap((name) => ports.map((port) => `${name}:${port}`)), ...this.places];
    return hosts.map((host) => `${scheme}://${host}`);
  }
}
