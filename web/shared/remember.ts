import { isUnreachable } from "../client/problem";
import { serverNow } from "./clock";
import { keep, kept } from "./device";
import { Store } from "./store";

/** When the oldest answer shown from memory was kept; null while everything comes from the server. */
export const showingSince = new Store<number | null>(null);

const memory = { on: false };

/** The phone's page keeps what it reads, for hours without signal. The desk does not: it may be a shared computer. */
export const keepAnswers = (): void => void (memory.on = true);

/** Asks the server and keeps the answer; when the server cannot be reached, gives the answer kept last. */
export function remembered<T>(key: string, ask: () => Promise<T>): () => Promise<T> {
  return async () => {
    try {
      const value = await ask();
      showingSince.set(null);
      if (memory.on) await keep(key, { value, at: serverNow() });
      return value;
    } catch (error) {
      if (!memory.on || !isUnreachable(error)) throw error;
      const found = await kept<{ value: T; at: number }>(key);
      if (!found) throw error;
      showingSince.set(Math.min(found.at, showingSince.get() ?? found.at));
      return found.value;
    }
  };
}
