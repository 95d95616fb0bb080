import { afterEach, describe, expect, test } from "vitest";
import type { Signal } from "../client/types";
import { setLocale } from "./i18n";
import {
  eventText,
  heldText,
  holdsNow,
  personName,
  shownCount,
  signalReason,
  spanText,
  tally,
  tallyText,
} from "./sentences";

afterEach(() => setLocale("zh-CN"));

type Group = Signal["group"];
const gastro: Group = { kind: "syndrome", code: "gastrointestinal", zh: "胃肠道症状", en: "gastrointestinal symptoms" };
const reason = (over: object = {}) =>
  signalReason({
    scope: { id: "c", kind: "class", name: "一(3)班" },
    group: gastro,
    window_days: 3,
    threshold: 5,
    count_today: 5,
    peak_count: 7,
    state: "open",
    holds_through: "9999-12-31",
    ...over,
  });

describe("why a signal spoke", () => {
  test("in a window of days, in one day", () => {
    expect(reason()).toBe("一(3)班：3 天内 5 人出现胃肠道症状（标准 ≥5 人）");
    expect(reason({ window_days: 1, threshold: 3, count_today: 4 })).toBe(
      "一(3)班：当天 4 人出现胃肠道症状（标准 ≥3 人）",
    );
  });

  test("of a disease, of nothing known", () => {
    expect(reason({ group: { kind: "disease", code: "norovirus", zh: "诺如病毒感染", en: "norovirus" } })).toBe(
      "一(3)班：3 天内 5 例诺如病毒感染（标准 ≥5 例）",
    );
    expect(reason({ group: { kind: "unspecified", code: null, zh: "", en: "" } })).toBe(
      "一(3)班：3 天内 5 人因病缺勤，症状未填（标准 ≥5 人）",
    );
  });

  test("in English", () => {
    setLocale("en");
    expect(reason()).toBe("一(3)班: 5 with gastrointestinal symptoms within 3 days (threshold 5)");
    expect(
      reason({ group: { kind: "disease", code: "x", zh: "x", en: "measles" }, count_today: 1, threshold: 1 }),
    ).toContain("1 case of measles");
  });

  test("once it no longer holds, by the highest count", () => {
    const signal = { count_today: 2, peak_count: 7, threshold: 5, state: "open", holds_through: "9999-12-31" } as const;
    expect(shownCount(signal)).toBe(7);
  });

  test("an old signal is not taken to hold for the count of a newer one of its place", () => {
    const old = { count_today: 5, peak_count: 7, threshold: 5, state: "open", holds_through: "2026-11-05" } as const;
    expect(holdsNow(old, "2026-11-05")).toBe(true);
    expect(holdsNow(old, "2026-11-06")).toBe(false);
    expect(holdsNow({ ...old, state: "withdrawn" }, "2026-11-05")).toBe(false);
    expect(shownCount({ ...old, holds_through: "2000-01-01" })).toBe(7);
    expect(heldText({ ...old, first_day: "2000-01-01", holds_through: "2000-01-02" })).toBe("1月1日 – 1月2日达到标准");
    expect(heldText({ ...old, first_day: "2026-11-03", holds_through: "9999-12-31" })).toBe("11月3日起");
  });
});

describe("a check's sums", () => {
  test("those late or ill in class are present", () => {
    const kinds = ["absent_ill", "late", "ill_in_class", "absent_other", "absent_ill"] as const;
    expect(
      tally(
        45,
        kinds.map((kind) => ({ kind })),
      ),
    ).toEqual({ expected: 45, present: 42, absent_ill: 2, absent_other: 1, late: 1, ill_in_class: 1 });
  });

  test("name only what there is", () => {
    expect(tallyText(tally(45, []))).toBe("应到 45 · 实到 45");
    expect(tallyText(tally(45, [{ kind: "absent_ill" }]))).toBe("应到 45 · 实到 44 · 因病缺勤 1");
  });
});

test("a person not to be named", () => {
  expect(personName({ id: "1", name: "王晨" })).toBe("王晨");
  expect(personName({ id: "1", name: null, label: "学生 3" })).toBe("学生 3");
  expect(personName({ id: "1", name: null, label: "3" })).toBe("3 号");
  expect(personName({ id: "1", name: null })).toBe("姓名不可见");
});

test("a signal's history and span", () => {
  const event = {
    at: "",
    by: null,
    text: null,
    reason: null,
    count: 6,
    to: { id: "u", kind: "county" as const, name: "示范县" },
  };
  expect(eventText({ ...event, kind: "count_changed" })).toBe("人数变为 6");
  expect(eventText({ ...event, kind: "handed_on" })).toBe("移交给 示范县");
  expect(spanText("2026-11-21", "2026-11-23")).toBe("11月21日 – 11月23日");
  expect(spanText("2026-11-23", "2026-11-23")).toBe("11月23日");
});
