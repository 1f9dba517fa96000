import { LOOPBACK_NAMES } from './hosts.ts';

export type OriginVerdict = 'none' | 'allowed' | 'refused';

/**
 * Host and Origin checks of every HTTP request and socket. A page of another origin cannot even read; a name that
 * somebody else's DNS points at us (rebinding) is no name of this installation.
 */
export class OriginGuard {
  private readonly names: readonly string[];
  private secureNames: readonly string[] = [];
  private readonly ports = new Set<number>();
  private readonly extraOrigins: ReadonlySet<string>;

  /** `extraOrigins`: exact origins that a person configured (CORS_ORIGIN, FRONTEND_URL). `*` is refused when loading. */
  constructor(options: {
    readonly ports: readonly number[];
    readonly names?: readonly string[];
    readonly extraOrigins?: readonly string[];
  }) {
    this.names = options.names ?? LOOPBACK_NAMES;
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
    this.secureNames = names;
  }

  hostAllowed(host: string | undefined, isSecure: boolean): boolean {
    if (host === undefined) return false;
    const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/\\@?#\s]+)(?::(\d{1,5}))?$/.exec(host);
    const name = match?.[1];
    if (name === undefined) return false;
    const known = isSecure ? [...this.names, ...this.secureNames] : this.names;
    return known.includes(name.toLowerCase()) && this.ports.has(Number(match?.[2] ?? (isSecure ? 443 : 80)));
  }

  /** A missing Origin is a program (allowed); `null` is a sandboxed or file page (refused). */
  origin(origin: string | undefined): OriginVerdict {
    if (origin === undefined) return 'none';
    if (this.extraOrigins.has(origin)) return 'allowed';
    const match = /^http(s?):\/\/(.+)$/.exec(origin);
    return match !== null && this.hostAllowed(match[2], match[1] === 's') ? 'allowed' : 'refused';
  }

  /** Every origin of this installation, for connect-src and frame-ancestors. */
  origins(scheme: 'http' | 'https' | 'ws' | 'wss' = 'http'): readonly string[] {
    const names = this.names.filter((name) => !name.startsWith('[')); // CSP cannot name IPv6 hosts
    return names.flatMap((name) =>
      [...this.ports].toSorted((a, b) => a - b).map((port) => `${scheme}://${name}:${port}`),
    );
  }
}
