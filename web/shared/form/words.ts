/** What a form says, in the language chosen. */
import { pick, t, tCode } from "../i18n";
import type { FieldError, Question, Text } from "./schema";

export const words = (text: Text): string => pick(text.zh, text.en);

const unitOf = (question: Question): string => question["x-unit"] ?? "";

/** A code as its label; a code without one is shown as it is. */
export function labelOf(question: Question, code: string): string {
  const label = (question["x-labels"] ?? question.items?.["x-labels"])?.[code];
  return label ? words(label) : code;
}

export const choicesOf = (question: Question): { value: string; label: string }[] =>
  (question.enum ?? question.items?.enum ?? []).map((value) => ({ value, label: labelOf(question, value) }));

/** "0–50 mg/L" beside a number, so that nobody has to guess what is taken. */
export function rangeOf(question: Question): string {
  const { minimum, maximum } = question;
  const unit = unitOf(question);
  if (minimum === undefined && maximum === undefined) return unit;
  if (minimum === undefined) return `≤ ${maximum} ${unit}`.trim();
  if (maximum === undefined) return `≥ ${minimum} ${unit}`.trim();
  return `${minimum}–${maximum} ${unit}`.trim();
}

export const errorText = ({ code, args }: Pick<FieldError, "code" | "args">): string => tCode("problem", code, args);

/** An answer in words, for whoever reads the record. */
export function answerText(question: Question, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value))
    return question["x-kind"]
      ? t("form.files", { n: value.length })
      : value.map((one) => labelOf(question, String(one))).join(t("list.comma"));
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return [String(value), unitOf(question)].filter(Boolean).join(" ");
  return question.enum ? labelOf(question, String(value)) : String(value);
}
