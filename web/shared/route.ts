import { Store, useStore } from "./store";

/** Pages live behind the hash, so that the server needs to know two addresses only and a kept page opens offline. */
const read = (): string => globalThis.location?.hash.slice(1) || "/";

const route = new Store(read());
globalThis.addEventListener?.("hashchange", () => route.set(read()));

export const go = (path: string): void => {
  location.hash = path;
};

export const back = (): void => history.back();

/** The parts of the path: "/signals/42" gives ["signals", "42"]. */
export const useRoute = (): string[] => useStore(route).split("/").filter(Boolean).map(decodeURIComponent);
