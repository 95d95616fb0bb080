/** Kinds of work and their forms, for phone and desk. */
import { useQuery } from "@tanstack/react-query";
import { api, page } from "../client/api";
import type { FieldProblem, Task, WorkTemplate } from "../client/types";
import { type Answers, type FieldError, type FormSchema, type Question, sampled } from "./form/schema";
import { remembered } from "./remember";

/** Every kind of work with its form: small, changed only with the program, and needed where there is no signal. */
export const useTemplates = () =>
  useQuery({
    queryKey: ["work", "templates"],
    queryFn: remembered("work.templates", () => page<WorkTemplate>(api.GET("/api/v1/work/templates"))),
    staleTime: 60 * 60_000,
  });

/** The form of a task as it is asked of this one. */
export function formOf(template: WorkTemplate | undefined, task: Pick<Task, "photo_wanted">): FormSchema | null {
  if (!template?.form) return null;
  const schema = template.form as unknown as FormSchema;
  return template.photos_most ? sampled(schema, task.photo_wanted ? "drawn" : "not_drawn") : schema;
}

/** The server's "answers.places.1" as the form's "/places/1". */
export const refusals = (problems: readonly FieldProblem[] = []): FieldError[] =>
  problems
    .filter((one) => one.field.startsWith("answers."))
    .map((one) => ({ field: one.field.slice("answers".length).replaceAll(".", "/"), code: one.code }));

/** For work that is only ticked off. */
export const NO_QUESTIONS: FormSchema = { type: "object", "x-title": { zh: "", en: "" }, properties: {} };

/** Every question that a form may ask, under whatever condition. */
export function allQuestions(schema: FormSchema | null | undefined): Map<string, Question> {
  const branches = (schema?.allOf ?? []).flatMap((rule) => Object.entries(rule.then.properties ?? {}));
  return new Map([...Object.entries(schema?.properties ?? {}), ...branches]);
}

/** The files that answers name. */
export const filesOf = (questions: Map<string, Question>, answers: Answers): string[] =>
  [...questions].filter(([, one]) => one["x-kind"]).flatMap(([name]) => (answers[name] as string[] | undefined) ?? []);
