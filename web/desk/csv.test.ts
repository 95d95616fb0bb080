import { expect, test } from "vitest";
import { countLines, decode } from "./csv";

const bytes = (...all: number[]) => new Uint8Array(all);

test("UTF-8 is read as such, with or without its mark", () => {
  expect(decode(new TextEncoder().encode("\u59d3\u540d"))).toEqual({ text: "\u59d3\u540d", encoding: "utf-8" });
  expect(decode(bytes(0xef, 0xbb, 0xbf, 0x41)).text).toBe("A");
});

test("what Excel saves in China is read as GB 18030", () => {
  expect(decode(bytes(0xd0, 0xd5, 0xc3, 0xfb))).toEqual({ text: "\u59d3\u540d", encoding: "gb18030" });
});

test("the header and empty lines are not counted", () => {
  expect(countLines("name\r\na\r\n\r\nb\r\n")).toBe(2);
  expect(countLines("")).toBe(0);
});
