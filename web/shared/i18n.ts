import { useSyncExternalStore } from "react";
import en from "../../content/locales/en.json";
import zh from "../../content/locales/zh-CN.json";
import { ProblemError } from "../client/problem";
import { fill, type Params } from "./text";

export type Locale = "zh-CN" | "en";
export type Key = keyof typeof zh;

const texts: Record<Locale, Record<string, string>> = { "zh-CN": zh, en };
const CHOICE = "xd.locale";
const listeners = new Set<() => void>();

let current: Locale = globalThis.localStorage?.getItem(CHOICE) === "en" ? "en" : "zh-CN";

export const locale = (): Locale => current;

/** Tells the browser which language the page is in, for fonts and screen readers. */
export const declareLocale = (): void => globalThis.document?.documentElement.setAttribute("lang", current);

function use(next: Locale): void {
  current = next;
  declareLocale();
  listeners.forEach((tell) => tell());
}

/** Somebody chose: this device keeps to it. */
export function setLocale(next: Locale): void {
  globalThis.localStorage?.setItem(CHOICE, next);
  use(next);
}

/** The account's language, unless somebody chose another on this device. */
export function suggestLocale(next: Locale): void {
  if (!globalThis.localStorage?.getItem(CHOICE)) use(next);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Redraws the caller when the language changes. */
export const useLocale = (): Locale => useSyncExternalStore(subscribe, locale);

export const t = (key: Key, params?: Params): string => fill(texts[current][key] ?? key, params);

/** For keys made from a code of the server; a code without words yet is shown as it is. */
export const tCode = (prefix: string, code: string, params?: Params): string =>
  fill(texts[current][`${prefix}.${code}`] ?? code, params);

/** The server sends texts that are data (labels of rules) in both languages. */
export const pick = (zhText: string, enText: string): string => (current === "en" ? enText : zhText);

/** What is wrong with one field, in words by its code; for a code without words, what the server says of it. */
export const fieldText = ({ code, detail }: { code: string; detail: string }): string =>
  texts[current][`problem.${code}`] ?? t("problem.other", { code: detail || code });

/** What went wrong, in words, by its code; a field's own message where the server named one. */
export function problemText(error: unknown): string {
  if (!(error instanceof ProblemError)) return t("problem.unknown");
  const field = error.errors.map((one) => texts[current][`problem.${one.code}`]).find(Boolean);
  return field ?? texts[current][`problem.${error.code}`] ?? t("problem.other", { code: error.code });
}
