import type {
  SignalEvent,
  BatchResult,
  CheckReceipt,
  CheckReport,
  CheckView,
  Completeness,
  Problem,
  UnitRef,
} from "../client/types";
import { addDays } from "./days.ts";
import * as d from "./data.ts";
import { workRoute } from "./work-routes.ts";

export type Ask = { path: string; query: URLSearchParams; body: never; account: d.Account };
export type Reply = { status: number; body: unknown };

export const ok = (body: unknown, status = 200): Reply => ({ status, body });
export const problem = (status: number, code: string): Reply => ({
  status,
  body: {
    type: `/problems/${code}`,
    title: code,
    status,
    code,
    detail: code,
    errors: [],
    request_id: "mock",
  } satisfies Problem,
});
export const list = (items: unknown[]) => ok({ items, next: null });

/** A check as the server would take it: numbers from the roster, the earlier one superseded. */
function take(report: CheckReport, account: d.Account): CheckReceipt {
  const c = d.classes.findIndex((unit) => unit.id === report.group_id);
  const expected = d.sizes[c] ?? 0;
  const of = (kind: string) => report.exceptions.filter((one) => one.kind === kind).length;
  d.checks.filter((one) => one.group_id === report.group_id).forEach((one) => (one.current = false));
  const person = (person_id: string) => ({
    id: person_id,
    name: d.roster(c).find((m) => m.person.id === person_id)?.person.name ?? null,
  });
  const view: CheckView = {
    check_id: crypto.randomUUID(),
    group_id: report.group_id,
    school_day: d.TODAY,
    check_type: report.check_type,
    expected,
    present: expected - of("absent_ill") - of("absent_other"),
    absent_ill: of("absent_ill"),
    absent_other: of("absent_other"),
    late: of("late"),
    ill_in_class: of("ill_in_class"),
    roster_version: 12,
    roster_in_force: 12,
    occurred_at: report.occurred_at,
    received_at: d.now(),
    current: true,
    clock_adjusted: false,
    already_received: false,
    on_paper: false,
    checker: d.meOf(account).person ?? { id: "", name: null },
    exceptions: report.exceptions.map((one) => ({ ...one, person: person(one.person_id) })),
  };
  d.checks.unshift(view);
  return view;
}

function due(account: d.Account) {
  const mine = account.role === "class_teacher" ? d.classes.slice(0, 1) : [];
  const items = mine.map((group, c) => {
    const latest = d.checks.find((one) => one.group_id === group.id && one.current) ?? null;
    const said = d.pupil(c, 9);
    return {
      group,
      school: d.school,
      check_type: "morning",
      deadline: new Date(d.START + 19 * 60_000).toISOString(),
      state: latest ? "done" : "due",
      roster_version: 12,
      expected: d.sizes[c],
      latest,
      substitute: false,
      prefilled:
        process.env.XD_MOCK === "quiet"
          ? []
          : [
              {
                person_id: said.id,
                kind: "absent_ill",
                symptoms: ["vomiting"],
                celsius: 38.2,
                note: "夜里吐了两次,今天去医院",
                message_id: d.id(6, 900),
                said_at: new Date(d.START - 50 * 60_000).toISOString(),
              },
            ],
    };
  });
  return ok({ now: d.now(), day: d.TODAY, items });
}

function completeness(unit: UnitRef): Completeness {
  const rows = unit.kind === "county" ? d.schools : d.classes;
  const items = rows.map((row, n): Completeness["items"][number] => {
    const isClass = row.kind === "class";
    const check = d.checks.find((one) => one.group_id === row.id && one.current);
    const groups = isClass ? 1 : 6 + ((n * 7) % 30);
    const missing = isClass ? (check ? 0 : 1) : n === 0 ? 3 : n % 4 === 3 ? n % 5 : 0;
    const expected = isClass ? (d.sizes[n] ?? 30) : groups * 38;
    const ill = isClass ? (check?.absent_ill ?? 0) : n === 0 ? 33 : (n * 3) % 5;
    return {
      unit: row,
      groups_expected: groups,
      groups_reported: groups - missing,
      overdue: n === 7 ? missing : 0,
      expected,
      present: missing && isClass ? 0 : expected - ill,
      absent_ill: ill,
      absent_other: 0,
      late: 0,
      ill_in_class: n % 6 === 5 ? 1 : 0,
      state: missing ? (n === 7 ? "overdue" : "due") : "done",
      latest_at: check?.received_at ?? null,
      checker: { id: d.id(7, n), name: d.nameOf(n + 400) },
      deadline: new Date(d.START + 19 * 60_000).toISOString(),
    };
  });
  const sum = (of: (item: Completeness["items"][number]) => number) => items.reduce((all, item) => all + of(item), 0);
  return {
    unit,
    day: d.TODAY,
    school_day: true,
    items,
    totals: {
      groups_expected: sum((i) => i.groups_expected),
      groups_reported: sum((i) => i.groups_reported),
      pupils_expected: sum((i) => i.expected),
      present: sum((i) => i.present),
      absent_ill: sum((i) => i.absent_ill),
      absent_other: 2,
      late: 3,
      ill_in_class: sum((i) => i.ill_in_class),
      overdue: sum((i) => i.overdue),
    },
  };
}

const curve = (unit: UnitRef, by: string) =>
  ok({
    unit,
    days: d.curveDays,
    series:
      by === "class"
        ? d.classes.slice(0, 7).map((one, c) => ({
            key: one.id,
            zh: one.name,
            en: one.name,
            counts: d.curveDays.map((_, n) => d.casesOf(c, n)),
          }))
        : d.SYNDROMES.map((one, s) => ({
            key: one.code,
            zh: one.zh,
            en: one.en,
            counts: d.curveDays.map(
              (_, n) => d.classes.reduce((all, _c, c) => all + d.casesOf(c, n), 0) * (s ? 0 : 1) + (s ? n % 3 : 0),
            ),
          })),
    signals: d.signals.map(({ id, rule_id, first_day, holds_through }) => ({ id, rule_id, first_day, holds_through })),
  });

const unitView = (unit: UnitRef) => ({
  ...unit,
  code: null,
  parent: d.parentOf(unit)?.id ?? null,
  institution: d.school.id,
  path_names: [unit.name],
  members: null,
});

function units(ask: Ask): Reply {
  const parent = ask.query.get("parent");
  if (!parent) return list([unitView(ask.account.unit)]);
  const children = parent === d.county.id ? d.schools : parent === d.school.id ? d.classes : [];
  return list(children.map(unitView));
}

function signalRoute(ask: Ask, [id, verb]: string[]): Reply {
  const one = d.signals.find((signal) => signal.id === id);
  if (!one) return problem(404, "not_found");
  if (!verb) {
    const view = d.detail(one);
    const seen = ask.account.actions.includes("signal.persons");
    return ok(
      seen
        ? view
        : {
            ...view,
            persons: view.persons.map((p, n) => ({
              ...p,
              person: { id: p.person.id, name: null, label: `学生 ${n + 1}` },
            })),
          },
    );
  }
  const said: SignalEvent["kind"] = {
    acknowledge: "acknowledged",
    comment: "commented",
    "hand-on": "handed_on",
    close: "closed",
  }[verb] as SignalEvent["kind"];
  const { text = null } = ask.body as { text?: string };
  d.done.push({
    id: one.id,
    event: { at: d.now(), by: d.meOf(ask.account).person, kind: said, reason: null, text, count: null, to: null },
  });
  const next = { acknowledge: "acknowledged", "hand-on": "handed_on", close: "closed" } as const;
  if (verb in next) one.state = next[verb as keyof typeof next];
  return ok(one);
}

function absenceRoute(ask: Ask, [id, verb]: string[]): Reply {
  const one = d.absences.find((absence) => absence.id === id);
  if (!one) return problem(404, "not_found");
  const body = ask.body as Record<string, never>;
  if (verb === "traces")
    Object.assign(one, {
      symptoms: body.symptoms,
      onset: body.onset,
      onset_assumed: false,
      expected_return: body.expected_return ?? null,
      diagnosis: body.diagnosis ?? null,
      trace_state: body.diagnosis ? "traced_by_health_officer" : "traced_by_teacher",
    });
  if (verb === "return") one.state = "returned";
  const rule = {
    disease: "norovirus",
    text_zh: "症状消失后满 72 小时",
    text_en: "72 hours after symptoms are gone",
    status: "G",
    source: "诺如病毒感染暴发调查和预防控制技术指南(2015 版)",
    sources: [],
    variants: "48 小时(部分地区)",
  };
  const ruling = {
    met: false,
    earliest: addDays(d.TODAY, 2),
    clauses: [
      { code: "symptom_free_h", amount: 72, negated: false, met: false },
      { code: "certificate_hospital", negated: false, met: true },
    ],
    rule,
  };
  if (verb === "return-certificates")
    return ok(
      {
        certificate: {
          id: d.id(6, 901),
          issuer: body.issuer,
          issued_on: body.issued_on,
          met: false,
          checked_at: d.now(),
          by: { id: d.id(7, 1), name: "校医" },
        },
        ruling,
      },
      201,
    );
  if (!verb)
    return ask.query.get("reason")
      ? ok({
          ...one,
          certificates: [],
          exclusion: ruling,
          traces: [
            {
              at: d.now(),
              by: { id: d.id(7, 1), name: d.nameOf(401) },
              stage: "teacher",
              symptoms: one.symptoms,
              onset: one.onset,
              doctor_seen: true,
              diagnosis: null,
              hospital: null,
              expected_return: one.expected_return,
              note: "家长电话告知",
            },
          ],
        })
      : problem(422, "request.invalid");
  return ok(one, verb === "traces" ? 201 : 200);
}

function checksRoute(ask: Ask, method: string, [what]: string[]): Reply {
  if (what === "due") return due(ask.account);
  if (what === "batch") {
    const { checks } = ask.body as { checks: CheckReport[] };
    return ok({
      results: checks.map((one): BatchResult => ({ client_key: one.client_key, receipt: take(one, ask.account) })),
    });
  }
  return method === "POST"
    ? ok(take(ask.body, ask.account), 201)
    : list(d.checks.filter((one) => one.group_id === ask.query.get("group")));
}

const rules = { symptoms: d.SYMPTOMS, diseases: d.DISEASES, syndromes: d.SYNDROMES };

/** Answers for one signed-in account; sessions and events are the plugin's. */
export function answer(ask: Ask, method: string): Reply {
  const [area, ...rest] = ask.path.split("/");
  const unit = d.units.get(ask.query.get("unit") ?? "") ?? ask.account.unit;
  switch (area) {
    case "units":
      if (rest[1] === "chain") return ok({ units: [], lines: [] });
      return rest[1] === "roster"
        ? ok({
            unit: d.units.get(rest[0] ?? ""),
            day: d.TODAY,
            roster_version: 12,
            members: d.roster(d.classes.findIndex((one) => one.id === rest[0])),
          })
        : rest[0]
          ? ok(unitView(d.units.get(rest[0]) ?? unit))
          : units(ask);
    case "checks":
      return checksRoute(ask, method, rest);
    case "completeness":
      return ask.account.actions.includes("check.read") ? ok(completeness(unit)) : problem(403, "auth.forbidden");
    case "absences":
      return rest[0]
        ? absenceRoute(ask, rest)
        : list(d.absences.filter((one) => one.state === "open" && (unit.kind !== "class" || one.class.id === unit.id)));
    case "signals":
      return rest[0]
        ? signalRoute(ask, rest)
        : list(d.signals.filter((one) => ask.query.get("state") !== "active" || one.state !== "closed"));
    case "epidemic-curve":
      return curve(unit, ask.query.get("by") ?? "syndrome");
    case "rules":
      return ok(rules[rest[0] as keyof typeof rules]);
    case "wards":
      return list([
        { person: d.pupil(0, 9), class: d.classes[0] },
        { person: d.pupil(6, 2), class: d.classes[6] },
      ]);
    case "guardian-messages":
      return ok({ message_id: crypto.randomUUID() }, 201);
    case "accounts":
      return method === "POST"
        ? ok(
            rest[1] === "grants"
              ? { grant_id: d.id(9, 77) }
              : { account_id: d.id(9, 50), password: "kestrel-maple-41-river" },
            201,
          )
        : list(
            d.accounts.map((one, n) => ({
              account_id: d.id(9, n),
              username: one.username,
              person: { id: d.id(7, n), name: d.nameOf(n + 400) },
              locale: "zh-CN",
              disabled: false,
              grants: [{ id: d.id(9, 100 + n), role: one.role, unit: one.unit, via: "grant", until: null }],
            })),
          );
    case "audit":
      return !ask.account.actions.includes("audit.read")
        ? problem(403, "auth.forbidden")
        : list(
            Array.from({ length: 12 }, (_, n) => ({
              id: d.id(9, 200 + n),
              at: new Date(d.START - n * 420_000).toISOString(),
              actor: d.nameOf(400 + n),
              action: n % 3 ? "check.report" : "absence.read",
              unit: d.classes[n % 15],
              subject: null,
              reason: n % 3 ? null : "tracing",
              outcome: "done",
            })),
          );
    case "work":
      return workRoute(ask, method, rest);
    case "files":
      return ok({ hash: "", media_type: "jpeg", size: 1 }, 201);
    case "demo":
    case "grants":
      return ok(null, 204);
    default:
      return problem(404, "not_found");
  }
}
