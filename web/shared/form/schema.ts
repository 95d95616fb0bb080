/**
 * The profile of JSON Schema that forms are written in, read: which questions stand for given answers, and what is wrong
 * with these. Pure. The server reads the same forms with a validator; `tests/data/forms` holds both to the same verdicts.
 */
export type Text = { zh: string; en: string };
type Labels = Readonly<Record<string, Text>>;

/** One question, as the schema writes it. Lengths count characters, bounds are included. */
export type Question = {
  type: "string" | "integer" | "number" | "boolean" | "array";
  "x-title": Text;
  "x-help"?: Text;
  /** "mg/L" */
  "x-unit"?: string;
  "x-labels"?: Labels;
  "x-kind"?: "photo" | "file";
  enum?: readonly string[];
  format?: "date" | "time";
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  items?: { type: "string"; enum?: readonly string[]; "x-labels"?: Labels; pattern?: string };
};

type Questions = Readonly<Record<string, Question>>;
type Condition = {
  properties: Readonly<Record<string, { const?: unknown; enum?: readonly unknown[] }>>;
  required: string[];
};

export type FormSchema = {
  type: "object";
  "x-title": Text;
  properties: Questions;
  required?: readonly string[];
  allOf?: readonly { if: Condition; then: { properties?: Questions; required?: readonly string[] } }[];
};

export type Answers = Readonly<Record<string, unknown>>;
export type Asked = { name: string; question: Question; needed: boolean };
/** One rule that an answer breaks; `args` fill the words of the code. */
export type FieldError = { field: string; code: string; args?: Record<string, string> };

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

type Fault = Omit<FieldError, "field"> & { entry?: number };

const fault = (code: string): Fault => ({ code: `form.${code}` });
const beyond = (code: string, limit: number): Fault => ({ ...fault(code), args: { limit: String(limit) } });

/** One of a choice, or of a list of them; a reference to a file. */
function ofEntry(value: unknown, { enum: codes, pattern }: { enum?: readonly string[]; pattern?: string }): Fault[] {
  const found: Fault[] = [];
  if (codes && !codes.includes(value as string)) found.push(fault("choice"));
  if (typeof value !== "string") return [...found, fault("type")];
  if (pattern && !new RegExp(pattern, "u").test(value)) found.push(fault("no_file"));
  return found;
}

function ofText(question: Question, value: unknown): Fault[] {
  const found = ofEntry(value, { enum: question.enum });
  if (typeof value !== "string") return found;
  const { format, minLength, maxLength } = question;
  if (format === "date" && !isDay(value)) found.push(fault("date"));
  if (format === "time" && !TIME.test(value)) found.push(fault("time"));
  if (minLength !== undefined && length(value) < minLength) found.push(beyond("too_short", minLength));
  if (maxLength !== undefined && length(value) > maxLength) found.push(beyond("too_long", maxLength));
  return found;
}

function ofNumber({ type, minimum, maximum }: Question, value: unknown): Fault[] {
  if (typeof value !== "number" || !Number.isFinite(value)) return [fault("type")];
  const found = type === "integer" && !Number.isInteger(value) ? [fault("type")] : [];
  if (minimum !== undefined && value < minimum) found.push(beyond("minimum", minimum));
  if (maximum !== undefined && value > maximum) found.push(beyond("maximum", maximum));
  return found;
}

function ofList({ items, minItems, maxItems, uniqueItems }: Question, value: unknown): Fault[] {
  if (!Array.isArray(value)) return [fault("type")];
  const found: Fault[] = value.flatMap((one, entry) => ofEntry(one, items ?? {}).map((each) => ({ ...each, entry })));
  if (minItems !== undefined && value.length < minItems) found.push(beyond("too_few", minItems));
  if (maxItems !== undefined && value.length > maxItems) found.push(beyond("too_many", maxItems));
  if (uniqueItems && new Set(value).size < value.length) found.push(fault("twice"));
  return found;
}

function wrong(question: Question, value: unknown): Fault[] {
  switch (question.type) {
    case "string":
      return ofText(question, value);
    case "integer":
    case "number":
      return ofNumber(question, value);
    case "boolean":
      return typeof value === "boolean" ? [] : [fault("type")];
    case "array":
      return ofList(question, value);
  }
}

/** Every rule that the answers break, sorted by field and code; `tests/data/forms/README.md` lists the codes. */
export function errorsOf(schema: FormSchema, answers: Answers): FieldError[] {
  const list = asked(schema, answers);
  const names = new Set(list.map((one) => one.name));
  const ofQuestions = list.flatMap(({ name, question, needed }) => {
    const field = pointer(name);
    if (!has(answers, name)) return needed ? [{ field, code: "form.required" }] : [];
    return wrong(question, answers[name]).map(({ entry, ...rest }) => ({
      ...rest,
      field: entry === undefined ? field : `${field}/${entry}`,
    }));
  });
  const strangers = Object.keys(answers)
    .filter((name) => has(answers, name) && !names.has(name))
    .map((name) => ({ field: pointer(name), code: "form.not_asked" }));
  const order = (a: FieldError, b: FieldError) => compare(a.field, b.field) || compare(a.code, b.code);
  return [...ofQuestions, ...strangers].sort(order);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** The question that an error speaks of. */
export const questionOf = (field: string): string => `/${field.split("/")[1] ?? ""}`;

type Part = { properties?: Questions; required?: readonly string[] };

function drawn<T extends Part>(part: T, photo: "drawn" | "not_drawn"): T {
  const entries = Object.entries(part.properties ?? {});
  const names = entries.filter(([, question]) => question["x-kind"] === "photo").map(([name]) => name);
  if (names.length === 0) return part;
  const required = part.required ?? [];
  if (photo === "drawn") return { ...part, required: [...new Set([...required, ...names])] };
  const left = entries.filter(([name]) => !names.includes(name) || required.includes(name));
  return { ...part, properties: Object.fromEntries(left) };
}

/**
 * The form as it is asked where photos are drawn by lot: the task that was drawn needs one, the others are not asked. A photo
 * that the form itself requires stays.
 */
export function sampled(schema: FormSchema, photo: "drawn" | "not_drawn"): FormSchema {
  const branches = schema.allOf?.map((rule) => ({ ...rule, then: drawn(rule.then, photo) }));
  return { ...drawn(schema, photo), ...(branches ? { allOf: branches } : {}) };
}
