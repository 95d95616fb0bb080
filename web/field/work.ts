/** What is to be done today, in its order. */
import { useQuery } from "@tanstack/react-query";
import { api, call } from "../client/api";
import type { DueCheck, Task, TaskDetail } from "../client/types";
import type { TaskItem } from "../shared/queue";
import { remembered } from "../shared/remember";

export const useTasks = () =>
  useQuery({
    queryKey: ["work", "today"],
    queryFn: remembered("work.today", () => call(api.GET("/api/v1/work/today"))),
    refetchInterval: 60_000,
  });

/** A task with its history. */
export const taskQuery = (id: string) => ({
  queryKey: ["work", "task", id],
  queryFn: remembered(`work.task.${id}`, () => call(api.GET("/api/v1/work/tasks/{id}", { params: { path: { id } } }))),
});

/** Why a task came back: what the last review that returned it says. */
export const reasonOf = (detail: TaskDetail | undefined): string =>
  detail?.reviews.findLast((one) => one.verdict === "returned")?.reason ?? "";

export type Entry = { kind: "check"; check: DueCheck } | { kind: "task"; task: Task };

const dueOf = (entry: Entry): string => (entry.kind === "check" ? entry.check.deadline : entry.task.due);

/** What is late, then what is due, then what is done; by deadline within each. */
export function rank(entry: Entry, now: number, sent: ReadonlySet<string>): 0 | 1 | 2 {
  const done =
    entry.kind === "check" ? entry.check.state === "done" : entry.task.state === "submitted" || sent.has(entry.task.id);
  if (done) return 2;
  return Date.parse(dueOf(entry)) < now ? 0 : 1;
}

export function agenda(
  checks: readonly DueCheck[],
  tasks: readonly Task[],
  now: number,
  sent: readonly TaskItem[],
): Entry[] {
  const ids = new Set(sent.filter((one) => one.state !== "refused").map((one) => one.task_id));
  const all: Entry[] = [
    ...checks.map((check): Entry => ({ kind: "check", check })),
    ...tasks.map((task): Entry => ({ kind: "task", task })),
  ];
  return all.sort((a, b) => rank(a, now, ids) - rank(b, now, ids) || Date.parse(dueOf(a)) - Date.parse(dueOf(b)));
}
