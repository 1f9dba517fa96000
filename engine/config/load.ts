import { readEnvironment } from './environment.ts';
import { readConfigFile } from './file.ts';
import { readFlags } from './flags.ts';
import type { Layer } from './given.ts';
import type { ListImports } from './recordings.ts';
import { resolveLayers } from './resolve.ts';
import { settle, type Settled } from './settle.ts';
import type { StrategySettings } from './settings.ts';

export type Loaded =
  | { readonly kind: 'settings'; readonly settled: Settled; readonly notices: readonly string[] }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** All of them, each a line for a person. */
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

export interface LoadFrom {
  /** Flags, without node and the program. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of .env.local and .env, and the one that relative paths of flags are meant against. */
  readonly folder: string;
  /** The recordings that were imported into a data folder. Without it there are none. */
  readonly imports?: ListImports;
  /** What the strategies themselves find wrong with their presets and parameters. */
  readonly strategyFaults?: (strategies: readonly StrategySettings[]) => readonly string[];
}

const NOTHING: Layer = { given: [], faults: [], notices: [] };

/** The one way to settings: flags before environment before configuration file before defaults; every fault at once. */
export function load({ argv, env, folder, imports = () => [], strategyFaults = () => [] }: LoadFrom): Loaded {
  const flags = readFlags(argv, folder);
  if (flags.help) return { kind: 'help' };
  if (flags.version) return { kind: 'version' };
  const environment = readEnvironment(env, folder);
  const configPath = flags.given.find((given) => given.option === 'config')?.value;
  const file = typeof configPath === 'string' ? readConfigFile(configPath, folder) : NOTHING;
  const layers = [flags, environment, file];
  const misread = layers.flatMap((layer) => layer.faults);
  const broken = new Set(misread.flatMap((fault) => fault.option ?? []));
  const result = settle(resolveLayers(layers.map((layer) => layer.given)), imports, broken);
  const ofStrategies = strategyFaults(result.settled.settings.strategies);
  const faults = [...misread.map((fault) => fault.text), ...result.faults, ...ofStrategies];
  if (faults.length > 0) return { kind: 'faults', faults };
  const notices = [...layers.flatMap((layer) => layer.notices), ...result.notices];
  return { kind: 'settings', settled: result.settled, notices };
}

/** Faults as a person reads them at a terminal. */
export function faultsText(faults: readonly string[]): string {
  if (faults.length === 1) return `pitwall: ${faults[0]}\n`;
  return `pitwall: ${faults.length} faults, nothing was started:\n${faults.map((fault) => `  ${fault}\n`).join('')}`;
}
