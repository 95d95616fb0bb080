/** Made-up work: a round, a rectification that came back, a directive on its way through the county. */
import type { Counts, Task, TaskDetail, Wave, WorkTemplate } from "../client/types";
import * as d from "./data.ts";

const hours = (n: number) => new Date(d.START + n * 3_600_000).toISOString();
const yes_no = { yes: { zh: "已做", en: "done" }, no: { zh: "未做", en: "not done" } };

export const templates: WorkTemplate[] = [
  {
    id: "round.classroom",
    version: 1,
    kind: "round",
    title_zh: "教室预防性消毒",
    title_en: "Preventive disinfection of a classroom",
    guide_zh: "含氯消毒剂 250 mg/L,作用 30 分钟,擦拭后清水去残留。",
    guide_en: "Available chlorine 250 mg/L, 30 minutes, then wipe with water.",
    at: ["class"],
    owner: "class_teacher",
    deputy: "clerk",
    minutes: 10,
    recurrence: "FREQ=DAILY",
    review: "none",
    form: {
      type: "object",
      "x-title": { zh: "教室消毒", en: "Disinfection" },
      properties: {
        clean: {
          type: "string",
          enum: ["yes", "no"],
          "x-labels": yes_no,
          "x-title": { zh: "消毒", en: "Disinfection" },
        },
        concentration: {
          type: "integer",
          minimum: 100,
          maximum: 2000,
          "x-unit": "mg/L",
          "x-title": { zh: "有效氯浓度", en: "Available chlorine" },
        },
        photo: {
          type: "array",
          items: { type: "string", pattern: "^[0-9a-f]{64}$" },
          uniqueItems: true,
          maxItems: 2,
          "x-kind": "photo",
          "x-title": { zh: "照片", en: "Photo" },
        },
        note: { type: "string", maxLength: 200, "x-title": { zh: "备注", en: "Note" } },
      },
      required: ["clean"],
      allOf: [
        {
          if: { properties: { clean: { const: "no" } }, required: ["clean"] },
          then: {
            properties: { why: { type: "string", maxLength: 100, "x-title": { zh: "原因", en: "Why not" } } },
            required: ["why"],
          },
        },
      ],
      unevaluatedProperties: false,
    } as never,
    photos_most: 2,
    source: "S60",
  },
  {
    id: "rectification",
    version: 1,
    kind: "rectification",
    title_zh: "问题整改",
    title_en: "Rectification",
    guide_zh: null,
    guide_en: null,
    at: ["school"],
    owner: "principal",
    deputy: "secretary",
    minutes: 60,
    recurrence: null,
    review: "another_person",
    form: null,
    photos_most: null,
    source: null,
  },
];

const title = (template: string) => templates.find((one) => one.id === template);

function task(n: number, template: string, due: number, over: Partial<Task> = {}): Task {
  return {
    id: d.id(8, n),
    wave_id: d.id(8, 500),
    template,
    title_zh: title(template)?.title_zh ?? "",
    title_en: title(template)?.title_en ?? "",
    unit: d.classes[n % d.classes.length] as Task["unit"],
    owner: { post: "class_teacher", person: { id: d.id(7, n), name: d.nameOf(400 + n) } },
    deputy: { post: "clerk", person: null },
    due: hours(due),
    state: "open",
    overdue: due < 0,
    step: 0,
    photo_wanted: n === 0,
    delivered_at: null,
    read_at: null,
    acknowledged_at: null,
    started_at: null,
    submitted_at: null,
    closed_at: null,
    ...over,
  };
}

export const tasks: Task[] = [
  task(0, "round.classroom", 9),
  task(15, "rectification", -20, { state: "returned" }),
  task(1, "round.classroom", 8, { state: "submitted" }),
  task(2, "round.classroom", -3),
];

export const waves: Wave[] = [0, 1, 2].map((n) => ({
  id: d.id(8, 500 + n),
  template: n ? "rectification" : "round.classroom",
  title_zh: n ? "问题整改" : "教室预防性消毒",
  title_en: n ? "Rectification" : "Preventive disinfection of a classroom",
  from_unit: n === 1 ? d.county : d.school,
  day: d.TODAY,
  issued_at: hours(-48 * (n + 1)),
  due: n === 2 ? hours(-20) : hours(30 + 40 * n),
  state: "issued",
  expected: 15,
  made: 15,
}));

const counts = (n: number): Counts => ({
  total: 12,
  delivered: 12,
  read: Math.max(0, 12 - (n % 3)),
  acknowledged: Math.max(0, 11 - (n % 4)),
  started: Math.max(0, 10 - (n % 5)),
  submitted: Math.max(0, 10 - (n % 6)),
  done: Math.max(0, n % 7 === 0 ? 12 : 9 - (n % 6)),
  withdrawn: 0,
});

export const coverage = (under: string) => ({
  wave_id: waves[0]?.id,
  under: under === d.county.id ? d.county : d.school,
  counts: counts(1),
  parts: (under === d.county.id ? d.schools : d.classes).map((unit, n) => ({ unit, above: under, counts: counts(n) })),
});

export const detail = (id: string): TaskDetail | undefined => {
  const found = tasks.find((one) => one.id === id);
  return (
    found && {
      task: found,
      from_unit: d.school.id,
      records:
        found.state === "open"
          ? []
          : [
              {
                id: d.id(8, 900),
                at: hours(-2),
                person_id: found.owner.person?.id ?? null,
                answers: { clean: "yes", concentration: 250 } as never,
                files: [],
              },
            ],
      reviews:
        found.state === "returned"
          ? [
              {
                record_id: d.id(8, 900),
                verdict: "returned",
                reason: "照片看不清,请补拍洗手池。",
                at: hours(-1),
                person_id: null,
              },
            ]
          : [],
    }
  );
};

export function submit(id: string): Task | undefined {
  const found = tasks.find((one) => one.id === id);
  if (found) found.state = "submitted";
  return found;
}
