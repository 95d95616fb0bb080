import { afterEach, describe, expect, test } from "vitest";
import { setLocale } from "./i18n";
import { addDays, clockTime, countdown, dayOf, daysBetween, longDay, moment, shortDay } from "./time";

afterEach(() => setLocale("zh-CN"));
const at = (time: string) => Date.parse(`2026-11-23T${time}+08:00`);

describe("days", () => {
  test("count across months, leap years and summer time of other zones", () => {
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
    expect(addDays("2026-03-09", -1)).toBe("2026-03-08");
    expect(daysBetween("2026-12-30", "2027-01-02")).toBe(3);
  });

  test("read as a school says them", () => {
    expect([shortDay("2026-11-03"), longDay("2026-11-23")]).toEqual(["11月3日", "11月23日 周一"]);
    setLocale("en");
    expect([shortDay("2026-11-03"), longDay("2026-11-23")]).toEqual(["3 Nov", "Mon 23 Nov"]);
  });
});

describe("instants", () => {
  test("are shown by Beijing's clocks wherever the device is", () => {
    expect(clockTime("2026-11-22T23:41:07.123Z")).toBe("07:41");
    expect(dayOf("2026-11-22T16:00:00Z")).toBe("2026-11-23");
    expect(dayOf("2026-11-22T15:59:59.999Z")).toBe("2026-11-22");
    expect(clockTime("2026-11-22T16:00:00Z")).toBe("00:00");
  });

  test("carry their day unless it is today", () => {
    expect(moment("2026-11-22T23:41:00Z", "2026-11-23")).toBe("07:41");
    expect(moment("2026-11-21T23:41:00Z", "2026-11-23")).toBe("11月22日 07:41");
  });
});

describe("countdown", () => {
  const due = "2026-11-23T00:00:00.000Z";
  const cases: [string, boolean, string][] = [
    ["07:20:00", false, "还剩 40 分钟"],
    ["07:59:30", false, "还剩 1 分钟"],
    ["08:00:00", true, "已超时 1 分钟"],
    ["09:35:10", true, "已超时 1 小时 35 分"],
    ["05:00:00", false, "还剩 3 小时 0 分"],
  ];
  test.each(cases)("at %s", (now, overdue, text) => expect(countdown(due, at(now))).toEqual({ overdue, text }));

  test("far away in days", () => {
    expect(countdown("2026-11-26T00:00:00Z", at("08:00:00")).text).toBe("还剩 3 天");
    setLocale("en");
    expect(countdown("2026-11-26T00:00:00Z", at("08:00:00")).text).toBe("3 days left");
  });
});
