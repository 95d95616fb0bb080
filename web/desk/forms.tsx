import { useQuery } from "@tanstack/react-query";
import { Alert, type FormInstance, Modal, Form, Select } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { api, call } from "../client/api";
import { ProblemError } from "../client/problem";
import { fieldText, problemText, t } from "../shared/i18n";

type DialogProps<T extends object> = {
  title: string;
  submit: string;
  busy: boolean;
  error: unknown;
  initial?: Partial<T>;
  onSubmit: (answers: T) => void;
  onCancel: () => void;
  children: ReactNode;
};

/** What the server says of a field stands at that field; what it says of the whole stands below. */
function useFieldErrors<T extends object>(form: FormInstance<T>, error: unknown): "at_fields" | "whole" {
  const named = error instanceof ProblemError ? error.errors : [];
  const own = named.filter((one) => form.getFieldInstance(one.field as never) !== undefined);
  useEffect(() => {
    form.setFields(own.map((one) => ({ name: one.field as never, errors: [fieldText(one)] })));
    // eslint-disable-next-line -- once for each answer of the server
  }, [error]);
  return own.length > 0 && own.length === named.length ? "at_fields" : "whole";
}

/** A form in a dialog: nothing is sent before it is whole, and what is refused is said where it was entered. */
export function FormDialog<T extends object>(props: DialogProps<T>) {
  const { title, submit, busy, error, initial, onSubmit, onCancel, children } = props;
  const [form] = Form.useForm<T>();
  const where = useFieldErrors(form, error);
  return (
    <Modal
      open
      title={title}
      okText={submit}
      cancelText={t("cancel")}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => void form.validateFields().then(onSubmit, () => undefined)}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial as never} data-testid="dialog">
        {children}
        {error && where === "whole" ? <Alert type="error" showIcon title={problemText(error)} /> : null}
      </Form>
    </Modal>
  );
}

export const needed = () => [{ required: true, whitespace: true, message: t("needed") }];
export const chosen = () => [{ required: true, message: t("needed") }];

type PersonPickerProps = { unit: string; value?: string; onChange?: (person: string) => void; id?: string };

/** People of a school by a part of their name; where they belong tells two of one name apart. */
export function PersonPicker({ unit, value, onChange, id }: PersonPickerProps) {
  const [text, setText] = useState("");
  const found = useQuery({
    queryKey: ["people", unit, text],
    queryFn: () =>
      call(api.GET("/api/v1/units/{id}/people", { params: { path: { id: unit }, query: { name: text } } })),
    placeholderData: (before) => before,
  });
  const options = (found.data?.items ?? []).map((one) => ({
    value: one.person.id,
    label: [one.person.name, ...one.units.map((where) => where.name)].join(" · "),
  }));
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setText }}
      value={value}
      options={options}
      loading={found.isFetching}
      placeholder={t("person.find")}
      notFoundContent={found.isError ? problemText(found.error) : t("person.none_found")}
      onChange={onChange}
      data-testid="person-picker"
    />
  );
}
