/** What a package holds, judged: the list of its files, its size against a budget, its parts for the SBOM. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';

const MIB = 1_048_576;

/** Beyond these something crept in. Without Electron itself. Measured: see docs/install.md. */
export const BUDGET = { files: 3_200, bytes: 40 * MIB, archiveBytes: 4 * MIB } as const;

/** What has no place in a package. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\.map$/, 'a source map'],
  [/\.tsx?$/, 'a source file'],
  [/(?:^|\/)tests?\//, 'a test'],
  [/node_modules\/node-(?:linux|win|darwin)-/, 'another Node'],
  [/node_modules\/(?:electron|electron-builder|typescript|vite|vitest|react|oxlint|@playwright)\//, 'a tool'],
  [/(?:^|\/)\.env/, 'an environment file'],
  [/\.(?:db|sqlite|token|pem|key)$/, 'data or a secret'],
];

export interface Contents {
  /** Inside the archive (with what is listed there and lies beside it). */
  readonly listed: readonly string[];
  /** Only in the archive. */
  readonly inside: readonly string[];
  readonly beside: readonly { readonly file: string; readonly bytes: number }[];
  readonly archiveBytes: number;
}

export function readContents(resources: string): Contents {
  const archive = join(resources, 'app.asar');
  const clean = (file: string): string => file.replaceAll('\\', '/').replace(/^\//, '');
  const listed = listPackage(archive, { isPack: false }).map(clean);
  const inside = listed.filter((file) => {
    const stat = statFile(archive, file);
    return !('files' in stat) && !('unpacked' in stat && stat.unpacked === true);
  });
  const base = `${archive}.unpacked`;
  const beside = readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { file: clean(path.slice(base.length)), bytes: statSync(path).size };
    });
  return { listed, inside, beside, archiveBytes: statSync(archive).size };
}

/** Everything that is wrong with a package's contents, one line each. */
export function contentFaults(contents: Contents, native: string): readonly string[] {
  const { inside, beside, archiveBytes } = contents;
  const files = [...inside, ...beside.map(({ file }) => file)];
  const bytes = beside.reduce((sum, one) => sum + one.bytes, archiveBytes);
  const faults = files.flatMap((file) =>
    FORBIDDEN.filter(([pattern]) => pattern.test(file)).map(([, what]) => `${file}: ${what}`),
  );
  const strange = files.filter((file) => file.endsWith('.node') && !file.endsWith(`${native}.node`));
  faults.push(...strange.map((file) => `${file}: for another system`));
  for (const needed of ['dist/electron/main.js', 'dist/electron/preload.cjs']) {
    if (!inside.includes(needed)) faults.push(`${needed} is not in the archive`);
  }
  for (const needed of [
    'package.json',
    'dist/engine/host/main.js',
    'dist/engine/host/ports-worker.js',
    'dist/engine/desk/main.js',
    'dist/engine/hub/import-worker.js',
    'dist/engine/hub/read-worker.js',
    'dist/engine/symbol/read-worker.js',
    'dist/renderer/index.html',
  ]) {
    if (!beside.some(({ file }) => file === needed)) faults.push(`${needed} does not lie beside the archive`);
  }
  if (!files.some((file) => file.endsWith(`${native}.node`))) faults.push(`no ${native}.node`);
  if (files.length > BUDGET.files) faults.push(`${files.length} files, at most ${BUDGET.files} are budgeted`);
  if (bytes > BUDGET.bytes) faults.push(`${(bytes / MIB).toFixed(1)} MiB, at most ${BUDGET.bytes / MIB} are budgeted`);
  if (archiveBytes > BUDGET.archiveBytes) faults.push(`an archive of ${(archiveBytes / MIB).toFixed(1)} MiB`);
  return faults;
}

interface PackageFacts {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
}

/** Packages that lie in the package, from their own package.json. */
export function packedPackages(unpacked: string): readonly PackageFacts[] {
  const found = readdirSync(unpacked, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(join(unpacked, name), 'utf8')) as Partial<PackageFacts>)
    .filter((facts): facts is PackageFacts => typeof facts.name === 'string' && typeof facts.version === 'string');
  return found.sort((a, b) => `${a.name}@${a.version}`.localeCompare(`${b.name}@${b.version}`));
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

/** A bill of materials in CycloneDX 1.5: what is packed, with versions, licenses and the lock file's checksums. */
export function billOfMaterials(unpacked: string, lock: Lock, program: PackageFacts, electron: string): object {
  const sums = new Map(
    Object.entries(lock.packages).map(([path, { version, integrity }]) => [
      `${path.replace(/^.*node_modules\//, '')}@${version}`,
      integrity,
    ]),
  );
  const component = ({ name, version, license }: PackageFacts): object => {
    const integrity = sums.get(`${name}@${version}`);
    const sha512 = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
    return {
      type: 'library',
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      ...(typeof license === 'string' ? { licenses: [{ expression: license }] } : {}),
      ...(sha512 === undefined
        ? {}
        : { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
    };
  };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: program.name, version: program.version } },
    components: [
      { type: 'framework', name: 'electron', version: electron, purl: `pkg:npm/electron@${electron}` },
      ...packedPackages(unpacked).map(component),
    ],
  };
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The version inside an archive: the package is that of these sources. */
export function packedVersion(resources: string): string {
  const file = join(resources, 'app.asar.unpacked/package.json');
  const text = existsSync(file)
    ? readFileSync(file, 'utf8')
    : extractFile(join(resources, 'app.asar'), 'package.json').toString('utf8');
  return (JSON.parse(text) as { version: string }).version;
}
