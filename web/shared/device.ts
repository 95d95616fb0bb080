/**
 * What a device keeps: answers of the server for hours without signal, and reports that wait to be sent.
 * All of it belongs to the account that is signed in and is erased when that signs out.
 */
const NAME = "xd-field";
const KEPT = "kept";
const OUTBOX = "outbox";
const PHOTOS = "photos";
const VERSION = 2;

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        request.result.createObjectStore(KEPT);
        request.result.createObjectStore(OUTBOX, { keyPath: "client_key" });
      }
      request.result.createObjectStore(PHOTOS);
    };
    request.onsuccess = () => {
      // A newer page in another tab must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

type Work<T> = (store: IDBObjectStore) => IDBRequest<T>;

/** One request in one transaction; resolves once it is durable. */
async function run<T>(store: string, mode: IDBTransactionMode, work: Work<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const keep = (key: string, value: unknown): Promise<unknown> =>
  run(KEPT, "readwrite", (store) => store.put(value, key));

export const kept = <T>(key: string): Promise<T | undefined> => run<T>(KEPT, "readonly", (store) => store.get(key));

export const outboxAll = <T>(): Promise<T[]> => run<T[]>(OUTBOX, "readonly", (store) => store.getAll());

export const outboxPut = (item: object): Promise<unknown> => run(OUTBOX, "readwrite", (store) => store.put(item));

export const outboxDelete = (clientKey: string): Promise<unknown> =>
  run(OUTBOX, "readwrite", (store) => store.delete(clientKey));

/** The bytes of a photo or file, as they will be sent. */
export type KeptFile = { bytes: ArrayBuffer; type: string };

export const photoPut = (hash: string, file: KeptFile): Promise<unknown> =>
  run(PHOTOS, "readwrite", (store) => store.put(file, hash));

export const photoGet = (hash: string): Promise<KeptFile | undefined> =>
  run<KeptFile | undefined>(PHOTOS, "readonly", (store) => store.get(hash));

export const photoDelete = (hash: string): Promise<unknown> => run(PHOTOS, "readwrite", (store) => store.delete(hash));

export const forget = (key: string): Promise<unknown> => run(KEPT, "readwrite", (store) => store.delete(key));

export async function eraseAll(): Promise<void> {
  for (const name of [KEPT, OUTBOX, PHOTOS]) await run(name, "readwrite", (store) => store.clear());
}
