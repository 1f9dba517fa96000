import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const content = z.object({ totp: z.record(z.string(), z.string()).default({}), chatKey: z.string().optional() });

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

  get chatKey(): string | undefined {
    return this.held.chatKey;
  }

  setSeed(userId: string, seed: string | undefined): void {
    const { [userId]: _before, ...others } = this.held.totp;
    this.save({ ...this.held, totp: seed === undefined ? others : { ...others, [userId]: seed } });
  }

  /** An empty key removes it. */
  setChatKey(key: string): void {
    const { chatKey: _before, ...others } = this.held;
    this.save(key === '' ? others : { ...others, chatKey: key });
  }

  private save(next: z.infer<typeof content>): void {
    this.held = next;
    const draft = `${this.file}.${process.pid}.tmp`;
    writeFileSync(draft, `${JSON.stringify(next)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }
}
