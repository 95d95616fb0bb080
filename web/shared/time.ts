import type { Day, Instant } from "../client/types";
import { type Key, locale, t } from "./i18n";

/** Schools of the whole country keep Beijing time; the device's own zone is never used. */
const ZONE = "Asia/Shanghai";
const DAY_MS = 86_400_000;

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);

export const addDays = (day: Day, days: number): Day =>
  new Date(utc(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((utc(to).getTime() - utc(from).getTime()) / DAY_MS);

const parts = new Intl.DateTimeFormat("sv-SE", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** "2026-11-23 07:41:07" by Beijing's clocks. */
const wall = (at: Instant | number): string => parts.format(new Date(at));

export const dayOf = (at: Instant | number): Day => wall(at).slice(0, 10);

/** "07:41" */
export const clockTime = (at: Instant | number): string => wall(at).slice(11, 16);

/** "11月23日" / "23 Nov" */
export function shortDay(day: Day): string {
  const date = utc(day);
  if (locale() === "zh-CN") return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
  return new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(date);
}

const WEEKDAYS: readonly Key[] = ["time.sun", "time.mon", "time.tue", "time.wed", "time.thu", "time.fri", "time.sat"];

/** "11月23日 周一" / "Mon 23 Nov" */
export function longDay(day: Day): string {
  const weekday = t(WEEKDAYS[utc(day).getUTCDay()] ?? "time.sun");
  return locale() === "zh-CN" ? `${shortDay(day)} ${weekday}` : `${weekday} ${shortDay(day)}`;
}

/** The clock time alone when it is of `today`, else with its day. */
export const moment = (at: Instant, today: Day): string =>
  dayOf(at) === today ? clockTime(at) : `${shortDay(dayOf(at))} ${clockTime(at)}`;

export type Countdown = { overdue: boolean; text: string };

const span = (minutes: number): string => {
  if (minutes < 60) return t("time.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("time.hours_minutes", { h: Math.floor(minutes / 60), m: minutes % 60 });
  return t("time.days", { n: Math.floor(minutes / 1440) });
};

/** How long until `due`, or since. A minute begun counts as left: "1 minute" turns to overdue, never "0 minutes left". */
export function countdown(due: Instant, now: number): Countdown {
  const left = Date.parse(due) - now;
  if (left > 0) return { overdue: false, text: t("time.left", { span: span(Math.ceil(left / 60_000)) }) };
  return { overdue: true, text: t("time.over", { span: span(Math.max(1, Math.floor(-left / 60_000))) }) };
}
