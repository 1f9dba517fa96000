/** One public address of a server. Its socket is the host's, for as long as Pitwall runs. */
export interface Door {
  readonly address: string;
  readonly port: number;
  /** Other machines reach it, under TLS. */
  readonly isExposed: boolean;
  /**
   * The listening socket's descriptor in the server's own process, inherited from the host. Null: the host keeps the
   * socket, and each connection comes over the server's private socket.
   */
  readonly fd: number | null;
}

/** How a server is reached. */
export interface Entrance {
  /** The first one is that of this machine. */
  readonly doors: readonly Door[];
  /** Path of the server's private socket: for programs of this installation, and for what the host passes on. */
  readonly privatePath: string;
  /** Of this start; both ends of a private connection prove that they know it. */
  readonly secret: string;
}

/** Whose connection the host passes on. */
export interface PassedOn {
  readonly remoteAddress: string;
  /** The door that it came in by. */
  readonly localAddress: string;
  readonly isExposed: boolean;
}
