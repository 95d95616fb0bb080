/** The due view: one bar for each piece of work from its issue to its deadline, filled as far as it is done. Pure. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import type { EChartsCoreOption } from "echarts/core";
import { t } from "../shared/i18n";
import { colours } from "../shared/theme";
import { dayOf, shortDay } from "../shared/time";

/** `end` says whether all have one deadline, or each unit its own, which this view does not know. */
export type DueRow = {
  id: string;
  name: string;
  from: number;
  due: number;
  end: "one" | "each";
  done: number;
  total: number;
};

/** The axis speaks in Beijing's time whatever the device's zone: instants are moved by its offset and drawn as UTC. */
const SHIFT = 8 * 3_600_000;
const BAR = 16;

export const shareOf = ({ done, total }: Pick<DueRow, "done" | "total">): number => (total > 0 ? done / total : 0);

/** Late, done, or on its way: what the colour says. */
export function toneOf(row: DueRow, now: number): "good" | "bad" | "brand" {
  if (row.done >= row.total) return "good";
  return row.end === "one" && row.due < now ? "bad" : "brand";
}

const SOFT = { good: "#cfe5d8", bad: "#f3d3cf", brand: "#cfe3e7" } as const;

function bar(rows: readonly DueRow[], now: number) {
  return ({ dataIndex }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
    const row = rows[dataIndex];
    if (!row) return null;
    const [x = 0, y = 0] = api.coord([row.from + SHIFT, dataIndex]);
    const [end = x] = api.coord([row.due + SHIFT, dataIndex]);
    const width = Math.max(3, end - x);
    const tone = toneOf(row, now);
    const box = (to: number, fill: string) => ({
      type: "rect" as const,
      shape: { x, y: y - BAR / 2, width: to, height: BAR, r: 3 },
      style: { fill },
    });
    return { type: "group" as const, children: [box(width, SOFT[tone]), box(width * shareOf(row), colours[tone])] };
  };
}

export function dueOption(rows: readonly DueRow[], now: number): EChartsCoreOption {
  const text = { color: colours.quiet, fontSize: 12 };
  const today = { xAxis: now + SHIFT, label: { formatter: t("due.now"), color: colours.bad } };
  return {
    useUTC: true,
    aria: { enabled: true },
    animationDuration: 250,
    grid: { left: 8, right: 24, top: 26, bottom: 24, containLabel: true },
    tooltip: {
      confine: true,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex];
        return row
          ? t("due.tip", { name: row.name, done: row.done, total: row.total, day: shortDay(dayOf(row.due)) })
          : "";
      },
    },
    xAxis: {
      type: "time",
      minInterval: 86_400_000,
      min: Math.min(now, ...rows.map((one) => one.from)) + SHIFT,
      max: Math.max(now, ...rows.map((one) => one.due)) + SHIFT + 86_400_000,
      axisLabel: { ...text, formatter: (at: number) => shortDay(dayOf(at - SHIFT)), hideOverlap: true },
      splitLine: { show: true, lineStyle: { color: "#edf1f2" } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((one) => one.name),
      axisLabel: { ...text, width: 220, overflow: "truncate" },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        type: "custom",
        renderItem: bar(rows, now),
        encode: { x: [0, 1], y: 2 },
        data: rows.map((one, n) => [one.from + SHIFT, one.due + SHIFT, n]),
      },
      {
        type: "line",
        data: [],
        markLine: {
          symbol: "none",
          silent: true,
          data: [today],
          lineStyle: { color: colours.bad, type: "dashed" },
          label: { position: "start" },
        },
      },
    ],
  };
}

/** Room for every bar, so that none lies on another. */
export const heightOf = (rows: readonly DueRow[]): number => 70 + rows.length * 28;
