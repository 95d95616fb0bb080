import type { Signal, UnitRef } from "../client/types";
import { holdsNow } from "../shared/sentences";

const URGENT = { open: 0, acknowledged: 1, handed_on: 2, closed: 3, withdrawn: 4 };

/** What needs somebody first: what holds now, then open before taken on, and by the reporting deadline. */
export const byUrgency = (a: Signal, b: Signal): number =>
  Number(holdsNow(b)) - Number(holdsNow(a)) ||
  URGENT[a.state] - URGENT[b.state] ||
  (a.report_due ?? "9").localeCompare(b.report_due ?? "9") ||
  b.discovered_at.localeCompare(a.discovered_at);

export type Cluster = { place: UnitRef; first: Signal; rest: Signal[] };

/**
 * Signals by the place they speak of, the most urgent of each place in front: a class in which several rules hold for
 * several days is one matter to its reader. `by` a school, where many schools are seen.
 */
export function clusters(signals: readonly Signal[], by: "scope" | "school"): Cluster[] {
  const found = new Map<string, Cluster>();
  for (const signal of [...signals].sort(byUrgency)) {
    const place = by === "school" ? (signal.school ?? signal.scope) : signal.scope;
    const known = found.get(place.id);
    if (known) known.rest.push(signal);
    else found.set(place.id, { place, first: signal, rest: [] });
  }
  return [...found.values()];
}
