/** Who answers for what: posts by unit, vacancies, and people who hold more than one. Pure. */
import type { Paper, Post, UnitRef, WorkTemplate } from "../client/types";
import { pick, t, tCode } from "../shared/i18n";
import { personName } from "../shared/sentences";

export type Cell = { kind: Post["kind"]; holders: Post[]; vacant: boolean };
export type Row = { unit: UnitRef; cells: Map<Post["kind"], Cell> };
export type Double = { person: string; name: string; posts: Post[] };

const current = (post: Post, today: string): boolean =>
  post.holder !== null &&
  post.holder !== undefined &&
  (!post.from || post.from <= today) &&
  (!post.to || post.to >= today);

/** A row a unit that has posts, a cell a post; a post without a holder today is vacant. */
export function matrix(posts: readonly Post[], today: string): Row[] {
  const rows = new Map<string, Row>();
  for (const post of posts) {
    const row = rows.get(post.unit.id) ?? { unit: post.unit, cells: new Map() };
    rows.set(post.unit.id, row);
    const cell = row.cells.get(post.kind) ?? { kind: post.kind, holders: [], vacant: true };
    row.cells.set(post.kind, cell);
    if (!current(post, today)) continue;
    cell.holders.push(post);
    cell.vacant = false;
  }
  return [...rows.values()];
}

/** The kinds of posts that stand in these rows, those of the fewest units first: the school's own before the classes'. */
export function kindsOf(rows: readonly Row[]): Post["kind"][] {
  const counts = new Map<Post["kind"], number>();
  for (const row of rows) for (const kind of row.cells.keys()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => a - b).map(([kind]) => kind);
}

export const vacancies = (rows: readonly Row[]): { unit: UnitRef; kind: Post["kind"] }[] =>
  rows.flatMap((row) =>
    [...row.cells.values()].filter((one) => one.vacant).map(({ kind }) => ({ unit: row.unit, kind })),
  );

/** People who hold more than one post in their own right: standing in for somebody does not count. */
export function doubles(posts: readonly Post[], today: string): Double[] {
  const found = new Map<string, Double>();
  for (const post of posts) {
    if (!current(post, today) || post.substitute || !post.holder) continue;
    const { id } = post.holder;
    const one = found.get(id) ?? { person: id, name: personName(post.holder), posts: [] };
    one.posts.push(post);
    found.set(id, one);
  }
  return [...found.values()].filter((one) => one.posts.length > 1);
}

export type Duty = { template: WorkTemplate; as: "owner" | "deputy" };

/** What a post has to do, by the kinds of work there are. */
export const dutiesOf = (kind: Post["kind"], templates: readonly WorkTemplate[]): Duty[] =>
  templates.flatMap((template): Duty[] => {
    if (template.owner === kind) return [{ template, as: "owner" }];
    return template.deputy === kind ? [{ template, as: "deputy" }] : [];
  });

const rhythm = (template: WorkTemplate): string => {
  const freq = /FREQ=(\w+)/.exec(template.recurrence ?? "")?.[1]?.toLowerCase();
  return freq ? tCode("frequency", freq) : t("duty.when_issued");
};

/** A post's charter: what it does and in whose stead, how often, and how long it takes. */
export function charter(kind: Post["kind"], where: string, duties: readonly Duty[]): Paper {
  const heads: [string, number][] = [
    [t("task.what"), 6],
    [t("duty.as"), 2],
    [t("duty.rhythm"), 3],
    [t("duty.minutes"), 2],
    [t("task.guide"), 8],
  ];
  return {
    paper: "table",
    title: t("duty.charter_title", { post: tCode("post_kind", kind) }),
    subtitle: where,
    columns: heads.map(([heading, share]) => ({ heading, share })),
    rows: duties.map(({ template, as }) => [
      pick(template.title_zh, template.title_en),
      tCode("duty_as", as),
      rhythm(template),
      String(template.minutes),
      pick(template.guide_zh ?? "", template.guide_en ?? ""),
    ]),
    notes: [t("duty.charter_note")],
    turned: "sideways",
    foot: t("app.name"),
  };
}
