import { describe, expect, test } from "vitest";
import type { CheckReceipt } from "../client/types";
import {
  canUndo,
  type CheckItem,
  filesNeeded,
  isNewer,
  latestMessage,
  latestOf,
  latestTask,
  latestTrace,
  type MessageItem,
  nextWake,
  pauseAfter,
  type QueueEvent,
  type QueueItem,
  ready,
  step,
  type TaskItem,
  type TraceItem,
  unsent,
} from "./queue";

const item = (client_key: string, over: Partial<CheckItem> = {}): CheckItem => ({
  kind: "check",
  client_key,
  account_id: "t",
  group_name: "一(1)班",
  expected: 45,
  state: "waiting",
  attempts: 0,
  not_before: 0,
  receipt: null,
  problem_code: null,
  report: {
    client_key,
    group_id: "g1",
    check_type: "morning",
    occurred_at: "2026-11-22T23:40:00.000Z",
    exceptions: [],
  },
  ...over,
});
const receipt = (school_day: string) => ({ school_day, received_at: "2026-11-22T23:41:00.000Z" }) as CheckReceipt;
const play = (items: QueueItem[], ...events: QueueEvent[]) => events.reduce(step, items);
const keys = (items: QueueItem[]) => items.map((one) => one.client_key);

describe("sending", () => {
  test("held for the seconds to undo, then sent", () => {
    const items = play([], { kind: "submitted", item: item("a", { not_before: 100 }) });
    expect(keys(ready(items, "t", 99))).toEqual([]);
    expect(keys(ready(items, "t", 100))).toEqual(["a"]);
    expect(nextWake(items, "t")).toBe(100);
  });

  test("received stays to be shown and is not sent again", () => {
    const items = play(
      [item("a")],
      { kind: "sending", client_keys: ["a"] },
      { kind: "received", client_key: "a", receipt: receipt("2026-11-23") },
    );
    expect(items[0]).toMatchObject({ state: "received", attempts: 1 });
    expect(ready(items, "t", 1e9)).toEqual([]);
    expect(nextWake(items, "t")).toBeNull();
    expect(unsent(items)).toEqual([]);
  });

  test("another account's reports are left alone", () => {
    expect(ready([item("a", { account_id: "other" })], "t", 1)).toEqual([]);
    expect(nextWake([item("a", { account_id: "other" })], "t")).toBeNull();
  });

  test("a correction never overtakes its report", () => {
    const first = item("a", { attempts: 1, not_before: 500 });
    const items = play([first], { kind: "submitted", item: item("b") });
    expect(keys(ready(items, "t", 100))).toEqual([]);
    expect(keys(ready(items, "t", 500))).toEqual(["a", "b"]);
    expect(keys(ready(play(items, { kind: "sending", client_keys: ["a"] }), "t", 900))).toEqual([]);
  });

  test("other groups do not wait for it", () => {
    const other = item("b", { report: { ...item("b").report, group_id: "g2" } });
    expect(keys(ready([item("a", { attempts: 1, not_before: 500 }), other], "t", 100))).toEqual(["b"]);
  });
});

describe("faults", () => {
  test("after a failure it waits longer each time, up to a minute", () => {
    expect([1, 2, 3, 6, 60].map((attempts) => pauseAfter(attempts, 0.5))).toEqual([2000, 4000, 8000, 60000, 60000]);
    expect(pauseAfter(1, 0)).toBe(1500);
    expect(pauseAfter(1, 1)).toBe(2500);
    const items = play(
      [item("a")],
      { kind: "sending", client_keys: ["a"] },
      { kind: "failed", client_keys: ["a"], now: 1000, jitter: 0.5 },
    );
    expect(items[0]).toMatchObject({ state: "waiting", not_before: 3000, attempts: 1 });
  });

  test("a page closed while sending sends again with the same key", () => {
    const items = play([item("a")], { kind: "sending", client_keys: ["a"] }, { kind: "restarted" });
    expect(keys(ready(items, "t", 0))).toEqual(["a"]);
  });

  test("the network coming back ends the pause, but not the seconds to undo", () => {
    const items = play([item("a", { attempts: 2, not_before: 9000 }), item("b", { not_before: 5000 })], {
      kind: "reconnected",
      now: 10,
    });
    expect(items.map((one) => one.not_before)).toEqual([10, 5000]);
  });

  test("a refusal stays until dismissed or reported anew", () => {
    const items = play(
      [item("a")],
      { kind: "sending", client_keys: ["a"] },
      { kind: "refused", client_key: "a", problem_code: "request.invalid" },
    );
    expect(items[0]).toMatchObject({ state: "refused", problem_code: "request.invalid" });
    expect(play(items, { kind: "dismissed", client_key: "a" })).toEqual([]);
    expect(keys(play(items, { kind: "submitted", item: item("b") }))).toEqual(["b"]);
  });

  test("dismissing cannot lose a report that waits", () => {
    expect(keys(play([item("a")], { kind: "dismissed", client_key: "a" }))).toEqual(["a"]);
  });
});

describe("undo", () => {
  test("only before it was sent and within its seconds", () => {
    const held = item("a", { not_before: 100 });
    expect(canUndo(held, 99)).toBe(true);
    expect(canUndo(held, 100)).toBe(false);
    expect(canUndo({ ...held, attempts: 1 }, 50)).toBe(false);
    expect(play([held], { kind: "undone", client_key: "a", now: 50 })).toEqual([]);
    expect(keys(play([held], { kind: "undone", client_key: "a", now: 100 }))).toEqual(["a"]);
  });

  test("a second report replaces one the server cannot have, and only that", () => {
    expect(keys(play([item("a")], { kind: "submitted", item: item("b") }))).toEqual(["b"]);
    expect(keys(play([item("a", { attempts: 1 })], { kind: "submitted", item: item("b") }))).toEqual(["a", "b"]);
  });
});

describe("tracings and messages", () => {
  const way = {
    account_id: "t",
    state: "waiting",
    attempts: 0,
    not_before: 0,
    receipt: null,
    problem_code: null,
  } as const;
  const trace = (client_key: string, absence_id: string, over: Partial<TraceItem> = {}): TraceItem => ({
    ...way,
    kind: "trace",
    client_key,
    day: "2026-11-23",
    absence_id,
    body: { client_key, symptoms: [], onset: "2026-11-23" },
    ...over,
  });
  const message = (client_key: string, person_id: string, over: Partial<MessageItem> = {}): MessageItem => ({
    ...way,
    kind: "message",
    client_key,
    day: "2026-11-23",
    body: { client_key, person_id, day: "2026-11-23", kind: "absent_ill", symptoms: [] },
    ...over,
  });

  test("wait in the same queue as checks, each in its turn", () => {
    const items = play(
      [item("a")],
      { kind: "submitted", item: trace("b", "x") },
      { kind: "submitted", item: message("c", "p") },
    );
    expect(keys(ready(items, "t", 0))).toEqual(["a", "b", "c"]);
    expect(unsent(items)).toHaveLength(3);
  });

  test("the last word about one absence replaces one that was never sent, and never overtakes one that was", () => {
    expect(keys(play([trace("a", "x"), trace("b", "y")], { kind: "submitted", item: trace("c", "x") }))).toEqual([
      "b",
      "c",
    ]);
    const sent = trace("a", "x", { attempts: 1, not_before: 500 });
    const items = play([sent], { kind: "submitted", item: trace("b", "x") });
    expect(keys(ready(items, "t", 100))).toEqual([]);
    expect(keys(ready(items, "t", 500))).toEqual(["a", "b"]);
  });

  test("are shown as received for the rest of their day", () => {
    const items = play(
      [trace("a", "x")],
      { kind: "sending", client_keys: ["a"] },
      { kind: "received", client_key: "a", receipt: null },
    );
    expect(latestTrace(items, "t", "x")?.state).toBe("received");
    expect(play(items, { kind: "day_began", today: "2026-11-23" })).toHaveLength(1);
    expect(play(items, { kind: "day_began", today: "2026-11-24" })).toEqual([]);
    expect(latestMessage([message("a", "p")], "t", "p")?.client_key).toBe("a");
    expect(latestMessage([message("a", "p")], "other", "p")).toBeUndefined();
  });
});

test("yesterday's receipts leave, what is unsent stays", () => {
  const old = item("a", { state: "received", receipt: receipt("2026-11-22") });
  const today = item("b", { state: "received", receipt: receipt("2026-11-23") });
  expect(keys(play([old, today, item("c")], { kind: "day_began", today: "2026-11-23" }))).toEqual(["b", "c"]);
});

test("the newest stands for the check", () => {
  expect(latestOf([item("a", { attempts: 1 }), item("b")], "t", "g1", "morning")?.client_key).toBe("b");
  expect(latestOf([item("a")], "t", "g1", "noon")).toBeUndefined();
});

test("this device's report stands until the server shows one received later", () => {
  const received = item("a", { state: "received", receipt: receipt("2026-11-23") });
  expect(isNewer(item("a"), { received_at: "2026-11-23T09:00:00.000Z" })).toBe(true);
  expect(isNewer(received, null)).toBe(true);
  expect(isNewer(received, { received_at: "2026-11-22T23:40:00.000Z" })).toBe(true);
  expect(isNewer(received, { received_at: "2026-11-22T23:41:00.000Z" })).toBe(false);
});

describe("tasks", () => {
  const task = (client_key: string, task_id: string, over: Partial<TaskItem> = {}): TaskItem => ({
    kind: "task",
    client_key,
    account_id: "t",
    state: "waiting",
    attempts: 0,
    not_before: 0,
    receipt: null,
    problem_code: null,
    day: "2026-11-23",
    task_id,
    unit_id: "u",
    files: ["h"],
    body: { client_key, answers: {} },
    ...over,
  });

  test("a second record of a task takes the place of one that was never tried, and of one that was refused", () => {
    const again: QueueEvent = { kind: "submitted", item: task("b", "x") };
    expect(keys(play([task("a", "x"), task("c", "y")], again))).toEqual(["c", "b"]);
    expect(keys(play([task("a", "x", { state: "refused" })], again))).toEqual(["b"]);
    expect(keys(play([task("a", "x", { attempts: 1 })], again))).toEqual(["a", "b"]);
    expect(latestTask([task("a", "x", { attempts: 1 }), task("b", "x")], "t", "x")?.client_key).toBe("b");
  });

  test("a refusal keeps what the server said of each field", () => {
    const problems = [{ field: "answers.done", code: "form.required", detail: "" }];
    const refused: QueueEvent = { kind: "refused", client_key: "a", problem_code: "request.invalid", problems };
    expect(play([task("a", "x")], refused)[0]).toMatchObject({ state: "refused", problems });
  });

  test("a file is kept while something not yet received needs it", () => {
    const items = [task("a", "x"), task("b", "y", { files: ["h", "i"] })];
    expect(filesNeeded(items)).toEqual(new Set(["h", "i"]));
    expect(filesNeeded(play(items, { kind: "received", client_key: "b", receipt: null }))).toEqual(new Set(["h"]));
  });
});
