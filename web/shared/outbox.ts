/** Runs the queue of `queue.ts`: keeps each step on the device, sends when it is time, and tells the pages. */
import { api, call, onReach } from "../client/api";
import { ProblemError } from "../client/problem";
import type { BatchResult, CheckReport, Day } from "../client/types";
import { observedNow } from "./clock";
import { outboxAll, outboxDelete, outboxPut, photoDelete } from "./device";
import { sendKept } from "./files";
import {
  type CheckItem,
  filesNeeded,
  type MessageItem,
  nextWake,
  type QueueEvent,
  type QueueItem,
  ready,
  step,
  type TaskItem,
  type TraceItem,
} from "./queue";
import { Store } from "./store";

export const UNDO_MS = 4_000;

export const items = new Store<QueueItem[]>([]);
/** Set while the server wants a new sign-in before it takes anything. */
export const signInNeeded = new Store(false);

let account: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let busy = false;
let received: (item: QueueItem) => void = () => undefined;

/** Applies an event, keeps what changed, then updates the pages: kept first, shown second. */
async function apply(event: QueueEvent): Promise<void> {
  const before = items.get();
  const after = step(before, event);
  items.set(after);
  const gone = before.filter((old) => !after.some((item) => item.client_key === old.client_key));
  const changed = after.filter((item) => !before.includes(item));
  await Promise.all([...gone.map((item) => outboxDelete(item.client_key)), ...changed.map(outboxPut)]);
}

function wake(): void {
  clearTimeout(timer);
  if (!account || busy || signInNeeded.get()) return;
  const at = nextWake(items.get(), account);
  if (at !== null) timer = setTimeout(() => void send(), Math.max(0, at - Date.now()));
}

/** These say "not now", not "no": the same report may succeed later. */
const passing = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

async function settle(result: BatchResult): Promise<void> {
  const client_key = result.client_key;
  if (result.receipt) {
    await apply({ kind: "received", client_key, receipt: result.receipt });
    const item = items.get().find((one) => one.client_key === client_key);
    if (item) received(item);
  } else if (result.problem && !passing(result.problem.status)) {
    await apply({ kind: "refused", client_key, problem_code: result.problem.code });
  } else {
    await apply({ kind: "failed", client_keys: [client_key], now: Date.now(), jitter: Math.random() });
  }
}

async function failed(error: unknown, client_keys: string[]): Promise<void> {
  const status = error instanceof ProblemError ? error.status : 0;
  if (status === 401) signInNeeded.set(true);
  if (passing(status) || status === 401) {
    await apply({ kind: "failed", client_keys, now: Date.now(), jitter: Math.random() });
    return;
  }
  const problem_code = error instanceof ProblemError ? error.code : "unknown";
  const problems = error instanceof ProblemError ? error.errors : [];
  for (const client_key of client_keys) await apply({ kind: "refused", client_key, problem_code, problems });
}

/** All checks of a moment in one request, with a result for each. */
async function sendChecks(batch: CheckItem[]): Promise<void> {
  if (batch.length === 0) return;
  try {
    const checks = batch.map((item): CheckReport => ({ ...item.report, sent_at: observedNow() }));
    const { results } = await call(api.POST("/api/v1/checks/batch", { body: { checks } }));
    for (const result of results) await settle(result);
  } catch (error) {
    await failed(
      error,
      batch.map((item) => item.client_key),
    );
  }
}

/** The files first: a record names them, and one that is there already is not stored again. */
async function sendTask({ task_id, unit_id, body, files }: TaskItem): Promise<unknown> {
  for (const hash of files) await sendKept(hash, unit_id);
  return call(api.POST("/api/v1/work/tasks/{id}/submit", { params: { path: { id: task_id } }, body }));
}

function request(item: Exclude<QueueItem, CheckItem>): Promise<unknown> {
  switch (item.kind) {
    case "trace":
      return call(
        api.POST("/api/v1/absences/{id}/traces", { params: { path: { id: item.absence_id } }, body: item.body }),
      );
    case "message":
      return call(api.POST("/api/v1/guardian-messages", { body: item.body }));
    case "task":
      return sendTask(item);
  }
}

/** Photos that have arrived need no room on the phone. */
async function forgetFiles(item: QueueItem): Promise<void> {
  if (item.kind !== "task") return;
  const needed = filesNeeded(items.get());
  await Promise.all(item.files.filter((hash) => !needed.has(hash)).map(photoDelete));
}

/** Tracings, messages and tasks one by one: few, and each may be refused for itself. */
async function sendOne(item: Exclude<QueueItem, CheckItem>): Promise<void> {
  const { client_key } = item;
  try {
    await request(item);
    await apply({ kind: "received", client_key, receipt: null });
    await forgetFiles(item);
    received(item);
  } catch (error) {
    await failed(error, [client_key]);
  }
}

async function send(): Promise<void> {
  if (!account || busy) return;
  const batch = ready(items.get(), account, Date.now());
  if (batch.length === 0) return wake();
  busy = true;
  try {
    await apply({ kind: "sending", client_keys: batch.map((item) => item.client_key) });
    await sendChecks(batch.filter((item) => item.kind === "check"));
    // In order: two records of one thing keep their turn.
    for (const item of batch) if (item.kind !== "check") await sendOne(item);
  } finally {
    busy = false;
    wake();
  }
}

/** What an earlier version of the page has kept says nothing of its kind: it kept checks only. */
const known = (item: QueueItem): QueueItem => ("kind" in item ? item : { ...(item as CheckItem), kind: "check" });

/** Begins for the account signed in: takes up what an earlier visit left. */
export async function startOutbox(accountId: string, today: Day, onReceived: (item: QueueItem) => void): Promise<void> {
  account = accountId;
  received = onReceived;
  signInNeeded.set(false);
  if (items.get().length === 0) items.set((await outboxAll<QueueItem>()).map(known));
  await apply({ kind: "restarted" });
  await apply({ kind: "day_began", today });
  wake();
}

export function stopOutbox(): void {
  account = null;
  clearTimeout(timer);
  items.set([]);
}

type Fresh<T extends QueueItem> = Omit<
  T,
  "account_id" | "state" | "attempts" | "not_before" | "receipt" | "problem_code" | "problems"
>;
export type Submission = (Fresh<CheckItem> | Fresh<TraceItem> | Fresh<MessageItem> | Fresh<TaskItem>) & {
  hold: "to_undo" | "send_now";
};

/** Keeps a report on the device; it goes out as soon as it can. */
export async function submit({ hold, ...rest }: Submission): Promise<string> {
  const item: QueueItem = {
    ...rest,
    account_id: account ?? "",
    state: "waiting",
    attempts: 0,
    not_before: Date.now() + (hold === "to_undo" ? UNDO_MS : 0),
    receipt: null,
    problem_code: null,
  };
  await apply({ kind: "submitted", item });
  wake();
  return item.client_key;
}

export async function undo(client_key: string): Promise<void> {
  await apply({ kind: "undone", client_key, now: Date.now() });
  wake();
}

export async function dismiss(client_key: string): Promise<void> {
  await apply({ kind: "dismissed", client_key });
}

async function reconnected(): Promise<void> {
  await apply({ kind: "reconnected", now: Date.now() });
  wake();
}

globalThis.addEventListener?.("online", () => void reconnected());
globalThis.document?.addEventListener(
  "visibilitychange",
  () => document.visibilityState === "visible" && void reconnected(),
);
let lastReach = true;
onReach((reached) => {
  if (reached && !lastReach) void reconnected();
  lastReach = reached;
});
