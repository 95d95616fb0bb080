/** Checklists as tables, and what they came to: pure. */
import type { ChecklistItem, ChecklistTrend, Paper } from "../client/types";
import { t } from "../shared/i18n";

const HEADS = [
  "code",
  "category_zh",
  "category_en",
  "item_zh",
  "item_en",
  "evidence",
  "frequency",
  "blocking",
  "status",
  "source",
];
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A list as the file that is imported: one's own begins with the one in force. */
export const listCsv = (items: readonly ChecklistItem[]): string =>
  [
    HEADS,
    ...items.map((one) => [
      one.code,
      one.category_zh,
      one.category_en,
      one.text_zh,
      one.text_en,
      one.evidence,
      one.frequency,
      one.weight === "blocking" ? "yes" : "no",
      one.status,
      one.source,
    ]),
  ]
    .map((row) => `${row.map(quoted).join(",")}\r\n`)
    .join("");

type Item = ChecklistTrend["items"][number];

/** The share of records in which an item held in a month; null without any. */
export function held(item: Item, month: number): number | null {
  const yes = item.yes[month] ?? 0;
  const all = yes + (item.no[month] ?? 0);
  return all > 0 ? yes / all : null;
}

const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);

/** The items that failed most often, over all months. */
export const worst = (items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => sum(b.no) - sum(a.no) || a.code.localeCompare(b.code));

export function trendPaper(title: string, trend: ChecklistTrend, text: (code: string) => string): Paper {
  const cell = (of: number | null) => (of === null ? "" : `${Math.floor(100 * of + 1e-9)}%`);
  return {
    paper: "table",
    title,
    columns: [
      { heading: t("checklist.code"), share: 2 },
      { heading: t("checklist.item"), share: 12 },
      ...trend.months.map((month) => ({ heading: month, share: 2 })),
    ],
    rows: worst(trend.items).map((item) => [
      item.code,
      text(item.code),
      ...trend.months.map((_, month) => cell(held(item, month))),
    ]),
    notes: [],
    turned: "sideways",
    foot: t("app.name"),
  };
}
