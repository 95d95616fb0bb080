import { expect, test } from "vitest";
import type { Task, Unit, WorkTemplate } from "../client/types";
import { byBuilding, mondayOf, roundsOf, wallSheet } from "./rounds";

const task = (unit: string, template: string, overdue = false) =>
  ({ unit: { id: unit, name: unit }, template, title_zh: template, title_en: template, overdue }) as Task;
const unit = (id: string, above: string) => ({ id, path_names: ["县", above, id] }) as Unit;

test.each([
  ["2026-11-23", "2026-11-23"],
  ["2026-11-29", "2026-11-23"],
  ["2026-12-01", "2026-11-30"],
])("the week of %s begins on %s", (day, monday) => expect(mondayOf(day)).toBe(monday));

test("buildings by how much is late", () => {
  const tasks = [task("a", "r"), task("b", "r", true), task("c", "r", true), task("d", "r", true)];
  const units = [unit("a", "一号楼"), unit("b", "一号楼"), unit("c", "二号楼"), unit("d", "二号楼")];
  expect(byBuilding(tasks, units).map((one) => [one.name, one.tasks.length, one.late])).toEqual([
    ["二号楼", 2, 2],
    ["一号楼", 2, 1],
  ]);
});

test("only rounds are rounds", () => {
  const templates = [
    { id: "r", kind: "round" },
    { id: "x", kind: "drill" },
  ] as WorkTemplate[];
  expect(roundsOf([task("a", "r"), task("a", "x"), task("a", "gone")], templates).length).toBe(1);
});

test("the sheet has a row for each place and round, once, and a box for each day", () => {
  const paper = wallSheet([task("b", "r"), task("a", "r"), task("a", "r"), task("a", "s")], "校", "2026-11-25");
  if (paper.paper !== "table") throw new Error("a table");
  expect(paper.rows.map((row) => row.slice(0, 2))).toEqual([
    ["a", "r"],
    ["a", "s"],
    ["b", "r"],
  ]);
  expect(paper.rows.every((row) => row.length === paper.columns.length)).toBe(true);
});
