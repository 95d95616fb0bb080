import { api, call } from "../client/api";
import { isUnreachable, ProblemError } from "../client/problem";
import type { Me, Role } from "../client/types";
import { restoreOffset, serverOffset, setServerNow } from "./clock";
import { eraseAll, keep, kept } from "./device";
import { type Locale, locale, setLocale, suggestLocale } from "./i18n";
import { Store, useStore } from "./store";

/** Who is signed in on this device, as far as known. `kept` means: from memory, the server did not answer. */
export type Session =
  | { state: "asking" }
  | { state: "signed_out" }
  | { state: "unreachable" }
  | { state: "signed_in"; me: Me; from: "server" | "kept" };

const ME = "me";
const session = new Store<Session>({ state: "asking" });

type Kept = { me: Me; offset: number };

const remember = (me: Me): Promise<unknown> => keep(ME, { me, offset: serverOffset() } satisfies Kept);

function welcome(me: Me, from: "server" | "kept"): void {
  suggestLocale(me.locale);
  if (from === "server") setServerNow(me.now, me.demo ? "demo" : "real");
  session.set({ state: "signed_in", me, from });
}

/** Asks the server who we are; with no answer, falls back to what the device kept (the phone's page only). */
export async function resume(fallback: "kept" | "none"): Promise<void> {
  try {
    const me = await call(api.GET("/api/v1/session"));
    welcome(me, "server");
    if (fallback === "kept") await remember(me);
  } catch (error) {
    const found = fallback === "kept" && isUnreachable(error) ? await kept<Kept>(ME) : undefined;
    if (found) {
      restoreOffset(found.offset, found.me.demo ? "demo" : "real");
      return welcome(found.me, "kept");
    }
    session.set({ state: isUnreachable(error) ? "unreachable" : "signed_out" });
  }
}

export async function signIn(username: string, password: string, device: "kept" | "none"): Promise<void> {
  const { me } = await call(api.POST("/api/v1/session", { body: { username, password } }));
  if (device === "kept") {
    const before = await kept<Kept>(ME);
    if (before && before.me.account_id !== me.account_id) await eraseAll();
  }
  welcome(me, "server");
  if (device === "kept") await remember(me);
}

/** Ends the session. On the phone everything kept is erased, also when the server cannot be told. */
export async function signOut(device: "kept" | "none"): Promise<void> {
  try {
    await call(api.DELETE("/api/v1/session"));
  } catch (error) {
    if (!isUnreachable(error) && !(error instanceof ProblemError && error.status === 401)) throw error;
  } finally {
    if (device === "kept") await eraseAll();
    session.set({ state: "signed_out" });
  }
}

/** The server no longer knows the session. */
export const expired = (): void => session.set({ state: "signed_out" });

/** Changes the language here at once and, when signed in, for the account. */
export async function chooseLocale(next: Locale): Promise<void> {
  if (next === locale()) return;
  setLocale(next);
  if (session.get().state !== "signed_in") return;
  await call(api.POST("/api/v1/session/locale", { body: { locale: next } })).catch(() => undefined);
}

/** A demo's or the night's change of day. */
export function updateMe(change: (me: Me) => Partial<Me>): void {
  const before = session.get();
  if (before.state === "signed_in") session.set({ ...before, me: { ...before.me, ...change(before.me) } });
}

export const useSession = (): Session => useStore(session);

/** Within signed-in pages only. */
export function useMe(): Me {
  const now = useSession();
  if (now.state !== "signed_in") throw new Error("useMe outside a signed-in page");
  return now.me;
}

export const can = (me: Me, action: Me["actions"][number]): boolean => me.actions.includes(action);

export const hasRole = (me: Me, role: Role): boolean => me.grants.some((grant) => grant.role === role);
