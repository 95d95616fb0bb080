import { expect, test } from "vitest";
import type { ChecklistItem } from "../client/types";
import { held, listCsv, trendPaper, worst } from "./checklist-trend";

const items = [
  { code: "A", yes: [3, 0], no: [1, 0] },
  { code: "B", yes: [0, 2], no: [4, 0] },
];

test("the share that held; nothing where nobody looked", () =>
  expect([held(items[0]!, 0), held(items[0]!, 1), held(items[1]!, 0)]).toEqual([0.75, null, 0]));

test("what failed most comes first, on paper too", () => {
  expect(worst(items).map((one) => one.code)).toEqual(["B", "A"]);
  const paper = trendPaper("表", { months: ["2026-10", "2026-11"], items, units: [] }, (code) => `条目${code}`);
  expect(paper.paper === "table" && paper.rows).toEqual([
    ["B", "条目B", "0%", "100%"],
    ["A", "条目A", "75%", ""],
  ]);
});

test("a list as a file: what would break a cell is quoted", () => {
  const item: ChecklistItem = {
    code: "CK01",
    category_zh: "领导",
    category_en: "Leadership",
    text_zh: "成立领导小组",
    text_en: 'A "group", headed',
    evidence: "document",
    frequency: "term",
    weight: "blocking",
    status: "V",
    source: "S59,S25",
  };
  const [head, row] = listCsv([item]).split("\r\n");
  expect(head).toBe("code,category_zh,category_en,item_zh,item_en,evidence,frequency,blocking,status,source");
  expect(row).toBe('CK01,领导,Leadership,成立领导小组,"A ""group"", headed",document,term,yes,V,"S59,S25"');
});
