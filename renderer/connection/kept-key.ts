import { makeKey, type PageKey } from '../proof/page-key.ts';

const DATABASE = 'pitwall';
const STORE = 'keys';
const NAME = 'page';

/**
 * The key of this address in this browser, the same for every tab and after every reload; made at the first call. Where
 * the browser keeps nothing, the page has one until it is left. Rejects as `makeKey` does.
 */
export async function keptKey(databases: IDBFactory): Promise<PageKey> {
  const made = await makeKey();
  try {
    const database = await answerOf(openDatabase(databases));
    try {
      return await firstOf(database, made);
    } finally {
      database.close();
    }
  } catch (error) {
    console.warn('this browser keeps no key: a reload of the page will need a new link', error);
    return made;
  }
}

function openDatabase(databases: IDBFactory): IDBOpenDBRequest {
  const request = databases.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return request;
}

/** The key that is kept, else this one, which is kept from now on: in one transaction, so that two tabs agree. */
async function firstOf(database: IDBDatabase, made: PageKey): Promise<PageKey> {
  const keys = database.transaction(STORE, 'readwrite').objectStore(STORE);
  // Only this module writes under this name, in this origin's own store.
  const kept = (await answerOf(keys.get(NAME))) as PageKey | undefined;
  if (kept !== undefined) return kept;
  await answerOf(keys.put(made, NAME));
  return made;
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser keeps nothing')));
  });
}
