import type { SignalDetail } from "../client/types";

/** Those that ask for words first; acknowledging does not. */
export type Verb = "comment" | "hand_on" | "close";

/** What may be done in each state; the server has the last word. */
export function allowed(state: SignalDetail["state"]): readonly (Verb | "acknowledge")[] {
  if (state === "closed" || state === "withdrawn") return ["comment"];
  return state === "open" ? ["acknowledge", "comment", "hand_on", "close"] : ["comment", "hand_on", "close"];
}
