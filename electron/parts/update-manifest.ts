import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

/**
 * Who may make a newer Pitwall: public keys (Ed25519, SPKI in DER, base64). More than one while a key is replaced. The
 * one who builds the releases makes a pair with `npm run dist -- --new-key=FILE` and enters its public half here; without
 * a key nothing is ever installed.
 */
export const UPDATE_KEYS: readonly string[] = [];

/** A feed's own entry for one system, as electron-updater reads it, with what the release's signing step has added. */
const signed = z.looseObject({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  /** `systemOf` the machines that it is for: one system's manifest is not another's. */
  system: z.string(),
  /** Ed25519 over `manifestStatement`, base64. */
  signature: z.base64(),
  /** Each file by its checksum: the updater checks what it fetched against it. */
  files: z.array(z.looseObject({ url: z.string().min(1), sha512: z.base64().min(1) })).min(1),
});

/** "linux-x64": which machines take a manifest. Windows and macOS have one for all processors. */
export function systemOf(platform: string, arch: string): string {
  return platform === 'linux' ? `linux-${arch}` : platform;
}

/** What is signed: everything that a manifest says but the signature itself, whatever the order of its keys. */
export function manifestStatement(manifest: object): Buffer {
  // An object of any shape: its keys are sorted, none is read.
  const { signature: _signature, ...rest } = manifest as Record<string, unknown>;
  return Buffer.from(`Pitwall update manifest 1\n${JSON.stringify(ordered(rest))}`);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, ordered(one)]));
}

/** Is version `a` above `b`? Both are three numbers. */
function isAbove(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const at = [0, 1, 2].find((index) => left?.[index] !== right?.[index]);
  return at !== undefined && (left?.[at] ?? 0) > (right?.[at] ?? 0);
}

export interface ManifestFacts {
  /** Of this program. */
  readonly version: string;
  readonly system: string;
  readonly keys: readonly string[];
}

/** Why a manifest may not be followed, for a person; undefined: it may. Asked before anything is fetched. */
export function manifestFault(manifest: unknown, { version, system, keys }: ManifestFacts): string | undefined {
  if (keys.length === 0) return 'this program was built without a key to know a genuine update by';
  const checked = signed.safeParse(manifest);
  if (!checked.success) return 'the feed offers a version without a signature';
  const { signature, version: offered, system: meant } = checked.data;
  const statement = manifestStatement(manifest as object);
  const isGenuine = keys.some((key) => {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return verify(null, statement, publicKey, Buffer.from(signature, 'base64'));
  });
  if (!isGenuine) return 'the feed offers a version that is not signed by who makes Pitwall';
  if (meant !== system) return `the feed offers a version for ${meant}; this is ${system}`;
  if (!isAbove(offered, version)) return `the feed offers ${offered}, which is not above ${version}`;
  return undefined;
}
