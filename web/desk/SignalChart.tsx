import { useMemo } from "react";
import type { SignalDetail } from "../client/types";
import type { EChartsCoreOption } from "echarts/core";
import { t, useLocale } from "../shared/i18n";
import { colours } from "../shared/theme";
import { shortDay } from "../shared/time";
import { useChart } from "./chart";

const axisText = { color: colours.quiet, fontSize: 12 };

/** The count in the window on each day against the threshold; days on which the rule held stand out. */
export function signalOption(signal: Pick<SignalDetail, "days" | "threshold">): EChartsCoreOption {
  const limit = {
    yAxis: signal.threshold,
    label: { formatter: t("signal.threshold", { n: signal.threshold }), position: "insideStartTop" },
  };
  return {
    aria: { enabled: true },
    animationDuration: 250,
    grid: { left: 32, right: 16, top: 24, bottom: 28 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true },
    xAxis: {
      type: "category",
      data: signal.days.map((one) => shortDay(one.day)),
      axisLabel: axisText,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: axisText,
      max: (range: { max: number }) => Math.max(range.max, signal.threshold) + 1,
      splitLine: { lineStyle: { color: "#edf1f2" } },
    },
    series: [
      {
        type: "bar",
        name: t("signal.count"),
        barCategoryGap: "20%",
        barMaxWidth: 56,
        label: {
          show: true,
          position: "top",
          color: colours.quiet,
          formatter: ({ value }: { value: number }) => (value ? String(value) : ""),
        },
        data: signal.days.map((one) => ({
          value: one.count,
          itemStyle: { color: one.holds ? colours.bad : "#b9c6ca" },
        })),
        markLine: {
          symbol: "none",
          silent: true,
          data: [limit],
          lineStyle: { color: colours.bad, type: "dashed" },
          label: { color: colours.bad },
        },
      },
    ],
  };
}

export default function SignalChart({ signal }: { signal: SignalDetail }) {
  const language = useLocale();
  const option = useMemo(() => ({ ...signalOption(signal), lang: language }), [signal, language]);
  return <div ref={useChart(option)} className="chart small" role="img" aria-label={t("signal.chart")} />;
}
