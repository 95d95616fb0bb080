/**
 * The waiting reports of a device, as a pure state machine: `items, event -> items`.
 * A report is kept before it is sent and stays until its day is over, so that what the teacher sees ("waiting",
 * "received 07:41") is what is true. The client key makes a second sending harmless.
 */
import type { CheckReceipt, CheckReport, Day } from "../client/types";

export type QueueState = "waiting" | "sending" | "received" | "refused";

export type QueueItem = {
  client_key: string;
  account_id: string;
  group_name: string;
  report: CheckReport;
  /** Those expected by the roster the report was made from. */
  expected: number;
  state: QueueState;
  attempts: number;
  /** Device time in ms before which it is not sent: the seconds to undo, or the pause after a failure. */
  not_before: number;
  receipt: CheckReceipt | null;
  problem_code: string | null;
};

export type QueueEvent =
  | { kind: "submitted"; item: QueueItem }
  | { kind: "undone"; client_key: string; now: number }
  | { kind: "restarted" }
  | { kind: "sending"; client_keys: string[] }
  | { kind: "received"; client_key: string; receipt: CheckReceipt }
  | { kind: "refused"; client_key: string; problem_code: string }
  | { kind: "failed"; client_keys: string[]; now: number; jitter: number }
  | { kind: "reconnected"; now: number }
  | { kind: "dismissed"; client_key: string }
  | { kind: "day_began"; today: Day };

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
export const BATCH = 100;

/** Doubles from two seconds to a minute; `jitter` in 0..1 spreads a school's phones after an outage. */
export const pauseAfter = (attempts: number, jitter: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1)) * (0.75 + 0.5 * jitter);

const sameCheck = (a: QueueItem, b: QueueItem): boolean =>
  a.account_id === b.account_id &&
  a.report.group_id === b.report.group_id &&
  a.report.check_type === b.report.check_type;

/** Never attempted, so the server cannot have it. */
const untouched = (item: QueueItem): boolean => item.state === "waiting" && item.attempts === 0;

export const canUndo = (item: QueueItem, now: number): boolean => untouched(item) && now < item.not_before;

const patch = (items: QueueItem[], keys: string[], change: (item: QueueItem) => Partial<QueueItem>): QueueItem[] =>
  items.map((item) => (keys.includes(item.client_key) ? { ...item, ...change(item) } : item));

export function step(items: QueueItem[], event: QueueEvent): QueueItem[] {
  switch (event.kind) {
    case "submitted": {
      const replaced = (item: QueueItem) =>
        sameCheck(item, event.item) && (untouched(item) || item.state === "refused");
      return [...items.filter((item) => !replaced(item)), event.item];
    }
    case "undone":
      return items.filter((item) => item.client_key !== event.client_key || !canUndo(item, event.now));
    case "restarted":
      return items.map((item) => (item.state === "sending" ? { ...item, state: "waiting", not_before: 0 } : item));
    case "sending":
      return patch(items, event.client_keys, (item) => ({ state: "sending", attempts: item.attempts + 1 }));
    case "received":
      return patch(items, [event.client_key], () => ({
        state: "received",
        receipt: event.receipt,
        problem_code: null,
      }));
    case "refused":
      return patch(items, [event.client_key], () => ({ state: "refused", problem_code: event.problem_code }));
    case "failed":
      return patch(items, event.client_keys, (item) => ({
        state: "waiting",
        not_before: event.now + pauseAfter(item.attempts, event.jitter),
      }));
    case "reconnected":
      return items.map((item) =>
        item.state === "waiting" && item.attempts > 0 ? { ...item, not_before: event.now } : item,
      );
    case "dismissed":
      return items.filter((item) => item.client_key !== event.client_key || item.state !== "refused");
    case "day_began":
      return items.filter((item) => item.state !== "received" || (item.receipt?.school_day ?? "") >= event.today);
  }
}

/** What may go out now, oldest first; a correction never overtakes the report it corrects. */
export function ready(items: QueueItem[], accountId: string, now: number): QueueItem[] {
  const mine = items.filter((item) => item.account_id === accountId);
  const blocked: QueueItem[] = [];
  const out: QueueItem[] = [];
  for (const item of mine) {
    if (item.state !== "waiting" && item.state !== "sending") continue;
    const free =
      item.state === "waiting" && item.not_before <= now && !blocked.some((before) => sameCheck(before, item));
    (free ? out : blocked).push(item);
  }
  return out.slice(0, BATCH);
}

/** Device time of the next attempt, or null when nothing waits. */
export function nextWake(items: QueueItem[], accountId: string): number | null {
  const times = items.filter((i) => i.account_id === accountId && i.state === "waiting").map((i) => i.not_before);
  return times.length ? Math.min(...times) : null;
}

/** The item to show for one check: the newest. */
export const latestOf = (
  items: QueueItem[],
  accountId: string,
  groupId: string,
  checkType: string,
): QueueItem | undefined =>
  items.findLast(
    (i) => i.account_id === accountId && i.report.group_id === groupId && i.report.check_type === checkType,
  );

/**
 * Whether this device knows better than the server's last answer: a report still under way, or received after what the
 * answer shows.
 */
export function isNewer(item: QueueItem, latest: Pick<CheckReceipt, "received_at"> | null): boolean {
  if (item.state !== "received") return true;
  return (
    latest === null || (item.receipt !== null && Date.parse(item.receipt.received_at) > Date.parse(latest.received_at))
  );
}

export const unsent = (items: QueueItem[]): QueueItem[] =>
  items.filter((item) => item.state === "waiting" || item.state === "sending");
