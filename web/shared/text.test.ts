import { expect, test } from "vitest";
import { fill } from "./text";

const cases: [string, Record<string, string | number>, string][] = [
  ["已收到 {time}", { time: "07:41" }, "已收到 07:41"],
  ["{n} {n|pupil|pupils} of {all}", { n: 1, all: 45 }, "1 pupil of 45"],
  ["{n} {n|pupil|pupils}", { n: 0 }, "0 pupils"],
  ["a {missing} stays", {}, "a {missing} stays"],
  ["{a}{a}", { a: "$&" }, "$&$&"],
];

test.each(cases)("%s", (template, params, expected) => expect(fill(template, params)).toBe(expected));
