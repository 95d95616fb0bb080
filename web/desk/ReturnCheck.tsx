import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, DatePicker, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import type { AbsenceDetail, Ruling } from "../client/types";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { useDiseaseText } from "../shared/rules";
import { useMe } from "../shared/session";
import { shortDay } from "../shared/time";

type Answers = { issuer: string; issued_on: Dayjs; symptom_free_since?: Dayjs | null; signs?: string[] };
const SIGNS = ["all_crusted", "swelling_gone", "antigen_negative"] as const;

const MET = {
  yes: <CheckCircleFilled className="good" />,
  no: <CloseCircleFilled className="bad" />,
  unknown: <QuestionCircleFilled className="wait" />,
};
const metWord = (met: boolean | null | undefined) => (met === true ? "yes" : met === false ? "no" : "unknown");

/** The ruling clause by clause, with the rule it rests on: a status that keeps a child at home has to explain itself. */
export function RulingView({ ruling }: { ruling: Ruling }) {
  const disease = useDiseaseText();
  const earliest = ruling.earliest && !ruling.met ? t("return.earliest", { day: shortDay(ruling.earliest) }) : undefined;
  return (
    <div className="ruling" data-testid="ruling">
      <Alert showIcon type={ruling.met ? "success" : "warning"} title={t(ruling.met ? "return.met" : "return.not_met")} description={earliest} />
      <ul>
        {ruling.clauses.map((one) => (
          <li key={one.text_zh}>{MET[metWord(one.met)]} {pick(one.text_zh, one.text_en)} <span className="quiet">{tCode("return_clause", metWord(one.met))}</span></li>
        ))}
      </ul>
      <p><b>{disease(ruling.rule.disease)}</b>{t("colon")}{pick(ruling.rule.text_zh, ruling.rule.text_en)}</p>
      <p className="quiet">{t("rule.source")}{t("colon")}{ruling.rule.source} · {tCode("rule_status", ruling.rule.status)}</p>
      {ruling.rule.variants && <p className="quiet">{t("return.variants", { text: ruling.rule.variants })}</p>}
    </div>
  );
}

function factsOf(answers: Answers) {
  const since = answers.symptom_free_since;
  return {
    ...(since ? { symptom_free_since: since.toISOString() } : {}),
    ...Object.fromEntries((answers.signs ?? []).map((sign) => [sign, true])),
  };
}

/** Checks a return certificate by the rule of the disease; then, and only by hand, notes the return. */
export function ReturnCheck({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [keys] = useState(() => ({ certificate: newKey(), back: newKey() }));
  const params = { path: { id: absence.id } };
  const check = useMutation({
    mutationFn: (answers: Answers) => call(api.POST("/api/v1/absences/{id}/return-certificates", {
      params, body: { client_key: keys.certificate, issuer: answers.issuer, issued_on: answers.issued_on.format("YYYY-MM-DD"), facts: factsOf(answers) },
    })),
    onSuccess: () => (keys.certificate = newKey()),
  });
  const back = useMutation({
    mutationFn: () => call(api.POST("/api/v1/absences/{id}/return", { params, body: { client_key: keys.back, on: me.today } })),
    onSuccess: () => {
      void message.success(t("return.done"));
      void queries.invalidateQueries({ queryKey: ["absence", absence.id] });
      void queries.invalidateQueries({ queryKey: ["absences"] });
    },
    onError: (error) => void message.error(problemText(error)),
  });
  const ruling = check.data?.ruling ?? absence.exclusion;
  const needed = [{ required: true, message: t("needed") }];
  return (
    <>
      {ruling ? <RulingView ruling={ruling} /> : <Alert className="gap" type="info" showIcon title={t("return.no_rule")} description={t("return.no_rule_next")} />}
      {absence.state === "open" && (
        <Form<Answers> layout="vertical" requiredMark={false} initialValues={{ issued_on: dayjs(me.today) }} onFinish={(answers) => check.mutate(answers)}>
          <Form.Item name="issuer" label={t("return.issuer")} rules={needed}><Input maxLength={100} /></Form.Item>
          <Form.Item name="issued_on" label={t("return.issued_on")} rules={needed}><DatePicker allowClear={false} maxDate={dayjs(me.today)} /></Form.Item>
          <Form.Item name="symptom_free_since" label={t("return.symptom_free_since")}><DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" /></Form.Item>
          <Form.Item name="signs" label={t("return.signs")}><Checkbox.Group options={SIGNS.map((one) => ({ value: one, label: tCode("return_sign", one) }))} /></Form.Item>
          {check.isError && <Alert className="gap" type="error" showIcon title={problemText(check.error)} />}
          <Button htmlType="submit" loading={check.isPending}>{t("return.check")}</Button>{" "}
          <Button type="primary" loading={back.isPending} onClick={() => back.mutate()}>{t("return.confirm")}</Button>
        </Form>
      )}
    </>
  );
}
