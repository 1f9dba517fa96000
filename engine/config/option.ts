import type { Kind } from './kinds.ts';

interface Common {
  /**
   * Where it stands in the configuration file: "risk.dailyLossLimit"; "*" is the root or strategy of a keyed option.
   * Undefined: not to be set there.
   */
  readonly key?: string;
  /** "--speed" */
  readonly flag?: string;
  /** Names of environment variables, the first one that is set counts. */
  readonly env?: readonly string[];
  /** Of the value as a person gives it: "ms", "ticks", "dollars". */
  readonly unit?: string;
  readonly doc: string;
  /** Never shown, not even when it is refused. */
  readonly secret?: true;
  /** Flags only: said by the launcher, of no meaning here. */
  readonly hidden?: true;
}

/** One value that is always there. */
export interface Single<T> extends Common {
  readonly form: 'single';
  readonly kind: Kind<T>;
  readonly default: NoInfer<T>;
}

/** One value that may be missing; its doc says what holds then. */
export interface Optional<T> extends Common {
  readonly form: 'optional';
  readonly kind: Kind<T>;
}

/** One value per contract root or per strategy. */
export interface PerKey<T> extends Common {
  readonly form: 'keyed';
  readonly kind: Kind<T>;
  readonly keys: readonly string[];
  /** What a key is: "root" or "id". */
  readonly what: string;
  readonly default: Readonly<Record<string, NoInfer<T>>>;
}

export type Option<T> = Single<T> | Optional<T> | PerKey<T>;

/** What comes out of an option. */
export type ValueOf<O> =
  O extends Single<infer T>
    ? T
    : O extends Optional<infer T>
      ? T | undefined
      : O extends PerKey<infer T>
        ? Readonly<Record<string, T>>
        : never;

export function single<T>(option: Omit<Single<T>, 'form'>): Single<T> {
  return { form: 'single', ...option };
}

export function optional<T>(option: Omit<Optional<T>, 'form'>): Optional<T> {
  return { form: 'optional', ...option };
}

export function perKey<T>(option: Omit<PerKey<T>, 'form'>): PerKey<T> {
  return { form: 'keyed', ...option };
}
