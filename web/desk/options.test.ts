import { describe, expect, test } from "vitest";
import type { EpidemicCurve, Signal } from "../client/types";
import { curveOption, filled, onsetMarks, totalOf } from "./curve-option";
import { byUrgency, clusters } from "./urgency";
import { allowed } from "./signal-verbs";

const curve: EpidemicCurve = {
  unit: { id: "s", kind: "school", name: "德比小学" },
  days: ["2026-11-21", "2026-11-22", "2026-11-23"],
  series: [
    { key: "a", zh: "一(1)班", en: "1(1)", counts: [0, 2, 3] },
    { key: "b", zh: "一(2)班", en: "1(2)", counts: [0, 0, 0] },
  ],
  signals: [
    { id: "1", rule_id: "EW-01", first_day: "2026-11-23", holds_through: "2026-11-23" },
    { id: "2", rule_id: "EW-02", first_day: "2026-11-22", holds_through: "2026-11-23" },
    { id: "3", rule_id: "EW-02", first_day: "2026-11-23", holds_through: "2026-11-23" },
    { id: "4", rule_id: "EW-02", first_day: "2026-10-01", holds_through: "2026-10-02" },
  ],
};

describe("epidemic curve", () => {
  test("marks each day on which signals began, within the days shown", () => {
    expect(onsetMarks(curve.signals, curve.days)).toEqual([
      { xAxis: "11月22日", label: { formatter: "1" } },
      { xAxis: "11月23日", label: { formatter: "2" } },
    ]);
  });

  test("leaves out empty series, counts all", () => {
    expect(filled(curve).map((one) => one.key)).toEqual(["a"]);
    expect(totalOf(curve)).toBe(5);
    const series = curveOption(curve).series as { data: unknown[] }[];
    expect(series.map((one) => one.data)).toEqual([
      [null, 2, 3],
      [0, 0, 0],
    ]);
  });
});

test("open signals come first, then by the reporting deadline", () => {
  const signal = (id: string, state: Signal["state"], report_due: string | null) =>
    ({ id, state, report_due, discovered_at: "2026-11-23T00:00:00Z" }) as Signal;
  const list = [
    signal("closed", "closed", "2026-11-22T00:00:00Z"),
    signal("later", "open", "2026-11-25T00:00:00Z"),
    signal("none", "open", null),
    signal("taken", "acknowledged", "2026-11-23T00:00:00Z"),
    signal("soon", "open", "2026-11-24T00:00:00Z"),
  ];
  expect(list.sort(byUrgency).map((one) => one.id)).toEqual(["soon", "later", "none", "taken", "closed"]);
});

test("signals of a place stand together, the most urgent in front; what holds now before all", () => {
  const signal = (id: string, place: string, count_today: number) =>
    ({
      id,
      state: "open",
      report_due: `2026-11-2${id}T00:00:00Z`,
      discovered_at: "2026-11-20T00:00:00Z",
      threshold: 3,
      count_today,
      holds_through: "9999-12-31",
      scope: { id: place, kind: "class", name: place },
      school: { id: "s", kind: "school", name: "s" },
    }) as Signal;
  const list = [signal("1", "a", 0), signal("2", "b", 0), signal("3", "b", 3), signal("4", "a", 2)];
  const seen = clusters(list, "scope").map((one) => [one.place.id, one.first.id, one.rest.map((other) => other.id)]);
  expect(seen).toEqual([
    ["b", "3", ["2"]],
    ["a", "1", ["4"]],
  ]);
  expect(clusters(list, "school").map((one) => one.rest.length)).toEqual([3]);
});

test("a county's many schools: the most struck keep their colour, the rest are taken together", () => {
  const many = Array.from({ length: 41 }, (_, n) => ({ key: `${n}`, zh: `${n}`, en: `${n}`, counts: [n, 0, 1] }));
  const shown = filled({ ...curve, series: many });
  expect(shown.map((one) => one.key)).toEqual(["34", "35", "36", "37", "38", "39", "40", "others"]);
  expect(shown.at(-1)?.counts).toEqual([(33 * 34) / 2, 0, 34]);
  expect(totalOf({ ...curve, series: many })).toBe(20 * 41 + 41);
});

test("what may be done with a signal in each state", () => {
  expect(allowed("open")).toContain("acknowledge");
  expect(allowed("acknowledged")).toEqual(["comment", "hand_on", "close"]);
  expect(allowed("withdrawn")).toEqual(["comment"]);
});
