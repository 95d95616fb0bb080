/**
 * The waiting reports of a device, as a pure state machine: `items, event -> items`.
 * A check, a tracing, a guardian's message or a task handed in is kept before it is sent and stays until its day is over, so that what the teacher sees ("waiting",
 * "received 07:41") is what is true. The client key makes a second sending harmless.
 */
import type {
  CheckReceipt,
  CheckReport,
  Day,
  FieldProblem,
  GuardianMessage,
  TaskReport,
  TraceReport,
} from "../client/types";

export type QueueState = "waiting" | "sending" | "received" | "refused";

/** What all of them have in common on their way. */
type Way = {
  client_key: string;
  account_id: string;
  state: QueueState;
  attempts: number;
  /** Device time in ms before which it is not sent: the seconds to undo, or the pause after a failure. */
  not_before: number;
  receipt: CheckReceipt | null;
  problem_code: string | null;
  /** What the server named, field by field, when it refused. */
  problems?: FieldProblem[];
};

export type CheckItem = Way & {
  kind: "check";
  group_name: string;
  report: CheckReport;
  /** Those expected by the roster the report was made from. */
  expected: number;
};
export type TraceItem = Way & { kind: "trace"; day: Day; absence_id: string; body: TraceReport };
export type MessageItem = Way & { kind: "message"; day: Day; body: GuardianMessage };
/** A task handed in; its files lie on the device by their hashes until they are sent. */
export type TaskItem = Way & {
  kind: "task";
  day: Day;
  task_id: string;
  unit_id: string;
  body: TaskReport;
  files: string[];
};
export type QueueItem = CheckItem | TraceItem | MessageItem | TaskItem;

export type QueueEvent =
  | { kind: "submitted"; item: QueueItem }
  | { kind: "undone"; client_key: string; now: number }
  | { kind: "restarted" }
  | { kind: "sending"; client_keys: string[] }
  | { kind: "received"; client_key: string; receipt: CheckReceipt | null }
  | { kind: "refused"; client_key: string; problem_code: string; problems?: FieldProblem[] }
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

/** What an item speaks of: of two about the same, the later is a correction of the earlier. */
const subject = (item: QueueItem): string => {
  switch (item.kind) {
    case "check":
      return `${item.report.group_id} ${item.report.check_type}`;
    case "trace":
      return item.absence_id;
    case "message":
      return `${item.body.person_id} ${item.body.day}`;
    case "task":
      return item.task_id;
  }
};

const same = (a: QueueItem, b: QueueItem): boolean =>
  a.account_id === b.account_id && a.kind === b.kind && subject(a) === subject(b);

/** Never attempted, so the server cannot have it. */
const untouched = (item: QueueItem): boolean => item.state === "waiting" && item.attempts === 0;

export const canUndo = (item: QueueItem, now: number): boolean => untouched(item) && now < item.not_before;

const patch = (items: QueueItem[], keys: string[], change: (item: QueueItem) => Partial<Way>): QueueItem[] =>
  items.map((item) => (keys.includes(item.client_key) ? { ...item, ...change(item) } : item));

const dayOf = (item: QueueItem): Day => (item.kind === "check" ? (item.receipt?.school_day ?? "") : item.day);

export function step(items: QueueItem[], event: QueueEvent): QueueItem[] {
  switch (event.kind) {
    case "submitted": {
      const replaced = (item: QueueItem) => same(item, event.item) && (untouched(item) || item.state === "refused");
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
      return patch(items, [event.client_key], () => ({
        state: "refused",
        problem_code: event.problem_code,
        ...(event.problems?.length ? { problems: event.problems } : {}),
      }));
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
      return items.filter((item) => item.state !== "received" || dayOf(item) >= event.today);
  }
}

/** What may go out now, oldest first; a correction never overtakes the report it corrects. */
export function ready(items: QueueItem[], accountId: string, now: number): QueueItem[] {
  const mine = items.filter((item) => item.account_id === accountId);
  const blocked: QueueItem[] = [];
  const out: QueueItem[] = [];
  for (const item of mine) {
    if (item.state !== "waiting" && item.state !== "sending") continue;
    const free = item.state === "waiting" && item.not_before <= now && !blocked.some((before) => same(before, item));
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
): CheckItem | undefined =>
  items.findLast(
    (i): i is CheckItem =>
      i.kind === "check" &&
      i.account_id === accountId &&
      i.report.group_id === groupId &&
      i.report.check_type === checkType,
  );

/** The newest tracing of an absence that this device has sent or keeps. */
export const latestTrace = (items: QueueItem[], accountId: string, absenceId: string): TraceItem | undefined =>
  items.findLast((i): i is TraceItem => i.kind === "trace" && i.account_id === accountId && i.absence_id === absenceId);

/** The newest message about a child that this device has sent or keeps. */
export const latestMessage = (items: QueueItem[], accountId: string, personId: string): MessageItem | undefined =>
  items.findLast(
    (i): i is MessageItem => i.kind === "message" && i.account_id === accountId && i.body.person_id === personId,
  );

/** The newest record of a task that this device has sent or keeps. */
export const latestTask = (items: QueueItem[], accountId: string, taskId: string): TaskItem | undefined =>
  items.findLast((i): i is TaskItem => i.kind === "task" && i.account_id === accountId && i.task_id === taskId);

/** Files that something not yet received still needs. */
export const filesNeeded = (items: QueueItem[]): Set<string> =>
  new Set(items.flatMap((item) => (item.kind === "task" && item.state !== "received" ? item.files : [])));

/**
 * Whether this device knows better than the server's last answer: a report still under way, or received after what the
 * answer shows.
 */
export function isNewer(item: CheckItem, latest: Pick<CheckReceipt, "received_at"> | null): boolean {
  if (item.state !== "received") return true;
  return (
    latest === null || (item.receipt !== null && Date.parse(item.receipt.received_at) > Date.parse(latest.received_at))
  );
}

export const unsent = (items: QueueItem[]): QueueItem[] =>
  items.filter((item) => item.state === "waiting" || item.state === "sending");
