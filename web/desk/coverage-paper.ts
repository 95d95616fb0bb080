/** Coverage in figures and on paper: pure. */
import type { Counts, CoverageItem, Paper } from "../client/types";
import { t, tCode } from "../shared/i18n";

/** How far work has come, in the order in which it comes. */
export const STAGES = ["delivered", "read", "acknowledged", "started", "submitted", "done"] as const;
export type Stage = (typeof STAGES)[number];

/** What was taken back need not be done. */
export const expected = (counts: Counts): number => counts.total - counts.withdrawn;

export const share = (counts: Counts, stage: Stage): number => {
  const all = expected(counts);
  return all > 0 ? counts[stage] / all : 1;
};

/** Rounded down: only what is whole is 100 %. */
export const percent = (of: number): number => Math.floor(100 * of + 1e-9);

/** From paper to the brand's colour; the figure stands in the cell, so that colour never speaks alone. */
export function heat(of: number): string {
  const full = [15, 94, 107] as const;
  const part = full.map((one) => Math.round(255 - (255 - one) * (0.04 + 0.36 * of)));
  return `rgb(${part.join(" ")})`;
}

/** Those that have not all answered, whatever a review said of the answers since. */
export const unanswered = (items: readonly CoverageItem[]): CoverageItem[] =>
  items.filter((one) => share(one.counts, "submitted") < 1).sort(behind);

/** Those furthest behind first; of equals the larger. */
export const behind = (a: CoverageItem, b: CoverageItem): number =>
  share(a.counts, "done") - share(b.counts, "done") || b.counts.total - a.counts.total;

export function coveragePaper(title: string, subtitle: string, items: readonly CoverageItem[]): Paper {
  const heads = [
    t("unit"),
    t("coverage.expected"),
    ...STAGES.map((stage) => tCode("coverage_stage", stage)),
    t("coverage.rate"),
  ];
  return {
    paper: "table",
    title,
    subtitle,
    turned: "sideways",
    columns: heads.map((heading, n) => ({ heading, share: n === 0 ? 6 : 2 })),
    rows: items.map(({ unit, counts }) => [
      unit.name,
      String(expected(counts)),
      ...STAGES.map((stage) => String(counts[stage])),
      `${percent(share(counts, "done"))}%`,
    ]),
    notes: [],
    foot: t("app.name"),
  };
}
