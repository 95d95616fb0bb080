import { expect, test } from "vitest";
import type { DueCheck, Task, WorkTemplate } from "../client/types";
import type { TaskItem } from "../shared/queue";
import { formOf, refusals } from "../shared/work";
import { agenda } from "./work";

const NOW = Date.parse("2026-11-23T00:00:00Z");
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();
const check = (id: string, hours: number, state: DueCheck["state"]) =>
  ({ group: { id }, deadline: at(hours), state }) as unknown as DueCheck;
const task = (id: string, hours: number, state: Task["state"] = "open") =>
  ({ id, due: at(hours), state }) as unknown as Task;
const sent = (task_id: string, state: TaskItem["state"]) => ({ task_id, state }) as TaskItem;
const order = (checks: DueCheck[], tasks: Task[], items: TaskItem[] = []) =>
  agenda(checks, tasks, NOW, items).map((one) => (one.kind === "check" ? one.check.group.id : one.task.id));

test("late before due before done, by deadline, checks and tasks alike", () => {
  const checks = [check("c-done", -3, "done"), check("c-due", 1, "due"), check("c-late", -1, "overdue")];
  const tasks = [
    task("t-due", 2),
    task("t-late", -2),
    task("t-back", 0.5, "returned"),
    task("t-sent", -9, "submitted"),
  ];
  expect(order(checks, tasks)).toEqual(["t-late", "c-late", "t-back", "c-due", "t-due", "t-sent", "c-done"]);
});

test("what this phone has sent is done; what was refused is not", () => {
  const tasks = [task("a", -2), task("b", -1)];
  expect(order([], tasks, [sent("a", "waiting")])).toEqual(["b", "a"]);
  expect(order([], tasks, [sent("a", "refused")])).toEqual(["a", "b"]);
});

test("the server's fields are the form's", () =>
  expect(
    refusals([
      { field: "answers.places.1", code: "form.choice", detail: "" },
      { field: "client_key", code: "missing", detail: "" },
    ]),
  ).toEqual([{ field: "/places/1", code: "form.choice" }]));

test("photos by lot only where the template says so", () => {
  const photos = { type: "array", "x-kind": "photo" };
  const form = { type: "object", properties: { photos } };
  const template = (photos_most: number | null) => ({ form, photos_most }) as unknown as WorkTemplate;
  const asks = (one: WorkTemplate, photo_wanted: boolean) =>
    Object.keys(formOf(one, { photo_wanted })?.properties ?? {});
  expect(asks(template(null), false)).toEqual(["photos"]);
  expect(asks(template(1), false)).toEqual([]);
  expect(asks(template(1), true)).toEqual(["photos"]);
});
