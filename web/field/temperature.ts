/** A whole class's temperatures, entered one after another: pure, so that the page only draws it. */
import type { CheckReport } from "../client/types";
import { readCelsius } from "./draft";

/** From here on a temperature is a fever (37.3 °C, the mark of the morning check). */
export const FEVER = 37.3;

export type Temperatures = ReadonlyMap<string, string>;
type Taken = NonNullable<CheckReport["temperatures"]>[number];

/** Three digits are a temperature without its point: "368" is 36.8. What no thermometer shows is null. */
export const readQuick = (text: string): number | null => {
  const digits = text.trim();
  return readCelsius(/^\d{3}$/.test(digits) ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits);
};

/** Whether nothing more can follow, so that the next pupil's field may have the focus. */
export const isWhole = (text: string): boolean =>
  /^(\d{3}|\d{2}[.,。]\d)$/.test(text.trim()) && readQuick(text) !== null;

export const isStrange = (text: string): boolean => text.trim() !== "" && readQuick(text) === null;

export const isFever = (text: string): boolean => (readQuick(text) ?? 0) >= FEVER;

/** As it is shown once it is whole: "368" becomes "36.8". */
const tidy = (text: string): string => (isWhole(text) ? (readQuick(text) ?? 0).toFixed(1) : text);

export function enter(all: Temperatures, personId: string, text: string): Temperatures {
  const next = new Map(all);
  if (text.trim()) next.set(personId, tidy(text));
  else next.delete(personId);
  return next;
}

/** What is sent: those that could be read, but of nobody who is away. */
export const toTaken = (all: Temperatures, away: ReadonlySet<string>): Taken[] =>
  [...all].flatMap(([person_id, text]) => {
    const celsius = readQuick(text);
    return celsius === null || away.has(person_id) ? [] : [{ person_id, celsius }];
  });

export const fromTaken = (taken: readonly Taken[] | undefined): Temperatures =>
  new Map((taken ?? []).map((one) => [one.person_id, one.celsius.toFixed(1)]));
