import type { EpidemicCurve } from "../client/types";
import type { EChartsCoreOption } from "echarts/core";
import { pick, t } from "../shared/i18n";
import { colours, series as hues } from "../shared/theme";
import { shortDay } from "../shared/time";

type Mark = { xAxis: string; label: { formatter: string } };

/** One line a day on which signals began, with their number. */
export function onsetMarks(signals: EpidemicCurve["signals"], days: readonly string[]): Mark[] {
  const begun = new Map<string, number>();
  for (const { first_day } of signals)
    if (days.includes(first_day)) begun.set(first_day, (begun.get(first_day) ?? 0) + 1);
  return [...begun]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([day, n]) => ({ xAxis: shortDay(day), label: { formatter: String(n) } }));
}

type Series = EpidemicCurve["series"][number];

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** A school has a colour for each class; of a county's forty schools only the most struck can have one. */
const MOST = hues.length;
const FEW = 7;
const OTHERS = "others";

/** Series with no case at all only crowd the legend; beyond as many as there are colours the smallest are taken together. */
export function filled(curve: EpidemicCurve): Series[] {
  const some = curve.series.filter((one) => sum(one.counts) > 0);
  if (some.length <= MOST) return some;
  const large = new Set([...some].sort((a, b) => sum(b.counts) - sum(a.counts)).slice(0, FEW));
  const small = some.filter((one) => !large.has(one));
  const n = small.length;
  const counts = curve.days.map((_, day) => sum(small.map((one) => one.counts[day] ?? 0)));
  const name = t("curve.others", { n });
  return [...some.filter((one) => large.has(one)), { key: OTHERS, zh: name, en: name, counts }];
}

export const totalOf = (curve: EpidemicCurve): number => sum(curve.series.map((one) => sum(one.counts)));

const axisText = { color: colours.quiet, fontSize: 12 };

export function curveOption(curve: EpidemicCurve): EChartsCoreOption {
  const marks = onsetMarks(curve.signals, curve.days);
  const markLine = {
    symbol: ["none", "triangle"],
    symbolSize: 8,
    symbolRotate: 180,
    data: marks,
    lineStyle: { color: colours.bad, type: "dashed", width: 1 },
    label: { color: colours.bad, fontSize: 12, fontWeight: "bold", position: "end" },
  };
  const stacks = filled(curve).map((one, n) => ({
    type: "bar",
    stack: "cases",
    name: pick(one.zh, one.en),
    data: one.counts.map((count) => count || null),
    barCategoryGap: "12%",
    itemStyle: { color: one.key === OTHERS ? "#c3ccd0" : hues[n % hues.length], borderColor: "#fff", borderWidth: 0.5 },
  }));
  const anchor = {
    type: "bar",
    stack: "cases",
    name: "",
    data: curve.days.map(() => 0),
    silent: true,
    tooltip: { show: false },
    markLine,
  };
  return {
    aria: { enabled: true },
    animationDuration: 250,
    grid: { left: 36, right: 16, top: 34, bottom: 56, containLabel: false },
    legend: {
      bottom: 0,
      type: "scroll",
      itemWidth: 12,
      itemHeight: 12,
      textStyle: axisText,
      data: stacks.map((one) => one.name),
    },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
    xAxis: {
      type: "category",
      data: curve.days.map(shortDay),
      axisLabel: axisText,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: { type: "value", minInterval: 1, axisLabel: axisText, splitLine: { lineStyle: { color: "#edf1f2" } } },
    series: [...stacks, anchor],
  };
}
