import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, DatePicker, Form, Input } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { api, call } from "../client/api";
import type { AbsenceDetail, Ruling } from "../client/types";
import { pick, problemText, t, tCode } from "../shared/i18n";
import { newKey } from "../shared/keyed";
import { useDiseaseText } from "../shared/rules";
import { personName } from "../shared/sentences";
import { useMe } from "../shared/session";
import { shortDay } from "../shared/time";
import { type CertificateAnswers, FactFields, factsOf } from "./ReturnFacts";
import { Citation } from "./ui";

const MET = {
  yes: <CheckCircleFilled className="good" />,
  no: <CloseCircleFilled className="bad" />,
  unknown: <QuestionCircleFilled className="wait" />,
};
const metWord = (met: boolean | null | undefined) => (met === true ? "yes" : met === false ? "no" : "unknown");

function conditionText(one: Ruling["clauses"][number]) {
  const text = tCode("return_condition", one.code, { n: one.amount ?? 0 });
  return one.negated ? t("return.negated", { text }) : text;
}

/** The ruling clause by clause, with the rule it rests on: a status that keeps a child at home has to explain itself. */
export function RulingView({ ruling }: { ruling: Ruling }) {
  const disease = useDiseaseText();
  const variants = pick(ruling.rule.variants ?? "", ruling.rule.variants_en ?? "");
  const earliest =
    ruling.earliest && !ruling.met ? t("return.earliest", { day: shortDay(ruling.earliest) }) : undefined;
  return (
    <div className="ruling" data-testid="ruling">
      <Alert
        showIcon
        type={ruling.met ? "success" : "warning"}
        title={t(ruling.met ? "return.met" : "return.not_met")}
        description={earliest}
      />
      <ul>
        {ruling.clauses.map((one) => (
          <li key={`${one.code}${one.amount ?? ""}${one.negated ? "!" : ""}`}>
            {MET[metWord(one.met)]} {conditionText(one)}{" "}
            <span className="quiet">{tCode("return_clause", metWord(one.met))}</span>
            {one.met !== true && one.not_before && (
              <span className="quiet"> · {t("return.not_before", { day: shortDay(one.not_before) })}</span>
            )}
          </li>
        ))}
      </ul>
      <p>
        <b>{disease(ruling.rule.disease)}</b>
        {t("colon")}
        {pick(ruling.rule.text_zh, ruling.rule.text_en)}
      </p>
      <p className="quiet">
        {t("rule.source")}
        {t("colon")}
        <Citation rule={ruling.rule} /> · {tCode("rule_status", ruling.rule.status)}
      </p>
      {variants && <p className="quiet">{t("return.variants", { text: variants })}</p>}
    </div>
  );
}

/** Checks a return certificate by the rule of the disease; then, and only by hand, notes the return. */
export function ReturnCheck({ absence }: { absence: AbsenceDetail }) {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [keys] = useState(() => ({ certificate: newKey(), back: newKey() }));
  const params = { path: { id: absence.id } };
  const check = useMutation({
    mutationFn: (answers: CertificateAnswers) =>
      call(
        api.POST("/api/v1/absences/{id}/return-certificates", {
          params,
          body: {
            client_key: keys.certificate,
            issuer: answers.issuer,
            issued_on: answers.issued_on.format("YYYY-MM-DD"),
            facts: factsOf(answers),
          },
        }),
      ),
    onSuccess: () => {
      keys.certificate = newKey();
      void queries.invalidateQueries({ queryKey: ["absence", absence.id] });
    },
  });
  const back = useMutation({
    mutationFn: () =>
      call(api.POST("/api/v1/absences/{id}/return", { params, body: { client_key: keys.back, on: me.today } })),
    onSuccess: () => {
      void message.success(t("return.done"));
      void queries.invalidateQueries({ queryKey: ["absence", absence.id] });
      void queries.invalidateQueries({ queryKey: ["absences"] });
    },
    onError: (error) => void message.error(problemText(error)),
  });
  const ruling = absence.exclusion ?? check.data?.ruling ?? null;
  const needed = [{ required: true, message: t("needed") }];
  return (
    <>
      {ruling ? (
        <RulingView ruling={ruling} />
      ) : (
        <Alert
          className="gap"
          type="info"
          showIcon
          title={t("return.no_rule")}
          description={t("return.no_rule_next")}
        />
      )}
      {absence.certificates.map((one) => (
        <p key={one.id}>
          {MET[one.met ? "yes" : "no"]} {one.issuer} · {shortDay(one.issued_on)}
          {one.by && <span className="quiet"> · {t("return.checked_by", { name: personName(one.by) })}</span>}
        </p>
      ))}
      {absence.state === "open" && (
        <Form<CertificateAnswers>
          layout="vertical"
          requiredMark={false}
          initialValues={{ issued_on: dayjs(me.today) }}
          onFinish={(answers) => check.mutate(answers)}
        >
          <Form.Item name="issuer" label={t("return.issuer")} rules={needed}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="issued_on" label={t("return.issued_on")} rules={needed}>
            <DatePicker allowClear={false} maxDate={dayjs(me.today)} />
          </Form.Item>
          <FactFields />
          {check.isError && <Alert className="gap" type="error" showIcon title={problemText(check.error)} />}
          <Button htmlType="submit" loading={check.isPending} disabled={!absence.diagnosis}>
            {t("return.check")}
          </Button>{" "}
          <Button type="primary" loading={back.isPending} onClick={() => back.mutate()}>
            {t("return.confirm")}
          </Button>
        </Form>
      )}
    </>
  );
}
