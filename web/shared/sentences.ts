/** Facts in words. Pure but for the language chosen. */
import type { CheckReceipt, Exception, PersonRef, Signal, SignalEvent } from "../client/types";
import { serverNow } from "./clock";
import { type Key, pick, t, tCode } from "./i18n";
import { dayOf, shortDay } from "./time";

export type Tally = Pick<
  CheckReceipt,
  "expected" | "present" | "absent_ill" | "absent_other" | "late" | "ill_in_class"
>;

export function tally(expected: number, exceptions: readonly Pick<Exception, "kind">[]): Tally {
  const of = (kind: Exception["kind"]) => exceptions.filter((one) => one.kind === kind).length;
  const [absent_ill, absent_other] = [of("absent_ill"), of("absent_other")];
  return {
    expected,
    present: expected - absent_ill - absent_other,
    absent_ill,
    absent_other,
    late: of("late"),
    ill_in_class: of("ill_in_class"),
  };
}

/** "应到 45 · 实到 44 · 因病缺勤 1" */
export function tallyText(sums: Tally): string {
  const rest: [Key, number][] = [
    ["tally.absent_ill", sums.absent_ill],
    ["tally.absent_other", sums.absent_other],
    ["tally.late", sums.late],
    ["tally.ill_in_class", sums.ill_in_class],
  ];
  const always = [t("tally.expected", { n: sums.expected }), t("tally.present", { n: sums.present })];
  return [...always, ...rest.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }))].join(" · ");
}

/** A person's name; where the reader may not see it, the number or word that stands for it. */
export function personName({ name, label }: PersonRef): string {
  if (name !== null && name !== undefined) return name;
  if (!label) return t("person.hidden");
  return /^\d+$/.test(label) ? t("person.numbered", { n: label }) : label;
}

type Run = Pick<Signal, "state" | "count_today" | "peak_count" | "threshold" | "holds_through">;
type Reason = Run & Pick<Signal, "scope" | "group" | "window_days">;

/**
 * Whether the rule holds now: more of the same may follow, whatever has been reported. Today's count alone does not say
 * so: on an old signal it may belong to a newer one of the same place.
 */
export const holdsNow = (signal: Omit<Run, "peak_count">, today = dayOf(serverNow())): boolean =>
  signal.holds_through >= today &&
  signal.count_today >= signal.threshold &&
  signal.state !== "closed" &&
  signal.state !== "withdrawn";

/** While the rule holds the count is today's, afterwards the highest it reached. */
export const shownCount = (signal: Run): number => (holdsNow(signal) ? signal.count_today : signal.peak_count);

/** "一(3)班:3 天内 5 人出现胃肠道症状(标准 ≥5 人)" */
export function signalReason(signal: Reason): string {
  const days = signal.window_days;
  const key: Key =
    signal.group.kind === "unspecified"
      ? days === 1
        ? "signal.reason_day_unspecified"
        : "signal.reason_unspecified"
      : signal.group.kind === "disease"
        ? days === 1
          ? "signal.reason_day_disease"
          : "signal.reason_disease"
        : days === 1
          ? "signal.reason_day"
          : "signal.reason";
  return t(key, {
    scope: signal.scope.name,
    days,
    n: shownCount(signal),
    threshold: signal.threshold,
    group: pick(signal.group.zh, signal.group.en),
  });
}

/** One line of a signal's history, without its time and author. */
export const eventText = (event: SignalEvent): string =>
  t(`signal.event.${event.kind}` as Key, { n: event.count ?? 0, to: event.to?.name ?? "" });

/** "11月20日 — 11月23日", or one day alone. */
export const spanText = (from: string, to: string): string =>
  from === to ? shortDay(from) : `${shortDay(from)} – ${shortDay(to)}`;

/** While it lasts: "11月2日起"; afterwards the days on which the rule held. */
export const heldText = (signal: Omit<Run, "peak_count"> & Pick<Signal, "first_day">): string =>
  holdsNow(signal)
    ? t("signal.since", { day: shortDay(signal.first_day) })
    : t("signal.over", { span: spanText(signal.first_day, signal.holds_through) });

export const roleText = (role: string): string => tCode("role", role);
