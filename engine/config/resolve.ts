import type { Given } from './given.ts';
import { OPTIONS, type OptionName, type Values } from './options.ts';

/** All values, and where each one that is not a default came from. */
export interface Resolved {
  readonly values: Values;
  /** The place that counted, by option, or by "option/key" where there is one value per key. */
  readonly origins: ReadonlyMap<string, Given>;
}

export function originKey(option: OptionName, key?: string): string {
  return key === undefined ? option : `${option}/${key}`;
}

/** Lays the layers over the defaults; the first layer that has a value wins. Keyed values are laid over key by key. */
export function resolveLayers(layers: readonly (readonly Given[])[]): Resolved {
  const origins = new Map<string, Given>();
  for (const layer of layers) {
    const seen = new Map<string, Given>();
    // Within one place the last one counts, as everywhere on command lines.
    for (const given of layer) seen.set(originKey(given.option, given.key), given);
    for (const [key, given] of seen) if (!origins.has(key)) origins.set(key, given);
  }
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    const option = OPTIONS[name];
    const given = origins.get(originKey(name));
    if (option.form === 'single') values[name] = given === undefined ? option.default : given.value;
    else if (option.form === 'optional') values[name] = given?.value;
    else {
      const byKey: Record<string, unknown> = { ...option.default };
      for (const key of option.keys) {
        const one = origins.get(originKey(name, key));
        if (one !== undefined) byKey[key] = one.value;
      }
      values[name] = byKey;
    }
  }
  return { values: values as Values, origins };
}
