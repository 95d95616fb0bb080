import { Checkbox, Collapse, DatePicker, Form, InputNumber, Radio } from "antd";
import type { Dayjs } from "dayjs";
import type { ReturnFacts } from "../client/types";
import { t, tCode } from "../shared/i18n";

const SIGNS = ["symptom_free", "all_crusted", "swelling_gone", "antigen_negative"] as const;
const DAYS = ["rash_since", "treatment_since", "paroxysm_since", "positive_on"] as const;
const COUNTS = ["negative_cultures", "negative_smears"] as const;
const CERTIFICATES = ["hospital", "tb_designated_hospital"] as const;

export type CertificateAnswers = {
  issuer: string;
  issued_on: Dayjs;
  symptom_free_since?: Dayjs | null;
  signs?: (typeof SIGNS)[number][];
  certificates?: string[];
  pneumonia?: boolean;
} & Partial<Record<(typeof DAYS)[number], Dayjs | null>> &
  Partial<Record<(typeof COUNTS)[number], number | null>>;

/** What was entered and nothing more: what is left open is not known, which is not the same as "no". */
export function factsOf(answers: CertificateAnswers): ReturnFacts {
  const facts: ReturnFacts = {};
  if (answers.symptom_free_since) facts.symptom_free_since = answers.symptom_free_since.toISOString();
  if (answers.symptom_free_since) facts.symptom_free = true;
  for (const sign of answers.signs ?? []) facts[sign] = true;
  for (const day of DAYS) {
    const given = answers[day];
    if (given) facts[day] = given.format("YYYY-MM-DD");
  }
  for (const count of COUNTS) if (answers[count] != null) facts[count] = answers[count];
  if (answers.pneumonia !== undefined) facts.pneumonia = answers.pneumonia;
  if (answers.certificates?.length) facts.certificates = answers.certificates;
  return facts;
}

function Rare() {
  return (
    <>
      {DAYS.map((one) => (
        <Form.Item key={one} name={one} label={tCode("return_fact", one)}>
          <DatePicker />
        </Form.Item>
      ))}
      {COUNTS.map((one) => (
        <Form.Item key={one} name={one} label={tCode("return_fact", one)}>
          <InputNumber min={0} max={20} precision={0} />
        </Form.Item>
      ))}
      <Form.Item name="pneumonia" label={tCode("return_fact", "pneumonia")}>
        <Radio.Group
          options={[
            { value: true, label: t("yes") },
            { value: false, label: t("no") },
          ]}
        />
      </Form.Item>
    </>
  );
}

/** The facts return rules ask for; those few diseases need are folded away. */
export function FactFields() {
  const options = (codes: readonly string[]) => codes.map((value) => ({ value, label: tCode("return_sign", value) }));
  return (
    <>
      <Form.Item name="symptom_free_since" label={t("return.symptom_free_since")}>
        <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="signs" label={t("return.signs")}>
        <Checkbox.Group options={options(SIGNS)} />
      </Form.Item>
      <Form.Item name="certificates" label={t("return.certificates")}>
        <Checkbox.Group options={options(CERTIFICATES)} />
      </Form.Item>
      <Collapse ghost size="small" items={[{ key: "rare", label: t("return.more"), children: <Rare /> }]} />
    </>
  );
}
