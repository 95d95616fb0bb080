import { useState } from "react";
import {
  type Answers,
  type Asked,
  asked,
  errorsOf,
  type FieldError,
  type FormSchema,
  pointer,
  prune,
  questionOf,
} from "./schema";

export type Form = {
  questions: Asked[];
  /** Only what stands: answers to questions that are gone are left out. */
  answers: Answers;
  set: (name: string, value: unknown) => void;
  /** What is wrong with one answer, once somebody has been at it or tried to hand in. */
  errorOf: (name: string) => FieldError | undefined;
  /** The answers if nothing is wrong with them; else every error is shown from now on. */
  finish: () => Answers | null;
};

/** A form being filled in: the same for phone and desk. `refused` are errors that the server named. */
export function useForm(schema: FormSchema, start: Answers, refused: readonly FieldError[] = []): Form {
  const [raw, setRaw] = useState(start);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState<"touched" | "all">("touched");
  const answers = prune(schema, raw);
  const errors = errorsOf(schema, answers);
  const at = (all: readonly FieldError[], name: string) => all.find((one) => questionOf(one.field) === pointer(name));
  return {
    questions: asked(schema, answers),
    answers,
    set(name, value) {
      setRaw((before) => ({ ...before, [name]: value }));
      setTouched((before) => new Set(before).add(name));
    },
    errorOf(name) {
      const own = at(errors, name);
      if (own && (shown === "all" || (touched.has(name) && own.code !== "form.required"))) return own;
      return touched.has(name) ? undefined : at(refused, name);
    },
    finish() {
      setShown("all");
      return errors.length === 0 ? answers : null;
    },
  };
}

/** What is typed as a number: undefined where nothing is, the text itself where it is none, so that it is refused in words. */
export function readNumber(text: string): number | string | undefined {
  const plain = text.trim().replace(/[。,,]/, ".");
  if (!plain) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : text;
}
