import { expect, test } from "vitest";
import type { Counts, CoverageItem } from "../client/types";
import { behind, coveragePaper, heat, percent, share, unanswered } from "./coverage-paper";
import { type DueRow, shareOf, toneOf } from "./due-option";

const counts = (over: Partial<Counts>): Counts => ({
  total: 0,
  delivered: 0,
  read: 0,
  acknowledged: 0,
  started: 0,
  submitted: 0,
  done: 0,
  withdrawn: 0,
  ...over,
});
const item = (name: string, over: Partial<Counts>) =>
  ({ unit: { id: name, kind: "school", name }, counts: counts(over) }) as CoverageItem;

test("what was withdrawn is not expected; nothing expected is all done", () => {
  expect(share(counts({ total: 10, withdrawn: 2, done: 8 }), "done")).toBe(1);
  expect(share(counts({}), "done")).toBe(1);
});

test.each([
  [0.999, 99],
  [1, 100],
  [0.29, 29],
  [0, 0],
])("%d is %d %%: only what is whole is 100", (of, shown) => expect(percent(of)).toBe(shown));

test("those furthest behind come first, of equals the larger", () => {
  const list = [item("a", { total: 4, done: 4 }), item("b", { total: 4 }), item("c", { total: 9 })];
  expect([...list].sort(behind).map((one) => one.unit.name)).toEqual(["c", "b", "a"]);
});

test("who has not answered: what waits for its review has", () => {
  const list = [item("a", { total: 4, submitted: 4, done: 1 }), item("b", { total: 4, submitted: 3, done: 3 })];
  expect(unanswered(list).map((one) => one.unit.name)).toEqual(["b"]);
});

test("more is darker", () => expect([heat(0), heat(1)].map((one) => Number(/\d+/.exec(one)?.[0]))).toEqual([245, 159]));

test("the paper has a cell for each column", () => {
  const paper = coveragePaper("表", "", [item("一", { total: 3, done: 1 })]);
  if (paper.paper !== "table") throw new Error("a table");
  expect(paper.rows[0]).toEqual(["一", "3", "0", "0", "0", "0", "0", "1", "33%"]);
  expect(paper.columns.length).toBe(paper.rows[0]?.length);
});

test("the due view: done, late, on its way", () => {
  const row = (over: Partial<DueRow>): DueRow => ({
    id: "",
    name: "",
    from: 0,
    due: 10,
    end: "one",
    done: 0,
    total: 2,
    ...over,
  });
  expect(toneOf(row({ done: 2 }), 20)).toBe("good");
  expect(toneOf(row({ done: 1 }), 20)).toBe("bad");
  expect(toneOf(row({ done: 1 }), 5)).toBe("brand");
  expect(toneOf(row({ done: 1, end: "each" }), 20)).toBe("brand");
  expect([shareOf(row({ done: 1 })), shareOf(row({ total: 0 }))]).toEqual([0.5, 0]);
});
