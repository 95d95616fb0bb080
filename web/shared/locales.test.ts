/** Every word on a page stands in content/locales, in both languages, and every word there is used. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import en from "../../content/locales/en.json";
import zh from "../../content/locales/zh-CN.json";

const root = join(import.meta.dirname, "..");
const pages = ["shared", "shared/form", "desk", "field"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.ts$/.test(name))
    .map((name) => join(root, folder, name)),
);
const sources = pages.map((path) => ({ path, text: readFileSync(path, "utf8") }));
const keys = Object.keys(zh);
const holes = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((hole) => hole[1]))].sort();
const texts = (all: Record<string, string>) => Object.entries(all);

describe("parity", () => {
  test("both languages have the same keys, sorted", () => {
    expect(Object.keys(en)).toEqual(keys);
    expect(keys).toEqual([...keys].sort());
  });

  test("no text is empty; both name the same parameters", () => {
    for (const [key, text] of texts(zh)) {
      const other = (en as Record<string, string>)[key] ?? "";
      expect(text.trim() && other.trim(), key).not.toBe("");
      expect(holes(text), key).toEqual(holes(other));
    }
  });

  test("Chinese punctuation is full-width, English has no Chinese", () => {
    const half = texts(zh)
      .filter(([, text]) => /[一-龥][,;:?!()]|[,;:?!()][一-龥]/.test(text))
      .map(([key]) => key);
    expect(half).toEqual([]);
    expect(
      texts(en)
        .filter(([key, text]) => key !== "language.other" && /[一-龥]/.test(text))
        .map(([key]) => key),
    ).toEqual([]);
  });
});

/** Attributes a person reads or hears. */
const SPOKEN = /^(title|label|placeholder|alt|description|subTitle|okText|cancelText|content|confirmText|aria-label)$/;

function literals(path: string, text: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN.test(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      found.push(node.initializer.text);
    if ((ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) && /[一-龥]/.test(node.text))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("pages", () => {
  test("hold no words of their own", () => {
    expect(sources.flatMap(({ path, text }) => literals(path, text).map((word) => `${path}: ${word}`))).toEqual([]);
  });

  test("every text is used", () => {
    const all = sources.map((one) => one.text).join("\n");
    const families = new Set([...all.matchAll(/tCode\("([a-z_]+)"/g)].map((one) => `${one[1]}.`));
    const used = (key: string) =>
      all.includes(`"${key}"`) || [...families, "signal.event."].some((family) => key.startsWith(family));
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });
});
