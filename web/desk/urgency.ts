import type { Signal } from "../client/types";

const URGENT = { open: 0, acknowledged: 1, handed_on: 2, closed: 3, withdrawn: 4 };

/** What needs somebody first: open before taken on, and by the reporting deadline. */
export const byUrgency = (a: Signal, b: Signal): number =>
  URGENT[a.state] - URGENT[b.state] ||
  (a.report_due ?? "9").localeCompare(b.report_due ?? "9") ||
  b.discovered_at.localeCompare(a.discovered_at);
