import { Input, TextArea } from "antd-mobile";
import { useState } from "react";
import type { Asked, Question } from "../shared/form/schema";
import { type Form, readNumber } from "../shared/form/use-form";
import { choicesOf, errorText, rangeOf, words } from "../shared/form/words";
import { t } from "../shared/i18n";
import { Photos } from "./Photos";

type FieldProps = {
  question: Question;
  name: string;
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

const LONG_TEXT = 60;

function Number_({ question, id, value, onChange }: FieldProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  return (
    <div className="amount">
      <Input
        id={id}
        inputMode={question.type === "integer" ? "numeric" : "decimal"}
        value={text}
        onChange={(next) => {
          setText(next);
          onChange(readNumber(next));
        }}
      />
      <span className="quiet">{rangeOf(question)}</span>
    </div>
  );
}

function Word({ question, id, value, onChange }: FieldProps) {
  const text = typeof value === "string" ? value : "";
  const change = (next: string) => onChange(next || undefined);
  if (question.format)
    return (
      <input
        id={id}
        className="plain"
        type={question.format}
        value={text}
        onChange={(event) => change(event.target.value.slice(0, question.format === "time" ? 5 : 10))}
      />
    );
  if ((question.maxLength ?? LONG_TEXT) < LONG_TEXT)
    return <Input id={id} className="boxed" value={text} maxLength={question.maxLength} onChange={change} />;
  return (
    <TextArea
      id={id}
      className="boxed"
      value={text}
      maxLength={question.maxLength}
      autoSize={{ minRows: 2, maxRows: 8 }}
      onChange={change}
    />
  );
}

const toggled = (list: readonly unknown[], code: string): unknown[] =>
  list.includes(code) ? list.filter((one) => one !== code) : [...list, code];

/** One of a few, or several: each choice a button as wide as a thumb. */
function Choices({ question, id, value, onChange }: FieldProps) {
  const many = question.type === "array";
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const choices =
    question.type === "boolean"
      ? [
          { value: true, label: t("yes") },
          { value: false, label: t("no") },
        ]
      : choicesOf(question);
  const next = (code: string | boolean) => {
    if (!many) return code === value ? undefined : code;
    const left = toggled(
      list.filter((one) => one !== undefined),
      String(code),
    );
    return left.length > 0 ? left : undefined;
  };
  return (
    <div className="chips" role="group" aria-labelledby={`${id}-title`}>
      {choices.map((one) => (
        <button
          key={String(one.value)}
          type="button"
          data-code={String(one.value)}
          aria-pressed={list.includes(one.value)}
          onClick={() => onChange(next(one.value))}
        >
          {one.label}
        </button>
      ))}
    </div>
  );
}

function Field(props: FieldProps) {
  const { question, value, onChange } = props;
  if (question.type === "boolean" || question.enum || question.items?.enum) return <Choices {...props} />;
  if (question.type === "array")
    return (
      <Photos
        id={props.id}
        kind={question["x-kind"] ?? "photo"}
        most={question.maxItems ?? 1}
        hashes={Array.isArray(value) ? (value as string[]) : []}
        onChange={(hashes) => onChange(hashes.length > 0 ? hashes : undefined)}
      />
    );
  return question.type === "string" ? <Word {...props} /> : <Number_ {...props} />;
}

function One({ form, one }: { form: Form; one: Asked }) {
  const { name, question, needed } = one;
  const id = `q-${name}`;
  const error = form.errorOf(name);
  return (
    <div className={error ? "question wrong" : "question"} data-question={name}>
      <label id={`${id}-title`} htmlFor={id}>
        {words(question["x-title"])} {!needed && <span className="quiet">{t("optional")}</span>}
      </label>
      {question["x-help"] && <p className="quiet">{words(question["x-help"])}</p>}
      <Field
        question={question}
        name={name}
        id={id}
        value={form.answers[name]}
        onChange={(value) => form.set(name, value)}
      />
      {error && (
        <p className="error" role="alert">
          {errorText(error)}
        </p>
      )}
    </div>
  );
}

/** A form on the phone. */
export const Questions = ({ form }: { form: Form }) => (
  <div className="questions">
    {form.questions.map((one) => (
      <One key={one.name} form={form} one={one} />
    ))}
  </div>
);
