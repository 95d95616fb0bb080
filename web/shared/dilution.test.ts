import { expect, test } from "vitest";
import { dilute, type Recipe, type Wish } from "./dilution";

const liquid = (percent: number, target: number, litres: number): Wish => ({
  stock: { form: "liquid", percent },
  target,
  litres,
});

// 84 disinfectant of 5 %: 1 : 99 gives 500 mg/L, 1 : 49 gives 1000 mg/L.
const cases: [string, Wish, Recipe][] = [
  ["5 % to 500 mg/L", liquid(5, 500, 10), { stock: 100, unit: "ml", water: 9.9, off: 0 }],
  ["5 % to 1000 mg/L", liquid(5, 1000, 5), { stock: 100, unit: "ml", water: 4.9, off: 0 }],
  ["undiluted", liquid(5, 50_000, 1), { stock: 1000, unit: "ml", water: 0, off: 0 }],
  [
    "a tablet of 500 mg in a litre",
    { stock: { form: "tablet", milligrams: 500 }, target: 500, litres: 1 },
    { stock: 1, unit: "tablets", water: 1, off: 0 },
  ],
  [
    "tablets are rounded up to halves",
    { stock: { form: "tablet", milligrams: 500 }, target: 250, litres: 2.5 },
    { stock: 1.5, unit: "tablets", water: 2.5, off: 0.2 },
  ],
  [
    "powder of 20 %",
    { stock: { form: "powder", percent: 20 }, target: 1000, litres: 10 },
    { stock: 50, unit: "g", water: 10, off: 0 },
  ],
];

test.each(cases)("%s", (_, wish, expected) => {
  const given = dilute(wish) as Recipe;
  expect(given.unit).toBe(expected.unit);
  expect(given.stock).toBeCloseTo(expected.stock, 9);
  expect(given.water).toBeCloseTo(expected.water, 9);
  expect(given.off).toBeCloseTo(expected.off, 9);
});

test("the agent is all there: what goes in equals what is wanted", () => {
  for (const percent of [1, 5, 12])
    for (const target of [250, 500, 2000])
      for (const litres of [0.5, 3, 20]) {
        const { stock, water } = dilute(liquid(percent, target, litres)) as Recipe;
        expect(stock / 1000 + water).toBeCloseTo(litres, 9);
        expect((stock / 1000) * percent * 10_000).toBeCloseTo(target * litres, 6);
      }
});

test.each([
  [liquid(0.01, 500, 1), "weaker_than_wanted"],
  [liquid(5, 0, 1), "not_positive"],
  [liquid(5, 500, Number.NaN), "not_positive"],
  [{ stock: { form: "tablet", milligrams: 0 }, target: 1, litres: 1 }, "not_positive"],
])("%o: %s", (wish, fault) => expect(dilute(wish as Wish)).toBe(fault));
