import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Answers, asked, errorsOf, type FieldError, type FormSchema, prune, sampled } from "./schema";

type Case = { name: string; answers: Answers; errors: FieldError[] };
type Fixture = { schema: FormSchema; cases: Case[] };

const folder = join(import.meta.dirname, "../../../tests/data/forms");
const read = (file: string): Fixture => JSON.parse(readFileSync(join(folder, file), "utf8")) as Fixture;
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

test("there are fixtures", () => expect(files.length).toBeGreaterThanOrEqual(2));

describe.each(files)("%s", (file) => {
  const { schema, cases } = read(file);
  test.each(cases)("$name", ({ answers, errors }) => {
    expect(errorsOf(schema, answers)).toEqual(errors);
  });
});

describe("order and pruning", () => {
  const { schema } = read("conditions.json");
  const names = (answers: Answers) => asked(schema, answers).map((one) => one.name);

  test("a question stands behind the one that brings it up", () => {
    expect(names({})).toEqual(["clean", "ill"]);
    expect(names({ clean: "no" })).toEqual(["clean", "why", "when", "minutes", "ill"]);
    expect(names({ clean: "yes", ill: true, spot: "corridor" })).toEqual(["clean", "minutes", "ill", "spot", "floor"]);
  });

  test("answers to questions that are gone go too, all the way down", () => {
    expect(prune(schema, { clean: "yes", why: "停水", minutes: 3 })).toEqual({ clean: "yes", minutes: 3 });
    expect(prune(schema, { clean: "not_used", ill: false, spot: "corridor", floor: 2 })).toEqual({
      clean: "not_used",
      ill: false,
    });
  });

  test("what is pruned is never refused as not asked", () => {
    for (const { answers } of read("types.json").cases) {
      const left = prune(read("types.json").schema, answers);
      expect(errorsOf(read("types.json").schema, left).some((one) => one.code === "form.not_asked")).toBe(false);
    }
  });
});

test("photos drawn by lot: needed of the one drawn, not asked of the others", () => {
  const { schema } = read("types.json");
  expect(errorsOf(sampled(schema, "drawn"), { word: "好" })).toEqual([{ field: "/photos", code: "form.required" }]);
  expect(asked(sampled(schema, "not_drawn"), {}).some((one) => one.name === "photos")).toBe(false);
  expect(
    asked(sampled({ ...schema, required: ["photos"] }, "not_drawn"), {}).some((one) => one.name === "photos"),
  ).toBe(true);

  const rule = {
    if: { properties: { open: { const: true } }, required: ["open"] },
    then: { properties: schema.properties },
  };
  const branch = { ...schema, properties: {}, required: [], allOf: [rule] } as unknown as FormSchema;
  expect(asked(sampled(branch, "not_drawn"), { open: true }).some((one) => one.name === "photos")).toBe(false);
  expect(asked(sampled(branch, "drawn"), { open: true }).find((one) => one.name === "photos")?.needed).toBe(true);
});
