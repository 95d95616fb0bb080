/**
 * The profile of JSON Schema that forms are written in, read: which questions stand for given answers, and what is wrong
 * with these. Pure. The server reads the same forms with a validator; `tests/data/forms` holds both to the same verdicts.
 */
export type Text = { zh: string; en: string };

/** One question, as the schema writes it. Lengths count characters, bounds are included. */
export type Question = {
  type: "string" | "integer" | "number" | "boolean" | "array";
  "x-title": Text;
  "x-help"?: Text;
  /** "mg/L", or words in both languages. */
  "x-unit"?: string | Text;
  "x-labels"?: Readonly<Record<string, Text>>;
  "x-kind"?: "photo" | "file";
  enum?: readonly string[];
  format?: "date" | "time";
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: { type: "string"; enum?: readonly string[]; pattern?: string };
};

type Questions = Readonly<Record<string, Question>>;
type Condition = {
  properties: Readonly<Record<string, { const?: unknown; enum?: readonly unknown[] }>>;
  required: string[];
};

export type FormSchema = {
  type: "object";
  properties: Questions;
  required?: readonly string[];
  allOf?: readonly { if: Condition; then: { properties?: Questions; required?: readonly string[] } }[];
};

export type Answers = Readonly<Record<string, unknown>>;
export type Asked = { name: string; question: Question; needed: boolean };
export type FieldError = { field: string; code: string };

export const pointer = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

const has = (answers: Answers, name: string): boolean => Object.hasOwn(answers, name) && answers[name] !== undefined;

function holds(condition: Condition, answers: Answers): boolean {
  if (!condition.required.every((name) => has(answers, name))) return false;
  return Object.entries(condition.properties).every(
    ([name, only]) => !has(answers, name) || (only.enum ?? [only.const]).includes(answers[name]),
  );
}

/** The questions that stand for these answers, each after the question that brings it up. */
export function asked(schema: FormSchema, answers: Answers): Asked[] {
  const from = (questions: Questions = {}, required: readonly string[] = []): Asked[] =>
    Object.entries(questions).map(([name, question]) => ({ name, question, needed: required.includes(name) }));
  let list = from(schema.properties, schema.required);
  for (const rule of schema.allOf ?? []) {
    if (!holds(rule.if, answers)) continue;
    const known = new Set(list.map((one) => one.name));
    const needed = new Set(rule.then.required);
    list = list.map((one) => (needed.has(one.name) ? { ...one, needed: true } : one));
    const more = from(rule.then.properties, rule.then.required).filter((one) => !known.has(one.name));
    const cause = Math.max(...rule.if.required.map((name) => list.findIndex((one) => one.name === name)));
    list.splice(after(list, cause, schema, rule.if.required), 0, ...more);
  }
  return list;
}

/** Behind the cause and what it has brought up already, so that questions keep the order they are written in. */
function after(list: readonly Asked[], cause: number, schema: FormSchema, names: readonly string[]): number {
  if (cause < 0) return list.length;
  const brought = new Set<string>();
  const causes = new Set(names);
  for (const rule of schema.allOf ?? []) {
    if (!rule.if.required.some((name) => causes.has(name))) continue;
    for (const name of Object.keys(rule.then.properties ?? {})) {
      brought.add(name);
      causes.add(name);
    }
  }
  let at = cause + 1;
  while (at < list.length && brought.has(list[at]?.name ?? "")) at += 1;
  return at;
}

/** Without the answers to questions that no longer stand; what they had brought up goes with them. */
export function prune(schema: FormSchema, answers: Answers): Answers {
  const names = new Set(asked(schema, answers).map((one) => one.name));
  const left = Object.entries(answers).filter(([name, value]) => names.has(name) && value !== undefined);
  return left.length === Object.keys(answers).length ? answers : prune(schema, Object.fromEntries(left));
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

function isDay(text: string): boolean {
  const at = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return at !== null && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

const length = (text: string): number => [...text].length;

function ofString(question: Question, value: unknown): string | null {
  if (typeof value !== "string") return "type";
  if (question.enum && !question.enum.includes(value)) return "choice";
  if (question.format === "date" && !isDay(value)) return "format";
  if (question.format === "time" && !TIME.test(value)) return "format";
  return question.maxLength !== undefined && length(value) > question.maxLength ? "too_long" : null;
}

function ofNumber({ type, minimum, maximum }: Question, value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "type";
  if (type === "integer" && !Number.isInteger(value)) return "type";
  if (minimum !== undefined && value < minimum) return "too_small";
  return maximum !== undefined && value > maximum ? "too_large" : null;
}

function ofList({ items, minItems, maxItems, uniqueItems }: Question, value: unknown): string | null {
  if (!Array.isArray(value)) return "type";
  if (items && value.some((one) => typeof one !== "string")) return "type";
  if (items?.enum && !value.every((one) => items.enum?.includes(one as string))) return "choice";
  const pattern = items?.pattern ? new RegExp(items.pattern, "u") : null;
  if (pattern && !value.every((one) => pattern.test(one as string))) return "format";
  if (minItems !== undefined && value.length < minItems) return "too_few";
  if (maxItems !== undefined && value.length > maxItems) return "too_many";
  return uniqueItems && new Set(value).size < value.length ? "twice" : null;
}

function wrong(question: Question, value: unknown): string | null {
  switch (question.type) {
    case "string":
      return ofString(question, value);
    case "integer":
    case "number":
      return ofNumber(question, value);
    case "boolean":
      return typeof value === "boolean" ? null : "type";
    case "array":
      return ofList(question, value);
  }
}

/** What is wrong, a question at a time, sorted by field; codes are listed in `tests/data/forms/README.md`. */
export function errorsOf(schema: FormSchema, answers: Answers): FieldError[] {
  const list = asked(schema, answers);
  const found: FieldError[] = [];
  const say = (name: string, code: string) => found.push({ field: pointer(name), code: `form.${code}` });
  for (const { name, question, needed } of list) {
    if (!has(answers, name)) {
      if (needed) say(name, "required");
      continue;
    }
    const code = wrong(question, answers[name]);
    if (code) say(name, code);
  }
  const names = new Set(list.map((one) => one.name));
  for (const name of Object.keys(answers)) if (has(answers, name) && !names.has(name)) say(name, "not_asked");
  return found.sort((a, b) => (a.field < b.field ? -1 : 1));
}
