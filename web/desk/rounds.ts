/** Rounds by place: what is late in which building, and the sheet for the wall. Pure. */
import type { Paper, Task, Unit, WorkTemplate } from "../client/types";
import { pick, t } from "../shared/i18n";
import { addDays, longDay, shortDay } from "../shared/time";

export type Building = { name: string; tasks: Task[]; late: number };

/** Tasks of rounds only. */
export function roundsOf(tasks: readonly Task[], templates: readonly WorkTemplate[]): Task[] {
  const rounds = new Set(templates.filter((one) => one.kind === "round").map((one) => one.id));
  return tasks.filter((one) => rounds.has(one.template));
}

/** By what stands above each place (a building, a grade), those with the most late ones first. */
export function byBuilding(tasks: readonly Task[], units: readonly Unit[]): Building[] {
  const above = new Map(units.map((unit) => [unit.id, unit.path_names.at(-2) ?? ""]));
  const found = new Map<string, Building>();
  for (const task of tasks) {
    const name = above.get(task.unit.id) ?? "";
    const building = found.get(name) ?? { name, tasks: [], late: 0 };
    building.tasks.push(task);
    building.late += Number(task.overdue);
    found.set(name, building);
  }
  return [...found.values()].sort((a, b) => b.late - a.late || a.name.localeCompare(b.name, "zh"));
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

const SCHOOL_WEEK = 5;

/** One row a place and round, a box a day: to hang on the wall, ticked by hand, and entered at the week's end. */
export function wallSheet(tasks: readonly Task[], where: string, day: string): Paper {
  const monday = mondayOf(day);
  const days = Array.from({ length: SCHOOL_WEEK }, (_, n) => addDays(monday, n));
  const rows = new Map<string, string[]>();
  for (const task of tasks)
    rows.set(`${task.unit.id} ${task.template}`, [
      task.unit.name,
      pick(task.title_zh, task.title_en),
      ...days.map(() => ""),
      "",
    ]);
  return {
    paper: "table",
    title: t("round.sheet"),
    subtitle: `${where} · ${shortDay(monday)} – ${shortDay(addDays(monday, SCHOOL_WEEK - 1))}`,
    columns: [
      { heading: t("round.place"), share: 4 },
      { heading: t("task.what"), share: 5 },
      ...days.map((one) => ({ heading: longDay(one), share: 3 })),
      { heading: t("round.signature"), share: 3 },
    ],
    rows: [...rows.values()].sort((a, b) => (a[0] ?? "").localeCompare(b[0] ?? "", "zh")),
    notes: [t("round.sheet_note")],
    turned: "sideways",
    foot: t("app.name"),
  };
}
