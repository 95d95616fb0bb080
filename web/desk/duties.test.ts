import { expect, test } from "vitest";
import type { Post, WorkTemplate } from "../client/types";
import { charter, doubles, dutiesOf, kindsOf, matrix, vacancies } from "./duties";

const DAY = "2026-11-23";
const post = (unit: string, kind: Post["kind"], holder: string | null, over: Partial<Post> = {}): Post =>
  ({
    post_id: `${unit}-${kind}`,
    unit: { id: unit, kind: "class", name: unit },
    kind,
    holder: holder ? { id: holder, name: holder } : null,
    from: holder ? "2026-09-01" : null,
    to: null,
    substitute: false,
    ...over,
  }) as Post;

const posts = [
  post("school", "principal", "a"),
  post("school", "secretary", "a"),
  post("c1", "class_teacher", "b"),
  post("c1", "class_teacher", "c", { substitute: true }),
  post("c2", "class_teacher", null),
  post("c3", "class_teacher", "d", { to: "2026-11-20" }),
  post("c4", "class_teacher", "e", { from: "2026-12-01" }),
];

test("a post without a holder today is vacant: none, gone, not yet begun", () =>
  expect(vacancies(matrix(posts, DAY)).map((one) => one.unit.id)).toEqual(["c2", "c3", "c4"]));

test("who holds two posts is named; who stands in is not", () =>
  expect(doubles(posts, DAY).map((one) => [one.name, one.posts.length])).toEqual([["a", 2]]));

test("the school's own posts come before the classes'", () =>
  expect(kindsOf(matrix(posts, DAY))).toEqual(["principal", "secretary", "class_teacher"]));

test("a charter lists what the post does and stands in for", () => {
  const template = (id: string, owner: string, deputy: string | null) =>
    ({ id, title_zh: id, title_en: id, owner, deputy, minutes: 10, recurrence: "FREQ=DAILY" }) as WorkTemplate;
  const duties = dutiesOf("clerk", [
    template("x", "clerk", null),
    template("y", "principal", "clerk"),
    template("z", "principal", null),
  ]);
  expect(duties.map(({ template: { id }, as }) => [id, as])).toEqual([
    ["x", "owner"],
    ["y", "deputy"],
  ]);
  const paper = charter("clerk", "校", duties);
  expect(paper.paper === "table" && paper.rows.every((row) => row.length === paper.columns.length)).toBe(true);
});
