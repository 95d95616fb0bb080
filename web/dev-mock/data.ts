/** An invented county for work on the pages: a school in the middle of a stomach bug, on a Monday at 07:41. */
import type { Absence, CheckView, Me, Role, RosterMember, Signal, SignalDetail, UnitRef } from "../client/types";
import { addDays } from "./days.ts";

export const TODAY = "2026-11-23";
export const START = Date.parse("2026-11-22T23:41:00Z");
const booted = Date.now();
export const now = () => new Date(START + (Date.now() - booted)).toISOString();

export const id = (kind: number, n: number) => `0193a000-00${kind}0-7000-8000-${String(n).padStart(12, "0")}`;

const FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧".split("");
const GIVEN = [
  "子涵",
  "浩然",
  "欣怡",
  "宇轩",
  "梓萱",
  "佳怡",
  "俊杰",
  "思远",
  "雨桐",
  "一诺",
  "明轩",
  "若曦",
  "嘉懿",
  "晨",
  "悦",
  "博文",
  "诗涵",
  "睿",
  "可馨",
  "天佑",
  "芷若",
  "皓宇",
  "静雯",
];
export const nameOf = (n: number) => `${FAMILY[(n * 7) % FAMILY.length]}${GIVEN[(n * 11 + (n >> 3)) % GIVEN.length]}`;

export const county: UnitRef = { id: id(1, 1), kind: "county", name: "示范县" };
const SCHOOLS = [
  "示范县德比小学",
  "城关镇第一小学",
  "城关镇第二小学",
  "实验小学",
  "育才中学",
  "第一初级中学",
  "第三初级中学",
  "县第一高级中学",
  "柳河镇中心小学",
  "青石乡中心小学",
  "大王庄教学点",
  "职业教育中心",
];
export const schools: UnitRef[] = SCHOOLS.map((name, n) => ({ id: id(2, n), kind: "school", name }));
export const school = schools[0] as UnitRef;
const GRADE = "一二三四五六";
export const classes: UnitRef[] = Array.from({ length: 15 }, (_, n) => ({
  id: id(3, n),
  kind: "class",
  name: n > 12 ? `幼儿园大${n === 13 ? "一" : "二"}班` : `${GRADE[n >> 1] ?? "六"}(${(n % 2) + 1})班`,
}));
export const sizes = classes.map((_, n) => 28 + ((n * 5) % 11));
export const units = new Map([county, ...schools, ...classes].map((unit) => [unit.id, unit]));
export const parentOf = (unit: UnitRef): UnitRef | null =>
  unit.kind === "class" ? school : unit.kind === "school" ? county : null;

export const pupil = (classNo: number, seat: number) => ({
  id: id(4, classNo * 100 + seat),
  name: nameOf(classNo * 53 + seat * 3),
});

export const SYMPTOMS = [
  ["fever", "发热", "fever"],
  ["cough", "咳嗽", "cough"],
  ["sore_throat", "咽痛", "sore throat"],
  ["vomiting", "呕吐", "vomiting"],
  ["diarrhoea", "腹泻", "diarrhoea"],
  ["abdominal_pain", "腹痛", "abdominal pain"],
  ["rash", "皮疹", "rash"],
  ["parotid_swelling", "腮腺肿大", "parotid swelling"],
  ["conjunctival_hyperaemia", "眼结膜充血", "red eyes"],
  ["jaundice", "黄疸", "jaundice"],
  ["headache", "头痛", "headache"],
  ["other", "其他", "other"],
].map(([code, zh, en]) => ({ code, zh, en }));
export const SYNDROMES = [
  ["gastrointestinal", "胃肠道症状", "gastrointestinal symptoms"],
  ["influenza_like", "流感样症状", "influenza-like symptoms"],
].map(([code, zh, en]) => ({ code, zh, en }));
export const DISEASES = [
  ["norovirus", "诺如病毒感染", "norovirus"],
  ["influenza", "流行性感冒", "influenza"],
  ["varicella", "水痘", "varicella"],
  ["hfmd", "手足口病", "HFMD"],
  ["mumps", "流行性腮腺炎", "mumps"],
].map(([slug, zh, en]) => ({ slug, zh, en }));

const CURVE = [0, 0, 1, 0, 1, 0, 0, 2, 1, 3, 6, 11, 14, 9];
export const curveDays = CURVE.map((_, n) => addDays(TODAY, n - CURVE.length + 1));
/** Cases of a class on a day, spread so that each day's sum is the curve's. */
export const casesOf = (classNo: number, dayNo: number) => {
  const all = CURVE[dayNo] ?? 0;
  return Math.floor(all / 6) * (classNo < 6 ? 1 : 0) + (classNo === dayNo % 5 ? all % 6 : 0);
};

export const absences: Absence[] = classes.flatMap((unit, c) =>
  Array.from({ length: Math.min(8, casesOf(c, 13) + casesOf(c, 12) + casesOf(c, 11)) }, (_, k): Absence => {
    const gastro = (c + k) % 7 !== 6;
    const seat = 3 + k * 4;
    return {
      id: id(5, c * 100 + seat),
      person: pupil(c, seat),
      class: unit,
      room: null,
      school,
      opened_day: addDays(TODAY, -(k % 3)),
      onset: addDays(TODAY, -(k % 3)),
      onset_assumed: k % 2 === 0,
      returned_day: null,
      symptoms: gastro ? ["vomiting", ...(k % 2 ? ["diarrhoea"] : [])] : ["fever", "cough"],
      syndromes: [gastro ? "gastrointestinal" : "influenza_like"],
      state: "open",
      trace_state: k % 3 === 0 ? "untraced" : k % 3 === 1 ? "traced_by_teacher" : "traced_by_health_officer",
      expected_return: k % 3 === 0 ? null : addDays(TODAY, 3),
      diagnosis: k % 3 === 2 && gastro ? "norovirus" : null,
      version: 1,
    };
  }),
);

export const roster = (c: number): RosterMember[] =>
  Array.from({ length: sizes[c] ?? 30 }, (_, n) => {
    const person = pupil(c, n + 1);
    const ill = absences.find((a) => a.person.id === person.id && a.opened_day < TODAY && a.state === "open");
    return {
      person,
      sex: n % 2 ? "f" : "m",
      seat_no: n + 1,
      ill_since: ill?.onset ?? null,
      expected_return: ill?.expected_return ?? null,
    };
  });

/** The morning's reports already in when the mock starts: all but three classes. */
export const checks: CheckView[] = classes.flatMap((unit, c) => {
  if ([0, 7, 11].includes(c)) return [];
  const ill = absences.filter((a) => a.class.id === unit.id);
  const at = new Date(START - (20 - c) * 60_000).toISOString();
  const expected = sizes[c] ?? 30;
  return [
    {
      check_id: id(6, c),
      group_id: unit.id,
      school_day: TODAY,
      check_type: "morning" as const,
      expected,
      present: expected - ill.length,
      absent_ill: ill.length,
      absent_other: 0,
      late: 0,
      ill_in_class: 0,
      roster_version: 12,
      roster_in_force: 12,
      occurred_at: at,
      received_at: at,
      current: true,
      clock_adjusted: false,
      already_received: false,
      on_paper: false,
      checker: { id: id(7, c), name: `${nameOf(c + 400)}` },
      exceptions: ill.map((a) => ({
        person_id: a.person.id,
        person: a.person,
        kind: "absent_ill" as const,
        symptoms: a.symptoms,
      })),
    },
  ];
});

const signal = (n: number, over: Partial<Signal>): Signal => ({
  id: id(8, n),
  rule_id: "EW-01",
  level: "early_warning",
  rule_label_zh: "同班一天内 3 例相似症状",
  rule_label_en: "3 similar cases in one class within a day",
  scope_kind: "class",
  scope: classes[2] as UnitRef,
  school,
  group: { kind: "syndrome", code: "gastrointestinal", zh: "胃肠道症状", en: "gastrointestinal symptoms" },
  first_day: TODAY,
  holds_through: TODAY,
  peak_count: 3,
  count_today: 3,
  window_days: 1,
  threshold: 3,
  discovered_at: new Date(START - 22 * 60_000).toISOString(),
  report_within_h: 24,
  report_due: new Date(START + 23.6 * 3_600_000).toISOString(),
  report_to_zh: "县疾控中心、县教育局",
  report_to_en: "county CDC, county education bureau",
  state: "open",
  raised_late: false,
  version: 1,
  ...over,
});

export const signals: Signal[] = [
  signal(1, {
    rule_id: "EW-02",
    rule_label_zh: "同班三天内 5 例相似症状",
    rule_label_en: "5 similar cases in one class within three days",
    window_days: 3,
    threshold: 5,
    peak_count: 7,
    count_today: 7,
    scope: classes[1] as UnitRef,
    first_day: addDays(TODAY, -1),
    report_due: new Date(START - 95 * 60_000).toISOString(),
  }),
  signal(2, {}),
  signal(3, {
    rule_id: "CL-NOV-ZJ",
    level: "cluster",
    scope_kind: "school",
    scope: school,
    group: { kind: "disease", code: "norovirus", zh: "诺如病毒感染", en: "norovirus" },
    rule_label_zh: "七天内 10 例诺如病毒感染",
    rule_label_en: "10 norovirus cases within seven days",
    window_days: 7,
    threshold: 10,
    peak_count: 12,
    count_today: 12,
    report_within_h: 2,
    report_due: new Date(START + 52 * 60_000).toISOString(),
    state: "acknowledged",
  }),
  signal(4, {
    scope: classes[3] as UnitRef,
    first_day: addDays(TODAY, -2),
    holds_through: addDays(TODAY, -2),
    count_today: 1,
    peak_count: 4,
    state: "closed",
  }),
];

export const done: { id: string; event: SignalDetail["history"][number] }[] = [];

export const detail = (one: Signal): SignalDetail => ({
  ...one,
  rule: {
    label_zh: one.rule_label_zh,
    label_en: one.rule_label_en,
    report_within_h: 24,
    report_to_zh: one.report_to_zh,
    report_to_en: one.report_to_en,
    rule_id: one.rule_id,
    disease: "any-syndrome",
    level: one.level,
    scope: "class|dormitory_room",
    window_days: one.window_days,
    min_cases: one.threshold,
    jurisdiction: "CN",
    valid_from: "2006-04-06",
    valid_to: null,
    status: "V",
    source: "S01",
    sources: [
      {
        code: "S01",
        title_zh: "学校和托幼机构传染病疫情报告工作规范(试行)",
        title_en: "Rules for reporting infectious diseases in schools",
      },
    ],
    extra_zh: "有相似症状(如发热、皮疹、腹泻、呕吐、黄疸等)或者有共同用餐、饮水史",
    extra_en: "similar symptoms (fever, rash, diarrhoea, vomiting, jaundice …) or a shared meal or water",
  },
  day: TODAY,
  window: { from: addDays(TODAY, 1 - one.window_days), to: TODAY },
  persons: absences
    .filter((a) => one.scope.kind === "school" || a.class.id === one.scope.id)
    .slice(0, one.count_today)
    .map((a) => ({
      person: a.person,
      onset: a.onset,
      onset_assumed: a.onset_assumed,
      class: a.class,
      symptoms: a.symptoms,
      absence_id: a.id,
    })),
  days: curveDays.map((day, n) => {
    const count = n === 13 ? one.count_today : Math.max(0, Math.min(one.peak_count, n - 9));
    return { day, count, holds: count >= one.threshold };
  }),
  history: [
    { at: one.discovered_at, by: null, kind: "raised", reason: null, text: null, count: one.threshold, to: null },
    {
      at: new Date(START - 9 * 60_000).toISOString(),
      by: null,
      kind: "count_changed",
      reason: null,
      text: null,
      count: one.count_today,
      to: null,
    },
    ...done.filter((past) => past.id === one.id).map((past) => past.event),
  ],
});

export type Account = { role: Role; username: string; password: string; unit: UnitRef; actions: Me["actions"] };
const DESK: Me["actions"] = ["check.read", "absence.read", "signal.read", "unit.read", "roster.read", "work.read"];
export const accounts: Account[] = [
  {
    role: "class_teacher",
    username: "teacher",
    password: "mock",
    unit: classes[0] as UnitRef,
    actions: [
      "check.report",
      "check.read",
      "work.read",
      "work.do",
      "absence.read",
      "absence.trace",
      "signal.read",
      "signal.persons",
      "unit.read",
      "roster.read",
    ],
  },
  {
    role: "health_officer",
    username: "health",
    password: "mock",
    unit: school,
    actions: [
      ...DESK,
      "check.report",
      "signal.persons",
      "signal.handle",
      "absence.trace",
      "absence.trace_medical",
      "absence.return",
    ],
  },
  {
    role: "principal",
    username: "principal",
    password: "mock",
    unit: school,
    actions: [...DESK, "signal.handle", "work.review", "work.do"],
  },
  {
    role: "county_officer",
    username: "county",
    password: "mock",
    unit: county,
    actions: [...DESK, "signal.handle", "work.issue"],
  },
  { role: "guardian", username: "guardian", password: "mock", unit: classes[0] as UnitRef, actions: [] },
  {
    role: "security_officer",
    username: "security",
    password: "mock",
    unit: school,
    actions: ["account.manage", "grant.manage", "unit.read"],
  },
  { role: "auditor", username: "auditor", password: "mock", unit: county, actions: ["audit.read", "unit.read"] },
];

export const meOf = (account: Account): Me => ({
  account_id: id(9, accounts.indexOf(account)),
  username: account.username,
  person: { id: id(7, 0), name: "杨静" },
  locale: "zh-CN",
  grants: [
    { role: account.role, unit: account.unit, via: account.role === "class_teacher" ? "post" : "grant", until: null },
  ],
  actions: account.actions,
  now: now(),
  today: TODAY,
  demo: {
    label_zh: "示范数据 · 疫情取自真实案例(诺如病毒,英国德比郡 2001)",
    label_en: "replayed from a real outbreak: norovirus, Derbyshire 2001",
    day_no: 14,
    days: 42,
    playing: true,
  },
});
