import { expect, test } from "vitest";
import { enter, fromTaken, isFever, isStrange, isWhole, readQuick, toTaken } from "./temperature";

test("three digits are a temperature", () => {
  expect(["368", "36.8", "36。8", "37,3", "373"].map(readQuick)).toEqual([36.8, 36.8, 36.8, 37.3, 37.3]);
  expect(["", "36", "3", "999", "20.0", "abc"].map(readQuick)).toEqual([null, 36, null, null, null, null]);
});

test("the focus moves on when nothing more can follow", () => {
  expect(["3", "36", "36.", "36.8", "368", "999"].map(isWhole)).toEqual([false, false, false, true, true, false]);
});

test("37.3 is a fever, 37.2 is none", () => {
  expect(["372", "373", "37.3", "40", ""].map(isFever)).toEqual([false, true, true, true, false]);
  expect([isStrange(""), isStrange("21"), isStrange("368")]).toEqual([false, true, false]);
});

test("what cannot be read and who is away is not sent", () => {
  const all = enter(enter(enter(new Map(), "a", "368"), "b", "99"), "c", "375");
  expect(toTaken(all, new Set())).toEqual([
    { person_id: "a", celsius: 36.8 },
    { person_id: "c", celsius: 37.5 },
  ]);
  expect(toTaken(all, new Set(["c"]))).toHaveLength(1);
  expect([all.get("a"), all.get("b")]).toEqual(["36.8", "99"]);
  expect(enter(all, "a", " ").has("a")).toBe(false);
  expect(fromTaken([{ person_id: "a", celsius: 37 }]).get("a")).toBe("37.0");
});
