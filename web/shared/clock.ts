import { useEffect, useState } from "react";
import type { Instant } from "../client/types";

let offset = 0;
const jumps = new Set<() => void>();
let simulated = false;

/** Sets the server's time. In a demo the server's days are played, so facts must carry its time and not the device's. */
export function setServerNow(now: Instant, demo: "demo" | "real" | "as_before" = "as_before"): void {
  offset = Date.parse(now) - Date.now();
  if (demo !== "as_before") simulated = demo === "demo";
  jumps.forEach((tell) => tell());
}

/** How far the server's time was from the device's when last heard, to be kept for hours without signal. */
export const serverOffset = (): number => offset;

export function restoreOffset(kept: number, demo: "demo" | "real"): void {
  offset = kept;
  simulated = demo === "demo";
}

/** The server's time, for deadlines: a wrong device clock must not show a wrong countdown. */
export const serverNow = (): number => Date.now() + offset;

/** The time to write on what is observed here: the device's own, as the server works out its error from `sent_at`. */
export const observedNow = (): Instant => new Date(simulated ? serverNow() : Date.now()).toISOString();

/** The server's time, redrawn each `every` milliseconds and at once when it leaps, as a demo's does each day. */
export function useNow(every = 15_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const redraw = () => setNow(serverNow());
    const timer = setInterval(redraw, every);
    jumps.add(redraw);
    return () => {
      clearInterval(timer);
      jumps.delete(redraw);
    };
  }, [every]);
  return now;
}
