import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Day, Instant } from "../client/types";
import { setServerNow } from "./clock";
import { updateMe } from "./session";
import { Store, useStore } from "./store";

/** First words of the query keys each kind of event makes stale. */
const TOUCHED: Record<string, readonly string[]> = {
  check: ["completeness", "checks", "due", "curve"],
  absence: ["absences", "curve", "signals"],
  signal: ["signals", "curve"],
  work: ["work"],
};
const QUIET_MS = 200;
const LONGEST_MS = 500;

/** Gathers what is stale and refetches it once the events pause, at the latest after half a second. */
export function gather(refetch: (subjects: string[]) => void) {
  let subjects = new Set<string>();
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  const flush = () => {
    const now = [...subjects];
    subjects = new Set();
    refetch(now);
  };
  return {
    add(more: readonly string[]) {
      if (subjects.size === 0) since = Date.now();
      more.forEach((subject) => subjects.add(subject));
      clearTimeout(quiet);
      quiet = setTimeout(flush, Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - Date.now())));
    },
    stop: () => clearTimeout(quiet),
  };
}

export type LiveState = "connecting" | "live" | "lost";
const state = new Store<LiveState>("connecting");
export const useLiveState = (): LiveState => useStore(state);

type Clock = { now: Instant; today: Day; day_no: number; playing: boolean };

function onClock(clock: Clock): void {
  setServerNow(clock.now);
  const { today, day_no, playing } = clock;
  updateMe((me) => ({ today, demo: me.demo && { ...me.demo, day_no, playing } }));
}

const stale = (queries: QueryClient, subjects: string[]) =>
  void queries.invalidateQueries(
    { predicate: (query) => subjects.includes(String(query.queryKey[0])) },
    { cancelRefetch: false },
  );

const AGAIN_MS = 5_000;

/**
 * Follows the server's events while a page is open. The browser reconnects by itself and resumes where it was; only when
 * it gives up (an answer that was no stream) is a new connection begun here.
 */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const gathered = gather((subjects) => stale(queries, subjects));
    let source: EventSource;
    let again: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource("/api/v1/events");
      source.onopen = () => {
        state.set("live");
        gathered.add(Object.values(TOUCHED).flat());
      };
      source.onerror = () => {
        state.set("lost");
        if (source.readyState === EventSource.CLOSED) again = setTimeout(open, AGAIN_MS);
      };
      for (const [kind, subjects] of Object.entries(TOUCHED))
        source.addEventListener(kind, () => gathered.add(subjects));
      source.addEventListener("clock", (event) => onClock(JSON.parse(event.data as string) as Clock));
    };
    open();
    return () => {
      gathered.stop();
      clearTimeout(again);
      source.close();
    };
  }, [queries]);
}
