declare const flavor: unique symbol;

/**
 * A string or number with a name of its own: one that has another name cannot be given for it. A plain one can (what
 * JSON, SQLite or arithmetic gives is plain), and it goes wherever a plain one goes. Nothing of it is left at run time.
 */
export type Flavor<T extends string | number, Name extends string> = T & { readonly [flavor]?: Name };
