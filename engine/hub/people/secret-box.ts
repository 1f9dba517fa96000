import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const content = z.object({
  totp: z.record(z.string(), z.string()).default({}),
  /** With the only origin that it is ever sent to; one without is of a former version, and forgotten. */
  chatKey: z.object({ origin: z.string(), key: z.string() }).optional().catch(undefined),
});

/** Secrets of the hub that must not lie in the SQLite file: a file of its own, 0600. TOTP seeds by user id, the chat's key. */
export class SecretBox {
  private readonly file: string;
  private held: z.infer<typeof content>;

  constructor(file: string) {
    this.file = file;
    this.held = { totp: {} };
    if (!existsSync(file)) return;
    chmodSync(file, 0o600);
    const parsed = content.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file} is not a file of secrets; move it away to go on without TOTP`);
    this.held = parsed.data;
  }

  seedOf(userId: string): string | undefined {
    return this.held.totp[userId];
  }

  /** The chat's key, if it is one for this endpoint's origin. */
  chatKeyFor(endpoint: string | null): string | undefined {
    const { chatKey } = this.held;
    return endpoint !== null && chatKey?.origin === new URL(endpoint).origin ? chatKey.key : undefined;
  }

  setSeed(userId: string, seed: string | undefined): void {
    const { [userId]: _before, ...others } = this.held.totp;
    this.save({ ...this.held, totp: seed === undefined ? others : { ...others, [userId]: seed } });
  }

  /**
   * The chat's endpoint as a person set it, with its key where one was given; an empty one removes it. A key that is there
   * goes when the endpoint is of another origin: whoever may change an address is not to learn what was typed for another.
   */
  setChat(endpoint: string | null, key: string | undefined): void {
    const { chatKey: before, ...others } = this.held;
    if (endpoint === null) {
      if (key === '') this.save(others);
      return;
    }
    const { origin } = new URL(endpoint);
    if (key !== undefined) this.save(key === '' ? others : { ...others, chatKey: { origin, key } });
    else if (before !== undefined && before.origin !== origin) this.save(others);
  }

  private save(next: z.infer<typeof content>): void {
    this.held = next;
    const draft = `${this.file}.${process.pid}.tmp`;
    writeFileSync(draft, `${JSON.stringify(next)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }
}
