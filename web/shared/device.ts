/**
 * What a device keeps: answers of the server for hours without signal, and reports that wait to be sent.
 * All of it belongs to the account that is signed in and is erased when that signs out.
 */
const NAME = "xd-field";
const KEPT = "kept";
const OUTBOX = "outbox";

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEPT);
      request.result.createObjectStore(OUTBOX, { keyPath: "client_key" });
    };
    request.onsuccess = () => resolve(request.result);
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

export async function eraseAll(): Promise<void> {
  await run(KEPT, "readwrite", (store) => store.clear());
  await run(OUTBOX, "readwrite", (store) => store.clear());
}
