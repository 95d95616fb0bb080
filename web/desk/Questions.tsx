import { Checkbox, DatePicker, Form as Fields, Input, Radio, TimePicker } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import type { Asked, Question } from "../shared/form/schema";
import { type Form, readNumber } from "../shared/form/use-form";
import { choicesOf, errorText, rangeOf, words } from "../shared/form/words";
import { t } from "../shared/i18n";
import { Files } from "./Files";

type FieldProps = {
  question: Question;
  id: string;
  /** For which unit files are kept. */
  unit: string;
  value: unknown;
  onChange: (value: unknown) => void;
};

const LONG_TEXT = 60;

function Amount({ question, id, value, onChange }: FieldProps) {
  const [text, setText] = useState(value === undefined ? "" : String(value));
  return (
    <Input
      id={id}
      className="amount"
      inputMode={question.type === "integer" ? "numeric" : "decimal"}
      value={text}
      suffix={<span className="quiet">{rangeOf(question)}</span>}
      onChange={({ target }) => {
        setText(target.value);
        onChange(readNumber(target.value));
      }}
    />
  );
}

function Word({ question, id, value, onChange }: FieldProps) {
  const text = typeof value === "string" ? value : undefined;
  const change = (next: string | null | undefined) => onChange(next || undefined);
  if (question.format === "date")
    return (
      <DatePicker id={id} value={text ? dayjs(text) : null} onChange={(day) => change(day?.format("YYYY-MM-DD"))} />
    );
  if (question.format === "time")
    return (
      <TimePicker
        id={id}
        format="HH:mm"
        needConfirm={false}
        value={text ? dayjs(text, "HH:mm") : null}
        onChange={(time) => change(time?.format("HH:mm"))}
      />
    );
  if ((question.maxLength ?? LONG_TEXT) < LONG_TEXT)
    return <Input id={id} value={text} maxLength={question.maxLength} onChange={(e) => change(e.target.value)} />;
  return (
    <Input.TextArea
      id={id}
      value={text}
      maxLength={question.maxLength}
      autoSize={{ minRows: 2, maxRows: 8 }}
      onChange={(e) => change(e.target.value)}
    />
  );
}

function Field(props: FieldProps) {
  const { question, id, value, onChange } = props;
  if (question.type === "boolean")
    return (
      <Radio.Group
        id={id}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        options={[
          { value: true, label: t("yes") },
          { value: false, label: t("no") },
        ]}
      />
    );
  if (question.enum)
    return (
      <Radio.Group id={id} value={value} onChange={(e) => onChange(e.target.value)} options={choicesOf(question)} />
    );
  if (question.items?.enum)
    return (
      <Checkbox.Group
        value={Array.isArray(value) ? value : []}
        onChange={(list) => onChange(list.length > 0 ? list : undefined)}
        options={choicesOf(question)}
      />
    );
  if (question.type === "array")
    return (
      <Files
        id={id}
        unit={props.unit}
        kind={question["x-kind"] ?? "photo"}
        most={question.maxItems ?? 1}
        hashes={Array.isArray(value) ? (value as string[]) : []}
        onChange={(list) => onChange(list.length > 0 ? list : undefined)}
      />
    );
  return question.type === "string" ? <Word {...props} /> : <Amount {...props} />;
}

function One({ form, one, unit }: { form: Form; one: Asked; unit: string }) {
  const { name, question, needed } = one;
  const id = `q-${name}`;
  const error = form.errorOf(name);
  const title = (
    <>
      {words(question["x-title"])}
      {!needed && <span className="quiet"> {t("optional")}</span>}
    </>
  );
  return (
    <Fields.Item
      label={title}
      htmlFor={id}
      data-question={name}
      extra={question["x-help"] && words(question["x-help"])}
      validateStatus={error ? "error" : undefined}
      help={error && errorText(error)}
    >
      <Field
        question={question}
        id={id}
        unit={unit}
        value={form.answers[name]}
        onChange={(value) => form.set(name, value)}
      />
    </Fields.Item>
  );
}

/** A form at the desk. */
export const Questions = ({ form, unit }: { form: Form; unit: string }) => (
  <Fields layout="vertical" requiredMark={false} component="div">
    {form.questions.map((one) => (
      <One key={one.name} form={form} one={one} unit={unit} />
    ))}
  </Fields>
);
